"""What the answers speak of, defined once: tertials, the latest of them, prioritised areas, own and
whole kommuner.

As SQL for queries where the database answers, as Python where rows are already at hand; both follow
the same rule.
"""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES

Tertial = tuple[int, int]
"""Year and tertial: four months, the first from January."""

_area = SQL_TABLES["omraden"]
_role = SQL_TABLES["omradesroller"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_follow_up = SQL_TABLES["uppfoljningar"].c
_event = SQL_TABLES["handelser"].c

ALL_CRIMES = "samtliga"
"""The type of crime that holds all others."""
NOT_REPORTED = "ej rapporterad"
"""The source has an empty cell."""
INDEX = "problemindex"
DIALOGUE = "medborgardialog"
SERIOUS = "allvarlig händelse"
"""Never counted together with dialogues and meetings."""

# Areas

WHOLE = ("kommun", "riket")
"""Kinds of area that are not a neighbourhood."""
neighbourhood_ids = sa.select(_area.c.omrade_id).where(_area.c.typ.not_in(WHOLE))
"""Ids of the areas that are."""

is_prioritised: sa.ColumnElement[bool] = _role.roll == "prioriterat"
"""Condition: the role is that of a prioritised area, which it is in the year of the role."""


def _own_kommun() -> sa.ScalarSelect[str]:
    kommun, part = (sa.alias(_area, name) for name in ("kommun", "del"))
    inside = (part.c.kommunkod == kommun.c.kommunkod) & part.c.typ.not_in(WHOLE)
    return (
        sa.select(kommun.c.omrade_id)
        .outerjoin(part, inside)
        .where(kommun.c.typ == "kommun")
        .group_by(kommun.c.omrade_id)
        .order_by(sa.func.count(part.c.omrade_id).desc(), kommun.c.omrade_id)
        .limit(1)
        .scalar_subquery()
    )


own_kommun = _own_kommun()
"""The id of the kommun that most neighbourhoods belong to; others, like riket, are there to compare
with."""

# The tertial of a day and of an event


def of_month(month: int) -> int:
    """The number of the tertial that a month is in."""
    return (month + 3) // 4


def of_day(day: dt.date) -> Tertial:
    """The tertial that a day is in."""
    return day.year, of_month(day.month)


def may_be_in(first: dt.date, last: dt.date, tertial: Tertial) -> bool:
    """Whether an event of these days was, or may have been, in a tertial."""
    return of_day(first) <= tertial <= of_day(last)


def _part(name: str, day: sa.ColumnElement[dt.date]) -> sa.ColumnElement[int]:
    return sa.cast(sa.extract(name, day), sa.Integer)


event_year = _part("year", _event.datum_fran)
"""The year that an event belongs to: the one it begins in."""
tertial_begun, _ended = (
    (_part("month", day) + 3) // 4 for day in (_event.datum_fran, _event.datum_till)
)
"""The number of the tertial in which an event begins."""
_in_one = (event_year == _part("year", _event.datum_till)) & (tertial_begun == _ended)
event_tertial: sa.ColumnElement[int] = sa.case(
    ((_event.precision == "dag") | _in_one, tertial_begun)
)
"""The number of the tertial of an event: that of its day, or of a period that it happened some day
of, where all of the period is in one; else NULL."""

# The latest tertial


def in_force(year: int | None) -> sa.ColumnElement[bool]:
    """Condition: the promise is in force in the year; none is when there is no year."""
    return sa.false() if year is None else (_promise.ar_fran <= year) & (_promise.ar_till >= year)


def reports(promises: sa.ColumnElement[bool]) -> sa.Select:
    """The tertials of these promises' follow-ups, oldest first: ar, tertial, rapporterade (how many
    activities have a report), foljda (how many of those in force that year are ever followed up).
    """
    followed = (
        sa.select(_activity.aktivitet_id, _promise.ar_fran, _promise.ar_till)
        .join(SQL_TABLES["loften"], _promise.lofte_id == _activity.lofte_id)
        .where(promises, _activity.aktivitet_id.in_(sa.select(_follow_up.aktivitet_id)))
        .cte("foljda")
    )
    reported = sa.func.sum(sa.case((_follow_up.status != NOT_REPORTED, 1), else_=0)).label(
        "rapporterade"
    )
    tertials = (
        sa.select(_follow_up.ar, _follow_up.tertial, reported)
        .join(followed, followed.c.aktivitet_id == _follow_up.aktivitet_id)
        .group_by(_follow_up.ar, _follow_up.tertial)
        .subquery("tertialen")
    )
    then = sa.between(tertials.c.ar, followed.c.ar_fran, followed.c.ar_till)
    total = sa.select(sa.func.count()).select_from(followed).where(then).scalar_subquery()
    return sa.select(tertials, total.label("foljda")).order_by(tertials.c.ar, tertials.c.tertial)


def until_latest(rows: Iterable[tuple[int, int, int, int]], filter: Filter) -> list[Tertial]:
    """Of rows of `reports` the tertials that at least half of the activities have reported, oldest
    first; the last is the latest in a chosen year, and those before it may be older. Where none in
    a chosen year has so many reports, the last is the latest with any; [] where none has."""
    known = [(year, number) for year, number, reported, _ in rows if reported]
    most = [
        (year, number)
        for year, number, reported, followed in rows
        if reported and 2 * reported >= followed
    ]
    latest = _latest(most, filter) or _latest(known, filter)
    return [*(tertial for tertial in most if tertial < latest), latest] if latest else []


def _latest(tertials: Iterable[Tertial], filter: Filter) -> Tertial | None:
    return max(
        (each for each in tertials if not filter.years or each[0] in filter.years), default=None
    )
