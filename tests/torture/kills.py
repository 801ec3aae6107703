"""A process that is killed at any moment leaves all as it was, or all done, and nothing lying
about."""

import contextlib
import os
import random
import select
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import sqlalchemy as sa

from briefing.__main__ import main as briefing
from lagesbild_data.__main__ import main as command
from lagesbild_data.answers import meetings
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, writing
from lagesbild_data.store import editing
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.words.problems import InvalidStore

from .stores import content, difference, folder_of, squares
from .trials import Fault, Kind

_TIMES = 300
_EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "sqlite3.connect",
}


@dataclass(frozen=True)
class Operation:
    """What is done in a folder beside ready sources, by steps that each end when the user is told
    that it is done."""

    name: str
    target: str
    beside: tuple[str, ...]
    """What else may lie in the folder."""
    steps: Callable[[Path, Path], Iterator[None]]
    start: Callable[[Path, Path], object] = lambda *_: None
    newer: Callable[[Path, Path], Iterator[None]] | None = None
    """Replaces the store by yet another one."""
    look: Callable[[Path], Any] = content


@dataclass(frozen=True)
class Known:
    """How an operation goes when nobody breaks it off."""

    sources: Path
    before: Path
    states: list[Any]
    """What stands there before it, and after each step."""
    newer: Any
    events: int
    seconds: float


def _save(place: Path, _: Path) -> Iterator[None]:
    store = open_store(place)
    for number, activity in enumerate(("a-ljus", "a-skola", "a-dialog", "a-patrull")):
        key = {"aktivitet_id": activity, "ar": 2022, "tertial": 3}
        row = {
            **key,
            "ar": "2022",
            "tertial": "3",
            "status": "pågår",
            "text": f"Ord {number}. " * 40,
            "status_grund": "källa",
            "kalla_id": editing.OWN_SOURCE["kalla_id"],
        }
        editing.save(store, "uppfoljningar", row, editing.find(store, "uppfoljningar", key), "Anna")
        yield


def _agenda(place: Path, _: Path) -> Iterator[None]:
    store = open_store(place)
    for name in ("SSG", "Torsdag"):
        points = [
            meetings.Point(f"Punkt {number}", f"brott?ar={2000 + number}") for number in range(20)
        ]
        meetings.save(store, name, points, meetings.points(store, name))
        yield


def _import(place: Path, sources: Path, *, each: bool) -> Iterator[None]:
    with writing.writable(str(place)) as store:
        for file in ("folk.csv", "ytor.geojson"):
            planned = planning.plan(store, Upload.of(sources / file))
            if planned.changes_something:
                writing.carry_out(store, planned, "Anna")
            if each:
                yield
    if not each:
        yield


def _build(place: Path, sources: Path, *, source: str) -> Iterator[None]:
    build(sources / source, place)
    yield


def _command(place: Path, _: Path, *, run: Callable, arguments: list[str]) -> Iterator[None]:
    run([*arguments, "--to", str(place)])
    yield


def _copy(place: Path, sources: Path, *, source: str) -> None:
    build(sources / source, place)


def _cells(file: Path) -> Any:
    """The cells of a workbook, None where there is no file; Fault for half a one."""
    if not file.exists():
        return None
    try:
        book = openpyxl.load_workbook(file)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise Fault("half written", f"{file.name}, {file.stat().st_size} bytes: {error}") from error
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


_SQLITE = ("data.geojson", "data.sqlite-wal", "data.sqlite-shm")
_from_a = partial(_copy, source="a")
_document = partial(_command, run=briefing, arguments=["--for", "ssg"])
OPERATIONS = (
    Operation("save", "data.sqlite", _SQLITE, _save, _from_a),
    Operation("agenda", "data.sqlite", _SQLITE, _agenda, _from_a),
    Operation("import-sqlite", "data.sqlite", _SQLITE, partial(_import, each=True), _from_a),
    Operation(
        "import-folder",
        "data",
        (),
        partial(_import, each=False),
        _from_a,
        partial(_build, source="c"),
    ),
    Operation(
        "build-sqlite",
        "data.sqlite",
        _SQLITE,
        partial(_build, source="b.sqlite"),
        _from_a,
        partial(_build, source="c"),
    ),
    Operation(
        "build-folder",
        "data",
        (),
        partial(_build, source="b"),
        _from_a,
        partial(_build, source="c"),
    ),
    Operation(
        "briefing",
        "underlag.xlsx",
        (),
        _document,
        lambda place, _: [
            *_command(place, _, run=briefing, arguments=["--for", "ssg", "--rubrik", "Före"])
        ],
        look=_cells,
    ),
    Operation(
        "template",
        "mall.xlsx",
        (),
        partial(_command, run=command, arguments=["template", "omraden", "folkmangd"]),
        look=_cells,
    ),
)


def _sources(folder: Path) -> Path:
    folder.mkdir()
    for mark in ("a", "b", "c"):
        folder_of(folder / mark, "" if mark == "a" else mark * (1 if mark == "b" else 2))
    build(folder / "b", folder / "b.sqlite")
    people = "".join(f"Norrby;{year};{year - 1500};statistik\r\n" for year in range(1960, 2020))
    (folder / "folk.csv").write_text(f"Område;År;Folkmängd;Källa\r\n{people}", encoding="utf-8")
    (folder / "ytor.geojson").write_text(squares(14.12, "norrby", "angen"), encoding="utf-8")
    return folder


def _prepare(operation: Operation, folder: Path) -> Known:
    sources, before = _sources(folder / "sources"), folder / "before"
    before.mkdir()
    operation.start(before / operation.target, sources)
    place = shutil.copytree(before, folder / "whole") / operation.target
    states = [operation.look(place)]
    for _ in operation.steps(place, sources):
        states.append(operation.look(place))
    newer = None
    if operation.newer:
        list(operation.newer(place, sources))
        newer = operation.look(place)
    place = shutil.copytree(before, folder / "counted") / operation.target
    events, seconds = _counted(lambda: operation.steps(place, sources), place.parent)
    return Known(sources, before, states, newer, events, seconds)


def _watch(folder: Path, tick: Callable[[], None]) -> None:
    """Tick at everything that is done to a file in the folder, and at every statement of SQL, for
    ever."""

    def hear(event: str, arguments: tuple) -> None:
        if event in _EVENTS and any(str(folder) in str(argument) for argument in arguments[:2]):
            tick()

    sys.addaudithook(hear)
    sa.event.listen(sa.Engine, "before_cursor_execute", lambda *_: tick())
    sa.event.listen(sa.Engine, "commit", lambda *_: tick())


def _counted(steps: Callable[[], Iterator[None]], folder: Path) -> tuple[int, float]:
    """How many ticks the steps take, and how many seconds."""
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        ticks, start = [0], time.monotonic()

        def tick() -> None:
            ticks[0] += 1

        try:
            with contextlib.redirect_stdout(sys.stderr):
                _watch(folder, tick)
                list(steps())
            os.write(tells, f"{ticks[0]} {time.monotonic() - start}".encode())
        finally:
            os._exit(0)
    os.close(tells)
    os.waitpid(child, 0)
    events, seconds = os.read(told, 100).split()
    return int(events), float(seconds)


def killed(
    steps: Callable[[], Iterator[None]], folder: Path, event: int | None, after: float
) -> int:
    """Begin the steps in a process that is killed so many seconds after its event of this number,
    else after it began; gives how many of them had told that they were done."""
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        left = [event or 0]

        def tick() -> None:
            left[0] -= 1
            if left[0] == 0 and after:
                # its signal ends a process that doesn't listen
                signal.setitimer(signal.ITIMER_REAL, after)
            elif left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            if event:
                _watch(folder, tick)
            for _ in steps():
                os.write(tells, b".")
            os._exit(0)
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(3)
    os.close(tells)
    if event is None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    done = 0
    while select.select([told], [], [])[0] and (piece := os.read(told, 100)):
        done += len(piece)
    os.close(told)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise Fault("refused", f"event {event}")
    return done


def _trial(*given: Any) -> None:
    try:
        _go_on(*given)
    except InvalidStore as invalid:
        raise Fault("can't be written any more", invalid.problems[0]) from invalid


def _go_on(
    operation: Operation, known: Known, number: int, chance: random.Random, folder: Path
) -> None:
    place = shutil.copytree(known.before, folder / "place") / operation.target
    steps = partial(operation.steps, place, known.sources)
    event, after = 1 + number // 2 % known.events, 0.0
    if number % 4 == 1:
        event, after = None, chance.uniform(0, 1.2 * known.seconds)
    elif number % 4 == 3 or known.events > _TIMES // 2:
        event, after = chance.randint(1, known.events), (number % 2) * chance.uniform(1e-6, 0.003)
    done = killed(steps, folder, event, after)
    case = (
        f"killed {after:.6f} s after event {event} of {known.events}"
        if event
        else f"killed after {after:.3f} s"
    )
    # each event meets each of the three
    follow = number // 2 + (number // 2 // known.events if event else 0)
    if operation.newer and follow % 3 == 1 and place.exists():
        return _removed(place, case)
    allowed = known.states[done : done + 2]
    if operation.newer and follow % 3 == 2:
        list(steps())
        again = chance.randint(1, known.events)
        done = killed(partial(operation.newer, place, known.sources), folder, again, 0)
        case = f"{case}, then again at event {again}"
        allowed = [known.newer] if done else [known.states[-1], known.newer]
    _judge(operation, known, place, allowed, case)
    left_elsewhere = sorted(path.name for path in (folder / "tmp").iterdir())
    list(steps())
    if left := {path.name for path in place.parent.iterdir()} - {
        operation.target,
        *operation.beside,
    }:
        raise Fault("left beside the store", f"{case}: {sorted(left)}")
    if still := [name for name in left_elsewhere if (folder / "tmp" / name).exists()]:
        raise Fault("left in the temp folder", f"{case}: {still}")


def _judge(operation: Operation, known: Known, place: Path, allowed: list[Any], case: str) -> None:
    try:
        found = operation.look(place)
    except InvalidStore as invalid:
        raise Fault("does not open", f"{case}: {invalid.problems[0]}") from invalid
    if found in allowed:
        return
    if found in known.states:
        raise Fault("older content came back", case)
    parts = difference(found, allowed[0]) if isinstance(found, dict) and allowed[0] else ""
    raise Fault("half written", f"{case}: {parts}")


def _removed(place: Path, case: str) -> None:
    """Take the store away, with its surfaces, as a user does; it is to stay away."""
    for path in (place, *(place.with_name(name) for name in _SQLITE)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    try:
        open_store(place)
    except InvalidStore as invalid:
        if "finns inte" in str(invalid.problems[0]):
            return
        raise Fault(
            "removed store is told as something else", f"{case}: {invalid.problems[0]}"
        ) from invalid
    raise Fault("removed store came back", case)


KINDS = [
    Kind(
        f"kill-{one.name}",
        _TIMES,
        0 if one.name == "briefing" else 2,
        partial(_prepare, one),
        partial(_trial, one),
    )
    for one in OPERATIONS
]
