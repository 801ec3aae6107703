"""The page Medborgarlöften as a reader meets it: matrix, one activity, search, accessibility."""

import re

import pytest
from playwright.sync_api import expect
from reading import fits_the_window, open_page, serious_faults

QUESTION = "Gör vi det vi har lovat?"


def test_activity_in_the_address_is_shown_in_full(app, page):
    open_page(page, f"{app}/loften?aktivitet=Trygg+Trapp")
    expect(page.get_by_role("heading", name="Trygg Trapp")).to_be_visible()
    expect(page.locator(".lb-cards .lb-card")).to_have_count(3)
    expect(page.get_by_role("button", name="Trygg Trapp", pressed=True)).to_be_visible()
    expect(page.get_by_label("Räknade resultat", exact=True)).to_contain_text("5 workshoppar")


def matrix_names(page):
    return page.locator(".lb-matrix tbody th[scope=row]").all_inner_texts()


def test_row_chosen_in_the_matrix_is_shown_in_full(app, page):
    open_page(page, f"{app}/loften")
    page.get_by_role("cell", name="✕ ej genomförd").click()
    expect(
        page.get_by_role("heading", name="Våld i nära relation och exploatering")
    ).to_be_visible()
    expect(
        page.get_by_role("button", name="Våld i nära relation och exploatering", pressed=True)
    ).to_be_visible()
    page.get_by_role("button", name="Krogar mot knark").press("Enter")
    expect(page.get_by_role("heading", name="Krogar mot knark")).to_be_visible()


def test_matrix_is_sorted_by_its_headings_and_stays_so(app, page):
    open_page(page, f"{app}/loften")
    expect(page.locator(".lb-matrix tbody tr")).to_have_count(11)
    page.get_by_role("button", name="Tertial 3 2024").click()
    expect(page.locator(".lb-matrix tbody tr").first).to_contain_text("⚠ försenad")
    page.get_by_role("button", name="Aktivitet", exact=True).click()
    names = matrix_names(page)
    assert (names[0], names[-1]) == (
        "Effektiv samordning för ökad trygghet (EST)",
        "Vätterhems trygghets- och säkerhetsarbete",
    )
    page.get_by_role("button", name="Aktivitet", exact=True).click()
    assert matrix_names(page) == names[::-1]
    page.get_by_role("button", name="Trygg Trapp").click()
    expect(page.get_by_role("heading", name="Trygg Trapp")).to_be_visible()
    assert matrix_names(page) == names[::-1]


@pytest.mark.parametrize(("width", "first"), [(1400, "Tertial 1 2024"), (390, "Tertial 3 2024")])
def test_newest_tertial_is_seen_first_on_a_phone(app, page, width, first):
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, f"{app}/loften")
    heading = page.locator(".lb-matrix thead th").nth(1)
    expect(heading).to_have_text(first)
    box = heading.bounding_box()
    assert box["x"] + box["width"] <= width
    late = page.locator(".lb-matrix tr", has_text="⚠ försenad").locator("td")
    expect(late.nth(0 if width == 390 else 2)).to_have_text("⚠ försenad")


def test_matrix_is_grouped(app, page):
    open_page(page, f"{app}/loften?grupp=Område")
    headings = page.locator(".lb-matrix th[scope=rowgroup]")
    expect(headings.filter(has_text="Råslätt (2)")).to_be_visible()
    assert headings.all_inner_texts()[-1].startswith("Öxnehaga")


def test_cell_tells_who_set_the_status(app, page):
    open_page(page, f"{app}/loften")
    expect(page.get_by_role("cell", name="⚠ försenad")).to_have_attribute(
        "title", re.compile("^Källa:")
    )
    read = page.locator(".lb-matrix tr", has_text="Krogar mot knark").locator("td").first
    expect(read).to_have_attribute("title", "Tolkning: utläst ur källans text enligt regeln.")
    expect(read.locator("span")).to_have_css("font-style", "italic")


def test_bars_are_as_high_as_their_numbers(app, page):
    open_page(page, f"{app}/loften")
    dogs = page.locator(".lb-multiples figure", has_text="Hundpatruller").locator("i")
    expect(dogs).to_have_count(2)
    first, second = (bar.bounding_box()["height"] for bar in dogs.all())
    assert second / first == pytest.approx(16 / 50, abs=0.03)


def test_opened_activity_comes_into_view(app, page):
    page.set_viewport_size({"width": 1400, "height": 700})
    open_page(page, f"{app}/loften")
    page.get_by_role("button", name="Krogar mot knark").click()
    expect(page.get_by_role("heading", name="Krogar mot knark")).to_be_in_viewport()


def test_hit_leads_to_its_activity(app, page):
    open_page(page, f"{app}/loften?sok=smittskydd")
    page.get_by_role("link", name="Gemensamma krogtillsyner").click()
    expect(page.get_by_role("heading", name="Gemensamma krogtillsyner")).to_be_visible()
    expect(page.locator(".lb-card")).to_have_count(3)


def test_hits_are_marked_and_harmless(app, page):
    open_page(page, f"{app}/loften?sok=fotpatrull")
    expect(page.locator("mark", has_text="fotpatruller").first).to_be_visible()
    open_page(page, f"{app}/loften?sok=<img src=x onerror=alert(1)>")
    expect(page.get_by_text("0 uppföljningar innehåller orden.")).to_be_visible()


def test_only_the_source_is_a_switch_in_the_address(app, page):
    open_page(page, f"{app}/loften?barakalla=true&aktivitet=Krogar+mot+knark")
    expect(page.locator(".lb-status").first).to_have_text("· sägs inte i källan")


def test_targets_show_their_light_and_rule(app, page):
    open_page(page, f"{app}/loften?lofte=Medborgarlöfte+2021–2022")
    expect(page.get_by_label("Mål mot utfall")).to_contain_text("utfall ej publicerat")
    page.get_by_text("Så tänds ljuset").click()
    expect(page.get_by_text("Väntat är måltalet gånger")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(app, page, scheme):
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{app}/loften?aktivitet=Trygg+Trapp&sok=dialog")
    expect(page.locator("mark").first).to_be_visible()
    assert serious_faults(page) == []


def test_narrow_screen_has_no_sideways_scroll(app, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{app}/loften?aktivitet=Trygg+Trapp")
    expect(page.locator(".lb-card").first).to_be_visible()
    fits_the_window(page)
