"""Shapes that people's files have: each is read as what it says, or it is told why not and the
store stays."""

import datetime as dt
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio.raw
import pytest
import shapely
from books import book_of, saved
from fuzz.world import store_in
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pyproj import Transformer
from test_pxweb import PEOPLE, table, years

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, standing, writing
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Path:
    """A store with areas and their surfaces, and no figures."""
    folder = tmp_path_factory.mktemp("shapes")
    store_in(folder).engine.dispose()
    return folder / "data.sqlite"


@pytest.fixture
def store(places) -> Store:
    return open_store(places)


@pytest.fixture
def plan(store, tmp_path) -> Callable[..., Plan]:
    """What the first file would do, given together with the others."""

    def plan(files: Files, **options: Any) -> Plan:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        first, *others = (Upload.of(tmp_path / name) for name in files)
        return planning.plan(store, first, companions=others, **options)

    return plan


def new(planned: Plan, name: str, *columns: str) -> list[tuple]:
    """What the rows that a table gets say, where the file can be brought in."""
    assert planned.is_ready, [
        *map(str, planned.problems),
        *planned.reading.questions,
        *planned.unmatched,
    ]
    return sorted(tuple(row[column] for column in columns) for row in planned.changes[name].new)


# Dialogues

HEAD = [
    "Från och med",
    "Till och med",
    "Datumets precision",
    "Typ",
    "Tema",
    "Plats",
    "Område",
    "Genomförd",
    "Deltagare",
    "Källa",
]
DAY, LATER = dt.datetime(2024, 4, 25), dt.datetime(2024, 5, 3)
NAME = "dialoger.xlsx"


def dialogue(
    day: object = DAY,
    theme: str | None = "Öppet hus",
    area: str | None = "Norrby",
    people: Any = 10,
) -> list:
    return [day, None, "dag", "medborgardialog", theme, "Torget", area, "ja", people, "analys"]


def sheet(*rows: list, head: list = HEAD, name: str = "Dialoger och händelser") -> Files:
    return {NAME: saved(book_of({name: [head, *rows]}))}


def text(
    delimiter: str,
    theme: str = "Öppet hus",
    end: str = "\n",
    encoding: str = "utf-8",
    above: str = "",
) -> Files:
    row = [
        "2024-04-25",
        "",
        "dag",
        "medborgardialog",
        theme,
        "Torget",
        "Norrby",
        "ja",
        "10",
        "analys",
    ]
    return {
        "dialoger.csv": (
            (above + end.join([delimiter.join(HEAD), delimiter.join(row), ""])).encode(encoding)
        )
    }


def of_1904() -> Files:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (HEAD, dialogue()):
        book.active.append(row)
    return {NAME: saved(book)}


def merged() -> Files:
    book = book_of({"Dialoger": [HEAD, dialogue(), dialogue(None, "Andra", people=None)]})
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("I2:I3")
    return {NAME: saved(book)}


def renamed(before: str, after: str) -> list:
    return [text.replace(before, after) for text in HEAD]


ONE = [(DAY.date(), DAY.date(), "Öppet hus", "norrby", 10)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (sheet(dialogue()), ONE),
        (sheet(dialogue(theme="Öppet\u00a0hus")), ONE),
        (of_1904(), ONE),
        (sheet(dialogue(), head=renamed("Från och", "Från\noch")), ONE),
        (
            sheet(
                dialogue(),
                head=[unicodedata.normalize("NFD", h).replace(" ", "\u00a0") for h in HEAD],
            ),
            ONE,
        ),
        (merged(), [(DAY.date(), DAY.date(), "Andra", "norrby", None), *ONE]),
        (text(";", end="\r"), ONE),
        (text(",", '"Öppet hus, kaffe"'), [(*ONE[0][:2], "Öppet hus, kaffe", *ONE[0][3:])]),
        (
            text(";", '"Öppet hus; kaffe\noch bullar"', "\r\n", "cp1252", "sep=;\r\n"),
            [(*ONE[0][:2], "Öppet hus; kaffe och bullar", *ONE[0][3:])],
        ),
    ],
    ids=[
        "plain",
        "nbsp",
        "1904",
        "heading in two lines",
        "heading in nfd",
        "merged",
        "cr",
        "comma",
        "sep",
    ],
)
def test_dialogue_is_read(plan, files, expected):
    found = new(
        plan(files), "handelser", "datum_fran", "datum_till", "tema", "omrade_id", "deltagare"
    )
    assert [
        (first, last, " ".join(theme.split()), *rest) for first, last, theme, *rest in found
    ] == expected


def test_a_day_without_a_year_anywhere_is_asked_about(plan):
    planned = plan(sheet(dialogue("25/4")))
    assert ([*planned.reading.questions], planned.changes) == (["ar"], {})
    assert new(
        plan(sheet(dialogue("25/4")), answers={"ar": "2024"}), "handelser", "datum_fran"
    ) == [(DAY.date(),)]


# Brå


def test_thousands_with_a_narrow_space(plan):
    files = {
        "bra-kommuner-2012.csv": (
            "Kommun;Antal;Per 100 000 inv.\r\nExempelstad;1\u202f401;14\u202f001,5\r\n".encode()
        )
    }
    assert new(plan(files), "anmalda_brott", "omrade_id", "ar", "antal", "per_100k") == [
        ("exempelstad", 2012, 1401, 14002)
    ]


def test_lines_that_end_with_cr_alone(plan):
    lines = ["Exempelstads kommun;1401;14001", "Påhittsås kommun;7;70", ""]
    planned = plan({"brott 2012.csv": "\r".join(lines).encode()})
    assert new(planned, "anmalda_brott", "omrade_id", "antal") == [
        ("exempelstad", 1401),
        ("pahittsas", 7),
    ]


CROSS_TAB = """Anmälda brott;;;;;;
;År;;År;;År;
;2012;;2013;;2014;
;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv;Antal;/100&nbsp;000&nbsp;inv
Hela landet;;;;;;
Samtliga brott;1&nbsp;400&nbsp;001;14&nbsp;001;1&nbsp;400&nbsp;002;14&nbsp;002;..;..
Exempellän län;;;;;;
Samtliga brott;40&nbsp;001;12&nbsp;001;40&nbsp;002;12&nbsp;002;40&nbsp;003;12&nbsp;003
Exempelstads kommun;;;;;;
Samtliga brott;14&nbsp;001;11&nbsp;001;14&nbsp;002;11&nbsp;002;–;–
Skadegörelse;1&nbsp;101;801;-;-;..;..
;;;;;;
Uppgifterna avser kommun där brottet begåtts.;;;;;;
.. = uppgift ej tillgänglig;;;;;;
"""


def test_cross_tab_of_years(plan):
    planned = plan({"export.csv": CROSS_TAB.replace("\n", "\r\n").encode("cp1252")})
    assert new(
        planned, "anmalda_brott", "omrade_id", "ar", "brottstyp_id", "antal", "per_100k"
    ) == [
        ("exempelstad", 2012, "samtliga", 14001, 11001),
        ("exempelstad", 2012, "skadegorelse", 1101, 801),
        ("exempelstad", 2013, "samtliga", 14002, 11002),
        ("exempelstad", 2013, "skadegorelse", 0, 0),
        ("exempelstad", 2014, "samtliga", 0, 0),
        ("riket", 2012, "samtliga", 1400001, 14001),
        ("riket", 2013, "samtliga", 1400002, 14002),
    ]


def test_region_with_a_remark_after_its_name_is_asked_about(plan):
    text = CROSS_TAB.replace("Exempelstads kommun", "Exempelstads kommun (fr.o.m. 2007)")
    planned = plan({"export.csv": text.encode("cp1252")})
    assert [(asked.name, asked.suggestions) for asked in planned.unmatched] == [
        ("Exempelstads kommun (fr.o.m. 2007)", ("exempelstad",))
    ]


# SCB and Kolada


def two_years(**more: Any) -> dict:
    regions = {"00": "Riket", "9999": "Exempelstad"}
    return table(
        {"Region": regions, "ContentsCode": PEOPLE, "Tid": years("2011", "2012")},
        [1, 2, 3, 4],
        **more,
    )


def json_file(document: object, **options: Any) -> Files:
    return {"svar.json": json.dumps(document, **options).encode()}


def kolada(*records: dict, **more: Any) -> Files:
    return json_file({"values": [*records], **more})


def record(*values: dict, period: Any = 2012, municipality: Any = "9999", **more: Any) -> dict:
    return {
        "kpi": "N07540",
        "municipality": municipality,
        "period": period,
        "values": [*values],
        **more,
    }


def value(number: Any, gender: str = "T", **more: Any) -> dict:
    return {"gender": gender, "value": number, "status": "", **more}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            json_file({**two_years(), "value": {"1": 7, "2": 9}}),
            [("exempelstad", 2011, 9), ("riket", 2012, 7)],
        ),
        (
            json_file(two_years(), sort_keys=True),
            [
                ("exempelstad", 2011, 3),
                ("exempelstad", 2012, 4),
                ("riket", 2011, 1),
                ("riket", 2012, 2),
            ],
        ),
    ],
    ids=["sparse", "sorted"],
)
def test_people_are_read(plan, files, expected):
    assert new(plan(files), "folkmangd", "omrade_id", "ar", "antal") == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            kolada(
                record(value(9002.25, count=1)),
                record({**value(None, count=0), "status": "Missing"}, period=2013),
                count=2,
            ),
            [("totalt", 9002.25)],
        ),
        (
            kolada(
                record(value(1.0, isdeleted=True), value(2.0, "K", isdeleted=False)), next_url=None
            ),
            [("kvinnor", 2.0)],
        ),
        (kolada(record(value("9005,5"), period="2012"), next_url=None), [("totalt", 9005.5)]),
        (json_file([record(value(9003.5))]), [("totalt", 9003.5)]),
    ],
    ids=["version 2", "taken away", "period as text", "list of records"],
)
def test_key_figure_is_read(plan, files, expected):
    found = new(plan(files), "indikatorvarden", "omrade_id", "ar", "grupp", "varde")
    assert found == [("exempelstad", 2012, *each) for each in expected]


def test_tables_of_parts_of_the_people_leave_all_of_them_as_they_are(file, bring):
    everyone = {"Region": {"9999": "Exempelstad"}, "ContentsCode": PEOPLE, "Tid": years("2023")}
    bring(file("folk.json", json.dumps(table(everyone, [10200]))))
    others = [
        (
            "Folkmängd 20-64 år efter region och år",
            {"Alder": {"20-64": "20-64 år"}, "ContentsCode": PEOPLE},
            5000,
        ),
        (
            "Antal personer 16+ år efter region och år",
            {"ContentsCode": {"LE0101A1": "Antal personer"}},
            8000,
        ),
        (
            "Antal hushåll efter region och år",
            {"ContentsCode": {"HE0111A1": "Antal hushåll"}},
            4000,
        ),
        (
            "Folkmängden den 1 november efter region och år",
            {"ContentsCode": {"BE0101A9": "Folkmängd"}},
            10100,
        ),
        ("Antal lägenheter efter region och år", {"ContentsCode": {"BO0104AH": "Antal"}}, 4500),
        ("Personbilar i trafik efter region och år", {"ContentsCode": {"TK1001AB": "Antal"}}, 3900),
    ]
    ids = set()
    for at, (title, dimensions, number) in enumerate(others):
        document = table(
            {"Region": {"9999": "Exempelstad"}, **dimensions, "Tid": years("2023")}, [number], title
        )
        planned = bring(
            file(f"{at}.json", json.dumps(document)), answers={"folkmangd-be0101n1": "indikator"}
        )
        assert "folkmangd" not in planned.changes
        ids |= set(new(planned, "indikatorvarden", "indikator_id", "omrade_id", "ar", "varde"))
    assert [row[1:] for row in sorted(ids, key=lambda row: row[3])] == [
        ("exempelstad", 2023, number) for number in (3900, 4000, 4500, 5000, 8000, 10100)
    ]
    assert len({row[0] for row in ids}) == len(others)


# The police

EXTRACT = "kommunkod;kommunnamn;regsonamn;brottskod;inskr årmånad;antal_brott\r\n"
REPORTS = "9999;Exempelstad;Norrby;0801;202301;2\r\n9999;Exempelstad;Norrby;1201;202301;1\r\n"
KEY = (
    "brottskod;brott_niva;brott_namn\r\n0801;1;Samtliga"
    " brott\r\n0801;2;Stöld\r\n1201;1;Skadegörelse\r\n"
)


def extract(reports: str = REPORTS, encoding: str = "utf-8") -> Files:
    return {"uttag.csv": (EXTRACT + reports).encode(encoding), "nyckel.csv": KEY.encode()}


def with_cr(files: Files) -> Files:
    return {name: content.replace(b"\r\n", b"\r") for name, content in files.items()}


@pytest.mark.parametrize(
    "files",
    [
        extract(),
        with_cr(extract()),
        extract(encoding="utf-16"),
        extract(f"{REPORTS};;;;;\r\n;;;;;\r\n"),
    ],
    ids=["plain", "cr", "utf-16", "empty rows"],
)
def test_extract_is_counted(plan, files):
    found = new(plan(files), "brott_per_manad", "omrade_id", "ar", "manad", "brottstyp_id", "antal")
    assert [row for row in found if row[4]] == [
        (area, 2023, 1, crime, count)
        for area in ("exempelstad", "norrby")
        for crime, count in (("samtliga", 3), ("skadegorelse", 1), ("stold", 2))
    ]


# Surfaces

NORRBY = [(14.145, 57.778), (14.155, 57.778), (14.155, 57.783), (14.145, 57.783), (14.145, 57.778)]
AKERN = [(14.245, 57.717), (14.255, 57.717), (14.255, 57.722), (14.245, 57.722), (14.245, 57.717)]
BOTH = {"norrby": NORRBY, "akern": AKERN}


def projected(ring: list, epsg: int) -> list:
    return [
        list(Transformer.from_crs(4326, epsg, always_xy=True).transform(*corner)) for corner in ring
    ]


def polygon(ring: list) -> dict:
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}


def surfaces(
    crs: str = "", *, others: dict | None = None, change: Callable[[list], list] = list, **said: str
) -> Files:
    geometries = {
        "Norrby": polygon(change(NORRBY)),
        "Åkern": polygon(change(AKERN)),
        **(others or {}),
    }
    found = [
        {"type": "Feature", "properties": {"namn": name, **said}, "geometry": geometry}
        for name, geometry in geometries.items()
    ]
    told = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return {
        "ytor.geojson": (
            json.dumps({"type": "FeatureCollection", **told, "features": found}).encode()
        )
    }


def in_system(epsg: int, *, swapped: bool = False) -> Callable[[list], list]:
    return lambda ring: [corner[::-1] if swapped else corner for corner in projected(ring, epsg)]


def shapefile(
    tmp_path: Path,
    encoding: str,
    *,
    drop: tuple = (),
    ldid: int | None = None,
    epsg: int = 3006,
    rename: Callable[[str], str] = str,
) -> Files:
    shapes = [shapely.to_wkb(shapely.Polygon(projected(ring, epsg))) for ring in BOTH.values()]
    names = np.array(["Norrby", "Åkern"], dtype=object)
    pyogrio.raw.write(
        tmp_path / "omr.shp",
        np.array(shapes, dtype=object),
        [names],
        ["namn"],
        geometry_type="Polygon",
        crs=f"EPSG:{epsg}",
        encoding=encoding,
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for path in sorted(tmp_path.glob("omr.*")):
            data = bytearray(path.read_bytes())
            if path.suffix == ".dbf" and ldid is not None:
                data[29] = ldid
            if path.suffix not in drop:
                packed.writestr(rename(path.name), bytes(data))
    return {"ytor.zip": content.getvalue()}


def drawn(planned: Plan) -> dict[str, Any]:
    assert planned.is_ready, [*map(str, planned.problems), *planned.reading.questions]
    return {
        area: shapely.geometry.shape(surface)
        for area, surface in (planned.reading.surfaces or {}).items()
    }


def assert_drawn(planned: Plan, expected: dict[str, list]) -> None:
    found = drawn(planned)
    assert found.keys() == expected.keys()
    for area, ring in expected.items():
        whole = shapely.Polygon(ring)
        assert found[area].symmetric_difference(whole).area < whole.area / 1000, area


COLLECTION = {
    "type": "GeometryCollection",
    "geometries": [polygon(NORRBY), {"type": "Point", "coordinates": [14.15, 57.78]}],
}


@pytest.mark.parametrize(
    "files",
    [
        surfaces(),
        surfaces(change=lambda ring: [corner[::-1] for corner in ring]),
        surfaces("urn:ogc:def:crs:EPSG::3006", change=in_system(3006, swapped=True)),
        surfaces(change=in_system(3008)),
        surfaces("urn:ogc:def:crs:EPSG::3008", change=in_system(3008)),
        surfaces(others={"Norrby": COLLECTION}),
        surfaces(change=lambda ring: [(*corner, 100.5) for corner in ring]),
    ],
    ids=[
        "plain",
        "latitude first",
        "north first",
        "3008 undeclared",
        "3008",
        "collection",
        "heights",
    ],
)
def test_surfaces_are_read(plan, files):
    assert_drawn(plan(files), BOTH)


def test_surface_whose_lines_cross_is_two_triangles(plan):
    bow = [NORRBY[0], NORRBY[2], NORRBY[1], NORRBY[3], NORRBY[0]]
    found = drawn(plan(surfaces(others={"Norrby": polygon(bow)})))["norrby"]
    # two of its four triangles
    assert found.area == pytest.approx(shapely.Polygon(NORRBY).area / 2, rel=1e-3)


@pytest.mark.parametrize(
    "form",
    [
        {"encoding": "ISO-8859-1", "drop": (".cpg",), "ldid": 0},
        {"encoding": "CP1252", "drop": (".cpg",), "ldid": 87},
        {"encoding": "CP850", "drop": (".cpg",), "ldid": 2},
        {"encoding": "UTF-8", "rename": lambda name: f"leverans/{name.upper()}"},
        {"encoding": "UTF-8", "drop": (".prj",), "epsg": 3008},
    ],
    ids=["latin-1 without cpg", "cp1252", "cp850", "capitals in a folder", "3008 without prj"],
)
def test_shapefile_is_read(plan, tmp_path, form):
    (tmp_path / "shp").mkdir()
    assert_drawn(plan(shapefile(tmp_path / "shp", **form)), BOTH)


# What isn't read


def quarter() -> Files:
    return json_file(
        table(
            {"Region": {"9999": "Exempelstad"}, "ContentsCode": PEOPLE, "Tid": years("2024K1")}, [7]
        )
    )


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (text("|"), "känns inte igen"),
        (
            sheet(dialogue(), [], ["Tertial 2"], HEAD, dialogue(LATER)),
            '"Tertial 2" är inte ett datum',
        ),
        (sheet(dialogue(), [], ["Åkern"], dialogue(LATER, area=None)), '"Åkern" är inte ett datum'),
        (
            sheet([*dialogue(), "Annan"], head=[*HEAD, "Tema"]),
            "kolumn Tema: kolumnen finns flera gånger",
        ),
        (sheet(dialogue("=DATE(2024,4,25)")), "är en formel"),
        (quarter(), "bara hela år"),
        (kolada(record(value(9006)), record(value(9007)), next_url=None), "finns redan"),
        (
            kolada(
                {"kpi": "N15419", "ou": "V15E999900101", "period": 2023, "values": [value(12.0)]},
                next_url=None,
            ),
            "enskilda enheter",
        ),
        (kolada(record(value(9004), municipality=999), next_url=None), "fyra siffror"),
        (extract(f"{REPORTS}Totalt;;;;;3\r\n"), "rad 4"),
        (extract(REPORTS.replace("202301", "jan-23")), '"jan-23" är inte en månad'),
        (surfaces(change=in_system(3857)), "koordinatsystem"),
        (surfaces("EPSG:3006"), "ytor|koordinat|liten"),
        (surfaces("urn:ogc:def:crs:OGC:1.3:CRS84", change=in_system(3008)), "koordinat"),
        (
            surfaces(change=lambda ring: [(x - 2.2, y) for x, y in ring], kommunnamn="Fjärran"),
            "långt från|kommunnamn",
        ),
        (surfaces(others={"Åkern": None}), "saknar geometri"),
    ],
    ids=[
        "pipe",
        "stacked tables",
        "area between rows",
        "column twice",
        "formula",
        "quarter",
        "two values",
        "units",
        "kommun as a number",
        "sum",
        "month in words",
        "3857 undeclared",
        "3006 in degrees",
        "4326 in metres",
        "another kommun",
        "no geometry",
    ],
)
def test_what_is_not_read_is_told_and_leaves_the_store(plan, store, files, told):
    before = standing.all_rows(store)
    planned = plan(files)
    words = [
        *map(str, planned.problems),
        *(asked.text for asked in planned.reading.questions.values()),
    ]
    assert not planned.is_ready
    assert re.search(told, "\n".join(words)), words
    with pytest.raises(ValueError, match="faults"):
        writing.carry_out(store, planned, "Anna")
    assert standing.all_rows(store) == before
