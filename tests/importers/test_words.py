"""Words that mean the same are known by every kind of file."""

import openpyxl
import pytest
from books import book_of, saved
from test_bra import ONE_YEAR
from test_pxweb_forms import excel

from lagesbild_data.bring.formats.words import says_preliminary


@pytest.mark.parametrize(
    "text", ["2023 prel.", "2023prel", "(Prel)", "preliminära tal", "Preliminary", "prelim."]
)
def test_what_says_that_it_is_preliminary(text):
    assert says_preliminary(text)


@pytest.mark.parametrize("text", ["2023", "preludium", "aprel", "slutliga"])
def test_what_says_nothing_of_it(text):
    assert not says_preliminary(text)


@pytest.mark.parametrize("word", ["prel.", "(prel)", "preliminär", "preliminärt"])
def test_preliminary_year_in_a_heading_is_so_in_every_table(file, bring, word):
    table = excel(["Bilar"], ["Kommun", "2022", f"2023 {word}"], ["Exempelstad", 5, 6])
    planned = bring(file("t.xlsx", table), answers={"utgivare": "annan"})
    values = planned.changes["indikatorvarden"].new
    assert [bool(row["preliminar"]) for row in values] == [False, True]
    assert len({row["indikator_id"] for row in values}) == 1
    text = ONE_YEAR.replace("Antal", "Antal (prel.)")
    planned = bring(file(f"kommuner 2021 {word}.csv", text))
    assert [bool(row["preliminar"]) for row in planned.changes["anmalda_brott"].new] == [True]


@pytest.mark.parametrize(
    "title", ["Framräknad folkmängd", "Beräknad folkmängd", "Folkmängd, flickor", "Befprog"]
)
def test_limits_of_the_people_are_asked_about_in_templates_too(file, bring, title):
    rows = [[title], ["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2019, 5, "analys"]]
    [key] = bring(file("f.xlsx", saved(book_of({"Folkmängd": rows})))).reading.questions
    assert key == "antal-folkmangd"


@pytest.mark.parametrize("heading", ["År", "Mätår", "Årtal"])
def test_merged_year_stands_in_all_its_rows_under_any_heading_of_years(file, heading):
    book = openpyxl.Workbook()
    for row in ([heading, "Kommun", "Antal"], [2023, "Exempelstad", 5], [None, "Annanstad", 6]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert [texts[0] for _, texts in file("t.xlsx", saved(book)).sheets["Sheet"]] == [
        heading,
        "2023",
        "2023",
    ]
