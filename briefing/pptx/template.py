"""The look of the slides: our own, or an organisation's template with its layouts found by what
they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part, XmlPart
from pptx.package import Package
from pptx.parts.slide import NotesSlidePart, SlidePart
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Pt

from briefing.blocks import NotPossible
from charts.theme import LIGHT
from lagesbild_data.bring import packed

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_MARGIN = 40
"""Points from the slide's edges where the template doesn't say."""
_LEAST_ROOM = (300, 180)
"""Width and height in points under the title without which nothing can be shown."""
_LARGEST = 300_000_000
"""Bytes of a template when it is unpacked."""
_MOST_TAGS = 300_000
"""Tags in it: each becomes an object, in every document that is made with the template."""
_KINDS = (
    CONTENT_TYPE.PML_PRESENTATION_MAIN,
    CONTENT_TYPE.PML_TEMPLATE_MAIN,
    CONTENT_TYPE.PML_SLIDESHOW_MAIN,
)
"""What PowerPoint's files without macros are: .pptx, .potx, .ppsx."""
_ABOUT_SLIDES = (
    RELATIONSHIP_TYPE.SLIDE,
    RELATIONSHIP_TYPE.PRES_PROPS,
    RELATIONSHIP_TYPE.VIEW_PROPS,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
)
"""What tells of the slides that a template has: which to show, how they were looked at last and
what they are called.
"""
_NEXT_SLIDE = "ppaction://hlinkshowjump"
"""What a link to the slide after or before begins with."""


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
        furniture = [
            _box(shape).top
            for shape in self.content.placeholders
            if shape.placeholder_format.type in FURNITURE
        ]
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
    _place(
        deck.slide_master.placeholders,
        {
            PP_PLACEHOLDER.TITLE: Box(48, 44, 864, 64),
            PP_PLACEHOLDER.BODY: Box(48, 116, 864, 376),
        },
    )
    _place(
        cover.placeholders,
        {
            PP_PLACEHOLDER.CENTER_TITLE: Box(72, 150, 816, 120),
            PP_PLACEHOLDER.SUBTITLE: Box(72, 282, 816, 130),
        },
    )
    for part in (deck.slide_master, cover, content):
        _place(
            part.placeholders,
            {
                PP_PLACEHOLDER.DATE: Box(700, 508, 140, 20),
                PP_PLACEHOLDER.FOOTER: Box(48, 508, 640, 20),
                PP_PLACEHOLDER.SLIDE_NUMBER: Box(852, 508, 60, 20),
            },
        )
    _dress(deck)
    return Template(deck, cover, content, own=True)


def given(file: bytes, name: str) -> Template:
    """An organisation's template; NotPossible, with what is wrong or missing in it, when it can't
    be used."""
    try:
        _check(file, name)
        deck = _opened(file)
        _strip(deck, name)
        return _chosen(deck, name)
    except NotPossible:
        raise
    except (
        Exception
    ) as error:  # a damaged file fails in the zip, its XML, its relationships or python-pptx
        raise NotPossible(
            f"Mallen {name} går inte att läsa som en PowerPoint-fil (.pptx)."
        ) from error


def _check(file: bytes, name: str) -> None:
    """Refuse what is dangerous to open, before it is opened; anything but NotPossible says that it
    is no such file."""
    try:
        with packed.opened(BytesIO(file), _LARGEST) as package:
            entries = package.infolist()
            tags = 0
            for entry in entries:
                if packed.is_xml(package, entry):
                    with package.open(entry) as xml:
                        tags += packed.count_tags(xml, _MOST_TAGS - tags)
            macros = any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries)
            if macros or b"macroenabled" in package.read("[Content_Types].xml").lower():
                raise NotPossible(
                    f"Mallen {name} har makron. Spara den utan makron, som .pptx, och försök igen."
                )
    except packed.TooMuch as fault:
        raise NotPossible(f"Mallen {name} {fault}.") from None


def _opened(file: bytes) -> Deck:
    """The presentation, also of a template or a show: what is made of it becomes an ordinary
    presentation."""
    part = Package.open(BytesIO(file)).main_document_part
    if part._content_type not in _KINDS:
        raise ValueError(f"{part._content_type} is no presentation")
    # before python-pptx remembers what it was
    part._content_type = CONTENT_TYPE.PML_PRESENTATION_MAIN
    return part.presentation


def _strip(deck: Deck, name: str) -> None:
    """Take away the slides, all that leads to them and what leads out of the file."""
    root = deck.part._element
    for part in root.xpath(
        "p:sldIdLst | p:custShowLst | p:extLst/p:ext[.//*[local-name()='sectionLst']]"
    ):
        part.getparent().remove(part)
    for holder in (deck.part.package._rels, deck.part.rels):
        for rel_id in [rel_id for rel_id, rel in holder.items() if rel.reltype in _ABOUT_SLIDES]:
            holder.pop(rel_id)
    package = deck.part.package._rels
    for rel_id in [rel_id for rel_id, rel in package.items() if rel.is_external]:
        package.pop(rel_id)
    for part in list(deck.part.package.iter_parts()):
        if not isinstance(part, SlidePart | NotesSlidePart):
            _cut_off(part, name)
    left = [part.partname for part in deck.part.package.iter_parts()]
    if len(left) != len(set(left)) or any("/slides/" in partname for partname in left):
        raise ValueError("new slides would get the names of these parts")


def _cut_off(part: Part, name: str) -> None:
    """Remove links from a part, and its relationships to slides, out of the file and to SVG, which
    may itself ask other hosts and always has a picture to show instead; NotPossible if it needs
    them."""
    if isinstance(part, XmlPart):
        for link in list(part._element.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver")):
            if not link.get("action", "").startswith(_NEXT_SLIDE):
                link.getparent().remove(link)
        for drawing in list(part._element.iter("{*}svgBlip")):
            extension = drawing.getparent()
            extension.getparent().remove(extension)
    for rel_id, rel in list(part.rels.items()):
        if (
            rel.is_external
            or isinstance(rel.target_part, SlidePart | NotesSlidePart)
            or _is_svg(rel.target_part)
        ):
            if re.search(rf"""["']{re.escape(rel_id)}["']""".encode(), part.blob):
                where = rel.target_ref if rel.is_external else rel.target_part.partname
                raise NotPossible(
                    f"Mallen {name} hänvisar till {where}. Ta bort det ur mallen och försök igen."
                )
            part.rels.pop(rel_id)


def _is_svg(part: Part) -> bool:
    return "svg" in part.content_type or part.partname.lower().endswith(".svg")


def _chosen(deck: Deck, name: str) -> Template:
    """The template with the layouts to use: of those with room, the one that has least but a
    title."""
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in layouts if _title_of(layout) is not None]
    if not titled:
        raise NotPossible(
            f"Mallen {name} har ingen layout med en platshållare för rubrik. Lägg till en sådan"
            " layout."
        )
    placed = sorted(filter(_is_placed, titled), key=lambda layout: len(_others(layout)))
    covers = [
        layout
        for layout in layouts
        if layout in placed and PP_PLACEHOLDER.SUBTITLE in _kinds(layout)
    ]
    for content in placed:
        template = Template(deck, covers[0] if covers else content, content, own=False)
        if template.body.width >= _LEAST_ROOM[0] and template.body.height >= _LEAST_ROOM[1]:
            return template
    if not placed:
        raise ValueError("no title has a place")
    raise NotPossible(
        f"Mallen {name} har för lite plats under rubriken i layouten {placed[0].name}."
    )


def _is_placed(layout: SlideLayout) -> bool:
    """Whether all that is written on the layout has a place, its own or its master's."""
    written = (*TITLES, *FURNITURE, PP_PLACEHOLDER.SUBTITLE)
    shapes = [shape for shape in layout.placeholders if shape.placeholder_format.type in written]
    return all(None not in (shape.left, shape.top, shape.width, shape.height) for shape in shapes)


def _kinds(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    return [shape.placeholder_format.type for shape in layout.placeholders]


def _others(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    return [kind for kind in _kinds(layout) if kind not in (*TITLES, *FURNITURE)]


def _title_of(layout: SlideLayout):
    """The layout's title placeholder; None when it has none."""
    return next(
        (shape for shape in layout.placeholders if shape.placeholder_format.type in TITLES), None
    )


def _box(shape) -> Box:
    return Box(shape.left.pt, shape.top.pt, shape.width.pt, shape.height.pt)


def _place(shapes: Iterable, boxes: dict[PP_PLACEHOLDER, Box]) -> None:
    for shape in shapes:
        box = boxes.get(shape.placeholder_format.type)
        if box:
            shape.left, shape.top, shape.width, shape.height = map(
                Pt, (box.left, box.top, box.width, box.height)
            )


def _dress(deck: Deck) -> None:
    """Arial, our colours, and titles that begin to the left."""
    master = deck.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode().replace(
        '<a:latin typeface="Calibri"/>', '<a:latin typeface="Arial"/>'
    )
    for name, colour in (("accent1", LIGHT.accent), ("dk2", LIGHT.text), ("lt2", LIGHT.surface)):
        xml = re.sub(rf'(<a:{name}><a:srgbClr val=")\w+', rf"\g<1>{colour[1:].upper()}", xml)
    xml = re.sub(
        r"(<a:dk1>).*?(</a:dk1>)", rf'\g<1><a:srgbClr val="{LIGHT.text[1:].upper()}"/>\g<2>', xml
    )
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
                level.set(
                    "algn",
                    "r" if kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER) else "l",
                )
                if kind in FURNITURE:
                    level.find("{*}defRPr").set("sz", "1000")
