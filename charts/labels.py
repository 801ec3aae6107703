"""Names and values at the ends of lines."""

from collections import defaultdict
from collections.abc import Iterable

import plotly.graph_objects as go

from lagesbild_data.words import swedish

_LINE = 16
"""Height of a label's line."""


def add(
    figure: go.Figure, ends: Iterable[tuple[int, float, str, str]], decimals: int, pixels: float
) -> None:
    """Name and latest value at the end of each line (year, value, name, colour), pushed apart where
    lines end close to each other; `pixels` is the height of one unit."""
    by_year: dict[int, list[tuple[float, str, str]]] = defaultdict(list)
    for year, value, name, colour in ends:
        by_year[year].append((value, name, colour))
    for year, labels in by_year.items():
        labels.sort(reverse=True)
        heights = [value * pixels for value, _, _ in labels]
        for place in range(1, len(heights)):
            heights[place] = min(heights[place], heights[place - 1] - _LINE)
        raised = min(
            (len(heights) - 1) * _LINE / 2, max(0.0, labels[-1][0] * pixels - heights[-1]) / 2
        )
        for height, (value, name, colour) in zip(heights, labels, strict=True):
            figure.add_annotation(
                x=year,
                y=value,
                text=f"{name} {swedish.number(value, decimals)}",
                xanchor="left",
                ax=14,
                ay=value * pixels - height - raised,
                showarrow=True,
                arrowhead=0,
                arrowwidth=0.6,
                arrowcolor=colour,
                standoff=4,
                font={"color": colour, "size": 12},
                xref="x",
                yref="y",
            )
