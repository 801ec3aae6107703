"""An area's key figures."""

from collections.abc import Sequence

import sqlalchemy as sa

from lagesbild_data.answers import places
from lagesbild_data.answers.area.facts import (
    Years,
    index_of,
    so_far,
    until,
    with_before,
)
from lagesbild_data.answers.indicators.problemindex import index_figure
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import Gap, KeyFigure, Number, Words
from lagesbild_data.public.grounds import remarks_on
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_people = SQL_TABLES["folkmangd"].c


def key_figures(store: Store, omrade_id: str, years: Years = ()) -> list[KeyFigure]:
    """The latest of what is known: problemindex, population, the police's list, years as
    prioritised."""
    chosen = Filter((omrade_id,), years)
    return [
        _index_figure(index_of(store, omrade_id, years), years),
        people_figure(store, omrade_id, years),
        _list_figure(places.listed(store, chosen), years),
        _role_figure(places.prioritised(store, chosen), years),
    ]


def _index_figure(rows: list[sa.Row], years: Years) -> KeyFigure:
    label, table = "Problemindex", "indikatorvarden"
    if not rows:
        return KeyFigure(label, Gap.NOT_PUBLISHED, so_far(years), table)
    return index_figure(label, *with_before(rows)[-1])


def people_figure(store: Store, omrade_id: str, years: Years) -> KeyFigure:
    """The area's latest population."""
    label, table = "Folkmängd", "folkmangd"
    query = sa.select(SQL_TABLES["folkmangd"]).where(
        _people.omrade_id == omrade_id, until(_people.ar, years)
    )
    rows = store.rows(query.order_by(_people.ar.desc()).limit(1))
    if not rows:
        return KeyFigure(label, Gap.NOT_PUBLISHED, so_far(years), table)
    return KeyFigure(
        label,
        Number(rows[0].antal),
        str(rows[0].ar),
        table,
        (rows[0].kalla_id,),
        caveats=remarks_on(rows),
    )


def _list_figure(rows: Sequence[sa.Row], years: Years) -> KeyFigure:
    label, table = "Polisens lista", "klassningar"
    if not rows:
        return KeyFigure(label, Gap.NEVER_LISTED, so_far(years), table)
    detail = ", ".join(f"{row.ar}: {row.klass}" for row in rows[:-1][::-1])
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    value, year = Words(rows[-1].klass), str(rows[-1].ar)
    return KeyFigure(label, value, year, table, kallor, detail=detail, caveats=remarks_on(rows))


def _role_figure(rows: Sequence[sa.Row], years: Years) -> KeyFigure:
    label, table = "Prioriterat område", "omradesroller"
    if not rows:
        return KeyFigure(label, Gap.NO_YEAR, so_far(years), table)
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    told = swedish.year_spans(row.ar for row in rows)
    value = Number(rows[-1].ar, grouped=False)
    return KeyFigure(label, value, "senast", table, kallor, detail=f"I underlaget: {told}")
