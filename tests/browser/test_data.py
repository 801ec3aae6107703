"""The page Data in a browser: a file is shown before it is read in, asks what it must, and is read
whole."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, fits_the_window, open_page, pick, serious_faults

from lagesbild_data.bring import templates
from lagesbild_data.store.building import build
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of

LITET = Path(__file__).parents[1] / "litet"
CROSS_TAB = """\
Anmälda brott
;2026;
;Antal;/100&nbsp;000&nbsp;inv
Exempelstad kommun;;
Samtliga brott;1 011;9 900
Stöld m.m.;..;..
"""
PEOPLE = "Område;År;Folkmängd;Källa\nNorrby;2019;x;statistik\n"
SECTIONS = (
    "Översikt",
    "Tabeller",
    "Kvalitet och källor",
    "Läs in filer",
    "Ändringslogg",
    "Ladda ner allt",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("inlasning")
    shutil.copytree(LITET, folder / "litet")
    build(folder / "litet", folder / "data.sqlite")
    return folder / "data.sqlite"


@pytest.fixture(scope="module")
def database_app(serve, file) -> str:
    return serve("--data", str(file))


def open_section(page: Page, app: str, name: str) -> None:
    open_page(page, f"{app}/data?avsnitt={name}")
    expect(page.get_by_role("radio", name=name)).to_be_checked()


def bring(page: Page, *files: tuple[str, str]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in files]
    )


def test_file_asks_is_shown_and_read_in(database_app, file, page):
    open_section(page, database_app, "Läs in filer")
    bring(page, ("brott.csv", CROSS_TAB), ("folk.csv", PEOPLE))
    expect(
        page.get_by_text('folk.csv rad 2, kolumn Folkmängd: "x" är inte ett heltal')
    ).to_be_visible()
    pick(page, "Vad är ”Stöld m.m.” i Brottstyper?", "Stöld")
    expect(page.get_by_role("cell", name="Anmälda brott")).to_be_visible()
    page.get_by_role("textbox", name="Ditt namn").fill("Anna")
    page.get_by_text("Granska raderna i Anmälda brott").click()
    assert [
        row for row in rows_of(Location.parse(file))["anmalda_brott"] if row["ar"] == 2026
    ] == []
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_text("brott.csv är inläst.")).to_be_visible()
    expect(page.get_by_text("Inget ändras: allt står redan i lagret.")).to_be_visible()
    [row] = [row for row in rows_of(Location.parse(file))["anmalda_brott"] if row["ar"] == 2026]
    assert (row["antal"], row["per_100k"]) == (1011, 9900)
    page.get_by_role("radio", name="Ändringslogg").click()
    expect(page.get_by_role("cell", name="Inläsning av brott.csv")).to_be_visible()
    expect(page.get_by_role("cell", name="Anna").first).to_be_visible()


def test_names_are_asked_about_once_and_may_be_chosen_anew(serve, page, tmp_path):
    build(LITET, tmp_path / "data.sqlite")
    open_section(page, serve("--data", str(tmp_path / "data.sqlite")), "Läs in filer")
    text = PEOPLE.replace(";x;", ";1;") + "".join(
        f"{name};2019;5;statistik\n" for name in ("Norrby södra", "Skogen", "Kärret")
    )
    bring(page, ("folk.csv", text))
    expect(page.get_by_role("combobox", name="Vad är ”Skogen” i Områden?")).to_be_visible()
    pick(page, "Vad är ”Norrby södra” i Områden?", "Åkern")
    page.get_by_role("button", name="Lämna alla 2 namn utanför").click()
    expect(
        page.get_by_text("2 namn finns inte i Områden och lämnas utanför: Kärret och Skogen.")
    ).to_be_visible()
    expect(page.get_by_text("Skriv ditt namn överst för att kunna läsa in filen.")).to_be_visible()
    expect(page.get_by_role("button", name="Läs in", exact=True)).to_be_disabled()
    page.get_by_role("textbox", name="Ditt namn").fill("Anna")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_text("folk.csv är inläst.")).to_be_visible()
    people = rows_of(Location.parse(tmp_path / "data.sqlite"))["folkmangd"]
    assert [(row["omrade_id"], row["antal"]) for row in people if row["ar"] == 2019] == [
        ("norrby", 1),
        ("akern", 5),
    ]

    page.reload()
    at_rest(page)
    bring(page, ("folk.csv", text))
    expect(page.get_by_text("Enligt tidigare val: Norrby södra läses som Åkern.")).to_be_visible()
    page.get_by_text("Namn enligt tidigare val (3)").click()
    at_rest(page)
    pick(page, "Vad är ”Norrby södra” i Områden?", "Ängen")
    expect(page.get_by_role("cell", name="Folkmängd")).to_be_visible()
    page.get_by_role("textbox", name="Ditt namn").fill("Anna")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Läs in", exact=True).click()
    expect(page.get_by_text("folk.csv är inläst.")).to_be_visible()
    rows = rows_of(Location.parse(tmp_path / "data.sqlite"))
    assert ("omraden", "norrby södra", "angen") in [tuple(row.values()) for row in rows["namnval"]]


def test_workbook_is_read_in(database_app, file, page, tmp_path):
    rows = rows_of(Location.parse(LITET))
    (tmp_path / "mall.xlsx").write_bytes(
        templates.xlsx_bytes(["folkmangd"], {"folkmangd": rows["folkmangd"]}, rows)
    )
    open_section(page, database_app, "Läs in filer")
    page.locator("input[type=file]").set_input_files(tmp_path / "mall.xlsx")
    expect(page.get_by_text("Inget ändras: allt står redan i lagret.")).to_be_visible()


def test_preview_tells_no_small_count_and_runs_no_markdown(database_app, page):
    open_section(page, database_app, "Läs in filer")
    months = (
        "Område;År;Månad;Brottstyp;Antal;Preliminär;Källa\nNorrby;2024;1;Stöld;999;nej;statistik\n"
    )
    people = "Område;År;Folkmängd;Källa\nNorrby ![x](http://127.0.0.1:9/x.png);2019;5;statistik\n"
    bring(page, ("brott.csv", months), ("folk.csv", people))
    expect(page.get_by_role("columnheader", name="Skrivs, visas inte")).to_be_visible()
    expect(page.get_by_text("→ 999")).to_have_count(0)
    expect(page.get_by_text("![x](http://127.0.0.1:9/x.png)").first).to_be_visible()
    assert page.locator("main img").count() == 0


def test_right_guess_at_a_month_below_the_kommun_is_written_as_any_other(serve, page, tmp_path):
    build(LITET, tmp_path / "data.sqlite")
    open_section(page, serve("--data", str(tmp_path / "data.sqlite")), "Läs in filer")
    headings = "Område;År;Månad;Brottstyp;Antal;Preliminär;Källa"
    bring(page, ("manader.csv", f"{headings}\nNorrby;2024;1;Stöld;4;nej;statistik\n"))
    expect(page.get_by_text("Antal som inte visas skrivs som filen säger")).to_be_visible()
    page.get_by_role("textbox", name="Ditt namn").fill("Anna")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Läs in", exact=True)).to_be_enabled()
    expect(page.get_by_text("Inget ändras")).to_have_count(0)


def test_csv_store_says_how_to_switch(app, page):
    open_section(page, app, "Läs in filer")
    expect(page.get_by_text("python -m lagesbild_data build")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)


@pytest.mark.parametrize("ending", ["zip", "xlsx", "sqlite", "gpkg"])
def test_everything_is_saved(app, page, ending, tmp_path):
    open_section(page, app, "Ladda ner allt")
    labels = {"zip": "CSV-mapp", "xlsx": "Excel", "sqlite": "SQLite", "gpkg": "GeoPackage"}
    with page.expect_download() as waited:
        page.get_by_role("button", name=f"Ladda ner {labels[ending]}").click()
    waited.value.save_as(tmp_path / "allt")
    start = (tmp_path / "allt").read_bytes()[:16]
    assert start.startswith(b"PK" if ending in ("zip", "xlsx") else b"SQLite format 3\0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_section_has_serious_accessibility_faults_or_needs_sideways_scroll(
    database_app, page, scheme
):
    page.emulate_media(color_scheme=scheme)
    for name in SECTIONS:
        page.set_viewport_size({"width": 1400, "height": 900})
        open_section(page, database_app, name)
        assert (name, serious_faults(page)) == (name, [])
        page.set_viewport_size({"width": 390, "height": 844})
        fits_the_window(page)
