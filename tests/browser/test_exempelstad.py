"""The invented kommun in a browser: its map, without an outline under it, and the mark on its
data."""

import pytest
from playwright.sync_api import expect
from reading import at_rest, open_map, open_page, serious_faults


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
