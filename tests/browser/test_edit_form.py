"""Two people write follow-ups in their browsers: the matrix shows a save at once, and neither
overwrites the other."""

import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, faults, open_page, pick

from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.building import build
from lagesbild_data.store.editing import changes

LITET = Path(__file__).parents[1] / "litet"


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("editing")
    shutil.copytree(LITET, folder / "litet", ignore=shutil.ignore_patterns("andringslogg.csv"))
    build(folder / "litet", folder / "data.sqlite")
    return folder / "data.sqlite"


@pytest.fixture(scope="module")
def database_app(serve, file) -> str:
    return serve("--data", str(file))


def open_form(page: Page, app: str, activity: str = "Skolbesök", name: str = "Anna") -> None:
    open_page(page, f"{app}/loften?{urlencode({'aktivitet': activity})}")
    expect(page.get_by_label("Sök i alla uppföljningar")).to_be_visible()
    page.locator("summary", has_text="Skriv uppföljning").click()
    page.get_by_role("textbox", name="Ditt namn").fill(name)
    page.keyboard.press("Tab")
    at_rest(page)


def write(page: Page, status: str, text: str) -> None:
    chosen = page.get_by_role("combobox", name="Status")
    pick(page, "Status", status)
    expect(chosen).to_have_value(status)
    page.get_by_label("Uppföljning i egna korta ord").fill(text)
    page.get_by_role("button", name="Spara").first.click()


def test_save_is_seen_at_once_logged_and_undone(database_app, file, page):
    open_form(page, database_app)
    write(page, "genomförd", "Fyra skolor <b>besökta</b>.")
    expect(page.get_by_text("Sparat.")).to_be_visible()
    card = page.locator(".lb-card", has_text="Tertial 2 2023")
    expect(card).to_contain_text("genomförd")
    expect(card).to_contain_text("Fyra skolor <b>besökta</b>.")
    assert changes(opened_for(Reader(), file), "a-skola")["vem"][0] == "Anna"
    page.get_by_role("tab", name="Ändringar").click()
    expect(page.locator(".lb-prose", has_text="Status: – → genomförd")).to_contain_text("Anna")
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Ändringen är ångrad.")).to_be_visible()
    expect(card).not_to_contain_text("genomförd")


def test_second_writer_is_shown_both_versions(database_app, page, new_context):
    open_form(page, database_app, "Bättre ljus")
    other = new_context().new_page()
    open_form(other, database_app, "Bättre ljus", "Bo")
    expect(other.get_by_label("Uppföljning i egna korta ord")).to_have_value(
        "Armaturer saknas, ljuset dröjer."
    )
    write(page, "pågår", "Annas ord.")
    expect(page.get_by_text("Sparat.")).to_be_visible()
    write(other, "genomförd", "Bos ord.")
    expect(other.get_by_text("Inget är sparat än.")).to_be_visible()
    theirs = other.locator(".lb-card", has_text="Den andras version")
    expect(theirs).to_contain_text("Annas ord.")
    expect(other.locator(".lb-card", has_text="Din version")).to_contain_text("Bos ord.")
    card = other.locator(".lb-card", has_text="Tertial 2 2023")
    expect(card).to_contain_text("Annas ord.")
    other.get_by_role("button", name="Spara min").click()
    expect(card).to_contain_text("Bos ord.")
    write(page, "försenad", "Annas nya ord.")
    page.get_by_role("button", name="Behåll den andras").click()
    expect(page.get_by_label("Uppföljning i egna korta ord")).to_have_value("Bos ord.")


def test_faults_are_told_in_the_form_and_the_words_are_kept(database_app, page):
    open_form(page, database_app, "Dialoger", "")
    write(page, "pågår", "Utan namn.")
    expect(page.get_by_text("skriv vem du är")).to_be_visible()
    expect(page.get_by_label("Uppföljning i egna korta ord")).to_have_value("Utan namn.")


def test_counted_result_is_saved(database_app, page):
    open_form(page, database_app, "Skolbesök")
    page.get_by_role("tab", name="Räknade resultat").click()
    page.get_by_role("combobox", name="Mått").fill("Skolbesök")
    page.keyboard.press("Enter")
    page.get_by_label("Värde").fill("12")
    page.get_by_label("Enhet").fill("besök")
    page.get_by_role("tabpanel", name="Räknade resultat").get_by_role(
        "button", name="Spara"
    ).click()
    expect(page.locator(".lb-table td", has_text="12 besök")).to_be_visible()


def test_csv_store_says_how_to_switch(app, page):
    open_page(page, f"{app}/loften?aktivitet=Medborgardialoger")
    expect(page.get_by_label("Sök i alla uppföljningar")).to_be_visible()
    page.locator("summary", has_text="Skriv uppföljning").click()
    expect(page.get_by_text("python -m lagesbild_data build")).to_be_visible()
    expect(page.get_by_role("button", name="Spara")).to_have_count(0)


def test_form_has_no_accessibility_faults(database_app, page):
    open_form(page, database_app)
    expect(page.get_by_label("Uppföljning i egna korta ord")).to_be_visible()
    assert faults(page, '[data-testid="stExpander"]') == []
