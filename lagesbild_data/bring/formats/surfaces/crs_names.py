"""The ways in which files name a coordinate system."""

import re
from functools import cache

from pyproj import CRS
from pyproj.exceptions import ProjError

SWEREF99_LOCAL = range(3007, 3019)
"""SWEREF 99 in its local zones, by EPSG."""
RT90_ZONES = range(3019, 3025)
"""RT 90, which was before it, in its zones; that of 2.5 gon V was used for all of the country."""
_CALLED = (3006, *SWEREF99_LOCAL, *RT90_ZONES, 3857, 4258, 4326, 4619)
"""EPSG of the systems that files may call by their names: SWEREF 99, RT 90, and those of the web
and satellites."""
_CODE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/(?:def/crs/|gml/srs/))?"
    r"(EPSG|OGC)(?:[:/](?:[\d.]*[:/])?|\.xml#)(\w+)",
    re.IGNORECASE,
)


def system_named(name: str) -> CRS | None:
    """The system with this name or address, in any of the usual forms; None where it isn't
    known."""
    if found := _CODE.fullmatch(name.strip()):
        return system_of(found[1], found[2])
    epsg = _by_name().get(_plain(name))
    return CRS.from_epsg(epsg) if epsg else None


def system_of(authority: str, code: object) -> CRS | None:
    """The system with this code; None where it isn't known."""
    try:
        return CRS.from_user_input(f"{authority}:{code}")
    except ProjError:
        return None


@cache
def _by_name() -> dict[str, int]:
    return {_plain(CRS.from_epsg(epsg).name): epsg for epsg in _CALLED} | {"crs84": 4326}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
