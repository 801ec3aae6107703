"""Opening a file of any kind, by itself or packed, and what lies beside it."""

import shutil
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.surfaces import (
    files,
    geojson,
    geopackage,
    geoparquet,
    kinds,
    markup,
)
from lagesbild_data.bring.formats.surfaces.layer import (
    MOST_UNPACKED,
    Layer,
    check_features,
    check_layers,
)
from lagesbild_data.bring.formats.surfaces.source import Content, Source, renamed
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words.problems import InvalidStore

_KINDS: dict[str, Callable[[Source], list[Layer]]] = {
    "geopackage": geopackage.layers,
    "json": geojson.layers,
    "geoparquet": geoparquet.layers,
    "gml": markup.gml,
    "kml": markup.kml,
    "shapefile": files.shapefile,
    "tab": files.tab,
    "mif": files.mif,
    "flatgeobuf": files.flatgeobuf,
}
_READ = (
    "GeoPackage, GeoJSON, Shapefile, GeoParquet, GML, KML, FlatGeobuf, MapInfo TAB, Esri JSON eller"
    " TopoJSON, som den är eller i en zip-fil"
)


def layers(upload: Upload, reading: Reading, context: Context) -> list[Layer]:
    """The layers with features; none where something is asked first. InvalidStore where the file
    can't be read."""
    try:
        with Workplace() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _opened(upload, Path(folder), reading, context)
    except InvalidStore:
        raise
    except Exception:  # GDAL, PROJ and Arrow answer a damaged file with errors of any kind
        upload.refuse("är skadad eller ofullständig och går inte att läsa som områdesytor")
    check_layers(upload, len(found))
    found = [layer for layer in found if layer.count]
    if not found and reading.is_answered:
        upload.refuse("innehåller inga ytor")
    for layer in found:
        check_features(upload, layer.count)
    return found


def _opened(upload: Upload, folder: Path, reading: Reading, context: Context) -> list[Layer]:
    kind = kinds.kind_of(upload)
    if kind == "foreign":
        upload.refuse(
            f"är {kinds.foreign(upload)} och läses inte; öppna den i ett kartprogram, som QGIS, och"
            " spara områdenas lager som GeoPackage"
        )
    if kind == "zip":
        return _unpacked(upload, folder, reading, context)
    if kind not in _KINDS:
        upload.refuse(f"har inga områdesytor som går att läsa; det ska vara {_READ}")
    is_in_place = upload.path.name == upload.name
    return _KINDS[kind](
        Source(upload, folder, partial(_beside, upload, context), reading, context, is_in_place)
    )


def _beside(upload: Upload, context: Context, part: str) -> Content | None:
    """What was chosen together with the file, else what lies beside it."""
    wanted = renamed(upload.name.lower(), part)
    chosen = (other.path for other in context.companions if other.name.lower() == wanted)
    near = (
        upload.path.with_name(renamed(upload.path.name, ending)) for ending in (part, part.upper())
    )
    path = next(chosen, None) or next((path for path in near if path.exists()), None)
    return Content(path.stat().st_size, partial(_open, path)) if path else None


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _unpacked(upload: Upload, folder: Path, reading: Reading, context: Context) -> list[Layer]:
    """The layers of what is packed in a zip file, each file with what belongs to it."""
    names = kinds.readable(upload)
    check_layers(upload, len(names))
    found: list[Layer] = []
    with upload.unpacked(MOST_UNPACKED) as content:
        members = {name.lower(): name for name in content.namelist()}

        def beside(name: str, part: str) -> Content | None:
            member = members.get(renamed(name.lower(), part))
            return (
                Content(content.getinfo(member).file_size, partial(content.open, member))
                if member
                else None
            )

        for number, name in enumerate(names):
            inner = folder / str(number)
            inner.mkdir()
            path = inner / "packad"
            with content.open(name) as file, path.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            packed = Upload.of(path, f"{upload.name}/{name}")
            if (kind := kinds.kind_of(packed)) not in _KINDS:
                if Path(name).suffix.lower() in kinds.MAYBE:
                    continue
                packed.refuse(f"har inga områdesytor som går att läsa; det ska vara {_READ}")
            own = inner / "egen"
            own.mkdir()
            found += _KINDS[kind](
                Source(packed, own, partial(beside, name), reading, context, True)
            )
            path.unlink()
    return found
