"""What everyone refers to: the names of things, areas, sources, and whether the data are
invented."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.periods import WHOLE, is_prioritised, own_kommun
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_source = SQL_TABLES["kallor"].c


INVENTED = "Påhittade data"
"""What every page and file says of invented data."""


def table_rows(store: Store, table: str) -> pd.DataFrame:
    """Every row of one declared table, columns as declared."""
    return store.frame(sa.select(SQL_TABLES[table]))


def sources(store: Store) -> pd.DataFrame:
    """One row per source, indexed by kalla_id: titel, utgivare, url, publicerad, licens,
    forbehall."""
    return table_rows(store, "kallor").set_index("kalla_id")


def names(store: Store) -> dict[str, dict[str, str]]:
    """What rows are called, per table and id, for the tables that others refer to."""
    answer = {}
    for table in TABLES:
        if table.called:
            columns = SQL_TABLES[table.name].c
            answer[table.name] = dict(
                store.rows(sa.select(columns[table.key[0]], columns[table.called]))
            )
    return answer


def areas(store: Store) -> pd.DataFrame:
    """One row per area: omrade_id, namn, typ, kommunkod, prioriterat_ar (latest year as
    prioritised, or NA)."""
    return store.frame(
        sa.select(SQL_TABLES["omraden"], sa.func.max(_role.ar).label("prioriterat_ar"))
        .outerjoin(
            SQL_TABLES["omradesroller"], (_role.omrade_id == _area.omrade_id) & is_prioritised
        )
        .group_by(*_area)
    )


def mark(store: Store) -> str:
    """INVENTED when any source of the store holds invented data, else ""."""
    return (
        INVENTED if store.rows(sa.select(_source.kalla_id).where(_source.pahittad).limit(1)) else ""
    )


def sender(store: Store) -> str:
    """Who a page is from: the product's name and the own kommun's, which a store may lack."""
    names = store.rows(sa.select(_area.namn).where(_area.omrade_id == own_kommun))
    return " ".join(["Lägesbild", *(name for (name,) in names)])


def neighbourhoods(store: Store) -> dict[str, str]:
    """Names of the areas that are neighbourhoods, by id."""
    return dict(store.rows(sa.select(_area.omrade_id, _area.namn).where(_area.typ.not_in(WHOLE))))
