"""Tables as files: CSV that Swedish Excel opens right, and XLSX."""

import io
import re
from collections.abc import Sequence
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


def xlsx_bytes(frame: pd.DataFrame, title: str, notes: Sequence[str], mark: str = "") -> bytes:
    """The frame as a workbook: sheet Tabell with it, sheet Om with the title and the notes (filter,
    sources, date).

    A mark on the data heads a last column that repeats it on each row, stands after the title and
    is the first note.
    """
    if mark:
        frame, title, notes = frame.assign(**{mark: mark}), f"{title} – {mark}", [mark, *notes]
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.map(in_cell).to_excel(writer, sheet_name="Tabell", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["Tabell"]
        sheet.autofilter(0, 0, len(frame), max(0, len(frame.columns) - 1))
        sheet.autofit()
        about = pd.DataFrame({title: list(map(in_cell, notes))})
        about.to_excel(writer, sheet_name="Om", index=False)
        writer.sheets["Om"].set_column(0, 0, 110)
    return file.getvalue()


def in_cell(value: Any) -> Any:
    """The value, and of a text as much as a cell of a workbook has room for, with words that say
    so."""
    if not isinstance(value, str) or len(value) <= LONGEST_CELL:
        return value
    cut = (
        f" … (texten är {swedish.number(len(value))} tecken, fler än en cell rymmer; hela står i"
        " CSV-filen)"
    )
    return value[: LONGEST_CELL - len(cut)] + cut


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
