"""Stores: where the data lives, opened, checked and copied.

A store is a folder of CSV files, a SQLite file or a SQLAlchemy URL. All of them are asked in SQL: a CSV folder is
checked and compiled to SQLite once per content.
"""

import contextlib
import datetime as dt
import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import platformdirs
import sqlalchemy as sa

from lagesbild_data import csvfiles
from lagesbild_data.problems import InvalidStore, Problem
from lagesbild_data.schema import SQL_TABLES, metadata
from lagesbild_data.tables import TABLES
from lagesbild_data.validation import Rows, validate

PUBLISHED = Path(__file__).parent / "publicerat"
SQLITE_SUFFIXES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True)
class Location:
    """Where a store is: `path` for a CSV folder or SQLite file, else `url` alone."""

    text: str
    url: str
    path: Path | None
    is_folder: bool

    @classmethod
    def parse(cls, text: str | Path) -> "Location":
        """The location that a user wrote; a path without a SQLite ending is a CSV folder."""
        name = str(text)
        if name.startswith("sqlite:///"):
            path = Path(name.removeprefix("sqlite:///"))
        elif "://" in name:
            return cls(name, name, None, False)
        else:
            path = Path(name)
        is_folder = path.is_dir() or path.suffix.lower() not in SQLITE_SUFFIXES
        return cls(name, "" if is_folder else f"sqlite:///{path}", path, is_folder)

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

    def fingerprint(self) -> str:
        """Changes whenever a file of the store changes; cheap enough for every page view."""
        if self.path is None:
            return self.url
        files = csvfiles.csv_files(self.path) if self.is_folder and self.path.is_dir() else [self.path]
        files += [self.surfaces] if self.surfaces else []
        stats = [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
        return f"{self.path.absolute()} {stats}"


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

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that are the same for the same content, whatever kind of store holds it."""
        digest = hashlib.sha256()
        for table in TABLES:
            sql_table = SQL_TABLES[table.name]
            with self.engine.connect() as connection:
                rows = sorted(map(repr, connection.execute(sa.select(sql_table))))
            digest.update("\n".join([table.name, *rows, ""]).encode())
        return digest.hexdigest()[:12]


def open_store(text: str | Path) -> Store:
    """The checked store; InvalidStore with every fault otherwise."""
    location = Location.parse(text)
    if location.is_folder and location.path:
        return Store(location, _engine(f"sqlite:///{_compiled(location, location.path)}"))
    rows_of(location)
    return Store(location, _engine(location.url))


def rows_of(location: Location) -> Rows:
    """All rows of a store, typed; InvalidStore with every fault otherwise."""
    if location.path is not None and not location.path.exists():
        raise InvalidStore([Problem(location.text, "finns inte")])
    texts, problems = (
        csvfiles.read_folder(location.path) if location.is_folder and location.path else _read_database(location)
    )
    rows, faults = validate(texts)
    if problems or faults:
        raise InvalidStore(problems + faults)
    return rows


def _read_database(location: Location) -> tuple[list[csvfiles.TextTable], list[Problem]]:
    """Every known table of a database as text, so that it passes the same checks as a CSV folder."""
    try:
        with _engine(location.url).connect() as connection:
            present = sa.inspect(connection).get_table_names()
            texts = [_read_sql_table(connection, table.name) for table in TABLES if table.name in present]
    except sa.exc.ArgumentError:
        return [], [Problem(location.text, "är inte en adress till en databas, till exempel sqlite:///data.sqlite")]
    except (sa.exc.DatabaseError, ImportError) as error:
        reason = str(getattr(error, "orig", error)).strip()
        return [], [Problem(location.text, f"går inte att läsa som databas ({reason})")]
    if not texts:
        return [], [Problem(location.text, "databasen innehåller ingen av tabellerna, till exempel omraden")]
    return texts, []


def _read_sql_table(connection: sa.Connection, name: str) -> csvfiles.TextTable:
    preparer = connection.dialect.identifier_preparer
    answer = connection.execute(sa.text(f"SELECT * FROM {preparer.quote(name)}"))
    rows = [(number, [_as_text(value) for value in row]) for number, row in enumerate(answer, start=1)]
    return csvfiles.TextTable(name, f"tabellen {name}", list(answer.keys()), rows)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    return engine


def _compiled(location: Location, folder: Path) -> Path:
    """The SQLite file with this CSV folder's content, made when it isn't in the user's cache."""
    digest = hashlib.sha256(repr(TABLES).encode())
    if folder.is_dir():
        for file in csvfiles.csv_files(folder):
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    cache = Path(platformdirs.user_cache_dir("lagesbild", appauthor=False, ensure_exists=True))
    target = cache / f"{digest.hexdigest()[:24]}.sqlite"
    if not target.exists():
        _write_sqlite(rows_of(location), target)
        _forget_old(cache)
    return target


def _forget_old(cache: Path, days: int = 30) -> None:
    oldest = time.time() - days * 24 * 3600
    for file in cache.glob("*.sqlite"):
        if file.stat().st_mtime < oldest:
            with contextlib.suppress(OSError):
                file.unlink()


def build(source: str | Path, target: str | Path) -> dict[str, int]:
    """Copy a store, with its surfaces, to another kind of store and give the rows per table.

    The target is replaced as a whole once everything is written; InvalidStore and OSError leave it as it was.
    """
    origin, goal = Location.parse(source), Location.parse(target)
    rows = rows_of(origin)
    if goal.path is None:
        engine = _engine(goal.url)
        with engine.begin() as connection:
            metadata.drop_all(connection)
            _insert(connection, rows)
    elif goal.is_folder:
        _write_folder(rows, goal.path, origin.surfaces or goal.surfaces)
    else:
        _write_sqlite(rows, goal.path)
        if origin.surfaces and goal.surfaces_file:
            shutil.copyfile(origin.surfaces, goal.surfaces_file)
    return {name: len(table) for name, table in rows.items()}


def _insert(connection: sa.Connection, rows: Rows) -> None:
    metadata.create_all(connection)
    for name, table in rows.items():
        if table:
            connection.execute(SQL_TABLES[name].insert(), table)


def _write_sqlite(rows: Rows, target: Path) -> None:
    with _beside(target) as part:
        engine = _engine(f"sqlite:///{part}")
        with engine.begin() as connection:
            _insert(connection, rows)
        engine.dispose()
        part.replace(target)


def _write_folder(rows: Rows, target: Path, surfaces: Path | None) -> None:
    foreign = sorted(path.name for path in target.iterdir() if path.name not in _OWN_FILES) if target.is_dir() else []
    if foreign:
        raise InvalidStore([Problem(str(target), f"mappen innehåller {foreign[0]}; välj en tom eller ny mapp")])
    with _beside(target) as part:
        part.mkdir()
        for table in TABLES:
            lines = ([_csv_text(row[name]) for name in table.column_names] for row in rows[table.name])
            csvfiles.write_table(part / f"{table.name}.csv", table.column_names, lines)
        if surfaces:
            shutil.copyfile(surfaces, part / "omraden.geojson")
        old = part.with_suffix(".old")
        if target.is_dir():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


_OWN_FILES = {f"{table.name}.csv" for table in TABLES} | {"omraden.geojson"}


def _csv_text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else _as_text(value)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A path in a folder of its own next to the target, gone afterwards whatever happens."""
    if not target.parent.is_dir():
        raise InvalidStore([Problem(str(target), "mappen där den ska ligga finns inte")])
    with tempfile.TemporaryDirectory(prefix=".lagesbild-", dir=target.parent) as folder:
        yield Path(folder) / target.name
