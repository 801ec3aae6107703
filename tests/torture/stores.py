"""Stores to torture, and what they hold as anybody can see it: written out as files."""

import csv
import json
import shutil
import tempfile
from pathlib import Path

from lagesbild_data.store.building import build

LITET = Path(__file__).parents[1] / "litet"
_WORDS = ("Stöld", "Åkern", "Fotpatruller", "Dialoger", "Påhittad", "Bättre ljus", "Skolbesök")
_SQUARE = [[0, 0], [0.02, 0], [0.02, 0.02], [0, 0.02], [0, 0]]


def folder_of(target: Path, mark: str) -> Path:
    """The tiny store with local counts and surfaces, as a folder; another `mark` differs in most of
    its files."""
    shutil.copytree(LITET, target)
    for file in target.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        for word in _WORDS:
            text = text.replace(word, f"{word} {mark}".strip())
        file.write_text(text, encoding="utf-8")
    with (target / "anmalda_brott.csv").open("a", encoding="utf-8") as crimes:
        for area, counts in (("norrby", (60, 70, 80, 90)), ("akern", (9, 8, 3, 7))):
            crimes.writelines(
                f"{area},2023,{at},samtliga,{count},nej,,,statistik,\n"
                for at, count in enumerate(counts, 1)
            )
            crimes.write(f"{area},2023,,samtliga,{sum(counts)},nej,270,,statistik,\n")
    (target / "omraden.geojson").write_text(
        squares(14.1 + len(mark) / 10, "norrby", "akern"), encoding="utf-8"
    )
    return target


def squares(west: float, *areas: str) -> str:
    """GeoJSON of a square per area, side by side."""
    features = [
        {
            "type": "Feature",
            "properties": {"omrade_id": area},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[round(west + at / 20 + x, 4), round(57.7 + y, 4)] for x, y in _SQUARE]
                ],
            },
        }
        for at, area in enumerate(areas)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def content(store: Path) -> dict[str, object]:
    """Every row by table and the surfaces, but not when a change was logged; InvalidStore where it
    doesn't open."""
    with tempfile.TemporaryDirectory() as name:  # in the trial's own TMPDIR
        written = Path(name) / "lager"
        build(store, written)
        found: dict[str, object] = {}
        for file in sorted(written.glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as rows:
                found[file.stem] = [
                    {**row, "tid": ""} if "tid" in row else row for row in csv.DictReader(rows)
                ]
        surfaces = written / "omraden.geojson"
        drawn = (
            json.loads(surfaces.read_text(encoding="utf-8"))["features"]
            if surfaces.exists()
            else []
        )
        found["surfaces"] = sorted(
            json.dumps([one["properties"]["omrade_id"], one["geometry"]]) for one in drawn
        )
        return found


def difference(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The tables in which the contents differ."""
    return [name for name in one if one[name] != other.get(name)]
