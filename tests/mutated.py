"""A small SQLite store that is damaged or changed behind the program's back, and what must then be
true of it."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import kills
import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, as_seen_by
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore

VALUES = (
    "NULL",
    "''",
    "' '",
    "'x'",
    "'5'",
    "5",
    "5.0",
    "1.5",
    "-1",
    "9e999",
    "-9e999",
    "9223372036854775807",
    "1e300",
    "x''",
    "x'ff'",
    "x'35'",
    "CAST(x'ff61' AS TEXT)",
    "CAST(x'eda080' AS TEXT)",
    "char(0)",
    "'a' || char(0)",
    "char(55296)",
    "'2024-02-30'",
    "'2024-01-01 '",
    "20240101",
    "'ja'",
    "2",
    "'+0'",
    "zeroblob(3)",
    "'å' || char(0x301)",
)
"""What no column is meant to hold, or not every one."""


def database(folder: Path) -> bytes:
    """The tiny store with surfaces, as a SQLite file that is made in a folder."""
    source = Path(shutil.copytree(kills.LITET, folder / "source"))
    (source / "omraden.geojson").write_text(kills.surfaces(kills.OLD))
    build(source, folder / "data.sqlite")
    return (folder / "data.sqlite").read_bytes()


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed where it has any: most of a small store is empty pages."""
    changed = bytearray(content)
    used = [at for at in range(len(content)) if content[at]]
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        at = min(max(chance.choice(used) + chance.choice((0, 0, 0, -1, 1)), 0), len(content) - 1)
        changed[at] = chance.choice(
            (changed[at] ^ 1 << chance.randrange(8), chance.randrange(256), 0, 255)
        )
    return bytes(changed)


def value_changed(chance: random.Random) -> list[str]:
    """Statements that put a value where it doesn't belong."""
    table = chance.choice([*TABLES, SURFACES])
    column = chance.choice(table.columns)
    rows = chance.choice(("1", f"rowid = (SELECT min(rowid) FROM {table.name})"))
    return [
        f"UPDATE OR IGNORE {table.name} SET {column.name} = {chance.choice(VALUES)} WHERE {rows}"
    ]


def schema_changed(chance: random.Random) -> list[str]:
    """Statements that change what a table is, or what stands on it."""
    table = chance.choice([*TABLES, SURFACES])
    name, column = table.name, chance.choice(table.columns).name
    index = chance.choice(
        ("ix_anmalda_brott_omrade_id", "anmalda_brott_nyckel", "malomraden_nyckel")
    )
    edited = f"UPDATE sqlite_master SET sql = replace(sql, {{}}) WHERE tbl_name = '{name}'"
    made_anew = [f"CREATE TABLE anew AS SELECT * FROM {name}", f"DROP TABLE {name}"]
    return chance.choice(
        [
            [edited.format("' NOT NULL', ''"), f"UPDATE {name} SET {column} = NULL"],
            [edited.format("'CHECK', 'CHECK (1) CHECK'")],
            [edited.format("'TEXT', 'TEXT COLLATE NOCASE'")],
            [edited.format("'INTEGER', 'TEXT'")],
            [edited.format("'FLOAT', 'BLOB'")],
            [edited.format("'UNIQUE INDEX', 'INDEX'")],
            [edited.format("'coalesce', 'max'")],
            [f"DELETE FROM sqlite_master WHERE type = 'index' AND tbl_name = '{name}'"],
            [
                "UPDATE sqlite_master SET sql = sql || ' WHERE 0' WHERE type = 'index' AND"
                f" tbl_name = '{name}'"
            ],
            [f"UPDATE sqlite_master SET sql = sql || ' WITHOUT ROWID' WHERE name = '{name}'"],
            [f"UPDATE sqlite_master SET sql = sql || ' STRICT' WHERE name = '{name}'"],
            [f"UPDATE sqlite_master SET rootpage = rootpage + 1 WHERE name = '{index}'"],
            [f"UPDATE sqlite_master SET rootpage = 0 WHERE name = '{name}'"],
            [f"UPDATE sqlite_master SET name = 'OMRADEN' WHERE name = '{name}'"],
            [f"UPDATE sqlite_master SET sql = CAST(x'ff' AS TEXT) WHERE name = '{name}'"],
            [
                f"UPDATE sqlite_master SET sql = replace(sql, '{column}', '{column}' || CAST(x'ff'"
                f" AS TEXT)) WHERE name = '{name}'"
            ],
            [*made_anew, f"ALTER TABLE anew RENAME TO {name}"],
            [*made_anew, f"CREATE VIEW {name} AS SELECT * FROM anew"],
            [*made_anew, f"CREATE VIEW {name} AS SELECT * FROM nowhere"],
            [
                *made_anew,
                f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(table.column_names)})",
            ],
            [f"CREATE TRIGGER surprise AFTER INSERT ON {name} BEGIN DELETE FROM {name}; END"],
            [f"CREATE INDEX more ON {name} ({column} COLLATE NOCASE)"],
            [f"CREATE UNIQUE INDEX more ON {name} ({column}) WHERE {column} IS NULL"],
            [f"ALTER TABLE {name} ADD COLUMN more TEXT"],
            [f"ALTER TABLE {name} ADD COLUMN more GENERATED ALWAYS AS (1 / 0)"],
            [f"ALTER TABLE {name} RENAME COLUMN {column} TO annat"],
            [f"DROP TABLE {name}"],
            [f"DELETE FROM {name}"],
            ["CREATE TABLE annat (x)", "INSERT INTO annat VALUES (x'ff')"],
            ["CREATE VIEW annat AS SELECT * FROM nowhere"],
            ["ANALYZE"],
            ["PRAGMA user_version = -1"],
            [f"UPDATE sqlite_master SET type = 'view' WHERE name = '{name}'"],
        ]
    )


def run(path: Path, statements: list[str]) -> None:
    """Run statements without any of the rules; one that SQLite refuses changes nothing."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(path)) as connection,
    ):
        for rule in ("foreign_keys = OFF", "ignore_check_constraints = ON", "writable_schema = ON"):
            connection.execute(f"PRAGMA {rule}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def answers(store: Store) -> Iterator[object]:
    """What pages ask, by different ways through the tables."""
    store = as_seen_by(Reader(), store)
    yield lagesbild(store, Filter()).key_figures
    yield subject_years.published_years(store)
    yield reference.names(store)
    yield reported.counts(store)
    yield reported.types(store)
    yield store.surfaces
    for table in TABLES:
        yield reference.table_rows(store, table.name)


def judge(path: Path, scratch: Path) -> str:
    """How a store is met: "refused" with faults in words, "in place" or "by copy"; AssertionError
    when its figures depend on its indexes, and any other exception as it comes."""
    try:
        store = open_store(path)
    except InvalidStore as invalid:
        assert invalid.problems
        assert all(str(problem).encode() for problem in invalid.problems)
        return "refused"
    given = list(answers(store))
    if not store.in_place:
        return "by copy"
    scratch.write_bytes(path.read_bytes())
    with contextlib.closing(sqlite3.connect(scratch)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql <> ''"
        ).fetchall()
        drops = "".join(f"DROP INDEX {name};" for (name,) in names)
        connection.executescript(f"PRAGMA synchronous = OFF; BEGIN; {drops} COMMIT")
    engine = sa.create_engine(f"sqlite:///{scratch}")
    for answer, expected in zip(given, answers(Store(store.location, engine)), strict=True):
        same = answer.equals(expected) if isinstance(answer, pd.DataFrame) else answer == expected
        assert same, f"{answer} is not {expected}"
    engine.dispose()
    return "in place"
