"""Arithmetic by hand."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from lagesbild_data.words import measures


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        (1.42, 1.27, "sänkt"),
        (1.27, 1.42, "höjt"),
        (2, 2.0, "oförändrat"),
        (0, 0, "oförändrat"),
        (-1, 0, "höjt"),
    ],
)
def test_direction(before, now, direction):
    assert measures.direction(before, now) == direction


@pytest.mark.parametrize(
    ("before", "now", "change"), [(900, 990, 10), (200, 150, -25), (25, 25, 0), (20, 0, -100)]
)
def test_percent_change(before, now, change):
    assert measures.percent_change(before, now, 20) == pytest.approx(change)


@pytest.mark.parametrize("now", [0, 5])
def test_nothing_to_divide_by_gives_no_percent(now):
    assert measures.percent_change(0, now, 0) is None


@pytest.mark.parametrize(
    ("before", "smallest_base", "change"), [(19, 20, None), (20, 20, 50), (19, 19, 50), (4, 0, 50)]
)
def test_small_base_gives_no_percent(before, smallest_base, change):
    assert measures.percent_change(before, 1.5 * before, smallest_base) == change


def test_mean_population_is_between_two_new_years():
    assert measures.mean_population(147_654, 148_152) == 147_903


def test_rate_is_per_100_000():
    assert measures.per_100k(14_468, 147_903) == pytest.approx(9782.09, abs=0.005)
    assert measures.per_100k(3, 0) is None


@pytest.mark.parametrize(
    ("before", "now", "score"), [(16, 25, 2), (25, 16, -2), (0, 9, 6), (100, 144, 4), (7, 7, 0)]
)
def test_change_score(before, now, score):
    assert measures.change_score(before, now) == score


@pytest.mark.parametrize(
    ("before", "now", "dispersion", "beyond"),
    [
        (16, 25, 1, False),
        (100, 132, 1, False),
        (100, 133, 1, True),
        (133, 100, 1, True),
        (16, 25, 0.6, True),
        (100, 133, 1.1, False),
        (4, 12.25, 1, False),
    ],
)
def test_change_beyond_chance(before, now, dispersion, beyond):
    assert measures.is_beyond_chance(before, now, dispersion) is beyond


COUNTS = [*range(10, 80, 5), 100, 120, 150, 200, 300, 1000, 1070, 1100, 1150]


@pytest.mark.parametrize("method", ["exact-cond", "score", "etest-score"])
@pytest.mark.filterwarnings("ignore")
def test_verdict_on_chance_agrees_with_other_tests_of_two_poisson_means(method):
    """The limit 3 is the level 2·Φ(−3/√2) = 3.4 %; they may disagree only where the other p-value
    is 2.5–5.5 %."""
    level = 2 * stats.norm.sf(3 / math.sqrt(2))
    assert level == pytest.approx(0.034, abs=0.0005)
    for before in COUNTS:
        for now in COUNTS:
            p = poisson_test(now, 1, before, 1, method=method).pvalue
            if not 0.025 < p < 0.055:
                assert measures.is_beyond_chance(before, now, 1) == (p < level), (before, now, p)


@pytest.mark.parametrize("mean", [10, 20, 50, 200])
def test_chance_alone_is_called_a_change_in_3_to_4_cases_of_100(mean):
    counts = range(int(mean + 10 * math.sqrt(mean)))
    chance = stats.poisson.pmf(counts, mean)
    share = sum(
        chance[before] * chance[now]
        for before in counts
        for now in counts
        if measures.is_beyond_chance(before, now, 1)
    )
    assert 0.03 < share < 0.04


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_change_score_turns_with_time_and_tells_the_direction(before, now):
    score = measures.change_score(before, now)
    assert measures.change_score(now, before) == -score
    assert measures.direction(before, now) == measures.direction(0, score)


def test_interval_for_a_change_is_the_normal_one():
    """1.42 ± 0.06 and 1.27 ± 0.08 have a difference with the standard error 0.1."""
    low, high = stats.norm.interval(0.95, loc=-0.15, scale=0.1)
    assert measures.change_interval(1.42, 1.27, 0.06, 0.08) == pytest.approx((low, high))
    assert (low, high) == pytest.approx((-0.346, 0.046), abs=0.0005)


@pytest.mark.parametrize("errors", [(None, 0.1), (0.1, None), (None, None)])
def test_no_interval_without_both_standard_errors(errors):
    assert measures.change_interval(1.42, 1.27, *errors) is None


@pytest.mark.parametrize(("answers", "margin"), [(170, 7.5), (190, 7.1), (1067, 3.0)])
def test_margin_of_error_of_a_half(answers, margin):
    assert measures.margin_of_error(50, answers) == pytest.approx(margin, abs=0.05)


@pytest.mark.parametrize(
    ("count", "answers"), [(18, 180), (36, 180), (90, 180), (170, 180), (400, 1000)]
)
def test_margin_of_error_is_walds(count, answers):
    low, high = proportion_confint(count, answers, method="normal")
    assert measures.margin_of_error(100 * count / answers, answers) == pytest.approx(
        50 * (high - low), abs=0.001
    )


def test_no_margin_of_error_without_answers():
    assert measures.margin_of_error(50, 0) is None


def quarters(*values: float, first: str = "2023Q1") -> pd.Series:
    return pd.Series(values, pd.period_range(first, periods=len(values), freq="Q"))


def without(series: pd.Series, *periods: str) -> pd.Series:
    """The series without the rows of some periods."""
    return series.drop(pd.PeriodIndex(periods, freq=series.index.freq))


def shown(series: pd.Series) -> list[float | None]:
    """The values in order, None for NaN."""
    return [None if math.isnan(value) else value for value in series]


def test_index_is_100_in_the_base_period():
    assert shown(measures.index_100(quarters(50, math.nan, 75, 25), pd.Period("2023Q1"))) == [
        100,
        None,
        150,
        50,
    ]


@pytest.mark.parametrize("base", ["2023Q1", "2023Q2", "2022Q4"])
def test_no_index_on_a_base_that_is_missing_or_0(base):
    index = measures.index_100(quarters(0, math.nan, 3), pd.Period(base))
    assert shown(index) == [None, None, None]


def test_four_quarters_are_added_up():
    sums = measures.sum_of_four_quarters(quarters(1, 2, 3, 4, 50))
    assert shown(sums) == [None, None, None, 10, 59]


def test_no_sum_where_one_of_four_quarters_is_missing():
    series = quarters(1, 2, 3, 4, 5, 6, 7)
    assert shown(measures.sum_of_four_quarters(without(series, "2023Q3"))) == [None] * 6 + [22]


# Montgomery and Runger, "Applied Statistics and Probability for Engineers", table 16-3
CONCENTRATION = (
    102.0,
    94.8,
    98.3,
    98.4,
    102.0,
    98.5,
    99.0,
    97.7,
    100.0,
    98.1,
    101.3,
    98.7,
    101.1,
    98.4,
    97.0,
    96.7,
    100.3,
    101.4,
    97.2,
    101.0,
)


def test_control_chart_is_the_published_one():
    chart = measures.control_chart(quarters(*CONCENTRATION))
    assert chart["value"].to_list() == list(CONCENTRATION)
    assert chart["centre"].unique() == pytest.approx([99.1], abs=0.05)
    assert chart["low"].unique() == pytest.approx([92.21], abs=0.05)
    assert chart["high"].unique() == pytest.approx([105.99], abs=0.05)
    assert not chart["outside"].any()


def test_control_chart_marks_what_is_outside_the_limits_of_the_baseline():
    series = quarters(10, 12, 10, 12, 10, 12, 10, 12, 18, 3, 16)
    chart = measures.control_chart(series, until=pd.Period("2024Q4"))
    assert chart.iloc[0][["centre", "low", "high"]].to_list() == pytest.approx(
        [11, 11 - 6 / 1.128, 11 + 6 / 1.128]
    )
    assert chart.index[chart["outside"]].astype(str).to_list() == ["2025Q1", "2025Q2"]


def test_control_chart_reaches_not_under_0():
    assert measures.control_chart(quarters(*[0, 9] * 4))["low"].unique() == [0]


@pytest.mark.parametrize("as_row", [True, False])
def test_moving_range_is_not_taken_across_a_gap(as_row):
    series = quarters(10, 12, 10, 12, math.nan, 90, 92, 90, 92, 90)
    chart = measures.control_chart(series if as_row else series.dropna())
    assert chart["high"].iloc[0] == pytest.approx(series.mean() + 2 * 3 / 1.128)
    assert math.isnan(chart["value"].iloc[4])
    assert not chart["outside"].iloc[4]


@pytest.mark.parametrize(
    "values", [(), (5,) * 7, (5, 5, 5, 5, math.nan, 5, 5, 5, 5), (math.nan,) * 8]
)
def test_no_control_chart_on_fewer_than_seven_moving_ranges(values):
    assert measures.control_chart(quarters(*values)) is None


def test_no_control_chart_when_the_baseline_is_too_short():
    assert measures.control_chart(quarters(*CONCENTRATION), until=pd.Period("2024Q3")) is None


@given(st.lists(st.integers(0, 500), min_size=8, max_size=30), st.integers(1, 9))
def test_control_chart_follows_the_unit(values, factor):
    chart, larger = (
        measures.control_chart(quarters(*(scale * v for v in values))) for scale in (1, factor)
    )
    for column in ("centre", "low", "high"):
        assert larger[column].to_list() == pytest.approx((factor * chart[column]).to_list())


# Chase, Jacobs and Aquilano, "Operations and Supply Chain Management", exhibit 18.10: demand, and
# without seasons
DEMAND = (600, 1550, 1500, 1500, 2400, 3100, 2600, 2900, 3800, 4500, 4000, 4900)
ADJUSTED = (
    735.7,
    1412.4,
    1544.0,
    1344.8,
    2942.6,
    2824.7,
    2676.2,
    2599.9,
    4659.2,
    4100.4,
    4117.3,
    4392.9,
)


def test_seasonal_control_chart_has_the_published_seasons():
    chart = measures.seasonal_control_chart(quarters(*DEMAND))
    seasons = chart["centre"].iloc[:4] / (sum(DEMAND) / 12)
    assert seasons.to_list() == pytest.approx([0.82, 1.10, 0.97, 1.12], abs=0.006)
    width = 3 / 1.128 * sum(abs(b - a) for a, b in pairwise(ADJUSTED)) / 11
    assert (chart["high"] - chart["centre"]).iloc[:4].to_list() == pytest.approx(
        (width * seasons).to_list(), rel=1e-4
    )
    assert chart["value"].to_list() == list(DEMAND)


def test_seasonal_control_chart_expects_the_season():
    series = quarters(*[100, 200, 100, 200] * 2, 100, 200, 200, 200)
    chart = measures.seasonal_control_chart(series, until=pd.Period("2024Q4"))
    assert chart["centre"].to_list() == pytest.approx([100, 200] * 6)
    assert chart.index[chart["outside"]].astype(str).to_list() == ["2025Q3"]


@pytest.mark.parametrize(
    "values",
    [(), (5,) * 7, (*(5,) * 7, math.nan, 5, 5, 5), (0, 5, 5, 5) * 4],
)
def test_no_seasonal_control_chart_without_two_values_of_every_season(values):
    assert measures.seasonal_control_chart(quarters(*values)) is None


@given(st.lists(st.integers(0, 500), min_size=8, max_size=24))
def test_seasonal_limits_hold_the_centre_and_average_the_baseline(values):
    chart = measures.seasonal_control_chart(quarters(*values))
    assume(chart is not None)
    assert (
        (chart["low"] >= 0) & (chart["low"] <= chart["centre"]) & (chart["centre"] <= chart["high"])
    ).all()
    seasons = chart["centre"] / chart["centre"].iloc[:4].mean()
    assert chart["centre"].iloc[:4].mean() == pytest.approx((chart["value"] / seasons).mean())


def test_dispersion_is_how_much_more_than_chance_a_series_moves():
    assert measures.dispersion([2, -2, 2, -2, 2]) == pytest.approx(2**0.5)
    assert measures.dispersion([0.1] * 9) == 1
    assert measures.dispersion([100] * 4) == 1


def test_dispersion_of_independent_counts_is_about_one():
    chance = np.random.default_rng(1)
    counts = chance.poisson(400, 2001)
    scores = [measures.change_score(*pair) for pair in pairwise(counts)]
    assert measures.dispersion(scores) == pytest.approx(1, abs=0.1)
    fitted = sm.GLM(counts, np.ones(len(counts)), sm.families.Poisson()).fit(scale="X2")
    assert measures.dispersion([3 * score for score in scores]) == pytest.approx(
        3 * fitted.scale**0.5, rel=0.1
    )
