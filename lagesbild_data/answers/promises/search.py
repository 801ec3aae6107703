"""Full-text search over the follow-ups, in SQLite's FTS5, for every kind of store."""

import re
import sqlite3
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.periods import event_year, tertial_begun
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store.stores import Store

_START, _END = "\x02", "\x03"
_SWEDISH = "åäöÅÄÖ"


@dataclass(frozen=True)
class Hit:
    """One follow-up that matches, its text cut in parts of which every second one is a match."""

    lofte: str
    aktivitet_id: str
    aktivitet: str
    ar: int
    tertial: int
    status: str
    parts: tuple[str, ...]
    """plain, match, plain, match, …, plain"""
    kalla_id: str


class FollowUpIndex:
    """An index in memory of a store's follow-ups as they were when it was made.

    A follow-up is found by its activity's name and description, by its text, and by the themes of
    its activity's events in the tertial.
    """

    def __init__(self, store: Store):
        self._rows = [tuple(row) for row in store.rows(_follow_ups())]
        themes = {row[:3]: f" {row.teman}" for row in store.rows(_themes())}
        plain = lru_cache(maxsize=None)(_plain)  # an activity is the same in every tertial
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE sok USING fts5"
            """(namn, text, ovrigt, tokenize = "unicode61 remove_diacritics 0")"""
        )
        self._database.executemany(
            "INSERT INTO sok(rowid, namn, text, ovrigt) VALUES (?, ?, ?, ?)",
            (
                (
                    number,
                    plain(name),
                    _plain(text),
                    plain(about + themes.get((aktivitet_id, year, tertial), "")),
                )
                for number, (_, aktivitet_id, name, year, tertial, _, text, _, about) in enumerate(
                    self._rows
                )
            ),
        )

    def search(self, words: str, limit: int = 100) -> tuple[list[Hit], int]:
        """Follow-ups that hold every word (a word's beginning is enough), newest first, those
        without text last; and how many there are in all."""
        terms = re.findall(r"\w+", _plain(words))
        if not terms:
            return [], 0
        query = " AND ".join(f'"{term}"*' for term in terms)
        with self._lock:
            found = self._database.execute(
                "SELECT rowid, highlight(sok, 1, ?, ?) FROM sok WHERE sok MATCH ? ORDER BY text ="
                " '', rowid LIMIT ?",
                (_START, _END, query, limit),
            ).fetchall()
            [count] = self._database.execute(
                "SELECT count(*) FROM sok WHERE sok MATCH ?", (query,)
            ).fetchone()
        return [self._hit(number, marked) for number, marked in found], count

    def _hit(self, number: int, marked: str) -> Hit:
        promise, aktivitet_id, name, year, tertial, status, text, kalla_id, _ = self._rows[number]
        return Hit(promise, aktivitet_id, name, year, tertial, status, _cut(text, marked), kalla_id)


def _follow_ups() -> sa.Select:
    """Every follow-up as a Hit is made of it, and the description of its activity; newest first."""
    follow_up, activity = SQL_TABLES["uppfoljningar"].c, SQL_TABLES["aktiviteter"].c
    promise = SQL_TABLES["loften"].c
    empty = sa.literal("")
    return (
        sa.select(
            promise.namn.label("lofte"),
            follow_up.aktivitet_id,
            activity.namn,
            follow_up.ar,
            follow_up.tertial,
            follow_up.status,
            sa.func.coalesce(follow_up.text, empty),
            follow_up.kalla_id,
            sa.func.coalesce(activity.beskrivning, empty),
        )
        .join(SQL_TABLES["aktiviteter"], activity.aktivitet_id == follow_up.aktivitet_id)
        .join(SQL_TABLES["loften"], promise.lofte_id == activity.lofte_id)
        .order_by(follow_up.ar.desc(), follow_up.tertial.desc(), activity.nummer)
    )


def _themes() -> sa.Select:
    """The themes of the events of each activity in each tertial: aktivitet_id, ar, tertial,
    teman."""
    event = SQL_TABLES["handelser"].c
    year, tertial = event_year, tertial_begun
    teman = sa.func.aggregate_strings(event.tema, " ").label("teman")
    query = sa.select(event.aktivitet_id, year, tertial, teman).group_by(
        event.aktivitet_id, year, tertial
    )
    return query.where(event.aktivitet_id.is_not(None), event.tema.is_not(None))


class _PlainLetters(dict[int, str]):
    """Each character's small letter without accent (å, ä and ö are letters of their own), worked
    out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = character if character in _SWEDISH else unicodedata.normalize("NFD", character)[0]
        small = base.lower()
        self[code] = small if len(small) == 1 and small not in (_START, _END) else " "
        return self[code]


_PLAIN = _PlainLetters()


def _plain(text: str) -> str:
    """The text in small letters with accents left out, except on å, ä and ö; as many characters as
    before."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def _cut(text: str, marked: str) -> tuple[str, ...]:
    """The original text cut where its plain form is marked."""
    original = unicodedata.normalize("NFC", text)
    parts, position = [], 0
    for part in re.split(f"[{_START}{_END}]", marked):
        parts.append(original[position : position + len(part)])
        position += len(part)
    return tuple(parts)


def as_frame(hits: list[Hit]) -> pd.DataFrame:
    """The hits as a table: Aktivitet, År, Tertial, Status, Uppföljning."""
    return pd.DataFrame(
        {
            "Aktivitet": hit.aktivitet,
            "År": hit.ar,
            "Tertial": hit.tertial,
            "Status": hit.status,
            "Uppföljning": "".join(hit.parts),
        }
        for hit in hits
    )
