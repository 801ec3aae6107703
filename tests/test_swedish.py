"""Numbers, dates, lists and sorting in Swedish."""

import datetime as dt

import pytest

from lagesbild_data.words import swedish


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (12715, 0, "12\u00a0715"),
        (1234567, 0, "1\u00a0234\u00a0567"),
        (1.27, 2, "1,27"),
        (3.1, 2, "3,10"),
        (48.5, 2, "48,50"),
        (1234.5, 1, "1\u00a0234,5"),
        (2, 1, "2,0"),
        (0.125, 2, "0,13"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (-0.0, 0, "0"),
        (-0.001, 2, "0,00"),
        (-2.5, 0, "-3"),
    ],
)
def test_number(value, decimals, text):
    assert swedish.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.15, 2, "+0,15"),
        (1.27 - 1.42, 2, "−0,15"),
        (0, 0, "±0"),
        (-0.0, 1, "±0,0"),
        (0.004, 2, "±0,00"),
        (-0.004, 2, "±0,00"),
        (-1234, 0, "−1\u00a0234"),
        (10, 1, "+10,0"),
    ],
)
def test_signed(value, decimals, text):
    assert swedish.signed(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (6.0, "6"), (1.5, "1,5"), (0, "0"), (2100, "2100")]
)
def test_plain_number(value, text):
    assert swedish.plain_number(value) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [(dt.date(2024, 5, 28), "28 maj 2024"), (dt.date(2023, 1, 1), "1 januari 2023")],
)
def test_date(date, text):
    assert swedish.date(date) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_enumeration(words, text):
    assert swedish.enumerate_words(iter(words)) == text


def test_enumeration_with_another_joiner():
    assert swedish.enumerate_words(["ja", "nej"], "eller") == "ja eller nej"


def test_years_in_words():
    assert swedish.year_spans([2020, 2023, 2024]) == "2020 och 2023–2024"
    assert swedish.year_spans([]) == ""


def test_swedish_letters_sort_last_and_case_does_not_matter():
    words = ["Öster", "Ängen", "Åkern", "zon", "Berg", "asp", "Zink", "Ével", "evig", "Yta", "Über"]
    expected = [
        "asp",
        "Berg",
        "Ével",
        "evig",
        "Über",
        "Yta",
        "Zink",
        "zon",
        "Åkern",
        "Ängen",
        "Öster",
    ]
    assert sorted(words, key=swedish.sort_key) == expected


def test_number_of_any_size_is_written_out():
    assert swedish.number(10**30).replace("\u00a0", "") == "1" + "0" * 30
    assert len(swedish.number(1e300, 2).replace("\u00a0", "")) == 304


def test_number_with_its_own_decimals_is_grouped_and_a_year_is_not():
    assert [swedish.counted_number(each) for each in (6.0, 1200.5, 1108)] == [
        "6",
        "1\u00a0200,5",
        "1\u00a0108",
    ]
    assert swedish.year(2024) == "2024"


def test_change_in_percent_has_one_decimal():
    assert (swedish.signed_percent(-5.24), swedish.signed_percent(0)) == ("−5,2 %", "±0,0 %")
