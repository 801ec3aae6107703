"""One table for page, slide, paper and workbook: a cell says the same on each."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from briefing.xlsx.sheet import table_bytes
from lagesbild_data.answers.promises.targets import TargetResult, targets_table
from lagesbild_data.public.answer import Status
from lagesbild_data.public.table import Column, FollowUp, Signed, Table
from lagesbild_data.words import spreadsheet

TABLE = Table.of(
    pd.DataFrame(
        {
            "År": pd.array([2024, None], dtype="Int64"),
            "Antal": pd.array([1234, 7], dtype="Int64"),
            "Andel": [5.25, None],
            "Index": [1.5, 2.0],
            "Ändring": [-0.5, 0.0],
            "Dag": pd.Series([dt.date(2024, 5, 1), None], dtype=object),
            "Status": [Status("pågår", "tolkning"), FollowUp(Status("försenad"), "Väntar.")],
            "Riktning": pd.Series([Signed("▼", "sänkt"), None], dtype=object),
        }
    ),
    Column("År", "–", grouped=False),
    Column("Andel", decimals=1, unit="%"),
    Column("Ändring", signed=True),
    Column("Dag", "dag anges inte"),
)
SHOWN = [
    [
        "2024",
        "1\N{NO-BREAK SPACE}234",
        "5,3 %",
        "1,5",
        "\u22120,5",
        "1 maj 2024",
        "▶ pågår°",
        "▼ sänkt",
    ],
    [
        "–",
        "7",
        "ej publicerat",
        "2,0",
        "±0,0",
        "dag anges inte",
        "⚠ försenad\nVäntar.",
        "ej publicerat",
    ],
]


def test_cells_are_swedish_and_gaps_are_words():
    assert TABLE.texts == SHOWN
    assert [column.numeric for column in TABLE.columns] == [True] * 5 + [False] * 3
    gaps = {(r, c) for r, row in enumerate(TABLE.rows) for c, cell in enumerate(row) if cell.is_gap}
    assert gaps == {(1, 0), (1, 2), (1, 5), (1, 7)}


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([1.0, 2.0], "1"), ([1.5, 2], "1,5"), ([0.123, 4.0], "0,12"), ([1e-9, 1], "0")],
)
def test_a_column_has_the_decimals_of_its_numbers_two_at_most(numbers, shown):
    assert Table(pd.DataFrame({"Tal": numbers})).texts[0] == [shown]


def test_workbook_has_numbers_that_look_as_they_do_elsewhere():
    sheet = openpyxl.load_workbook(io.BytesIO(table_bytes(TABLE, "T", ["Urval"])))["Tabell"]
    first = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    values = [2024, 1234, 5.25, 1.5, -0.5, dt.datetime(2024, 5, 1), "▶ pågår°", "sänkt"]
    assert [cell.value for cell in first.values()] == values
    assert [first[name].number_format for name in ("År", "Antal", "Andel", "Index", "Ändring")] == [
        "0",
        "#,##0",
        '#,##0.0" %"',
        "#,##0.0",
        "+#,##0.0;\u2212#,##0.0;±#,##0.0",
    ]
    assert [cell.value for cell in sheet[3]][:3] == [None, 7, None]


def test_csv_holds_numbers_and_words_without_signs():
    lines = spreadsheet.csv_bytes(TABLE.plain).decode("utf-8-sig").splitlines()
    assert lines[1] == "2024;1234;5,25;1,5;-0,5;2024-05-01;▶ pågår°;sänkt"
    assert lines[2].startswith(";7;;2,0;0,0;;")


def test_nothing_left_of_a_target_is_nought_and_what_is_not_known_a_dash():
    known = TargetResult(None, "Besök", "", "4", "5", "", 4.0, 0.0, "nått", "", "lofte")
    unknown = replace(known, expected=None, remaining=None, light="följs inte med tal")
    rows = targets_table([known, unknown]).only("Väntat", "Återstår", "Läge").texts
    assert rows == [["4", "0", "✔ nått"], ["–", "–", "– följs inte med tal"]]


def test_empty_columns_and_unwanted_ones_go_and_the_others_keep_their_form():
    table = TABLE.without("Antal", "Index")
    assert table.texts[0][:3] == ["2024", "5,3 %", "\u22120,5"]
    empty = Table.of(pd.DataFrame({"A": ["", None], "B": [None, None], "C": [1, 2]}))
    assert empty.filled().headings == ["C"]
    assert empty.filled(["A"]).headings == ["B", "C"]
