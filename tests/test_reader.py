"""The door: what a reader sees of a store's tables, and nothing more."""

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from test_disclosure import Auditor

from lagesbild_data.answers.catalogue import package, selection
from lagesbild_data.answers.crimes import reported
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import reader
from lagesbild_data.public.reader import STEWARD, Reader, as_seen_by, opened_for
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.opening import as_stored, open_store


def rows_of(store, table):
    """The rows of a table as they may be shown with the threshold 5."""
    return selection.chosen_rows(as_seen_by(Reader(), store), table, Filter())


def version_of(location):
    """The version of what is shown with the threshold 5."""
    return package.version(opened_for(Reader(), location))


def test_types_stand_under_what_they_are_part_of():
    kinds = reported.types(open_store(PUBLISHED))
    assert [(found.name, found.depth) for found in kinds][:2] == [
        ("Samtliga brott", 0),
        ("Brott mot person (BrB 3–7 kap.)", 1),
    ]
    burglary = next(found for found in kinds if found.brottstyp_id == "bostadsinbrott")
    assert (burglary.depth, burglary.label) == (
        2,
        "Bostadsinbrott (etiketten är inte kontrollerad)",
    )


def test_types_come_in_swedish_order_under_the_nearest_that_has_counts(litet, add):
    names = {"arga": "Ärgra", "angra": "Ängra", "zon": "Zon", "abc": "Abc"}
    overs = {"arga": "cykelstold", "angra": "cykelstold", "zon": "samtliga", "abc": ""}
    for brottstyp_id, name in names.items():
        add("brottstyper", f"{brottstyp_id},{name},{overs[brottstyp_id]},ja,\n")
        add("anmalda_brott", f"exempelstad,2023,,{brottstyp_id},50,nej,,,statistik,\n")
    kinds = [(kind.name, kind.depth) for kind in reported.types(open_store(litet))]
    assert kinds == [
        ("Samtliga brott", 0),
        ("Stöld", 1),
        ("Ängra", 2),
        ("Ärgra", 2),
        ("Zon", 1),
        ("Abc", 0),
    ]


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
    """Published quarters of Exempelstad, two of which are the sum of their months, and months of
    the year before."""
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
    of_kommun = months[
        (months["omrade_id"] == "exempelstad") & (months["ar"] == 2023) & (months["manad"] < 4)
    ]
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


def test_log_of_counts_does_not_tell_them(litet, add):
    add(
        "andringslogg",
        '9,2024-01-01T10:00:00,Anna,anmalda_brott,"{""omrade_id"": ""akern""}",,"{""antal"":'
        ' 1}",\n',
    )
    log = rows_of(open_store(litet), "andringslogg")
    assert log[log["tabell"] == "anmalda_brott"]["efter"].isna().tolist() == [True]


def test_rate_of_a_hidden_count_is_hidden_too(add, local):
    add("anmalda_brott", "akern,2023,,stold,3,nej,31,,statistik,\n")
    store = open_store(local.location.path)
    assert 31 in set(selection.chosen_rows(store, "anmalda_brott", Filter())["per_100k"])
    assert 31 not in set(rows_of(store, "anmalda_brott")["per_100k"])


@pytest.mark.parametrize("areas_are_all", [True, False])
def test_no_hidden_count_follows_from_all_that_the_door_gives(
    local, litet, put, add, areas_are_all
):
    if areas_are_all:  # the kommun's year and its quarters are Norrby and Åkern together
        for row, count in zip((3, 5, 6, 7, 8), (327, 69, 78, 83, 97), strict=True):
            put("anmalda_brott", row, "antal", str(count))
    for month, count in enumerate((3, 3, 3, 30, 20, 10), 1):
        add("brott_per_manad", f"akern,2022,{month},samtliga,{count},nej,statistik\n")

    def counts(reader):
        frame = reported.counts(opened_for(reader, litet))
        rows = frame[
            (frame["ar"] == 2023) & (frame["brottstyp_id"] == "samtliga") & frame["antal"].notna()
        ]
        names = {"exempelstad": "kommun", "norrby": "norrby", "akern": "akern"}
        return {
            (
                names[row.omrade_id],
                row.brottstyp_id,
                None if pd.isna(row.kvartal) else row.kvartal,
            ): row.antal
            for row in rows.itertuples()
            if row.omrade_id in names
        }

    stored, left = counts(Reader(STEWARD)), counts(Reader())
    assert left.items() <= stored.items()
    hidden = set(stored) - set(left)
    assert ("akern", "samtliga", 3) in hidden
    assert Auditor(stored, {"samtliga": None}, set(left)).can_compute(hidden) == set()


def test_every_table_that_is_asked_is_the_readers(local):
    """What no query does by itself is tried here: each table by its name alone."""
    for name in SQL_TABLES:
        assert local.rows(sa.text(f"SELECT count(*) FROM {name}")) == local.rows(
            sa.select(sa.func.count()).select_from(SQL_TABLES[name])
        )
    small = local.rows(
        sa.text("SELECT count(*) FROM anmalda_brott WHERE omrade_id = 'akern' AND antal < 5")
    )
    assert small == [(0,)]


def test_who_writes_in_the_store_writes_in_what_is_stored(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    seen = opened_for(Reader(), tmp_path / "data.sqlite")
    assert as_seen_by(Reader(), seen) is seen
    with pytest.raises(ValueError, match="one role"):
        as_seen_by(Reader(STEWARD), seen)
    with editing.alone(seen) as connection:
        connection.execute(
            sa.text("UPDATE anmalda_brott SET antal = antal + 1 WHERE omrade_id = 'exempelstad'")
        )
    before, after = (
        reported.counts(found, "exempelstad", "samtliga")["antal"]
        for found in (seen, as_seen_by(Reader(), as_stored(seen)))
    )
    assert (after - before).tolist() == [1] * len(before)


def test_what_is_shown_is_not_that_of_other_counts_than_those_it_is_named_by(
    litet, tmp_path, monkeypatch
):
    """Somebody writes between when the counts are named and when they are looked at."""
    build(litet, tmp_path / "data.sqlite")
    full = open_store(tmp_path / "data.sqlite")
    key_of, changes = reader._key, iter(range(3))

    def write():
        with editing.alone(full) as connection:
            connection.execute(sa.text("UPDATE anmalda_brott SET antal = antal + 1"))

    def named(connection):
        key = key_of(connection)
        if next(changes, None) is not None:
            write()
        return key

    write()  # the write-ahead log, by which one reads while another writes

    monkeypatch.setattr(reader, "_key", named)
    seen = as_seen_by(Reader(), full)
    stored = full.rows(
        sa.select(SQL_TABLES["anmalda_brott"].c.antal).where(
            SQL_TABLES["anmalda_brott"].c.omrade_id == "riket"
        )
    )
    shown = seen.rows(
        sa.select(SQL_TABLES["anmalda_brott"].c.antal).where(
            SQL_TABLES["anmalda_brott"].c.omrade_id == "riket"
        )
    )
    assert stored == shown


@pytest.mark.parametrize("file", ["periods.py", "disclosure.py"])
def test_rules_are_part_of_what_the_shown_counts_are_named_by(litet, monkeypatch, file):
    def shown_file():
        attached = opened_for(Reader(), litet).rows(sa.text("PRAGMA database_list"))
        return next(path for _, name, path in attached if name == "visas")

    before, read = shown_file(), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == file))
    assert shown_file() != before
