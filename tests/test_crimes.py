"""Reported crimes: published figures, and months added up."""

import pytest

from lagesbild_data.answers.crimes import reported
from lagesbild_data.public.reader import STEWARD, Reader, opened_for

COLUMNS = ["omrade_id", "ar", "kvartal", "antal", "preliminar", "kalla_id"]


def records(frame) -> list[tuple]:
    return list(
        frame[COLUMNS]
        .astype(object)
        .where(frame[COLUMNS].notna(), None)
        .itertuples(index=False, name=None)
    )


@pytest.fixture
def counted(litet):
    """What is known of a crime type in one area of the tiny store, as it is now."""

    def counted(brottstyp_id: str, omrade_id: str) -> list[tuple]:
        frame = reported.counts(opened_for(Reader(STEWARD), litet))
        wanted = (frame["omrade_id"] == omrade_id) & (frame["brottstyp_id"] == brottstyp_id)
        return [row[1:] for row in records(frame[wanted])]

    return counted


def months(
    year: int, numbers: range, kalla_id: str = "statistik", omrade_id: str = "norrby"
) -> str:
    """Lines of brott_per_manad where each month has ten times its number of crimes."""
    return "".join(
        f"{omrade_id},{year},{month},samtliga,{10 * month},nej,{kalla_id}\n" for month in numbers
    )


def test_published_figures_stand_as_they_are(store):
    frame = reported.counts(store)
    frame = frame[frame["brottstyp_id"] == "samtliga"]
    assert records(frame)[:3] == [
        ("exempelstad", 2022, None, 900, False, "statistik"),
        ("exempelstad", 2023, None, 990, False, "statistik"),
        ("exempelstad", 2023, 1, 250, False, "statistik"),
    ]
    assert records(frame)[7:] == [
        ("exempelstad", 2024, 2, 220, True, "statistik"),
        ("riket", 2023, None, 1_500_000, False, "statistik"),
    ]
    first, last_quarter = frame.iloc[0], frame.iloc[7]
    assert (first["per_100k"], first["tidsseriebrott"], last_quarter["anmarkning"]) == (
        9091,
        True,
        "Kan ändras.",
    )


def test_quarter_with_a_month_missing_is_a_gap(counted):
    assert counted("samtliga", "norrby") == []


def test_complete_quarters_are_summed_and_preliminary_when_a_month_is(counted, add):
    add("brott_per_manad", months(2024, range(3, 7)))
    assert counted("samtliga", "norrby") == [
        (2024, 1, 12 + 9 + 30, True, "statistik"),
        (2024, 2, 40 + 50 + 60, False, "statistik"),
    ]
    assert counted("stold", "norrby") == []


def test_complete_year_is_summed(counted, add):
    add("brott_per_manad", months(2023, range(1, 13)))
    assert counted("samtliga", "norrby") == [
        (2023, None, 780, False, "statistik"),
        (2023, 1, 60, False, "statistik"),
        (2023, 2, 150, False, "statistik"),
        (2023, 3, 240, False, "statistik"),
        (2023, 4, 330, False, "statistik"),
    ]


def test_sum_names_each_of_its_sources_once(counted, add):
    add("brott_per_manad", months(2024, range(3, 4), "analys") + months(2024, range(4, 7)))
    [(*_, is_preliminary, first), (*_, second)] = counted("samtliga", "norrby")
    assert sorted(first.split("\n")) == ["analys", "statistik"]
    assert is_preliminary
    assert second == "statistik"


def test_published_figure_goes_before_the_sum(counted, add):
    add("brott_per_manad", months(2024, range(1, 13), omrade_id="exempelstad"))
    assert [row for row in counted("samtliga", "exempelstad") if row[0] == 2024] == [
        (2024, None, 780, False, "statistik"),
        (2024, 1, 260, False, "statistik"),
        (2024, 2, 220, True, "statistik"),
        (2024, 3, 240, False, "statistik"),
        (2024, 4, 330, False, "statistik"),
    ]


def test_month_without_crimes_is_known(counted, add):
    add("brott_per_manad", "norrby,2024,3,stold,0,nej,statistik\n")
    assert counted("stold", "norrby") == [(2024, 1, 4, True, "statistik")]


def test_types_are_told_apart(counted, add):
    add("brott_per_manad", months(2024, range(3, 4)) + "norrby,2024,3,stold,2,nej,statistik\n")
    assert counted("samtliga", "norrby") == [(2024, 1, 12 + 9 + 30, True, "statistik")]
    assert counted("stold", "norrby") == [(2024, 1, 4 + 0 + 2, True, "statistik")]
    assert counted("cykelstold", "norrby") == []


def test_nothing_known_gives_no_rows(litet):
    for table in ("anmalda_brott", "brott_per_manad"):
        (litet / f"{table}.csv").unlink()
    frame = reported.counts(opened_for(Reader(STEWARD), litet))
    assert frame.empty
    assert {*COLUMNS, "brottstyp_id"} <= set(frame.columns)
