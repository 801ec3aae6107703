"""Files that are small or ordinary to look at and cost much to read, each with words of what is to
be said of it.

`python tests/importers/costly.py [NAME…]` reads each in a process of its own, and shows how long
that took, and how much memory more than the product itself takes it needed.
"""

import io
import json
import math
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Hostile:
    """A file: what it is called, how it is made, and words of what is to be said of it; "" where it
    can be read."""

    file: str
    make: Callable[[], bytes]
    told: str = ""


# Workbooks

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_KINDS = {
    "workbook": "sheet.main",
    "worksheets/sheet1": "worksheet",
    "styles": "styles",
    "sharedStrings": "sharedStrings",
}
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{_SPREADSHEET}.{kind}+xml"/>'
            for part, kind in _KINDS.items()
        )
        + "</Types>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{part}.xml"/>'
            for number, (part, kind) in enumerate(_KINDS.items())
        )
        + "</Relationships>"
    ),
}
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'


def styles(formats: str = "", more: str = "") -> str:
    """The part that says how cells look."""
    return (
        f"{_XML}<styleSheet"
        f' xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs>{_XF}</cellStyleXfs><cellXfs>{_XF}{formats}</cellXfs><cellStyles><cellStyle'  # noqa: E501
        f' name="Normal" xfId="0" builtinId="0"/></cellStyles>{more}</styleSheet>'
    )


def sheet(rows: str = "", after: str = "", before: str = "", start: str = _XML) -> str:
    """The part of a sheet with the headings of folkmängd, and more rows and other things."""
    heading = "".join(
        f'<c t="inlineStr"><is><t>{text}</t></is></c>'
        for text in ("Område", "År", "Folkmängd", "Källa")
    )
    row = f"<row>{heading}</row>"
    return (
        f"{start}<worksheet"
        f' xmlns="{_MAIN}">{before}<sheetData>{row}{rows}</sheetData>{after}</worksheet>'
    )


def strings(items: str = "") -> str:
    """The part of the texts that cells share."""
    return f'{_XML}<sst xmlns="{_MAIN}">{items}</sst>'


def workbook(parts: Mapping[str, str | bytes] = {}, names: str = "", sheets: int = 1) -> bytes:
    """A workbook with these parts instead of the ordinary ones."""
    listed = "".join(
        f'<sheet name="B{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, sheets + 1)
    )
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}"'
        f' xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>{names}</workbook>'
    )
    ordinary = {
        "xl/workbook.xml": book,
        "xl/styles.xml": styles(),
        "xl/sharedStrings.xml": strings(),
        "xl/worksheets/sheet1.xml": sheet(),
    }
    return packed({**_PARTS, **ordinary, **parts})


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, member in members.items():
            file.writestr(name, member)
    return content.getvalue()


def many(piece: str, count: int) -> str:
    """The same so many times, with spaces by chance between: a file that is packed too well isn't
    read at all."""
    block = "".join(
        piece + space for space in random.Random(1).choices(("", " ", "\n"), k=min(count, 20_000))
    )
    return block * -(-count // 20_000)


def _in(tag: str, piece: str, count: int) -> str:
    return f"<{tag}>{many(piece, count)}</{tag}>"


def _sheet(*args: str, **more: str) -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": sheet(*args, **more)})


def _strings(items: str, rows: str = "") -> bytes:
    return workbook(
        {"xl/sharedStrings.xml": strings(items), "xl/worksheets/sheet1.xml": sheet(rows)}
    )


def _styles(*args: str, **more: str) -> bytes:
    return workbook({"xl/styles.xml": styles(*args, **more)})


def _inline(content: str) -> str:
    return f'<row><c t="inlineStr">{content}</c></row>'


def _lying(content: bytes) -> bytes:
    """The zip file whose largest member says that it is 1 000 bytes unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        size = struct.pack("<I", max(member.file_size for member in file.infolist()))
    return content.replace(size, struct.pack("<I", 1000))


_ENTITIES = (
    f'<!ENTITY {name} "' + f"&{before};" * 20 + '">'
    for before, name in zip("abcde", "bcdef", strict=True)
)
_LAUGHS = f'{_XML}<!DOCTYPE lolz [<!ENTITY a "ha">{"".join(_ENTITIES)}]>'
_FORMULA = '<row><c r="A3"><f t="shared" si="0"/></c></row>'
_RULE = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression"'
    ' priority="1"/></conditionalFormatting>'
)
_SHARED = '<row><c t="s"><v>0</v></c></row>'
_ATTRIBUTES = " ".join(f'a{at:x}=""' for at in range(300_000))
_NAME = '<definedName name="n">B1!$A$1</definedName>'
_PARTS_TOLD, _CELLS_TOLD = "andra delar som inte är celler", "celler eller rader; dela upp den"

WORKBOOKS = {
    "formats": Hostile(
        "b.xlsx", lambda: _styles(many('<xf numFmtId="0"/>', 1_800_000)), _PARTS_TOLD
    ),
    "rules for formats": Hostile(
        "b.xlsx",
        lambda: _styles(more=_in("dxfs", "<dxf><font><b/></font></dxf>", 250_000)),
        _PARTS_TOLD,
    ),
    "forms of numbers": Hostile(
        "b.xlsx",
        lambda: _styles(more=_in("numFmts", '<numFmt numFmtId="164" formatCode="0"/>', 200_000)),
        _PARTS_TOLD,
    ),
    "shared texts": Hostile(
        "b.xlsx", lambda: _strings(many("<si/>", 4_300_000)), "texter och format i dem"
    ),
    "shared text in pieces": Hostile(
        "b.xlsx",
        lambda: _strings(_in("si", "<r><t>a</t></r>", 2_200_000)),
        "texter och format i dem",
    ),
    "one long text used often": Hostile(
        "b.xlsx",
        lambda: _strings(f"<si><t>{'abc ' * 500_000}</t></si>", many(_SHARED, 50_000)),
        "32\u00a0767 tecken",
    ),
    "one text used often": Hostile(
        "b.xlsx",
        lambda: _strings(f"<si><t>{'abc ' * 8_000}</t></si>", many(_SHARED, 50_000)),
        "100 miljoner tecken",
    ),
    "rows without cells": Hostile(
        "b.xlsx", lambda: _sheet(many("<row/>", 2_500_000)), "rader efter rad"
    ),
    "one row of cells": Hostile(
        "b.xlsx", lambda: _sheet(_in("row", "<c/>", 1_900_000)), "en rad med fler än 16"
    ),
    "cells far to the right": Hostile(
        "b.xlsx", lambda: _sheet(many('<row><c r="XFD1"/></row>', 100_000)), _CELLS_TOLD
    ),
    "a cell far down": Hostile(
        "b.xlsx", lambda: _sheet('<row r="99999999"><c><v>1</v></c></row>'), "rader efter rad"
    ),
    "a text in pieces": Hostile(
        "b.xlsx",
        lambda: _sheet(_inline(_in("is", "<r><t>a</t></r>", 1_000_000))),
        "en rad med fler än",
    ),
    "texts of a cell": Hostile(
        "b.xlsx", lambda: _sheet(_inline(_in("is", "<t/>", 1_900_000))), "en rad med fler än"
    ),
    "formulas": Hostile(
        "b.xlsx",
        lambda: _sheet(
            '<row><c r="A2"><f t="shared" si="0">B2+1</f></c></row>' + many(_FORMULA, 40_000)
        ),
        "är en formel",
    ),
    "rows that are one": Hostile(
        "b.xlsx", lambda: _sheet(many(f'<row r="3">{_FORMULA[5:]}', 200_000)), "är skadad"
    ),
    "merged cells": Hostile(
        "b.xlsx",
        lambda: _sheet(after=_in("mergeCells", '<mergeCell ref="A1:A2"/>', 400_000)),
        _PARTS_TOLD,
    ),
    "cells merged far down": Hostile(
        "b.xlsx",
        lambda: _sheet(after=_in("mergeCells", '<mergeCell ref="A1:A1048576"/>', 50_000)),
        "för många sammanfogade celler",
    ),
    "links": Hostile(
        "b.xlsx",
        lambda: _sheet(after=_in("hyperlinks", '<hyperlink ref="A1"/>', 400_000)),
        _PARTS_TOLD,
    ),
    "rules for cells": Hostile(
        "b.xlsx",
        lambda: _sheet(after=_in("dataValidations", '<dataValidation sqref="A1"/>', 300_000)),
        _PARTS_TOLD,
    ),
    "rules for looks": Hostile("b.xlsx", lambda: _sheet(after=many(_RULE, 90_000)), _PARTS_TOLD),
    "columns": Hostile(
        "b.xlsx", lambda: _sheet(before=_in("cols", '<col min="1" max="1"/>', 400_000)), _PARTS_TOLD
    ),
    "names": Hostile(
        "b.xlsx", lambda: workbook(names=_in("definedNames", _NAME, 200_000)), _PARTS_TOLD
    ),
    "sheets": Hostile("b.xlsx", lambda: workbook(sheets=90_000), "fler än 200 blad"),
    "sheets that are one": Hostile("b.xlsx", lambda: workbook(sheets=150), "är skadad"),
    "members": Hostile(
        "b.xlsx",
        lambda: workbook({f"xl/e{at}.xml": b"" for at in range(6_000)}),
        "5\u00a0000 filer",
    ),
    "entities": Hostile(
        "b.xlsx", lambda: _sheet(_inline("<is><t>&f;</t></is>"), start=_LAUGHS), "är skadad"
    ),
    "nested": Hostile(
        "b.xlsx", lambda: _sheet(after=many("<a>", 300_000) + many("</a>", 300_000)), _PARTS_TOLD
    ),
    "attributes": Hostile(
        "b.xlsx", lambda: _sheet(before=f"<sheetPr {_ATTRIBUTES}/>"), "32\u00a0767 tecken"
    ),
    "zeros": Hostile(
        "b.xlsx", lambda: workbook({"xl/media/a.png": bytes(100 * 2**20)}), "så packas inga"
    ),
    "a part that lies about its size": Hostile(
        "b.xlsx", lambda: _lying(_strings(f"<si><t>{'a' * 5_000_000}</t></si>")), "är skadad"
    ),
}

# Text and JSON

_HEADINGS = "Område;År;Folkmängd;Källa"
_COLLECTION = '{"type":"FeatureCollection","features":'


def near_names(count: int) -> bytes:
    """Folkmängd of so many areas with names like one that there is."""
    chance = random.Random(1)
    rows = (
        f"Norrby {''.join(chance.choices('abcdefghijklmno', k=6))};2019;5;statistik\n"
        for _ in range(count)
    )
    return (f"{_HEADINGS}\n" + "".join(rows)).encode()


def _promises(count: int) -> bytes:
    """Promises with names of which the same id is made."""
    rows = (
        f"Löfte{'!' * (at % 300)}{'?' * (at // 300)};2019;2020;statistik\n" for at in range(count)
    )
    return ("Namn;Från och med år;Till och med år;Källa\n" + "".join(rows)).encode()


def _kommuner(count: int) -> bytes:
    rows = (f"k{at};Ort {at:05};kommun;{at:05}\n" for at in range(count))
    return ("Område;Namn;Typ;Kommunkod\n" + "".join(rows)).encode()


def _stat2(contents: int) -> bytes:
    """A table of SCB's with so many contents, all called the same but in units of their own."""
    codes = [f"C{at}" for at in range(contents)]
    content = {
        "index": codes,
        "label": dict.fromkeys(codes, "Samma"),
        "unit": {code: {"base": code, "decimals": 0} for code in codes},
    }
    dimension = {
        "Region": {"category": {"index": ["9999"], "label": {"9999": "Exempelstad"}}},
        "ContentsCode": {"category": content},
        "Tid": {"category": {"index": ["2020"]}},
    }
    return json.dumps(
        {
            "class": "dataset",
            "id": [*dimension],
            "size": [1, contents, 1],
            "dimension": dimension,
            "value": [1] * contents,
        }
    ).encode()


TEXTS = {
    "near names": Hostile("folk.csv", lambda: near_names(60_000), "kan likna"),
    "one line": Hostile(
        "folk.csv", lambda: f"{_HEADINGS}\n".encode() + b"a" * 50_000_000, "en rad med mer än 4"
    ),
    "fields of a line": Hostile(
        "folk.csv",
        lambda: f"{_HEADINGS}{';a' * 400_000}\n".encode(),
        "en rad med fler än 16\u00a0384 fält",
    ),
    "one field": Hostile(
        "folk.csv",
        lambda: f'{_HEADINGS}\nNorrby;2019;5;"'.encode() + b"a\n" * 4_000_000 + b'"\n',
        "2 miljoner tecken",
    ),
    "names of one id": Hostile("loften.csv", lambda: _promises(40_000)),
    "kommuner": Hostile("omraden.csv", lambda: _kommuner(40_000)),
    "empty lists": Hostile(
        "y.geojson", lambda: f"{_COLLECTION}[{'[],' * 3_000_000}1]}}".encode(), "värden; dela upp"
    ),
    "nested lists": Hostile(
        "y.geojson", lambda: f"{_COLLECTION}{'[' * 900_000}".encode(), "giltig JSON"
    ),
    "short texts": Hostile(
        "y.geojson",
        lambda: (f"{_COLLECTION}[" + '"😀",' * 3_900_000 + "1]}").encode(),
        "fler än 100\u00a0000 ytor",
    ),
    "a long number": Hostile(
        "y.geojson", lambda: f"{_COLLECTION}[1.{'7' * 20_000_000}]}}".encode(), "har inga ytor"
    ),
    "a long whole number": Hostile(
        "y.geojson", lambda: f"{_COLLECTION}[{'7' * 20_000_000}]}}".encode(), "giltig JSON"
    ),
    "contents": Hostile("scb.json", lambda: _stat2(40_000), "innehåll"),
}

# Surfaces


def circle(points: int) -> list[list[float]]:
    """A ring of so many positions near Jönköping."""
    angles = (2 * math.pi * at / points for at in range(points))
    ring = [
        [round(14.2 + 0.1 * math.cos(angle), 6), round(57.8 + 0.05 * math.sin(angle), 6)]
        for angle in angles
    ]
    return [*ring, ring[0]]


def wkb(points: int) -> bytes:
    """A polygon of so many positions."""
    ring = circle(points)
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(
        struct.pack("<dd", *at) for at in ring
    )


def geojson(*points: int) -> bytes:
    """Surfaces of so many positions each, all of Norrby."""
    features = [
        {
            "type": "Feature",
            "properties": {"namn": "Norrby"},
            "geometry": {"type": "Polygon", "coordinates": [circle(number)]},
        }
        for number in points
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":")
    ).encode()


def near_features(count: int) -> bytes:
    """So many small surfaces with names like one that there is."""
    [one] = json.loads(geojson(4))["features"]
    features = json.dumps(one)
    listed = ",".join(features.replace('"Norrby"', f'"Norrby {at}"') for at in range(count))
    return f"{_COLLECTION}[{listed}]}}".encode()


_GEOPACKAGE = """
PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
    organization_coordsys_id INTEGER, definition TEXT, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'undefined', '');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
    last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
INSERT INTO gpkg_contents VALUES ('ytor', 'features', 'ytor', '', '2024-01-01T00:00:00Z', 0, 0, 1, 1, 4326);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,
    z INTEGER, m INTEGER);
INSERT INTO gpkg_geometry_columns VALUES ('ytor', 'geom', 'POLYGON', 4326, 0, 0);
CREATE TABLE ytor (fid INTEGER PRIMARY KEY, geom BLOB, namn TEXT);
"""  # noqa: E501


def geopackage(points: int = 4, copies: int = 1, extra: str = "") -> bytes:
    """A GeoPackage with a polygon of so many points, so many times; `extra` is SQL that is done to
    it."""
    blob = b"GP\0\1" + struct.pack("<i", 4326) + wkb(points)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "y.gpkg"
        connection = sqlite3.connect(path)
        connection.executescript(_GEOPACKAGE)
        connection.executemany(
            "INSERT INTO ytor (geom, namn) VALUES (?, ?)", ((blob, "Norrby") for _ in range(copies))
        )
        connection.commit()
        connection.executescript(extra)
        connection.close()
        return path.read_bytes()


def shapefile(
    points: int = 4, copies: int = 1, fields: int = 1, claims: int = 0, width: int = 10
) -> dict[str, bytes]:
    """The parts of a Shapefile with one polygon of so many points, which its index points at so
    many times, and a table of so many fields that may claim to have other rows than it has."""
    ring = circle(points)[::-1]
    record = struct.pack("<i4d2ii", 5, 14, 57, 15, 58, 1, len(ring), 0)
    record += b"".join(struct.pack("<dd", *at) for at in ring)
    words = struct.pack(">i", len(record) // 2)

    def head(size: int) -> bytes:
        box = struct.pack("<2i8d", 1000, 5, 14, 57, 15, 58, 0, 0, 0, 0)
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + box

    names = (b"namn", *(f"f{at}".encode() for at in range(1, fields)))
    described = b"".join(
        name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14) for name in names
    )
    table = struct.pack(
        "<4BIHH", 3, 124, 1, 1, claims or copies, 33 + len(described), 1 + width * fields
    ) + bytes(20)
    row = b" " + b"Norrby".ljust(width)[:width] + b"a".ljust(width) * (fields - 1)
    return {
        "y.shp": head(108 + len(record)) + struct.pack(">i", 1) + words + record,
        "y.shx": head(100 + 8 * copies) + (struct.pack(">i", 50) + words) * copies,
        "y.dbf": table + described + b"\r" + row * copies + b"\x1a",
    }


def parquet(copies: int, size: int) -> bytes:
    """A GeoParquet with the same surface and the same text of so many letters so many times."""
    about = {
        "version": "1.0.0",
        "primary_column": "geom",
        "columns": {"geom": {"encoding": "WKB", "geometry_types": []}},
    }
    text = pa.DictionaryArray.from_arrays(pa.array([0] * copies, pa.int32()), ["a" * size])
    table = pa.table({"geom": [wkb(4)] * copies, "namn": ["Norrby"] * copies, "name": text})
    content = io.BytesIO()
    with pq.ParquetWriter(content, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"geo": json.dumps(about)})
    return content.getvalue()


_COLUMNS = "".join(
    f"ALTER TABLE ytor ADD COLUMN k{at} TEXT DEFAULT '{'a' * 100}';" for at in range(1500)
)
_VIEW = """
CREATE TRIGGER t AFTER INSERT ON ytor BEGIN DELETE FROM ytor; END;
CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)
    SELECT x AS fid, 'Norrby' AS namn, NULL AS geom FROM c;
INSERT INTO gpkg_contents VALUES ('v', 'features', 'v', '', '2024-01-01T00:00:00Z', 0, 0, 1, 1, 4326);
INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4326, 0, 0);
"""  # noqa: E501

SURFACES = {
    "points": Hostile("y.geojson", lambda: geojson(400_000), "hörn"),
    "points, packed": Hostile("y.zip", lambda: packed(shapefile(400_000)), "hörn"),
    "points in a database": Hostile("y.gpkg", lambda: geopackage(400_000), "hörn"),
    "points of many surfaces": Hostile("y.geojson", lambda: geojson(*[80_000] * 5), "hörn"),
    "an index to one surface": Hostile(
        "y.zip", lambda: packed(shapefile(50_000, copies=5_000)), ".shx"
    ),
    "fields": Hostile(
        "y.zip", lambda: packed(shapefile(copies=50_000, fields=1_500, width=1)), "så packas inga"
    ),
    "rows that aren't there": Hostile("y.zip", lambda: packed(shapefile(claims=4_000_000_000))),
    "columns": Hostile(
        "y.gpkg", lambda: geopackage(copies=2_000, extra=_COLUMNS), "200 egenskaper"
    ),
    "a long default": Hostile(
        "y.gpkg",
        lambda: geopackage(
            copies=50_000, extra=f"ALTER TABLE ytor ADD COLUMN name TEXT DEFAULT '{'a' * 200_000}'"
        ),
        "MB",
    ),
    "a view without end": Hostile("y.gpkg", lambda: geopackage(extra=_VIEW)),
    "one long text": Hostile("y.parquet", lambda: parquet(20_000, 1_000_000), "MB"),
    "near names of surfaces": Hostile("y.geojson", lambda: near_features(10_000), "har inga ytor"),
}

FILES = {**WORKBOOKS, **TEXTS, **{f"surfaces: {name}": found for name, found in SURFACES.items()}}

_READ = """
import resource, sys, time
from pathlib import Path
from lagesbild_data.bring.importing import planning
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store.opening import open_store
store = open_store(sys.argv[1])
for path in sys.argv[2:4]:
    planning.plan(store, Upload.of(Path(path)))
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
planned = planning.plan(store, Upload.of(Path(sys.argv[4])))
took = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
told = str(planned.problems[0])[:120] if planned.problems else f"{len(planned.unmatched)} names are asked about"
print(f"{took:5.1f} s {peak / 1024:6.0f} MB  {told}")
"""  # noqa: E501


def measure(names: list[str]) -> None:
    """Print seconds of processor, megabytes over what the product itself takes, and what is said,
    for each file."""
    sys.path.insert(0, str(Path.cwd()))
    from lagesbild_data.store.building import build

    with tempfile.TemporaryDirectory() as folder:
        store, *ordinary = (Path(folder) / name for name in ("data.sqlite", "b.xlsx", "y.gpkg"))
        build(ROOT / "tests" / "litet", store)
        ordinary[0].write_bytes(workbook())
        ordinary[1].write_bytes(geopackage())
        for name in names or FILES:
            path = Path(folder) / f"en-{FILES[name].file}"
            path.write_bytes(FILES[name].make())
            command = [
                sys.executable,
                "-W",
                "ignore",
                "-c",
                _READ,
                *map(str, (store, *ordinary, path)),
            ]
            start = time.perf_counter()
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=150, check=False
                )
                told = done.stdout.strip("\n") or f"{done.returncode} {done.stderr.strip()[-100:]}"
            except subprocess.TimeoutExpired:
                told = f"more than {time.perf_counter() - start:.0f} s"
            print(f"{name:34}{path.stat().st_size / 1024:>8.0f} kB {told}", flush=True)


if __name__ == "__main__":
    measure(sys.argv[1:])
