"""Own surfaces at the door, with the words that the owner of the file reads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild_data.store import areafile

AREAS = ("norrby", "akern")
RING = [[14.1, 57.7], [14.2, 57.7], [14.2, 57.8], [14.1, 57.7]]
PUBLISHED = Path(__file__).parents[1] / "geo" / "omraden.geojson"


def feature(
    omrade_id: object = "norrby", kind: object = "Polygon", coordinates: object = (RING,)
) -> dict:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"omrade_id": omrade_id}, "geometry": geometry}


def file(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def faults(data: bytes, areas=AREAS) -> list[str]:
    return [str(problem) for problem in areafile.from_file("omraden.geojson", data, areas)[1]]


def test_good_surfaces_have_no_faults():
    many = feature("akern", "MultiPolygon", [[RING], [[[*position, 12.5] for position in RING]]])
    assert faults(file(feature(), many)) == []
    assert faults(b"\xef\xbb\xbf" + file(feature())) == []


def test_the_published_surfaces_have_no_faults():
    assert faults(PUBLISHED.read_bytes(), None) == []


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "omraden.geojson rad 1: är inte giltig JSON (tecken 1)"),
        (
            b'{"type":\n "FeatureCollection",,}',
            "omraden.geojson rad 2: är inte giltig JSON (tecken 22)",
        ),
        (b"[\xe5]", "omraden.geojson: är inte giltig JSON"),
        (b"[" * 100_000, "omraden.geojson: är inte giltig JSON"),
        (b"[]", "omraden.geojson: är inte en FeatureCollection i GeoJSON"),
        (json.dumps(feature()).encode(), "omraden.geojson: är inte en FeatureCollection i GeoJSON"),
        (
            b'{"type": "FeatureCollection"}',
            "omraden.geojson: är inte en FeatureCollection i GeoJSON",
        ),
        (
            b'{"type": "FeatureCollection", "features": {}}',
            "omraden.geojson: är inte en FeatureCollection i GeoJSON",
        ),
    ],
)
def test_what_is_not_a_file_of_surfaces_is_said(data, fault):
    assert faults(data) == [fault]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (3, "är inte en Feature i GeoJSON"),
        ({**feature(), "type": "Polygon"}, "är inte en Feature i GeoJSON"),
        ({**feature(), "properties": None}, "egenskapen omrade_id saknas"),
        ({**feature(), "properties": {"id": "norrby"}}, "egenskapen omrade_id saknas"),
        (feature(""), "egenskapen omrade_id saknas"),
        (feature(17), "egenskapen omrade_id ska vara text"),
        (feature("soderby"), '"soderby" finns inte i omraden'),
        (feature("akern"), '"akern" finns redan som yta 1'),
        (
            {**feature(), "geometry": None},
            "geometrin är tom; den ska vara Polygon eller MultiPolygon",
        ),
        (
            feature(kind="Point", coordinates=[14.1, 57.7]),
            "geometrin är Point; den ska vara Polygon eller MultiPolygon",
        ),
        (feature(coordinates=[]), "koordinaterna har inte formen av en Polygon"),
        (feature(coordinates=None), "koordinaterna har inte formen av en Polygon"),
        (feature(coordinates=[RING[:3]]), "koordinaterna har inte formen av en Polygon"),
        (feature(coordinates=[[*RING, [14.1]]]), "koordinaterna har inte formen av en Polygon"),
        (
            feature(coordinates=[[*RING, ["14.1", "57.7"]]]),
            "koordinaterna har inte formen av en Polygon",
        ),
        (feature(kind="MultiPolygon"), "koordinaterna har inte formen av en MultiPolygon"),
        (
            feature(coordinates=[[*RING, [449500.5, 6402000]]]),
            (
                "koordinaten 449500.5, 6402000 ser ut att vara i SWEREF 99 TM (EPSG:3006); "
                "den ska vara i WGS 84 (longitud, latitud)"
            ),
        ),
        (
            feature(coordinates=[[*RING, [6402000, 449500]]]),
            (
                "koordinaten 6402000, 449500 ser ut att vara i SWEREF 99 TM (EPSG:3006); "
                "den ska vara i WGS 84 (longitud, latitud)"
            ),
        ),
        (
            feature(coordinates=[[*RING, [14.1, 90.5]]]),
            "koordinaten 14.1, 90.5 är utanför longitud −180–180 och latitud −90–90",
        ),
        (
            feature(coordinates=[[*RING, [181, 57.7]]]),
            "koordinaten 181, 57.7 är utanför longitud −180–180 och latitud −90–90",
        ),
        (
            feature(coordinates=[[*RING, [14.1, float("nan")]]]),
            "koordinaten 14.1, nan är utanför longitud −180–180 och latitud −90–90",
        ),
    ],
)
def test_wrong_surface_gives_one_fault_with_its_number(wrong, fault):
    assert faults(file(feature("akern"), wrong)) == [f"omraden.geojson yta 2: {fault}"]


def test_every_fault_comes_at_once():
    assert faults(file(feature("soderby", "Point"), 3)) == [
        'omraden.geojson yta 1: "soderby" finns inte i omraden',
        "omraden.geojson yta 1: geometrin är Point; den ska vara Polygon eller MultiPolygon",
        "omraden.geojson yta 2: är inte en Feature i GeoJSON",
    ]


def test_areas_that_are_not_known_are_not_missed():
    assert faults(file(feature("soderby")), None) == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["Polygon", "norrby"]),
    lambda parts: (
        st.lists(parts)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "omrade_id", "x"]), parts)
    ),
)


@pytest.mark.parametrize(
    "place",
    [
        lambda part: part,
        lambda part: {"type": "FeatureCollection", "features": part},
        lambda part: {"type": "FeatureCollection", "features": [part]},
        lambda part: {"type": "FeatureCollection", "features": [feature(part)]},
        lambda part: {"type": "FeatureCollection", "features": [feature(kind=part)]},
        lambda part: {"type": "FeatureCollection", "features": [feature(coordinates=part)]},
        lambda part: {
            "type": "FeatureCollection",
            "features": [feature(coordinates=[[*RING, part]])],
        },
    ],
)
@given(JSON)
def test_any_json_gives_faults_or_none(place: Callable, part: object):
    assert all(
        problem.message
        for problem in areafile.from_file("x", json.dumps(place(part)).encode(), AREAS)[1]
    )
