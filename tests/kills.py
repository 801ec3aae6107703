"""Changes of a store that are killed in the middle, and what must then be true of it.

A change is stopped at one of its steps (a file that is opened to be written, moved or removed, or a
statement of SQL), which reaches every moment between two of them, or after a time.
"""

import json
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, writing
from lagesbild_data.model import settings
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store

LITET = Path(__file__).parent / "litet"
AREAS = ("norrby", "akern")
OLD, NEW = 14.1, 14.15
"""How far east the surfaces lie before and after a change."""
_PEOPLE = 4321


def surfaces(west: float) -> str:
    """A square per area as a GeoJSON file."""

    def square(x: float) -> list:
        return [[[x, 57.7], [x + 0.1, 57.7], [x + 0.1, 57.8], [x, 57.8], [x, 57.7]]]

    features = [
        {
            "type": "Feature",
            "properties": {"omrade_id": area},
            "geometry": {"type": "Polygon", "coordinates": square(round(west + 0.1 * number, 2))},
        }
        for number, area in enumerate(AREAS)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _import(target: Path, files: list[Path]) -> None:
    with writing.writable(str(target)) as store:
        for file in files:
            writing.carry_out(store, planning.plan(store, Upload.of(file)), "Anna")


@dataclass(frozen=True)
class Change:
    """A change of the store `target` in a folder, from the old content to the new."""

    target: str
    act: Callable[[Path], object]
    files: tuple[str, ...]
    """What the log then says was brought in."""
    parts: bool = False
    """Whether it is a change per file, each of which is whole or not there."""

    def prepare(self, folder: Path) -> None:
        """Put the old store in place, beside what it is changed from."""
        folder.mkdir()
        source = Path(shutil.copytree(LITET, folder / "source"))
        (source / "omraden.geojson").write_text(surfaces(OLD))
        build(source, folder / self.target)
        (folder / "ytor.geojson").write_text(surfaces(NEW))
        people = f"Område;År;Folkmängd;Källa\nNorrby;2019;{_PEOPLE};statistik\n"
        (folder / "folk.csv").write_text(people, encoding="utf-8")
        (source / "omraden.geojson").write_text(surfaces(NEW))
        _import(source, [folder / "folk.csv"])
        build(source, folder / "source.sqlite")


def _import_both(folder: Path, target: str) -> None:
    _import(folder / target, [folder / "ytor.geojson", folder / "folk.csv"])


_BUILT, _BROUGHT = ("folk.csv",), ("ytor.geojson", "folk.csv")
CHANGES = {
    "build to a database": Change(
        "data.sqlite",
        lambda folder: build(folder / "source.sqlite", folder / "data.sqlite"),
        _BUILT,
    ),
    "build to a folder": Change(
        "data", lambda folder: build(folder / "source", folder / "data"), _BUILT
    ),
    "import to a database": Change(
        "data.sqlite", lambda folder: _import_both(folder, "data.sqlite"), _BROUGHT, parts=True
    ),
    "import to a folder": Change("data", lambda folder: _import_both(folder, "data"), _BROUGHT),
}


def found(store: Path) -> tuple[float, bool, tuple[str, ...]]:
    """What a store holds of a change: how far east its surfaces lie, whether it has the new row,
    and the files that the log tells of."""
    opened = open_store(store)
    people, log = SQL_TABLES["folkmangd"].c, SQL_TABLES["andringslogg"].c
    [west] = {
        round(json.loads(drawn)["coordinates"][0][0][0] - 0.1 * AREAS.index(area), 2)
        for area, drawn in opened.surfaces.items()
    }
    rows = opened.rows(sa.select(people.antal).where(people.antal == _PEOPLE))
    keys = opened.rows(
        sa.select(log.nyckel).where(log.tabell == editing.IMPORT).order_by(log.andring_id)
    )
    return west, bool(rows), tuple(json.loads(row.nyckel)["fil"] for row in keys)


def left(folder: Path) -> list[str]:
    """What a stopped process has left beside the store, or in the cache, which no process that
    lives may use."""
    places = (folder, settings.cache_folder())
    names = {path.name for place in places for path in place.iterdir()} - {"ytor.geojson"}
    endings = ("-wal", "-shm", "-journal", ".geojson")
    return [name for name in names if name.startswith(".lagesbild-") or name.endswith(endings)]


def fault(change: Change, folder: Path) -> str:
    """What is wrong after a stop; "" when the store is wholly as before or wholly as after, and
    nothing is left."""
    allowed = [(OLD, False, ()), (NEW, True, change.files)]
    if change.parts:
        allowed.append((NEW, False, change.files[:1]))
    now = found(folder / change.target)
    if now not in allowed:
        return f"the store holds {now}"
    return f"left are {left(folder)}" if left(folder) else ""


# How it is killed

CAN_FORK = hasattr(os, "fork")
"""Without it each change would take seconds to begin."""
_processes = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")


@cache
def _start() -> None:
    """Start the process that all others are copies of, with everything imported."""
    _processes.set_forkserver_preload([__name__, "shapely", "pyogrio", "pyproj"])
    before = os.environ.get("PYTHONPATH")
    # it isn't told sys.path until it has imported
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)


def steps(name: str, folder: Path) -> tuple[int, float]:
    """How many steps a change takes when nothing stops it, and how many seconds."""
    receive, send = _processes.Pipe(duplex=False)
    process = _run(name, folder, 0, send)
    send.close()  # so that a change that fails is told, and not waited for
    process.join()
    return receive.recv()


def stop_at(name: str, folder: Path, step: int) -> bool:
    """Kill a change just before a step; whether it came so far."""
    process = _run(name, folder, step)
    process.join()
    return process.exitcode == -signal.SIGKILL


def stop_after(name: str, folder: Path, seconds: float) -> bool:
    """Kill a change when it has run so long; whether it had not ended by then."""
    receive, send = _processes.Pipe(duplex=False)
    process = _run(name, folder, 0, send, tell_start=True)
    receive.recv()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _run(name: str, folder: Path, step: int, tell=None, *, tell_start: bool = False):
    if CAN_FORK:
        _start()
    cache = str(settings.cache_folder())
    process = _processes.Process(target=_child, args=(name, folder, cache, step, tell, tell_start))
    process.start()
    return process


_MOVES = ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "sqlite3.connect")


def _child(name: str, folder: Path, cache: str, step: int, tell, tell_start: bool) -> None:
    os.environ["LAGESBILD_CACHE"] = cache  # else it is that of the first process that was started
    taken = 0

    def count(*_: object) -> None:
        nonlocal taken
        taken += 1
        if taken == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, arguments: tuple) -> None:
        if event in _MOVES or (event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
            count()

    start = time.monotonic()
    if tell_start:
        tell.send(None)
    sys.addaudithook(heard)
    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    sa.event.listen(sa.Engine, "commit", count)
    CHANGES[name].act(folder)
    if tell and not tell_start:
        tell.send((taken, time.monotonic() - start))
