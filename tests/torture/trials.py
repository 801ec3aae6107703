"""Trials: each in a process of its own, forked from a warmed one, in a folder of its own, and
counted.

Nothing outside the folder that Runner is given is ever removed; what a trial leaves elsewhere is
only told.
"""

import contextlib
import json
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

_FAILED = "the trial itself failed"
_MB = 1 << 20


class Fault(Exception):  # noqa: N818 - it names what was found
    """What a trial has found: the class that it is counted in, and which case it was."""

    def __init__(self, sort: str, detail: object = ""):
        super().__init__(sort)
        self.sort, self.detail = sort, str(detail)


@dataclass(frozen=True)
class Kind:
    """A kind of trial. `prepare` makes, once and in a folder, what all trials of the kind share;
    `trial` is given that, the trial's number, its chance and its folder, and raises Fault."""

    name: str
    times: int
    quick: int
    """How many of these, evenly spread, are tried among the tests; 0 for a kind that takes too long
    there."""
    prepare: Callable[[Path], Any]
    trial: Callable[[Any, int, random.Random, Path], None]
    seconds: float = 120
    """More is a fault."""
    memory: int = 0
    """Megabytes that a trial may take beside what the warmed process has; 0 for as many as there
    are."""


@dataclass
class Count:
    """What the trials of a kind came to."""

    kind: Kind
    tries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    """Per class of faults the first: which trial, and what it was."""
    seconds: float = 0
    peak: int = 0
    """Bytes."""


class Runner:
    """Runs trials in `folder`, which is the caller's own and empty."""

    def __init__(self, folder: Path, seed: int):
        self._folder, self._seed = folder.resolve(), seed
        # For good: what is prepared must not write anywhere else either.
        os.environ |= {"XDG_CACHE_HOME": str(self._made("cache")), "TMPDIR": str(self._made("tmp"))}
        tempfile.tempdir = None  # read TMPDIR anew

    def _made(self, name: str) -> Path:
        (self._folder / name).mkdir()
        return self._folder / name

    def run(
        self, count: Count, numbers: Sequence[int], tell: Callable[[Count], None] = lambda _: None
    ) -> None:
        """Count these trials of a kind; `tell` hears of it after each."""
        kind = count.kind
        shared = kind.prepare(self._made(kind.name))
        for number in numbers:
            self._try(kind, shared, number, count)
            tell(count)

    def _try(self, kind: Kind, shared: Any, number: int, count: Count) -> None:
        folder = self._made(f"{kind.name}-{number}")
        start = time.monotonic()
        answer, usage = self._forked(kind, shared, number, folder)
        count.seconds = max(count.seconds, time.monotonic() - start)
        count.peak = max(count.peak, usage.ru_maxrss * 1024)
        count.tries += 1
        if answer:
            sort, detail = answer
            count.faults[sort] += 1
            count.examples.setdefault(sort, f"{number}: {detail}")
        shutil.rmtree(folder)  # made above, by this name

    def _forked(
        self, kind: Kind, shared: Any, number: int, folder: Path
    ) -> tuple[list[str] | None, resource.struct_rusage]:
        told, tells = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if not child:
            os.close(told)
            os.setpgid(0, 0)
            self._in_child(kind, shared, number, folder, tells)
        os.close(tells)
        try:
            is_late = not select.select([told], [], [], kind.seconds)[0]
        except KeyboardInterrupt:
            os.kill(child, signal.SIGKILL)
            raise
        if is_late:
            os.kill(child, signal.SIGKILL)
        else:
            text = os.read(told, 1 << 16)
        os.close(told)
        _, status, usage = os.wait4(child, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # what the trial has started and left
        if is_late:
            return ["takes too long", f"more than {kind.seconds:.0f} s"], usage
        if status or not text:
            return ["the process died", f"status {status}"], usage
        return json.loads(text), usage

    def _in_child(self, kind: Kind, shared: Any, number: int, folder: Path, tells: int) -> NoReturn:
        """Run the trial, tell what it found and end."""
        answer: list[str] | None = None
        try:
            (folder / "tmp").mkdir()
            os.environ["TMPDIR"], tempfile.tempdir = str(folder / "tmp"), None
            output = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT)
            os.dup2(output, 1)
            os.dup2(output, 2)
            if kind.memory:
                pages = int(Path("/proc/self/statm").read_text().split()[0])
                most = pages * resource.getpagesize() + kind.memory * _MB
                resource.setrlimit(resource.RLIMIT_AS, (most, most))
            kind.trial(shared, number, random.Random(f"{self._seed} {kind.name} {number}"), folder)
        except Fault as fault:
            answer = [fault.sort, fault.detail[:1000]]
        except MemoryError:
            answer = ["takes too much memory", f"more than {kind.memory} MB"]
        except BaseException:
            answer = [_FAILED, traceback.format_exc()[-2000:]]
        os.write(tells, json.dumps(answer).encode())
        os._exit(0)


def table(counts: Sequence[Count]) -> str:
    """kind | tries | faults by class | worst time | peak memory, with an example of each class
    beneath."""
    lines = [f"{'kind':<18} {'tries':>6}  {'worst':>7}  {'peak':>7}  faults"]
    for count in counts:
        faults = (
            ", ".join(f"{number} {sort}" for sort, number in count.faults.most_common()) or "none"
        )
        figures = f"{count.tries:>6}  {count.seconds:>5.1f} s  {count.peak // _MB:>4} MB"
        lines.append(f"{count.kind.name:<18} {figures}  {faults}")
    for count in counts:
        lines += [
            f"\n{count.kind.name}, {sort}, trial {example}"
            for sort, example in count.examples.items()
        ]
    return "\n".join(lines)
