"""Values, changes and how sure they are, as readers see them: what sentences, cells and titles are
made of."""

from collections import Counter
from collections.abc import Iterable

from lagesbild_data.model.periods import NOT_REPORTED, Tertial
from lagesbild_data.public.answer import Chance, Change, Gap, Number, Value, Verdict
from lagesbild_data.words import measures, swedish

SEVERITY = (
    "försenad",
    "ej genomförd",
    "ej rapporterad",
    "uppföljning saknas",
    "planerad",
    "pågår",
    "genomförd",
)
"""Statuses in the order that they are read: what deviates first."""
ONLY_SOURCE = "sägs inte i källan"
"""Shown instead of a status that is our reading, when only the source's own words are asked for."""
NO_FOLLOW_UP = "uppföljning saknas"
"""No follow-up is transcribed for the activity."""
UNKNOWN_STATUSES = (NOT_REPORTED, NO_FOLLOW_UP, ONLY_SOURCE)
"""Of an activity that nothing is known of."""
VERBS = {"höjt": "steg", "sänkt": "sjönk", "oförändrat": "var oförändrat"}
"""What an indicator did in a direction."""
CHANCE = {
    Chance.BEYOND: "större än slumpen brukar ge",
    Chance.WITHIN_CHANCE: "inte större än slumpen brukar ge",
    Chance.WITHIN_UNREST: "inte större än serien brukar röra sig",
    Chance.BROKEN: "bedöms inte: serien är bruten",
    Chance.SMALL: "bedöms inte: talen är för små",
}
"""What a change is, or that it isn't judged."""
_PLURAL = {
    "genomförd": "genomförda",
    "försenad": "försenade",
    "planerad": "planerade",
    "ej genomförd": "ej genomförda",
    "ej rapporterad": "ej rapporterade",
}


_PERCENT = ("%", "procent")
"""The unit in tables and figures, and in running text."""


def value_text(value: Value) -> str:
    """A value as it stands in a table, a figure or a title: `5,2 %`."""
    return _text(value, _PERCENT[0])


def value_words(value: Value) -> str:
    """A value as it stands in running text: `5,2 procent`."""
    return _text(value, _PERCENT[1])


def _text(value: Value, percent: str) -> str:
    if not isinstance(value, Number):
        return value.value if isinstance(value, Gap) else value.text
    if not value.grouped:
        return swedish.year(int(value.value))
    text = (swedish.signed if value.signed else swedish.number)(value.value, value.decimals)
    return f"{text} {percent if value.unit in _PERCENT else value.unit}".strip()


def change_text(change: Change | None) -> str:
    """`−0,15 mot 2022 · går inte att säga`: the difference, or the direction alone, and what it is
    worth; "" for no change."""
    if change is None:
        return ""
    moved = (
        f"{difference_text(change)} mot {change.against}" if change.difference else change.direction
    )
    return f"{moved} · {change.verdict.value}"


def difference_text(change: Change) -> str:
    """`+90 (+10,0 %)`; no percentage where there is none."""
    percent = "" if change.percent is None else f" ({swedish.signed_percent(change.percent)})"
    return f"{value_text(change.difference)}{percent}" if change.difference else ""


def difference_words(change: Change) -> str:
    """`+90 (+10,0 procent)`, in running text."""
    percent = (
        ""
        if change.percent is None
        else f" ({value_words(Number(change.percent, 1, '%', signed=True))})"
    )
    return f"{value_words(change.difference)}{percent}" if change.difference else ""


def certainty(verdicts: Iterable[Verdict]) -> str:
    """How sure some changes are, in a clause: `om ändringarna är säkra går inte att säga`."""
    counts = Counter(verdicts)
    total = counts.total()
    sure = counts[Verdict.BETTER] + counts[Verdict.WORSE]
    unknown = counts[Verdict.UNKNOWN]
    if total == 1:
        return (
            "ändringen är säker"
            if sure
            else "om ändringen är säker går inte att säga"
            if unknown
            else "ändringen är inte säker"
        )
    if unknown == total:
        return "om ändringarna är säkra går inte att säga"
    if sure == total:
        return "alla ändringarna är säkra"
    known = f"{sure or 'ingen'} av {total} ändringar är {'säkra' if sure > 1 else 'säker'}"
    return f"{known}, om {unknown} går det inte att säga" if unknown else known


def tertial_words(tertial: Tertial) -> str:
    """`tertial 3 2024`, from (year, tertial)."""
    return f"tertial {tertial[1]} {tertial[0]}"


def count_words(statuses: Iterable[str]) -> str:
    """`1 försenad, 3 pågår`, what deviates first; "" for no statuses."""
    return ", ".join(f"{n} {_PLURAL.get(s, s) if n > 1 else s}" for s, n in in_order(statuses))


def in_order(statuses: Iterable[str]) -> list[tuple[str, int]]:
    """Each status and how many have it, what deviates first."""
    counts = Counter(statuses)
    return [
        (status, counts[status]) for status in dict.fromkeys((*SEVERITY, *counts)) if counts[status]
    ]


def beside_interval(interval: tuple[float, float], decimals: int) -> str:
    """`inom osäkerheten (95 %: −0,80 till +0,30)`."""
    low, high = (swedish.signed(end, decimals) for end in interval)
    return (
        f"{'inom' if measures.holds_zero(interval) else 'större än'} osäkerheten (95 %: {low} till"
        f" {high})"
    )


def measure_name(indicator: str) -> str:
    """The indicator's name as it stands first in a sentence."""
    return f"Måttet ”{indicator}”" if " " in indicator else indicator


def dated(heading: str, year: int | None) -> str:
    """The heading with its year, where there is one."""
    return heading if year is None else f"{heading} {year}"
