"""Bringing files into a store: all or nothing, twice is once, and nothing bad is ever a crash."""

import io
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild_data import importing
from lagesbild_data.__main__ import main
from lagesbild_data.importers import FORMATS
from lagesbild_data.importers.names import Names, plain
from lagesbild_data.importers.upload import year_in
from lagesbild_data.problems import InvalidStore
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import Location, build, open_store, rows_of

LITET = Path(__file__).parents[1] / "litet"
PEOPLE = "Område;År;Folkmängd;Källa\r\nNorrby;2019;512;statistik\r\nÄngen;2019;1 100;statistik\r\n"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2023, 512, "statistik"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WORKBOOK = workbook()


@pytest.fixture
def content(database):
    """Everything in the database."""
    return lambda: {name: database.rows(sa.select(table)) for name, table in SQL_TABLES.items()}


def test_file_is_read_and_logged_once(file, bring, database):
    upload = file("folk.csv", PEOPLE)
    planned = bring(upload)
    assert importing.told(planned.changes["folkmangd"]) == "2 nya, 0 ändrade, 0 lika"
    log = SQL_TABLES["andringslogg"]
    [row] = database.rows(sa.select(log).where(log.c.tabell == importing.IMPORT))
    assert (row.vem, row.nyckel) == ("Anna", '{"fil": "folk.csv", "format": "mall"}')
    again = bring(upload)
    assert importing.told(again.changes["folkmangd"]) == "0 nya, 0 ändrade, 2 lika"
    assert not again.changes_something


def test_one_bad_row_leaves_everything_as_it_was(file, bring, content):
    before = content()
    planned = bring(file("folk.csv", PEOPLE + "Åkern;2019;-5;statistik\r\n"))
    assert [str(problem) for problem in planned.problems] == [
        'folk.csv rad 4, kolumn Folkmängd: "-5" är utanför det tillåtna: 0–1000000000000'
    ]
    assert content() == before


def test_store_that_has_changed_since_is_not_written(file, database, content):
    planned = importing.plan(database, file("folk.csv", PEOPLE))
    importing.carry_out(database, importing.plan(database, file("andra.csv", PEOPLE.replace("512", "9"))), "Bo")
    before = content()
    with pytest.raises(InvalidStore, match="granska den igen"):
        importing.carry_out(database, planned, "Anna")
    assert content() == before


def test_fault_in_the_middle_of_writing_leaves_everything_as_it_was(file, database, content, monkeypatch):
    planned = importing.plan(database, file("folk.csv", PEOPLE))
    before = content()
    monkeypatch.setattr(importing, "_remember", lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("full disk")))
    with pytest.raises(sqlite3.OperationalError):
        importing.carry_out(database, planned, "Anna")
    assert content() == before


def test_changed_figure_loses_the_remark_about_the_old_one(file, bring, database):
    bring(
        file(
            "x.csv",
            "Område;År;Kvartal;Brottstyp;Antal;Preliminär;Källa\nExempelstad;2024;2;Samtliga brott;231;nej;statistik\n",
        )
    )
    crimes = SQL_TABLES["anmalda_brott"].c
    query = sa.select(crimes.antal, crimes.preliminar, crimes.anmarkning)
    assert database.rows(query.where(crimes.ar == 2024, crimes.kvartal == 2)) == [(231, False, None)]


def test_folder_is_read_into_too_and_written_back_whole(litet, file, capsys):
    upload = file("folk.csv", PEOPLE)
    before = rows_of(Location.parse(litet))
    assert main(["import", str(upload.path), "--to", str(litet), "--dry-run"]) == 0
    assert rows_of(Location.parse(litet)) == before
    assert main(["import", str(upload.path), "--to", str(litet), "--vem", "Anna"]) == 0
    after = rows_of(Location.parse(litet))
    assert len(after["folkmangd"]) == len(before["folkmangd"]) + 2
    assert [row["vem"] for row in after["andringslogg"]] == ["Samordnaren", "Anna"]
    assert capsys.readouterr().err == ""
    assert main(["import", str(upload.path), "--to", str(litet)]) == 0
    assert (
        capsys.readouterr().out
        == "folk.csv: Mall från programmet\n  Folkmängd: 0 nya, 0 ändrade, 2 lika\n  Inget ändras.\n"
    )


def test_command_tells_what_is_wrong_and_goes_on_with_the_next_file(litet, tmp_path, file, capsys):
    database = tmp_path / "data.sqlite"
    build(litet, database)
    bad, good = file("dålig.csv", PEOPLE.replace("512", "x")), file("folk.csv", PEOPLE)
    assert main(["import", str(bad.path), str(good.path), str(tmp_path / "saknas.csv"), "--to", str(database)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        'dålig.csv rad 2, kolumn Folkmängd: "x" är inte ett heltal',
        "saknas.csv: filen kan inte läsas (finns inte)",
    ]
    assert [row["antal"] for row in rows_of(Location.parse(database))["folkmangd"]][-2:] == [512, 1100]


def test_command_asks_about_names_and_remembers_the_answer(litet, tmp_path, file, capsys):
    upload = file("folk.csv", PEOPLE.replace("Norrby", "Norrby södra").replace("Ängen", "Åkern östra"))
    assert main(["import", str(upload.path), "--to", str(litet)]) == 1
    assert 'menas norrby? Svara med --match "Norrby södra=norrby"' in capsys.readouterr().err
    answers = ["--match", "Norrby södra=Norrby", "--match", "Åkern östra="]
    assert main(["import", str(upload.path), "--to", str(litet), *answers]) == 0
    rows = rows_of(Location.parse(litet))
    assert [row["omrade_id"] for row in rows["folkmangd"] if row["antal"] == 512] == ["norrby"]
    remembered = [tuple(row.values()) for row in rows["namnval"]]
    assert remembered[2:] == [("omraden", "norrby södra", "norrby"), ("omraden", "åkern östra", None)]
    assert main(["import", str(upload.path), "--to", str(litet)]) == 0
    assert main(["import", str(upload.path), "--to", str(litet), "--match", "X=Ingenstans"]) == 1


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("NORRBY", "norrby"),
        ("  Norrby (bostadsområde)", "norrby"),
        ("Exempelstads kommun", "exempelstad"),
        ("Exempelstad kn", "exempelstad"),
        ("Hela landet", "riket"),
        ("Norrby centrum", "norrby"),
        ("Grannstad", None),
        ("Uppsala", None),
    ],
)
def test_names(litet, name, meaning):
    rows = rows_of(Location.parse(litet))
    names = Names(rows, {("omraden", "norrby centrum"): "norrby", ("omraden", "grannstad"): ""})
    assert names.find("omraden", name) == meaning
    assert names.unmatched == {}


def test_names_that_differ_only_in_how_they_are_written():
    assert plain(" Jönköpings  kn ") == plain("JÖNKÖPING") == plain("Jönköping kommun (0680)") == "jönköping"


@pytest.mark.parametrize(
    ("name", "year"), [("brott_2023.csv", 2023), ("2022-2023.csv", None), ("20231.csv", None), ("a.csv", None)]
)
def test_year_in_a_name(name, year):
    assert year_in(name) == year


# Files that are no files of ours


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as content:
        for name, data in members.items():
            content.writestr(name, data)
    return file.getvalue()


BAD = {
    "tom.csv": (b"", "är tom"),
    "gammal.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "äldre Excel-fil"),
    "bild.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "känns inte igen"),
    "makro.xlsm": (zipped(**{"xl/workbook": b"", "xl/vbaProject.bin": b"x"}), "makron"),
    "bomb.xlsx": (zipped(**{"xl/workbook": b"\0" * (160 << 20)}), "uppackad"),
    "kapad.xlsx": (WORKBOOK[:-500], ""),
    "nul.csv": (PEOPLE.replace("Norrby", "Norr\0by").encode(), ""),
    "blandat.csv": (PEOPLE.encode() + b"\xff\xfe\xe5\n", "är inte text i UTF-8"),
    "ojämn.csv": (PEOPLE.encode() + b"Norrby;2023\r\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_told_and_changes_nothing(file, bring, content, name):
    data, message = BAD[name]
    before = content()
    planned = bring(file(name, data))
    assert not planned.is_ready
    assert all(problem.place.startswith(name) for problem in planned.problems)
    assert message in str(planned.problems[0])
    assert content() == before


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(["a.csv", "a.xlsx"]), forced=st.sampled_from(["", *FORMATS]))
def test_damaged_file_never_crashes_or_is_half_read(file, database, content, data, name, forced):
    whole = PEOPLE.encode() if name == "a.csv" else WORKBOOK
    before = content()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at in data.draw(st.lists(st.integers(0, max(0, len(damaged) - 1)), max_size=5)) if damaged else []:
        damaged[at] = data.draw(st.integers(0, 255))
    planned = importing.plan(database, file(name, bytes(damaged)), format_name=forced)
    assert content() == before
    if planned.is_ready:
        importing.carry_out(database, planned, "Anna")
        open_store(database.location.path)
        build(LITET, database.location.path)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(text=st.binary(max_size=300) | st.text(max_size=300).map(str.encode), forced=st.sampled_from(["", *FORMATS]))
def test_any_content_is_answered(file, database, text, forced):
    importing.plan(database, file("x", text), format_name=forced, year=2023)
