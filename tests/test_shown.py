"""What may be shown of reported crimes: types, and every count that isn't hidden."""

import pytest

from lagesbild_data import shown
from lagesbild_data.filter import Filter
from lagesbild_data.store import PUBLISHED, open_store


def test_types_stand_under_what_they_are_part_of():
    kinds = shown.types(open_store(PUBLISHED))
    assert [(found.name, found.depth) for found in kinds][:2] == [
        ("Samtliga brott", 0), ("Brott mot person (BrB 3–7 kap.)", 1)
    ]  # fmt: skip
    burglary = next(found for found in kinds if found.brottstyp_id == "bostadsinbrott")
    assert (burglary.depth, burglary.label) == (2, "Bostadsinbrott (etiketten är inte kontrollerad)")


def test_rows_of_the_tables_hide_the_same_and_every_month_of_an_area(local):
    rows = shown.shown_rows(local, "anmalda_brott", Filter(), 5)
    quarters = rows[(rows["omrade_id"] == "akern") & rows["kvartal"].notna()]
    assert len(quarters) == 4
    assert quarters["antal"].isna().all()
    assert rows[rows["omrade_id"] == "exempelstad"]["antal"].notna().all()
    months = shown.shown_rows(local, "brott_per_manad", Filter(), 5)
    assert len(months)
    assert months["antal"].isna().all()


@pytest.mark.parametrize("kommunkod", ["", "1234"])
def test_area_of_an_unknown_kommun_is_protected_too(local, litet, put, kommunkod):
    for row in (4, 6):
        put("omraden", row, "kommunkod", kommunkod)
    store = open_store(litet)
    counts = shown.shown_counts(store, 5)
    assert counts[(counts["omrade_id"] == "akern") & counts["kvartal"].notna()]["antal"].isna().all()
    assert counts[counts["omrade_id"] == "exempelstad"]["antal"].notna().all()
    assert shown.shown_rows(store, "brott_per_manad", Filter(), 5)["antal"].isna().all()
