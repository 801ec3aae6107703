"""Events over the year: a row per year and type, a mark per event."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from charts.theme import Palette, dressed, inert
from lagesbild_data.answers.dialogues import counts, wording
from lagesbild_data.model.tables.dialogues import HANDELSETYPER

_LEAP_YEAR, _DAYS = 2000, 366
"""The year whose days every year is drawn on."""
_CLOSE_DAYS = 9
"""Marks closer than this are put above each other: it is a mark's width on a telephone."""
_LANE = 17
"""Height of a mark in pixels."""
_SPAN = 1.55
"""Height of a span with its text, and the gap to the next, in lanes."""


@dataclass(frozen=True)
class _Mark:
    """An event, or several alike: the day of the year (from 0) on which it begins, and the day
    after its last."""

    start: int
    end: int
    held: bool
    theme: str
    hover: str


def timeline(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The events (columns as events.chosen_events) by day of the year, the latest year first.

    A filled circle is a held event, an open diamond a planned one, a bar a time in which the event
    was some day.
    """
    figure = go.Figure()
    words = wording.times(rows)
    hovers = pd.Series(map(_hover, rows.itertuples(), words), rows.index, dtype="str")
    y = 0.0
    for year, typ, group in _groups(rows):
        figure.add_shape(
            type="rect",
            xref="paper",
            x0=0,
            x1=1,
            y0=y - 0.65,
            y1=y + 0.65,
            layer="between",
            line_width=0,
            fillcolor=palette.surface,
        )
        figure.add_annotation(
            x=0.004,
            y=y,
            xref="paper",
            text=f"<b>{year}</b>  {_counted(typ, group)}",
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font={"size": 14},
        )
        dated = group["precision"] == "dag"
        marks = _in_lanes(_marks(group[dated], hovers), _CLOSE_DAYS)
        spans = _in_lanes(_marks(group[~dated], hovers))
        y -= 1.2
        _add_marks(figure, marks, y, palette)
        y -= len(marks)
        _add_spans(figure, spans, y, palette)
        y -= len(spans) * _SPAN + 0.45
    months = [_day(dt.date(_LEAP_YEAR, month, 1)) for month in counts.SHORT_MONTHS]
    dressed(figure, palette)
    figure.update_xaxes(
        range=[-1, _DAYS + 1],
        fixedrange=True,
        side="top",
        showgrid=False,
        zeroline=False,
        tickvals=[start + 15 for start in months],
        ticktext=list(counts.SHORT_MONTHS.values()),
        tickangle=0,
        minor={"tickvals": months, "showgrid": True, "gridcolor": palette.line},
        tickfont={"size": 12},
    )
    figure.update_yaxes(range=[y + 0.6, 0.8], visible=False, fixedrange=True)
    figure.update_layout(
        height=int(38 + _LANE * (0.8 - y)),
        margin={"l": 0, "r": 0, "t": 30, "b": 4},
        showlegend=False,
        barmode="overlay",
        uniformtext={"minsize": 11, "mode": "hide"},
    )
    return figure


def _groups(rows: pd.DataFrame) -> Iterator[tuple[int, str, pd.DataFrame]]:
    """Year, type and its events; latest year first, types as declared."""
    years = rows["datum_fran"].map(lambda day: day.year)
    for year in sorted(set(years), reverse=True):
        for typ in HANDELSETYPER:
            group = rows[(years == year) & (rows["typ"] == typ)]
            if len(group):
                yield year, typ, group


def _counted(typ: str, group: pd.DataFrame) -> str:
    """The type and how many: "Krogar mot knark: 7, varav 1 planerad"."""
    planned = int((~group["genomford"].astype(bool)).sum())
    of_which = f", varav {planned} {'planerad' if planned == 1 else 'planerade'}" if planned else ""
    return f"{inert(wording.capitalised(typ))}: {len(group)}{of_which}"


def _marks(group: pd.DataFrame, hovers: pd.Series) -> list[_Mark]:
    """A mark per event; those that say the same of the same time are one."""
    found = Counter(_mark(row, hovers) for row in group.itertuples())
    return [
        (
            replace(mark, theme=f"{count} × {mark.theme}", hover=f"{count} × {mark.hover}")
            if count > 1
            else mark
        )
        for mark, count in sorted(found.items(), key=lambda item: (item[0].start, item[0].end))
    ]


def _mark(row, hovers: pd.Series) -> _Mark:
    start = _day(row.datum_fran)
    end = start + (row.datum_till - row.datum_fran).days + 1
    theme = row.teman if isinstance(row.teman, str) else ""
    return _Mark(start, end, bool(row.genomford), theme, hovers[row.Index])


def _in_lanes(marks: list[_Mark], room: int = 0) -> list[list[_Mark]]:
    """The marks, each in the first lane where the one before it has ended, or began `room` days
    ago."""
    lanes: list[list[_Mark]] = []
    for mark in marks:
        free = (lane for lane in lanes if max(lane[-1].start + room, lane[-1].end) <= mark.start)
        lane = next(free, None)
        if lane is None:
            lanes.append([mark])
        else:
            lane.append(mark)
    return lanes


def _add_marks(figure: go.Figure, lanes: list[list[_Mark]], top: float, palette: Palette) -> None:
    """Marks in lanes, the first lane lowest."""
    for held, symbol in ((True, "circle"), (False, "diamond-open")):
        shown = [
            (lane, mark)
            for lane, marks in enumerate(reversed(lanes))
            for mark in marks
            if mark.held == held
        ]
        if shown:
            figure.add_scatter(
                x=[(mark.start + mark.end) / 2 for _, mark in shown],
                y=[top - lane for lane, _ in shown],
                mode="markers",
                marker={
                    "symbol": symbol,
                    "size": 12,
                    "color": palette.accent,
                    "line": {
                        "width": 1 if held else 2,
                        "color": palette.background if held else palette.accent,
                    },
                },
                hovertext=[mark.hover for _, mark in shown],
                hoverinfo="text",
                cliponaxis=False,
            )


def _add_spans(figure: go.Figure, lanes: list[list[_Mark]], top: float, palette: Palette) -> None:
    """Spans in lanes, the first lane highest, each with its theme where there is room; a planned
    one is hatched."""
    for held, pattern in ((True, ""), (False, "/")):
        shown = [
            (lane, span) for lane, spans in enumerate(lanes) for span in spans if span.held == held
        ]
        if shown:
            figure.add_bar(
                orientation="h",
                base=[span.start for _, span in shown],
                x=[min(span.end, _DAYS) - span.start for _, span in shown],
                y=[top - 0.2 - lane * _SPAN for lane, _ in shown],
                width=1.35,
                text=[inert(span.theme) for _, span in shown],
                textposition="inside",
                insidetextanchor="start",
                textfont={"size": 12, "color": palette.text},
                marker={
                    "color": palette.ramp[0],
                    "line": {"color": palette.accent, "width": 1},
                    "pattern": {"shape": pattern, "fgcolor": palette.accent},
                },
                hovertext=[span.hover for _, span in shown],
                hoverinfo="text",
            )


def _day(date: dt.date) -> int:
    """The date's place in a leap year, 1 January being 0."""
    return (date.replace(year=_LEAP_YEAR) - dt.date(_LEAP_YEAR, 1, 1)).days


def _hover(row, time: str) -> Markup:
    """What is known of an event, a line each."""
    place = ", ".join(
        dict.fromkeys(part for part in (row.plats, row.omrade) if isinstance(part, str))
    )
    lines = [
        row.teman if isinstance(row.teman, str) else wording.capitalised(row.typ),
        time,
        place,
    ]
    heading, *rest = filter(None, lines)
    return Markup("<br>").join([Markup("<b>{}</b>").format(heading), *rest])
