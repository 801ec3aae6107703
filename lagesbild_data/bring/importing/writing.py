"""Doing what was planned, all or nothing."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.bring.importing.standing import (
    row_key,
    rows_in,
    standing_surfaces,
    state_of,
    surfaces_read,
)
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.public.reader import UNSEEN, Reader, as_seen_by
from lagesbild_data.store import areafile, editing
from lagesbild_data.store.building import build, check_target
from lagesbild_data.store.content import put_surfaces
from lagesbild_data.store.opening import as_stored, open_store
from lagesbild_data.store.stores import Store
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words.problems import InvalidStore, Problem

_TOGETHER = 200
"""Counts that aren't shown that one row of the change log tells of."""


def carry_out(store: Store, planned: Plan, who: str, *, by_command: bool = False) -> None:
    """Do what was planned, in one transaction, with a row in the change log for the file and one
    for each changed row.

    InvalidStore where the store can't be written or has changed since in what the plan is about;
    then nothing is done.
    """
    if not planned.is_ready:
        raise ValueError(f"{planned.upload.name}: the plan has faults")
    writer = editing.writer(who)
    with editing.alone(store, by_command=by_command) as connection:
        known = rows_in(connection, planned.rests_on)
        surfaces = standing_surfaces(connection, known["omraden"])
        seen = as_seen_by(Reader(), as_stored(store))  # as it is now
        with seen.engine.connect() as reading:
            standing = state_of(seen, rows_in(reading, planned.rests_on), surfaces)
        if standing != planned.standing:
            message = "lagret har ändrats sedan filen granskades; granska den igen"
            raise InvalidStore([Problem(planned.upload.name, message)])
        write(connection, planned, known, writer)
        if planned.surfaces:
            drawn = {area: areafile.as_text(surface) for area, surface in surfaces.items()}
            put_surfaces(connection, drawn | surfaces_read(planned.reading))


def write(connection: sa.Connection, planned: Plan, known: Rows, who: str) -> None:
    """Do it to the store that holds these rows."""
    log = []
    for table in TABLES:  # in the order of what refers to what
        change = planned.changes.get(table.name, TableChange())
        sql_table = SQL_TABLES[table.name]
        if change.new:
            connection.execute(sql_table.insert(), change.new)
        for before, after in change.changed:
            key = {name: after[name] for name in table.key}
            connection.execute(sql_table.update().where(editing.same_key(table, key)).values(after))
            log.append(editing.log_entry(table.name, key, before, after, who))
        log += _write_unseen(
            connection, table, change.unseen, known.get(table.name, []), planned.upload.name, who
        )
    log += _remember(connection, planned.choices, who)
    counts = {
        name: {
            "nya": len(change.new),
            "ändrade": len(change.changed),
            editing.UNSHOWN: len(change.unseen),
        }
        for name, change in planned.changes.items()
        if change.does_something
    }
    if planned.surfaces:
        new = sum(before is None for before in planned.surfaces.values())
        counts["omraden.geojson"] = {"nya": new, "ändrade": len(planned.surfaces) - new}
    if counts:
        what = {"fil": planned.upload.name, "format": planned.format.name if planned.format else ""}
        log.insert(0, editing.log_entry(editing.IMPORT, what, None, counts, who))
    if log:
        connection.execute(SQL_TABLES["andringslogg"].insert(), log)


def _write_unseen(
    connection: sa.Connection,
    table: Table,
    rows: Sequence[Row],
    stored: Sequence[Row],
    file: str,
    who: str,
) -> list[Row]:
    """Write over counts that aren't shown. Gives the rows of the log, as many whatever stood there,
    or their numbers would tell; they hold what really changed."""
    by_key = {row_key(table, row): row for row in stored} if rows else {}
    log = []
    for start in range(0, len(rows), _TOGETHER):
        part = [(by_key[row_key(table, row)], row) for row in rows[start : start + _TOGETHER]]
        changed = [(before, before | row) for before, row in part if before != before | row]
        for _, row in changed:
            connection.execute(
                SQL_TABLES[table.name].update().where(editing.same_key(table, row)).values(row)
            )
        what = {"tabell": table.name, "fil": file, "skrivna": len(part)}
        before, after = ({"rader": [pair[at] for pair in changed]} for at in (0, 1))
        log.append(editing.log_entry(UNSEEN, what, before, after, who))
    return log


def _remember(
    connection: sa.Connection, choices: Mapping[tuple[str, str], str], who: str
) -> list[Row]:
    """Put what has been chosen in place of what was chosen before; gives the rows of the log."""
    sql_table, log = SQL_TABLES["namnval"], []
    for (table, name), value in choices.items():
        key = {"tabell": table, "namn": name}
        before = connection.execute(sa.select(sql_table).filter_by(**key)).mappings().first()
        after = key | {"vald_id": value or None}
        connection.execute(sql_table.delete().filter_by(**key))
        connection.execute(sql_table.insert(), after)
        log.append(editing.log_entry("namnval", key, dict(before) if before else None, after, who))
    return log


@contextlib.contextmanager
def writable(target: str, *, to_try: bool = False) -> Iterator[Store]:
    """The store, opened so that files can be brought into it. One that isn't a SQLite database of
    our own is written back as a whole at the end, if anything has changed; InvalidStore and OSError
    then leave it as it was. `to_try` gives a copy that nothing comes of."""
    store = open_store(target)
    if store.in_place and not to_try:
        yield store
        return
    if not to_try:
        check_target(store.location)
    with Workplace() as folder:
        copy = Path(folder) / "lager.sqlite"
        found = store.location.state()
        build(target, copy)
        store = open_store(copy)
        before = store.version
        yield store
        if not to_try and store.version != before:
            build(copy, target, expected=found)
