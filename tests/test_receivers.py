"""Text is never code: the same hostile texts are handed over to everything that takes text, and
come out as they went in. What Markdown and figures become is read in a browser, in
tests/browser/test_hostile_names.py.
"""

import csv
import datetime as dt
import html.parser
import io
import json
import re
import shutil
import sqlite3
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import geopandas as gpd
import icalendar
import openpyxl
import pandas as pd
import pytest
import streamlit_folium
from hostile import TEXTS, UNWRITTEN, free_columns, write_store
from markupsafe import Markup
from pptx import Presentation
from pypdf import PdfReader
from shapely.geometry import box
from test_pages import PAGES
from test_pages import html as shown

from briefing import files
from briefing.blocks import Basis, Chart, Charts, Choice, Document, Part, Point, Prose, Tabulated
from briefing.parts import PARTS
from briefing.pdf.paper import pdf_bytes
from briefing.pptx import template
from briefing.pptx.slides import pptx_bytes
from briefing.xlsx.sheet import table_bytes
from briefing.xlsx.workbook import xlsx_bytes
from charts.theme import inert
from geo import area_map, geopackage
from lagesbild_data.__main__ import main
from lagesbild_data.answers.dialogues import events, ical
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.bring import demo, templates
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.table import Table
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words import commands, spreadsheet, swedish
from ui.frame import data
from ui.frame.html import markdown, render

LITET = Path(__file__).parent / "litet"
MADE = dt.date(2024, 5, 28)
COLOURS = area_map.MapColours(*["#123456"] * 8)
SQUARE = box(14.1, 57.7, 14.2, 57.8)
RUN = "[=+@\t\r\n＝＋＠－-]"
"""What a spreadsheet runs begins so."""


def bare(text: str) -> str:
    """The text without what a file may write in another way: spaces, ends of lines, signs without
    width."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        sign for sign in composed if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )


# What each receiver gives of the texts


def on_map(texts: Sequence[str], folder: Path) -> list[str]:
    """As a name, an id and a line of a tooltip of one area, read out of the script that the browser
    gets."""
    base = area_map.base_map(
        gpd.GeoDataFrame(geometry=[SQUARE], crs=4326), COLOURS, street_tiles=False
    )
    base.get_root().render()
    return [_name_on_map(base, text) for text in texts]


def _name_on_map(base: area_map.BaseMap, text: str) -> str:
    columns = {"omrade_id": [text], "label_lat": 57.7, "label_lon": 14.1}
    surfaces = gpd.GeoDataFrame(columns, geometry=[SQUARE])
    views = [area_map.AreaView(text, text, text, (text, text), "hel")]
    layer = area_map.AreaLayer(*area_map.drawn(surfaces, views, COLOURS))
    script = streamlit_folium._get_feature_group_string(layer, base.copy())
    [area], _ = json.JSONDecoder().raw_decode(script[script.index("[{") :])
    assert html.unescape(area["properties"]["tooltip"]) == f"<b>{text}</b><br>{text}"
    return area["properties"]["omrade_id"]


def in_html(texts: Sequence[str], folder: Path) -> list[str]:
    """In an element and in an attribute."""
    found: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append(dict(attributes)["title"])

        def handle_data(self, data):
            assert data == found[-1]

    for text in texts:
        Reader().feed(Markup('<p title="{}">{}</p>').format(text, text))
    return found


def in_figure(texts: Sequence[str], folder: Path) -> list[str]:
    """As plotly reads tags and entities."""
    assert not any("<" in inert(text) for text in texts)
    return [html.unescape(inert(text)) for text in texts]


def in_csv(texts: Sequence[str], folder: Path) -> list[str]:
    """In headings and cells, beside a number that stays one."""
    frame = pd.DataFrame({text: [text, -1.5] for text in texts}, dtype=object)
    headings, cells, numbers = read_csv(spreadsheet.csv_bytes(frame))
    assert not any(re.match(RUN, cell) for cell in (*headings, *cells))
    assert set(numbers) == {"-1.5"}
    assert headings == cells
    return [spreadsheet.active(cell) for cell in cells]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def in_workbook(texts: Sequence[str], folder: Path) -> list[str]:
    """In headings, cells and notes, beside a number that stays one."""
    frame = pd.DataFrame({text: [text, -1.5] for text in texts}, dtype=object)
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(Table(frame), texts[0], texts)))
    headings, cells, numbers = book["Tabell"].iter_rows()
    assert {cell.data_type for cell in (*headings, *cells)} == {"s"}
    assert {cell.value for cell in numbers} == {-1.5}
    assert {cell.data_type for row in book["Om"].iter_rows() for cell in row} == {"s"}
    return [returned(cell.value) for cell in cells]


def returned(text: str) -> str:
    """A cell's text as a spreadsheet shows it: openpyxl leaves returns as they are written."""
    return text.replace("_x000D_", "\r")


def in_template(texts: Sequence[str], folder: Path) -> list[str]:
    """As names of areas, and in the list of those that may be chosen."""
    rows = {
        "omraden": [
            {"omrade_id": text, "namn": text, "typ": "ort", "kommunkod": None} for text in texts
        ]
    }
    book = openpyxl.load_workbook(
        io.BytesIO(templates.xlsx_bytes(["omraden", "folkmangd"], rows, rows))
    )
    offered = [cell for row in book[templates.LISTS].iter_rows() for cell in row if cell.value]
    cells = [row[1] for row in book["Områden"].iter_rows(min_row=3)]
    assert {cell.data_type for cell in (*cells, *offered)} == {"s"}
    assert {cell.value for cell in cells} <= {cell.value for cell in offered}
    return [returned(cell.value) for cell in cells]


def document(texts: Sequence[str]) -> Document:
    blocks = (
        Prose(texts[0], Basis(tuple(texts)), tuple(texts)),
        Tabulated("Tabell", Basis(), Table(pd.DataFrame({"Text": texts, "Tal": -1.5}))),
        Charts(
            "Diagram",
            Basis(),
            tuple(Chart(text, "antal", (Point(text, 1, "1"),)) for text in texts),
        ),
    )
    method = {text: text for text in texts}
    return Document(texts[0], texts[0], texts[0], MADE, "1", "", (Part("Del", blocks),), method)


def in_slides(texts: Sequence[str], folder: Path) -> list[str]:
    """In a table, as the title of a chart, and in the workbook behind it."""
    deck = Presentation(io.BytesIO(pptx_bytes(document(texts), template.own())))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    for chart, text in zip(charts, texts, strict=True):
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert sheet["A2"].data_type == sheet["B1"].data_type == "s", text
        assert (sheet["B2"].value, sheet["B1"].hyperlink) == (1, None)
        assert (
            bare(chart.plots[0].series[0].name) == bare(returned(sheet["B1"].value)) == bare(text)
        )
    return [
        row.cells[0].text for shape in shapes if shape.has_table for row in [*shape.table.rows][1:]
    ]


def in_book_of_document(texts: Sequence[str], folder: Path) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(document(texts))))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {
        "s",
        "n",
    }
    assert book.properties.title == texts[0]
    [sheet] = (sheet for sheet in book if sheet["B4"].value == "Tal")
    return [
        returned(row[0])
        for row in sheet.iter_rows(min_row=5, max_row=4 + len(texts), values_only=True)
    ]


def in_pdf(texts: Sequence[str], folder: Path) -> list[str]:
    """Those of the texts that stand in the document; no font of ours has signs of full width, and
    what is written from right to left is read so."""
    plain = {text: re.sub("[\u202e\u202c]", "", text).replace("＝", "=") for text in texts}
    made = PdfReader(io.BytesIO(pdf_bytes(document([*plain.values()]))))
    read = bare(" ".join(page.extract_text() for page in made.pages))
    return [text for text in texts if bare(plain[text]) in read]


def in_calendar(texts: Sequence[str], folder: Path) -> list[str]:
    """As ids, places and remarks of events; nothing in them is another event."""
    rows = events.chosen_events(opened_for(Reader(), LITET), EventFilter())
    dated = rows[rows["precision"] == "dag"].iloc[[0] * len(texts)]
    rows = dated.assign(anmarkning=texts, plats=texts, handelse_id=texts)
    titles = dict.fromkeys(rows["kalla_id"], texts[0])
    calendar = icalendar.Calendar.from_ical(ical.calendar(rows, titles, dt.datetime.now(dt.UTC)))
    found = calendar.walk("VEVENT")
    assert len(calendar.subcomponents) == len(found) == len(texts)
    assert all(
        bare(text) in bare(str(event["LOCATION"])) for text, event in zip(texts, found, strict=True)
    )
    return [str(event["UID"]).removesuffix("@handelser.lagesbild") for event in found]


def in_geopackage(texts: Sequence[str], folder: Path) -> list[str]:
    """In cells, and as names of columns and of the styles that QGIS reads."""
    areas = gpd.GeoDataFrame({"omrade_id": texts}, geometry=[SQUARE] * len(texts), crs=4326)
    values = pd.DataFrame(
        {"omrade_id": texts, "Text": texts} | {text: range(len(texts)) for text in texts}
    )
    colours = {text: ["#000000", "#ffffff"] for text in texts}
    (folder / "a.gpkg").write_bytes(geopackage.geopackage(areas, values, colours))
    with sqlite3.connect(folder / "a.gpkg") as connection:
        styles = connection.execute(
            "SELECT styleName, styleQML FROM layer_styles ORDER BY id"
        ).fetchall()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(omraden)")]
        cells = [text for [text] in connection.execute('SELECT "Text" FROM omraden ORDER BY fid')]
    assert [name for name, _ in styles] == cells
    assert all(ET.fromstring(qml).find("renderer-v2").get("attr") in columns for _, qml in styles)
    return cells


RECEIVERS: tuple[Callable[[Sequence[str], Path], list[str]], ...] = (
    on_map,
    in_html,
    in_figure,
    in_csv,
    in_workbook,
    in_template,
    in_slides,
    in_book_of_document,
    in_pdf,
    in_calendar,
    in_geopackage,
)
REWRITTEN = {in_workbook, in_template, in_slides, in_book_of_document, in_pdf, in_calendar}
"""In these a line may end in another way."""


@pytest.mark.parametrize("receiver", RECEIVERS, ids=lambda receiver: receiver.__name__)
def test_text_comes_out_as_it_went_in(receiver, tmp_path):
    written = bare if receiver in REWRITTEN else str
    assert [*map(written, receiver(TEXTS, tmp_path))] == [*map(written, TEXTS)]


def test_text_that_is_no_markup_is_never_written_as_html():
    with pytest.raises(TypeError, match="Markup"):
        render("<b>fet</b>")  # type: ignore[arg-type]


def test_file_gets_a_name_that_any_system_can_have():
    names = [spreadsheet.file_name(f"tabell-{text}-2024") for text in (*TEXTS, *UNWRITTEN)]
    assert all(re.fullmatch(r"tabell-[\w.-]{0,113}", name) for name in names)
    assert (
        spreadsheet.file_name("anmalda-brott-ar-samtliga-råslätt")
        == "anmalda-brott-ar-samtliga-råslätt"
    )


# A store whose names, texts and ids are all hostile


@pytest.fixture(scope="session")
def hostile_stores(tmp_path_factory) -> list[Path]:
    """Three, whose areas together bear most of the texts."""
    folder = tmp_path_factory.mktemp("hostile")
    demo.write(folder / "exempelstad", reports=300)
    return [
        write_store(folder / "exempelstad", folder / str(first), first) for first in (0, 13, 26)
    ]


def test_every_column_of_free_text_is_hostile_in_the_store_that_the_pages_are_opened_on(
    hostile_stores,
):
    rows = rows_of(Location.parse(hostile_stores[0]))
    for table, column in free_columns():
        texts = {row[column.name] for row in rows[table.name]} - {None}
        assert any(text.startswith(TEXTS[0]) for text in texts), (table.name, column.name)


@pytest.mark.parametrize(
    ("path", "number"),
    [*((path, 0) for path in PAGES), *product(("pages/lagesbild.py", "pages/omrade.py"), (1, 2))],
)
def test_page_opens_on_names_of_every_kind_and_shows_them_as_they_are(
    open_page, hostile_stores, path, number
):
    names = sorted(
        reference.neighbourhoods(opened_for(Reader(), hostile_stores[number])).values(),
        key=swedish.sort_key,
    )
    app = open_page(path, store=hostile_stores[number])
    assert not app.error
    assert not app.exception
    assert app.multiselect(key="omrade").options == names
    for name in names[::3] if path == "pages/omrade.py" else ():
        app.selectbox(key="plats").select(name).run()
        assert not app.error, name
        assert app.title[0].value == f"Vad vet vi om {markdown(name)}?"
        assert Markup('<p class="lb-sentence">{} · alla år</p>').format(name) in shown(app)


@pytest.mark.parametrize(
    "section", ["Tabeller", "Kvalitet och källor", "Ändringslogg", "Ladda ner allt"]
)
def test_every_section_and_file_of_the_data_page_is_made_of_hostile_names(
    open_page, hostile_stores, saved, section
):
    app = open_page("pages/data.py", store=hostile_stores[0], avsnitt=[section])
    for table in app.selectbox(key="tabell").options if section == "Tabeller" else ():
        app.selectbox(key="tabell").select(table).run()
        assert not app.error, table
    assert not app.error
    for name, content in saved[0].items():
        if name.endswith(".csv"):
            cells = [cell for row in read_csv(content) for cell in row]
            assert not any(
                re.match(RUN, cell) and not re.fullmatch("-[0-9,]+", cell) for cell in cells
            )
        elif name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert not any(
                cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
            )


@pytest.mark.parametrize("ending", [".pptx", ".pdf", ".xlsx"])
def test_document_is_made_of_hostile_names(hostile_stores, tmp_path, ending):
    store = shutil.copytree(hostile_stores[0], tmp_path / "lager")
    for path in store.glob("*.csv"):  # no font of ours has signs of full width
        path.write_bytes(path.read_bytes().replace("＝".encode(), b"="))
    assert files.make(
        opened_for(Reader(), store), Choice("ssg", Filter(), tuple(PARTS)), ending, MADE
    )


# The terminal and the log


def test_command_line_writes_no_sign_that_a_terminal_acts_on(litet, put, capsys):
    commands.say(*UNWRITTEN)
    assert capsys.readouterr().out.splitlines() == [
        "\\x00noll",
        "\\x1b[31mröd",
        "\\x1b]0;titel\\x07",
        "a\\nSÅ ÄR DET",
        "b\\rc",
        "\\x9b31m",
        "\\u202eomvänt",
        "\\ud800",
    ]
    put("folkmangd", 2, "antal", "\x1b]0;titel\x07\ninga fel")
    assert main(["check", str(litet)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        'folkmangd.csv rad 2, kolumn antal: "]0;titel\\ninga fel" är inte ett heltal'
    ]


def test_text_in_a_failure_is_no_entry_of_the_log(open_page, monkeypatch, caplog):
    def broken(*_):
        raise ValueError("\n".join(("område", "Fel 12345678", "\x1b[31mröd\u2028x")))

    monkeypatch.setattr(data, "area_surfaces", broken)
    app = open_page("pages/lagesbild.py")
    [record] = [record for record in caplog.records if record.name == "lagesbild"]
    first, *rest = record.getMessage().split("\n")
    assert first == f"Fel {app.error[0].value.split('**')[1]}"
    assert all(line.startswith("    ") for line in rest)
    assert "    Fel 12345678" in rest
    assert "    \\x1b[31mröd\\u2028x" in rest
