"""Do we keep our promises? Activities per tertial, targets against results, and what is said of
them aloud."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers import queries
from lagesbild_data.answers.queries import NO_FOLLOW_UP
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import NOT_REPORTED, WHOLE, Tertial, is_prioritised
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.public.answer import (
    ActivitiesStand,
    Deviating,
    Finding,
    NoFollowUps,
    ReportsMissing,
    StatusesChanged,
    Values,
)
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_promise = SQL_TABLES["loften"].c
_focus = SQL_TABLES["fokusomraden"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_activity_party = SQL_TABLES["aktivitetsparter"].c
_party = SQL_TABLES["parter"].c
_follow_up = SQL_TABLES["uppfoljningar"].c
_target = SQL_TABLES["mal"].c
_target_area = SQL_TABLES["malomraden"].c
_result = SQL_TABLES["utfall"].c
_event = SQL_TABLES["handelser"].c
_line = SQL_TABLES["linjer"].c
_link = SQL_TABLES["linjeposter"].c

STATUS_RULES = {
    "genomförd": "Det som aktiviteten skulle göra är gjort i sin helhet, enligt texten.",
    "pågår": "Arbete utfördes under tertialet eller fortsätter.",
    "planerad": "Bara planer än så länge; inget är utfört.",
    "försenad": "Något sköts upp, hindrades eller kunde inte börja som tänkt, men ska bli av.",
    "ej genomförd": "Inget utfördes under tertialet och ingen ny tid anges.",
    "ej rapporterad": "Rutan är tom i källan.",
}
"""The written rule for each status; the first that holds in the order försenad, ej genomförd,
planerad, pågår."""
ONLY_SOURCE = "sägs inte i källan"
"""Shown instead of a status that is our reading, when only the source's own words are asked for."""

UNDIVIDED = "inte uppdelat på område"
"""Said of a counted result beside an area's own: it counts other areas too, or can."""

MOST_TERTIALS = 12
"""Tertials that are shown side by side, four years; a longer promise is read in parts."""
_MOST_LETTERS = 1_500
"""Letters of a follow-up where several are read together; half a page."""

LIGHT_RULE = (
    "Väntat är måltalet gånger den del av löftets tid som hade gått när utfallet räknades (hela"
    " tertial). Nått: utfallet är minst måltalet. I takt: utfallet är minst det väntade. Efter:"
    " utfallet är mindre än det väntade. Andelar jämförs med måltalet rakt av. Ett mål som säger"
    " högst är nått när tiden är slut och utfallet inte är större än måltalet, och efter så snart"
    " det är större. Säger källan minst, över eller högst om utfallet tänds bara det som säkert"
    " gäller, annars kan det inte avgöras. Utan publicerat utfall tänds inget ljus."
)
Light = Literal[
    "nått", "i takt", "efter", "kan inte avgöras", "utfall ej publicerat", "följs inte med tal"
]


def promises(store: Store, filter: Filter) -> pd.DataFrame:
    """Promises in force in a chosen year, newest first: lofte_id, namn, ar_fran, ar_till, syfte,
    kalla_id, aktiviteter (how many are published), knutna (how many of them to a focus area)."""
    counts = [
        sa.func.count(_activity.aktivitet_id).label("aktiviteter"),
        sa.func.count(_activity.fokusomrade_id).label("knutna"),
    ]
    query = (
        sa.select(SQL_TABLES["loften"], *counts)
        .outerjoin(SQL_TABLES["aktiviteter"], _activity.lofte_id == _promise.lofte_id)
        .group_by(*_promise)
        .order_by(_promise.ar_fran.desc(), _promise.lofte_id)
    )
    if filter.years:
        query = query.where(
            sa.or_(*(sa.between(year, _promise.ar_fran, _promise.ar_till) for year in filter.years))
        )
    return store.frame(query)


def focus_areas(store: Store, lofte_id: str) -> pd.DataFrame:
    """The promise's focus areas: fokusomrade_id, namn, beskrivning."""
    return store.frame(
        sa.select(_focus.fokusomrade_id, _focus.namn, _focus.beskrivning).where(
            _focus.lofte_id == lofte_id
        )
    )


def prioritised_that_year(store: Store, lofte_id: str) -> dict[int, list[str]]:
    """Names of the areas that were prioritised, per year of the promise, in Swedish order, centres
    last."""
    rows = _prioritised(store, lofte_id)
    return {
        year: [row.namn for row in rows if row.ar == year]
        for year in sorted({row.ar for row in rows})
    }


def prioritised_remarks(store: Store, lofte_id: str) -> list[str]:
    """The data's remarks on which areas were prioritised in the years of the promise, each once."""
    return list(
        dict.fromkeys(row.anmarkning for row in _prioritised(store, lofte_id) if row.anmarkning)
    )


def _prioritised(store: Store, lofte_id: str) -> list[sa.Row]:
    rows = store.rows(
        sa.select(_role.ar, _area.namn, _area.typ, _role.anmarkning)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id)
        .join(SQL_TABLES["loften"], sa.between(_role.ar, _promise.ar_fran, _promise.ar_till))
        .where(_promise.lofte_id == lofte_id, is_prioritised)
    )
    return sorted(rows, key=lambda row: (row.typ == "centrum", swedish.sort_key(row.namn)))


def activities(
    store: Store, lofte_id: str, filter: Filter, ids: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """The promise's activities that concern the chosen areas, or those of them with these ids, in
    the source's order.

    aktivitet_id, nummer, aktivitet, beskrivning, fokusomrade (NA where the source ties it to none),
    ansvarig and omraden (tuples of names in Swedish order), hela_kommunen (whether it concerns a
    whole kommun), kalla_id.
    """
    responsible = (
        sa.select(
            _activity_party.aktivitet_id,
            sa.func.aggregate_strings(_party.namn, SEPARATOR).label("ansvarig"),
        )
        .join(SQL_TABLES["parter"], _party.part_id == _activity_party.part_id)
        .where(_activity_party.roll == "ansvarig")
        .group_by(_activity_party.aktivitet_id)
        .subquery()
    )
    concerned = (
        sa.select(
            _activity_area.aktivitet_id,
            sa.func.aggregate_strings(_area.namn, SEPARATOR).label("omraden"),
            sa.func.max(sa.case((_area.typ.in_(WHOLE), 1), else_=0)).label("hela"),
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _activity_area.omrade_id)
        .group_by(_activity_area.aktivitet_id)
        .subquery()
    )
    query = (
        sa.select(
            _activity.aktivitet_id,
            _activity.nummer,
            _activity.namn.label("aktivitet"),
            _activity.beskrivning,
            _focus.namn.label("fokusomrade"),
            responsible.c.ansvarig,
            concerned.c.omraden,
            (sa.func.coalesce(concerned.c.hela, 0) == 1).label("hela_kommunen"),
            _activity.kalla_id,
        )
        .outerjoin(SQL_TABLES["fokusomraden"], _focus.fokusomrade_id == _activity.fokusomrade_id)
        .outerjoin(responsible, responsible.c.aktivitet_id == _activity.aktivitet_id)
        .outerjoin(concerned, concerned.c.aktivitet_id == _activity.aktivitet_id)
        .where(_activity.lofte_id == lofte_id)
        .order_by(_activity.nummer)
    )
    if filter.areas:
        chosen = sa.select(_activity_area.aktivitet_id).where(
            filter.in_areas(_activity_area.omrade_id)
        )
        query = query.where(_activity.aktivitet_id.in_(chosen))
    if ids is not None:
        query = query.where(_activity.aktivitet_id.in_(ids))
    frame = store.frame(query).astype({"hela_kommunen": bool})
    for column in ("ansvarig", "omraden"):
        frame[column] = pd.Series(
            [_in_swedish_order(names) for names in frame[column]], dtype=object
        )
    return frame


def _in_swedish_order(names: str | None) -> tuple[str, ...]:
    return (
        tuple(sorted(names.split(SEPARATOR), key=swedish.sort_key))
        if isinstance(names, str)
        else ()
    )


@dataclass(frozen=True)
class Matrix:
    """Activities against tertials."""

    activities: pd.DataFrame
    """One row per activity; columns as `activities`."""
    tertials: list[tuple[int, int]]
    """The latest of those that have any follow-up, as (year, tertial), MOST_TERTIALS at most;
    oldest first."""
    cells: dict[tuple[str, int, int], sa.Row]
    """The follow-up of an activity in a tertial."""
    only_source: bool
    older: int = 0
    """How many tertials before these have follow-ups too."""

    def status(self, aktivitet_id: str, tertial: tuple[int, int]) -> str:
        """The status of one cell; "sägs inte i källan" for a reading of ours when only the source's
        words are shown."""
        cell = self.cells.get((aktivitet_id, *tertial))
        if cell is None:
            return NO_FOLLOW_UP
        return cell.status if cell.status_grund == "källa" or not self.only_source else ONLY_SOURCE

    def statuses(self, tertial: tuple[int, int]) -> list[str]:
        """The status of every activity in a tertial."""
        return [
            self.status(aktivitet_id, tertial) for aktivitet_id in self.activities["aktivitet_id"]
        ]


_UNNAMED = {
    "fokusomrade": "Källan anger inget fokusområde",
    "ansvarig": "Källan anger ingen ansvarig",
    "omraden": "Källan anger inget område",
}


def grouped(table: Matrix, by: str) -> list[tuple[str, list[str]]]:
    """Headings in Swedish order, each with the ids of its activities in the source's order; one
    without name for all when `by` is "nummer".

    By "fokusomrade", by "ansvarig" (several who are responsible together are a group of their own)
    or by "omraden" (an activity stands under each of its areas).
    """
    if by == "nummer":
        return [("", list(table.activities["aktivitet_id"]))]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in table.activities.to_dict("records"):
        names = row[by] if by != "fokusomrade" else (row[by],) if isinstance(row[by], str) else ()
        if by == "ansvarig" and len(names) > 1:
            names = (f"Gemensamt: {swedish.enumerate_words(names)}",)
        for name in names or ("",):
            groups[name].append(row["aktivitet_id"])
    return [
        (name or _UNNAMED[by], groups[name])
        for name in sorted(groups, key=lambda name: (not name, swedish.sort_key(name)))
    ]


def tertials(store: Store, lofte_id: str) -> list[tuple[int, int]]:
    """The tertials for which the promise has any follow-up, as (year, tertial); oldest first."""
    when = (_follow_up.ar, _follow_up.tertial)
    return [
        tuple(row) for row in store.rows(_follow_ups_of(lofte_id, *when).distinct().order_by(*when))
    ]


def _follow_ups_of(lofte_id: str, *wanted: sa.ColumnElement | sa.Table) -> sa.Select:
    of_activity = _activity.aktivitet_id == _follow_up.aktivitet_id
    return (
        sa.select(*wanted)
        .join(SQL_TABLES["aktiviteter"], of_activity)
        .where(_activity.lofte_id == lofte_id)
    )


def matrix(
    store: Store,
    lofte_id: str,
    filter: Filter,
    only_source: bool,
    last: tuple[int, int] | None = None,
    ids: tuple[str, ...] | None = None,
) -> Matrix:
    """The promise's activities for the chosen areas, or those of them with these ids, against its
    latest tertials, or the latest until `last`."""
    found = [tertial for tertial in tertials(store, lofte_id) if last is None or tertial <= last]
    shown = found[-MOST_TERTIALS:]
    query = _follow_ups_of(lofte_id, SQL_TABLES["uppfoljningar"])
    if ids is not None:
        query = query.where(_follow_up.aktivitet_id.in_(ids))
    if shown:
        query = query.where(
            sa.tuple_(_follow_up.ar, _follow_up.tertial).between(shown[0], shown[-1])
        )
    cells = {(row.aktivitet_id, row.ar, row.tertial): row for row in store.rows(query)}
    return Matrix(
        activities(store, lofte_id, filter, ids), shown, cells, only_source, len(found) - len(shown)
    )


def in_short(text: str) -> str:
    """A follow-up where it is read among others: of a very long one the beginning, and where it
    stands in whole."""
    if len(text) <= _MOST_LETTERS:
        return text
    beginning = text[:_MOST_LETTERS].rsplit(None, 1)[0]
    return f"{beginning} … (hela texten står på sidan Medborgarlöften)"


# Targets against results


@dataclass(frozen=True)
class TargetResult:
    """One target and how far its result has come."""

    aktivitet_id: str | None
    """The activity that the target belongs to; None when it is the whole promise's."""
    matt: str
    areas: str
    target: str
    """The target in words: "minst 800 tillfällen", "varje vecka"."""
    result: str
    """The result so far in words: "minst 1 108 tillfällen"; empty where none is published."""
    until: str
    """The last tertial that the result counts."""
    expected: float | None
    remaining: float | None
    light: Light
    note: str
    kalla_id: str


def targets(store: Store, lofte_id: str, filter: Filter) -> list[TargetResult]:
    """The promise's targets that concern the chosen areas, a whole kommun or no area, against their
    counted results so far, by LIGHT_RULE."""
    promise = store.rows(sa.select(SQL_TABLES["loften"]).where(_promise.lofte_id == lofte_id))[0]
    areas: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.rows(
        sa.select(_target_area.mal_id, _area.omrade_id, _area.namn)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _target_area.omrade_id)
        .join(SQL_TABLES["mal"], _target.mal_id == _target_area.mal_id)
        .where(_target.lofte_id == lofte_id)
    ):
        areas[row.mal_id][row.omrade_id] = row.namn
    results = store.rows(
        sa.select(SQL_TABLES["utfall"])
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _result.aktivitet_id)
        .where(_activity.lofte_id == lofte_id)
        .order_by(_result.ar, _result.tertial)
    )
    query = (
        sa.select(SQL_TABLES["mal"]).where(_target.lofte_id == lofte_id).order_by(_target.mal_id)
    )
    if filter.areas:
        chosen = sa.select(_target_area.mal_id).join(
            SQL_TABLES["omraden"], _area.omrade_id == _target_area.omrade_id
        )
        chosen = chosen.where(filter.in_areas(_area.omrade_id) | _area.typ.in_(WHOLE))
        query = query.where(
            _target.mal_id.in_(chosen) | _target.mal_id.not_in(sa.select(_target_area.mal_id))
        )
    rows = store.rows(query)
    return [
        _against_result(
            promise,
            row,
            [result for result in results if _counts(result, row, areas[row.mal_id])],
            areas[row.mal_id],
        )
        for row in rows
    ]


def _counts(result: sa.Row, target: sa.Row, areas: Mapping[str, str]) -> bool:
    """Whether a result counts towards a target: the same measure and unit, of its activity (of any
    when it is the whole promise's), in its areas; one for several areas together counts only where
    the activity is the same.
    """
    same = (result.matt, result.enhet) == (target.matt, target.enhet or result.enhet)
    if not same or target.aktivitet_id not in (None, result.aktivitet_id):
        return False
    if result.omrade_id is None:
        return target.aktivitet_id is not None or not areas
    return not areas or result.omrade_id in areas


def _against_result(
    promise: sa.Row, target: sa.Row, results: list[sa.Row], areas: Mapping[str, str]
) -> TargetResult:
    unit = target.enhet or ""
    wanted = unit if target.varde is None else counted_words(target.jamforelse, target.varde, unit)
    light: Light = "följs inte med tal" if target.varde is None else "utfall ej publicerat"
    words, expected, remaining, until = "", None, None, ""
    notes = [target.anmarkning] if target.anmarkning else []
    if target.varde is not None and results:
        share = target.enhet == "procent"
        elapsed = _elapsed(promise, results[-1])
        total, sign = _so_far(results, share)
        words = counted_words(sign, total, target.enhet or results[-1].enhet)
        expected = target.varde if share else target.varde * elapsed
        remaining = max(0.0, target.varde - total)
        light = _light(target, total, sign, expected, elapsed == 1)
        until = f"tertial {results[-1].tertial} {results[-1].ar}"
        without = {} if any(row.omrade_id is None for row in results) else dict(areas)
        for row in results:
            without.pop(row.omrade_id, None)
        if share and len({row.omrade_id for row in results}) > 1:
            notes.append("Det lägsta av områdenas tal.")
        if without:
            notes.append(
                "Utfallet saknas för"
                f" {swedish.enumerate_words(sorted(without.values(), key=swedish.sort_key))}."
            )
    names = swedish.enumerate_words(sorted(areas.values(), key=swedish.sort_key))
    return TargetResult(
        target.aktivitet_id,
        target.matt,
        names,
        target.frekvens or wanted,
        words,
        until,
        expected,
        remaining,
        light,
        " ".join(notes),
        target.kalla_id,
    )


def _light(target: sa.Row, total: float, sign: str, expected: float, ended: bool) -> Light:
    if target.jamforelse == "högst":
        within = _at_most(total, sign, target.varde)
        return (
            "kan inte avgöras"
            if within is None
            else "efter"
            if not within
            else "nått"
            if ended
            else "i takt"
        )
    within = (
        _at_most(total, sign, target.varde)
        if target.jamforelse == "över"
        else _under(total, sign, target.varde)
    )
    if within is None:
        return "kan inte avgöras"
    if not within:
        return "nått"
    behind = _under(total, sign, expected)
    return "kan inte avgöras" if behind is None else "efter" if behind else "i takt"


def _at_most(total: float, sign: str, limit: float) -> bool | None:
    """Whether what a source gives as `sign` `total` is at most the limit; None where that can't be
    said."""
    if sign == "högst":
        return True if total <= limit else None
    if sign in ("minst", "över"):
        over = total >= limit if sign == "över" else total > limit
        return False if over else None
    return total <= limit


def _under(total: float, sign: str, limit: float) -> bool | None:
    """Whether it is under the limit; None where that can't be said."""
    if sign == "högst":
        return True if total < limit else None
    if sign in ("minst", "över"):
        return False if total >= limit else None
    return total < limit


def _elapsed(promise: sa.Row, last: sa.Row) -> float:
    """The part of the promise's tertials that had passed when the last result was counted."""
    passed = (last.ar - promise.ar_fran) * 3 + last.tertial
    return passed / ((promise.ar_till - promise.ar_fran + 1) * 3)


def _so_far(results: list[sa.Row], share: bool) -> tuple[float, str]:
    """The counted result, and whether it is exakt, minst, cirka, över or högst.

    Counts per tertial are added up; where a source gives the year so far, that stands for the
    tertials before it. Of a share the latest stands for itself, the lowest of them where there are
    several.
    """
    series: dict[tuple[str, int, str | None], list[sa.Row]] = defaultdict(list)
    for row in results:
        series[row.aktivitet_id, row.ar, row.omrade_id].append(row)
    counted = [row for rows in series.values() for row in _of_year(rows)]
    if share:
        latest = [
            row for row in results if (row.ar, row.tertial) == (results[-1].ar, results[-1].tertial)
        ]
        counted = [min(latest, key=lambda row: row.varde)]
    total = round(sum(row.varde for row in counted), 6)
    signs = {row.jamforelse for row in counted} - {"exakt"}
    sign = (
        signs.pop()
        if len(signs) == 1
        else "minst"
        if signs == {"över", "minst"}
        else "cirka"
        if signs
        else "exakt"
    )
    return total, sign


def _of_year(rows: list[sa.Row]) -> list[sa.Row]:
    """What a year's results of one activity and area, oldest first, are added up from."""
    so_far = [row for row in rows if row.avser == "året hittills"]
    if not so_far:
        return rows
    last = so_far[-1]
    return [last, *(row for row in rows if row.avser == "tertialet" and row.tertial > last.tertial)]


def targets_table(results: Iterable[TargetResult]) -> pd.DataFrame:
    """Targets against results in words: Mål, Område, Måltal, Utfall, Till och med, Väntat,
    Återstår, Läge and Anmärkning."""
    return pd.DataFrame(
        {
            "Mål": result.matt,
            "Område": result.areas,
            "Måltal": result.target,
            "Utfall": result.result or "–",
            "Till och med": result.until or "–",
            "Väntat": (
                "–"
                if result.expected is None
                else swedish.counted_number(round(result.expected, 1))
            ),
            "Återstår": (
                "–" if result.remaining is None else swedish.counted_number(result.remaining)
            ),
            "Läge": result.light,
            "Anmärkning": result.note,
        }
        for result in results
    )


# One activity


def activity_results(store: Store, aktivitet_id: str) -> pd.DataFrame:
    """Counted results of an activity, oldest first, with Swedish headings: År, Tertial, Mått,
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
    return frame.drop(columns=["jamforelse", "varde", "enhet"])


def counted_words(comparison: Any, value: Any, unit: Any) -> str:
    """`minst 608 tillfällen`, `minst 80 %`."""
    unit = "%" if unit == "procent" else unit
    compared = "" if comparison == "exakt" else comparison
    return f"{compared} {swedish.counted_number(value)} {unit}".strip()


def activity_events(store: Store, aktivitet_id: str) -> pd.DataFrame:
    """Events of an activity, oldest first, with Swedish headings: Från, Till, Tema, Plats,
    Anmärkning."""
    return store.frame(
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


# Over the years


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


def lines_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The lines of work with Swedish headings."""
    columns = {
        "linje": "Arbete",
        "vad": "I löftet",
        "slag": "Som",
        "lofte": "Löfte",
        "grund": "Grund",
    }
    columns["motivering"] = "Motivering"
    return frame.rename(columns=columns)[list(columns.values())]


def results_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Counted results with Swedish headings, in words."""
    words = [counted_words(row.jamforelse, row.varde, row.enhet) for row in frame.itertuples()]
    return pd.DataFrame(
        {
            "Mått": frame["matt"],
            "Tertial": [f"{row.tertial} {row.ar}" for row in frame.itertuples()],
            "Utfall": words,
            "Avser": frame["avser"],
            "Område": frame["omrade"],
            "Aktivitet": frame["aktivitet"],
        }
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


# What a chair can read aloud


_DEVIATING = ("försenad", "ej genomförd")
_UNKNOWN = (NOT_REPORTED, NO_FOLLOW_UP, ONLY_SOURCE)
"""Not a status that an activity can change from or to."""
WHOLE_KOMMUN = "Gäller hela kommunen"


def reported_tertials(store: Store, lofte_id: str, filter: Filter) -> list[Tertial]:
    """The tertials that most of the promise's activities have reported, until the latest in a
    chosen year."""
    return queries.reported_tertials(store, filter, _promise.lofte_id == lofte_id)


def summary(
    table: Matrix, everything: Matrix, reported: Sequence[Tertial], filter: Filter
) -> list[Finding]:
    """What a chair can read aloud of the chosen activities, in the last of the promise's reported
    tertials.

    Per focus area how many run, are done, are late or lack a report; which are late or not done,
    and why; what changed since the one reported before; what later tertials of the chosen years
    lack; and, of `everything`, what concerns the whole kommun.
    """
    if table.activities.empty:
        return []
    if not reported:
        kallor = tuple(table.activities["kalla_id"].unique())
        return [
            Finding(NoFollowUps(len(table.activities), bool(table.tertials)), "aktiviteter", kallor)
        ]
    now = reported[-1]
    groups = table.activities.groupby(table.activities["fokusomrade"].fillna(""), sort=False)[
        "aktivitet_id"
    ]
    found: list[Values] = [_standing(table, ids, now, str(focus)) for focus, ids in groups]
    found += [late for status in _DEVIATING if (late := deviating([table], now, status))]
    if len(reported) > 1:
        before = reported[-2]
        statuses = zip(
            table.activities["aktivitet"], table.statuses(before), table.statuses(now), strict=True
        )
        found.append(statuses_changed(before, now, list(statuses)))
    later_chosen = (
        each
        for each in table.tertials
        if each > now and (not filter.years or each[0] in filter.years)
    )
    for later in later_chosen:
        silent = sum(status in _UNKNOWN for status in table.statuses(later))
        found.append(ReportsMissing(later, silent, len(table.activities)))
    chosen = set(table.activities["aktivitet_id"])
    whole = everything.activities[everything.activities["hela_kommunen"]]["aktivitet_id"]
    if others := [aktivitet_id for aktivitet_id in whole if aktivitet_id not in chosen]:
        found.append(_standing(everything, others, now, WHOLE_KOMMUN))
    kallor = tuple(dict.fromkeys(row.kalla_id for row in table.cells.values()))
    return [Finding(values, "uppfoljningar", kallor) for values in found]


def read_aloud(store: Store, lofte_id: str, filter: Filter, only_source: bool) -> list[Finding]:
    """The summary of a promise's activities that concern the chosen areas."""
    chosen = matrix(store, lofte_id, filter, only_source)
    everything = matrix(store, lofte_id, Filter(), only_source) if filter.areas else chosen
    return summary(chosen, everything, reported_tertials(store, lofte_id, filter), filter)


def _standing(table: Matrix, ids: Iterable[str], tertial: Tertial, part: str) -> ActivitiesStand:
    return ActivitiesStand(
        tertial, tuple(table.status(aktivitet_id, tertial) for aktivitet_id in ids), part
    )


def deviating(tables: Iterable[Matrix], tertial: Tertial, status: str) -> Deviating | None:
    """The activities with a status in a tertial, with the follow-up of a single one; None where
    there are none."""
    rows = [
        (row["aktivitet"], table.cells.get((row["aktivitet_id"], *tertial)))
        for table in tables
        for row, its in zip(
            table.activities.to_dict("records"), table.statuses(tertial), strict=True
        )
        if its == status
    ]
    if not rows:
        return None
    [(_, cell), *others] = rows
    why = in_short(cell.text) if cell and cell.text and not others else ""
    return Deviating(status, tuple(name for name, _ in rows), why)


def statuses_changed(
    before: Tertial, now: Tertial, rows: Sequence[tuple[str, str, str]]
) -> StatusesChanged:
    """Which activities (name, status before and now) have another status, of those that can be
    compared."""
    known = [row for row in rows if row[1] not in _UNKNOWN and row[2] not in _UNKNOWN]
    moves = tuple(row for row in known if row[1] != row[2])
    return StatusesChanged(before, now, moves, len(known), len(rows))
