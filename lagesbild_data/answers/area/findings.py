"""What is new in an area, and what isn't known of it."""

from collections.abc import Iterator

from lagesbild_data.answers import places
from lagesbild_data.answers.area.facts import (
    Years,
    index_of,
    name_of,
    so_far,
    with_before,
)
from lagesbild_data.answers.area.key_figures import people_figure
from lagesbild_data.answers.area.promises import activities, latest_promises, targets
from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.crimes.by_area import area_crimes
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.promises import findings
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import (
    ActivitiesStand,
    BecamePrioritised,
    Chance,
    Change,
    CrimesChanged,
    CrimesUnusual,
    Deviating,
    Finding,
    Gap,
    IndicatorMoved,
    NoFollowUps,
    OnPoliceList,
    StatusesChanged,
    Unusual,
    Verdict,
)
from lagesbild_data.public.grounds import sources_of
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish


def changes(store: Store, omrade_id: str, years: Years = ()) -> list[Finding]:
    """What is new in the area: of its index, its reported crimes, the police's list, the promise's
    prioritised areas and the latest promises' activities; what is sure or late before what isn't,
    else in that order."""
    found = [
        *_index(store, omrade_id, years),
        *_crimes(store, omrade_id, years),
        *places.new_on_the_list(store, Filter((omrade_id,), years)),
        *places.newly_prioritised(store, Filter((omrade_id,), years)),
        *_activities(store, omrade_id, years),
    ]
    return sorted(found, key=_weight)


def _weight(finding: Finding) -> int:
    """How far down a finding stands."""
    match finding.values:
        case Deviating():
            return 0
        case OnPoliceList() | BecamePrioritised():
            return 1
        case CrimesChanged(chance=Chance.BEYOND):
            return 1
        case IndicatorMoved(change=Change(verdict=Verdict.BETTER | Verdict.WORSE)):
            return 1
        case IndicatorMoved(change=Change(verdict=Verdict.UNKNOWN)):
            return 2
        case StatusesChanged(moves=moves) if moves:
            return 2
        case CrimesChanged(unusual=CrimesUnusual(answer=Unusual.PARTLY)):
            return 2
        case ActivitiesStand():
            return 3
    return 4


def _index(store: Store, omrade_id: str, years: Years) -> Iterator[Finding]:
    for row, before in with_before(index_of(store, omrade_id, years))[-1:]:
        if values := moved(row, before):
            yield Finding(values, "indikatorvarden", sources_of([row, before]))


def _crimes(store: Store, omrade_id: str, years: Years) -> Iterator[Finding]:
    """The latest year's crimes of all types against the year before, where it may be shown."""
    found = area_crimes(store, omrade_id, name_of(store, omrade_id), False, years)
    its = found and found.compared
    if found and its and its.change:
        said = its.said(found.area, "", found.unusual)
        yield Finding(said, "anmalda_brott", its.kallor, its.remarks)


def _activities(store: Store, omrade_id: str, years: Years) -> Iterator[Finding]:
    for lofte_id in latest_promises(store, years):
        said = findings.read_aloud(store, lofte_id, Filter((omrade_id,), years), False)
        yield from (finding for finding in said if not isinstance(finding.values, NoFollowUps))


def open_questions(store: Store, omrade_id: str, has_surface: bool, years: Years = ()) -> list[str]:
    """What is not known of an area, a sentence each."""
    questions, until = [], f" {so_far(years)}" if years else ""
    index = index_of(store, omrade_id, years)
    if not index:
        questions.append(f"Problemindex är inte publicerat{until}.")
    elif index[-1].varde is None:
        questions.append(
            f"Problemindexets tal för {index[-1].ar} är inte publicerat, bara riktningen."
        )
    if index and all(row.antal_svar is None for row in index):
        questions.append("Hur många som svarade på enkäten i området är inte publicerat.")
    if people_figure(store, omrade_id, years).value is Gap.NOT_PUBLISHED:
        questions.append(f"Folkmängden är inte publicerad{until}.")
    if not places.listed(store, Filter((omrade_id,), years)):
        questions.append(
            f"Området är inte sett på någon av polisens listor{until}. Det säger inte att det"
            " aldrig har stått där."
        )
    if omrade_id not in set(reported.areas(store)["omrade_id"]):
        questions.append("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
    rows = activities(store, omrade_id, years)
    silent = int(rows["tertial"].isna().sum())
    if silent:
        questions.append(f"{silent} av {len(rows)} aktiviteter har ingen uppföljning i underlaget.")
    goals = targets(store, omrade_id, years)
    if without := [goal for goal in goals if not goal.result.result]:
        named = swedish.enumerate_words(dict.fromkeys(goal.promise for goal in without))
        questions.append(
            f"{len(without)} av {len(goals)} mål för området har inget publicerat utfall ({named})."
        )
    if not has_surface:
        questions.append("Området har ingen yta på kartan.")
    return questions
