"""What a file would change in a store, as lines of a terminal."""

from collections import Counter
from collections.abc import Mapping

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.bring.formats.reading import Question
from lagesbild_data.bring.importing import comparing, protection, telling
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish


def lines_of(planned: Plan, store: Store) -> list[str]:
    """What the file is and what it changes, a line each."""
    told = [f"{planned.upload.name}: {planned.format.label if planned.format else 'okänt slag'}"]
    names = reference.names(store)
    changes = comparing.uncovered(store, planned)
    for name, change in changes.items():
        told.append(f"  {BY_NAME[name].label}: {telling.in_words(change)}")
        told += [f"    {line}" for line in _moves(name, change, names)]
    if planned.surfaces:
        told.append(f"  {telling.told_of_surfaces(planned, names['omraden'])}")
    if planned.protection:
        told.append(f"  {_told_of_protection(planned, store, names['omraden'])}")
    told += [f"  {line}" for line in (*planned.reading.notes, *telling.told_of_names(planned))]
    if planned.is_ready and not (
        planned.surfaces or any(change.does_something for change in changes.values())
    ):
        told.append("  Inget ändras.")
    return told


def _told_of_protection(planned: Plan, store: Store, names: Mapping[str, str]) -> str:
    """How many stored counts come to be shown, or hidden, and of which areas, in a sentence."""

    def counted(counts: Counter[str]) -> str:
        of = [f"{names[area]} {swedish.number(count)}" for area, count in counts.most_common()]
        return (
            f"{swedish.number(counts.total())}"
            f" antal{f' ({swedish.enumerate_some(of, 5)})' if of else ''}"
        )

    come, go = protection.moved_protection(store, planned)
    return (
        f"Filen ändrar vad som döljs: {counted(come)} som är dolda visas då, och {counted(go)} som"
        " visas döljs."
    )


def _moves(name: str, change: TableChange, names: changelog.Names, most: int = 10) -> list[str]:
    """The rows that are changed, before and after, a line each; of many the first."""
    table = BY_NAME[name]
    lines = [
        f"{changelog.key_in_words(table, after, names)}:"
        f" {changelog.moves(table, before, after, names)}"
        for before, after in change.changed[:most]
    ]
    return lines + (
        [f"och {swedish.number(len(change.changed) - most)} till"]
        if len(change.changed) > most
        else []
    )


def problems_of(planned: Plan) -> list[str]:
    """Why the file isn't read in, and what is asked of it, a line each."""
    problems = telling.told_problems(planned)
    for key, question in planned.reading.questions.items():
        if key not in planned.reading.answers:
            problems.append(f"{planned.upload.name}: {question.text} Svara med {_ways(question)}")
    for name in planned.unmatched:
        means = (
            f"; menas {swedish.enumerate_words(name.suggestions, 'eller')}?"
            if name.suggestions
            else "."
        )
        example = name.suggestions[0] if name.suggestions else "NAMN"
        problems.append(
            f'{planned.upload.name}: "{name.name}" finns inte i {BY_NAME[name.table].label}{means}'
            f' Svara med --match "{name.name}={example}", eller med --match "{name.name}=" för att'
            " lämna det utanför"
        )
    return problems


def _ways(question: Question) -> str:
    """How a question may be answered: `--svar "lager=omraden" (lagret omraden, 7 ytor)`."""
    if not question.options:
        return f"--svar {question.key}=ÅÅÅÅ"
    ways = (
        f'--svar "{question.key}={answer}" ({words})' for answer, words in question.options.items()
    )
    return swedish.enumerate_words(ways, "eller")
