"""Files that Swedish Excel opens right and that run nothing."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from briefing.xlsx.sheet import table_bytes
from lagesbild_data.public.table import Table
from lagesbild_data.words import spreadsheet


def csv_lines(frame: pd.DataFrame) -> list[str]:
    return spreadsheet.csv_bytes(frame).decode("utf-8-sig").split("\r\n")


def sheets(
    frame: pd.DataFrame, title: str = "Titel", notes: tuple[str, ...] = ()
) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(Table(frame), title, notes)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


FRAME = pd.DataFrame(
    {
        "Område": ["Åkern", "Ängen; södra", None],
        "Värde": [1.5, None, -0.25],
        "Antal": pd.array([1200, None, 0], dtype="Int64"),
        "Datum": [dt.date(2024, 2, 29), None, None],
    }
)


def test_csv_is_as_swedish_excel_wants_it():
    assert spreadsheet.csv_bytes(FRAME) == (
        b"\xef\xbb\xbf"
        + 'Område;Värde;Antal;Datum\r\nÅkern;1,5;1200;2024-02-29\r\n"Ängen;'
        ' södra";;;\r\n;-0,25;0;\r\n'.encode()
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_text_never_becomes_a_formula(sign):
    text = f"{sign}HYPERLINK(1)"
    (cell,) = pd.read_csv(io.BytesIO(spreadsheet.csv_bytes(pd.DataFrame({"a": [text]}))), sep=";")[
        "a"
    ]
    assert cell == f"'{text}"


def test_csv_heading_never_becomes_a_formula():
    assert csv_lines(pd.DataFrame({"=1+1": [1]}))[0] == "'=1+1"


@pytest.mark.parametrize("text", ["a=b", "2+2", "–", "−5", "'quoted", " text"])
def test_csv_leaves_other_text_alone(text):
    assert csv_lines(pd.DataFrame({"a": [text]}))[1] == text


def test_csv_does_not_change_the_frame():
    frame = pd.DataFrame({"a": ["=1"]})
    spreadsheet.csv_bytes(frame)
    assert frame.loc[0, "a"] == "=1"


def test_csv_of_no_rows_is_the_heading():
    assert csv_lines(FRAME.head(0)) == ["Område;Värde;Antal;Datum", ""]


def test_xlsx_keeps_numbers_and_leaves_missing_empty():
    table = sheets(FRAME)["Tabell"]
    assert table[0] == ("Område", "Värde", "Antal", "Datum")
    assert table[1][:3] == ("Åkern", 1.5, 1200)
    assert str(table[1][3]).startswith("2024-02-29")
    assert table[2:] == [("Ängen; södra", None, None, None), (None, -0.25, 0, None)]
    assert [type(value) for value in table[1][1:3]] == [float, int]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "{=1}", "https://exempelstad.example", "-1"]
)
def test_xlsx_text_stays_text(text):
    book = openpyxl.load_workbook(
        io.BytesIO(table_bytes(Table(pd.DataFrame({text: [text]})), text, [text]))
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {(cell.value, cell.data_type, cell.hyperlink) for cell in cells} == {(text, "s", None)}


def test_xlsx_notes_stand_on_the_second_sheet():
    found = sheets(FRAME, "Lägesbild", ("Norrby · 2023", "Källa: Påhittad årsanalys"))
    assert list(found) == ["Tabell", "Om"]
    assert found["Om"] == [("Lägesbild",), ("Norrby · 2023",), ("Källa: Påhittad årsanalys",)]


def test_xlsx_of_no_rows_is_the_heading():
    assert sheets(FRAME.head(0))["Tabell"] == [("Område", "Värde", "Antal", "Datum")]


def test_text_too_long_for_a_cell_says_so_and_is_whole_in_csv():
    frame = pd.DataFrame({"Text": ["a" * 32_767, "b" * 32_768]})
    [_, [whole], [cut]] = sheets(frame)["Tabell"]
    assert whole == "a" * 32_767
    assert len(cut) == 32_767
    assert cut.endswith(
        "b … (texten är 32\u00a0768 tecken, fler än en cell rymmer; hela står i CSV-filen)"
    )
    assert "b" * 32_768 in spreadsheet.csv_bytes(frame).decode()
