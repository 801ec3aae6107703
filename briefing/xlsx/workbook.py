"""All figures of a document as a workbook: a sheet per table, chart and list, and one about
them."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import singledispatch

import pandas as pd

from briefing.blocks import (
    Basis,
    Block,
    Charts,
    Document,
    Findings,
    KeyFigures,
    Map,
    Part,
    Prose,
    Tabulated,
)
from briefing.xlsx.sheet import Book
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Finding, KeyFigure
from lagesbild_data.public.sentences import told
from lagesbild_data.public.table import Table
from lagesbild_data.public.words import value_text

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def xlsx_bytes(document: Document) -> bytes:
    """The document's figures as a workbook; the same document gives the same bytes. No text becomes
    a formula."""
    book = Book("i PDF-filen och i PowerPoint")
    book.book.set_properties(
        {
            "title": document.heading,
            "subject": document.sentence,
            "author": "Lägesbild",
            "created": dt.datetime.combine(document.made, dt.time()),
        }
    )
    book.lines("Om", document.heading, _about(document))
    blocks = [
        (part.name, block, _table(block)) for part in document.parts for block in _blocks(part)
    ]
    filled = [each for each in blocks if len(each[-1].frame)]
    for number, (name, block, table) in enumerate(filled, 1):
        sheet = book.book.add_worksheet(_sheet_name(name, number))
        above = [block.title, *([document.mark] if document.mark else []), document.sentence]
        book.write_lines(sheet, 0, above)
        book.write(sheet, first := len(above) + 1, table)
        below = [*([table.legend] if table.legend else []), *block.basis.sentences, *document.facts]
        book.write_lines(sheet, first + len(table.frame) + 2, below)
    return book.bytes()


def _blocks(part: Part) -> Sequence[Block]:
    """The part's blocks, the user's own words first."""
    own = [Prose("Kommentar", Basis(), tuple(part.comment.splitlines()))] if part.comment else []
    return [*own, *part.blocks]


def _about(document: Document) -> list[str]:
    """What the workbook is, and what it rests on."""
    sources = [f"{title}: {method}" for title, method in document.method.items()]
    first = document.opening
    summary = [f"{first.title}:", *map(told, first.items), *first.basis.sentences] if first else []
    return [
        *([document.mark] if document.mark else []),
        document.occasion,
        *document.facts,
        *summary,
        "Källor och förbehåll:",
        *sources,
    ]


def _sheet_name(part: str, number: int) -> str:
    """The part's name as Excel allows it, with a number that no other sheet has."""
    room = _LONGEST_NAME - len(f" {number}")
    return f"{_FORBIDDEN.sub(' ', part)[:room]} {number}"


@singledispatch
def _table(block: Block) -> Table:
    """One kind of block as a table."""
    raise TypeError(type(block).__name__)


@_table.register
def _(block: Prose) -> Table:
    return Table(pd.DataFrame({"Text": block.paragraphs}))


@_table.register
def _(block: Findings) -> Table:
    rows = [(told(item), _reserved(item)) for item in block.items]
    return Table(pd.DataFrame(rows, columns=["Iakttagelse", "Förbehåll"]))


def _reserved(item: Finding | KeyFigure) -> str | None:
    return " ".join(caveat.text for caveat in item.caveats) or None


@_table.register
def _(block: KeyFigures) -> Table:
    headings = ["Nyckeltal", "Värde", "Period", "Förändring", "Om", "Förbehåll"]
    rows = [
        (
            figure.label,
            value_text(figure.value),
            figure.period,
            signs.change(figure.change) or None,
            figure.detail or None,
            _reserved(figure),
        )
        for figure in block.figures
    ]
    return Table(pd.DataFrame(rows, columns=headings))


@_table.register
def _(block: Tabulated) -> Table:
    return block.table


@_table.register
def _(block: Charts) -> Table:
    headings = ["Mått", "Enhet", "Period", "Värde", "Visas som", "Preliminärt"]
    rows = [
        (
            chart.title,
            chart.unit,
            point.label,
            point.value,
            point.shown,
            "ja" if point.preliminary else "nej",
        )
        for chart in (*block.charts, *block.unshown)
        for point in chart.points
    ]
    return Table(pd.DataFrame(rows, columns=headings))


@_table.register
def _(block: Map) -> Table:
    return block.table.table if block.table else Table(pd.DataFrame())
