"""What is new in an area, and what isn't known of it."""

from lagesbild_data.answers.area.facts import Years, index_of, listed, so_far, with_before
from lagesbild_data.answers.area.key_figures import people_figure
from lagesbild_data.answers.area.promises import activities, latest_promises, targets
from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.promises import findings
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Finding, Gap, NoFollowUps
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish


def changes(store: Store, omrade_id: str, years: Years = ()) -> list[Finding]:
    """What is new in the area: the latest index against the one before, and the latest promises'
    activities."""
    found = []
    for row, before in with_before(index_of(store, omrade_id, years))[-1:]:
        if values := moved(row, before):
            kallor = tuple(dict.fromkeys(each.kalla_id for each in (row, before) if each))
            found.append(Finding(values, "indikatorvarden", kallor))
    for lofte_id in latest_promises(store, years):
        said = findings.read_aloud(store, lofte_id, Filter((omrade_id,), years), False)
        found += [finding for finding in said if not isinstance(finding.values, NoFollowUps)]
    return found


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
    if not listed(store, omrade_id, years):
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
