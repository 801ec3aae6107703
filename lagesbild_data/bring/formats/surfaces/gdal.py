"""Layers that GDAL reads, from files that have been looked through and lie alone in a folder of
ours.

GDAL is never let to fetch or follow anything: a file that names another, or an address, gets
nothing from it.
"""

from collections.abc import Iterable
from pathlib import Path

import pyogrio
import pyogrio._ogr
import pyogrio.raw
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.surfaces.layer import (
    MOST_FEATURES,
    POSITION,
    Layer,
    check_layers,
    check_properties,
)
from lagesbild_data.bring.formats.surfaces.naming import TELLING
from lagesbild_data.bring.formats.upload import Upload

SHOWN = 8
"""Properties that are shown of a file that tells of no area."""
POLYGONAL = frozenset(
    {
        "POLYGON",
        "MULTIPOLYGON",
        "CURVEPOLYGON",
        "MULTISURFACE",
        "SURFACE",
        "GEOMETRY",
        "GEOMETRYCOLLECTION",
        "UNKNOWN",
    }
)
_POINTS_AND_LINES = frozenset({1, 2, 4, 5})
"""The numbers of those in WKB."""

_DRIVERS = frozenset(
    {"ESRI Shapefile", "FlatGeobuf", "GML", "GPKG", "GeoJSON", "LIBKML", "MEM", "MapInfo File"}
)
"""The drivers that GDAL has, here and in all of the program: others follow what stands in a file
before it is known which of them took it, to addresses and other files."""

pyogrio.set_gdal_config_options(
    {
        "GDAL_SKIP": ",".join(pyogrio.list_drivers().keys() - _DRIVERS),
        "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "GML_DOWNLOAD_SCHEMA": "NO",
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GML_USE_SCHEMA_IMPORT": "NO",
        "LIBKML_RESOLVE_STYLE": "NO",
        "LIBKML_READ_GROUND_OVERLAY": "NO",
    }
)
# only this heeds GDAL_SKIP, and importing pyogrio has already done it once
pyogrio._ogr._register_drivers()
if more := pyogrio.list_drivers().keys() - _DRIVERS:
    raise ImportError(
        f"GDAL has drivers that may follow what stands in a file: {', '.join(sorted(more))}"
    )


def layers(upload: Upload, path: Path, driver: str, encoding: str | None = None) -> list[Layer]:
    """The layers that may have surfaces of a file that this driver, and no other, takes. Points and
    lines among the surfaces, as the labels of a KML, are of no area."""
    found = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path)]
    check_layers(upload, len(found))
    if any(pyogrio.read_info(path, layer=name)["driver"] != driver for name, _ in found):
        upload.refuse("är inte vad den ser ut att vara och läses därför inte")
    return [
        layer(upload, path, name, name, encoding, only_surfaces=kind == "Unknown")
        for name, kind in found
        if POLYGONAL & {*kind.upper().split()}
    ]


def layer(
    upload: Upload,
    path: Path,
    name: str,
    within: str | None = None,
    encoding: str | None = None,
    *,
    only_surfaces: bool = False,
) -> Layer:
    """A layer that is read now, so that the file may go."""
    meta, _, shapes, values = pyogrio.raw.read(
        path,
        within,
        encoding,
        columns=columns(upload, path, within, encoding),
        force_2d=True,
        max_features=MOST_FEATURES + 1,
        datetime_as_string=True,
    )
    count = len(shapes) if shapes is not None else 0
    if only_surfaces and (
        others := {at for at in range(count) if shapes[at] and shapes[at][1] in _POINTS_AND_LINES}
    ):
        values = [
            [None if at in others else value for at, value in enumerate(column)]
            for column in values
        ]

    def points(at: int) -> int:
        return len(shapes[at] or b"") // POSITION

    def shape(at: int) -> BaseGeometry | None:
        return shapely.from_wkb(shapes[at], on_invalid="ignore")  # None stays None

    crs = CRS.from_user_input(meta["crs"]) if meta["crs"] else None
    return Layer(name, count, dict(zip(meta["fields"], values, strict=True)), crs, points, shape)


def columns(
    upload: Upload, path: Path, within: str | None, encoding: str | None = None
) -> list[str]:
    """The properties that are read: those that may tell of an area, and the first to show if none
    does."""
    fields: Iterable[str] = pyogrio.read_info(path, within, encoding)["fields"]
    check_properties(upload, len(list(fields)))
    return [name for at, name in enumerate(fields) if at < SHOWN or name.casefold() in TELLING]
