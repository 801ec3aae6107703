"""The filter: its sentence and its conditions say the same."""

import pytest

from lagesbild_data.answers.catalogue import selection
from lagesbild_data.model.filter import Filter

NAMES = {"norrby": "Norrby", "akern": "Åkern", "angen": "Ängen", "exempelstad": "Exempelstad"}


@pytest.mark.parametrize(
    ("filter", "sentence", "rows"),
    [
        (Filter(), "Alla områden · alla år", 6),
        (Filter(("norrby",)), "Norrby · alla år", 2 + 3),
        (Filter((), (2022,)), "Alla områden · 2022", 3),
        (Filter((), (2023, 2021)), "Alla områden · 2021 och 2023", 3),
        (Filter(("akern", "norrby"), (2022,)), "Norrby och Åkern · 2022", 2 + 1),
        (Filter(("angen",)), "Ängen · alla år", 0 + 3),
        (Filter(("norrby",), (1999,)), "Norrby · 1999", 0),
        (
            Filter(("angen", "akern", "norrby", "exempelstad"), (2023, 2022, 2021)),
            "Exempelstad, Norrby, Åkern och Ängen · 2021, 2022 och 2023",
            6,
        ),
    ],
)
def test_sentence_and_rows_agree(store, filter, sentence, rows):
    assert filter.sentence(NAMES) == sentence
    found = selection.chosen_rows(store, "folkmangd", filter)
    assert len(found) == rows
    assert set(found["omrade_id"]) <= {
        *(filter.areas or NAMES),
        "exempelstad",
    }  # the whole kommun always stays
    assert set(found["ar"]) <= set(filter.years or (2021, 2022, 2023))


@pytest.mark.parametrize(("years", "year"), [((), None), ((2022,), 2022), ((2024, 2022), 2024)])
def test_year_is_the_latest_chosen(years, year):
    assert Filter((), years).year == year


def test_text_that_looks_like_sql_is_only_text(store):
    found = selection.chosen_rows(store, "omraden", Filter(("norrby' OR '1'='1",)))
    assert set(found["typ"]) == {"kommun", "riket"}


@pytest.mark.parametrize(("years", "latest"), [((), 2023), ((2022, 2024), 2022), ((2014,), None)])
def test_latest_published_year_is_among_the_chosen(years, latest):
    assert Filter((), years).latest([2023, 2021, 2022]) == latest


def test_nothing_published_has_no_latest_year():
    assert Filter().latest([]) is None
