"""Tables as files: CSV that Swedish Excel opens right, and XLSX."""

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as UTF-8 with BOM, `;` and decimal comma; missing values are empty, text never becomes a formula."""
    return ("\ufeff" + _inert(frame).to_csv(sep=";", decimal=",", index=False, lineterminator="\r\n")).encode()


def xlsx_bytes(frame: pd.DataFrame, title: str, notes: Sequence[str]) -> bytes:
    """The frame as a workbook: sheet Tabell with it, sheet Om with the title and the notes (filter, sources, date)."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, sheet_name="Tabell", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["Tabell"]
        sheet.autofilter(0, 0, len(frame), max(0, len(frame.columns) - 1))
        sheet.autofit()
        about = pd.DataFrame({title: list(notes)})
        about.to_excel(writer, sheet_name="Om", index=False)
        writer.sheets["Om"].set_column(0, 0, 110)
    return file.getvalue()


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before texts and headings that a spreadsheet would run."""

    def inert(value: Any) -> Any:
        return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_SIGNS) else value

    return frame.map(inert).rename(columns=inert)
