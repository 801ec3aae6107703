"""Writing follow-ups and counted results: every save is checked, logged and can be taken back.

One save is one transaction that alone may write, so two writers never mix, and a process that stops
loses at most what it had not yet saved.
"""

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model import settings
from lagesbild_data.model.cells import parse
from lagesbild_data.model.checked import Row, TextTable
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.model.validation import validate
from lagesbild_data.store.opening import as_stored
from lagesbild_data.store.stores import Store, as_text
from lagesbild_data.words.problems import InvalidStore, Problem

EDITABLE = ("uppfoljningar", "utfall")
OWN_SOURCE = {
    "kalla_id": "egen-uppfoljning",
    "titel": "Egen uppföljning",
    "utgivare": "Egen förvaltning",
}
"""The source of what is written by those responsible themselves; it is added when it is first used.
"""

IMPORT = "inläsning"
"""Stands for the table in the change log where a whole file was brought in."""
UNSHOWN = "skrivna utan att visas"
"""Stands in the row of a file for how many counts it was written over that aren't shown."""

Texts = Mapping[str, str]
"""A row as a user writes it: a text per column, a missing column is empty."""

_log = SQL_TABLES["andringslogg"].c
_PATIENCE = 10.0  # seconds that a save waits for other writers


class Conflict(Exception):  # noqa: N818 - it names what happened
    """Somebody has written the row since the editor saw it; `current` is what stands there now,
    None if nothing."""

    def __init__(self, current: Row | None):
        super().__init__("raden har ändrats av någon annan")
        self.current = current


def can_edit(store: Store, *, by_command: bool = False) -> str:
    """Why the store can't be edited, in Swedish with the command that makes one that can; "" when
    it can. The setting that nothing may be written holds for the app, not for a command."""
    if settings.read_only() and not by_command:
        return (
            "Programmet är skrivskyddat: här kan inget läsas in, skrivas eller sparas. Den som"
            " sköter programmet ändrar lagret med kommandon, eller tar bort inställningen"
            " `LAGESBILD_SKRIVSKYDD`."
        )
    path = store.location.path
    if not store.in_place or path is None:
        return (
            "Uppföljningar och agendor kan sparas när data ligger i en SQLite-databas. Gör en med"
            f" kommandot python -m lagesbild_data build {store.location.shown} data.sqlite och"
            " starta programmet med --data data.sqlite eller med inställningen"
            " LAGESBILD_DATA=data.sqlite."
        )
    if not os.access(path, os.W_OK) or not os.access(path.absolute().parent, os.W_OK):
        return f"Databasen {path.name} eller mappen den ligger i är skrivskyddad."
    return ""


def find(store: Store, table: str, key: Row) -> Row | None:
    """The stored row with this key, or None."""
    with store.engine.connect() as connection:
        return _find(connection, BY_NAME[table], key)


def save(store: Store, table: str, wanted: Texts | None, seen: Row | None, who: str) -> int | None:
    """Put a row in place of the one the editor saw (None: there was none), or remove that one when
    nothing is wanted.

    Gives the change's number in the log, or None when the row already stood as wanted. Conflict
    when somebody else has written the row meanwhile, InvalidStore with every fault in what is
    wanted; either leaves all as it was.
    """
    if table not in EDITABLE or (wanted is None and seen is None):
        raise ValueError(f"{table}: nothing to save")
    declared, name = BY_NAME[table], writer(who)
    row = None if wanted is None else _parse(declared, wanted)
    key = _key(declared, row or seen or {})
    with alone(store) as connection:
        if row is not None and row["kalla_id"] == OWN_SOURCE["kalla_id"]:
            _add_own_source(connection, name)
        return _put(connection, declared, key, row, seen, name)


def undo(store: Store, andring_id: int, who: str) -> int | None:
    """Take back one change, as a new change that is logged; gives its number.

    Conflict when the row has been changed since, InvalidStore when what stood there before can't
    stand there now.
    """
    name = writer(who)
    with alone(store) as connection:
        change = connection.execute(
            sa.select(SQL_TABLES["andringslogg"]).where(_log.andring_id == andring_id)
        ).one()
        if change.tabell not in EDITABLE:
            raise ValueError(f"{change.tabell}: not for users to undo")
        before, after = (text and json.loads(text) for text in (change.fore, change.efter))
        return _put(
            connection,
            BY_NAME[change.tabell],
            json.loads(change.nyckel),
            before,
            after,
            name,
            undoes=andring_id,
        )


def changes(store: Store, aktivitet_id: str | None = None, limit: int = 20) -> pd.DataFrame:
    """The latest changes, newest first, of one activity or of all: andring_id, tid (UTC), vem,
    tabell, nyckel, fore and efter (rows, None where there was none), angrar (NA when it undoes
    none), angrad (whether it is undone).
    """
    undone = sa.select(_log.angrar).where(_log.angrar.is_not(None))
    query = sa.select(SQL_TABLES["andringslogg"], _log.andring_id.in_(undone).label("angrad"))
    query = query.where(_log.tabell.in_(EDITABLE)).order_by(_log.andring_id.desc()).limit(limit)
    if aktivitet_id is not None:
        query = query.where(sa.func.json_extract(_log.nyckel, "$.aktivitet_id") == aktivitet_id)
    frame = store.frame(query)
    for column in ("nyckel", "fore", "efter"):
        frame[column] = pd.Series(
            [json.loads(text) if pd.notna(text) else None for text in frame[column]], dtype=object
        )
    return frame


def years_of(store: Store, lofte_id: str) -> tuple[int, int]:
    """The first and last year of a promise."""
    promise = SQL_TABLES["loften"].c
    [row] = store.rows(
        sa.select(promise.ar_fran, promise.ar_till).where(promise.lofte_id == lofte_id)
    )
    return row.ar_fran, row.ar_till


def results_of(store: Store, aktivitet_id: str, ar: int, tertial: int) -> list[Row]:
    """The stored counted results of an activity in a tertial, by measure and area."""
    table = SQL_TABLES["utfall"]
    query = sa.select(table).where(
        table.c.aktivitet_id == aktivitet_id, table.c.ar == ar, table.c.tertial == tertial
    )
    return [
        dict(row._mapping) for row in store.rows(query.order_by(table.c.matt, table.c.omrade_id))
    ]


def units_by_measure(store: Store, aktivitet_id: str) -> dict[str, str]:
    """What is counted or aimed at in an activity, with its unit."""
    parts = (SQL_TABLES[name].c for name in ("mal", "utfall"))
    query = sa.union(
        *(
            sa.select(part.matt, part.enhet).where(part.aktivitet_id == aktivitet_id)
            for part in parts
        )
    )
    return {row.matt: row.enhet or "" for row in store.rows(query.order_by("matt"))}


def writer(who: str) -> str:
    """The name as it stands in the log; InvalidStore where it says nobody."""
    name = " ".join(who.split())
    try:
        return parse(BY_NAME["andringslogg"].column("vem"), name)
    except ValueError as error:
        message = str(error) if name else "skriv vem du är"
        raise InvalidStore([Problem("Ändringslogg", message, column="Vem")]) from error


def _parse(table: Table, texts: Texts) -> Row:
    """The typed row; InvalidStore with every faulty cell."""
    row, problems = {}, []
    for column in table.columns:
        try:
            row[column.name] = parse(column, texts.get(column.name) or "")
        except ValueError as error:
            problems.append(Problem(table.label, str(error), column=column.label))
    if problems:
        raise InvalidStore(problems)
    return row


def _key(table: Table, row: Row) -> Row:
    return {name: row[name] for name in table.key}


def same_key(table: Table, key: Row) -> sa.ColumnElement[bool]:
    """The condition that a stored row has this key."""
    columns = SQL_TABLES[table.name].c
    return sa.and_(*(columns[name].is_not_distinct_from(key[name]) for name in table.key))


def _find(connection: sa.Connection, table: Table, key: Row) -> Row | None:
    found = connection.execute(
        sa.select(SQL_TABLES[table.name]).where(same_key(table, key))
    ).one_or_none()
    return None if found is None else dict(found._mapping)


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)


def _put(
    connection: sa.Connection,
    table: Table,
    key: Row,
    row: Row | None,
    seen: Row | None,
    who: str,
    undoes: int | None = None,
) -> int | None:
    """Write the row at its key if what stands there is what was seen, and log it."""
    current = _find(connection, table, key)
    if current != seen:
        raise Conflict(current)
    if current == row:
        return None
    sql_table = SQL_TABLES[table.name]
    if row is not None:
        _check(connection, table, row)
    if row is None:
        connection.execute(sql_table.delete().where(same_key(table, key)))
    elif current is None:
        connection.execute(sql_table.insert(), row)
    else:
        connection.execute(sql_table.update().where(same_key(table, key)).values(row))
    return _log_change(connection, table.name, key, current, row, who, undoes=undoes)


def log_entry(
    table: str, key: Row, before: Row | None, after: Row | None, who: str, undoes: int | None = None
) -> Row:
    """A row of the change log, without its number."""
    return {
        "tid": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "vem": who,
        "tabell": table,
        "nyckel": _json(key),
        "fore": None if before is None else _json(before),
        "efter": None if after is None else _json(after),
        "angrar": undoes,
    }


def logged(text: str | None) -> Row:
    """The row that the log holds as JSON; an empty one where it holds none, or something else."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def local_time(moment: str) -> dt.datetime | None:
    """A moment of the log in Swedish time; None where the text is no moment."""
    try:
        return dt.datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Stockholm"))
    except (ValueError, OverflowError):
        return None


def _log_change(connection: sa.Connection, *change: Any, **more: Any) -> int:
    """Write a log_entry of this change; its number."""
    entry = log_entry(*change, **more)
    return connection.execute(
        SQL_TABLES["andringslogg"].insert().returning(_log.andring_id), entry
    ).scalar_one()


def _add_own_source(connection: sa.Connection, who: str) -> None:
    table = BY_NAME["kallor"]
    key = _key(table, OWN_SOURCE)
    if _find(connection, table, key) is None:
        row = dict.fromkeys(table.column_names) | OWN_SOURCE
        connection.execute(SQL_TABLES["kallor"].insert(), row)
        _log_change(connection, "kallor", key, None, row, who)


def _check(connection: sa.Connection, table: Table, row: Row) -> None:
    """InvalidStore unless the row passes the checks of the door, beside the rows that it
    refers to."""
    rows: dict[str, dict[str, Row]] = {}
    _gather(connection, table, row, rows)
    texts = [_as_texts(BY_NAME[name], list(found.values())) for name, found in rows.items()]
    _, problems = validate([_as_texts(table, [row]), *texts])
    if problems:
        labels = {column.name: column.label for column in table.columns}
        raise InvalidStore(
            [
                replace(problem, row=None, column=labels.get(problem.column, problem.column))
                for problem in problems
            ]
        )


def _gather(
    connection: sa.Connection, table: Table, row: Row, rows: dict[str, dict[str, Row]]
) -> None:
    """Add every row that a row refers to, and those that they refer to."""
    for column in table.columns:
        value = row[column.name]
        if not column.references:
            continue
        known = rows.setdefault(column.references, {})
        if value is None or value in known:
            continue
        target = BY_NAME[column.references]
        found = _find(connection, target, {target.key[0]: value})
        if found is not None:
            known[value] = found
            _gather(connection, target, found, rows)


def _as_texts(table: Table, rows: list[Row]) -> TextTable:
    lines = [
        (number, [as_text(row[name]) for name in table.column_names])
        for number, row in enumerate(rows, start=1)
    ]
    return TextTable(table.name, table.label, list(table.column_names), lines)


@contextlib.contextmanager
def alone(store: Store, *, by_command: bool = False) -> Iterator[sa.Connection]:
    """A transaction that alone may write, from its first reading on; InvalidStore where the
    database refuses, or the setting does and it isn't for a command."""
    if refusal := can_edit(store, by_command=by_command):
        raise InvalidStore([Problem(store.location.shown, refusal)])
    path = store.location.path
    before = path and path.stat().st_ino
    try:
        with (
            as_stored(store)
            .engine.connect()
            .execution_options(isolation_level="AUTOCOMMIT") as connection
        ):
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")
            _write_ahead(connection)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                if path and path.stat().st_ino != before:
                    raise InvalidStore(
                        [Problem(store.location.shown, "databasen byttes ut just nu; försök igen")]
                    )
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
                    connection.exec_driver_sql("ROLLBACK")
                raise
    except sa.exc.DBAPIError as error:
        message = f"ändringen gick inte att spara ({str(error.orig).strip()})"
        raise InvalidStore([Problem(store.location.shown, message)]) from error


def _write_ahead(connection: sa.Connection) -> None:
    """Switch the database to a write-ahead log, which lasts; SQLite does not itself wait for
    readers here."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except sa.exc.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
