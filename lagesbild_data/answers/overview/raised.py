"""What to raise of the chosen areas and years: late, worse, unusual, new, behind, missing."""

import datetime as dt
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.indicators.problemindex import area_change
from lagesbild_data.answers.overview import situation
from lagesbild_data.answers.overview.facts import Facts, now_and_before
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.answers.promises import promised, targets
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import is_prioritised
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Change, FollowUpsUntil, Unusual, Verdict
from lagesbild_data.public.headline import front_crimes, front_quarters
from lagesbild_data.public.raised import Matter, Raised
from lagesbild_data.public.sentences import missing_years
from lagesbild_data.public.words import UNKNOWN_STATUSES, tertial_words
from lagesbild_data.words import swedish

_MOST_NAMED = 3
_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c


def raised(facts: Facts, today: dt.date) -> list[Raised]:
    """What to raise, what weighs most first."""
    found = [each for part in _PARTS for each in part(facts)]
    return sorted([*found, *_silent(facts, today)], key=lambda each: each.order)


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
    published; the kommun's among them."""
    sure, leaning = [], []
    for name, change in _changes(facts):
        if change.verdict is Verdict.WORSE:
            sure.append((name, change))
        elif change.verdict is Verdict.UNKNOWN and change.leaning is Verdict.WORSE:
            leaning.append((name, change))
    year = str(facts.periods["index"].year)
    for matter, found in ((Matter.WORSE, sure), (Matter.LEANING, leaning)):
        if found:
            names = swedish.enumerate_some((name for name, _ in found), _MOST_NAMED)
            change = found[0][1]
            word = "sämre" if matter is Matter.WORSE else change.direction
            told = f"Problemindex i {names}"
            yield Raised(matter, told, year, "problemindex", (), signs.arrow(change), word)


def _changes(facts: Facts) -> Iterator[tuple[str, Change]]:
    now, before = now_and_before(facts.index_history, facts.filter)
    if now and not facts.filter.areas and (found := moved(now, before)):
        yield "hela kommunen", found.change
    for row in sorted(facts.index, key=lambda row: swedish.sort_key(row.omrade)):
        if change := area_change(row):
            yield row.omrade, change


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
    """The areas that are on the police's latest list for the first time since there is a list."""
    last = facts.filter.year
    rows = [
        row
        for row in situation.classifications(facts.store, Filter())
        if last is None or row.ar <= last
    ]
    years = sorted({row.ar for row in rows})
    before = {row.omrade_id for row in rows if row.ar != years[-1]}
    for row in rows if len(years) > 1 else ():
        is_new = row.ar == years[-1] and row.omrade_id not in before
        if is_new and (not facts.filter.areas or row.omrade_id in facts.filter.areas):
            told, choices = f"{row.omrade}, {row.klass}", (("plats", row.omrade),)
            yield Raised(
                Matter.LISTED, told, str(row.ar), "omrade", choices, word="ny på polisens lista"
            )


def _prioritised(facts: Facts) -> Iterator[Raised]:
    """The areas that are prioritised in the latest year with any, and weren't in the one before."""
    until = sa.true() if facts.filter.year is None else _role.ar <= facts.filter.year
    rows = facts.store.rows(
        sa.select(_role.ar, _role.omrade_id, _area.namn)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id)
        .where(is_prioritised, until)
        .order_by(_role.ar)
    )
    years = sorted({row.ar for row in rows})
    if len(years) < 2:
        return
    before = {row.omrade_id for row in rows if row.ar == years[-2]}
    new = [
        row.namn
        for row in rows
        if row.ar == years[-1]
        and row.omrade_id not in before
        and (not facts.filter.areas or row.omrade_id in facts.filter.areas)
    ]
    if new:
        names = sorted(new, key=swedish.sort_key)
        yield Raised(
            Matter.PRIORITISED,
            swedish.enumerate_some(names, _MOST_NAMED),
            str(years[-1]),
            "omrade",
            (("plats", names[0]),),
        )


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
