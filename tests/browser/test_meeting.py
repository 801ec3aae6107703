"""Meeting mode and agenda in a browser: what is hidden, going through an agenda by keyboard, and
the address."""

import re

import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, fits_the_window, map_of, open_page, press, serious_faults

VIEWS = ("problemindex?omrade=Råslätt", "brott?ar=2023", "?omrade=Öxnehaga&ar=2023")
SENTENCES = ("Råslätt · alla år", "Alla områden · 2023", "Öxnehaga · 2023")


def add(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("button", name="Lägg till i agendan").click()


def put_together(page: Page, app: str) -> None:
    """Add three views with different filters, and open the agenda."""
    for number, view in enumerate(VIEWS, 1):
        add(page, f"{app}/{view}")
        expect(
            page.get_by_text(f"Agendan har {'1 punkt' if number == 1 else f'{number} punkter'}.")
        ).to_be_visible()
    open_page(page, f"{app}/mote")
    expect(page.locator(".lb-point")).to_have_count(3)


def test_meeting_mode_fits_a_projector(app, page):
    open_page(page, f"{app}/brott")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    before = heading.evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)")
    page.locator("label", has_text="Mötesläge").click()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page).to_have_url(re.compile("mote=true"))
    at_rest(page)
    assert (
        heading.evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)")
        > 1.25 * before
    )
    page.reload()
    at_rest(page)
    expect(
        page.get_by_role("button", name="Avsluta mötesläge")
    ).to_be_visible()  # what Escape presses is drawn last
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page).not_to_have_url(re.compile("mote"))


def test_keyboard_goes_through_an_agenda_of_views_with_different_filters(app, page):
    put_together(page, app)
    page.get_by_role("link", name="Starta mötet").click()
    sentence, bar = page.locator(".lb-sentence"), page.get_by_role("navigation", name="Agenda")
    for number, told in enumerate(SENTENCES, 1):
        at_rest(page)  # until then the page before may stand beside the new one
        expect(sentence).to_have_text(told)
        expect(bar).to_contain_text(f"{number} av 3")
        expect(page).to_have_url(re.compile(f"mote=true&agenda=.+&punkt={number}"))
        press(page, "ArrowRight" if number == 1 else "PageDown")
    expect(bar.get_by_role("link", name="Nästa")).to_have_count(0)
    press(page, "ArrowLeft")
    expect(page).to_have_url(re.compile("punkt=2"))
    at_rest(page)
    expect(sentence).to_have_text(SENTENCES[1])
    press(page, "Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page).not_to_have_url(re.compile("mote|agenda|punkt"))
    at_rest(page)
    expect(sentence).to_have_text(SENTENCES[1])


def test_arrows_in_a_choice_stay_in_it(app, page):
    put_together(page, app)
    page.get_by_role("link", name="Starta mötet").click()
    expect(page.get_by_role("navigation", name="Agenda")).to_contain_text("1 av 3")
    press(page, "ArrowRight")
    expect(page.get_by_role("navigation", name="Agenda")).to_contain_text("2 av 3")
    at_rest(page)
    page.get_by_role("combobox", name="Brottstyp").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Agenda")).to_contain_text("2 av 3")
    expect(page).to_have_url(re.compile("punkt=2"))


def test_keys_go_on_after_a_click_in_a_map_or_a_choice(app, page):
    add(page, f"{app}/?omrade=Råslätt")
    expect(page.get_by_text("Agendan har 1 punkt.")).to_be_visible()
    add(page, f"{app}/brott")
    expect(page.get_by_text("Agendan har 2 punkter.")).to_be_visible()
    open_page(page, f"{app}/mote")
    page.get_by_role("link", name="Starta mötet").click()
    bar = page.get_by_role("navigation", name="Agenda")
    map_of(page).locator(".leaflet-container").click(position={"x": 12, "y": 200})
    page.keyboard.press("ArrowRight")
    expect(bar).to_contain_text("2 av 2")
    at_rest(page)
    page.get_by_role("radio", name="Kvartal", exact=True).click()
    press(page, "ArrowLeft")
    expect(bar).to_contain_text("1 av 2")


def test_page_scrolls_by_key_in_a_meeting(app, page):
    open_page(page, f"{app}/brott?mote=true")
    expect(page.get_by_role("button", name="Avsluta mötesläge")).to_be_visible()
    page.wait_for_function("document.activeElement.dataset.testid === 'stMain'")
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 300")


def test_points_are_moved_by_keyboard(app, page):
    put_together(page, app)
    page.get_by_role("button", name="Flytta ner").first.press("Enter")
    expect(page.get_by_role("textbox", name="Titel på punkt 1")).to_have_value(
        re.compile("Anmälda brott")
    )
    expect(page.get_by_role("textbox", name="Titel på punkt 2")).to_have_value(
        re.compile("Problemindex")
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("meeting", [False, True])
def test_agenda_and_meeting_have_no_serious_accessibility_faults(app, page, scheme, meeting):
    page.emulate_media(color_scheme=scheme)
    put_together(page, app)
    if meeting:
        page.get_by_role("link", name="Starta mötet").click()
        expect(page.get_by_role("navigation", name="Agenda")).to_be_visible()
    assert serious_faults(page) == []


def test_narrow_screen_needs_no_sideways_scroll(app, page):
    put_together(page, app)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("mote", "brott?mote=true", "mote?mote=true"):
        open_page(page, f"{app}/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        fits_the_window(page)
