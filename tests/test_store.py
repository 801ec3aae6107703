"""Opening and copying stores: a CSV folder and a SQLite file are the same thing."""

import contextlib
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
from filelock import FileLock
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lagesbild_data.answers.catalogue import selection
from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.dialogues import counts
from lagesbild_data.answers.indicators import measurements, problemindex
from lagesbild_data.answers.overview import situation, subject_years
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.answers.promises import follow_ups, promised
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, as_seen_by
from lagesbild_data.store import csv_folder, workplace
from lagesbild_data.store.building import build
from lagesbild_data.store.location import PUBLISHED, Location
from lagesbild_data.store.opening import open_store, rows_of
from lagesbild_data.store.stores import Store
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words.problems import InvalidStore

LITET = Path(__file__).parent / "litet"
FILTERS = [
    Filter(),
    Filter(("norrby",)),
    Filter(("angen", "akern"), (2022, 2023)),
    Filter(("exempelstad",), (2024,)),
    Filter(("oxnehaga", "raslatt"), (2023, 2024)),
]
QUESTIONS = [
    function
    for module in (
        reference,
        measurements,
        problemindex,
        counts,
        reported,
        promised,
        follow_ups,
        situation,
        subject_years,
        selection,
    )
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
    and not name.startswith("_")
    and "store" in (names := set(inspect.signature(function).parameters))
    and names <= {"store", "filter", "year", "tertial", "years", "promises", "table"}
]
ASKED = [
    (question, filter)
    for question in QUESTIONS
    for filter in (FILTERS if "filter" in inspect.signature(question).parameters else FILTERS[:1])
]


SURFACES = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"omrade_id":'
    ' "norrby"}, "geometry": {"type": "Polygon", "coordinates": [[[14.1, 57.7], [14.2, 57.7],'
    " [14.2, 57.8], [14.1, 57.7]]]}}]}"
)


@pytest.fixture
def store(litet) -> Store:
    """All that is stored in the tiny store."""
    return open_store(litet)


@pytest.fixture(scope="module", params=[LITET, PUBLISHED], ids=["litet", "publicerat"])
def pair(request, tmp_path_factory):
    """A CSV folder and the SQLite file built from it, both open."""
    target = tmp_path_factory.mktemp("pair") / "data.sqlite"
    build(request.param, target)
    return open_store(request.param), open_store(target)


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_same(first, second) -> None:
    if isinstance(first, pd.DataFrame):
        pd.testing.assert_frame_equal(first, second)
    else:
        assert first == second


@pytest.mark.parametrize(
    ("question", "filter"), ASKED, ids=lambda part: getattr(part, "__name__", str(part))
)
def test_folder_and_sqlite_answer_every_question_alike(pair, question, filter):
    year = filter.year or 2023
    years = dict.fromkeys(subject_years.SUBJECTS, year)
    values = {"filter": filter, "year": year, "tertial": (year, 2), "years": years}
    values |= {"promises": periods.in_force(year)}
    for table in BY_NAME:
        values["table"] = table
        needed = {
            name: values[name] for name in inspect.signature(question).parameters if name != "store"
        }
        assert_same(*(question(store, **needed) for store in pair))
        if "table" not in needed:
            break


@pytest.mark.parametrize("filter", FILTERS, ids=str)
def test_folder_and_sqlite_give_the_same_lagesbild(pair, filter):
    csv, sqlite = (lagesbild(as_seen_by(Reader(), store), filter) for store in pair)
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
        row = connection.execute(
            "SELECT datum_fran, genomford, deltagare, arrangor FROM handelser LIMIT 1 OFFSET 1"
        )
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


CELLS = [
    (table.name, column.name)
    for table in BY_NAME.values()
    for column in table.columns
    if not column.references
]
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
def test_full_disk_leaves_the_old_target_and_nothing_else(
    litet, put, tmp_path, monkeypatch, target
):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    build(litet, tmp_path / target)
    put("parter", 2, "namn", "Andra polisen")
    before = content(tmp_path)
    monkeypatch.setattr(csv_folder, "write_table", full)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        build(litet, tmp_path / target)
    assert content(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"litet", target}


def test_old_folder_is_put_back_when_the_new_can_not_take_its_place(
    litet, put, tmp_path, monkeypatch
):
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
    assert reference.names(open_store(tmp_path / target))["parter"]["polisen"] == "Andra polisen"
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
    with pytest.raises(
        InvalidStore, match=r"folder: mappen innehåller letter\.txt; välj en tom eller ny mapp"
    ):
        build(litet, target)
    assert content(tmp_path) == before


@pytest.mark.parametrize("target", ["nowhere/data.sqlite", "nowhere/folder"])
def test_target_needs_a_folder_to_lie_in(litet, tmp_path, target):
    with pytest.raises(InvalidStore, match="mappen där den ska ligga finns inte"):
        build(litet, tmp_path / target)


@pytest.fixture
def drawn(litet) -> Path:
    """The tiny store with a surface of its own."""
    (litet / "omraden.geojson").write_text(SURFACES)
    return litet


def test_surfaces_are_carried_along(drawn, tmp_path):
    url = f"sqlite+pysqlite:///{tmp_path / 'by-url.sqlite'}"
    stores = [drawn, tmp_path / "data.sqlite", url, tmp_path / "back"]
    for source, target in itertools.pairwise(stores):
        build(source, target)
        assert open_store(target).surfaces == open_store(drawn).surfaces != {}
        assert open_store(target).version == open_store(drawn).version
    assert (tmp_path / "back" / "omraden.geojson").read_text() == SURFACES
    assert not list(tmp_path.glob("*.geojson"))


@pytest.mark.parametrize("target", ["back", "data.sqlite"])
def test_store_without_surfaces_keeps_those_of_the_target(drawn, tmp_path, target):
    build(drawn, tmp_path / target)
    build(LITET, tmp_path / target)
    assert list(open_store(tmp_path / target).surfaces) == ["norrby"]
    assert not open_store(LITET).surfaces


@pytest.mark.parametrize("target", ["back", "data.sqlite"])
def test_surfaces_of_the_target_must_fit_the_new_areas(drawn, tmp_path, target):
    build(drawn, tmp_path / target)
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "omraden.csv").write_text("omrade_id,namn,typ\nakern,Åkern,ort\n")
    before = content(tmp_path)
    told = 'Ytorna i målet ska finnas kvar, men passar inte: "norrby" finns inte i omraden'
    with pytest.raises(InvalidStore, match=told):
        build(tmp_path / "few", tmp_path / target)
    assert content(tmp_path) == before


def test_surfaces_are_part_of_the_version(drawn):
    without = open_store(LITET).version
    assert open_store(drawn).version != without
    (drawn / "omraden.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert open_store(drawn).version == without


@pytest.fixture
def older(litet, tmp_path) -> Path:
    """A database as earlier versions made it, with its surfaces in a file beside it."""
    path = tmp_path / "older.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE omradesytor")
    path.with_suffix(".geojson").write_text(SURFACES)
    return path


def test_older_database_is_read_with_the_file_beside_it(older, drawn):
    opened = open_store(older)
    assert not opened.in_place
    assert opened.surfaces == open_store(drawn).surfaces != {}


def test_older_database_that_is_copied_onto_itself_holds_its_surfaces(older, caplog):
    before = open_store(older).version
    build(older, older)
    opened = open_store(older)
    assert opened.in_place
    assert opened.version == before
    assert "older.geojson läses inte, för ytorna finns i databasen" in caplog.text
    older.with_suffix(".geojson").write_text("damaged")
    assert open_store(older).version == before


@pytest.mark.parametrize("source", ["litet", "older.sqlite"])
def test_faulty_surfaces_are_said_at_the_door(older, drawn, tmp_path, faults, source):
    file = Location.parse(tmp_path / source).surfaces_file
    open_store(tmp_path / source)
    file.write_text("surfaces")
    assert faults(tmp_path / source) == [f"{file.name} rad 1: är inte giltig JSON (tecken 1)"]
    for ask in (
        lambda: open_store(tmp_path / source),
        lambda: build(tmp_path / source, tmp_path / "new"),
    ):
        with pytest.raises(InvalidStore, match="är inte giltig JSON"):
            ask()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE omradesytor SET geometri = '{'",
            (
                "tabellen omradesytor rad 1, kolumn geometri: geometrin är tom; den ska vara"
                " Polygon eller MultiPolygon"
            ),
        ),
        (
            (
                "UPDATE omradesytor SET geometri = replace(geometri, '[14.1, 57.7]]]', '[14.1,"
                " 57.6]]]')"
            ),
            (
                "tabellen omradesytor rad 1, kolumn geometri: en ring slutar inte i den punkt där"
                " den börjar"
            ),
        ),
        (
            "UPDATE omradesytor SET omrade_id = 'soderby'",
            'tabellen omradesytor rad 1, kolumn omrade_id: "soderby" finns inte i omraden',
        ),
        (
            "ALTER TABLE omradesytor ADD COLUMN farg",
            "tabellen omradesytor rad 1, kolumn farg: kolumnen är okänd",
        ),
    ],
)
def test_faulty_table_of_surfaces_is_said_at_the_door(drawn, tmp_path, faults, statement, fault):
    build(drawn, tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as connection:
        connection.execute(statement)
    assert faults(tmp_path / "data.sqlite") == [fault]


def test_surfaces_that_are_stored_in_another_way_are_drawn_as_they_were_checked(drawn, tmp_path):
    build(drawn, tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as connection:
        connection.execute(
            "UPDATE omradesytor SET geometri = replace(geometri, '14.1,', '14.10, ')"
        )
    store = open_store(tmp_path / "data.sqlite")
    assert not store.in_place
    assert store.surfaces == open_store(drawn).surfaces


def test_unreadable_surfaces_are_said(litet, faults):
    (litet / "omraden.geojson").mkdir()
    assert faults() == ["omraden.geojson: filen kan inte läsas (är en mapp)"]


def test_surface_of_a_faulty_area_is_not_said_to_lack_it(litet, put, faults):
    (litet / "omraden.geojson").write_text(SURFACES)
    put("omraden", 4, "omrade_id", "")
    assert faults() == ["omraden.csv rad 4, kolumn omrade_id: får inte vara tom"]


@pytest.fixture
def loose(litet, tmp_path) -> Callable[..., Path]:
    """Change a SQLite file that has the tiny store's rows but none of our rules, and give its
    path."""
    path = tmp_path / "loose.sqlite"
    build(litet, path)

    def change(*statements: str) -> Path:
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    copies = [
        (
            f"CREATE TABLE new AS SELECT * FROM {name}",
            f"DROP TABLE {name}",
            f"ALTER TABLE new RENAME TO {name}",
        )
        for name in BY_NAME
    ]
    change(*itertools.chain(*copies))
    return change


def test_sqlite_without_our_rules_is_read(loose, store):
    assert open_store(loose()).version == store.version


def test_sqlite_where_everything_is_text_means_the_same(litet, tmp_path, store):
    """As `.import` of the sqlite3 shell makes it."""
    path = tmp_path / "text.sqlite"
    with sqlite3.connect(path) as connection:
        for table in csv_folder.read_folder(litet)[0]:
            connection.execute(
                f"CREATE TABLE {table.name} ({', '.join(f'{name} TEXT' for name in table.header)})"
            )
            places = ", ".join("?" * len(table.header))
            connection.executemany(
                f"INSERT INTO {table.name} VALUES ({places})", [fields for _, fields in table.rows]
            )
    assert rows_of(Location.parse(path)) == rows_of(Location.parse(litet))
    opened = open_store(path)
    assert opened.version == store.version
    one, other = (lagesbild(as_seen_by(Reader(), found), Filter()) for found in (opened, store))
    assert one.key_figures == other.key_figures


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE parter SET namn = '' WHERE part_id = 'kommunen'",
            "tabellen parter rad 2, kolumn namn: får inte vara tom",
        ),
        (
            "UPDATE folkmangd SET antal = 'x' WHERE ar = 2021",
            'tabellen folkmangd rad 1, kolumn antal: "x" är inte ett heltal',
        ),
        (
            "UPDATE folkmangd SET antal = 1.5 WHERE ar = 2021",
            'tabellen folkmangd rad 1, kolumn antal: "1.5" är inte ett heltal',
        ),
        (
            "UPDATE utfall SET aktivitet_id = 'a-x' WHERE tertial = 2",
            'tabellen utfall rad 3, kolumn aktivitet_id: "a-x" finns inte i aktiviteter',
        ),
        (
            "UPDATE utfall SET varde = -1 WHERE tertial = 2",
            'tabellen utfall rad 3, kolumn varde: "-1" är utanför det tillåtna: lägst 0',
        ),
        (
            "UPDATE handelser SET datum_till = '2022-01-01' WHERE handelse_id = 'h-nyar'",
            (
                'tabellen handelser rad 1, kolumn datum_till: "2022-01-01" är före datum_fran'
                ' "2022-12-31"'
            ),
        ),
        (
            "ALTER TABLE parter ADD COLUMN telefon",
            "tabellen parter rad 1, kolumn telefon: kolumnen är okänd",
        ),
    ],
)
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
    assert reference.names(store)["parter"]["polisen"] == "Andra polisen"


def test_database_without_our_rules_is_asked_through_a_copy(loose, cache):
    path = loose()
    assert cache in opened_file(open_store(path)).parents
    assert opened_file(open_store(path)) == opened_file(open_store(path))


@pytest.mark.parametrize(
    ("statement", "table", "column", "value"),
    [
        (
            "UPDATE handelser SET genomford = 'nej' WHERE handelse_id = 'h-nyar'",
            "handelser",
            "genomford",
            False,
        ),
        (
            "UPDATE handelser SET plats = '' WHERE handelse_id = 'h-nyar'",
            "handelser",
            "plats",
            None,
        ),
        (
            "UPDATE omraden SET namn = ' Riket ' WHERE omrade_id = 'riket'",
            "omraden",
            "namn",
            "Riket",
        ),
        ("UPDATE utfall SET varde = '1,5' WHERE tertial = 1", "utfall", "varde", 1.5),
        ("DROP INDEX utfall_nyckel", "utfall", "varde", 20.0),
        ("DROP TABLE malomraden", "omraden", "omrade_id", "riket"),
    ],
)
def test_what_is_asked_is_what_was_checked(litet, tmp_path, statement, table, column, value):
    """Also where our own database has been changed by other means into something that we only read
    leniently."""
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
    with pytest.raises(
        InvalidStore, match=r"går inte att läsa som databas \(filen går inte att öppna\)"
    ):
        open_store(url)
    with pytest.raises(
        InvalidStore, match=r"går inte att skriva till \(filen går inte att öppna\)"
    ):
        build(litet, url)


def test_missing_tables_in_sqlite_are_empty_tables(loose, faults):
    path = loose("DROP TABLE handelser", "CREATE TABLE annat (x)")
    assert faults(path) == []
    assert reference.table_rows(open_store(path), "handelser").empty


def test_what_is_not_a_store_is_said(litet, tmp_path, faults):
    text, empty, folder = tmp_path / "text.sqlite", tmp_path / "empty.db", tmp_path / "folder"
    text.write_text("This is not a database, however long the text may be." * 10)
    sqlite3.connect(empty).execute("CREATE TABLE annat (x)")
    folder.mkdir()
    assert faults(text) == [
        f"{text}: går inte att läsa som databas (filen är ingen SQLite-databas)"
    ]
    assert faults(empty) == [
        f"{empty}: databasen innehåller ingen av tabellerna, till exempel omraden"
    ]
    assert faults(folder) == [
        f"{folder}: mappen innehåller ingen av tabellerna, till exempel omraden.csv"
    ]


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
    for ask in (
        lambda: open_store(f"sqlite:///{litet}"),
        lambda: build(litet, f"sqlite:///{litet}"),
    ):
        with pytest.raises(InvalidStore, match="är en mapp"):
            ask()


@pytest.mark.parametrize("target", [".", "..", "/", "../litet", "../litet/"])
def test_folder_that_the_user_stands_in_is_refused(litet, tmp_path, monkeypatch, target):
    monkeypatch.chdir(litet)
    before = content(tmp_path)
    with pytest.raises(InvalidStore, match="är mappen du står i, eller en mapp ovanför"):
        build(LITET, target)
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    "target", ["new", "new.old", "new.sqlite", "./new", "litet/../new", "sqlite:///new"]
)
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


@pytest.mark.parametrize(
    "url", ["://", "nonsense://x", "sqlite+nonsense:///x", "postgresql://host:port/x"]
)
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
    assert reference.names(open_store(litet))["omraden"]["norrby"] == "Norrby"
    assert location.fingerprint() == before
    put("omraden", 4, "namn", "Nya Norrby")
    assert location.fingerprint() != before
    assert reference.names(open_store(litet))["omraden"]["norrby"] == "Nya Norrby"


def test_new_surfaces_and_files_change_the_fingerprint(older, drawn):
    for location in (Location.parse(drawn), Location.parse(older)):
        before = location.fingerprint()
        location.surfaces_file.write_text("{}")
        assert location.fingerprint() != before
    before = Location.parse(drawn).fingerprint()
    (drawn / "parter.csv").unlink()
    assert Location.parse(drawn).fingerprint() != before


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


@pytest.mark.parametrize(
    "use",
    [
        lambda store, later: open_store(store.location.text),
        lambda store, later: later() or store.rows(sa.select(sa.literal(1))),
    ],
    ids=["opened", "asked"],
)
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


@pytest.mark.parametrize("file", ["model/rules.py", "model/tables/crimes.py"])
def test_rules_are_part_of_what_a_compiled_file_is_named_by(litet, store, monkeypatch, file):
    read = Path.read_bytes
    monkeypatch.setattr(
        Path,
        "read_bytes",
        lambda path: read(path) + b"#" * path.as_posix().endswith(f"lagesbild_data/{file}"),
    )
    assert opened_file(open_store(litet)) != opened_file(store)


def test_many_may_compile_the_same_store_at_once(litet, put, own_cache):
    put("parter", 2, "namn", f"Compiled for the first time {litet}")
    ask = (
        "from lagesbild_data.store.opening import open_store;"
        f" print(open_store({str(litet)!r}).version)"
    )
    asking = [
        subprocess.Popen([sys.executable, "-c", ask], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert {process.communicate()[0] for process in asking} == {f"{open_store(litet).version}\n"}
    assert not list(own_cache.rglob(".lagesbild-*"))


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
    frame = reference.areas(store)
    frame.loc[0, "namn"] = "changed"
    assert "changed" not in set(reference.areas(store)["namn"])
    assert [row.n for row in store.rows(sa.select(sa.literal(1).label("n")))] == [1]


def aside(name: str, folder: Path, *, replaced: bool = False) -> Path:
    """What is left of a process that was stopped when the new folder wasn't in its place yet, or
    was."""
    left = folder.parent / name
    (left / "old").mkdir(parents=True)
    shutil.copytree(folder, left / "old" / folder.name)
    if not replaced:
        (left / "new").mkdir()
    return left


def test_folder_is_put_back_when_its_replacement_was_interrupted_and_that_is_told(litet, caplog):
    before = open_store(litet).version
    aside(".lagesbild-abc", litet)
    shutil.rmtree(litet)
    store = open_store(litet)
    assert store.version == before
    assert store.told == (
        (
            "litet: en ändring avbröts innan den var klar. Mappen är återställd som den var före "
            "ändringen; gör om den."
        ),
    )
    assert caplog.messages == list(store.told)
    assert [path.name for path in litet.parent.iterdir()] == ["litet"]
    assert open_store(litet).told == ()


def test_the_newest_copy_is_put_back(litet, put):
    for number, name in enumerate((".lagesbild-b", ".lagesbild-c", ".lagesbild-a")):
        put("parter", 2, "namn", f"Polisen {number}")
        os.utime(aside(name, litet) / "old", ns=(number, number))
    shutil.rmtree(litet)
    assert reference.names(open_store(litet))["parter"]["polisen"] == "Polisen 2"
    assert [path.name for path in litet.parent.iterdir()] == ["litet"]


def test_folder_that_is_removed_on_purpose_stays_away(litet):
    aside(".lagesbild-abc", litet, replaced=True)
    shutil.rmtree(litet)
    with pytest.raises(InvalidStore, match="finns inte"):
        open_store(litet)
    assert not list(litet.parent.iterdir())


def test_newer_folder_is_not_replaced_by_what_was_left(litet, put):
    aside(".lagesbild-abc", litet)
    put("parter", 2, "namn", "Nya polisen")
    for _ in range(2):
        assert reference.names(open_store(litet))["parter"]["polisen"] == "Nya polisen"
    shutil.rmtree(litet)
    with pytest.raises(InvalidStore, match="finns inte"):
        open_store(litet)


@pytest.mark.parametrize(
    "then", [open_store, lambda path: build(LITET, path)], ids=["open", "build"]
)
def test_what_stopped_processes_left_is_cleared_beside_the_store_and_in_the_cache(
    litet, tmp_path, own_cache, then
):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    for place in (tmp_path, own_cache):
        for name in (".lagesbild-old", ".lagesbild-0123abcd-new"):
            (place / name).mkdir()
            for file in ("new.sqlite", "new.sqlite-journal"):
                (place / name / file).write_text("hidden counts")
        (place / ".lagesbild-0123abcd.lock").touch()
        (place / ".lagesbild-4567.lock").touch()
    then(path)
    assert {file.name for file in tmp_path.iterdir()} == {"litet", "data.sqlite", "cache"}
    assert not list(own_cache.rglob(".lagesbild-*"))


def test_what_a_living_process_works_in_is_never_touched(litet, tmp_path):
    build(litet, tmp_path / "data")
    work = f"""
import sys
from pathlib import Path
from lagesbild_data.store.workplace import Replacement
with Replacement(Path({str(tmp_path / "data")!r})) as replacement:
    replacement.move_aside()
    print(replacement.name, flush=True)
    sys.stdin.read()
    replacement.put_back()
"""
    with subprocess.Popen(
        [sys.executable, "-c", work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as working:
        place = Path(working.stdout.readline().strip())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(time, "sleep", lambda _: None)
            with pytest.raises(
                InvalidStore,
                match="data: ändras hela tiden medan det läses; försök igen om en stund",
            ):
                open_store(tmp_path / "data")
        open_store(litet)
        assert (place / "old" / "data").is_dir()
        working.communicate("")
    assert open_store(tmp_path / "data").told == ()
    assert {file.name for file in tmp_path.iterdir()} == {"litet", "data"}


def test_log_that_is_left_of_a_database_is_not_taken_for_that_of_the_new_one(drawn, put, tmp_path):
    path = tmp_path / "data.sqlite"
    build(drawn, path)
    write = f"""
import os, sqlite3
database = sqlite3.connect({str(path)!r})
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN IMMEDIATE")
database.execute("UPDATE kallor SET titel = titel || hex(randomblob(20000))")
database.execute("UPDATE omraden SET namn = namn || hex(randomblob(20000))")
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", write])
    assert path.with_name("data.sqlite-journal").stat().st_size > 4096
    put("omraden", 4, "namn", "Nya Norrby")
    build(drawn, path)
    assert reference.names(open_store(path))["omraden"]["norrby"] == "Nya Norrby"
    assert {file.name for file in tmp_path.iterdir()} == {"litet", "data.sqlite"}


@pytest.fixture
def meanwhile(monkeypatch) -> Callable[..., None]:
    """Let somebody else change a store whenever its third file is read, so many times."""
    monkeypatch.setattr(time, "sleep", lambda _: None)

    def change(change: Callable[[], object], times: int = 1) -> None:
        read, left = csv_folder.read_table, [times]

        def reading(path: Path):
            if path.name == "andringslogg.csv" and left[0]:
                left[0] -= 1
                change()
            return read(path)

        monkeypatch.setattr(csv_folder, "read_table", reading)

    return change


def changed(put: Callable[..., None]) -> None:
    """Change what is read first and last."""
    put("aktiviteter", 2, "namn", "Namnet efteråt")
    put("utfall", 2, "varde", "77")


def test_folder_that_is_replaced_while_it_is_read_is_read_again(litet, put, tmp_path, meanwhile):
    before, new = Path(shutil.copytree(litet, tmp_path / "before")), tmp_path / "new"
    changed(put)
    expected = rows_of(Location.parse(litet))
    litet.rename(new)
    before.rename(litet)

    def replace() -> None:
        litet.rename(before)
        new.rename(litet)

    meanwhile(replace)
    assert rows_of(Location.parse(litet)) == expected != rows_of(Location.parse(before))


def test_file_that_is_saved_while_the_store_is_read_is_read_again(drawn, put, meanwhile):
    def save() -> None:
        changed(put)
        (drawn / "omraden.geojson").write_text(SURFACES.replace("norrby", "akern"))

    meanwhile(save)
    store = open_store(drawn)
    assert list(store.surfaces) == ["akern"]
    assert "Namnet efteråt" in reference.names(store)["aktiviteter"].values()


def test_surfaces_that_go_away_while_the_folder_is_looked_at_are_no_fault(drawn, monkeypatch):
    location, file = Location.parse(drawn), drawn / "omraden.geojson"
    found, state = iter([file]), location.state_of_files()
    monkeypatch.setattr(Location, "surfaces_file", property(lambda _: next(found, None)))
    assert location.state_of_files() == state
    assert location.state_of_files() == [part for part in state if part[0] != file.name]


def test_folder_that_never_rests_is_told(litet, put, meanwhile):
    numbers = itertools.count()
    meanwhile(lambda: put("parter", 2, "namn", f"Polisen {next(numbers)}"), times=1000)
    with pytest.raises(
        InvalidStore, match="litet: ändras hela tiden medan det läses; försök igen om en stund"
    ):
        open_store(litet)


def test_damaged_index_is_told(litet, tmp_path, faults):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        [[page]] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'folkmangd_nyckel'"
        )
        [[size]] = connection.execute("PRAGMA page_size")
    damaged = bytearray(path.read_bytes())
    at = damaged.index(b"norrby", (page - 1) * size)
    damaged[at : at + 6] = b"sorrby"
    path.write_bytes(damaged)
    told = faults(path)
    assert (
        told[0]
        == f"{path}: filen är skadad; ta den från en säkerhetskopia, eller gör om den med kommandot"
        " build"
    )
    assert any("saknas i indexet folkmangd_nyckel" in fault for fault in told)
    with pytest.raises(InvalidStore, match="filen är skadad"):
        open_store(path)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE parter SET namn = CAST(x'50ff' AS TEXT) WHERE part_id = 'polisen'",
            "tabellen parter rad 1, kolumn namn: innehåller styrtecken eller halva tecken",
        ),
        (
            "UPDATE utfall SET varde = CAST(x'ff' AS TEXT) WHERE tertial = 2",
            'tabellen utfall rad 3, kolumn varde: "?" är inte ett tal',
        ),
        (
            "UPDATE parter SET namn = x'ff' WHERE part_id = 'polisen'",
            "tabellen parter rad 1, kolumn namn: innehåller styrtecken eller halva tecken",
        ),
    ],
)
def test_text_that_is_not_utf8_is_told_with_its_place(litet, tmp_path, faults, statement, fault):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    assert faults(path) == [fault]


def test_view_with_the_name_of_a_table_is_told(loose, faults):
    path = loose(
        "ALTER TABLE handelser RENAME TO annat", "CREATE VIEW handelser AS SELECT * FROM annat"
    )
    assert faults(path) == [f"{path}: handelser är en vy; bara tabeller läses"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER more AFTER INSERT ON uppfoljningar BEGIN DELETE FROM utfall; END",
        "CREATE INDEX more ON utfall (matt COLLATE NOCASE)",
        "CREATE UNIQUE INDEX more ON utfall (matt) WHERE varde < 0",
        "UPDATE uppfoljningar SET text = x'61'",
    ],
)
def test_database_with_more_than_our_rules_is_not_asked_or_written_in_place(
    litet, tmp_path, statement
):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    assert not open_store(path).in_place


def test_number_that_is_stored_as_another_kind_of_number_is_asked_as_it_was_checked(
    litet, tmp_path
):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    edit = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'folkmangd'"
    for step in (
        (edit, ("antal INTEGER", "antal BLOB")),
        ("UPDATE folkmangd SET antal = 2000.0",),
        (edit, ("antal BLOB", "antal INTEGER")),
    ):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(*step)
            connection.commit()
    store = open_store(path)
    assert not store.in_place
    assert {type(row.antal) for row in store.rows(sa.select(SQL_TABLES["folkmangd"]))} == {int}


def test_database_with_tables_of_others_is_asked_in_place(litet, tmp_path):
    path = tmp_path / "data.sqlite"
    build(litet, path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE annat (x COLLATE NOCASE)")
        connection.execute("CREATE INDEX annat_x ON annat (x)")
    assert open_store(path).in_place


def test_a_lock_that_somebody_took_for_a_left_one_is_let_be(tmp_path, monkeypatch):
    names = iter(["taken", "free"])
    monkeypatch.setattr(workplace.secrets, "token_hex", lambda _: next(names))
    with FileLock(tmp_path / ".lagesbild-taken.lock"), Workplace(tmp_path) as folder:
        assert Path(folder).name.startswith(".lagesbild-free-")
