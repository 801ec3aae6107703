"""A promise's activities against tertials, in a table."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.promises.promised import activities
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.words import NO_FOLLOW_UP, ONLY_SOURCE
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_activity = SQL_TABLES["aktiviteter"].c
_follow_up = SQL_TABLES["uppfoljningar"].c

MOST_TERTIALS = 12
"""Tertials that are shown side by side, four years; a longer promise is read in parts."""


@dataclass(frozen=True)
class Matrix:
    """Activities against tertials."""

    activities: pd.DataFrame
    """One row per activity; columns as `activities`."""
    tertials: list[tuple[int, int]]
    """The latest of those that have any follow-up, as (year, tertial), MOST_TERTIALS at most;
    oldest first."""
    cells: dict[tuple[str, int, int], sa.Row]
    """The follow-up of an activity in a tertial."""
    only_source: bool
    older: int = 0
    """How many tertials before these have follow-ups too."""

    def status(self, aktivitet_id: str, tertial: tuple[int, int]) -> str:
        """The status of one cell; "sägs inte i källan" for a reading of ours when only the source's
        words are shown."""
        cell = self.cells.get((aktivitet_id, *tertial))
        if cell is None:
            return NO_FOLLOW_UP
        return cell.status if cell.status_grund == "källa" or not self.only_source else ONLY_SOURCE

    def statuses(self, tertial: tuple[int, int]) -> list[str]:
        """The status of every activity in a tertial."""
        return [
            self.status(aktivitet_id, tertial) for aktivitet_id in self.activities["aktivitet_id"]
        ]


_UNNAMED = {
    "fokusomrade": "Källan anger inget fokusområde",
    "ansvarig": "Källan anger ingen ansvarig",
    "omraden": "Källan anger inget område",
}


def grouped(table: Matrix, by: str) -> list[tuple[str, list[str]]]:
    """Headings in Swedish order, each with the ids of its activities in the source's order; one
    without name for all when `by` is "nummer".

    By "fokusomrade", by "ansvarig" (several who are responsible together are a group of their own)
    or by "omraden" (an activity stands under each of its areas).
    """
    if by == "nummer":
        return [("", list(table.activities["aktivitet_id"]))]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in table.activities.to_dict("records"):
        names = row[by] if by != "fokusomrade" else (row[by],) if isinstance(row[by], str) else ()
        if by == "ansvarig" and len(names) > 1:
            names = (f"Gemensamt: {swedish.enumerate_words(names)}",)
        for name in names or ("",):
            groups[name].append(row["aktivitet_id"])
    return [
        (name or _UNNAMED[by], groups[name])
        for name in sorted(groups, key=lambda name: (not name, swedish.sort_key(name)))
    ]


def tertials(store: Store, lofte_id: str) -> list[tuple[int, int]]:
    """The tertials for which the promise has any follow-up, as (year, tertial); oldest first."""
    when = (_follow_up.ar, _follow_up.tertial)
    return [
        tuple(row) for row in store.rows(_follow_ups_of(lofte_id, *when).distinct().order_by(*when))
    ]


def _follow_ups_of(lofte_id: str, *wanted: sa.ColumnElement | sa.Table) -> sa.Select:
    of_activity = _activity.aktivitet_id == _follow_up.aktivitet_id
    return (
        sa.select(*wanted)
        .join(SQL_TABLES["aktiviteter"], of_activity)
        .where(_activity.lofte_id == lofte_id)
    )


def matrix(
    store: Store,
    lofte_id: str,
    filter: Filter,
    only_source: bool,
    last: tuple[int, int] | None = None,
    ids: tuple[str, ...] | None = None,
) -> Matrix:
    """The promise's activities for the chosen areas, or those of them with these ids, against its
    latest tertials, or the latest until `last`."""
    found = [tertial for tertial in tertials(store, lofte_id) if last is None or tertial <= last]
    shown = found[-MOST_TERTIALS:]
    query = _follow_ups_of(lofte_id, SQL_TABLES["uppfoljningar"])
    if ids is not None:
        query = query.where(_follow_up.aktivitet_id.in_(ids))
    if shown:
        query = query.where(
            sa.tuple_(_follow_up.ar, _follow_up.tertial).between(shown[0], shown[-1])
        )
    cells = {(row.aktivitet_id, row.ar, row.tertial): row for row in store.rows(query)}
    return Matrix(
        activities(store, lofte_id, filter, ids), shown, cells, only_source, len(found) - len(shown)
    )
