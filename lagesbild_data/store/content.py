"""The checked content of a store, and how it is put in a database."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.model.checked import Rows
from lagesbild_data.model.schema import SQL_SURFACES, SQL_TABLES, metadata
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.databases import UNWRITABLE, transaction


@dataclass(frozen=True)
class Content:
    """The checked content of a store."""

    rows: Rows
    surfaces: Surfaces


def insert(connection: sa.Connection, content: Content) -> None:
    """Make the tables in an empty database and put the content there."""
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


def fill(part: Path, content: Content, shown: str) -> None:
    """Make a new SQLite file with the content; what goes wrong is told of the place that is
    shown."""
    with transaction(part, shown, UNWRITABLE) as connection:
        insert(connection, content)
        connection.exec_driver_sql(
            f"PRAGMA user_version = {zlib.crc32(repr(content).encode()) >> 1}"
        )
