"""What a browser makes of texts that mean something to Markdown, HTML, plotly and the map: the
texts, no more."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hostile import TEXTS, write_store
from playwright.sync_api import expect
from reading import map_of, open_page

from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.words import swedish

TESTS = Path(__file__).parents[1]
IN_MARKDOWN = {
    "h1": "Om {}?",
    ".stMarkdown p": "{}",
    ".stAlert p": "{}",
    ".stButtonGroup button p": "{}",
    ".stButton button p": "{}",
    ".stTextInput label p": "{}",
}
"""Where Streamlit reads Markdown, and what is to stand there of a text."""
MADE_OF_TEXT = "a, img, em, strong, code, del, mark, .katex, [role=img]"
PAGES = ("", "omrade", "problemindex", "brott", "loften", "dialoger", "underlag", "mote", "data")


@pytest.fixture(scope="module")
def hostile_store(exempelstad, tmp_path_factory):
    return write_store(exempelstad, tmp_path_factory.mktemp("hostile") / "lager")


@pytest.fixture(scope="module")
def hostile_app(serve, hostile_store) -> str:
    return serve("--data", str(hostile_store))


@pytest.fixture(autouse=True)
def no_script(page):
    """No text ran as a script, in the page or in a frame of it."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield
    assert [frame.evaluate("window.ran") for frame in page.frames] == [None] * len(page.frames)
    assert dialogs == []


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_markdown_html_plotly_and_map_show_texts_as_they_are(serve, page):
    script = str(TESTS / "browser" / "receivers_page.py")
    open_page(page, serve(script=script, PYTHONPATH=f"{TESTS.parent}:{TESTS}"))
    frame = map_of(page)
    for number, text in enumerate(TEXTS):
        place = page.locator(f".st-key-text{number}")
        for selector, pattern in IN_MARKDOWN.items():
            [read] = place.locator(selector).all_text_contents()
            assert (selector, read) == (selector, pattern.replace("{}", one_line(text)))
        assert one_line(place.locator(".own").text_content()) == one_line(text)
        assert place.locator(MADE_OF_TEXT).count() == 0, text
    figure, expected = page.locator(".js-plotly-plot"), [one_line(text) for text in TEXTS]
    assert list(map(one_line, figure.locator(".annotation text").all_text_contents())) == expected
    assert list(map(one_line, figure.locator(".ytick text").all_text_contents())) == expected
    assert figure.locator("a, img, .katex, [style*=bold]").count() == 0
    labels = [one_line(label) for label in frame.locator(".omradesnamn div").all_text_contents()]
    # The first space of a name is a new line.
    assert [label.replace(" ", "") for label in labels] == [
        2 * text.replace(" ", "") for text in expected
    ]
    assert frame.locator("img, a[href*=evil]").count() == 0


@pytest.mark.parametrize("address", PAGES)
def test_page_of_hostile_names_asks_no_other_host_and_runs_nothing(hostile_app, page, address):
    open_page(page, f"{hostile_app}/{address}")
    expect(page.locator(".lb-sender")).to_be_visible()
    if address == "omrade":
        page.locator("summary", has_text="Var ligger det?").click()
    if address in ("", "omrade", "dialoger"):
        names = map_of(page).locator(".omradesnamn b").all_text_contents()
        assert any("{{0|string|center(3999999999)}}" in name.replace(" ", "") for name in names)
    assert page.locator("a[href^=javascript], img[src*=evil], img[src='x']").count() == 0


def test_area_with_a_hostile_name_is_called_it_in_the_title(hostile_app, hostile_store, page):
    names = reference.neighbourhoods(opened_for(Reader(), hostile_store)).values()
    for name in sorted(names, key=swedish.sort_key)[::3]:
        open_page(page, f"{hostile_app}/omrade?plats={quote(name)}")
        assert page.locator("h1").text_content() == f"Vad vet vi om {name}?"
        assert page.locator("h1").locator(MADE_OF_TEXT).count() == 0


def test_grid_of_a_table_offers_no_file_but_ours(hostile_app, page):
    open_page(page, f"{hostile_app}/data?tabell={quote('Områden')}")
    page.get_by_test_id("stDataFrame").hover()
    expect(page.get_by_test_id("stElementToolbar")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    expect(page.get_by_role("button", name="Ladda ner CSV")).to_be_visible()
