"""What is published of an area: its name and its problemindex."""

import sqlalchemy as sa

from lagesbild_data.answers.indicators.measurements import shown_decimals
from lagesbild_data.model.periods import INDEX
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_value = SQL_TABLES["indikatorvarden"].c
_indicator = SQL_TABLES["indikatorer"].c

Years = tuple[int, ...]
"""The chosen years; () for all. What is the latest is not after them, and what is dated is in them.
"""


def so_far(years: Years) -> str:
    """How far the chosen years reach, in words; "" for all."""
    return f"till och med {max(years)}" if years else ""


def until(year: sa.ColumnElement[int], years: Years) -> sa.ColumnElement[bool]:
    """Condition: the row is not newer than the chosen years."""
    return year <= max(years) if years else sa.true()


def index_of(store: Store, omrade_id: str, years: Years) -> list[sa.Row]:
    """Problemindex of an area, oldest first; columns as indicator_history."""
    about = (
        _indicator.namn.label("indikator"),
        _indicator.enhet,
        shown_decimals,
        _indicator.battre,
        _indicator.minimum,
        _indicator.maximum,
        _area.namn.label("omrade"),
    )
    return list(
        store.rows(
            sa.select(SQL_TABLES["indikatorvarden"], *about)
            .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
            .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
            .where(
                _value.indikator_id == INDEX,
                _value.omrade_id == omrade_id,
                _value.grupp == "totalt",
            )
            .where(until(_value.ar, years))
            .order_by(_value.ar)
        )
    )


def with_before(rows: list[sa.Row]) -> list[tuple[sa.Row, sa.Row | None]]:
    """Each measurement with the one before it."""
    return list(zip(rows, [None, *rows[:-1]], strict=False))


def name_of(store: Store, omrade_id: str) -> str:
    """The area's name."""
    return store.rows(sa.select(_area.namn).where(_area.omrade_id == omrade_id))[0].namn
