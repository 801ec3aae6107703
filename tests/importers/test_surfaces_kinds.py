"""Surfaces in every kind of file that map programs save, by itself and zipped, in any encoding;
others are named."""

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box
from test_surfaces import (
    AKERN,
    ANGEN,
    IDS,
    KNOWN,
    NORRBY,
    RING,
    as_stored,
    check,
    collection,
    damaged,
    faults,
    feature,
    frame,
    packed,
    read,
)

from lagesbild_data.bring.formats import surfaces
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context
from lagesbild_data.bring.formats.surfaces import geojson
from lagesbild_data.bring.formats.surfaces.crs_names import system_named
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import areafile
from lagesbild_data.words.problems import InvalidStore

THREE = gpd.GeoSeries([NORRBY, ANGEN, AKERN])
DRIVERS = {
    "gml": "GML",
    "kml": "LIBKML",
    "fgb": "FlatGeobuf",
    "tab": "MapInfo File",
    "mif": "MapInfo File",
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
}
WEST = {"Norrby": 14.0, "Ängen": 14.2, "Åkern": 14.4, "Uppsala": 14.6}
"""Where the squares of frame() begin; each is 0.1 degrees wide, from 57.7 to 57.8."""


def corners(west: float) -> list:
    return [[west, 57.7], [west, 57.8], [west + 0.1, 57.8], [west + 0.1, 57.7], [west, 57.7]]


def esri() -> dict:
    features = [
        {"attributes": {"namn": name}, "geometry": {"rings": [corners(west)]}}
        for name, west in WEST.items()
    ]
    return {
        "displayFieldName": "namn",
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4326},
        "fields": [{"name": "namn", "type": "esriFieldTypeString"}],
        "features": features,
    }


def topology() -> dict:
    """Lines in steps of a thousandth of a degree from 14° E 57.7° N; each square is one line, run
    backwards."""
    lines = [
        [[round((west - 14) * 1000), 0], [0, 100], [100, 0], [0, -100], [-100, 0]]
        for west in WEST.values()
    ]
    areas = [
        {"type": "Polygon", "arcs": [[~at]], "properties": {"namn": name}}
        for at, name in enumerate(WEST)
    ]
    return {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [14, 57.7]},
        "arcs": lines,
        "objects": {"delar": {"type": "GeometryCollection", "geometries": areas}},
    }


def saved(folder: Path, kind: str) -> list[Path]:
    """The files that a program saves of frame()."""
    path = folder / f"delar.{kind.removeprefix('esri.').removeprefix('topo.')}"
    if kind in ("esri.json", "topo.json"):
        path.write_text(
            json.dumps(esri() if kind == "esri.json" else topology(), ensure_ascii=False),
            encoding="utf-8",
        )
    elif kind == "kml":
        frame("Name").to_file(path, driver="LIBKML")
    else:
        more = {"FORMAT": "GML3.2"} if kind == "gml" else {}
        frame(crs="EPSG:3006").to_file(path, driver=DRIVERS[kind], **more)
    return [path, *(other for other in folder.glob("delar.*") if other != path)]


@pytest.mark.parametrize("is_zipped", [False, True])
@pytest.mark.parametrize(
    "kind", ["gml", "kml", "fgb", "tab", "mif", "esri.json", "topo.json", "gpkg", "geojson"]
)
def test_every_kind_by_itself_and_zipped(tmp_path, kind, is_zipped, capfd):
    files = saved(tmp_path, kind)
    reading, names = read(packed(tmp_path, *files) if is_zipped else files[0])
    assert (reading.problems, reading.questions) == ([], {})
    found = gpd.GeoSeries([NORRBY, ANGEN, AKERN])
    assert sorted(reading.surfaces) == ["akern", "angen", "norrby"]
    reading.surfaces = {area: reading.surfaces[area] for area in ("norrby", "angen", "akern")}
    check(reading, found)
    assert names.left_out == {"omraden": {"Uppsala"}}
    assert capfd.readouterr() == ("", "")


def test_kmz_and_what_a_mac_packs_beside(tmp_path):
    [file, *_] = saved(tmp_path, "kml")
    with zipfile.ZipFile(tmp_path / "delar.kmz", "w") as content:
        content.write(file, "doc.kml")
        content.writestr("__MACOSX/._doc.kml", b"\0\5\x16\7")
        content.writestr("files/bild.png", b"\x89PNG")
    check(read(tmp_path / "delar.kmz")[0], THREE)


def test_labels_of_a_kml_are_no_surfaces(tmp_path):
    ring = " ".join(f"{x},{y},0" for x, y in RING)
    (tmp_path / "ytor.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Norrby</name><Point><coordinates>14,57'
        "</coordinates></Point></Placemark><Placemark><name>Norrby</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )
    reading, _ = read(tmp_path / "ytor.kml")
    check(reading, gpd.GeoSeries([Polygon(RING)]))


def test_single_feature(tmp_path):
    (tmp_path / "yta.geojson").write_text(json.dumps(feature()))
    check(read(tmp_path / "yta.geojson")[0], gpd.GeoSeries([Polygon(RING)]))


def test_large_collection_that_says_what_it_is_last(tmp_path):
    ring = [[14 + at * 1e-6, 57.7] for at in range(5000)] + [[14.1, 57.8], [14, 57.7]]
    content = {"features": [feature(coordinates=[ring])], "type": "FeatureCollection"}
    (tmp_path / "ytor.geojson").write_text(json.dumps(content))
    assert (tmp_path / "ytor.geojson").read_bytes().find(b"FeatureCollection") > 1 << 16
    assert read(tmp_path / "ytor.geojson")[0].surfaces.keys() == {"norrby"}


def test_rings_of_esri_are_holes_and_islands_by_how_they_run(tmp_path):
    """A square with a hole that has an island: 16 − 4 + 1 parts of 25."""

    def ring(size: float) -> list:
        return shapely.get_coordinates(box(14 - size, 57 - size, 14 + size, 57 + size)).tolist()

    for first in (1, -1):
        rings = [ring(0.2)[::first], ring(0.1)[::-first], ring(0.05)[::first]]
        one = {"attributes": {"namn": "Norrby"}, "geometry": {"rings": rings[::-1]}}
        (tmp_path / "y.json").write_text(json.dumps(esri() | {"features": [one]}))
        [surface] = read(tmp_path / "y.json")[0].surfaces.values()
        assert shapely.from_geojson(json.dumps(surface)).area == pytest.approx(0.16 - 0.04 + 0.01)


def test_hole_of_esri_may_touch_the_ring_around_it_and_must_have_one():
    """10 × 10 without a triangle of base 4 and height 3: 100 − 6."""
    square, hole = [[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]], [[0, 5], [3, 3], [3, 7], [0, 5]]
    assert geojson._esri_shape({"geometry": {"rings": [square, hole]}}).area == 94
    assert (
        geojson._esri_shape({"geometry": {"rings": [square, [[x + 20, y] for x, y in hole]]}})
        is None
    )


def test_rings_of_esri_in_rings_very_many_times_are_not_read():
    rings = [shapely.get_coordinates(box(-1 - at, -1 - at, 1 + at, 1 + at)) for at in range(400)]
    holes = [shapely.get_coordinates(box(-0.5, -0.5, 0.5, 0.5))[::-1]] * 400  # 160 000 pairs
    assert geojson._esri_shape({"geometry": {"rings": rings + holes}}) is None


def test_lines_that_surfaces_share_in_topojson(tmp_path):
    """Two triangles on either side of one line, and a collection in a collection."""
    lines = [
        [[14, 57], [14.1, 57.1]],
        [[14.1, 57.1], [14, 57.1], [14, 57]],
        [[14, 57], [14.1, 57], [14.1, 57.1]],
    ]
    areas = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"namn": "Norrby"}},
        {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"namn": "Ängen"}},
    ]
    inner = {"type": "GeometryCollection", "geometries": areas}
    content = {
        "type": "Topology",
        "arcs": lines,
        "objects": {"a": {"type": "GeometryCollection", "geometries": [inner]}},
    }
    (tmp_path / "y.json").write_text(json.dumps(content))
    triangles = [
        Polygon([(14, 57), (14.1, 57.1), (14, 57.1)]),
        Polygon([(14, 57), (14.1, 57), (14.1, 57.1)]),
    ]
    check(read(tmp_path / "y.json")[0], gpd.GeoSeries(triangles))


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "cp850", "cp1252", "mac_roman"])
@pytest.mark.parametrize("told", ["", "UTF-8", "ISO-8859-1"])
def test_texts_of_a_shapefile_are_told_by_themselves_whatever_its_cpg_says(
    tmp_path, encoding, told
):
    frame().to_file(tmp_path / "delar.shp", encoding="utf-8")
    content = bytearray((tmp_path / "delar.dbf").read_bytes())
    content[29] = 0
    for name in WEST:
        was, now = name.encode(), name.encode(encoding)
        content = content.replace(was, now + b" " * (len(was) - len(now)))
    (tmp_path / "delar.dbf").write_bytes(content)
    (tmp_path / "delar.cpg").write_text(told) if told else (tmp_path / "delar.cpg").unlink()
    check(read(tmp_path / "delar.shp")[0], THREE)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_geojson_in_other_encodings(tmp_path, encoding):
    features = [feature(name, [corners(west)]) for name, west in WEST.items()]
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (tmp_path / "ytor.geojson").write_bytes(content.encode(encoding))
    check(read(tmp_path / "ytor.geojson")[0], THREE)


# Systems


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("http://www.opengis.net/def/crs/EPSG/0/3006", 3006),
        ("https://www.opengis.net/def/crs/EPSG/0/3008", 3008),
        ("http://www.opengis.net/gml/srs/epsg.xml#3006", 3006),
        ("urn:x-ogc:def:crs:EPSG:3006", 3006),
        ("urn:ogc:def:crs:EPSG:9.8:3006", 3006),
        ("epsg:3006", 3006),
        ("SWEREF99 TM", 3006),
        ("SWEREF 99 TM", 3006),
        ("SWEREF99_13_30", 3008),
        ("RT90 2.5 gon V", 3021),
        ("WGS 84", 4326),
        ("WGS84", 4326),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", None),
        ("CRS84", 4326),
    ],
)
def test_names_of_systems(name, epsg):
    found = system_named(name)
    assert found.to_epsg() == epsg if epsg else found.is_geographic


@pytest.mark.parametrize(
    "name", ["", "3", "EPSG:1", "http://example.org/EPSG/0/3006", "+proj=longlat", "/etc/passwd"]
)
def test_what_names_no_system(name):
    assert system_named(name) is None


@pytest.mark.parametrize("srs_id", [0, -1])
@pytest.mark.parametrize("epsg", [3006, 3008])
def test_geopackage_of_an_undeclared_system(tmp_path, srs_id, epsg):
    path = tmp_path / "ytor.gpkg"
    frame(crs=f"EPSG:{epsg}").to_file(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE gpkg_geometry_columns SET srs_id = {srs_id}")
        connection.execute(f"UPDATE gpkg_contents SET srs_id = {srs_id}")
    standing = {"norrby": json.loads(shapely.to_geojson(NORRBY))}
    reading = surfaces.FORMAT.read(Upload.of(path), Context(Names(KNOWN), surfaces=standing))
    check(reading, THREE)
    assert "Filen anger inget känt koordinatsystem" in reading.notes[-1]


# What an open program hasn't put in a GeoPackage


@pytest.fixture
def being_edited(tmp_path):
    """A GeoPackage in which Norrby is called something else since it was opened, and its -wal."""
    path = tmp_path / "delar.gpkg"
    frame().to_file(path)
    with sqlite3.connect(path, isolation_level=None) as edit:
        edit.execute("PRAGMA journal_mode = WAL")
        edit.execute("PRAGMA wal_autocheckpoint = 0")
        for (trigger,) in edit.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            edit.execute(f'DROP TRIGGER "{trigger}"')
        edit.execute("UPDATE delar SET namn = 'Nyby' WHERE namn = 'Norrby'")
        yield path, path.with_name("delar.gpkg-wal")


def test_wal_beside_a_geopackage_goes_with_it(being_edited):
    assert read(being_edited[0])[0].surfaces.keys() == {"angen", "akern"}


def test_wal_that_is_chosen_with_a_geopackage_goes_with_it(being_edited, tmp_path):
    gpkg, wal = (
        Upload(path.rename(tmp_path / f"f{at}"), path.name) for at, path in enumerate(being_edited)
    )
    names = Names(KNOWN)
    assert surfaces.FORMAT.read(gpkg, Context(names, companions=[wal])).surfaces.keys() == {
        "angen",
        "akern",
    }
    assert surfaces.FORMAT.recognises(wal)
    told = surfaces.FORMAT.read(wal, Context(names, companions=[gpkg]))
    assert (told.notes, told.surfaces) == (["Filen hör till delar.gpkg och läses med den."], {})
    assert "hör till en annan fil" in faults(wal.path.rename(tmp_path / "x.gpkg-wal"))


def test_geopackage_whose_wal_may_be_left_behind_is_asked_about(being_edited, tmp_path):
    gpkg = Upload(being_edited[0].rename(tmp_path / "f1"), "delar.gpkg")
    asked = surfaces.FORMAT.read(gpkg, Context(Names(KNOWN)))
    assert (asked.surfaces, list(asked.questions), asked.is_answered) == ({}, ["wal"], False)
    read_so = surfaces.FORMAT.read(gpkg, Context(Names(KNOWN), {"wal": "utan"}))
    assert read_so.surfaces.keys() == {"norrby", "angen", "akern"}


# What isn't read


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("a.dwg", b"AC1032\0\0", "en ritning (DWG)"),
        ("a.dxf", b"  0\r\nSECTION\r\n  2\r\nHEADER", "en ritning (DXF)"),
        ("a.wor", b"!Workspace\n!Version 600\n", "en arbetsyta från MapInfo"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0", "en Personal Geodatabase från ArcGIS"),
        ("a.tif", b"II*\0\x08\0\0\0", "en bild eller ett rutnät"),
        ("a.asc", b"ncols 4\nnrows 6\n", "en bild eller"),
        ("a.gpx", b'<?xml version="1.0"?><gpx version="1.1"></gpx>', "en spårfil (GPX)"),
        (
            "a.qgs",
            b"<!DOCTYPE qgis PUBLIC 'x' 'y'>\n<qgis version='3'></qgis>",
            "ett projekt från QGIS",
        ),
    ],
)
def test_what_is_not_read_is_named(tmp_path, name, head, what):
    (tmp_path / name).write_bytes(head)
    assert surfaces.FORMAT.recognises(Upload.of(tmp_path / name))
    assert faults(tmp_path / name).startswith(f"{name}: är {what}")
    assert "spara områdenas lager som GeoPackage" in faults(tmp_path / name)


def test_parts_of_files_are_told_from_tables_that_are_called_so(tmp_path):
    saved(tmp_path, "tab")
    frame().to_file(tmp_path / "delar.shp")
    more = {
        "sbn": b"\0\0\x27\x0a" + bytes(50),
        "sbx": b"\0\0\x27\x0a" + bytes(50),
        "qpj": b'GEOGCS["x"]',
        "qmd": b"<!DOCTYPE qgis><qgis version='3'/>",
        "shp.xml": b"<metadata/>",
    }
    for ending in (
        "shx",
        "dbf",
        "prj",
        "cpg",
        "dat",
        "map",
        "id",
        "sbn",
        "sbx",
        "qpj",
        "qmd",
        "shp.xml",
    ):
        path = tmp_path / f"delar.{ending}"
        path.exists() or path.write_bytes(more[ending])
        assert faults(tmp_path / f"delar.{ending}").startswith(
            f"delar.{ending}: hör till en annan fil"
        )
    (tmp_path / "uttag.dat").write_text("kommunkod;antal\n9999;7\n")
    assert not surfaces.FORMAT.recognises(Upload.of(tmp_path / "uttag.dat"))


def test_packed_geodatabase_is_named(tmp_path):
    path = packed(tmp_path, a00000001_gdbtable=b"\3\0")
    assert faults(path).startswith("ytor.zip: är en filgeodatabas från ArcGIS")


def test_zip_of_several_kinds_is_several_layers(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as content:
        content.writestr("a.json", '{"not": "surfaces"}')
        content.writestr("b.geojson", collection(tmp_path, feature("Uppsala")).read_text())
        content.writestr("c.geojson", collection(tmp_path, feature()).read_text())
    (tmp_path / "ytor.zip").write_bytes(inner.getvalue())
    assert read(tmp_path / "ytor.zip")[0].surfaces.keys() == {"norrby"}


# Damaged files


def whole(kind: str) -> dict[str, bytes]:
    """The parts of a file that programs save, by their endings."""
    with tempfile.TemporaryDirectory() as folder:
        return {path.suffix.lower(): path.read_bytes() for path in saved(Path(folder), kind)}


WHOLE = {
    kind: whole(kind) for kind in ("gml", "kml", "fgb", "tab", "mif", "esri.json", "topo.json")
}


@pytest.mark.filterwarnings("error")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(sorted(WHOLE)))
def test_damaged_file_of_any_kind_is_read_or_refused(data, kind, tmp_path, capfd):
    parts = dict(WHOLE[kind])
    hurt = data.draw(st.sampled_from(sorted(parts)))
    parts[hurt] = damaged(data.draw, parts[hurt])
    upload = Upload.of(
        packed(tmp_path, **{f"a{ending.replace('.', '_')}": part for ending, part in parts.items()})
    )
    surfaces.FORMAT.recognises(upload)
    try:
        reading = surfaces.FORMAT.read(upload, Context(Names(KNOWN)))
    except InvalidStore as invalid:
        assert invalid.problems
    else:
        assert areafile.from_file("omraden.geojson", as_stored(reading), IDS)[1] == []
    assert capfd.readouterr() == ("", "")
