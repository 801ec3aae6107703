"""The GeoPackage for QGIS: read back by other programs, with styles that follow its convention."""

import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import box

from geo.geopackage import geopackage

COLOURS = ("#e3eef4", "#bcd7e5", "#8dbad2", "#5d9abb", "#36799d")
AREAS = gpd.GeoDataFrame(
    {"omrade_id": ["norrby", "angen", "akern"], "label_lat": 57.0},
    geometry=[box(14 + west, 57.7, 14.1 + west, 57.8) for west in (0, 0.2, 0.4)],
    crs="EPSG:4326",
)
VALUES = pd.DataFrame(
    {
        "omrade_id": ["angen", "norrby", "bortom"],
        "Områdets namn": ["Ängen", "=1+1", "Bortom"],
        "Problemindex 2024": [6.0, 1.5, 3],
        'Anmälda <brott> & "annat"': pd.array([20, None, 7], dtype="Int64"),
    }
)
STYLED = {"Problemindex 2024": COLOURS, 'Anmälda <brott> & "annat"': COLOURS}


@pytest.fixture
def write(tmp_path):
    """Write a GeoPackage and give its path."""

    def write(values: pd.DataFrame = VALUES, styled=STYLED, areas=AREAS, **more) -> Path:
        (tmp_path / "a.gpkg").write_bytes(geopackage(areas, values, styled, **more))
        return tmp_path / "a.gpkg"

    return write


def rows(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def style(path: Path, name: str) -> ET.Element:
    [[text]] = rows(path, f"SELECT styleQML FROM layer_styles WHERE styleName = '{name}'")
    assert text.startswith("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis ")
    [renderer] = ET.fromstring(text).findall("renderer-v2")
    assert renderer.get("type") == "graduatedSymbol"
    symbols = [symbol.get("name") for symbol in renderer.iter("symbol")]
    assert symbols == [part.get("symbol") for part in renderer.iter("range")]
    return renderer


def ranges(renderer: ET.Element) -> list[tuple[float, float, str]]:
    return [
        (float(part.get("lower")), float(part.get("upper")), part.get("label"))
        for part in renderer.iter("range")
    ]


def one(numbers: list, name: str = "Tal") -> pd.DataFrame:
    return pd.DataFrame({"omrade_id": ["norrby", "angen", "akern"], name: numbers})


def test_reads_back(write):
    path = write()
    assert pyogrio.list_layers(path).tolist() == [
        ["omraden", "MultiPolygon"],
        ["layer_styles", None],
    ]
    frame = gpd.read_file(path, layer="omraden")
    assert (frame.crs.to_epsg(), len(frame)) == (3006, 3)
    assert list(frame.columns) == [
        "omrade_id",
        "Områdets namn",
        "Problemindex 2024",
        'Anmälda <brott> & "annat"',
        "geometry",
    ]
    assert frame["omrade_id"].tolist() == ["norrby", "angen", "akern"]
    assert frame["Områdets namn"].tolist()[:2] == ["=1+1", "Ängen"]
    assert frame["Problemindex 2024"].tolist()[:2] == [1.5, 6.0]
    assert frame.iloc[2, 1:4].isna().all()
    assert frame.centroid.distance(AREAS.to_crs("EPSG:3006").centroid).max() < 0.001
    assert frame.geometry.is_valid.all()


def test_is_a_whole_geopackage(write):
    path = write()
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert path.read_bytes()[68:72] == b"GPKG"
    assert rows(path, "SELECT table_name, data_type, srs_id FROM gpkg_contents") == [
        ("omraden", "features", 3006),
        ("layer_styles", "attributes", 0),
    ]
    types = dict(row[1:3] for row in rows(path, "PRAGMA table_info(omraden)"))
    assert types['Anmälda <brott> & "annat"'] == "INTEGER"
    assert (types["Områdets namn"], types["Problemindex 2024"], types["geom"]) == (
        "TEXT",
        "REAL",
        "MULTIPOLYGON",
    )


def test_styles_are_where_qgis_looks_for_them(write):
    path = write()
    assert [row[1] for row in rows(path, "PRAGMA table_info(layer_styles)")] == [
        "id",
        "f_table_catalog",
        "f_table_schema",
        "f_table_name",
        "f_geometry_column",
        "styleName",
        "styleQML",
        "styleSLD",
        "useAsDefault",
        "description",
        "owner",
        "ui",
        "update_time",
    ]
    found = rows(
        path,
        "SELECT id, f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " useAsDefault FROM layer_styles",
    )
    assert found == [
        (1, "", "", "omraden", "geom", "Problemindex 2024", 1),
        (2, "", "", "omraden", "geom", 'Anmälda <brott> & "annat"', 0),
    ]
    [(column,)] = rows(
        path, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'omraden'"
    )
    assert column == "geom"
    [(time,), _] = rows(path, "SELECT datetime(update_time) FROM layer_styles")
    assert time


def test_classes_are_equally_wide_and_told_in_swedish(write):
    renderer = style(write(one([1.5, 6.5, 4.0])[::-1], {"Tal": COLOURS}), "Tal")
    assert renderer.get("attr") == "Tal"
    assert ranges(renderer) == [
        (1.5, 2.5, "1,5–2,5"),
        (2.5, 3.5, "2,5–3,5"),
        (3.5, 4.5, "3,5–4,5"),
        (4.5, 5.5, "4,5–5,5"),
        (5.5, 6.5, "5,5–6,5"),
    ]
    fills = [
        option.get("value") for option in renderer.iter("Option") if option.get("name") == "color"
    ]
    assert fills[0] == "227,238,244,255"
    assert len(fills) == 5
    assert renderer.find("classificationMethod").get("id") == "EqualInterval"


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        ([0, 25_000, 1], ["0–5\u00a0000", "5\u00a0000–10\u00a0000"]),
        ([-5, 5, 1], ["−5 till −3", "−3 till −1"]),
        ([0, 0.001, 0], ["0–0,0002", "0,0002–0,0004"]),
        ([7, 7, 7], ["7"]),
        ([1.27, 1.27, 1.27], ["1,27"]),
    ],
)
def test_labels(write, numbers, labels):
    found = ranges(style(write(one(numbers), {"Tal": COLOURS}), "Tal"))
    assert [label for *_, label in found][:2] == labels
    assert (found[0][0], found[-1][1]) == (min(numbers), max(numbers))
    assert len(found) == (5 if len(set(numbers)) > 1 else 1)


@pytest.mark.parametrize(("low", "nothing"), [(3, -1), (0, -1), (-0.5, -2), (-1e6, -2000001)])
def test_area_without_a_value_is_hatched(write, low, nothing):
    renderer = style(write(one([low, None, 40.5]), {"Tal": COLOURS}), "Tal")
    assert renderer.get("attr") == f'coalesce("Tal", {nothing})'
    *others, last = ranges(renderer)
    assert last == (nothing, nothing, "Uppgift saknas")
    assert all(lower > nothing for lower, *_ in others)
    *_, symbol = renderer.iter("symbol")
    assert {option.get("value") for option in symbol.iter("Option")} >= {"b_diagonal"}


def test_no_values_at_all(write):
    path = write(one([None, None, None]), {"Tal": COLOURS})
    assert ranges(style(path, "Tal")) == [(-1, -1, "Uppgift saknas")]
    assert "layer_styles" not in pyogrio.list_layers(write(styled={}))[:, 0]
    assert len(gpd.read_file(write(VALUES, STYLED, AREAS[:0]), layer="omraden")) == 0


@pytest.mark.parametrize(
    "name", ["fid", "GEOM", "Omrade_ID", "a\x00\x0bb", "\n", 'x" OR 1', "]]>&<", "=1+1", "'); --"]
)
def test_any_heading_is_a_column_with_a_style(write, name):
    values = one([1, 2, None], name).assign(**{"Tal": "x", "TAL": "@y"})
    path = write(values, {name: COLOURS}, mark="Påhittade data")
    frame = gpd.read_file(path, layer="omraden")
    assert frame.iloc[:, 1].tolist()[:2] == [1, 2]
    assert frame.iloc[:, 2:4].to_numpy().tolist() == [["x", "@y"]] * 3
    [[text]] = rows(path, "SELECT styleQML FROM layer_styles")
    attr = ET.fromstring(text).find("renderer-v2").get("attr")
    quoted = frame.columns[1].replace('"', '""')
    assert attr == f'coalesce("{quoted}", -1)'
    assert rows(path, f"SELECT {attr} FROM omraden") == [(1,), (2,), (-1,)]


def test_mark_stands_on_every_row_and_on_the_layer(write):
    path = write(mark="Påhittade data")
    assert gpd.read_file(path, layer="omraden")["anmarkning"].tolist() == ["Påhittade data"] * 3
    assert rows(path, "SELECT description FROM gpkg_contents WHERE table_name = 'omraden'") == [
        ("Påhittade data",)
    ]


def test_values_twice_for_an_area_are_a_mistake(write):
    with pytest.raises(pd.errors.MergeError):
        write(pd.concat([VALUES, VALUES]))
