"""A store that is replaced while it is read is read as it was before, or as it is after."""

import os
import random
import signal
import sys
import traceback
from functools import partial
from pathlib import Path

from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.words.problems import InvalidStore

from .stores import content, difference, folder_of
from .trials import Fault, Kind

_READS = 12
Shared = tuple[Path, list[dict[str, object]], list[str]]


def _prepare(ending: str, folder: Path) -> Shared:
    """A folder with the stores a and b, their contents and their versions."""
    for name in ("a", "b"):
        folder_of(folder / name, "" if name == "a" else name)
    places = [folder / f"{name}{ending}" for name in ("a", "b")]
    for place in places:
        if ending:
            build(place.with_suffix(""), place)
    return (
        folder,
        [content(place) for place in places],
        [open_store(place).version for place in places],
    )


def _trial(ending: str, shared: Shared, number: int, chance: random.Random, folder: Path) -> None:
    sources, contents, versions = shared
    place = folder / f"data{ending}"
    build(sources / f"a{ending}", place)
    writer = os.fork()
    if not writer:
        turn = chance.randint(0, 1)
        try:
            while True:
                build(sources / f"{'ab'[turn]}{ending}", place)
                turn = 1 - turn
        except Exception:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(1)
    try:
        for _ in range(_READS):
            try:
                if chance.random() < 0.5:
                    if (found := content(place)) not in contents:
                        raise Fault(
                            "mixture", f"as before but for {difference(contents[0], found)}"
                        )
                elif open_store(place).version not in versions:
                    raise Fault("mixture", "of the tables")
            except InvalidStore as invalid:
                raise Fault("does not open", invalid.problems[0]) from invalid
            if os.waitpid(writer, os.WNOHANG)[0]:
                raise Fault("the writer stopped", (folder / "output.txt").read_text()[-500:])
    finally:
        _stop(writer)


def _stop(writer: int) -> None:
    try:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


KINDS = [
    Kind(f"reader-{name}", 300, 1, partial(_prepare, ending), partial(_trial, ending))
    for name, ending in (("folder", ""), ("sqlite", ".sqlite"))
]
