"""Two stores that show the same answer the same, whatever is guessed of the counts that they
hide."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from lagesbild_data.answers.catalogue import changelog, package
from lagesbild_data.answers.crimes import reported
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, writing
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.reader import Reader, as_seen_by
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore

from .pages import html, opened
from .stores import LITET
from .trials import Fault, Kind

_THRESHOLD = 5
_AREAS = {
    "exempelstad": "Exempelstad kommun",
    "norrby": "Norrby",
    "akern": "Åkern",
    "angen": "Ängen",
}
_TYPES = {
    "samtliga": ("Samtliga brott", "1"),
    "stold": ("Stöld", "2"),
    "cykelstold": ("Cykelstöld", "3"),
}
_KEY = (
    "brottskod,brott_niva,brott_namn\n1,1,Samtliga brott\n2,1,Samtliga"
    " brott\n2,2,Stöld\n3,1,Samtliga brott\n3,2,Stöld\n3,3,Cykelstöld\n"
)
_FIELD = st.file_uploader
Counts = dict[tuple[str, str, int, int | None, str], int]
"""By table, area, year, time (None for the year; quarter or month) and type."""


def _prepare(folder: Path) -> Path:
    """The tiny store without counts."""
    build(LITET, folder / "data.sqlite")
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        database.executescript(
            "DELETE FROM anmalda_brott; DELETE FROM brott_per_manad; DELETE FROM andringslogg"
        )
    return folder / "data.sqlite"


def _counts(chance: random.Random) -> Counts:
    """A kommun, and areas with many small counts, of years, quarters and months."""
    counts: Counts = {}
    quarters = chance.random() < 0.5
    for area in _AREAS:
        most = 900 if area == "exempelstad" else chance.choice((6, 12, 40, 90))
        for kind in _TYPES:
            most = chance.randint(most // 3, most)
            parts = [chance.randint(0, most // 4 + 1) for _ in range(4)]
            counts["anmalda_brott", area, 2023, None, kind] = sum(parts)
            if quarters:
                counts |= {
                    ("anmalda_brott", area, 2023, at, kind): part
                    for at, part in enumerate(parts, 1)
                }
            counts |= {
                ("brott_per_manad", area, 2024, month, kind): chance.randint(0, most // 12 + 2)
                for month in (1, 2, 3)
            }
    return counts


def _store(empty: Path, place: Path, counts: Counts) -> Store:
    shutil.copy(empty, place)
    with closing(sqlite3.connect(place)) as database:
        for (table, area, year, when, kind), count in counts.items():
            time = "kvartal" if table == "anmalda_brott" else "manad"
            database.execute(
                f"INSERT INTO {table} (omrade_id, ar, {time}, brottstyp_id, antal, preliminar,"
                " kalla_id) VALUES (?, ?, ?, ?, ?, 0, 'statistik')",
                (area, year, when, kind, count),
            )
        database.commit()
    return open_store(place)


def _seen(store: Store) -> str:
    return package.version(as_seen_by(Reader(), store))


def _pair(
    empty: Path, chance: random.Random, folder: Path
) -> tuple[list[Store], list[Counts]] | None:
    """Two stores that differ but show the same; None where none were found."""
    for attempt in range(20):
        one = _counts(chance)
        try:
            first = _store(empty, folder / f"{attempt}a.sqlite", one)
        except InvalidStore:  # a part of more than its whole
            continue
        known = reported.counts(as_seen_by(Reader(), first))
        hidden = {
            (
                "anmalda_brott",
                row.omrade_id,
                row.ar,
                None if pd.isna(row.kvartal) else int(row.kvartal),
                row.brottstyp_id,
            )
            for row in known[known["dold"]].itertuples()
        }
        hidden = [
            key
            for key in one
            if key in hidden or (key[0] == "brott_per_manad" and key[1] != "exempelstad")
        ]
        for change in range(5):
            changed = chance.sample(hidden, min(len(hidden), chance.choice((1, 2, 3))))
            other = one | {key: max(0, one[key] + chance.choice((-2, -1, 1, 2))) for key in changed}
            if other == one:
                continue
            try:
                second = _store(empty, folder / f"{attempt}b{change}.sqlite", other)
            except InvalidStore:
                continue
            if _seen(first) == _seen(second):
                return [first, second], [one, other]
    return None


def _guess(counts: list[Counts], chance: random.Random) -> dict[str, str]:
    """Files of one of the forms that counts come in, with guesses of some counts that differ and of
    others."""
    one, other = counts
    form = chance.choice(("bra", "mall", "mall", "polis"))
    table = (
        "brott_per_manad"
        if form == "polis"
        else chance.choice(("anmalda_brott", "brott_per_manad"))
    )
    table = "anmalda_brott" if form == "bra" else table
    keys = [key for key in one if key[0] == table and (form != "bra" or key[3] is None)]
    apart = [key for key in keys if one[key] != other[key]]
    asked = {*chance.sample(keys, min(len(keys), chance.choice((0, 1, 5)))), *apart} or set(
        keys[:1]
    )
    guesses = {
        key: chance.choice((one[key], other[key], one[key], chance.randint(0, 9)))
        for key in sorted(asked, key=str)
    }
    if form == "bra":
        lines = ["Anmälda brott", ";2023;", ";Antal;/100&nbsp;000&nbsp;inv"]
        for area, name in _AREAS.items():
            of_area = [
                f"{_TYPES[key[4]][0]};{count};.."
                for key, count in guesses.items()
                if key[1] == area
            ]
            lines += [f"{name};;", *of_area] if of_area else []
        return {"brott.csv": "\n".join([*lines, ""])}
    if form == "polis":
        lines = [
            f"9999,Exempelstad,{'' if key[1] == 'exempelstad' else _AREAS[key[1]]},{_TYPES[key[4]][1]},2024,"  # noqa: E501
            f"2024{key[3]:02},2024-{key[3]:02}-01,{max(1, count)}"
            for key, count in guesses.items()
        ]
        heading = (
            "kommunkod,kommunnamn,regsonamn,brottskod,inskr år,inskr"
            " årmånad,inskrivningsdatum,antal_brott"
        )
        return {"uttag.csv": "\n".join([heading, *lines, ""]), "nyckel.csv": _KEY}
    time = "Kvartal" if table == "anmalda_brott" else "Månad"
    final = chance.choice(("nej", "nej", "ja"))
    lines = [
        f"{_AREAS[key[1]]};{key[2]};{key[3] or ''};{_TYPES[key[4]][0]};{count};{final};statistik"
        for key, count in guesses.items()
    ]
    return {
        "antal.csv": "\n".join([f"Område;År;{time};Brottstyp;Antal;Preliminär;Källa", *lines, ""])
    }


class _Brought:
    """A file as a browser brings it."""

    def __init__(self, name: str, text: str):
        self.name, self.file_id, self._content = name, name, text.encode()

    def getbuffer(self) -> bytes:
        return self._content


def _told(store: Store, texts: dict[str, str]) -> dict[str, Any]:
    """All that the page says of the files."""
    st.file_uploader = lambda *_, **__: [_Brought(*named) for named in texts.items()]
    app = opened("data", store.location.path, avsnitt=["Läs in filer"])
    st.file_uploader = _FIELD
    return {
        "text": html(app),
        "buttons": [(one.label, one.disabled) for one in app.button],
        "notes": [one.value for one in (*app.markdown, *app.caption, *app.info, *app.warning)],
        "tables": [one.value.to_csv() for one in app.dataframe],
    }


def _logged(store: Store, folder: Path, texts: dict[str, str]) -> dict[str, Any]:
    """What may be read in the change log when the files have been brought in; whether they were,
    too."""
    uploads = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        uploads.append(Upload.of(folder / name))
    planned = planning.plan(store, uploads[0], companions=uploads[1:])
    if planned.is_ready:
        writing.carry_out(store, planned, "Anna")
    shown = as_seen_by(Reader(), store)
    raw = shown.frame(sa.select(SQL_TABLES["andringslogg"]))
    return {
        "whether it is read": planned.is_ready,
        "the log": changelog.log(shown).drop(columns="När").to_csv(),
        "the table": raw.drop(columns="tid").to_csv(),
    }


def _trial(empty: Path, _: int, chance: random.Random, folder: Path) -> None:
    os.environ["LAGESBILD_VEM"] = "Anna"
    pair = _pair(empty, chance, folder)
    if pair is None:
        raise Fault("no two stores were found")
    stores, counts = pair
    texts = _guess(counts, chance)
    for sort, ask in (
        ("the page tells", lambda store: _told(store, texts)),
        ("the change log tells", lambda store: _logged(store, folder, texts)),
    ):
        one, other = map(ask, stores)
        if apart := [name for name in one if one[name] != other[name]]:
            told = [answer[apart[0]] for answer in (one, other)]
            raise Fault(sort, f"{apart}, {next(iter(texts))}: {_first_difference(*told)}")


def _first_difference(one: Any, other: Any) -> str:
    one, other = str(one), str(other)
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(0, at - 120)
    return f"…{one[start : at + 60]}… or …{other[start : at + 60]}…"


KINDS = [Kind("guesses", 300, 2, _prepare, _trial)]
