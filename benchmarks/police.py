"""What does the police's extract cost to read in? `python benchmarks/police.py [--largest
EXPONENT]`.

An invented extract is read into a store by the command, and, in turn, by pandas and inserted row by
row by Python's own sqlite3. Each is a process of its own, so that its peak of memory is its own.
The exit code is 0 whatever the times are.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from goals import print_goal, print_heading
from reports import AREAS, DAYS, MAX_MB, MAX_RATIO, PIECE, TYPES, Cost, run, small_tables

from lagesbild_data.store.building import build
from lagesbild_data.words import swedish

HEADER = (
    "kommunkod,kommunnamn,desokod,regsonamn,brottskod,inskr år,inskr"
    " årmånad,inskrivningsdatum,antal_brott\n"
)
NAIVE = """\
import sqlite3, sys
import pandas as pd
frame = pd.read_csv(sys.argv[1])
with sqlite3.connect(sys.argv[2]) as database:
    database.execute(f"CREATE TABLE uttag ({', '.join(f'[{name}]' for name in frame)})")
    marks = ", ".join("?" * len(frame.columns))
    database.executemany(f"INSERT INTO uttag VALUES ({marks})", frame.astype(object).itertuples(index=False, name=None))
"""  # noqa: E501


def write(folder: Path, rows: int, seed: int = 1) -> tuple[Path, Path]:
    """Write an extract of this many invented rows, and its key, and give the files."""
    extract, key = folder / f"uttag-{rows}.csv", folder / "nyckel.csv"
    levels = "".join(
        f"{number:04},1,Samtliga brott\n{number:04},2,{name}\n"
        for number, name in enumerate(TYPES, 1)
    )
    key.write_text(f"brottskod,brott_niva,brott_namn\n{levels}", encoding="utf-8")
    chance = np.random.default_rng(seed)
    lines = np.array(
        [
            f"9999,Exempelstad,,{area},{number:04},{day:%Y},{day:%Y%m},{day},1\n"
            for area in (*AREAS, "Utanför")
            for day in DAYS
            for number, _ in enumerate(TYPES, 1)
        ],
        dtype=object,
    )
    with extract.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for start in range(0, rows, PIECE):
            file.write("".join(lines[chance.integers(len(lines), size=min(PIECE, rows - start))]))
    return extract, key


def costs(folder: Path, rows: int) -> tuple[Cost, Cost]:
    """What it costs to read the extract in, and to read and insert it without looking at it."""
    extract, key = write(folder, rows)
    store, naive = folder / f"{rows}.sqlite", folder / "naiv.sqlite"
    build(small_tables(folder / f"tomt-{rows}"), store)
    ours = run(
        [
            sys.executable,
            "-m",
            "lagesbild_data",
            "import",
            extract,
            key,
            "--to",
            store,
            "--vem",
            "mätning",
        ]
    )
    theirs = run([sys.executable, "-c", NAIVE, extract, naive])
    extract.unlink()
    naive.unlink()
    return ours, theirs


def measure(largest: int) -> None:
    """Measure extracts of 10^6 rows, or fewer where `largest` is less, and of 10^largest, and print
    the table."""
    exponents = sorted({min(largest, 6), largest})
    with tempfile.TemporaryDirectory() as temporary:
        found = {exponent: costs(Path(temporary), 10**exponent) for exponent in exponents}
    print(f"\n{'Polisens uttag':<34}{'inläsning':<26}{'pandas + sqlite3':<26}")
    for exponent, (ours, theirs) in found.items():
        print(f"{swedish.number(10**exponent) + ' rader':<34}{ours!s:<26}{theirs!s:<26}")
    print_heading()
    ours, theirs = found[exponents[0]]
    ratio = ours.seconds / theirs.seconds
    print_goal("Inläsning/pandas + sqlite3", f"{ratio:.2f}", f"≤ {MAX_RATIO}", ratio <= MAX_RATIO)
    megabytes = found[exponents[-1]][0].megabytes
    print_goal(
        "Största uttaget, minne", f"{megabytes:.0f} MB", f"< {MAX_MB} MB", megabytes < MAX_MB
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Mäter vad polisens uttag kostar att läsa in.")
    parser.add_argument(
        "--largest", type=int, default=7, help="så många nollor har det största radantalet (7)"
    )
    measure(parser.parse_args().largest)


if __name__ == "__main__":
    main()
