"""The places and types of crime that the files are about, and a store that has them and no
figures."""

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store

_LITET = Path(__file__).parents[2] / "litet"
KOMMUNER = {"exempelstad": ("Exempelstad", "9999"), "pahittsas": ("Påhittsås", "9998")}
PARTS = {
    "norrby": ("Norrby", "9999"),
    "angen": ("Ängen", "9999"),
    "akern": ("Åkern", "9999"),
    "soderby": ("Söderby", "9998"),
}
NAMES = {area: name for area, (name, _) in (KOMMUNER | PARTS).items()} | {"riket": "Riket"}
ELSEWHERE = (("Fjärran", "9997"), ("Långtbortstad", "9990"))
"""Kommuner that the store hasn't got."""
CRIMES = {
    "samtliga": "Samtliga brott",
    "stold": "Stöld",
    "cykelstold": "Cykelstöld",
    "skadegorelse": "Skadegörelse",
}
WIDER = {"stold": "samtliga", "cykelstold": "stold", "skadegorelse": "samtliga"}
UNKNOWN_CRIMES = ("Ocker", "Mened")
CENTRES = {
    "exempelstad": (14.20, 57.75),
    "pahittsas": (14.60, 57.75),
    "norrby": (14.15, 57.78),
    "angen": (14.20, 57.74),
    "akern": (14.25, 57.72),
    "soderby": (14.62, 57.76),
}
"""Longitude and latitude of the middle of each area."""
_FIGURES = (
    "folkmangd",
    "indikatorvarden",
    "undersokningar",
    "anmalda_brott",
    "brott_per_manad",
    "handelser",
    "uppfoljningar",
    "utfall",
    "namnval",
    "andringslogg",
    "agendapunkter",
)


def store_in(folder: Path) -> Store:
    """The tiny store of the tests without figures, with more places and types of crime and with
    surfaces."""
    source = shutil.copytree(_LITET, folder / "litet")
    for name in _FIGURES:
        path = source / f"{name}.csv"
        path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    _add(
        source / "omraden.csv",
        [
            ("pahittsas", "Påhittsås", "kommun", "9998"),
            ("soderby", "Söderby", "bostadsområde", "9998"),
        ],
    )
    _add(source / "brottstyper.csv", [("skadegorelse", "Skadegörelse", "samtliga", "ja", "")])
    features = [
        {"type": "Feature", "properties": {"omrade_id": area}, "geometry": square(*centre, 0.002)}
        for area, centre in CENTRES.items()
    ]
    (source / "omraden.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    build(source, folder / "data.sqlite")
    return open_store(folder / "data.sqlite")


def _add(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def square(x: float, y: float, half: float) -> dict:
    """A square around a point, as GeoJSON."""
    ring = [
        (x - half, y - half),
        (x + half, y - half),
        (x + half, y + half),
        (x - half, y + half),
        (x - half, y - half),
    ]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}
