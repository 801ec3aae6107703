"""Templates of organisations: what can't be used is said in one line, and nothing of what they held
is left."""

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from briefing import files
from briefing.blocks import Choice, NotPossible
from briefing.pptx import template
from lagesbild_data.model.filter import Filter

UNREADABLE = "Mallen mall.pptx går inte att läsa som en PowerPoint-fil (.pptx)."
DECK, TYPES = "ppt/presentation.xml", "[Content_Types].xml"
TITLE_ONLY = "ppt/slideLayouts/slideLayout6.xml"
SECRET = "Hemligt"
PLAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def saved(deck) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return saved(Presentation())


@pytest.fixture
def used():
    """A presentation with slides that have notes."""
    deck = Presentation()
    for _ in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = slide.notes_slide.notes_text_frame.text = SECRET
    return deck


def changed(
    file: bytes, name: str, change: Callable[[bytes], bytes | None], **more: bytes
) -> bytes:
    """The package with one of its parts changed or, where nothing is given, taken away."""
    answer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as old,
        zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = change(old.read(part)) if part == name else old.read(part)
            if content is not None:
                new.writestr(part, content)
    return answer.getvalue()


def without(pattern: bytes) -> Callable[[bytes], bytes]:
    return lambda content: re.sub(pattern, b"", content, flags=re.DOTALL)


def with_bytes(file: bytes, central: int, local: int, value: int) -> bytes:
    """The file with a field of the first entry changed, in the directory and where the entry
    stands."""
    answer = bytearray(file)
    answer[file.index(b"PK\x01\x02") + central] = answer[local] = value
    return bytes(answer)


def refusal(file: bytes) -> str:
    with pytest.raises(NotPossible) as told:
        template.given(file, "mall.pptx")
    return str(told.value)


def entities(content: bytes) -> bytes:
    levels = b"".join(
        b"<!ENTITY e%d '%s'>" % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 9)
    )
    declared = content.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY e0 'ha'>" + levels + b"]>", 1)
    return declared.replace(b"</a:t>", b"&e8;</a:t>", 1)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (DECK, lambda _: b"<a"),
        (TITLE_ONLY, lambda _: b"<a"),
        ("ppt/theme/theme1.xml", lambda _: b"<a"),
        (DECK, without(rb"<p:sldSz[^>]*/>")),
        ("ppt/_rels/presentation.xml.rels", lambda _: None),
        (TITLE_ONLY, lambda _: None),
        (TITLE_ONLY, entities),
        (
            TITLE_ONLY,
            lambda content: entities(content).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        ),
        (
            DECK,
            lambda content: content.replace(
                b"?>", b"?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", 1
            ),
        ),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            lambda content: content.replace(
                b"../slideLayouts/slideLayout6.xml", b"../../../../etc/passwd"
            ),
        ),
        (
            TYPES,
            lambda content: content.replace(
                b"presentationml.presentation", b"wordprocessingml.document"
            ),
        ),
    ],
    ids=[
        "presentation",
        "layout",
        "theme",
        "no size",
        "no relationships",
        "no layout",
        "entities",
        "entities in UTF-16",
        "outer entity",
        "out of the package",
        "docx",
    ],
)
def test_damaged_part_is_told_in_one_line(plain, name, change):
    assert refusal(changed(plain, name, change)) == UNREADABLE


@pytest.mark.parametrize(
    "damaged",
    [
        lambda file: b"",
        lambda file: file[: len(file) // 2],
        lambda file: file[:60] + b"\xff" * 200 + file[260:],
        lambda file: with_bytes(file, 10, 8, 99),
    ],
    ids=["empty", "cut", "deflate", "compression"],
)
def test_damaged_zip_is_told_in_one_line(plain, damaged):
    assert refusal(damaged(plain)) == UNREADABLE


def test_title_without_a_place_is_told_and_the_layouts_that_have_one_are_used():
    deck = Presentation()
    for shapes in [
        deck.slide_master.placeholders,
        *(layout.placeholders for layout in deck.slide_layouts),
    ]:
        for shape in shapes:
            if shape._element.spPr.xfrm is not None:
                shape._element.spPr.remove(shape._element.spPr.xfrm)
    assert refusal(saved(deck)) == UNREADABLE
    for shape in [*deck.slide_master.placeholders, *deck.slide_layouts[1].placeholders]:
        top = 20 if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE else 480
        shape.left, shape.top, shape.width, shape.height = Pt(40), Pt(top), Pt(600), Pt(40)
    assert template.given(saved(deck), "mall.pptx").content.name == "Title Only"


def test_what_is_huge_when_unpacked_is_refused_before_it_is(plain, monkeypatch):
    monkeypatch.setattr(template, "_LARGEST", 3 * 2**20)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    bomb = io.BytesIO(plain)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("ppt/media/image1.png", bytes(4 * 2**20))
    assert (
        refusal(bomb.getvalue()) == "Mallen mall.pptx blir 4 MB uppackad; högst 3 MB är tillåtet."
    )


@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        (lambda file: with_bytes(file, 8, 6, 1), "har lösenord; packa den utan"),
        (
            lambda file: with_member(file, "ppt/media/image1.png", bytes(20 * 2**20)),
            "blir mer än 100 gånger så stor uppackad; så packas inga vanliga filer",
        ),
        (
            lambda file: with_member(file, "ppt/extra.xml", b"<a>" + b"<b/>" * 400_000 + b"</a>"),
            "har för många delar; ta bort layouter och bilder som inte används",
        ),
        (
            lambda file: with_member(file, "ppt/extra.bin", b"<a>" + b"<b/>" * 400_000 + b"</a>"),
            "har för många delar; ta bort layouter och bilder som inte används",
        ),
    ],
    ids=["encrypted", "zeros", "tags", "tags by another name"],
)
def test_what_costs_much_to_open_is_refused_before_it_is_opened(plain, monkeypatch, damaged, told):
    monkeypatch.setattr(template.Package, "open", lambda _: pytest.fail("opened"))
    assert refusal(damaged(plain)) == f"Mallen mall.pptx {told}."


def with_member(file, name, content):
    """The zip file with one more member."""
    package = io.BytesIO(file)
    with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return package.getvalue()


def test_macros_are_refused(plain):
    told = "Mallen mall.pptx har makron. Spara den utan makron, som .pptx, och försök igen."
    for kind in (b"presentation", b"template", b"slideshow"):
        macro_type = b"application/vnd.ms-powerpoint.%s.macroEnabled.main+xml" % kind
        assert (
            refusal(
                changed(plain, TYPES, lambda content, kind=macro_type: content.replace(PLAIN, kind))
            )
            == told
        )
    project = io.BytesIO(plain)
    with zipfile.ZipFile(project, "a") as package:
        package.writestr("ppt/vbaProject.bin", b"")
    assert refusal(project.getvalue()) == told


def made(file: bytes) -> dict[str, bytes]:
    """The parts of a presentation with a slide that is made on the template."""
    look = template.given(file, "mall.pptx")
    look.deck.slides.add_slide(look.content).notes_slide.notes_text_frame.text = "Nytt"
    with zipfile.ZipFile(io.BytesIO(saved(look.deck))) as package:
        names = package.namelist()
        assert [name for name, count in Counter(names).items() if count > 1] == []
        assert [name for name in names if re.search(r"lides/(notesS|s)lide\d", name)] == [
            "ppt/slides/slide1.xml",
            "ppt/notesSlides/notesSlide1.xml",
        ]
        parts = {name: package.read(name) for name in names}
    assert [name for name, content in parts.items() if SECRET.encode() in content] == []
    return parts


@pytest.mark.parametrize("kind", [b"template", b"slideshow"], ids=["potx", "ppsx"])
def test_template_and_show_of_powerpoint_become_a_presentation(used, kind):
    other = PLAIN.replace(b"presentation.main", kind + b".main")
    parts = made(changed(saved(used), TYPES, lambda content: content.replace(PLAIN, other)))
    assert (PLAIN in parts[TYPES], other in parts[TYPES]) == (True, False)


def test_custom_shows_go_with_their_slides(used):
    slides = "".join(f'<p:sld r:id="{slide.rId}"/>' for slide in used.slides._sldIdLst)
    shows = (
        f'<p:custShowLst {nsdecls("p", "r")}><p:custShow name="A"'
        f' id="0"><p:sldLst>{slides}</p:sldLst></p:custShow>'
    )
    used.part._element.find("{*}notesSz").addnext(parse_xml(f"{shows}</p:custShowLst>"))
    assert b"custShow" not in made(saved(used))[DECK]


def test_sections_go_with_their_slides(used):
    space = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    section = f'<p14:sectionLst {space}><p14:section name="{SECRET}" id="1"/></p14:sectionLst>'
    used.part._element.append(
        parse_xml(f'<p:extLst {nsdecls("p")}><p:ext uri="x">{section}</p:ext></p:extLst>')
    )
    assert b"section" not in made(saved(used))[DECK]


def clickable(deck, target: str, action: str):
    """A presentation whose layout has a text that leads to a slide or out of the file."""
    layout = deck.slide_layouts[5]
    if target:
        rel_id = layout.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    else:
        rel_id = layout.part.relate_to(deck.slides[0].part, RELATIONSHIP_TYPE.SLIDE)
    link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{rel_id}" action="{action}"/>')
    layout.placeholders[0]._element.nvSpPr.cNvPr.append(link)
    return deck


@pytest.mark.parametrize(
    ("target", "action"),
    [
        ("", "ppaction://hlinksldjump"),
        ("https://example.org/", ""),
        ("prog.exe", "ppaction://program"),
    ],
)
def test_links_of_layouts_are_dropped(used, target, action):
    parts = made(saved(clickable(used, target, action)))
    assert b"hlinkClick" not in parts[TITLE_ONLY]
    assert b"External" not in b"".join(parts.values())


def test_relationship_that_nothing_uses_is_dropped(used):
    used.slide_layouts[5].part.relate_to(used.slides[0].part, RELATIONSHIP_TYPE.SLIDE)
    used.slide_layouts[5].part.relate_to(
        "https://example.org/", RELATIONSHIP_TYPE.IMAGE, is_external=True
    )
    assert b"External" not in b"".join(made(saved(used)).values())


def test_picture_from_elsewhere_is_refused():
    deck = Presentation()
    layout = deck.slide_layouts[5]
    rel_id = layout.part.relate_to(
        "https://example.org/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True
    )
    fill = (
        f"<p:bg {nsdecls('p', 'a', 'r')}><p:bgPr><a:blipFill><a:blip"
        f' r:link="{rel_id}"/></a:blipFill></p:bgPr></p:bg>'
    )
    layout._element.cSld.insert(0, parse_xml(fill))
    assert (
        refusal(saved(deck))
        == "Mallen mall.pptx hänvisar till https://example.org/a.png. Ta bort det ur mallen och"
        " försök igen."
    )


def drawn(deck, way: str) -> bytes:
    """A presentation whose layout has a picture with an SVG, in the file or linked, that asks
    another host."""
    layout = deck.slide_layouts[5]
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/b.png"/></svg>'
    if way == "link":
        target = layout.part.relate_to(
            "https://example.org/a.svg", RELATIONSHIP_TYPE.IMAGE, is_external=True
        )
    else:
        part = Part(PackURI("/ppt/media/image9.svg"), "image/svg+xml", layout.part.package, svg)
        target = layout.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    shown = f'<asvg:svgBlip xmlns:asvg="{space}" r:{way}="{target}"/>'
    blip = f'<a:blip><a:extLst><a:ext uri="x">{shown}</a:ext></a:extLst></a:blip>'
    fill = f"<p:bg {nsdecls('p', 'a', 'r')}><p:bgPr><a:blipFill>{blip}</a:blipFill></p:bgPr></p:bg>"
    layout._element.cSld.insert(0, parse_xml(fill))
    return saved(deck)


@pytest.mark.parametrize("way", ["link", "embed"])
def test_svg_goes_and_its_picture_stays(way):
    parts = made(drawn(Presentation(), way))
    assert b"example.org" not in b"".join(parts.values())
    assert b"svgBlip" not in parts[TITLE_ONLY]
    assert [name for name in parts if name.endswith(".svg")] == []


def test_relationship_of_the_whole_file_to_another_host_is_dropped(plain):
    outer = (
        b'<Relationship Id="rId99"'
        b' Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"'
        b' Target="https://example.org/t.png" TargetMode="External"/></Relationships>'
    )
    file = changed(
        plain, "_rels/.rels", lambda content: content.replace(b"</Relationships>", outer)
    )
    parts = made(file)
    assert [
        name for name, content in parts.items() if name.endswith(".rels") and b"External" in content
    ] == []
    assert b"example.org" not in b"".join(parts.values())


def test_document_on_a_hostile_template_leads_out_of_no_part(invented, tmp_path):
    mall = tmp_path / "mall.pptx"
    outer = (
        b'<Relationship Id="rId99" Type="x" Target="https://example.org/t"'
        b' TargetMode="External"/></Relationships>'
    )
    mall.write_bytes(
        changed(
            drawn(Presentation(), "embed"),
            "_rels/.rels",
            lambda content: content.replace(b"</Relationships>", outer),
        )
    )
    file = files.make(
        invented, Choice("ssg", Filter(), ("brott",)), ".pptx", dt.date(2024, 5, 28), mall
    )
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert [name for name in package.namelist() if name.endswith(".svg")] == []
        assert not any(
            b"External" in package.read(name)
            for name in package.namelist()
            if name.endswith(".rels")
        )
        assert not any(b"example.org" in package.read(name) for name in package.namelist())


def test_layout_with_room_is_chosen_before_one_that_has_less_beside_its_title():
    deck = Presentation()
    section = deck.slide_layouts[2]
    for shape in list(section.placeholders):
        if shape.placeholder_format.type == PP_PLACEHOLDER.BODY:
            shape._element.getparent().remove(shape._element)
    title = section.placeholders[0]
    title.left, title.top, title.width, title.height = Pt(40), Pt(380), Pt(600), Pt(60)
    assert template.given(saved(deck), "mall.pptx").content.name == "Title Only"
