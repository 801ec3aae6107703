"""A sheet as openpyxl tells of it, made of what is found in one that openpyxl doesn't read, and how
much all sheets may hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from lagesbild_data.bring.formats.workbook import (
    MOST_CELLS,
    MOST_COLUMNS,
    Layout,
    check_cells,
)
from lagesbild_data.bring.packed import TooMuch
from lagesbild_data.words import swedish

XLSB = "xl/workbook.bin"
"""What an .xlsb holds and no .xlsx does."""
_RECORDS_PER_CELL = 4
"""Records or tags for each cell that a workbook may have: rows, texts and what they look like."""
_MOST_SHEETS = 200
MACROS = "innehåller makron; spara den som arbetsbok utan makron (.xlsx)"
LOCKED = "har lösenord; spara den utan"
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}


_PERCENT, _PLAIN = "0%", "General"
PERCENT_IDS = (9, 10)
"""The numbers of the formats 0% and 0.00%, which no file spells out."""
At = tuple[int, int]
"""A row and a column, counted from 0."""


STRUCK, MOVED = "struck", "moved"
"""How a piece of a text may be marked: struck through, or raised or lowered."""


@dataclass(frozen=True)
class _Cell:
    """A cell, as openpyxl tells of it."""

    value: Any
    data_type: str
    number_format: str
    column_letter: str


@dataclass
class Total:
    """How much all sheets hold together, as it is found; TooMuch before more is kept of it than may
    be."""

    places: int = 0
    """Rows and cells up to the last of each sheet: calamine makes a cell of each."""
    cells: int = 0
    """Cells that are noted, also where many have the same place."""
    hidden: int = 0
    merged: int = 0

    def check(self) -> None:
        """TooMuch where it is more than is read."""
        check_cells(max(self.places, self.cells, self.hidden))
        if self.merged > MOST_CELLS:
            raise TooMuch("har för många sammanfogade celler; dela dem och spara om filen")


@dataclass
class Sheet:
    """A sheet, as openpyxl tells of it, and what is in it besides values."""

    total: Total
    title: str = ""
    sheet_state: str = "visible"
    layout: Layout = field(default_factory=Layout)
    formulas: set[At] = field(default_factory=set)
    percents: set[At] = field(default_factory=set)
    errors: dict[At, str] = field(default_factory=dict)
    last: At = (-1, -1)
    """The last row and the last column that anything stands in."""
    letters: int = 0
    """Letters of all its cells that may share a text."""
    lines: Iterator[str] = field(default_factory=lambda: iter(()))
    """What calamine reads; the values of this sheet come next when its rows are asked for."""

    @property
    def max_row(self) -> int:
        """The number of its last row."""
        return self.last[0] + 1

    def reset_dimensions(self) -> None:
        """Nothing: the size isn't what the file says, but what was found."""

    def add(self, at: At, count: At = (1, 1)) -> None:
        """Note that something stands there, and in so many rows and columns."""
        before = self._places
        self.last = max(self.last[0], at[0] + count[0] - 1), max(self.last[1], at[1] + count[1] - 1)
        if self.last[1] >= MOST_COLUMNS:
            raise TooMuch(f"har en rad med fler än {swedish.number(MOST_COLUMNS)} celler")
        self.total.places += self._places - before
        self.total.cells += count[0] * count[1]
        self.total.check()

    @property
    def _places(self) -> int:
        return (self.last[0] + 1) * (self.last[1] + 2)

    def hide(self, row: int, count: int = 1) -> None:
        """Note that so many rows from this, counted from 0, are hidden."""
        self.total.hidden += count
        self.total.check()
        self.layout.hidden_rows.update(range(row + 1, row + count + 1))

    def merge(self, column: int, top: int, bottom: int) -> None:
        """Note that the cells of a column from one row to another, counted from 0, are merged."""
        self.total.merged += (bottom - top) * (column + 1)
        self.total.check()
        self.layout.merged.append((column, top + 1, bottom + 1))

    def mark(self, at: At, look: str) -> None:
        """Note how a piece of a cell's text is marked, if it is."""
        if look:
            self.layout.marked.add((at[0] + 1, at[1] + 1))
        if look == STRUCK:
            self.layout.struck_rows.add(at[0] + 1)

    def iter_rows(self) -> Iterator[list[_Cell]]:
        """The rows, from the first."""
        first, column, count = json.loads(next(self.lines))
        yield from ([] for _ in range(first))
        for row in range(first, first + count):
            values = json.loads(next(self.lines))
            yield [
                self._cell((row, at), value) for at, value in enumerate([*[""] * column, *values])
            ]

    def _cell(self, at: At, value: Any) -> _Cell:
        value = self.errors.get(at, None if value == "" else value)
        kind = "f" if at in self.formulas else "n"
        shown = "formel" if kind == "f" and value is None else value
        return _Cell(
            shown, kind, _PERCENT if at in self.percents else _PLAIN, get_column_letter(at[1] + 1)
        )


def check_sheets(count: int) -> None:
    """TooMuch where so many sheets are more than are read."""
    if count > _MOST_SHEETS:
        raise TooMuch(f"har fler än {_MOST_SHEETS} blad")


def check_records(count: int) -> None:
    """TooMuch where so many records or tags are more than cells that are read have."""
    check_cells(count // _RECORDS_PER_CELL)
