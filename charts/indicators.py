"""Curves over the years, and arrows where a direction is known but no number."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import sqlalchemy as sa
from plotly.subplots import make_subplots

from charts import labels
from charts.theme import Palette, dressed, inert
from lagesbild_data.answers.indicators.measurements import BANDS
from lagesbild_data.model.periods import INDEX, WHOLE
from lagesbild_data.public import signs
from lagesbild_data.words import swedish

_DASHES = {"totalt": "solid", "kvinnor": "dash", "män": "dot"}
_CURVE, _ROW, _GAP = 360, 28, 56
"""Heights in pixels: of the curves, of a row of arrows, and between them."""
_LABELS = 150
"""Width of the labels at the ends of the lines."""


def indicator(
    frame: pd.DataFrame,
    about: sa.Row,
    palette: Palette,
    year: int | None = None,
    zoomed: bool = False,
) -> go.Figure:
    """A line per area and group (columns as indicators.series), broken where a year has no number;
    under them a row per area of which only the direction is known, with an arrow at its year.

    The axis is the indicator's whole scale, or only where there are values when `zoomed`; `year` is
    marked.
    """
    numbers, arrows = frame[frame["varde"].notna()], frame[frame["varde"].isna()]
    heights = [_CURVE] if len(numbers) else []
    if len(arrows):
        heights.append(_ROW * arrows["omrade"].nunique() + 10)
    figure = make_subplots(
        len(heights),
        1,
        shared_xaxes=True,
        row_heights=heights,
        vertical_spacing=_GAP / (sum(heights) + _GAP) if len(heights) > 1 else 0,
    )
    dressed(figure, palette)
    years = range(frame["ar"].min(), frame["ar"].max() + 1)
    if len(numbers):
        if about.indikator_id == INDEX and not zoomed:
            _bands(figure, palette)
        bounds = _bounds(numbers["varde"], about, zoomed)
        _lines(figure, numbers, about.decimaler or 0, bounds, palette)
        figure.update_yaxes(title=_axis_title(about, zoomed), range=bounds, row=1, col=1)
    if len(arrows):
        _arrows(figure, arrows, about, palette, row=len(heights))
    _years(figure, years, year, palette)
    figure.update_layout(
        height=sum(heights) + _GAP * len(heights),
        showlegend=False,
        separators=", ",
        margin={"r": _LABELS if len(numbers) else 8, "t": 20},
    )
    return figure


def _axis_title(about: sa.Row, zoomed: bool) -> str:
    unit = "" if about.enhet in (None, "index") else f", {about.enhet}"
    return inert(f"{about.namn}{unit}{' (inzoomad axel)' if zoomed else ''}")


def _bounds(values: pd.Series, about: sa.Row, zoomed: bool) -> list[float]:
    if zoomed or about.minimum is None or about.maximum is None:
        room = max(0.15 * (values.max() - values.min()), 0.1)
        return [values.min() - room, values.max() + room]
    return [about.minimum, about.maximum]


def _bands(figure: go.Figure, palette: Palette) -> None:
    for number, (low, high, name) in enumerate(BANDS):
        figure.add_shape(
            type="rect",
            xref="paper",
            x0=0,
            x1=1,
            y0=low,
            y1=high,
            line_width=0,
            layer="below",
            opacity=0.22,
            fillcolor=palette.ramp[number],
        )
        figure.add_annotation(
            xref="paper",
            x=0.005,
            y=high,
            text=name,
            xanchor="left",
            yanchor="top",
            showarrow=False,
            font={"size": 12, "color": palette.muted},
        )


def _lines(
    figure: go.Figure, numbers: pd.DataFrame, decimals: int, bounds: list[float], palette: Palette
) -> None:
    ends = []
    for _, rows in numbers.groupby(["omrade_id", "grupp"], sort=False):
        first = rows.iloc[0].to_dict()
        group = first["grupp"]
        whole = rows.set_index("ar")["varde"].reindex(range(rows["ar"].min(), rows["ar"].max() + 1))
        name = inert(first["omrade"] if group == "totalt" else f"{first['omrade']}, {group}")
        colour = _colour(first, palette)
        figure.add_scatter(
            x=list(whole.index),
            y=list(whole),
            mode="lines+markers",
            hoverinfo="text",
            row=1,
            col=1,
            line={
                "color": colour,
                "width": 3 if first["egen"] and group == "totalt" else 2,
                "dash": _DASHES[group],
            },
            marker={"size": 8},
            text=[
                f"{name} {year}: {swedish.number(value, decimals)}" if pd.notna(value) else ""
                for year, value in whole.items()
            ],
        )
        ends.append((int(rows["ar"].iloc[-1]), float(rows["varde"].iloc[-1]), name, colour))
    pixels = _CURVE / ((bounds[1] - bounds[0]) or 1)
    labels.add(figure, ends, decimals, pixels)


def _colour(series: Mapping[Any, Any], palette: Palette) -> str:
    """The own kommun stands out; other kommuner and riket are there to compare with."""
    return (
        palette.accent
        if series["egen"]
        else palette.muted
        if series["typ"] in WHOLE
        else palette.text
    )


def _arrows(
    figure: go.Figure, arrows: pd.DataFrame, about: sa.Row, palette: Palette, row: int
) -> None:
    named = arrows["omrade"].map(inert)
    areas = list(dict.fromkeys(named))
    figure.add_scatter(
        x=arrows["ar"],
        y=named,
        mode="text",
        hoverinfo="text",
        cliponaxis=False,
        row=row,
        col=1,
        text=[signs.direction(way) for way in arrows["riktning"]],
        hovertext=[
            f"{area} {year}: {direction}, talet är inte publicerat"
            for area, year, direction in zip(named, arrows["ar"], arrows["riktning"], strict=True)
        ],
        textfont={"size": 14, "color": palette.text},
    )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=areas[::-1],
        range=[-0.6, len(areas) - 0.4],
        row=row,
        col=1,
    )


def _years(figure: go.Figure, years: range, marked: int | None, palette: Palette) -> None:
    figure.update_xaxes(
        range=[years[0] - 0.5, years[-1] + 0.5],
        tickvals=list(years),
        tickformat="d",
        fixedrange=True,
        showgrid=False,
        showticklabels=True,
    )
    figure.update_yaxes(fixedrange=True)
    if marked is not None:
        figure.add_vrect(
            x0=marked - 0.3, x1=marked + 0.3, fillcolor=palette.accent, opacity=0.08, line_width=0
        )


def beside(
    perceived: pd.DataFrame, about: sa.Row, reported: pd.DataFrame, palette: Palette
) -> go.Figure:
    """An indicator of one area (columns as indicators.series) above its reported crimes per year
    (columns as crimes.counts): two panels with a scale each and the same years."""
    figure = make_subplots(
        2,
        1,
        shared_xaxes=True,
        vertical_spacing=0.16,
        subplot_titles=(inert(about.namn), "Anmälda brott"),
    )
    dressed(figure, palette)
    years = range(
        min(perceived["ar"].min(), reported["ar"].min()),
        max(perceived["ar"].max(), reported["ar"].max()) + 1,
    )
    values = perceived.set_index("ar")["varde"].reindex(years)
    figure.add_scatter(
        x=list(years),
        y=list(values),
        mode="lines+markers+text",
        line={"color": palette.accent, "width": 3},
        marker={"size": 9},
        textposition="top center",
        hoverinfo="skip",
        cliponaxis=False,
        row=1,
        col=1,
        text=[
            "" if pd.isna(value) else swedish.number(value, about.decimaler or 0)
            for value in values
        ],
    )
    figure.add_bar(
        x=reported["ar"],
        y=reported["antal"],
        marker_color=palette.muted,
        hoverinfo="skip",
        row=2,
        col=1,
        text=[swedish.number(count) for count in reported["antal"]],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12},
        width=0.6,
    )
    _years(figure, years, None, palette)
    figure.update_xaxes(showticklabels=False, row=1, col=1)
    figure.update_yaxes(range=[about.minimum, about.maximum], row=1, col=1)
    figure.update_yaxes(rangemode="tozero", nticks=4, tickformat=",d", row=2, col=1)
    figure.update_annotations(font={"size": 14, "color": palette.text}, x=0, xanchor="left")
    figure.update_layout(
        height=460, showlegend=False, separators=", ", uniformtext={"minsize": 11, "mode": "hide"}
    )
    return figure
