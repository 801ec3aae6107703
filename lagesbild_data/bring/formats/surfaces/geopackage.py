"""GeoPackage: only its tables of stored columns, with what an open program hasn't put in it yet."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from lagesbild_data.bring.formats.reading import Question
from lagesbild_data.bring.formats.surfaces import gdal
from lagesbild_data.bring.formats.surfaces.layer import (
    MOST_FEATURES,
    MOST_UNPACKED,
    Layer,
    check_layers,
    check_size,
)
from lagesbild_data.bring.formats.surfaces.source import Source

WAL = "-wal"
_UNDECLARED = (0, -1)
"""The srs_id of coordinates that nothing is known of."""
_LONGEST_CRS = 100_000
_IS_WAL = b"\2\2"
"""In the head of a database whose last changes may be in a file beside it."""


def layers(source: Source) -> list[Layer]:
    """The layers with surfaces; InvalidStore where it isn't a GeoPackage."""
    upload = source.upload
    if not _is_whole(source):
        return []
    path = source.gathered(".gpkg", more=(WAL,))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()  # takes up what is beside it
        _keep_stored(connection)
        tables = {
            name
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            )
            if not re.match(r"CREATE\s+VIRTUAL", sql or "", re.IGNORECASE)
        }
        if not tables >= {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"}:
            upload.refuse(
                "är inte en GeoPackage: tabellen gpkg_contents, gpkg_geometry_columns eller "
                "gpkg_spatial_ref_sys saknas"
            )
        found = connection.execute(
            "SELECT table_name, geometry_type_name, srs_id FROM gpkg_geometry_columns"
        )
        systems = {
            name: srs_id
            for name, kind, srs_id in found
            if name in tables and str(kind).upper() in gdal.POLYGONAL
        }
        check_layers(upload, len(systems))
        check_size(
            upload, _sizes(connection, {name: gdal.columns(upload, path, name) for name in systems})
        )
    return [
        replace(layer, crs=None) if systems[layer.name] in _UNDECLARED else layer
        for layer in (gdal.layer(upload, path, name, name) for name in systems)
    ]


def _is_whole(source: Source) -> bool:
    """Whether all of the file is here, or what there is of it is to be read."""
    upload = source.upload
    if upload.head[18:20] != _IS_WAL or source.is_in_place or source.beside(WAL):
        return True
    question = Question(
        "wal",
        "Filen är öppen i ett annat program, eller var det när den kopierades. Finns"
        f" {upload.name}{WAL} bredvid den? Välj då den också, annars saknas de senaste ändringarna."
        " Ska filen läsas utan den?",
        {"utan": "Läs filen som den är"},
    )
    return source.reading.ask(question, source.context) is not None


_WORKED_OUT = {2, 3}
"""How SQLite marks a column whose values are worked out."""


def _keep_stored(connection: sqlite3.Connection) -> None:
    """Leave only tables of stored columns in our copy: a view, a trigger or a column that is worked
    out may ask for anything, without end."""
    for kind in ("trigger", "view", "table"):
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = ?", (kind,)
        ).fetchall()
        for (name,) in found:
            columns = (
                connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,))
                if kind == "table"
                else ()
            )
            if kind != "table" or _WORKED_OUT & {hidden for (hidden,) in columns}:
                connection.execute(f"DROP {kind} {_quoted(name)}")


def _sizes(connection: sqlite3.Connection, columns: Mapping[str, Sequence[str]]) -> Iterator[int]:
    """How large each row of the tables is in these columns and its geometry, and each definition of
    coordinates: a value that rows have by default stands in the file once."""
    geometries = dict(
        connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    )
    for table, names in columns.items():
        lengths = " + ".join(
            f"coalesce(length({_quoted(name)}), 0)" for name in (*names, geometries[table])
        )
        for (size,) in connection.execute(
            f"SELECT {lengths} FROM {_quoted(table)} LIMIT {MOST_FEATURES + 1}"
        ):
            yield size
    for (size,) in connection.execute(
        "SELECT coalesce(length(definition), 0) FROM gpkg_spatial_ref_sys"
    ):
        yield size if size < _LONGEST_CRS else MOST_UNPACKED + 1


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
