"""A number is written the same way on every page and in every document."""

import datetime as dt
import re

import pytest

from briefing.blocks import Choice, Tabulated
from briefing.parts import PARTS, document
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.answers.overview.layers import layer_table
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Number
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.words import value_text, value_words

PAGES = ("lagesbild", "omrade", "problemindex", "brott", "loften", "dialoger", "data")
FOUR = re.compile(r"(?<![\d,.:/\-–#&\u00a0])\d{4,}(?![\d\-/:]|,\d)")
YEARS = {str(year) for year in range(1990, 2040)}


@pytest.mark.parametrize(
    ("number", "figure", "text"),
    [
        (Number(5.24, 1, "%"), "5,2 %", "5,2 procent"),
        (Number(73, 0, "procent"), "73 %", "73 procent"),
        (Number(-5.24, 1, "%", signed=True), "−5,2 %", "−5,2 procent"),
        (Number(9782), "9\u00a0782", "9\u00a0782"),
        (Number(2024, grouped=False), "2024", "2024"),
        (Number(12, unit="utskick"), "12 utskick", "12 utskick"),
    ],
)
def test_percent_is_a_sign_in_figures_and_a_word_in_running_text(number, figure, text):
    assert (value_text(number), value_words(number)) == (figure, text)


def shown(page) -> str:
    """What the page writes, without its styles, addresses and ids."""
    written = " ".join(element.proto.body for element in page.get("html"))
    written = re.sub(r"<style.*?</style>", " ", written, flags=re.S)
    return re.sub(r"<[^>]+>", " ", written)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("areas", [[], ["Påhittsbacken"]])
def test_no_page_writes_four_digits_together_but_for_years(open_page, exempelstad, page, areas):
    text = shown(open_page(f"pages/{page}.py", exempelstad, omrade=areas))
    text = re.sub(r"[Dd]ataversion:? [0-9a-f]+", "", text)
    assert set(FOUR.findall(text)) - YEARS == set()
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)


@pytest.mark.parametrize("areas", [(), ("pahittsbacken", "dromhojden")])
def test_no_document_writes_four_digits_together_but_for_years(exempelstad, areas):
    made = document(
        opened_for(Reader(), exempelstad),
        Choice("ssg", Filter(areas), tuple(PARTS)),
        dt.date(2026, 1, 15),
        lambda *_: 0,
    )
    tables = [block for part in made.parts for block in part.blocks if isinstance(block, Tabulated)]
    cells = [cell for block in tables for row in block.table.texts for cell in row]
    assert {found for cell in cells for found in FOUR.findall(cell)} - YEARS == set()
    assert any("\u00a0" in cell for cell in cells)


def test_years_and_index_of_the_maps_table_have_their_own_form(litet, put):
    put("indikatorer", 2, "decimaler", "1")
    picture = lagesbild(opened_for(Reader(), litet), Filter())
    table = layer_table(picture, "niva", {"analys": "Analysen", "lofte": "Löftet"}, set())
    [row] = [row for row in table.texts if row[0] == "Norrby"]
    assert (row[1], row[2]) == ("2023", "3,1")
    assert picture.decimals == 1


def test_index_is_written_with_its_own_decimals_on_the_page(open_page, litet, put):
    put("indikatorvarden", 5, "varde", "3")
    text = shown(open_page("pages/lagesbild.py", litet))
    assert re.search(r"Norrby +2023 .* säga +3,00 ", text)
