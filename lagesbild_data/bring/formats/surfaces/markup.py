"""GML and KML: looked through tag by tag before GDAL makes anything of them."""

from collections.abc import Mapping, Sequence

from lagesbild_data.bring import packed
from lagesbild_data.bring.formats.surfaces import gdal
from lagesbild_data.bring.formats.surfaces.crs_names import system_named
from lagesbild_data.bring.formats.surfaces.layer import Layer, check_size
from lagesbild_data.bring.formats.surfaces.source import Source
from lagesbild_data.words import swedish

_MOST_TAGS, _MOST_TAGS_KML = 4_000_000, 800_000
"""GDAL makes 400 bytes of each tag of a KML before it reads any feature."""
_PIECE = 16 * 2**20
"""Bytes between two tags: a surface of 300 000 corners takes some 8 million."""
_LARGEST_KML = 110 * 2**20
"""Bytes: GDAL holds all of a KML, six times as large, where it takes other files feature by
feature."""
_DEEPEST, _MOST_NAMES = 100, 100
_COLLECTIONS = ("FeatureCollection", "SpatialDataSet")
"""The tags around all of a GML: of OGC and WFS, and of INSPIRE."""


def gml(source: Source) -> list[Layer]:
    """The layers; InvalidStore where it isn't GML, or says more than one thing of its
    coordinates."""
    _check(source, _MOST_TAGS, _COLLECTIONS)
    return gdal.layers(source.upload, source.gathered(".gml"), "GML")


def kml(source: Source) -> list[Layer]:
    """The layers, one per folder; InvalidStore where it isn't KML, or is too large."""
    if source.upload.path.stat().st_size > _LARGEST_KML:
        source.upload.refuse(
            f"är större än {_LARGEST_KML >> 20} MB; dela upp den, eller spara den som GeoPackage"
        )
    _check(source, _MOST_TAGS_KML, ("kml",))
    return gdal.layers(source.upload, source.gathered(".kml"), "LIBKML")


def _check(source: Source, most: int, roots: Sequence[str]) -> None:
    """Refuse XML that is something else, isn't safe to build anything of, or whose coordinates are
    in systems that aren't known."""
    upload = source.upload
    check_size(upload, [upload.path.stat().st_size])
    names: set[str] = set()
    count = depth = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal count, depth
        if not count and packed.local(tag) not in roots:
            upload.refuse(
                f"är inte en kartfil: den börjar med {tag[:100]}, inte"
                f" {swedish.enumerate_words(roots, 'eller')}"
            )
        count += 1
        depth += 1
        if name := attributes.get("srsName"):
            names.add(name[:200])
        if depth > _DEEPEST:
            raise packed.TooMuch

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def check() -> None:
        if count > most or len(names) > _MOST_NAMES:
            raise packed.TooMuch

    try:
        with upload.path.open("rb") as file:
            packed.read_xml(file, start, end=end, check=check, piece_size=_PIECE)
    except packed.TooMuch:
        upload.refuse(
            f"har fler än {swedish.number(most)} taggar, taggar i mer än {_DEEPEST} led eller för "
            "många hörn i en yta; dela upp den, eller förenkla ytorna i ett kartprogram"
        )
    except packed.NotXml:
        upload.refuse("är skadad eller ofullständig XML, eller har en dokumenttyp (DOCTYPE)")
    systems = {name: system_named(name) for name in sorted(names)}
    if unknown := [name for name, crs in systems.items() if crs is None]:
        upload.refuse(
            f'anger koordinatsystemet "{unknown[0][:100]}", som inte är känt; till exempel'
            " EPSG:3006 är det"
        )
    if len({crs.to_wkt() for crs in systems.values() if crs}) > 1:
        upload.refuse(f"anger flera koordinatsystem ({', '.join(systems)}); spara den i ett")
