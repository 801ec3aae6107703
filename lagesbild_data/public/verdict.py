"""What a change is worth: the one place that tells better from worse."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lagesbild_data.model import settings
from lagesbild_data.public.answer import Chance, Change, Number, Verdict
from lagesbild_data.words import measures
from lagesbild_data.words.measures import Direction


def leaning(direction: Direction, better: str | None) -> Verdict | None:
    """What a change in this direction is if it is sure, by which way is `better` ("lägre" or
    "högre"); None where that isn't known, or nothing changed."""
    if better is None or direction == "oförändrat":
        return None
    return Verdict.BETTER if (direction == "sänkt") == (better == "lägre") else Verdict.WORSE


def of_interval(leaning: Verdict | None, interval: tuple[float, float] | None) -> Verdict:
    """From the 95 % interval of the difference, None where a standard error isn't published."""
    if interval is None:
        return Verdict.UNKNOWN
    return Verdict.UNSURE if measures.holds_zero(interval) else leaning or Verdict.UNKNOWN


def of_chance(leaning: Verdict | None, chance: Chance | None) -> Verdict:
    """Of two counts."""
    if chance in (Chance.WITHIN_CHANCE, Chance.WITHIN_UNREST):
        return Verdict.UNSURE
    return leaning or Verdict.UNKNOWN if chance is Chance.BEYOND else Verdict.UNKNOWN


def chance(before: float, now: float, dispersion: float, broken: bool) -> Chance:
    """Whether two counts of a series differ more than such counts do anyway
    (measures.dispersion)."""
    if broken:
        return Chance.BROKEN
    if before < settings.smallest_base():
        return Chance.SMALL
    if measures.is_beyond_chance(before, now, dispersion):
        return Chance.BEYOND
    return Chance.WITHIN_UNREST if dispersion > 1 else Chance.WITHIN_CHANCE


@dataclass(frozen=True)
class Measurement:
    """A value of a year with its standard error, and the direction that the source states; None for
    what isn't published."""

    year: int
    value: float | None
    error: float | None = None
    stated: Direction | None = None

    @classmethod
    def of(cls, row: Any) -> "Measurement":
        """Of a row of indikatorvarden."""
        value, error, stated = (
            None if pd.isna(each) else each for each in (row.varde, row.standardfel, row.riktning)
        )
        return cls(row.ar, value, error, stated)


def measured(
    now: Measurement,
    before: Measurement | None,
    better: str | None,
    decimals: int,
    unit: str | None = None,
) -> Change | None:
    """What was measured against the measurement before: by their numbers, else as stated; None
    where nothing is known of it. `decimals` and `unit` are how the indicator's numbers are shown.
    """
    if now.value is None or before is None or before.value is None:
        if now.stated is None:
            return None
        return Change(
            now.stated, Verdict.UNKNOWN, leaning(now.stated, better), against="mätningen före"
        )
    direction = measures.direction(before.value, now.value)
    leans = leaning(direction, better)
    interval = measures.change_interval(before.value, now.value, before.error, now.error)
    return Change(
        direction,
        of_interval(leans, interval),
        leans,
        shown(before.value, decimals, unit),
        str(before.year),
        Number(now.value - before.value, decimals, signed=True),
        interval=interval,
    )


FEWER = "lägre"
"""Which way is better of reported crimes."""


def reported(before: int, now: int, against: str, chance: Chance | None) -> Change:
    """What reported crimes did since a time before, which `against` names; `chance` is None where
    the change isn't judged by itself."""
    direction = measures.direction(before, now)
    leans = leaning(direction, FEWER)
    return Change(
        direction,
        of_chance(leans, chance),
        leans,
        Number(before),
        against,
        Number(now - before, signed=True),
        measures.percent_change(before, now, settings.smallest_base()),
    )


def shown(value: float, decimals: int, unit: str | None) -> Number:
    """An indicator's value; an index has no unit to tell."""
    return Number(value, decimals, "" if unit in (None, "index") else unit)
