"""A trend as a picture of a word's height: where it has been and where it is now."""

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from charts.theme import Palette
from lagesbild_data.words import swedish

_WIDTH, _HEIGHT, _EDGE = 100, 34, 3


def line(trend: Sequence[tuple[str, float | None]], palette: Palette, high: float) -> Markup:
    """The values as a curve from zero to `high`, broken where one isn't known, the last with a
    dot; nothing of fewer than two."""
    known = [value for _, value in trend if value is not None]
    if len(known) < 2:
        return Markup("")
    points: list[list[str]] = [[]]
    for place, (_, value) in enumerate(trend):
        if value is None:
            points.append([])
        else:
            points[-1].append(f"{_across(place, len(trend)):.1f},{_down(value, high):.1f}")
    curve = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2"/>')
    dot = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>')
    parts = [curve.format(" ".join(run), palette.accent) for run in points if len(run) > 1]
    for run in points:
        if len(run) == 1:
            parts.append(dot.format(*run[0].split(","), 1.5, palette.accent))
    last = [run for run in points if run][-1][-1]
    parts.append(dot.format(*last.split(","), 3, palette.accent))
    return _picture(trend, parts)


def bars(trend: Sequence[tuple[str, float | None]], palette: Palette) -> Markup:
    """The values as bars from zero, the last in full colour; nothing of fewer than two."""
    known = [value for _, value in trend if value is not None]
    if len(known) < 2:
        return Markup("")
    room = (_WIDTH - 2 * _EDGE) / len(trend)
    bar = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>')
    parts = []
    for place, (_, value) in enumerate(trend):
        if value is not None:
            top = _down(value, max(known) or 1)
            colour = palette.accent if place == len(trend) - 1 else palette.ramp[2]
            wide = min(room * 0.8, 14)
            left = _EDGE + room * place + (room - wide) / 2
            parts.append(bar.format(left, top, wide, max(1.0, _HEIGHT - _EDGE - top), colour))
    return _picture(trend, parts)


def _across(place: int, count: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * place / max(1, count - 1)


def _down(value: float, high: float) -> float:
    return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * min(1.0, value / (high or 1))


def _picture(trend: Sequence[tuple[str, float | None]], parts: list[Markup]) -> Markup:
    """The drawing as a picture of its own, which a page shows without reading it as markup."""
    told = "; ".join(
        f"{when}: {swedish.counted_number(value)}" for when, value in trend if value is not None
    )
    drawing = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{}</svg>')
    drawn = drawing.format(_WIDTH, _HEIGHT, Markup("").join(parts))
    encoded = b64encode(drawn.encode()).decode()
    picture = Markup(
        '<img class="lb-spark" width="{}" height="{}" alt="{}" title="{}"'
        ' src="data:image/svg+xml;base64,{}">'
    )
    return picture.format(_WIDTH, _HEIGHT, told, told, encoded)
