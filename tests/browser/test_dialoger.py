"""The page Dialoger as a reader meets it: timeline, map, topic in the address, files,
accessibility."""

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

import icalendar
import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, click_area, fits_the_window, map_of, open_page, serious_faults

PUBLISHED = Path(__file__).parents[2] / "lagesbild_data" / "publicerat"


def finding(page: Page):
    return page.locator(".lb-finding").first


def rows(page: Page):
    return page.get_by_role("region", name="Valda dialoger och händelser", exact=True).locator(
        "tbody tr"
    )


def drawn(page: Page) -> None:
    """Wait until the page has come to rest with its timeline and map drawn: what is being renewed
    is shown faded."""
    expect(page.locator(".js-plotly-plot .points path").first).to_be_visible()
    map_of(page)


def test_page_opens_with_timeline_map_and_list(app, page, asked_hosts):
    open_page(page, f"{app}/dialoger?ar=2024")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad har vi pratat om, och var?")
    drawn(page)
    expect(finding(page)).to_have_text(
        "33 dialoger och möten 2024, varav 26 dialoger; flest i november (6)"
    )
    expect(page.locator(".lb-card", has_text="Hållna dialoger").locator(".value")).to_have_text(
        "26"
    )
    expect(
        page.frame_locator("iframe").locator(".omradesnamn", has_text="Råslätt")
    ).to_contain_text("4 dialoger")
    expect(
        page.get_by_text("De saknar koordinater och står därför på sitt område.")
    ).to_be_visible()
    expect(page.get_by_role("region", name="Utanför kartans områden")).to_contain_text(
        "Engelska skolan"
    )
    expect(rows(page)).to_have_count(20)
    expect(page.locator(".js-plotly-plot .modebar")).to_have_count(0)
    assert not asked_hosts


def test_topic_stands_in_the_address(app, page):
    open_page(page, f"{app}/dialoger")
    page.get_by_role("combobox", name="Tema eller typ").fill("Lokal")
    page.get_by_role("option", name="Lokal lägesbild").click()
    expect(finding(page)).to_have_text("5 dialoger 2024, flest i november (5)")
    at_rest(page)
    assert parse_qs(urlparse(unquote(page.url)).query)["tema"] == ["Lokal lägesbild"]
    open_page(page, f"{app}/dialoger?tema=Krogar+mot+knark")
    expect(finding(page)).to_have_text("6 träffar inom krogar mot knark 2024")
    expect(rows(page).filter(has_text="september–december 2024 (någon dag)")).to_have_count(3)
    expect(rows(page).filter(has_text="(planerat)")).to_have_count(1)
    open_page(page, f"{app}/dialoger?ar=2024")
    page.locator("summary", has_text="Visa alla 34 händelser").click()
    everything = page.get_by_role("region", name="Valda dialoger och händelser, alla")
    expect(everything.locator("tbody tr")).to_have_count(34)


def test_click_on_the_map_chooses_an_area(app, page):
    open_page(page, f"{app}/dialoger")
    drawn(page)
    click_area(map_of(page), "Ekhagen")
    expect(page.locator(".lb-sentence")).to_have_text("Ekhagen · alla år")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text("utan område visas bara när inga områden är valda")).to_be_visible()


def test_choice_without_events_says_what_is_missing(app, page):
    open_page(page, f"{app}/dialoger?omrade=Bankeryd")
    expect(page.get_by_text("Ingen händelse i listan passar det valda.")).to_be_visible()
    expect(page.get_by_text(re.compile("läggs till i handelser.csv"))).to_be_visible()
    assert page.locator("iframe").count() == 0


def test_calendar_file_holds_the_dated_events(app, page):
    open_page(page, f"{app}/dialoger?tema=Krogar+mot+knark")
    drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ner kalender").click()
    assert download.value.suggested_filename == "dialoger.ics"
    events = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert [(str(event["DTSTART"].dt), str(event["STATUS"])) for event in events] == [
        ("2024-04-09", "CONFIRMED"),
        ("2024-05-16", "CONFIRMED"),
        ("2024-05-23", "TENTATIVE"),
    ]
    expect(page.get_by_text("4 händelser utan känd dag är inte med.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(app, page, scheme):
    page.emulate_media(color_scheme=scheme)
    # axe judges the contrast of what is within the window only, so the window holds the whole page.
    page.set_viewport_size({"width": 1400, "height": 6500})
    open_page(page, f"{app}/dialoger")
    drawn(page)
    assert serious_faults(page) == []


def test_narrow_screen_has_no_sideways_scroll(app, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{app}/dialoger")
    drawn(page)
    page.locator("summary", has_text="Visa som tabell").click()
    table = page.get_by_role("region", name=re.compile("^Tidslinje"))
    expect(table.get_by_role("cell", name="Sannaängen")).to_be_visible()
    fits_the_window(page)
    assert table.evaluate("table => table.scrollWidth - table.clientWidth") <= 0


def test_text_from_data_never_becomes_html_or_script(serve, page, tmp_path):
    evil = "<img src=x onerror=alert(1)>"
    folder = tmp_path / "lager"
    shutil.copytree(PUBLISHED, folder)
    events = (folder / "handelser.csv").read_text(encoding="utf-8")
    for text in ("Gängsnacket", "Rosenlund", "Polisen,a-2024-krogar"):
        assert text in events
        events = events.replace(text, evil + ("" if "," not in text else ",a-2024-krogar"))
    (folder / "handelser.csv").write_text(events, encoding="utf-8")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_page(page, f"{serve('--data', str(folder))}/dialoger")
    drawn(page)
    expect(rows(page).filter(has_text=evil).first).to_be_visible()
    for mark in page.locator(".js-plotly-plot .points path").all()[:6]:
        mark.hover(force=True)
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []
