"""Surfaces that are several files together, Shapefile and MapInfo's, and FlatGeobuf."""

import re
from pathlib import Path, PurePosixPath

import numpy as np

from lagesbild_data.bring.formats.surfaces import gdal
from lagesbild_data.bring.formats.surfaces.layer import Layer
from lagesbild_data.bring.formats.surfaces.source import Source
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.words import swedish
from lagesbild_data.words.text import Undecodable, encoding_of

_SHAPEFILE = b"\0\0\x27\x0a"
_HEAD = 100
"""Bytes before what a Shapefile's index says."""
_MORE = (".prj", ".cpg")
_LONGEST_MORE = 100_000
_DBF_FIELD, _DBF_NAME, _DBF_WIDTH, _DBF_LANGUAGE = 32, 11, 16, 29
"""Of a .dbf: bytes of its head and of what tells of a field, of a field's name, before its type,
and where its width is told; and where the head tells the encoding."""
_NAME_IN_GDAL = {"mac_roman": "MACINTOSH"}
_ELSEWHERE = re.compile(
    rb'\\IsSeamless|open\s+table|create\s+view|^\s*type\s+"?(linked|raster|dbf|ascii|access|xlsx?|odbc|shapefile|wks|wms|'
    rb"wfs|tileserver|grid|geopackage)\b(?!\s+\()",
    re.IGNORECASE | re.MULTILINE,
)
"""What a MapInfo table says when what it shows is in other tables or images."""


def shapefile(source: Source) -> list[Layer]:
    """Its layer; InvalidStore where parts of it are missing or aren't what they should be."""
    upload = source.upload
    if not upload.head.startswith(_SHAPEFILE):
        upload.refuse("är inte en Shapefile")
    if any(more.size > _LONGEST_MORE for more in map(source.beside, _MORE) if more):
        upload.refuse(f"har en {swedish.enumerate_words(_MORE, 'eller')} som är för stor")
    path = source.gathered(".shp", (".shx", ".dbf"), _MORE, "en Shapefile")
    index = np.fromfile(path.with_suffix(".shx"), ">i4", offset=_HEAD)
    if 2 * index[1::2].sum(dtype=np.int64) > path.stat().st_size or (index < 0).any():
        upload.refuse("har ett index (.shx) som pekar på mer än vad filen har")
    is_told = path.with_suffix(".cpg").exists()
    encoding = _encoding_of_dbf(upload, path.with_suffix(".dbf"), is_told)
    return [gdal.layer(upload, path, PurePosixPath(upload.name).stem, encoding=encoding)]


def _encoding_of_dbf(upload: Upload, path: Path, is_told: bool) -> str | None:
    """The encoding of texts, told by themselves whatever is said of them; None where they don't
    tell and GDAL knows it from what is said. InvalidStore where nothing tells."""
    content = path.read_bytes()
    try:
        encoding = encoding_of(_texts_of_dbf(upload, content))
        return _NAME_IN_GDAL.get(encoding, encoding)
    except Undecodable as fault:
        if not (is_told or content[_DBF_LANGUAGE]):
            upload.refuse(
                f"har texter i {path.suffix} som inte går att läsa: {fault}, eller lägg till en"
                " .cpg"
            )
    return None


def _texts_of_dbf(upload: Upload, content: bytes) -> bytes:
    """The names of the fields of a table, and what stands in those of text, in lines; InvalidStore
    where its rows aren't as wide as its fields."""
    start, width = (int.from_bytes(content[at : at + 2], "little") for at in (8, 10))
    fields = [
        content[at : at + _DBF_FIELD]
        for at in range(_DBF_FIELD, start - _DBF_FIELD + 1, _DBF_FIELD)
    ]
    if width != 1 + sum(field[_DBF_WIDTH] for field in fields):
        upload.refuse("har en tabell (.dbf) vars rader inte är så breda som dess fält")
    count = max(len(content) - start, 0) // width
    rows = np.frombuffer(content, np.uint8, count * width, start if count else 0).reshape(
        count, width
    )
    ends = 1 + np.cumsum([field[_DBF_WIDTH] for field in fields])
    texts = [
        np.pad(
            rows[:, end - field[_DBF_WIDTH] : end], ((0, 0), (0, 1)), constant_values=ord("\n")
        ).tobytes()
        for field, end in zip(fields, ends, strict=True)
        if field[_DBF_NAME:][:1] == b"C"
    ]
    return b"\n".join([field[:_DBF_NAME].partition(b"\0")[0] for field in fields] + texts)


def tab(source: Source) -> list[Layer]:
    """The layer of a MapInfo table; InvalidStore where its parts are missing, or it shows what is
    in other tables."""
    if source.upload.path.stat().st_size > len(source.upload.head):
        source.upload.refuse("är för stor för en tabell från MapInfo; spara den som GeoPackage")
    if _ELSEWHERE.search(source.upload.head):
        source.upload.refuse(
            "är en tabell från MapInfo utan egna ytor; spara den tabell som har ytorna som"
            " GeoPackage"
        )
    path = source.gathered(".tab", (".dat", ".map", ".id"), (".ind",), "en tabell från MapInfo")
    is_told = not re.search(rb'charset\s+"?neutral', source.upload.head, re.IGNORECASE)
    encoding = (
        None
        if is_told
        else _encoding_of_dbf(source.upload, path.with_suffix(".dat"), is_told=False)
    )
    return gdal.layers(source.upload, path, "MapInfo File", encoding)


def mif(source: Source) -> list[Layer]:
    """The layer of MapInfo's text format."""
    return gdal.layers(
        source.upload, source.gathered(".mif", (".mid",), (), "MapInfos format MIF"), "MapInfo File"
    )


def flatgeobuf(source: Source) -> list[Layer]:
    """Its layer."""
    return gdal.layers(source.upload, source.gathered(".fgb"), "FlatGeobuf")
