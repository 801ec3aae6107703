"""The printed map: the store's own surfaces, labels that don't hide each other, and no text that is
markup."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image
from shapely import Point, box

from briefing import map_image
from briefing.labels import HEIGHT, WIDTH, Mark, placed
from charts.theme import LIGHT
from lagesbild_data.answers.overview.lagesbild import LAYERS, lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.reader import Reader, opened_for

ALL = Filter()
SVG = "{http://www.w3.org/2000/svg}"


def drawing(store, layer="forandring", filter=ALL):
    return map_image.drawn(store, lagesbild(store, filter), layer)


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_drawn_with_its_labels_and_legend(published, layer):
    drawn = drawing(published, layer)
    assert {"Råslätt", "Österängen", "Teckenförklaring"} <= set(texts(drawn.svg))
    assert drawn.alt.startswith(f"Karta, lagret {LAYERS[layer]}: ")


def test_the_stores_own_surfaces_are_drawn(drawn):
    made = drawing(drawn)
    assert made.areas == {"norrby", "akern"}
    assert {"Norrby", "▼ sänkt", "Åkern", "▲ höjt"} <= set(texts(made.svg))
    assert "Ängen" not in texts(made.svg)


def test_nothing_is_drawn_where_no_area_has_a_surface(invented):
    assert drawing(invented) is None


def test_names_are_text_and_never_markup(litet, put, drawn):
    put("omraden", 4, "namn", '<script>&"x</script>')
    assert '<script>&"x</script>' in texts(drawing(opened_for(Reader(), litet)).svg)


@pytest.fixture
def labels(monkeypatch):
    """Draws a map and gives its marks and its placed labels."""

    def draw(store, layer="forandring", filter=ALL):
        seen = []

        def noted(marks, taken):
            seen.extend((marks, taken, placed(marks, taken)))
            return seen[2]

        monkeypatch.setattr(map_image, "placed", noted)
        drawing(store, layer, filter)
        return seen

    return draw


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("areas", [(), ("huskvarna-soder", "oxnehaga"), ("raslatt",)])
def test_labels_cover_neither_each_other_nor_another_area(published, labels, layer, areas):
    marks, legend, found = labels(published, layer, Filter(areas))
    assert {label.mark.name for label in found} >= {mark.name for mark in marks if mark.label}
    boxes = [box(*label.box) for label in found]
    for number, (label, own) in enumerate(zip(found, boxes, strict=True)):
        assert box(0, 0, WIDTH, HEIGHT).contains(own), label.mark.name
        for other in [legend, *boxes[:number]]:
            assert not own.intersects(other), label.mark.name
        for mark in marks:
            if mark.label and mark is not label.mark:
                assert not own.intersects(mark.shape), (label.mark.name, mark.name)


def square(x: float, y: float, wide: float, high: float):
    return box(x, y, x + wide, y + high)


def test_name_of_a_narrow_area_stands_beside_it_with_a_line():
    narrow = Mark("Huskvarna Söder", "▲ höjt", square(400, 100, 30, 150), (415, 175))
    wide = Mark("Öxnehaga", "▼ sänkt", square(200, 100, 199, 150), (300, 175))
    by_name = {label.mark.name: label for label in placed([narrow, wide], Point())}
    assert by_name["Öxnehaga"].line is None
    moved = by_name["Huskvarna Söder"]
    assert not box(*moved.box).intersects(wide.shape)
    assert moved.line is not None
    assert moved.line.distance(Point(narrow.at)) < 0.001


def test_area_that_is_not_chosen_goes_without_a_name_where_there_is_no_room():
    everywhere = Mark("Norrby", "▼ sänkt", square(0, 0, WIDTH, HEIGHT), (500, 200))
    other = Mark("Åkern", "", square(400, 100, 20, 20), (410, 110))
    assert [label.mark.name for label in placed([everywhere, other], box(0, 0, WIDTH, 380))] == [
        "Norrby"
    ]


def test_signs_of_status_stand_in_a_font_that_has_them(published):
    made = drawing(published, "aktiviteter")
    assert "▶ 6" in texts(made.svg)
    assert made.svg.count("▶") == made.svg.count('font-family="DejaVu Sans Mono">▶') > 3


def test_single_area_is_shown_with_its_nearest_neighbours_in_grey_with_names(published):
    alone = drawing(published, filter=Filter(("raslatt",), (2023,)))
    assert alone.areas == {"raslatt"}
    assert {"Centrum", "Ekhagen"} <= set(texts(alone.svg))
    assert "Centrum" not in alone.alt
    grey = [
        path
        for path in ET.fromstring(alone.svg).iter(f"{SVG}path")
        if path.get("fill") == LIGHT.line
    ]
    assert len(grey) >= 2


def test_lake_is_named_where_it_is_seen(published):
    assert "Vättern" in texts(drawing(published).svg)
    assert "Vättern" not in texts(drawing(published, filter=Filter(("raslatt",), (2023,))).svg)


def test_map_is_as_wide_for_its_height_as_a_slide():
    assert WIDTH / HEIGHT > 2.4


def test_picture_is_crisp(published):
    image = Image.open(io.BytesIO(drawing(published).png()))
    assert image.size == (2500, 975)
    assert (0x56, 0xB4, 0xE9) in {colour[:3] for _, colour in image.getcolors(1 << 20)}
