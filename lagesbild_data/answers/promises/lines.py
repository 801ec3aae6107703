"""Work that lives on between promises."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.table import Table
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_target = SQL_TABLES["mal"].c
_line = SQL_TABLES["linjer"].c
_link = SQL_TABLES["linjeposter"].c


def lines(store: Store) -> pd.DataFrame:
    """Work that lives on between promises, one row per link: linje, ar_fran, ar_till, vad (the
    activity or target), slag (aktivitet or mål), lofte, grund, motivering, kalla_id; lines in
    Swedish order, each oldest first.
    """
    promise_of = sa.func.coalesce(_activity.lofte_id, _target.lofte_id)
    frame = store.frame(
        sa.select(
            _line.namn.label("linje"),
            _promise.ar_fran,
            _promise.ar_till,
            sa.func.coalesce(_activity.namn, _target.matt).label("vad"),
            sa.case((_activity.namn.is_not(None), "aktivitet"), else_="mål").label("slag"),
            _promise.namn.label("lofte"),
            _link.grund,
            _link.motivering,
            sa.func.coalesce(_activity.kalla_id, _target.kalla_id).label("kalla_id"),
        )
        .join(SQL_TABLES["linjer"], _line.linje_id == _link.linje_id)
        .outerjoin(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _link.aktivitet_id)
        .outerjoin(SQL_TABLES["mal"], _target.mal_id == _link.mal_id)
        .join(SQL_TABLES["loften"], _promise.lofte_id == promise_of)
        .order_by(_promise.ar_fran)
    )
    frame = frame.drop_duplicates(["linje", "lofte", "vad"])
    order = frame["linje"].map(swedish.sort_key)
    return (
        frame.assign(_order=order)
        .sort_values(["_order", "ar_fran"])
        .drop(columns="_order")
        .reset_index(drop=True)
    )


def lines_table(frame: pd.DataFrame) -> Table:
    """The lines of work with Swedish headings."""
    columns = {
        "linje": "Arbete",
        "vad": "I löftet",
        "slag": "Som",
        "lofte": "Löfte",
        "grund": "Grund",
    }
    columns["motivering"] = "Motivering"
    return Table(frame.rename(columns=columns)[list(columns.values())])
