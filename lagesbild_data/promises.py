"""Do we keep our promises? Activities per tertial, targets against results, and what is said of them aloud."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import swedish
from lagesbild_data.filter import Filter
from lagesbild_data.queries import NO_FOLLOW_UP, NOT_REPORTED, SEPARATOR
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.situation import Finding, count_words
from lagesbild_data.store import Store

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
"""The written rule for each status; the first that holds in the order försenad, ej genomförd, planerad, pågår."""
ONLY_SOURCE = "sägs inte i källan"
"""Shown instead of a status that is our reading, when only the source's own words are asked for."""

LIGHT_RULE = (
    "Väntat är måltalet gånger den del av löftets tid som hade gått när utfallet räknades (hela tertial). "
    "Nått: utfallet är minst måltalet. I takt: utfallet är minst det väntade. "
    "Efter: utfallet är mindre än det väntade. Andelar jämförs med måltalet rakt av. "
    "Ett mål som säger högst är nått när tiden är slut och utfallet inte är större än måltalet, och efter så snart det "
    "är större. "
    "Utan publicerat utfall tänds inget ljus."
)
Light = Literal["nått", "i takt", "efter", "utfall ej publicerat", "följs inte med tal"]


def promises(store: Store, filter: Filter) -> pd.DataFrame:
    """Promises in force in a chosen year, newest first: lofte_id, namn, ar_fran, ar_till, syfte, kalla_id, aktiviteter
    (how many are published)."""
    count = sa.func.count(_activity.aktivitet_id).label("aktiviteter")
    query = (
        sa.select(SQL_TABLES["loften"], count)
        .outerjoin(SQL_TABLES["aktiviteter"], _activity.lofte_id == _promise.lofte_id)
        .group_by(*_promise)
        .order_by(_promise.ar_fran.desc(), _promise.lofte_id)
    )
    if filter.years:
        query = query.where(sa.or_(*(sa.between(year, _promise.ar_fran, _promise.ar_till) for year in filter.years)))
    return store.frame(query)


def focus_areas(store: Store, lofte_id: str) -> pd.DataFrame:
    """The promise's focus areas: fokusomrade_id, namn, beskrivning."""
    return store.frame(
        sa.select(_focus.fokusomrade_id, _focus.namn, _focus.beskrivning).where(_focus.lofte_id == lofte_id)
    )


def prioritised_that_year(store: Store, lofte_id: str) -> dict[int, list[str]]:
    """Names of the areas that were prioritised, per year of the promise, in Swedish order."""
    rows = store.rows(
        sa.select(_role.ar, _area.namn)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id)
        .join(SQL_TABLES["loften"], sa.between(_role.ar, _promise.ar_fran, _promise.ar_till))
        .where(_promise.lofte_id == lofte_id, _role.roll == "prioriterat")
    )
    years: dict[int, list[str]] = defaultdict(list)
    for year, name in rows:
        years[year].append(name)
    return {year: sorted(years[year], key=swedish.sort_key) for year in sorted(years)}


def activities(store: Store, lofte_id: str, filter: Filter) -> pd.DataFrame:
    """The promise's activities that concern the chosen areas, in the source's order.

    aktivitet_id, nummer, aktivitet, beskrivning, fokusomrade (NA where the source ties it to none), ansvarig and
    omraden (names with commas), kalla_id.
    """
    responsible = (
        sa.select(_activity_party.aktivitet_id, sa.func.aggregate_strings(_party.namn, SEPARATOR).label("ansvarig"))
        .join(SQL_TABLES["parter"], _party.part_id == _activity_party.part_id)
        .where(_activity_party.roll == "ansvarig")
        .group_by(_activity_party.aktivitet_id)
        .subquery()
    )
    concerned = (
        sa.select(_activity_area.aktivitet_id, sa.func.aggregate_strings(_area.namn, SEPARATOR).label("omraden"))
        .join(SQL_TABLES["omraden"], _area.omrade_id == _activity_area.omrade_id)
        .group_by(_activity_area.aktivitet_id)
        .subquery()
    )
    query = (
        sa.select(
            _activity.aktivitet_id, _activity.nummer, _activity.namn.label("aktivitet"), _activity.beskrivning,
            _focus.namn.label("fokusomrade"), responsible.c.ansvarig, concerned.c.omraden, _activity.kalla_id,
        )
        .outerjoin(SQL_TABLES["fokusomraden"], _focus.fokusomrade_id == _activity.fokusomrade_id)
        .outerjoin(responsible, responsible.c.aktivitet_id == _activity.aktivitet_id)
        .outerjoin(concerned, concerned.c.aktivitet_id == _activity.aktivitet_id)
        .where(_activity.lofte_id == lofte_id)
        .order_by(_activity.nummer)
    )  # fmt: skip
    if filter.areas:
        chosen = sa.select(_activity_area.aktivitet_id).where(filter.in_areas(_activity_area.omrade_id))
        query = query.where(_activity.aktivitet_id.in_(chosen))
    frame = store.frame(query)
    for column in ("ansvarig", "omraden"):
        frame[column] = frame[column].map(_in_swedish_order, na_action="ignore")
    return frame


def _in_swedish_order(names: str) -> str:
    return ", ".join(sorted(names.split(SEPARATOR), key=swedish.sort_key))


@dataclass(frozen=True)
class Matrix:
    """Activities against tertials."""

    activities: pd.DataFrame
    """One row per activity; columns as `activities`."""
    tertials: list[tuple[int, int]]
    """The tertials of the promise's years that have any follow-up, as (year, tertial); oldest first."""
    cells: dict[tuple[str, int, int], sa.Row]
    """The follow-up of an activity in a tertial."""
    only_source: bool

    def status(self, aktivitet_id: str, tertial: tuple[int, int]) -> str:
        """The status of one cell; "sägs inte i källan" for a reading of ours when only the source's words are shown."""
        cell = self.cells.get((aktivitet_id, *tertial))
        if cell is None:
            return NO_FOLLOW_UP
        return cell.status if cell.status_grund == "källa" or not self.only_source else ONLY_SOURCE

    def statuses(self, tertial: tuple[int, int]) -> list[str]:
        """The status of every activity in a tertial."""
        return [self.status(aktivitet_id, tertial) for aktivitet_id in self.activities["aktivitet_id"]]


_UNNAMED = {
    "fokusomrade": "Källan anger inget fokusområde", "ansvarig": "Källan anger ingen ansvarig",
    "omraden": "Källan anger inget område",
}  # fmt: skip


def grouped(table: Matrix, by: str) -> list[tuple[str, list[str]]]:
    """Headings in Swedish order, each with the ids of its activities in the source's order; one without name for all
    when `by` is "nummer".

    By "fokusomrade", by "ansvarig" (several who are responsible together are a group of their own) or by "omraden" (an
    activity stands under each of its areas).
    """
    if by == "nummer":
        return [("", list(table.activities["aktivitet_id"]))]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in table.activities.to_dict("records"):
        named = row[by] if isinstance(row[by], str) else ""
        names = named.split(", ")
        if by == "ansvarig" and len(names) > 1:
            names = [f"Gemensamt: {swedish.enumerate_words(names)}"]
        for name in names if by != "fokusomrade" else [named]:
            groups[name].append(row["aktivitet_id"])
    return [
        (name or _UNNAMED[by], groups[name])
        for name in sorted(groups, key=lambda name: (not name, swedish.sort_key(name)))
    ]


def matrix(store: Store, lofte_id: str, filter: Filter, only_source: bool) -> Matrix:
    """The promise's activities against its tertials, for the chosen areas."""
    rows = store.rows(
        sa.select(SQL_TABLES["uppfoljningar"])
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _follow_up.aktivitet_id)
        .where(_activity.lofte_id == lofte_id)
    )
    tertials = sorted({(row.ar, row.tertial) for row in rows})
    cells = {(row.aktivitet_id, row.ar, row.tertial): row for row in rows}
    return Matrix(activities(store, lofte_id, filter), tertials, cells, only_source)


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


def targets(store: Store, lofte_id: str) -> list[TargetResult]:
    """Every target of the promise against its counted results so far, by LIGHT_RULE."""
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
    rows = store.rows(sa.select(SQL_TABLES["mal"]).where(_target.lofte_id == lofte_id).order_by(_target.mal_id))
    return [
        _against_result(promise, row, [result for result in results if _counts(result, row, areas[row.mal_id])],
                        areas[row.mal_id])
        for row in rows
    ]  # fmt: skip


def _counts(result: sa.Row, target: sa.Row, areas: Mapping[str, str]) -> bool:
    """Whether a result counts towards a target: the same measure, of its activity (of any when it is the whole
    promise's), in its areas; a result for several areas together counts only where the activity itself is the same."""
    if result.matt != target.matt or target.aktivitet_id not in (None, result.aktivitet_id):
        return False
    if result.omrade_id is None:
        return target.aktivitet_id is not None or not areas
    return not areas or result.omrade_id in areas


def _against_result(promise: sa.Row, target: sa.Row, results: list[sa.Row], areas: Mapping[str, str]) -> TargetResult:
    sign = "" if target.jamforelse == "exakt" else f"{target.jamforelse} "
    wanted = target.frekvens or f"{sign}{swedish.plain_number(target.varde)} {target.enhet or ''}".strip()
    light: Light = "följs inte med tal" if target.varde is None else "utfall ej publicerat"
    words, expected, remaining, until = "", None, None, ""
    notes = [target.anmarkning] if target.anmarkning else []
    if target.varde is not None and results:
        share = target.enhet == "procent"
        elapsed = _elapsed(promise, results[-1])
        total, words = _so_far(results, share, target.enhet or "")
        expected = target.varde if share else target.varde * elapsed
        remaining = max(0.0, target.varde - total)
        light = _light(target, total, expected, elapsed == 1)
        until = f"tertial {results[-1].tertial} {results[-1].ar}"
        without = {} if any(row.omrade_id is None for row in results) else dict(areas)
        for row in results:
            without.pop(row.omrade_id, None)
        if without:
            notes.append(
                f"Utfallet saknas för {swedish.enumerate_words(sorted(without.values(), key=swedish.sort_key))}."
            )
    names = swedish.enumerate_words(sorted(areas.values(), key=swedish.sort_key))
    return TargetResult(
        target.aktivitet_id, target.matt, names, wanted, words, until, expected, remaining, light, " ".join(notes),
        target.kalla_id,
    )  # fmt: skip


def _light(target: sa.Row, total: float, expected: float, ended: bool) -> Light:
    if target.jamforelse == "högst":
        return "efter" if total > target.varde else "nått" if ended else "i takt"
    return "nått" if total >= target.varde else "i takt" if total >= expected else "efter"


def _elapsed(promise: sa.Row, last: sa.Row) -> float:
    """The part of the promise's tertials that had passed when the last result was counted."""
    passed = (last.ar - promise.ar_fran) * 3 + last.tertial
    return passed / ((promise.ar_till - promise.ar_fran + 1) * 3)


def _so_far(results: list[sa.Row], share: bool, unit: str) -> tuple[float, str]:
    """The counted result, and the same in words with "minst", "cirka" or "över" kept.

    Counts per tertial are added up; where a source gives the year so far, its last count stands for that year and area.
    A share stands for itself: the latest.
    """
    series: dict[tuple[int, str | None], list[sa.Row]] = defaultdict(list)
    for row in results:
        series[row.ar, row.omrade_id].append(row)
    counted = results[-1:] if share else [row for rows in series.values() for row in _of_year(rows)]
    total = sum(row.varde for row in counted)
    signs = {row.jamforelse for row in counted} - {"exakt"}
    sign = signs.pop() if len(signs) == 1 else "minst" if signs == {"över", "minst"} else "cirka" if signs else "exakt"
    return total, counted_words(sign, total, unit)


def _of_year(rows: list[sa.Row]) -> list[sa.Row]:
    return [row for row in rows if row.avser == "året hittills"][-1:] or rows


# One activity


def activity_results(store: Store, aktivitet_id: str) -> pd.DataFrame:
    """Counted results of an activity, oldest first, with Swedish headings: År, Tertial, Mått, Utfall (in words), Avser,
    Område, Anmärkning."""
    frame = store.frame(
        sa.select(
            _result.ar.label("År"), _result.tertial.label("Tertial"), _result.matt.label("Mått"), _result.jamforelse,
            _result.varde, _result.enhet, _result.avser.label("Avser"), _area.namn.label("Område"),
            _result.anmarkning.label("Anmärkning"),
        )
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _result.omrade_id)
        .where(_result.aktivitet_id == aktivitet_id)
        .order_by(_result.ar, _result.tertial, _result.matt)
    )  # fmt: skip
    words = [counted_words(row.jamforelse, row.varde, row.enhet) for row in frame.itertuples()]
    frame.insert(3, "Utfall", words)
    return frame.drop(columns=["jamforelse", "varde", "enhet"])


def counted_words(comparison: Any, value: Any, unit: Any) -> str:
    """`minst 608 tillfällen`."""
    return f"{'' if comparison == 'exakt' else comparison} {swedish.plain_number(value)} {unit}".strip()


def activity_events(store: Store, aktivitet_id: str) -> pd.DataFrame:
    """Events of an activity, oldest first, with Swedish headings: Från, Till, Tema, Plats, Anmärkning."""
    return store.frame(
        sa.select(
            _event.datum_fran.label("Från"), _event.datum_till.label("Till"), _event.tema.label("Tema"),
            _event.plats.label("Plats"), _event.anmarkning.label("Anmärkning"),
        )
        .where(_event.aktivitet_id == aktivitet_id)
        .order_by(_event.datum_fran)
    )  # fmt: skip


# Over the years


def lines(store: Store) -> pd.DataFrame:
    """Work that lives on between promises, one row per link: linje, ar_fran, ar_till, vad (the activity or target),
    slag (aktivitet or mål), lofte, grund, motivering, kalla_id; lines in Swedish order, each oldest first."""
    promise_of = sa.func.coalesce(_activity.lofte_id, _target.lofte_id)
    frame = store.frame(
        sa.select(
            _line.namn.label("linje"), _promise.ar_fran, _promise.ar_till,
            sa.func.coalesce(_activity.namn, _target.matt).label("vad"),
            sa.case((_activity.namn.is_not(None), "aktivitet"), else_="mål").label("slag"),
            _promise.namn.label("lofte"), _link.grund, _link.motivering,
            sa.func.coalesce(_activity.kalla_id, _target.kalla_id).label("kalla_id"),
        )
        .join(SQL_TABLES["linjer"], _line.linje_id == _link.linje_id)
        .outerjoin(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _link.aktivitet_id)
        .outerjoin(SQL_TABLES["mal"], _target.mal_id == _link.mal_id)
        .join(SQL_TABLES["loften"], _promise.lofte_id == promise_of)
        .order_by(_promise.ar_fran)
    )  # fmt: skip
    frame = frame.drop_duplicates(["linje", "lofte", "vad"])
    order = frame["linje"].map(swedish.sort_key)
    return frame.assign(_order=order).sort_values(["_order", "ar_fran"]).drop(columns="_order").reset_index(drop=True)


def lines_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The lines of work with Swedish headings."""
    columns = {"linje": "Arbete", "vad": "I löftet", "slag": "Som", "lofte": "Löfte", "grund": "Grund"}
    columns["motivering"] = "Motivering"
    return frame.rename(columns=columns)[list(columns.values())]


def results_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Counted results with Swedish headings, in words."""
    words = [counted_words(row.jamforelse, row.varde, row.enhet) for row in frame.itertuples()]
    return pd.DataFrame(
        {"Mått": frame["matt"], "Tertial": [f"{row.tertial} {row.ar}" for row in frame.itertuples()], "Utfall": words,
         "Avser": frame["avser"], "Aktivitet": frame["aktivitet"]}
    )  # fmt: skip


def results_over_time(store: Store, filter: Filter) -> pd.DataFrame:
    """Counted results of measures counted more than once, oldest first: matt, enhet, ar, tertial, jamforelse, varde,
    avser, aktivitet, kalla_id."""
    repeated = sa.select(_result.matt).group_by(_result.matt).having(sa.func.count() > 1)
    query = (
        sa.select(
            _result.matt, _result.enhet, _result.ar, _result.tertial, _result.jamforelse, _result.varde, _result.avser,
            _activity.namn.label("aktivitet"), _result.kalla_id,
        )
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _result.aktivitet_id)
        .where(_result.matt.in_(repeated), filter.in_years(_result.ar))
        .order_by(_result.matt, _result.ar, _result.tertial)
    )  # fmt: skip
    return store.frame(query)


# What a chair can read aloud


_MOST_MOVES = 4


def summary(table: Matrix) -> list[Finding]:
    """Per focus area: how many activities run, are done, are late or lack a report, and what changed since before."""
    if table.activities.empty:
        return []
    kallor = tuple(dict.fromkeys(row.kalla_id for row in table.cells.values())) or tuple(
        table.activities["kalla_id"].unique()
    )
    if not table.tertials:
        count = len(table.activities)
        noun = "aktivitet" if count == 1 else "aktiviteter"
        return [Finding(f"Löftet har {count} {noun}. Ingen uppföljning är publicerad.", "aktiviteter", kallor)]
    now = table.tertials[-1]
    groups = table.activities.groupby(table.activities["fokusomrade"].fillna(""), sort=False)["aktivitet_id"]
    findings = []
    for focus, ids in groups:
        statuses = [table.status(aktivitet_id, now) for aktivitet_id in ids]
        about = f"{focus}: av" if focus else "Källan knyter inte aktiviteterna till fokusområden. Av"
        noun = "aktivitet" if len(statuses) == 1 else "aktiviteter"
        text = f"{about} {len(statuses)} {noun} är läget tertial {now[1]} {now[0]}: {count_words(statuses)}."
        findings.append(Finding(text, "uppfoljningar", kallor))
    if len(table.tertials) > 1:
        findings.append(Finding(_changes(table), "uppfoljningar", kallor))
    return findings


def _changes(table: Matrix) -> str:
    before, now = table.tertials[-2:]
    pairs = list(zip(table.statuses(before), table.statuses(now), strict=True))
    moves = Counter(pair for pair in pairs if pair[0] != pair[1] and pair[1] != NOT_REPORTED)
    silent = sum(status in (NOT_REPORTED, NO_FOLLOW_UP) for _, status in pairs)
    when = f"Från tertial {before[1]} {before[0]} till tertial {now[1]} {now[0]}"
    missing = f" {silent} saknar rapport för det senare tertialet." if silent else ""
    if not moves:
        return f"{when} bytte ingen aktivitet status.{missing}"
    words = [f"{count} från {was} till {status}" for (was, status), count in moves.most_common(_MOST_MOVES)]
    if others := sum(moves.values()) - sum(count for _, count in moves.most_common(_MOST_MOVES)):
        words.append(f"{others} på andra sätt")
    total = sum(moves.values())
    noun = "aktivitet" if total == 1 else "aktiviteter"
    return f"{when} bytte {total} {noun} status: {swedish.enumerate_words(words)}.{missing}"
