"""A store copied to another kind of store, replaced as a whole."""

import contextlib
import shutil
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.model.checked import Rows
from lagesbild_data.model.schema import metadata
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.store import areafile, csv_folder
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.content import Content, fill, insert
from lagesbild_data.store.databases import UNREADABLE, UNWRITABLE, engine_for, transaction
from lagesbild_data.store.location import Location, State
from lagesbild_data.store.opening import (
    check_kind,
    checked_surfaces,
    read_table,
    read_whole,
    recover,
    surfaces_file,
)
from lagesbild_data.store.stores import as_text
from lagesbild_data.store.workplace import Replacement, Workplace
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.progress import Progress, no_progress


def build(
    source: str | Path,
    target: str | Path,
    progress: Progress = no_progress,
    expected: State | None = None,
) -> dict[str, int]:
    """Copy a store, with its surfaces, to another kind of store and give the rows per table.

    The target is replaced as a whole once everything is written; InvalidStore and OSError leave it
    as it was, so also where its files aren't in the state that is `expected`.
    """
    goal = Location.parse(target)
    recover(goal)
    check_target(goal)
    if expected is not None and goal.state() != expected:
        raise _changed(goal)
    _, content = read_whole(Location.parse(source), lambda origin: origin.content, progress)
    if not content.surfaces:
        content = replace(content, surfaces=_standing_surfaces(goal, content.rows))
    if goal.path is None:
        with transaction(goal.url, goal.shown, UNWRITABLE) as connection:
            metadata.drop_all(connection)
            insert(connection, content)
    elif goal.is_folder:
        _write_folder(content, goal.path, expected)
    else:
        _write_sqlite(content, goal.path)
    return {name: len(table) for name, table in content.rows.items()}


def _standing_surfaces(goal: Location, known: Rows) -> Surfaces:
    """The surfaces that a store has which is to be replaced; InvalidStore where they don't fit the
    new rows."""
    table, problems = None, list[Problem]()
    if goal.path is None or goal.path.is_file():
        # What can't be read is replaced.
        with (
            contextlib.suppress(InvalidStore),
            transaction(goal.path or goal.url, goal.shown, UNREADABLE) as connection,
        ):
            if SURFACES.name in sa.inspect(connection).get_table_names():
                table, _ = read_table(connection, SURFACES.name)
    surfaces, faults = checked_surfaces(table or surfaces_file(goal, problems), known)
    if problems or faults:
        told = "Ytorna i målet ska finnas kvar, men passar inte: "
        raise InvalidStore(
            [replace(fault, message=told + fault.message) for fault in problems + faults]
        )
    return surfaces


def check_target(goal: Location) -> None:
    """InvalidStore where a store can't be put."""
    check_kind(goal)
    if goal.path is None:
        engine_for(goal.url)
        return
    here, path = Path.cwd(), goal.path.resolve()
    if path == here or path in here.parents:
        raise InvalidStore(
            [Problem(goal.text, "är mappen du står i, eller en mapp ovanför; välj en annan mapp")]
        )
    if not goal.path.parent.is_dir():
        raise InvalidStore([Problem(goal.text, "mappen där den ska ligga finns inte")])
    if (path / f"{REPORTS.name}.csv").exists():
        message = (
            f"{REPORTS.name}.csv räknas bara samman och skrivs inte; gör en kopia av mappen med"
            " kommandot build"
        )
        raise InvalidStore([Problem(goal.text, message)])
    foreign = (
        sorted(file.name for file in path.iterdir() if file.name not in _OWN_FILES)
        if path.is_dir()
        else []
    )
    if foreign:
        raise InvalidStore(
            [Problem(goal.text, f"mappen innehåller {foreign[0]}; välj en tom eller ny mapp")]
        )


README = "LÄSMIG.txt"
"""Stands beside the tables of a folder that has been downloaded, and tells what they are."""
_OWN_FILES = {f"{table.name}.csv" for table in TABLES} | {areafile.NAME, README}


def _write_sqlite(content: Content, target: Path) -> None:
    with Workplace(target.parent) as folder:
        part = Path(folder, "new.sqlite")
        fill(part, content, str(target))
        _empty_log(target)
        part.replace(target)


def _empty_log(target: Path, seconds: float = 10) -> None:
    """Finish what a database's log tells of: left behind, SQLite would take it for the new file's
    log."""
    logs = [target.with_name(f"{target.name}-{ending}") for ending in ("wal", "journal")]
    deadline = time.monotonic() + seconds
    while any(log.exists() for log in logs):
        if not target.exists():
            for log in logs:
                log.unlink(missing_ok=True)
            return
        with (
            contextlib.suppress(sqlite3.DatabaseError),
            contextlib.closing(sqlite3.connect(target)) as database,
        ):
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("BEGIN EXCLUSIVE")
            logs[1].unlink(missing_ok=True)  # nobody writes, so what is left of it tells of nothing
        if any(log.exists() for log in logs) and time.monotonic() > deadline:
            raise InvalidStore(
                [Problem(str(target), "används av ett annat program; stäng det och försök igen")]
            )


def _changed(goal: Location) -> InvalidStore:
    return InvalidStore([Problem(goal.text, "har ändrats av någon annan under tiden; gör om det")])


def _write_folder(content: Content, target: Path, expected: State | None) -> None:
    with Replacement(target) as replacement:
        part = replacement.new
        for table in TABLES:
            lines = (
                [as_text(row[name]) for name in table.column_names]
                for row in content.rows[table.name]
            )
            csv_folder.write_table(part / f"{table.name}.csv", table.column_names, lines)
        if content.surfaces:
            (part / areafile.NAME).write_bytes(areafile.as_file(content.surfaces))
        if (target / README).exists():
            shutil.copy2(target / README, part)
        replacement.move_aside()
        try:
            # Only one process can have moved the folder aside: what it holds now, nobody else will
            # change.
            if expected is not None and Location.parse(replacement.old).state() != expected:
                raise _changed(Location.parse(target))
            replacement.put_in_place()
        except (OSError, InvalidStore):
            replacement.put_back()
            raise
