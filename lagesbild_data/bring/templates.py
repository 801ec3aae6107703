"""Templates for a store's tables: files with Swedish headings, help and drop-downs, empty or with
rows."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import spreadsheet, swedish

TABLES = tuple(name for name in BY_NAME if name not in ("andringslogg", "agendapunkter", "namnval"))
"""The tables that are filled in by hand."""
_ROOM = 5000
"""Rows that the drop-downs reach."""
LISTS = "Val"
"""The hidden sheet with what the drop-downs offer."""


def help_line(table: Table, column: Column) -> str:
    """What stands under the heading of a column: what to write there."""
    parts = [column.help.rstrip(".")]
    if is_own_id(table, column):
        parts = ["Lämna tomt, så sätts den"]
    elif column.references:
        parts.append(f"Ett namn ur {BY_NAME[column.references].label}")
    elif column.allowed:
        parts.append(swedish.enumerate_words(column.allowed, "eller").capitalize())
    elif column.type == "datum":
        parts.append("Datum, till exempel 2024-04-25")
    elif column.type == "ja/nej":
        parts.append("Ja eller nej")
    elif column.unit:
        parts.append(column.unit.capitalize())
    if column.required and not is_own_id(table, column):
        parts.append("Krävs")
    return ". ".join(filter(None, parts)) or "Text"


def is_own_id(table: Table, column: Column) -> bool:
    """Whether the column holds the table's own ids, which the program can set."""
    return table.key == (column.name,) and column.type == "text"


def csv_bytes(name: str, rows: Sequence[Row] = (), known: Rows | None = None) -> bytes:
    """A table as a template for Swedish Excel: UTF-8 with BOM, `;`, decimal comma; headings, help,
    then the rows."""
    table = BY_NAME[name]
    words = _words(table, known)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in table.columns])
    writer.writerow([help_line(table, column) for column in table.columns])
    for row in rows:
        writer.writerow([_csv_cell(column, row[column.name], words) for column in table.columns])
    return ("\ufeff" + file.getvalue()).encode()


def _csv_cell(column: Column, value: Any, words: Mapping[str, Mapping[str, str]]) -> str:
    text = as_text(words[column.references].get(value, value) if column.references else value)
    return (
        text.replace(".", ",")
        if column.type == "tal"
        else spreadsheet.inert(text)
        if column.type == "text"
        else text
    )


def xlsx_bytes(names: Sequence[str], rows: Rows | None = None, known: Rows | None = None) -> bytes:
    """Templates of these tables as one workbook, a sheet each, with the `rows` that are given and
    drop-downs of what is allowed and of the names in `known`."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheets = [book.add_worksheet(BY_NAME[name].label[:31]) for name in names]
        lists = _Lists(book)
        for name, sheet in zip(names, sheets, strict=True):
            _fill(
                book,
                sheet,
                BY_NAME[name],
                (rows or {}).get(name, []),
                _words(BY_NAME[name], known),
                lists,
            )
    return file.getvalue()


class _Lists:
    """The hidden sheet with what the drop-downs offer."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._sheet = book.add_worksheet(LISTS)
        self._sheet.hide()
        self._ranges: dict[tuple[str, ...], str] = {}

    def range(self, choices: Sequence[str]) -> str:
        """Where these choices stand."""
        key = tuple(choices)
        if key not in self._ranges:
            column = len(self._ranges)
            self._sheet.write_column(0, column, key)
            name = xl_col_to_name(column)
            self._ranges[key] = f"={LISTS}!${name}$1:${name}${len(key)}"
        return self._ranges[key]


def _fill(
    book: xlsxwriter.Workbook,
    sheet: Any,
    table: Table,
    rows: Sequence[Row],
    words: Mapping[str, Mapping[str, str]],
    lists: _Lists,
) -> None:
    heading = book.add_format(
        {"bold": True, "bg_color": "#E4ECF2", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    help_format = book.add_format(
        {"italic": True, "font_color": "#51606B", "text_wrap": True, "valign": "top"}
    )
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    text_format = book.add_format({"num_format": "@"})
    sheet.freeze_panes(2, 1)
    sheet.set_row(1, 75)
    for at, column in enumerate(table.columns):
        is_prose = column.type == "text" and not (column.allowed or column.references)
        formats = {"text": text_format, "datum": date_format}
        sheet.set_column(at, at, 40 if is_prose else 22, formats.get(column.type))
        sheet.write_string(0, at, column.label, heading)
        sheet.write_string(1, at, help_line(table, column), help_format)
        choices = ("ja", "nej") if column.type == "ja/nej" else column.allowed
        if column.references:
            choices = tuple(sorted(words[column.references].values(), key=swedish.sort_key))
        if choices:
            sheet.data_validation(
                2,
                at,
                _ROOM,
                at,
                {
                    "validate": "list",
                    "source": lists.range(choices),
                    "error_title": "Inte i listan",
                    "error_message": (
                        "Välj ur listan, eller skriv så att det kan tolkas när filen läses in."
                    ),
                    "error_type": "warning",
                    "ignore_blank": True,
                },
            )
    for number, row in enumerate(rows, start=2):
        for at, column in enumerate(table.columns):
            _write(
                sheet, number, at, row[column.name], words.get(column.references, {}), date_format
            )


def _write(
    sheet: Any, row: int, at: int, value: Any, words: Mapping[str, str], date_format: Any
) -> None:
    value = words.get(value, value)
    if value is None:
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, at, value, date_format)
    elif (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and float(f"{value:.16G}") == value
    ):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, as_text(value))


def _words(table: Table, known: Rows | None) -> dict[str, dict[str, str]]:
    """Per table that is referred to, what is written for an id."""
    referred = {column.references for column in table.columns if column.references}
    return {name: names_of(BY_NAME[name], known or {}) for name in referred}


def names_of(table: Table, known: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """What is written for each id of a table: the row's name; where several bear it, with their
    promise's name after it in brackets; and the id itself where that doesn't tell it from others
    either."""
    rows = known.get(table.name, [])
    promises = {row["lofte_id"]: row["namn"] for row in known.get("loften", [])}
    ids = [row[table.key[0]] for row in rows]
    short = [row[table.called] if table.called else "" for row in rows]
    full = [
        f"{name} ({promises.get(row['lofte_id'], row['lofte_id'])})" if "lofte_id" in row else ""
        for name, row in zip(short, rows, strict=True)
    ]
    taken, answer = set(ids), dict(zip(ids, ids, strict=True))
    for names in (full, short):
        counts = Counter(names)
        answer |= {
            own_id: name
            for own_id, name in zip(ids, names, strict=True)
            if name and counts[name] == 1 and name not in taken
        }
    return answer
