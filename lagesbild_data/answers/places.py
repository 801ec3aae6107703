"""Which areas are on the police's lists and which the promises prioritise, and which are new
there."""

from collections.abc import Sequence

import sqlalchemy as sa

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE, is_prioritised
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import BecamePrioritised, Finding, OnPoliceList
from lagesbild_data.public.grounds import remarks_on, sources_of
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_class = SQL_TABLES["klassningar"].c


def listed(store: Store, filter: Filter) -> Sequence[sa.Row]:
    """The chosen areas on the police's lists until the chosen years, oldest first: omrade (name),
    and the columns of klassningar."""
    query = sa.select(SQL_TABLES["klassningar"], _area.namn.label("omrade")).join(
        SQL_TABLES["omraden"], _area.omrade_id == _class.omrade_id
    )
    chosen = filter.in_areas(_class.omrade_id) & _until(_class.ar, filter)
    return store.rows(query.where(chosen).order_by(_class.ar, _class.omrade_id))


def new_on_the_list(store: Store, filter: Filter) -> list[Finding]:
    """The chosen areas on the latest of the police's lists that weren't on the one before of
    theirs, or not in that class, in Swedish order; none while there is only one list."""
    rows = listed(store, Filter((), filter.years))
    years = sorted({row.ar for row in rows})
    found = []
    for its in _by_area(rows, filter).values():
        *earlier, now = its
        is_new = now.ar == years[-1] and (not earlier or earlier[-1].klass != now.klass)
        if is_new and len(years) > 1:
            others = tuple((row.ar, row.klass) for row in earlier)
            values = OnPoliceList(now.omrade, now.ar, now.klass, others, True)
            found.append(Finding(values, "klassningar", sources_of(its), remarks_on([now])))
    return found


def prioritised(store: Store, filter: Filter) -> Sequence[sa.Row]:
    """The chosen neighbourhoods in the years, until the chosen ones, in which a promise prioritised
    them, oldest first: omrade_id, omrade (name), ar, kalla_id."""
    query = sa.select(_role.omrade_id, _area.namn.label("omrade"), _role.ar, _role.kalla_id).join(
        SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id
    )
    chosen = filter.in_areas(_role.omrade_id) & _until(_role.ar, filter)
    its = query.where(is_prioritised, _area.typ.not_in(WHOLE), chosen)
    return store.rows(its.order_by(_role.ar, _role.omrade_id))


def newly_prioritised(store: Store, filter: Filter) -> list[Finding]:
    """The chosen areas that are prioritised in the latest year with any, and weren't in the latest
    year before with any, in Swedish order; none while there is only one such year."""
    rows = prioritised(store, Filter((), filter.years))
    years = sorted({row.ar for row in rows})
    found = []
    for its in _by_area(rows, filter).values():
        *earlier, now = its
        last = earlier[-1].ar if earlier else None
        if len(years) > 1 and now.ar == years[-1] and last != years[-2]:
            values = BecamePrioritised(now.omrade, now.ar, last)
            found.append(Finding(values, "omradesroller", sources_of([now])))
    return found


def prioritised_last(store: Store, filter: Filter) -> list[str]:
    """Ids of the neighbourhoods prioritised in the latest year with any, in Swedish order."""
    rows = prioritised(store, filter)
    latest = rows[-1].ar if rows else None
    last = (row for row in rows if row.ar == latest)
    return [row.omrade_id for row in sorted(last, key=lambda row: swedish.sort_key(row.omrade))]


def _by_area(rows: Sequence[sa.Row], filter: Filter) -> dict[str, list[sa.Row]]:
    """The rows of each chosen area, areas in Swedish order."""
    found: dict[str, list[sa.Row]] = {}
    for row in sorted(rows, key=lambda row: (swedish.sort_key(row.omrade), row.ar)):
        if not filter.areas or row.omrade_id in filter.areas:
            found.setdefault(row.omrade_id, []).append(row)
    return found


def _until(year: sa.ColumnElement[int], filter: Filter) -> sa.ColumnElement[bool]:
    return sa.true() if filter.year is None else year <= filter.year
