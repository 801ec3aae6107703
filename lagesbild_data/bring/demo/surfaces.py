"""The feature_collection of Exempelstad's areas."""

from itertools import pairwise
from typing import Any

import numpy as np

from lagesbild_data.bring.demo.places import AREAS

_MAP = (
    "SSSSSSPPPPPP",
    "SSSSPPPPPLLL",
    "SSSSPPPLLLLL",
    "SSDDDPEELLFF",
    "SDDDDEEEMFFF",
    "KKDDEEEMMMFF",
    "KKKDGGMMMMFF",
    "KKKGGGGMMTTT",
    "KKKKGGGTTTTT",
    "KKGGGGTTTTTT",
)
"""The kommun from the north-west; each letter is a piece of the area in the same place of _LETTERS.
"""
_LETTERS = "EPDMLGFKTS"
_WEST, _NORTH, _WIDTH, _HEIGHT = 18.7, 61.6, 0.025, 0.0125
"""The map's corner and the size of a piece, in degrees: in the open Gulf of Bothnia, where nobody
lives."""


def feature_collection() -> dict[str, Any]:
    """The areas as a GeoJSON FeatureCollection in WGS 84; together they fill the kommun."""
    moved = np.random.default_rng(0).uniform(-0.3, 0.3, (len(_MAP) + 1, len(_MAP[0]) + 1, 2))

    def position(x: int, y: int) -> list[float]:
        east, south = moved[y, x]
        return [round(_WEST + (x + east) * _WIDTH, 5), round(_NORTH - (y + south) * _HEIGHT, 5)]

    features = [
        {
            "type": "Feature",
            "properties": {"omrade_id": area.omrade_id},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[position(*corner) for corner in _ring(letter)]],
            },
        }
        for area, letter in zip(AREAS, _LETTERS, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _ring(letter: str) -> list[tuple[int, int]]:
    """The corners around the pieces with this letter, counterclockwise and closed."""
    sides: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for y, line in enumerate(_MAP):
        for x in (x for x, piece in enumerate(line) if piece == letter):
            corners = [(x, y + 1), (x + 1, y + 1), (x + 1, y), (x, y), (x, y + 1)]
            sides.update(pairwise(corners))
    following = {first: last for first, last in sides if (last, first) not in sides}
    ring = [min(following)]
    while len(ring) <= len(following):
        ring.append(following[ring[-1]])
    return ring
