"""Meeting agendas: kept in a SQLite store or in a file, and never leading out of the app."""

import json

import pytest

from lagesbild_data import agenda
from lagesbild_data.agenda import Point
from lagesbild_data.problems import InvalidStore
from lagesbild_data.store import build, open_store

POINTS = [Point("Läget", "?ar=2023&omrade=Norrby"), Point("Åtgärder", "loften")]


@pytest.fixture
def database(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    return open_store(tmp_path / "data.sqlite")


def faults_of(function, *arguments):
    with pytest.raises(InvalidStore) as caught:
        function(*arguments)
    return [str(problem) for problem in caught.value.problems]


def test_saved_agenda_comes_back_in_order_and_is_replaced(database):
    assert agenda.names(database) == ["SSG"]
    agenda.save(database, " Rådet ", POINTS)
    assert agenda.names(database) == ["Rådet", "SSG"]
    assert agenda.points(database, "Rådet") == POINTS
    agenda.save(database, "Rådet", POINTS[::-1])
    assert agenda.points(database, "Rådet") == POINTS[::-1]
    agenda.save(database, "Rådet", [])
    assert agenda.names(database) == ["SSG"]
    assert agenda.points(database, "okänd") == []


def test_csv_store_can_not_keep_an_agenda(store):
    assert "SQLite" in faults_of(agenda.save, store, "Rådet", POINTS)[0]


def test_file_comes_back_as_it_was():
    assert agenda.from_file("a.json", agenda.to_file("Rådet", POINTS)) == ("Rådet", POINTS)


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "//example.org", "javascript:alert(1)", "brott?x=<b>", "a/b", "brott?\n", "brott?\\x", ""],
)
def test_address_out_of_the_app_is_refused(database, address):
    assert "är inte en sida här" in faults_of(agenda.save, database, "Rådet", [Point("Ut", address)])[0]
    assert agenda.points(database, "Rådet") == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"inte json", "a.json: är inte en agenda"),
        (b"\xff\xfe", "a.json: är inte en agenda"),
        (b"[]", "a.json: är inte en agenda"),
        (b'{"agenda": 1, "punkter": []}', "a.json: är inte en agenda"),
        (b'{"agenda": "", "punkter": []}', "a.json, kolumn agenda: saknar namn på högst 200 tecken"),
        (b'{"agenda": "A", "punkter": [1]}', "a.json rad 1, kolumn titel: punkten behöver en titel"),
        (b'{"agenda": "A", "punkter": [{"titel": "T", "adress": "http://x"}]}', 'a.json rad 1, kolumn adress: "http://x"'),
    ],
)  # fmt: skip
def test_file_that_is_no_agenda_says_what_is_wrong(content, fault):
    assert faults_of(agenda.from_file, "a.json", content)[0].startswith(fault)


def test_too_many_points_are_refused():
    content = {"agenda": "A", "punkter": [{"titel": "T", "adress": "brott"}] * 201}
    assert "högst 200" in faults_of(agenda.from_file, "a.json", json.dumps(content).encode())[0]
