"""Features made into one surface per area, in words where that can't be done."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.surfaces.layer import Layer, counted
from lagesbild_data.bring.formats.surfaces.placing import Places, clusters
from lagesbild_data.bring.formats.surfaces.systems import in_degrees
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import Problem

_MOST_POINTS, _MOST_POINTS_IN_ALL = 300_000, 1_500_000
"""Corners of the surface of an area, and of all that are read, some 5 µs each; the statistical
areas of the country have 1 250 000 together."""
_MOST_MEETINGS = 20
"""How many others each line of a surface may meet; in most it meets itself and two."""
_SURFACE = 2
"""Dimensions of a surface; lines and points have fewer."""
_OVERLAP = 0.02
"""How much of the smallest of an area's parts others may cover."""


def surfaces_of(
    upload: Upload, reading: Reading, context: Context, layer: Layer, areas: Sequence[str | None]
) -> dict[str, Any]:
    """A GeoJSON geometry in WGS 84 per area, none where something is asked first; a feature that
    has no surface is a fault."""
    shapes = _shapes(upload, reading, layer, areas)
    of = {at: area for at, area in enumerate(areas) if area and at in shapes}
    if not shapes:
        return {}
    degrees = in_degrees(
        upload, reading, context, layer.crs, list(of.values()), list(shapes.values())
    )
    if degrees is None:
        return {}
    shapes = _mended(upload, reading, dict(zip(shapes, degrees, strict=True)))
    called = {row["omrade_id"]: row["namn"] for row in context.names.known["omraden"]}
    shapes = _near(reading, context, called, shapes, of)
    parts: dict[str, list[int]] = defaultdict(list)
    for at in shapes:
        parts[of[at]].append(at)
    parts = _of_one_area(reading, context, called, shapes, parts)
    joined = sum(map(len, parts.values()))
    if joined > len(parts):
        reading.notes.append(
            f"{counted(joined)} har slagits ihop till {counted(len(parts))}, en för varje område."
        )
    answer = {}
    for area, places in parts.items():
        polygons = _polygons(
            shapely.set_precision(shapely.union_all([shapes[at] for at in places]), 1e-6)
        )
        if polygons:
            answer[area] = _geojson(polygons)
        else:
            reading.problems.append(
                Problem(f"{upload.name} yta {places[0] + 1}", "är för liten för att ritas")
            )
    return answer


def _shapes(
    upload: Upload, reading: Reading, layer: Layer, areas: Sequence[str | None]
) -> dict[int, BaseGeometry]:
    """The geometries of the features that are of an area, by number."""
    shapes: dict[int, BaseGeometry] = {}
    others: dict[int, str] = {}
    points: Counter[str | None] = Counter()
    for at in (at for at, area in enumerate(areas) if area):
        points[areas[at]] += layer.points(at)
        if points[areas[at]] > _MOST_POINTS:
            _refuse_points(upload, f"ett område (yta {at + 1})", _MOST_POINTS)
        if points.total() > _MOST_POINTS_IN_ALL:
            _refuse_points(upload, "ytor", _MOST_POINTS_IN_ALL)
        shape = layer.shape(at)
        fault = _fault_of(shape)
        if shape and fault and shapely.get_dimensions(shape) < _SURFACE:
            others[at] = fault
        elif fault or shape is None:
            reading.problems.append(Problem(f"{upload.name} yta {at + 1}", fault))
        else:
            shapes[at] = shapely.force_2d(shape)
    if shapes and others:
        told = swedish.enumerate_some([f"yta {at + 1}" for at in others], 5)
        reading.notes.append(f"Linjer och punkter är inga ytor och lämnas utanför: {told}.")
    else:
        reading.problems += [
            Problem(f"{upload.name} yta {at + 1}", fault) for at, fault in others.items()
        ]
    return shapes


def polygons_of(layer: Layer, at: int) -> BaseGeometry | None:
    """The valid polygons of a feature, as they stand; None where it has none, or too many corners
    to be read."""
    shape = layer.shape(at) if layer.points(at) <= _MOST_POINTS else None
    if shape is None or _fault_of(shape) or not shapely.is_valid(shape):
        return None
    return shapely.union_all(_polygons(shapely.force_2d(shape)))


def _refuse_points(upload: Upload, what: str, most: int) -> NoReturn:
    upload.refuse(
        f"har {what} med fler än {swedish.number(most)} hörn; förenkla ytorna i ett kartprogram,"
        " som med Förenkla i QGIS"
    )


def _fault_of(shape: BaseGeometry | None) -> str:
    if shape is None:
        return "saknar geometri som går att läsa"
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return "har en koordinat som inte är ett tal"
    if not _polygons(shape):
        return (
            f"saknar yta; geometrin är {'tom' if shape.is_empty else shape.geom_type}, den ska vara"
            " en polygon"
        )
    return ""


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of a geometry; nothing of its lines and points."""
    # a collection may hold several polygons as one
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _mended(
    upload: Upload, reading: Reading, shapes: Mapping[int, BaseGeometry]
) -> dict[int, BaseGeometry]:
    """The shapes as polygons whose lines don't cross."""
    crossed = [at for at, shape in shapes.items() if not shapely.is_valid(shape)]
    for at in crossed:
        if _crosses_itself_often(shapes[at]):
            upload.refuse(
                f"yta {at + 1} har linjer som korsar varandra för många gånger för att rättas"
            )
    if mended := len(crossed):
        reading.notes.append(f"{counted(mended)} med linjer som korsar varandra har rättats.")
    return {
        at: shapely.union_all(_polygons(shapely.make_valid(shape))) for at, shape in shapes.items()
    }


def _crosses_itself_often(shape: BaseGeometry) -> bool:
    """Whether the lines of a surface meet so often that to mend it would take all memory."""
    ends = [shapely.get_coordinates(ring) for ring in shapely.get_rings(_polygons(shape))]
    lines = shapely.linestrings(
        np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in ends])
    )
    tree = shapely.STRtree(lines)
    most = _MOST_MEETINGS * len(lines) + 10_000
    meetings = 0
    for at in range(0, len(lines), 200):
        meetings += tree.query(lines[at : at + 200], predicate="intersects").shape[1]
        if meetings > most:
            return True
    return False


def _near(
    reading: Reading,
    context: Context,
    called: Mapping[str, str],
    shapes: dict[int, BaseGeometry],
    of: Mapping[int, str],
) -> dict[int, BaseGeometry]:
    """The shapes, without those that lie far from where their area lies today, or make it another
    place than it is, unless they are to be read."""
    areas = [of[at] for at in shapes]
    places = Places(context.surfaces)
    away = places.away(areas, shapely.bounds(list(shapes.values())))
    told = {
        at: f"{called[of[at]]} (yta {at + 1}, {swedish.number(round(distance))} km bort)"
        for at, distance in zip(shapes, away, strict=True)
        if distance
    }
    parts: dict[str, list[int]] = defaultdict(list)
    for at in shapes.keys() - told.keys():
        parts[of[at]].append(at)
    drawn = {area: shapely.union_all([shapes[at] for at in found]) for area, found in parts.items()}
    rows = {row["omrade_id"]: row for row in context.names.known["omraden"]}
    odd = places.doubts(drawn, rows)
    if not told and not odd:
        return shapes
    all_told = [
        *told.values(),
        *(f"{called[area]} ({swedish.enumerate_words(words)})" for area, words in odd.items()),
    ]
    text = (
        f"{counted(len(all_told))} ligger långt från områdets yta i dag, eller är en helt annan än"
        f" den: {swedish.enumerate_some(all_told, 5)}. Är koordinatsystemet fel, eller är det ett"
        " annat område med samma namn?"
    )
    options = {"utan": "Lämna dem utanför", "med": "Läs in dem som de är"}
    if reading.ask(Question("langt-bort", text, options), context) == "med":
        return shapes
    return {at: shape for at, shape in shapes.items() if at not in told and of[at] not in odd}


def _of_one_area(
    reading: Reading,
    context: Context,
    called: Mapping[str, str],
    shapes: Mapping[int, BaseGeometry],
    parts: Mapping[str, list[int]],
) -> dict[str, list[int]]:
    """The parts of each area, without areas whose parts lie apart, or over each other, unless they
    are to be joined: they may be of areas with the same name, or of several vintages."""
    doubtful = [
        area
        for area, places in parts.items()
        if len(places) > 1 and _is_doubtful([shapes[at] for at in places])
    ]
    if not doubtful:
        return dict(parts)
    named = swedish.enumerate_some([called[area] for area in doubtful], 3)
    text = (
        f"Flera ytor med samma namn ligger långt isär eller över varandra: {named}. De kan vara"
        " olika områden, eller samma område olika år. Ska de slås ihop?"
    )
    options = {"utan": "Lämna de områdena utanför", "ihop": "Slå ihop dem till en yta"}
    if reading.ask(Question("samma-namn", text, options), context) == "ihop":
        return dict(parts)
    return {area: places for area, places in parts.items() if area not in doubtful}


def _is_doubtful(shapes: list[BaseGeometry]) -> bool:
    different = list({shapely.to_wkb(shapely.normalize(shape)): shape for shape in shapes}.values())
    if clusters(shapely.bounds(different)) > 1:
        return True
    areas = shapely.area(different)
    return areas.sum() - shapely.area(shapely.union_all(different)) > _OVERLAP * areas.min()


def _geojson(polygons: list[BaseGeometry]) -> dict[str, Any]:
    shape = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
    # the same surface is always written the same way
    ordered = shapely.orient_polygons(shapely.normalize(shape))
    exact = shapely.transform(ordered, partial(np.round, decimals=6))
    return json.loads(shapely.to_geojson(exact))
