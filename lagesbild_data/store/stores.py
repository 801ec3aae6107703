"""Stores: where the data lives, opened, checked and copied.

A store is a folder of CSV files, a SQLite file or a SQLAlchemy URL. All of them are asked in SQL:
what isn't a SQLite database of our own making is checked and compiled to one, once per content.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import math
import os
import re
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model import settings
from lagesbild_data.model.rules import Rows, TextTable, validate
from lagesbild_data.model.schema import SQL_SURFACES, SQL_TABLES, metadata
from lagesbild_data.model.tables import REPORTS, SURFACES, TABLES
from lagesbild_data.store import areafile, csv_folder, reports, sqlite_file, workplace
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.workplace import Replacement, Workplace
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.progress import Progress, no_progress
from lagesbild_data.words.text import normalised

_log = logging.getLogger("lagesbild")

PUBLISHED = Path(__file__).parents[1] / "publicerat"
SQLITE_SUFFIXES = (".sqlite", ".sqlite3", ".db")
Connection = sqlite3.Connection
State = list[tuple[str, int, int, int]]
"""Name, time of change, size and identity of each file of a store, and the identity of its folder.
"""


@dataclass(frozen=True)
class Location:
    """Where a store is: `path` for a CSV folder or SQLite file, else `url` alone."""

    text: str
    url: str
    path: Path | None
    is_folder: bool

    @classmethod
    def parse(cls, text: str | Path) -> "Location":
        """The location that a user wrote; a bare path without a SQLite ending is a CSV folder."""
        name = str(text)
        if name.startswith("sqlite:///"):
            return cls(name, "", Path(name.removeprefix("sqlite:///")), False)
        if "://" in name:
            return cls(name, name, None, False)
        path = Path(name)
        return cls(name, "", path, path.is_dir() or path.suffix.lower() not in SQLITE_SUFFIXES)

    @property
    def shown(self) -> str:
        """The text as others may see it: without the password of a URL."""
        return _shown(self.text)

    @property
    def surfaces_file(self) -> Path | None:
        """The file with the store's own area surfaces, if it has one: omraden.geojson in a folder.
        Beside a database earlier versions wrote NAME.geojson, which is read where the database has
        no table for them.
        """
        if self.path is None:
            return None
        file = self.path / areafile.NAME if self.is_folder else self.path.with_suffix(".geojson")
        return file if file.exists() else None

    @property
    def reports(self) -> Path | None:
        """The folder's file of single reports, if it has one."""
        file = self.path / f"{REPORTS.name}.csv" if self.path and self.is_folder else None
        return file if file and file.exists() else None

    def fingerprint(self) -> str:
        """Changes whenever a file of the store changes, for a URL every minute; cheap enough for
        every page view."""
        if self.path is None:
            return f"{self.url} {int(time.time() // 60)}"
        # What isn't there may come back as it was, but it isn't the same.
        return f"{self.path.absolute()} {self.state() or time.time_ns()}"

    def state(self) -> State:
        """What tells whether any of its files has changed, or its folder been replaced; nothing of
        a URL."""
        if self.path is None or self.is_folder:
            return self.state_of_files()
        return (
            _stats([self.path, self.path.with_name(f"{self.path.name}-wal")])
            + self.state_of_files()
        )

    def state_of_files(self) -> State:
        """The state of what isn't read in a transaction."""
        surfaces = self.surfaces_file  # asked once: it may go away meanwhile
        files = [surfaces] if surfaces else []
        if self.path is None or not self.is_folder:
            return _stats(files)
        with contextlib.suppress(OSError):
            identity = self.path.stat().st_ino
            return [("", 0, 0, identity), *_stats(csv_folder.csv_files(self.path) + files)]
        return []

    def identity(self) -> str:
        """Changes when the store is replaced, but not when a SQLite database is written in
        place."""
        if self.path is None or self.is_folder:
            return self.fingerprint()
        try:
            # Asked through SQLite: to open and close the file itself would drop this process's
            # locks on it.
            uri = f"{self.path.absolute().as_uri()}?mode=rw"
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
                [stamp] = database.execute("PRAGMA user_version").fetchone()
            found = f"{self.path.stat().st_ino} {stamp}"
        except (OSError, sqlite3.Error):
            return self.fingerprint()
        return f"{self.path.absolute()} {found} {self.state_of_files()}"


def _stats(files: list[Path]) -> State:
    """The state of the files that exist, also where one goes away meanwhile."""
    stats = []
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            stat = file.stat()
            stats.append((file.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return stats


def _shown(place: Path | str) -> str:
    return re.sub("(://[^:/@]*:).*@", r"\1***@", str(place))


@dataclass(frozen=True)
class Store:
    """An open, checked store."""

    location: Location
    engine: sa.Engine
    told: tuple[str, ...] = ()
    """What its users must know of how it was opened, a sentence each."""
    role: str = ""
    """Whose eyes it is seen with; "" for all that is stored."""

    def asked_through(
        self, prepare: Callable[[Connection], None], file: Path, role: str
    ) -> "Store":
        """The same store seen by a role, asked through connections that are each prepared so, with
        a kept file."""
        engine = _asking(sa.create_engine(self.engine.url, poolclass=type(self.engine.pool)))
        sa.event.listen(engine, "connect", lambda connection, _: prepare(connection))
        _keep(file, engine)
        return replace(self, engine=engine, role=role)

    def rows(self, query: sa.Executable) -> Sequence[sa.Row]:
        """The answer to a query, row by row."""
        with self.engine.connect() as connection:
            return connection.execute(query).all()

    def frame(self, query: sa.Executable) -> pd.DataFrame:
        """The answer to a query as a new frame, one column per selected column."""
        with self.engine.connect() as connection:
            answer = connection.execute(query)
            return pd.DataFrame(answer.all(), columns=list(answer.keys()))

    @property
    def in_place(self) -> bool:
        """Whether what is asked is the user's own SQLite database, and not a copy of what the store
        holds."""
        path, database = self.location.path, self.engine.url.database
        return path is not None and database in (str(path), path.absolute().as_uri())

    @property
    def surfaces(self) -> Surfaces:
        """The store's own area surfaces; none where the map draws those that come with the
        program."""
        with self.engine.connect() as connection:
            return surfaces_in(connection)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that are the same for the same content, whatever kind of store
        holds it."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql(
                "BEGIN"
            )  # all of it as it is at one moment, also where it is just replaced
            tables = [
                (table.name, connection.execute(sa.select(SQL_TABLES[table.name])).all())
                for table in TABLES
            ]
            return content_hash(tables, surfaces_in(connection))


def surfaces_in(connection: sa.Connection) -> Surfaces:
    """A store's own area surfaces, in the transaction of a connection."""
    return {row.omrade_id: row.geometri for row in connection.execute(sa.select(SQL_SURFACES))}


def content_hash(tables: Iterable[tuple[str, Iterable[tuple | sa.Row]]], surfaces: Surfaces) -> str:
    """Twelve hexadecimal digits for tables by name, the same in whatever order their rows stand,
    and for surfaces."""
    digest = hashlib.sha256()
    for name, rows in (*tables, *([(SURFACES.name, surfaces.items())] if surfaces else [])):
        # As tuples: the repr of an SQLAlchemy row leaves out the middle of a long text.
        digest.update("\n".join([name, *sorted(repr(tuple(row)) for row in rows), ""]).encode())
    return digest.hexdigest()[:12]


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
            return Store(location, _engine(location.path or location.url, keep_connections=False))
        return Store(location, _compiled(source))

    told, store = _read_whole(location, opened)
    return replace(store, told=told)


def as_stored(store: Store) -> Store:
    """The user's own SQLite database with all that is stored in it, for who writes there."""
    if not store.in_place or store.location.path is None:
        raise ValueError(f"{store.location.shown}: what is asked is a copy")
    return replace(store, engine=_engine(store.location.path, keep_connections=False), role="")


def rows_of(location: Location, progress: Progress = no_progress) -> Rows:
    """All rows of a store, typed; InvalidStore with every fault, also in its surfaces,
    otherwise."""
    _, rows = _read_whole(location, lambda source: source.content.rows, progress)
    return rows


_UNREADABLE = "går inte att läsa som databas"
_UNWRITABLE = "går inte att skriva till"


@dataclass(frozen=True)
class _Content:
    """The checked content of a store."""

    rows: Rows
    surfaces: Surfaces


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
        _check_kind(location)
        problems: list[Problem] = []
        if location.is_folder and location.path is not None:
            texts, problems = csv_folder.read_folder(location.path)
            found = location.reports
            digest = _read(found, _hash, problems)
            file = _surfaces_file(location, problems)
            return cls(
                texts, problems, file, None, found if digest else None, digest or "", progress
            )
        texts, table, stored = _read_database(location)
        return cls(texts, problems, table or _surfaces_file(location, problems), stored)

    @cached_property
    def content(self) -> _Content:
        """The typed rows and the surfaces; InvalidStore with every fault otherwise."""
        rows, problems = validate(self.texts, self.problems)
        # What is referred to may be missing only because its row is faulty.
        known = None if problems else rows
        surfaces, faults = _checked_surfaces(self.surfaces, known)
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
        return _Content(rows, surfaces)

    @property
    def key(self) -> str:
        """The same for the same content under the same rules, which are the code of the rooms that
        check and store."""
        digest = hashlib.sha256(
            repr((self.texts, self.problems, self.surfaces, self.reports_hash)).encode()
        )
        for room in ("words", "model", "store"):
            for file in sorted((PUBLISHED.parent / room).glob("*.py")):
                digest.update(file.read_bytes())
        return digest.hexdigest()[:24]


T = TypeVar("T")


_TRIES = 9


def _read_whole(
    location: Location, use: Callable[[_Source], T], progress: Progress = no_progress
) -> tuple[tuple[str, ...], T]:
    """What is made of a store that doesn't change from when it is read until that is made, and what
    is to be told of it; InvalidStore where it never is the same for so long."""
    told: list[str] = []
    for attempt in range(_TRIES):
        told += _recover(location)
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
    raise InvalidStore(
        [Problem(location.text, "ändras hela tiden medan det läses; försök igen om en stund")]
    )


def _recover(location: Location) -> list[str]:
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
    with contextlib.suppress(InvalidStore):  # an opened database needs no cache
        workplace.clear(settings.cache_folder())
    return told


def _surfaces_file(location: Location, problems: list[Problem]) -> tuple[str, bytes] | None:
    file = location.surfaces_file
    content = _read(file, Path.read_bytes, problems)
    return (file.name, content) if file and content is not None else None


def _checked_surfaces(
    found: tuple[str, bytes] | TextTable | None, known: Rows | None
) -> tuple[Surfaces, list[Problem]]:
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


def _check_kind(location: Location) -> None:
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
    with _transaction(location.path or location.url, location.shown, _UNREADABLE) as connection:
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
            texts[name], stored[name] = _read_table(connection, name)
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


def _read_table(connection: sa.Connection, name: str) -> tuple[TextTable, list[sa.Row]]:
    """A table's values, whatever columns it has, as text and as they are stored."""
    answer = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
    header, rows = list(answer.keys()), list(answer)
    lines = [
        (number, [as_text(value) for value in row]) for number, row in enumerate(rows, start=1)
    ]
    return TextTable(name, f"tabellen {name}", header, lines), rows


def as_text(value: object) -> str:
    """The value as it stands in a CSV file."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (float, Decimal)) and math.isfinite(value):
        plain = f"{Decimal(str(value)):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return str(value)


def _is_stored(stored: Mapping[str, Sequence[Sequence]], content: _Content) -> bool:
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
        _transaction(location.path or location.url, location.shown, _UNWRITABLE) as connection,
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


@contextlib.contextmanager
def _transaction(place: Path | str, shown: str, fault: str) -> Iterator[sa.Connection]:
    """A connection that commits at the end; InvalidStore, with what the database answered, when it
    refuses."""
    engine = _engine(place)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")  # Python would begin only at the first write
            yield connection
    except (sa.exc.DBAPIError, UnicodeError) as error:
        raise InvalidStore(
            [Problem(shown, f"{fault} ({sqlite_file.in_swedish(error)})")]
        ) from error
    finally:
        engine.dispose()


def _engine(place: Path | str, *, keep_connections: bool = True) -> sa.Engine:
    """An engine for a SQLite file or for the URL of any database."""
    pool = None if keep_connections else sa.NullPool
    try:
        url = _sqlite_url(place) if isinstance(place, Path) else place
        engine = sa.create_engine(url, poolclass=pool)
    except ImportError as error:
        raise InvalidStore(
            [Problem(_shown(place), f"databasens drivrutin {error.name} är inte installerad")]
        ) from error
    except (sa.exc.ArgumentError, ValueError) as error:
        message = "är inte en adress till en databas, till exempel sqlite:///data.sqlite"
        raise InvalidStore([Problem(_shown(place), message)]) from error
    return _asking(engine)


def _asking(engine: sa.Engine) -> sa.Engine:
    """The engine, whose connections to a SQLite file are careful."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: sqlite_file.be_careful(connection))
    return engine


def _sqlite_url(path: Path) -> sa.URL:
    """The address of a SQLite file; of one that can't be written as a file that no one writes,
    since SQLite would otherwise need to write beside it where it once had a write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    if (
        not path.exists()
        or log.exists()
        or (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))
    ):
        return sa.URL.create("sqlite", database=str(path))
    return sa.URL.create(
        "sqlite", database=path.absolute().as_uri(), query={"immutable": "1", "uri": "true"}
    )


def _compiled(source: _Source) -> sa.Engine:
    """The SQLite file with this content, made when it isn't in the user's cache."""
    target = kept(source.key, lambda part: _fill(part, source.content, part.name))
    engine = _engine(target)
    _keep(target, engine)
    return engine


def kept(name: str, write: Callable[[Path], None]) -> Path:
    """The SQLite file with this name in the user's cache, written where it isn't there."""
    cache = settings.cache_folder()
    target = cache / f"{name}.sqlite"
    if not target.exists():
        with Workplace() as folder:
            part = Path(folder, "new.sqlite")
            write(part)
            try:
                part.replace(target)
            except (
                PermissionError
            ):  # Windows, when another process has just made the same file and opened it
                if not target.exists():
                    raise
        _forget_old(cache)
    return target


def _keep(file: Path, engine: sa.Engine) -> None:
    """Mark a compiled file as used now, and again when it is asked after an hour, so that it isn't
    forgotten."""
    marked = -math.inf

    def mark(*_: object) -> None:
        nonlocal marked
        if time.time() > marked + 3600:
            marked = time.time()
            with contextlib.suppress(OSError):
                os.utime(file)

    mark()
    sa.event.listen(engine, "checkout", mark)


def _forget_old(cache: Path, days: int = 30) -> None:
    oldest = time.time() - days * 24 * 3600
    for file in cache.glob("*.sqlite"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()


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
    _recover(goal)
    check_target(goal)
    if expected is not None and goal.state() != expected:
        raise _changed(goal)
    _, content = _read_whole(Location.parse(source), lambda origin: origin.content, progress)
    if not content.surfaces:
        content = replace(content, surfaces=_standing_surfaces(goal, content.rows))
    if goal.path is None:
        with _transaction(goal.url, goal.shown, _UNWRITABLE) as connection:
            metadata.drop_all(connection)
            _insert(connection, content)
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
            _transaction(goal.path or goal.url, goal.shown, _UNREADABLE) as connection,
        ):
            if SURFACES.name in sa.inspect(connection).get_table_names():
                table, _ = _read_table(connection, SURFACES.name)
    surfaces, faults = _checked_surfaces(table or _surfaces_file(goal, problems), known)
    if problems or faults:
        told = "Ytorna i målet ska finnas kvar, men passar inte: "
        raise InvalidStore(
            [replace(fault, message=told + fault.message) for fault in problems + faults]
        )
    return surfaces


def check_target(goal: Location) -> None:
    """InvalidStore where a store can't be put."""
    _check_kind(goal)
    if goal.path is None:
        _engine(goal.url)
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


def _insert(connection: sa.Connection, content: _Content) -> None:
    metadata.create_all(connection)
    for name, table in content.rows.items():
        if table:
            connection.execute(SQL_TABLES[name].insert(), table)
    put_surfaces(connection, content.surfaces)


def put_surfaces(connection: sa.Connection, surfaces: Surfaces) -> None:
    """Put surfaces in place of those that stand there, in the transaction of a connection."""
    connection.execute(SQL_SURFACES.delete())
    if surfaces:
        rows = [
            dict(zip(SURFACES.column_names, surface, strict=True)) for surface in surfaces.items()
        ]
        connection.execute(SQL_SURFACES.insert(), rows)


def _write_sqlite(content: _Content, target: Path) -> None:
    with Workplace(target.parent) as folder:
        part = Path(folder, "new.sqlite")
        _fill(part, content, str(target))
        _empty_log(target)
        part.replace(target)


def _fill(part: Path, content: _Content, shown: str) -> None:
    with _transaction(part, shown, _UNWRITABLE) as connection:
        _insert(connection, content)
        connection.exec_driver_sql(
            f"PRAGMA user_version = {zlib.crc32(repr(content).encode()) >> 1}"
        )


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


def _write_folder(content: _Content, target: Path, expected: State | None) -> None:
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
