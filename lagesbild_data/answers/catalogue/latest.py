"""The latest published values of each area, a row each: what a map outside the program shows."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.periods import is_prioritised
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_value = SQL_TABLES["indikatorvarden"].c
_indicator = SQL_TABLES["indikatorer"].c
_people = SQL_TABLES["folkmangd"].c
_class = SQL_TABLES["klassningar"].c

YEAR = "{}, år"
"""Heading of the year that a value is of."""


def by_area(store: Store) -> pd.DataFrame:
    """One row per area: omrade_id, Område, Typ, Prioriterat senast, Polisens klassning, Folkmängd
    and every indicator (all inhabitants together), each with its year in a column beside; NA where
    nothing is published.
    """
    frame = store.frame(
        sa.select(
            _area.omrade_id,
            _area.namn.label("Område"),
            _area.typ.label("Typ"),
            sa.func.max(_role.ar).label("Prioriterat senast"),
        )
        .outerjoin(
            SQL_TABLES["omradesroller"], (_role.omrade_id == _area.omrade_id) & is_prioritised
        )
        .group_by(_area.omrade_id, _area.namn, _area.typ)
        .order_by(_area.omrade_id)
    ).astype({"Prioriterat senast": "Int64"})
    values = [
        _latest(store, sa.literal("Polisens klassning"), _class, _class.klass),
        _latest(store, sa.literal("Folkmängd"), _people, _people.antal),
        _latest(
            store,
            _indicator.namn,
            _value,
            _value.varde,
            (_indicator.indikator_id == _value.indikator_id) & (_value.grupp == "totalt"),
        ),
    ]
    for found in values:
        for name, rows in found.groupby("namn", sort=True):
            by_id = rows.set_index("omrade_id")
            heading = name if name not in frame else f"{name} (indikator)"
            value = frame["omrade_id"].map(by_id["varde"])
            frame[heading] = (
                value.astype("Float64") if pd.api.types.is_numeric_dtype(by_id["varde"]) else value
            )
            frame[YEAR.format(heading)] = frame["omrade_id"].map(by_id["ar"]).astype("Int64")
    return frame


def styled(values: pd.DataFrame) -> list[str]:
    """The headings of by_area that hold a measured number."""
    return [
        name
        for name in values.columns
        if YEAR.format(name) in values.columns and pd.api.types.is_numeric_dtype(values[name])
    ]


def _latest(
    store: Store,
    name: sa.ColumnElement,
    table: sa.ColumnCollection,
    value: sa.ColumnElement,
    of_indicator: sa.ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    """The row of each name and area with the latest year that has a value: namn, omrade_id, ar,
    varde."""
    newest = (
        sa.func.row_number()
        .over(partition_by=[name, table.omrade_id], order_by=table.ar.desc())
        .label("plats")
    )
    query = sa.select(name.label("namn"), table.omrade_id, table.ar, value.label("varde"), newest)
    if of_indicator is not None:
        query = query.join(SQL_TABLES["indikatorer"], of_indicator)
    ranked = query.where(value.is_not(None)).subquery()
    return store.frame(sa.select(ranked).where(ranked.c.plats == 1)).drop(columns="plats")
