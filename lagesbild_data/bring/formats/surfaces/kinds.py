"""What a file with surfaces is, by its content; and what those are that aren't read."""

import re

from lagesbild_data.bring.formats import json_files
from lagesbild_data.bring.formats.surfaces.geoparquet import has_geometry
from lagesbild_data.bring.formats.upload import Upload

_JSON = ("FeatureCollection", "Feature", "Topology", "geometryType")
"""Words that stand in quotation marks in JSON with surfaces."""
READ = (
    ".shp",
    ".gpkg",
    ".geojson",
    ".json",
    ".gml",
    ".xml",
    ".kml",
    ".tab",
    ".mif",
    ".fgb",
    ".parquet",
)
"""Endings of the files in a zip file that may have surfaces."""
MAYBE = (".json", ".xml")
"""Those of them that may as well be something else, told of what is packed."""
_PARTS = {
    "text": (".prj", ".cpg", ".qpj", ".mid", ".qmd", ".shp.xml"),
    "annat": (".shx", ".dbf", ".sbn", ".sbx", ".dat", ".map", ".id", ".ind", "-wal"),
}
"""Endings of files that belong to another and are read with it, by what their content is."""
_FOREIGN: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "en ritning (DWG)": (rb"AC10\d\d", (".dwg",)),
    "en ritning (DXF)": (rb"\s*0\r?\n\s*SECTION|AutoCAD Binary DXF|\s*999\r?\n", (".dxf",)),
    "en arbetsyta från MapInfo": (rb"(?i)!workspace", (".wor",)),
    "en Personal Geodatabase från ArcGIS": (rb"\x00\x01\x00\x00Standard (Jet|ACE) DB", (".mdb",)),
    "en filgeodatabas från ArcGIS": (rb"(?!)", (".gdbtable",)),
    "en bild eller ett rutnät": (
        rb"II[*+]\x00|MM\x00[*+]|\x00\x00\x00\x0cjP  |(?i:ncols\s)",
        (".tif", ".tiff", ".asc", ".jp2", ".ecw"),
    ),
    "ett projekt från QGIS": (rb"(?s).{0,500}<qgis[ >]", (".qgs",)),
    "ett projekt från ArcGIS": (rb"(?!)", ("gisproject.xml",)),
    "en spårfil (GPX)": (rb"(?s).{0,500}<gpx[ >]", (".gpx",)),
}
"""Files that have to do with maps and aren't read: how they begin, and the names that tell of them
in a zip file."""
_DOCUMENTS = {"[Content_Types].xml", "content.xml"}
"""What the documents of Office and LibreOffice hold, which are zip files too."""
_XML = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*+>\s*)*<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_GML = "http://www.opengis.net/gml"


def kind_of(upload: Upload) -> str:
    """What the content is; "" where it has nothing to do with maps."""
    match upload.kind:
        case "sqlite":
            is_geopackage = upload.head[68:70] == b"GP" or b"gpkg_contents" in upload.head
            return "geopackage" if is_geopackage else ""
        case "json":
            return "json" if any(json_files.mentions(upload, word) for word in _JSON) else ""
        case "parquet":
            return "geoparquet" if has_geometry(upload) else ""
        case "zip" if not _DOCUMENTS & {*upload.members}:
            return "zip" if readable(upload) else "foreign" if foreign(upload) else ""
        case "text" | "annat":
            return _text_or_binary(upload)
    return ""


def _text_or_binary(upload: Upload) -> str:
    head, name = upload.head, upload.name.lower()
    if head.startswith(b"\0\0\x27\x0a") and name.endswith(".shp"):
        return "shapefile"
    if head.startswith(b"fgb\3"):
        return "flatgeobuf"
    if re.match(rb"\s*!table", head, re.IGNORECASE):
        return "tab"
    if re.match(rb"version\s+\d+\s", head, re.IGNORECASE) and name.endswith(".mif"):
        return "mif"
    if name.endswith(_PARTS[upload.kind]):
        return "part"
    if foreign(upload):
        return "foreign"
    if root := _XML.match(upload.start):
        return "kml" if root[1].lower() == "kml" else "gml" if _GML in upload.start else ""
    return ""


def readable(upload: Upload) -> list[str]:
    """The files in a zip file that may have surfaces."""
    names = [name for name in upload.members if not re.search(r"(^|/)(__MACOSX/|\._)", name)]
    return [name for name in names if name.lower().endswith(READ)]


def foreign(upload: Upload) -> str:
    """What the file is, where it is one that isn't read; "" where it isn't known as that."""
    for what, (begins, endings) in _FOREIGN.items():
        if re.match(begins, upload.head) or any(
            name.lower().endswith(endings) for name in upload.members
        ):
            return what
    return ""
