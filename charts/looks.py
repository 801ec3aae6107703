"""How an area looks in each layer of the lägesbild: what is written on it, its pattern and colour,
and the legend."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from charts import theme
from charts.theme import Palette
from geo.area_map import Pattern
from lagesbild_data.answers.overview.lagesbild import Lagesbild
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Change, Verdict
from lagesbild_data.words import swedish

SHOWS = {
    "forandring": "Problemindex höjt eller sänkt mot mätningen före",
    "niva": "Problemindex, där ett tal är publicerat",
    "aktiviteter": "Aktiviteter i medborgarlöftet som gäller området",
    "dialoger": "Hållna medborgardialoger i området",
}
"""What each layer shows, in words."""
ORIGIN = {
    False: "Ytorna är statistiska områden (källa: SCB), inte medborgarlöftets gränser.",
    True: "Ytorna är den egna förvaltningens.",
}
"""Where the surfaces are from, by whether the store brings its own."""
RAMP: Literal["skala"] = "skala"
"""Stands in a legend for all colours of the ramp."""


@dataclass(frozen=True)
class Look:
    """What is written on an area, its pattern, and the colour of a pattern that has one."""

    label: str
    pattern: Pattern
    colour: str = ""


@dataclass(frozen=True)
class Key:
    """A line of a legend: its text after a pattern (with its colour where it has one), or after a
    sign."""

    text: str
    pattern: Pattern | Literal["skala", ""] = ""
    colour: str = ""
    sign: str = ""


def look(area, picture: Lagesbild, layer: str, palette: Palette) -> Look:
    """How an area (a row of Lagesbild.areas) looks in a layer."""
    return _LOOKS[layer](area, picture, palette)


def _change(area, picture: Lagesbild, palette: Palette) -> Look:
    change: Change | None = area.andring
    if change is None:
        return Look(picture.gap("forandring"), "streckad")
    label = f"{signs.arrow(change)} {change.direction}"
    return Look(label, *changed(change.verdict, theme.leaning(change, palette), palette))


def changed(verdict: Verdict, leaning: str, palette: Palette) -> tuple[Pattern, str]:
    """The pattern and colour of a change: full only where it is sure, else grey, or a tint of what
    it leans to."""
    if verdict is Verdict.UNKNOWN:
        return "tonad", leaning
    return "hel", palette.unchanged if verdict is Verdict.UNSURE else leaning


def _level(area, picture: Lagesbild, palette: Palette) -> Look:
    change: Change | None = area.andring
    arrow = signs.arrow(change) if change else ""
    if pd.notna(area.varde):
        colour = theme.ramp_colour(palette, area.varde, 0, 3)
        return Look(
            f"{swedish.number(area.varde, picture.decimals)} {arrow}".strip(), "hel", colour
        )
    return (
        Look(f"{arrow} {change.direction}", "prickad")
        if change
        else Look(picture.gap("niva"), "streckad")
    )


def _activities(area, picture: Lagesbild, palette: Palette) -> Look:
    if pd.isna(area.aktiviteter):
        return Look(picture.gap("aktiviteter"), "streckad")
    counts = Counter(area.statusar)
    label = " ".join(
        f"{sign} {counts[status]}" for status, sign in signs.STATUSES.items() if counts[status]
    )
    return Look(label, "hel", count_colour(area.aktiviteter, picture.areas["aktiviteter"], palette))


def _dialogues(area, picture: Lagesbild, palette: Palette) -> Look:
    if pd.isna(area.dialoger):
        return Look(picture.gap("dialoger"), "streckad")
    count = int(area.dialoger)
    label = f"{count} {'dialog' if count == 1 else 'dialoger'}"
    return Look(label, "hel", count_colour(count, picture.areas["dialoger"], palette))


def count_colour(count: float, all_counts: pd.Series, palette: Palette) -> str:
    """The ramp's colour of a count among others."""
    return theme.ramp_colour(palette, count, 0, all_counts.max() * 1.3)


_LOOKS: dict[str, Callable[..., Look]] = {
    "forandring": _change,
    "niva": _level,
    "aktiviteter": _activities,
    "dialoger": _dialogues,
}


def legend(picture: Lagesbild, layer: str, palette: Palette) -> list[Key]:
    """The layer's signs, each with its text; of changes how many areas have each."""
    gap = Key(picture.gap(layer), "streckad")
    more = "mörkare = mer problem" if palette == theme.LIGHT else "ljusare = mer problem"
    if layer == "forandring":
        return [*_changes(picture, palette), gap]
    if layer == "niva":
        ramp = f"problemindex 0–3 (skalan går till 6), {more}"
        return [Key(ramp, RAMP), Key("bara riktning publicerad", "prickad"), gap]
    if layer == "dialoger":
        return [Key("fler dialoger", RAMP), gap]
    statuses = {status for each in picture.areas["statusar"].dropna() for status in each}
    keys = [Key(status, sign=sign) for status, sign in signs.STATUSES.items() if status in statuses]
    return [*keys, Key("fler aktiviteter", RAMP), gap]


def _changes(picture: Lagesbild, palette: Palette) -> Iterator[Key]:
    """How many changes are sure, which are always told, and how many aren't, where there are
    any."""
    changes: list[Change] = picture.areas["andring"].dropna().to_list()
    counts = Counter(change.verdict for change in changes)
    yield Key(f"säkert bättre: {counts[Verdict.BETTER]} av {len(changes)}", "hel", palette.better)
    yield Key(f"säkert sämre: {counts[Verdict.WORSE]} av {len(changes)}", "hel", palette.worse)
    if counts[Verdict.UNSURE]:
        yield Key(f"↑ ↓ ingen säker ändring: {counts[Verdict.UNSURE]}", "hel", palette.unchanged)
    unknown = Counter(
        (change.direction, theme.leaning(change, palette))
        for change in changes
        if change.verdict is Verdict.UNKNOWN
    )
    for (direction, colour), count in sorted(unknown.items(), reverse=True):
        yield Key(f"{signs.direction(direction)}, går inte att säga: {count}", "tonad", colour)
