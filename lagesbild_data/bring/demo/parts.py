"""What every part of Exempelstad is made with: its years, and chance of its own."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

Tables = Mapping[str, Iterable[Sequence[object]]]
"""Rows per table name, their values in the order of the declared columns."""

YEARS = range(2015, 2026)
PRELIMINARY = YEARS[-1]


def chance_of(seed: int, part: str) -> np.random.Generator:
    """Random numbers of a part's own, so that one part stays as it is when another changes."""
    return np.random.default_rng([seed, *part.encode()])
