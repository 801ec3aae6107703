"""Bringing files into a store: all or nothing, twice is once, and nothing bad is ever a crash."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from books import book_of, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild_data.__main__ import main
from lagesbild_data.bring import formats
from lagesbild_data.bring.formats import FORMATS, workbook, workbook_rows
from lagesbild_data.bring.formats import upload as uploads
from lagesbild_data.bring.formats.filenames import year_in
from lagesbild_data.bring.formats.names import Names, plain
from lagesbild_data.bring.formats.reading import Context, Format, Question, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, telling, writing
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store import csv_folder, editing
from lagesbild_data.store.building import build
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import open_store, rows_of
from lagesbild_data.words import progress
from lagesbild_data.words.problems import InvalidStore

LITET = Path(__file__).parents[1] / "litet"
PEOPLE = "Område;År;Folkmängd;Källa\r\nNorrby;2019;512;statistik\r\nÄngen;2019;1 100;statistik\r\n"


WORKBOOK = saved(
    book_of({"Blad1": [["Område", "År", "Folkmängd", "Källa"], ["Norrby", 2023, 512, "statistik"]]})
)


@pytest.fixture
def content(database):
    """Everything in the database."""
    return lambda: {name: database.rows(sa.select(table)) for name, table in SQL_TABLES.items()}


def test_file_is_read_and_logged_once(file, bring, database):
    upload = file("folk.csv", PEOPLE)
    planned = bring(upload)
    assert telling.in_words(planned.changes["folkmangd"]) == "2 nya, 0 ändrade, 0 lika"
    log = SQL_TABLES["andringslogg"]
    [row] = database.rows(sa.select(log).where(log.c.tabell == editing.IMPORT))
    assert (row.vem, row.nyckel) == ("Anna", '{"fil": "folk.csv", "format": "mall"}')
    again = bring(upload)
    assert telling.in_words(again.changes["folkmangd"]) == "0 nya, 0 ändrade, 2 lika"
    assert not again.changes_something


def test_one_bad_row_leaves_everything_as_it_was(file, bring, content):
    before = content()
    planned = bring(file("folk.csv", PEOPLE + "Åkern;2019;-5;statistik\r\n"))
    assert [str(problem) for problem in planned.problems] == [
        'folk.csv rad 4, kolumn Folkmängd: "-5" är utanför det tillåtna:'
        " 0–1\u00a0000\u00a0000\u00a0000\u00a0000"
    ]
    assert content() == before


def test_store_that_has_changed_since_is_not_written(file, database, content):
    planned = planning.plan(database, file("folk.csv", PEOPLE))
    writing.carry_out(
        database, planning.plan(database, file("andra.csv", PEOPLE.replace("512", "9"))), "Bo"
    )
    before = content()
    with pytest.raises(InvalidStore, match="granska den igen"):
        writing.carry_out(database, planned, "Anna")
    assert content() == before


def test_fault_in_the_middle_of_writing_leaves_everything_as_it_was(
    file, database, content, monkeypatch
):
    planned = planning.plan(database, file("folk.csv", PEOPLE))
    before = content()
    monkeypatch.setattr(
        writing,
        "_remember",
        lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("full disk")),
    )
    with pytest.raises(sqlite3.OperationalError):
        writing.carry_out(database, planned, "Anna")
    assert content() == before


def test_changed_figure_loses_the_remark_about_the_old_one(file, bring, database):
    bring(
        file(
            "x.csv",
            "Område;År;Kvartal;Brottstyp;Antal;Preliminär;Källa\nExempelstad;2024;2;Samtliga"
            " brott;231;nej;statistik\n",
        )
    )
    crimes = SQL_TABLES["anmalda_brott"].c
    query = sa.select(crimes.antal, crimes.preliminar, crimes.anmarkning)
    assert database.rows(query.where(crimes.ar == 2024, crimes.kvartal == 2)) == [
        (231, False, None)
    ]


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
        == "folk.csv: Mall från programmet\n  Folkmängd: 0 nya, 0 ändrade, 2 lika\n  Inget"
        " ändras.\n"
    )


def test_command_tells_what_is_wrong_and_goes_on_with_the_next_file(litet, tmp_path, file, capsys):
    database = tmp_path / "data.sqlite"
    build(litet, database)
    bad, good = file("dålig.csv", PEOPLE.replace("512", "x")), file("folk.csv", PEOPLE)
    assert (
        main(
            [
                "import",
                str(bad.path),
                str(good.path),
                str(tmp_path / "saknas.csv"),
                "--to",
                str(database),
            ]
        )
        == 1
    )
    assert capsys.readouterr().err.splitlines() == [
        'dålig.csv rad 2, kolumn Folkmängd: "x" är inte ett heltal',
        "saknas.csv: filen kan inte läsas (finns inte)",
    ]
    assert [row["antal"] for row in rows_of(Location.parse(database))["folkmangd"]][-2:] == [
        512,
        1100,
    ]


def test_command_asks_about_names_and_remembers_the_answer(litet, tmp_path, file, capsys):
    upload = file(
        "folk.csv", PEOPLE.replace("Norrby", "Norrby södra").replace("Ängen", "Åkern östra")
    )
    assert main(["import", str(upload.path), "--to", str(litet)]) == 1
    assert 'menas norrby? Svara med --match "Norrby södra=norrby"' in capsys.readouterr().err
    answers = ["--match", "Norrby södra=Norrby", "--match", "Åkern östra="]
    assert main(["import", str(upload.path), "--to", str(litet), *answers]) == 0
    rows = rows_of(Location.parse(litet))
    assert [row["omrade_id"] for row in rows["folkmangd"] if row["antal"] == 512] == ["norrby"]
    remembered = [tuple(row.values()) for row in rows["namnval"]]
    assert remembered[2:] == [
        ("omraden", "norrby södra", "norrby"),
        ("omraden", "åkern östra", None),
    ]
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
    assert (
        plain(" Jönköpings  kn ")
        == plain("JÖNKÖPING")
        == plain("Jönköping kommun (0680)")
        == "jönköping"
    )


@pytest.mark.parametrize(
    ("table", "name", "suggestions"),
    [
        ("omraden", "Norrby södra", ("norrby",)),
        ("omraden", "Exempelstads län", ()),
        ("omraden", "Åkern län", ()),
        ("omraden", "norrbY-OMRÅDET", ("norrby",)),
        ("omraden", "Angen-området", ("angen",)),
        ("brottstyper", "Cykelstölder", ("cykelstold",)),
        ("brottstyper", "Stöld m.m.", ("stold",)),
        ("brottstyper", "Stöld, totalt", ("stold",)),
        ("brottstyper", "Grov stöld ur fordon", ()),
    ],
)
def test_what_is_suggested_is_another_name_of_the_same(litet, table, name, suggestions):
    names = Names(rows_of(Location.parse(litet)))
    assert names.find(table, name) is None
    assert [asked.suggestions for asked in names.unmatched.values()] == [suggestions] * bool(
        suggestions
    )
    assert names.left_out == ({} if suggestions else {table: {name}})


def test_command_asks_about_the_file_and_takes_the_answer(litet, file, capsys):
    upload = file("brott.csv", "Kommun;Antal;Per 100 000 inv.\nExempelstads kommun;12;80\n")
    options = ["import", str(upload.path), "--to", str(litet)]
    asked = "brott.csv: Vilket år gäller filen? Svara med --svar ar=ÅÅÅÅ\n"
    for answer in ([], ["--svar", "ar=19"]):
        assert main([*options, *answer]) == 1
        assert capsys.readouterr().err == asked
    assert main([*options, "--svar", "år=2019"]) == 1
    assert (
        capsys.readouterr().err
        == f'{asked}--svar: "år" frågas inte än; brott.csv frågar efter ar\n'
    )
    assert main([*options, "--svar", "2019"]) == 1
    assert (
        capsys.readouterr().err
        == '--svar: "2019" saknar =; skriv "fråga=svar", till exempel "ar=2024"\n'
    )
    assert main([*options, "--svar", "ar=2019"]) == 0
    assert "  Filen gäller 2019." in capsys.readouterr().out.splitlines()


def test_answer_to_what_no_file_asks_is_a_fault_and_nothing_is_read_in(litet, file, capsys):
    named = file("brott 2018.csv", "Kommun;Antal;Per 100 000 inv.\nExempelstads kommun;12;80\n")
    other = file("brott.csv", "Kommun;Antal;Per 100 000 inv.\nExempelstads kommun;13;80\n")
    before = rows_of(Location.parse(litet))
    assert (
        main(
            [
                "import",
                str(named.path),
                "--to",
                str(litet),
                "--svar",
                "år=2017",
                "--svar",
                "argang=2",
            ]
        )
        == 1
    )
    told = [f'--svar: "{key}" frågas inte; brott 2018.csv frågar inget' for key in ("år", "argang")]
    assert capsys.readouterr().err.splitlines() == told
    several = ["import", str(named.path), str(other.path), "--to", str(litet), "--svar"]
    assert main([*several, "år=2017"]) == 1
    told = '--svar: "år" frågas inte än; brott 2018.csv frågar inget, brott.csv frågar efter ar\n'
    assert capsys.readouterr().err == told
    assert rows_of(Location.parse(litet)) == before
    assert main([*several, "ar=2017"]) == 0
    assert {row["ar"] for row in rows_of(Location.parse(litet))["anmalda_brott"]} >= {2017}


@pytest.fixture
def two_layers(monkeypatch):
    """A kind of file that asks which layer of it is meant, and remembers the answer."""
    layers = {"gammal": "lagret gammal", "ny": "lagret ny"}
    question = Question("lager", "Vilket lager ska läsas?", layers, "lager i två lager")

    def read(upload: Upload, context: Context) -> Reading:
        reading = Reading()
        if layer := reading.ask(question, context):
            reading.add("parter", upload.name, ("part_id", "namn"), [(1, [layer, layer])])
        return reading

    made = Format("tva", "Två lager", "", lambda upload: upload.start == "två lager", read)
    monkeypatch.setattr(formats, "_ALL", (made,))
    monkeypatch.setitem(FORMATS, "tva", made)


def test_answer_is_remembered_in_the_store_and_can_be_another_the_next_time(
    two_layers, file, bring, database
):
    upload = file("x", "två lager")
    assert not bring(upload).is_ready
    assert not bring(upload, answers={"lager": "mellan"}).is_ready
    assert [
        row["part_id"] for row in bring(upload, answers={"lager": "ny"}).changes["parter"].new
    ] == ["ny"]
    again = bring(upload)
    assert (again.is_ready, again.reading.answers, again.choices) == (True, {"lager": "ny"}, {})
    assert bring(upload, answers={"lager": "gammal"}).choices == {
        ("frågor", "lager i två lager"): "gammal"
    }
    assert bring(upload).reading.answers == {"lager": "gammal"}
    assert main(["check", str(database.location.path)]) == 0


def test_command_leaves_the_rest_out_when_told_and_says_what_it_remembers(litet, file, capsys):
    upload = file("folk.csv", PEOPLE.replace("Norrby", "Norrby södra").replace("Ängen", "Hisingen"))
    assert (
        main(["import", str(upload.path), "--to", str(litet), "--match", "Norrby södra=Norrby"])
        == 1
    )
    assert (
        capsys.readouterr().err
        == 'folk.csv: "Hisingen" finns inte i Områden. Svara med --match "Hisingen=NAMN", eller med'
        ' --match "Hisingen=" för att lämna det utanför\n'
    )
    options = ["import", str(upload.path), "--to", str(litet)]
    assert main([*options, "--match", "Norrby södra=Norrby", "--lamna-resten"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "  Folkmängd: 1 ny, 0 ändrade, 0 lika" in told
    assert "  1 namn finns inte i Områden och lämnas utanför: Hisingen." in told
    assert main(options) == 0
    assert (
        "  Enligt tidigare val: Norrby södra läses som Norrby."
        in capsys.readouterr().out.splitlines()
    )
    rows = rows_of(Location.parse(litet))
    logged = [
        (row["nyckel"], row["fore"], row["efter"])
        for row in rows["andringslogg"]
        if row["tabell"] == "namnval"
    ]
    assert logged[0] == (
        '{"tabell": "omraden", "namn": "norrby södra"}',
        None,
        '{"tabell": "omraden", "namn": "norrby södra", "vald_id": "norrby"}',
    )
    assert len(logged) == 2


def test_downloaded_folder_is_read_into_and_keeps_what_tells_of_it(litet, file, capsys):
    (litet / "LÄSMIG.txt").write_text("Hela lagret")
    assert (
        main(["import", str(file("folk.csv", PEOPLE).path), "--to", str(litet), "--vem", "Anna"])
        == 0
    )
    assert (litet / "LÄSMIG.txt").read_text() == "Hela lagret"
    assert [row["antal"] for row in rows_of(Location.parse(litet))["folkmangd"]][-2:] == [512, 1100]


def test_folder_that_can_not_be_written_back_is_refused_before_anything_is_read(
    litet, file, capsys
):
    (litet / "brottsanmalningar.csv").write_text(
        "omrade_id,datum,brottstyp_id,antal,preliminar,kalla_id\n"
    )
    assert main(["import", str(file("folk.csv", PEOPLE).path), "--to", str(litet)]) == 1
    told = capsys.readouterr()
    assert (told.out, "skrivs inte; gör en kopia av mappen med kommandot build" in told.err) == (
        "",
        True,
    )


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("brott_2023.csv", 2023),
        ("2022-2023.csv", None),
        ("20231.csv", None),
        ("a.csv", None),
        ("Dialoger, dnr KS 2022/145", None),
        ("KS-2022-0456 dialoger.xlsx", None),
        ("KS 145/2022.csv", None),
        ("KS 2022:145 brott 2023.csv", 2023),
    ],
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
    "gammal.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "är skadad, större än 60 MB"),
    "bild.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "är en bild"),
    "makro.xlsm": (zipped(**{"xl/workbook": b"", "xl/vbaProject.bin": b"x"}), "makron"),
    "bomb.xlsx": (zipped(**{"xl/workbook": b"\0" * (160 << 20)}), "uppackad"),
    "kapad.xlsx": (WORKBOOK[:-500], "är skadad"),
    "nul.csv": (PEOPLE.replace("Norrby", "Norr\0by").encode(), "är varken text"),
    "blandat.csv": (PEOPLE.encode() + b"\xff\xfe\xe5\n", "är inte text i UTF-8"),
    "ojämn.csv": (PEOPLE.encode() + b"Norrby;2023\r\n", "rad 4: 2 fält men rubriken har 4"),
}


def test_file_with_very_many_faults_is_not_read_to_its_end(file, bring, content):
    before = content()
    planned = bring(
        file("folk.csv", "Område;År;Folkmängd;Källa\n" + "Norrby;2019;1;statistik;x\n" * 5000)
    )
    assert len(planned.problems) == 1001
    assert str(planned.problems[-1]) == "folk.csv: läsningen avbröts här, för felen är så många"
    assert telling.told_problems(planned)[-1] == "folk.csv: och 951 fel till"
    assert content() == before


@pytest.mark.parametrize(
    ("limit", "name", "data", "message"),
    [
        ("MOST_CELLS", "folk.csv", PEOPLE, "folk.csv: har fler än 7 fält; dela upp den"),
        (
            "MOST_CELLS",
            "folk.xlsx",
            WORKBOOK,
            "folk.xlsx: har fler än 7 celler eller rader; dela upp den",
        ),
        (
            "_MOST_LETTERS",
            "folk.xlsx",
            WORKBOOK,
            "folk.xlsx: har mer text än 0 miljoner tecken; dela upp den",
        ),
        ("_MOST_SHEETS", "folk.xlsx", WORKBOOK, "folk.xlsx: har fler än 0 blad"),
        ("_MOST_TEXT", "folk.csv", PEOPLE, "folk.csv: är större än 0 MB; dela upp den"),
        (
            "_MOST_VALUES",
            "k.json",
            '{"kpi": "a", "municipality": [{}, {}, {}, {}, {}]}',
            "k.json: har fler än 7 värden; dela upp den",
        ),
    ],
)
def test_file_that_is_too_large_to_hold_is_told(
    file, bring, monkeypatch, limit, name, data, message
):
    module = workbook if message.endswith(("blad", "rader; dela upp den")) else uploads
    module = workbook_rows if limit == "_MOST_LETTERS" else module
    monkeypatch.setattr(module, limit, 0 if limit == "_MOST_SHEETS" else 7)
    planned = bring(file(name, data), format_name="kolada" if name == "k.json" else "mall")
    assert [str(problem) for problem in planned.problems] == [message]


KOLADA = json.dumps(
    {
        "values": [
            {
                "kpi": "N07540",
                "municipality": "9999",
                "period": year,
                "values": [{"gender": "T", "value": 1, "status": ""}],
            }
            for year in range(2000, 2012)
        ],
        "next_url": None,
    }
)
SCB = json.dumps(
    {
        "class": "dataset",
        "id": ["Region", "Tid", "ContentsCode"],
        "size": [1, 12, 1],
        "value": list(range(1, 13)),
        "dimension": {
            "Region": {"category": {"index": ["9999"]}},
            "ContentsCode": {"category": {"index": ["BE0101N1"]}},
            "Tid": {"category": {"index": [str(year) for year in range(2000, 2012)]}},
        },
    }
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("folk.csv", PEOPLE),
        ("folk.xlsx", WORKBOOK),
        ("k.json", KOLADA),
        ("s.json", SCB),
    ],
)
def test_progress_is_told_of_every_kind_of_file(file, database, monkeypatch, name, data):
    monkeypatch.setattr(progress, "STEP", 2)
    heard: list[tuple[int, float]] = []
    planned = planning.plan(
        database, file(name, data), progress=lambda rows, part: heard.append((rows, part))
    )
    assert planned.format
    assert heard[0][0] == 2
    assert all(0 < part < 1 for _, part in heard[:-1])
    assert heard == sorted(heard)
    assert heard[-1][1] == 1


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
@given(
    data=st.data(),
    name=st.sampled_from(["a.csv", "a.xlsx"]),
    forced=st.sampled_from(["", *FORMATS]),
)
def test_damaged_file_never_crashes_or_is_half_read(file, database, content, data, name, forced):
    whole = PEOPLE.encode() if name == "a.csv" else WORKBOOK
    before = content()
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at in (
        data.draw(st.lists(st.integers(0, max(0, len(damaged) - 1)), max_size=5)) if damaged else []
    ):
        damaged[at] = data.draw(st.integers(0, 255))
    planned = planning.plan(database, file(name, bytes(damaged)), format_name=forced)
    assert content() == before
    if planned.is_ready:
        writing.carry_out(database, planned, "Anna")
        open_store(database.location.path)
        build(LITET, database.location.path)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(
    text=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    forced=st.sampled_from(["", *FORMATS]),
)
def test_any_content_is_answered(file, database, text, forced):
    planning.plan(database, file("x", text), format_name=forced, answers={"ar": "2023"})


# Small files that are made to take all time or memory, and others that nobody meant any harm with


def parts_of(content: bytes, **replaced: str) -> bytes:
    """A workbook with its sheet or its texts in other words; each is packed as small as can be."""
    file = io.BytesIO()
    names = {"sheet": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml"}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            changed = next((text for part, text in replaced.items() if names[part] == name), None)
            new.writestr(name, old.read(name) if changed is None else changed)
    return file.getvalue()


SHEET = (
    "<worksheet"
    ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'
)
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
HARMFUL = {
    "a row far below": (
        SHEET.format('<row r="1"/><row r="99999999999"/>', ""),
        "har rader efter rad 1\u00a0048\u00a0576",
    ),
    "cells far to the right": (
        SHEET.format(
            "".join(f'<row r="{n}">{CELL.format(f"XFD{n}", "x")}</row>' for n in range(1, 200)), ""
        ),
        "har fler än 2\u00a0000\u00a0000 celler",
    ),
    "merged cells without end": (
        SHEET.format(
            f'<row r="1">{CELL.format("A1", "x")}</row>',
            "<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 3 + "</mergeCells>",
        ),
        "har för många sammanfogade celler",
    ),
    "packed a thousand times": (SHEET.format(" " * (20 << 20), ""), "gånger så stor uppackad"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_workbook_made_to_harm_is_refused(file, bring, content, name):
    xml, message = HARMFUL[name]
    before = content()
    planned = bring(file("x.xlsx", parts_of(WORKBOOK, sheet=xml)))
    assert [message in str(problem) for problem in planned.problems] == [True]
    assert content() == before


def test_workbook_is_read_once_also_when_it_is_refused(file, bring, monkeypatch):
    asked = []
    opened = uploads.open_book
    monkeypatch.setattr(uploads, "open_book", lambda *a: asked.append(1) or opened(*a))
    book = openpyxl.load_workbook(io.BytesIO(WORKBOOK))
    book.active["C2"] = "=1+1"
    planned = bring(file("folk.xlsx", saved(book)))
    assert "är en formel" in str(planned.problems[0])
    assert planned.format is None
    assert asked == [1]


def test_utf16_without_bom_is_read(file, bring):
    planned = bring(file("folk.csv", PEOPLE, "utf-16-le"))
    assert [row["antal"] for row in planned.changes["folkmangd"].new] == [512, 1100]


def test_names_that_nobody_can_be_asked_about(file, bring):
    text = "Område;År;Folkmängd;Källa\n" + "".join(
        f"Kvarter {n};2019;1;statistik\n" for n in range(501)
    )
    [problem] = bring(file("folk.csv", text)).problems
    assert str(problem).startswith(
        'folk.csv: har 501 namn som inte finns i lagret, till exempel "Kvarter 0", '
    )


def test_choice_that_is_made_anew_is_not_called_an_earlier_one(file, bring, database):
    upload = file("folk.csv", PEOPLE.replace("Norrby", "Norrby södra"))
    name = ("omraden", "norrby södra")
    bring(upload, choices={name: "norrby"})
    again = planning.plan(database, upload)
    assert [(found.name, found.chosen, found.called) for found in again.remembered] == [
        ("Norrby södra", "norrby", "Norrby")
    ]
    anew = planning.plan(database, upload, choices={name: "akern"})
    assert (anew.remembered, anew.choices) == ([], {name: "akern"})


def test_name_that_several_areas_bear_is_asked_about(litet):
    rows = rows_of(Location.parse(litet))
    kinds = ("centrum", "ort", "stadsdel", "tätort")
    called = {f"vik-{number}": f"Vik ({kind})" for number, kind in enumerate(kinds)} | {
        "habo": "Habo"
    }
    rows["omraden"] += [
        {"omrade_id": own_id, "namn": name, "typ": "ort", "kommunkod": "9999"}
        for own_id, name in called.items()
    ]
    rows["omraden"].append(
        {"omrade_id": "habo-kommun", "namn": "Habo kommun", "typ": "kommun", "kommunkod": "1643"}
    )
    names = Names(rows)
    found = [names.find("omraden", name) for name in ("VIK (ort)", "habo", "Habo kommun")]
    assert found == ["vik-1", "habo", "habo-kommun"]
    assert names.find("omraden", "Vik") is None
    assert names.unmatched["omraden", "vik"].suggestions == ("vik-0", "vik-1", "vik-2", "vik-3")


def test_long_name_takes_no_time(litet):
    assert (
        Names(rows_of(Location.parse(litet))).find("omraden", "A" + " " * 300_000 + "(" * 100_000)
        is None
    )


def test_name_of_a_file_that_is_no_text_is_told_as_text(bring, tmp_path, database):
    path = tmp_path / "f\x1b[31m.csv"
    path.write_text(PEOPLE)
    planned = bring(Upload.of(path))
    assert planned.upload.name == "f\ufffd[31m.csv"
    assert len(planned.changes["folkmangd"].new) == 2


def test_fault_never_quotes_more_than_can_be_read(file, bring):
    [problem] = bring(file("folk.csv", PEOPLE.replace("512", "x" * 100_000))).problems
    assert len(str(problem)) < 700


def test_rows_that_were_the_same_when_planned_are_looked_at_again(file, database, content):
    writing.carry_out(database, planning.plan(database, file("a.csv", PEOPLE)), "Anna")
    planned = planning.plan(database, file("b.csv", PEOPLE.replace("1 100", "1 200")))
    writing.carry_out(
        database, planning.plan(database, file("c.csv", PEOPLE.replace("512", "513"))), "Bo"
    )
    before = content()
    with pytest.raises(InvalidStore, match="granska den igen"):
        writing.carry_out(database, planned, "Anna")
    assert content() == before


def test_folder_that_somebody_else_has_written_meanwhile_is_not_written_over(litet, file):
    upload = file("folk.csv", PEOPLE)
    with (
        pytest.raises(InvalidStore, match="har ändrats av någon annan"),
        writing.writable(str(litet)) as store,
    ):
        writing.carry_out(store, planning.plan(store, upload), "Anna")
        text = (litet / "loften.csv").read_text()
        (litet / "loften.csv").write_text(text.replace("Ett påhittat löfte.", "Ett annat löfte."))
    assert "Ett annat löfte." in (litet / "loften.csv").read_text()
    assert "512" not in (litet / "folkmangd.csv").read_text()


def test_trial_of_several_files_is_as_the_real_thing_and_changes_nothing(litet, file, capsys):
    areas = file("omr.csv", "Namn;Typ;Kommunkod\nVästanå;ort;9999\n")
    people = file(
        "folk.csv",
        "Område;År;Folkmängd;Källa\nVästanå;2019;5;statistik\nNorrby;2023;600;statistik\n",
    )
    before = rows_of(Location.parse(litet))
    assert main(["import", str(areas.path), str(people.path), "--to", str(litet), "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "  Folkmängd: 1 ny, 1 ändrad, 0 lika" in told
    assert "    Norrby, 2023: Folkmängd: 2\u00a0000 → 600" in told
    assert rows_of(Location.parse(litet)) == before


def test_many_faults_in_two_sheets_are_all_told_in_words(file, bring):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Blad2")):
        sheet.append(["Område", "År", "Folkmängd", "Källa"])
        for year in range(1950, 2010):
            sheet.append(["Norrby" if sheet is book.active else "Ängen", year, 1, "okänd"])
    told = telling.told_problems(bring(file("folk.xlsx", saved(book))))
    assert (
        told[0]
        == 'folk.xlsx Blad2 rad 2, kolumn Källa: "okänd" finns inte i Källor; nya läggs till med'
        " mallen Källor"
    )
    assert len(told) == 51
    assert all("nya läggs till" in line for line in told[:-1])


def test_change_that_breaks_what_stands_in_another_table_is_refused(file, bring, content):
    before = content()
    headings = "Löfte;Namn;Från och med år;Till och med år;Källa\n"
    planned = bring(
        file("lofte.csv", f"{headings}lofte-2022;Medborgarlöfte 2022–2023;2022;2022;lofte\n")
    )
    assert planned.problems
    assert {problem.place for problem in planned.problems} == {"lagret"}
    assert '"2023" är utanför löftets tid 2022–2022' in str(planned.problems[0])
    assert content() == before


def test_name_that_differs_in_case_alone_is_another_one(litet):
    rows = rows_of(Location.parse(litet))
    rows["omraden"].append(
        {"omrade_id": "norrby-2", "namn": "NORRBY", "typ": "ort", "kommunkod": "9999"}
    )
    rows["omraden"].append(
        {"omrade_id": "vik", "namn": "Norrbo", "typ": "ort", "kommunkod": "9999"}
    )
    names = Names(rows)
    assert [names.find("omraden", name) for name in ("Norrby", "NORRBY", " Norrbo ")] == [
        "norrby",
        "norrby-2",
        "vik",
    ]
    assert names.find("omraden", "norRBY") is None
    assert names.unmatched["omraden", "norrby"].suggestions == ("norrby", "norrby-2")


@pytest.mark.parametrize("name", ["(okänt)", "x\x01y", "Q\x7f", "kommun"])
def test_any_name_that_is_left_out_can_be_remembered(file, bring, database, tmp_path, name):
    text = f"Område;År;Folkmängd;Källa\n{name};2019;5;statistik\nNorrby;2019;6;statistik\n"
    planned = bring(file("folk.csv", text), choices={("omraden", plain(name)): ""})
    assert [row["antal"] for row in planned.changes["folkmangd"].new] == [6]
    assert main(["check", str(tmp_path / "data.sqlite")]) == 0


def test_plan_is_refused_when_what_it_was_checked_against_has_changed(file, database, content):
    planned = planning.plan(
        database,
        file(
            "v.csv",
            "Indikator;Område;År;Grupp;Värde;Källa\nproblemindex;norrby;2021;totalt;5,9;analys\n",
        ),
    )
    narrower = file("i.csv", "Indikator;Namn;Skalans högsta värde\nproblemindex;Problemindex;5\n")
    writing.carry_out(database, planning.plan(database, narrower), "Bo")
    before = content()
    with pytest.raises(InvalidStore, match="granska den igen"):
        writing.carry_out(database, planned, "Anna")
    assert content() == before


def test_folder_that_is_changed_while_the_new_one_is_written_is_put_back(
    litet, tmp_path, monkeypatch
):
    build(litet, tmp_path / "ny.sqlite")
    expected = Location.parse(litet).state()
    write = csv_folder.write_table

    def meanwhile(path: Path, *rest: object) -> None:
        (litet / "loften.csv").write_text(
            (litet / "loften.csv").read_text().replace("Ett påhittat", "Ett annat")
        )
        write(path, *rest)

    monkeypatch.setattr(csv_folder, "write_table", meanwhile)
    with pytest.raises(InvalidStore, match="har ändrats av någon annan"):
        build(tmp_path / "ny.sqlite", litet, expected=expected)
    assert "Ett annat" in (litet / "loften.csv").read_text()
    assert not list(litet.parent.glob(".lagesbild-*"))
