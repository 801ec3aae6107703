"""Surfaces of areas as other systems draw them: GeoPackage, GeoJSON, Shapefile or GeoParquet, in any coordinates."""

import json
import math
import re
import shutil
import sqlite3
import struct
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, NoReturn

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.raw
import shapely
from pyarrow import compute, parquet
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from lagesbild_data import swedish
from lagesbild_data.importers.names import Names
from lagesbild_data.importers.reading import Context, Format, Reading
from lagesbild_data.importers.upload import Upload
from lagesbild_data.problems import InvalidStore, Problem
from lagesbild_data.store import as_text
from lagesbild_data.text import Undecodable, encoding_of
from lagesbild_data.workplace import Workplace

_NAMING = ("omrade_id", "namn", "regsonamn", "regsonamn/desokod", "vdnamn", "name")
"""Properties that may tell which area a surface is of, the first that does so is taken."""
_KOMMUN = {"kommunkod": r"\d{3,4}", "regsokod": r"\d{4}", "desokod": r"\d{4}", "lkfv": r"\d{4}"}
"""Properties that begin with the code of the kommun: other kommuner have areas with the same names."""
_FEW = 200
"""Surfaces in a file that is likely to be about the store's own areas, so that names like theirs are asked about."""
_MOST_FEATURES = 100_000
_MOST_PROPERTIES = 200
_MOST_LAYERS = 50
_MOST_UNPACKED = 200 * 2**20
"""Bytes of the surfaces of a file and what is said of them; all statistical areas of the country take some 60 MB."""
_MOST_POINTS, _MOST_POINTS_IN_ALL = 300_000, 1_500_000
"""Corners of the surface of an area, and of all that are read, some 5 µs each; the statistical areas of the country
have 1 250 000 together."""
_LONGEST_CRS = 100_000
_SHOWN = 8
"""Properties that are shown of a file that tells of no area."""

_HEAD = 100
"""Bytes before what a Shapefile's index says."""
_SHAPEFILE = b"\0\0\x27\x0a"
_PARTS = (".shp", ".shx", ".dbf")
_MORE_PARTS = (".prj", ".cpg")
_DBF_FIELD, _DBF_NAME, _DBF_LANGUAGE = 32, 11, 29
"""Of a .dbf: bytes of its head and of what tells of a field, and of a field's name; and where the head tells the
encoding."""
_POLYGONAL = frozenset({"POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE", "SURFACE", "GEOMETRY",
                        "GEOMETRYCOLLECTION"})  # fmt: skip

_WKB_POLYGON = {3: 2, 1003: 3, 2003: 3, 3003: 4}
"""The numbers for a polygon, and how many numbers each of its positions has."""
_POSITION = 16
"""Bytes of a position in WKB, two numbers at least."""
_WKB_MULTIPOLYGON = frozenset({6, 1006, 2006, 3006})

_WGS84, _SWEREF99TM = 4326, 3006
_CALLED = {_WGS84: "WGS 84 (longitud och latitud)", _SWEREF99TM: "SWEREF 99 TM (EPSG:3006)"}
_SWEDEN = {_WGS84: (10, 55, 25, 70), _SWEREF99TM: (200_000, 6_000_000, 1_000_000, 7_800_000)}
"""West, south, east and north in each system."""
_MOST_DEGREES = (180, 90)
_LOCAL = range(3007, 3019)
"""SWEREF 99 in its local zones, by EPSG: in numbers alone they can't be told from SWEREF 99 TM."""
_MOST_MEETINGS = 20
"""How many others each line of a surface may meet; in most it meets itself and two."""
_NEAR = 0.5
"""Degrees around the surfaces of a store within which new ones are expected."""
Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


@dataclass(frozen=True)
class _Layer:
    """Features: what is said of each, and where they are."""

    name: str
    count: int
    properties: Mapping[str, Sequence[Any]]
    crs: CRS | None
    points: Callable[[int], int]
    """How many corners the geometry of a feature has at most, before it is made."""
    shape: Callable[[int], BaseGeometry | None]
    """The geometry of a feature; None where it has none that can be read."""

    def texts(self, name: str) -> list[str]:
        """What a property is of each feature, as texts."""
        return [_text(value) for value in self.properties[name]]


def _text(value: Any) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return ""
    return as_text(value).encode("utf-8", "replace").decode().strip()


def _recognises(upload: Upload) -> bool:
    match upload.kind:
        case "sqlite":
            return upload.head[68:70] == b"GP" or b"gpkg_contents" in upload.head
        case "json":
            return "FeatureCollection" in upload.start
        case "parquet":
            return _has_geometry(upload.path)
        case "zip":
            return bool(_shapefiles_in(upload))
    return upload.head.startswith(_SHAPEFILE) and upload.name.lower().endswith(".shp")


def _has_geometry(path: Path) -> bool:
    try:
        return b"geo" in (parquet.read_schema(path).metadata or {})
    except Exception:  # Arrow answers a damaged file with errors of any kind
        return False


def _shapefiles_in(upload: Upload) -> list[str]:
    return [name for name in upload.members if name.lower().endswith(".shp") and not name.startswith("__MACOSX")]


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(surfaces={})
    layers = _layers(upload, context)
    naming = {at: name for at, layer in enumerate(layers) if (name := _naming(layer, context.names))}
    if not naming:
        _refuse_unknown(upload, layers)
    layer, name = layers[min(naming)], naming[min(naming)]
    if len(layers) > 1:
        reading.notes.append(f'Filen har {len(layers)} lager med ytor; de i "{layer.name}" läses in.')
    reading.notes.append(f"Områdena känns igen på egenskapen {name}.")
    if layer.count <= _FEW:
        areas = _areas(layer, name, context.names, context.names.find)
    else:
        areas = _areas(layer, name, context.names, context.names.known_id)
    asked = _asked(layer, name, context.names)
    if outside := sum(not area and not is_asked for area, is_asked in zip(areas, asked, strict=True)):
        reading.notes.append(f"{_counted(outside)} hör inte till något område i lagret och lämnas utanför.")
    try:
        with np.errstate(all="ignore"):
            reading.surfaces = _surfaces(upload, reading, layer, areas, _around(context.surfaces))
    except (ShapelyError, ProjError):
        upload.refuse("har ytor eller koordinater som inte går att räkna med")
    return reading


def _naming(layer: _Layer, names: Names) -> str:
    """The property that tells which areas the surfaces are of; "" where none does."""
    found = [name for wanted in _NAMING for name in layer.properties if name.casefold() == wanted]
    for name in found:
        if any(_areas(layer, name, names, names.known_id)):
            return name
    for name in found if layer.count <= _FEW else ():
        probe = Names(names.known, names.choices, names.place)
        if any(_areas(layer, name, probe, probe.find)) or any(_asked(layer, name, probe)):
            return name
    return ""


def _areas(layer: _Layer, name: str, names: Names, find: Callable[[str, str], str | None]) -> list[str | None]:
    """The area of each feature; None for those of other kommuner, whatever they are called."""
    kommun = {row["omrade_id"]: row["kommunkod"] for row in names.known["omraden"]}
    known = set(kommun.values())
    answer: list[str | None] = []
    for text, code in zip(layer.texts(name), _kommun_codes(layer), strict=True):
        area = find("omraden", text) if text and (not code or code in known) else None
        answer.append(area if area and (not code or kommun[area] in (code, None)) else None)
    return answer


def _asked(layer: _Layer, name: str, names: Names) -> list[bool]:
    """Whether somebody must choose, or has chosen, what each feature's name means."""
    return [bool(text) and names.is_asked_or_left_out("omraden", text) for text in layer.texts(name)]


def _kommun_codes(layer: _Layer) -> list[str]:
    """The code of the kommun that each feature is in; "" where it isn't told."""
    by_name = {name.casefold(): name for name in layer.properties}
    for wanted, pattern in _KOMMUN.items():
        if wanted in by_name:
            found = (re.match(pattern, text) for text in layer.texts(by_name[wanted]))
            return [match[0].zfill(4) if match else "" for match in found]
    return [""] * layer.count


def _refuse_unknown(upload: Upload, layers: list[_Layer]) -> NoReturn:
    seen: dict[str, list[str]] = {}
    for layer in layers:
        for name in layer.properties:
            texts = dict.fromkeys(" ".join(text.split())[:30] for text in layer.texts(name) if text)
            seen.setdefault(_text(name), list(texts)[:3])
    listed = "; ".join(f"{name} ({', '.join(texts)})" if texts else name for name, texts in list(seen.items())[:_SHOWN])
    upload.refuse(
        "har inga ytor för områdena i lagret. Områdets id eller namn ska stå i egenskapen "
        f"{swedish.enumerate_words(_NAMING, 'eller')}; filen har {listed or 'inga egenskaper'}"
    )


# From features to surfaces


def _around(surfaces: Mapping[str, Any]) -> Box | None:
    """The neighbourhood of the surfaces that there are, in degrees; None where there are none."""
    if not surfaces:
        return None
    bounds = shapely.total_bounds([shapely.from_geojson(json.dumps(surface)) for surface in surfaces.values()])
    return (*(bounds[:2] - _NEAR), *(bounds[2:] + _NEAR))


def _surfaces(
    upload: Upload, reading: Reading, layer: _Layer, areas: list[str | None], near: Box | None
) -> dict[str, Any]:  # fmt: skip
    """A GeoJSON geometry in WGS 84 per area; a feature that has no surface is a fault. Where the file doesn't say what
    its coordinates are, they must be `near` the surfaces that there are."""
    shapes: dict[int, BaseGeometry] = {}
    points: Counter[str | None] = Counter()
    for at in (at for at, area in enumerate(areas) if area):
        points[areas[at]] += layer.points(at)
        if points[areas[at]] > _MOST_POINTS:
            _refuse_points(upload, f"ett område (yta {at + 1})", _MOST_POINTS)
        if points.total() > _MOST_POINTS_IN_ALL:
            _refuse_points(upload, "ytor", _MOST_POINTS_IN_ALL)
        shape = layer.shape(at)
        fault = _fault_of(shape)
        if fault or shape is None:
            reading.problems.append(Problem(f"{upload.name} yta {at + 1}", fault))
        else:
            shapes[at] = shapely.force_2d(shape)
    if not shapes:
        return {}
    shapes = dict(zip(shapes, _in_degrees(upload, reading, layer.crs, list(shapes.values()), near), strict=True))
    parts: dict[str, list[int]] = defaultdict(list)
    for at in shapes:
        parts[areas[at] or ""].append(at)
    crossed = [at for at, shape in shapes.items() if not shapely.is_valid(shape)]
    for at in crossed:
        if _crosses_itself_often(shapes[at]):
            upload.refuse(f"yta {at + 1} har linjer som korsar varandra för många gånger för att rättas")
    if mended := len(crossed):
        reading.notes.append(f"{_counted(mended)} med linjer som korsar varandra har rättats.")
    if len(shapes) > len(parts):
        reading.notes.append(
            f"{_counted(len(shapes))} har slagits ihop till {_counted(len(parts))}, en för varje område."
        )
    answer = {}
    for area, places in parts.items():
        whole = shapely.union_all([part for at in places for part in _polygons(shapely.make_valid(shapes[at]))])
        polygons = _polygons(shapely.set_precision(whole, 1e-6))
        if polygons:
            answer[area] = _geojson(polygons)
        else:
            reading.problems.append(Problem(f"{upload.name} yta {places[0] + 1}", "är för liten för att ritas"))
    return answer


def _refuse_points(upload: Upload, what: str, most: int) -> NoReturn:
    upload.refuse(f"har {what} med fler än {swedish.number(most)} hörn; förenkla ytorna i ett kartprogram, som "
                  "med Förenkla i QGIS")  # fmt: skip


def _crosses_itself_often(shape: BaseGeometry) -> bool:
    """Whether the lines of a surface meet so often that to mend it would take all memory."""
    ends = [shapely.get_coordinates(ring) for ring in shapely.get_rings(_polygons(shape))]
    lines = shapely.linestrings(np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in ends]))
    tree = shapely.STRtree(lines)
    most = _MOST_MEETINGS * len(lines) + 10_000
    meetings = 0
    for at in range(0, len(lines), 200):
        meetings += tree.query(lines[at : at + 200], predicate="intersects").shape[1]
        if meetings > most:
            return True
    return False


def _counted(surfaces: int) -> str:
    return f"{swedish.number(surfaces)} {'yta' if surfaces == 1 else 'ytor'}"


def _fault_of(shape: BaseGeometry | None) -> str:
    if shape is None:
        return "saknar geometri som går att läsa"
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return "har en koordinat som inte är ett tal"
    if not _polygons(shape):
        return f"saknar yta; geometrin är {'tom' if shape.is_empty else shape.geom_type}, den ska vara en polygon"
    return ""


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of a geometry; nothing of its lines and points."""
    parts = shapely.get_parts(shapely.get_parts([shape]))  # a collection may hold several polygons as one
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _geojson(polygons: list[BaseGeometry]) -> dict[str, Any]:
    shape = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    ordered = shapely.orient_polygons(shapely.normalize(shape))  # the same surface is always written the same way
    exact = shapely.transform(ordered, partial(np.round, decimals=6))
    return json.loads(shapely.to_geojson(exact))


def _in_degrees(
    upload: Upload, reading: Reading, declared: CRS | None, shapes: list[BaseGeometry], near: Box | None
) -> Sequence[BaseGeometry]:
    """The shapes in longitude and latitude; a note where that isn't what the file says of itself."""
    positions = shapely.get_coordinates(shapes)
    bounds = (*positions.min(axis=0), *positions.max(axis=0))
    crs, is_swapped, note = _system(declared, bounds)
    if is_swapped:
        positions = positions[:, ::-1]
    if near and declared is None and not _meets(_degrees(crs, positions), near):
        fitting = [zone for zone in map(CRS.from_epsg, _LOCAL) if _meets(_degrees(zone, positions), near)]
        if not fitting:
            upload.refuse("anger inget känt koordinatsystem, och ytorna hamnar långt från lagrets andra ytor; spara "
                          "filen med sitt koordinatsystem, till exempel SWEREF 99 TM")  # fmt: skip
        crs = fitting[0]
        note = f"Filen anger inget känt koordinatsystem; koordinaterna läses som {crs.name}, nära lagrets andra ytor."
    elif near and not _meets(_degrees(crs, positions), near):
        reading.notes.append("Ytorna ligger långt från lagrets andra ytor; kontrollera filens koordinatsystem.")
    reading.notes += [note] if note else []
    if crs.is_geographic:
        _check(upload, positions, positions, "är utanför longitud −180–180 och latitud −90–90, och inte heller i "
               "SWEREF 99 TM (x 200 000–1 000 000, y 6 000 000–7 800 000)")  # fmt: skip
    degrees = _degrees(crs, positions)
    _check(upload, positions, degrees, f"ligger utanför det område som {crs.name} gäller för")
    if not _within((*degrees.min(axis=0), *degrees.max(axis=0)), _SWEDEN[_WGS84]):
        reading.notes.append("Ytor ligger utanför Sverige; kontrollera filens koordinatsystem.")
    return shapely.set_coordinates(np.array(shapes), degrees)


def _degrees(crs: CRS, positions: np.ndarray) -> np.ndarray:
    """Longitude and latitude of each position."""
    return np.column_stack(Transformer.from_crs(crs, _WGS84, always_xy=True).transform(*positions.T))


def _meets(degrees: np.ndarray, box: Box) -> bool:
    """Whether any of the positions is in the box."""
    return bool(((degrees >= box[:2]) & (degrees <= box[2:])).all(axis=1).any())


def _system(declared: CRS | None, bounds: tuple[float, ...]) -> tuple[CRS, bool, str]:
    """The system that coordinates are in, whatever the file says, whether north stands before east, and what to tell of
    it."""
    known = declared if declared and (declared.is_geographic or declared.is_projected) else None
    tries: list[tuple[int, bool]] = []
    if known is None or known.is_geographic:
        tries = [(_SWEREF99TM, False), (_SWEREF99TM, True), (_WGS84, True)]
    elif known.to_epsg() == _SWEREF99TM:
        tries = [(_SWEREF99TM, True)]
    west, south, east, north = bounds
    for epsg, is_swapped in tries:
        if _within((south, west, north, east) if is_swapped else bounds, _SWEDEN[epsg]):
            stated = f"Filen anger {known.name}" if known else "Filen anger inget känt koordinatsystem"
            order = ", med nord före öst" if is_swapped else ""
            note = f"{stated}; koordinaterna läses som {_CALLED[epsg]}{order}."
            return CRS.from_epsg(epsg) if epsg == _SWEREF99TM or known is None else known, is_swapped, note
    return known or CRS.from_epsg(_WGS84), False, ""


def _within(bounds: Sequence[float], box: Sequence[float]) -> bool:
    return bounds[0] >= box[0] and bounds[1] >= box[1] and bounds[2] <= box[2] and bounds[3] <= box[3]


def _check(upload: Upload, positions: np.ndarray, degrees: np.ndarray, fault: str) -> None:
    """Refuse the file for the first position whose degrees are none."""
    outside = ~((np.abs(degrees) <= _MOST_DEGREES).all(axis=1))
    if outside.any():
        x, y = (f"{number:.10g}".replace(".", ",") for number in positions[outside.argmax()])
        upload.refuse(f"har en koordinat, x {x} och y {y}, som {fault}")


# The kinds of files


def _layers(upload: Upload, context: Context) -> list[_Layer]:
    """The layers with surfaces, at least one; InvalidStore where the file can't be read."""
    kinds = {"json": _geojson_layers, "sqlite": _geopackage_layers, "parquet": _parquet_layers, "zip": _zip_layers}
    try:
        with Workplace() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if upload.kind in kinds:
                layers = kinds[upload.kind](upload, Path(folder))
            else:
                layers = _shapefile_layers(upload, Path(folder), context)
    except InvalidStore:
        raise
    except Exception:  # GDAL, PROJ and Arrow answer a damaged file with errors of any kind
        upload.refuse("är skadad eller ofullständig och går inte att läsa som områdesytor")
    layers = [layer for layer in layers if layer.count]
    if not layers:
        upload.refuse("innehåller inga ytor")
    for layer in layers:
        _check_features(upload, layer.count)
    return layers


def _check_features(upload: Upload, count: int) -> None:
    if count > _MOST_FEATURES:
        upload.refuse(f"har fler än {swedish.number(_MOST_FEATURES)} ytor; dela upp den")


def _geojson_layers(upload: Upload, _: Path) -> list[_Layer]:
    features = upload.json.get("features") if isinstance(upload.json, dict) else None
    if not isinstance(features, list):
        upload.refuse("är inte en FeatureCollection i GeoJSON")
    _check_features(upload, len(features))
    features = [feature if isinstance(feature, dict) else {} for feature in features]
    said = [found if isinstance(found := feature.get("properties"), dict) else {} for feature in features]
    names = list(dict.fromkeys(name for properties in said for name in properties))[:_MOST_PROPERTIES]

    def shape(at: int) -> BaseGeometry | None:
        try:
            return shapely.from_geojson(json.dumps(features[at].get("geometry")), on_invalid="ignore")
        except RecursionError:
            return None

    properties = {name: [one.get(name) for one in said] for name in names}
    crs = _geojson_crs(upload, upload.json.get("crs"))
    return [_Layer("", len(features), properties, crs, lambda at: _positions(features[at].get("geometry")), shape)]


def _positions(part: Any) -> int:
    """How many positions a part of GeoJSON holds, or more."""
    found, within = 0, [part]
    while within:
        inner = within.pop()
        if isinstance(inner, list) and inner and isinstance(inner[0], int | float):
            found += 1
        elif isinstance(inner, list | dict):
            within += inner.values() if isinstance(inner, dict) else inner
    return found


def _geojson_crs(upload: Upload, declared: Any) -> CRS | None:
    """What GeoJSON before RFC 7946 says of its coordinates."""
    if declared is None:
        return None
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = _text(properties.get("name")) if isinstance(properties, dict) else ""
    found = re.fullmatch(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):(?:[\d.]*:)?(\w+)", name, re.IGNORECASE)
    try:
        if found:
            return CRS.from_user_input(f"{found[1]}:{found[2]}")
    except ProjError:
        pass
    upload.refuse(f'anger koordinatsystemet "{name}", som inte är känt; till exempel EPSG:3006 är det')


def _geopackage_layers(upload: Upload, folder: Path) -> list[_Layer]:
    path = folder / "ytor.gpkg"  # a name that GDAL takes for nothing else
    shutil.copyfile(upload.path, path)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        # Only tables of stored columns: a view, or a column that is worked out, may ask for anything, without end.
        tables = {name for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
                  if not re.match(r"CREATE\s+VIRTUAL", sql or "", re.IGNORECASE)
                  and not re.search(r"\bAS\s*\(", sql or "", re.IGNORECASE)}  # fmt: skip
        if not tables >= {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"}:
            upload.refuse("är inte en GeoPackage: tabellen gpkg_contents, gpkg_geometry_columns eller "
                          "gpkg_spatial_ref_sys saknas")  # fmt: skip
        found = connection.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall()
        names = [name for name, kind in found if name in tables and str(kind).upper() in _POLYGONAL]
        _check_count(upload, names)
        sizes = _sizes(connection, {name: _columns(upload, path, name) for name in names})
        _check_size(upload, sizes)
    return [_gdal_layer(upload, path, name, name) for name in names]


def _sizes(connection: sqlite3.Connection, columns: Mapping[str, Sequence[str]]) -> Iterator[int]:
    """How large each row of the tables is in these columns and its geometry, and each definition of coordinates: a
    value that rows have by default stands in the file once."""
    geometries = dict(connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    for table, names in columns.items():
        lengths = " + ".join(f"coalesce(length({_quoted(name)}), 0)" for name in (*names, geometries[table]))
        for (size,) in connection.execute(f"SELECT {lengths} FROM {_quoted(table)} LIMIT {_MOST_FEATURES + 1}"):
            yield size
    for (size,) in connection.execute("SELECT coalesce(length(definition), 0) FROM gpkg_spatial_ref_sys"):
        yield size if size < _LONGEST_CRS else _MOST_UNPACKED + 1


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _check_size(upload: Upload, sizes: Iterable[int]) -> None:
    """Refuse a file whose parts together are too large, without asking for more of them than it takes to know."""
    total = 0
    for size in sizes:
        total += size
        if total > _MOST_UNPACKED:
            upload.refuse(
                f"har ytor och uppgifter som tillsammans är större än {_MOST_UNPACKED >> 20} MB; dela upp den"
            )


def _zip_layers(upload: Upload, folder: Path) -> list[_Layer]:
    layers = []
    with upload.unpacked(_MOST_UNPACKED) as content:
        by_name = {name.lower(): name for name in content.namelist()}
        names = _shapefiles_in(upload)
        _check_count(upload, names)
        for number, name in enumerate(names):
            found = {part: member for part in (*_PARTS, *_MORE_PARTS)
                     if (member := by_name.get(name.lower().removesuffix(".shp") + part))}  # fmt: skip
            parts = {part: partial(content.open, member) for part, member in found.items()}
            layers.append(_shapefile_layer(upload, folder / str(number), name, parts))
    if not layers:
        upload.refuse("innehåller ingen Shapefile (.shp)")
    return layers


def _check_count(upload: Upload, layers: list[str]) -> None:
    if len(layers) > _MOST_LAYERS:
        upload.refuse(f"har {swedish.number(len(layers))} lager; högst {_MOST_LAYERS} är tillåtet")


def _shapefile_layers(upload: Upload, folder: Path, context: Context) -> list[_Layer]:
    if not upload.head.startswith(_SHAPEFILE):
        upload.refuse("är inte en GeoPackage, GeoJSON, GeoParquet eller en zippad Shapefile")
    by_name = {other.name.lower(): other.path for other in context.companions}
    stem = upload.name.lower().removesuffix(".shp")
    parts: dict[str, Callable[[], IO[bytes]]] = {".shp": partial(_open, upload.path)}
    for part in (*_PARTS[1:], *_MORE_PARTS):
        beside = (upload.path.with_suffix(suffix) for suffix in (part, part.upper()))
        if path := by_name.get(stem + part) or next((path for path in beside if path.exists()), None):
            parts[part] = partial(_open, path)
    return [_shapefile_layer(upload, folder / "0", upload.name, parts)]


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _shapefile_layer(upload: Upload, folder: Path, name: str, parts: Mapping[str, Callable[[], IO[bytes]]]) -> _Layer:
    """The layer of files with names of our own, which GDAL takes for nothing else."""
    if missing := [part for part in _PARTS if part not in parts]:
        upload.refuse(f"saknar {swedish.enumerate_words(missing)}, som hör till en Shapefile; packa alla dess filer "
                      "(.shp, .shx, .dbf, .prj) i en zip-fil och läs in den")  # fmt: skip
    folder.mkdir()
    for part, content in parts.items():
        with content() as file, (folder / f"ytor{part}").open("wb") as copy:
            shutil.copyfileobj(file, copy)
    shapes = folder / "ytor.shp"
    with shapes.open("rb") as file:
        if file.read(len(_SHAPEFILE)) != _SHAPEFILE:
            upload.refuse(f"innehåller {name}, som inte är en Shapefile")
    index = np.fromfile(shapes.with_suffix(".shx"), ">i4", offset=_HEAD)
    if 2 * index[1::2].sum(dtype=np.int64) > shapes.stat().st_size or (index < 0).any():
        upload.refuse(f"innehåller {name}, vars index (.shx) pekar på mer än vad filen har")
    _check_size(upload, [part.stat().st_size for part in folder.iterdir()])
    if any(part.stat().st_size > _LONGEST_CRS for part in folder.iterdir() if part.suffix in _MORE_PARTS):
        upload.refuse(f"innehåller {name}, vars {swedish.enumerate_words(_MORE_PARTS, 'eller')} är för stor")
    encoding = None if ".cpg" in parts else _encoding_of_dbf(upload, shapes.with_suffix(".dbf"))
    return _gdal_layer(upload, shapes, PurePosixPath(name).stem, encoding=encoding)


def _encoding_of_dbf(upload: Upload, path: Path) -> str | None:
    """The encoding of texts that nothing tells the encoding of, told by themselves; None where they don't tell and GDAL
    knows it from the file's head. InvalidStore where nothing does."""
    content = path.read_bytes()
    start = int.from_bytes(content[8:10], "little")
    names = (content[at : at + _DBF_NAME].rstrip(b"\0") for at in range(_DBF_FIELD, start - 1, _DBF_FIELD))
    try:
        return encoding_of(b"\n".join((*names, content[start:])))
    except Undecodable as fault:
        if not content[_DBF_LANGUAGE]:
            upload.refuse(f"har texter i .dbf som inte går att läsa: {fault}, eller lägg till en .cpg")
    return None


def _columns(upload: Upload, path: Path, layer: str | None) -> list[str]:
    """The properties that are read: those that may tell of an area, and the first to show if none does."""
    fields = pyogrio.read_info(path, layer=layer)["fields"]
    if len(fields) > _MOST_PROPERTIES:
        upload.refuse(f"har ytor med fler än {_MOST_PROPERTIES} egenskaper; spara om den med bara områdets namn")
    return [name for at, name in enumerate(fields) if at < _SHOWN or name.casefold() in {*_NAMING, *_KOMMUN}]


def _gdal_layer(upload: Upload, path: Path, name: str, layer: str | None = None, encoding: str | None = None) -> _Layer:
    meta, _, shapes, values = pyogrio.raw.read(
        path, layer, encoding, columns=_columns(upload, path, layer), force_2d=True, max_features=_MOST_FEATURES + 1,
        datetime_as_string=True,
    )  # fmt: skip
    count = len(shapes) if shapes is not None else 0

    def points(at: int) -> int:
        return len(shapes[at] or b"") // _POSITION

    def shape(at: int) -> BaseGeometry | None:
        return shapely.from_wkb(shapes[at], on_invalid="ignore")  # None stays None

    crs = CRS.from_user_input(meta["crs"]) if meta["crs"] else None
    return _Layer(name, count, dict(zip(meta["fields"], values, strict=True)), crs, points, shape)


def _parquet_layers(upload: Upload, _: Path) -> list[_Layer]:
    with parquet.ParquetFile(upload.path, read_dictionary=_texts_in(upload.path)) as file:
        if b"geo" not in (file.schema_arrow.metadata or {}):
            upload.refuse("är inte en GeoParquet: uppgiften geo, om geometrin, saknas")
        about = json.loads(file.schema_arrow.metadata[b"geo"])
        primary = about["primary_column"]
        described = about["columns"][primary]
        if described.get("encoding") != "WKB":
            upload.refuse(f'har geometrin som "{_text(described.get("encoding"))}"; den ska vara WKB')
        _check_features(upload, file.metadata.num_rows)
        texts = [column.name for column in parquet.read_schema(upload.path)
                 if column.name != primary and _is_simple(column.type)][:_MOST_PROPERTIES]  # fmt: skip
        columns: dict[str, list[Any]] = {name: [] for name in (primary, *texts)}
        groups = (file.metadata.row_group(at) for at in range(file.metadata.num_row_groups))
        _check_size(upload, (group.total_byte_size for group in groups))
        size = 0
        for batch in file.iter_batches(50, columns=list(columns)):
            size += sum(map(_unpacked, batch.columns))
            _check_size(upload, [size])
            for name, values in columns.items():
                values += batch.column(name).to_pylist()
    shapes = columns.pop(primary)

    def is_safe(at: int) -> bool:
        return isinstance(shapes[at], bytes) and _holds_polygons(shapes[at])

    def points(at: int) -> int:
        return len(shapes[at]) // _POSITION if is_safe(at) else 0

    def shape(at: int) -> BaseGeometry | None:
        return shapely.from_wkb(shapes[at], on_invalid="ignore") if is_safe(at) else None

    crs = described.get("crs")
    return [_Layer("", len(shapes), columns, CRS.from_json_dict(crs) if crs else None, points, shape)]


def _texts_in(path: Path) -> list[str]:
    """The columns of texts or bytes, which are read as they are packed: what is said often stands once."""
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return [column.name for column in parquet.read_schema(path) if any(test(column.type) for test in kinds)]


def _unpacked(values: pa.Array) -> int:
    """How many bytes the values are when each stands for itself."""
    if not pa.types.is_dictionary(values.type):
        return values.nbytes
    lengths = compute.binary_length(values.dictionary)
    return compute.sum(lengths.take(values.indices)).as_py() or 0


def _is_simple(kind: pa.DataType) -> bool:
    return any(test(kind) for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer))


def _holds_polygons(wkb: bytes) -> bool:
    """Whether a WKB is a polygon or several side by side; GEOS follows what is nested until its stack is full."""
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


FORMAT = Format(
    "ytor",
    "Områdesytor",
    "Områdenas gränser som GeoPackage, GeoJSON, zippad Shapefile eller GeoParquet, i valfritt koordinatsystem.",
    _recognises,
    _read,
)
