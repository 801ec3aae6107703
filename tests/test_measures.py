"""Arithmetic by hand."""

import pytest

from lagesbild_data import measures


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [(1.42, 1.27, "sänkt"), (1.27, 1.42, "höjt"), (2, 2.0, "oförändrat"), (0, 0, "oförändrat"), (-1, 0, "höjt")],
)
def test_direction(before, now, direction):
    assert measures.direction(before, now) == direction


@pytest.mark.parametrize(("before", "now", "change"), [(900, 990, 10), (200, 150, -25), (5, 5, 0), (4, 0, -100)])
def test_percent_change(before, now, change):
    assert measures.percent_change(before, now) == pytest.approx(change)


@pytest.mark.parametrize("now", [0, 5])
def test_nothing_to_divide_by_gives_no_percent(now):
    assert measures.percent_change(0, now) is None


@pytest.mark.parametrize(
    ("direction", "better", "verdict"),
    [("sänkt", "lägre", "bättre"), ("höjt", "lägre", "sämre"), ("sänkt", "högre", "sämre"),
     ("höjt", "högre", "bättre"), ("oförändrat", "lägre", "oförändrat"), (None, "lägre", ""), ("höjt", None, "")],
)  # fmt: skip
def test_verdict(direction, better, verdict):
    assert measures.verdict(direction, better) == verdict
