"""The invented kommun in a browser: its map, without an outline under it, and the mark on its
data."""

import pytest
from playwright.sync_api import expect
from reading import at_rest, click_area, open_map, open_page, serious_faults

BARS_OVER = """() => [...document.querySelectorAll(".lb-multiples figure")].flatMap((figure) => {
    const seen = [...figure.querySelectorAll("b:not(.lb-unseen)")].map(
        (number) => number.getBoundingClientRect());
    const meet = seen.some((a, i) => seen.slice(i + 1).some((b) => a.left < b.right
        && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
    return meet || figure.scrollWidth > figure.clientWidth ? [figure.innerText] : [];
})"""

NAMES_OVER = """() => {
    const seen = [...document.querySelectorAll(".omradesnamn div")]
        .filter((name) => name.style.visibility !== "hidden")
        .map((name) => [name.textContent, name.getBoundingClientRect()]);
    return seen.flatMap(([text, a], i) => seen.slice(i + 1).filter(([_, b]) => a.left < b.right
        && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map(([other]) => `${text} / ${other}`));
}"""


@pytest.fixture(scope="module")
def invented_app(serve, exempelstad) -> str:
    return serve("--data", str(exempelstad))


def test_map_draws_the_areas_of_a_kommun_that_has_no_outline(invented_app, page):
    frame = open_map(page, invented_app)
    expect(frame.locator("path.leaflet-interactive")).to_have_count(10)
    expect(frame.locator(".omradesnamn", has_text="Påhittsbacken")).to_have_count(1)


def test_band_is_seen_above_the_question_and_passes_axe(invented_app, page):
    open_page(page, f"{invented_app}/loften")
    band, question = page.get_by_role("note"), page.get_by_role("heading", level=1)
    expect(band).to_contain_text("Påhittade data")
    expect(question).to_be_visible()
    edge, top = band.bounding_box(), question.bounding_box()
    assert edge["y"] + edge["height"] <= top["y"]
    assert serious_faults(page) == []


def test_band_is_seen_whole_on_a_phone(invented_app, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{invented_app}/loften")
    bar = page.get_by_test_id("stHeader").bounding_box()
    band = page.get_by_role("note").bounding_box()
    assert band["y"] >= bar["y"] + bar["height"]


def test_first_screen_holds_answer_matters_figures_map_and_areas(invented_app, page):
    page.set_viewport_size({"width": 1400, "height": 900})
    open_page(page, invented_app)
    page.get_by_role("button", name="Visa inte igen").click()
    at_rest(page)
    for part in ("h1", ".lb-raised", ".lb-tiles", "iframe[title^=streamlit_folium]", ".lb-areas"):
        box = page.locator(part).last.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 900, (part, box)


@pytest.mark.parametrize("width", [1400, 390, 330])
def test_counted_results_keep_to_their_own_place(invented_app, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{invented_app}/loften")
    bars = page.locator(".lb-multiples figure").filter(has_text="de 12 senaste").first
    expect(bars.locator("b")).to_have_count(12)
    expect(bars.locator("b:not(.lb-unseen)").first).to_be_visible()
    assert page.evaluate(BARS_OVER) == []


@pytest.mark.parametrize(("place", "screens"), [("Drömhöjden", 6), ("Öxnehaga", 4)])
def test_area_is_few_screens_on_a_phone(invented_app, app, page, place, screens):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{app if place == 'Öxnehaga' else invented_app}/omrade?plats={place}")
    expect(page.locator("summary", has_text="Var ligger det?")).to_be_visible()
    page.get_by_role("button", name="Visa inte igen").click()
    at_rest(page)
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    assert height <= screens * 844


def test_click_on_the_folded_map_opens_the_area(app, page):
    open_page(page, f"{app}/omrade?plats=Öxnehaga")
    page.locator("summary", has_text="Var ligger det?").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("path.leaflet-interactive:not([d='M0 0'])").first).to_be_visible()
    click_area(frame, "Ekhagen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad vet vi om Ekhagen?")


@pytest.mark.parametrize("address", ["", "dialoger"])
def test_names_on_a_small_map_do_not_cover_each_other(invented_app, page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    frame = open_map(page, f"{invented_app}/{address}")
    page.locator("iframe").scroll_into_view_if_needed()
    at_rest(page)
    names = frame.locator(".omradesnamn").first
    assert names.evaluate(NAMES_OVER) == []


def test_lake_is_named(app, page):
    expect(open_map(page, app).locator(".sjonamn")).to_have_text("Vättern")
