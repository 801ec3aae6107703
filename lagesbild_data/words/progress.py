"""How far the reading of a large file has come."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeVar

from lagesbild_data.words import swedish

Progress = Callable[[int, float], None]
"""Told now and then how many rows are read and how large a part of the file that is; 1 at the end.
"""
STEP = 5_000
"""Rows between two times that it is told."""

T = TypeVar("T")


def no_progress(rows: int, part: float) -> None:
    """Tell nobody."""


def with_progress(
    progress: Progress, rows: Iterable[T], part: Callable[[int], float]
) -> Iterator[T]:
    """The rows, one by one, while it is told how many there have been; `part` is how large a part
    so many are."""
    number = 0
    for number, row in enumerate(rows, 1):
        if number % STEP == 0:
            progress(number, part(number))
        yield row
    if number >= STEP:
        progress(number, 1)


def part_of(file: BinaryIO) -> float:
    """How large a part of the file is read, less than all of it: what is read ahead remains to be
    counted."""
    return min(file.tell() / max(os.fstat(file.fileno()).st_size, 1), 0.99)


def in_words(seconds: float, rows: int, part: float) -> str:
    """How far it has come after so many seconds: "20 000 rader lästa, ungefär 12 s kvar"; what is
    read is then checked as a whole."""
    read = f"{swedish.number(rows)} rader lästa"
    if part == 1:
        return f"{read}, kontrolleras"
    return f"{read}, ungefär {swedish.number(seconds * (1 - part) / part)} s kvar" if part else read
