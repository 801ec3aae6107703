"""Engines and transactions of a store's database."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.store import sqlite_file
from lagesbild_data.store.location import shown
from lagesbild_data.words.problems import InvalidStore, Problem

Connection = sqlite3.Connection
UNREADABLE = "går inte att läsa som databas"
UNWRITABLE = "går inte att skriva till"


@contextlib.contextmanager
def transaction(place: Path | str, shown: str, fault: str) -> Iterator[sa.Connection]:
    """A connection that commits at the end; InvalidStore, with what the database answered, when it
    refuses."""
    engine = engine_for(place)
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


def engine_for(place: Path | str, *, keep_connections: bool = True) -> sa.Engine:
    """An engine for a SQLite file or for the URL of any database."""
    pool = None if keep_connections else sa.NullPool
    try:
        url = _sqlite_url(place) if isinstance(place, Path) else place
        engine = sa.create_engine(url, poolclass=pool)
    except ImportError as error:
        raise InvalidStore(
            [Problem(shown(place), f"databasens drivrutin {error.name} är inte installerad")]
        ) from error
    except (sa.exc.ArgumentError, ValueError) as error:
        message = "är inte en adress till en databas, till exempel sqlite:///data.sqlite"
        raise InvalidStore([Problem(shown(place), message)]) from error
    return asking(engine)


def asking(engine: sa.Engine) -> sa.Engine:
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
