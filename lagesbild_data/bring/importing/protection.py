"""What a file says that decides which of the stored counts are hidden."""

import contextlib
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lagesbild_data.bring.formats.reading import Reading
from lagesbild_data.bring.importing.checking import by_table
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.bring.importing.standing import Key, all_rows, row_key, rows_in
from lagesbild_data.bring.importing.writing import write
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.periods import WHOLE
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.public import disclosure
from lagesbild_data.public.reader import COUNTED, Reader, as_seen_by, kommuner_by_area
from lagesbild_data.store.stores import Store, as_text
from lagesbild_data.words.problems import Problem

_DECISIVE = {"omraden": ("typ", "kommunkod"), "brottstyper": ("over_id",)}
"""What decides which counts are hidden."""


def decisive_cells(reading: Reading, typed: dict[str, list[Row]], known: Rows) -> list[Problem]:
    """Each cell of the file that says something else of these, where an area with stored counts
    would become part of another kommun or of none, or a type with such part of other types."""
    counted = [row for name in COUNTED for row in known[name]]
    wholes_of: dict[str, Callable[[Sequence[Row]], Mapping[str, Any]]]
    wholes_of = {"omraden": kommuner_by_area, "brottstyper": _wider_types}
    problems = []
    for name, wholes in wholes_of.items():
        [own_id] = BY_NAME[name].key
        stored = {row[own_id]: row for row in known[name]}
        given = {row[own_id]: row for row in typed.get(name, [])}
        before, after = wholes([*stored.values()]), wholes([*(stored | given).values()])
        if any(before[row[own_id]] != after[row[own_id]] for row in counted):
            places = [
                (text.place, line)
                for text in by_table(reading, known)[name]
                for line, _ in text.rows
            ]
            problems += [
                _decides(BY_NAME[name].column(column), stored[row[own_id]], row, *where)
                for row, where in zip(typed[name], places, strict=True)
                for column in _DECISIVE[name]
                if row[own_id] in stored
                and _decided(stored[row[own_id]], column) != _decided(row, column)
            ]
    return problems


def _decided(row: Row, column: str) -> str | None:
    """What a row says in a decisive column; all kinds of part of a kommun are one."""
    return None if column == "typ" and row[column] not in WHOLE else row[column]


def _wider_types(types: Sequence[Row]) -> dict[str, list[str]]:
    """The types that each type is part of, the nearest first."""
    over = {row["brottstyp_id"]: row["over_id"] for row in types}
    return {kind: disclosure.wider(kind, over) for kind in over}


def _decides(column: Column, before: Row, row: Row, place: str, line: int) -> Problem:
    was, is_now = (
        f'"{as_text(told[column.name])}"' if told[column.name] else "tomt" for told in (before, row)
    )
    message = f"{is_now} för {before['namn']}, där lagret har {was}, ändrar vilka antal som döljs"
    return Problem(
        place,
        f"{message}; det görs bara med kommandot import och valet --andra-skydd",
        line,
        column.label,
    )


def moved_protection(store: Store, planned: Plan) -> tuple[Counter[str], Counter[str]]:
    """How many of the stored counts of each area would come to be shown, and how many to be hidden,
    if it were done."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-") as folder:
        file = Path(folder) / "lager.sqlite"
        with store.engine.connect() as source, contextlib.closing(sqlite3.connect(file)) as target:
            source.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        tried = Store(
            store.location,
            sa.create_engine(sa.URL.create("sqlite", database=str(file)), poolclass=sa.NullPool),
        )
        with tried.engine.begin() as connection:
            write(connection, planned, rows_in(connection, planned.rests_on), "")
        before, after = (_told_counts(which) for which in (store, tried))
    come = Counter(
        area for (*_, area), is_told in before.items() if not is_told and after[*_, area]
    )
    go = Counter(area for (*_, area), is_told in before.items() if is_told and not after[*_, area])
    return come, go


def _told_counts(store: Store) -> dict[Key, bool]:
    """Whether each stored count may be shown, by its table, key and area."""
    rows = all_rows(as_seen_by(Reader(), store))
    return {
        (name, *row_key(BY_NAME[name], row), row["omrade_id"]): row["antal"] is not None
        for name in COUNTED
        for row in rows[name]
    }
