"""Where two readings of a file of surfaces fit, a reader is asked, and nothing is read until that
is answered."""

import json
import zipfile

import geopandas as gpd
import pytest
import shapely
from shapely import Polygon, box
from test_surfaces import (
    AKERN,
    ANGEN,
    BESIDE,
    KNOWN,
    NORRBY,
    RING,
    STANDING,
    check,
    collection,
    feature,
    frame,
    surface,
)

from lagesbild_data.bring.formats import surfaces
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.upload import Upload


def read(path, standing=None, known=KNOWN, **answers: str) -> Reading:
    given = {key.replace("_", "-"): answer for key, answer in answers.items()}
    return surfaces.FORMAT.read(Upload.of(path), Context(Names(known), given, standing or {}))


def asked(reading: Reading, key: str) -> list[str]:
    """The answers to the only question, which isn't answered; nothing is read then."""
    assert (list(reading.questions), reading.is_answered, reading.surfaces) == ([key], False, {})
    return list(reading.questions[key].options)


def moved(east: float, north: float = 0) -> list:
    return [[x + east, y + north] for x, y in RING]


# Layers


@pytest.fixture
def two_layers(tmp_path):
    path = tmp_path / "ytor.gpkg"
    frame().iloc[:1].to_file(path, layer="delar_2018")
    frame().to_file(path, layer="delar_2025")
    return path


def test_layer_is_chosen(two_layers):
    reading = read(two_layers)
    assert asked(reading, "lager") == ["delar_2018", "delar_2025"]
    assert (
        reading.questions["lager"].options["delar_2025"]
        == 'lagret "delar_2025", 4 ytor, 3 av lagrets områden'
    )
    assert read(two_layers, lager="delar_2018").surfaces.keys() == {"norrby"}
    assert read(two_layers, lager="delar_2025").surfaces.keys() == {"norrby", "angen", "akern"}


def test_layers_of_different_areas_may_be_read_together(tmp_path):
    for at in range(2):
        frame().iloc[at : at + 1].to_file(tmp_path / "ytor.gpkg", layer=f"del {at}")
    assert asked(read(tmp_path / "ytor.gpkg"), "lager") == ["del 0", "del 1", "alla"]
    assert read(tmp_path / "ytor.gpkg", lager="alla").surfaces.keys() == {"norrby", "angen"}


def test_what_is_asked_of_one_of_several_layers_is_answered_for_that(tmp_path):
    path, wider = tmp_path / "ytor.gpkg", box(14, 57.7, 14.15, 57.8)
    for layer, name, years in (("a", "Norrby", ["2023", "2024"]), ("b", "Ängen", ["2021", "2022"])):
        frame = gpd.GeoDataFrame(
            {"namn": [name] * 2, "version": years}, geometry=[NORRBY, wider], crs=4326
        )
        frame.to_file(path, layer=layer)
    reading = read(path, lager="alla")
    assert list(reading.questions) == ["lager", "argang-a", "argang-b"] and not reading.is_answered
    assert list(reading.questions["argang-b"].options) == ["2022", "2021"]
    check(
        read(path, lager="alla", argang_a="2023", argang_b="2022"), gpd.GeoSeries([NORRBY, wider])
    )


def test_layers_with_one_name_are_told_apart(tmp_path):
    path = tmp_path / "ytor.zip"
    with zipfile.ZipFile(path, "w") as content:
        for name, area in (("d1/a", "Norrby"), ("d2/a", "Ängen"), ("d3/a 1", "Åkern")):
            gpd.GeoDataFrame({"namn": [area]}, geometry=[NORRBY], crs=4326).to_file(
                tmp_path / "t.shp"
            )
            for ending in ("shp", "shx", "dbf", "prj", "cpg"):
                content.write(tmp_path / f"t.{ending}", f"{name}.{ending}")
    assert asked(read(path), "lager") == ["a 2", "a 3", "a 1", "alla"]


# Vintages


@pytest.mark.parametrize("column", ["version", "Referensår", "ar", "ARGANG"])
def test_vintages_of_an_area_are_never_joined(tmp_path, column):
    new = moved(0.02)
    path = collection(
        tmp_path,
        feature(**{column: "2018-01-01"}),
        feature(coordinates=[new], **{column: "2025-01-01"}),
        feature("Ängen", **{column: "2025-01-01"}),
    )
    reading = read(path)
    assert asked(reading, "argang") == ["2025-01-01", "2018-01-01"]
    assert reading.questions["argang"].options["2025-01-01"] == "2025-01-01, 2 ytor"
    check(read(path, argang="2025-01-01"), gpd.GeoSeries([Polygon(new), Polygon(BESIDE)]))
    older = read(path, argang="2018-01-01")
    check(older, gpd.GeoSeries([Polygon(RING)]))
    assert "1 område saknar årgången 2018-01-01 och lämnas utanför: Ängen." in older.notes
    assert not any("saknar årgången" in note for note in read(path, argang="2025-01-01").notes)


@pytest.mark.parametrize("old", ["Norrby (2018)", "Norrby"])
def test_year_in_a_name_is_a_vintage(tmp_path, old):
    beside = moved(0.1)
    path = collection(tmp_path, feature(old), feature("Norrby (2025)", [beside]))
    assert asked(read(path), "argang") == ["2025", "2018" if "2018" in old else "utan"]
    check(read(path, argang="2025"), gpd.GeoSeries([Polygon(beside)]))


def test_areas_that_lack_the_chosen_vintage_are_told(tmp_path):
    drawn = (
        ("Norrby", "", 0.0),
        ("Norrby", "2025", 0.0),
        ("Ängen", "2025", 0.2),
        ("Åkern", "2025", 0.4),
    )
    features = [feature(name, [moved(east)], version=year) for name, year, east in drawn]
    reading = read(collection(tmp_path, *features), argang="utan")
    assert [*reading.surfaces] == ["norrby"]
    assert "2 områden saknar ytor utan årgång och lämnas utanför: Åkern och Ängen." in reading.notes


@pytest.mark.parametrize(
    ("column", "old", "last"),
    [
        ("giltig_till", "2024-12-31", None),
        ("giltig_till", "2017-12-31", "2024-12-31"),
        ("giltig_fran", "2018", "2025"),
        ("giltig_fran", "31/12/2018", "1/1/2025"),
        ("giltig_fran", "9 maj 2018", "1 april 2025"),
        ("giltig_fran", "2018-12-31T00:00:00+01:00", "2025-01-01T00:00:00+01:00"),
        ("giltig_fran", 999_993_600_000, 1_735_689_600_000),
    ],
)
def test_surface_that_holds_last_is_read(tmp_path, column, old, last):
    new = moved(0.02)
    path = collection(
        tmp_path,
        feature(coordinates=[new], **{column: last}),
        feature(**{column: old}),
        feature("Ängen", **{column: old}),
    )
    reading = read(path)
    check(reading, gpd.GeoSeries([Polygon(new), Polygon(BESIDE)]))
    assert (
        f"Av flera ytor för samma område läses den senaste, enligt egenskapen {column}."
        in reading.notes
    )


def test_parts_that_hold_from_different_days_are_no_vintages(tmp_path):
    path = collection(
        tmp_path,
        feature(giltig_fran="2018-01-01"),
        feature(coordinates=[moved(0.1)], giltig_fran="2020-01-01"),
    )
    assert asked(read(path), "delar") == ["delar", "senaste"]
    check(read(path, delar="delar"), gpd.GeoSeries([Polygon(RING).union(Polygon(moved(0.1)))]))
    check(read(path, delar="senaste"), gpd.GeoSeries([Polygon(moved(0.1))]))


@pytest.mark.parametrize(
    ("old", "new"),
    [("5/4/2018", "4/5/2025"), ("våren 2018", "hösten 2025"), ("2025-01-01", "1 januari 2025")],
)
def test_days_that_are_not_surely_known_are_asked_about(tmp_path, old, new):
    path = collection(
        tmp_path, feature(giltig_fran=old), feature(coordinates=[moved(0.02)], giltig_fran=new)
    )
    assert {*asked(read(path), "argang")} == {old, new}
    check(read(path, argang=new), gpd.GeoSeries([Polygon(moved(0.02))]))


def test_areas_that_were_drawn_in_different_years_are_one_vintage(tmp_path):
    path = collection(tmp_path, feature(version=2018), feature("Ängen", version=2025))
    assert read(path).surfaces.keys() == {"norrby", "angen"}


def test_surfaces_over_each_other_without_a_vintage_are_asked_about(tmp_path):
    path = collection(tmp_path, feature(), feature(coordinates=[moved(0.02)]), feature("Ängen"))
    reading = read(path)
    assert list(reading.questions) == ["samma-namn"] and not reading.is_answered
    assert read(path, samma_namn="utan").surfaces.keys() == {"angen"}
    joined = Polygon(RING).union(Polygon(moved(0.02)))
    check(read(path, samma_namn="ihop"), gpd.GeoSeries([joined, Polygon(BESIDE)]))
    assert read(collection(tmp_path, feature(), feature())).questions == {}  # the same twice


# Where surfaces lie


def test_surface_with_the_same_name_elsewhere_is_never_joined_unasked(tmp_path):
    path = collection(
        tmp_path,
        feature(ORT="Exempelstad", coordinates=[moved(-0.1)]),
        feature(ORT="Annanstad", coordinates=[moved(-2.5)]),
        feature("Ängen", [moved(0.1)]),
    )
    reading = read(path, STANDING)
    assert (list(reading.questions), reading.is_answered) == (["langt-bort"], False)
    # from the west of Norrby today, 14.0, to the east of the other, 14.2 - 2.5 = 11.7: 2.3 × cos
    # 57.7° × 111.3 km
    assert (
        "1 yta ligger långt från områdets yta i dag, eller är en helt annan än den: Norrby (yta 2,"
        " 137 km bort)" in (reading.questions["langt-bort"].text)
    )
    check(
        read(path, STANDING, langt_bort="utan"),
        gpd.GeoSeries([Polygon(moved(-0.1)), Polygon(moved(0.1))]),
    )


@pytest.mark.parametrize(
    ("name", "drawn", "told"),
    [
        # 0.4 × 0.2 beside 0.1 × 0.1
        (
            "Norrby",
            box(13.75, 57.7, 14.15, 57.9),
            "8 gånger så stor som i dag",
        ),
        ("Norrby", box(14, 57.7, 14.04, 57.74), "6 gånger så liten som i dag"),  # 0.04 × 0.04
        ("Norrby", box(14.1, 57.7, 14.2, 57.8), "utanför sin yta i dag"),
        ("Norrby", box(14.099, 57.7, 14.199, 57.8), "utanför sin yta i dag"),
        ("Åkern", box(14.22, 57.7, 14.32, 57.8), "över Ängen"),
        ("Exempelstad", box(14, 57.7, 14.2, 57.8), "täcker inte kommunens områden"),
    ],
)
def test_surface_of_another_place_than_its_area_is_asked_about(tmp_path, name, drawn, told):
    path = collection(tmp_path, feature(name, [shapely.get_coordinates(drawn).tolist()]))
    assert asked(read(path, STANDING), "langt-bort") == ["utan", "med"]
    assert f": {name} ({told}). " in read(path, STANDING).questions["langt-bort"].text
    assert read(path, STANDING, langt_bort="utan").surfaces == {}
    check(read(path, STANDING, langt_bort="med"), gpd.GeoSeries([drawn]))


def test_areas_drawn_in_each_others_places_are_asked_about_where_none_stand_or_they_are_swapped(
    tmp_path,
):
    norrby, angen = ([shapely.get_coordinates(shape).tolist()] for shape in (NORRBY, ANGEN))
    for standing, drawn in (({}, (norrby, norrby)), (STANDING, (angen, norrby))):
        path = collection(tmp_path, feature("Norrby", drawn[0]), feature("Ängen", drawn[1]))
        assert asked(read(path, standing), "langt-bort") == ["utan", "med"]
        assert read(path, standing, langt_bort="utan").surfaces == {}
        assert read(path, standing, langt_bort="med").surfaces.keys() == {"norrby", "angen"}


def test_areas_in_a_kommun_and_those_that_share_a_place_today_are_not_asked_about(tmp_path):
    whole, within = box(13.9, 57.6, 14.4, 57.9), box(14, 57.7, 14.08, 57.8)
    path = collection(
        tmp_path,
        *(
            feature(name, [shapely.get_coordinates(shape).tolist()])
            for name, shape in (("Exempelstad", whole), ("Norrby", within))
        ),
    )
    assert read(path, STANDING | {"akern": surface(NORRBY)}).questions == {}


def test_surfaces_with_one_name_far_apart_are_asked_about_where_none_stand(tmp_path):
    path = collection(tmp_path, feature("Åkern"), feature("Åkern", [moved(0.3)]))
    for standing in ({}, STANDING):
        assert asked(read(path, standing), "samma-namn") == ["utan", "ihop"]
        assert read(path, standing, samma_namn="utan").surfaces == {}
    # side by side
    assert (
        read(collection(tmp_path, feature("Åkern"), feature("Åkern", [moved(0.1)]))).questions == {}
    )


@pytest.mark.parametrize("name", ["kommunnamn", "KOMMUN"])
def test_name_of_another_kommun_tells_another_area(tmp_path, name):
    own = {
        "omrade_id": "exempelstad",
        "namn": "Exempelstads kommun",
        "typ": "kommun",
        "kommunkod": "9999",
    }
    known = KNOWN | {
        "omraden": (
            [
                row | {"kommunkod": "9999"}
                for row in KNOWN["omraden"]
                if row["typ"] not in ("riket", "kommun")
            ]
            + [own]
        )
    }
    path = collection(
        tmp_path, feature(**{name: "Exempelstad"}), feature("Ängen", **{name: "Annanstad"})
    )
    assert read(path, known=known).surfaces.keys() == {"norrby"}


def test_surface_that_is_said_to_be_of_two_areas_is_asked_about(tmp_path):
    path = collection(
        tmp_path,
        feature("Ängen", [RING], omrade_id="norrby"),
        feature("Åkern", [BESIDE], omrade_id="akern"),
    )
    reading = read(path)
    assert (list(reading.questions), reading.is_answered) == (["tva-omraden"], False)
    assert "yta 1 (Norrby och Ängen)" in reading.questions["tva-omraden"].text
    for answer, areas in (
        ("namn", {"angen", "akern"}),
        ("omrade_id", {"norrby", "akern"}),
        ("utan", {"akern"}),
    ):
        assert read(path, tva_omraden=answer).surfaces.keys() == areas


def test_line_among_the_surfaces_is_left_out_and_told(tmp_path):
    line = feature("Ängen", RING, "LineString")
    reading = read(collection(tmp_path, line, feature()))
    assert (reading.problems, [*reading.surfaces]) == ([], ["norrby"])
    assert "Linjer och punkter är inga ytor och lämnas utanför: yta 1." in reading.notes
    (problem,) = read(collection(tmp_path, line)).problems
    assert "yta 1: saknar yta; geometrin är LineString" in str(problem)


# Systems


def undeclared(tmp_path, crs: str, order: int = 1, declared: str = ""):
    drawn = frame(crs=crs).iloc[:2]
    rings = [shapely.get_coordinates(shape)[:, ::order].tolist() for shape in drawn.geometry]
    more = {"crs": {"type": "name", "properties": {"name": declared}}} if declared else {}
    return collection(tmp_path, feature("Norrby", [rings[0]]), feature("Ängen", [rings[1]]), **more)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("declared", ["", "EPSG:3006", "EPSG:3008"])
def test_local_zone_in_either_order_is_told_by_the_surfaces_that_there_are(
    tmp_path, order, declared
):
    reading = read(undeclared(tmp_path, "EPSG:3008", order, declared), STANDING)
    check(reading, gpd.GeoSeries([NORRBY, ANGEN]))
    told = [note for note in reading.notes if "koordinaterna läses som SWEREF99 13 30" in note]
    assert len(told) == (0 if (order, declared) == (1, "EPSG:3008") else 1)
    assert all(("med nord före öst" in note) == (order == -1) for note in told)


def test_local_zone_is_asked_about_where_nothing_tells_it(tmp_path):
    path = undeclared(tmp_path, "EPSG:3008")
    answers = asked(read(path), "koordinater")
    assert {"3007", "3008", "3009"} <= {*answers}
    check(read(path, koordinater="3008"), gpd.GeoSeries([NORRBY, ANGEN]))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("declared", ["", "EPSG:3006"])
def test_rt90_is_told_by_the_surfaces_that_there_are(tmp_path, order, declared):
    reading = read(undeclared(tmp_path, "EPSG:3021", order, declared), STANDING)
    check(reading, gpd.GeoSeries([NORRBY, ANGEN]))
    [told] = (
        note
        for note in reading.notes
        if "koordinaterna läses som RT90 2.5 gon V (EPSG:3021)" in note
    )
    assert ("med nord före öst" in told) == (order == -1)


def test_rt90_is_asked_about_where_nothing_tells_its_zone(tmp_path):
    path = undeclared(tmp_path, "EPSG:3021")
    assert asked(read(path), "koordinater") == ["3020", "3021", "3022", "3023", "3024"]
    check(read(path, koordinater="3021"), gpd.GeoSeries([NORRBY, ANGEN]))


def test_declared_system_that_may_be_another_is_asked_about(tmp_path):
    """It says zone 15 00; the surfaces lie where they do today in zone 13 30, else 1.5 degrees from
    there."""
    path = undeclared(tmp_path, "EPSG:3008", declared="EPSG:3009")
    assert asked(read(path, STANDING), "koordinater") == ["3008", "som-filen"]
    check(read(path, STANDING, koordinater="3008"), gpd.GeoSeries([NORRBY, ANGEN]))
    kept = read(path, STANDING, koordinater="som-filen", langt_bort="med")
    assert kept.surfaces["norrby"]["coordinates"][0][0][0] == pytest.approx(15.5, abs=0.02)


def test_system_whose_coordinates_are_degrees_is_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:3006"}}
    path = collection(tmp_path, feature(), crs=crs)
    with pytest.raises(Exception, match="anger SWEREF99 TM, men koordinaterna är grader"):
        read(path)


def test_two_zones_that_fit_are_asked_about(tmp_path):
    """Where the surfaces today reach over 150 km, an area that has none may lie in any of several
    zones."""
    wide = {"exempelstad": surface(box(13, 57.7, 15.5, 57.8))}
    drawn = shapely.get_coordinates(gpd.GeoSeries([AKERN], crs=4326).to_crs(3008)).tolist()
    path = collection(tmp_path, feature("Åkern", [drawn]))
    answers = asked(read(path, wide), "koordinater")
    assert {"3008", "3012"} <= {*answers}
    check(read(path, wide, koordinater="3008"), gpd.GeoSeries([AKERN]))
    assert json.dumps(read(path, wide, koordinater="3012").surfaces) != json.dumps(
        read(path, wide).surfaces
    )
