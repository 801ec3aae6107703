"""A table on a sheet of a workbook: in documents, and in what is downloaded under a table."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lagesbild_data.public.table import Table
from lagesbild_data.words import spreadsheet

_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
_TEXT = {"text_wrap": True, "valign": "top"}
_DATE = {"num_format": "[$-41D]d mmmm yyyy", "valign": "top"}
_WIDEST, _NARROWEST = 60, 10


class Book:
    """A workbook in memory. No text becomes a formula or a link; what a cell has no room for is cut
    there, and said to stand whole elsewhere."""

    def __init__(self, whole: str) -> None:
        self._file, self._whole = io.BytesIO(), whole
        self.book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self.head, self.text = self.book.add_format(_HEAD), self.book.add_format(_TEXT)
        self._formats: dict[str, Format] = {"": self.book.add_format(_DATE)}

    def bytes(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._file.getvalue()

    def lines(self, name: str, heading: str, lines: Sequence[str]) -> None:
        """A sheet of text, a line a row under its heading."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 110, self.text)
        sheet.write_string(0, 0, self._fitting(heading), self.head)
        self.write_lines(sheet, 1, lines)

    def write_lines(self, sheet: Worksheet, first: int, lines: Sequence[str]) -> None:
        """Text from row `first`, a line a row."""
        look = self.text if first == 1 else None
        for row, line in enumerate(lines, first):
            sheet.write_string(row, 0, self._fitting(line), look)

    def write(self, sheet: Worksheet, first: int, table: Table) -> None:
        """The table from row `first`, numbers looking as they do everywhere, its headings always in
        view."""
        rows = table.plain
        for place, column in enumerate(table.columns):
            values = rows.iloc[:, place]
            texts = [len(str(value)) for value in values if not pd.isna(value)]
            width = min(_WIDEST, max(_NARROWEST, len(column.heading), *texts) + 2)
            sheet.set_column(place, place, width, self.text)
            sheet.write_string(first, place, self._fitting(column.heading), self.head)
            for row, value in enumerate(values, first + 1):
                self._cell(sheet, row, place, value, column.excel)
        sheet.freeze_panes(first + 1, 0)
        sheet.autofilter(first, 0, first + len(rows), max(0, len(table.columns) - 1))

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any, number: str) -> None:
        if pd.isna(value):
            return
        if isinstance(value, dt.date):
            at = dt.datetime.combine(value, dt.time())
            sheet.write_datetime(row, column, at, self._formats[""])
        elif isinstance(value, Real) and not isinstance(value, bool):
            sheet.write_number(row, column, float(value), self._format(number))
        else:
            sheet.write_string(row, column, self._fitting(str(value)))

    def _fitting(self, text: str) -> str:
        return spreadsheet.fitting(text, self._whole)

    def _format(self, number: str) -> Format:
        if number not in self._formats:
            look = {"num_format": number, "valign": "top"}
            self._formats[number] = self.book.add_format(look)
        return self._formats[number]


def table_bytes(table: Table, title: str, notes: Sequence[str], mark: str = "") -> bytes:
    """The table as a workbook: sheet Tabell with it, sheet Om with the title and the notes (filter,
    sources, date).

    A mark on the data heads a last column that repeats it on each row, stands after the title and
    is the first note.
    """
    if mark:
        table = replace(table, frame=table.frame.assign(**{mark: mark}))
        title, notes = f"{title} – {mark}", [mark, *notes]
    book = Book("i CSV-filen")
    book.write(book.book.add_worksheet("Tabell"), 0, table)
    book.lines("Om", title, notes)
    return book.bytes()
