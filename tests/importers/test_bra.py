"""Brå's files: every gap stays a gap, a dash is 0, and a period is put together from all rows of
the heading."""

import datetime as dt

import openpyxl
import pytest
import sqlalchemy as sa
from books import book_of, saved

from lagesbild_data.bring.formats import FORMATS, recognise
from lagesbild_data.model.schema import SQL_TABLES

QUARTERS = """\
Anmälda brott, kvartal; antal och per 100 000 inv., 2025-2026
;2025;;;;2026 prel.;
;Kvartal 3;;Kvartal 4;;Kvartal 1;
;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv
Exempelstad kommun (9999);;;;;;
Samtliga brott;1 025;9 300;..;..;-;-
Stöld;240;..;31;;7;64
Annanstad;;;;;;
Samtliga brott;1;1;1;1;1;1
Källa: Brå
"""
YEARS = """\
Anmälda brott
;År;;År;
;2023;;2026 prel.;
;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv
Exempelstads kn;;;;
Samtliga brott;990;9 802;..;..
"""
ONE_YEAR = (
    "Kommun;Antal;Per 100 000 inv.\r\nAnnanstad;5;50\r\nExempelstads kommun;1 029;9 800,5\r\n"
)


def crimes(database, year: int) -> dict[tuple, tuple]:
    table = SQL_TABLES["anmalda_brott"]
    rows = database.rows(
        sa.select(table).where(table.c.ar == year, table.c.omrade_id == "exempelstad")
    )
    return {
        (row.kvartal, row.brottstyp_id): (row.antal, row.per_100k, row.preliminar) for row in rows
    }


@pytest.mark.parametrize("spaces", [" ", "\u00a0"])
def test_cross_tab_by_quarter(file, bring, database, spaces):
    text = QUARTERS.replace("1 025", f"1{spaces}025")
    planned = bring(file("uttag.csv", text, "iso-8859-1"))
    assert (planned.format.name, planned.problems, planned.left_out) == (
        "bra-sol",
        [],
        {"omraden": {"Annanstad"}},
    )
    assert crimes(database, 2026) == {(1, "samtliga"): (0, 0, True), (1, "stold"): (7, 64, True)}
    found = crimes(database, 2025)
    assert (found[3, "samtliga"], found[3, "stold"]) == ((1025, 9300, False), (240, None, False))
    assert found[4, "stold"] == (31, None, False)
    assert (4, "samtliga") not in found


def test_cross_tab_by_year(file, bring, database):
    planned = bring(file("uttag.csv", YEARS.replace("9 802", "9 803"), "cp1252"))
    assert len(planned.changes["anmalda_brott"].changed) == 1
    assert crimes(database, 2023)[None, "samtliga"] == (990, 9803, False)
    assert not crimes(database, 2026)


@pytest.mark.parametrize(
    "rate", ["/10000&nbsp;inv", "/1000 inv", "/100 inv", "/1 100 000 inv", "/100 000 kvinnor"]
)
def test_rate_of_fewer_or_of_some_is_refused(file, bring, database, rate):
    before = crimes(database, 2023)
    text = YEARS.replace("/100&nbsp;000&nbsp;inv", rate)
    [problem] = bring(file("uttag.csv", text), format_name="bra-sol").problems
    shown = rate.replace("&nbsp;", " ")
    assert f'har rubriken "{shown}"; bara tal per 100 000 invånare' in str(problem)
    of_kommuner = ONE_YEAR.replace("Per 100 000 inv.", f"Per {shown[1:]}")
    [problem] = bring(file("2023.csv", of_kommuner), format_name="bra-kommun").problems
    assert crimes(database, 2023) == before


def test_columns_without_headings_are_held_against_the_people(file, bring, database):
    [problem] = bring(file("2023.csv", "Exempelstad kommun;9801;1029\n")).problems
    assert "9801 brott och 1029 per 100 000 ger 952 478 invånare" in problem.message.replace(
        "\u00a0", " "
    )
    assert bring(file("2023.csv", "Exempelstad kommun;1029;10200\n")).is_ready
    assert bring(file("2022.csv", "Exempelstad kommun;1029;10290\n")).is_ready


def test_cross_tab_with_a_wrong_number(file, bring):
    planned = bring(file("uttag.csv", QUARTERS.replace("240", "2x0"), "iso-8859-1"))
    assert [str(problem) for problem in planned.problems] == [
        'uttag.csv rad 7, kolumn Antal 2025 kvartal 3: "2x0" är inte ett heltal'
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            QUARTERS.replace("2025;", ";").replace("2026 prel.;", ";"),
            "saknar årtal ovanför kolumnerna Antal",
        ),
        (
            QUARTERS.partition("Exempelstad")[0] + "Samtliga brott;1;2;3;4;5;6\n",
            "står före den första regionen",
        ),
    ],
)
def test_cross_tab_that_lacks_something(file, bring, text, wrong):
    [problem] = bring(file("uttag.csv", text), format_name="bra-sol").problems
    assert wrong in str(problem)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_all_kommuner_in_one_year(file, bring, database, encoding):
    planned = bring(file("anmalda_brott_2021.csv", ONE_YEAR, encoding))
    assert planned.format.name == "bra-kommun"
    assert crimes(database, 2021) == {(None, "samtliga"): (1029, 9801, False)}
    assert planned.reading.notes == [
        "Filen gäller 2021.",
        "1 kommun som inte finns i lagret lämnas utanför.",
    ]


def test_all_kommuner_without_a_heading_or_a_year(file, bring, database):
    upload = file("brott.csv", "Annanstads kommun;5;50\r\nExempelstads kommun;-;..\r\n")
    assert recognise(upload).name == "bra-kommun"
    assert not bring(upload).reading.is_answered
    assert not crimes(database, 2019)
    bring(upload, answers={"ar": "2019"})
    assert crimes(database, 2019) == {(None, "samtliga"): (0, None, False)}


def test_preliminary_year_is_replaced_by_the_final_one_and_not_the_other_way(file, bring, database):
    preliminary = file(
        "prel-2021.csv", ONE_YEAR.replace("Antal", "Antal (prel.)").replace("1 029", "1 011")
    )
    bring(preliminary)
    assert crimes(database, 2021)[None, "samtliga"] == (1011, 9801, True)
    bring(file("2021.csv", ONE_YEAR))
    assert crimes(database, 2021)[None, "samtliga"] == (1029, 9801, False)
    again = bring(preliminary)
    assert (again.changes["anmalda_brott"].kept, again.changes_something) == (1, False)
    assert crimes(database, 2021)[None, "samtliga"] == (1029, 9801, False)
    log = SQL_TABLES["andringslogg"]
    [change] = database.rows(
        sa.select(log).where(log.c.tabell == "anmalda_brott", log.c.vem == "Anna")
    )
    assert '"antal": 1011' in change.fore
    assert '"antal": 1029' in change.efter


def test_offence_with_only_gaps_is_no_region(file, bring, database):
    text = YEARS.replace(
        "990;9 802;..;..", "990;9 802;..;..\nCykelstöld;;;;\nSkadegörelse;;;;\nStöld;401;..;..;.."
    )
    planned = bring(file("uttag.csv", text))
    assert planned.problems == []
    assert crimes(database, 2023)[None, "stold"] == (401, None, False)


def test_gap_beside_a_known_figure_leaves_it_and_beside_a_new_one_does_not(file, bring, database):
    planned = bring(file("uttag.csv", YEARS.replace("990;9 802;..;..", "990;..;..;..")))
    assert (planned.changes["anmalda_brott"].same, planned.changes_something) == (1, False)
    bring(file("uttag.csv", YEARS.replace("990;9 802;..;..", "991;..;..;..")))
    assert crimes(database, 2023)[None, "samtliga"] == (991, None, False)


def saved_from_excel(text: str) -> bytes:
    """What becomes of a CSV file that is opened in Excel and saved as a workbook."""
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([float(cell) if cell.isdecimal() else cell for cell in line.split(";")])
    return saved(book)


def test_files_that_were_saved_as_workbooks_are_read_all_the_same(file, bring, database):
    planned = bring(file("uttag.xlsx", saved_from_excel(QUARTERS.replace("&nbsp;", " "))))
    assert (planned.format.name, planned.problems) == ("bra-sol", [])
    assert crimes(database, 2026) == {(1, "samtliga"): (0, 0, True), (1, "stold"): (7, 64, True)}
    planned = bring(file("brott 2019.xlsx", saved_from_excel(ONE_YEAR)))
    assert (planned.format.name, planned.problems) == ("bra-kommun", [])
    assert crimes(database, 2019) == {(None, "samtliga"): (1029, 9801, False)}


def test_year_stands_above_all_its_quarters_in_a_workbook(file, bring, database):
    """Its cells end with the year, for the empty ones after it aren't there."""
    rows = [
        ["Anmälda brott"],
        [None, "2024"],
        [None, "Kvartal 1", None, "Kvartal 2"],
        [None, "Antal", "/100 000 inv", "Antal", "/100 000 inv"],
        ["Exempelstads kommun"],
        ["Samtliga brott", 250, 2500, 240, 2400],
    ]
    assert bring(file("uttag.xlsx", saved(book_of({"Uttag": rows})))).problems == []
    found = crimes(database, 2024)
    assert (found[1, "samtliga"][:2], found[2, "samtliga"][:2]) == ((250, 2500), (240, 2400))
    rows[2][3] = "Kvartal 1-2"
    [problem] = bring(file("uttag.xlsx", saved(book_of({"Uttag": rows})))).problems
    assert (
        'har rubriken "2024 Kvartal 1-2" ovanför Antal; bara hela år och kvartal kan läsas in'
        in str(problem)
    )
    rows[1:3] = [[None, None, None, "2024"]]
    [problem] = bring(file("uttag.xlsx", saved(book_of({"Uttag": rows})))).problems
    assert str(problem) == "uttag.xlsx: saknar årtal ovanför Antal i kolumn B"


def test_cross_tab_that_excel_has_parted_in_the_wrong_places_is_refused(file, bring, database):
    [problem] = bring(file("uttag.xlsx", saved_from_excel(QUARTERS))).problems
    assert "läs in filen så som den kom från Brå" in str(problem)
    assert not crimes(database, 2026)


@pytest.mark.parametrize("called", ["Borås kommun", "Borås"])
def test_kommun_whose_name_ends_in_s_is_found_by_either_form(file, bring, called):
    bring(file("k.csv", f"Namn;Typ;Kommunkod\n{called};kommun;1490\n"))
    for year, name in ((2019, "Borås"), (2018, "Borås kommun")):
        planned = bring(
            file(f"brott {year}.csv", f"Kommun;Antal;Per 100 000 inv.\r\n{name};5;50\r\n")
        )
        assert [row["antal"] for row in planned.changes["anmalda_brott"].new] == [5]


def test_stated_delimiter_and_a_note_at_the_end(file, bring, database):
    planned = bring(file("brott 2019.csv", f"sep=;\r\n{ONE_YEAR}Källa: Brå\r\n"))
    assert (planned.format.name, planned.problems) == ("bra-kommun", [])
    assert crimes(database, 2019) == {(None, "samtliga"): (1029, 9801, False)}


@pytest.mark.parametrize(
    "text", ["Ö kommun;1;" + " " * 200_000 + "x", "Ö" * 100_000, "A kommun;" * 20_000]
)
def test_long_lines_are_soon_seen_to_be_something_else(file, text):
    assert not recognised(file("x.csv", text))


def recognised(upload) -> bool:
    return any(
        found.recognises(upload) for found in FORMATS.values() if found.name.startswith("bra")
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            YEARS.replace(";År;;År;", ";Januari;;Januari;"),
            '"Januari 2023" ovanför Antal; bara hela år och kvartal',
        ),
        (YEARS.replace("2023", "2023 halvår 1"), '"År 2023 halvår 1" ovanför Antal'),
        (QUARTERS.replace("Kvartal 3", "Kvartal 3-4"), '"2025 Kvartal 3-4" ovanför Antal'),
        (
            YEARS.replace("Antal;/100&nbsp;000&nbsp;inv\n", "Antal;Antal\n"),
            "ta med den för alla eller ingen",
        ),
    ],
)
def test_cross_tab_whose_columns_are_something_else_is_refused(file, bring, text, told):
    assert text not in (YEARS, QUARTERS)
    [problem] = bring(file("uttag.csv", text), format_name="bra-sol").problems
    assert told in str(problem)


def test_cross_tab_without_rates_leaves_those_of_the_store(file, bring, database):
    bring(file("uttag.csv", YEARS))
    text = (
        "Anmälda brott\n;2022;2023\n;Antal;Antal\nExempelstads kommun;;\nSamtliga brott;900;991\n"
    )
    planned = bring(file("antal.csv", text), format_name="bra-sol")
    assert planned.problems == []
    assert crimes(database, 2023)[None, "samtliga"] == (991, 9802, False)
    assert crimes(database, 2022)[None, "samtliga"][0] == 900


@pytest.mark.parametrize(
    "above",
    [
        "Hela landet;;;;\n",
        "Hela landet;;;;\nSkadegörelse;5;5;5;5\n",
        "Annanstads kommun;;;;\nStöld;5;5;5;5\n",
    ],
)
def test_rows_belong_to_the_region_right_above_them_whatever_rows_have_been_deleted(
    file, bring, database, above
):
    planned = bring(
        file("uttag.csv", YEARS.replace("Exempelstads kn", f"{above}Exempelstads kommun"))
    )
    assert planned.problems == []
    assert crimes(database, 2023)[None, "samtliga"] == (990, 9802, False)
    assert {row["omrade_id"] for row in planned.changes["anmalda_brott"].new} <= {"exempelstad"}


@pytest.mark.parametrize(
    "text",
    [
        YEARS.replace("Anmälda brott\n", "Anmälda brott, preliminära uppgifter\n"),
        YEARS.replace("2023;;", "2023*;;") + "* Preliminära uppgifter\n",
    ],
)
def test_preliminary_figure_told_beside_the_year_never_replaces_a_final_one(
    file, bring, database, text
):
    bring(file("uttag.csv", YEARS))
    planned = bring(file("senare.csv", text.replace("990;9 802", "5;50")))
    assert (planned.problems, planned.changes["anmalda_brott"].kept) == ([], 1)
    assert crimes(database, 2023)[None, "samtliga"] == (990, 9802, False)


def test_year_of_kommuner_is_preliminary_when_the_name_of_the_file_says_so(file, bring, database):
    bring(file("brott 2023 prel.csv", ONE_YEAR.replace("1 029", "5")))
    assert crimes(database, 2023)[None, "samtliga"] == (990, 9802, False)
    bring(file("brott 2019 prel.csv", ONE_YEAR))
    assert crimes(database, 2019)[None, "samtliga"] == (1029, 9801, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Kommun;Per 100 000 inv.;Antal\nExempelstads kommun;9 802;1 000\n",
            "ska ha kolumnerna Kommun, Antal och Per",
        ),
        (
            "Kommun;Antal;Per 100 000 inv.\nExempelstads kommun;950;9,802\n",
            '"9,802" kan vara tusental eller decimaler',
        ),
        (
            "Kommun;Antal;Per 100 000 inv.\nExempelstads kommun;950;9.802\n",
            '"9.802" kan vara tusental eller decimaler',
        ),
    ],
)
def test_year_of_kommuner_that_may_mean_something_else_is_refused(file, bring, text, told):
    [problem] = bring(file("brott 2023.csv", text), format_name="bra-kommun").problems
    assert told in str(problem)


@pytest.mark.parametrize("word", ["PREL.", "Prel"])
def test_preliminary_is_so_in_any_case(file, bring, database, word):
    bring(file("uttag.csv", QUARTERS.replace("prel.", word)))
    bring(file("brott 2019.csv", ONE_YEAR.replace("Antal;", f"Antal ({word});")))
    assert crimes(database, 2026) == {(1, "samtliga"): (0, 0, True), (1, "stold"): (7, 64, True)}
    assert crimes(database, 2019)[None, "samtliga"] == (1029, 9801, True)


def test_row_of_a_cross_tab_may_lack_its_last_cell_and_headings_may_be_padded(
    file, bring, database
):
    text = QUARTERS.replace("Stöld;240;..;31;;7;64", "Stöld;240;..;31;;7").replace(
        "inv;Antal;/", "inv; Antal ;/"
    )
    assert bring(file("uttag.csv", text)).problems == []
    assert crimes(database, 2026)[1, "stold"] == (7, None, True)
    assert crimes(database, 2025)[4, "stold"] == (31, None, False)


@pytest.mark.parametrize("row", ["Exempelstads kommun", "Exempelstads kommun;1;234;500"])
def test_row_of_kommuner_with_another_number_of_fields_is_a_fault(file, bring, row):
    [problem] = bring(file("brott 2019.csv", f"{ONE_YEAR}{row}\r\n")).problems
    assert "raden ska ha kommun, antal och per 100 000" in str(problem)


def test_final_nought_stays_when_a_preliminary_figure_comes(file, bring, database):
    bring(file("a.csv", QUARTERS.replace("2026 prel.", "2026")))
    planned = bring(file("b.csv", QUARTERS.replace("-;-", "5;50")))
    assert planned.changes["anmalda_brott"].kept == 2
    assert crimes(database, 2026)[1, "samtliga"] == (0, 0, False)


def test_source_that_has_been_edited_in_the_store_is_left(file, bring, database, litet):
    bring(file("a.csv", YEARS.replace("990", "991")))
    sources = SQL_TABLES["kallor"]
    with database.engine.begin() as connection:
        connection.execute(
            sources.update().where(sources.c.kalla_id == "bra-sol").values(titel="Vår egen rubrik")
        )
    planned = bring(file("b.csv", YEARS.replace("990", "992")))
    assert planned.changes_something
    assert [
        row.titel
        for row in database.rows(sa.select(sources).where(sources.c.kalla_id == "bra-sol"))
    ] == ["Vår egen rubrik"]


@pytest.mark.parametrize(
    "name",
    [
        "kommuner slutlig 2026-03-30.csv",
        "kommuner 30.3.2026.csv",
        "kommuner 30 mars 2026.csv",
        "2026_03.csv",
    ],
)
def test_day_in_a_files_name_is_not_the_year_that_it_is_about(file, bring, database, name):
    planned = bring(file(name, ONE_YEAR))
    assert [*planned.reading.questions] == ["ar"] and not planned.is_ready
    assert crimes(database, 2026) == {}
    bring(file(name, ONE_YEAR), answers={"ar": "2025"})
    assert crimes(database, 2025)[None, "samtliga"] == (1029, 9801, False)


def test_year_beside_a_day_in_a_files_name_is_its_year(file, bring, database):
    assert bring(file("kommuner 2021, hämtad 2026-03-30.csv", ONE_YEAR)).is_ready
    assert crimes(database, 2021)[None, "samtliga"] == (1029, 9801, False)


TURNED = """\
Anmälda brott
;År;;År;
;2024;;2025;
;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv
Samtliga brott;;;;
Hela landet;1 400 001;14 001;1 400 002;14 002
Exempelstads kommun;1 001;9 001;..;..
Skadegörelse;;;;
Exempelstads kommun;3;4;5;6
Stöld;;;;
Annanstads kommun;8;9;8;9
Exempelstads kommun;-;-;17;71
"""


def test_cross_tab_with_regions_under_crimes(file, bring, database):
    planned = bring(file("omvand.csv", TURNED))
    assert (planned.problems, planned.unmatched) == ([], [])
    assert planned.left_out == {"omraden": {"Annanstads kommun"}, "brottstyper": {"Skadegörelse"}}
    whole_year = {
        kind: told for (quarter, kind), told in crimes(database, 2024).items() if quarter is None
    }
    assert whole_year == {"samtliga": (1001, 9001, False), "stold": (0, 0, False)}
    assert crimes(database, 2025) == {(None, "stold"): (17, 71, False)}


def test_part_of_a_kommun_never_gets_the_crimes_of_a_kommun_of_its_name(file, bring, database):
    areas = "Område;Namn;Typ;Kommunkod\nannanstad;Annanstad;ort;9999\nexempelstad-ort;Exempelstads;ort;9999\n"  # noqa: E501
    assert bring(file("omraden.csv", areas)).is_ready
    assert bring(file("kommuner 2026.csv", ONE_YEAR)).is_ready
    assert not bring(
        file("uttag.csv", YEARS.replace("Exempelstads kn", "Annanstads kommun"))
    ).is_ready
    table = SQL_TABLES["anmalda_brott"]
    found = database.rows(sa.select(table.c.omrade_id, table.c.antal).where(table.c.ar == 2026))
    assert [tuple(row) for row in found] == [("exempelstad", 1029)]


def test_kommun_that_stands_twice_with_different_figures_is_refused(file, bring, database):
    [problem] = bring(file("kommuner 2026.csv", f"{ONE_YEAR}Exempelstad;1 030;9 810\n")).problems
    assert "finns redan på rad 3" in str(problem)
    assert crimes(database, 2026) == {}


def test_file_about_nothing_that_the_store_has_says_so(file, bring):
    planned = bring(file("kommuner 2026.csv", "Kommun;Antal;Per 100 000 inv.\nAnnanstad;5;50\n"))
    assert not planned.changes_something
    assert "Ingen rad i filen läses in." in planned.reading.notes


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Uppklarade brott", "bara anmälda brott"),
        ("Handlagda brott;;;;", "bara anmälda brott"),
        ("Misstänkta personer", "bara anmälda brott"),
        ("Anmälda brott, kvartal 1", "bara hela år och kvartal"),
        ("Anmälda brott, januari–juni", "bara hela år och kvartal"),
        ("Anmälda brott 1 januari–30 juni 2023", "bara hela år och kvartal"),
        ("Anmälda brott, jan-aug", "bara hela år och kvartal"),
    ],
)
def test_cross_tab_whose_title_tells_of_something_else_is_refused(file, bring, title, told):
    [problem] = bring(file("uttag.csv", YEARS.replace("Anmälda brott", title))).problems
    assert told in str(problem)


@pytest.mark.parametrize(
    "title", ["Anmälda brott mot kvinnor", "Anmälda brott, misshandel mot kvinna", "Cykelstöld"]
)
def test_title_that_may_limit_the_crimes_is_asked_about(file, bring, database, title):
    upload = file("uttag.csv", YEARS.replace("Anmälda brott", title).replace("990", "991"))
    planned = bring(upload)
    assert [*planned.reading.questions] == ["rubrik"] and not planned.is_ready
    [problem] = bring(upload, answers={"rubrik": "nej"}).problems
    assert "bara alla anmälda brott" in str(problem)
    bring(upload, answers={"rubrik": "ja"})
    assert crimes(database, 2023)[None, "samtliga"] == (991, 9802, False)


@pytest.mark.parametrize(
    "title",
    [
        "Antal 2023",
        "Anmälda brott i Upplands Väsby kommun",
        "Exempelstads kommun",
        "Exempelstad",
        "Anmälda brott, hela året. Uttag 2024-03-30",
        "Anmälda brott, slutlig statistik, hämtad 30 mars 2024",
        "Anmälda brott per region, brottstyp och år",
        ";",
    ],
)
def test_title_that_limits_nothing_is_not_asked_about(file, bring, title):
    planned = bring(file("uttag.csv", YEARS.replace("Anmälda brott\n", f"{title}\n")))
    assert (planned.is_ready, planned.problems, planned.reading.questions) == (True, [], {})


@pytest.mark.parametrize("name", ["kvartal 1", "första halvåret", "handlagda", "kv1", "tertial 2"])
def test_name_that_tells_of_a_part_of_a_year_or_another_measure_is_refused(
    file, bring, database, name
):
    [problem] = bring(file(f"kommuner 2021 {name}.csv", ONE_YEAR)).problems
    assert "bara alla anmälda brott under hela år" in str(problem)


def test_name_with_a_tertial_right_after_its_year_is_refused(file, bring):
    assert bring(file("kommuner 2021T1.csv", ONE_YEAR)).problems


@pytest.mark.parametrize("years", ["2020-21", "2020–2021", "2021 jan-aug", "2021 till mars"])
def test_name_that_may_tell_of_another_time_than_its_year_is_asked_about(
    file, bring, database, years
):
    assert [*bring(file(f"kommuner {years}.csv", ONE_YEAR)).reading.questions] == ["ar"]
    assert crimes(database, 2021) == {}


THIS_YEAR = dt.date.today().year


@pytest.mark.parametrize("year", [THIS_YEAR, THIS_YEAR - 1])
def test_figure_of_a_year_that_is_not_over_is_preliminary(file, bring, database, year):
    is_early = year == THIS_YEAR
    bring(file(f"kommuner {year}.csv", ONE_YEAR))
    assert crimes(database, year) == {(None, "samtliga"): (1029, 9801, is_early)}
    bring(
        file(
            "uttag.csv",
            YEARS.replace("2023", str(year)).replace("2026 prel.", "2020").replace("990", "1030"),
        )
    )
    assert crimes(database, year) == {(None, "samtliga"): (1030, 9802, is_early)}


def test_workbook_with_tables_on_several_sheets_is_refused(file, bring):
    for text, name in (
        (ONE_YEAR, "kommuner 2021.xlsx"),
        (YEARS.replace("&nbsp;", " "), "uttag.xlsx"),
    ):
        lines = [line.split(";") for line in text.splitlines()]
        [problem] = bring(file(name, saved(book_of({"2020": lines, "2021": lines})))).problems
        assert "har tabeller på flera blad (2020 och 2021)" in str(problem)
        assert bring(file(name, saved(book_of({"Data": lines, "Om": [["Källa: Brå"]]})))).is_ready


def test_sheet_of_another_year_than_its_file_is_asked_about(file, bring, database):
    lines = [line.split(";") for line in ONE_YEAR.splitlines()]
    planned = bring(file("kommuner 2021.xlsx", saved(book_of({"2020": lines}))))
    assert [*planned.reading.questions] == ["ar"]
    bring(file("kommuner.xlsx", saved(book_of({"2020": lines}))))
    assert crimes(database, 2020)[None, "samtliga"] == (1029, 9801, False)


@pytest.mark.parametrize(
    ("heading", "note", "is_early"),
    [
        ("2023*", "Uppgifterna för 2023 är preliminära", True),
        ("2023", "Uppgifterna för 2023 är preliminära;;;;", True),
        ("2023", "Statistiken är preliminär", True),
        ("2023", "Uppgifterna för 2024 är preliminära", False),
        ("2023", "* Preliminära uppgifter", False),
        ("2023*", "* Reviderad", False),
    ],
)
def test_note_tells_what_is_preliminary(file, bring, database, heading, note, is_early):
    text = YEARS.replace("2023", heading).replace("990;", "991;").replace("2026 prel.", "2020")
    planned = bring(file("uttag.csv", f"{text}{note}\n"))
    assert (planned.problems, planned.changes["anmalda_brott"].kept) == ([], int(is_early))


def test_note_may_say_that_the_year_of_kommuner_is_preliminary(file, bring, database):
    bring(file("kommuner 2021.csv", f"{ONE_YEAR}Uppgifterna är preliminära;;\n"))
    assert crimes(database, 2021)[None, "samtliga"] == (1029, 9801, True)


@pytest.mark.parametrize("mark", ["*", " 1)", "¹"])
def test_name_with_the_mark_of_a_footnote_is_the_name(file, bring, database, mark):
    bring(
        file(
            "kommuner 2021.csv",
            ONE_YEAR.replace("Exempelstads kommun", f"Exempelstads kommun{mark}"),
        )
    )
    assert crimes(database, 2021)[None, "samtliga"] == (1029, 9801, False)
    text = YEARS.replace("Exempelstads kn", f"Exempelstads kn{mark}").replace(
        "Samtliga brott", f"Samtliga brott{mark}"
    )
    bring(file("uttag.csv", text.replace("990", "991")))
    assert crimes(database, 2023)[None, "samtliga"] == (991, 9802, False)
