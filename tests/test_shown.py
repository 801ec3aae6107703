"""What may be shown of reported crimes: types, and every count that isn't hidden."""

import pytest

from lagesbild_data import queries, shown
from lagesbild_data.filter import Filter
from lagesbild_data.store import PUBLISHED, open_store


def rows_of(store, table):
    """The rows of a table as they may be shown with the threshold 5."""
    rows = queries.chosen_rows(store, table, Filter())
    return shown.shown_rows(store, table, rows, shown.shown_counts(store, 5))


def version_of(location):
    """The version of what is shown with the threshold 5."""
    store = open_store(location)
    return shown.version(store, shown.shown_counts(store, 5))


def test_types_stand_under_what_they_are_part_of():
    kinds = shown.types(open_store(PUBLISHED))
    assert [(found.name, found.depth) for found in kinds][:2] == [
        ("Samtliga brott", 0), ("Brott mot person (BrB 3–7 kap.)", 1)
    ]  # fmt: skip
    burglary = next(found for found in kinds if found.brottstyp_id == "bostadsinbrott")
    assert (burglary.depth, burglary.label) == (2, "Bostadsinbrott (etiketten är inte kontrollerad)")


def test_types_come_in_swedish_order_under_the_nearest_that_has_counts(litet, add):
    names = {"arga": "Ärgra", "angra": "Ängra", "zon": "Zon", "abc": "Abc"}
    overs = {"arga": "cykelstold", "angra": "cykelstold", "zon": "samtliga", "abc": ""}
    for brottstyp_id, name in names.items():
        add("brottstyper", f"{brottstyp_id},{name},{overs[brottstyp_id]},ja,\n")
        add("anmalda_brott", f"exempelstad,2023,,{brottstyp_id},50,nej,,,statistik,\n")
    kinds = [(kind.name, kind.depth) for kind in shown.types(open_store(litet))]
    assert kinds == [("Samtliga brott", 0), ("Stöld", 1), ("Ängra", 2), ("Ärgra", 2), ("Zon", 1), ("Abc", 0)]


def test_rows_of_the_tables_hide_the_same_and_every_month_of_an_area(local):
    rows = rows_of(local, "anmalda_brott")
    quarters = rows[(rows["omrade_id"] == "akern") & rows["kvartal"].notna()]
    assert len(quarters) == 4
    assert quarters["antal"].isna().all()
    assert rows[rows["omrade_id"] == "exempelstad"]["antal"].notna().all()
    months = rows_of(local, "brott_per_manad")
    assert len(months)
    assert months["antal"].isna().all()


@pytest.mark.parametrize("kommunkod", ["", "1234"])
def test_counts_of_an_area_in_no_known_kommun_are_refused(local, put, faults, kommunkod):
    put("omraden", 6, "kommunkod", kommunkod)
    told = faults()
    assert len(told) == 5
    assert told[0].startswith("anmalda_brott.csv rad ")
    assert told[0].endswith(': "akern" har en kommunkod som ingen kommun i omraden har')


@pytest.fixture
def counted_twice(add):
    """Published quarters of Exempelstad, two of which are the sum of their months, and months of the year before."""
    for year in (2022, 2023):
        for month in range(1, 13):
            add("brott_per_manad", f"exempelstad,{year},{month},samtliga,80,nej,statistik\n")


def test_months_of_the_kommun_give_no_second_count_of_a_published_quarter(counted_twice, local):
    months = rows_of(local, "brott_per_manad")
    of_kommun = months[months["omrade_id"] == "exempelstad"].set_index(["ar", "manad"])["antal"]
    assert of_kommun.loc[2023].isna().tolist() == [True, True, True, False, False, False] * 2
    assert of_kommun.loc[2022].tolist() == [80] * 12


def test_months_that_are_more_than_their_published_quarter_are_hidden_too(add, local):
    for month in (1, 2, 3):
        add("brott_per_manad", f"exempelstad,2023,{month},samtliga,900,nej,statistik\n")
    months = rows_of(open_store(local.location.path), "brott_per_manad")
    of_kommun = months[(months["omrade_id"] == "exempelstad") & (months["ar"] == 2023) & (months["manad"] < 4)]
    assert len(of_kommun) == 3
    assert of_kommun["antal"].isna().all()


def test_months_of_a_kommun_with_nothing_hidden_are_shown(counted_twice, store):
    months = rows_of(store, "brott_per_manad")
    assert months[months["omrade_id"] == "exempelstad"]["antal"].tolist() == [80] * 24


def test_version_tells_what_is_shown_and_nothing_of_what_is_hidden(litet, put, add):
    add("anmalda_brott", "norrby,2023,,stold,3,nej,,,statistik,\n")
    versions = {}
    for count in ("3", "2", "0", "60", "61"):
        put("anmalda_brott", 12, "antal", count)
        versions[count] = version_of(litet)
    assert versions["3"] == versions["2"] == versions["0"]
    assert len({versions[count] for count in ("3", "60", "61")}) == 3
    assert len(versions["3"]) == 12
    assert int(versions["3"], 16) >= 0


def test_version_of_a_store_without_areas_is_that_of_all_its_rows(litet):
    assert version_of(PUBLISHED) == open_store(PUBLISHED).version
    assert version_of(litet) != open_store(litet).version


def test_log_of_counts_does_not_leave_the_app(litet, add):
    add("andringslogg", '9,2024-01-01T10:00:00,Anna,anmalda_brott,"{""omrade_id"": ""akern""}",,"{""antal"": 1}",\n')
    store = open_store(litet)
    log = shown.shown_tables(store, shown.shown_counts(store, 5))["andringslogg"]
    assert "anmalda_brott" not in set(log["tabell"])
    assert len(log) < len(queries.chosen_rows(store, "andringslogg", Filter()))


def test_rate_of_a_hidden_count_is_hidden_too(add, local):
    add("anmalda_brott", "akern,2023,,stold,3,nej,31,,statistik,\n")
    store = open_store(local.location.path)
    assert 31 in set(queries.chosen_rows(store, "anmalda_brott", Filter())["per_100k"])
    assert 31 not in set(rows_of(store, "anmalda_brott")["per_100k"])
