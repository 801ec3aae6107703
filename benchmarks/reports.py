"""What do millions of single reports cost? `python benchmarks/reports.py [--largest EXPONENT]`.

A file of 10^4, 10^5 … invented reports is counted into a store, and, in turn, read into SQLite by
its own shell with the index that the page's questions would need. Then the stores are asked those
questions in turn. Each reading is a process of its own, so that its peak of memory is its own. The
exit code is 0 whatever the times are.
"""

import argparse
import datetime as dt
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from goals import print_goal, print_heading  # noqa: E402 - the app's rooms are found from its root

from lagesbild_data.answers.crimes import reported  # noqa: E402
from lagesbild_data.model.tables import BY_NAME  # noqa: E402
from lagesbild_data.model.tables.crimes import REPORTS  # noqa: E402
from lagesbild_data.public.reader import Reader, opened_for  # noqa: E402
from lagesbild_data.store.csv_folder import write_table  # noqa: E402
from lagesbild_data.words import swedish  # noqa: E402

AREAS = [f"omrade-{number}" for number in range(1, 9)]
TYPES = [f"typ-{number}" for number in range(1, 10)]
DAYS = [dt.date(2019, 1, 1) + dt.timedelta(day) for day in range(6 * 365)]
ROUNDS = 100
PIECE = 100_000
MAX_RATIO, MAX_SPREAD, MAX_MB = 2.0, 1.5, 1000


@dataclass(frozen=True)
class Cost:
    """Seconds and peak of memory (MB) of a child process."""

    seconds: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.megabytes:.0f} MB"


def small_tables(folder: Path) -> Path:
    """Write a CSV folder with invented areas and types of crime, and give it."""
    folder.mkdir()
    small = {
        "kallor": [
            [
                "pahittat",
                "Påhittade anmälningar",
                "Exempelstad",
                "",
                "",
                "",
                "Påhittade data.",
                "ja",
            ]
        ],
        "omraden": [
            ["exempelstad", "Exempelstad", "kommun", "9999"],
            *([area, area, "bostadsområde", "9999"] for area in AREAS),
        ],
        "brottstyper": [
            ["samtliga", "Samtliga brott", "", "nej", ""],
            *([crime, crime, "samtliga", "nej", ""] for crime in TYPES),
        ],
    }
    for name, table in small.items():
        write_table(folder / f"{name}.csv", BY_NAME[name].column_names, table)
    return folder


def write(folder: Path, rows: int, seed: int = 1) -> Path:
    """Write a CSV folder with this many invented reports in Exempelstad, and give the file of
    reports."""
    small_tables(folder)
    chance = np.random.default_rng(seed)
    lines = np.array(
        [
            f"{area},{day},{crime},,{'ja' if day.year == 2024 else 'nej'},pahittat\n"
            for area in AREAS
            for day in DAYS
            for crime in TYPES
        ],
        dtype=object,
    )
    path = folder / f"{REPORTS.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(REPORTS.column_names) + "\n")
        for start in range(0, rows, PIECE):
            file.write("".join(lines[chance.integers(len(lines), size=min(PIECE, rows - start))]))
    return path


def run(command: list[str | Path], given: str = "") -> Cost:
    """What a command costs, with this on its standard input; CalledProcessError when it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        process.stdin.write(given)
        process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(time.perf_counter() - start, used.ru_maxrss / unit)


def cost_of_summary(folder: Path, target: Path) -> Cost:
    """What it costs to build a store of the folder."""
    return run([sys.executable, "-m", "lagesbild_data", "build", folder, target])


def cost_of_shell(file: Path, target: Path) -> Cost | None:
    """What it costs SQLite's own shell to read the file and index it; None where there is no
    shell."""
    shell = shutil.which("sqlite3")
    if shell is None:
        return None
    columns = ", ".join(REPORTS.column_names)
    script = (
        f"CREATE TABLE anmalningar ({columns});\n"
        f'.import --csv --skip 1 "{file}" anmalningar\n'
        "CREATE INDEX fragor ON anmalningar (omrade_id, datum, brottstyp_id);\n"
    )
    return run([shell, "-bail", target], script)


def medians(stores: list[Path]) -> list[float]:
    """Milliseconds, as medians, of a question about all areas and types of crime, store by
    store."""
    opened = [opened_for(Reader(), store) for store in stores]
    taken: list[list[float]] = [[] for _ in stores]
    for _ in range(ROUNDS + 2):
        for store, times in zip(opened, taken, strict=True):
            start = time.perf_counter()
            reported.counts(store)
            times.append((time.perf_counter() - start) * 1000)
    return [statistics.median(times[2:]) for times in taken]


def measure(largest: int) -> None:
    """Measure files of 10^4 to 10^largest reports, at least 10^5, and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        exponents = range(4, max(largest, 5) + 1)
        summaries, shells, stores = [], [], []
        for exponent in exponents:
            file = write(folder / f"csv-{exponent}", 10**exponent)
            stores.append(folder / f"{exponent}.sqlite")
            summaries.append(cost_of_summary(file.parent, stores[-1]))
            shells.append(cost_of_shell(file, folder / "shell.sqlite"))
            (folder / "shell.sqlite").unlink(missing_ok=True)
            shutil.rmtree(file.parent)
        questions = medians(stores)
    print(
        f"\n{'Enskilda anmälningar':<34}{'summering':<26}{'sqlite3-skalet':<26}{'fråga, median':<12}"  # noqa: E501
    )
    for exponent, summary, shell, question in zip(
        exponents, summaries, shells, questions, strict=True
    ):
        rows = f"{swedish.number(10**exponent)} rader"
        print(
            f"{rows:<34}{summary!s:<26}{f'{shell.seconds:.1f} s' if shell else 'finns inte':<26}{question:.1f} ms"  # noqa: E501
        )
    print_heading()
    if shells[-1]:
        ratio = summaries[-1].seconds / shells[-1].seconds
        print_goal(
            "Största filen, summering/sqlite3", f"{ratio:.2f}", f"≤ {MAX_RATIO}", ratio <= MAX_RATIO
        )
    megabytes = summaries[-1].megabytes
    print_goal("Största filen, minne", f"{megabytes:.0f} MB", f"< {MAX_MB} MB", megabytes < MAX_MB)
    spread = max(questions) / min(questions)
    print_goal("Fråga, längsta/kortaste", f"{spread:.2f}", f"≤ {MAX_SPREAD}", spread <= MAX_SPREAD)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description="Mäter vad miljontals enskilda anmälningar kostar."
    )
    parser.add_argument(
        "--largest",
        type=int,
        default=7,
        help="största filen har så många nollor i sitt radantal (7)",
    )
    measure(parser.parse_args().largest)


if __name__ == "__main__":
    main()
