"""Many files of a format, tried one by one, and what became of them."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from lagesbild_data.store.stores import Store

from .case import Case, Draw
from .check import ANSWERED, OUTCOMES, READ, outcome
from .formats import WRITERS
from .world import store_in

LEAST_READ = 0.8
"""The part of a format's files that must be read, at once or when what is asked has been answered.
"""
_ENOUGH_TO_TELL = 50
"""Files from which the part that is read can be told."""


@dataclass
class Trial:
    """What became of a format's files; the smallest that went wrong, and how."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was asked and refused, by outcome."""
    wrong: str = ""
    example: Case | None = None

    @property
    def part_read(self) -> float:
        """The part of the files that were read."""
        return (self.counts[READ] + self.counts[ANSWERED]) / max(self.counts.total(), 1)

    @property
    def reads_too_few(self) -> bool:
        """Whether so few were read that the trial tells nothing."""
        return self.counts.total() >= _ENOUGH_TO_TELL and self.part_read < LEAST_READ


@contextmanager
def fresh_store() -> Iterator[tuple[Store, Path]]:
    """The store, and a folder for files, while they are needed."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-fuzz-") as folder:
        (Path(folder) / "filer").mkdir()
        store = store_in(Path(folder))
        try:
            yield store, Path(folder) / "filer"
        finally:
            store.engine.dispose()


def run(
    name: str, examples: int, store: Store, folder: Path, *, seeded: int | None = None
) -> Trial:
    """Try so many files of a format; the same ones each time where no seed is given."""
    trial = Trial(name)
    write = WRITERS[name]

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=seeded is None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(st.data())
    def read_back(data: st.DataObject) -> None:
        case = write(Draw(lambda strategy: data.draw(strategy)))
        if not trial.wrong:
            trial.example = case
        try:
            became, words = outcome(store, case, folder)
        except Exception:
            trial.example = case
            raise
        if not trial.wrong:
            trial.counts[became] += 1
            trial.words[became, words] += bool(words)

    try:
        (read_back if seeded is None else seed(seeded)(read_back))()
    except Exception as error:
        trial.wrong = f"{type(error).__name__}: {error}"
    else:
        trial.example = None
    return trial


def table(trials: list[Trial]) -> str:
    """Formats down, outcomes across."""
    head = (
        f"{'format':<24}"
        + "".join(f"{name:>10}" for name in (*OUTCOMES, "wrong"))
        + f"{'read, %':>10}"
    )
    rows = [
        f"{one.name:<24}"
        + "".join(f"{one.counts[name]:>10}" for name in OUTCOMES)
        + f"{bool(one.wrong):>10}{100 * one.part_read:>10.0f}"
        for one in trials
    ]
    return "\n".join([head, *rows])
