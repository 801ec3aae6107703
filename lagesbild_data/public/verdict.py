"""What a change is worth: the one place that tells better from worse."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lagesbild_data import measures
from lagesbild_data.measures import Direction
from lagesbild_data.public.answer import Chance, Change, Number, Verdict


def of_interval(direction: Direction, better: str | None, interval: tuple[float, float] | None) -> Verdict:
    """From the 95 % interval of the difference, None where a standard error isn't published, and which way is `better`
    ("lägre" or "högre"), None where that isn't known."""
    if interval is None:
        return Verdict.UNKNOWN
    if interval[0] <= 0 <= interval[1]:
        return Verdict.UNSURE
    return _worth(direction, better)


def of_chance(direction: Direction, chance: Chance | None) -> Verdict:
    """Of a count of crimes, of which fewer are better."""
    if chance in (Chance.WITHIN_CHANCE, Chance.WITHIN_UNREST):
        return Verdict.UNSURE
    return _worth(direction, "lägre") if chance is Chance.BEYOND else Verdict.UNKNOWN


def _worth(direction: Direction, better: str | None) -> Verdict:
    if better is None:
        return Verdict.UNKNOWN
    return Verdict.BETTER if (direction == "sänkt") == (better == "lägre") else Verdict.WORSE


def chance(before: float, now: float, dispersion: float, broken: bool, smallest_base: float) -> Chance:
    """Whether two counts of a series differ more than such counts do anyway (measures.dispersion)."""
    if broken:
        return Chance.BROKEN
    if before < smallest_base:
        return Chance.SMALL
    if measures.is_beyond_chance(before, now, 3 * dispersion):
        return Chance.BEYOND
    return Chance.WITHIN_UNREST if dispersion > 1 else Chance.WITHIN_CHANCE


@dataclass(frozen=True)
class Measurement:
    """A value of a year with its standard error, and the direction that the source states; None for what isn't
    published."""

    year: int
    value: float | None
    error: float | None = None
    stated: Direction | None = None

    @classmethod
    def of(cls, row: Any) -> "Measurement":
        """Of a row of indikatorvarden."""
        value, error, stated = (None if pd.isna(each) else each for each in (row.varde, row.standardfel, row.riktning))
        return cls(row.ar, value, error, stated)


def measured(
    now: Measurement, before: Measurement | None, better: str | None, decimals: int, unit: str | None = None
) -> Change | None:
    """What was measured against the measurement before: by their numbers, else as stated; None where nothing is known
    of it. `decimals` and `unit` are how the indicator's numbers are shown."""
    if now.value is None or before is None or before.value is None:
        return None if now.stated is None else Change(now.stated, Verdict.UNKNOWN, against="mätningen före")
    direction = measures.direction(before.value, now.value)
    interval = measures.change_interval(before.value, now.value, before.error, now.error)
    return Change(
        direction, of_interval(direction, better, interval), shown(before.value, decimals, unit), str(before.year),
        Number(now.value - before.value, decimals, signed=True), interval=interval,
    )  # fmt: skip


def shown(value: float, decimals: int, unit: str | None) -> Number:
    """An indicator's value; an index has no unit to tell."""
    return Number(value, decimals, "" if unit in (None, "index") else unit)
