"""An indicator's curves as many small drawings on one axis, the own kommun behind each: pictures
that flow with the width of the page."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

import pandas as pd
import sqlalchemy as sa
from markupsafe import Markup

from charts.theme import Palette
from lagesbild_data.answers.indicators.measurements import BANDS
from lagesbild_data.model.periods import INDEX
from lagesbild_data.public import signs
from lagesbild_data.words import swedish

MOST_LINES = 4
"""More lines than this are told apart in small drawings only."""
_WIDTH, _HEIGHT = 220, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 18, 176, 8, 98
"""Of the axes; the last value stands to the right of them, and the years below."""


def lines(frame: pd.DataFrame) -> int:
    """How many lines a series (as measurements.series) has."""
    numbers = frame[frame["varde"].notna()]
    return len(numbers[["omrade_id", "grupp"]].drop_duplicates())


def top(frame: pd.DataFrame, about: sa.Row) -> float | None:
    """Where the axis of the drawings ends: the scale's end, or of the problemindex the band's that
    holds every value; None where the indicator has no scale."""
    if about.indikator_id != INDEX:
        return about.maximum
    return next(high for _, high, _ in BANDS if high >= frame["varde"].max())


def indicator(
    frame: pd.DataFrame, about: sa.Row, palette: Palette, year: int, zoomed: bool = False
) -> Markup:
    """A drawing per area and group (columns as measurements.series), in the series' order: its
    numbers, broken where a year has none, and the last of them; under it its latest arrow, where
    only the direction is published.

    All have one axis: from the scale's beginning to its `top`, or only where there are values when
    `zoomed`; `year` is marked.
    """
    values = frame["varde"].dropna()
    end = top(frame, about)
    low, high = (
        (float(values.min()), float(values.max()))
        if zoomed or about.minimum is None or end is None
        else (about.minimum, end)
    )
    axes = _Axes(low, high, int(frame["ar"].min()), int(frame["ar"].max()), about.decimaler or 0)
    kommun = frame[frame["egen"].astype(bool)]
    panels = []
    for (_, group), rows in frame.groupby(["omrade_id", "grupp"], sort=False):
        own = rows["egen"].iloc[0]
        behind = kommun[:0] if own else kommun[kommun["grupp"] == group]
        panels.append(_panel(rows, behind, axes, year, palette))
    return Markup('<div class="lb-curves">{}</div>').format(Markup("").join(panels))


class _Axes:
    """Where a year and a value stand in a drawing."""

    def __init__(self, low: float, high: float, first: int, last: int, decimals: int):
        self.low, self.high, self.first, self.last = low, high, first, last
        self.decimals = decimals

    def x(self, year: float) -> float:
        """Pixels from the left."""
        return _LEFT + (_RIGHT - _LEFT) * (year - self.first) / ((self.last - self.first) or 1)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / ((self.high - self.low) or 1)

    def drawn(self, year: int) -> Iterator[Markup]:
        """The axes, and a mark at the year."""
        line = Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
        text = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
        for value in (self.low, self.high):
            yield line.format("axis", _LEFT, _RIGHT, self.y(value), self.y(value))
            number = swedish.number(value, 0 if float(value).is_integer() else self.decimals)
            yield text.format(_LEFT - 4, self.y(value) + 4, "end", number)
        yield line.format("year", self.x(year), self.x(year), _TOP, _BOTTOM)
        for its in dict.fromkeys((self.first, self.last)):
            yield text.format(self.x(its), _BOTTOM + 16, "middle", its)


def _panel(
    rows: pd.DataFrame, kommun: pd.DataFrame, axes: _Axes, year: int, palette: Palette
) -> Markup:
    first = rows.iloc[0]
    group = "" if first["grupp"] == "totalt" else f", {first['grupp']}"
    latest, numbers = rows.iloc[-1], rows.dropna(subset="varde")
    told = note = ""
    parts = [*axes.drawn(year), *_curve(kommun, axes, "behind")]
    if len(numbers):
        told = f"{_said(numbers.iloc[0], axes)} → {_said(numbers.iloc[-1], axes)}"
        parts += _curve(rows, axes, "own" if first["egen"] else "its")
        end = numbers.iloc[-1]
        value = _value(end, axes) if end["ar"] == axes.last else _said(end, axes)
        last = Markup('<text class="last" x="{:.1f}" y="{:.1f}">{}</text>')
        parts.append(last.format(axes.x(end["ar"]) + 7, axes.y(end["varde"]) + 5, value))
    if pd.isna(latest["varde"]):
        arrow = f"{signs.direction(latest['riktning'])} {latest['ar']}, talet är inte publicerat"
        told, note = "; ".join(filter(None, (told, arrow))), Markup("<p>{}</p>").format(arrow)
    drawing = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}">'
        "<style>{}</style>{}</svg>"
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, _style(palette), Markup("").join(parts))
    figure = Markup(
        '<figure><figcaption>{}</figcaption><img src="data:image/svg+xml,{}" alt="{}">{}</figure>'
    )
    name = f"{first['omrade']}{group}"
    return figure.format(name, quote(drawing), f"{name}: {told}", note)


def _style(palette: Palette) -> str:
    return (
        f"text{{font:12px 'Source Sans','Segoe UI',sans-serif;fill:{palette.muted}}}"
        f".last{{font-size:14px;font-weight:600;fill:{palette.text}}}"
        f".axis{{stroke:{palette.line}}}"
        f".year{{stroke:{palette.muted};stroke-dasharray:2 3}}"
        f"polyline{{fill:none;stroke:{palette.text};stroke-width:2}}"
        f"polyline.own{{stroke:{palette.accent};stroke-width:3}}"
        f"polyline.behind{{stroke:{palette.unchanged}}}"
        f"circle{{fill:{palette.text}}}circle.own{{fill:{palette.accent}}}"
    )


def _said(row: pd.Series, axes: _Axes) -> str:
    return f"{_value(row, axes)} ({row['ar']})"


def _value(row: pd.Series | Mapping[str, Any], axes: _Axes) -> str:
    return swedish.number(row["varde"], axes.decimals)


def _curve(rows: pd.DataFrame, axes: _Axes, kind: str) -> Iterator[Markup]:
    """The numbers as a line, broken where a year has none, with a point at each of its own."""
    known = rows.dropna(subset="varde").to_dict("records")
    # Years that follow on each other are as far from their place in the row.
    for _, stretch in groupby(enumerate(known), key=lambda pair: pair[1]["ar"] - pair[0]):
        points = [(axes.x(row["ar"]), axes.y(row["varde"])) for _, row in stretch]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield Markup('<polyline class="{}" points="{}"/>').format(kind, path)
    if kind == "behind":
        return
    point = Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3"/>')
    for row in known:
        yield point.format(kind, axes.x(row["ar"]), axes.y(row["varde"]))
