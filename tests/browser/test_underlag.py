"""The page Mötesunderlag as a coordinator meets it: making, preview, files, narrow screens,
accessibility."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader
from reading import fits_the_window, open_page, pick, serious_faults

NOTE_PROGRESS = """() => {
    window.told = new Set();
    const note = () => document.querySelectorAll("[data-testid=stProgress]").forEach((bar) => told.add(bar.innerText));
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
}"""  # noqa: E501


def make(page: Page) -> None:
    page.get_by_role("button", name="Gör underlaget").click()
    expect(page.get_by_role("img", name="Sida 1 av")).to_be_visible()


def test_document_is_made_shown_page_by_page_and_downloaded(app, page):
    open_page(page, f"{app}/underlag?omrade=Råslätt&ar=2023")
    expect(page.get_by_text("Här visas det då sida för sida")).to_be_visible()
    page.evaluate(NOTE_PROGRESS)
    make(page)
    told = {text.strip() for text in page.evaluate("[...window.told]")}
    assert told & {"Medborgarlöfte", "Räknade resultat", "Anmälda brott", "Filerna skrivs"}
    for label, ending in (("PowerPoint", "pptx"), ("PDF", "pdf"), ("Excel", "xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Ladda ner {label}").click()
        assert waiting.value.suggested_filename.endswith(f".{ending}")
        if ending == "pptx":
            slides = Presentation(Path(waiting.value.path())).slides
            assert "Råslätt · 2023" in "".join(
                shape.text_frame.text for shape in slides[0].placeholders
            )
        if ending == "pdf":
            pages = len(PdfReader(waiting.value.path()).pages)
            expect(page.get_by_role("img", name=f" av {pages}.")).to_have_count(pages)


def test_choices_are_in_the_address_and_a_change_puts_the_files_away(app, page):
    open_page(page, f"{app}/underlag")
    make(page)
    pick(page, "Tillfälle", "Lokal polisbriefing")
    expect(page.get_by_text("Valet har ändrats.")).to_be_visible()
    expect(page.get_by_role("button", name="Ladda ner")).to_have_count(0)
    page.get_by_label("Rubrik").fill("Råslätt i kväll")
    page.get_by_label("Rubrik").press("Enter")
    expect(page).to_have_url(
        re.compile(
            r"tillfalle=Lokal\+polisbriefing.*rubrik=|rubrik=.*tillfalle=Lokal\+polisbriefing"
        )
    )
    page.reload()
    expect(page.get_by_label("Rubrik")).to_have_value("Råslätt i kväll")
    expect(page.get_by_role("group", name="Valt").last).to_have_text(
        re.compile("Området.*Karta.*Lägesbild.*Anmälda brott.*Dialoger")
    )


def test_own_template_that_is_no_presentation_is_told(app, page, tmp_path):
    (tmp_path / "mall.pptx").write_bytes(b"inte en pptx")
    open_page(page, f"{app}/underlag")
    page.locator("summary", has_text="Egen PowerPoint-mall").click()
    page.locator("input[type=file]").last.set_input_files(tmp_path / "mall.pptx")
    expect(page.get_by_text("mall.pptx", exact=True)).to_be_visible()
    page.get_by_role("button", name="Gör underlaget").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Mallen mall.pptx går inte att läsa som en PowerPoint-fil (.pptx)."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_serious_accessibility_faults(app, page, scheme):
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{app}/underlag")
    make(page)
    assert serious_faults(page) == []


def test_narrow_screen_needs_no_sideways_scroll(app, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{app}/underlag")
    make(page)
    fits_the_window(page)
