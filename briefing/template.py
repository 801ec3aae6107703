"""The look of the slides: our own, or an organisation's template with its layouts found by what they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Pt

from briefing.content import NotPossible
from charts.theme import LIGHT

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_MARGIN = 40
"""Points from the slide's edges where the template doesn't say."""
_LEAST_ROOM = (300, 180)
"""Width and height in points under the title without which nothing can be shown."""


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Template:
    """A presentation without slides, and the layouts to use."""

    deck: Deck
    cover: SlideLayout
    content: SlideLayout
    """The layout with a title and least else."""
    own: bool

    @property
    def spread(self) -> float:
        """How much wider than ours the template's type may be: Verdana is a fifth wider."""
        return 1.0 if self.own else 1.2

    @cached_property
    def title(self) -> Box:
        """Where the title of a content slide stands."""
        return _box(_title_of(self.content))

    @cached_property
    def body(self) -> Box:
        """What is free under the title of a content slide."""
        title, height = self.title, self.deck.slide_height.pt
        furniture = [_box(shape).top for shape in self.content.placeholders
                     if shape.placeholder_format.type in FURNITURE]  # fmt: skip
        below = [place for place in furniture if place > title.top + title.height]
        top = title.top + title.height + 8
        return Box(title.left, top, title.width, min([*below, height - _MARGIN]) - 6 - top)


def own() -> Template:
    """Our own look, 16:9."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    cover, content = deck.slide_layouts[0], deck.slide_layouts[5]
    for layout in list(deck.slide_layouts):
        if layout not in (cover, content):
            deck.slide_layouts.remove(layout)
    _place(deck.slide_master.placeholders, {
        PP_PLACEHOLDER.TITLE: Box(48, 44, 864, 64), PP_PLACEHOLDER.BODY: Box(48, 116, 864, 376),
    })  # fmt: skip
    _place(cover.placeholders, {
        PP_PLACEHOLDER.CENTER_TITLE: Box(72, 150, 816, 120), PP_PLACEHOLDER.SUBTITLE: Box(72, 282, 816, 130),
    })  # fmt: skip
    for part in (deck.slide_master, cover, content):
        _place(part.placeholders, {
            PP_PLACEHOLDER.DATE: Box(700, 508, 140, 20), PP_PLACEHOLDER.FOOTER: Box(48, 508, 640, 20),
            PP_PLACEHOLDER.SLIDE_NUMBER: Box(852, 508, 60, 20),
        })  # fmt: skip
    _dress(deck)
    return Template(deck, cover, content, own=True)


def given(file: bytes, name: str) -> Template:
    """An organisation's template; NotPossible, with what is missing in it, when its layouts can't be used."""
    try:
        deck = Presentation(BytesIO(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise NotPossible(f"Mallen {name} går inte att läsa som en PowerPoint-fil (.pptx).") from error
    for slide in list(deck.slides._sldIdLst):
        deck.part.drop_rel(slide.rId)
        deck.slides._sldIdLst.remove(slide)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in layouts if _title_of(layout) is not None]
    if not titled:
        raise NotPossible(f"Mallen {name} har ingen layout med en platshållare för rubrik. Lägg till en sådan layout.")
    content = min(titled, key=lambda layout: len(_others(layout)))
    covers = [layout for layout in titled if PP_PLACEHOLDER.SUBTITLE in _kinds(layout)]
    template = Template(deck, covers[0] if covers else content, content, own=False)
    if template.body.width < _LEAST_ROOM[0] or template.body.height < _LEAST_ROOM[1]:
        raise NotPossible(f"Mallen {name} har för lite plats under rubriken i layouten {content.name}.")
    return template


def _kinds(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    return [shape.placeholder_format.type for shape in layout.placeholders]


def _others(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    return [kind for kind in _kinds(layout) if kind not in (*TITLES, *FURNITURE)]


def _title_of(layout: SlideLayout):
    """The layout's title placeholder; None when it has none."""
    return next((shape for shape in layout.placeholders if shape.placeholder_format.type in TITLES), None)


def _box(shape) -> Box:
    return Box(shape.left.pt, shape.top.pt, shape.width.pt, shape.height.pt)


def _place(shapes: Iterable, boxes: dict[PP_PLACEHOLDER, Box]) -> None:
    for shape in shapes:
        box = boxes.get(shape.placeholder_format.type)
        if box:
            shape.left, shape.top, shape.width, shape.height = map(Pt, (box.left, box.top, box.width, box.height))


def _dress(deck: Deck) -> None:
    """Arial, our colours, and titles that begin to the left."""
    master = deck.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode().replace('<a:latin typeface="Calibri"/>', '<a:latin typeface="Arial"/>')
    for name, colour in (("accent1", LIGHT.accent), ("dk2", LIGHT.text), ("lt2", LIGHT.surface)):
        xml = re.sub(rf'(<a:{name}><a:srgbClr val=")\w+', rf"\g<1>{colour[1:].upper()}", xml)
    xml = re.sub(r"(<a:dk1>).*?(</a:dk1>)", rf'\g<1><a:srgbClr val="{LIGHT.text[1:].upper()}"/>\g<2>', xml)
    theme._blob = xml.encode()
    for level in master._element.xpath(".//p:titleStyle/a:lvl1pPr"):
        level.set("algn", "l")
        level.find("{*}defRPr").set("b", "1")
    for part in (master, *deck.slide_layouts):
        for shape in part.placeholders:
            kind = shape.placeholder_format.type
            frame = shape.text_frame._bodyPr
            frame.set("lIns", "0")
            frame.set("rIns", "0")
            if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                frame.set("anchor", "b" if kind == PP_PLACEHOLDER.CENTER_TITLE else "t")
            for level in shape._element.xpath(".//a:lstStyle/a:lvl1pPr"):
                level.set("algn", "r" if kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER) else "l")
                if kind in FURNITURE:
                    level.find("{*}defRPr").set("sz", "1000")
