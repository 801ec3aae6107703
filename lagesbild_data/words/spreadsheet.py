"""Texts and tables that a spreadsheet opens: CSV as Swedish Excel reads it, and cells that it
doesn't run."""

import re
from typing import Any

import pandas as pd

from lagesbild_data.words import swedish

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a workbook is called to a browser."""
_RUN = re.compile("'*[=+@\t\r\n\uff1d\uff0b\uff20\uff0d-]")
"""How a text begins that a spreadsheet would run, with signs of full width too, or that looks as if
`inert` had been there."""
LONGEST_CELL = 32_767
"""The letters that a cell of a workbook has room for; a longer text wouldn't be written at all."""
_LONGEST_NAME = 120


def csv_bytes(frame: pd.DataFrame, mark: str = "") -> bytes:
    """The frame as UTF-8 with BOM, `;` and decimal comma; missing values are empty, text never
    becomes a formula.

    A mark on the data stands on each row, in a last column.
    """
    if mark:
        frame = frame.assign(**{"Anmärkning om data": mark})
    return (
        "\ufeff"
        + inert_cells(frame).to_csv(sep=";", decimal=",", index=False, lineterminator="\r\n")
    ).encode()


def fitting(text: str, whole: str = "i CSV-filen") -> str:
    """As much of the text as a cell of a workbook has room for, with words that say where the
    `whole` stands."""
    if len(text) <= LONGEST_CELL:
        return text
    cut = (
        f" … (texten är {swedish.number(len(text))} tecken, fler än en cell rymmer; hela står"
        f" {whole})"
    )
    return text[: LONGEST_CELL - len(cut)] + cut


def file_name(text: str) -> str:
    """The text as part of a file's name in any system, and in the headers that a browser gets it
    in."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-.")[:_LONGEST_NAME]


def inert(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it; `active` takes it
    away again."""
    return f"'{text}" if _RUN.match(text) else text


def active(text: str) -> str:
    """The text that `inert` was given."""
    return text[1:] if text.startswith("'") and _RUN.match(text) else text


def inert_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its texts and headings inert."""

    def cell(value: Any) -> Any:
        return inert(value) if isinstance(value, str) else value

    return frame.map(cell).rename(columns=cell)
