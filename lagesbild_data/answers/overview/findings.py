"""What changed since the period before."""

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa

from lagesbild_data.answers import places
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.indicators.problemindex import area_change, areas_moved
from lagesbild_data.answers.overview.facts import Facts, crime_caveats, crime_counts, now_and_before
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.model.filter import FEW_AREAS, Filter
from lagesbild_data.model.periods import INDEX
from lagesbild_data.public.answer import (
    Caveat,
    CrimesByArea,
    DialoguesHeld,
    Finding,
    NotPublished,
    OnPoliceList,
)
from lagesbild_data.public.grounds import remarks_on, sources_of
from lagesbild_data.words import swedish


def _index_findings(facts: Facts) -> Iterator[Finding]:
    """The kommun's problemindex against its measurement before."""
    return _series_findings(facts, [facts.index_history] if facts.index_history else [])


def _indicator_findings(facts: Facts) -> Iterator[Finding]:
    """Each other indicator of the kommun against its measurement before."""
    return _series_findings(
        facts, [series for series in facts.history if series[0].indikator_id != INDEX]
    )


def _series_findings(facts: Facts, history: list[list[sa.Row]]) -> Iterator[Finding]:
    for series in history:
        now, before = now_and_before(series, facts.filter)
        if now and (found := moved(now, before)):
            yield Finding(
                found, "indikatorvarden", sources_of([now, before]), remarks_on([now], [before])
            )


def _area_findings(facts: Facts) -> Iterator[Finding]:
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


def _activity_findings(facts: Facts) -> Iterator[Finding]:
    """Which activities have another status than in the tertial reported before."""
    if len(facts.tertials) < 2 or not facts.latest_status:
        return
    now, (earlier, last) = facts.latest_status, facts.tertials[-2:]
    before = {row.aktivitet_id: row.status for row in facts.status(earlier)}
    rows = [(row.aktivitet, before[row.aktivitet_id], row.status) for row in now]
    changed = promise_findings.statuses_changed(earlier, last, rows)
    if changed.compared:
        yield Finding(changed, "uppfoljningar", sources_of(now))


def _dialogue_findings(facts: Facts) -> Iterator[Finding]:
    """Dialogues in the latest tertial with any, against the tertial before."""
    known = [row for row in facts.dialogues if row.tertial]
    if not known or known[-1].tertial == 1:
        return
    now = known[-1]
    before = sum(row.antal for row in known if row.tertial == now.tertial - 1)
    held = DialoguesHeld((facts.periods["dialoger"].year or 0, now.tertial), now.antal, before)
    yield Finding(held, "handelser", sources_of(known))


def _crime_findings(facts: Facts) -> Iterator[Finding]:
    """Reported crimes of the chosen areas and of the kommun against the same time the year
    before."""
    areas = facts.areas_with_crimes
    few = areas if len(areas) <= FEW_AREAS else ()
    for found in [*few, *([facts.kommun] if facts.kommun else [])]:
        its = found.compared
        if its and its.change:
            said = its.said(found.area, "", found.unusual)
            yield Finding(said, "anmalda_brott", its.kallor, crime_caveats(facts, found))
    if areas and not few:
        known = [each.compared for each in (*areas, facts.kommun) if each and each.compared]
        kallor = dict.fromkeys(kalla for its in known for kalla in its.kallor)
        if known:
            yield Finding(
                CrimesByArea(known[-1].when, crime_counts(facts)), "anmalda_brott", tuple(kallor)
            )


def _class_findings(facts: Facts) -> Iterator[Finding]:
    """Areas on the police's latest list among the chosen years."""
    rows = places.listed(facts.store, Filter(facts.filter.areas))
    chosen = [row for row in rows if not facts.filter.years or row.ar in facts.filter.years]
    newest = max((row.ar for row in places.listed(facts.store, Filter())), default=None)
    latest = [row for row in chosen if row.ar == chosen[-1].ar]
    for row in sorted(latest, key=lambda row: swedish.sort_key(row.omrade)):
        earlier = [
            other for other in rows if other.omrade_id == row.omrade_id and other.ar < row.ar
        ]
        others = tuple((other.ar, other.klass) for other in earlier)
        listed = OnPoliceList(row.omrade, row.ar, row.klass, others, row.ar == newest)
        yield Finding(listed, "klassningar", sources_of([row, *earlier]))


def _gap_findings(facts: Facts) -> Iterator[Finding]:
    """Which indicators are not published for the chosen years."""
    missing = [
        series for series in facts.history if now_and_before(series, facts.filter)[0] is None
    ]
    if missing:
        names = tuple((series[-1].indikator, series[-1].ar) for series in missing)
        gap = NotPublished(tuple(sorted(facts.filter.years)), names)
        yield Finding(gap, "indikatorvarden", sources_of(series[-1] for series in missing))


FINDINGS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    _index_findings,
    _area_findings,
    _activity_findings,
    _crime_findings,
    _dialogue_findings,
    _indicator_findings,
    _class_findings,
    _gap_findings,
)
