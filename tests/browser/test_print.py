"""The pages on paper: what a figure, a map or a table shows on the screen is there, and nothing
lies over something else."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from reading import at_rest, open_page

PAPER = {"width": 718, "height": 1000}
"""A4 within the margins of the browser, in pixels."""
MARGIN = 28
"""Of the paper, in points."""
LAST_TICKS = """() => [...document.querySelectorAll(".js-plotly-plot")].map((figure) =>
    [...figure.querySelectorAll(".xtick text")].at(-1)?.textContent).filter(Boolean)"""
CUT = """() => {
    const right = document.querySelector("[data-testid=stMain]").clientWidth;
    return [...document.querySelectorAll(
        ".js-plotly-plot text, .main-svg, iframe, .lb-card, .lb-table td, .lb-multiples li")]
        .filter((part) => part.getBoundingClientRect().right > right)
        .map((part) => part.outerHTML.slice(0, 120));
}"""
OVER = """() => {
    const parts = [...document.querySelectorAll(
        ".main-svg:first-of-type, iframe, .lb-card, .lb-table, .lb-findings, .lb-note, h1, h2, h3")]
        .filter((part) => !part.closest("details, .lb-screen") && part.offsetParent !== null)
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([_, box]) => box.height);
    return parts.flatMap(([part, a], place) => parts.slice(place + 1)
        .filter(([other, b]) => !part.contains(other) && a.left + 1 < b.right
            && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom)
        .map(([other]) => `${part.outerHTML.slice(0, 80)} / ${other.outerHTML.slice(0, 80)}`));
}"""


def open_drawn(page: Page, address: str) -> None:
    """Open an address and wait until its figures and its map are drawn."""
    open_page(page, address)
    figures = page.get_by_test_id("stPlotlyChart")
    for place in range(figures.count()):
        expect(figures.nth(place).locator(".main-svg").first).to_be_attached()
    if page.locator("iframe").count():
        drawn = page.frame_locator("iframe").locator("path.leaflet-interactive:not([d='M0 0'])")
        expect(drawn.first).to_be_visible()
    at_rest(page)


def texts_on_paper(page: Page) -> list[tuple[str, float, float]]:
    """The texts of the printed page, each with where it begins and the width of its paper, in
    points."""
    found = []
    for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages:
        width = float(sheet.mediabox.width)

        def note(text, cm, tm, *_, width=width):
            found.append((text.strip(), tm[4] * cm[0] + tm[5] * cm[2] + cm[4], width))

        sheet.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize(
    "address", ["", "omrade?plats=Öxnehaga", "problemindex", "brott", "loften", "dialoger"]
)
def test_page_fits_the_paper(app, page, address):
    page.set_viewport_size({"width": 1920, "height": 900})
    open_drawn(page, f"{app}/{address}")
    last_ticks = page.evaluate(LAST_TICKS)
    told = texts_on_paper(page)
    for tick in last_ticks:
        assert [x for text, x, paper in told if text == tick and MARGIN < x < paper - MARGIN], tick
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    at_rest(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVER) == []


def test_figure_is_as_before_after_the_print(app, page):
    open_drawn(page, f"{app}/brott")
    last = page.locator(".js-plotly-plot .xtick text").last
    expect(last).to_be_visible()
    before = last.bounding_box()
    page.pdf(format="A4")
    at_rest(page)
    assert last.bounding_box() == before
    assert page.locator(".main-svg[viewBox]").count() == 0
