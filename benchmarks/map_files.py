"""What do large files of surfaces cost to read in? `python benchmarks/map_files.py [--megabytes
N]`.

Each kind is written with as many squares of many corners as make it so large, few of which are of
areas in the store, and read by the command in a process of its own. The exit code is 0 whatever the
figures are.
"""

import argparse
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from goals import print_goal, print_heading
from reports import AREAS, MAX_MB, run, small_tables

from lagesbild_data.store.building import build

_CORNERS = 500
MEGABYTES = 100
_GML = (
    (
        '<?xml version="1.0" encoding="utf-8"?><gml:FeatureCollection '
        'xmlns:o="http://example.org/o" xmlns:gml="http://www.opengis.net/gml/3.2">'
    ),
    (
        '<gml:featureMember><o:del gml:id="d{at}"><o:namn>{name}</o:namn><o:yta>'
        '<gml:Polygon gml:id="g{at}" srsName="urn:ogc:def:crs:EPSG::4326">'
        "<gml:exterior><gml:LinearRing><gml:posList>{text}</gml:posList>"
        "</gml:LinearRing></gml:exterior></gml:Polygon></o:yta></o:del></gml:featureMember>"
    ),
    "</gml:FeatureCollection>",
)
_KML = (
    '<?xml version="1.0" encoding="utf-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
    (
        "<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{text}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark>"
    ),
    "</Document></kml>",
)


def _rings() -> Iterator[tuple[str, np.ndarray]]:
    """A name and a ring of corners, longitude and latitude, without end; the first are of areas in
    the store."""
    turn = np.linspace(0, 2 * np.pi, _CORNERS)
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * 0.004
    at = 0
    while True:
        name = AREAS[at] if at < len(AREAS) else f"Ort {at}"
        yield (
            name,
            np.round(circle + np.array([14 + at % 100 * 0.01, 57 + at // 100 % 100 * 0.01]), 9),
        )
        at += 1


def _gml(ring: np.ndarray) -> str:
    return " ".join(map(str, ring[:, ::-1].ravel()))


def _kml(ring: np.ndarray) -> str:
    return " ".join(f"{x},{y}" for x, y in ring)


def _write_xml(
    path: Path, size: int, parts: tuple[str, str, str], text: Callable[[np.ndarray], str]
) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(parts[0])
        for at, (name, ring) in enumerate(_rings()):
            file.write(parts[1].format(at=at, name=name, text=text(ring)))
            if file.tell() > size:
                break
        file.write(parts[2])


def _write_json(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for at, (name, ring) in enumerate(_rings()):
            geometry = {"type": "Polygon", "coordinates": [ring.tolist()]}
            one = {"type": "Feature", "properties": {"namn": name}, "geometry": geometry}
            file.write(f"{',' if at else ''}{json.dumps(one)}")
            if file.tell() > size:
                break
        file.write("]}")


def write(folder: Path, size: int) -> dict[str, Path]:
    """Files of this many bytes, by what they are called in the table."""
    gml, kml, geojson = (folder / f"ytor.{ending}" for ending in ("gml", "kml", "geojson"))
    _write_xml(gml, size, _GML, _gml)
    _write_xml(kml, size, _KML, _kml)
    _write_json(geojson, min(size, 35 * 10**6))  # larger ones have more values than JSON may have
    found = {"GML": gml, "KML": kml, "GeoJSON": geojson}
    for kind, path in [*found.items()]:
        found[f"{kind} i zip"] = path.with_name(f"{path.suffix[1:]}.zip")
        with zipfile.ZipFile(found[f"{kind} i zip"], "w") as content:
            content.write(path, path.name)
    return found


def measure(megabytes: int) -> None:
    """Measure files of so many megabytes and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        store = folder / "lager.sqlite"
        build(small_tables(folder / "tomt"), store)
        command = [
            sys.executable,
            "-m",
            "lagesbild_data",
            "import",
            "--to",
            store,
            "--dry-run",
            "--vem",
            "mätning",
        ]
        found = {
            f"{kind}, {path.stat().st_size // 10**6} MB": run([*command, path])
            for kind, path in write(folder, megabytes * 10**6).items()
        }
    print(f"\n{'Områdesytor':<34}{'inläsning':<26}")
    for what, cost in found.items():
        print(f"{what:<34}{cost!s:<26}")
    print_heading()
    most = max(cost.megabytes for cost in found.values())
    print_goal("Största kartfilen, minne", f"{most:.0f} MB", f"< {MAX_MB} MB", most < MAX_MB)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Mäter vad stora kartfiler kostar att läsa in.")
    parser.add_argument(
        "--megabytes", type=int, default=MEGABYTES, help="så många MB är filerna (100)"
    )
    measure(parser.parse_args().megabytes)


if __name__ == "__main__":
    main()
