"""What came of activities: counted results, also over the years, and events."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.table import Column, Table
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_result = SQL_TABLES["utfall"].c
_event = SQL_TABLES["handelser"].c

UNDIVIDED = "inte uppdelat på område"
"""Said of a counted result beside an area's own: it counts other areas too, or can."""


def activity_results(store: Store, aktivitet_id: str) -> Table:
    """Counted results of an activity, oldest first: År, Tertial, Mått,
    Utfall (in words), Avser, Område, Anmärkning."""
    frame = store.frame(
        sa.select(
            _result.ar.label("År"),
            _result.tertial.label("Tertial"),
            _result.matt.label("Mått"),
            _result.jamforelse,
            _result.varde,
            _result.enhet,
            _result.avser.label("Avser"),
            _area.namn.label("Område"),
            _result.anmarkning.label("Anmärkning"),
        )
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _result.omrade_id)
        .where(_result.aktivitet_id == aktivitet_id)
        .order_by(_result.ar, _result.tertial, _result.matt)
    )
    words = [counted_words(row.jamforelse, row.varde, row.enhet) for row in frame.itertuples()]
    frame.insert(3, "Utfall", words)
    return Table.of(
        frame.drop(columns=["jamforelse", "varde", "enhet"]),
        Column("År", grouped=False),
        Column("Område", "–"),
        Column("Anmärkning", ""),
    )


def counted_words(comparison: Any, value: Any, unit: Any) -> str:
    """`minst 608 tillfällen`, `minst 80 %`."""
    unit = "%" if unit == "procent" else unit
    compared = "" if comparison == "exakt" else comparison
    return f"{compared} {swedish.counted_number(value)} {unit}".strip()


def activity_events(store: Store, aktivitet_id: str) -> Table:
    """Events of an activity, oldest first: Från, Till, Tema, Plats, Anmärkning."""
    frame = store.frame(
        sa.select(
            _event.datum_fran.label("Från"),
            _event.datum_till.label("Till"),
            _event.tema.label("Tema"),
            _event.plats.label("Plats"),
            _event.anmarkning.label("Anmärkning"),
        )
        .where(_event.aktivitet_id == aktivitet_id)
        .order_by(_event.datum_fran)
    )
    return Table.of(frame, Column("Tema", "–"), Column("Plats", "–"), Column("Anmärkning", ""))


def results_table(frame: pd.DataFrame) -> Table:
    """Counted results in words: Mått, Tertial, Utfall, Avser, Område, Aktivitet, and Anmärkning
    where the frame has remarks."""
    words = [counted_words(row.jamforelse, row.varde, row.enhet) for row in frame.itertuples()]
    table = pd.DataFrame(
        {
            "Mått": frame["matt"],
            "Tertial": [f"{row.tertial} {row.ar}" for row in frame.itertuples()],
            "Utfall": words,
            "Avser": frame["avser"],
            "Område": frame["omrade"],
            "Aktivitet": frame["aktivitet"],
        }
    )
    if "anmarkning" in frame:
        table = table.assign(Anmärkning=frame["anmarkning"])
    return Table.of(
        table, Column("Område", "–"), Column("Aktivitet", "–"), Column("Anmärkning", "")
    )


def results_over_time(store: Store, filter: Filter) -> pd.DataFrame:
    """Counted results of measures counted more than once, oldest first, in the chosen areas, or not
    divided by area of an activity that concerns a chosen one: matt, enhet, ar, tertial, jamforelse,
    varde, avser, omrade (UNDIVIDED, or "" when every area is chosen, where the source doesn't
    divide them), aktivitet, kalla_id."""
    undivided = UNDIVIDED if filter.areas else ""
    repeated = sa.select(_result.matt).group_by(_result.matt).having(sa.func.count() > 1)
    query = (
        sa.select(
            _result.matt,
            _result.enhet,
            _result.ar,
            _result.tertial,
            _result.jamforelse,
            _result.varde,
            _result.avser,
            sa.func.coalesce(_area.namn, undivided).label("omrade"),
            _activity.namn.label("aktivitet"),
            _result.kalla_id,
        )
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _result.aktivitet_id)
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _result.omrade_id)
        .where(_result.matt.in_(repeated), filter.in_years(_result.ar))
        .order_by(_result.matt, _result.ar, _result.tertial)
    )
    if filter.areas:
        concerned = sa.select(_activity_area.aktivitet_id).where(
            filter.in_areas(_activity_area.omrade_id)
        )
        together = _result.omrade_id.is_(None) & _result.aktivitet_id.in_(concerned)
        query = query.where(filter.in_areas(_result.omrade_id) | together)
    return store.frame(query)


def result_series(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each series of counted results (of results_over_time) that may stand in one chart, with its
    name."""
    for _, rows in frame.groupby(["matt", "avser", "omrade", "aktivitet"], sort=False):
        first = rows.iloc[0]
        place = f", {first['omrade']}" if first["omrade"] else ""
        yield f"{first['matt']}{place}{_SPAN[first['avser']]}", rows


_SPAN = {"tertialet": "", "året hittills": ", sammanlagt under året"}
