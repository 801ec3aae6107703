"""How fast are the documents? `python benchmarks/documents.py [--rounds N]`, and a section of
bench.py.

The whole council document, all areas and all parts of the published data, is made over and over in
a process of its own, so that its memory is that of the documents alone. Imports are not counted;
the first document is a row of its own.
"""

import argparse
import datetime as dt
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil
from goals import print_goal, print_heading

sys.path.insert(0, str(Path(__file__).parents[1]))

MADE = dt.date(2024, 5, 28)
MAX_SECONDS, MAX_MB, MAX_GROWTH_MB = 3.0, 500, 20
DOCUMENTS, SETTLED = 50, 10
"""Memory is flat when it doesn't grow from document SETTLED to document DOCUMENTS."""


@dataclass(frozen=True)
class Taken:
    """What one kind of file took: seconds of each document, peak and growth of resident memory in
    MB."""

    ending: str
    seconds: list[float]
    peak: float
    growth: float


def measure(documents: int = DOCUMENTS) -> list[Taken]:
    """Every kind of file, each in a new process."""
    from briefing.files import ENDINGS

    taken = []
    for ending in ENDINGS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            taken.append(pool.apply(_make, (ending, documents)))
    return taken


def _make(ending: str, documents: int) -> Taken:
    from briefing import files
    from briefing.blocks import Choice
    from briefing.parts import PARTS
    from lagesbild_data.model.filter import Filter
    from lagesbild_data.public.reader import Reader, opened_for
    from lagesbild_data.store.location import PUBLISHED

    store, process = opened_for(Reader(), PUBLISHED), psutil.Process()
    choice = Choice("ssg", Filter(), tuple(PARTS))
    seconds, settled = [], 0
    for number in range(1, documents + 1):
        began = time.perf_counter()
        files.make(store, choice, ending, MADE)
        seconds.append(time.perf_counter() - began)
        if number == min(SETTLED, documents):
            settled = process.memory_info().rss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Taken(ending, seconds, peak / 1e6, (process.memory_info().rss - settled) / 1e6)


def report(taken: Iterable[Taken]) -> None:
    """Print what was taken, against the targets."""
    print_heading("Dokument, allt")
    for each in taken:
        low, median, high = statistics.quantiles(each.seconds, n=4, method="inclusive")
        shown = f"{median:.2f} s ({low:.2f}–{high:.2f}), n={len(each.seconds)}"
        print_goal(
            f"{each.ending}, median (kvartiler)",
            shown,
            f"< {MAX_SECONDS:.0f} s",
            median < MAX_SECONDS,
        )
        first = each.seconds[0]
        print_goal(
            f"{each.ending}, det första",
            f"{first:.2f} s",
            f"< {MAX_SECONDS:.0f} s",
            first < MAX_SECONDS,
        )
        print_goal(
            f"{each.ending}, högsta minne",
            f"{each.peak:.0f} MB",
            f"< {MAX_MB} MB",
            each.peak < MAX_MB,
        )
        growth = f"{each.growth:+.0f} MB"
        print_goal(
            f"{each.ending}, minne från {SETTLED} till {len(each.seconds)}",
            growth,
            f"< {MAX_GROWTH_MB} MB",
            each.growth < MAX_GROWTH_MB,
        )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Mäter tid och minne för dokumenten.")
    parser.add_argument(
        "--rounds", type=int, default=DOCUMENTS, help=f"antal dokument av varje slag ({DOCUMENTS})"
    )
    report(measure(max(parser.parse_args().rounds, 2)))


if __name__ == "__main__":
    main()
