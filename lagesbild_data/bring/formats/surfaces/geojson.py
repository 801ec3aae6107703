"""GeoJSON, as a collection or a single feature, and its kin: Esri's JSON and TopoJSON."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NoReturn

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.surfaces.crs_names import system_named, system_of
from lagesbild_data.bring.formats.surfaces.layer import (
    MOST_PROPERTIES,
    Layer,
    check_features,
    check_layers,
    text,
)
from lagesbild_data.bring.formats.surfaces.source import Source
from lagesbild_data.bring.formats.upload import Upload

_LONGEST_CRS = 100_000
_POLYGONS = {"Polygon": 2, "MultiPolygon": 3}
"""How deep the arcs of a TopoJSON lie."""


def layers(source: Source) -> list[Layer]:
    """The layers; InvalidStore where the file is none of these."""
    upload, content = source.upload, source.upload.json
    if not isinstance(content, dict):
        content = {}
    if content.get("type") == "Feature":
        content = {"type": "FeatureCollection", "features": [content], "crs": content.get("crs")}
    if content.get("type") == "Topology":
        return _topology(upload, content)
    features = content.get("features")
    if not isinstance(features, list):
        upload.refuse("är inte en FeatureCollection i GeoJSON")
    if is_esri(content):
        crs = _esri_crs(upload, content.get("spatialReference"))
        return [_layer(upload, "", features, "attributes", crs, _esri_shape)]
    return [
        _layer(upload, "", features, "properties", _declared(upload, content.get("crs")), _shape)
    ]


def is_esri(content: dict[str, Any]) -> bool:
    """Whether JSON is what ArcGIS gives."""
    return "geometryType" in content or (
        "spatialReference" in content and content.get("type") is None
    )


def _layer(
    upload: Upload,
    name: str,
    features: list[Any],
    properties: str,
    crs: CRS | None,
    shape: Callable[[Any], BaseGeometry | None],
    points: Callable[[Any], int] | None = None,
) -> Layer:
    """A layer of features that say what they are under the name `properties`."""
    check_features(upload, len(features))
    known = [feature if isinstance(feature, dict) else {} for feature in features]
    said = [
        found if isinstance(found := feature.get(properties), dict) else {} for feature in known
    ]
    names = list(dict.fromkeys(key for one in said for key in one))[:MOST_PROPERTIES]
    count = points or (lambda feature: _positions(feature.get("geometry")))

    def made(at: int) -> BaseGeometry | None:
        try:
            return shape(known[at])
        except (RecursionError, LookupError, TypeError, ValueError, OverflowError):
            return None

    columns = {key: [one.get(key) for one in said] for key in names}
    return Layer(name, len(known), columns, crs, lambda at: count(known[at]), made)


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


def _shape(feature: dict[str, Any]) -> BaseGeometry | None:
    return shapely.from_geojson(json.dumps(feature.get("geometry")), on_invalid="ignore")


def _declared(upload: Upload, declared: Any) -> CRS | None:
    """What GeoJSON before RFC 7946 says of its coordinates."""
    if declared is None:
        return None
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = text(properties.get("name")) if isinstance(properties, dict) else ""
    return system_named(name) or _refuse_system(upload, name)


def _refuse_system(upload: Upload, name: str) -> NoReturn:
    upload.refuse(
        f'anger koordinatsystemet "{name[:100]}", som inte är känt; till exempel EPSG:3006 är det'
    )


# Esri's JSON

_MOST_RINGS_AROUND = 100_000
"""Rings around all holes of a surface together; most holes have one."""


def _esri_crs(upload: Upload, declared: Any) -> CRS | None:
    if not isinstance(declared, dict):
        return None
    for key in ("latestWkid", "wkid"):
        if code := declared.get(key):
            if found := system_of("EPSG", code) or system_of("ESRI", code):
                return found
            _refuse_system(upload, text(code))
    wkt = declared.get("wkt2") or declared.get("wkt")
    if not isinstance(wkt, str) or len(wkt) > _LONGEST_CRS:
        return None
    try:
        return CRS.from_wkt(wkt)
    except ProjError:
        _refuse_system(upload, wkt)


def _esri_shape(feature: dict[str, Any]) -> BaseGeometry | None:
    """A polygon of rings: those that run as the largest are around it, the others are holes in the
    smallest of these that is around them. None where a hole is in none, as where there is no
    geometry."""
    if (geometry := feature.get("geometry")) is None:
        return None
    rings = [
        ring
        for ring in (np.array(ring, float)[:, :2] for ring in geometry["rings"])
        if len(ring) >= 4
    ]
    if not rings:
        return shapely.Polygon()
    lines = shapely.polygons([shapely.linearrings(ring) for ring in rings])
    runs = shapely.is_ccw(shapely.get_exterior_ring(lines))
    outside = runs == runs[shapely.area(lines).argmax()]
    outer, holes = lines[outside], lines[~outside]
    within: list[list[BaseGeometry]] = [[] for _ in outer]
    tree, areas, pairs = shapely.STRtree(outer), shapely.area(outer), 0
    for hole, point in zip(holes, shapely.point_on_surface(holes), strict=True):
        found = tree.query(point, "within")
        pairs += len(found)
        found = found[areas[found] >= shapely.area(hole)]  # not the islands in it
        # a hole in nothing, or rings in rings very many times
        if not len(found) or pairs > _MOST_RINGS_AROUND:
            return None
        within[found[areas[found].argmin()]].append(shapely.get_exterior_ring(hole))
    return shapely.multipolygons(
        [
            shapely.polygons(shapely.get_exterior_ring(shell), inner or None)
            for shell, inner in zip(outer, within, strict=True)
        ]
    )


# TopoJSON


def _topology(upload: Upload, content: dict[str, Any]) -> list[Layer]:
    """A layer per object. The lines that surfaces share are put together when a surface is made,
    after its corners have been counted: a short file may use the same line very many times."""
    objects, lines = content.get("objects"), content.get("arcs")
    if not isinstance(objects, dict) or not isinstance(lines, list):
        upload.refuse("är skadad eller ofullständig och går inte att läsa som TopoJSON")
    check_layers(upload, len(objects))
    transform = content.get("transform")
    crs = _declared(upload, content.get("crs"))
    shape = partial(_topology_shape, lines, transform if isinstance(transform, dict) else None)
    points = partial(_topology_points, lines)
    return [
        _layer(upload, name, list(_geometries(one)), "properties", crs, shape, points)
        for name, one in objects.items()
    ]


def _geometries(one: Any) -> Iterator[Any]:
    """The geometries of an object, also of collections in it."""
    within = [one]
    while within:
        found = within.pop()
        if isinstance(found, dict) and isinstance(found.get("geometries"), list):
            within += reversed(found["geometries"])
        else:
            yield found


def _topology_points(lines: list[Any], geometry: dict[str, Any]) -> int:
    found, within = 0, [geometry.get("arcs")]
    while within:
        inner = within.pop()
        if isinstance(inner, list):
            within += inner
        elif (
            isinstance(inner, int)
            and -len(lines) <= inner < len(lines)
            and isinstance(lines[inner], list)
        ):
            found += len(lines[inner if inner >= 0 else ~inner])
    return found


def _topology_shape(
    lines: list[Any], transform: dict[str, Any] | None, geometry: dict[str, Any]
) -> BaseGeometry | None:
    depth = _POLYGONS.get(str(geometry.get("type")))
    if depth is None:
        return None

    def line(at: int) -> np.ndarray:
        positions = np.array(lines[at if at >= 0 else ~at], float)[:, :2]
        if transform:
            positions = positions.cumsum(axis=0) * transform["scale"] + transform["translate"]
        return positions if at >= 0 else positions[::-1]

    def ring(arcs: list[int]) -> BaseGeometry:
        return shapely.linearrings(
            np.concatenate([line(at)[number > 0 :] for number, at in enumerate(arcs)])
        )

    def polygon(rings: list[list[int]]) -> BaseGeometry:
        return shapely.polygons(ring(rings[0]), [ring(inner) for inner in rings[1:]] or None)

    arcs = geometry["arcs"]
    return (
        polygon(arcs) if depth == 2 else shapely.multipolygons([polygon(rings) for rings in arcs])
    )
