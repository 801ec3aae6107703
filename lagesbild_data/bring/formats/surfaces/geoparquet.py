"""GeoParquet, read batch by batch: what is packed in it may be much larger than itself."""

import json
import struct
from typing import Any

import pyarrow as pa
import shapely
from pyarrow import compute, parquet
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.surfaces.layer import (
    MOST_PROPERTIES,
    POSITION,
    Layer,
    check_features,
    check_size,
    text,
)
from lagesbild_data.bring.formats.surfaces.source import Source
from lagesbild_data.bring.formats.upload import Upload

_WKB_POLYGON = {3: 2, 1003: 3, 2003: 3, 3003: 4}
"""The numbers for a polygon, and how many numbers each of its positions has."""
_WKB_MULTIPOLYGON = frozenset({6, 1006, 2006, 3006})


def has_geometry(upload: Upload) -> bool:
    """Whether a Parquet file says that it has geometries."""
    try:
        return b"geo" in (parquet.read_schema(upload.path).metadata or {})
    except Exception:  # Arrow answers a damaged file with errors of any kind
        return False


def layers(source: Source) -> list[Layer]:
    """Its only layer; InvalidStore where it isn't a GeoParquet."""
    upload = source.upload
    with parquet.ParquetFile(upload.path, read_dictionary=_texts_in(upload)) as file:
        about = json.loads(file.schema_arrow.metadata[b"geo"])
        primary = about["primary_column"]
        described = about["columns"][primary]
        if described.get("encoding") != "WKB":
            upload.refuse(
                f'har geometrin som "{text(described.get("encoding"))}"; den ska vara WKB'
            )
        check_features(upload, file.metadata.num_rows)
        texts = [
            column.name
            for column in parquet.read_schema(upload.path)
            if column.name != primary and _is_simple(column.type)
        ][:MOST_PROPERTIES]
        columns: dict[str, list[Any]] = {name: [] for name in (primary, *texts)}
        groups = (file.metadata.row_group(at) for at in range(file.metadata.num_row_groups))
        check_size(upload, (group.total_byte_size for group in groups))
        size = 0
        for batch in file.iter_batches(50, columns=list(columns)):
            size += sum(map(_unpacked, batch.columns))
            check_size(upload, [size])
            for name, values in columns.items():
                values += batch.column(name).to_pylist()
    shapes = columns.pop(primary)

    def is_safe(at: int) -> bool:
        return isinstance(shapes[at], bytes) and holds_polygons(shapes[at])

    def points(at: int) -> int:
        return len(shapes[at]) // POSITION if is_safe(at) else 0

    def shape(at: int) -> BaseGeometry | None:
        return shapely.from_wkb(shapes[at], on_invalid="ignore") if is_safe(at) else None

    crs = described.get("crs")
    return [
        Layer("", len(shapes), columns, CRS.from_json_dict(crs) if crs else None, points, shape)
    ]


def _texts_in(upload: Upload) -> list[str]:
    """The columns of texts or bytes, which are read as they are packed: what is said often stands
    once."""
    kinds = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_binary,
        pa.types.is_large_binary,
    )
    return [
        column.name
        for column in parquet.read_schema(upload.path)
        if any(test(column.type) for test in kinds)
    ]


def _unpacked(values: pa.Array) -> int:
    """How many bytes the values are when each stands for itself."""
    if not pa.types.is_dictionary(values.type):
        return values.nbytes
    lengths = compute.binary_length(values.dictionary)
    return compute.sum(lengths.take(values.indices)).as_py() or 0


def _is_simple(kind: pa.DataType) -> bool:
    return any(
        test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer)
    )


def holds_polygons(wkb: bytes) -> bool:
    """Whether a WKB is a polygon or several side by side; GEOS follows what is nested until its
    stack is full."""
    try:
        order, kind, count = _wkb_head(wkb, 0)
        if kind in _WKB_POLYGON:
            return True
        at = 9
        for _ in range(count if kind in _WKB_MULTIPOLYGON else 0):
            order, kind, rings = _wkb_head(wkb, at)
            if kind not in _WKB_POLYGON:
                return False
            at += 9
            for _ in range(rings):
                at += 4 + struct.unpack_from(f"{order}I", wkb, at)[0] * 8 * _WKB_POLYGON[kind]
        return kind in _WKB_POLYGON
    except (struct.error, IndexError):
        return False


def _wkb_head(wkb: bytes, at: int) -> tuple[str, int, int]:
    """Byte order, kind and count of the geometry that begins here."""
    order = "><"[wkb[at]]
    kind, count = struct.unpack_from(f"{order}II", wkb, at + 1)
    return order, kind, count
