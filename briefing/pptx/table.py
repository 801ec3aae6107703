"""Native tables that can be edited, divided on slides with no text cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from briefing import paging
from briefing.blocks import Tabulated
from briefing.pptx.shapes import add_run, describe, emu, rgb
from briefing.pptx.template import Box
from briefing.text import column_widths, words_fit
from charts import theme
from charts.theme import LIGHT
from lagesbild_data.public.answer import Status
from lagesbild_data.public.table import Table

_CELL = (14, 8)
"""What a table cell has around its text, both sides together: across and down."""


@dataclass(frozen=True)
class Divided:
    """A table divided on slides in one size of text."""

    size: int
    widths: list[float]
    heading: paging.Tall
    pages: list[list[paging.Tall]]
    whole_words: bool

    @classmethod
    def of(cls, table: Table, size: int, room: Box, spread: float) -> "Divided":
        """The table where type may be `spread` times as wide as ours."""
        texts = [table.headings, *table.texts]
        widths = column_widths(texts, size, room.width / spread, _CELL[0])
        [[heading]] = paging.rows([table.headings], widths, size, room.height, _CELL)
        pages = paging.rows(table.texts, widths, size, room.height - heading.height, _CELL)
        whole = words_fit(texts, size, room.width / spread, _CELL[0])
        return cls(size, [wide * spread for wide in widths], heading, pages or [[]], whole)


def add_table(
    slide: Slide, box: Box, block: Tabulated, divided: Divided, rows: Sequence[paging.Tall]
) -> None:
    """A native table whose first row is its heading."""
    table, total = block.table, sum(row.height for row in rows)
    place = emu(Box(box.left, box.top, sum(divided.widths), total))
    frame = slide.shapes.add_table(len(rows), len(divided.widths), *place)
    headings = ", ".join(table.headings)
    alt = f"Tabell. {block.title}. Kolumner: {headings}. {len(rows) - 1} rader."
    describe(frame, "Tabell", alt)
    native = frame.table
    native.horz_banding = False
    native._tbl.tblPr.find(
        "{*}tableStyleId"
    ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for wide, column in zip(divided.widths, native.columns, strict=True):
        column.width = Pt(wide)
    columns, cells = table.columns, table.rows
    none = [None] * len(columns)
    for number, (row, tall) in enumerate(zip(native.rows, rows, strict=True)):
        row.height = Pt(tall.height)
        begins = number and tall.is_first
        statuses = [cell.status for cell in cells[tall.row]] if begins else none
        for cell, text, column, status in zip(
            row.cells, tall.cells, columns, statuses, strict=True
        ):
            _cell(
                cell,
                text,
                divided.size,
                heading=number == 0,
                numeric=column.numeric,
                status=status,
            )


def _cell(
    cell: Any, text: str, size: int, *, heading: bool, numeric: bool, status: Status | None
) -> None:
    fill = "" if status is None or "\n" in text else theme.STATUS_COLOURS.get(status.status, "")
    colour = theme.on(fill) if fill else LIGHT.text
    for number, line in enumerate(text.split("\n")):
        paragraph = (
            cell.text_frame.paragraphs[0] if number == 0 else cell.text_frame.add_paragraph()
        )
        if numeric:
            paragraph.alignment = PP_ALIGN.RIGHT
        leads = heading or (number == 0 and "\n" in text)
        if line:
            add_run(
                paragraph,
                line,
                size,
                leads,
                colour,
                italic=status is not None and status.is_read and number == 0,
            )
        else:
            paragraph.font.size = Pt(size)
    weight, line_colour = (1.5, LIGHT.accent) if heading else (0.75, LIGHT.line)
    across, down = (str(Pt(side / 2)) for side in _CELL)
    properties = cell._tc.get_or_add_tcPr()
    for side, value in (("marL", across), ("marR", across), ("marT", down), ("marB", down)):
        properties.set(side, value)
    line_fill = f'<a:solidFill><a:srgbClr val="{line_colour[1:]}"/></a:solidFill>'
    properties.append(parse_xml(f'<a:lnB {nsdecls("a")} w="{Pt(weight)}">{line_fill}</a:lnB>'))
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill)
