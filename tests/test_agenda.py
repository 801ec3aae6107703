"""Meeting agendas: kept in a SQLite store or in a file, and never leading out of the app."""

import json
import runpy
from itertools import chain
from pathlib import Path

import pytest
import streamlit as st

from lagesbild_data.answers import meetings
from lagesbild_data.answers.meetings import Point
from lagesbild_data.model.pages import PAGES
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.building import build
from lagesbild_data.words.problems import InvalidStore
from ui.frame import shell

POINTS = [Point("Läget", "?ar=2023&omrade=Norrby"), Point("Åtgärder", "loften")]

ROOT = Path(__file__).parents[1]


@pytest.fixture
def database(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    return opened_for(Reader(), tmp_path / "data.sqlite")


def faults_of(function, *arguments):
    with pytest.raises(InvalidStore) as caught:
        function(*arguments)
    return [str(problem) for problem in caught.value.problems]


def test_saved_agenda_comes_back_in_order_and_is_replaced(database):
    assert meetings.names(database) == ["SSG"]
    meetings.save(database, " Rådet ", POINTS)
    assert meetings.names(database) == ["Rådet", "SSG"]
    assert meetings.points(database, "Rådet") == POINTS
    meetings.save(database, "Rådet", POINTS[::-1], seen=POINTS)
    assert meetings.points(database, "Rådet") == POINTS[::-1]
    meetings.save(database, "Rådet", [], seen=POINTS[::-1])
    assert meetings.names(database) == ["SSG"]
    assert meetings.points(database, "okänd") == []


def test_another_agenda_of_the_name_is_replaced_only_by_who_has_seen_it(database):
    meetings.save(database, "Rådet", POINTS)
    meetings.save(database, "Rådet", POINTS)
    for seen in ([], POINTS[:1]):
        with pytest.raises(meetings.Taken) as taken:
            meetings.save(database, " Rådet ", POINTS[::-1], seen)
        assert taken.value.points == POINTS
    assert meetings.points(database, "Rådet") == POINTS


def test_csv_store_can_not_keep_an_agenda(store):
    assert "SQLite" in faults_of(meetings.save, store, "Rådet", POINTS)[0]


def test_file_comes_back_as_it_was():
    assert meetings.from_file("a.json", meetings.to_file("Rådet", POINTS)) == ("Rådet", POINTS)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "//example.org",
        "javascript:alert(1)",
        "brott?x=<b>",
        "a/b",
        "brott?\n",
        "brott?\\x",
        "finnsinte",
        "brottt?ar=2023",
        "brott?a=b#frag",
        "#",
        "Brott",
    ],
)
def test_address_out_of_the_app_is_refused(database, address):
    assert (
        "är inte en sida här"
        in faults_of(meetings.save, database, "Rådet", [Point("Ut", address)])[0]
    )
    assert meetings.points(database, "Rådet") == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "behöver en adress"),
        (f"brott?omrade={'a' * 2000}", "adressen är längre än 2000 tecken"),
        ("brott?x=\ud800", "adressen innehåller styrtecken"),
        ("brott?x=\x07", "adressen innehåller styrtecken"),
    ],
)
def test_address_that_can_not_be_kept_is_refused_in_a_short_line(address, fault):
    [told] = faults_of(meetings.to_file, "Rådet", [Point("Ut", address)])
    assert fault in told
    assert len(told) < 200
    told.encode()


def test_pages_that_an_address_may_lead_to_are_those_of_the_app(monkeypatch):
    shown = []
    monkeypatch.setattr(st, "Page", lambda path, url_path=None, **_: url_path or "")
    monkeypatch.setattr(shell, "run", lambda menu: shown.extend(chain(*menu.values())))
    runpy.run_path(str(ROOT / "pages" / "__main__.py"))
    assert shown == [*PAGES]
    files = (page.file for page in PAGES.values())
    assert sorted(files) == sorted(path.stem for path in (ROOT / "pages").glob("[a-z]*.py"))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"inte json", "a.json: är inte en agenda"),
        (b"\xff\xfe", "a.json: är inte en agenda"),
        (b"[]", "a.json: är inte en agenda"),
        (b'{"agenda": 1, "punkter": []}', "a.json: är inte en agenda"),
        (
            b'{"agenda": "", "punkter": []}',
            "a.json, kolumn agenda: behöver ett namn på högst 200 tecken",
        ),
        (
            rb'{"agenda": "a\ud800b", "punkter": []}',
            "a.json, kolumn agenda: behöver ett namn på högst 200 tecken",
        ),
        (
            rb'{"agenda": "A", "punkter": [{"titel": "a\ud800b", "adress": "brott"}]}',
            "a.json rad 1, kolumn titel: ",
        ),
        (
            rb'{"agenda": "A", "punkter": [{"titel": "a\u0007b", "adress": "brott"}]}',
            "a.json rad 1, kolumn titel: ",
        ),
        (
            rb'{"agenda": "A", "punkter": [{"titel": "a\nb", "adress": "brott"}]}',
            "a.json rad 1, kolumn titel: ",
        ),
        (
            rb'{"agenda": "A", "punkter": [{"titel": "T", "adress": "brott?\ud800"}]}',
            "a.json rad 1, kolumn adress: ",
        ),
        (
            b'{"agenda": "A", "punkter": [1]}',
            "a.json rad 1, kolumn titel: punkten behöver en titel",
        ),
        (
            b'{"agenda": "A", "punkter": [{"titel": "T", "adress": "http://x"}]}',
            'a.json rad 1, kolumn adress: "http://x"',
        ),
    ],
)
def test_file_that_is_no_agenda_says_what_is_wrong(content, fault):
    [told] = faults_of(meetings.from_file, "a.json", content)
    assert told.startswith(fault)
    assert told.isprintable()


def test_too_many_points_are_refused():
    content = {"agenda": "A", "punkter": [{"titel": "T", "adress": "brott"}] * 201}
    assert "högst 200" in faults_of(meetings.from_file, "a.json", json.dumps(content).encode())[0]
    assert "högst 200" in faults_of(meetings.to_file, "A", [Point("T", "brott")] * 201)[0]


def test_title_with_spaces_that_do_not_break_is_kept():
    points = [Point("Läget: 10\N{NO-BREAK SPACE}000 – 🚓", "?")]
    assert meetings.from_file("a.json", meetings.to_file("Rådet", points)) == ("Rådet", points)
