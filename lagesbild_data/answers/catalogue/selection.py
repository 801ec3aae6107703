"""The rows of a table that a filter chooses."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE, event_year
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_goal_area = SQL_TABLES["malomraden"].c


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
