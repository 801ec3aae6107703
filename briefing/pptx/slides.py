"""Slides: native charts and tables that can be edited, no text cut, and what to say of sources in
the notes."""

import copy
import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from briefing import paging
from briefing.blocks import (
    Basis,
    Block,
    Chart,
    Charts,
    Document,
    Findings,
    KeyFigures,
    Map,
    Part,
    Point,
    Prose,
    Table,
)
from briefing.labels import HEIGHT, WIDTH
from briefing.pptx import template
from briefing.pptx.template import Box, Template
from briefing.text import LINE, column_widths, height, lines, width, words_fit
from charts import theme
from charts.theme import LIGHT
from lagesbild_data.public.answer import KeyFigure, Status
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import value_text

_TITLE_SIZES = range(26, 9, -1)
_TEXT, _TABLE, _SMALL = (18, 17, 16, 15), (12, 11, 10), 10
"""Sizes in points of text and tables, the largest that breaks no word and gives fewest slides; and
of sources."""
_COMMENT, _LEGEND, _MOST_COMMENT = 14, 11, 0.3
"""Sizes of the user's own words and of a legend; the part of a slide that the words may take beside
something else."""
_GAP = 10
_CELL = (14, 8)
"""What a table cell has around its text, both sides together: across and down."""
_MOST_SOURCE_LINES = 5
_CARDS, _CHARTS = (3, 2), (3, 2)
"""Key figures and charts on a slide, across and down."""
_MOST_WIDE = 5
"""As few columns as this stand far apart."""


def pptx_bytes(document: Document, look: Template) -> bytes:
    """The document as slides; the same document gives the same bytes."""
    deck = _Deck(document, look)
    deck.cover()
    if document.opening:
        deck.add(document.opening, "")
    for part in document.parts:
        deck.part(part)
    return deck.file()


class _Deck:
    """Slides as they are being made."""

    def __init__(self, document: Document, look: Template):
        self.document = document
        self.look = look
        self.slides = look.deck.slides
        self.comment = ""
        """The user's own words that are still to be written on the next slide."""

    def file(self) -> bytes:
        """What has been made, dated as the document."""
        about = self.look.deck.core_properties
        made = dt.datetime.combine(self.document.made, dt.time())
        about.title = self.document.heading[:_PROPERTY]
        about.subject = self.document.sentence[:_PROPERTY]
        about.author = "Lägesbild"
        about.last_modified_by, about.language, about.revision = "Lägesbild", "sv-SE", 1
        about.comments = " · ".join(self.document.facts)[:_PROPERTY]
        about.created = about.modified = made
        file = io.BytesIO()
        self.look.deck.save(file)
        return _dated(file.getvalue(), made)

    def cover(self) -> None:
        """The first slide: what, of what, when."""
        slide = self.slides.add_slide(self.look.cover)
        title, subtitle = slide.shapes.title, None
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                subtitle = shape
            elif shape.placeholder_format.type not in template.TITLES:
                shape._element.getparent().remove(shape._element)
        _fit_title(title, self.document.heading, range(40, 9, -1), self.look.spread)
        texts = [self.document.sentence, self.document.date, f"Dataversion {self.document.version}"]
        if self.document.occasion != self.document.heading:
            texts.insert(0, self.document.occasion)
        if subtitle is None:
            subtitle = _text_box(slide, self.look.body)
        wide, high = _inner(subtitle)
        sizes = (
            s
            for s in _TITLE_SIZES
            if sum(height(t, s, wide / self.look.spread) for t in texts) <= high
        )
        size = min(next(sizes, _SMALL), _TEXT[0])
        _write(
            subtitle.text_frame, texts, size, colour=LIGHT.muted, keep_alignment=not self.look.own
        )
        if self.look.own:
            _bar(slide, Box(48, 150, 6, 262), LIGHT.accent)
        self._finish(slide, "", self.document.facts)

    def part(self, part: Part) -> None:
        """The blocks of a part, with the user's own words on the first slide or, where they are
        long, before it."""
        words = part.comment
        if part.blocks and self._comment_height(words) <= self.look.body.height * _MOST_COMMENT:
            self.comment = words
        elif words:
            self._paragraphs(Prose(part.name, Basis(), ()), part.name, words.splitlines())
        for block in part.blocks:
            self.add(block, part.name)
            self.comment = ""

    @singledispatchmethod
    def add(self, block: Block, part: str) -> None:
        """Write a block on as many slides as it takes."""
        raise TypeError(type(block).__name__)

    @add.register
    def _(self, block: Prose, part: str) -> None:
        self._paragraphs(block, part, block.paragraphs)

    @add.register
    def _(self, block: Findings, part: str) -> None:
        self._paragraphs(block, part, list(map(told, block.items)), bullet="•")

    @add.register
    def _(self, block: KeyFigures, part: str) -> None:
        across, down = _CARDS
        for slide, room, figures in self._pages(block, part, _parts(block.figures, across * down)):
            for box, figure in zip(_grid(room, across, down, 12), figures, strict=False):
                _card(slide, box, figure, self.look.spread)

    @add.register
    def _(self, block: Table, part: str) -> None:
        room = self._room(block)
        tables = [_Divided.of(block, size, room, self.look.spread) for size in _TABLE]
        table = min(tables, key=lambda table: (not table.whole_words, len(table.pages)))
        for slide, box, rows in self._pages(block, part, table.pages):
            _table(slide, box, block, table, [table.heading, *rows])
            if block.legend:
                below = Box(box.left, box.top + box.height + 4, box.width, _LEGEND * LINE)
                _write(_text_box(slide, below).text_frame, [block.legend], _LEGEND, italic=True)

    @add.register
    def _(self, block: Charts, part: str) -> None:
        across, down = _CHARTS if len(block.charts) > 1 else (1, 1)
        for slide, room, charts in self._pages(block, part, _parts(block.charts, across * down)):
            columns = min(across, len(charts))
            for box, chart in zip(
                _grid(room, columns, math.ceil(len(charts) / columns), 16), charts, strict=False
            ):
                _chart(slide, box, chart)

    @add.register
    def _(self, block: Map, part: str) -> None:
        for slide, room, drawing in self._pages(block, part, [block.drawing]):
            scale = min(room.width / WIDTH, room.height / HEIGHT)
            image = io.BytesIO(drawing.png())
            size = (Pt(WIDTH * scale), Pt(HEIGHT * scale))
            picture = slide.shapes.add_picture(image, Pt(room.left), Pt(room.top), *size)
            _describe(picture, "Karta", drawing.alt)

    def _paragraphs(self, block: Block, part: str, texts: Sequence[str], bullet: str = "") -> None:
        room = self._room(block)
        indent = 16 if bullet else 0
        wide = (room.width - indent) / self.look.spread
        sized = [(paging.paragraphs(texts, size, wide, room.height, _GAP), size) for size in _TEXT]
        pages, size = min(sized, key=lambda pages_and_size: len(pages_and_size[0]))
        for slide, box, page in self._pages(block, part, pages):
            _write(
                _text_box(slide, box).text_frame, page, size, gap=_GAP, bullet=bullet, indent=indent
            )

    def _pages(
        self, block: Block, part: str, pages: Sequence[Any]
    ) -> Iterable[tuple[Slide, Box, Any]]:
        """A slide per page with title and sources, and the room on it; caveats too long for that
        come after."""
        method = [f"{kalla}: {self.document.method[kalla]}" for kalla in block.basis.kallor]
        notes = [*block.basis.sentences, *method, *self.document.facts]
        room = self._room(block)
        for number, page in enumerate(pages, 1):
            of = f" ({number} av {len(pages)})" if len(pages) > 1 else ""
            slide = self._slide(f"{block.title}{of}", part, notes)
            if self.comment and number == 1:
                self._say(slide)
            self._sources(slide, block)
            yield slide, room, page
        if self._too_long(block.basis):
            self.comment = ""
            rest = Prose(
                f"Förbehåll: {block.title}", Basis(block.basis.kallor), block.basis.caveats
            )
            self._paragraphs(rest, part, rest.paragraphs)

    def _slide(self, title: str, part: str, notes: Sequence[str]) -> Slide:
        slide = self.slides.add_slide(self.look.content)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in template.TITLES:
                shape._element.getparent().remove(shape._element)
        _fit_title(slide.shapes.title, title, _TITLE_SIZES, self.look.spread)
        if self.look.own:
            _write(
                _text_box(slide, Box(48, 24, 864, 18)).text_frame,
                [part],
                12,
                bold=True,
                colour=LIGHT.accent,
            )
        self._finish(slide, part, notes)
        return slide

    def _finish(self, slide: Slide, part: str, notes: Sequence[str]) -> None:
        """Footer, slide number, notes and the mark of invented data."""
        footer = " · ".join(
            text for text in (self.document.heading, part, self.document.sentence) if text
        )
        numbered = False
        for shape in slide.slide_layout.placeholders:
            kind = shape.placeholder_format.type
            if kind not in template.FURNITURE:
                continue
            element = copy.deepcopy(shape._element)
            slide.shapes._spTree.append(element)
            if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
                numbered = True
                continue
            own = slide.shapes[-1]
            room = _inner(own)[0] / self.look.spread
            text = footer if kind == PP_PLACEHOLDER.FOOTER else self.document.date
            _write(
                own.text_frame,
                [_cut(text, _SMALL, room)],
                _SMALL,
                colour=LIGHT.muted,
                keep_alignment=True,
            )
        if not numbered:
            self._number(slide)
        if self.document.mark:
            deck = self.look.deck
            band = _bar(slide, Box(0, 0, deck.slide_width.pt, 20), theme.STATUS_COLOURS["försenad"])
            band.text_frame.margin_top = band.text_frame.margin_bottom = 0
            _write(
                band.text_frame,
                [self.document.mark],
                12,
                bold=True,
                colour="#000000",
                align=PP_ALIGN.CENTER,
            )
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)

    def _number(self, slide: Slide) -> None:
        """A slide number where the template has none."""
        deck = self.look.deck
        box = _text_box(slide, Box(deck.slide_width.pt - 70, deck.slide_height.pt - 28, 50, 18))
        paragraph = box.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.insert(
            0,
            parse_xml(
                f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}"'
                f' type="slidenum"><a:rPr lang="sv-SE" sz="{_SMALL * 100}"/><a:t>‹#›</a:t></a:fld>'
            ),
        )

    def _source_lines(self, basis: Basis) -> list[str]:
        if not self._too_long(basis):
            return [" ".join(basis.sentences)] if basis.sentences else []
        short = Basis(basis.kallor, basis.n)
        return [" ".join([*short.sentences, "Förbehållen står på bilden efter."])]

    def _too_long(self, basis: Basis) -> bool:
        taken = height(" ".join(basis.sentences), _SMALL, self.look.body.width / self.look.spread)
        return bool(basis.caveats) and taken > _MOST_SOURCE_LINES * _SMALL * LINE

    def _room(self, block: Block) -> Box:
        """What is left of a content slide when its sources, legend and the user's own words are
        written."""
        body = self.look.body
        above = self._comment_height(self.comment)
        below = self._sources_height(block.basis) + (_LEGEND * LINE + 8 if _legend_of(block) else 0)
        return Box(body.left, body.top + above, body.width, body.height - above - below)

    def _sources_height(self, basis: Basis) -> float:
        wide = self.look.body.width / self.look.spread
        taken = sum(height(line, _SMALL, wide) for line in self._source_lines(basis))
        return taken + 18 if taken else 0

    def _sources(self, slide: Slide, block: Block) -> None:
        body = self.look.body
        texts = self._source_lines(block.basis)
        high = self._sources_height(block.basis)
        if texts:
            box = _text_box(
                slide, Box(body.left, body.top + body.height - high + 16, body.width, high - 16)
            )
            _write(box.text_frame, texts, _SMALL, colour=LIGHT.muted)

    def _comment_height(self, words: str) -> float:
        """What the user's own words take at the top of a slide, with a gap under them."""
        wide = (self.look.body.width - 24) / self.look.spread
        return sum(height(line, _COMMENT, wide) for line in words.splitlines()) + 22 if words else 0

    def _say(self, slide: Slide) -> None:
        body = self.look.body
        box = Box(body.left, body.top, body.width, self._comment_height(self.comment) - 10)
        shape = _bar(slide, box, LIGHT.surface)
        shape.name = "Kommentar"
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = Pt(12)
        frame.margin_top = frame.margin_bottom = Pt(6)
        _write(frame, self.comment.splitlines(), _COMMENT)


def _legend_of(block: Block) -> str:
    return block.legend if isinstance(block, Table) else ""


def _parts(items: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """The items on as few pages as can be, evenly."""
    most = math.ceil(len(items) / max(1, math.ceil(len(items) / most)))
    return [items[start : start + most] for start in range(0, len(items), most)]


def _grid(room: Box, across: int, down: int, gap: float) -> Iterable[Box]:
    """Boxes of one size that fill the room, row by row."""
    wide, high = (room.width - gap * (across - 1)) / across, (room.height - gap * (down - 1)) / down
    for row in range(down):
        for column in range(across):
            yield Box(room.left + column * (wide + gap), room.top + row * (high + gap), wide, high)


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return Emu(Pt(box.left)), Emu(Pt(box.top)), Emu(Pt(box.width)), Emu(Pt(box.height))


def _describe(shape: Any, name: str, alt: str) -> None:
    shape.name = name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _bar(slide: Slide, box: Box, colour: str):
    """A plain filled rectangle."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find("{*}style"))  # it casts a shadow
    return shape


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _text_box(slide: Slide, box: Box):
    shape = slide.shapes.add_textbox(*_emu(box))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return shape


def _write(
    frame: Any,
    texts: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = LIGHT.text,
    gap: float = 0,
    bullet: str = "",
    indent: float = 0,
    align: PP_ALIGN | None = None,
    keep_alignment: bool = False,
) -> None:
    """The texts as the frame's paragraphs."""
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for child in list(paragraph._p):
            paragraph._p.remove(child)
        if not keep_alignment:
            paragraph.alignment = align or PP_ALIGN.LEFT
        if gap:
            paragraph.space_after = Pt(gap)
        if bullet:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(Pt(indent)))
            properties.set("indent", str(-Pt(indent)))
            properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="{bullet}"/>'))
        else:
            paragraph._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
        for line_number, line in enumerate(text.split("\n")):
            if line_number:
                paragraph.add_line_break()
            _run(paragraph, line, size, bold, colour, italic)


def _run(
    paragraph: Any, text: str, size: float, bold: bool, colour: str, italic: bool = False
) -> None:
    run = paragraph.add_run()
    run.text = _CONTROL.sub("", text)
    run.font.size, run.font.bold = Pt(size), bold
    if italic:
        run.font.italic = True
    run.font.color.rgb = _rgb(colour)
    run._r.get_or_add_rPr().set("lang", "sv-SE")


_PROPERTY = 255
"""Letters that a property of the file has room for; the whole text stands on the slides."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""Signs that XML can't hold."""


def _fit_title(shape: Any, text: str, sizes: Sequence[int], spread: float) -> None:
    """The title in the largest size that has room; cut, with "…", where none has."""
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    wide, high = _inner(shape)
    room = wide / spread
    size = next((size for size in sizes if height(text, size, room, bold=True) <= high), min(sizes))
    most = max(1, int(high // (size * LINE)))
    broken = lines(text, size, room, bold=True)
    shown = text if len(broken) <= most else "".join(broken[:most]).rstrip()[:-1] + "…"
    paragraph = frame.paragraphs[0]
    paragraph.text = ""
    run = paragraph.add_run()
    run.text = _CONTROL.sub("", shown)
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().set("lang", "sv-SE")


def _inner(shape: Any) -> tuple[float, float]:
    """Width and height in points for text in a shape."""
    frame = shape.text_frame
    across, down = frame.margin_left + frame.margin_right, frame.margin_top + frame.margin_bottom
    return shape.width.pt - Emu(across).pt, shape.height.pt - Emu(down).pt


def _cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as one line holds."""
    while width(text, size) > room and len(text) > 1:
        text = text.rstrip("…")[:-1] + "…"
    return text


# Key figures


def _card(slide: Slide, box: Box, figure: KeyFigure, spread: float) -> None:
    """One figure on a calm surface: label, value, change with sign and word, and what it is
    about."""
    shape = _bar(slide, box, LIGHT.surface)
    shape.name = figure.label
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Pt(14)
    frame.margin_top = frame.margin_bottom = Pt(12)
    room, free = (box.width - 28) / spread, box.height - 24
    about = f"{figure.label} {figure.period}".strip()
    texts = [
        (about, 0.55, True, LIGHT.muted),
        (value_text(figure.value), 1.0, True, LIGHT.text),
        (theme.signed_change(figure.change), 0.55, True, LIGHT.text),
        (figure.detail, 0.5, False, LIGHT.muted),
    ]
    shown = [item for item in texts if item[0]]
    size = next((s for s in range(26, 10, -1) if _card_height(shown, s, room) <= free), 10)
    for number, (text, share, bold, colour) in enumerate(shown):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(3)
        _run(paragraph, text, _share(size, share), bold, colour)
    _bar(slide, Box(box.left, box.top, 4, box.height), LIGHT.accent)


def _share(size: int, share: float) -> float:
    return max(10.0, round(size * share))


def _card_height(texts: Iterable[tuple[str, float, bool, str]], size: int, room: float) -> float:
    return sum(height(text, _share(size, share), room, bold) + 3 for text, share, bold, _ in texts)


# Tables


@dataclass(frozen=True)
class _Divided:
    """A table divided on slides in one size of text."""

    size: int
    widths: list[float]
    heading: paging.Tall
    pages: list[list[paging.Tall]]
    whole_words: bool

    @classmethod
    def of(cls, block: Table, size: int, room: Box, spread: float) -> "_Divided":
        """The table where type may be `spread` times as wide as ours."""
        texts = [block.headings, *block.rows]
        widths = column_widths(texts, size, room.width / spread, _CELL[0])
        [[heading]] = paging.rows([block.headings], widths, size, room.height, _CELL)
        pages = paging.rows(block.rows, widths, size, room.height - heading.height, _CELL)
        whole = words_fit(texts, size, room.width / spread, _CELL[0])
        return cls(size, [wide * spread for wide in widths], heading, pages or [[]], whole)


def _table(
    slide: Slide, box: Box, block: Table, divided: _Divided, rows: Sequence[paging.Tall]
) -> None:
    """A native table whose first row is its heading."""
    total = sum(row.height for row in rows)
    place = _emu(Box(box.left, box.top, sum(divided.widths), total))
    frame = slide.shapes.add_table(len(rows), len(divided.widths), *place)
    _describe(
        frame,
        "Tabell",
        f"Tabell. {block.title}. Kolumner: {', '.join(block.headings)}. {len(rows) - 1} rader.",
    )
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find(
        "{*}tableStyleId"
    ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for column, wide in zip(table.columns, divided.widths, strict=True):
        column.width = Pt(wide)
    for number, (row, tall) in enumerate(zip(table.rows, rows, strict=True)):
        row.height = Pt(tall.height)
        statuses = (
            block.statuses[tall.row] if number and tall.is_first else [None] * len(tall.cells)
        )
        for cell, text, numeric, status in zip(
            row.cells, tall.cells, block.numeric, statuses, strict=True
        ):
            _cell(cell, text, divided.size, heading=number == 0, numeric=numeric, status=status)


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
            _run(
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
        cell.fill.fore_color.rgb = _rgb(fill)


# Charts


def _chart(slide: Slide, box: Box, chart: Chart) -> None:
    """A native column chart; its numbers can be edited."""
    data = CategoryChartData(number_format=_number_format(chart))
    data.categories = [point.label for point in chart.points]
    data.add_series(chart.title, [point.value for point in chart.points])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *_emu(box), data)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_numbers_behind(chart))
    _describe(frame, chart.title, chart.alt)
    drawn = frame.chart
    large = box.width > 500
    drawn.has_legend = False
    drawn.font.size, drawn.font.color.rgb = Pt(12 if large else 10), _rgb(LIGHT.text)
    drawn.has_title = True
    heading = drawn.chart_title.text_frame
    heading.text = chart.heading
    heading.paragraphs[0].runs[0].font.size = Pt(14 if large else 11)
    heading.paragraphs[0].runs[0].font.bold = not large
    plot = drawn.plots[0]
    plot.gap_width = 45 if len(chart.points) > _MOST_WIDE else 150
    few = chart.is_short
    axis = drawn.value_axis
    axis.minimum_scale, axis.has_major_gridlines, axis.visible = 0, not few, not few
    if not few:
        axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT.line)
        axis.format.line.fill.background()
        _label_every(drawn.category_axis, 4)
    drawn.category_axis.format.line.color.rgb = _rgb(LIGHT.muted)
    drawn.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.has_major_gridlines = False
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _rgb(LIGHT.accent)
    if few:
        labels = series.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
        labels.number_format, labels.number_format_is_linked = _number_format(chart), False
    for number, point in enumerate(chart.points):
        if point.preliminary:
            fill = series.points[number].format.fill
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb, fill.back_color.rgb = _rgb(LIGHT.accent), _rgb(LIGHT.background)
            series.points[number].format.line.color.rgb = _rgb(LIGHT.accent)
        if few and not _is_plain(point):
            label = series.points[number].data_label
            label.text_frame.text = point.shown
            label.position = XL_LABEL_POSITION.OUTSIDE_END


def _numbers_behind(chart: Chart) -> bytes:
    """The workbook of a native chart, as python-pptx refers to it, but with no text of it a formula
    or a link."""
    file = io.BytesIO()
    with Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        number_format = book.add_format({"num_format": _number_format(chart)})
        sheet.write_column(1, 0, [point.label for point in chart.points])
        sheet.write_string(0, 1, chart.title)
        sheet.write_column(1, 1, [point.value for point in chart.points], number_format)
    return file.getvalue()


def _label_every(axis: Any, step: int) -> None:
    """Write the first of every `step` labels only."""
    last = axis._element.find("{*}noMultiLvlLbl")
    last.addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{step}"/>'))


def _is_plain(point: Point) -> bool:
    """Whether the number says it all, without ≥ or ca."""
    return point.shown[0].isdigit()


def _number_format(chart: Chart) -> str:
    decimals = max(
        (len(p.shown.partition(",")[2]) for p in chart.points if _is_plain(p)), default=0
    )
    return "#,##0" + ("." + "0" * decimals if decimals else "")


# The same bytes for the same document

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _dated(package: bytes, made: dt.datetime) -> bytes:
    """An Office file with all times in it, also those of workbooks inside it, set to when it was
    made."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _dated(content, made)
            elif name == "docProps/core.xml":
                content = _STAMP.sub(
                    rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content
                )
            new.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return file.getvalue()
