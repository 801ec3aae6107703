"""What the map, its legend and the tables say where nothing is known."""

import pytest

from charts import looks
from charts.theme import LIGHT
from lagesbild_data.filter import Filter
from lagesbild_data.situation import lagesbild, layer_table
from lagesbild_data.store import open_store
from ui import area_map, parts


def of_angen(picture) -> object:
    return next(area for area in picture.areas.itertuples() if area.omrade_id == "angen")


@pytest.mark.parametrize("layer", ["forandring", "niva", "aktiviteter", "dialoger"])
@pytest.mark.parametrize("year", [2015, 2022, 2023, 2024])
def test_map_legend_and_table_call_a_gap_the_same(store, layer, year):
    picture = lagesbild(store, Filter((), (year,)))
    table, gaps = layer_table(picture, layer, {"analys": "", "lofte": ""}, set())
    shown = looks.look(of_angen(picture), picture, layer, LIGHT)
    assert shown[1:] == ("streckad", "")
    assert {shown[0]} == {gaps[heading] for heading in table.columns[2:4] if heading.endswith(str(year))} - {"ingen"}
    assert shown[0] in [text for _, text in looks.legend(picture, layer, LIGHT)]


@pytest.mark.parametrize(
    ("year", "lines"),
    [
        (2023, ["Problemindex 2023: ej publicerat", "Aktiviteter 2023: ingen knuten", "Dialoger 2023: ingen i listan",
                "Dialoger och möten 2023: ingen"]),
        (2015, ["Problemindex 2015: ej publicerat", "Aktiviteter 2015: ej publicerat", "Dialoger 2015: ej publicerat",
                "Dialoger och möten 2015: ej publicerat"]),
    ],
)  # fmt: skip
def test_tooltip_of_an_area_that_nothing_is_known_of(store, year, lines):
    picture = lagesbild(store, Filter((), (year,)))
    assert area_map._tooltip(of_angen(picture), picture) == ("Ängen", *lines)


def test_tooltip_without_any_year(litet):
    for path in litet.glob("*.csv"):
        if path.name not in ("omraden.csv", "kallor.csv"):
            path.unlink()
    picture = lagesbild(open_store(litet), Filter())
    assert area_map._tooltip(of_angen(picture), picture)[1] == "Problemindex: ej publicerat"
    assert not any("None" in line for line in area_map._tooltip(of_angen(picture), picture))


def test_table_shows_the_gap_of_its_column(store, monkeypatch):
    drawn: list[str] = []
    monkeypatch.setattr(parts, "render", drawn.append)
    table, gaps = layer_table(lagesbild(store, Filter()), "dialoger", {"analys": "Analysen"}, set())
    parts.table(table, "Lager", gaps)
    assert drawn[0].count("ingen i listan") == 2  # Åkern, Ängen
    assert drawn[0].count(">ingen<") == 2
    assert "ej publicerat" not in drawn[0]
