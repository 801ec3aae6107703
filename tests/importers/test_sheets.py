"""Sheets of a workbook that aren't read are told, whatever the workbook is."""

import pytest
from books import book_of, saved
from test_bra import ONE_YEAR, YEARS
from test_bra_lagesbild import CRIMES
from test_kolada import TABLE
from test_police import HEADER, KEY, LINES
from test_workbook import HEADINGS, event

from lagesbild_data.bring.formats import FORMATS

TOLD = [
    "Blad som inte känns igen läses inte: Om tabellen och Fler tal.",
    "Dolda blad läses inte: Gömt.",
]
SCB = [
    ["Folkmängd efter region och år"],
    [],
    [None, "2022", "2023"],
    ["9999 Exempelstad", 1200, 1300],
    ["Källa:"],
    ["SCB"],
    ["Intern referenskod:"],
    ["000007Y7"],
]


def split(text: str, delimiter: str = ",") -> list[list]:
    """A text as a sheet."""
    return [line.replace("&nbsp;", " ").split(delimiter) for line in text.splitlines()]


EVERY = {
    "bra-sol": {"Korstabell": split(YEARS, ";")},
    "bra-kommun": {"2023": split(ONE_YEAR, ";")},
    "bra-lagesbild": CRIMES,
    "polisen": {"Uttag": split(HEADER + LINES), "Nyckel": split(KEY)},
    "polisen-nyckel": {"Nyckel": split(KEY)},
    "kolada": {"Data": TABLE},
    "scb": {"Tabell": SCB},
    "mall": {"Dialoger": [HEADINGS, event("Ett")]},
}


@pytest.mark.parametrize("kind", EVERY)
def test_sheets_that_are_not_read_are_told(file, bring, kind):
    book = book_of(
        {
            **EVERY[kind],
            "Om tabellen": [["Hämtad i maj"]],
            "Fler tal": [["a", 1], ["b", 2]],
            "Blad3": [],
        }
    )
    book.create_sheet("Gömt").append(["Hemligt"])
    book["Gömt"].sheet_state = "hidden"
    book["Om tabellen"].row_dimensions[1].hidden = True
    planned = bring(file("b.xlsx", saved(book)))
    assert (planned.format.name, planned.problems) == (kind, [])
    assert [note for note in planned.reading.notes if "blad" in note.casefold()] == TOLD


def test_every_kind_that_may_be_a_workbook_is_tried():
    assert {*EVERY} == FORMATS.keys() - {"ytor"}
