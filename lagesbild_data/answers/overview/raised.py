"""What to raise of the chosen areas and years: late, worse, unusual, new, behind, missing."""

import datetime as dt
from collections.abc import Callable, Iterator

from lagesbild_data.answers import places
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.indicators.problemindex import area_change
from lagesbild_data.answers.overview.facts import Facts, now_and_before
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.answers.promises import promised, targets
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import signs
from lagesbild_data.public.answer import (
    BecamePrioritised,
    Change,
    FollowUpsUntil,
    OnPoliceList,
    Unusual,
    Verdict,
)
from lagesbild_data.public.headline import front_crimes, front_quarters
from lagesbild_data.public.raised import Matter, Raised
from lagesbild_data.public.sentences import missing_years
from lagesbild_data.public.words import UNKNOWN_STATUSES, tertial_words
from lagesbild_data.words import swedish

_MOST_NAMED = 3


def raised(facts: Facts, today: dt.date) -> list[Raised]:
    """What to raise, what weighs most first."""
    found = [each for part in _PARTS for each in part(facts)]
    order = list(Matter)
    return sorted([*found, *_silent(facts, today)], key=lambda each: order.index(each.matter))


def _deviating(facts: Facts) -> Iterator[Raised]:
    """The activities that aren't done, or late; one alone with its name."""
    for matter in (Matter.NOT_DONE, Matter.LATE):
        rows = [row for row in facts.latest_status if row.status == matter.value]
        if not rows or facts.tertial is None:
            continue
        what, choices = f"{len(rows)} aktiviteter", [("lofte", rows[0].lofte)]
        if len(rows) == 1:
            what, choices = rows[0].aktivitet, [*choices, ("aktivitet", rows[0].aktivitet)]
        yield Raised(matter, what, tertial_words(facts.tertial), "loften", tuple(choices))


def _worse(facts: Facts) -> Iterator[Raised]:
    """Where the problemindex got surely worse, and where only a direction towards worse is
    published; the kommun's among them, each by its year."""
    found: dict[tuple[Matter, int], list[tuple[str, Change]]] = {}
    for name, year, change in _changes(facts):
        if change.verdict is Verdict.WORSE:
            found.setdefault((Matter.WORSE, year), []).append((name, change))
        elif change.verdict is Verdict.UNKNOWN and change.leaning is Verdict.WORSE:
            found.setdefault((Matter.LEANING, year), []).append((name, change))
    for (matter, year), its in found.items():
        told = f"Problemindex i {swedish.enumerate_some((name for name, _ in its), _MOST_NAMED)}"
        sign, direction = signs.arrow(its[0][1]), its[0][1].direction
        word = direction if matter is Matter.LEANING else ""
        yield Raised(matter, told, str(year), "problemindex", (), sign, word)


def _changes(facts: Facts) -> Iterator[tuple[str, int, Change]]:
    now, before = now_and_before(facts.index_history, facts.filter)
    if now and not facts.filter.areas and (found := moved(now, before)):
        yield "hela kommunen", found.year, found.change
    for row in sorted(facts.index, key=lambda row: swedish.sort_key(row.omrade)):
        if change := area_change(row):
            yield row.omrade, row.ar, change


def _unusual(facts: Facts) -> Iterator[Raised]:
    """The chosen areas whose reported crimes are unusual; of all, where none of them has any, the
    kommun first."""
    for each in facts.areas_with_crimes or facts.every_area_with_crimes:
        if each.unusual.answer in (Unusual.YES, Unusual.PARTLY):
            where = "" if each.own else f" i {each.area}"
            choices = (("brottsomrade", each.area),)
            said = front_crimes(each.unusual)
            if each.unusual.answer is Unusual.PARTLY and each.unusual.quarters:
                said = front_quarters(each.unusual.quarters)
            told = f"Anmälda brott{where}: {said}"
            yield Raised(Matter.UNUSUAL, told, str(each.unusual.year or ""), "brott", choices)


def _listed(facts: Facts) -> Iterator[Raised]:
    """The areas that are new on the police's latest list, or in another class there."""
    for found in places.new_on_the_list(facts.store, facts.filter):
        if isinstance(its := found.values, OnPoliceList):
            word = "ny klass på polisens lista" if its.earlier else "ny på polisens lista"
            told, choices = f"{its.area}, {its.klass}", (("plats", its.area),)
            yield Raised(Matter.LISTED, told, str(its.year), "omrade", choices, word=word)


def _prioritised(facts: Facts) -> Iterator[Raised]:
    """The newly prioritised areas."""
    found = [each.values for each in places.newly_prioritised(facts.store, facts.filter)]
    new = [its for its in found if isinstance(its, BecamePrioritised)]
    if new:
        names = swedish.enumerate_some((its.area for its in new), _MOST_NAMED)
        choices = (("plats", new[0].area),)
        yield Raised(Matter.PRIORITISED, names, str(new[0].year), "omrade", choices)


def _behind(facts: Facts) -> Iterator[Raised]:
    """The targets of the promises in force whose result is less than is to be expected."""
    found = promised.promises(facts.store, Filter((), facts.filter.years))
    year = facts.promise_year
    if year is None:
        return
    in_force = found[(found["ar_fran"] <= year) & (found["ar_till"] >= year)]
    for lofte_id, name in zip(in_force["lofte_id"], in_force["namn"], strict=True):
        late = [
            each
            for each in targets.targets(facts.store, lofte_id, facts.filter)
            if each.light == "efter"
        ]
        if late:
            what = late[0].matt if len(late) == 1 else f"{len(late)} mål"
            period = late[0].until if len(late) == 1 else str(year)
            yield Raised(Matter.BEHIND, what, period, "loften", (("lofte", name),))


def _silent(facts: Facts, today: dt.date) -> Iterator[Raised]:
    """The activities without a report of the latest tertial, and the years since it that nothing is
    reported for."""
    missing = [row for row in facts.latest_status if row.status in UNKNOWN_STATUSES]
    if facts.tertial and missing:
        what = missing[0].aktivitet if len(missing) == 1 else f"{len(missing)} aktiviteter"
        choices = (("lofte", missing[0].lofte),)
        yield Raised(
            Matter.SILENT, f"Uppföljning av {what}", tertial_words(facts.tertial), "loften", choices
        )
    found = promise_findings.newest(facts.store, today)
    if found is None or facts.filter.years:
        return
    if isinstance(found.values, FollowUpsUntil) and found.values.without:
        told = f"Uppföljning av löften för {missing_years(found.values)}"
        yield Raised(Matter.SILENT, told, f"senast {tertial_words(found.values.tertial)}", "loften")


_PARTS: tuple[Callable[[Facts], Iterator[Raised]], ...] = (
    _deviating,
    _worse,
    _unusual,
    _listed,
    _prioritised,
    _behind,
)
