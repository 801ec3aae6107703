"""What the figures of trends are made of: where things stand, what is written on them, and what
isn't."""

import itertools
from urllib.parse import unquote

import pandas as pd
import pytest

from charts import crimes as crime_figures
from charts import indicators as trends
from charts import labels, multiples
from charts.theme import LIGHT
from lagesbild_data.answers.crimes import control, reported, series
from lagesbild_data.answers.indicators import measurements
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import PUBLISHED


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


@pytest.fixture
def half_hidden():
    """Eight quarters of which the first four are hidden and the last is preliminary."""
    index = pd.period_range("2023Q1", periods=8, freq="Q")
    return pd.DataFrame(
        {
            "antal": pd.array([None] * 4 + [10, 20, 30, 40], dtype="Int64"),
            "dold": [True] * 4 + [False] * 4,
            "preliminar": [False] * 7 + [True],
            "tidsseriebrott": [False] * 6 + [True, False],
            "per_100k": float("nan"),
            "index_100": [None] * 4 + [100.0, 200.0, 300.0, 400.0],
        },
        index,
    )


def test_quarters_stand_at_their_time_and_hidden_ones_say_only_that(half_hidden):
    figure = crime_figures.development(half_hidden, "kvartal", "antal", LIGHT)
    line = figure.data[0]
    assert list(line.x) == [2023, 2023.25, 2023.5, 2023.75, 2024, 2024.25, 2024.5, 2024.75]
    assert list(line.y[4:]) == [10, 20, 30, 40]
    assert list(line.hovertext[:4]) == [f"Kvartal {quarter} 2023: dolt" for quarter in (1, 2, 3, 4)]
    assert line.hovertext[7] == "Kvartal 4 2024: 40 (preliminärt)"
    assert line.marker.color[7] != line.marker.color[6]
    named = [annotation for annotation in figure.layout.annotations if annotation.text == "dolt"]
    assert [annotation.x for annotation in named] == [pytest.approx(2023.375)]


def test_series_break_stands_before_its_period(half_hidden):
    figure = crime_figures.development(half_hidden, "kvartal", "antal", LIGHT)
    [line] = [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert line.x0 == pytest.approx(2024.5 - 0.125)
    assert series.BROKEN in {annotation.text for annotation in figure.layout.annotations}


def test_years_are_bars_from_zero_with_the_chosen_year_marked(published):
    counts, people = reported.counts(published), reported.populations(published)
    frame = series.series(counts, people, "jonkopings-kommun", "samtliga", "ar")
    figure = crime_figures.development(frame, "ar", "antal", LIGHT, 2023)
    [bars] = figure.data
    assert dict(zip(bars.x, bars.y, strict=True))[2023] == 15372
    assert [
        year
        for year, colour in zip(bars.x, bars.marker.color, strict=True)
        if colour == LIGHT.accent
    ] == [2023]
    assert figure.layout.yaxis.rangemode == "tozero"


def test_quarters_outside_the_usual_span_are_named(published):
    counts, people = reported.counts(published), reported.populations(published)
    chart = control.control(
        series.series(counts, people, "jonkopings-kommun", "samtliga", "kvartal"),
        Filter(),
        2025,
    )
    figure = crime_figures.control(chart, LIGHT)
    assert [annotation.text for annotation in figure.layout.annotations] == [
        "K4 2023",
        "K1 2024",
        "K1 2025",
    ]
    symbols = figure.data[-1].marker.symbol
    assert [place for place, symbol in enumerate(symbols) if symbol == "diamond"] == [19, 20, 24]


def index_figure(store, zoomed=False):
    about = next(iter(measurements.indicators(store)))
    return trends.indicator(
        measurements.series(store, about.indikator_id, Filter()), about, LIGHT, 2023, zoomed
    )


def test_gap_breaks_the_line_and_a_direction_without_a_number_is_an_arrow(litet, put):
    put("indikatorvarden", 2, "ar", "2020")
    figure = index_figure(opened_for(Reader(), litet))
    own = next(
        trace for trace in figure.data if trace.text and "Exempelstad 2023" in trace.text[-1]
    )
    assert list(own.x) == [2020, 2021, 2022, 2023]
    assert [pd.isna(value) for value in own.y] == [False, True, True, False]
    assert not own.connectgaps
    arrows = next(trace for trace in figure.data if trace.mode == "text")
    assert list(zip(arrows.x, arrows.y, arrows.text, strict=True)) == [(2023, "Åkern", "▲ höjt")]


def test_whole_scale_has_bands_and_the_zoomed_one_says_what_it_is(published):
    whole, zoomed = index_figure(published), index_figure(published, zoomed=True)
    assert tuple(whole.layout.yaxis.range) == (0, 6)
    assert {"låg", "måttlig", "förhöjd", "hög"} <= {
        annotation.text for annotation in whole.layout.annotations
    }
    assert zoomed.layout.yaxis.range[1] < 3
    assert "inzoomad" in zoomed.layout.yaxis.title.text
    assert "hög" not in {annotation.text for annotation in zoomed.layout.annotations}


def small_drawings(store, zoomed=False):
    about = next(iter(measurements.indicators(store)))
    frame = measurements.series(store, about.indikator_id, Filter())
    return unquote(multiples.indicator(frame, about, LIGHT, 2023, zoomed)).split("<figure>")[1:]


def test_small_drawings_have_one_axis_and_the_kommun_behind(exempelstad):
    store = opened_for(Reader(), exempelstad)
    drawings = small_drawings(store)
    assert len(drawings) == 13
    assert [">3</text>" in drawing for drawing in drawings] == [True] * 13
    assert ['class="behind"' in drawing for drawing in drawings] == [False] + [True] * 12
    assert not any(">3</text>" in drawing for drawing in small_drawings(store, zoomed=True))
    [broken] = [drawing for drawing in drawings if "<figcaption>Tänkeby<" in drawing]
    assert broken.count('<polyline class="its"') == 2
    assert 'alt="Tänkeby: 0,69 (2015) → 0,71 (2025)"' in broken
    assert ">0,71</text>" in broken
    [direction] = [drawing for drawing in drawings if "<figcaption>Skissviken<" in drawing]
    assert "<p>▲ höjt 2025, talet är inte publicerat</p>" in direction
    assert ">0,43 (2024)</text>" in direction


def test_names_in_small_drawings_are_not_markup(litet, put):
    put("omraden", 5, "namn", "<a href='//x'>Å\"</a>")
    assert "<a" not in "".join(small_drawings(opened_for(Reader(), litet)))


def test_labels_at_the_ends_do_not_cover_each_other():
    figure = trends.go.Figure()
    labels.add(
        figure,
        [(2023, 1.0, "A", "#000"), (2023, 1.01, "B", "#000"), (2023, 1.02, "C", "#000")],
        2,
        60,
    )
    heights = sorted(60 * label.y - label.ay for label in figure.layout.annotations)
    assert all(above - below >= 15 for below, above in itertools.pairwise(heights))


def test_names_are_not_markup(litet, put):
    put("omraden", 5, "namn", "<a href='//x'>Å</a>")
    figure = index_figure(opened_for(Reader(), litet))
    assert "<a" not in figure.to_json()
