"""The page Lägesbild as a reader meets it: map, click, address, accessibility, no other hosts."""

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

import pytest
from playwright.sync_api import Page, expect
from reading import (
    at_rest,
    click_area,
    fits_the_window,
    map_of,
    open_map,
    open_page,
    serious_faults,
)

PUBLISHED = Path(__file__).parents[2] / "lagesbild_data" / "publicerat"
PAGES = (
    "",
    "data",
    "data?tabell=Anm%C3%A4lda+brott",
    "?ar=2024",
    "?ar=1999&omrade=Ingenstans&lager=x",
)


def chosen(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(unquote(page.url)).query)


def label(frame, name: str):
    return frame.locator(".omradesnamn", has_text=re.compile(f"^{name}"))


def test_map_says_direction_number_and_gap_without_colour(app, page):
    frame = open_map(page, app)
    expect(label(frame, "Råslätt")).to_contain_text("▼ sänkt")
    expect(label(frame, "Ekhagen")).to_contain_text("▲ höjt")
    expect(label(frame, "Centrum")).to_contain_text("ej publicerat")
    expect(frame.locator("path.streckad")).to_have_count(2)  # Centrum and Huskvarna centrum
    page.get_by_text("Nivå", exact=True).click()
    expect(label(frame, "Österängen")).to_contain_text("1,81")
    expect(label(frame, "Råslätt")).to_contain_text("▼ sänkt")
    expect(frame.locator("path.prickad")).to_have_count(4)  # direction only
    expect(page.get_by_text("2023, senaste publicerade")).to_be_visible()


def test_labels_are_styled_and_leaflet_is_local(app, page):
    scripts = []
    page.on(
        "request",
        lambda request: scripts.append(request.url) if request.url.endswith(".js") else None,
    )
    frame = open_map(page, app)
    assert any("/component/ui.parts.area_map.leaflet/leaflet.js" in url for url in scripts)
    expect(frame.locator(".leaflet-container")).to_have_css("overflow", "hidden")


def test_click_chooses_area_in_filter_address_and_table(app, page):
    frame = open_map(page, app)
    click_area(frame, "Råslätt")
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · alla år")
    expect(page.locator(".lb-table tbody tr")).to_have_count(1)
    at_rest(page)
    assert chosen(page)["omrade"] == ["Råslätt"]
    click_area(frame, "Råslätt")
    expect(page.locator(".lb-sentence")).to_have_text("Alla områden · alla år")


def test_map_moves_to_the_chosen_areas(app, page):
    frame = open_map(page, app)
    before = label(frame, "Råslätt").bounding_box()
    frame = open_map(page, f"{app}/?omrade=Råslätt")
    after = label(frame, "Råslätt").bounding_box()
    map_box = page.locator("iframe").bounding_box()
    middle = map_box["x"] + map_box["width"] / 2
    assert abs(after["x"] - middle) < map_box["width"] * 0.15 < abs(before["x"] - middle)


def test_address_gives_the_same_view_to_whoever_opens_it(app, page):
    address = f"{app}/?omrade=Råslätt&omrade=Öxnehaga&ar=2022&ar=2024&lager=Dialoger"
    frame = open_map(page, address)
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt och Öxnehaga · 2022 och 2024")
    expect(label(frame, "Råslätt")).to_contain_text("4 dialoger")
    page.context.clear_cookies()
    page.reload()
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt och Öxnehaga · 2022 och 2024")
    at_rest(page)
    parameters = chosen(page)
    assert set(parameters["omrade"]) == {"Råslätt", "Öxnehaga"}
    assert set(parameters["ar"]) == {"2022", "2024"}


def test_filter_survives_page_changes(app, page):
    open_map(page, f"{app}/?omrade=Råslätt&ar=2024")
    page.get_by_role("link", name="Data och källor").click()
    expect(page.get_by_role("heading", name="Var kommer uppgifterna ifrån?")).to_be_visible()
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · 2024")
    at_rest(page)
    assert chosen(page)["omrade"] == ["Råslätt"]
    page.get_by_role("link", name="Lägesbild", exact=True).click()
    expect(page.get_by_text("Hur ser läget ut?")).to_be_visible()
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · 2024")


def test_bad_values_in_the_address_are_ignored(app, page):
    open_map(page, f"{app}/?omrade=Ingenstans&ar=20x3&lager=Väder")
    expect(page.locator(".lb-sentence")).to_have_text("Alla områden · alla år")


def test_layer_follows_the_year_until_the_reader_chooses(app, page):
    open_map(page, f"{app}/?ar=2024")
    expect(page.get_by_role("radio", name="Aktiviteter")).to_be_checked()
    open_map(page, f"{app}/?ar=2023")
    expect(page.get_by_role("radio", name="Förändring")).to_be_checked()
    open_map(page, f"{app}/?ar=2024&lager=Nivå")
    expect(page.get_by_role("radio", name="Nivå")).to_be_checked()
    expect(page.get_by_text("2024: ej publicerat; senaste är 2023")).to_be_visible()


def test_chosen_layer_stays_also_when_it_is_the_one_that_would_follow(app, page):
    open_map(page, f"{app}/?ar=2024")
    page.get_by_role("radio", name="Förändring").click(force=True)
    expect(page.get_by_text("Problemindex höjt eller sänkt")).to_be_visible()
    page.get_by_role("radio", name="Aktiviteter").click(force=True)
    expect(page.get_by_text("Aktiviteter i medborgarlöftet")).to_be_visible()
    page.get_by_role("button", name="Ta bort 2024").click()
    expect(page.locator(".lb-sentence")).to_have_text("Alla områden · alla år")
    expect(page.get_by_role("radio", name="Aktiviteter")).to_be_checked()


@pytest.mark.parametrize("path", ["data", "loften"])
def test_new_server_opens_any_address_first(serve, page, path):
    open_page(page, f"{serve()}/{path}?omrade=Råslätt")
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · alla år")
    expect(page.get_by_role("link", name="Lägesbild", exact=True)).to_be_visible()


def test_key_figure_leads_to_its_table(app, page):
    open_map(page, f"{app}/?omrade=Råslätt")
    page.locator(".lb-card", has_text="Hållna dialoger").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Var kommer uppgifterna ifrån?")).to_be_visible()
    expect(page.get_by_text("Daterade dialoger, möten och händelser.")).to_be_visible()
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · alla år")


def test_downloads_hold_what_the_table_shows(app, page):
    open_map(page, f"{app}/?lager=Nivå")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ner CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeffOmråde;")
    assert re.search(r"^Österängen;2024;1,81;sänkt · går inte att säga;3;ja;", text, re.MULTILINE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ner Excel").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_street_tiles_come_only_when_turned_on(app, page, asked_hosts):
    frame = open_map(page, app)
    assert not asked_hosts
    page.get_by_text("Gatukarta under ytorna").click()
    expect(frame.get_by_text("OpenStreetMap")).to_be_visible()
    assert asked_hosts == {"tile.openstreetmap.org"}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_host(app, page, path, asked_hosts):
    open_page(page, f"{app}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not asked_hosts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "data"])
def test_axe_finds_nothing_serious(app, page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{app}/{path}")
    expect(page.locator(".lb-table").first).to_be_visible()
    if not path:
        map_of(page)
    assert serious_faults(page) == []


@pytest.mark.parametrize("path", ["", "data"])
def test_narrow_screen_has_no_sideways_scroll(app, page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{app}/{path}")
    expect(page.locator(".lb-table").first).to_be_visible()
    fits_the_window(page)


def test_text_from_data_never_becomes_html_or_script(serve, page, tmp_path):
    evil = ["<img src=x onerror=alert(1)>", "`${alert(2)}`", "</script><script>alert(3)</script>"]
    folder = tmp_path / "lager"
    shutil.copytree(PUBLISHED, folder)
    areas = (folder / "omraden.csv").read_text(encoding="utf-8")
    for name, bad in zip(("Råslätt", "Ekhagen", "Centrum"), evil, strict=True):
        assert f",{name}," in areas
        areas = areas.replace(f",{name},", f",{bad},")
    (folder / "omraden.csv").write_text(areas, encoding="utf-8")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_page(page, serve("--data", str(folder)))
    frame = map_of(page)
    for path in frame.locator("path.leaflet-interactive").all():
        path.hover(force=True)
    for bad in evil:
        expect(page.locator(".lb-table")).to_contain_text(bad)
        expect(frame.locator(".leaflet-marker-pane")).to_contain_text(bad.split(" ")[0])
    click_area(frame, evil[0])
    expect(page.locator(".lb-sentence")).to_have_text(f"{evil[0]} · alla år")
    assert frame.locator("img").count() == 0
    assert dialogs == []


def test_store_with_faults_shows_the_same_list_and_nothing_else(serve, page, tmp_path):
    folder = tmp_path / "lager"
    shutil.copytree(PUBLISHED, folder)
    with (folder / "folkmangd.csv").open("a", encoding="utf-8") as file:
        file.write("raslatt,20x3,<b>många</b>,scb-deso-2025,\n")
    open_page(page, serve(LAGESBILD_DATA=str(folder)))
    expect(page.get_by_role("heading", name="Data kan inte visas")).to_be_visible()
    expect(page.locator(".lb-findings li")).to_have_count(2)
    expect(page.get_by_text('kolumn ar: "20x3" är inte ett årtal')).to_be_visible()
    expect(page.get_by_text('"<b>många</b>" är inte ett heltal')).to_be_visible()
    assert page.locator("iframe").count() == 0
    assert page.get_by_test_id("stSidebarNav").count() == 0


def test_page_is_marked_as_swedish(app, page):
    open_page(page, app)
    expect(page.locator("html[lang=sv]")).to_be_attached()
