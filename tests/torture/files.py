"""Damaged files are answered in words, in reasonable time and memory; the store is as before, or
passes its check."""

import copy
import io
import json
import random
import re
import shutil
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats import FORMATS
from lagesbild_data.bring.formats.names import plain
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, writing
from lagesbild_data.store.building import build
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import open_store, rows_of
from lagesbild_data.words.problems import InvalidStore

from .damage import in_words, spoilt_bytes, spoilt_json
from .stores import folder_of
from .trials import Fault, Kind

_IMPORTERS = Path(__file__).parents[1] / "importers"
_PATIENCE = 20
"""Seconds that a reader waits for what a file would change."""
_SWOLLEN = 20 << 20
Shared = tuple[Path, dict[str, bytes]]


def _originals(folder: Path) -> dict[str, bytes]:
    """A whole file of every format, by name."""
    sys.path.insert(0, str(_IMPORTERS))
    import test_bra
    import test_bra_lagesbild
    import test_importing
    import test_kolada
    import test_police
    import test_surfaces
    from books import book_of, saved

    found = {
        "kvartal.csv": test_bra.QUARTERS.encode("iso-8859-1"),
        "ar.csv": test_bra.YEARS.encode("cp1252"),
        "kommuner_2024.csv": test_bra.ONE_YEAR.encode("utf-16"),
        "lagesbild.xlsx": saved(book_of(test_bra_lagesbild.CRIMES | test_bra_lagesbild.SURVEY)),
        "enkat.xlsx": saved(book_of(test_bra_lagesbild.BY_YEAR)),
        "uttag.csv": (test_police.HEADER + test_police.LINES).encode(),
        "nyckel.csv": test_police.KEY.encode(),
        "kolada.json": json.dumps(test_kolada.VALID).encode(),
        "scb.json": test_importing.SCB.encode(),
        "folk.csv": test_importing.PEOPLE.encode(),
        "folk.xlsx": test_importing.WORKBOOK,
        "mall.xlsx": templates.xlsx_bytes(
            ["anmalda_brott", "utfall", "indikatorvarden"],
            known=rows_of(Location.parse(_IMPORTERS.parent / "litet")),
        ),
    }
    for kind in ("zip", "parquet", "gpkg", "geojson"):
        (folder / kind).mkdir()
        path = test_surfaces.write(folder / kind, kind, test_surfaces.frame())
        found[f"ytor.{kind}"] = path.read_bytes()
    return found


def _prepare(folder: Path) -> Shared:
    folder_of(folder / "data", "")
    build(folder / "data", folder / "data.sqlite")
    originals = _originals(folder)
    store, read = open_store(folder / "data.sqlite"), set()
    for name, content in originals.items():
        (folder / name).write_bytes(content)
        read.add(planning.plan(store, Upload.of(folder / name)).format)
    if unread := set(FORMATS.values()) - read:
        raise ValueError(f"no original of {unread}")
    return folder, originals


def _spoilt(content: bytes, name: str, chance: random.Random) -> bytes:
    """The file with something in it changed, also within what is packed or has a form."""
    swells = chance.random() < 0.03
    if name.endswith((".xlsx", ".zip")) and chance.random() < 0.8:
        members = {}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {entry: archive.read(entry) for entry in archive.namelist()}
        change = chance.choice(list(members))
        members[change] = (
            _swollen(members[change], chance) if swells else spoilt_bytes(members[change], chance)
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, inner in members.items():
                archive.writestr(entry, inner)
        return packed.getvalue()
    if name.endswith("json") and chance.random() < 0.7:
        document = copy.deepcopy(json.loads(content))
        return json.dumps(spoilt_json(document, chance)).encode("utf-8", "surrogatepass")
    return _swollen(content, chance) if swells else spoilt_bytes(content, chance)


def _swollen(content: bytes, chance: random.Random) -> bytes:
    """The content with one element or line of it very many times."""
    pieces = list(re.finditer(rb"<[^<>/?!]+/>|<(\w+)[^<>]*>[^<>]*</\1>|[^\n]+\n", content))
    if not pieces:
        return content
    start, end = chance.choice(pieces).span()
    return content[:start] + content[start:end] * (_SWOLLEN // (end - start)) + content[end:]


def _trial(shared: Shared, number: int, chance: random.Random, folder: Path) -> None:
    whole, originals = shared
    place = Path(shutil.copy(whole / "data.sqlite", folder / "data.sqlite"))
    if (whole / "data.geojson").exists():
        shutil.copy(whole / "data.geojson", folder / "data.geojson")
    name = list(originals)[number % len(originals)]
    (folder / name).write_bytes(_spoilt(originals[name], name, chance))
    companions = [Upload.of(whole / "nyckel.csv")] if name == "uttag.csv" else []
    before = place.read_bytes()
    store, upload = open_store(place), Upload.of(folder / name)
    plan = partial(
        planning.plan,
        store,
        upload,
        companions=companions,
        answers=chance.choice(({}, {"ar": "2023"})),
        format_name=chance.choice(list(FORMATS)) if chance.random() < 0.2 else "",
    )
    start = time.monotonic()
    try:
        planned = plan()
        if planned.unmatched and len(planned.unmatched) < 100:
            planned = plan(
                choices={(asked.table, plain(asked.name)): "" for asked in planned.unmatched}
            )
    except MemoryError:
        raise
    except Exception as error:
        raise Fault("plan raises", f"{name}: {error!r}") from error
    if (spent := time.monotonic() - start) > _PATIENCE:
        raise Fault("takes too long", f"{name}, {upload.path.stat().st_size} bytes: {spent:.0f} s")
    if place.read_bytes() != before:
        raise Fault("a plan writes", name)
    if planned.problems:
        in_words(InvalidStore(planned.problems))
    if planned.is_ready:
        try:
            writing.carry_out(store, planned, "Anna")
        except InvalidStore as invalid:
            raise Fault(
                "what was planned is refused", f"{name}: {invalid.problems[0]}"
            ) from invalid
        try:
            rows_of(Location.parse(place))
        except InvalidStore as invalid:
            raise Fault(
                "store has faults afterwards", f"{name}: {invalid.problems[0]}"
            ) from invalid


KINDS = [Kind("files", 10_000, 20, _prepare, _trial, seconds=60, memory=1024)]
