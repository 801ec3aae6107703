"""Opening and copying stores: a CSV folder and a SQLite file are the same thing."""

import errno
import inspect
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lagesbild_data import csvfiles, queries
from lagesbild_data.filter import Filter
from lagesbild_data.problems import InvalidStore
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.situation import lagesbild
from lagesbild_data.store import PUBLISHED, Location, Store, build, open_store, rows_of
from lagesbild_data.tables import BY_NAME

LITET = Path(__file__).parent / "litet"
FILTERS = [
    Filter(),
    Filter(("norrby",)),
    Filter(("angen", "akern"), (2022, 2023)),
    Filter(("exempelstad",), (2024,)),
    Filter(("oxnehaga", "raslatt"), (2023, 2024)),
]
QUESTIONS = [function for name, function in inspect.getmembers(queries, inspect.isfunction)
             if function.__module__ == queries.__name__ and not name.startswith("_")
             and "store" in inspect.signature(function).parameters]  # fmt: skip
ASKED = [(question, filter) for question in QUESTIONS
         for filter in (FILTERS if "filter" in inspect.signature(question).parameters else FILTERS[:1])]  # fmt: skip


SURFACES = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"omrade_id": "norrby"}, "geometry":'
    ' {"type": "Polygon", "coordinates": [[[14.1, 57.7], [14.2, 57.7], [14.2, 57.8], [14.1, 57.7]]]}}]}'
)


@pytest.fixture(scope="module", params=[LITET, PUBLISHED], ids=["litet", "publicerat"])
def pair(request, tmp_path_factory):
    """A CSV folder and the SQLite file built from it, both open."""
    target = tmp_path_factory.mktemp("pair") / "data.sqlite"
    build(request.param, target)
    return open_store(request.param), open_store(target)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same(first, second) -> None:
    if isinstance(first, pd.DataFrame):
        pd.testing.assert_frame_equal(first, second)
    else:
        assert first == second


@pytest.mark.parametrize(("question", "filter"), ASKED, ids=lambda part: getattr(part, "__name__", str(part)))
def test_folder_and_sqlite_answer_every_question_alike(pair, question, filter):
    year = filter.year or 2023
    years = dict.fromkeys(queries.SUBJECTS, year) | {"tertial": 2}
    values = {"filter": filter, "year": year, "tertial": 2, "years": years}
    for table in BY_NAME:
        values["table"] = table
        needed = {name: values[name] for name in inspect.signature(question).parameters if name != "store"}
        assert_same(*(question(store, **needed) for store in pair))
        if "table" not in needed:
            break


@pytest.mark.parametrize("filter", FILTERS, ids=str)
def test_folder_and_sqlite_give_the_same_lagesbild(pair, filter):
    csv, sqlite = (lagesbild(store, filter) for store in pair)
    pd.testing.assert_frame_equal(csv.areas, sqlite.areas)
    for part in ("periods", "municipal", "key_figures", "findings"):
        assert getattr(csv, part) == getattr(sqlite, part)


def test_version_is_the_same_for_the_same_content(pair):
    csv, sqlite = pair
    assert csv.version == sqlite.version
    assert len(csv.version) == 12
    assert int(csv.version, 16)


def test_version_follows_the_content_not_its_form(litet, put):
    before = open_store(litet).version
    put("parter", 3, "namn", "Exempelstads kommun")
    assert open_store(litet).version == before
    heading, *lines = (litet / "parter.csv").read_text(encoding="utf-8").splitlines()
    (litet / "parter.csv").write_text("\n".join([heading, *reversed(lines)]), encoding="utf-8")
    assert open_store(litet).version == before
    put("parter", 3, "namn", "Kommunen")
    assert open_store(litet).version != before


def test_version_tells_of_every_letter_of_a_long_text(litet, put):
    versions = set()
    for letter in "ab":
        put("kallor", 2, "forbehall", "x" * 400 + letter + "x" * 400)
        versions.add(open_store(litet).version)
    assert len(versions) == 2


def test_csv_comes_back_byte_for_byte_from_sqlite(litet, tmp_path):
    (litet / "omraden.geojson").write_text(SURFACES)
    counts = build(litet, tmp_path / "data.sqlite")
    assert build(tmp_path / "data.sqlite", tmp_path / "back") == counts
    assert content(tmp_path / "back") == content(litet)
    assert (counts["omraden"], counts["anmalda_brott"], sum(counts.values())) == (5, 10, 102)


@pytest.mark.parametrize("name", ["data.sqlite", "data.sqlite3", "data.DB"])
def test_ending_tells_sqlite(litet, tmp_path, name):
    build(litet, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(b"SQLite format 3\0")


def test_sqlite_built_holds_types_and_keys(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        row = connection.execute("SELECT datum_fran, genomford, deltagare, arrangor FROM handelser LIMIT 1 OFFSET 1")
        assert row.fetchone() == ("2023-04-30", 1, 25, "Exempelstads kommun")
        for wrong in (
            "INSERT INTO folkmangd SELECT * FROM folkmangd LIMIT 1",
            "INSERT INTO anmalda_brott SELECT * FROM anmalda_brott LIMIT 1",
            "UPDATE folkmangd SET antal = -1",
            "UPDATE omraden SET typ = 'by'",
            "UPDATE omraden SET namn = NULL",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


CELLS = [(table.name, column.name) for table in BY_NAME.values() for column in table.columns if not column.references]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format),
    st.dates().map(str),
)


@example(("indikatorvarden", "standardfel"), "0.00001")
@example(("folkmangd", "antal"), str(2**53 + 1))
@example(("folkmangd", "antal"), str(2**63 - 1))
@example(("folkmangd", "antal"), str(2**63))
@example(("folkmangd", "antal"), "99999999999999999999")
@example(("utfall", "varde"), "9" * 400)
@example(("mal", "matt"), "one\rtwo")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(CELLS), TEXTS)
def test_what_is_accepted_survives_sqlite_and_csv(tmp_path_factory, put, litet, cell, text):
    table, column = cell
    shutil.copytree(LITET, litet, dirs_exist_ok=True)
    put(table, 2, column, text)
    folder = tmp_path_factory.mktemp("survives")
    try:
        rows = rows_of(Location.parse(litet))
    except InvalidStore:
        return
    build(litet, folder / "data.sqlite")
    build(folder / "data.sqlite", folder / "back")
    assert rows_of(Location.parse(folder / "data.sqlite")) == rows
    assert rows_of(Location.parse(folder / "back")) == rows


@pytest.mark.parametrize("target", ["data.sqlite", "folder"])
def test_failed_build_leaves_the_old_target_and_nothing_else(litet, put, tmp_path, target):
    build(litet, tmp_path / target)
    put("parter", 2, "namn", "")
    before = content(tmp_path)
    with pytest.raises(InvalidStore, match=r"parter\.csv rad 2, kolumn namn: får inte vara tom"):
        build(litet, tmp_path / target)
    assert content(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"litet", target}


@pytest.mark.parametrize("target", ["data.sqlite", "folder"])
def test_full_disk_leaves_the_old_target_and_nothing_else(litet, put, tmp_path, monkeypatch, target):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    build(litet, tmp_path / target)
    put("parter", 2, "namn", "Andra polisen")
    before = content(tmp_path)
    monkeypatch.setattr(csvfiles, "write_table", full)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        build(litet, tmp_path / target)
    assert content(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"litet", target}


def test_old_folder_is_put_back_when_the_new_can_not_take_its_place(litet, put, tmp_path, monkeypatch):
    target, rename, refused = tmp_path / "folder", os.rename, []

    def refuse_once(source, destination):
        if Path(destination) == target and not refused:
            refused.append(source)
            raise OSError(errno.EACCES, "Permission denied")
        rename(source, destination)

    build(litet, target)
    put("parter", 2, "namn", "Andra polisen")
    before = content(tmp_path)
    monkeypatch.setattr(os, "rename", refuse_once)
    with pytest.raises(OSError, match="Permission denied"):
        build(litet, target)
    assert content(tmp_path) == before
    assert refused


@pytest.mark.parametrize("target", ["data.sqlite", "folder"])
def test_build_replaces_the_old_target(litet, put, tmp_path, target):
    build(litet, tmp_path / target)
    put("parter", 2, "namn", "Andra polisen")
    build(litet, tmp_path / target)
    assert queries.names(open_store(tmp_path / target))["parter"]["polisen"] == "Andra polisen"
    assert {path.name for path in tmp_path.iterdir()} == {"litet", target}


def test_build_onto_itself_keeps_everything(litet):
    before = content(litet)
    build(litet, litet)
    assert content(litet) == before


def test_folder_with_foreign_files_is_refused(litet, tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    (target / "omraden.csv").write_text("x")
    (target / "letter.txt").write_text("x")
    before = content(tmp_path)
    with pytest.raises(InvalidStore, match=r"folder: mappen innehåller letter\.txt; välj en tom eller ny mapp"):
        build(litet, target)
    assert content(tmp_path) == before


@pytest.mark.parametrize("target", ["nowhere/data.sqlite", "nowhere/folder"])
def test_target_needs_a_folder_to_lie_in(litet, tmp_path, target):
    with pytest.raises(InvalidStore, match="mappen där den ska ligga finns inte"):
        build(litet, tmp_path / target)


def test_surfaces_are_carried_along(litet, tmp_path):
    (litet / "omraden.geojson").write_text(SURFACES)
    for source, target in ((litet, "data.sqlite"), ("data.sqlite", "data.copy.sqlite"), ("data.copy.sqlite", "back")):
        build(tmp_path / source, tmp_path / target)
        surfaces = Location.parse(tmp_path / target).surfaces
        assert surfaces is not None, target
        assert surfaces.read_text() == SURFACES
    assert (tmp_path / "data.geojson").exists()
    assert (tmp_path / "back" / "omraden.geojson").exists()


def test_store_without_surfaces_keeps_those_of_the_target(litet, tmp_path):
    build(litet, tmp_path / "back")
    (tmp_path / "back" / "omraden.geojson").write_text(SURFACES)
    build(litet, tmp_path / "back")
    assert (tmp_path / "back" / "omraden.geojson").read_text() == SURFACES
    assert Location.parse(litet).surfaces is None


@pytest.mark.parametrize("target", ["data.db", "data.sqlite"])
def test_stores_that_share_surfaces_can_be_copied(litet, tmp_path, target):
    (litet / "omraden.geojson").write_text(SURFACES)
    build(litet, tmp_path / "data.sqlite")
    build(tmp_path / "data.sqlite", tmp_path / target)
    assert (tmp_path / "data.geojson").read_text() == SURFACES
    assert open_store(tmp_path / target).version == open_store(litet).version


def test_surfaces_of_the_target_must_fit_the_new_areas(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    (tmp_path / "data.geojson").write_text(SURFACES.replace("norrby", "soderby"))
    before = content(tmp_path)
    with pytest.raises(InvalidStore, match=r'data\.geojson yta 1: "soderby" finns inte i omraden'):
        build(litet, tmp_path / "data.sqlite")
    assert content(tmp_path) == before


@pytest.mark.parametrize("old", [None, SURFACES])
def test_surfaces_stay_when_the_database_can_not_be_put_in_place(litet, put, tmp_path, monkeypatch, old):
    build(litet, tmp_path / "data.sqlite")
    if old:
        (tmp_path / "data.geojson").write_text(old)
    (litet / "omraden.geojson").write_text(SURFACES + "\n")
    put("parter", 2, "namn", "Andra polisen")
    before, move = content(tmp_path), os.replace

    def refuse(source, destination):
        if str(destination).endswith(".sqlite"):
            assert (tmp_path / "data.geojson").read_text() == SURFACES + "\n"
            raise OSError(errno.EACCES, "Permission denied")
        move(source, destination)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="Permission denied"):
        build(litet, tmp_path / "data.sqlite")
    assert content(tmp_path) == before


@pytest.mark.parametrize("source", ["litet", "data.sqlite"])
def test_faulty_surfaces_are_said_at_the_door(litet, tmp_path, faults, source):
    build(litet, tmp_path / "data.sqlite")
    file = Location.parse(tmp_path / source).surfaces_file
    open_store(tmp_path / source)
    file.write_text("surfaces")
    assert faults(tmp_path / source) == [f"{file.name} rad 1: är inte giltig JSON (tecken 1)"]
    for ask in (lambda: open_store(tmp_path / source), lambda: build(tmp_path / source, tmp_path / "new")):
        with pytest.raises(InvalidStore, match="är inte giltig JSON"):
            ask()


def test_unreadable_surfaces_are_said(litet, faults):
    (litet / "omraden.geojson").mkdir()
    assert faults() == ["omraden.geojson: filen kan inte läsas (är en mapp)"]


def test_surface_of_a_faulty_area_is_not_said_to_lack_it(litet, put, faults):
    (litet / "omraden.geojson").write_text(SURFACES)
    put("omraden", 4, "omrade_id", "")
    assert faults() == ["omraden.csv rad 4, kolumn omrade_id: får inte vara tom"]


@pytest.fixture
def loose(litet, tmp_path) -> Callable[..., Path]:
    """Change a SQLite file that has the tiny store's rows but none of our rules, and give its path."""
    path = tmp_path / "loose.sqlite"
    build(litet, path)

    def change(*statements: str) -> Path:
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    copies = [(f"CREATE TABLE new AS SELECT * FROM {name}", f"DROP TABLE {name}", f"ALTER TABLE new RENAME TO {name}")
              for name in BY_NAME]  # fmt: skip
    change(*itertools.chain(*copies))
    return change


def test_sqlite_without_our_rules_is_read(loose, store):
    assert open_store(loose()).version == store.version


def test_sqlite_where_everything_is_text_means_the_same(litet, tmp_path, store):
    """As `.import` of the sqlite3 shell makes it."""
    path = tmp_path / "text.sqlite"
    with sqlite3.connect(path) as connection:
        for table in csvfiles.read_folder(litet)[0]:
            connection.execute(f"CREATE TABLE {table.name} ({', '.join(f'{name} TEXT' for name in table.header)})")
            places = ", ".join("?" * len(table.header))
            connection.executemany(f"INSERT INTO {table.name} VALUES ({places})", [fields for _, fields in table.rows])
    assert rows_of(Location.parse(path)) == rows_of(Location.parse(litet))
    opened = open_store(path)
    assert opened.version == store.version
    assert lagesbild(opened, Filter()).key_figures == lagesbild(store, Filter()).key_figures


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE parter SET namn = '' WHERE part_id = 'kommunen'",
         "tabellen parter rad 2, kolumn namn: får inte vara tom"),
        ("UPDATE folkmangd SET antal = 'x' WHERE ar = 2021",
         'tabellen folkmangd rad 1, kolumn antal: "x" är inte ett heltal'),
        ("UPDATE folkmangd SET antal = 1.5 WHERE ar = 2021",
         'tabellen folkmangd rad 1, kolumn antal: "1.5" är inte ett heltal'),
        ("UPDATE utfall SET aktivitet_id = 'a-x' WHERE tertial = 2",
         'tabellen utfall rad 3, kolumn aktivitet_id: "a-x" finns inte i aktiviteter'),
        ("UPDATE utfall SET varde = -1 WHERE tertial = 2",
         'tabellen utfall rad 3, kolumn varde: "-1" är utanför det tillåtna: lägst 0'),
        ("UPDATE handelser SET datum_till = '2022-01-01' WHERE handelse_id = 'h-nyar'",
         'tabellen handelser rad 1, kolumn datum_till: "2022-01-01" är före datum_fran "2022-12-31"'),
        ("ALTER TABLE parter ADD COLUMN telefon", "tabellen parter rad 1, kolumn telefon: kolumnen är okänd"),
    ],
)  # fmt: skip
def test_sqlite_with_bad_data_is_refused_with_the_same_words(loose, faults, statement, fault):
    path = loose(statement)
    assert faults(path) == [fault]
    with pytest.raises(InvalidStore):
        open_store(path)


def test_infinite_number_in_sqlite_is_a_fault(loose, faults):
    path = loose("UPDATE utfall SET varde = 9e999 WHERE tertial = 2")
    assert faults(path) == ['tabellen utfall rad 3, kolumn varde: "inf" är inte ett tal']


def opened_file(store: Store) -> Path:
    return Path(store.engine.url.database)


def test_database_of_our_making_is_opened_in_place(litet, tmp_path):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    assert opened_file(open_store(path)) == path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE parter SET namn = 'Andra polisen' WHERE part_id = 'polisen'")
    store = open_store(path)
    assert opened_file(store) == path
    assert queries.names(store)["parter"]["polisen"] == "Andra polisen"


def test_database_without_our_rules_is_asked_through_a_copy(loose, cache):
    path = loose()
    assert cache in opened_file(open_store(path)).parents
    assert opened_file(open_store(path)) == opened_file(open_store(path))


@pytest.mark.parametrize(
    ("statement", "table", "column", "value"),
    [
        ("UPDATE handelser SET genomford = 'nej' WHERE handelse_id = 'h-nyar'", "handelser", "genomford", False),
        ("UPDATE handelser SET plats = '' WHERE handelse_id = 'h-nyar'", "handelser", "plats", None),
        ("UPDATE omraden SET namn = ' Riket ' WHERE omrade_id = 'riket'", "omraden", "namn", "Riket"),
        ("UPDATE utfall SET varde = '1,5' WHERE tertial = 1", "utfall", "varde", 1.5),
        ("DROP INDEX utfall_nyckel", "utfall", "varde", 20.0),
        ("DROP TABLE malomraden", "omraden", "omrade_id", "riket"),
    ],
)
def test_what_is_asked_is_what_was_checked(litet, tmp_path, statement, table, column, value):
    """Also where our own database has been changed by other means into something that we only read leniently."""
    path = tmp_path / "data.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    store = open_store(path)
    assert opened_file(store) != path
    rows = rows_of(Location.parse(path))
    for name, sql_table in SQL_TABLES.items():
        assert [row._asdict() for row in store.rows(sa.select(sql_table))] == rows[name]
    assert rows[table][0][column] == value


def test_password_of_a_url_is_not_shown(faults):
    (fault,) = faults("nonsense://user:s3cret@host/x")
    assert fault.startswith("nonsense://user:***@host/x: ")


def test_database_that_refuses_is_said(litet, tmp_path):
    url = f"sqlite+pysqlite:///{tmp_path / 'nowhere' / 'data.sqlite'}"
    with pytest.raises(InvalidStore, match=r"går inte att läsa som databas \(unable to open database file\)"):
        open_store(url)
    with pytest.raises(InvalidStore, match=r"går inte att skriva till \(unable to open database file\)"):
        build(litet, url)


def test_missing_tables_in_sqlite_are_empty_tables(loose, faults):
    path = loose("DROP TABLE handelser", "CREATE TABLE annat (x)")
    assert faults(path) == []
    assert queries.table_rows(open_store(path), "handelser").empty


def test_what_is_not_a_store_is_said(litet, tmp_path, faults):
    text, empty, folder = tmp_path / "text.sqlite", tmp_path / "empty.db", tmp_path / "folder"
    text.write_text("This is not a database, however long the text may be." * 10)
    sqlite3.connect(empty).execute("CREATE TABLE annat (x)")
    folder.mkdir()
    assert faults(text) == [f"{text}: går inte att läsa som databas (file is not a database)"]
    assert faults(empty) == [f"{empty}: databasen innehåller ingen av tabellerna, till exempel omraden"]
    assert faults(folder) == [f"{folder}: mappen innehåller ingen av tabellerna, till exempel omraden.csv"]


@pytest.mark.parametrize("name", ["missing", "missing.sqlite", "missing.db"])
def test_missing_path_is_said_and_not_made(tmp_path, name):
    with pytest.raises(InvalidStore, match=f"{name}: finns inte"):
        open_store(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file.txt", "omraden.csv"])
def test_file_that_is_no_store_is_said(litet, name):
    (litet / name).touch()
    with pytest.raises(InvalidStore, match="är en fil, varken en mapp eller en SQLite-fil"):
        open_store(litet / name)


def test_folder_is_no_database(litet):
    for ask in (lambda: open_store(f"sqlite:///{litet}"), lambda: build(litet, f"sqlite:///{litet}")):
        with pytest.raises(InvalidStore, match="är en mapp"):
            ask()


@pytest.mark.parametrize("target", [".", "..", "/", "../litet", "../litet/"])
def test_folder_that_the_user_stands_in_is_refused(litet, tmp_path, monkeypatch, target):
    monkeypatch.chdir(litet)
    before = content(tmp_path)
    with pytest.raises(InvalidStore, match="är mappen du står i, eller en mapp ovanför"):
        build(LITET, target)
    assert content(tmp_path) == before


@pytest.mark.parametrize("target", ["new", "new.old", "new.sqlite", "./new", "litet/../new", "sqlite:///new"])
def test_relative_paths(litet, tmp_path, monkeypatch, store, target):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        build("litet", target)
        assert open_store(target).version == store.version
    assert len(list(tmp_path.iterdir())) == 2


def test_url_of_sqlite_needs_no_ending(litet, tmp_path):
    build(litet, f"sqlite:///{tmp_path / 'data'}")
    assert (tmp_path / "data").read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("name", ["what?.sqlite", "50%.db", "a b#c.sqlite"])
def test_signs_of_a_url_in_a_file_name(litet, tmp_path, store, name):
    build(litet, tmp_path / name)
    assert (tmp_path / name).is_file()
    assert open_store(tmp_path / name).version == store.version


def test_unreadable_file_of_a_folder_is_said(litet):
    (litet / "parter.csv").unlink()
    (litet / "parter.csv").mkdir()
    with pytest.raises(InvalidStore, match=r"parter\.csv: filen kan inte läsas \(är en mapp\)"):
        open_store(litet)


def test_url_of_sqlite_opens_the_file(litet, tmp_path, store):
    url = f"sqlite:///{tmp_path / 'data.sqlite'}"
    build(litet, url)
    assert (tmp_path / "data.sqlite").is_file()
    assert open_store(url).version == store.version


@pytest.mark.parametrize("url", ["://", "nonsense://x", "sqlite+nonsense:///x", "postgresql://host:port/x"])
def test_bad_url_is_said_for_source_and_target(litet, url):
    for ask in (lambda: open_store(url), lambda: build(url, litet), lambda: build(litet, url)):
        with pytest.raises(InvalidStore, match="är inte en adress till en databas"):
            ask()


def test_any_url_of_sqlalchemy_is_a_store(litet, tmp_path, store):
    url = f"sqlite+pysqlite:///{tmp_path / 'data.sqlite'}"
    assert Location.parse(url) == Location(url, url, None, False)
    for _ in range(2):
        build(litet, url)
        assert open_store(url).version == store.version


def test_changed_file_changes_fingerprint_and_answers(litet, put):
    location = Location.parse(litet)
    before = location.fingerprint()
    assert queries.names(open_store(litet))["omraden"]["norrby"] == "Norrby"
    assert location.fingerprint() == before
    put("omraden", 4, "namn", "Nya Norrby")
    assert location.fingerprint() != before
    assert queries.names(open_store(litet))["omraden"]["norrby"] == "Nya Norrby"


def test_new_surfaces_and_files_change_the_fingerprint(litet, tmp_path):
    build(litet, tmp_path / "data.sqlite")
    for location in (Location.parse(litet), Location.parse(tmp_path / "data.sqlite")):
        before = location.fingerprint()
        location.surfaces_file.write_text("{}")
        assert location.fingerprint() != before
    before = Location.parse(litet).fingerprint()
    (litet / "parter.csv").unlink()
    assert Location.parse(litet).fingerprint() != before


def test_fingerprint_of_a_url_changes_every_minute(monkeypatch):
    location = Location.parse("postgresql://host/x")
    monkeypatch.setattr(time, "time", lambda: 1_000_000_020.0)
    before = location.fingerprint()
    monkeypatch.setattr(time, "time", lambda: 1_000_000_079.0)
    assert location.fingerprint() == before
    monkeypatch.setattr(time, "time", lambda: 1_000_000_080.0)
    assert location.fingerprint() != before


def test_fingerprint_of_what_is_no_store_is_no_failure(litet):
    (litet / "file").touch()
    for name in ("file", "missing"):
        assert Location.parse(litet / name).fingerprint()


@pytest.mark.parametrize("use", [
    lambda store, later: open_store(store.location.text),
    lambda store, later: later() or store.rows(sa.select(sa.literal(1))),
], ids=["opened", "asked"])  # fmt: skip
def test_compiled_file_that_is_used_is_not_forgotten(litet, put, store, monkeypatch, use):
    now = time.time
    asked, unasked = opened_file(store), opened_file(store).with_name("unasked.sqlite")
    unasked.touch()
    for file in (asked, unasked):
        os.utime(file, (0, 0))
    use(store, lambda: monkeypatch.setattr(time, "time", lambda: now() + 3601))
    put("parter", 2, "namn", f"Compiled for the first time {litet}")
    open_store(litet)
    assert asked.exists()
    assert not unasked.exists()


def test_rules_are_part_of_what_a_compiled_file_is_named_by(litet, store, monkeypatch):
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == "validation.py"))
    assert opened_file(open_store(litet)) != opened_file(store)


def test_many_may_compile_the_same_store_at_once(litet, put, cache):
    put("parter", 2, "namn", f"Compiled for the first time {litet}")
    ask = f"from lagesbild_data.store import open_store; print(open_store({str(litet)!r}).version)"
    asking = [subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert {process.communicate()[0] for process in asking} == {f"{open_store(litet).version}\n"}
    assert not list(cache.rglob(".lagesbild-*"))


def test_same_content_is_compiled_once(litet, cache, tmp_path):
    def compiled() -> dict[Path, int]:
        return {path: path.stat().st_ino for path in cache.rglob("*.sqlite")}

    open_store(litet)
    before = compiled()
    open_store(shutil.copytree(litet, tmp_path / "copy"))
    assert before
    assert compiled() == before


def test_store_with_faults_never_opens(litet, put):
    put("parter", 2, "namn", "")
    for _ in range(2):
        with pytest.raises(InvalidStore):
            open_store(litet)


def test_frames_are_new_every_time(store):
    frame = queries.areas(store)
    frame.loc[0, "namn"] = "changed"
    assert "changed" not in set(queries.areas(store)["namn"])
    assert [row.n for row in store.rows(sa.select(sa.literal(1).label("n")))] == [1]


def test_folder_moved_aside_by_a_process_that_stopped_is_brought_back(litet, monkeypatch):
    before = open_store(litet).version
    ask = f"""
import os
from pathlib import Path
from lagesbild_data.store import build
rename = Path.rename
def stop(path, target):
    if path.name == "new":
        os._exit(9)
    return rename(path, target)
Path.rename = stop
build({str(litet)!r}, {str(litet)!r})
"""
    assert subprocess.run([sys.executable, "-c", ask], cwd=Path(__file__).parents[1]).returncode == 9
    assert not litet.exists()
    assert open_store(litet).version == before
