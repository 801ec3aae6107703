"""Signs that stand before words, so that nothing is told by colour alone."""

from lagesbild_data.public.answer import Change, Verdict
from lagesbild_data.public.words import change_text
from lagesbild_data.words import swedish
from lagesbild_data.words.measures import Direction

STATUSES = {
    "genomförd": "✔",
    "pågår": "▶",
    "planerad": "○",
    "försenad": "⚠",
    "ej genomförd": "✕",
    "ej rapporterad": "–",
}
LIGHTS = {
    "nått": "✔",
    "i takt": "▶",
    "efter": "⚠",
    "kan inte avgöras": "?",
    "utfall ej publicerat": "–",
    "följs inte med tal": "–",
}
_RESULTS = {"minst": "≥ ", "över": "> ", "cirka": "ca ", "högst": "≤ ", "exakt": ""}
_ARROWS = {"höjt": "▲", "sänkt": "▼", "oförändrat": "="}
_THIN_ARROWS = {"höjt": "↑", "sänkt": "↓", "oförändrat": "="}
"""Of a change that isn't sure."""


def status(name: str) -> str:
    """A status as sign and word."""
    return f"{STATUSES.get(name, '·')} {name}"


def light(name: str) -> str:
    """A light as sign and word."""
    return f"{LIGHTS[name]} {name}"


def result(comparison: str, value: float) -> str:
    """A counted result as short as can be, with what the source says of how exact it is: `≥
    608`."""
    return f"{_RESULTS[comparison]}{swedish.counted_number(value)}"


def direction(way: Direction, verdict: Verdict = Verdict.UNKNOWN) -> str:
    """A direction as sign and word; the sign as `arrow`."""
    return f"{_arrows(verdict)[way]} {way}"


def change(of: Change | None) -> str:
    """A change as sign and words, and what it is worth: `▼ −0,15 mot 2022 · ingen säker ändring`;
    "" for none."""
    return f"{arrow(of)} {change_text(of)}" if of else ""


def arrow(of: Change) -> str:
    """The direction as a sign, thin where the change is within its uncertainty."""
    return _arrows(of.verdict)[of.direction]


def _arrows(verdict: Verdict) -> dict[str, str]:
    return _THIN_ARROWS if verdict is Verdict.UNSURE else _ARROWS
