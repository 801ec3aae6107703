"""How an area looks in each layer of the lägesbild: what is written on it, its pattern and colour, and the legend."""

from collections import Counter
from collections.abc import Callable

import pandas as pd

from charts import theme
from charts.theme import Palette
from geo.area_map import Pattern
from lagesbild_data import swedish
from lagesbild_data.situation import Lagesbild

SHOWS = {
    "forandring": "Problemindex höjt eller sänkt mot mätningen före",
    "niva": "Problemindex, där ett tal är publicerat",
    "aktiviteter": "Aktiviteter i medborgarlöftet som gäller området",
    "dialoger": "Daterade medborgardialoger i området",
}
"""What each layer shows, in words."""
ORIGIN = {
    False: "Ytorna är statistiska områden (källa: SCB), inte medborgarlöftets gränser.",
    True: "Ytorna är den egna förvaltningens.",
}
"""Where the surfaces are from, by whether the store brings its own."""
RAMP = "skala"
"""Stands in a legend for all colours of the ramp."""
Look = tuple[str, Pattern, str]
"""Label, pattern and colour ("" where the pattern has none)."""


def look(area, picture: Lagesbild, layer: str, palette: Palette) -> Look:
    """How an area (a row of Lagesbild.areas) looks in a layer."""
    return _LOOKS[layer](area, picture, palette)


def _change(area, picture: Lagesbild, palette: Palette) -> Look:
    if pd.isna(area.riktning):
        return picture.gap("forandring"), "streckad", ""
    fill = {"sänkt": palette.better, "höjt": palette.worse}.get(area.riktning, palette.unchanged)
    return f"{theme.ARROWS[area.riktning]} {area.riktning}", "hel", fill


def _level(area, picture: Lagesbild, palette: Palette) -> Look:
    arrow = "" if pd.isna(area.riktning) else theme.ARROWS[area.riktning]
    if pd.notna(area.varde):
        return f"{swedish.number(area.varde, 2)} {arrow}".strip(), "hel", theme.ramp_colour(palette, area.varde, 0, 3)
    return (f"{arrow} {area.riktning}", "prickad", "") if arrow else (picture.gap("niva"), "streckad", "")


def _activities(area, picture: Lagesbild, palette: Palette) -> Look:
    if pd.isna(area.aktiviteter):
        return picture.gap("aktiviteter"), "streckad", ""
    counts = Counter(area.statusar)
    signs = " ".join(f"{sign} {counts[status]}" for status, sign in theme.STATUS_SIGNS.items() if counts[status])
    return signs, "hel", count_colour(area.aktiviteter, picture.areas["aktiviteter"], palette)


def _dialogues(area, picture: Lagesbild, palette: Palette) -> Look:
    if pd.isna(area.dialoger):
        return picture.gap("dialoger"), "streckad", ""
    count = int(area.dialoger)
    label = f"{count} {'dialog' if count == 1 else 'dialoger'}"
    return label, "hel", count_colour(count, picture.areas["dialoger"], palette)


def count_colour(count: float, all_counts: pd.Series, palette: Palette) -> str:
    """The ramp's colour of a count among others."""
    return theme.ramp_colour(palette, count, 0, all_counts.max() * 1.3)


_LOOKS: dict[str, Callable[..., Look]] = {
    "forandring": _change,
    "niva": _level,
    "aktiviteter": _activities,
    "dialoger": _dialogues,
}


def legend(picture: Lagesbild, layer: str, palette: Palette) -> list[tuple[str, str]]:
    """The layer's signs, each with its text: a colour, a pattern, RAMP, or a sign of a status."""
    more = "mörkare = mer problem" if palette == theme.LIGHT else "ljusare = mer problem"
    signs: dict[str, list[tuple[str, str]]] = {
        "forandring": [(palette.better, "▼ sänkt (bättre)"), (palette.worse, "▲ höjt (sämre)")],
        "niva": [(RAMP, f"problemindex 0–3 (skalan går till 6), {more}"), ("prickad", "bara riktning publicerad")],
        "aktiviteter": [
            *((sign, status) for status, sign in theme.STATUS_SIGNS.items()
              if any(status in statuses for statuses in picture.areas["statusar"].dropna())),
            (RAMP, "fler aktiviteter"),
        ],
        "dialoger": [(RAMP, "fler dialoger")],
    }  # fmt: skip
    return [*signs[layer], ("streckad", picture.gap(layer))]
