"""How much there is: rows per table, area and year."""

import datetime as dt
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.promises.promised import years_of_promises
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.store import editing
from lagesbild_data.store.editing import IMPORT
from lagesbild_data.store.stores import Store

_activity_area = SQL_TABLES["aktivitetsomraden"].c
_source = SQL_TABLES["kallor"].c
_log = SQL_TABLES["andringslogg"].c


def completeness(store: Store) -> pd.DataFrame:
    """One row per table, area and year that has any rows: tabell (its name), omrade_id, ar, rader
    (count of rows).

    An event belongs to the year it began; a follow-up, and a result for several areas together, to
    each area of its activity; an activity to each year of its promise. Rows tied to no area or no
    year are in none.
    """
    tied = sa.union_all(*(_tied(name) for name in _TIED)).subquery()
    key = [tied.c.plats, tied.c.tabell, tied.c.omrade_id, tied.c.ar]
    query = sa.select(*key, sa.func.count().label("rader")).where(tied.c.omrade_id.is_not(None))
    return store.frame(query.group_by(*key).order_by(*key)).drop(columns="plats")


def coverage(store: Store, chosen: Filter, table: str = "") -> pd.DataFrame:
    """How many rows of a table there are for the chosen areas (index, by id) and years (columns,
    every one between), or how many tables have any where none is named; NA where there is nothing,
    an empty frame where nothing is chosen.
    """
    frame = completeness(store)
    wanted = frame["tabell"].eq(table) | (table == "")
    wanted &= frame["omrade_id"].isin(chosen.areas) | (not chosen.areas)
    wanted &= frame["ar"].isin(chosen.years) | (not chosen.years)
    cells = frame[wanted].groupby(["omrade_id", "ar"])["rader"]
    counts = (cells.sum() if table else cells.count()).unstack()
    years = (
        range(int(counts.columns.min()), int(counts.columns.max()) + 1) if counts.size else range(0)
    )
    return counts.reindex(columns=years)


_TIED = [
    table.name
    for table in TABLES
    if {"omrade_id", "ar"} <= set(table.column_names)
    or table.name in ("aktiviteter", "uppfoljningar", "handelser")
]
"""The tables whose rows belong to an area and a year."""


def _tied(name: str) -> sa.Select:
    """The area and year of each row of a table: plats (its place among the tables), tabell,
    omrade_id, ar."""
    rows = SQL_TABLES[name].c
    place = sa.literal(list(BY_NAME).index(name)).label("plats"), sa.literal(name).label("tabell")
    areas = SQL_TABLES["aktivitetsomraden"]
    of_activity = _activity_area.aktivitet_id == rows.get("aktivitet_id")
    if name == "handelser":
        return sa.select(
            *place,
            rows.omrade_id,
            sa.cast(sa.extract("year", rows.datum_fran), sa.Integer).label("ar"),
        )
    if name == "aktiviteter":
        years = years_of_promises()
        of_promise = years.c.lofte_id == rows.lofte_id
        query = sa.select(*place, _activity_area.omrade_id, years.c.ar).select_from(
            SQL_TABLES[name]
        )
        return query.join(areas, of_activity).join(years, of_promise)
    if name == "uppfoljningar":
        query = sa.select(*place, _activity_area.omrade_id, rows.ar).select_from(SQL_TABLES[name])
        return query.join(areas, of_activity)
    if name == "utfall":
        area = sa.func.coalesce(rows.omrade_id, _activity_area.omrade_id).label("omrade_id")
        query = sa.select(*place, area, rows.ar).select_from(SQL_TABLES[name])
        return query.outerjoin(areas, of_activity & rows.omrade_id.is_(None))
    return sa.select(*place, rows.omrade_id, rows.ar)


def table_facts(store: Store) -> pd.DataFrame:
    """One row per declared table, indexed by its name: tabell (label), rader, kallor (count of its
    sources), uppdaterad (the latest day that one of its sources was published or its rows were
    changed in the program; None: not known).
    """
    changed = _last_changes(store)
    rows = store.rows(sa.union_all(*(_facts_of(table.name) for table in TABLES)))
    frame = pd.DataFrame(
        {
            "tabell": BY_NAME[row.tabell].label,
            "rader": row.rader,
            "kallor": row.kallor,
            "uppdaterad": max(
                filter(None, (row.publicerad, changed.get(row.tabell))), default=None
            ),
        }
        for row in rows
    )
    return frame.astype({"uppdaterad": object}).set_axis([row.tabell for row in rows])


def _facts_of(name: str) -> sa.Select:
    """The table's name, its count of rows and of sources, and when the latest of them was
    published."""
    table = SQL_TABLES[name]
    told: list[sa.ColumnElement[Any]] = [
        sa.literal(name).label("tabell"),
        sa.func.count().label("rader"),
    ]
    source = table.c.get("kalla_id")
    if source is None:
        nothing = (
            sa.literal(0).label("kallor"),
            sa.type_coerce(sa.null(), sa.Date).label("publicerad"),
        )
        return sa.select(*told, *nothing).select_from(table)
    told += [
        sa.func.count(source.distinct()).label("kallor"),
        sa.func.max(_source.publicerad).label("publicerad"),
    ]
    query = sa.select(*told).select_from(table)
    return (
        query
        if name == "kallor"
        else query.outerjoin(SQL_TABLES["kallor"], _source.kalla_id == source)
    )


def _last_changes(store: Store) -> dict[str, dt.date]:
    """The day of the latest change of each table that the log tells of, also by a file
    brought in."""
    single = (
        sa.select(_log.tabell, sa.func.max(_log.tid))
        .where(_log.tabell != IMPORT)
        .group_by(_log.tabell)
    )
    changes = [(table, time) for table, time in store.rows(single)]
    imports = store.rows(
        sa.select(_log.efter, _log.tid).where(_log.tabell == IMPORT, _log.efter.is_not(None))
    )
    changes += [(table, time) for tables, time in imports for table in editing.logged(tables)]
    answer: dict[str, dt.date] = {}
    for table, time in changes:
        if when := editing.local_time(time):
            answer[table] = max(when.date(), answer.get(table, when.date()))
    return answer
