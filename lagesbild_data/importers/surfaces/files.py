"""Surfaces that are several files together, Shapefile and MapInfo's, and FlatGeobuf."""

import re
from pathlib import PurePosixPath

import numpy as np

from lagesbild_data import swedish
from lagesbild_data.importers.surfaces import gdal
from lagesbild_data.importers.surfaces.layer import Layer
from lagesbild_data.importers.surfaces.source import Source

_SHAPEFILE = b"\0\0\x27\x0a"
_HEAD = 100
"""Bytes before what a Shapefile's index says."""
_MORE = (".prj", ".cpg")
_LONGEST_MORE = 100_000
_ELSEWHERE = re.compile(rb"\\IsSeamless|open\s+table|create\s+view|\btype\s+(?!native)[a-z]+", re.IGNORECASE)
"""What a MapInfo table says when what it shows is in other tables or images."""


def shapefile(source: Source) -> list[Layer]:
    """Its layer; InvalidStore where parts of it are missing or aren't what they should be."""
    upload = source.upload
    if not upload.head.startswith(_SHAPEFILE):
        upload.refuse("är inte en Shapefile")
    path = source.gathered(".shp", (".shx", ".dbf"), _MORE, "en Shapefile")
    index = np.fromfile(path.with_suffix(".shx"), ">i4", offset=_HEAD)
    if 2 * index[1::2].sum(dtype=np.int64) > path.stat().st_size or (index < 0).any():
        upload.refuse("har ett index (.shx) som pekar på mer än vad filen har")
    if any(part.stat().st_size > _LONGEST_MORE for part in source.folder.iterdir() if part.suffix in _MORE):
        upload.refuse(f"har en {swedish.enumerate_words(_MORE, 'eller')} som är för stor")
    return [gdal.layer(upload, path, PurePosixPath(upload.name).stem)]


def tab(source: Source) -> list[Layer]:
    """The layer of a MapInfo table; InvalidStore where its parts are missing, or it shows what is in other tables."""
    if _ELSEWHERE.search(source.upload.head):
        source.upload.refuse("är en tabell från MapInfo utan egna ytor; spara den tabell som har ytorna som GeoPackage")
    path = source.gathered(".tab", (".dat", ".map", ".id"), (".ind",), "en tabell från MapInfo")
    return gdal.layers(source.upload, path, "MapInfo File")


def mif(source: Source) -> list[Layer]:
    """The layer of MapInfo's text format."""
    return gdal.layers(source.upload, source.gathered(".mif", (".mid",), (), "MapInfos format MIF"), "MapInfo File")


def flatgeobuf(source: Source) -> list[Layer]:
    """Its layer."""
    return gdal.layers(source.upload, source.gathered(".fgb"), "FlatGeobuf")
