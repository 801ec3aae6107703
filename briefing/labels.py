"""Where the names on a map stand: on their own area where they have room, else beside it with a
line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapely import LineString, Point, box, union_all
from shapely.geometry.base import BaseGeometry

from briefing.text import width

WIDTH, HEIGHT = 1000, 390
"""Size of the picture in its own units, as wide for its height as a slide; the legend lies upon it.
"""
TYPE = 17
"""Size of the text in units of the picture."""
_STEP, _TURNS, _FARTHEST = 8, 24, 320
_MARGIN = 4
_OWN = 0.4
"""A name that stands this much on its own area needs no line to it."""


@dataclass(frozen=True)
class Mark:
    """An area that has a name on the map; all in units of the picture."""

    name: str
    label: str
    """What is known of it, under its name; "" for an area that isn't chosen."""
    shape: BaseGeometry
    at: tuple[float, float]
    """Where the area has most room."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its text."""
        wide = max(width(self.name, TYPE, bold=bool(self.label)), width(self.label, TYPE)) + 8
        return wide, TYPE * (2.4 if self.label else 1.25)


@dataclass(frozen=True)
class Label:
    """A placed name: its box (left, top, right, bottom), and the line from there to its area."""

    mark: Mark
    box: tuple[float, float, float, float]
    line: LineString | None


def placed(marks: Sequence[Mark], taken: BaseGeometry) -> list[Label]:
    """A label per mark that covers neither another, nor `taken`, nor another area, where that can
    be.

    An area that isn't chosen goes without where it can't.
    """
    labels: list[Label] = []
    frame = box(_MARGIN, _MARGIN, WIDTH - _MARGIN, HEIGHT - _MARGIN)
    for mark in sorted(marks, key=lambda mark: (not mark.label, mark.shape.area)):
        used = union_all(
            [
                taken,
                *(box(*label.box) for label in labels),
                *(label.line for label in labels if label.line),
            ]
        )
        others = union_all(
            [other.shape for other in marks if other is not mark and (mark.label or other.label)]
        )
        free = frame.difference(used.buffer(2))
        found = next(_fitting(mark, free, others), None) or next(
            _fitting(mark, free, Point()), None
        )
        if found is None and mark.label:
            found = Label(mark, _box(mark, *mark.at), None)
        if found is not None:
            labels.append(found)
    return labels


def _fitting(mark: Mark, free: BaseGeometry, others: BaseGeometry) -> Iterator[Label]:
    """Places in the free part of the picture that are clear of other areas, the nearest first."""
    for x, y in _around(*mark.at):
        bounds = _box(mark, x, y)
        place = box(*bounds)
        if not free.contains(place) or place.intersects(others):
            continue
        line = None
        if place.intersection(mark.shape).area < place.area * _OWN:
            end = Point(
                min(max(mark.at[0], bounds[0]), bounds[2]),
                min(max(mark.at[1], bounds[1]), bounds[3]),
            )
            line = LineString([end, mark.at])
            if line.intersects(others):
                continue
        yield Label(mark, bounds, line)


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """The place itself, then wider and wider rings around it."""
    yield x, y
    for distance in range(_STEP, _FARTHEST, _STEP):
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            yield x + distance * math.cos(angle), y + distance * math.sin(angle)


def _box(mark: Mark, x: float, y: float) -> tuple[float, float, float, float]:
    wide, high = mark.size
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
