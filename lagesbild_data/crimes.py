"""How many crimes were reported, where and when."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.queries import ALL_CRIMES, SEPARATOR, own_kommun
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import Store

_crime = SQL_TABLES["anmalda_brott"].c
_month = SQL_TABLES["brott_per_manad"].c


def counts(store: Store) -> pd.DataFrame:
    """Reported crimes, oldest first within each area: omrade_id, brottstyp_id, ar, kvartal (NA: the whole year), antal,
    preliminar, per_100k (NA where not published), tidsseriebrott, kalla_id, anmarkning.

    A published figure goes before the sum of the months, and only quarters and years with all their months are summed.
    Several sources stand with SEPARATOR between.
    """
    return _counts(store, sa.true(), sa.true())


def _counts(store: Store, published: sa.ColumnElement[bool], by_month: sa.ColumnElement[bool]) -> pd.DataFrame:
    """The counts of these rows of either table."""
    rows = sa.select(
        _crime.omrade_id, _crime.brottstyp_id, _crime.ar, _crime.kvartal, _crime.antal, _crime.preliminar,
        _crime.per_100k, _crime.tidsseriebrott, _crime.kalla_id, _crime.anmarkning,
    ).where(published)  # fmt: skip
    quarters, years = _summed((_month.manad + 2) // 3, 3, by_month), _summed(sa.null(), 12, by_month)
    answer = sa.union_all(rows, quarters, years).subquery()
    in_order = (answer.c[name] for name in ("omrade_id", "ar", "kvartal", "brottstyp_id"))
    frame = store.frame(sa.select(answer).order_by(*in_order))
    return frame.astype({"kvartal": "Int64", "per_100k": "Int64"})


def of_own_kommun(store: Store) -> pd.DataFrame:
    """All reported crimes of the kommun of the neighbourhoods; columns as counts."""
    return _counts(store, *((table.omrade_id == own_kommun) & (table.brottstyp_id == ALL_CRIMES)
                            for table in (_crime, _month)))  # fmt: skip


def _summed(quarter: sa.ColumnElement, months: int, wanted: sa.ColumnElement[bool]) -> sa.Select:
    """The wanted months added up to quarters or years, where all of them are known and the sum isn't published."""
    kvartal = sa.cast(quarter, sa.Integer).label("kvartal")
    of_source = (
        sa.select(
            _month.omrade_id,
            _month.brottstyp_id,
            _month.ar,
            kvartal,
            _month.kalla_id,
            sa.func.sum(_month.antal).label("antal"),
            sa.func.count().label("manader"),
            sa.func.max(sa.cast(_month.preliminar, sa.Integer)).label("preliminar"),
        )
        .where(wanted)
        .group_by(_month.omrade_id, _month.brottstyp_id, _month.ar, kvartal, _month.kalla_id)
        .subquery()
    )
    part = of_source.c
    is_published = (
        sa.exists()
        .where(_crime.omrade_id == part.omrade_id, _crime.ar == part.ar, _crime.brottstyp_id == part.brottstyp_id)
        .where(_crime.kvartal.is_not_distinct_from(part.kvartal))
    )
    return (
        sa.select(
            part.omrade_id,
            part.brottstyp_id,
            part.ar,
            part.kvartal,
            sa.func.sum(part.antal),
            sa.func.max(part.preliminar) == 1,
            sa.null(),
            sa.null(),
            sa.func.aggregate_strings(part.kalla_id, SEPARATOR),
            sa.null(),
        )
        .where(~is_published)
        .group_by(part.omrade_id, part.brottstyp_id, part.ar, part.kvartal)
        .having(sa.func.sum(part.manader) == months)
    )
