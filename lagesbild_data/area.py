"""One area on one page: what is known of it, when things happened, and what is not known."""

from collections.abc import Iterator

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import events, measures, promises, shown, swedish
from lagesbild_data.events import EventFilter
from lagesbild_data.filter import Filter
from lagesbild_data.measures import Direction
from lagesbild_data.queries import INDEX, NOT_REPORTED
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.situation import MISSING, VERBS, Finding, KeyFigure, measured_direction, scale
from lagesbild_data.store import Store

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_people = SQL_TABLES["folkmangd"].c
_class = SQL_TABLES["klassningar"].c
_value = SQL_TABLES["indikatorvarden"].c
_indicator = SQL_TABLES["indikatorer"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_follow_up = SQL_TABLES["uppfoljningar"].c


def _index(store: Store, omrade_id: str) -> list[sa.Row]:
    """Problemindex of an area, oldest first, with the indicator's scale and which way is better."""
    decimals = sa.func.coalesce(_indicator.decimaler, 0).label("decimaler")
    about = (decimals, _indicator.battre, _indicator.minimum, _indicator.maximum)
    return list(
        store.rows(
            sa.select(SQL_TABLES["indikatorvarden"], *about)
            .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
            .where(_value.indikator_id == INDEX, _value.omrade_id == omrade_id, _value.grupp == "totalt")
            .order_by(_value.ar)
        )
    )


def _moves(rows: list[sa.Row]) -> list[tuple[sa.Row, Direction | None]]:
    """Each measurement with its direction against the one before it."""
    before = [None, *rows[:-1]]
    return [(now, measured_direction(now, earlier)) for now, earlier in zip(rows, before, strict=False)]


def _listed(store: Store, omrade_id: str) -> list[sa.Row]:
    """The area on the police's lists, oldest first."""
    return list(
        store.rows(sa.select(SQL_TABLES["klassningar"]).where(_class.omrade_id == omrade_id).order_by(_class.ar))
    )


def _prioritised(store: Store, omrade_id: str) -> list[sa.Row]:
    """The years in which the area was prioritised, oldest first."""
    query = sa.select(SQL_TABLES["omradesroller"]).where(_role.omrade_id == omrade_id, _role.roll == "prioriterat")
    return list(store.rows(query.order_by(_role.ar)))


def key_figures(store: Store, omrade_id: str) -> list[KeyFigure]:
    """The latest of what is known: problemindex, population, the police's list, years as prioritised."""
    return [
        _index_figure(_index(store, omrade_id)),
        _people_figure(store, omrade_id),
        _list_figure(_listed(store, omrade_id)),
        _role_figure(_prioritised(store, omrade_id)),
    ]


def _index_figure(rows: list[sa.Row]) -> KeyFigure:
    label, table = "Problemindex", "indikatorvarden"
    if not rows:
        return KeyFigure(label, MISSING, "", table)
    now, moved = _moves(rows)[-1]
    value = MISSING if now.varde is None else swedish.number(now.varde, now.decimaler)
    caveats = (now.anmarkning,) if now.anmarkning else ()
    verdict = measures.verdict(moved, now.battre)
    return KeyFigure(label, value, str(now.ar), table, (now.kalla_id,), "", moved, verdict, scale(now), caveats)


def _people_figure(store: Store, omrade_id: str) -> KeyFigure:
    label, table = "Folkmängd", "folkmangd"
    query = sa.select(SQL_TABLES["folkmangd"]).where(_people.omrade_id == omrade_id).order_by(_people.ar.desc())
    rows = store.rows(query.limit(1))
    if not rows:
        return KeyFigure(label, MISSING, "", table)
    caveats = (rows[0].anmarkning,) if rows[0].anmarkning else ()
    return KeyFigure(
        label, swedish.number(rows[0].antal), str(rows[0].ar), table, (rows[0].kalla_id,), caveats=caveats
    )  # fmt: skip


def _list_figure(rows: list[sa.Row]) -> KeyFigure:
    label, table = "Polisens lista", "klassningar"
    if not rows:
        return KeyFigure(label, "inte sett på någon", "", table)
    detail = ", ".join(f"{row.ar}: {row.klass}" for row in rows[:-1][::-1])
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    caveats = tuple(dict.fromkeys(row.anmarkning for row in rows if row.anmarkning))
    return KeyFigure(label, rows[-1].klass, str(rows[-1].ar), table, kallor, detail=detail, caveats=caveats)


def _role_figure(rows: list[sa.Row]) -> KeyFigure:
    label, table = "Prioriterat område", "omradesroller"
    if not rows:
        return KeyFigure(label, "inget år i underlaget", "", table)
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    years = events.year_words([row.ar for row in rows])
    return KeyFigure(label, str(rows[-1].ar), "senast", table, kallor, detail=f"I underlaget: {years}")


_concerned = sa.alias(SQL_TABLES["aktivitetsomraden"])
_areas_concerned = (
    sa.select(sa.func.count())
    .select_from(_concerned)
    .where(_concerned.c.aktivitet_id == _activity.aktivitet_id)
    .scalar_subquery()
)
"""How many areas an activity concerns."""


def scope(areas: int) -> str:
    """That what is told of an activity is about more than one area; "" where it isn't."""
    return f"gäller {areas} områden tillsammans" if areas > 1 else ""


def activities(store: Store, omrade_id: str) -> pd.DataFrame:
    """The activities that concern an area, newest promise first, each with its latest reported follow-up: aktivitet,
    lofte, omraden (how many areas it concerns), status, tertial and text (NA where none is reported), kalla_id."""
    reported = _follow_up.status != NOT_REPORTED
    order = _follow_up.ar * 10 + _follow_up.tertial
    last = (
        sa.select(_follow_up.aktivitet_id, sa.func.max(order).label("senast"))
        .where(reported)
        .group_by(_follow_up.aktivitet_id)
        .subquery()
    )
    latest = (_follow_up.aktivitet_id == last.c.aktivitet_id) & (order == last.c.senast)
    frame = store.frame(
        sa.select(
            _activity.namn.label("aktivitet"), _promise.namn.label("lofte"), _areas_concerned.label("omraden"),
            _follow_up.status, _follow_up.ar, _follow_up.tertial, _follow_up.text,
            sa.func.coalesce(_follow_up.kalla_id, _activity.kalla_id).label("kalla_id"),
        )
        .join(SQL_TABLES["aktivitetsomraden"], _activity_area.aktivitet_id == _activity.aktivitet_id)
        .join(SQL_TABLES["loften"], _promise.lofte_id == _activity.lofte_id)
        .outerjoin(last, last.c.aktivitet_id == _activity.aktivitet_id)
        .outerjoin(SQL_TABLES["uppfoljningar"], latest)
        .where(_activity_area.omrade_id == omrade_id)
        .order_by(_promise.ar_fran.desc(), _promise.lofte_id, _activity.nummer)
    )  # fmt: skip
    when = [
        None if pd.isna(row["tertial"]) else f"tertial {row['tertial']:.0f} {row['ar']:.0f}"
        for row in frame.to_dict("records")
    ]
    return frame.assign(tertial=pd.Series(when, dtype=object)).drop(columns="ar")


def timeline(store: Store, omrade_id: str) -> pd.DataFrame:
    """Everything that is dated about an area, newest first: ar, nar (in words), slag (what kind of thing), vad (what),
    kalla_id."""
    rows = [*_measured(store, omrade_id), *_agreed(store, omrade_id), *_happened(store, omrade_id)]
    rows.sort(key=lambda row: row[0], reverse=True)
    return pd.DataFrame([row[1:] for row in rows], columns=["ar", "nar", "slag", "vad", "kalla_id"])


_Row = tuple[tuple, int, str, str, str, str]
"""What it is sorted by, and a row of the timeline."""


def _measured(store: Store, omrade_id: str) -> Iterator[_Row]:
    for row, moved in _moves(_index(store, omrade_id)):
        value = "" if row.varde is None else f" {swedish.number(row.varde, row.decimaler)}"
        told = f", {moved} mot mätningen före" if moved else ""
        text = f"Problemindex{value or ': talet är inte publicerat'}{told}."
        yield (row.ar, 0), row.ar, str(row.ar), "mätning", text, row.kalla_id
    for row in _listed(store, omrade_id):
        text = f"{events.capitalised(row.klass)}."
        yield (row.ar, 1), row.ar, str(row.ar), "polisens lista", text, row.kalla_id
    for row in _prioritised(store, omrade_id):
        yield (row.ar, 2), row.ar, str(row.ar), "prioriterat", "Prioriterat område i medborgarlöftet.", row.kalla_id


def _agreed(store: Store, omrade_id: str) -> Iterator[_Row]:
    rows = store.rows(
        sa.select(_activity.namn, _areas_concerned.label("omraden"), SQL_TABLES["uppfoljningar"])
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _follow_up.aktivitet_id)
        .join(SQL_TABLES["aktivitetsomraden"], _activity_area.aktivitet_id == _activity.aktivitet_id)
        .where(_activity_area.omrade_id == omrade_id, _follow_up.status != NOT_REPORTED)
        .order_by(_activity.nummer.desc())
    )
    for row in rows:
        about = ", ".join(filter(None, (row.status, scope(row.omraden))))
        text = f"{row.namn} ({about}). {row.text or ''}".strip()
        # A tertial is told when it has ended.
        yield (row.ar, 4 * row.tertial + 0.5), row.ar, f"tertial {row.tertial}", "uppföljning", text, row.kalla_id


def _happened(store: Store, omrade_id: str) -> Iterator[_Row]:
    rows = events.chosen_events(store, EventFilter((omrade_id,)))
    for row, time in zip(rows.to_dict("records"), events.times(rows), strict=True):
        parts = [events.capitalised(row["typ"]), row["teman"], row["plats"]]
        text = ", ".join(part for part in parts if isinstance(part, str) and part)
        day = row["datum_fran"]
        yield (day.year, day.month + day.day / 32), day.year, str(time), "händelse", f"{text}.", row["kalla_id"]


def changes(store: Store, omrade_id: str) -> list[Finding]:
    """What is new in the area: the latest index against the one before, and the latest promise's activities."""
    found = []
    name = store.rows(sa.select(_area.namn).where(_area.omrade_id == omrade_id))[0].namn
    for row, moved in _moves(_index(store, omrade_id))[-1:]:
        if moved:
            number = "" if row.varde is None else f" till {swedish.number(row.varde, row.decimaler)}"
            unknown = "" if row.varde is not None else "; talet är inte publicerat"
            text = f"Problemindex i {name} {VERBS[moved]}{number} {row.ar} mot mätningen före{unknown}."
            found.append(Finding(text, "indikatorvarden", (row.kalla_id,)))
    for lofte_id in promises.promises(store, Filter())["lofte_id"]:
        table = promises.matrix(store, lofte_id, Filter((omrade_id,)), False)
        if len(table.activities) and table.tertials:
            found += promises.summary(table, promises.matrix(store, lofte_id, Filter(), False))
            break
    return found


def open_questions(store: Store, omrade_id: str, has_surface: bool) -> list[str]:
    """What is not known of an area, a sentence each."""
    questions = []
    index = _index(store, omrade_id)
    if not index:
        questions.append("Problemindex är inte publicerat.")
    elif index[-1].varde is None:
        questions.append(f"Problemindexets tal för {index[-1].ar} är inte publicerat, bara riktningen.")
    if index and all(row.antal_svar is None for row in index):
        questions.append("Hur många som svarade på enkäten i området är inte publicerat.")
    if not store.rows(sa.select(_people.ar).where(_people.omrade_id == omrade_id).limit(1)):
        questions.append("Folkmängden är inte publicerad.")
    if not _listed(store, omrade_id):
        questions.append(
            "Området är inte sett på någon av polisens listor. Det säger inte att det aldrig har stått där."
        )
    if omrade_id not in set(shown.areas(store)["omrade_id"]):
        questions.append("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
    rows = activities(store, omrade_id)
    silent = int(rows["tertial"].isna().sum())
    if silent:
        questions.append(f"{silent} av {len(rows)} aktiviteter har ingen uppföljning i underlaget.")
    if not has_surface:
        questions.append("Området har ingen yta på kartan.")
    return questions
