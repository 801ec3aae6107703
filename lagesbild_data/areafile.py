"""A store's own area surfaces (GeoJSON), checked at the door like its tables."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from lagesbild_data.problems import Problem

_DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
"""How many lists there are around each position."""


def check(name: str, data: bytes, area_ids: Collection[str] | None) -> list[Problem]:
    """Every fault of a file with surfaces; `area_ids` is None where the areas themselves aren't known."""
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        return [Problem(name, f"är inte giltig JSON (tecken {error.colno})", error.lineno)]
    except (ValueError, RecursionError):
        return [Problem(name, "är inte giltig JSON")]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        return [Problem(name, "är inte en FeatureCollection i GeoJSON")]
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        place = f"{name} yta {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            problems.append(Problem(place, "är inte en Feature i GeoJSON"))
            continue
        properties, geometry = feature.get("properties"), feature.get("geometry")
        omrade_id = properties.get("omrade_id") if isinstance(properties, dict) else None
        faults = [_fault_of_id(omrade_id, area_ids, first), _fault_of_geometry(geometry)]
        problems += [Problem(place, fault) for fault in faults if fault]
        if isinstance(omrade_id, str):
            first.setdefault(omrade_id, number)
    return problems


def _fault_of_id(omrade_id: Any, area_ids: Collection[str] | None, first: dict[str, int]) -> str:
    if not isinstance(omrade_id, str) or not omrade_id:
        return "egenskapen omrade_id saknas" if omrade_id in (None, "") else "egenskapen omrade_id ska vara text"
    if omrade_id in first:
        return f'"{omrade_id}" finns redan som yta {first[omrade_id]}'
    if area_ids is not None and omrade_id not in area_ids:
        return f'"{omrade_id}" finns inte i omraden'
    return ""


def _fault_of_geometry(geometry: Any) -> str:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return f"geometrin är {kind or 'tom'}; den ska vara Polygon eller MultiPolygon"
    try:
        positions = list(_positions(geometry.get("coordinates"), _DEPTHS[kind]))
    except ValueError:
        return f"koordinaterna har inte formen av en {kind}"
    for longitude, latitude in positions:
        if -180 <= longitude <= 180 and -90 <= latitude <= 90:
            continue
        where = f"koordinaten {longitude}, {latitude}"
        if 100_000 <= min(abs(longitude), abs(latitude)) < max(abs(longitude), abs(latitude)) < 10_000_000:
            return f"{where} ser ut att vara i SWEREF 99 TM (EPSG:3006); den ska vara i WGS 84 (longitud, latitud)"
        return f"{where} är utanför longitud −180–180 och latitud −90–90"
    return ""


def _positions(coordinates: Any, depth: int) -> Iterator[tuple[float, float]]:
    """Every longitude and latitude; ValueError where lists or numbers are missing."""
    if not isinstance(coordinates, list) or len(coordinates) < (4 if depth == 1 else 1):
        raise ValueError
    for part in coordinates:
        if depth > 1:
            yield from _positions(part, depth - 1)
        elif isinstance(part, list) and len(part) >= 2 and all(type(number) in (int, float) for number in part[:2]):
            yield part[0], part[1]
        else:
            raise ValueError
