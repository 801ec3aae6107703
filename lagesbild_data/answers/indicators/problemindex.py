"""The problemindex of areas in a year: how areas stand and what they did, and how many answered."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from lagesbild_data.answers.indicators.measurements import measured, shown_decimals
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import INDEX, WHOLE, own_kommun
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import verdict
from lagesbild_data.public.answer import AreaMove, AreasMoved, Change, Gap, KeyFigure, Number
from lagesbild_data.public.grounds import remarks_on, sources_of
from lagesbild_data.public.verdict import Measurement
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_value = SQL_TABLES["indikatorvarden"].c
_survey = SQL_TABLES["undersokningar"].c
_indicator = SQL_TABLES["indikatorer"].c


def index_by_area(store: Store, filter: Filter, year: int | None) -> Sequence[sa.Row]:
    """Problemindex of the chosen neighbourhoods in a year: omrade_id, omrade, ar, varde,
    standardfel, riktning, and of the measurement before ar_fore, varde_fore, standardfel_fore;
    kalla_id, anmarkning, decimaler, battre.
    """

    def before(column: sa.Column) -> sa.Label:
        lag = sa.func.lag(column).over(partition_by=_value.omrade_id, order_by=_value.ar)
        return lag.label(f"{column.name}_fore")

    measured = (
        sa.select(
            _value.omrade_id,
            _area.namn.label("omrade"),
            _value.ar,
            _value.varde,
            _value.standardfel,
            _value.riktning,
            _value.kalla_id,
            _value.anmarkning,
            shown_decimals,
            _indicator.battre,
            before(_value.ar),
            before(_value.varde),
            before(_value.standardfel),
        )
        .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
        .where(_value.indikator_id == INDEX, _value.grupp == "totalt")
        .where(_area.typ.not_in(WHOLE), filter.in_areas(_area.omrade_id))
        .subquery()
    )
    return store.rows(
        sa.select(measured).where(measured.c.ar == year).order_by(measured.c.omrade_id)
    )


def response_rates(store: Store) -> Sequence[sa.Row]:
    """Surveys in own_kommun behind the problemindex, oldest first: ar, namn, utskick,
    svarsfrekvens, kalla_id, anmarkning."""
    return store.rows(
        sa.select(
            _survey.ar,
            _survey.namn,
            _survey.utskick,
            _survey.svarsfrekvens,
            _survey.kalla_id,
            _survey.anmarkning,
        )
        .where(_survey.indikator_id == INDEX, _survey.omrade_id == own_kommun)
        .order_by(_survey.ar)
    )


def area_change(row: sa.Row) -> Change | None:
    """The change of a row of index_by_area."""
    before = (
        None
        if row.ar_fore is None
        else Measurement(row.ar_fore, row.varde_fore, row.standardfel_fore)
    )
    return verdict.measured(Measurement.of(row), before, row.battre, row.decimaler)


def index_figure(label: str, now: sa.Row, before: sa.Row | None) -> KeyFigure:
    """An area's problemindex with its change since the measurement before."""
    value = Gap.NOT_PUBLISHED if now.varde is None else Number(now.varde, now.decimaler)
    return KeyFigure(
        label,
        value,
        str(now.ar),
        "indikatorvarden",
        sources_of([now, before]),
        measured(now, before),
        scale(now),
        remarks_on([now], [before]),
    )


def scale(indicator: sa.Row) -> str:
    """The indicator's scale and which way is better, in words; "" where neither is known."""
    better = f"{indicator.battre} är bättre" if indicator.battre else ""
    if indicator.minimum is None or indicator.maximum is None:
        return better.capitalize()
    low, high = swedish.plain_number(indicator.minimum), swedish.plain_number(indicator.maximum)
    return f"Skala {low}–{high}{', ' if better else ''}{better}"


def areas_moved(year: int | None, rows: Iterable[sa.Row]) -> AreasMoved | None:
    """What the problemindex did in areas (rows of index_by_area); None where nothing is
    known of it."""
    changes = ((row.omrade, area_change(row)) for row in rows)
    moves = tuple(AreaMove(area, it.direction, it.verdict) for area, it in changes if it)
    return AreasMoved(year, moves) if year and moves else None
