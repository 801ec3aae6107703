"""What stands around every page in a browser: who it is from, the menu, the filter, and Swedish."""

import re

import pytest
from playwright.sync_api import Page, expect
from reading import at_rest, open_page, press

from lagesbild_data.model.pages import PAGES

PHONE = {"width": 390, "height": 844}
ENGLISH = re.compile(
    r"^(Help|Remove|Clear|Open|Close|Collapse|Expand|App pages|Sidebar|Selected)\b"
)


@pytest.mark.parametrize("address", PAGES)
def test_tab_and_page_say_whose_they_are(app, page, address):
    open_page(page, f"{app}/{address}")
    own = "Lägesbild Jönköpings kommun"
    expect(page).to_have_title(f"{PAGES[address].title} · {own}" if address else own)
    expect(page.locator(".lb-sender")).to_have_text(own)


def test_invented_kommun_is_named_on_its_pages(serve, exempelstad, page):
    open_page(page, f"{serve('--data', str(exempelstad))}/brott")
    expect(page).to_have_title("Anmälda brott · Lägesbild Exempelstad")
    expect(page.locator(".lb-sender")).to_have_text("Lägesbild Exempelstad")


def test_menu_is_groups_of_links(app, page):
    open_page(page, app)
    menu = page.get_by_role("navigation", name="Sidor")
    groups: dict[str, list[str]] = {}
    for each in PAGES.values():
        groups.setdefault(each.group, []).append(each.title)
    for group, titles in groups.items():
        links = menu.get_by_role("list", name=group, exact=True).get_by_role("link")
        expect(links).to_have_text(titles)


@pytest.mark.parametrize(
    ("address", "areas", "years"),
    [
        ("brott", True, True),
        ("omrade", False, True),
        ("mote", False, False),
        ("data", True, True),
        ("data?avsnitt=Ändringslogg", False, False),
    ],
)
def test_choices_that_do_nothing_on_a_page_are_not_shown(app, page, address, areas, years):
    open_page(page, f"{app}/{address}")
    sidebar = page.get_by_test_id("stSidebar")
    for name, seen in (("Områden", areas), ("År", years)):
        expect(sidebar.get_by_role("combobox", name=name)).to_have_count(int(seen))


def test_what_is_chosen_stays_chosen_past_a_page_that_does_not_show_it(app, page):
    open_page(page, f"{app}/brott?ar=2023&omrade=Råslätt")
    for title in ("Agenda", "Lägesbild"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        expect(page).to_have_title(re.compile(title))
        at_rest(page)
    expect(page.locator(".lb-sentence")).to_have_text("Råslätt · 2023")


def test_menu_on_a_phone_closes_on_a_choice_and_stays_closed(app, page):
    page.set_viewport_size(PHONE)
    open_page(page, app)
    page.get_by_role("button", name="Visa menyn").click()
    page.get_by_role("link", name="Dialoger").click()
    expect(page).to_have_title(re.compile("Dialoger"))
    for _ in range(2):
        at_rest(page)
        expect(page.get_by_role("button", name="Visa menyn")).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav")).not_to_be_in_viewport()
        page.reload()


def test_sender_on_a_phone_stands_in_the_bar(app, page):
    page.set_viewport_size(PHONE)
    open_page(page, app)
    bar, sender, menu = (
        part.bounding_box()
        for part in (
            page.get_by_test_id("stHeader"),
            page.locator(".lb-sender"),
            page.get_by_role("button", name="Visa menyn"),
        )
    )
    assert sender["y"] + sender["height"] <= bar["y"] + bar["height"]
    assert menu["x"] + menu["width"] <= sender["x"]


def test_sender_is_seen_whole_in_a_meeting(app, page):
    open_page(page, f"{app}/brott?mote=true")
    sender = page.locator(".lb-sender")
    expect(sender).to_have_text("Lägesbild Jönköpings kommun")
    expect(sender).to_be_in_viewport(ratio=1)


def test_no_frame_stands_around_the_page_after_a_meeting(app, page):
    open_page(page, f"{app}/brott?mote=true")
    press(page, "Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main).to_be_focused()
    assert main.evaluate("main => getComputedStyle(main, '::before').content") == "none"
    assert main.evaluate("main => getComputedStyle(main).outlineStyle") == "none"


def test_lines_on_how_a_page_is_read_are_put_away_for_good_page_by_page(app, page):
    lines = page.get_by_role("region", name="Så läser du sidan")
    open_page(page, f"{app}/brott")
    expect(lines.get_by_role("listitem")).to_have_text(PAGES["brott"].reading)
    lines.get_by_role("button", name="Visa inte igen").click()
    expect(lines).to_be_hidden()
    open_page(page, f"{app}/loften")
    expect(lines.get_by_role("listitem")).to_have_text(PAGES["loften"].reading)
    lines.get_by_role("button", name="Visa inte igen").click()
    page.get_by_role("link", name="Anmälda brott").first.click()
    expect(page).to_have_title(re.compile("Anmälda brott"))
    at_rest(page)
    expect(lines).to_be_hidden()


def test_lines_that_are_put_away_never_flash(app, page):
    page.add_init_script("""
        localStorage.setItem("lagesbild-last", "brott");
        const look = () => {
            const lines = document.querySelector(".lb-reading");
            window.met ||= Boolean(lines);
            window.flashed ||= Boolean(lines?.checkVisibility());
            requestAnimationFrame(look);
        };
        look();
    """)
    open_page(page, f"{app}/brott")
    page.wait_for_function("window.met")
    at_rest(page)
    assert not page.evaluate("window.flashed")


def test_lines_on_how_a_page_is_read_are_neither_for_a_meeting_nor_for_paper(app, page):
    lines = page.locator(".lb-reading")
    open_page(page, f"{app}/brott?mote=true")
    expect(lines).to_have_count(0)
    open_page(page, f"{app}/brott")
    expect(lines).to_be_visible()
    page.emulate_media(media="print")
    expect(lines).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1400])
def test_word_is_explained_inside_the_window_to_who_points_at_it_or_goes_to_it(app, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, f"{app}/loften")
    word = page.locator("dfn", has_text="tertial").first
    told = "word => getComputedStyle(word, '::after').content"
    assert word.evaluate(told) == "none"
    word.hover()
    assert "En tredjedel av året" in word.evaluate(told)
    page.keyboard.press("Escape")
    assert word.evaluate(told) == "none"
    page.mouse.move(0, 0)
    word.focus()
    assert "En tredjedel av året" in word.evaluate(told)
    left, size = word.evaluate("""word => {
        const { left, width } = getComputedStyle(word, "::after");
        return [parseFloat(left), parseFloat(width)];
    }""")
    assert 0 <= left <= left + size <= width


def english(page: Page) -> list[str]:
    """The names of the page's parts that are English."""
    at_rest(page)
    names = page.evaluate(
        "[...document.querySelectorAll('[aria-label]')].map((part) => part.ariaLabel)"
    )
    return [name for name in names if ENGLISH.match(name)]


@pytest.mark.parametrize("address", ["?ar=2023", "omrade", "underlag", "data?avsnitt=Läs in filer"])
def test_what_streamlit_names_is_swedish(app, page, address):
    open_page(page, f"{app}/{address}")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Till innehållet")
    assert english(page) == []


def test_page_that_is_not_there_is_told_in_swedish(app, page):
    page.goto(f"{app}/finnsinte")
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("Sidan finns inte")
    expect(told).to_contain_text("I stället visas den första sidan.")
    told.get_by_role("button", name="Stäng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Problemindex sjönk 2023")
