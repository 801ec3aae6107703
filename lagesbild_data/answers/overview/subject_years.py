"""The year that each subject is shown for, of those that it is published for."""

from dataclasses import dataclass

import sqlalchemy as sa

from lagesbild_data.answers.dialogues.events import held_dialogue, held_meeting
from lagesbild_data.answers.promises.follow_ups import years_with_activities
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import INDEX, event_year, neighbourhood_ids
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import MISSING
from lagesbild_data.store.stores import Store

_value = SQL_TABLES["indikatorvarden"].c

SUBJECTS = ("index", "aktiviteter", "dialoger", "handelser")
"""What the map's layers show, each published for years of its own."""

Years = dict[str, int | None]
"""A year per subject; None where nothing is published at all."""


@dataclass(frozen=True)
class Period:
    """The year a subject is shown for, and the latest year in which it is published."""

    year: int | None
    latest: int | None
    published: bool

    def __str__(self) -> str:
        if self.published:
            return (
                f"{self.year}, senaste publicerade" if self.year == self.latest else str(self.year)
            )
        latest = f"; senaste är {self.latest}" if self.latest else ""
        return f"{self.year}: {MISSING}{latest}" if self.year else MISSING


def period_of(published: list[int], filter: Filter) -> Period:
    """The latest chosen year of those published."""
    chosen, latest = filter.latest(published), published[-1] if published else None
    return Period(chosen or filter.year or latest, latest, chosen is not None)


def published_years(store: Store) -> dict[str, list[int]]:
    """The years that each of SUBJECTS, and any table ("alla"), has rows for, in order."""
    neighbourhood_index = (_value.indikator_id == INDEX) & _value.omrade_id.in_(neighbourhood_ids)
    years = sa.union(
        sa.select(sa.literal("index"), _value.ar).where(neighbourhood_index),
        sa.select(sa.literal("aktiviteter"), years_with_activities().subquery().c.ar),
        sa.select(sa.literal("dialoger"), event_year).where(held_dialogue),
        sa.select(sa.literal("handelser"), event_year).where(held_meeting),
        sa.select(sa.literal("alla"), event_year),
        *(
            sa.select(sa.literal("alla"), table.c.ar)
            for table in SQL_TABLES.values()
            if "ar" in table.c
        ),
    )
    answer: dict[str, set[int]] = {subject: set() for subject in (*SUBJECTS, "alla")}
    for subject, year in store.rows(years):
        answer[subject].add(year)
    answer["alla"] = set().union(*answer.values())
    return {subject: sorted(found) for subject, found in answer.items()}
