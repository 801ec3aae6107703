"""What the map, its legend and the tables say where nothing is known."""

import pytest

from charts import looks
from charts.theme import LIGHT
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.answers.overview.layers import layer_table
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.reader import Reader, opened_for
from ui.overview import on_map
from ui.parts import tables


def of_angen(picture) -> object:
    return next(area for area in picture.areas.itertuples() if area.omrade_id == "angen")


@pytest.mark.parametrize("layer", ["forandring", "niva", "aktiviteter", "dialoger"])
@pytest.mark.parametrize("year", [2015, 2022, 2023, 2024])
def test_map_legend_and_table_call_a_gap_the_same(store, layer, year):
    picture = lagesbild(store, Filter((), (year,)))
    table = layer_table(picture, layer, {"analys": "", "lofte": ""}, set())
    shown = looks.look(of_angen(picture), picture, layer, LIGHT)
    assert (shown.pattern, shown.colour) == ("streckad", "")
    assert {shown.label} == {
        column.gap for column in table.columns[2:4] if column.heading.endswith(str(year))
    } - {"ingen"}
    assert shown.label in [key.text for key in looks.legend(picture, layer, LIGHT)]


@pytest.fixture
def judged(litet, put, add):
    """Norrby fell more than its uncertainty, Ängen rose within it; of Åkern only that it rose is
    known."""
    for row in (4, 5):
        put("indikatorvarden", row, "standardfel", "0.1")  # −0.4 ± 1.96·√(0.1² + 0.1²) = ±0.28
    add("indikatorvarden", "problemindex,angen,2022,totalt,2,,,0.3,,analys,\n")
    add("indikatorvarden", "problemindex,angen,2023,totalt,2.5,höjt,,0.3,,analys,\n")  # +0.5 ± 0.83
    return lagesbild(opened_for(Reader(), litet), Filter((), (2023,)))


def test_only_a_sure_change_has_a_full_colour(judged):
    shown = {
        area.namn: looks.look(area, judged, "forandring", LIGHT)
        for area in judged.areas.itertuples()
    }
    assert shown == {
        "Norrby": looks.Look("▼ sänkt", "hel", LIGHT.better),
        "Åkern": looks.Look("▲ höjt", "tonad", LIGHT.worse),
        "Ängen": looks.Look("↑ höjt", "hel", LIGHT.unchanged),
    }


def test_legend_counts_what_is_sure_and_what_is_not(judged):
    assert [key.text for key in looks.legend(judged, "forandring", LIGHT)] == [
        "säkert bättre: 1 av 3",
        "säkert sämre: 0 av 3",
        "↑ ↓ ingen säker ändring: 1",
        "▲ höjt, går inte att säga: 1",
        "ej publicerat",
    ]


def test_table_and_tooltip_say_what_the_colour_says(judged):
    table = layer_table(judged, "forandring", {"analys": "", "lofte": ""}, set())
    assert list(table.frame["Förändring 2023"]) == [
        "−0,40 mot 2022 · bättre",
        "höjt · går inte att säga",
        "+0,50 mot 2022 · ingen säker ändring",
    ]
    angen = on_map._tooltip(of_angen(judged), judged)
    assert angen[1] == "Problemindex 2023: 2,50, +0,50 mot 2022 · ingen säker ändring"


@pytest.mark.parametrize(
    ("year", "lines"),
    [
        (
            2023,
            [
                "Problemindex 2023: ej publicerat",
                "Aktiviteter 2023: ingen knuten",
                "Dialoger 2023: ingen i listan",
                "Dialoger och möten 2023: ingen",
            ],
        ),
        (
            2015,
            [
                "Problemindex 2015: ej publicerat",
                "Aktiviteter 2015: ej publicerat",
                "Dialoger 2015: ej publicerat",
                "Dialoger och möten 2015: ej publicerat",
            ],
        ),
    ],
)
def test_tooltip_of_an_area_that_nothing_is_known_of(store, year, lines):
    picture = lagesbild(store, Filter((), (year,)))
    assert on_map._tooltip(of_angen(picture), picture) == ("Ängen", *lines)


def test_tooltip_without_any_year(litet):
    for path in litet.glob("*.csv"):
        if path.name not in ("omraden.csv", "kallor.csv"):
            path.unlink()
    picture = lagesbild(opened_for(Reader(), litet), Filter())
    assert on_map._tooltip(of_angen(picture), picture)[1] == "Problemindex: ej publicerat"
    assert not any("None" in line for line in on_map._tooltip(of_angen(picture), picture))


def test_table_shows_the_gap_of_its_column(store, monkeypatch):
    drawn: list[str] = []
    monkeypatch.setattr(tables, "render", drawn.append)
    picture = lagesbild(store, Filter())
    tables.table(layer_table(picture, "dialoger", {"analys": "Analysen"}, set()), "Lager")
    assert drawn[0].count("ingen i listan") == 2  # Åkern, Ängen
    assert drawn[0].count(">ingen<") == 2
    assert "ej publicerat" not in drawn[0]
