"""A table as it leaves the data: what stands in it, and how it is written. Pages, slides, papers
and workbooks are made of it, so that a number looks the same everywhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from lagesbild_data.model.tables import declaration
from lagesbild_data.public import signs
from lagesbild_data.public.answer import MISSING, Number, Status
from lagesbild_data.public.words import value_text
from lagesbild_data.words import swedish

READING = "°"
"""Stands after a status that is our reading of a source's text."""
READING_LEGEND = f"{READING} läst ur källans text enligt regeln"
_MOST_DECIMALS = 2


@dataclass(frozen=True)
class FollowUp:
    """A status and what is said of it, in one cell."""

    status: Status
    text: str


@dataclass(frozen=True)
class Signed:
    """A word with a sign before it, which a file that is counted with leaves out."""

    sign: str
    word: str


@dataclass(frozen=True)
class Column:
    """How what stands under a heading is written; its numbers as `answer.Number` says."""

    heading: str
    gap: str = MISSING
    """What an empty cell means."""
    decimals: int | None = None
    """None for those that the numbers have, two at most."""
    unit: str = ""
    signed: bool = False
    grouped: bool = True
    """A year isn't."""
    numeric: bool = False
    """Whether it holds numbers; told by the frame."""

    @property
    def excel(self) -> str:
        """The number format of a spreadsheet that writes as `text` does."""
        digits = ("#,##0" if self.grouped else "0") + (
            "." + "0" * self.decimals if self.decimals else ""
        )
        digits += f'" {self.unit}"' if self.unit else ""
        return f"+{digits};\u2212{digits};±{digits}" if self.signed else digits

    def text(self, value: Any) -> str:
        """A value of the column as readers see it."""
        if pd.isna(value):
            return self.gap
        if self.numeric:
            decimals = self.decimals or 0
            return value_text(Number(value, decimals, self.unit, self.signed, self.grouped))
        return _words(value)


class Cell(NamedTuple):
    """What stands in a cell, as readers see it."""

    text: str
    is_gap: bool = False
    status: Status | None = None


@dataclass(frozen=True)
class Table:
    """A frame with Swedish headings, and the columns that aren't written as any other."""

    frame: pd.DataFrame
    said: tuple[Column, ...] = ()
    gap: str = MISSING
    """What an empty cell of the other columns means."""
    legend: str = ""
    """What signs in the cells mean; stands under the table wherever it goes on."""

    @classmethod
    def of(
        cls, frame: pd.DataFrame, *columns: Column, gap: str = MISSING, legend: str = ""
    ) -> "Table":
        """The frame with these columns written as they say."""
        return cls(frame, columns, gap, legend)

    @property
    def headings(self) -> list[str]:
        """The headings of the columns."""
        return list(map(str, self.frame.columns))

    @property
    def columns(self) -> list[Column]:
        """Every column of the frame, in order, with the decimals that it is written with."""
        said = {column.heading: column for column in self.said}
        return [
            _told(said.get(heading, Column(heading, self.gap)), self.frame.iloc[:, place])
            for place, heading in enumerate(self.headings)
        ]

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells as readers see them."""
        columns = [
            [
                Cell(column.text(value), pd.isna(value), _status(value))
                for value in self.frame.iloc[:, place]
            ]
            for place, column in enumerate(self.columns)
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    @property
    def texts(self) -> list[list[str]]:
        """What the cells say."""
        return [[cell.text for cell in row] for row in self.rows]

    @property
    def plain(self) -> pd.DataFrame:
        """The frame for a file that is counted with: numbers, dates and texts as they are, what
        else there is in words."""
        frame = self.frame.copy()
        for place, dtype in enumerate(frame.dtypes):
            if pd.api.types.is_object_dtype(dtype):
                frame.isetitem(place, list(map(_plain, frame.iloc[:, place])))
        return frame

    def only(self, *headings: str) -> "Table":
        """The table with these columns, in this order."""
        return replace(self, frame=self.frame[list(headings)])

    def without(self, *headings: str) -> "Table":
        """The table without these columns."""
        return replace(self, frame=self.frame.drop(columns=list(headings)))

    def filled(self, headings: Iterable[str] | None = None) -> "Table":
        """The table without the columns, of these or of all, that are empty in every row."""
        asked = set(self.headings if headings is None else headings)
        empty = [
            name
            for name in self.frame
            if name in asked and not (self.frame[name].notna() & (self.frame[name] != "")).any()
        ]
        return self.without(*empty)


def stored(frame: pd.DataFrame, declared: declaration.Table) -> Table:
    """Rows of a stored table under its own headings; what is empty there is empty."""
    years = (Column(each.label, "", grouped=False) for each in declared.columns if each.is_year)
    return Table.of(frame, *years, gap="")


def _told(column: Column, values: pd.Series) -> Column:
    """The column, with what the values tell of how it's written."""
    if not pd.api.types.is_numeric_dtype(values):
        return column
    decimals = _decimals(values) if column.decimals is None else column.decimals
    return replace(column, numeric=True, decimals=decimals)


def _decimals(numbers: pd.Series) -> int:
    """How many decimals the numbers have, two at most."""
    known = numbers.dropna().astype(float)
    places = range(_MOST_DECIMALS)
    return next(
        (n for n in places if (known.round(n) == known.round(_MOST_DECIMALS)).all()), _MOST_DECIMALS
    )


def _status(value: Any) -> Status | None:
    if isinstance(value, FollowUp):
        return value.status
    return value if isinstance(value, Status) else None


def _plain(value: Any) -> Any:
    if isinstance(value, Signed):
        return value.word
    return _words(value) if isinstance(value, Status | FollowUp) else value


def _words(value: Any) -> str:
    """What is no number, as readers see it."""
    if isinstance(value, FollowUp):
        return f"{_words(value.status)}\n{value.text}"
    if isinstance(value, Status):
        return f"{signs.status(value.status)}{READING if value.is_read else ''}"
    if isinstance(value, Signed):
        return f"{value.sign} {value.word}"
    return swedish.date(value) if isinstance(value, dt.date) else str(value)
