"""What a chair can read aloud of a promise."""

import datetime as dt
from collections.abc import Iterable, Sequence

from lagesbild_data.answers.promises.by_tertial import Matrix, matrix
from lagesbild_data.answers.promises.follow_ups import (
    in_short,
    latest_tertial,
    reported_of,
    sources_of_follow_ups,
    years_with_follow_ups,
)
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import Tertial
from lagesbild_data.public.answer import (
    ActivitiesStand,
    Deviating,
    Finding,
    FollowUpsUntil,
    NoFollowUps,
    ReportsMissing,
    StatusesChanged,
    Values,
)
from lagesbild_data.public.words import UNKNOWN_STATUSES
from lagesbild_data.store.stores import Store

_DEVIATING = ("försenad", "ej genomförd")
WHOLE_KOMMUN = "Gäller hela kommunen"


def summary(
    table: Matrix, everything: Matrix, reported: Sequence[Tertial], filter: Filter
) -> list[Finding]:
    """What a chair can read aloud of the chosen activities, in the last of the promise's reported
    tertials.

    Per focus area how many run, are done, are late or lack a report; which are late or not done,
    and why; what changed since the one reported before; what later tertials of the chosen years
    lack; and, of `everything`, what concerns the whole kommun.
    """
    if table.activities.empty:
        return []
    if not reported:
        kallor = tuple(table.activities["kalla_id"].unique())
        return [
            Finding(NoFollowUps(len(table.activities), bool(table.tertials)), "aktiviteter", kallor)
        ]
    now = reported[-1]
    groups = table.activities.groupby(table.activities["fokusomrade"].fillna(""), sort=False)[
        "aktivitet_id"
    ]
    found: list[Values] = [_standing(table, ids, now, str(focus)) for focus, ids in groups]
    found += [late for status in _DEVIATING if (late := deviating([table], now, status))]
    if len(reported) > 1:
        before = reported[-2]
        statuses = zip(
            table.activities["aktivitet"], table.statuses(before), table.statuses(now), strict=True
        )
        found.append(statuses_changed(before, now, list(statuses)))
    later_chosen = (
        each
        for each in table.tertials
        if each > now and (not filter.years or each[0] in filter.years)
    )
    for later in later_chosen:
        silent = sum(status in UNKNOWN_STATUSES for status in table.statuses(later))
        found.append(ReportsMissing(later, silent, len(table.activities)))
    chosen = set(table.activities["aktivitet_id"])
    whole = everything.activities[everything.activities["hela_kommunen"]]["aktivitet_id"]
    if others := [aktivitet_id for aktivitet_id in whole if aktivitet_id not in chosen]:
        found.append(_standing(everything, others, now, WHOLE_KOMMUN))
    kallor = tuple(dict.fromkeys(row.kalla_id for row in table.cells.values()))
    return [Finding(values, "uppfoljningar", kallor) for values in found]


def newest(store: Store, today: dt.date) -> Finding | None:
    """The latest tertial of all that most activities have reported, and the years after it without
    a report until today; None where nothing is reported."""
    tertial = latest_tertial(store, Filter())
    if tertial is None:
        return None
    told = years_with_follow_ups(store)
    without = tuple(year for year in range(tertial[0] + 1, today.year + 1) if year not in told)
    kallor = sources_of_follow_ups(store, tertial)
    return Finding(FollowUpsUntil(tertial, without), "uppfoljningar", kallor)


def read_aloud(store: Store, lofte_id: str, filter: Filter, only_source: bool) -> list[Finding]:
    """The summary of a promise's activities that concern the chosen areas."""
    chosen = matrix(store, lofte_id, filter, only_source)
    everything = matrix(store, lofte_id, Filter(), only_source) if filter.areas else chosen
    return summary(chosen, everything, reported_of(store, lofte_id, filter), filter)


def _standing(table: Matrix, ids: Iterable[str], tertial: Tertial, part: str) -> ActivitiesStand:
    return ActivitiesStand(
        tertial, tuple(table.status(aktivitet_id, tertial) for aktivitet_id in ids), part
    )


def deviating(tables: Iterable[Matrix], tertial: Tertial, status: str) -> Deviating | None:
    """The activities with a status in a tertial, with the follow-up of a single one; None where
    there are none."""
    rows = [
        (row["aktivitet"], table.cells.get((row["aktivitet_id"], *tertial)))
        for table in tables
        for row, its in zip(
            table.activities.to_dict("records"), table.statuses(tertial), strict=True
        )
        if its == status
    ]
    if not rows:
        return None
    [(_, cell), *others] = rows
    why = in_short(cell.text) if cell and cell.text and not others else ""
    return Deviating(status, tuple(name for name, _ in rows), why)


def statuses_changed(
    before: Tertial, now: Tertial, rows: Sequence[tuple[str, str, str]]
) -> StatusesChanged:
    """Which activities (name, status before and now) have another status, of those that can be
    compared."""
    known = [
        row for row in rows if row[1] not in UNKNOWN_STATUSES and row[2] not in UNKNOWN_STATUSES
    ]
    moves = tuple(row for row in known if row[1] != row[2])
    return StatusesChanged(before, now, moves, len(known), len(rows))
