"""The printed map: the store's own surfaces, labels that don't hide each other, and no text that is markup."""

import io
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from PIL import Image

from briefing import map_image
from lagesbild_data.filter import Filter
from lagesbild_data.situation import LAYERS, lagesbild
from lagesbild_data.store import open_store

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
    assert '<script>&"x</script>' in texts(drawing(open_store(litet)).svg)


def labels(svg: str) -> list[tuple[float, float]]:
    found = [(float(e.get("x")), float(e.get("y"))) for e in ET.fromstring(svg).iter(f"{SVG}text")
             if e.get("font-weight") and e.get("text-anchor")]  # fmt: skip
    return sorted(found, key=lambda place: place[1])


@pytest.mark.parametrize("layer", LAYERS)
def test_labels_do_not_cover_each_other(published, layer):
    drawn = drawing(published, layer)
    places = labels(drawn.svg)
    assert len(places) == len(drawn.areas)
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(other_y - y) >= 2.3 * 17 or abs(other_x - x) > 60


def test_label_that_would_cover_another_moves_down_with_a_line_to_its_area():
    names = pd.Series(["Norrby", "Åkern"])
    parts = list(map_image._labels(names, ["▼ sänkt", "▲ höjt"], [(200, 100), (205, 104)]))
    assert [part for part in parts if part.startswith("<path")]
    first, second = (float(re.search(r' y="([\d.]+)"', part)[1]) for part in parts if "bold" in part)
    assert second - first >= 2.4 * 17


def test_signs_of_status_stand_in_a_font_that_has_them(published):
    made = drawing(published, "aktiviteter")
    assert "▶ 6" in texts(made.svg)
    assert made.svg.count("▶") == made.svg.count('font-family="DejaVu Sans Mono">▶') > 3


def test_area_not_chosen_is_an_outline_without_a_name(published):
    alone = drawing(published, filter=Filter(("ekhagen",), (2023,)))
    assert alone.areas == {"ekhagen"}
    assert "Öxnehaga" not in texts(alone.svg)
    assert alone.svg.count('fill="none"') > drawing(published).svg.count('fill="none"')


def test_picture_is_crisp(published):
    image = Image.open(io.BytesIO(drawing(published).png()))
    assert image.size == (2500, 1200)
    assert (0x56, 0xB4, 0xE9) in {colour[:3] for _, colour in image.getcolors(1 << 20)}
