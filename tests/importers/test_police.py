"""The police's extract: counted by area, month and type, with every fault on its line."""

import datetime as dt

import pytest
import sqlalchemy as sa
from books import book_of, saved

from lagesbild_data.bring.formats import upload as uploads
from lagesbild_data.bring.importing import comparing, planning
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store

HEADER = (
    "kommunkod,kommunnamn,desokod,regsonamn,brottskod,inskr år,inskr"
    " årmånad,inskrivningsdatum,antal_brott\n"
)
LINES = """\
9999,Exempelstad,,Norrby,0801,2023,202311,2023-11-02,2
9999,Exempelstad,,NORRBY,0801,2023,202311,2023-11-03,1
9999,Exempelstad,,Skogen,0801,2024,202401,2024-01-02,4
9999,Exempelstad,,,0301,2024,202401,2024-01-02,5
0680,Jönköping,,Norrby,0801,2024,202401,2024-01-02,9
"""
KEY = """\
brottskod,brott_niva,brott_niva_namn
0801,1,Samtliga brott
0801,2,Stöld
0301,1,Samtliga brott
0301,2,Hot i onlinespel
"""


@pytest.fixture
def key(file):
    return file("nyckel.csv", KEY)


@pytest.fixture
def counts(database):
    def counts() -> dict[tuple, int]:
        table = SQL_TABLES["brott_per_manad"]
        rows = database.rows(sa.select(table).where(table.c.kalla_id == "polisen-uttag"))
        return {(row.omrade_id, row.ar, row.manad, row.brottstyp_id): row.antal for row in rows}

    return counts


@pytest.mark.parametrize("form", [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig")])
def test_reports_are_counted_by_area_month_and_type(file, bring, database, key, counts, form):
    delimiter, encoding = form
    upload = file("uttag.csv", (HEADER + LINES).replace(",", delimiter), encoding)
    planned = bring(upload, companions=[key])
    assert (planned.format.name, planned.problems) == ("polisen", [])
    found = counts()
    assert {cell: antal for cell, antal in found.items() if antal} == {
        ("norrby", 2023, 11, "samtliga"): 3,
        ("norrby", 2023, 11, "stold"): 3,
        ("exempelstad", 2023, 11, "samtliga"): 3,
        ("exempelstad", 2023, 11, "stold"): 3,
        ("exempelstad", 2024, 1, "samtliga"): 9,
        ("exempelstad", 2024, 1, "stold"): 4,
    }
    assert found["norrby", 2024, 1, "stold"] == 0
    # nothing tells that nothing happened then
    assert not any(month == 12 for _, _, month, _ in found)
    assert planned.reading.notes[1:] == [
        (
            "Uttaget gäller 2 månader, 2023-11 till 2024-01. Kontrollera att den första och den"
            " sista är hela."
        ),
        "9 brott utanför lagrets områden räknas bara i sin kommun.",
        "9 brott utan kommun, eller i en som inte finns i lagret, lämnas utanför.",
    ]
    again = planning.plan(database, upload, companions=[key])
    assert not any(
        change.does_something for change in comparing.uncovered(database, again).values()
    )


def test_extract_may_be_larger_than_any_other_text(file, bring, key, counts, monkeypatch):
    monkeypatch.setattr(uploads, "_MOST_TEXT", key.path.stat().st_size)
    assert bring(file("uttag.csv", HEADER + LINES), companions=[key]).problems == []
    assert counts()["norrby", 2023, 11, "stold"] == 3


def test_key_is_needed(file, bring, key):
    [problem] = bring(file("uttag.csv", HEADER + LINES)).problems
    assert "nyckeltabell" in str(problem)
    assert not bring(key).changes_something


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "9999,X,,Norrby,0999,2024,202401,,1\n",
            'kolumn brottskod: "0999" finns inte i nyckeltabellen nyckel.csv',
        ),
        (
            "9999,X,,Norrby,0801,2024,202413,,1\n",
            'kolumn inskr årmånad: "202413" är inte en månad i formen ÅÅÅÅMM',
        ),
        ("9999,X,,Norrby,0801,2024,202401,,x\n", 'kolumn antal_brott: "x" är inte ett heltal'),
        ("9999,X,,Norrby,0801,2024,202401,,\n", "kolumn antal_brott: får inte vara tom"),
        ("9999,X,,Norrby,0801,2024,202401\n", ": 7 fält men rubriken har 9"),
    ],
)
def test_fault_names_its_line_and_nothing_is_read(file, bring, key, counts, line, fault):
    planned = bring(file("uttag.csv", HEADER + LINES + line), companions=[key])
    [problem] = planned.problems
    assert str(problem).startswith("uttag.csv rad 7")
    assert str(problem).endswith(fault)
    assert not counts()


def test_name_near_an_area_is_asked_about_and_the_answer_remembered(file, bring, key, counts):
    upload = file("uttag.csv", HEADER + LINES.replace("NORRBY", "Norrby södra"))
    planned = bring(upload, companions=[key])
    [asked] = planned.unmatched
    assert (asked.name, asked.suggestions) == ("Norrby södra", ("norrby",))
    assert not counts()
    bring(upload, companions=[key], choices={("omraden", "norrby södra"): "norrby"})
    assert counts()["norrby", 2023, 11, "stold"] == 3
    assert bring(upload, companions=[key]).unmatched == []


def test_code_that_a_spreadsheet_took_the_nought_from_is_the_same_kommun(
    litet, tmp_path, file, key
):
    areas = (litet / "omraden.csv").read_text(encoding="utf-8").replace("9999", "0999")
    (litet / "omraden.csv").write_text(areas, encoding="utf-8")
    build(litet, tmp_path / "noll.sqlite")
    upload = file("uttag.csv", HEADER + LINES.replace("9999", "999"))
    planned = planning.plan(open_store(tmp_path / "noll.sqlite"), upload, companions=[key])
    assert {row["omrade_id"] for row in planned.changes["brott_per_manad"].new} == {
        "norrby",
        "exempelstad",
    }


def test_name_of_an_area_counts_only_in_its_own_kommun(file, bring, key, counts):
    bring(file("kommuner.csv", "Namn;Typ;Kommunkod\nAnnanstad;kommun;0680\n"))
    planned = bring(file("uttag.csv", HEADER + LINES), companions=[key])
    found = counts()
    assert found["annanstad", 2024, 1, "stold"] == 9
    assert (found["exempelstad", 2024, 1, "samtliga"], found["norrby", 2024, 1, "samtliga"]) == (
        9,
        0,
    )
    assert "18 brott utanför lagrets områden räknas bara i sin kommun." in planned.reading.notes


def test_later_extract_leaves_months_that_it_does_not_have_and_no_part_above_its_whole(
    file, bring, key, counts
):
    bring(file("a.csv", HEADER + LINES), companions=[key])
    later = (
        HEADER
        + "9999,Exempelstad,,,0301,2023,202311,2023-11-02,7\n9999,Exempelstad,,Åkern,0301,2024,202402,,2\n"  # noqa: E501
    )
    planned = bring(file("b.csv", later), companions=[key])
    found = counts()
    assert found["exempelstad", 2024, 1, "samtliga"] == 9  # no month of the later extract
    assert (
        found["exempelstad", 2023, 11, "samtliga"],
        found["exempelstad", 2023, 11, "stold"],
    ) == (7, 0)
    assert (found["norrby", 2023, 11, "samtliga"], found["norrby", 2023, 11, "stold"]) == (0, 0)
    assert found["akern", 2024, 2, "samtliga"] == 2
    assert "Uttaget gäller 2 månader, 2023-11 till 2024-02." in " ".join(planned.reading.notes)


def test_extract_without_areas_leaves_those_of_the_store(file, bring, key, counts):
    bring(file("a.csv", HEADER + LINES), companions=[key])
    planned = bring(
        file("b.csv", HEADER + "9999,Exempelstad,,,0801,2023,202311,,8\n"), companions=[key]
    )
    found = counts()
    assert (found["exempelstad", 2023, 11, "stold"], found["norrby", 2023, 11, "stold"]) == (8, 3)
    assert "Uttaget gäller 2023-11. Kontrollera att hela månaden är med." in planned.reading.notes


def test_part_of_an_extract_is_refused_and_counts_that_become_0_are_told(file, bring, key, counts):
    many = (
        HEADER
        + "9999,Exempelstad,,Norrby,0801,2023,202311,,30\n9999,Exempelstad,,,0301,2023,202311,,2\n"
    )
    bring(file("a.csv", many), companions=[key])
    before = counts()
    [problem] = bring(
        file("b.csv", HEADER + "9999,Exempelstad,,,0801,2023,202311,,15\n"), companions=[key]
    ).problems
    assert (
        str(problem)
        == "b.csv: Exempelstad har 15 brott 2023-11 i uttaget men 32 i lagret; läs in ett uttag med"
        " alla brott i kommunen hela månaden"
    )
    assert counts() == before
    planned = bring(
        file("c.csv", HEADER + "9999,Exempelstad,,Norrby,0301,2023,202311,,29\n"), companions=[key]
    )
    assert counts()["exempelstad", 2023, 11, "stold"] == 0
    why = (
        "för uttaget har inga sådana brott i månaden. Läs inte in uttaget om det bara har vissa"
        " brott eller områden."
    )
    assert f"1 antal i lagret blir 0, {why}" in planned.reading.notes
    assert (
        f"1 antal som inte visas skrivs som 0, vad som än står där, {why}" in planned.reading.notes
    )


@pytest.mark.parametrize("code", ["", "0", "00", "0000"])
def test_crimes_without_a_kommun_are_not_those_of_riket(file, bring, key, counts, code):
    line = f"{code},Okänd,,,0301,2023,202311,2023-11-02,7\n"
    planned = bring(file("uttag.csv", HEADER + LINES + line), companions=[key])
    assert planned.problems == []
    assert not any(area == "riket" for area, *_ in counts())
    assert planned.reading.notes[-1].startswith(
        "16 brott utan kommun, eller i en som inte finns i lagret,"
    )


@pytest.mark.parametrize(
    ("key_table", "told"),
    [
        ("brottskod,brott_niva\n0801,1\n", "saknar en kolumn med namn"),
        ("brottskod,brott_niva,brott_namn\n0801,1\n", "har 2 fält på rad 2 men 3 rubriker"),
        ("brottskod,brott_niva,brott_namn\n0801,1,Stöld,x\n", "har 4 fält på rad 2 men 3 rubriker"),
    ],
)
def test_key_with_something_missing_is_refused(file, bring, counts, key_table, told):
    planned = bring(file("uttag.csv", HEADER + LINES), companions=[file("nyckel.csv", key_table)])
    assert any(told in str(problem) for problem in planned.problems)
    assert not counts()


def test_two_keys_and_a_column_given_twice_are_refused(file, bring, key, counts):
    other = file("nyckel2.csv", "brottskod,brott_niva,brott_namn\n0801,1,Skadegörelse\n")
    [problem] = bring(file("uttag.csv", HEADER + LINES), companions=[key, other]).problems
    assert "behöver sin nyckeltabell" in str(problem)
    twice = HEADER.replace("kommunnamn", "kommunkod") + LINES
    assert "kolumnen finns flera gånger" in str(
        bring(file("b.csv", twice), companions=[key]).problems[0]
    )
    assert not counts()


def test_narrowest_level_is_the_highest_number_not_the_last_letter(file, bring, counts):
    key = file(
        "nyckel.csv",
        "brottskod,brott_niva,brott_namn\n0801,2,Okänt\n0801,10,Stöld\n0801,9,Samtliga brott\n",
    )
    bring(
        file("uttag.csv", HEADER + "9999,Exempelstad,,Norrby,0801,2023,202311,,3\n"),
        companions=[key],
    )
    assert counts()["norrby", 2023, 11, "stold"] == 3


@pytest.mark.parametrize(
    ("before", "now", "is_refused"), [(20, 10, False), (20, 9, True), (10, 4, True), (9, 1, False)]
)
def test_extract_is_refused_below_half_of_ten_or_more(file, bring, key, before, now, is_refused):
    row = HEADER + "9999,Exempelstad,,,0801,2023,202311,,{}\n"
    bring(file("a.csv", row.format(before)), companions=[key])
    assert bool(bring(file("b.csv", row.format(now)), companions=[key]).problems) == is_refused


# After Excel

PLAIN = {
    ("norrby", 2023, 11, "samtliga"): 3,
    ("norrby", 2023, 11, "stold"): 3,
    ("exempelstad", 2023, 11, "samtliga"): 3,
    ("exempelstad", 2023, 11, "stold"): 3,
    ("exempelstad", 2024, 1, "samtliga"): 9,
    ("exempelstad", 2024, 1, "stold"): 4,
}
"""What LINES are, counted by hand, but for the noughts."""


def typed(text: str) -> int | str | None:
    """A cell as Excel makes it of a text: codes become numbers, and what is empty nothing."""
    return int(text) if text.isdigit() else text or None


@pytest.fixture
def as_sheet():
    """The rows of a text as Excel has them when it has opened it."""

    def rows(text: str) -> list[list]:
        return [[typed(cell) for cell in line.split(",")] for line in text.splitlines()]

    return rows


def positive(counts) -> dict:
    return {cell: antal for cell, antal in counts().items() if antal}


def test_workbooks_with_a_title_above_the_headings_are_read_as_the_text_is(
    file, bring, counts, as_sheet
):
    title = [["Uttag 2024-02-01"], []]
    extract = saved(book_of({"Data": title + as_sheet(HEADER + LINES), "Om": [["Vecka 5"]]}))
    key = file("nyckel.xlsx", saved(book_of({"Nyckel": [["Koder"], *as_sheet(KEY)]})))
    planned = bring(file("uttag.xlsx", extract), companions=[key])
    assert (planned.format.name, planned.problems) == ("polisen", [])
    assert positive(counts) == PLAIN
    assert bring(key).format.name == "polisen-nyckel"


def test_key_may_be_a_sheet_of_the_extract(file, bring, counts, as_sheet):
    bring(
        file(
            "uttag.xlsx",
            saved(book_of({"Nyckel": as_sheet(KEY), "Data": as_sheet(HEADER + LINES)})),
        )
    )
    assert positive(counts) == PLAIN


def test_rows_without_an_area_that_may_be_sums_are_asked_about(file, bring, key, counts):
    months = ((10, 2), (11, 3), (12, 4))
    rows = [
        f"9999,Exempelstad,,{area},0801,2023,2023{month},,{amount}\n"
        for month, amount in months
        for area in ("Norrby", "")
    ]
    upload = file("uttag.csv", HEADER + "".join(rows))
    assert [*bring(upload, companions=[key]).reading.questions] == ["utan-omrade"] and not counts()
    bring(upload, companions=[key], answers={"utan-omrade": "summor"})
    assert counts()["exempelstad", 2023, 11, "stold"] == counts()["norrby", 2023, 11, "stold"] == 3
    bring(upload, companions=[key], answers={"utan-omrade": "brott"})
    assert (counts()["exempelstad", 2023, 11, "stold"], counts()["norrby", 2023, 11, "stold"]) == (
        6,
        3,
    )
    few = file("kort.csv", HEADER + "".join(rows[:4]))
    assert not bring(few, companions=[key]).reading.questions


@pytest.mark.parametrize("name", ["Totalt", "SUMMA"])
def test_row_of_sums_in_an_extract_is_a_fault(file, bring, key, counts, name):
    [problem] = bring(
        file("uttag.csv", (HEADER + LINES).replace("Skogen", name)), companions=[key]
    ).problems
    assert (
        f'"{name}" ser ut som en summa av raderna; ta bort raden' in str(problem) and not counts()
    )


def test_extract_on_two_sheets_is_refused(file, bring, key, counts, as_sheet):
    book = book_of({"2023": as_sheet(HEADER + LINES), "2024": as_sheet(HEADER + LINES)})
    [problem] = bring(file("uttag.xlsx", saved(book)), companions=[key]).problems
    assert (
        str(problem)
        == "uttag.xlsx: har samma tabell på flera blad (2023 och 2024); spara det som ska läsas som"
        " en egen arbetsbok"
    )
    assert not counts()


@pytest.mark.parametrize(
    "above", ["Uttag\n", "Uttag;av brott\n;;\n\n", "sep=;\nUttag\n", "sep=;\n"]
)
@pytest.mark.parametrize("odd", ["", "9999;Exempelstad;;;0999;2024;202401;2024-01-02;5\n"])
def test_lines_above_the_headings_of_a_text_are_passed(file, bring, key, counts, above, odd):
    text = above + (HEADER + LINES).replace(",", ";")
    planned = bring(file("uttag.csv", text + odd), companions=[key])
    if odd:
        line = text.count("\n") + 1
        [problem] = planned.problems
        assert str(problem).startswith(f"uttag.csv rad {line}, kolumn brottskod")
    else:
        assert positive(counts) == PLAIN


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_codes_without_their_first_noughts_are_those_of_the_key(
    file, bring, key, counts, as_sheet, form
):
    text = (HEADER + LINES).replace(",0801,", ",801,").replace(",0301,", ",301,")
    content = saved(book_of({"Data": as_sheet(text)})) if form == "xlsx" else text
    planned = bring(file(f"uttag.{form}", content), companions=[key])
    assert positive(counts) == PLAIN
    told = (
        "Nollor i början av brottskoder saknas, som när Excel har sparat dem; 301 läses som 0301."
    )
    assert told in planned.reading.notes


def test_key_without_noughts_is_known_by_the_codes_of_the_extract(file, bring, counts):
    key = file("nyckel.csv", KEY.replace("0801", "801").replace("0301", "301"))
    bring(file("uttag.csv", HEADER + LINES), companions=[key])
    assert positive(counts) == PLAIN


def test_code_that_may_be_two_of_the_key_is_refused(file, bring, counts):
    key = file("nyckel.csv", KEY + "801,1,Samtliga brott\n")
    text = (
        HEADER
        + "9999,Exempelstad,,Norrby,801,2023,202311,,2\n9999,Exempelstad,,Norrby,0801,2023,202311,,2\n"  # noqa: E501
    )
    [problem] = bring(file("uttag.csv", text), companions=[key]).problems
    assert (
        str(problem)
        == 'uttag.csv rad 2, kolumn brottskod: "801" kan vara 0801 eller 801 i nyckeltabellen'
        " nyckel.csv, om Excel har tagit bort nollor"
    )


@pytest.mark.parametrize(
    ("november", "january"),
    [
        ("2023-11-01", "2024-01-01"),
        ("2023-11-01 00:00:00", "2024-01-01 00:00"),
        ("2023-11", "2024-01"),
        ("2453-11-26", "2454-02-24"),
    ],  # day 202311 and 202401 of Excel, where 2454-01-01 is 202 347
)
def test_month_that_excel_has_made_a_date_of(file, bring, key, counts, november, january):
    text = (HEADER + LINES).replace("202311", november).replace("202401", january)
    assert bring(file("uttag.csv", text), companions=[key]).problems == []
    assert positive(counts) == PLAIN


def test_month_that_is_a_date_in_a_workbook(file, bring, key, counts, as_sheet):
    dates = {202311: dt.datetime(2023, 11, 1), 202401: dt.datetime(2024, 1, 1)}
    rows = [[dates.get(cell, cell) for cell in row] for row in as_sheet(HEADER + LINES)]
    assert (
        bring(file("uttag.xlsx", saved(book_of({"Data": rows}))), companions=[key]).problems == []
    )
    assert positive(counts) == PLAIN


@pytest.mark.parametrize(
    "month", ["2023-11-02", "2023-13-01", "nov-23", "23-nov", "45231", "2454-01-01", "20231101"]
)
def test_month_that_may_be_another_is_refused(file, bring, key, counts, month):
    [problem, *_] = bring(
        file("uttag.csv", (HEADER + LINES).replace("202311", month)), companions=[key]
    ).problems
    assert f'"{month}" är inte en månad i formen ÅÅÅÅMM' in str(problem)
    assert not counts()


# the last isn't in the store
@pytest.mark.parametrize("other", ["Skadegörelse", "Bostadsinbrott i fjällstugor"])
def test_code_with_two_names_on_one_level_is_refused_where_it_is_used(file, bring, counts, other):
    key = file("nyckel.csv", KEY + f"0801,2,{other}\n")
    [problem] = bring(
        file("uttag.csv", HEADER + LINES.splitlines(keepends=True)[0]), companions=[key]
    ).problems
    assert (
        str(problem)
        == f'uttag.csv rad 2, kolumn brottskod: "0801" är Stöld (rad 3) eller {other} (rad 6) på'
        " samma nivå i nyckeltabellen nyckel.csv; ta bort de rader där som inte gäller"
    )
    assert not counts()
    bring(file("b.csv", HEADER + "9999,Exempelstad,,,0301,2024,202401,,5\n"), companions=[key])
    assert positive(counts) == {("exempelstad", 2024, 1, "samtliga"): 5}


def test_names_on_one_level_that_are_the_same_crime_are_no_doubt(file, bring, counts):
    key = file("nyckel.csv", KEY + "0801,2,STÖLD\n0301,2,Hot i spel\n")
    bring(file("uttag.csv", HEADER + LINES), companions=[key])
    assert positive(counts) == PLAIN


# What else the columns may say

SUMS = (
    "kommunkod;regsonamn;brottskod;inskr"
    " årmånad;{}\n9999;Norrby;0801;202401;20\n9999;;0301;202401;15\n"
)


@pytest.mark.parametrize(
    "heading",
    [
        "Antal",
        "SUMMA",
        "Summa av antal_brott",
        "Antal anmälda brott",
        "Sum of antal_brott",
        "antal brott",
    ],
)
def test_column_that_is_called_no_more_than_the_amount_is_it(file, bring, key, counts, heading):
    assert bring(file("uttag.csv", SUMS.format(heading)), companions=[key]).problems == []
    assert positive(counts) == {
        ("norrby", 2024, 1, "samtliga"): 20,
        ("norrby", 2024, 1, "stold"): 20,
        ("exempelstad", 2024, 1, "samtliga"): 35,
        ("exempelstad", 2024, 1, "stold"): 20,
    }


@pytest.mark.parametrize(
    "heading", ["Antal målsägande", "antal_anmalda_2024_varav_klara", "Count of diarienr"]
)
def test_column_that_may_be_the_amount_is_refused(file, bring, key, counts, heading):
    [problem] = bring(file("uttag.csv", SUMS.format(heading)), companions=[key]).problems
    assert (
        str(problem)
        == f'uttag.csv: har "{heading}" men inte antal_brott; kalla kolumnen antal_brott om den är'
        " antalet brott, eller ta bort den om varje rad är ett brott"
    )
    assert not counts()


def test_two_columns_of_the_amount_are_refused_unless_one_is_of_something_else(
    file, bring, key, counts
):
    text = "kommunkod;brottskod;inskr årmånad;Antal;{}\n9999;0301;202401;20;3\n"
    [problem] = bring(file("a.csv", text.format("antal_brott")), companions=[key]).problems
    assert str(problem) == "a.csv rad 1, kolumn antal_brott: kolumnen finns flera gånger"
    assert not counts()
    bring(file("b.csv", text.format("Antal målsägande")), companions=[key])
    assert positive(counts) == {("exempelstad", 2024, 1, "samtliga"): 20}


STATED = (
    "kommunkod;brottskod;inskr årmånad;regsonamn;{}\n9999;0301;202401;;{}\n9999;0301;202401;;{}\n"
)


def test_reports_of_different_status_are_refused_and_of_one_are_told(file, bring, key, counts):
    planned = bring(
        file("a.csv", STATED.format("Status", "Makulerad", "Registrerad")), companions=[key]
    )
    assert [str(problem) for problem in planned.problems] == [
        'a.csv, kolumn Status: raderna skiljer sig ("Makulerad" och "Registrerad"); ta bort dem som'
        " inte ska räknas, och sedan kolumnen"
    ]
    assert bring(file("b.csv", STATED.format("makulerad", "", "ja")), companions=[key]).problems
    assert not counts()
    planned = bring(
        file("c.csv", STATED.format("Status", "Registrerad", "Registrerad")), companions=[key]
    )
    assert positive(counts) == {("exempelstad", 2024, 1, "samtliga"): 2}
    assert "Läses inte: kolumnen Status." in planned.reading.notes


@pytest.mark.parametrize("heading", ["typ", "Typ av rad", "Uppklarad", "Beslut", "redovisning"])
def test_rows_that_tell_what_became_of_reports_are_not_counted_beside_them(
    file, bring, key, counts, heading
):
    text = STATED.format(heading, "Anmäld", "Uppklarad")
    [problem] = bring(file("a.csv", text), companions=[key]).problems
    assert f"kolumn {heading}: raderna skiljer sig" in str(problem)
    assert not counts()


def test_columns_that_are_not_read_and_that_of_areas_that_is_missing_are_told(
    file, bring, key, counts
):
    text = "kommunkod;regso;brottskod;inskr årmånad;Kön;desokod\n9999;Norrby;0301;202401;kvinna;x\n"
    planned = bring(file("uttag.csv", text), companions=[key])
    assert positive(counts) == {("exempelstad", 2024, 1, "samtliga"): 1}
    assert (
        planned.reading.notes[-1]
        == "Kolumnen regsonamn saknas; brotten räknas bara i sin kommun. Läses inte: kolumnerna"
        " regso och Kön."
    )


@pytest.mark.parametrize(
    ("name", "sheet", "title"),
    [
        ("uppklarade.xlsx", "Data", ""),
        ("uttag.xlsx", "Misstankar", ""),
        ("uttag.xlsx", "Data", "Handlagda brott 2023–2024"),
        ("uttag.xlsx", "Data", "Anmälda brott mot kvinnor"),
    ],
)
def test_extract_of_something_else_than_all_reports_is_asked_about(
    file, bring, key, name, sheet, title
):
    lines = [line.split(",") for line in (HEADER + LINES).splitlines()]
    upload = file(name, saved(book_of({sheet: [*([[title]] if title else []), *lines]})))
    planned = bring(upload, companions=[key])
    assert [*planned.reading.questions] == ["rubrik"] and not planned.is_ready
    assert bring(upload, companions=[key], answers={"rubrik": "nej"}).problems
    assert bring(upload, companions=[key], answers={"rubrik": "ja"}).is_ready


def test_extract_that_is_called_preliminary_is_so(file, bring, database, key):
    bring(file("uttag prel.csv", HEADER + LINES), companions=[key])
    table = SQL_TABLES["brott_per_manad"]
    rows = database.rows(sa.select(table).where(table.c.kalla_id == "polisen-uttag"))
    assert {row.preliminar for row in rows} == {True}
