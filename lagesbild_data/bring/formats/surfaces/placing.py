"""Where new surfaces lie beside those that there are: an area is known by its name and by where it
lies."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild_data.model.checked import Row
from lagesbild_data.words import swedish

_DEGREE = 111.3
"""Kilometres of a degree of latitude."""
_FROM_OWN, _FROM_ALL = 2, 50
"""Kilometres from the surface that an area has today, else from all of them together, within which
a new one lies."""
_TIMES = 5
"""How many times larger, or smaller, than today a surface may become."""
_SHARED = 0.5
"""The part of the smaller of two surfaces that they share where they are of the same place."""
APART = 0.1
"""The part of it that they share at most where they only meet at their edges."""
_CONTAINED = 0.9
"""The part of its areas that a kommun's surface covers at least, for lines drawn with more or less
care."""
_LEVELS = {"riket": 0, "kommun": 1, "ort": 2}
"""Kinds of areas that hold areas of the others."""
OTHER_SYSTEM = 20
"""Kilometres that surfaces move at least when their coordinates are read in another system."""


@dataclass(frozen=True)
class Places:
    """The surfaces that areas have today."""

    surfaces: Mapping[str, Any]

    @cached_property
    def _shapes(self) -> dict[str, BaseGeometry]:
        shapes = shapely.from_geojson([json.dumps(surface) for surface in self.surfaces.values()])
        return dict(zip(self.surfaces, shapely.make_valid(shapes), strict=True))

    @cached_property
    def _bounds(self) -> dict[str, np.ndarray]:
        return dict(zip(self._shapes, shapely.bounds([*self._shapes.values()]), strict=True))

    @cached_property
    def _all(self) -> np.ndarray:
        found = np.array(list(self._bounds.values()))
        return np.concatenate([found[:, :2].min(axis=0), found[:, 2:].max(axis=0)])

    def away(
        self, areas: Sequence[str], bounds: np.ndarray, from_own: float = _FROM_OWN
    ) -> np.ndarray:
        """How many kilometres each surface lies from where its area lies today, 0 where it is near
        enough or nothing is known of that; `bounds` are west, south, east and north in degrees, one
        row per surface."""
        if not self.surfaces:
            return np.zeros(len(areas))
        today = np.array([self._bounds.get(area, self._all) for area in areas])
        near = np.array([from_own if area in self._bounds else _FROM_ALL for area in areas])
        found = gaps(bounds, today)
        return np.where(found > near, found, 0)

    def doubts(
        self, drawn: Mapping[str, BaseGeometry], areas: Mapping[str, Row]
    ) -> dict[str, list[str]]:
        """What is odd of new surfaces, in words by area: beside its own of today, those of other
        areas of its kind, new or kept, and those of the areas of a kommun."""
        after = {**self._shapes, **drawn}
        found = {
            area: [*self._beside_own(area, drawn[area]), *self._outside(area, after, areas)]
            for area in drawn
        }
        names, shapes = list(after), list(after.values())
        new = list(drawn)
        for at, other in (
            shapely.STRtree(shapes).query([*drawn.values()], predicate="intersects").T
            if new
            else ()
        ):
            area, beside = new[at], names[other]
            if area == beside or _level(areas[area]) != _level(areas[beside]):
                continue
            if shared(after[area], after[beside]) > _SHARED and not self._share_today(area, beside):
                found[area].append(f"över {areas[beside]['namn']}")
        return {area: told for area, told in found.items() if told}

    def _share_today(self, area: str, beside: str) -> bool:
        own, other = self._shapes.get(area), self._shapes.get(beside)
        return own is not None and other is not None and shared(own, other) > _SHARED

    def _beside_own(self, area: str, shape: BaseGeometry) -> list[str]:
        own = self._shapes.get(area)
        if own is None or not own.area or not shape.area:
            return []
        times = shape.area / own.area
        return [
            *(["utanför sin yta i dag"] if shared(shape, own) < APART else []),
            *([f"{swedish.number(times)} gånger så stor som i dag"] if times > _TIMES else []),
            *(
                [f"{swedish.number(1 / times)} gånger så liten som i dag"]
                if times < 1 / _TIMES
                else []
            ),
        ]

    def _outside(
        self, area: str, after: Mapping[str, BaseGeometry], areas: Mapping[str, Row]
    ) -> list[str]:
        """Whether a kommun's surface leaves out much of its areas."""
        if areas[area]["typ"] != "kommun":
            return []
        within = shapely.union_all(
            [
                after[other]
                for other in after
                if other != area and areas[other]["kommunkod"] == areas[area]["kommunkod"]
            ]
        )
        covered = shapely.area(shapely.intersection(after[area], within))
        return ["täcker inte kommunens områden"] if covered < _CONTAINED * within.area else []


def _level(area: Row) -> int:
    return _LEVELS.get(area["typ"] or "", len(_LEVELS))


def shared(one: BaseGeometry, other: BaseGeometry) -> float:
    """How much of the smaller of two surfaces the other covers, as a part of 1."""
    smaller = min(one.area, other.area)
    return shapely.area(shapely.intersection(one, other)) / smaller if smaller else 0


def gaps(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The kilometres between boxes of degrees, row by row."""
    apart = np.maximum(0, np.maximum(some[:, :2] - others[:, 2:], others[:, :2] - some[:, 2:]))
    east = apart[:, 0] * np.cos(np.radians(np.clip((some[:, 1] + others[:, 1]) / 2, -90, 90)))
    return np.hypot(east, apart[:, 1]) * _DEGREE


def clusters(bounds: np.ndarray) -> int:
    """How many groups of boxes there are, those that lie near each other together."""
    latitude = np.clip(np.abs(bounds[:, [1, 3]]).max(), 0, 89)
    half = np.array([1 / np.cos(np.radians(latitude)), 1]) * _FROM_OWN / _DEGREE / 2
    wider = np.concatenate([bounds[:, :2] - half, bounds[:, 2:] + half], axis=1)
    return len(shapely.get_parts(shapely.union_all(shapely.box(*wider.T))))
