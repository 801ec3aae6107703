"""The part about the areas: the same answers as the page Område, for chosen areas or those that are
prioritised."""

import datetime as dt
import io

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader
from test_pptx import inside, titles

from briefing import files
from briefing.blocks import Choice, Findings, KeyFigures, Prose, Tabulated
from briefing.occasions import OCCASIONS
from briefing.parts import document
from lagesbild_data.answers.area import dialogues, findings, key_figures, promises
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told

MADE = dt.date(2024, 12, 28)


def part(store, *areas, years=()):
    """The blocks of the part, and what the document says isn't published."""
    whole = document(
        store, Choice("polisbriefing", Filter(areas, years), ("omrade",)), MADE, lambda *_: None
    )
    found = {part.name: part.blocks for part in whole.parts}
    lacking = found.get("Det som inte är publicerat för urvalet", ())
    return found.get("Området", ()), " ".join(
        text for block in lacking for text in block.paragraphs
    )


def one(blocks, kind, title):
    [block] = [block for block in blocks if isinstance(block, kind) and title in block.title]
    return block


def test_police_briefing_begins_with_the_area():
    assert OCCASIONS["polisbriefing"].parts[0] == "omrade"


def test_chosen_area_is_told_as_on_its_page(published):
    blocks, _ = part(published, "oxnehaga")
    figures = one(blocks, KeyFigures, "Öxnehaga: läget i korthet").figures
    assert list(figures) == [
        figure for figure in key_figures.key_figures(published, "oxnehaga") if figure.kallor
    ]
    news = one(blocks, Findings, "Öxnehaga: vad är nytt").items
    known = findings.changes(published, "oxnehaga") + dialogues.dialogue_findings(
        published, "oxnehaga"
    )
    assert list(news) == [finding for finding in known if "bytte status" not in told(finding)]
    unknown = one(blocks, Prose, "vad vet vi inte?").paragraphs
    assert list(unknown) == findings.open_questions(published, "oxnehaga", has_surface=True)
    targets = one(blocks, Tabulated, "7 mål")
    assert len(targets.table.texts) == len(promises.targets(published, "oxnehaga"))
    assert sum("ej publicerat" in row for row in targets.table.texts) == 5
    dated = one(blocks, Tabulated, "de senaste först")
    assert dated.table.texts[0] == [
        "3 juni 2024",
        "Händelse",
        "Medborgardialog, Information inför sommarlovet, Öxnehaga.",
    ]


def test_activities_are_the_latest_promises_with_their_follow_up_in_full(published):
    blocks, _ = part(published, "oxnehaga")
    table = one(blocks, Tabulated, "Medborgarlöfte 2024, senast rapporterat: 6 pågår")
    rows = promises.activities(published, "oxnehaga")
    assert [row[3] for row in table.table.texts] == list(rows.loc[rows["nu"], "text"])
    assert {row[1] for row in table.table.texts} == {"▶ pågår°"}
    assert table.table.texts[0][-1] == "hela kommunen, särskilt Öxnehaga"
    assert table.basis.caveats[0] == "7 aktiviteter i tidigare löften visas inte här."


def test_without_a_choice_the_prioritised_areas_are_told_of_briefly(published):
    blocks, _ = part(published)
    table = one(blocks, Tabulated, "De 5 prioriterade områdena i korthet")
    assert [row[0] for row in table.table.texts] == [
        "Centrum",
        "Huskvarna Söder",
        "Råslätt",
        "Österängen",
        "Öxnehaga",
    ]
    assert table.table.texts[2][2:4] == ["6\N{NO-BREAK SPACE}036 (2025)", "utsatt område (2025)"]
    news = one(blocks, Findings, "Centrum: vad är nytt").items
    assert told(news[-1]) == "Ingen hållen dialog i listan är knuten till Centrum."
    unknown = one(blocks, Prose, "Vad vet vi inte om områdena?").paragraphs
    assert "Centrum: Problemindex är inte publicerat." in unknown
    assert len(blocks) == 2 + 2 * 5


def test_at_most_seven_areas_are_told_of_and_the_rest_named(published):
    names = (
        "raslatt",
        "osterangen",
        "oxnehaga",
        "huskvarna-soder",
        "centrum",
        "ekhagen",
        "huskvarna-centrum",
        "bankeryd",
    )
    blocks, lacking = part(published, *names)
    assert len(one(blocks, Tabulated, "De 7 områdena i korthet").table.rows) == 7
    assert "Högst 7 områden får egna bilder. Utan är Öxnehaga." in lacking


def test_what_isnt_there_is_a_gap(published, litet):
    blocks, lacking = part(published, "bankeryd", years=(2023,))
    assert "ingen aktivitet i Medborgarlöfte 2023 är knuten till Bankeryd." in lacking
    assert "Inget mål är knutet till Bankeryd." in lacking
    assert (
        "Folkmängden är inte publicerad till och med 2023."
        in one(blocks, Prose, "vad vet vi inte").paragraphs
    )
    for path in litet.glob("*.csv"):
        if path.name not in ("omraden.csv", "kallor.csv"):
            path.unlink()
    blocks, lacking = part(opened_for(Reader(), litet))
    assert blocks == ()
    assert "inget område är valt, och inget är prioriterat i underlaget" in lacking


@pytest.mark.parametrize(
    "chosen",
    [Filter(), Filter(("oxnehaga",)), Filter(("raslatt", "ekhagen"), (2023,))],
    ids=["all", "one", "2023"],
)
def test_briefing_is_whole_in_every_kind_of_file(published, chosen):
    choice = Choice("polisbriefing", chosen)
    made = {
        ending: files.make(published, choice, ending, MADE) for ending in (".pptx", ".pdf", ".xlsx")
    }
    deck = Presentation(io.BytesIO(made[".pptx"]))
    assert inside(deck) == []
    assert any(
        title.endswith("läget i korthet") or "områdena i korthet" in title for title in titles(deck)
    )
    assert "vad är nytt" in " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(made[".pdf"])).pages
    )
    book = openpyxl.load_workbook(io.BytesIO(made[".xlsx"]))
    cells = {
        cell
        for sheet in book
        if sheet.title.startswith("Området")
        for row in sheet.values
        for cell in row
    }
    assert {
        "Folkmängd",
        "2021: utsatt område, 2015: på listan (inte bland de 14 prioriterade)",
    } & cells


def test_slides_of_an_area_have_its_sources_in_the_notes(published):
    slides = files.make(
        published, Choice("polisbriefing", Filter(("oxnehaga",)), ("omrade",)), ".pptx", MADE
    )
    shown = [
        slide
        for slide in Presentation(io.BytesIO(slides)).slides
        if "6 pågår" in slide.shapes.title.text
    ]
    assert "Källa: Uppföljning medborgarlöfte 2024." in shown[0].notes_slide.notes_text_frame.text


def test_what_the_opening_tells_of_an_area_is_not_told_again(exempelstad):
    store, chosen = opened_for(Reader(), exempelstad), Filter(("pahittsbacken",), (2024,))
    made = document(store, Choice("polisbriefing", chosen, ()), MADE, lambda *_: None)
    told_once = [
        told(item)
        for block in (made.opening, *(block for part in made.parts for block in part.blocks))
        if isinstance(block, Findings)
        for item in block.items
        if "Anmälda brott i Påhittsbacken" in told(item)
    ]
    assert len(told_once) == 1
