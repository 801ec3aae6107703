"""The pages Problemindex and Anmälda brott as a reader meets them: curves, choices in the address,
accessibility."""

import re

import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, fits_the_window, open_page, serious_faults


def open_drawn(page: Page, address: str) -> None:
    """Open an address and wait until its figures are drawn."""
    open_page(page, address)
    expect(page.locator(".js-plotly-plot .xtick").first).to_be_attached()


def test_index_page_shows_numbers_arrows_and_the_product_s_own_bands(app, page, asked_hosts):
    open_drawn(page, f"{app}/problemindex")
    first = page.locator(".js-plotly-plot").first
    expect(first.get_by_text("Österängen 1,81")).to_be_visible()
    expect(first.get_by_text("▼ sänkt")).to_have_count(2)
    expect(first.get_by_text("▲ höjt")).to_have_count(3)
    expect(
        page.get_by_text("Banden låg, måttlig, förhöjd och hög är Lägesbilds egna.")
    ).to_be_visible()
    expect(
        page.get_by_role("region", name="Problemindex per område 2023").locator("tbody tr")
    ).to_have_count(7)
    assert not asked_hosts


def test_zoomed_axis_says_so(app, page):
    open_drawn(page, f"{app}/problemindex?zooma=true")
    expect(page.get_by_text("Axeln är inzoomad: den visar inte hela skalan")).to_be_visible()
    expect(
        page.locator(".js-plotly-plot").first.get_by_text("Problemindex (inzoomad axel)")
    ).to_be_visible()
    expect(page.get_by_text("Banden låg, måttlig")).to_have_count(0)


def test_perceived_and_reported_stand_in_a_panel_each(app, page):
    open_drawn(page, f"{app}/problemindex")
    panels = page.locator(".js-plotly-plot").last
    expect(panels.locator(".subplot")).to_have_count(2)
    expect(panels.locator(".y2tick").first).to_be_attached()
    expect(panels.get_by_text("15 372")).to_be_visible()


def test_crimes_of_a_year_in_the_address(app, page, asked_hosts):
    open_drawn(page, f"{app}/brott?ar=2023")
    expect(page.locator(".lb-findings").first).to_contain_text(
        "Ökningen är större än slumpen brukar ge."
    )
    expect(page.locator(".lb-card").nth(1)).to_contain_text("10 555")
    expect(page.locator(".js-plotly-plot").get_by_text("serien är bruten").first).to_be_visible()
    expect(page.locator(".lb-findings").get_by_text("publicerad kvot är 10 394")).to_be_visible()
    assert not asked_hosts


def test_quarters_show_what_is_unusual_in_words(app, page):
    open_drawn(page, f"{app}/brott?steg=Kvartal")
    expect(page.get_by_text("Kvartal 4 2023 låg över det vanliga spannet: 4 132")).to_be_visible()
    expect(page.get_by_text("Ofylld punkt: preliminärt, talet rör sig")).to_be_visible()
    page.get_by_text("Så är det räknat").click()
    expect(page.get_by_text("2 · (√nu − √före)")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["problemindex", "brott"])
def test_axe_finds_nothing_serious(app, page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    open_drawn(page, f"{app}/{address}")
    assert serious_faults(page) == []


@pytest.mark.parametrize("address", ["problemindex", "brott?steg=Kvartal"])
def test_narrow_screen_has_no_sideways_scroll(app, page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    open_drawn(page, f"{app}/{address}")
    fits_the_window(page)


def test_opened_table_stays_open_when_the_year_is_changed(app, page):
    open_drawn(page, f"{app}/brott?ar=2023")
    table = page.get_by_role("region", name=re.compile("^Samtliga brott, Jönköpings kommun"))
    expect(table).to_have_count(0)
    page.locator("summary", has_text="Visa som tabell").first.click()
    expect(table.get_by_role("cell", name="15 372")).to_be_visible()
    page.get_by_role("button", name="Ta bort 2023").click()
    expect(page.locator(".lb-sentence")).to_have_text("Alla områden · alla år")
    at_rest(page)
    expect(table.get_by_role("cell", name="15 372")).to_be_visible()
