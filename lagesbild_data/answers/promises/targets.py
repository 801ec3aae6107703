"""Targets against results."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.promises.results import counted_words
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import signs
from lagesbild_data.public.table import Column, Signed, Table
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_target = SQL_TABLES["mal"].c
_target_area = SQL_TABLES["malomraden"].c
_result = SQL_TABLES["utfall"].c

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


def _number(value: float | None) -> str | None:
    return None if value is None else swedish.counted_number(round(value, 1))


def targets_table(results: Iterable[TargetResult]) -> Table:
    """Targets against results in words: Mål, Område, Måltal, Utfall, Till och med, Väntat,
    Återstår, Läge and Anmärkning."""
    rows = [
        {
            "Mål": result.matt,
            "Område": result.areas,
            "Måltal": result.target,
            "Utfall": result.result or None,
            "Till och med": result.until or None,
            "Väntat": _number(result.expected),
            "Återstår": _number(result.remaining),
            "Läge": Signed(signs.LIGHTS[result.light], result.light),
            "Anmärkning": result.note or None,
        }
        for result in results
    ]
    return Table.of(pd.DataFrame(rows, dtype=object), Column("Anmärkning", ""), gap="–")
