"""The police's extract: counted by area, month and type, with every fault on its line."""

import pytest
import sqlalchemy as sa

from lagesbild_data import importing
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import build, open_store

HEADER = "kommunkod,kommunnamn,desokod,regsonamn,brottskod,inskr år,inskr årmånad,inskrivningsdatum,antal_brott\n"
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
    assert not any(month == 12 for _, _, month, _ in found)  # nothing tells that nothing happened then
    assert planned.reading.notes[1:] == [
        "Uttaget gäller 2 månader, 2023-11 till 2024-01. Kontrollera att den första och den sista är hela.",
        "9 brott utanför lagrets områden räknas bara i sin kommun.",
        "9 brott utan kommun, eller i en som inte finns i lagret, lämnas utanför.",
    ]
    again = importing.plan(database, upload, companions=[key])
    assert not any(change.does_something for change in importing.uncovered(database, again).values())


def test_key_is_needed(file, bring, key):
    [problem] = bring(file("uttag.csv", HEADER + LINES)).problems
    assert "nyckeltabell" in str(problem)
    assert not bring(key).changes_something


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("9999,X,,Norrby,0999,2024,202401,,1\n", 'kolumn brottskod: "0999" finns inte i nyckeltabellen nyckel.csv'),
        ("9999,X,,Norrby,0801,2024,202413,,1\n", 'kolumn inskr årmånad: "202413" är inte en månad i formen ÅÅÅÅMM'),
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


def test_code_that_a_spreadsheet_took_the_nought_from_is_the_same_kommun(litet, tmp_path, file, key):
    areas = (litet / "omraden.csv").read_text(encoding="utf-8").replace("9999", "0999")
    (litet / "omraden.csv").write_text(areas, encoding="utf-8")
    build(litet, tmp_path / "noll.sqlite")
    upload = file("uttag.csv", HEADER + LINES.replace("9999", "999"))
    planned = importing.plan(open_store(tmp_path / "noll.sqlite"), upload, companions=[key])
    assert {row["omrade_id"] for row in planned.changes["brott_per_manad"].new} == {"norrby", "exempelstad"}


def test_name_of_an_area_counts_only_in_its_own_kommun(file, bring, key, counts):
    bring(file("kommuner.csv", "Namn;Typ;Kommunkod\nAnnanstad;kommun;0680\n"))
    planned = bring(file("uttag.csv", HEADER + LINES), companions=[key])
    found = counts()
    assert found["annanstad", 2024, 1, "stold"] == 9
    assert (found["exempelstad", 2024, 1, "samtliga"], found["norrby", 2024, 1, "samtliga"]) == (9, 0)
    assert "18 brott utanför lagrets områden räknas bara i sin kommun." in planned.reading.notes


def test_later_extract_leaves_months_that_it_does_not_have_and_no_part_above_its_whole(file, bring, key, counts):
    bring(file("a.csv", HEADER + LINES), companions=[key])
    later = HEADER + "9999,Exempelstad,,,0301,2023,202311,2023-11-02,7\n9999,Exempelstad,,Åkern,0301,2024,202402,,2\n"
    planned = bring(file("b.csv", later), companions=[key])
    found = counts()
    assert found["exempelstad", 2024, 1, "samtliga"] == 9  # no month of the later extract
    assert (found["exempelstad", 2023, 11, "samtliga"], found["exempelstad", 2023, 11, "stold"]) == (7, 0)
    assert (found["norrby", 2023, 11, "samtliga"], found["norrby", 2023, 11, "stold"]) == (0, 0)
    assert found["akern", 2024, 2, "samtliga"] == 2
    assert "Uttaget gäller 2 månader, 2023-11 till 2024-02." in " ".join(planned.reading.notes)


def test_extract_without_areas_leaves_those_of_the_store(file, bring, key, counts):
    bring(file("a.csv", HEADER + LINES), companions=[key])
    planned = bring(file("b.csv", HEADER + "9999,Exempelstad,,,0801,2023,202311,,8\n"), companions=[key])
    found = counts()
    assert (found["exempelstad", 2023, 11, "stold"], found["norrby", 2023, 11, "stold"]) == (8, 3)
    assert "Uttaget gäller 2023-11. Kontrollera att hela månaden är med." in planned.reading.notes


def test_part_of_an_extract_is_refused_and_counts_that_become_0_are_told(file, bring, key, counts):
    many = HEADER + "9999,Exempelstad,,Norrby,0801,2023,202311,,30\n9999,Exempelstad,,,0301,2023,202311,,2\n"
    bring(file("a.csv", many), companions=[key])
    before = counts()
    [problem] = bring(file("b.csv", HEADER + "9999,Exempelstad,,,0801,2023,202311,,15\n"), companions=[key]).problems
    assert str(problem) == (
        "b.csv: Exempelstad har 15 brott 2023-11 i uttaget men 32 i lagret; läs in ett uttag med alla brott i kommunen "
        "hela månaden"
    )
    assert counts() == before
    planned = bring(file("c.csv", HEADER + "9999,Exempelstad,,Norrby,0301,2023,202311,,29\n"), companions=[key])
    assert counts()["exempelstad", 2023, 11, "stold"] == 0
    why = "för uttaget har inga sådana brott i månaden. Läs inte in uttaget om det bara har vissa brott eller områden."
    assert f"1 antal i lagret blir 0, {why}" in planned.reading.notes
    assert f"1 antal som inte visas skrivs som 0, vad som än står där, {why}" in planned.reading.notes


@pytest.mark.parametrize("code", ["", "0", "00", "0000"])
def test_crimes_without_a_kommun_are_not_those_of_riket(file, bring, key, counts, code):
    line = f"{code},Okänd,,,0301,2023,202311,2023-11-02,7\n"
    planned = bring(file("uttag.csv", HEADER + LINES + line), companions=[key])
    assert planned.problems == []
    assert not any(area == "riket" for area, *_ in counts())
    assert planned.reading.notes[-1].startswith("16 brott utan kommun, eller i en som inte finns i lagret,")


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
    assert "kolumnen finns flera gånger" in str(bring(file("b.csv", twice), companions=[key]).problems[0])
    assert not counts()


def test_narrowest_level_is_the_highest_number_not_the_last_letter(file, bring, counts):
    key = file("nyckel.csv", "brottskod,brott_niva,brott_namn\n0801,2,Okänt\n0801,10,Stöld\n0801,9,Samtliga brott\n")
    bring(file("uttag.csv", HEADER + "9999,Exempelstad,,Norrby,0801,2023,202311,,3\n"), companions=[key])
    assert counts()["norrby", 2023, 11, "stold"] == 3


@pytest.mark.parametrize(
    ("before", "now", "is_refused"), [(20, 10, False), (20, 9, True), (10, 4, True), (9, 1, False)]
)
def test_extract_is_refused_below_half_of_ten_or_more(file, bring, key, before, now, is_refused):
    row = HEADER + "9999,Exempelstad,,,0801,2023,202311,,{}\n"
    bring(file("a.csv", row.format(before)), companions=[key])
    assert bool(bring(file("b.csv", row.format(now)), companions=[key]).problems) == is_refused
