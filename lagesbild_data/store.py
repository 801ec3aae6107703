"""Stores: where the data lives, opened, checked and copied.

A store is a folder of CSV files, a SQLite file or a SQLAlchemy URL. All of them are asked in SQL: what isn't a SQLite
database of our own making is checked and compiled to one, once per content.
"""

import contextlib
import datetime as dt
import glob
import hashlib
import math
import os
import re
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TypeVar

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import areafile, csvfiles, reports, settings
from lagesbild_data.problems import InvalidStore, Problem
from lagesbild_data.progress import Progress, no_progress
from lagesbild_data.schema import SQL_TABLES, metadata
from lagesbild_data.tables import REPORTS, TABLES
from lagesbild_data.validation import Rows, validate

PUBLISHED = Path(__file__).parent / "publicerat"
SQLITE_SUFFIXES = (".sqlite", ".sqlite3", ".db")
State = list[tuple[str, int, int]]
"""Name, time of change and size of each file of a store."""


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
        """Where the store's own area surfaces belong: omraden.geojson in a folder, NAME.geojson beside a database."""
        if self.path is None:
            return None
        return self.path / "omraden.geojson" if self.is_folder else self.path.with_suffix(".geojson")

    @property
    def surfaces(self) -> Path | None:
        """The store's own area surfaces, if it has any."""
        return self.surfaces_file if self.surfaces_file and self.surfaces_file.exists() else None

    @property
    def reports(self) -> Path | None:
        """The folder's file of single reports, if it has one."""
        file = self.path / f"{REPORTS.name}.csv" if self.path and self.is_folder else None
        return file if file and file.exists() else None

    def fingerprint(self) -> str:
        """Changes whenever a file of the store changes, for a URL every minute; cheap enough for every page view."""
        if self.path is None:
            return f"{self.url} {int(time.time() // 60)}"
        return f"{self.path.absolute()} {self.state()}"

    def state(self) -> State:
        """Name, time and size of each of its files; none of a URL."""
        if self.path is None:
            return []
        files = [self.path]
        if self.is_folder:
            with contextlib.suppress(OSError):
                files = csvfiles.csv_files(self.path)
        else:
            files = [self.path, self.path.with_name(f"{self.path.name}-wal")]
        files += [self.surfaces] if self.surfaces else []
        return _stats(files)

    def identity(self) -> str:
        """Changes when the store is replaced, but not when a SQLite database is written in place."""
        if self.path is None or self.is_folder:
            return self.fingerprint()
        try:
            # Asked through SQLite: to open and close the file itself would drop this process's locks on it.
            uri = f"{self.path.absolute().as_uri()}?mode=rw"
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
                [stamp] = database.execute("PRAGMA user_version").fetchone()
            found = f"{self.path.stat().st_ino} {stamp}"
        except (OSError, sqlite3.Error):
            return self.fingerprint()
        return f"{self.path.absolute()} {found} {_stats([self.surfaces] if self.surfaces else [])}"


def _stats(files: list[Path]) -> State:
    """Name, time and size of the files that exist, also of one that goes away meanwhile."""
    stats = []
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            stat = file.stat()
            stats.append((file.name, stat.st_mtime_ns, stat.st_size))
    return stats


def _shown(place: Path | str) -> str:
    return re.sub("(://[^:/@]*:).*@", r"\1***@", str(place))


@dataclass(frozen=True)
class Store:
    """An open, checked store."""

    location: Location
    engine: sa.Engine

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
        """Whether what is asked is the user's own SQLite database, and not a copy of what the store holds."""
        path, database = self.location.path, self.engine.url.database
        return path is not None and database in (str(path), path.absolute().as_uri())

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that are the same for the same content, whatever kind of store holds it."""
        return content_hash((table.name, self.rows(sa.select(SQL_TABLES[table.name]))) for table in TABLES)


def content_hash(tables: Iterable[tuple[str, Iterable[tuple | sa.Row]]]) -> str:
    """Twelve hexadecimal digits for tables by name, the same in whatever order their rows stand."""
    digest = hashlib.sha256()
    for name, rows in tables:
        # As tuples: the repr of an SQLAlchemy row leaves out the middle of a long text.
        digest.update("\n".join([name, *sorted(repr(tuple(row)) for row in rows), ""]).encode())
    return digest.hexdigest()[:12]


def open_store(text: str | Path) -> Store:
    """The checked store; InvalidStore with every fault otherwise.

    A SQLite database of our own making is asked where it is. Anything else is asked through a copy in the cache, so
    that what is asked is what was checked.
    """
    location = Location.parse(text)
    source = _Source.read(location)
    if source.stored is not None and _is_stored(source.stored, source.rows):
        # Closed after each question, so that the last one empties the write-ahead log and the file can be replaced.
        return Store(location, _engine(location.path or location.url, keep_connections=False))
    return Store(location, _compiled(source))


def rows_of(location: Location, progress: Progress = no_progress) -> Rows:
    """All rows of a store, typed; InvalidStore with every fault, also in its surfaces, otherwise."""
    return _Source.read(location, progress).rows


_UNREADABLE = "går inte att läsa som databas"
_UNWRITABLE = "går inte att skriva till"


@dataclass(frozen=True)
class _Source:
    """Everything that a store holds, as it was written."""

    texts: list[csvfiles.TextTable]
    problems: list[Problem]
    surfaces: bytes | None
    surfaces_name: str
    stored: "Stored | None" = None
    """The values of a database that has our schema, as they are stored."""
    reports: Path | None = None
    """The file of single reports: it may be too large to hold, so only its hash is."""
    reports_hash: str = ""
    progress: Progress = no_progress

    @classmethod
    def read(cls, location: Location, progress: Progress = no_progress) -> "_Source":
        """What stands there now; InvalidStore where there is no store."""
        if location.path is None:
            texts, stored = _read_database(location)
            return cls(texts, [], None, "", stored)
        if location.is_folder:
            _bring_back(location.path)
        if not location.path.exists():
            raise InvalidStore([Problem(location.text, "finns inte")])
        _check_kind(location)
        problems: list[Problem] = []
        stored = None
        if location.is_folder:
            texts, problems = csvfiles.read_folder(location.path)
        else:
            texts, stored = _read_database(location)
        surfaces = _read(location.surfaces, Path.read_bytes, problems)
        name = location.surfaces.name if location.surfaces else ""
        digest = _read(location.reports, _hash, problems)
        return cls(
            texts, problems, surfaces, name, stored, location.reports if digest else None, digest or "", progress
        )

    @cached_property
    def rows(self) -> Rows:
        """The typed rows; InvalidStore with every fault otherwise."""
        rows, problems = validate(self.texts, self.problems)
        # What is referred to may be missing only because its row is faulty.
        known = None if problems else rows
        if self.surfaces is not None:
            area_ids = {row["omrade_id"] for row in known["omraden"]} if known else None
            problems += areafile.check(self.surfaces_name, self.surfaces, area_ids)
        if self.reports:
            summary, faults = reports.monthly(self.reports, known, self.progress)
            months = rows["brott_per_manad"]
            of_months = next((text for text in self.texts if text.name == "brott_per_manad"), None)
            problems += faults + (reports.overlap(of_months, months, summary) if of_months and summary else [])
            months += summary
        if problems:
            raise InvalidStore(problems)
        return rows

    @property
    def key(self) -> str:
        """The same for the same content under the same rules, which are this package's own code."""
        digest = hashlib.sha256(repr((self.texts, self.problems, self.surfaces, self.reports_hash)).encode())
        for file in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:24]


T = TypeVar("T")


def _read(file: Path | None, read: Callable[[Path], T], problems: list[Problem]) -> T | None:
    """What is read from the file, if there is one; what can't be read is added to the problems."""
    if file is None:
        return None
    try:
        return read(file)
    except OSError as error:
        problems.append(csvfiles.unreadable(file, error))
        return None


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check_kind(location: Location) -> None:
    """InvalidStore where there is a file instead of a folder, or the other way round."""
    if location.path is None or not location.path.exists() or location.path.is_dir() == location.is_folder:
        return
    endings = ", ".join(SQLITE_SUFFIXES)
    is_what = f"är en fil, varken en mapp eller en SQLite-fil ({endings})" if location.is_folder else "är en mapp"
    raise InvalidStore([Problem(location.text, is_what)])


Stored = dict[str, list[sa.Row]]


def _read_database(location: Location) -> tuple[list[csvfiles.TextTable], Stored | None]:
    """Every known table of a database as it is at one moment: as text, so that it passes the same checks as a CSV
    folder, and, when the database has our schema, as it is stored."""
    texts: list[csvfiles.TextTable] = []
    stored: Stored = {}
    with _transaction(location.path or location.url, location.shown, _UNREADABLE) as connection:
        present = sa.inspect(connection).get_table_names()
        for table in TABLES:
            if table.name in present:
                answer = connection.execute(_everything(table.name))
                header, stored[table.name] = list(answer.keys()), list(answer)
                texts.append(_sql_texts(table.name, header, stored[table.name]))
        is_ours = _has_our_schema(connection)
    if not texts:
        raise InvalidStore([Problem(location.shown, "databasen innehåller ingen av tabellerna, till exempel omraden")])
    return texts, stored if is_ours else None


def _sql_texts(name: str, header: list[str], rows: Sequence[sa.Row]) -> csvfiles.TextTable:
    lines = [(number, [as_text(value) for value in row]) for number, row in enumerate(rows, start=1)]
    return csvfiles.TextTable(name, f"tabellen {name}", header, lines)


def _everything(name: str) -> sa.Select:
    """The table's values as they are stored, whatever columns it has."""
    return sa.select(sa.text("*")).select_from(sa.table(name))


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
        return value.decode("utf-8", "replace")
    return str(value)


def _has_our_schema(connection: sa.Connection) -> bool:
    """Whether a database has all tables, rules and keys as we make them in SQLite."""
    return connection.dialect.name == "sqlite" and _our_schema() <= _sqlite_schema(connection)


@cache
def _our_schema() -> set[str]:
    with _engine("sqlite://").begin() as connection:
        metadata.create_all(connection)
        return _sqlite_schema(connection)


def _sqlite_schema(connection: sa.Connection) -> set[str]:
    return set(connection.scalars(sa.text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")))


def _is_stored(stored: Stored, rows: Rows) -> bool:
    """Whether a database with our schema holds these rows as we store them: no "" for NULL and no "ja" for 1."""
    return all(
        [tuple(row) for row in stored[name]] == [tuple(map(_as_stored, row.values())) for row in table]
        for name, table in rows.items()
    )


def _as_stored(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


@contextlib.contextmanager
def _transaction(place: Path | str, shown: str, fault: str) -> Iterator[sa.Connection]:
    """A connection that commits at the end; InvalidStore, with what the database answered, when it refuses."""
    engine = _engine(place)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")  # Python would begin only at the first write
            yield connection
    except sa.exc.DBAPIError as error:
        raise InvalidStore([Problem(shown, f"{fault} ({str(error.orig).strip()})")]) from error
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
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    return engine


def _sqlite_url(path: Path) -> sa.URL:
    """The address of a SQLite file; of one that can't be written as a file that no one writes, since SQLite would
    otherwise need to write beside it where it once had a write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    if not path.exists() or log.exists() or (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        return sa.URL.create("sqlite", database=str(path))
    return sa.URL.create("sqlite", database=path.absolute().as_uri(), query={"immutable": "1", "uri": "true"})


def _compiled(source: _Source) -> sa.Engine:
    """The SQLite file with this content, made when it isn't in the user's cache."""
    cache = settings.cache_folder()
    target = cache / f"{source.key}.sqlite"
    if not target.exists():
        try:
            _write_sqlite(source.rows, target)
        except PermissionError:  # Windows, when another process has just made the same file and opened it
            if not target.exists():
                raise
        _forget_old(cache)
    engine = _engine(target)
    _keep(target, engine)
    return engine


def _keep(file: Path, engine: sa.Engine) -> None:
    """Mark a compiled file as used now, and again when it is asked after an hour, so that it isn't forgotten."""
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
    source: str | Path, target: str | Path, progress: Progress = no_progress, expected: State | None = None
) -> dict[str, int]:  # fmt: skip
    """Copy a store, with its surfaces, to another kind of store and give the rows per table.

    The target is replaced as a whole once everything is written; InvalidStore and OSError leave it as it was, so also
    where its files aren't in the state that is `expected`.
    """
    goal = Location.parse(target)
    check_target(goal)
    if expected is not None and goal.state() != expected:
        raise _changed(goal)
    origin = _Source.read(Location.parse(source), progress)
    rows = origin.rows
    if origin.surfaces is None and goal.surfaces and goal.surfaces_file:
        origin = replace(origin, surfaces=goal.surfaces.read_bytes(), surfaces_name=str(goal.surfaces_file))
        rows = origin.rows
    if goal.path is None:
        with _transaction(goal.url, goal.shown, _UNWRITABLE) as connection:
            metadata.drop_all(connection)
            _insert(connection, rows)
    elif goal.is_folder:
        _write_folder(rows, goal.path, origin.surfaces, expected)
    else:
        _write_sqlite(rows, goal.path, origin.surfaces)
    return {name: len(table) for name, table in rows.items()}


def check_target(goal: Location) -> None:
    """InvalidStore where a store can't be put."""
    _check_kind(goal)
    if goal.path is None:
        _engine(goal.url)
        return
    here, path = Path.cwd(), goal.path.resolve()
    if path == here or path in here.parents:
        raise InvalidStore([Problem(goal.text, "är mappen du står i, eller en mapp ovanför; välj en annan mapp")])
    if not goal.path.parent.is_dir():
        raise InvalidStore([Problem(goal.text, "mappen där den ska ligga finns inte")])
    if (path / f"{REPORTS.name}.csv").exists():
        message = f"{REPORTS.name}.csv räknas bara samman och skrivs inte; gör en kopia av mappen med kommandot build"
        raise InvalidStore([Problem(goal.text, message)])
    foreign = sorted(file.name for file in path.iterdir() if file.name not in _OWN_FILES) if path.is_dir() else []
    if foreign:
        raise InvalidStore([Problem(goal.text, f"mappen innehåller {foreign[0]}; välj en tom eller ny mapp")])


README = "LÄSMIG.txt"
"""Stands beside the tables of a folder that has been downloaded, and tells what they are."""
_OWN_FILES = {f"{table.name}.csv" for table in TABLES} | {"omraden.geojson", README}


def _insert(connection: sa.Connection, rows: Rows) -> None:
    metadata.create_all(connection)
    for name, table in rows.items():
        if table:
            connection.execute(SQL_TABLES[name].insert(), table)


def _write_sqlite(rows: Rows, target: Path, surfaces: bytes | None = None) -> None:
    with _beside(target) as folder, contextlib.ExitStack() as undo:
        part = folder / "new.sqlite"
        with _transaction(part, str(target), _UNWRITABLE) as connection:
            _insert(connection, rows)
            connection.exec_driver_sql(f"PRAGMA user_version = {zlib.crc32(repr(rows).encode()) >> 1}")
        if surfaces is not None:
            undo.callback(_put_surfaces(surfaces, target.with_suffix(".geojson"), folder))
        _empty_log(target)
        part.replace(target)
        undo.pop_all()


def _empty_log(target: Path, seconds: float = 10) -> None:
    """Write a database's write-ahead log into it: left behind, SQLite would take it for the new file's log."""
    log = target.with_name(f"{target.name}-wal")
    deadline = time.monotonic() + seconds
    while log.exists():
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(target)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
        if log.exists() and time.monotonic() > deadline:
            raise InvalidStore([Problem(str(target), "används av ett annat program; stäng det och försök igen")])


def _put_surfaces(surfaces: bytes, target: Path, folder: Path) -> Callable[[], object]:
    """Put surfaces in place by way of a folder beside, and give what undoes it."""
    part, old = folder / "new.geojson", folder / "old.geojson"
    part.write_bytes(surfaces)
    if target.exists():
        shutil.copy2(target, old)
    part.replace(target)
    return partial(old.replace, target) if old.exists() else target.unlink


def _changed(goal: Location) -> InvalidStore:
    return InvalidStore([Problem(goal.text, "har ändrats av någon annan under tiden; gör om det")])


def _write_folder(rows: Rows, target: Path, surfaces: bytes | None, expected: State | None) -> None:
    with _beside(target) as folder:
        part, old = folder / "new", folder / "old" / target.name
        part.mkdir()
        old.parent.mkdir()
        for table in TABLES:
            lines = ([as_text(row[name]) for name in table.column_names] for row in rows[table.name])
            csvfiles.write_table(part / f"{table.name}.csv", table.column_names, lines)
        if surfaces is not None:
            (part / "omraden.geojson").write_bytes(surfaces)
        if (target / README).exists():
            shutil.copy2(target / README, part)
        if target.is_dir():
            target.rename(old)
        try:
            # Only one process can have moved the folder aside: what it holds now, nobody else will change.
            moved = Location.parse(old)
            if expected is not None and moved.state() != expected:
                raise _changed(Location.parse(target))
            part.rename(target)
        except (OSError, InvalidStore):
            if old.exists():
                old.rename(target)
            raise


def _bring_back(folder: Path) -> None:
    """Put a folder back that was moved aside by a process which stopped before the new one was in its place."""
    if not folder.exists():
        for old in folder.parent.glob(f"{_ASIDE}*/old/{glob.escape(folder.name)}"):
            with contextlib.suppress(OSError):
                old.rename(folder)


_ASIDE = ".lagesbild-"


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder next to the target, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=target.parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
