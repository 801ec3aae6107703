"""Questions to a store, asked in SQL. Each function is named by its answer.

An answer that a page shows is a new DataFrame; one that becomes key figures or sentences is a list
of rows, whose attributes are the selected columns and None where nothing is published.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.dialogues.events import held_dialogue, held_meeting
from lagesbild_data.answers.promises.follow_ups import status_in, years_with_activities
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import (
    INDEX,
    WHOLE,
    Tertial,
    event_year,
    is_prioritised,
    neighbourhood_ids,
)
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_value = SQL_TABLES["indikatorvarden"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_event = SQL_TABLES["handelser"].c
_people = SQL_TABLES["folkmangd"].c
_class = SQL_TABLES["klassningar"].c
_goal_area = SQL_TABLES["malomraden"].c
SUBJECTS = ("index", "aktiviteter", "dialoger", "handelser")
"""What the map's layers show, each published for years of its own."""

Years = dict[str, int | None]
"""A year per subject; None where nothing is published at all."""


def published_years(store: Store) -> dict[str, list[int]]:
    """The years that each of SUBJECTS, and any table ("alla"), has rows for, in order."""
    neighbourhood_index = (_value.indikator_id == INDEX) & _value.omrade_id.in_(neighbourhood_ids)
    years = sa.union(
        sa.select(sa.literal("index"), _value.ar).where(neighbourhood_index),
        sa.select(sa.literal("aktiviteter"), years_with_activities()),
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


def situation_by_area(
    store: Store, filter: Filter, years: Years, tertial: Tertial | None
) -> pd.DataFrame:
    """What is known of each chosen neighbourhood in its subject's year; NA where nothing is
    published.

    One row per area: omrade_id, namn, typ, prioriterat_ar (the latest year as prioritised); varde
    and index_kalla of the problemindex; aktiviteter (count), statusar (their statuses in the
    tertial, with commas) and aktiviteter_kalla; dialoger (count of those held) and dialoger_kalla;
    handelser (count of dialogues and meetings held); folkmangd, folkmangd_ar; klass, klass_ar. What
    is the latest is not after the chosen years. Several sources stand with SEPARATOR between.
    """
    index = (
        sa.select(_value.omrade_id, _value.varde, _value.kalla_id.label("index_kalla"))
        .where(_value.indikator_id == INDEX, _value.ar == years["index"], _value.grupp == "totalt")
        .subquery("problemindex")
    )
    status = status_in(years["aktiviteter"], tertial).subquery("lage")
    activities = (
        sa.select(
            _activity_area.omrade_id,
            sa.func.count().label("aktiviteter"),
            sa.func.aggregate_strings(status.c.status, ",").label("statusar"),
            sa.func.aggregate_strings(status.c.kalla_id, SEPARATOR).label("aktiviteter_kalla"),
        )
        .join(status, status.c.aktivitet_id == _activity_area.aktivitet_id)
        .group_by(_activity_area.omrade_id)
        .subquery("aktiviteter_per_omrade")
    )
    dialogues = (
        sa.select(
            _event.omrade_id,
            sa.func.count().label("dialoger"),
            sa.func.aggregate_strings(_event.kalla_id, SEPARATOR).label("dialoger_kalla"),
        )
        .where(held_dialogue, event_year == years["dialoger"])
        .group_by(_event.omrade_id)
        .subquery("dialoger_per_omrade")
    )
    happened = (
        sa.select(_event.omrade_id, sa.func.count().label("handelser"))
        .where(held_meeting, event_year == years["handelser"])
        .group_by(_event.omrade_id)
        .subquery("handelser_per_omrade")
    )
    prioritised = (
        sa.select(_role.omrade_id, sa.func.max(_role.ar).label("prioriterat_ar"))
        .where(is_prioritised, _until(_role.ar, filter))
        .group_by(_role.omrade_id)
        .subquery("prioriterade")
    )
    people = _latest(_people, _people.antal.label("folkmangd"), "folkmangd_ar", filter)
    listed = _latest(_class, _class.klass, "klass_ar", filter)
    query = sa.select(_area.omrade_id, _area.namn, _area.typ)
    for part in (prioritised, index, activities, dialogues, happened, people, listed):
        query = query.outerjoin(part, part.c.omrade_id == _area.omrade_id)
        query = query.add_columns(*(column for column in part.c if column.name != "omrade_id"))
    return store.frame(query.where(_area.typ.not_in(WHOLE), filter.in_areas(_area.omrade_id)))


def _until(year: sa.ColumnElement[int], filter: Filter) -> sa.ColumnElement[bool]:
    """Condition: the row is not newer than the chosen years."""
    return year <= filter.year if filter.year else sa.true()


def _latest(
    columns: sa.ColumnCollection, value: sa.ColumnElement, year_name: str, filter: Filter
) -> sa.Subquery:
    """Each area's row of the latest year that is not after the chosen ones: omrade_id, the value,
    the year."""
    last = (
        sa.select(columns.omrade_id, sa.func.max(columns.ar).label(year_name))
        .where(_until(columns.ar, filter))
        .group_by(columns.omrade_id)
        .subquery()
    )
    same = (columns.omrade_id == last.c.omrade_id) & (columns.ar == last.c[year_name])
    return sa.select(columns.omrade_id, value, last.c[year_name]).join(last, same).subquery()


def classifications(store: Store, filter: Filter) -> Sequence[sa.Row]:
    """Chosen areas on the police's lists, oldest first: omrade_id, omrade, ar, klass, kalla_id."""
    return store.rows(
        sa.select(
            _class.omrade_id, _area.namn.label("omrade"), _class.ar, _class.klass, _class.kalla_id
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _class.omrade_id)
        .where(filter.in_areas(_class.omrade_id))
        .order_by(_class.ar, _class.omrade_id)
    )


def chosen_rows(store: Store, table: str, filter: Filter) -> pd.DataFrame:
    """The rows of a declared table that the filter's narrowed part chooses; rows of whole kommuner
    and riket, and rows tied to no area, stay."""
    sql_table, year = SQL_TABLES[table], _year(table)
    conditions = [filter.in_years(year)] if year is not None else []
    if filter.areas:
        conditions.append(_concerns(_ties(table), filter))
    return store.frame(sa.select(sql_table).where(*conditions))


def narrowed(table: str, filter: Filter) -> Filter:
    """The part of the filter that chosen_rows can use on a table."""
    return Filter(
        filter.areas if _ties(table) else (), filter.years if _year(table) is not None else ()
    )


def _year(table: str) -> sa.ColumnElement[int] | None:
    """The year that a row of the table belongs to; None where nothing says."""
    return event_year if table == "handelser" else SQL_TABLES[table].c.get("ar")


def _ties(table: str) -> list[tuple[sa.Column, sa.ColumnCollection]]:
    """What ties a row of the table to areas: each column that does, and the table that names the
    column's areas."""
    columns = SQL_TABLES[table].c
    if "omrade_id" in columns:
        return [(columns.omrade_id, _area)]
    links = {"aktivitet_id": _activity_area, "mal_id": _goal_area}
    return [(columns[name], areas) for name, areas in links.items() if name in columns]


def _concerns(
    ties: list[tuple[sa.Column, sa.ColumnCollection]], filter: Filter
) -> sa.ColumnElement[bool]:
    """Condition: the row is tied to a chosen area or a whole kommun, or to no area at all."""
    kept = sa.select(_area.omrade_id).where(filter.in_areas(_area.omrade_id) | _area.typ.in_(WHOLE))
    tied = [
        column.in_(sa.select(areas[column.name]).where(areas.omrade_id.in_(kept)))
        for column, areas in ties
    ]
    free = [
        column.is_(None) | column.not_in(sa.select(areas[column.name])) for column, areas in ties
    ]
    return sa.or_(*tied, sa.and_(sa.true(), *free))
