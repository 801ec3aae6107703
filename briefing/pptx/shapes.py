"""Rectangles, text boxes and text in them, in points, and titles that have room."""

import re
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Emu, Pt

from briefing.pptx.template import Box
from briefing.text import LINE, height, lines, width
from charts.theme import LIGHT

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""Signs that XML can't hold."""


def emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """Left, top, width and height of a box as slides measure."""
    return Emu(Pt(box.left)), Emu(Pt(box.top)), Emu(Pt(box.width)), Emu(Pt(box.height))


def describe(shape: Any, name: str, alt: str) -> None:
    """Name a shape, and say what it shows to those who can't see it."""
    shape.name = name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def add_bar(slide: Slide, box: Box, colour: str):
    """A plain filled rectangle."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find("{*}style"))  # it casts a shadow
    return shape


def rgb(colour: str) -> RGBColor:
    """The colour #rrggbb as slides have it."""
    return RGBColor.from_string(colour[1:].upper())


def add_text_box(slide: Slide, box: Box):
    """An empty text box of the box's size, without margins."""
    shape = slide.shapes.add_textbox(*emu(box))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return shape


def write(
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
            add_run(paragraph, line, size, bold, colour, italic)


def add_run(
    paragraph: Any, text: str, size: float, bold: bool, colour: str, italic: bool = False
) -> None:
    """Text added to a paragraph, without signs that XML can't hold."""
    run = paragraph.add_run()
    run.text = _CONTROL.sub("", text)
    run.font.size, run.font.bold = Pt(size), bold
    if italic:
        run.font.italic = True
    run.font.color.rgb = rgb(colour)
    run._r.get_or_add_rPr().set("lang", "sv-SE")


def fit_title(shape: Any, text: str, sizes: Sequence[int], spread: float) -> None:
    """The title in the largest size that has room; cut, with "…", where none has."""
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    wide, high = inner(shape)
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


def inner(shape: Any) -> tuple[float, float]:
    """Width and height in points for text in a shape."""
    frame = shape.text_frame
    across, down = frame.margin_left + frame.margin_right, frame.margin_top + frame.margin_bottom
    return shape.width.pt - Emu(across).pt, shape.height.pt - Emu(down).pt


def cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as one line holds."""
    while width(text, size) > room and len(text) > 1:
        text = text.rstrip("…")[:-1] + "…"
    return text
