"""SQLite files that others may have written, changed or damaged: how they are opened, and what is
wrong with them."""

import re
import sqlite3
from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa

from lagesbild_data.model.schema import metadata
from lagesbild_data.words.problems import Problem, first

_LISTED = 20


def be_careful(connection: sqlite3.Connection) -> None:
    """Settings of every connection: references are kept, nothing that a file's schema says is
    trusted to be harmless, and what a damaged page says is checked before it is believed."""
    for setting in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {setting}")
    if hasattr(connection, "setconfig"):  # from Python 3.12 on
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined, unused-ignore]


def read_leniently(connection: sa.Connection) -> None:
    """Let text that isn't UTF-8 be read, with half characters that no check lets through."""
    driver = connection.connection.dbapi_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # type: ignore[union-attr]


def has_our_schema(connection: sa.Connection) -> bool:
    """Whether a database has all our tables, rules and keys as we make them, and nothing more on
    these tables."""
    return _schema(connection) == _our_schema()


@cache
def _our_schema() -> set[tuple]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        return _schema(connection)


def _schema(connection: sa.Connection) -> set[tuple]:
    rows = connection.execute(sa.text("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    return {tuple(row) for row in rows if str(row.tbl_name).lower() in metadata.tables}


def damage(connection: sa.Connection, place: str, tables: Iterable[str] | None) -> list[Problem]:
    """What is broken in the file, or in these tables and their indexes alone: an answer could then
    depend on which way it was looked up. Values that aren't allowed are told by the checks of the
    content."""
    found: list[str] = []
    for argument in [""] if tables is None else [f"('{name}')" for name in tables]:
        found += connection.exec_driver_sql(f"PRAGMA integrity_check{argument}").scalars()
    lines = [
        line
        for text in found
        if text != "ok"
        for line in text.splitlines()
        if not _OF_CONTENT.search(line)
    ]
    faults = dict.fromkeys(map(_fault, lines))
    if not faults:
        return []
    what = "filen är skadad; ta den från en säkerhetskopia, eller gör om den med kommandot build"
    return [
        Problem(place, what),
        *first((Problem(place, fault) for fault in faults), place, _LISTED),
    ]


_OF_CONTENT = re.compile(r"^(NULL|TEXT|NUMERIC|non-\w+) value in |^CHECK constraint failed in ")
_FAULTS = (
    (r"row (\d+) missing from index (\S+)", "rad {} saknas i indexet {}"),
    (r"wrong # of entries in index (\S+)", "indexet {} har inte lika många rader som tabellen"),
    (r"non-unique entry in index (\S+)", "indexet {} har samma nyckel två gånger"),
    (r"rowid not at end-of-record for row (\d+) of index (\S+)", "rad {} står fel i indexet {}"),
    (r"[Pp]age (\d+)", "sida {} i filen är skadad"),
    (r"Tree (\d+)", "trädet på sida {} i filen är skadat"),
    (r"[Ff]reelist", "förteckningen över lediga sidor är skadad"),
)


def _fault(line: str) -> str:
    """What SQLite says of damage, in Swedish."""
    for pattern, told in _FAULTS:
        if found := re.search(pattern, line):
            return told.format(*found.groups())
    return "filens inre ordning är skadad"


_REASONS = {
    "SQLITE_CORRUPT": "filen är skadad",
    "SQLITE_NOTADB": "filen är ingen SQLite-databas",
    "SQLITE_BUSY": "databasen används av ett annat program",
    "SQLITE_LOCKED": "databasen används av ett annat program",
    "SQLITE_CANTOPEN": "filen går inte att öppna",
    "SQLITE_READONLY": "filen är skrivskyddad",
    "SQLITE_FULL": "disken är full",
    "SQLITE_IOERR": "disken svarar inte som den ska",
    "SQLITE_PERM": "åtkomst nekad",
}


def in_swedish(error: sa.exc.DBAPIError | UnicodeError) -> str:
    """Why a database refused, in Swedish where the cause is a common one of SQLite's, else in its
    own words."""
    if isinstance(error, UnicodeError):
        return "namn eller texter är inte i UTF-8"
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    return _REASONS.get("_".join(name.split("_")[:2])) or str(error.orig).strip()
