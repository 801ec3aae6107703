"""Slides: native charts and tables that can be edited, no text cut, and what to say of sources in
the notes."""

import copy
import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from functools import singledispatchmethod
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from briefing import paging
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
from briefing.labels import HEIGHT, WIDTH
from briefing.pptx import template
from briefing.pptx.card import add_card
from briefing.pptx.chart import add_chart
from briefing.pptx.dated import dated
from briefing.pptx.shapes import add_bar, add_text_box, cut, describe, fit_title, inner, write
from briefing.pptx.table import Divided, add_table
from briefing.pptx.template import Box, Template
from briefing.text import LINE, height
from charts import theme
from charts.theme import LIGHT
from lagesbild_data.public.sentences import told

_TITLE_SIZES = range(26, 9, -1)
_TEXT, _TABLE, _SMALL = (18, 17, 16, 15), (12, 11, 10), 10
"""Sizes in points of text and tables, the largest that breaks no word and gives fewest slides; and
of sources."""
_COMMENT, _LEGEND, _MOST_COMMENT = 14, 11, 0.3
"""Sizes of the user's own words and of a legend; the part of a slide that the words may take beside
something else."""
_GAP = 10
_MOST_SOURCE_LINES = 5
_CARDS, _CHARTS = (3, 2), (3, 2)
"""Key figures and charts on a slide, across and down."""
_PROPERTY = 255
"""Letters that a property of the file has room for; the whole text stands on the slides."""


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
        return dated(file.getvalue(), made)

    def cover(self) -> None:
        """The first slide: what, of what, when."""
        slide = self.slides.add_slide(self.look.cover)
        title, subtitle = slide.shapes.title, None
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                subtitle = shape
            elif shape.placeholder_format.type not in template.TITLES:
                shape._element.getparent().remove(shape._element)
        fit_title(title, self.document.heading, range(40, 9, -1), self.look.spread)
        texts = [self.document.sentence, self.document.date, f"Dataversion {self.document.version}"]
        if self.document.occasion != self.document.heading:
            texts.insert(0, self.document.occasion)
        if subtitle is None:
            subtitle = add_text_box(slide, self.look.body)
        wide, high = inner(subtitle)
        sizes = (
            s
            for s in _TITLE_SIZES
            if sum(height(t, s, wide / self.look.spread) for t in texts) <= high
        )
        size = min(next(sizes, _SMALL), _TEXT[0])
        write(
            subtitle.text_frame, texts, size, colour=LIGHT.muted, keep_alignment=not self.look.own
        )
        if self.look.own:
            add_bar(slide, Box(48, 150, 6, 262), LIGHT.accent)
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
                add_card(slide, box, figure, self.look.spread)

    @add.register
    def _(self, block: Tabulated, part: str) -> None:
        room = self._room(block)
        tables = [Divided.of(block.table, size, room, self.look.spread) for size in _TABLE]
        table = min(tables, key=lambda table: (not table.whole_words, len(table.pages)))
        for slide, box, rows in self._pages(block, part, table.pages):
            add_table(slide, box, block, table, [table.heading, *rows])
            if block.table.legend:
                below = Box(box.left, box.top + box.height + 4, box.width, _LEGEND * LINE)
                legend = add_text_box(slide, below).text_frame
                write(legend, [block.table.legend], _LEGEND, italic=True)

    @add.register
    def _(self, block: Charts, part: str) -> None:
        across, down = _CHARTS if len(block.charts) > 1 else (1, 1)
        for slide, room, charts in self._pages(block, part, _parts(block.charts, across * down)):
            columns = min(across, len(charts))
            for box, chart in zip(
                _grid(room, columns, math.ceil(len(charts) / columns), 16), charts, strict=False
            ):
                add_chart(slide, box, chart)

    @add.register
    def _(self, block: Map, part: str) -> None:
        for slide, room, drawing in self._pages(block, part, [block.drawing]):
            scale = min(room.width / WIDTH, room.height / HEIGHT)
            image = io.BytesIO(drawing.png())
            size = (Pt(WIDTH * scale), Pt(HEIGHT * scale))
            picture = slide.shapes.add_picture(image, Pt(room.left), Pt(room.top), *size)
            describe(picture, "Karta", drawing.alt)

    def _paragraphs(self, block: Block, part: str, texts: Sequence[str], bullet: str = "") -> None:
        room = self._room(block)
        indent = 16 if bullet else 0
        wide = (room.width - indent) / self.look.spread
        sized = [(paging.paragraphs(texts, size, wide, room.height, _GAP), size) for size in _TEXT]
        pages, size = min(sized, key=lambda pages_and_size: len(pages_and_size[0]))
        for slide, box, page in self._pages(block, part, pages):
            write(
                add_text_box(slide, box).text_frame,
                page,
                size,
                gap=_GAP,
                bullet=bullet,
                indent=indent,
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
        fit_title(slide.shapes.title, title, _TITLE_SIZES, self.look.spread)
        if self.look.own:
            write(
                add_text_box(slide, Box(48, 24, 864, 18)).text_frame,
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
            room = inner(own)[0] / self.look.spread
            text = footer if kind == PP_PLACEHOLDER.FOOTER else self.document.date
            write(
                own.text_frame,
                [cut(text, _SMALL, room)],
                _SMALL,
                colour=LIGHT.muted,
                keep_alignment=True,
            )
        if not numbered:
            self._number(slide)
        if self.document.mark:
            deck = self.look.deck
            band = add_bar(
                slide, Box(0, 0, deck.slide_width.pt, 20), theme.STATUS_COLOURS["försenad"]
            )
            band.text_frame.margin_top = band.text_frame.margin_bottom = 0
            write(
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
        box = add_text_box(slide, Box(deck.slide_width.pt - 70, deck.slide_height.pt - 28, 50, 18))
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
            box = add_text_box(
                slide, Box(body.left, body.top + body.height - high + 16, body.width, high - 16)
            )
            write(box.text_frame, texts, _SMALL, colour=LIGHT.muted)

    def _comment_height(self, words: str) -> float:
        """What the user's own words take at the top of a slide, with a gap under them."""
        wide = (self.look.body.width - 24) / self.look.spread
        return sum(height(line, _COMMENT, wide) for line in words.splitlines()) + 22 if words else 0

    def _say(self, slide: Slide) -> None:
        body = self.look.body
        box = Box(body.left, body.top, body.width, self._comment_height(self.comment) - 10)
        shape = add_bar(slide, box, LIGHT.surface)
        shape.name = "Kommentar"
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = Pt(12)
        frame.margin_top = frame.margin_bottom = Pt(6)
        write(frame, self.comment.splitlines(), _COMMENT)


def _legend_of(block: Block) -> str:
    return block.table.legend if isinstance(block, Tabulated) else ""


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
