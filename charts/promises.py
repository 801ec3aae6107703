"""Work that lives on from promise to promise, and counted results tertial by tertial."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from charts.theme import Palette, dressed
from lagesbild_data import swedish

_SIGN = {"minst": "≥ ", "över": "> ", "cirka": "ca ", "högst": "≤ ", "exakt": ""}


def timeline(lines: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row per line of work (columns as promises.lines) and a mark per year: filled for an activity, else open."""
    names = list(dict.fromkeys(lines["linje"]))[::-1]
    figure = go.Figure()
    for kind, symbol in (("aktivitet", "square"), ("mål", "square-open")):
        rows = lines[lines["slag"] == kind]
        years = [(row.linje, year, row.vad, row.lofte) for row in rows.itertuples() for year in _years(row)]
        figure.add_scatter(
            x=[year for _, year, _, _ in years],
            y=[line for line, _, _, _ in years],
            mode="markers",
            marker={"symbol": symbol, "size": 18, "color": palette.accent, "line": {"width": 2}},
            name={"aktivitet": "aktivitet i löftet", "mål": "bara mål, ingen publicerad aktivitet"}[kind],
            customdata=[(what, promise) for _, _, what, promise in years],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}, %{x}<extra></extra>",
        )
    figure.update_yaxes(categoryorder="array", categoryarray=names, ticksuffix="  ")
    figure.update_xaxes(dtick=1, tickformat="d", side="top")
    figure.update_layout(height=70 + 34 * len(names), legend={"orientation": "h", "y": -0.02, "yanchor": "top"})
    return dressed(figure, palette)


def _years(row) -> range:
    return range(row.ar_fran, row.ar_till + 1)


def results(frame: pd.DataFrame, palette: Palette) -> go.Figure:
    """Small multiples of counted results (columns as promises.results_over_time), each from zero, its numbers written
    out with ≥, > or ca where the source is not exact."""
    measures = list(dict.fromkeys(frame["matt"]))
    columns = min(3, max(1, len(measures)))
    rows = -(-len(measures) // columns)
    figure = make_subplots(rows, columns, subplot_titles=measures, vertical_spacing=0.38 / rows if rows > 1 else 0)
    for number, measure in enumerate(measures):
        part = frame[frame["matt"] == measure]
        texts = [f"{_SIGN[row.jamforelse]}{swedish.plain_number(row.varde)}" for row in part.itertuples()]
        figure.add_bar(
            x=[f"T{row.tertial} {row.ar}" for row in part.itertuples()],
            y=part["varde"],
            text=texts,
            textposition="outside",
            cliponaxis=False,
            marker_color=palette.accent,
            width=0.5,
            hovertemplate="%{x}: %{text}<extra></extra>",
            row=number // columns + 1,
            col=number % columns + 1,
        )
    figure.update_yaxes(rangemode="tozero", showticklabels=False, showgrid=False, zeroline=True)
    figure.update_xaxes(showgrid=False)
    figure.update_layout(height=60 + 190 * rows, showlegend=False)
    figure.update_annotations(font_size=14, yshift=14)
    return dressed(figure, palette)
