"""A store's own area surfaces, checked at the door like its tables: a file of GeoJSON, or a table
of a database."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lagesbild_data.model.checked import TextTable, header_faults
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.words.problems import Problem
from lagesbild_data.words.text import normalised

NAME = "omraden.geojson"
"""The file in a folder."""
Surfaces = dict[str, str]
"""A GeoJSON geometry in WGS 84, as text, by omrade_id."""

_DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
"""How many lists there are around each position."""


def from_file(
    name: str, data: bytes, area_ids: Collection[str] | None
) -> tuple[Surfaces, list[Problem]]:
    """The surfaces of a file and every fault; `area_ids` is None where the areas themselves aren't
    known."""
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        return {}, [Problem(name, f"är inte giltig JSON (tecken {error.colno})", error.lineno)]
    except (ValueError, RecursionError):
        return {}, [Problem(name, "är inte giltig JSON")]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        return {}, [Problem(name, "är inte en FeatureCollection i GeoJSON")]
    surfaces: Surfaces = {}
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        place = f"{name} yta {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            problems.append(Problem(place, "är inte en Feature i GeoJSON"))
            continue
        properties: Any = feature.get("properties")
        geometry: Any = feature.get("geometry")
        omrade_id: Any = properties.get("omrade_id") if isinstance(properties, dict) else None
        omrade_id = normalised(omrade_id) if isinstance(omrade_id, str) else omrade_id
        fault = _fault_of_id(omrade_id, area_ids) or _twin(omrade_id, "yta", first, number)
        faults = [fault, _fault_of_geometry(geometry)]
        problems += [Problem(place, fault) for fault in faults if fault]
        if not any(faults):
            surfaces[omrade_id] = as_text(geometry)
    return surfaces, problems


def from_table(
    table: TextTable, area_ids: Collection[str] | None
) -> tuple[Surfaces, list[Problem]]:
    """The surfaces of a database's table and every fault, as from_file."""
    if faults := header_faults(SURFACES, table.place, table.header):
        return {}, faults
    at, drawn_at = map(table.header.index, SURFACES.column_names)
    surfaces: Surfaces = {}
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, fields in table.rows:
        omrade_id, geometry = normalised(fields[at]), _geometry(fields[drawn_at])
        of_id = _fault_of_id(omrade_id, area_ids) or _twin(omrade_id, "rad", first, number)
        of_geometry = _fault_of_geometry(geometry)
        found = zip(SURFACES.column_names, (of_id, of_geometry), strict=True)
        problems += [
            Problem(table.place, fault, number, column) for column, fault in found if fault
        ]
        if not (of_id or of_geometry):
            surfaces[omrade_id] = as_text(geometry)
    return surfaces, problems


def as_text(geometry: Mapping[str, Any]) -> str:
    """A checked geometry as it is stored: what is drawn of it, which is no height above the sea and
    no other member."""
    kind = geometry["type"]
    return json.dumps({"type": kind, "coordinates": _flat(geometry["coordinates"], _DEPTHS[kind])})


def as_file(surfaces: Surfaces) -> bytes:
    """The surfaces as the content of a GeoJSON file."""
    features = [
        {
            "type": "Feature",
            "properties": {"omrade_id": omrade_id},
            "geometry": json.loads(geometry),
        }
        for omrade_id, geometry in surfaces.items()
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False
    ).encode()


def _geometry(text: str) -> Any:
    """What the text holds; None where it isn't JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _flat(coordinates: Any, depth: int) -> list:
    return [part[:2] if depth == 1 else _flat(part, depth - 1) for part in coordinates]


def _fault_of_id(omrade_id: Any, area_ids: Collection[str] | None) -> str:
    if not isinstance(omrade_id, str) or not omrade_id:
        return (
            "egenskapen omrade_id saknas"
            if omrade_id in (None, "")
            else "egenskapen omrade_id ska vara text"
        )
    if area_ids is not None and omrade_id not in area_ids:
        return f'"{omrade_id}" finns inte i omraden'
    return ""


def _twin(omrade_id: str, called: str, first: dict[str, int], number: int) -> str:
    before = first.setdefault(omrade_id, number)
    return f'"{omrade_id}" finns redan som {called} {before}' if before != number else ""


def _fault_of_geometry(geometry: Any) -> str:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return f"geometrin är {kind or 'tom'}; den ska vara Polygon eller MultiPolygon"
    try:
        rings = list(_rings(geometry.get("coordinates"), _DEPTHS[kind]))
    except ValueError:
        return f"koordinaterna har inte formen av en {kind}"
    for longitude, latitude in (position for ring in rings for position in ring):
        if -180 <= longitude <= 180 and -90 <= latitude <= 90:
            continue
        where = f"koordinaten {longitude}, {latitude}"
        if (
            100_000
            <= min(abs(longitude), abs(latitude))
            < max(abs(longitude), abs(latitude))
            < 10_000_000
        ):
            return (
                f"{where} ser ut att vara i SWEREF 99 TM (EPSG:3006); den ska vara i WGS 84"
                " (longitud, latitud)"
            )
        return f"{where} är utanför longitud −180–180 och latitud −90–90"
    if any(ring[0] != ring[-1] for ring in rings):
        return "en ring slutar inte i den punkt där den börjar"
    return ""


def _rings(coordinates: Any, depth: int) -> Iterator[list[tuple[float, float]]]:
    """Every ring's longitudes and latitudes; ValueError where lists or numbers are missing."""
    if not isinstance(coordinates, list) or len(coordinates) < (4 if depth == 1 else 1):
        raise ValueError
    if depth > 1:
        for part in coordinates:
            yield from _rings(part, depth - 1)
        return
    for part in coordinates:
        if not (
            isinstance(part, list)
            and len(part) >= 2
            and all(type(number) in (int, float) for number in part[:2])
        ):
            raise ValueError
    yield [(part[0], part[1]) for part in coordinates]
