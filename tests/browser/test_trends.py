"""The pages Problemindex and Anmälda brott as a reader meets them: curves, choices in the address, accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def at_rest(page: Page) -> None:
    """Wait until all figures are drawn."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator(".js-plotly-plot .xtick").first).to_be_attached()


def test_index_page_shows_numbers_arrows_and_the_product_s_own_bands(app, page, asked_hosts):
    page.goto(f"{app}/problemindex")
    at_rest(page)
    first = page.locator(".js-plotly-plot").first
    expect(first.get_by_text("Österängen 1,81")).to_be_visible()
    expect(first.get_by_text("▼ sänkt")).to_have_count(2)
    expect(first.get_by_text("▲ höjt")).to_have_count(3)
    expect(page.get_by_text("Banden låg, måttlig, förhöjd och hög är Lägesbilds egna.")).to_be_visible()
    expect(page.get_by_role("region", name="Problemindex per område 2023").locator("tbody tr")).to_have_count(7)
    assert not asked_hosts


def test_zoomed_axis_says_so(app, page):
    page.goto(f"{app}/problemindex?zooma=true")
    at_rest(page)
    expect(page.get_by_text("Axeln är inzoomad: den visar inte hela skalan")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first.get_by_text("Problemindex (inzoomad axel)")).to_be_visible()
    expect(page.get_by_text("Banden låg, måttlig")).to_have_count(0)


def test_perceived_and_reported_stand_in_a_panel_each(app, page):
    page.goto(f"{app}/problemindex")
    at_rest(page)
    panels = page.locator(".js-plotly-plot").last
    expect(panels.locator(".subplot")).to_have_count(2)
    expect(panels.locator(".y2tick").first).to_be_attached()
    expect(panels.get_by_text("15 372")).to_be_visible()


def test_crimes_of_a_year_in_the_address(app, page, asked_hosts):
    page.goto(f"{app}/brott?ar=2023")
    at_rest(page)
    expect(page.locator(".lb-findings").first).to_contain_text("Ökningen är större än slumpen brukar ge.")
    expect(page.locator(".lb-card").nth(1)).to_contain_text("10 555")
    expect(page.locator(".js-plotly-plot").get_by_text("serien är bruten").first).to_be_visible()
    expect(page.locator(".lb-findings").get_by_text("publicerad kvot är 10 394")).to_be_visible()
    assert not asked_hosts


def test_quarters_show_what_is_unusual_in_words(app, page):
    page.goto(f"{app}/brott?steg=Kvartal")
    at_rest(page)
    expect(page.get_by_text("Kvartal 4 2023 ligger över det vanliga spannet: 4 132")).to_be_visible()
    expect(page.get_by_text("Ofylld punkt: preliminärt, talet rör sig")).to_be_visible()
    page.get_by_text("Så är det räknat").click()
    expect(page.get_by_text("2 · (√nu − √före)")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["problemindex", "brott"])
def test_axe_finds_nothing_serious(app, page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{app}/{address}")
    at_rest(page)
    serious = [
        (found["id"], [node["html"][:120] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("address", ["problemindex", "brott?steg=Kvartal"])
def test_narrow_screen_has_no_sideways_scroll(app, page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app}/{address}")
    at_rest(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
