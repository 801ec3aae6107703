"""How everything stands, in the one sentence that is met first."""

from lagesbild_data.public import answer
from lagesbild_data.public.answer import Unusual, Verdict
from lagesbild_data.public.sentences import (
    CRIMES_MOVED,
    MOST_NAMED,
    STATUS_SAID,
    moves_words,
    side_words,
)
from lagesbild_data.public.words import UNKNOWN_STATUSES, VERBS, certainty, value_words
from lagesbild_data.words import swedish


def front_title(
    index: answer.IndicatorMoved | answer.IndicatorAlone | answer.AreasMoved | None,
    activities: answer.ActivitiesStand | None,
    crimes: answer.CrimesUnusual | None,
    place: str = "",
    crimes_in: str = "",
) -> str:
    """How everything stands, in a sentence: `Problemindex sjönk 2023, 1 av 11 aktiviteter är
    försenad och anmälda brott är inom det vanliga 2025.`; in `place`, where one is chosen, and
    crimes in theirs where that isn't said."""
    where = f" i {place}" if place else ""
    told = [f"problemindex{where} {_front_index(index)}"]
    told += [_front_activities(activities)] if activities else []
    of = f" i {crimes_in}" if crimes_in else ""
    told += [f"anmälda brott{of} {front_crimes(crimes)}"] if crimes else []
    return f"{swedish.capital(swedish.enumerate_words(told))}."


def _front_index(
    it: answer.IndicatorMoved | answer.IndicatorAlone | answer.AreasMoved | None,
) -> str:
    if it is None:
        return "är inte publicerat"
    if isinstance(it, answer.AreasMoved):
        doubt = certainty(move.verdict for move in it.moves)
        return f"{moves_words(it.moves, MOST_NAMED)} {it.year} ({doubt})"
    if isinstance(it, answer.IndicatorAlone):
        return f"var {value_words(it.value)} {it.year}"
    if it.change.verdict is Verdict.UNSURE:
        return f"ändrades inte säkert {it.year}"
    doubt = " (hur säkert går inte att säga)" if it.change.verdict is Verdict.UNKNOWN else ""
    return f"{VERBS[it.change.direction]} {it.year}{doubt}"


def _front_activities(it: answer.ActivitiesStand) -> str:
    """What is late or not done, and how many nothing is known of: that none is late is only said
    where all are known."""
    total, told = len(it.statuses), list[str]()
    for status in ("försenad", "ej genomförd", *UNKNOWN_STATUSES):
        if count := it.statuses.count(status):
            verb, one, several = STATUS_SAID[status]
            words = one if count == 1 else several
            verb = f"{verb} " if verb != "är" or not told else ""
            told.append(
                f"{count} {verb}{words}"
                if told
                else f"{count} av {total} aktiviteter {verb}{words}"
            )
    if told:
        return ", ".join(told)
    return (
        "aktiviteten är inte försenad"
        if total == 1
        else f"ingen av {total} aktiviteter är försenad"
    )


def front_crimes(it: answer.CrimesUnusual) -> str:
    """Whether reported crimes are unusual, after them: `är inom det vanliga 2025`, `ökade mer än de
    brukar 2025`."""
    if it.answer is Unusual.YES:
        return f"{CRIMES_MOVED[it.direction or 'höjt'][0]} mer än de brukar {it.year}"
    if it.answer is Unusual.UNKNOWN or it.year is None:
        return "kan inte bedömas"
    year = f"är inom det vanliga {it.year}"
    return (
        f"{year}, men {front_quarters(it.quarters)}"
        if it.answer is Unusual.PARTLY and it.quarters
        else year
    )


def front_quarters(it: answer.Quarters) -> str:
    """What is unusual with quarters, in short: `3 av 4 kvartal låg över det vanliga`."""
    if it.run and not it.above + it.below:
        return f"{it.run} kvartal i rad låg {it.side} mitten"
    return f"{it.above + it.below} av {it.count} kvartal låg {side_words(it)} det vanliga"
