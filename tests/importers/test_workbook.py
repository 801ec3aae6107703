"""Workbooks: what is hidden is told, and the same table is read alike whatever form it is saved in."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from books import book_of, saved

HEADINGS = ["Från och med", "Datumets precision", "Typ", "Tema", "Område", "Genomförd", "Deltagare", "Källa"]


def event(theme: str, people: int | None = None) -> list:
    """A row of a dialogue in Norrby."""
    return [dt.date(2024, 4, 25), "dag", "medborgardialog", theme, "Norrby", "ja", people, "analys"]


def events(planned) -> list[tuple]:
    return [(row["tema"], row["datum_fran"], row["deltagare"]) for row in planned.changes["handelser"].new]


# What is hidden


@pytest.fixture
def book() -> openpyxl.Workbook:
    return book_of({"Dialoger": [HEADINGS, *(event(f"Tema {at}") for at in range(2, 25))], "Övrigt": [["a"], ["b"]]})


def test_hidden_rows_are_read_and_told(file, bring, book):
    for row in (3, 5, 6, 7, 9, 11, 13, 20, 40):
        book["Dialoger"].row_dimensions[row].hidden = True
    planned = bring(file("d.xlsx", saved(book)))
    assert len(planned.changes["handelser"].new) == 23
    told = "Dolda rader i bladet Dialoger läses som de andra: rad 3, 5–7, 9, 11, 13 och 1 till."
    assert planned.reading.notes[0] == told


def test_hidden_columns_are_read_and_told_where_they_hold_anything(file, bring, book):
    for letter in ("D", "J"):  # J is outside the table
        book["Dialoger"].column_dimensions[letter].hidden = True
    planned = bring(file("d.xlsx", saved(book)))
    assert planned.reading.notes[0] == "Dolda kolumner i bladet Dialoger läses som de andra: kolumn D."


def test_hidden_sheets_are_told_and_not_read(file, bring, book):
    book.create_sheet("Gömd").append(HEADINGS)
    book["Gömd"].append(event("Gömt tema"))
    book["Gömd"].sheet_state, book["Övrigt"].sheet_state = "veryHidden", "hidden"
    planned = bring(file("d.xlsx", saved(book)))
    assert planned.reading.notes[0] == "Dolda blad läses inte: Övrigt och Gömd."
    assert "Gömt tema" not in [theme for theme, *_ in events(planned)]


def test_nothing_is_told_where_nothing_is_hidden(file, bring, book):
    assert not any("old" in note for note in bring(file("d.xlsx", saved(book))).reading.notes)


def test_merged_cells_of_one_column_are_spread(file, bring, book):
    sheet = book["Dialoger"]
    sheet["E4"], sheet["E5"], sheet["E10"] = None, None, None
    for cells in ("E3:E5", "H8:H8", "I10:J11"):
        sheet.merge_cells(cells)
    planned = bring(file("d.xlsx", saved(book)))
    areas = [row["omrade_id"] for row in planned.changes["handelser"].new]
    assert areas == ["norrby"] * 8 + [None] + ["norrby"] * 14


# Strict Open XML

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def strict(content: bytes) -> bytes:
    """The workbook as Excel saves it as Strict Open XML, with dates as texts."""
    answer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            for ours, theirs in STRICT.items():
                part = part.replace(ours, theirs)
            part = part.replace(b' t="n"><v>45407</v>', b' t="d"><v>2024-04-25T00:00:00</v>')
            new.writestr(name, part)
    return answer.getvalue()


def test_strict_workbook_is_read_as_another(file, bring, book):
    book["Dialoger"].append(event("Sist", 7))
    book["Dialoger"].row_dimensions[3].hidden = True
    content = strict(saved(book))
    planned = bring(file("d.xlsx", content))
    assert events(planned)[-1] == ("Sist", dt.date(2024, 4, 25), 7)
    assert len(events(planned)) == 24
    assert planned.reading.notes[0].endswith("rad 3.")


def test_formula_of_a_strict_workbook_is_refused(file, bring, book):
    book["Dialoger"]["G2"] = "=1+1"
    [problem] = bring(file("d.xlsx", strict(saved(book)))).problems
    assert str(problem) == 'd.xlsx Dialoger rad 2, kolumn G: "=1+1" är en formel; klistra in den som värde'
