"""What is known of each neighbourhood, in one table."""

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.dialogues.events import held_dialogue, held_meeting
from lagesbild_data.answers.overview.subject_years import Years
from lagesbild_data.answers.promises.follow_ups import status_in
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import INDEX, WHOLE, Tertial, event_year, is_prioritised
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.store.stores import Store

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_value = SQL_TABLES["indikatorvarden"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_event = SQL_TABLES["handelser"].c
_people = SQL_TABLES["folkmangd"].c
_class = SQL_TABLES["klassningar"].c


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
