"""The PDF read back with pypdf: tagged, with bookmarks, and with the figures in its text."""

import io
import re

import pytest
from pypdf import PdfReader

from briefing.blocks import Chart, Point
from briefing.pdf import paper as pdf_file
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.words import swedish


@pytest.fixture(scope="module")
def pdf(paper):
    return PdfReader(io.BytesIO(paper))


def shown(pdf) -> str:
    """All text, without spaces and hyphens: where lines end differs."""
    text = "".join(page.extract_text() for page in pdf.pages)
    return (
        "".join(text.split()).replace("-", "").replace("\N{SOFT HYPHEN}", "").replace("\u2010", "")
    )


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def test_declares_that_it_is_accessible(pdf):
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "sv"
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Inför mötet"


def elements(pdf) -> list:
    """Every element of the document's structure."""
    found, rest = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while rest:
        element = rest.pop()
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if hasattr(kid, "get") and "/S" in kid:
                found.append(kid)
                rest.append(kid)
    return found


def test_headings_tables_and_figures_are_tagged(pdf):
    tags = {element["/S"] for element in elements(pdf)}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/P"} <= tags


def test_every_figure_has_alt_text(pdf):
    figures = [element for element in elements(pdf) if element["/S"] == "/Figure"]
    texts = [element.get("/Alt", "") for element in figures]
    assert sum(text.startswith("Stapeldiagram. ") for text in texts) == 10
    assert sum(text.startswith("Karta, lagret ") for text in texts) == 1
    assert all(texts)


def test_every_table_has_headings(pdf):
    for table in (element for element in elements(pdf) if element["/S"] == "/Table"):
        assert any(kid.get_object()["/S"] == "/THead" for kid in table["/K"])


def test_parts_are_bookmarks(pdf):
    names = [mark.title for mark in pdf.outline if not isinstance(mark, list)]
    assert names[:4] == ["Området", "Lägesbild", "Karta", "Medborgarlöfte"]
    assert names[-1] == "Källor och metod"


def test_fonts_are_embedded_and_not_the_machines(pdf):
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            [inner] = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(descriptor["/FontName"].split("+")[1])
    assert names <= {
        "LiberationSans",
        "LiberationSans-Bold",
        "DejaVuSansMono",
        "DejaVuSansMono-Bold",
    }


def test_paper_is_a4(pdf):
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {
        (595, 842)
    }


def test_figures_are_in_the_text(pdf, follow_ups, crime_rows):
    text = shown(pdf)
    for row in crime_rows:
        if row.kvartal is None:
            assert squeezed(swedish.number(row.antal)) in text
    for told in follow_ups.itertuples():
        assert squeezed(told.text) in text


def test_summary_comes_before_the_parts_and_readings_are_explained_on_their_page(pdf):
    whole = "".join(page.extract_text() for page in pdf.pages)
    assert "Senaste uppföljning i underlaget" in pdf.pages[0].extract_text()
    assert whole.index("Senaste uppföljning i underlaget") < whole.index("Läget i korthet")
    for page in pdf.pages:
        text = page.extract_text()
        assert ("pågår°" in text) == ("° läst ur källans text enligt regeln" in text)


def test_small_table_is_not_divided(published, make_everything):
    for padding in range(0, 40, 8):
        words = "\n".join(["Rad."] * padding)
        made = PdfReader(io.BytesIO(make_everything(published, ".pdf", "", {"lagesbild": words})))
        [page] = [page for page in made.pages if "Mot mätningen före" in page.extract_text()]
        assert "Bankeryd" in page.extract_text()
        assert "Öxnehaga" in page.extract_text()


def test_filter_version_and_date_are_in_the_text(pdf, published):
    for said in (
        "Urval: Alla områden · alla år",
        f"Dataversion: {published.version}",
        "Uttaget: 28 maj 2024",
    ):
        assert squeezed(said) in shown(pdf)


def test_text_is_never_markup(pdf):
    assert squeezed("Vi behöver tala om #krogarna, *alla* $x$.") in shown(pdf)


@pytest.mark.parametrize(
    "text", ["#panic()", '"; #read("/etc/passwd")', "= Rubrik", "// borta", "\\u{41}", "@kalla <x>"]
)
def test_text_of_data_stands_as_it_is(litet, put, make_everything, text):
    put("aktiviteter", 2, "namn", text)
    assert squeezed(text) in shown(
        PdfReader(io.BytesIO(make_everything(opened_for(Reader(), litet), ".pdf")))
    )


def test_invented_data_is_said_on_every_page(invented, make_everything, pdf):
    for page in PdfReader(io.BytesIO(make_everything(invented, ".pdf"))).pages:
        assert page.extract_text().startswith(reference.INVENTED)
    assert squeezed(reference.INVENTED) not in shown(pdf)


def test_nothing_of_a_long_row_is_lost(litet, put, make_everything):
    told = " ".join(f"z{i}z är en av meningarna om det som gjordes." for i in range(30))
    put("uppfoljningar", 2, "text", told)
    put("handelser", 3, "plats", "https://exempelstad.example/" + "lang" * 60)
    made = PdfReader(io.BytesIO(make_everything(opened_for(Reader(), litet), ".pdf")))
    text = shown(made)
    found = re.findall(r"z(\d+)z", text)
    assert list(map(int, found)) == list(range(30))
    assert "lang" * 60 in text.replace("\N{ZERO WIDTH SPACE}", "")


def test_sign_that_no_font_has_is_a_square_and_told(litet, put, make_everything):
    put("aktiviteter", 2, "namn", 'Fotpatruller 🚓 och "漢" \\ 😀\u200d🔥')
    text = shown(PdfReader(io.BytesIO(make_everything(opened_for(Reader(), litet), ".pdf"))))
    assert 'Fotpatruller□och"□"\\□□' in text
    assert "TeckensomtypsnitteniPDFfilensaknarstårsom□" in text


def test_same_document_is_the_same_bytes(paper, published, make_everything):
    comment = {"lofte": "Vi behöver tala om #krogarna, *alla* $x$."}
    assert make_everything(published, ".pdf", "Inför mötet", comment) == paper


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (4132, [0, 1000, 2000, 3000, 4000]),
        (50, [0, 10, 20, 30, 40, 50]),
        (9, [0, 2, 4, 6, 8]),
        (0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_axis_has_round_numbers(top, ticks):
    chart = Chart("Brott", "antal", (Point("2024", top, str(top)),))
    assert pdf_file._ticks(chart) == pytest.approx(ticks)
