"""The lägesbild: what is known of each area, the key figures, and what changed since the period before.

Every part names the period it speaks of. Where the chosen year has nothing published the answer is a gap, never an
older figure in disguise.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import measures, queries, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.store import Store

MISSING = "ej publicerat"
NONE = {"aktiviteter": "ingen knuten", "dialoger": "ingen i listan", "handelser": "ingen"}
"""What an area without a row has of a subject that is published; of other subjects "ej publicerat"."""
LAYERS = {"forandring": "Förändring", "niva": "Nivå", "aktiviteter": "Aktiviteter", "dialoger": "Dialoger"}
KNOWN_BY = {"forandring": "riktning", "niva": "varde", "aktiviteter": "aktiviteter", "dialoger": "dialoger"}
"""The column of Lagesbild.areas that holds what a layer shows."""
_SOURCE_COLUMN = {"forandring": "index_kalla", "niva": "index_kalla", "aktiviteter": "aktiviteter_kalla",
                  "dialoger": "dialoger_kalla"}  # fmt: skip
_SUBJECT = {"forandring": "index", "niva": "index", "aktiviteter": "aktiviteter", "dialoger": "dialoger",
            "handelser": "handelser"}  # fmt: skip
SEVERITY = ("försenad", "ej genomförd", "ej rapporterad", "uppföljning saknas", "planerad", "pågår", "genomförd")
"""Statuses in the order that they are read: what deviates first."""
_PLURAL = {"genomförd": "genomförda", "försenad": "försenade", "planerad": "planerade",
           "ej genomförd": "ej genomförda", "ej rapporterad": "ej rapporterade"}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """The year a subject is shown for, and the latest year in which it is published."""

    year: int | None
    latest: int | None
    published: bool

    def __str__(self) -> str:
        if self.published:
            return f"{self.year}, senaste publicerade" if self.year == self.latest else str(self.year)
        latest = f"; senaste är {self.latest}" if self.latest else ""
        return f"{self.year}: {MISSING}{latest}" if self.year else MISSING


@dataclass(frozen=True)
class KeyFigure:
    """One figure with what is needed to trust it; `value` is "ej publicerat" where there is none."""

    label: str
    value: str
    period: str
    table: str
    kallor: tuple[str, ...] = ()
    change: str = ""
    direction: measures.Direction | None = None
    verdict: str = ""
    detail: str = ""
    caveats: tuple[str, ...] = ()
    """Remarks in the data on the figure, or on what it is compared with."""


@dataclass(frozen=True)
class Finding:
    """One sentence made from data, and the table and sources that it rests on."""

    text: str
    table: str
    kallor: tuple[str, ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lagesbild:
    """What is known for one filter."""

    areas: pd.DataFrame
    """One row per chosen neighbourhood in Swedish order; columns as queries.situation_by_area."""
    periods: dict[str, Period]
    """The year each map layer shows, and that of "handelser": dialogues and meetings."""
    municipal: str
    """Which of the activities concern no area on the map, in words; empty when all do."""
    key_figures: list[KeyFigure]
    findings: list[Finding]

    def gap(self, part: str) -> str:
        """What stands where an area has nothing of a layer or of "handelser"."""
        return NONE.get(part, MISSING) if self.periods[part].published else MISSING

    @property
    def telling_layer(self) -> str:
        """The layer that knows something about most areas; the first of LAYERS when several do."""
        return max(LAYERS, key=lambda layer: self.areas[KNOWN_BY[layer]].notna().sum())

    def sources(self, layer: str) -> list[str]:
        """Ids of the sources that a layer rests on."""
        return sorted({kalla for kallor in self.areas[_SOURCE_COLUMN[layer]].dropna() for kalla in _split(kallor)})


def lagesbild(store: Store, filter: Filter) -> Lagesbild:
    """The situation for the chosen areas and years."""
    facts = _Facts(store, filter)
    years = {subject: period.year for subject, period in facts.periods.items()} | {"tertial": facts.tertial}
    areas = queries.situation_by_area(store, filter, years)
    return Lagesbild(
        areas.sort_values("namn", key=lambda names: names.map(swedish.sort_key)).reset_index(drop=True),
        {layer: facts.periods[subject] for layer, subject in _SUBJECT.items()},
        _not_on_map(facts),
        [figure(facts) for figure in _KEY_FIGURES],
        [finding for part in _FINDINGS for finding in part(facts)],
    )


def dated(heading: str, year: int | None) -> str:
    """The heading with its year, where there is one."""
    return heading if year is None else f"{heading} {year}"


def count_words(statuses: Iterable[str]) -> str:
    """`1 försenad, 3 pågår`, what deviates first; "" for no statuses."""
    counts = Counter(statuses)
    known = [
        *(status for status in SEVERITY if counts[status]),
        *(status for status in counts if status not in SEVERITY),
    ]
    return ", ".join(f"{counts[s]} {_PLURAL.get(s, s) if counts[s] > 1 else s}" for s in known)


class _Facts:
    """Answers of the store that several parts of the lägesbild rest on; each is asked for once."""

    def __init__(self, store: Store, filter: Filter):
        self.store = store
        self.filter = filter
        years = queries.published_years(store)
        self.periods = {subject: _period(years[subject], filter) for subject in queries.SUBJECTS}

    @cached_property
    def index(self) -> Sequence[sa.Row]:
        return queries.index_by_area(self.store, self.filter, self.periods["index"].year)

    @cached_property
    def history(self) -> list[list[sa.Row]]:
        """One list per indicator of the kommun, oldest first; the problemindex first."""
        rows = queries.indicator_history(self.store)
        return [list(series) for _, series in groupby(rows, key=lambda row: row.indikator_id)]

    @cached_property
    def tertials(self) -> list[int]:
        return queries.reported_tertials(self.store, self.periods["aktiviteter"].year)

    @cached_property
    def tertial(self) -> int | None:
        """The latest tertial that most activities are reported for."""
        return self.tertials[-1] if self.tertials else None

    def status(self, tertial: int | None) -> Sequence[sa.Row]:
        return queries.activity_status(self.store, self.filter, self.periods["aktiviteter"].year, tertial)

    @cached_property
    def latest_status(self) -> Sequence[sa.Row]:
        return self.status(self.tertial)

    @cached_property
    def dialogues(self) -> Sequence[sa.Row]:
        return queries.dialogues_by_tertial(self.store, self.filter, self.periods["dialoger"].year)

    @cached_property
    def crimes(self) -> "_Crimes | None":
        return _Crimes.of(queries.reported_crimes(self.store), self.filter)

    def gap(self, label: str, table: str) -> KeyFigure:
        """The key figure of something that isn't published for the choice."""
        return KeyFigure(label, MISSING, str(self.filter.year or ""), table)


def _period(published: list[int], filter: Filter) -> Period:
    """The latest chosen year of those published."""
    chosen = [year for year in published if not filter.years or year in filter.years]
    latest = published[-1] if published else None
    return Period(chosen[-1] if chosen else filter.year or latest, latest, bool(chosen))


def _split(kallor: str) -> list[str]:
    return kallor.split(queries.SEPARATOR)


def _sources(rows: Iterable[sa.Row | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kalla for row in rows if row is not None for kalla in _split(row.kalla_id)))


def _remarks(now: Iterable[sa.Row], before: Iterable[sa.Row | None] = ()) -> list[str]:
    """The remarks on figures, then those on what they are compared with, by its year; each once."""
    own = [row.anmarkning for row in now if row.anmarkning]
    earlier = [f"{row.ar}: {row.anmarkning}" for row in before
               if row is not None and row.anmarkning and row.anmarkning not in own]  # fmt: skip
    return list(dict.fromkeys(own + earlier))


def _now_and_before(series: Sequence[sa.Row], filter: Filter) -> tuple[sa.Row | None, sa.Row | None]:
    """The latest chosen measurement of one series (oldest first), and the measurement before it."""
    chosen = [row for row in series if not filter.years or row.ar in filter.years]
    if not chosen:
        return None, None
    before = [row for row in series if row.ar < chosen[-1].ar]
    return chosen[-1], before[-1] if before else None


def measured_direction(now: sa.Row, before: sa.Row | None) -> measures.Direction | None:
    """Measured where both numbers are published, else as the source says."""
    if before is None or before.varde is None or now.varde is None:
        return now.riktning
    return measures.direction(before.varde, now.varde)


def _not_on_map(facts: _Facts) -> str:
    year = facts.periods["aktiviteter"].year
    rows = queries.municipal_activities(facts.store, facts.filter, year, facts.tertial)
    if not rows:
        return ""
    total = len(queries.activity_status(facts.store, Filter(), year, facts.tertial))
    statuses = count_words(row.status for row in rows)
    return f"{len(rows)} av {total} aktiviteter gäller hela kommunen och syns inte på ytorna: {statuses}."


# Key figures, in the order they are read


def _municipal_index(facts: _Facts) -> KeyFigure:
    label, table = "Kommunens problemindex", "indikatorvarden"
    series = next((series for series in facts.history if series[0].indikator_id == queries.INDEX), [])
    now, before = _now_and_before(series, facts.filter)
    if now is None:
        return facts.gap(label, table)
    direction = measured_direction(now, before)
    value: str = direction or ""
    change = "mot mätningen före"
    if now.varde is not None:
        value, change = swedish.number(now.varde, now.decimaler), ""
        if before is not None and before.varde is not None:
            change = f"{swedish.signed(now.varde - before.varde, now.decimaler)} mot {before.ar}"
    verdict = measures.verdict(direction, now.battre)
    return KeyFigure(
        label, value, str(now.ar), table, _sources([now, before]), change, direction, verdict, scale(now),
        tuple(_remarks([now], [before])),
    )  # fmt: skip


def scale(indicator: sa.Row) -> str:
    """The indicator's scale and which way is better, in words; "" where neither is known."""
    better = f"{indicator.battre} är bättre" if indicator.battre else ""
    if indicator.minimum is None or indicator.maximum is None:
        return better.capitalize()
    low, high = swedish.plain_number(indicator.minimum), swedish.plain_number(indicator.maximum)
    return f"Skala {low}–{high}{', ' if better else ''}{better}"


def _highest_index(facts: _Facts) -> KeyFigure:
    label, table = "Högst problemindex", "indikatorvarden"
    numbers = [row for row in facts.index if row.varde is not None]
    if not numbers and facts.filter.areas and facts.index:
        return _directions(facts)
    if not numbers:
        return facts.gap(label, table)
    top = max(numbers, key=lambda row: row.varde)
    unpublished = len(facts.index) - len(numbers)
    without = "1 område" if unpublished == 1 else f"{unpublished} områden"
    detail = f"{without} saknar publicerat tal" if unpublished else ""
    return KeyFigure(
        label, f"{top.omrade} {swedish.number(top.varde, top.decimaler)}", str(facts.periods["index"].year), table,
        (top.kalla_id,), "", top.riktning, measures.verdict(top.riktning, top.battre), detail, tuple(_remarks([top])),
    )  # fmt: skip


def _directions(facts: _Facts) -> KeyFigure:
    """What is known of the chosen areas' index where none of them has a number."""
    words = swedish.enumerate_words(f"{row.omrade} {row.riktning}" for row in facts.index)
    year = str(facts.periods["index"].year)
    return KeyFigure("Problemindex i valda områden", words, year, "indikatorvarden", _sources(facts.index),
                     detail="talet är inte publicerat", caveats=tuple(_remarks(facts.index)))  # fmt: skip


def _response_rate(facts: _Facts) -> KeyFigure:
    label, table = "Svarsfrekvens", "undersokningar"
    now, _ = _now_and_before(queries.response_rates(facts.store), facts.filter)
    if now is None or now.svarsfrekvens is None:
        return facts.gap(label, table)
    sent = "" if now.utskick is None else f", {swedish.number(now.utskick)} utskick"
    value = f"{swedish.number(now.svarsfrekvens, 2)} %"
    caveats = tuple(_remarks([now]))
    return KeyFigure(label, value, str(now.ar), table, (now.kalla_id,), detail=f"{now.namn}{sent}", caveats=caveats)


def _activities(facts: _Facts) -> KeyFigure:
    label, table, when = "Aktiviteter", "uppfoljningar", facts.periods["aktiviteter"]
    status = facts.latest_status
    if not when.published:
        return facts.gap(label, table)
    if not status:
        return KeyFigure(label, NONE["aktiviteter"], str(when.year), table, detail="till de valda områdena")
    shown, detail = f"{when.year}", "Uppföljningen ingår inte i underlaget"
    if facts.tertial:
        shown = f"{when.year}, tertial {facts.tertial}"
        detail = count_words(row.status for row in status)
    return KeyFigure(label, str(len(status)), shown, table, _sources(status), detail=detail)


def _dialogues(facts: _Facts) -> KeyFigure:
    label, table, when = "Hållna dialoger", "handelser", facts.periods["dialoger"]
    undated = queries.undated_dialogues(facts.store, facts.filter, when.year)
    if not when.published and not undated:
        return facts.gap(label, table)
    if not facts.dialogues and not undated:
        return KeyFigure(label, NONE["dialoger"], str(when.year), table, detail="med de valda områdena som plats")
    counts = [*((f"tertial {row.tertial}", row.antal) for row in facts.dialogues),
              *([("utan angiven dag", len(undated))] if undated else [])]  # fmt: skip
    detail = " · ".join(f"{when}: {count}" for when, count in counts)
    total = sum(count for _, count in counts)
    return KeyFigure(label, str(total), str(when.year), table, _sources([*facts.dialogues, *undated]), detail=detail)


@dataclass(frozen=True)
class _Crimes:
    """Reported crimes of a year, or of the quarters published so far, and of the same time the year before."""

    area: str
    year: int
    quarters: tuple[int, ...]
    count: int
    before: int | None
    preliminary: bool
    before_preliminary: bool
    remarks: tuple[str, ...]
    kallor: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[sa.Row], filter: Filter) -> "_Crimes | None":
        """The latest chosen year with figures; the latest whole year when no year is chosen."""
        years = [row.ar for row in rows if row.kvartal is None or filter.years]
        chosen = [year for year in years if not filter.years or year in filter.years]
        if not chosen:
            return None
        year = chosen[-1]
        by_time = {(row.ar, row.kvartal): row for row in rows}
        quarters = () if (year, None) in by_time else tuple(q for q in (1, 2, 3, 4) if (year, q) in by_time)
        now = [by_time[year, quarter] for quarter in quarters or (None,)]
        before = [by_time.get((year - 1, quarter)) for quarter in quarters or (None,)]
        known = [row for row in before if row is not None]
        compared = known if len(known) == len(now) else []
        return cls(
            now[0].omrade, year, quarters, sum(row.antal for row in now),
            sum(row.antal for row in compared) if compared else None, any(row.preliminar for row in now),
            any(row.preliminar for row in compared), tuple(_remarks(now, compared)), _sources([*now, *compared]),
        )  # fmt: skip

    def when(self, year: int) -> str:
        """The year, or its quarters: "2025", "kvartal 1–2 2026"."""
        if not self.quarters:
            return str(year)
        first, last = self.quarters[0], self.quarters[-1]
        unbroken = len(self.quarters) > 1 and last - first + 1 == len(self.quarters)
        span = f"{first}–{last}" if unbroken else swedish.enumerate_words(map(str, self.quarters))
        return f"kvartal {span} {year}"

    @property
    def percent(self) -> float | None:
        return None if self.before is None else measures.percent_change(self.before, self.count)


def _reported_crimes(facts: _Facts) -> KeyFigure:
    label, table, crimes = "Anmälda brott", "anmalda_brott", facts.crimes
    if crimes is None:
        return facts.gap(label, table)
    change, direction = "", None
    if crimes.before is not None:
        direction = measures.direction(crimes.before, crimes.count)
        shown = "" if crimes.percent is None else f" ({swedish.signed(crimes.percent, 1)} %)"
        preliminary = " (preliminärt)" if crimes.before_preliminary else ""
        change = f"{swedish.signed(crimes.count - crimes.before)}{shown} mot {crimes.year - 1}{preliminary}"
    when = crimes.when(crimes.year) + (" (preliminärt)" if crimes.preliminary else "")
    value, caveats = swedish.number(crimes.count), _crime_caveats(facts, crimes)
    return KeyFigure(label, value, when, table, crimes.kallor, change, direction, "", "Hela kommunen", caveats)


def _crime_caveats(facts: _Facts, crimes: _Crimes) -> tuple[str, ...]:
    """Remarks on the total, on what it is compared with, and on the crime types within it."""
    parts = [] if crimes.quarters else queries.crime_remarks(facts.store, crimes.year)
    return tuple(dict.fromkeys([*crimes.remarks, *parts]))


_KEY_FIGURES: tuple[Callable[[_Facts], KeyFigure], ...] = (
    _municipal_index, _highest_index, _response_rate, _activities, _dialogues, _reported_crimes,
)  # fmt: skip


# What changed since the period before, one sentence per finding

VERBS = {"höjt": "steg", "sänkt": "sjönk", "oförändrat": "var oförändrat"}
"""What an indicator did in a direction."""
_MOST_MOVES = 4
_UNKNOWN = (queries.NOT_REPORTED, queries.NO_FOLLOW_UP)
"""Not a status that an activity can change from or to."""


def _index_findings(facts: _Facts) -> Iterator[Finding]:
    """The kommun's problemindex against its measurement before."""
    return _series_findings(facts, [series for series in facts.history if series[0].indikator_id == queries.INDEX])


def _indicator_findings(facts: _Facts) -> Iterator[Finding]:
    """Each other indicator of the kommun against its measurement before."""
    return _series_findings(facts, [series for series in facts.history if series[0].indikator_id != queries.INDEX])


def _series_findings(facts: _Facts, history: list[list[sa.Row]]) -> Iterator[Finding]:
    for series in history:
        now, before = _now_and_before(series, facts.filter)
        direction = measured_direction(now, before) if now else None
        if now and direction:
            moved = f"{measure_name(now.indikator)} {VERBS[direction]} i {now.omrade} {_from_to(now, before)}"
            yield Finding(f"{moved}.", "indikatorvarden", _sources([now, before]), tuple(_remarks([now], [before])))


def measure_name(indicator: str) -> str:
    """The indicator's name as it stands first in a sentence."""
    return f"Måttet ”{indicator}”" if " " in indicator else indicator


def _from_to(now: sa.Row, before: sa.Row | None) -> str:
    if before is None or before.varde is None or now.varde is None:
        return f"{now.ar} mot mätningen före; talet är inte publicerat"
    unit = f" {now.enhet}" if now.enhet and now.enhet != "index" else ""
    was, is_now = (f"{swedish.number(row.varde, now.decimaler)}{unit} ({row.ar})" for row in (before, now))
    return f"från {was} till {is_now}"


def _area_findings(facts: _Facts) -> Iterator[Finding]:
    """Which areas' problemindex fell and rose."""
    year = facts.periods["index"].year
    for direction, words in (("sänkt", "lägre än"), ("höjt", "högre än"), ("oförändrat", "lika högt som")):
        moved = [row for row in facts.index if row.riktning == direction]
        if moved:
            names = swedish.enumerate_words(sorted((row.omrade for row in moved), key=swedish.sort_key))
            text = f"Problemindex {year} är {words} vid mätningen före i {names}."
            yield Finding(text, "indikatorvarden", _sources(moved), tuple(_area_remarks(moved)))


def _area_remarks(rows: Sequence[sa.Row]) -> list[str]:
    """Each remark once, after the areas that it is about when it isn't about all."""
    areas: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: swedish.sort_key(row.omrade)):
        if row.anmarkning:
            areas.setdefault(row.anmarkning, []).append(row.omrade)
    return [
        remark if len(names) == len(rows) else f"{swedish.enumerate_words(names)}: {remark}"
        for remark, names in areas.items()
    ]


def _activity_findings(facts: _Facts) -> Iterator[Finding]:
    """Which activities have another status than in the tertial reported before."""
    if len(facts.tertials) < 2 or not facts.latest_status:
        return
    now, (earlier, last) = facts.latest_status, facts.tertials[-2:]
    before = {row.aktivitet_id: row.status for row in facts.status(earlier)}
    known = [row for row in now if row.status not in _UNKNOWN and before[row.aktivitet_id] not in _UNKNOWN]
    if not known:
        return
    moves = [
        f"”{row.aktivitet}” från {before[row.aktivitet_id]} till {row.status}"
        for row in known
        if row.status != before[row.aktivitet_id]
    ]
    year = facts.periods["aktiviteter"].year
    when = f"mellan tertial {earlier} och {last} {year}"
    none = "Aktiviteten bytte inte" if len(known) == 1 else f"Ingen av {len(known)} aktiviteter bytte"
    text = f"{none} status {when}."
    if moves:
        rest = [f"{len(moves) - _MOST_MOVES} till"] if len(moves) > _MOST_MOVES else []
        shown = swedish.enumerate_words(moves[:_MOST_MOVES] + rest)
        text = f"{len(moves)} av {len(known)} aktiviteter bytte status {when}: {shown}."
    if len(known) < len(now):
        text += f" {len(now) - len(known)} kan inte jämföras."
    yield Finding(text, "uppfoljningar", _sources(now))


def _dialogue_findings(facts: _Facts) -> Iterator[Finding]:
    """Dialogues in the latest tertial with any, against the tertial before."""
    if not facts.dialogues or facts.dialogues[-1].tertial == 1:
        return
    now = facts.dialogues[-1]
    before = sum(row.antal for row in facts.dialogues if row.tertial == now.tertial - 1)
    held = "dialog hölls" if now.antal == 1 else "dialoger hölls"
    year = facts.periods["dialoger"].year
    against = "lika många som" if before == now.antal else f"mot {before}"
    text = f"{now.antal} {held} tertial {now.tertial} {year}, {against} tertialet före, enligt källans datumlista."
    yield Finding(text, "handelser", _sources(facts.dialogues))


def _crime_findings(facts: _Facts) -> Iterator[Finding]:
    """Reported crimes against the same time the year before."""
    crimes = facts.crimes
    if crimes is None or crimes.before is None:
        return
    direction = measures.direction(crimes.before, crimes.count)
    verb = {"höjt": "ökade", "sänkt": "minskade", "oförändrat": "var oförändrade"}[direction]
    percent = "" if crimes.percent is None else f", {swedish.signed(crimes.percent, 1)} procent"
    years = ((crimes.before, crimes.year - 1, crimes.before_preliminary),
             (crimes.count, crimes.year, crimes.preliminary))  # fmt: skip
    before, now = (
        f"{swedish.number(count)} ({crimes.when(year)}{', preliminärt' if preliminary else ''})"
        for count, year, preliminary in years
    )
    text = f"Anmälda brott i {crimes.area} {verb} från {before} till {now}{percent}."
    yield Finding(text, "anmalda_brott", crimes.kallor, _crime_caveats(facts, crimes))


def _class_findings(facts: _Facts) -> Iterator[Finding]:
    """Areas on the police's latest list among the chosen years."""
    rows = queries.classifications(facts.store, facts.filter)
    chosen = [row for row in rows if not facts.filter.years or row.ar in facts.filter.years]
    newest = rows[-1].ar if rows else None
    latest = [row for row in chosen if row.ar == chosen[-1].ar]
    for row in sorted(latest, key=lambda row: swedish.sort_key(row.omrade)):
        earlier = [other for other in rows if other.omrade_id == row.omrade_id and other.ar < row.ar]
        same = [str(other.ar) for other in earlier if other.klass == row.klass]
        since = f", som {swedish.enumerate_words(same)}" if same else ""
        others = "".join(f" {other.ar}: {other.klass}." for other in earlier if other.klass != row.klass)
        stands = "står" if row.ar == newest else "stod"
        text = f"{row.omrade} {stands} på polisens lista över utsatta områden {row.ar} ({row.klass}){since}.{others}"
        yield Finding(text, "klassningar", _sources([row, *earlier]))


def _gap_findings(facts: _Facts) -> Iterator[Finding]:
    """Which indicators are not published for the chosen years."""
    missing = [series for series in facts.history if _now_and_before(series, facts.filter)[0] is None]
    if missing:
        years = swedish.enumerate_words(map(str, sorted(facts.filter.years)), "eller")
        names = [f"{series[-1].indikator} (senast {series[-1].ar})" for series in missing]
        text = f"Inte publicerat för {years}: {swedish.enumerate_words(names)}."
        yield Finding(text, "indikatorvarden", _sources(series[-1] for series in missing))


_FINDINGS: tuple[Callable[[_Facts], Iterator[Finding]], ...] = (
    _index_findings, _area_findings, _activity_findings, _crime_findings, _dialogue_findings, _indicator_findings,
    _class_findings, _gap_findings,
)  # fmt: skip


def layer_table(
    picture: Lagesbild, layer: str, titles: dict[str, str], with_surface: set[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """What the map shows in a layer, as a table with Swedish headings, one row per area; and what its empty cells mean,
    per heading.

    `titles` names the sources and `with_surface` holds the ids of the areas that the map can draw.
    """
    areas, year, gap = picture.areas, picture.periods[layer].year, picture.gap(layer)
    index = {dated("Förändring", year): areas["riktning"], dated("Problemindex", year): areas["varde"]}
    columns: dict[str, dict[str, pd.Series]] = {
        "forandring": index,
        "niva": dict(reversed(index.items())),
        "aktiviteter": {
            dated("Aktiviteter", year): areas["aktiviteter"].astype("Int64"),
            "Status": areas["statusar"].map(lambda statuses: count_words(statuses.split(",")), na_action="ignore"),
        },
        "dialoger": {dated("Dialoger", year): areas["dialoger"].astype("Int64")},
    }
    meetings = dated("Dialoger och möten", picture.periods["handelser"].year)
    table = pd.DataFrame(
        {
            "Område": areas["namn"],
            "Senast prioriterat": areas["prioriterat_ar"].astype("Int64"),
            **columns[layer],
            meetings: areas["handelser"].astype("Int64"),
            "På kartan": areas["omrade_id"].map(lambda area: "ja" if area in with_surface else "yta saknas"),
            "Källa": areas[_SOURCE_COLUMN[layer]].map(
                lambda kallor: swedish.enumerate_words(titles[kalla] for kalla in sorted(set(_split(kallor)))),
                na_action="ignore",
            ),
        }
    )
    gaps = dict.fromkeys(columns[layer], gap) | {"Status": "–", meetings: picture.gap("handelser")}
    return table, gaps | {"Senast prioriterat": "–", "Källa": "–"}
