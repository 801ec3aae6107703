"""Layers of features, as every kind of file gives them, and how much of them is read."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.text import normalised

MOST_FEATURES = 100_000
MOST_PROPERTIES = 200
_MOST_LAYERS = 50
MOST_UNPACKED = 200 * 2**20
"""Bytes of the surfaces of a file and what is said of them; all statistical areas of the country
take some 60 MB."""
POSITION = 16
"""Bytes of a position in WKB, two numbers at least."""


@dataclass(frozen=True)
class Layer:
    """Features: what is said of each, and where they are."""

    name: str
    count: int
    properties: Mapping[str, Sequence[Any]]
    crs: CRS | None
    points: Callable[[int], int]
    """How many corners the geometry of a feature has at most, before it is made."""
    shape: Callable[[int], BaseGeometry | None]
    """The geometry of a feature; None where it has none that can be read."""

    def texts(self, name: str) -> list[str]:
        """What a property is of each feature, as texts."""
        return [text(value) for value in self.properties[name]]


def text(value: Any) -> str:
    """A property as a text; "" where it is missing."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return ""
    return normalised(as_text(value)).encode("utf-8", "replace").decode().strip()


def check_features(upload: Upload, count: int) -> None:
    """Refuse a layer of too many features."""
    if count > MOST_FEATURES:
        upload.refuse(f"har fler än {swedish.number(MOST_FEATURES)} ytor; dela upp den")


def check_properties(upload: Upload, count: int) -> None:
    """Refuse a layer of too many properties."""
    if count > MOST_PROPERTIES:
        upload.refuse(
            f"har ytor med fler än {MOST_PROPERTIES} egenskaper; spara om den med bara områdets"
            " namn"
        )


def check_layers(upload: Upload, count: int) -> None:
    """Refuse a file of too many layers."""
    if count > _MOST_LAYERS:
        upload.refuse(f"har {swedish.number(count)} lager; högst {_MOST_LAYERS} är tillåtet")


def check_size(upload: Upload, sizes: Iterable[int]) -> None:
    """Refuse a file whose parts together are too large, without asking for more of them than it
    takes to know."""
    total = 0
    for size in sizes:
        total += size
        if total > MOST_UNPACKED:
            upload.refuse(
                f"har ytor och uppgifter som tillsammans är större än {MOST_UNPACKED >> 20} MB;"
                " dela upp den"
            )


def counted(surfaces: int) -> str:
    """So many surfaces, in words."""
    return f"{swedish.number(surfaces)} {'yta' if surfaces == 1 else 'ytor'}"
