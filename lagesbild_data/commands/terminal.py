"""What the commands have in common: what a store is, and what is said of it meanwhile and after."""

import argparse
import sys
import time
from typing import TypeAlias

from lagesbild_data.words.commands import say
from lagesbild_data.words.progress import Progress, in_words, no_progress

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
STORE_HELP = (
    "en mapp med CSV-filer, en SQLite-fil (.sqlite, .sqlite3, .db) eller en SQLAlchemy-adress"
)


def progress(patience: float = 2) -> Progress:
    """Tells a terminal how far the reading of a large file has come, when it takes more than some
    seconds."""
    if not sys.stderr.isatty():
        return no_progress
    start = time.monotonic()

    def tell(rows: int, part: float) -> None:
        spent = time.monotonic() - start
        if spent > patience:
            line = in_words(spent, rows, part)
            print(f"\r{line:<60}", end="\n" if part == 1 else "", file=sys.stderr, flush=True)

    return tell


def written(target: str, counts: dict[str, int]) -> int:
    """Say how much was written; 0, for it succeeded."""
    say(f"{target}: {sum(counts.values())} rader i {len(counts)} tabeller")
    return 0
