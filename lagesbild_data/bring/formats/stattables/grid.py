"""A statistical table as rows and columns: PxWeb's CSV and Excel, and what Kolada's site saves."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild_data.bring.formats.lines import HEADINGS_WITHIN, Line
from lagesbild_data.bring.formats.reading import COUNTS, is_note
from lagesbild_data.bring.formats.stattables.headings import head_in
from lagesbild_data.bring.formats.stattables.roles import (
    CODED_REGION,
    NYCKELTAL,
    PLACES,
)
from lagesbild_data.bring.formats.stattables.series import says_unit
from lagesbild_data.bring.formats.stattables.table import (
    clean,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import (
    YEAR_HEADINGS,
)
from lagesbild_data.store import csv_folder
from lagesbild_data.words.text import MINUS

_NUMBER = re.compile(rf"[-+{MINUS}]?\d[\d\s]*([.,]\d+)?\s?%?|nan", re.IGNORECASE)
_OWN = frozenset({"område", "källa", "anmärkning", "grupp"})
"""Headings of our own templates."""
FIRST_LINES = 40
"""Rows that a table is recognised by."""


@dataclass(frozen=True)
class Grid:
    """The parts of a table in rows and columns."""

    title: str
    named: bool
    """Whether the columns that say what a row is about have headings."""
    headings: list[list[str]]
    """Per column the texts above it."""
    body: list[Line]
    """The rows that have numbers, each with all that it is about."""
    below: list[str]
    """The texts below them."""
    start: int
    """The first column that has numbers, by a year in its heading; the number of columns where no
    heading has one."""
    long: int
    """The first row that has more cells than there are headings; 0 where none has."""
    again: int
    """The first row that begins another table: headings once more, or a unit alone; 0 where none
    does."""

    def called(self, column: int) -> str:
        """The heading of a column."""
        return " ".join(self.headings[column])

    @property
    def is_of_kolada(self) -> bool:
        """Whether a column is called Nyckeltal."""
        return any(self.called(column).casefold() == NYCKELTAL for column in range(self.start))


def grid_in(lines: Sequence[Line]) -> Grid | None:
    """The parts of what rows say, where they look like a statistical table; else None."""
    rows = [(number, [clean(text) for text in texts]) for number, texts in lines if any(texts)]
    titles: list[str] = []
    at = 0
    most = min(len(rows), HEADINGS_WITHIN)
    while at < most and rows[at][1][0] and not any(rows[at][1][1:]):
        titles.append(rows[at][1][0])
        at += 1
    if at >= most:
        return None
    named, last = bool(rows[at][1][0]), at + 1
    while not named and last < min(len(rows), at + HEADINGS_WITHIN) and not rows[last][1][0]:
        last += 1
    width = max(len(texts) for _, texts in rows[at:last])
    above = [texts + [""] * (width - len(texts)) for _, texts in rows[at:last]]
    if named:
        start = next(
            (column for column in range(1, width) if head_in([above[0][column]])[1]), width
        )
    else:
        start = next(
            (column for column in range(width) if any(texts[column] for texts in above)), width
        )
        above = [_spread(texts, start) for texts in above]
    headings = [[texts[column] for texts in above if texts[column]] for column in range(width)]
    body, below = _body(rows[last:], width, min(start, width - 1))
    long = next((number for number, texts in rows[last:] if any(texts[width:])), 0)
    again = _again(rows[last:], headings, start)
    above_all = [text for text in titles[1:] if ":" in text or is_note(text)]
    title = "\n".join(text for text in titles if text not in above_all)
    found = Grid(title, named, headings, body, [*above_all, *below], start, long, again)
    return found if body and width > 1 and start > 0 else None


def looks_like(grid: Grid) -> bool:
    """Whether a grid is a statistical table: regions down, and years across or down."""
    called = [grid.called(column).casefold() for column in range(grid.start)]
    has_years = grid.start < len(grid.headings) or bool({*called} & YEAR_HEADINGS)
    if grid.is_of_kolada:
        return has_years
    if not grid.named:
        coded = all(CODED_REGION.match(fields[0]) for _, fields in grid.body)
        return has_years and (coded or bool(re.search(r"\s(efter|by)\s", grid.title)))
    return has_years and bool({*called} & PLACES) and not {*called} & _OWN


def first_lines(upload: Upload) -> list[Line]:
    """The first rows of a text file, split as they would be when all of it is read."""
    lines = upload.start.splitlines()[:FIRST_LINES]
    reader = csv.reader(lines, delimiter=_delimiter(lines))
    try:
        return [(reader.line_num, fields) for fields in reader if any(fields)]
    except csv.Error:
        return []


def all_lines(upload: Upload) -> list[Line]:
    """All rows of a text file."""
    return list(upload.records(_delimiter(upload.start.splitlines()[:FIRST_LINES])))


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter of the line that has most of them: a title stands in the first, with commas of
    its own."""
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return csv_folder.delimiter_in(
        max(outside, key=lambda line: max(map(line.count, ",;\t")), default="")
    )


def _body(rows: list[Line], width: int, start: int) -> tuple[list[Line], list[str]]:
    """The rows that have numbers, each with what stands once for several of them, and the texts
    below them."""
    body: list[Line] = []
    waiting: list[Line] = []
    above = [""] * start
    for at, (number, texts) in enumerate(rows):
        fields = (texts + [""] * width)[:width]
        if is_note(fields[0]) or fields[0].endswith(":"):
            waiting += rows[at:]
            break
        outer = next((column for column, text in enumerate(fields[:start]) if text), start)
        above = [*above[:outer], *fields[outer:start]]
        if any(is_number(text) for text in fields[start:]):
            body += [(line, found) for line, found in waiting if any(found[start:])]
            body.append((number, [*above, *fields[start:]]))
            waiting = []
        elif body or any(fields[start:]):
            waiting.append((number, [*above, *fields[start:]] if any(fields[start:]) else fields))
    if body and waiting and waiting[0][0] == body[-1][0] + 1 and _is_whole(waiting[0][1], width):
        body.append(waiting.pop(0))  # a fault in the last row is told, not taken for a note
    return body, [text for _, texts in waiting for text in texts if text]


def _again(rows: list[Line], headings: list[list[str]], start: int) -> int:
    """The first row of another table below the first one; 0 where there is none."""
    named = [text.casefold() for texts in headings[:start] for text in texts[-1:]]
    for at, (number, texts) in enumerate(rows):
        stub = [text.casefold() for text in texts[:start] if text]
        others = [text for text in texts[start:] if text]
        if is_note(texts[0]) or texts[0].endswith(":"):
            return 0
        is_heading = stub == named and (stub or any(head_in([text])[1] for text in others))
        if is_heading and all(head_in([text])[1] or not is_number(text) for text in others):
            return number
        follows = any(
            is_number(text) for _, fields in rows[at + 1 : at + 2] for text in fields[start:]
        )
        if start == 1 and stub and not others and follows and says_unit(texts[0]):
            return number
    return 0


def _is_whole(texts: list[str], width: int) -> bool:
    return (
        len(texts) == width and all(texts) and not texts[0].endswith(":") and not is_note(texts[0])
    )


def is_number(text: str) -> bool:
    """Whether a text is a number, or a sign that stands for one."""
    return bool(text) and bool(_NUMBER.fullmatch(text) or COUNTS.knows(text))


def _spread(texts: list[str], start: int) -> list[str]:
    """A row of headings where a text stands once above all the columns that it is of."""
    answer = texts[:start]
    for text in texts[start:]:
        answer.append(text or (answer[-1] if len(answer) > start else ""))
    return answer
