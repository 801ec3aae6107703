"""Arithmetic on published figures. Pure functions; no table, no text.

A series has one value per year, quarter or month, by a PeriodIndex. A period that isn't there is
missing, like NaN: no measure reaches across it, and the answer has a row for it.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Literal

import pandas as pd

Direction = Literal["höjt", "sänkt", "oförändrat"]

FEWEST_POINTS = 8
"""Unbroken points that a control chart needs; the limits of fewer move too much to judge by."""
FEWEST_YEARS = 2
"""Values of every season that a seasonal control chart needs."""
FEWEST_SCORES = 5
"""Earlier changes that tell how much a series usually moves."""
_BEYOND = 3
"""The change_score that chance seldom passes."""
_LIMIT_WIDTH = 3 / 1.128
"""Three standard deviations, of which a mean moving range of two is 1.128 (d₂ for n = 2)."""
_Z_95 = NormalDist().inv_cdf(0.975)


def direction(before: float, now: float) -> Direction:
    """Which way a value went between two measurements."""
    if now == before:
        return "oförändrat"
    return "höjt" if now > before else "sänkt"


def percent_change(before: float, now: float, smallest_base: float) -> float | None:
    """Relative change in percent, 100·(now − before)/before; None on a base of 0 or under
    `smallest_base`, where one more or less would be a large percentage."""
    return None if before == 0 or before < smallest_base else 100 * (now - before) / before


# Rates


def mean_population(before: float, at_end: float) -> float:
    """Mean population of a year, in persons, from that of 31 December the year before and of the
    year itself.

    Source: Brå's rates per 100 000; the published ones come out (tests/test_published.py).
    """
    return (before + at_end) / 2


def per_100k(count: float, population: float) -> float | None:
    """Count per 100 000 inhabitants, 100 000·count/population; None where nobody lives."""
    return None if population == 0 else 100_000 * count / population


# Change against chance


def change_score(before: float, now: float) -> float:
    """How far two counts of equally long periods are apart, 2(√now − √before).

    The square root gives a Poisson count the standard deviation ½ whatever its mean, so chance
    alone gives this difference the standard deviation √2. Source: Anscombe 1948, "The
    transformation of Poisson, binomial and negative-binomial data"; for crime counts Wheeler 2016,
    "Tables and graphs for monitoring temporal crime trends".
    """
    return 2 * (math.sqrt(now) - math.sqrt(before))


def is_beyond_chance(before: float, now: float, dispersion: float) -> bool:
    """Whether two counts of a series differ more than they do anyway, |change_score| > 3 ·
    dispersion.

    Where chance alone moves them, it passes the limit in 3 or 4 cases of 100 where ten or more are
    expected, oftener under that.
    """
    return abs(change_score(before, now)) > _BEYOND * dispersion


def dispersion(scores: Sequence[float]) -> float:
    """How many times more than by chance a series of counts usually moves, from its earlier change
    scores: their root mean square against √2, never under 1; 1 where there are fewer than
    FEWEST_SCORES.

    Large counts move more than a Poisson count would, since reports don't come independently.
    Source: the quasi-Poisson dispersion of McCullagh and Nelder, "Generalized Linear Models", on
    the scale of change_score.
    """
    if len(scores) < FEWEST_SCORES:
        return 1.0
    return max(1.0, math.sqrt(sum(score**2 for score in scores) / len(scores) / 2))


def change_interval(
    before: float, now: float, error_before: float | None, error_now: float | None
) -> tuple[float, float] | None:
    """95 % confidence interval (low, high) of now − before, in their unit; None where a standard
    error is unknown.

    (now − before) ± 1.96·√(error_before² + error_now²), the normal interval of two independent
    estimates.
    """
    if error_before is None or error_now is None:
        return None
    margin = _Z_95 * math.hypot(error_before, error_now)
    return now - before - margin, now - before + margin


def holds_zero(interval: tuple[float, float]) -> bool:
    """Whether no change is within an interval (low, high) of a difference."""
    return interval[0] <= 0 <= interval[1]


def margin_of_error(share: float, answers: int) -> float | None:
    """95 % margin of error, in percentage points, of a share in percent of the answers; None
    without answers.

    1.96·√(share·(100 − share)/answers), Wald's interval; of 0 or 100 percent it knows nothing and
    is 0.
    """
    return None if answers == 0 else _Z_95 * math.sqrt(share * (100 - share) / answers)


# Series


def index_100(values: pd.Series, base: pd.Period) -> pd.Series:
    """The series as an index, 100·value/value of the base period; all NaN where the base is missing
    or 0."""
    whole = _unbroken(values)
    return 100 * whole / (whole.get(base) or math.nan)


def sum_of_four_quarters(values: pd.Series) -> pd.Series:
    """The sum of each quarter and the three before it; NaN where any of the four is missing."""
    return _unbroken(values).rolling(4).sum()


def control_chart(values: pd.Series, until: pd.Period | None = None) -> pd.DataFrame | None:
    """Individuals control chart (XmR), one row per period: value, centre, low (not under 0), high,
    outside (bool).

    Centre and limits come from the periods up to `until`, all of them by default: mean ± 3/1.128
    (2.66) times the mean moving range. None where there are fewer than seven moving ranges, which
    FEWEST_POINTS unbroken points give. Source: Montgomery and Runger, "Applied Statistics and
    Probability for Engineers", 16-6; Wheeler, "Understanding Variation".
    """
    whole = _unbroken(values)
    baseline = whole[:until]
    ranges = baseline.diff().abs().dropna()
    if len(ranges) < FEWEST_POINTS - 1:
        return None
    centre, width = baseline.mean(), _LIMIT_WIDTH * ranges.mean()
    chart = pd.DataFrame(
        {"value": whole, "centre": centre, "low": max(0.0, centre - width), "high": centre + width}
    )
    return _judged(chart)


def seasonal_control_chart(
    values: pd.Series, until: pd.Period | None = None
) -> pd.DataFrame | None:
    """The same chart for quarters or months with seasons: centre and limits move with the season.

    Each value is divided by the season's index (the season's mean against the mean of all seasons,
    up to `until`), the limits are those of the quotients, times the index again. None under
    FEWEST_YEARS values of every season, or for a season whose mean is 0. Source: Wheeler,
    "Understanding Variation", on seasonal data; the index as in Chase, Jacobs and Aquilano,
    "Operations and Supply Chain Management", exhibit 18.10.
    """
    whole = _unbroken(values)
    season = _periods(whole).month
    by_season = whole[:until].groupby(season[: len(whole[:until])])
    means = by_season.mean()
    if by_season.count().min() < FEWEST_YEARS or means.min() == 0:
        return None
    index = pd.Series(season, whole.index).map(means / means.mean())
    chart = control_chart(whole / index, until)
    return (
        None
        if chart is None
        else _judged(chart[["centre", "low", "high"]].mul(index, axis=0).assign(value=whole))
    )


def _judged(chart: pd.DataFrame) -> pd.DataFrame:
    outside = (chart["value"] < chart["low"]) | (chart["value"] > chart["high"])
    return chart[["value", "centre", "low", "high"]].assign(outside=outside)


def _unbroken(values: pd.Series) -> pd.Series:
    """The series in order of time with a row for every period, NaN where there is none."""
    if values.empty:
        return values.astype(float)
    index = _periods(values)
    return values.astype(float).reindex(pd.period_range(index.min(), index.max(), freq=index.freq))


def _periods(values: pd.Series) -> pd.PeriodIndex:
    return pd.PeriodIndex(values.index)
