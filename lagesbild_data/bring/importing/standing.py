"""What stands in a store: its rows and surfaces."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lagesbild_data.bring.formats.reading import Reading
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.model.tables.names import NAMED
from lagesbild_data.public.reader import COUNTED
from lagesbild_data.store import areafile, editing
from lagesbild_data.store.stores import Store, content_hash, surfaces_in

Key = tuple[Any, ...]
_SHIPPED = Path(__file__).parents[3] / "geo" / "omraden.geojson"
"""The surfaces that areas have which a store has none of its own for."""


def names_in(store: Store) -> Rows:
    """The rows of the tables whose rows have other names in other people's files."""
    with store.engine.connect() as connection:
        return rows_in(connection, NAMED)


def all_rows(store: Store) -> Rows:
    """Every table of an open store, typed."""
    with store.engine.connect() as connection:
        return rows_in(connection, [table.name for table in TABLES])


def rows_in(connection: sa.Connection, names: Sequence[str]) -> Rows:
    """The rows of these tables, typed."""
    return {
        name: [dict(row._mapping) for row in connection.execute(sa.select(SQL_TABLES[name]))]
        for name in names
    }


def row_key(table: Table, row: Row) -> Key:
    """What makes the row unique in its table."""
    return tuple(row[name] for name in table.key)


def is_unseen(table: Table, row: Row) -> bool:
    """Whether a stored row, as a reader sees it, has a count that isn't shown."""
    return table.name in COUNTED and row["antal"] is None


def tells(row: Row) -> bool:
    """Whether a stored row has a figure; one without may get a preliminary one."""
    return row.get("antal", row.get("varde")) is not None


def standing_surfaces(connection: sa.Connection, areas: list[Row]) -> dict[str, Any]:
    """The surfaces that the store's areas have now, a GeoJSON geometry per omrade_id: the store's
    own, else those that come with the program."""
    if own := surfaces_in(connection):
        return {area: json.loads(surface) for area, surface in own.items()}
    ids = {row["omrade_id"] for row in areas}
    shipped, _ = areafile.from_file(_SHIPPED.name, _SHIPPED.read_bytes(), None)
    return {area: json.loads(surface) for area, surface in shipped.items() if area in ids}


def surfaces_read(reading: Reading) -> areafile.Surfaces:
    """A file's surfaces as a store has them."""
    return {area: areafile.as_text(surface) for area, surface in (reading.surfaces or {}).items()}


def state_of(store: Store, known: Rows, surfaces: Mapping[str, Any]) -> str:
    """The hash of what a reader sees of these rows, of surfaces, and of how many files have been
    brought in: they may have changed what isn't seen."""
    rows = ((name, [tuple(row.values()) for row in known[name]]) for name in sorted(known))
    log = SQL_TABLES["andringslogg"]
    [[files]] = store.rows(
        sa.select(sa.func.count()).select_from(log).where(log.c.tabell == editing.IMPORT)
    )
    drawn = {area: areafile.as_text(surface) for area, surface in surfaces.items()}
    return content_hash([*rows, ("files", [(files,)])], drawn)
