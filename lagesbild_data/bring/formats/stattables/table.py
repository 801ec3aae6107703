"""A statistical table as a file tells it, whatever form the file has; what it means is told
elsewhere."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lagesbild_data.bring.formats.words import YEAR

GEO, TIME, METRIC, SEX = "geo", "time", "metric", "sex"
NOT_A_NUMBER = "NaN"
"""The status of a value that is NaN or infinite."""


@dataclass(frozen=True)
class Dimension:
    """What the numbers are divided by."""

    id: str
    label: str
    categories: Mapping[str, str]
    """Label per code, in the order of the file; the code itself where it has none."""
    role: str = ""
    """GEO, TIME, METRIC or SEX where the file says so."""
    total: str = ""
    """The code of the category that the file says is all of them."""


@dataclass(frozen=True)
class Content:
    """What is counted or measured; the code is "" where the file has only words."""

    code: str = ""
    label: str = ""
    unit: str = ""
    decimals: str = ""
    reference: str = ""
    """The day or time that it is of, in the file's words: "31 december"."""


Codes = tuple[str, ...]
"""A code for each dimension of a table."""


class Cell(NamedTuple):
    """A value and its status as texts, with a code for each dimension and where it stands in the
    file."""

    line: int
    codes: Codes
    value: str
    status: str


class Note(NamedTuple):
    """What a file remarks, and the category that it remarks it of; both "" where it is of more than
    one."""

    text: str
    dimension: str = ""
    code: str = ""


@dataclass(frozen=True)
class StatTable:
    """A table: its dimensions, what stands in it, and its cells, which can be gone through once
    more."""

    title: str
    """A line for each that the file has."""
    publisher: str
    """In the file's words; "" where it says nothing of it."""
    table_id: str
    dimensions: tuple[Dimension, ...]
    cells: Callable[[Callable[[Codes], bool]], Iterator[Cell]] = field(repr=False)
    """The cells with codes that are wanted; a national table has thousands of others for each of
    them."""
    count: int
    """How many cells it has."""
    contents: Mapping[str, Content] = field(default_factory=dict)
    """By the codes of the dimension of METRIC; by "" where there is no such dimension."""
    sheet: str = ""
    """The sheet that it stands on, where a file has sheets."""
    notes: tuple[Note, ...] = ()
    has_years_across: bool = False
    """Whether its years are headings of columns, where people also write what is between years."""
    is_typed: bool = False
    """Whether its numbers are written for people, in rows and columns: 14.468 may be 14 468."""


def clean(text: object) -> str:
    """A text without what can't be stored in it; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", " ").split())


def head_of(title: str) -> str:
    """What the lines of a table's title say is counted, without what it is divided by and its
    years."""
    return ", ".join(filter(None, map(_head_of, title.split("\n"))))


def _head_of(line: str) -> str:
    head = re.split(r"\s+(?:efter|by|per)\s+(?=[a-zåäö])", line, maxsplit=1)[0]
    return re.sub(rf"[.,:]?\s*(?:År|år|Year)?\s*{YEAR}\s*[-–]\s*{YEAR}$", "", head).strip(" .,:")
