"""Files of surfaces that name other files and addresses, or are made to cost much: nothing is
opened or fetched."""

import contextlib
import json
import socket
import sqlite3
import threading
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Polygon
from test_surfaces import RING, check, collection, faults, feature, frame, packed, read

from lagesbild_data.bring.formats.surfaces import gdal, kinds
from lagesbild_data.bring.formats.upload import Upload

_GML = """<?xml version="1.0" encoding="utf-8"?>
{doctype}<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
  xmlns:o="http://example.org/o" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://example.org/o {schema}">
<wfs:member><o:delar gml:id="d1"><o:geom><gml:Polygon srsName="{system}" gml:id="g1"><gml:exterior><gml:LinearRing>
<gml:posList>57.7 14.1 57.7 14.2 57.8 14.2 57.7 14.1</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
</o:geom><o:namn {link}>Norrby{text}</o:namn></o:delar></wfs:member>
<wfs:member xlink:href="{other}"/></wfs:FeatureCollection>
"""  # noqa: E501
_SYSTEM = "urn:ogc:def:crs:EPSG::4326"


@pytest.fixture
def elsewhere(tmp_path):
    """A file with a surface of Ängen, which no other file may bring in."""
    (tmp_path / "annat").mkdir()
    secret = tmp_path / "annat" / "hemlig.gml"
    frame().iloc[1:2].to_file(secret, driver="GML", FORMAT="GML3.2")
    return secret


@pytest.fixture
def address():
    """An address that nobody may ask for; `asked` is what came."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    asked.append(connection.recv(100))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        done.set()
        thread.join()
    assert asked == []


def gml(folder, **parts: str):
    wanted = {
        "doctype": "",
        "schema": "d.xsd",
        "system": _SYSTEM,
        "link": "",
        "text": "",
        "other": "#d1",
    } | parts
    (folder / "ytor.gml").write_text(_GML.format(**wanted))
    return folder / "ytor.gml"


def test_gml_fetches_and_opens_nothing(tmp_path, elsewhere, address):
    for place in (f"{address}/x", f"/vsicurl/{address}/x", elsewhere.as_uri(), str(elsewhere)):
        path = gml(
            tmp_path,
            schema=f"{place}.xsd",
            link=f'xlink:href="{place}#ytor.0"',
            other=f"{place}#hemlig.0",
        )
        reading, _ = read(path)
        check(reading, gpd.GeoSeries([Polygon(RING)]))
        refused = gml(tmp_path, system=place)
        assert "som inte är känt; till exempel EPSG:3006 är det" in faults(refused)


@pytest.mark.parametrize("is_within", [False, True])
def test_gml_that_is_a_list_of_sources_fetches_and_opens_nothing(
    tmp_path, elsewhere, address, is_within
):
    for place in (
        f"{address}/x.json",
        f"WFS:{address}/wfs",
        f"/vsicurl/{address}/y.gml",
        str(elsewhere),
    ):
        sources = (
            f"""<OGRVRTLayer name="hemlig"><SrcDataSource>{place}</SrcDataSource></OGRVRTLayer>"""
        )
        text = f"""<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml">{sources}</OGRVRTDataSource>"""
        around = (
            "<wfs:FeatureCollection"
            ' xmlns:wfs="http://www.opengis.net/wfs/2.0">{}</wfs:FeatureCollection>'
        )
        (tmp_path / "ytor.gml").write_text(around.format(text) if is_within else text)
        expected = (
            "innehåller inga ytor"
            if is_within
            else "är inte en kartfil: den börjar med OGRVRTDataSource"
        )
        assert expected in faults(tmp_path / "ytor.gml")
        # not by GDAL either, which asks nothing before it is known what has taken the file
        assert gdal.layers(Upload.of(tmp_path / "ytor.gml"), tmp_path / "ytor.gml", "GML") == []


def test_entities_of_xml_are_refused(tmp_path, elsewhere):
    for entity in (f'SYSTEM "{elsewhere.as_uri()}"', '"lol"'):
        doctype = f"<!DOCTYPE x [<!ENTITY e {entity}>]>"
        assert "har en dokumenttyp (DOCTYPE)" in faults(gml(tmp_path, doctype=doctype, text="&e;"))
        (tmp_path / "y.kml").write_text(
            f"{doctype}<kml><Document><name>&e;</name></Document></kml>"
        )
        assert "har en dokumenttyp (DOCTYPE)" in faults(tmp_path / "y.kml")


def test_several_systems_in_a_gml_are_refused(tmp_path):
    path = gml(tmp_path, other='#d1" srsName="EPSG:3006')
    assert "anger flera koordinatsystem (EPSG:3006, urn:ogc:def:crs:EPSG::4326)" in faults(path)


def test_kml_follows_no_links(tmp_path, elsewhere, address):
    ring = " ".join(f"{x},{y}" for x, y in RING)
    links = "".join(
        f"<NetworkLink><Link><href>{place}</href></Link></NetworkLink><Style><IconStyle><Icon><href>{place}</href></Icon>"
        f"</IconStyle></Style><GroundOverlay><name>Ängen</name><Icon><href>{place}</href></Icon><LatLonBox>"
        "<north>58</north><south>57</south><east>15</east><west>14</west></LatLonBox></GroundOverlay>"
        for place in (f"{address}/x.kml", elsewhere.as_uri())
    )
    (tmp_path / "ytor.kml").write_text(
        "<kml"
        f' xmlns="http://www.opengis.net/kml/2.2"><Document>{links}<Placemark><name>Norrby</name><styleUrl>{address}/s'
        f"</styleUrl><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
        "</Polygon></Placemark></Document></kml>",
        encoding="utf-8",
    )
    check(read(tmp_path / "ytor.kml")[0], gpd.GeoSeries([Polygon(RING)]))


@pytest.mark.parametrize(
    "text",
    [
        (
            "!table\n!version 300\nDefinition Table\n Type NATIVE\n Fields 1\n  Table"
            ' Char(99)\nbegin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\n'
        ),
        (
            '!table\n!version 100\n\nOpen Table "{other}" Hide\nOpen Table "b" Hide\n\nCreate View'
            " v As Select * From a, b\n"
        ),
        '!table\n!version 300\nDefinition Table\n  File "{other}"\n  Type "RASTER"\n',
        "!table\n  Type LINKED\n",
    ],
)
def test_mapinfo_table_shows_nothing_of_others(tmp_path, elsewhere, text):
    (tmp_path / "a.tab").write_text(text.replace("{other}", str(elsewhere)))
    assert "är en tabell från MapInfo utan egna ytor" in faults(tmp_path / "a.tab")


def test_json_follows_no_links(tmp_path, address):
    crs = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    assert "som inte är känt" in faults(collection(tmp_path, feature(), crs=crs))
    more = {
        "links": [{"href": address, "rel": "next"}],
        "$schema": address,
        "exceededTransferLimit": True,
    }
    assert read(collection(tmp_path, feature(), **more))[0].surfaces.keys() == {"norrby"}


def test_names_in_a_zip_file_lead_nowhere(tmp_path, elsewhere):
    frame().to_file(tmp_path / "a.gpkg")
    content = (tmp_path / "a.gpkg").read_bytes()
    path = packed(tmp_path)
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("../../../ut.gpkg", content)
    assert len(read(path)[0].surfaces) == 3
    assert not [*tmp_path.parent.glob("ut.gpkg")]


def test_mapinfo_table_says_all_in_its_beginning(tmp_path):
    frame().rename(columns={"namn": "Type"}).assign(namn=frame()["namn"]).to_file(
        tmp_path / "a.tab", driver="MapInfo File"
    )
    assert len(read(tmp_path / "a.tab")[0].surfaces) == 3  # a column may be called Type
    with (tmp_path / "a.tab").open("a") as file:
        file.write("begin_metadata\n" + '"\\\\x" = "a"\n' * 8000 + "end_metadata\n")
    assert "är för stor för en tabell från MapInfo" in faults(tmp_path / "a.tab")


# What costs much


def test_table_of_narrow_rows_and_wide_fields_is_refused(tmp_path):
    frame().to_file(tmp_path / "a.shp")
    content = bytearray((tmp_path / "a.dbf").read_bytes())
    content[10:12] = (1).to_bytes(2, "little")
    (tmp_path / "a.dbf").write_bytes(content)
    assert "vars rader inte är så breda som dess fält" in faults(tmp_path / "a.shp")


def test_document_type_without_end_is_looked_at_once(tmp_path):
    (tmp_path / "a.xml").write_text("<!DOCTYPE" + "[]" * 20_000)
    assert kinds.kind_of(Upload.of(tmp_path / "a.xml")) == ""


def test_line_that_a_topojson_uses_very_many_times_is_counted(tmp_path):
    line = [[14 + at * 1e-5, 57.7] for at in range(5000)]
    area = {"type": "MultiPolygon", "arcs": [[[0]]] * 5000, "properties": {"namn": "Norrby"}}
    content = {"type": "Topology", "arcs": [line], "objects": {"a": area}}
    (tmp_path / "y.json").write_text(json.dumps(content))
    assert (tmp_path / "y.json").stat().st_size < 200_000
    assert "har ett område (yta 1) med fler än 300\u00a0000 hörn" in faults(tmp_path / "y.json")


def test_tags_in_tags_and_very_many_are_refused(tmp_path):
    deep = "<Folder>" * 200_000 + "</Folder>" * 200_000
    (tmp_path / "y.kml").write_text(f"<kml><Document>{deep}</Document></kml>")
    assert "taggar i mer än 100 led" in faults(tmp_path / "y.kml")
    (tmp_path / "y.kml").write_text(f"<kml><Document>{'<a/>' * 800_001}</Document></kml>")
    assert "har fler än 800\u00a0000 taggar" in faults(tmp_path / "y.kml")


def test_one_endless_text_between_tags_is_refused(tmp_path):
    assert "för många hörn i en yta" in faults(gml(tmp_path, text=" " * (40 * 2**20)))


_ENDLESS = """DROP TABLE gpkg_extensions; CREATE VIEW gpkg_extensions AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT 'a' table_name, 'b' column_name, 'c' extension_name, 'd' definition, 'e' scope FROM n WHERE i < 0"""  # noqa: E501


def test_view_of_a_geopackage_is_never_asked(tmp_path):
    path = tmp_path / "ytor.gpkg"
    frame().to_file(path, driver="GPKG")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(_ENDLESS)
    with ProcessPoolExecutor(
        1, get_context("spawn")
    ) as pool:  # a view without end stops all of a process
        reading = pool.submit(_areas_of, path)
        try:
            assert reading.result(timeout=60) == ["akern", "angen", "norrby"]
        finally:
            for process in pool._processes.values():
                process.kill()


def _areas_of(path: Path) -> list[str]:
    reading, _ = read(path)
    return sorted(reading.surfaces)


# What lies beside a file


@pytest.mark.parametrize(
    ("name", "part", "size", "fault"),
    [
        ("delar.shp", "delar.dbf", 2**28, "som tillsammans är större än 200 MB; dela upp den"),
        ("delar.shp", "delar.prj", 2**20, "har en .prj eller .cpg som är för stor"),
        (
            "delar.gpkg",
            "delar.gpkg-wal",
            2**28,
            "som tillsammans är större än 200 MB; dela upp den",
        ),
        ("delar.tab", "delar.map", 2**28, "som tillsammans är större än 200 MB; dela upp den"),
    ],
)
def test_large_file_beside_is_refused_before_anything_is_copied(
    tmp_path, monkeypatch, name, part, size, fault
):
    frame().to_file(tmp_path / name, driver="MapInfo File" if name.endswith(".tab") else None)
    with (tmp_path / part).open("ab") as file:
        file.truncate(size)  # nothing is written, and it takes no room
    for copying in ("copyfile", "copyfileobj"):
        monkeypatch.setattr(f"shutil.{copying}", lambda *_: pytest.fail("copied"))
    assert fault in faults(tmp_path / name)
