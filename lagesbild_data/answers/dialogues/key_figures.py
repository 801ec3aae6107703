"""Key figures of the chosen events."""

from collections import Counter

import sqlalchemy as sa

from lagesbild_data.answers.dialogues.events import EventFilter, held_dialogue, is_chosen
from lagesbild_data.answers.dialogues.wording import count_types, counted_events
from lagesbild_data.model.periods import DIALOGUE, SERIOUS, event_tertial, event_year
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import Gap, KeyFigure, Number, Words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_event = SQL_TABLES["handelser"].c


def key_figures(store: Store, choice: EventFilter) -> list[KeyFigure]:
    """At most five figures about the chosen events."""
    if choice.only_serious:
        return [_serious(store, choice)]
    return [
        _dialogues(store, choice),
        _areas_reached(store, choice),
        _per_tertial(store, choice),
        _other_meetings(store, choice),
        _planned(store, choice),
    ]


def _figure(label: str, value: int | Words, rows, detail: str = "") -> KeyFigure:
    """A key figure, of which no count is a gap, that rests on rows with ar and kalla_id."""
    years = swedish.year_spans(row.ar for row in rows)
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    shown = value if isinstance(value, Words) else Number(value) if value else Gap.NOT_IN_LIST
    return KeyFigure(label, shown, years, "handelser", kallor, detail=detail)


def _counts(store: Store, condition: sa.ColumnElement[bool], *columns: sa.ColumnElement):
    """How many events meet the condition: ar, kalla_id, the columns, antal."""
    count = sa.func.count().label("antal")
    query = (
        sa.select(event_year.label("ar"), _event.kalla_id, *columns, count)
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(condition)
        .group_by(event_year, _event.kalla_id, *columns)
    )
    return store.rows(query.order_by(event_year, *columns, _event.kalla_id))


def _dialogues(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, is_chosen(store, choice) & held_dialogue, _event.precision)
    undated = sum(row.antal for row in rows if row.precision != "dag")
    detail = f"varav {undated} utan känd dag" if undated else ""
    return _figure("Hållna dialoger", sum(row.antal for row in rows), rows, detail)


def _areas_reached(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, is_chosen(store, choice) & held_dialogue, _area.namn)
    without = sum(row.antal for row in rows if row.namn is None)
    areas = {row.namn for row in rows} - {None}
    detail = f"{counted_events(without, DIALOGUE)} utan område" if without else ""
    return _figure("Områden med dialog", len(areas), rows, detail)


def _per_tertial(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(
        store,
        is_chosen(store, choice) & held_dialogue & event_tertial.is_not(None),
        event_tertial.label("tertial"),
    )
    latest = [row for row in rows if row.ar == rows[-1].ar]
    if not latest:
        return _figure("Dialoger per tertial", 0, latest)
    counts: Counter[int] = Counter()
    for row in latest:
        counts[row.tertial] += row.antal
    value = " · ".join(str(counts[tertial] or "–") for tertial in (1, 2, 3))
    return _figure("Dialoger per tertial", Words(value), latest, "tertial 1, 2 och 3")


def _other_meetings(store: Store, choice: EventFilter) -> KeyFigure:
    others = _event.genomford & _event.typ.not_in((DIALOGUE, SERIOUS))
    rows = _counts(store, is_chosen(store, choice) & others, _event.typ)
    types = ",".join(row.typ for row in rows for _ in range(row.antal))
    return _figure(
        "Andra möten", sum(row.antal for row in rows), rows, count_types(types) if rows else ""
    )


def _serious(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, is_chosen(store, choice) & choice.counted)
    return _figure("Allvarliga händelser", sum(row.antal for row in rows), rows)


def _planned(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, is_chosen(store, choice) & sa.not_(_event.genomford), _event.typ)
    detail = "källan säger inte om de hölls" if rows else ""
    return _figure("Planerade, ej bekräftade", sum(row.antal for row in rows), rows, detail)
