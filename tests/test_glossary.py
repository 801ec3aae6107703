"""The glossary's words are explained once on a page, where they are text, as the document has
them."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from lagesbild_data.words.glossary import MEANINGS, WORD, found
from ui.frame import glossary

DOCUMENT = Path(__file__).parents[1] / "docs" / "ordlista.md"


@pytest.fixture(autouse=True)
def new_page():
    glossary.begin()


def explained(html: str) -> list[str]:
    """The words of some HTML that are explained."""
    return re.findall(r"<dfn [^>]*>(.*?)</dfn>", glossary.explained(Markup(html)))


def test_pages_and_the_document_explain_a_word_alike():
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert MEANINGS.items() <= dict(rows).items()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Problemindexet sjönk", "Problemindex"),
        ("tertialens", "Tertial"),
        ("ett SSG-möte", "SSG"),
        ("i medborgarlöften", "Medborgarlöfte"),
        ("störningarna", "Störning"),
        ("DeSO-områden", "DeSO"),
    ],
)
def test_word_is_found_in_its_forms(text, word):
    assert [found(match) for match in WORD.finditer(text)] == [word]


@pytest.mark.parametrize("text", ["de ser sig om", "est", "kvotering", "kommunens-tertial", "supé"])
def test_what_only_looks_like_a_word_is_not_found(text):
    assert WORD.search(text) is None


def test_word_is_explained_where_the_page_first_has_it():
    assert explained("<p>Tertial 1 och tertial 2</p>") == ["Tertial"]
    assert explained("<p>Tertialet och indexet, problemindex</p>") == ["problemindex"]
    glossary.begin()
    assert explained("<p>tertial 3</p>") == ["tertial"]


@pytest.mark.parametrize(
    "html",
    [
        '<p title="tertial">3</p>',
        '<a href="?x=tertial">tertial <b>tertial</b></a>',
        "<summary>tertial</summary>",
        "<button>tertial</button>",
        "<table><tr><td>tertial</td></tr></table>",
    ],
)
def test_nothing_is_explained_in_a_link_an_attribute_or_a_table(html):
    assert glossary.explained(Markup(html)) == html
    assert explained(html + "<p>tertial</p>") == ["tertial"]


def test_text_from_data_stays_inert_beside_what_is_explained():
    text = Markup("<p>{}</p>").format('<i onclick="x">tertial</i> & "SSG"')
    told = glossary.explained(text)
    assert re.sub("</?dfn[^>]*>", "", told) == text
    assert MEANINGS["SSG"] in told


def test_pages_explain_what_they_say(open_page):
    app = open_page("pages/loften.py")
    written = " ".join(element.proto.body for element in app.get("html"))
    assert f'aria-description="{MEANINGS["Tertial"]}">tertial</dfn>' in written
    assert written.count(MEANINGS["Tertial"]) == 1
