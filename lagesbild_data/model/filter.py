"""The shared choice of areas and years: one object gives both the SQL condition and the sentence
about it."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from lagesbild_data.words import swedish

FEW_AREAS = 3
"""So many chosen areas are told of one by one."""


@dataclass(frozen=True)
class Filter:
    """Chosen areas (by name-free id) and years; an empty choice means all."""

    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def in_areas(self, column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        """Condition: the row belongs to a chosen area."""
        return column.in_(self.areas) if self.areas else sa.true()

    def in_years(self, column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Condition: the row belongs to a chosen year."""
        return column.in_(self.years) if self.years else sa.true()

    @property
    def year(self) -> int | None:
        """The latest chosen year; None when every year is chosen."""
        return max(self.years, default=None)

    def latest(self, published: Iterable[int]) -> int | None:
        """The latest published year among the chosen, of all when none is chosen; None where none
        is published."""
        return max(
            (year for year in published if not self.years or year in self.years), default=None
        )

    def sentence(self, names: dict[str, str]) -> str:
        """What is chosen, in words: "Råslätt och Öxnehaga · 2022 och 2024"."""
        areas = swedish.enumerate_words(
            sorted((names[area] for area in self.areas), key=swedish.sort_key)
        )
        years = swedish.enumerate_words(map(str, sorted(self.years)))
        return f"{areas or 'Alla områden'} · {years or 'alla år'}"
