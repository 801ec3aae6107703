"""Surfaces of areas as other systems draw them."""

import io
import json
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from pyproj import Transformer

from .case import Case, Draw
from .dressing import JSON_ENCODINGS, encoded, named
from .world import CENTRES, KOMMUNER, PARTS

_CODES = {area: code for area, (_, code) in (KOMMUNER | PARTS).items()}
_NAMING = ("namn", "regsonamn", "Name", "NAMN")
_DRIVERS = {
    ".fgb": "FlatGeobuf",
    ".kml": "LIBKML",
    ".gml": "GML",
    ".tab": "MapInfo File",
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
}
Feature = tuple[str, str, Any]
"""A name, the code of its kommun, and a shape in longitude and latitude."""


def _features(d: Draw) -> tuple[list[Feature], dict[str, Any]]:
    """Features, of the store's areas and of others, and the surface of each area that they draw."""
    features: list[Feature] = []
    truth: dict[str, Any] = {}
    for area in d.some([*PARTS]):
        x, y = CENTRES[area]
        parts = []
        for at in range(2 if d.chance(5) else 1):
            middle = x + 0.008 * at, y
            corners = [
                (
                    middle[0] + dx * d.whole(10, 30) / 10_000,
                    middle[1] + dy * d.whole(10, 30) / 10_000,
                )
                for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
            parts.append(_rounded(shapely.Polygon(corners)))
            if d.chance(4):  # a hole
                parts[-1] = _rounded(
                    parts[-1].difference(
                        shapely.box(
                            *(one - 0.0003 for one in middle), *(one + 0.0003 for one in middle)
                        )
                    )
                )
        name = named(d, PARTS[area][0])
        if len(parts) == 2 and d.chance():
            features.append((name, _CODES[area], shapely.MultiPolygon(parts)))
        else:
            features += [(name, _CODES[area], part) for part in parts]
        truth[area] = shapely.union_all(parts)
    if d.chance():
        features.append(("Fjärran", "9997", shapely.box(13.0, 57.0, 13.01, 57.01)))
    if d.chance():  # another kommun's area has the same name
        features.append(
            ("Norrby", d.pick(("9997", "9998")), shapely.box(14.17, 57.78, 14.18, 57.79))
        )
    return d.shuffled(features), truth


def _rounded(shape: Any) -> Any:
    return shapely.transform(shape, lambda at: np.round(at, 6))


def _projected(features: list[Feature], epsg: int) -> list[Feature]:
    transform = Transformer.from_crs(4326, epsg, always_xy=True).transform
    return [
        (name, code, shapely.transform(shape, lambda at: np.column_stack(transform(*at.T))))
        for name, code, shape in features
    ]


def geojson(d: Draw) -> Case:
    """A FeatureCollection in WGS 84, or in SWEREF 99 with or without saying so."""
    features, truth = _features(d)
    epsg = d.pick((4326, 3006, 3008))
    naming, key = d.pick(_NAMING), d.pick(("kommunkod", "KOMMUNKOD"))
    features = _projected(features, epsg)
    has_heights = d.chance(5)
    found = [
        {
            "type": "Feature",
            "properties": dict(d.shuffled([(naming, name), (key, code), ("yta", 1.5)])),
            "geometry": json.loads(
                shapely.to_geojson(shapely.force_3d(shape, 100.5) if has_heights else shape)
            ),
        }
        for name, code, shape in features
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": found}
    if epsg == 3008 or (epsg == 3006 and d.chance()):
        document["crs"] = {
            "type": "name",
            "properties": {"name": d.pick((f"urn:ogc:def:crs:EPSG::{epsg}", f"EPSG:{epsg}"))},
        }
    if d.chance(4):
        document = dict(d.shuffled([*document.items()]))
    text = json.dumps(document, ensure_ascii=d.chance(), indent=d.pick((None, 1)))
    return Case(
        [("ytor.geojson", encoded(d, text, JSON_ENCODINGS, line_ends=False))], surfaces=truth
    )


def _drawn(
    d: Draw, suffix: str, *, epsg: int = 0, naming: str = "", **options: Any
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files that GDAL writes of some features, by their endings, and what is true of them."""
    features, truth = _features(d)
    epsg = epsg or d.pick((3006, 4326, 3008))
    features = _projected(features, epsg)
    naming, key = naming or d.pick(_NAMING), d.pick(("kommunkod", "KOMMUNKOD"))
    names, codes, shapes = zip(*features, strict=True)
    many = np.array(
        [shapely.to_wkb(shapely.multipolygons(shapely.get_parts(shape))) for shape in shapes],
        dtype=object,
    )
    if options.get("encoding", "UTF-8") != "UTF-8":
        names = [unicodedata.normalize("NFC", name) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ytor{suffix}"
        pyogrio.raw.write(
            path,
            many,
            [np.array(names, dtype=object), np.array(codes, dtype=object)],
            [naming, key],
            geometry_type="MultiPolygon",
            crs=f"EPSG:{epsg}",
            **options,
        )
        return {one.suffix: one.read_bytes() for one in Path(folder).iterdir()}, truth


def others(d: Draw) -> Case:
    """What other map programs save, alone or in a zip."""
    suffix = d.pick([*_DRIVERS])
    epsg = (
        4326
        if suffix == ".kml"
        else d.pick((3006, 4326, 3008) if suffix != ".geojson" else (4326,))
    )
    files, truth = _drawn(
        d, suffix, epsg=epsg, naming="Name" if suffix == ".kml" else "", driver=_DRIVERS[suffix]
    )
    is_alone = suffix in (".fgb", ".kml", ".gml") and d.chance()
    if is_alone:
        return Case([(f"ytor{suffix}", files[suffix])], surfaces=truth)
    return Case([("ytor.zip", _zipped(d, files, d.pick(("", "ytor/"))))], surfaces=truth)


def _zipped(d: Draw, files: dict[str, bytes], folder: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for suffix, one in d.shuffled([*files.items()]):
            packed.writestr(f"{folder}omraden{suffix.upper() if folder else suffix}", one)
    return content.getvalue()


def geopackage(d: Draw) -> Case:
    """A GeoPackage with one layer."""
    files, truth = _drawn(d, ".gpkg", layer=d.pick(("ytor", "RegSO_2025")))
    return Case([("ytor.gpkg", files[".gpkg"])], surfaces=truth)


def shapefile(d: Draw) -> Case:
    """A Shapefile in a zip, in a folder of it or not."""
    files, truth = _drawn(d, ".shp", encoding=d.pick(("UTF-8", "CP1252", "ISO-8859-1")))
    return Case([("ytor.zip", _zipped(d, files, d.pick(("", "ytor/"))))], surfaces=truth)
