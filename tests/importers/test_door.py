"""Text in other people's files: whatever it is written in, and whatever can't be seen in it, it is
the same text."""

import json
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import sqlalchemy as sa
from importers.books import book_of, saved
from shapely import box

from lagesbild_data.bring.formats import surfaces
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store import csv_folder, editing
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import open_store, rows_of

EVENTS = "Från och med;Datumets precision;Typ;Tema;Plats;Område;Genomförd;Källa\n"
EVENT = "2024-04-25;dag;medborgardialog;Möte om ljus;Höglandstorget;Ängen;ja;analys\n"
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp850",
    "mac_roman",
]


def stored(database, table: str, **key) -> list[dict]:
    columns = SQL_TABLES[table].c
    query = sa.select(SQL_TABLES[table]).where(
        *(columns[name] == value for name, value in key.items())
    )
    return [dict(row._mapping) for row in database.rows(query)]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_in_every_encoding(file, bring, database, encoding):
    assert bring(file("dialoger.csv", EVENTS + EVENT, encoding)).problems == []
    [row] = stored(database, "handelser", tema="Möte om ljus")
    assert (row["plats"], row["omrade_id"]) == ("Höglandstorget", "angen")


def test_csv_with_letters_after_its_first_64_kb_and_headings_in_ascii(file, bring, database):
    rows = "".join(f"2024-04-25;dag;medborgardialog;T{n};;norrby;ja;analys\n" for n in range(2000))
    heading = "datum_fran;precision;typ;tema;plats;omrade_id;genomford;kalla_id\n"
    assert (
        bring(
            file("dialoger.csv", heading + rows + EVENT.replace("Ängen", "angen"), "cp850")
        ).problems
        == []
    )
    assert stored(database, "handelser", tema="Möte om ljus")


def test_csv_that_can_be_read_in_two_ways_is_refused_with_its_line(file, database):
    text = "Titel;Utgivare;Källa\nVisingsö;Kommunen;ny\n".replace("Källa", "kalla_id")
    planned = planning.plan(database, file("kallor.csv", text, "cp850"))
    assert [str(problem) for problem in planned.problems] == [
        'kallor.csv rad 2: kan vara "Visingsö" (DOS (kodsida 850)) eller "Visings”" (Windows-1252);'
        " spara om filen som UTF-8"
    ]


def collection(name: str) -> str:
    ring = [[14.1, 57.7], [14.2, 57.7], [14.2, 57.8], [14.1, 57.7]]
    feature = {
        "type": "Feature",
        "properties": {"namn": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "latin-1"])
def test_geojson_in_every_encoding(file, bring, encoding):
    assert list(bring(file("ytor.geojson", collection("Ängen"), encoding)).reading.surfaces) == [
        "angen"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "mac_roman"])
def test_dbf_that_says_nothing_of_its_encoding(tmp_path, encoding):
    names = ["Ängen", "Åkern", "Norrby"]
    drawn = gpd.GeoDataFrame(
        {"namn": names}, geometry=[box(x, 57.7, x + 0.1, 57.8) for x in (14, 14.2, 14.4)]
    )
    drawn.set_crs("EPSG:4326").to_file(tmp_path / "ytor.shp", encoding="utf-8")
    (tmp_path / "ytor.cpg").unlink()
    content = bytearray((tmp_path / "ytor.dbf").read_bytes())
    content[29] = 0  # where a .dbf may tell its encoding
    for name in names:
        content = content.replace(name.encode().ljust(8), name.encode(encoding).ljust(8))
    (tmp_path / "ytor.dbf").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "ytor.zip", "w") as packed:
        for part in tmp_path.glob("ytor.[sdp]*"):
            packed.write(part, part.name)
    known = rows_of(Location.parse(Path(__file__).parents[1] / "litet"))
    reading = surfaces.FORMAT.read(Upload.of(tmp_path / "ytor.zip"), Context(Names(known)))
    assert set(reading.surfaces) == {"angen", "akern", "norrby"}


SAME = [
    unicodedata.normalize("NFD", "Möte om ljus"),
    "Möte\u00a0om\u202fljus",
    "\ufeffMöte om \u200bljus\u200e",
    "Mö\u00adte om ljus\x07",
]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("text", SAME)
def test_event_is_the_same_whatever_cannot_be_seen_in_it(file, bring, form, text):
    assert len(bring(file("a.csv", EVENTS + EVENT)).changes["handelser"].new) == 1
    rows = [line.split(";") for line in (EVENTS + EVENT.replace("Möte om ljus", text)).splitlines()]
    content = saved(book_of({"Blad1": rows})) if form == "xlsx" and "\x07" not in text else None
    planned = bring(
        file(f"b.{form}", content)
        if content
        else file("b.csv", "\n".join(map(";".join, rows)) + "\n")
    )
    assert (planned.problems, planned.changes["handelser"].same) == ([], 1)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_break_of_a_line_within_a_text_is_the_same_whatever_it_is_written_as(file, bring, end):
    said = EVENT.replace("Möte om ljus", '"Möte\nom ljus"')
    assert len(bring(file("a.csv", EVENTS + said)).changes["handelser"].new) == 1
    assert bring(file("b.csv", EVENTS + said.replace("\n", end, 1))).changes["handelser"].same == 1


@pytest.mark.parametrize(
    "typ",
    [
        unicodedata.normalize("NFD", "strategiskt råd"),
        "strategiskt \u00a0råd",
        "Strategiskt råd\u200b",
    ],
)
def test_allowed_value_is_compared_after_that(file, bring, database, typ):
    assert bring(file("a.csv", EVENTS + EVENT.replace("medborgardialog", typ))).problems == []
    assert stored(database, "handelser", tema="Möte om ljus")[0]["typ"] == "strategiskt råd"


@pytest.mark.parametrize("minus", ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"])
def test_minus_in_every_form(file, bring, database, minus):
    text = f"Indikator;Område;År;Grupp;Värde;Källa\navfall;Norrby;2020;totalt;{minus}0,5;analys\n"
    assert bring(file("varden.csv", text)).problems == []
    assert stored(database, "indikatorvarden", indikator_id="avfall", ar=2020)[0]["varde"] == -0.5


@pytest.mark.parametrize(
    ("text", "stands"), [("x", True), ("X", True), ("SANT", True), ("FALSKT", False)]
)
def test_yes_and_no_as_excel_and_people_write_them(file, bring, database, text, stands):
    assert bring(file("a.csv", EVENTS + EVENT.replace(";ja;", f";{text};"))).problems == []
    assert stored(database, "handelser", tema="Möte om ljus")[0]["genomford"] is stands


def test_rows_of_a_database_from_before_become_the_same_text(file, bring, database):
    bring(file("a.csv", EVENTS + EVENT))
    path = database.location.path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE handelser SET tema = ? WHERE tema = 'Möte om ljus'", [SAME[0]])
    opened = open_store(path)
    assert opened.in_place
    planned = planning.plan(opened, file("b.csv", EVENTS + EVENT))
    assert (planned.changes["handelser"].new, planned.changes["handelser"].same) == ([], 1)
    assert [row["plats"] for row in stored(opened, "handelser", tema="Möte om ljus")] == [
        "Höglandstorget"
    ]


def test_database_that_nothing_may_be_written_to_is_read_through_a_copy(database, monkeypatch):
    path = database.location.path
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE parter SET namn = ? WHERE part_id = 'polisen'", ["Po\u00adlisen"]
        )
    before = path.read_bytes()
    monkeypatch.setenv("LAGESBILD_SKRIVSKYDD", "ja")
    assert stored(open_store(path), "parter", part_id="polisen")[0]["namn"] == "Polisen"
    assert path.read_bytes() == before


def test_csv_of_a_store_has_the_same_text(litet, put):
    put("uppfoljningar", 2, "status", unicodedata.normalize("NFD", "pågår"))
    put("parter", 2, "namn", "Poli\u200bsen\u00a0i länet")
    rows = rows_of(Location.parse(litet))
    assert (rows["uppfoljningar"][0]["status"], rows["parter"][0]["namn"]) == (
        "pågår",
        "Polisen i länet",
    )


def test_row_that_is_written_on_the_page_has_the_same_text(database):
    key = {"aktivitet_id": "a-ljus", "ar": 2023, "tertial": 2}
    status, ground = (unicodedata.normalize("NFD", text) for text in ("pågår", "källa"))
    wanted = {"status": status, "status_grund": ground, "text": "Ly\u00adset", "kalla_id": "analys"}
    seen = editing.find(database, "uppfoljningar", key)
    editing.save(
        database,
        "uppfoljningar",
        {**wanted, **{name: str(key[name]) for name in key}},
        seen,
        "Anna",
    )
    [row] = stored(database, "uppfoljningar", **key)
    assert (row["status"], row["text"]) == ("pågår", "Lyset")


def test_thousands_of_marks_on_a_letter_take_no_time(tmp_path):
    path = tmp_path / "parter.csv"
    path.write_text("part_id,namn\na," + "o" + "\u0301\u0316" * 500_000 + "\n", encoding="utf-8")
    assert csv_folder.read_table(path)[1] == []
