"""The lägesbild: what is known of each area, the key figures, and what changed since the period
before.

Every part names the period it speaks of. Where the chosen year has nothing published the answer is
a gap, never an older figure in disguise.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers import queries
from lagesbild_data.answers.crimes import comparison, reported
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.dialogues import counts as dialogue_counts
from lagesbild_data.answers.indicators import measurements, problemindex
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.indicators.problemindex import area_change, areas_moved, index_figure
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model import periods
from lagesbild_data.model.filter import FEW_AREAS, Filter
from lagesbild_data.model.periods import ALL_CRIMES, INDEX, Tertial
from lagesbild_data.public import reference
from lagesbild_data.public.answer import (
    MISSING,
    AreasMoved,
    Caveat,
    CrimesByArea,
    DialoguesHeld,
    Finding,
    Gap,
    KeyFigure,
    NotPublished,
    Number,
    OnPoliceList,
    Words,
    percentage,
)
from lagesbild_data.public.grounds import remarks_on, source_ids, sources_of
from lagesbild_data.public.words import Looks, change_text, count_words, dated, value_text
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

NONE = {"aktiviteter": Gap.NONE_TIED.value, "dialoger": Gap.NOT_IN_LIST.value, "handelser": "ingen"}
"""What an area without a row has of a subject that is published; of other subjects "ej publicerat".
"""
LAYERS = {
    "forandring": "Förändring",
    "niva": "Nivå",
    "aktiviteter": "Aktiviteter",
    "dialoger": "Dialoger",
}
KNOWN_BY = {
    "forandring": "andring",
    "niva": "varde",
    "aktiviteter": "aktiviteter",
    "dialoger": "dialoger",
}
"""The column of Lagesbild.areas that holds what a layer shows."""
_SOURCE_COLUMN = {
    "forandring": "index_kalla",
    "niva": "index_kalla",
    "aktiviteter": "aktiviteter_kalla",
    "dialoger": "dialoger_kalla",
}
_SUBJECT = {
    "forandring": "index",
    "niva": "index",
    "aktiviteter": "aktiviteter",
    "dialoger": "dialoger",
    "handelser": "handelser",
}


Ask = Callable[..., Any]
"""Gives the answer of a query (a function of a store) about something."""


@dataclass(frozen=True)
class Period:
    """The year a subject is shown for, and the latest year in which it is published."""

    year: int | None
    latest: int | None
    published: bool

    def __str__(self) -> str:
        if self.published:
            return (
                f"{self.year}, senaste publicerade" if self.year == self.latest else str(self.year)
            )
        latest = f"; senaste är {self.latest}" if self.latest else ""
        return f"{self.year}: {MISSING}{latest}" if self.year else MISSING


@dataclass(frozen=True)
class Lagesbild:
    """What is known for one filter."""

    areas: pd.DataFrame
    """One row per chosen neighbourhood in Swedish order; columns as queries.situation_by_area, but
    statusar are tuples, and andring is the Change of the problemindex, None where nothing is known
    of it."""
    periods: dict[str, Period]
    """The year each map layer shows, and that of "handelser": dialogues and meetings."""
    municipal: str
    """Which of the activities concern no area on the map, in words; empty when all do."""
    decimals: int
    """Those of the problemindex."""
    moved: AreasMoved | None
    """What the areas' problemindex did; None where nothing is known of it."""
    crimes: tuple[AreaCrimes, ...]
    """Reported crimes of the kommun, and of the chosen areas that have any in Swedish order; empty
    where none are published."""
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
        return sorted(
            {
                kalla
                for kallor in self.areas[_SOURCE_COLUMN[layer]].dropna()
                for kalla in source_ids(kallor)
            }
        )


def lagesbild(store: Store, filter: Filter, ask: Ask | None = None) -> Lagesbild:
    """The situation for the chosen areas and years; what doesn't depend on these is asked by `ask`,
    where answers are kept."""
    facts = _Facts(store, filter, ask or (lambda query, *about: query(store, *about)))
    years = {subject: period.year for subject, period in facts.periods.items()} | {
        "aktiviteter": facts.promise_year
    }
    areas = queries.situation_by_area(store, filter, years, facts.tertial)
    areas["statusar"] = areas["statusar"].map(
        lambda statuses: tuple(statuses.split(",")), na_action="ignore"
    )
    changes = {row.omrade_id: area_change(row) for row in facts.index}
    areas["andring"] = pd.Series(
        [changes.get(omrade_id) for omrade_id in areas["omrade_id"]], dtype=object
    )
    return Lagesbild(
        areas.sort_values("namn", key=lambda names: names.map(swedish.sort_key)).reset_index(
            drop=True
        ),
        {layer: facts.periods[subject] for layer, subject in _SUBJECT.items()},
        _not_on_map(facts),
        facts.index[0].decimaler if facts.index else 0,
        areas_moved(facts.periods["index"].year, facts.index),
        facts.crimes,
        [figure for figures in _KEY_FIGURES for figure in figures(facts)],
        [finding for part in _FINDINGS for finding in part(facts)],
    )


class _Facts:
    """Answers of the store that several parts of the lägesbild rest on; each is asked for once."""

    def __init__(self, store: Store, filter: Filter, ask: Ask):
        self.store = store
        self.filter = filter
        self._ask = ask
        years = queries.published_years(store)
        self.periods = {subject: _period(years[subject], filter) for subject in queries.SUBJECTS}
        self.promise_year = self.periods["aktiviteter"].year
        """The year whose promises' activities are told of."""
        if self.tertial:
            self.periods["aktiviteter"] = replace(self.periods["aktiviteter"], year=self.tertial[0])

    @cached_property
    def index(self) -> Sequence[sa.Row]:
        return problemindex.index_by_area(self.store, self.filter, self.periods["index"].year)

    @cached_property
    def history(self) -> list[list[sa.Row]]:
        """One list per indicator of the kommun, oldest first; the problemindex first."""
        rows = measurements.indicator_history(self.store)
        return [list(series) for _, series in groupby(rows, key=lambda row: row.indikator_id)]

    @cached_property
    def tertials(self) -> list[Tertial]:
        """The tertials that most activities have reported, until the latest of the chosen years."""
        return follow_ups.reported_tertials(
            self.store, self.filter, periods.in_force(self.promise_year)
        )

    @cached_property
    def tertial(self) -> Tertial | None:
        """The latest tertial that most activities have reported."""
        return self.tertials[-1] if self.tertials else None

    def status(self, tertial: Tertial | None) -> Sequence[sa.Row]:
        return follow_ups.activity_status(self.store, self.filter, self.promise_year, tertial)

    @cached_property
    def latest_status(self) -> Sequence[sa.Row]:
        return self.status(self.tertial)

    @cached_property
    def dialogues(self) -> Sequence[sa.Row]:
        return dialogue_counts.dialogues_by_tertial(
            self.store, self.filter, self.periods["dialoger"].year
        )

    @cached_property
    def crimes(self) -> tuple[AreaCrimes, ...]:
        """Reported crimes of the kommun, and of the chosen areas that have any."""
        areas = self._ask(reported.areas)
        rows = areas[areas["own"] | (areas["omrade_id"].isin(self.filter.areas) & ~areas["whole"])]
        found = (
            self._of_area(*row)
            for row in rows[["omrade_id", "namn", "own"]].itertuples(index=False)
        )
        return tuple(each for each in found if each)

    def _of_area(self, omrade_id: str, name: str, own: bool) -> AreaCrimes | None:
        """None where only some types of crime are published."""
        years, quarters = (
            self._ask(crime_series.series_of, omrade_id, ALL_CRIMES, step)
            for step in comparison.JUDGED
        )
        if years.empty and quarters.empty:
            return None
        return AreaCrimes.of(omrade_id, name, own, years, quarters, self.filter)

    @cached_property
    def kommun(self) -> AreaCrimes | None:
        """The kommun's reported crimes; None where none are published."""
        return next((each for each in self.crimes if each.own), None)

    @cached_property
    def areas_with_crimes(self) -> tuple[AreaCrimes, ...]:
        """The chosen areas' reported crimes."""
        return tuple(each for each in self.crimes if not each.own)

    def gap(self, label: str, table: str) -> KeyFigure:
        """The key figure of something that isn't published for the choice."""
        return KeyFigure(label, Gap.NOT_PUBLISHED, str(self.filter.year or ""), table)


def _period(published: list[int], filter: Filter) -> Period:
    """The latest chosen year of those published."""
    chosen, latest = filter.latest(published), published[-1] if published else None
    return Period(chosen or filter.year or latest, latest, chosen is not None)


def _now_and_before(
    series: Sequence[sa.Row], filter: Filter
) -> tuple[sa.Row | None, sa.Row | None]:
    """The latest chosen measurement of one series (oldest first), and the measurement before it."""
    chosen = [row for row in series if not filter.years or row.ar in filter.years]
    if not chosen:
        return None, None
    before = [row for row in series if row.ar < chosen[-1].ar]
    return chosen[-1], before[-1] if before else None


def _not_on_map(facts: _Facts) -> str:
    year = facts.promise_year
    rows = follow_ups.municipal_activities(facts.store, facts.filter, year, facts.tertial)
    if not rows:
        return ""
    total = len(follow_ups.activity_status(facts.store, Filter(), year, facts.tertial))
    statuses = count_words(row.status for row in rows)
    return (
        f"{len(rows)} av {total} aktiviteter gäller hela kommunen och syns inte på ytorna:"
        f" {statuses}."
    )


# Key figures, in the order they are read


def _municipal_index(facts: _Facts) -> KeyFigure:
    label, table = "Kommunens problemindex", "indikatorvarden"
    series = next((series for series in facts.history if series[0].indikator_id == INDEX), [])
    now, before = _now_and_before(series, facts.filter)
    return facts.gap(label, table) if now is None else index_figure(label, now, before)


def _area_index(facts: _Facts) -> KeyFigure:
    """One chosen area's index against the kommun's; of several areas the highest."""
    name = (
        reference.neighbourhoods(facts.store).get(facts.filter.areas[0])
        if len(facts.filter.areas) == 1
        else None
    )
    if name is None:
        return _highest_index(facts)
    label = f"Problemindex i {name}"
    if not facts.index:
        return facts.gap(label, "indikatorvarden")
    [now] = facts.index
    value = Gap.NOT_PUBLISHED if now.varde is None else Number(now.varde, now.decimaler)
    return KeyFigure(
        label,
        value,
        str(now.ar),
        "indikatorvarden",
        (now.kalla_id,),
        area_change(now),
        _kommun_index(facts, now.ar),
        remarks_on([now]),
    )


def _kommun_index(facts: _Facts, year: int) -> str:
    """The kommun's index of a year, beside an area's."""
    for row in (row for series in facts.history for row in series if row.indikator_id == INDEX):
        if row.ar == year and row.varde is not None:
            return f"Hela kommunen: {value_text(Number(row.varde, row.decimaler))}"
    return ""


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
    value = Words(f"{top.omrade} {value_text(Number(top.varde, top.decimaler))}")
    return KeyFigure(
        label,
        value,
        str(facts.periods["index"].year),
        table,
        (top.kalla_id,),
        area_change(top),
        detail,
        remarks_on([top]),
    )


def _directions(facts: _Facts) -> KeyFigure:
    """What is known of the chosen areas' index where none of them has a number."""
    words = swedish.enumerate_words(f"{row.omrade} {row.riktning}" for row in facts.index)
    year = str(facts.periods["index"].year)
    return KeyFigure(
        "Problemindex i valda områden",
        Words(words),
        year,
        "indikatorvarden",
        sources_of(facts.index),
        detail="talet är inte publicerat",
        caveats=remarks_on(facts.index),
    )


def _response_rate(facts: _Facts) -> KeyFigure:
    label, table = "Svarsfrekvens", "undersokningar"
    now, _ = _now_and_before(problemindex.response_rates(facts.store), facts.filter)
    if now is None or now.svarsfrekvens is None:
        return facts.gap(label, table)
    sent = "" if now.utskick is None else f", {swedish.number(now.utskick)} utskick"
    return KeyFigure(
        label,
        percentage(now.svarsfrekvens),
        str(now.ar),
        table,
        (now.kalla_id,),
        detail=f"{now.namn}{sent}",
        caveats=remarks_on([now]),
    )


def _activities(facts: _Facts) -> KeyFigure:
    label, table, when = "Aktiviteter", "uppfoljningar", facts.periods["aktiviteter"]
    status = facts.latest_status
    if not when.published:
        return facts.gap(label, table)
    if not status:
        return KeyFigure(
            label, Gap.NONE_TIED, str(when.year), table, detail="till de valda områdena"
        )
    shown, detail = f"{when.year}", "Uppföljningen ingår inte i underlaget"
    if facts.tertial:
        shown = f"{facts.tertial[0]}, tertial {facts.tertial[1]}"
        detail = count_words(row.status for row in status)
    return KeyFigure(label, Number(len(status)), shown, table, sources_of(status), detail=detail)


def _dialogues(facts: _Facts) -> KeyFigure:
    label, table, when = "Hållna dialoger", "handelser", facts.periods["dialoger"]
    if not when.published:
        return facts.gap(label, table)
    if not facts.dialogues:
        return KeyFigure(
            label, Gap.NOT_IN_LIST, str(when.year), table, detail="med de valda områdena som plats"
        )
    counts = (
        (f"tertial {row.tertial}" if row.tertial else "okänt tertial", row.antal)
        for row in facts.dialogues
    )
    detail = " · ".join(f"{when}: {count}" for when, count in counts)
    total = sum(row.antal for row in facts.dialogues)
    return KeyFigure(
        label, Number(total), str(when.year), table, sources_of(facts.dialogues), detail=detail
    )


def _reported_crimes(facts: _Facts) -> Iterator[KeyFigure]:
    """The chosen areas' reported crimes with the kommun's beside; the kommun's where they have
    none, and where they are many, with theirs beside."""
    areas, kommun = facts.areas_with_crimes, facts.kommun
    if 0 < len(areas) <= FEW_AREAS:
        beside = _beside(kommun) if kommun else ""
        yield from (
            _crime_figure(facts, f"{_CRIMES} i {each.area}", each, beside) for each in areas
        )
    else:
        yield _crime_figure(facts, _CRIMES, kommun, f"Hela kommunen{_of_areas(facts)}")


_CRIMES = "Anmälda brott"


def _crime_figure(facts: _Facts, label: str, crimes: AreaCrimes | None, detail: str) -> KeyFigure:
    if crimes is None or crimes.compared is None:
        hidden = crimes and crimes.hidden
        return (
            KeyFigure(label, Gap.HIDDEN, str(hidden), _TABLE, detail=detail)
            if hidden
            else facts.gap(label, _TABLE)
        )
    its = crimes.compared
    return KeyFigure(
        label,
        Number(its.count),
        its.when,
        _TABLE,
        its.kallor,
        its.change,
        detail,
        _crime_caveats(facts, crimes),
    )


_TABLE = "anmalda_brott"


def _beside(kommun: AreaCrimes) -> str:
    """The kommun's count, beside an area's."""
    return (
        f"Hela kommunen {kommun.compared.when}: {value_text(kommun.value)}"
        if kommun.compared
        else ""
    )


def _of_areas(facts: _Facts) -> str:
    """Many chosen areas' counts, or that they have none, after the kommun's."""
    if facts.areas_with_crimes:
        return ". " + ", ".join(" ".join(counted) for counted in _counted(facts))
    return "; inte publicerat per område" if facts.filter.areas else ""


def _counted(facts: _Facts) -> tuple[tuple[str, str], ...]:
    """The chosen areas' counts by name: `469`, with its time where that isn't the kommun's, `dolt`
    or `ej publicerat`."""
    kommun = facts.kommun and facts.kommun.compared
    counts = []
    for each in facts.areas_with_crimes:
        when = (
            each.compared.when
            if each.compared and (not kommun or each.compared.when != kommun.when)
            else ""
        )
        counts.append((each.area, f"{value_text(each.value)}{when and f' ({when})'}"))
    return tuple(counts)


def _crime_caveats(facts: _Facts, crimes: AreaCrimes) -> tuple[Caveat, ...]:
    """Remarks on the total, on what it is compared with, and on the kommun's crime types
    within it."""
    its = crimes.compared
    if its is None:
        return ()
    parts = reported.crime_remarks(facts.store, its.year) if crimes.own and its.step == "ar" else ()
    return tuple(
        dict.fromkeys([*its.remarks, *(Caveat.remark(row.anmarkning, row.namn) for row in parts)])
    )


def _one(figure: Callable[[_Facts], KeyFigure]) -> Callable[[_Facts], Iterator[KeyFigure]]:
    return lambda facts: iter((figure(facts),))


_KEY_FIGURES: tuple[Callable[[_Facts], Iterator[KeyFigure]], ...] = (
    *map(_one, (_municipal_index, _area_index, _response_rate, _activities, _dialogues)),
    _reported_crimes,
)


# What changed since the period before


def _index_findings(facts: _Facts) -> Iterator[Finding]:
    """The kommun's problemindex against its measurement before."""
    return _series_findings(
        facts, [series for series in facts.history if series[0].indikator_id == INDEX]
    )


def _indicator_findings(facts: _Facts) -> Iterator[Finding]:
    """Each other indicator of the kommun against its measurement before."""
    return _series_findings(
        facts, [series for series in facts.history if series[0].indikator_id != INDEX]
    )


def _series_findings(facts: _Facts, history: list[list[sa.Row]]) -> Iterator[Finding]:
    for series in history:
        now, before = _now_and_before(series, facts.filter)
        if now and (found := moved(now, before)):
            yield Finding(
                found, "indikatorvarden", sources_of([now, before]), remarks_on([now], [before])
            )


def _area_findings(facts: _Facts) -> Iterator[Finding]:
    """What the areas' problemindex did."""
    rows = [row for row in facts.index if area_change(row)]
    if moved := areas_moved(facts.periods["index"].year, rows):
        yield Finding(moved, "indikatorvarden", sources_of(rows), _area_remarks(rows))


def _area_remarks(rows: Sequence[sa.Row]) -> tuple[Caveat, ...]:
    """Each remark once, after the areas that it is about when it isn't about all."""
    areas: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: swedish.sort_key(row.omrade)):
        if row.anmarkning:
            areas.setdefault(row.anmarkning, []).append(row.omrade)
    return tuple(
        Caveat.remark(remark, "" if len(names) == len(rows) else swedish.enumerate_words(names))
        for remark, names in areas.items()
    )


def _activity_findings(facts: _Facts) -> Iterator[Finding]:
    """Which activities have another status than in the tertial reported before."""
    if len(facts.tertials) < 2 or not facts.latest_status:
        return
    now, (earlier, last) = facts.latest_status, facts.tertials[-2:]
    before = {row.aktivitet_id: row.status for row in facts.status(earlier)}
    rows = [(row.aktivitet, before[row.aktivitet_id], row.status) for row in now]
    changed = promise_findings.statuses_changed(earlier, last, rows)
    if changed.compared:
        yield Finding(changed, "uppfoljningar", sources_of(now))


def _dialogue_findings(facts: _Facts) -> Iterator[Finding]:
    """Dialogues in the latest tertial with any, against the tertial before."""
    known = [row for row in facts.dialogues if row.tertial]
    if not known or known[-1].tertial == 1:
        return
    now = known[-1]
    before = sum(row.antal for row in known if row.tertial == now.tertial - 1)
    held = DialoguesHeld((facts.periods["dialoger"].year or 0, now.tertial), now.antal, before)
    yield Finding(held, "handelser", sources_of(known))


def _crime_findings(facts: _Facts) -> Iterator[Finding]:
    """Reported crimes of the chosen areas and of the kommun against the same time the year
    before."""
    areas = facts.areas_with_crimes
    few = areas if len(areas) <= FEW_AREAS else ()
    for found in [*few, *([facts.kommun] if facts.kommun else [])]:
        its = found.compared
        if its and its.change:
            said = its.said(found.area, "", found.unusual)
            yield Finding(said, _TABLE, its.kallor, _crime_caveats(facts, found))
    if areas and not few:
        known = [each.compared for each in (*areas, facts.kommun) if each and each.compared]
        kallor = dict.fromkeys(kalla for its in known for kalla in its.kallor)
        if known:
            yield Finding(CrimesByArea(known[-1].when, _counted(facts)), _TABLE, tuple(kallor))


def _class_findings(facts: _Facts) -> Iterator[Finding]:
    """Areas on the police's latest list among the chosen years."""
    rows = queries.classifications(facts.store, facts.filter)
    chosen = [row for row in rows if not facts.filter.years or row.ar in facts.filter.years]
    newest = rows[-1].ar if rows else None
    latest = [row for row in chosen if row.ar == chosen[-1].ar]
    for row in sorted(latest, key=lambda row: swedish.sort_key(row.omrade)):
        earlier = [
            other for other in rows if other.omrade_id == row.omrade_id and other.ar < row.ar
        ]
        others = tuple((other.ar, other.klass) for other in earlier)
        listed = OnPoliceList(row.omrade, row.ar, row.klass, others, row.ar == newest)
        yield Finding(listed, "klassningar", sources_of([row, *earlier]))


def _gap_findings(facts: _Facts) -> Iterator[Finding]:
    """Which indicators are not published for the chosen years."""
    missing = [
        series for series in facts.history if _now_and_before(series, facts.filter)[0] is None
    ]
    if missing:
        names = tuple((series[-1].indikator, series[-1].ar) for series in missing)
        gap = NotPublished(tuple(sorted(facts.filter.years)), names)
        yield Finding(gap, "indikatorvarden", sources_of(series[-1] for series in missing))


_FINDINGS: tuple[Callable[[_Facts], Iterator[Finding]], ...] = (
    _index_findings,
    _area_findings,
    _activity_findings,
    _crime_findings,
    _dialogue_findings,
    _indicator_findings,
    _class_findings,
    _gap_findings,
)


def layer_looks(picture: Lagesbild, layer: str) -> Looks:
    """How the numbers of layer_table are written: years as years, the index with its own
    decimals."""
    index = dated("Problemindex", picture.periods[layer].year)
    return {
        "Senast prioriterat": swedish.year,
        index: partial(swedish.number, decimals=picture.decimals),
    }


def layer_table(
    picture: Lagesbild, layer: str, titles: dict[str, str], with_surface: set[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """What the map shows in a layer, as a table with Swedish headings, one row per area; and what
    its empty cells mean, per heading.

    `titles` names the sources and `with_surface` holds the ids of the areas that the map can draw.
    """
    areas, year, gap = picture.areas, picture.periods[layer].year, picture.gap(layer)
    index = {
        dated("Förändring", year): areas["andring"].map(change_text, na_action="ignore"),
        dated("Problemindex", year): areas["varde"],
    }
    columns: dict[str, dict[str, pd.Series]] = {
        "forandring": index,
        "niva": dict(reversed(index.items())),
        "aktiviteter": {
            dated("Aktiviteter", year): areas["aktiviteter"].astype("Int64"),
            "Status": areas["statusar"].map(count_words, na_action="ignore"),
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
            "På kartan": (
                areas["omrade_id"].map(lambda area: "ja" if area in with_surface else "yta saknas")
            ),
            "Källa": (
                areas[_SOURCE_COLUMN[layer]].map(
                    lambda kallor: swedish.enumerate_words(
                        titles[kalla] for kalla in sorted(set(source_ids(kallor)))
                    ),
                    na_action="ignore",
                )
            ),
        }
    )
    gaps = dict.fromkeys(columns[layer], gap) | {"Status": "–", meetings: picture.gap("handelser")}
    return table, gaps | {"Senast prioriterat": "–", "Källa": "–"}
