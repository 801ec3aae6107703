"""Where new surfaces lie beside those that there are: an area is known by its name and by where it lies."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

_DEGREE = 111.3
"""Kilometres of a degree of latitude."""
_FROM_OWN, _FROM_ALL = 2, 50
"""Kilometres from the surface that an area has today, else from all of them together, within which a new one lies."""
OTHER_SYSTEM = 20
"""Kilometres that surfaces move at least when their coordinates are read in another system."""


@dataclass(frozen=True)
class Places:
    """The surfaces that areas have today."""

    surfaces: Mapping[str, Any]

    @cached_property
    def _bounds(self) -> dict[str, np.ndarray]:
        shapes = shapely.from_geojson([json.dumps(surface) for surface in self.surfaces.values()])
        return dict(zip(self.surfaces, shapely.bounds(shapes), strict=True))

    @cached_property
    def _all(self) -> np.ndarray:
        found = np.array(list(self._bounds.values()))
        return np.concatenate([found[:, :2].min(axis=0), found[:, 2:].max(axis=0)])

    def away(self, areas: Sequence[str], bounds: np.ndarray, from_own: float = _FROM_OWN) -> np.ndarray:
        """How many kilometres each surface lies from where its area lies today, 0 where it is near enough or nothing is
        known of that; `bounds` are west, south, east and north in degrees, one row per surface."""
        if not self.surfaces:
            return np.zeros(len(areas))
        today = np.array([self._bounds.get(area, self._all) for area in areas])
        near = np.array([from_own if area in self._bounds else _FROM_ALL for area in areas])
        found = gaps(bounds, today)
        return np.where(found > near, found, 0)


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
