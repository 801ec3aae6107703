"""The timeline: which marks are drawn, where, and as what."""

from itertools import pairwise

import pytest

from charts import dialogues as figures
from charts import theme
from lagesbild_data.answers.dialogues import events
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import PUBLISHED


@pytest.fixture
def rows(store):
    return events.chosen_events(store, EventFilter())


def traces(figure, kind: str):
    return [trace for trace in figure.data if trace.type == kind]


def headings(figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_rows_are_years_and_types_the_latest_first(rows, palette):
    figure = figures.timeline(rows, palette)
    assert headings(figure) == [
        "<b>2024</b>  Allvarlig händelse: 1",
        "<b>2023</b>  Medborgardialog: 4, varav 1 planerad",
        "<b>2022</b>  Medborgardialog: 1",
    ]
    assert figure.layout.paper_bgcolor == palette.background
    assert list(figure.layout.xaxis.ticktext)[:4] == ["jan", "feb", "mars", "apr"]


def test_planned_event_has_another_symbol_and_undated_is_a_span(rows):
    figure = figures.timeline(rows, theme.LIGHT)
    marks = [(trace.marker.symbol, len(trace.x)) for trace in traces(figure, "scatter")]
    assert marks == [("circle", 1), ("circle", 2), ("diamond-open", 1), ("circle", 1)]
    (span,) = traces(figure, "bar")
    # 1 May is day 121 of a leap year from 0; 31 + 30 + 31 + 31 days
    assert (span.base[0], span.x[0]) == (
        121,
        123,
    )
    assert list(span.text) == ["Sommarsamtal"]
    assert "maj–augusti 2023 (någon dag)" in span.hovertext[0]


def test_29_february_has_a_place(rows):
    fire = traces(figures.timeline(rows, theme.LIGHT), "scatter")[0]
    assert list(fire.x) == [31 + 28 + 0.5]


def test_span_beyond_new_year_ends_with_the_year(litet, put):
    put("handelser", 5, "datum_till", "2024-02-10")
    rows = events.chosen_events(opened_for(Reader(), litet), EventFilter())
    (span,) = traces(figures.timeline(rows, theme.LIGHT), "bar")
    assert span.base[0] + span.x[0] == 366


def test_close_marks_do_not_cover_each_other():
    rows = events.chosen_events(
        opened_for(Reader(), PUBLISHED), EventFilter(years=(2024,), topics=("medborgardialog",))
    )
    (marks,) = traces(figures.timeline(rows, theme.LIGHT), "scatter")
    places = sorted(zip(marks.y, marks.x, strict=True))
    assert len(places) == 26
    for (y, x), (next_y, next_x) in pairwise(places):
        assert y != next_y or next_x - x >= 8


def test_spans_that_say_the_same_are_one_with_their_number():
    rows = events.chosen_events(opened_for(Reader(), PUBLISHED), EventFilter(years=(2020,)))
    (spans,) = traces(figures.timeline(rows, theme.LIGHT), "bar")
    assert list(spans.text) == ["3 × Gemensam lägesbild", "3 × Gemensam lägesbild"]
    assert len(set(spans.y)) == 1


def test_texts_from_data_are_escaped(litet, put):
    put("handelser", 4, "tema", "<b>A</b> & <a href='javascript:x'>")
    put("handelser", 5, "tema", "<i>B</i>")
    figure = figures.timeline(
        events.chosen_events(opened_for(Reader(), litet), EventFilter()), theme.LIGHT
    )
    texts = str([[trace.hovertext, trace.text] for trace in figure.data])
    assert "&lt;a href" in texts
    assert "<a" not in texts
    assert "<i>" not in texts
