"""The change log in words: when, who, which row, and what was there before and after."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.checked import Row
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import FIRST_YEAR, Column, Table
from lagesbild_data.public import reference
from lagesbild_data.store import editing
from lagesbild_data.store.editing import IMPORT, UNSHOWN
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_log = SQL_TABLES["andringslogg"].c

Names = Mapping[str, Mapping[str, str]]
"""Names by id, per table."""
_LONGEST = 120


def log(store: Store, limit: int = 200) -> pd.DataFrame:
    """The latest changes, newest first: När, Vem, Vad, Ändring. Where a reader may not see the
    numbers, that is said; what a file wrote over counts that aren't shown is told in the row of the
    file alone."""
    rows = store.rows(
        sa.select(SQL_TABLES["andringslogg"]).order_by(_log.andring_id.desc()).limit(limit)
    )
    names = reference.names(store)
    lines = [(local(row.tid), row.vem, *_told(row, names)) for row in rows]
    return pd.DataFrame(lines, columns=["När", "Vem", "Vad", "Ändring"])


def _told(row: sa.Row, names: Names) -> tuple[str, str]:
    key, before, after = (editing.logged(text) for text in (row.nyckel, row.fore, row.efter))
    if row.tabell == IMPORT:
        counts = [
            f"{BY_NAME[name].label if name in BY_NAME else 'Områdesytor'}: {_counted(count)}"
            for name, count in after.items()
        ]
        return f"Inläsning av {key.get('fil', '')}", "; ".join(counts)
    table = BY_NAME.get(row.tabell)
    if table is None:
        return row.tabell, ""
    what = f"{table.label}: {key_in_words(table, key, names)}"
    if row.tabell == "namnval":
        return (
            f"{table.label}: {key.get('namn', '')}",
            f"Betyder: {_meaning(before, names)} → {_meaning(after, names)}",
        )
    if row.fore is None and row.efter is None:
        return what, "Antalet visas inte, för det kan röja små antal."
    kind = "" if before and after else "Ny. " if after else "Borttagen. "
    return what, kind + moves(table, before, after, names)


def _meaning(chosen: Row, names: Names) -> str:
    """What a name in other people's files means."""
    if not chosen:
        return "–"
    own_id = chosen.get("vald_id")
    return (
        names.get(str(chosen.get("tabell")), {}).get(own_id, str(own_id))
        if own_id
        else "lämnas utanför"
    )


def _counted(count: Mapping[str, int]) -> str:
    return ", ".join(
        swedish.counted(number, _ONE.get(word, word), word)
        for word, number in count.items()
        if number
    )


_ONE = {"nya": "ny", "ändrade": "ändrad", UNSHOWN: "skriven utan att visas"}


def key_in_words(table: Table, row: Row, names: Names) -> str:
    """What tells a row apart: "Norrby, 2023, kvartal 1, Stöld"."""
    told = [
        (name, in_words(table.column(name), row[name], names))
        for name in table.key
        if row.get(name) is not None
    ]
    return ", ".join(
        f"{table.column(name).label.lower()} {text}" if name in _PERIODS else text
        for name, text in told
    )


_PERIODS = ("kvartal", "manad", "tertial")


def moves(table: Table, before: Row, after: Row, names: Names) -> str:
    """What differs, but for the key, long texts cut: "Antal: 12 → 14; Källa: – → Brå"."""
    return "; ".join(
        f"{column.label}: {in_words(column, before.get(column.name), names, _LONGEST)} → "
        f"{in_words(column, after.get(column.name), names, _LONGEST)}"
        for column in table.columns
        if column.name not in table.key and before.get(column.name) != after.get(column.name)
    )


def in_words(column: Column, value: Any, names: Names, most: int | None = None) -> str:
    """A value as a reader knows it: the name of what it refers to, a number in Swedish form; `most`
    letters of it."""
    if value in (None, ""):
        return "–"
    if column.references:
        text = names.get(column.references, {}).get(value, str(value))
    elif isinstance(value, bool):
        text = "ja" if value else "nej"
    elif isinstance(value, float):
        text = swedish.plain_number(value)
    elif isinstance(value, int) and column.minimum != FIRST_YEAR:
        text = swedish.number(value)
    else:
        text = str(value)
    return text if most is None or len(text) <= most else f"{text[:most].rstrip()} …"


def local(moment: str) -> str:
    """A moment of the log in Swedish time: "3 maj 2024 kl. 14.05"; as it stands where it is no
    moment."""
    when = editing.local_time(moment)
    return f"{swedish.date(when.date())} kl. {when:%H.%M}" if when else moment
