"""Stores opened and checked: what isn't a SQLite database of our own making is compiled to one,
once per content."""

import contextlib
import datetime as dt
import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from lagesbild_data.model import settings
from lagesbild_data.model.checked import Rows, TextTable
from lagesbild_data.model.schema import metadata
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.model.validation import validate
from lagesbild_data.store import areafile, csv_folder, reports, sqlite_file, workplace
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.content import Content, fill
from lagesbild_data.store.databases import UNREADABLE, UNWRITABLE, engine_for, transaction
from lagesbild_data.store.kept import code_of, keep, kept
from lagesbild_data.store.location import SQLITE_SUFFIXES, Location
from lagesbild_data.store.stores import Store, as_text
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.progress import Progress, no_progress
from lagesbild_data.words.text import normalised

_log = logging.getLogger("lagesbild")


def open_store(text: str | Path) -> Store:
    """The checked store; InvalidStore with every fault otherwise.

    A SQLite database of our own making is asked where it is. Anything else is asked through a copy
    in the cache, so that what is asked is what was checked.
    """
    location = Location.parse(text)

    def opened(source: _Source) -> Store:
        if source.stored is not None and (
            _is_stored(source.stored, source.content)
            or (_is_stored(_normal(source.stored), source.content) and _normalise(location))
        ):
            # Closed after each question, so that the last one empties the write-ahead log and the
            # file can be replaced.
            return Store(
                location, engine_for(location.path or location.url, keep_connections=False)
            )
        return Store(location, _compiled(source))

    told, store = read_whole(location, opened)
    return replace(store, told=told)


def as_stored(store: Store) -> Store:
    """The user's own SQLite database with all that is stored in it, for who writes there."""
    if not store.in_place or store.location.path is None:
        raise ValueError(f"{store.location.shown}: what is asked is a copy")
    return replace(store, engine=engine_for(store.location.path, keep_connections=False), role="")


def rows_of(location: Location, progress: Progress = no_progress) -> Rows:
    """All rows of a store, typed; InvalidStore with every fault, also in its surfaces,
    otherwise."""
    _, rows = read_whole(location, lambda source: source.content.rows, progress)
    return rows


@dataclass(frozen=True)
class _Source:
    """Everything that a store holds, as it was written."""

    texts: list[TextTable]
    problems: list[Problem]
    surfaces: "tuple[str, bytes] | TextTable | None" = None
    """A file of surfaces, or a database's table of them."""
    stored: "Stored | None" = None
    """The values of a database that has our schema, as they are stored."""
    reports: Path | None = None
    """The file of single reports: it may be too large to hold, so only its hash is."""
    reports_hash: str = ""
    progress: Progress = no_progress

    @classmethod
    def read(cls, location: Location, progress: Progress = no_progress) -> "_Source":
        """What stands there now; InvalidStore where there is no store."""
        if location.path is not None and not location.path.exists():
            raise InvalidStore([Problem(location.text, "finns inte")])
        check_kind(location)
        problems: list[Problem] = []
        if location.is_folder and location.path is not None:
            texts, problems = csv_folder.read_folder(location.path)
            found = location.reports
            digest = _read(found, _hash, problems)
            file = surfaces_file(location, problems)
            return cls(
                texts, problems, file, None, found if digest else None, digest or "", progress
            )
        texts, table, stored = _read_database(location)
        return cls(texts, problems, table or surfaces_file(location, problems), stored)

    @cached_property
    def content(self) -> Content:
        """The typed rows and the surfaces; InvalidStore with every fault otherwise."""
        rows, problems = validate(self.texts, self.problems)
        # What is referred to may be missing only because its row is faulty.
        known = None if problems else rows
        surfaces, faults = checked_surfaces(self.surfaces, known)
        problems += faults
        if self.reports:
            summary, faults = reports.monthly(self.reports, known, self.progress)
            months = rows["brott_per_manad"]
            of_months = next((text for text in self.texts if text.name == "brott_per_manad"), None)
            problems += faults + (
                reports.overlap(of_months, months, summary) if of_months and summary else []
            )
            months += summary
        if problems:
            raise InvalidStore(problems)
        return Content(rows, surfaces)

    @property
    def key(self) -> str:
        """The same for the same content under the same rules, which are the code of the rooms that
        check and store."""
        digest = hashlib.sha256(
            repr((self.texts, self.problems, self.surfaces, self.reports_hash)).encode()
        )
        digest.update(code_of("words", "model", "store"))
        return digest.hexdigest()[:24]


T = TypeVar("T")
TRIES = 9


def read_whole(
    location: Location, use: Callable[[_Source], T], progress: Progress = no_progress
) -> tuple[tuple[str, ...], T]:
    """What is made of a store that doesn't change from when it is read until that is made, and what
    is to be told of it; InvalidStore where it never is the same for so long."""
    told: list[str] = []
    for attempt in range(TRIES):
        told += recover(location)
        before, fault = location.state_of_files(), None
        try:
            made = use(_Source.read(location, progress))
        except InvalidStore as invalid:
            fault = invalid
        is_missing = fault and location.path and workplace.is_moved_aside(location.path)
        if location.state_of_files() == before and not is_missing:
            if fault:
                raise fault
            return tuple(told), made
        time.sleep(0.01 * 2**attempt)
    raise never_still(location)


def never_still(location: Location) -> InvalidStore:
    """The fault of a store that is written each time it is read."""
    told = "ändras hela tiden medan det läses; försök igen om en stund"
    return InvalidStore([Problem(location.shown, told)])


def recover(location: Location) -> list[str]:
    """Clear what stopped processes left beside the store and in the cache; says which folders were
    put back."""
    if location.path is None:
        return []
    told = [
        f"{folder.name}: en ändring avbröts innan den var klar. Mappen är återställd som den var"
        " före ändringen; gör om den."
        for folder in workplace.clear(location.path.absolute().parent)
    ]
    for line in told:
        _log.warning(line)
    with contextlib.suppress(InvalidStore):  # who needs the cache is told that it can't be used
        workplace.clear(settings.cache_folder())
    return told


def surfaces_file(location: Location, problems: list[Problem]) -> tuple[str, bytes] | None:
    """Name and content of the store's file of surfaces, if it has one; what can't be read is added
    to the problems."""
    file = location.surfaces_file
    content = _read(file, Path.read_bytes, problems)
    return (file.name, content) if file and content is not None else None


def checked_surfaces(
    found: tuple[str, bytes] | TextTable | None, known: Rows | None
) -> tuple[Surfaces, list[Problem]]:
    """The surfaces of a file or a database's table, and every fault that they have."""
    area_ids = {row["omrade_id"] for row in known["omraden"]} if known else None
    if found is None:
        return {}, []
    if isinstance(found, TextTable):
        return areafile.from_table(found, area_ids)
    return areafile.from_file(*found, area_ids)


def _read(file: Path | None, read: Callable[[Path], T], problems: list[Problem]) -> T | None:
    """What is read from the file, if there is one; what can't be read is added to the problems."""
    if file is None:
        return None
    try:
        return read(file)
    except OSError as error:
        problems.append(csv_folder.unreadable(file, error))
        return None


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check_kind(location: Location) -> None:
    """InvalidStore where there is a file instead of a folder, or the other way round."""
    if (
        location.path is None
        or not location.path.exists()
        or location.path.is_dir() == location.is_folder
    ):
        return
    endings = ", ".join(SQLITE_SUFFIXES)
    is_what = (
        f"är en fil, varken en mapp eller en SQLite-fil ({endings})"
        if location.is_folder
        else "är en mapp"
    )
    raise InvalidStore([Problem(location.text, is_what)])


Stored = dict[str, list[sa.Row]]


def _read_database(
    location: Location,
) -> tuple[list[TextTable], TextTable | None, Stored | None]:
    """Every known table of a database, and that of its surfaces, as it is at one moment: as text,
    so that it passes the same checks as a CSV folder, and, when the database has our schema, as it
    is stored."""
    texts: dict[str, TextTable] = {}
    stored: Stored = {}
    with transaction(location.path or location.url, location.shown, UNREADABLE) as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            sqlite_file.read_leniently(connection)
        inspected = sa.inspect(connection)
        names = [table.name for table in (*TABLES, SURFACES)]
        present = [name for name in names if name in inspected.get_table_names()]
        is_ours = is_sqlite and sqlite_file.has_our_schema(connection)
        problems = [
            Problem(location.shown, f"{name} är en vy; bara tabeller läses")
            for name in names
            if name in inspected.get_view_names()
        ]
        problems += (
            sqlite_file.damage(connection, location.shown, None if is_ours else present)
            if is_sqlite
            else []
        )
        if problems:
            raise InvalidStore(problems)
        for name in present:
            texts[name], stored[name] = read_table(connection, name)
    surfaces = texts.pop(SURFACES.name, None)
    if not texts:
        raise InvalidStore(
            [
                Problem(
                    location.shown, "databasen innehåller ingen av tabellerna, till exempel omraden"
                )
            ]
        )
    if surfaces and (beside := location.surfaces_file):
        _log.warning(
            f"{beside.name} läses inte, för ytorna finns i databasen. Läs in filen med "
            "kommandot import om den är nyare, och ta sedan bort den."
        )
    return list(texts.values()), surfaces, stored if is_ours else None


def read_table(connection: sa.Connection, name: str) -> tuple[TextTable, list[sa.Row]]:
    """A table's values, whatever columns it has, as text and as they are stored."""
    answer = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
    header, rows = list(answer.keys()), list(answer)
    lines = [
        (number, [as_text(value) for value in row]) for number, row in enumerate(rows, start=1)
    ]
    return TextTable(name, f"tabellen {name}", header, lines), rows


def _is_stored(stored: Mapping[str, Sequence[Sequence]], content: Content) -> bool:
    """Whether a database with our schema holds these rows as we store them: no "" for NULL, no "ja"
    for 1, and no 2023.0 for 2023."""
    wanted = {
        name: [tuple(map(_as_stored, row.values())) for row in table]
        for name, table in content.rows.items()
    }
    wanted[SURFACES.name] = list(content.surfaces.items())
    return all(
        [tuple(row) for row in stored[name]] == rows
        and all(
            type(value) is type(other)
            for pair in zip(stored[name], rows, strict=True)
            for value, other in zip(*pair, strict=True)
        )
        for name, rows in wanted.items()
    )


def _normal(stored: Stored) -> dict[str, list[tuple]]:
    return {name: [tuple(map(_normal_value, row)) for row in rows] for name, rows in stored.items()}


def _normal_value(value: Any) -> Any:
    return normalised(value) if isinstance(value, str) else value


def _normalise(location: Location) -> bool:
    """Give the texts of a database with our schema the form that a text has here, which those of
    earlier versions may lack; whether that is done. One that can't be written is asked through a
    copy."""
    if settings.read_only():
        return False
    with (
        contextlib.suppress(InvalidStore),
        transaction(location.path or location.url, location.shown, UNWRITABLE) as connection,
    ):
        connection.connection.dbapi_connection.create_function("normal", 1, _normal_value)  # type: ignore[union-attr]
        for table in metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, sa.Text):
                    normal = sa.func.normal(column)
                    connection.execute(
                        sa.update(table).where(normal != column).values({column: normal})
                    )
        return True
    return False


def _as_stored(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _compiled(source: _Source) -> sa.Engine:
    """The SQLite file with this content, made when it isn't in the user's cache."""
    target = kept(source.key, lambda part: fill(part, source.content, part.name))
    engine = engine_for(target)
    keep(target, engine)
    return engine
