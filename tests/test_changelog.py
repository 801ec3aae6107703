"""The change log in words: names instead of ids, both values, and no small number."""

import json

import pytest

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public.reader import Reader, as_seen_by, opened_for
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store


@pytest.fixture
def told(litet, tmp_path):
    """The log in words, newest first, after these entries."""

    def told(*entries: dict) -> list[tuple]:
        build(litet, tmp_path / "data.sqlite")
        store = open_store(tmp_path / "data.sqlite")
        with editing.alone(store) as connection:
            for entry in entries:
                connection.execute(editing.SQL_TABLES["andringslogg"].insert(), entry)
        return list(changelog.log(as_seen_by(Reader(), store)).itertuples(index=False, name=None))

    return told


def crime(area: str, before: int, after: int, table: str = "anmalda_brott") -> dict:
    key = {"omrade_id": area, "ar": 2023, "kvartal": None, "brottstyp_id": "stold"}
    row = key | {"kalla_id": "statistik", "preliminar": True}
    return editing.log_entry(table, key, row | {"antal": before}, row | {"antal": after}, "Anna")


def test_change_is_told_with_names_and_both_values(told):
    when, who, what, change = told(crime("exempelstad", 400, 410))[0]
    assert (who, what, change) == (
        "Anna",
        "Anmälda brott: Exempelstad, 2023, Stöld",
        "Antal: 400 → 410",
    )
    assert " kl. " in when


@pytest.mark.parametrize(
    ("area", "table"),
    [
        ("norrby", "anmalda_brott"),
        ("norrby", "brott_per_manad"),
        ("exempelstad", "brott_per_manad"),
    ],
)
def test_counts_that_could_give_small_ones_away_are_not_told(told, area, table):
    [(*_, change), *_] = told(crime(area, 31, 37, table))
    assert change == "Antalet visas inte, för det kan röja små antal."


def test_raw_log_has_no_such_counts_either(litet, tmp_path):
    entries = [
        crime("norrby", 31, 37),
        crime("exempelstad", 400, 410),
        crime("norrby", 1, 2) | {"nyckel": "[1"},
    ]
    build(litet, tmp_path / "data.sqlite")
    with editing.alone(open_store(tmp_path / "data.sqlite")) as connection:
        connection.execute(editing.SQL_TABLES["andringslogg"].insert(), entries)
    seen = opened_for(Reader(), tmp_path / "data.sqlite")
    frame = seen.frame(editing.sa.select(editing.SQL_TABLES["andringslogg"])).iloc[-3:]
    assert frame["fore"].isna().tolist() == frame["efter"].isna().tolist() == [True, False, True]
    assert "410" in frame["efter"].iloc[1]


def test_import_is_told_by_its_counts(told):
    entry = editing.log_entry(
        "inläsning", {"fil": "a.csv"}, None, {"folkmangd": {"nya": 1200, "ändrade": 0}}, "Bo"
    )
    [(_, who, what, change), *_] = told(entry)
    assert (who, what, change) == ("Bo", "Inläsning av a.csv", "Folkmängd: 1\u00a0200 nya")


def test_log_that_says_something_else_is_told_as_far_as_it_goes(told):
    entry = editing.log_entry(
        "uppfoljningar", {"aktivitet_id": "a-patrull"}, None, {"status": "pågår"}, "Bo"
    )
    entry |= {"nyckel": "[1", "fore": json.dumps([1])}
    [(_, who, what, _), *_] = told(entry)
    assert (who, what) == ("Bo", "Uppföljningar: ")


def test_choice_of_a_name_and_numbers_are_told_in_words(told):
    key = {"tabell": "omraden", "namn": "norrby södra"}
    rows = [key | {"vald_id": own_id} for own_id in ("norrby", None)]
    lines = told(
        editing.log_entry("namnval", key, None, rows[0], "Anna"),
        editing.log_entry("namnval", key, *rows, "Anna"),
        crime("exempelstad", 14_468, 14_500),
        editing.log_entry(
            "inläsning", {"fil": "x.csv"}, None, {"folkmangd": {"nya": 1, "ändrade": 2}}, "Anna"
        ),
    )
    assert [(what, change) for _, _, what, change in lines[:4]] == [
        ("Inläsning av x.csv", "Folkmängd: 1 ny, 2 ändrade"),
        ("Anmälda brott: Exempelstad, 2023, Stöld", "Antal: 14\u00a0468 → 14\u00a0500"),
        ("Namn i andras filer: norrby södra", "Betyder: Norrby → lämnas utanför"),
        ("Namn i andras filer: norrby södra", "Betyder: – → Norrby"),
    ]


def test_period_in_a_key_says_what_it_is():
    key = {"omrade_id": "a", "ar": 2023, "manad": 4, "brottstyp_id": "b"}
    assert changelog.key_in_words(BY_NAME["brott_per_manad"], key, {}) == "a, 2023, månad 4, b"
