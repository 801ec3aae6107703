"""The follow-ups of activities: what a status means, which tertials are reported, and how
activities stand in one."""

from collections.abc import Sequence

import sqlalchemy as sa

from lagesbild_data.answers.promises.promised import years_of_promises
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import NOT_REPORTED, Tertial
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.words import NO_FOLLOW_UP
from lagesbild_data.store.stores import Store

_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_follow_up = SQL_TABLES["uppfoljningar"].c

STATUS_RULES = {
    "genomförd": "Det som aktiviteten skulle göra är gjort i sin helhet, enligt texten.",
    "pågår": "Arbete utfördes under tertialet eller fortsätter.",
    "planerad": "Bara planer än så länge; inget är utfört.",
    "försenad": "Något sköts upp, hindrades eller kunde inte börja som tänkt, men ska bli av.",
    "ej genomförd": "Inget utfördes under tertialet och ingen ny tid anges.",
    "ej rapporterad": "Rutan är tom i källan.",
}
"""The written rule for each status; the first that holds in the order försenad, ej genomförd,
planerad, pågår."""
_MOST_LETTERS = 1_500
"""Letters of a follow-up where several are read together; half a page."""


def in_short(text: str) -> str:
    """A follow-up where it is read among others: of a very long one the beginning, and where it
    stands in whole."""
    if len(text) <= _MOST_LETTERS:
        return text
    beginning = text[:_MOST_LETTERS].rsplit(None, 1)[0]
    return f"{beginning} … (hela texten står på sidan Medborgarlöften)"


def reported_of(store: Store, lofte_id: str, filter: Filter) -> list[Tertial]:
    """The tertials that most of the promise's activities have reported, until the latest in a
    chosen year."""
    return reported_tertials(store, filter, _promise.lofte_id == lofte_id)


def years_with_activities() -> sa.Select[tuple[int]]:
    """Each year of every promise that has activities."""
    years = years_of_promises()
    return sa.select(years.c.ar).where(years.c.lofte_id.in_(sa.select(_activity.lofte_id)))


def status_in(year: int | None, tertial: Tertial | None) -> sa.Select:
    """Each activity of the year's promises with its status in a tertial; none when there is no
    year."""
    then = (
        (_follow_up.ar == tertial[0]) & (_follow_up.tertial == tertial[1])
        if tertial
        else sa.false()
    )
    return (
        sa.select(
            _activity.aktivitet_id,
            _activity.namn.label("aktivitet"),
            _promise.namn.label("lofte"),
            sa.func.coalesce(_follow_up.status, NO_FOLLOW_UP).label("status"),
            sa.func.coalesce(_follow_up.kalla_id, _activity.kalla_id).label("kalla_id"),
        )
        .join(SQL_TABLES["loften"], _promise.lofte_id == _activity.lofte_id)
        .outerjoin(
            SQL_TABLES["uppfoljningar"], (_follow_up.aktivitet_id == _activity.aktivitet_id) & then
        )
        .where(periods.in_force(year))
        .order_by(_activity.lofte_id, _activity.nummer)
    )


def reported_tertials(
    store: Store, filter: Filter, promises: sa.ColumnElement[bool]
) -> list[Tertial]:
    """The tertials that most activities of these promises have reported, until the latest in a
    chosen year, oldest first (periods.until_latest)."""
    return periods.until_latest(store.rows(periods.reports(promises)), filter)


def latest_tertial(store: Store, filter: Filter) -> Tertial | None:
    """The latest tertial that most activities have reported, of the promises of the latest chosen
    year; None where none is reported."""
    year = filter.latest(promise_years(store))
    return next(reversed(reported_tertials(store, filter, periods.in_force(year))), None)


def promise_years(store: Store) -> list[int]:
    """The years of promises that have activities, in order."""
    return sorted(row.ar for row in store.rows(years_with_activities().distinct()))


def sources_of_follow_ups(store: Store, tertial: Tertial) -> tuple[str, ...]:
    """Ids of the sources of the reports of a tertial."""
    of_tertial = (
        (_follow_up.status != NOT_REPORTED)
        & (_follow_up.ar == tertial[0])
        & (_follow_up.tertial == tertial[1])
    )
    return tuple(
        row.kalla_id
        for row in store.rows(sa.select(_follow_up.kalla_id).where(of_tertial).distinct())
    )


def years_with_follow_ups(store: Store) -> set[int]:
    """The years that have any report."""
    return {
        row.ar
        for row in store.rows(
            sa.select(_follow_up.ar).where(_follow_up.status != NOT_REPORTED).distinct()
        )
    }


def activity_status(
    store: Store, filter: Filter, year: int | None, tertial: Tertial | None
) -> Sequence[sa.Row]:
    """The activities of the year's promises that concern the chosen areas, with their status in a
    tertial: aktivitet_id, aktivitet, lofte, status ("uppföljning saknas" where there is none),
    kalla_id.
    """
    concerned = sa.select(_activity_area.aktivitet_id).where(
        filter.in_areas(_activity_area.omrade_id)
    )
    query = status_in(year, tertial)
    return store.rows(query.where(_activity.aktivitet_id.in_(concerned)) if filter.areas else query)


def municipal_activities(
    store: Store, filter: Filter, year: int | None, tertial: Tertial | None
) -> Sequence[sa.Row]:
    """Those of activity_status that concern no neighbourhood, only the whole kommun: the map can't
    show them."""
    local = sa.select(_activity_area.aktivitet_id).where(
        _activity_area.omrade_id.in_(periods.neighbourhood_ids)
    )
    return store.rows(status_in(year, tertial).where(_activity.aktivitet_id.not_in(local)))
