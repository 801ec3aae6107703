"""A4 for those who read on paper or with a screen reader: tagged, with bookmarks, checked against
PDF/UA-1."""

import datetime as dt
import json
import math
import re
from collections.abc import Collection
from functools import singledispatch
from pathlib import Path
from typing import Any

import typst

from briefing.blocks import (
    Block,
    Chart,
    Charts,
    Document,
    Findings,
    KeyFigures,
    Map,
    Prose,
    Tabulated,
)
from briefing.text import breakable, column_widths, height, typesetting
from charts import theme
from charts.theme import LIGHT
from lagesbild_data.public import signs
from lagesbild_data.public.answer import KeyFigure
from lagesbild_data.public.sentences import told
from lagesbild_data.public.table import Cell
from lagesbild_data.public.words import value_text
from lagesbild_data.words import swedish

_TEMPLATE = Path(__file__).parent / "dokument.typ"
_TEXT, _TABLE, _ROOM, _PADDING = 9.5, 8, 480, 8
"""Size of running text and of a table's, room across the page and padding in a cell, in points; as
in the template."""
_WHOLE = 300
"""A row lower than this, in points, is never divided between pages."""
_FEW_ROWS, _ONE_PAGE = 12, 600
"""A table of as few rows is kept on one page where it is lower than this, in points."""
_SCREEN = 110
"""Points of a screen per inch of paper: sharp at the width that a preview has."""
_NO_GLYPH = re.compile('the text `"(.+?)"` could not be displayed')
_UNKNOWN = "□"
_COLOURS = ("text", "muted", "line", "surface", "accent")


def pdf_bytes(document: Document) -> bytes:
    """The document as PDF/UA-1; the same document gives the same bytes. A sign that the typefaces
    lack, which the standard doesn't allow, is _UNKNOWN, and the first page says so."""
    made = dt.datetime.combine(document.made, dt.time(), dt.UTC)
    lacking: set[str] = set()
    while True:
        try:
            return _typeset(document, lacking, format="pdf", pdf_standards=["ua-1"], timestamp=made)
        except typst.TypstError as error:
            found = set(_NO_GLYPH.findall(error.diagnostic))
            if found <= lacking:
                raise
            lacking |= found


def page_images(document: Document) -> list[bytes]:
    """The pages of the PDF as PNG, 910 × 1286 pixels each."""
    pages = _typeset(document, format="png", ppi=_SCREEN)
    return pages if isinstance(pages, list) else [pages]


def _typeset(document: Document, lacking: Collection[str] = (), **output: Any) -> Any:
    data = _data(document)
    if lacking:
        told = (
            f"Tecken som typsnitten i PDF-filen saknar står som {_UNKNOWN}; de finns i de andra"
            " filtyperna."
        )
        data["facts"] = [*data["facts"], told]
    text = json.dumps(data, ensure_ascii=False)
    for sign in lacking:
        text = text.replace(sign, _UNKNOWN)
    inputs = {"dokument": text}
    return typst.compile(_TEMPLATE, font_paths=typesetting(), sys_inputs=inputs, **output)


def _data(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    return {
        "heading": document.heading,
        "occasion": document.occasion,
        "sentence": document.sentence,
        "date": document.date,
        "facts": document.facts,
        "mark": document.mark,
        "band": theme.STATUS_COLOURS["försenad"],
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
        "statuses": {
            status: {"fill": fill, "on": theme.on(fill)}
            for status, fill in theme.STATUS_COLOURS.items()
        },
        "opening": document.opening and _common(document.opening) | _block(document.opening),
        "parts": [
            {
                "name": part.name,
                "comment": [
                    breakable(line, _TEXT, _ROOM - 24) for line in part.comment.splitlines()
                ],
                "blocks": [_common(block) | _block(block) for block in part.blocks],
            }
            for part in document.parts
        ],
    }


def _common(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, "title": block.title, "basis": block.basis.sentences}


@singledispatch
def _block(block: Block) -> dict[str, Any]:
    """What the template needs of one kind of block."""
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Prose) -> dict[str, Any]:
    paragraphs = [breakable(text, _TEXT, _ROOM) for text in block.paragraphs]
    return {"paragraphs": paragraphs, "whole": _is_low(paragraphs)}


@_block.register
def _(block: Findings) -> dict[str, Any]:
    items = [breakable(told(item), _TEXT, _ROOM - 20) for item in block.items]
    return {"items": items, "whole": _is_low(items)}


def _is_low(texts: list[str]) -> bool:
    """Whether paragraphs are so low together that they are kept on one page."""
    return sum(height(text, _TEXT, _ROOM - 20) + _TEXT for text in texts) < _WHOLE


@_block.register
def _(block: KeyFigures) -> dict[str, Any]:
    return {"figures": list(map(_figure, block.figures))}


@_block.register
def _(block: Tabulated) -> dict[str, Any]:
    table, cells = block.table, block.table.rows
    texts = [table.headings, *([cell.text for cell in row] for row in cells)]
    widths = column_widths(texts, _TABLE, _ROOM, _PADDING)
    heights = [_tallest(row, widths) + 9 for row in texts]
    rows = [
        {"cells": list(map(_cell, row, widths)), "whole": tall < _WHOLE}
        for row, tall in zip(cells, heights[1:], strict=True)
    ]
    return {
        "headings": _cells(table.headings, widths),
        "numeric": [column.numeric for column in table.columns],
        "widths": widths,
        "rows": rows,
        "legend": table.legend,
        "whole": len(rows) <= _FEW_ROWS and sum(heights) < _ONE_PAGE,
        "first": min(sum(heights[:3]), _ONE_PAGE),
    }


def _cell(cell: Cell, width: float) -> dict[str, Any]:
    """A cell as the template sets it: its lines, and the status that is all that it holds."""
    alone = cell.status.status if cell.status and "\n" not in cell.text else ""
    return {"text": breakable(cell.text, _TABLE, width - _PADDING), "status": alone}


def _cells(row: list[str], widths: list[float]) -> list[str]:
    return [
        breakable(cell, _TABLE, width - _PADDING) for cell, width in zip(row, widths, strict=True)
    ]


def _tallest(row: list[str], widths: list[float]) -> float:
    return max(
        height(cell, _TABLE, width - _PADDING) for cell, width in zip(row, widths, strict=True)
    )


@_block.register
def _(block: Charts) -> dict[str, Any]:
    return {"charts": list(map(_chart, block.charts))}


@_block.register
def _(block: Map) -> dict[str, Any]:
    return {"svg": block.drawing.svg, "alt": block.drawing.alt}


def _figure(figure: KeyFigure) -> dict[str, str]:
    return {
        "label": f"{figure.label} {figure.period}".strip(),
        "value": value_text(figure.value),
        "change": signs.change(figure.change),
        "detail": figure.detail,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    points = [vars(point) for point in chart.points]
    ticks = (
        []
        if chart.is_short
        else [{"value": tick, "shown": swedish.number(tick)} for tick in _ticks(chart)]
    )
    return {"heading": chart.heading, "alt": chart.alt, "points": points, "ticks": ticks}


def _ticks(chart: Chart) -> list[float]:
    """Round numbers from zero, at most five steps to the highest column."""
    top = max(point.value for point in chart.points) or 1
    size = 10.0 ** math.floor(math.log10(top / 5))
    step = next(size * times for times in (1, 2, 5, 10) if size * times * 5 >= top)
    return [step * number for number in range(math.floor(top / step + 1e-9) + 1)]
