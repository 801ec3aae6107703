"""All figures of a document as a workbook: a sheet per table, chart and list, and one about
them."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from functools import singledispatch
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing.blocks import (
    Basis,
    Block,
    Charts,
    Document,
    Findings,
    FollowUp,
    KeyFigures,
    Map,
    Part,
    Prose,
    Table,
    shown,
)
from charts import theme
from lagesbild_data.public.answer import Finding, KeyFigure, Status
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import value_text
from lagesbild_data.words.spreadsheet import LONGEST_CELL

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST = 60
Rows = Sequence[Sequence[Any]]


def xlsx_bytes(document: Document) -> bytes:
    """The document's figures as a workbook; the same document gives the same bytes. No text becomes
    a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        about = {
            "title": document.heading,
            "subject": document.sentence,
            "author": "Lägesbild",
            "created": dt.datetime.combine(document.made, dt.time()),
        }
        book.set_properties(about)
        bold, wrapped, date = (
            book.add_format(look)
            for look in (
                {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
                {"text_wrap": True, "valign": "top"},
                {"num_format": "[$-41D]d mmmm yyyy", "valign": "top"},
            )
        )
        _about(book.add_worksheet("Om"), document, bold, wrapped)
        blocks = [
            (part.name, block, *_cells(block)) for part in document.parts for block in _blocks(part)
        ]
        for number, (name, block, headings, rows) in enumerate(
            (each for each in blocks if each[-1]), 1
        ):
            _write(
                book.add_worksheet(_sheet_name(name, number)),
                document,
                block,
                headings,
                rows,
                (bold, wrapped, date),
            )
    return file.getvalue()


def _blocks(part: Part) -> Sequence[Block]:
    """The part's blocks, the user's own words first."""
    own = [Prose("Kommentar", Basis(), tuple(part.comment.splitlines()))] if part.comment else []
    return [*own, *part.blocks]


def _about(sheet: Worksheet, document: Document, bold: Format, wrapped: Format) -> None:
    """What the workbook is, what it rests on, and which sheet holds what."""
    sheet.set_column(0, 0, 110, wrapped)
    sheet.write_string(0, 0, document.heading, bold)
    sources = [f"{title}: {method}" for title, method in document.method.items()]
    first = document.opening
    summary = [f"{first.title}:", *map(told, first.items), *first.basis.sentences] if first else []
    lines = [
        *([document.mark] if document.mark else []),
        document.occasion,
        *document.facts,
        *summary,
        "Källor och förbehåll:",
        *sources,
    ]
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, line, wrapped)


def _write(
    sheet: Worksheet,
    document: Document,
    block: Block,
    headings: Sequence[str],
    rows: Rows,
    looks: tuple[Format, Format, Format],
) -> None:
    """Title and filter, the table, and what it rests on."""
    bold, wrapped, date = looks
    above = [block.title, *([document.mark] if document.mark else []), document.sentence]
    for number, line in enumerate(above):
        sheet.write_string(number, 0, line)
    first = len(above) + 1
    for column, heading in enumerate(headings):
        sheet.write_string(first, column, heading, bold)
        texts = [len(str(row[column])) for row in rows if row[column] is not None]
        sheet.set_column(column, column, min(_WIDEST, max(10, len(heading), *texts) + 2), wrapped)
    for number, row in enumerate(rows, first + 1):
        for column, value in enumerate(row):
            _cell(sheet, number, column, value, date)
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, first + len(rows), len(headings) - 1)
    legend = [block.legend] if isinstance(block, Table) and block.legend else []
    for number, line in enumerate(
        (*legend, *block.basis.sentences, *document.facts), first + len(rows) + 2
    ):
        sheet.write_string(number, 0, line)


_CUT = " … (texten är längre än en cell rymmer; hela står i PDF-filen och i PowerPoint)"


def _cell(sheet: Worksheet, row: int, column: int, value: Any, date: Format) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), date)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        text = str(value)
        sheet.write_string(
            row,
            column,
            text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT,
        )


def _sheet_name(part: str, number: int) -> str:
    """The part's name as Excel allows it, with a number that no other sheet has."""
    room = _LONGEST_NAME - len(f" {number}")
    return f"{_FORBIDDEN.sub(' ', part)[:room]} {number}"


@singledispatch
def _cells(block: Block) -> tuple[Sequence[str], Rows]:
    """Headings and rows of one kind of block; missing values are None."""
    raise TypeError(type(block).__name__)


@_cells.register
def _(block: Prose) -> tuple[Sequence[str], Rows]:
    return ["Text"], [[text] for text in block.paragraphs]


@_cells.register
def _(block: Findings) -> tuple[Sequence[str], Rows]:
    return ["Iakttagelse", "Förbehåll"], [[told(item), _reserved(item)] for item in block.items]


def _reserved(item: Finding | KeyFigure) -> str | None:
    return " ".join(caveat.text for caveat in item.caveats) or None


@_cells.register
def _(block: KeyFigures) -> tuple[Sequence[str], Rows]:
    headings = ["Nyckeltal", "Värde", "Period", "Förändring", "Om", "Förbehåll"]
    return headings, [
        [
            figure.label,
            value_text(figure.value),
            figure.period,
            theme.signed_change(figure.change) or None,
            figure.detail or None,
            _reserved(figure),
        ]
        for figure in block.figures
    ]


@_cells.register
def _(block: Table) -> tuple[Sequence[str], Rows]:
    plain = block.frame.astype(object).where(block.frame.notna(), None)
    return block.headings, [
        [_plain(value) for value in row] for row in plain.itertuples(index=False)
    ]


def _plain(value: Any) -> Any:
    """A number or text without pandas' own types; None for a missing value."""
    if isinstance(value, Status | FollowUp):
        return shown(value)
    return (
        None
        if value is None or pd.isna(value)
        else value.item()
        if hasattr(value, "item")
        else value
    )


@_cells.register
def _(block: Charts) -> tuple[Sequence[str], Rows]:
    headings = ["Mått", "Enhet", "Period", "Värde", "Visas som", "Preliminärt"]
    return headings, [
        [
            chart.title,
            chart.unit,
            point.label,
            point.value,
            point.shown,
            "ja" if point.preliminary else "nej",
        ]
        for chart in (*block.charts, *block.unshown)
        for point in chart.points
    ]


@_cells.register
def _(block: Map) -> tuple[Sequence[str], Rows]:
    return _cells(block.table) if block.table else ([], [])
