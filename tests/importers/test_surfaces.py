"""Surfaces in the formats and coordinates that others use; whatever a file holds, it is read or
refused in words."""

import io
import json
import shutil
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from shapely import Polygon, box

from lagesbild_data.bring.formats import surfaces
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.surfaces import geoparquet, layer, opening
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import areafile
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words.problems import InvalidStore

KNOWN = rows_of(Location.parse(Path(__file__).parents[1] / "litet"))
IDS = [row["omrade_id"] for row in KNOWN["omraden"]]
NORRBY, ANGEN, AKERN, OTHER = (
    box(14 + west, 57.7, 14.1 + west, 57.8) for west in (0, 0.2, 0.4, 0.6)
)
RING = [[14.1, 57.7], [14.2, 57.7], [14.2, 57.8], [14.1, 57.7]]
BESIDE = [[x + 0.2, y] for x, y in RING]
"""Where Ängen is unless it is told: no two areas are of the same place."""


def frame(name: str = "namn", crs: object = "EPSG:4326", **more: list) -> gpd.GeoDataFrame:
    columns = {name: ["Norrby", "Ängen", "Åkern", "Uppsala"], **more}
    drawn = gpd.GeoDataFrame(columns, geometry=[NORRBY, ANGEN, AKERN, OTHER], crs="EPSG:4326")
    return drawn.to_crs(crs)


def packed(folder: Path, *files: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(folder / "ytor.zip", "w", zipfile.ZIP_DEFLATED) as content:
        for file in files:
            content.write(file, f"mapp å/{file.name}")
        for name, data in more.items():
            content.writestr(name.replace("_", "."), data)
    return folder / "ytor.zip"


def write(folder: Path, kind: str, areas: gpd.GeoDataFrame) -> Path:
    """A file of this kind, as other programs write it."""
    path = folder / f"ytor å.{kind}"
    if kind == "zip":
        areas.to_file(folder / "Områden.shp", encoding="utf-8")
        return packed(folder, *folder.glob("Områden.*"))
    if kind == "parquet":
        areas.to_parquet(path)
    else:
        areas.to_file(path, driver={"gpkg": "GPKG", "geojson": "GeoJSON"}[kind])
    return path


def read(path: Path, choices: dict | None = None, *companions: Path) -> tuple[Reading, Names]:
    names = Names(KNOWN, choices or {})
    upload = Upload.of(path)
    assert surfaces.FORMAT.recognises(upload)
    return (
        surfaces.FORMAT.read(
            upload, Context(names, companions=[Upload.of(other) for other in companions])
        ),
        names,
    )


def faults(path: Path) -> str:
    """What is wrong with a file, as the reader sees it."""
    try:
        return "\n".join(
            map(str, surfaces.FORMAT.read(Upload.of(path), Context(Names(KNOWN))).problems)
        )
    except InvalidStore as invalid:
        return str(invalid)


def as_stored(reading: Reading) -> bytes:
    features = [
        {"type": "Feature", "properties": {"omrade_id": area}, "geometry": geometry}
        for area, geometry in (reading.surfaces or {}).items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def check(reading: Reading, expected: gpd.GeoSeries) -> None:
    """The surfaces can be stored, look as GeoJSON should, and lie where GeoPandas has them."""
    assert areafile.from_file("omraden.geojson", as_stored(reading), IDS)[1] == []
    assert {
        area: json.loads(json.dumps(geometry)) for area, geometry in reading.surfaces.items()
    } == reading.surfaces
    for geometry, there in zip(reading.surfaces.values(), expected, strict=True):
        found = shapely.from_geojson(json.dumps(geometry))
        assert found.is_valid
        assert found.centroid.distance(there.centroid) < 1e-5
        assert found.symmetric_difference(there).area < 1e-4 * there.area
        assert all(part.exterior.is_ccw for part in shapely.get_parts(found))
        assert (shapely.get_coordinates(found).round(6) == shapely.get_coordinates(found)).all()


def collection(path: Path, *features: object, **more: object) -> Path:
    path = path / "ytor.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", **more, "features": features}), encoding="utf-8"
    )
    return path


def feature(
    namn: object = "Norrby", coordinates: object = None, kind: str = "Polygon", **properties: object
) -> dict:
    if coordinates is None:
        coordinates = [BESIDE if namn == "Ängen" else RING]
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"namn": namn, **properties}, "geometry": geometry}


# What is read


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:3021", "EPSG:3857", "EPSG:4326"])
@pytest.mark.parametrize("kind", ["gpkg", "geojson", "zip", "parquet"])
def test_every_kind_in_every_system(tmp_path, kind, crs, capfd):
    areas = frame(crs=crs)
    reading, names = read(write(tmp_path, kind, areas))
    assert (reading.problems, list(reading.surfaces)) == ([], ["norrby", "angen", "akern"])
    assert reading.notes == [
        "Områdena känns igen på egenskapen namn.",
        "1 yta hör inte till något område i lagret och lämnas utanför.",
    ]
    assert names.left_out == {"omraden": {"Uppsala"}}
    check(reading, areas.to_crs("EPSG:4326").geometry[:3])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "name", ["omrade_id", "NAMN", "regsonamn", "regsonamn/desokod", "Vdnamn", "Name"]
)
def test_property_that_tells_the_area(tmp_path, name):
    reading, _ = read(
        write(tmp_path, "geojson", frame(name, annat=["Åkern"] * 4, kod=[1, 2, 3, 4]))
    )
    assert list(reading.surfaces) == ["norrby", "angen", "akern"]
    assert f"egenskapen {name}." in reading.notes[0]


def test_first_property_that_means_anything_is_taken(tmp_path):
    both = frame("regsonamn", omrade_id=["a1", "a2", "a3", "a4"], namn=["x", None, "y", ""])
    assert len(read(write(tmp_path, "gpkg", both))[0].surfaces) == 3


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("kind", ["geojson", "parquet", "zip", "gpkg"])
def test_undeclared_sweref(tmp_path, kind):
    drawn = frame(crs="EPSG:3006")
    path = write(tmp_path, kind, drawn.set_crs(None, allow_override=True))
    reading, _ = read(path)
    assert reading.notes[1:] == [
        "1 yta hör inte till något område i lagret och lämnas utanför.",
        "Filen anger inget känt koordinatsystem; koordinaterna läses som SWEREF 99 TM (EPSG:3006).",
    ]
    check(reading, drawn.to_crs("EPSG:4326").geometry[:3])


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("declared", ["EPSG:4326", "EPSG:3006", None])
def test_north_before_east(tmp_path, declared):
    drawn = frame(crs="EPSG:3006")
    turned = drawn.set_geometry(
        shapely.transform(drawn.geometry.values, lambda c: c[:, ::-1])
    ).set_crs(declared, allow_override=True)
    reading, _ = read(write(tmp_path, "gpkg", turned))
    assert "läses som SWEREF 99 TM (EPSG:3006), med nord före öst." in reading.notes[2]
    check(reading, drawn.to_crs("EPSG:4326").geometry[:3])


def test_latitude_before_longitude(tmp_path):
    turned = [[latitude, longitude] for longitude, latitude in RING]
    reading, _ = read(collection(tmp_path, feature(coordinates=[turned])))
    assert "läses som WGS 84 (longitud och latitud), med nord före öst." in reading.notes[1]
    assert areafile.from_file("omraden.geojson", as_stored(reading), IDS)[1] == []
    assert Polygon(reading.surfaces["norrby"]["coordinates"][0]).equals(Polygon(RING))


@pytest.mark.parametrize(
    "name", ["EPSG:3006", "urn:ogc:def:crs:EPSG::3006", "urn:ogc:def:crs:EPSG:9.8:3006"]
)
def test_system_that_old_geojson_names(tmp_path, name):
    ring = shapely.get_coordinates(frame(crs="EPSG:3006").geometry.iloc[:1]).tolist()
    crs = {"type": "name", "properties": {"name": name}}
    reading, _ = read(collection(tmp_path, feature(coordinates=[ring]), crs=crs))
    check(reading, gpd.GeoSeries([NORRBY]))
    assert len(reading.notes) == 1


def test_near_names_are_asked_about_and_the_answer_is_used(tmp_path):
    path = collection(tmp_path, feature("Norrby centrum"), feature("Ängen"), feature("Grannstad"))
    reading, names = read(path)
    assert [unmatched.suggestions for unmatched in names.unmatched.values()] == [("norrby",)]
    assert list(reading.surfaces) == ["angen"]
    assert "1 yta hör" in reading.notes[1]
    assert list(read(path, {("omraden", "norrby centrum"): "norrby"})[0].surfaces) == [
        "norrby",
        "angen",
    ]
    assert "1 yta hör" in read(path, {("omraden", "norrby centrum"): ""})[0].notes[1]


def test_file_with_only_near_names_is_asked_about(tmp_path):
    path = collection(tmp_path, feature("Norrby centrum", name="Uppsala"))
    reading, names = read(path)
    assert (reading.surfaces, len(names.unmatched), names.left_out) == ({}, 1, {})
    assert list(read(path, {("omraden", "norrby centrum"): "norrby"})[0].surfaces) == ["norrby"]
    assert read(path, {("omraden", "norrby centrum"): ""})[0].surfaces == {}


def test_national_file_asks_nothing(tmp_path):
    others = [feature(f"Norrby {number}", kommunkod="0180") for number in range(300)]
    reading, names = read(collection(tmp_path, *others, feature("Norrby", kommunkod="9999")))
    assert (list(reading.surfaces), names.unmatched, names.left_out) == (["norrby"], {}, {})
    assert "300 ytor" in reading.notes[1]


@pytest.mark.parametrize(
    "code",
    [{"kommunkod": "0180"}, {"kommunkod": 180}, {"RegSOKod": "0180R001"}, {"Lkfv": "01800101"}],
)
def test_same_name_in_another_kommun_is_another_area(tmp_path, code):
    [ours] = [
        {
            name: str(value).replace("0180", "9999").replace("180", "9999")
            for name, value in code.items()
        }
    ]
    far = [[x - 3, y] for x, y in RING]
    reading, _ = read(collection(tmp_path, feature(coordinates=[far], **code), feature(**ours)))
    assert Polygon(reading.surfaces["norrby"]["coordinates"][0]).equals(Polygon(RING))
    assert "har inga ytor" in faults(collection(tmp_path, feature(**code)))


def test_parts_of_an_area_are_one_surface(tmp_path):
    beside = [[x + 0.1, y] for x, y in RING]
    reading, _ = read(
        collection(tmp_path, feature(), feature(coordinates=[beside]), feature("Ängen"))
    )
    assert reading.surfaces["norrby"]["type"] == "MultiPolygon"
    assert "3 ytor har slagits ihop till 2 ytor, en för varje område." in reading.notes
    assert areafile.from_file("omraden.geojson", as_stored(reading), IDS)[1] == []


def test_surface_that_crosses_itself_is_mended(tmp_path):
    bow = [[14, 57], [15, 58], [15, 57], [14, 58], [14, 57]]
    reading, _ = read(collection(tmp_path, feature(coordinates=[bow])))
    check(reading, gpd.GeoSeries([Polygon(bow)]).make_valid())
    assert "1 yta med linjer som korsar varandra har rättats." in reading.notes


def test_heights_and_lines_are_left_out(tmp_path):
    high = [[*position, 12.5] for position in RING]
    parts = [
        {"type": "LineString", "coordinates": RING},
        {"type": "MultiPolygon", "coordinates": [[high]]},
    ]
    mixed = feature("Ängen") | {"geometry": {"type": "GeometryCollection", "geometries": parts}}
    alone, _ = read(collection(tmp_path, feature(coordinates=[high])))
    reading, _ = read(collection(tmp_path, mixed))
    assert reading.surfaces["angen"] == alone.surfaces["norrby"]
    assert {len(position) for position in reading.surfaces["angen"]["coordinates"][0]} == {2}
    three = gpd.GeoDataFrame({"namn": ["Norrby"]}, geometry=[shapely.force_3d(NORRBY, 5)], crs=4326)
    for kind in ("gpkg", "zip", "parquet"):
        check(read(write(tmp_path, kind, three))[0], gpd.GeoSeries([NORRBY]))


def test_layers_of_a_geopackage(tmp_path):
    path = tmp_path / "två.gpkg"
    frame("etikett").to_file(path, layer="annat")
    frame().set_geometry(shapely.centroid(frame().geometry.values)).to_file(path, layer="punkter")
    frame(crs="EPSG:3006").to_file(path, layer="områden; --")
    reading, _ = read(path)
    assert reading.notes[0] == 'Filen har 2 lager med ytor; de i "områden; --" läses in.'
    check(reading, gpd.GeoSeries([NORRBY, ANGEN, AKERN]))


def test_several_shapefiles_in_a_zip(tmp_path):
    frame("etikett").to_file(tmp_path / "Annat.shp")
    frame().to_file(tmp_path / "Delar.SHP", driver="ESRI Shapefile")
    reading, _ = read(packed(tmp_path, *tmp_path.glob("Annat.*"), *tmp_path.glob("Delar.*")))
    assert reading.notes[0] == 'Filen har 2 lager med ytor; de i "Delar" läses in.'


def test_shapefile_with_its_other_files(tmp_path):
    frame(crs="EPSG:3006").to_file(tmp_path / "delar.shp")
    assert len(read(tmp_path / "delar.shp")[0].surfaces) == 3
    (tmp_path / "för sig").mkdir()
    alone = Path(shutil.move(tmp_path / "delar.shp", tmp_path / "för sig" / "delar.shp"))
    assert (
        faults(alone)
        == "delar.shp: saknar .shx och .dbf, som hör till en Shapefile; packa alla dess filer"
        " (.shp, .shx, .dbf, .prj, .cpg) i en zip-fil och läs in den"
    )
    assert len(read(alone, None, *tmp_path.glob("delar.*"))[0].surfaces) == 3


def test_reading_the_published_surfaces_changes_nothing_but_decimals(tmp_path):
    published = Path(__file__).parents[2] / "geo" / "omraden.geojson"
    content = json.loads(published.read_bytes())
    names = Names(
        {
            "omraden": [
                {
                    "omrade_id": one["properties"]["omrade_id"],
                    "namn": one["properties"]["omrade_id"],
                    "typ": "bostadsområde",
                    "kommunkod": "0680",
                }
                for one in content["features"]
            ]
        }
    )
    path = Path(shutil.copy(published, tmp_path / "ytor.geojson"))
    reading = surfaces.FORMAT.read(Upload.of(path), Context(names))
    again = tmp_path / "igen.geojson"
    again.write_bytes(as_stored(reading))
    assert areafile.from_file("omraden.geojson", as_stored(reading), None)[1] == []
    assert surfaces.FORMAT.read(Upload.of(again), Context(names)).surfaces == reading.surfaces
    assert len(reading.surfaces) == len(content["features"])


# What is refused


def test_no_area_is_known(tmp_path):
    path = collection(tmp_path, feature("Uppsala", kod=7, tom=None), feature("Grannstad", kod=8))
    assert (
        faults(path)
        == "ytor.geojson: har inga ytor för områdena i lagret. Områdets id eller namn ska stå i"
        " egenskapen omrade_id, namn, regsonamn, regsonamn/desokod, vdnamn, name, område eller"
        " omrade; filen har namn (Uppsala, Grannstad); kod (7, 8); tom"
    )


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            feature(coordinates=[[[14, 57], [15, 57]]]),
            "ytor.geojson yta 2: saknar geometri som går att läsa",
        ),
        (feature(coordinates=[[["a", 57], [15, 57]]]), "yta 2: saknar geometri som går att läsa"),
        (
            feature(coordinates=[[[14, 57], [15, float("nan")], [15, 58], [14, 57]]]),
            "yta 2: saknar geometri",
        ),
        (
            feature(coordinates=[[[14, 57], [15, 10**400], [15, 58], [14, 57]]]),
            "yta 2: saknar geometri",
        ),
        (feature(coordinates=[]), "yta 2: saknar yta; geometrin är tom, den ska vara en polygon"),
        (feature() | {"geometry": None}, "yta 2: saknar geometri"),
        (feature() | {"geometry": 7}, "yta 2: saknar geometri"),
        (
            feature("Ängen", [[[14, 57], [14.0000001, 57], [14, 57.0000001], [14, 57]]]),
            "yta 2: är för liten",
        ),
        (feature("Ängen", [[[14, 57], [15, 57], [16, 57], [14, 57]]]), "yta 2: är för liten"),
        (
            feature(coordinates=[[[1400, 57], [15, 57], [15, 58], [1400, 57]]]),
            (
                "har en koordinat, x 1400 och y 57, som är utanför longitud −180–180 och latitud"
                " −90–90, och inte heller i SWEREF 99 TM (x 200 000–1 000 000, y 6 000 000–7 800"
                " 000)"
            ),
        ),
        (
            feature(coordinates=[[[1e300, 57], [15, 57], [15, 58], [1e300, 57]]]),
            "x 1e+300 och y 57",
        ),
    ],
)
def test_bad_geometry(tmp_path, bad, message, capfd):
    assert message in faults(collection(tmp_path, feature("Norrby"), bad))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("depth", [*range(300, 1000, 7)])
def test_lists_in_lists(tmp_path, depth):
    deep = "[" * depth + "]" * depth
    path = collection(tmp_path, feature(coordinates="DJUP"))
    path.write_text(path.read_text().replace('"DJUP"', deep))
    assert "saknar geometri" in faults(path) or "inte giltig JSON" in faults(path)


def test_bad_geometry_of_an_area_that_is_not_here_does_not_matter(tmp_path):
    path = collection(
        tmp_path, feature(), feature("Uppsala", coordinates=[]), 7, feature() | {"properties": []}
    )
    reading, _ = read(path)
    assert (list(reading.surfaces), reading.problems) == (["norrby"], [])
    assert "3 ytor" in reading.notes[1]


def test_coordinates_that_the_system_has_no_place_for(tmp_path):
    drawn = frame(crs="EPSG:3006").set_geometry(frame(crs="EPSG:3006").geometry.translate(1e12))
    assert "som ligger utanför det område som SWEREF99 TM gäller för" in faults(
        write(tmp_path, "gpkg", drawn)
    )
    away = collection(tmp_path, feature(coordinates=[[[x - 30, y] for x, y in RING]]))
    assert "Ytor ligger utanför Sverige; kontrollera filens koordinatsystem." in read(away)[0].notes


def test_system_that_is_unknown(tmp_path):
    for name in ("EPSG:999999", "+init=epsg:3006", "/etc/passwd", None):
        crs = {"type": "name", "properties": {"name": name}}
        assert "som inte är känt" in faults(collection(tmp_path, feature(), crs=crs))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": {"a": 1}}',
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_geojson(tmp_path, text):
    (tmp_path / "ytor.geojson").write_text(text)
    assert faults(tmp_path / "ytor.geojson").startswith("ytor.geojson")


def test_zip_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_UNPACKED", 3 * 2**20)
    frame().to_file(tmp_path / "a.shp")
    with zipfile.ZipFile(tmp_path / "ytor.zip", "w", zipfile.ZIP_DEFLATED) as content:
        for part in tmp_path.glob("a.*"):
            content.write(part, part.name)
        with content.open("b.dbf", "w") as file:
            for _ in range(4):
                file.write(bytes(2**20))
    assert faults(tmp_path / "ytor.zip") == "ytor.zip: blir 4 MB uppackad; högst 3 MB är tillåtet"


def test_parquet_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(layer, "MOST_UNPACKED", 3 * 2**20)
    metadata = {
        b"geo": (
            json.dumps(
                {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
            ).encode()
        )
    }
    many = pa.table({"namn": ["Norrby"] * 1000, "geometry": [bytes(60_000)] * 1000})
    parquet.write_table(many.replace_schema_metadata(metadata), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 2**20
    assert (
        faults(tmp_path / "a.parquet")
        == "a.parquet: har ytor och uppgifter som tillsammans är större än 3 MB; dela upp den"
    )
    rows = pa.table({"namn": ["Norrby"] * 100_001, "geometry": [b""] * 100_001})
    parquet.write_table(rows.replace_schema_metadata(metadata), tmp_path / "b.parquet")
    assert "har fler än 100\u00a0000 ytor" in faults(tmp_path / "b.parquet")


@pytest.mark.parametrize("kind", [6, 7])
def test_geometry_nested_without_end(tmp_path, kind):
    areas = frame()
    areas.to_parquet(tmp_path / "ytor.parquet")
    table = parquet.read_table(tmp_path / "ytor.parquet")
    deep = struct.pack("<BII", 1, kind, 1) * 1_000_000 + shapely.to_wkb(NORRBY)
    two = struct.pack("<BII", 1, 6, 2) + shapely.to_wkb(NORRBY) + deep
    column = pa.array([deep, two, shapely.to_wkb(AKERN), shapely.to_wkb(OTHER)])
    parquet.write_table(table.set_column(1, "geometry", column), tmp_path / "ytor.parquet")
    assert faults(tmp_path / "ytor.parquet").count("saknar geometri som går att läsa") == 2


def test_parquet_without_geometry(tmp_path):
    parquet.write_table(pa.table({"namn": ["Norrby"]}), tmp_path / "ytor.parquet")
    assert not surfaces.FORMAT.recognises(Upload.of(tmp_path / "ytor.parquet"))
    assert "har inga områdesytor som går att läsa" in faults(tmp_path / "ytor.parquet")


@pytest.mark.parametrize("order", ["little", "big"])
def test_geometry_in_either_byte_order_and_with_measures(tmp_path, order):
    several = shapely.multipolygons(
        [Polygon(NORRBY.exterior, [NORRBY.buffer(-0.01).exterior]), ANGEN]
    )
    tall = shapely.from_wkt("POLYGON ZM ((14 57 1 2, 15 57 1 2, 15 58 1 2, 14 57 1 2))")
    flat = shapely.to_wkb(
        [several, shapely.force_3d(several), tall],
        byte_order=order == "little",
        flavor="iso",
        output_dimension=4,
    )
    for content in flat:
        assert geoparquet.holds_polygons(content)


@pytest.mark.parametrize(
    "geo",
    [
        b"",
        b"[]",
        b"{}",
        b'{"primary_column": "namn", "columns": {"namn": {"encoding": "WKB"}}}',
        b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "point"}}}',
        (
            b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs":'
            b' {"a": 1}}}}'
        ),
    ],
)
def test_parquet_that_says_something_else_of_its_geometry(tmp_path, geo):
    frame().to_parquet(tmp_path / "ytor.parquet")
    table = parquet.read_table(tmp_path / "ytor.parquet").replace_schema_metadata({b"geo": geo})
    parquet.write_table(table, tmp_path / "ytor.parquet")
    assert faults(tmp_path / "ytor.parquet")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "DROP TABLE gpkg_contents",
            "gpkg_contents, gpkg_geometry_columns eller gpkg_spatial_ref_sys saknas",
        ),
        (
            (
                "ALTER TABLE gpkg_geometry_columns RENAME TO dold;"
                "CREATE VIEW gpkg_geometry_columns AS SELECT * FROM dold"
            ),
            "saknas",
        ),
        (
            (
                'ALTER TABLE "ytor å" RENAME TO dold;'
                'CREATE VIEW "ytor å" AS WITH RECURSIVE n(x) AS '
                "(SELECT 1 UNION ALL SELECT x FROM n) SELECT dold.* FROM dold, n"
            ),
            "innehåller inga ytor",
        ),
        (
            (
                'ALTER TABLE "ytor å" ADD COLUMN name TEXT GENERATED ALWAYS'
                " AS/**/(hex(zeroblob(1000)))"
            ),
            "inga ytor",
        ),
        ('UPDATE "ytor å" SET geom = zeroblob(200)', "är skadad eller ofullständig"),
        (
            (
                "UPDATE gpkg_spatial_ref_sys SET definition = 'x', organization = 'y',"
                " organization_coordsys_id = 9"
            ),
            "",
        ),
    ],
)
@pytest.mark.filterwarnings("error")
def test_geopackage_made_to_harm(tmp_path, script, message, capfd):
    path = write(tmp_path, "gpkg", frame())
    connection = sqlite3.connect(path)
    connection.executescript(
        "".join(
            f'DROP TRIGGER IF EXISTS "{name}";'
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
        )
        + "PRAGMA legacy_alter_table = ON;"
        + script
    )
    connection.close()
    assert message in faults(path)
    assert capfd.readouterr() == ("", "")


def test_other_drivers_are_never_asked(tmp_path):
    frame().to_file(tmp_path / "hemlig.geojson")
    virtual = (
        "<OGRVRTDataSource><OGRVRTLayer name='hemlig'><SrcDataSource>"
        f"{tmp_path}/hemlig.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()
    for name in ("ytor.vrt", "ytor.shp", "ytor.gpkg", "ytor.geojson", "ytor.zip"):
        (tmp_path / name).write_bytes(virtual)
        assert not surfaces.FORMAT.recognises(Upload.of(tmp_path / name))
        assert "har inga områdesytor som går att läsa; det ska vara GeoPackage, GeoJSON" in faults(
            tmp_path / name
        )
    assert "ytor.zip/a.shp: har inga områdesytor som går att läsa" in faults(
        packed(tmp_path, a_shp=virtual, a_dbf=virtual, a_shx=virtual)
    )
    assert "saknar .shx och .dbf" in faults(packed(tmp_path, a_shp=b"\0\0\x27\x0a"))
    assert "har inga områdesytor som går att läsa" in faults(packed(tmp_path, a_txt=b""))


# Damaged files


def whole(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write(
            Path(folder), kind, frame(crs="EPSG:3006", kommunkod=["9999"] * 4)
        ).read_bytes()


WHOLE: dict[str, bytes] = {kind: whole(kind) for kind in ("gpkg", "geojson", "zip", "parquet")}


def damaged(draw: Callable, content: bytes) -> bytes:
    cut = bytearray(content[: draw(st.just(len(content)) | st.integers(0, len(content)))])
    for at in draw(st.lists(st.integers(0, max(0, len(cut) - 1)), max_size=8)) if cut else []:
        cut[at] = draw(st.integers(0, 255))
    return bytes(cut)


@pytest.mark.filterwarnings("error")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(["gpkg", "geojson", "zip", "shp", "parquet"]))
def test_damaged_file_is_read_or_refused(data, kind, tmp_path, capfd):
    if kind == "shp":
        with zipfile.ZipFile(io.BytesIO(WHOLE["zip"])) as content:
            parts = {Path(name).name: content.read(name) for name in content.namelist()}
        hurt = data.draw(st.sampled_from(sorted(parts)))
        parts[hurt] = damaged(data.draw, parts[hurt])
        path = packed(
            tmp_path, **{name.replace(".", "_"): content for name, content in parts.items()}
        )
    else:
        path = tmp_path / f"ytor.{kind}"
        path.write_bytes(damaged(data.draw, WHOLE[kind]))
    upload = Upload.of(path)
    surfaces.FORMAT.recognises(upload)
    try:
        reading = surfaces.FORMAT.read(upload, Context(Names(KNOWN)))
    except InvalidStore as invalid:
        assert invalid.problems
    else:
        assert areafile.from_file("omraden.geojson", as_stored(reading), IDS)[1] == []
    assert capfd.readouterr() == ("", "")


# Beside the surfaces that there are


def surface(shape: Polygon) -> dict:
    return json.loads(shapely.to_geojson(shape))


STANDING = {"norrby": surface(NORRBY), "angen": surface(ANGEN)}


@pytest.mark.parametrize("zone", [3007, 3008, 3010])
def test_undeclared_local_zone_is_told_by_the_surfaces_that_there_are(tmp_path, zone):
    path = write(tmp_path, "geojson", frame(crs=f"EPSG:{zone}"))
    content = json.loads(path.read_text())
    content.pop("crs", None)
    path.write_text(json.dumps(content))
    reading = surfaces.FORMAT.read(Upload.of(path), Context(Names(KNOWN), surfaces=STANDING))
    check(reading, gpd.GeoSeries([NORRBY, ANGEN, AKERN]))
    assert any("nära lagrets andra ytor" in note for note in reading.notes)


def test_undeclared_surfaces_far_from_the_others_are_refused_and_declared_ones_are_not(tmp_path):
    far = [[[17 + x, y + 2] for x, y in RING]]
    context = Context(Names(KNOWN), surfaces=STANDING)
    path = collection(tmp_path, feature(coordinates=far))
    with pytest.raises(InvalidStore, match="hamnar långt från lagrets andra ytor"):
        surfaces.FORMAT.read(Upload.of(path), context)
    declared = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path = collection(tmp_path, feature(coordinates=far), crs=declared)
    reading = surfaces.FORMAT.read(Upload.of(path), context)
    assert (reading.surfaces, reading.is_answered) == ({}, False)
    assert "Norrby (yta 1, 1\u00a0005 km bort)" in reading.questions["langt-bort"].text
    for answer, areas in (("med", {"norrby"}), ("utan", set())):
        answered = Context(Names(KNOWN), {"langt-bort": answer}, STANDING)
        assert surfaces.FORMAT.read(Upload.of(path), answered).surfaces.keys() == areas


def test_star_that_crosses_itself_without_end_is_refused(tmp_path):
    chance = np.random.default_rng(1)
    star = (chance.random((3000, 2)) + np.array((14, 57))).round(6).tolist()
    path = collection(tmp_path, feature(coordinates=[[*star, star[0]]]))
    assert (
        faults(path)
        == "ytor.geojson: yta 1 har linjer som korsar varandra för många gånger för att rättas"
    )


def test_features_are_counted_before_anything_is_made_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(layer, "MOST_FEATURES", 2)
    assert "har fler än 2 ytor" in faults(collection(tmp_path, feature(), {}, {}))


def test_geopackage_with_a_column_that_is_worked_out_is_not_read(tmp_path):
    path = write(tmp_path, "gpkg", frame())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "ALTER TABLE \"ytor å\" ADD COLUMN bomb TEXT AS (printf('%.*c', 9, 'x'))"
        )
    assert "innehåller inga ytor" in faults(path)
