"""The workbook read back with openpyxl: figures as numbers, text as text, and what they rest on
beside them."""

import datetime as dt
import io

import openpyxl
import pytest

from briefing import files
from briefing.blocks import Choice
from lagesbild_data.answers.promises import results
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for


def sheets(file: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture(scope="module")
def read(workbook):
    return sheets(workbook)


def under(rows: list[tuple], heading: str) -> list[tuple]:
    """The rows of the table that begins with this heading."""
    first = next(i for i, row in enumerate(rows) if row[0] == heading) + 1
    last = next((i for i in range(first, len(rows)) if rows[i][0] is None), len(rows))
    return rows[first:last]


def called(read, name: str) -> list[list[tuple]]:
    return [rows for title, rows in read.items() if title.startswith(name)]


def test_first_sheet_tells_what_it_is_and_what_it_rests_on(read, published):
    about = [row[0] for row in read["Om"]]
    assert about[0] == "Inför mötet"
    for said in (
        "Urval: Alla områden · alla år",
        f"Dataversion: {published.version}",
        "Uttaget: 28 maj 2024",
    ):
        assert said in about
    assert any(
        line.startswith("Anmälda brott, statistik ur Brå SOL: ") and "kopia hos tredje part" in line
        for line in about
        if line
    )


def test_charts_are_numbers(read, crime_rows):
    years, quarters, *_ = called(read, "Anmälda brott")
    rows = crime_rows
    assert [row[3] for row in under(years, "Mått")] == [
        row.antal for row in rows if row.kvartal is None
    ]
    assert [row[5] for row in under(quarters, "Mått")] == [
        "ja" if r.preliminar else "nej" for r in rows if r.kvartal
    ]


def test_results_keep_number_and_sign(read):
    charts, _ = called(read, "Räknade resultat")
    patrols = [row[3:5] for row in under(charts, "Mått") if row[0] == "Fotpatrulltillfällen"]
    assert patrols == [(500, "> 500"), (608, "≥ 608")]


def test_every_follow_up_is_there(read, follow_ups):
    [rows] = called(read, "Aktivitet för aktivitet")
    cells = [cell for row in under(rows, "Aktivitet") for cell in row[1:4]]
    wanted = follow_ups["text"]
    assert all(any(cell.endswith(told) for cell in cells) for told in wanted)
    assert len(wanted) == len(cells)


def test_every_sheet_says_what_is_chosen_and_rests_on_what(read, published):
    for title, rows in read.items():
        if title != "Om":
            texts = [row[0] for row in rows]
            assert "Alla områden · alla år" in texts
            assert f"Dataversion: {published.version}" in texts
    index = called(read, "Problemindex")[1]
    assert "Källa: Årsanalys Jönköpings kommun – medborgarlöftet 2023." in [row[0] for row in index]


def test_missing_value_is_an_empty_cell_and_a_known_one_a_number(read):
    rows = {row[0]: row[1] for row in under(called(read, "Problemindex")[1], "Område")}
    assert rows["Bankeryd"] is None
    assert rows["Österängen"] == 1.81


def test_date_is_a_date(read):
    rows = under(called(read, "Källor och metod")[0], "Källa")
    dates = {row[0]: row[2] for row in rows}
    assert dates["Polisens lista över utsatta områden 2025"] == dt.datetime(2025, 12, 1)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "{=1}", "https://exempelstad.example", "-1"]
)
def test_text_stays_text(litet, put, make_everything, text):
    put("aktiviteter", 2, "namn", text)
    book = openpyxl.load_workbook(
        io.BytesIO(make_everything(opened_for(Reader(), litet), ".xlsx", text, {"lofte": text}))
    )
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert sum(cell.value == text for cell in cells) >= 3
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {cell.hyperlink for cell in cells} == {None}


def test_invented_data_is_said_on_every_sheet(invented, make_everything, read):
    for rows in sheets(make_everything(invented, ".xlsx")).values():
        assert reference.INVENTED in [row[0] for row in rows]
    assert not any(reference.INVENTED in row for rows in read.values() for row in rows)


def test_same_document_is_the_same_bytes(workbook, published, make_everything):
    comment = {"lofte": "Vi behöver tala om #krogarna, *alla* $x$."}
    assert make_everything(published, ".xlsx", "Inför mötet", comment) == workbook


def test_summary_and_legend_are_there(read):
    about = [row[0] for row in read["Om"]]
    assert about.index("Sammanfattning:") < about.index("Källor och förbehåll:")
    assert any(line.startswith("Senaste uppföljning i underlaget") for line in about if line)
    [rows] = called(read, "Aktivitet för aktivitet")
    assert "° läst ur källans text enligt regeln" in [row[0] for row in rows]


def test_our_own_formatting_is_called_what_it_is(read):
    charts, _ = called(read, "Räknade resultat")
    assert next(row for row in charts if row[0] == "Mått")[4] == "Visas som"


def test_few_areas_of_a_map_are_in_the_workbook(published):
    choice = Choice("ssg", Filter(("raslatt",), (2023,)), ("karta",))
    [rows] = called(sheets(files.make(published, choice, ".xlsx", dt.date(2024, 5, 28))), "Karta")
    assert under(rows, "Område")[0][:3] == ("Råslätt", 2023, "sänkt · går inte att säga")


def test_counted_measures_are_those_of_the_query(read, published):
    charts, _ = called(read, "Räknade resultat")
    assert len(under(charts, "Mått")) == len(results.results_over_time(published, Filter()))


def test_text_longer_than_a_cell_says_where_the_rest_is(litet, put):
    comments = {"aktiviteter": "Ord " * 10_000}
    choice = Choice("ssg", Filter(), ("aktiviteter",), comments=comments)
    file = files.make(opened_for(Reader(), litet), choice, ".xlsx", dt.date(2024, 5, 28))
    longest = max(
        (
            cell
            for rows in sheets(file).values()
            for row in rows
            for cell in row
            if isinstance(cell, str)
        ),
        key=len,
    )
    assert len(longest) == 32_767
    assert longest.endswith("hela står i PDF-filen och i PowerPoint)")


def test_very_long_follow_up_says_where_it_stands_in_whole(litet, put):
    put("uppfoljningar", 2, "text", "Ord " * 2_400)
    file = files.make(
        opened_for(Reader(), litet),
        Choice("ssg", Filter(), ("aktiviteter",)),
        ".xlsx",
        dt.date(2024, 5, 28),
    )
    told = [
        cell
        for rows in sheets(file).values()
        for row in rows
        for cell in row
        if "Ord Ord" in str(cell)
    ]
    assert told
    assert all(cell.endswith("Ord … (hela texten står på sidan Medborgarlöften)") for cell in told)
    assert max(map(len, told)) < 3_000
