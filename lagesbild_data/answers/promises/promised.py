"""What is promised: the promises in force, their focus areas, the areas that they prioritise, and
their activities."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE, is_prioritised
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_promise = SQL_TABLES["loften"].c
_focus = SQL_TABLES["fokusomraden"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_activity_party = SQL_TABLES["aktivitetsparter"].c
_party = SQL_TABLES["parter"].c


def promises(store: Store, filter: Filter) -> pd.DataFrame:
    """Promises in force in a chosen year, newest first: lofte_id, namn, ar_fran, ar_till, syfte,
    kalla_id, aktiviteter (how many are published), knutna (how many of them to a focus area)."""
    counts = [
        sa.func.count(_activity.aktivitet_id).label("aktiviteter"),
        sa.func.count(_activity.fokusomrade_id).label("knutna"),
    ]
    query = (
        sa.select(SQL_TABLES["loften"], *counts)
        .outerjoin(SQL_TABLES["aktiviteter"], _activity.lofte_id == _promise.lofte_id)
        .group_by(*_promise)
        .order_by(_promise.ar_fran.desc(), _promise.lofte_id)
    )
    if filter.years:
        query = query.where(
            sa.or_(*(sa.between(year, _promise.ar_fran, _promise.ar_till) for year in filter.years))
        )
    return store.frame(query)


def years_of_promises() -> sa.CTE:
    """Each promise's years: lofte_id, ar."""
    year = sa.select(_promise.lofte_id, _promise.ar_fran.label("ar"), _promise.ar_till).cte(
        "loftesar", recursive=True
    )
    following = sa.select(year.c.lofte_id, year.c.ar + 1, year.c.ar_till).where(
        year.c.ar < year.c.ar_till
    )
    return year.union_all(following)


def focus_areas(store: Store, lofte_id: str) -> pd.DataFrame:
    """The promise's focus areas: fokusomrade_id, namn, beskrivning."""
    return store.frame(
        sa.select(_focus.fokusomrade_id, _focus.namn, _focus.beskrivning).where(
            _focus.lofte_id == lofte_id
        )
    )


def prioritised_that_year(store: Store, lofte_id: str) -> dict[int, list[str]]:
    """Names of the areas that were prioritised, per year of the promise, in Swedish order, centres
    last."""
    rows = _prioritised(store, lofte_id)
    return {
        year: [row.namn for row in rows if row.ar == year]
        for year in sorted({row.ar for row in rows})
    }


def prioritised_remarks(store: Store, lofte_id: str) -> list[str]:
    """The data's remarks on which areas were prioritised in the years of the promise, each once."""
    return list(
        dict.fromkeys(row.anmarkning for row in _prioritised(store, lofte_id) if row.anmarkning)
    )


def _prioritised(store: Store, lofte_id: str) -> list[sa.Row]:
    rows = store.rows(
        sa.select(_role.ar, _area.namn, _area.typ, _role.anmarkning)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id)
        .join(SQL_TABLES["loften"], sa.between(_role.ar, _promise.ar_fran, _promise.ar_till))
        .where(_promise.lofte_id == lofte_id, is_prioritised)
    )
    return sorted(rows, key=lambda row: (row.typ == "centrum", swedish.sort_key(row.namn)))


def activities(
    store: Store, lofte_id: str, filter: Filter, ids: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """The promise's activities that concern the chosen areas, or those of them with these ids, in
    the source's order.

    aktivitet_id, nummer, aktivitet, beskrivning, fokusomrade (NA where the source ties it to none),
    ansvarig and omraden (tuples of names in Swedish order), hela_kommunen (whether it concerns a
    whole kommun), kalla_id.
    """
    responsible = (
        sa.select(
            _activity_party.aktivitet_id,
            sa.func.aggregate_strings(_party.namn, SEPARATOR).label("ansvarig"),
        )
        .join(SQL_TABLES["parter"], _party.part_id == _activity_party.part_id)
        .where(_activity_party.roll == "ansvarig")
        .group_by(_activity_party.aktivitet_id)
        .subquery()
    )
    concerned = (
        sa.select(
            _activity_area.aktivitet_id,
            sa.func.aggregate_strings(_area.namn, SEPARATOR).label("omraden"),
            sa.func.max(sa.case((_area.typ.in_(WHOLE), 1), else_=0)).label("hela"),
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _activity_area.omrade_id)
        .group_by(_activity_area.aktivitet_id)
        .subquery()
    )
    query = (
        sa.select(
            _activity.aktivitet_id,
            _activity.nummer,
            _activity.namn.label("aktivitet"),
            _activity.beskrivning,
            _focus.namn.label("fokusomrade"),
            responsible.c.ansvarig,
            concerned.c.omraden,
            (sa.func.coalesce(concerned.c.hela, 0) == 1).label("hela_kommunen"),
            _activity.kalla_id,
        )
        .outerjoin(SQL_TABLES["fokusomraden"], _focus.fokusomrade_id == _activity.fokusomrade_id)
        .outerjoin(responsible, responsible.c.aktivitet_id == _activity.aktivitet_id)
        .outerjoin(concerned, concerned.c.aktivitet_id == _activity.aktivitet_id)
        .where(_activity.lofte_id == lofte_id)
        .order_by(_activity.nummer)
    )
    if filter.areas:
        chosen = sa.select(_activity_area.aktivitet_id).where(
            filter.in_areas(_activity_area.omrade_id)
        )
        query = query.where(_activity.aktivitet_id.in_(chosen))
    if ids is not None:
        query = query.where(_activity.aktivitet_id.in_(ids))
    frame = store.frame(query).astype({"hela_kommunen": bool})
    for column in ("ansvarig", "omraden"):
        frame[column] = pd.Series(
            [_in_swedish_order(names) for names in frame[column]], dtype=object
        )
    return frame


def _in_swedish_order(names: str | None) -> tuple[str, ...]:
    return (
        tuple(sorted(names.split(SEPARATOR), key=swedish.sort_key))
        if isinstance(names, str)
        else ()
    )
