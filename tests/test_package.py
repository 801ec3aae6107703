"""The whole store as a file: it opens again, runs nothing, is marked, and gives no hidden count
away."""

import contextlib
import csv
import datetime as dt
import io
import itertools
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
from test_disclosure import Auditor

from lagesbild_data.answers.catalogue import package
from lagesbild_data.answers.crimes import reported
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.public import reference
from lagesbild_data.public.reader import STEWARD, Reader, as_seen_by, opened_for
from lagesbild_data.store.building import README, build
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store, as_text

SECRET = 7_654_321
FORMS = (package.csv_zip, package.xlsx, package.sqlite)


def unzipped(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def as_rows(store: Store) -> dict[str, list[tuple]]:
    """Every row of a store by table."""
    return {name: [tuple(row) for row in store.rows(SQL_TABLES[name].select())] for name in BY_NAME}


def sheets(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def from_sheets(content: bytes) -> dict[str, list[tuple]]:
    """The rows of a workbook by table, as they are stored."""
    answer, found = {}, sheets(content)
    for table in TABLES:
        head, *rows = found[table.label]
        assert head == tuple(column.label for column in table.columns)
        answer[table.name] = [
            tuple(
                _value(column.type, value) for column, value in zip(table.columns, row, strict=True)
            )
            for row in rows
        ]
    return answer


def _value(kind: str, value: object) -> object:
    if kind == "ja/nej" and value is not None:
        return {"ja": True, "nej": False}[value]
    return value.date() if isinstance(value, dt.datetime) else value


def opened(form, content: bytes, folder: Path) -> dict[str, list[tuple]]:
    """The rows of a file of any form by table."""
    if form is package.xlsx:
        return from_sheets(content)
    if form is package.csv_zip:
        return as_rows(open_store(unzipped(content, folder / "uppackat")))
    file = folder / "paket.sqlite"
    file.write_bytes(content)
    store = open_store(file)
    assert store.in_place
    return as_rows(store)


def everything(form, content: bytes, folder: Path) -> str:
    """All text and numbers of a file of any form."""
    if form is package.sqlite:
        file = folder / "allt.sqlite"
        file.write_bytes(content)
        with contextlib.closing(sqlite3.connect(file)) as database:
            return "\n".join(database.iterdump()) + content.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


# What is in it


@pytest.mark.parametrize("form", FORMS)
def test_everything_but_months_of_areas_comes_back(store, tmp_path, form):
    expected = as_rows(store)
    assert len(expected["brott_per_manad"]) == 4
    expected["brott_per_manad"] = []  # all are of Norrby
    assert opened(form, form(as_seen_by(Reader(), store)), tmp_path) == expected


@pytest.mark.parametrize("form", FORMS)
def test_published_store_comes_back_whole(tmp_path, form):
    store = open_store(PUBLISHED)
    assert opened(form, form(as_seen_by(Reader(), store)), tmp_path) == as_rows(store)


def test_csv_files_are_in_the_form_that_build_writes(tmp_path):
    build(PUBLISHED, tmp_path / "byggt")
    built = {path.name: path.read_bytes() for path in (tmp_path / "byggt").iterdir()}
    folder = unzipped(package.csv_zip(opened_for(Reader(), PUBLISHED)), tmp_path / "uppackat")
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    del found[README]
    assert found == built


@pytest.mark.parametrize("form", FORMS)
def test_empty_tables(tmp_path, form):
    (tmp_path / "tomt").mkdir()
    (tmp_path / "tomt" / "omraden.csv").write_text("omrade_id,namn,typ\n")
    store = open_store(tmp_path / "tomt")
    assert opened(form, form(as_seen_by(Reader(), store)), tmp_path) == {
        name: [] for name in BY_NAME
    }


def test_surfaces_come_along(litet, tmp_path):
    ring = [[14.0, 57.0], [14.1, 57.0], [14.1, 57.1], [14.0, 57.0]]
    area = {
        "type": "Feature",
        "properties": {"omrade_id": "norrby"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    surfaces = json.dumps({"type": "FeatureCollection", "features": [area]})
    (litet / "omraden.geojson").write_text(surfaces)
    store = open_store(litet)
    folder = unzipped(package.csv_zip(store), tmp_path / "uppackat")
    file = tmp_path / "paket.sqlite"
    file.write_bytes(package.sqlite(store))
    assert (folder / "omraden.geojson").read_text() == surfaces
    assert open_store(folder).surfaces == open_store(file).surfaces == store.surfaces != {}


def test_the_same_store_is_the_same_bytes(store):
    assert all(
        form(as_seen_by(Reader(), store)) == form(as_seen_by(Reader(), store)) for form in FORMS
    )
    made = openpyxl.load_workbook(io.BytesIO(package.xlsx(store))).properties.created
    assert made == dt.datetime.combine(dt.date.today(), dt.time())


def test_workbook_has_real_numbers_and_dates(store):
    book = openpyxl.load_workbook(io.BytesIO(package.xlsx(store)))
    assert book.sheetnames == ["Om", *(table.label for table in TABLES)]
    assert max(map(len, book.sheetnames)) <= 31
    source = dict(zip([cell.value for cell in book["Källor"][1]], book["Källor"][2], strict=True))
    assert source["Publicerad"].value == dt.datetime(2024, 3, 1)
    assert (source["Publicerad"].number_format, source["Påhittad"].value) == ("yyyy-mm-dd", "ja")
    value = dict(
        zip(
            [cell.value for cell in book["Indikatorvärden"][1]],
            book["Indikatorvärden"][2],
            strict=True,
        )
    )
    assert (value["Värde"].value, value["Värde"].data_type, value["År"].value) == (2.5, "n", 2022)
    assert value["Indikator"].value == "problemindex"
    assert value["Riktning"].value is None


def test_headings_of_a_table_are_unique():
    labels = [(table.name, column.label) for table in TABLES for column in table.columns]
    assert len(set(labels)) == len(labels)


# What it says of itself


def facts(form, content: bytes) -> str:
    if form is package.xlsx:
        return "\n".join(str(row[0]) for row in sheets(content)["Om"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(README).decode()


@pytest.mark.parametrize("form", [package.csv_zip, package.xlsx])
def test_readme_tells_mark_version_date_sources_and_what_is_left_out(
    local, litet, add, tmp_path, form
):
    add("andringslogg", '2,2024-01-31T10:00:00+00:00,Ann,anmalda_brott,"{}",,,\n')
    content = form(opened_for(Reader(), litet))
    text = facts(form, content)
    assert text.startswith("Påhittade data\n")
    assert dt.date.today().strftime("Uttaget: %-d") in text
    assert "under 5" in text
    assert (
        "Utelämnade rader: Anmälda brott: 4, Anmälda brott per månad: 4, Ändringslogg: 1." in text
    )
    assert "Ändringsloggens rader om anmälda brott utelämnas" in text
    assert (
        "– Påhittad årsanalys. Exempelstad, 1 mars 2024. https://exempelstad.example/analys Licens:"
        " CC0. Förbehåll: Alla tal är påhittade. Påhittade data." in text
    )
    assert (
        "– Påhittat medborgarlöfte. Exempelstad, datum anges inte. Licens: anges inte. Påhittade"
        " data." in text
    )
    if form is package.csv_zip:
        assert (
            f"Dataversion: {open_store(unzipped(content, tmp_path / 'uppackat')).version} " in text
        )
    assert f"Dataversion: {package.version(opened_for(Reader(), litet))} " in text


@pytest.mark.parametrize("form", [package.csv_zip, package.xlsx])
def test_published_data_are_not_marked_and_nothing_is_left_out(form):
    store = open_store(PUBLISHED)
    text = facts(form, form(as_seen_by(Reader(), store)))
    assert text.startswith("Hela lagret")
    assert "Utelämnade rader: inga." in text
    assert f"Dataversion: {store.version} " in text
    assert reference.INVENTED not in text
    assert "Ändringsloggens" not in text


@pytest.mark.parametrize("form", FORMS)
def test_invented_sources_are_marked_in_the_tables(store, tmp_path, form):
    assert {
        row[-1] for row in opened(form, form(as_seen_by(Reader(), store)), tmp_path)["kallor"]
    } == {True}


# What runs nothing


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_formulas_are_text(litet, put, tmp_path, text):
    put("aktiviteter", 2, "namn", text)
    put("kallor", 2, "titel", text)
    put("indikatorer", 2, "minimum", "-1")
    put("indikatorvarden", 6, "varde", "-0.15")
    store = open_store(litet)
    folder = unzipped(package.csv_zip(store), tmp_path / "uppackat")
    found = {
        name: list(csv.DictReader((folder / f"{name}.csv").open(newline=""))) for name in BY_NAME
    }
    assert [found["aktiviteter"][0]["namn"], found["kallor"][0]["titel"]] == [f"'{text}"] * 2
    assert (found["indikatorvarden"][4]["varde"], found["indikatorer"][0]["minimum"]) == (
        "-0.15",
        "-1",
    )
    assert "Så många texter är det här: 2." in (folder / README).read_text()
    cells = (cell for table in found.values() for row in table for cell in row.values())
    assert {cell for cell in cells if cell.startswith(("=", "+", "-", "@"))} == {"-0.15", "-1"}
    again = {row.varde for row in open_store(folder).rows(SQL_TABLES["indikatorvarden"].select())}
    assert -0.15 in again

    book = openpyxl.load_workbook(io.BytesIO(package.xlsx(store)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }
    assert book["Aktiviteter"]["E2"].value == text
    assert opened(package.sqlite, package.sqlite(store), tmp_path)["aktiviteter"][0][4] == text


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(litet, put, tmp_path):
    put("andringslogg", 2, "fore", "x" * 40_000)
    store = open_store(litet)
    cut = from_sheets(package.xlsx(store))["andringslogg"][0][5]
    assert len(cut) == 32_767
    assert cut.endswith(
        "x … (texten är 40\u00a0000 tecken, fler än en cell rymmer; hela står i CSV-filen)"
    )
    assert (
        len(opened(package.csv_zip, package.csv_zip(store), tmp_path)["andringslogg"][0][5])
        == 40_000
    )


# What it doesn't give away


@pytest.fixture
def secret(litet, add) -> Store:
    """Exempelstad with a count of Norrby, and of a month of Åkern, that stand nowhere else but in
    the log."""
    add("anmalda_brott", f"norrby,2023,,samtliga,{SECRET},nej,{SECRET},,statistik,\n")
    add("brott_per_manad", f"akern,2023,1,samtliga,{SECRET},nej,statistik\n")
    before, counts = (
        json.dumps(row).replace('"', '""')
        for row in ({"antal": SECRET}, {"anmalda_brott": {"nya": 1}})
    )
    for number, table in ((2, "anmalda_brott"), (3, "brott_per_manad")):
        add(
            "andringslogg",
            f'{number},2024-01-31T10:00:00+00:00,Ann,{table},"{{}}","{before}","{before}",\n',
        )
    add("andringslogg", f'4,2024-01-31T10:00:00+00:00,Ann,inläsning,"{{}}",,"{counts}",\n')
    return open_store(litet)


@pytest.mark.parametrize("form", FORMS)
def test_a_hidden_count_stands_nowhere(secret, tmp_path, form, monkeypatch):
    monkeypatch.setenv("LAGESBILD_TROSKEL", str(10**8))
    everywhere = everything(form, form(as_seen_by(Reader(), secret)), tmp_path)
    assert str(SECRET) not in everywhere
    assert f"{SECRET:,}".replace(",", "\u00a0") not in everywhere
    assert secret.version not in everywhere  # or a reader could try which count gives it
    if form is not package.sqlite:
        assert "1500000" in everywhere  # what may be shown is found this way


def test_the_shown_count_of_an_area_is_there(secret):
    assert SECRET in reported.counts(as_seen_by(Reader(), secret))["antal"].tolist()


def test_the_log_has_no_rows_about_counts(secret, tmp_path):
    tables = opened(package.csv_zip, package.csv_zip(as_seen_by(Reader(), secret)), tmp_path)
    assert [row[3] for row in tables["andringslogg"]] == ["uppfoljningar", "inläsning"]
    assert all(row[4] is not None for row in tables["anmalda_brott"])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("areas_are_all", [True, False])
def test_no_hidden_count_follows_from_the_file(local, litet, put, tmp_path, form, areas_are_all):
    def counts(rows):
        names = {"exempelstad": "kommun", "norrby": "norrby", "akern": "akern"}
        return {
            (names[row[0]], row[3], row[2]): row[4]
            for row in rows
            if row[0] in names and row[1] == 2023 and row[3] == "samtliga"
        }

    if areas_are_all:  # the kommun's year and its quarters are Norrby and Åkern together
        for row, count in zip((3, 5, 6, 7, 8), (327, 69, 78, 83, 97), strict=True):
            put("anmalda_brott", row, "antal", str(count))
    store = open_store(litet)
    rows = counts(as_rows(store)["anmalda_brott"])
    left = counts(opened(form, form(as_seen_by(Reader(), store)), tmp_path)["anmalda_brott"])
    assert left.items() <= rows.items()
    hidden = set(rows) - set(left)
    assert ("akern", "samtliga", 3) in hidden
    assert (("norrby", "samtliga", 3) in hidden) == areas_are_all
    assert Auditor(rows, {"samtliga": None}, set(left)).can_compute(hidden) == set()


@pytest.fixture(scope="module")
def many(exempelstad, tmp_path_factory) -> Store:
    """The demo store with the quarters and years of its areas published, too: many counts, some of
    them small."""
    folder = shutil.copytree(exempelstad, tmp_path_factory.mktemp("many") / "lager")
    frame = reported.counts(opened_for(Reader(STEWARD), folder)).astype(object)
    frame = frame.where(frame.notna(), None)
    whole = {"exempelstad", "latsaskoping", "skronvalla", "riket"}
    names = BY_NAME["anmalda_brott"].column_names
    with (folder / "anmalda_brott.csv").open("a", newline="") as file:
        rows = (
            row
            for row in frame.to_dict("records")
            if row["omrade_id"] not in whole and row["ar"] >= 2023
        )
        csv.writer(file, lineterminator="\n").writerows(
            [as_text(row[name]) for name in names] for row in rows
        )
    return open_store(folder)


def test_what_is_hidden_in_the_app_is_left_out_and_nothing_else(many, tmp_path):
    known = reported.counts(as_seen_by(Reader(), many)).fillna({"kvartal": 0})
    keys = known[known["dold"]][["omrade_id", "ar", "kvartal", "brottstyp_id"]]
    hidden = set(keys.itertuples(index=False, name=None))
    stored = {
        (row.omrade_id, row.ar, row.kvartal or 0, row.brottstyp_id): row.antal
        for row in many.rows(SQL_TABLES["anmalda_brott"].select())
    }
    found = opened(package.csv_zip, package.csv_zip(as_seen_by(Reader(), many)), tmp_path)
    left = {(row[0], row[1], row[2] or 0, row[3]): row[4] for row in found["anmalda_brott"]}
    assert left == {key: count for key, count in stored.items() if key not in hidden}
    assert len(stored) > len(left) > 2640
    kommuner = {"exempelstad", "latsaskoping", "skronvalla", "riket"}
    assert {row[0] for row in found["brott_per_manad"]} <= kommuner

    # A reader who subtracts: a lone unknown part of a year, or a lone unknown area where the areas
    # make up the kommun.
    areas = {key[0] for key in stored} - kommuner
    small = [key for key in set(stored) - set(left) if stored[key] < 5]
    assert small
    for area, year, quarter, kind in small:
        quarters = [(area, year, number, kind) for number in (1, 2, 3, 4)]
        if quarter and (area, year, 0, kind) in left:
            assert sum(key in stored and key not in left for key in quarters) != 1
        beside = [
            key for key in itertools.product(areas, [year], [quarter], [kind]) if key in stored
        ]
        total = left["exempelstad", year, quarter, kind]
        if total and sum(stored[key] for key in beside) == total:
            assert sum(key not in left for key in beside) != 1
