"""Reported crimes over time: the series, the control chart, and rates side by side."""

import math
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import labels
from charts.theme import Palette, dressed, inert
from lagesbild_data.answers.crimes.control import Control
from lagesbild_data.answers.crimes.series import BROKEN, HIDDEN, Step, base, period_words, records
from lagesbild_data.words import swedish

MEASURES = {"antal": "Antal", "per_100k": "Per 100 000 invånare", "index_100": "Index"}
_HEIGHT = 380


def development(
    frame: pd.DataFrame, step: Step, measure: str, palette: Palette, year: int | None = None
) -> go.Figure:
    """One series (as series.series) in one of MEASURES: bars for years, else a line, from
    zero.

    Preliminary periods are hatched or open, hidden ones say so, series breaks are a dashed line;
    `year` is marked.
    """
    figure = go.Figure()
    dressed(figure, palette)
    x = _places(frame)
    values = frame[measure].astype(float)
    hovers = [_hover(period, row, step, measure) for period, row in records(frame)]
    if step == "ar":
        figure.add_bar(
            x=x,
            y=values,
            width=0.65,
            hovertext=hovers,
            hoverinfo="text",
            textposition="outside",
            cliponaxis=False,
            text=["" if pd.isna(value) else swedish.number(value) for value in values],
            textfont={"size": 12},
            marker={
                "color": _colours(frame, palette, year),
                "pattern": {
                    "shape": ["/" if flag else "" for flag in frame["preliminar"]],
                    "size": 6,
                    "fillmode": "replace",
                    "fgcolor": palette.accent,
                },
            },
        )
    else:
        figure.add_scatter(
            x=x,
            y=values,
            mode="lines+markers",
            hovertext=hovers,
            hoverinfo="text",
            connectgaps=False,
            line={"color": palette.accent, "width": 2},
            marker={
                "size": 8,
                "line": {"width": 2, "color": palette.accent},
                "color": [
                    palette.background if flag else palette.accent for flag in frame["preliminar"]
                ],
            },
        )
    _hidden(figure, x, frame, palette)
    _breaks(figure, [place - (0.5 if step == "ar" else 0.125) for place in x], frame, palette)
    if measure == "index_100":
        figure.add_hline(y=100, line={"color": palette.muted, "width": 1, "dash": "dot"})
    _time_axis(figure, x, step)
    figure.update_yaxes(title=measure_label(measure, frame))
    return figure


def measure_label(measure: str, frame: pd.DataFrame) -> str:
    """What the axis shows."""
    if measure != "index_100":
        return MEASURES[measure]
    start = base(frame)
    name = str(start.year) if start.freqstr.startswith("Y") else f"K{start.quarter} {start.year}"
    return f"Index, {name} = 100"


def _places(frame: pd.DataFrame) -> list[float]:
    """Where each period stands on an axis of years."""
    periods = pd.PeriodIndex(frame.index)
    if periods.freqstr.startswith("Y"):
        return [float(period.year) for period in periods]
    return [period.year + (period.quarter - 1) / 4 for period in periods]


def _time_axis(figure: go.Figure, x: list[float], step: Step) -> None:
    room = 0.6 if step == "ar" else 0.3
    figure.update_xaxes(
        range=[x[0] - room, x[-1] + room],
        tickvals=list(range(math.ceil(x[0]), int(x[-1]) + 1)),
        tickformat="d",
        fixedrange=True,
        showgrid=step != "ar",
    )
    figure.update_yaxes(rangemode="tozero", tickformat=",d", fixedrange=True)
    figure.update_layout(
        height=_HEIGHT,
        showlegend=False,
        separators=", ",
        uniformtext={"minsize": 11, "mode": "hide"},
    )


def _colours(frame: pd.DataFrame, palette: Palette, year: int | None) -> list[str]:
    return [
        palette.accent if year in (None, period.year) else palette.ramp[3]
        for period, _ in records(frame)
    ]


def _hover(period: pd.Period, row: Mapping[str, Any], step: Step, measure: str) -> str:
    words = period_words(period, step).capitalize()
    if row["dold"]:
        return f"{words}: {HIDDEN}"
    if pd.isna(row[measure]):
        return f"{words}: ej publicerat"
    preliminary = " (preliminärt)" if row["preliminar"] else ""
    return f"{words}: {swedish.number(row[measure])}{preliminary}"


def _hidden(figure: go.Figure, x: list[float], frame: pd.DataFrame, palette: Palette) -> None:
    """A shaded stretch, named once, where counts are hidden."""
    half = (x[1] - x[0]) / 2 if len(x) > 1 else 0.5
    for hidden, stretch in groupby(zip(x, frame["dold"], strict=True), key=itemgetter(1)):
        if hidden:
            places = [place for place, _ in stretch]
            figure.add_vrect(
                x0=places[0] - half,
                x1=places[-1] + half,
                fillcolor=palette.surface,
                line_width=0,
                layer="below",
            )
            figure.add_annotation(
                x=(places[0] + places[-1]) / 2,
                y=0,
                yref="paper",
                yanchor="bottom",
                text=HIDDEN,
                showarrow=False,
                font={"size": 12, "color": palette.muted},
            )


def _breaks(figure: go.Figure, x: list[float], frame: pd.DataFrame, palette: Palette) -> None:
    """A line at the beginning of each period with a series break."""
    for place, broken in zip(x, frame["tidsseriebrott"], strict=True):
        if broken:
            figure.add_vline(x=place, line={"color": palette.text, "width": 2, "dash": "dash"})
            figure.add_annotation(
                x=place,
                y=1,
                yref="paper",
                yanchor="bottom",
                text=BROKEN,
                showarrow=False,
                xanchor="left",
                font={"size": 12, "color": palette.muted},
            )


def control(chart: Control, palette: Palette) -> go.Figure:
    """The quarters against the expected span: a band, with the quarters outside it named."""
    frame = chart.frame
    figure = go.Figure()
    dressed(figure, palette)
    x = _places(frame)
    figure.add_scatter(x=x, y=frame["high"], mode="lines", line={"width": 0}, hoverinfo="skip")
    figure.add_scatter(
        x=x,
        y=frame["low"],
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=palette.ramp[0],
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=frame["centre"],
        mode="lines",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    outside = frame["outside"]
    figure.add_scatter(
        x=x,
        y=frame["value"],
        mode="lines+markers",
        connectgaps=False,
        hoverinfo="text",
        hovertext=[
            (
                f"{period_words(period).capitalize()}: {swedish.number(row['value'])}, vanligt "
                f"{swedish.number(row['low'])}–{swedish.number(row['high'])}"
                if pd.notna(row["value"])
                else ""
            )
            for period, row in records(frame)
        ],
        line={"color": palette.accent, "width": 2},
        marker={
            "size": [13 if flag else 7 for flag in outside],
            "symbol": ["diamond" if flag else "circle" for flag in outside],
            "color": [
                palette.background if flag else palette.accent for flag in frame["preliminar"]
            ],
            "line": {
                "width": 2,
                "color": [palette.text if flag else palette.accent for flag in outside],
            },
        },
    )
    side = 0
    for place, (period, row) in zip(x, records(frame), strict=True):
        beyond = 1 if row["value"] > row["high"] else -1
        # those side by side are named above and below in turn
        side = (-side or beyond) if row["outside"] else 0
        if side:
            figure.add_annotation(
                x=place,
                y=row["value"],
                text=f"K{period.quarter} {period.year}",
                showarrow=False,
                font={"size": 12},
                yshift=16 * side,
            )
    until = chart.until.year + (chart.until.quarter - 1) / 4
    figure.add_vline(x=until, line={"color": palette.muted, "width": 1, "dash": "dash"})
    _time_axis(figure, x, "kvartal")
    figure.update_yaxes(title="Antal")
    return figure


def comparison(frame: pd.DataFrame, own: str, palette: Palette) -> go.Figure:
    """Rates per 100 000 by year, a line per area (columns as series.rates) with its name at
    its end."""
    figure = go.Figure()
    dressed(figure, palette)
    ends = []
    for omrade_id, rows in frame.groupby("omrade_id", sort=False):
        colour = palette.accent if omrade_id == own else palette.muted
        name = inert(rows["omrade"].iloc[0])
        figure.add_scatter(
            x=rows["ar"],
            y=rows["per_100k"],
            mode="lines+markers",
            hoverinfo="text",
            hovertext=[
                f"{name} {year}: {swedish.number(rate)}"
                for year, rate in rows[["ar", "per_100k"]].to_numpy()
            ],
            line={"color": colour, "width": 3 if omrade_id == own else 2},
            marker={
                "size": 8,
                "line": {"width": 2, "color": colour},
                "color": [palette.background if flag else colour for flag in rows["preliminar"]],
            },
        )
        ends.append((int(rows["ar"].iloc[-1]), float(rows["per_100k"].iloc[-1]), name, colour))
    top = frame["per_100k"].max() * 1.1 or 1
    labels.add(figure, ends, 0, _HEIGHT / top)
    years = range(int(frame["ar"].min()), int(frame["ar"].max()) + 1)
    figure.update_xaxes(
        range=[years[0] - 0.3, years[-1] + 0.3],
        tickvals=list(years),
        tickformat="d",
        fixedrange=True,
        showgrid=False,
    )
    figure.update_yaxes(
        range=[0, top], title=MEASURES["per_100k"], tickformat=",d", fixedrange=True
    )
    figure.update_layout(height=_HEIGHT, showlegend=False, separators=", ", margin={"r": 150})
    return figure
