"""A number that stands in more than one place is the same number: for ten choices by chance on
Exempelstad, the start page, Område, the page of each subject, and the documents."""

import datetime as dt
import io
import random
import re
from collections.abc import Iterator

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from briefing import files
from briefing.blocks import Choice
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for

PARTS = ("lagesbild", "omrade", "problemindex", "brott", "dialoger")
CARD = re.compile(
    r'<section class="lb-card"><h3>(.*?)</h3><div class="(.*?)">(.*?)</div>(.*?)</section>', re.S
)
TILE = re.compile(
    r'<section class="lb-tile"><h3>(.*?)<a .*?<span class="(?:value|missing)">(.*?)</span>', re.S
)
DRAWN = random.Random(13)
UNKNOWN = "ejpublicerat"
CHOICES = [
    (tuple(DRAWN.sample(range(10), count)), tuple(sorted(DRAWN.sample(range(2018, 2026), years))))
    for count, years in [
        (0, 0),
        (1, 0),
        (2, 0),
        (1, 1),
        (2, 1),
        (3, 2),
        (4, 1),
        (0, 1),
        (1, 2),
        (2, 3),
    ]
]


def squeezed(text: str) -> str:
    """The text without spaces and what only tells where a line may break."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def written(page) -> str:
    """The HTML of a page, without the explanations of its words."""
    html = " ".join(element.proto.body for element in page.get("html"))
    return re.sub("</?dfn[^>]*>", "", html)


def plain(text: str) -> str:
    return squeezed(re.sub(r"<[^>]+>", " ", text))


def cards(page) -> dict[str, str]:
    """The key figures of a page by label and period, those that are known."""
    return {
        heading: plain(value)
        for heading, kind, value, _ in CARD.findall(written(page))
        if kind != "missing"
    }


def details(page) -> str:
    return plain(" ".join(rest for *_, rest in CARD.findall(written(page))))


def slides(content: bytes) -> str:
    def texts(shapes) -> Iterator[str]:
        for shape in shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                yield from texts(shape.shapes)
            elif shape.has_text_frame:
                yield shape.text_frame.text
            elif getattr(shape, "has_table", False):
                yield from (cell.text for row in shape.table.rows for cell in row.cells)

    return squeezed(
        " ".join(
            text
            for slide in Presentation(io.BytesIO(content)).slides
            for text in texts(slide.shapes)
        )
    )


def paper(content: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def sheets(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )
    return squeezed(" ".join(map(str, cells)))


def row(page, table: str, name: str) -> list[str]:
    """The cells of a name's row in the table whose description begins so; [] where there is
    none."""
    found = re.search(rf'aria-label="[^"]*{table}[^"]*".*?</table>', written(page), re.S)
    cells = re.search(rf"<tr><td[^>]*>{name}</td>(.*?)</tr>", found[0] if found else "", re.S)
    return (
        [squeezed(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", cells[1])] if cells else []
    )


@pytest.mark.parametrize(("places", "years"), CHOICES)
def test_every_number_is_the_same_wherever_it_stands(open_page, exempelstad, places, years):
    store = opened_for(Reader(), exempelstad)
    names = dict(sorted(reference.neighbourhoods(store).items()))
    areas = tuple(list(names)[place] for place in places)
    called, told = [names[area] for area in areas], list(map(str, years))
    pages = {
        name: open_page(f"pages/{name}.py", exempelstad, omrade=called, ar=told)
        for name in ("lagesbild", "brott", "problemindex", "dialoger")
    }
    start = cards(pages["lagesbild"])
    by_label = {
        re.sub(r" (\d{4}.*|kvartal.*)$", "", heading): value for heading, value in start.items()
    }
    tiles = dict(TILE.findall(written(pages["lagesbild"])))
    first = f" i {called[0]}" if len(called) == 1 else ""
    assert plain(tiles["Problemindex"]) == by_label.get(
        f"Problemindex{first}" if first else "Kommunens problemindex", UNKNOWN
    )
    assert plain(tiles["Dialoger"]) in (by_label.get("Hållna dialoger"), "ingenilistan", UNKNOWN)
    choice = Choice("polisbriefing", Filter(areas, years), PARTS)
    made = {
        kind: read(files.make(store, choice, kind, dt.date(2026, 1, 15)))
        for kind, read in ((".pptx", slides), (".pdf", paper), (".xlsx", sheets))
    }

    for kind, text in made.items():
        for heading, value in start.items():
            label = re.sub(r" (\d{4}.*|kvartal.*)$", "", heading)
            both = squeezed(f"{label}{value}") if kind == ".xlsx" else squeezed(f"{heading}{value}")
            assert both in text, (kind, heading, value)

    # Dialogues: all, and by tertial.
    of_page = cards(pages["dialoger"])
    held = next(
        (value for heading, value in of_page.items() if heading.startswith("Hållna dialoger")),
        "ingenilistan",
    )
    if len(years) == 1:
        assert held == by_label.get("Hållna dialoger", "ingenilistan")
        by_tertial = re.findall(r"tertial(\d):(\d+)", details(pages["lagesbild"]))
        shown = next(
            (
                value
                for heading, value in of_page.items()
                if heading.startswith("Dialoger per tertial")
            ),
            "–·–·–",
        )
        assert (
            shown.split("·") == [dict(by_tertial).get(number, "–") for number in "123"]
            or not by_tertial
        )

    # Reported crimes: the page's own card, and each area side by side.
    crimes = {
        label: value for label, value in by_label.items() if label.startswith("Anmälda brott")
    }
    [count] = [
        value for heading, value in cards(pages["brott"]).items() if heading.startswith("Antal")
    ]
    shown_area = sorted(called, key=lambda name: name.translate(str.maketrans("åäöÅÄÖ", "{|~{|~")))[
        :1
    ]
    if len(called) <= 3:
        assert (
            count == crimes[f"Anmälda brott i {shown_area[0]}" if shown_area else "Anmälda brott"]
        )
    tile = plain(tiles["Anmälda brott"])
    own = crimes.get(f"Anmälda brott{first}", crimes.get("Anmälda brott"))
    assert tile == own if own else tile in details(pages["lagesbild"])
    for name in called if len(called) > 1 else []:
        when, number, *_ = row(pages["brott"], "i de valda områdena", name)
        assert crimes.get(f"Anmälda brott i {name}") == number or f"{name}{number}" in details(
            pages["lagesbild"]
        )
        for kind, text in made.items():
            assert f"{squeezed(name)}{when}{number}" in text, (kind, name)

    # The problemindex: an area's card, its row on the page of the index, and its card on Område.
    for name in called:
        of_area = open_page("pages/omrade.py", exempelstad, plats=[name], ar=told)
        known = (
            value for heading, value in cards(of_area).items() if heading.startswith("Problemindex")
        )
        index = next(known, UNKNOWN)
        ranked = row(pages["problemindex"], "Problemindex per område", name)
        assert not ranked or ranked[0] == index
        if len(called) == 1:
            assert by_label.get(f"Problemindex i {name}", index) == index
        for kind, text in made.items():
            assert index == UNKNOWN or index in text, (kind, name, index)
