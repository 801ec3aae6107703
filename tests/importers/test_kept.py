"""A file that is asked about on the page is read once, and let go when nothing more is asked."""

import json
from collections import Counter

import pytest
import streamlit
from books import book_of, saved
from test_kolada import TABLE

from lagesbild_data.bring.formats import upload as uploads
from ui.catalogue.bring import files as brought_files

SHARES = [
    ["Oro efter kommun och år"],
    ["Kommun", "Andel kvinnor 2023", "Andel män 2023"],
    ["Exempelstad", 0.27, 0.3],
]


class Brought:
    """A file as a browser brings it."""

    def __init__(self, name: str, content: bytes):
        self.name, self.file_id, self._content = name, name, content

    def getbuffer(self) -> bytes:
        return self._content


@pytest.fixture
def opened(monkeypatch) -> Counter:
    """How often a workbook and JSON have been read."""
    counted: Counter = Counter()
    for read in (uploads.open_book, uploads.load_json):

        def count(*given, read=read):
            counted[read.__name__] += 1
            return read(*given)

        monkeypatch.setattr(uploads, read.__name__, count)
    return counted


@pytest.fixture
def files(open_page, database, monkeypatch):
    """Open the page with files that have been brought."""

    def files(*brought: Brought):
        monkeypatch.setattr(streamlit, "file_uploader", lambda *_, **__: brought)
        monkeypatch.setenv("LAGESBILD_VEM", "Anna")
        return open_page("pages/data.py", store=database.location.path, avsnitt=["Läs in filer"])

    return files


def answer(app, key: str, option: str):
    """The page when a question has been answered."""
    [box] = (box for box in app.selectbox if box.key and box.key.endswith(key))
    return box.select(option).run()


def is_read_in(app) -> bool:
    return "Läs in" in [button.label for button in app.button]


def kept(app) -> list:
    return [what for read in app.session_state[brought_files._READ].values() for what in read]


def test_workbook_is_read_once_while_it_is_asked_about(files, opened):
    app = files(Brought("t.xlsx", saved(book_of({"Blad": SHARES}))))
    assert (opened["open_book"], kept(app)) == (1, ["workbook"])
    for key, option in (("_kon", "inom-konet"), ("_utgivare", "annan")):
        app = answer(app, key, option)
    assert opened["open_book"] == 1 and not is_read_in(app)
    [key] = (box.key for box in app.selectbox if "_andel-" in (box.key or ""))
    app = answer(app, key, "brak")
    assert not app.exception and is_read_in(app)
    assert (opened["open_book"], kept(app)) == (1, [])


def test_json_is_read_once_while_it_is_asked_about(files, opened):
    found = [
        {
            "kpi": "N07540",
            "municipality": "9999",
            "period": 2022,
            "values": [{"gender": "T", "value": 5}],
        }
    ]
    content = json.dumps({"values": found, "count": 2, "next_url": None}).encode()
    app = files(Brought("k.json", content))
    before = opened["load_json"]
    assert not is_read_in(app)
    app = answer(app, "_sidor", "las-in")
    assert (opened["load_json"], is_read_in(app), kept(app)) == (before, True, [])


def test_large_file_is_not_kept(files, opened, monkeypatch):
    monkeypatch.setattr(brought_files, "_MOST_KEPT", 1000)
    app = files(Brought("t.xlsx", saved(book_of({"Blad": SHARES}))))
    app = answer(app, "_utgivare", "annan")
    assert opened["open_book"] == 2 and not app.exception


def test_file_that_is_taken_away_is_let_go(files, monkeypatch):
    app = files(
        Brought("t.xlsx", saved(book_of({"Blad": SHARES}))),
        Brought("k.xlsx", saved(book_of({"Data": TABLE}))),
    )
    assert kept(app) == ["workbook"]
    monkeypatch.setattr(streamlit, "file_uploader", lambda *_, **__: [])
    app = app.run()
    assert not app.exception and kept(app) == []
