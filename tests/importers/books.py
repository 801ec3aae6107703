"""Workbooks as others save them."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl


def book_of(sheets: Mapping[str, Iterable[list[Any]]]) -> openpyxl.Workbook:
    """A workbook with these sheets, row by row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
