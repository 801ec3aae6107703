"""What a plan is, in words."""

from collections.abc import Iterable, Mapping

from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import first

LISTED = 50
_NAMED_ONES = 5


def in_words(change: TableChange) -> str:
    """What happens to a table, in words: "3 nya, 1 ändrad, 12 lika"."""
    parts = [
        swedish.counted(len(change.new), "ny", "nya"),
        swedish.counted(len(change.changed), "ändrad", "ändrade"),
        f"{swedish.number(change.same)} lika",
    ]
    if change.kept:
        parts.append(f"{swedish.number(change.kept)} står kvar, för lagret har redan slutliga tal")
    return ", ".join(parts)


def told_problems(planned: Plan) -> list[str]:
    """Why the file isn't read in, fault by fault; of very many the first."""
    refused = [] if planned.unprotects else planned.protection
    return [
        str(problem)
        for problem in first([*planned.problems, *refused], planned.upload.name, LISTED)
    ]


def told_of_names(planned: Plan) -> list[str]:
    """The names that are read or left out as was chosen before, and those that are left out, a
    sentence for each kind; none where the file isn't read."""
    if planned.problems:
        return []
    told = [f"{name.name} läses som {name.called}" for name in planned.remembered if name.chosen]
    sentences = (
        [f"Enligt tidigare val: {swedish.enumerate_some(told, _NAMED_ONES)}."] if told else []
    )
    if planned.chosen_anew:
        sentences.append("Det som har lästs in enligt ett tidigare val av namn står kvar.")
    return sentences + [
        f"{len(names)} namn finns inte i {BY_NAME[table].label} och lämnas utanför:"
        f" {_named(names)}."
        for table, names in planned.left_out.items()
    ]


def told_of_surfaces(planned: Plan, names: Mapping[str, str]) -> str:
    """Which areas get a surface or another one, in a sentence, with the areas' names by id."""
    kinds: dict[str, list[str]] = {"ny": [], "ändrad": []}
    for area, before in planned.surfaces.items():
        kinds["ny" if before is None else "ändrad"].append(names.get(area, area))
    told = [f"{kind} för {_named(areas)}" for kind, areas in kinds.items() if areas]
    return f"Områdesytor: {swedish.enumerate_words(told)}. Övriga ytor står kvar."


def _named(names: Iterable[str]) -> str:
    return swedish.enumerate_some(sorted(names, key=swedish.sort_key), _NAMED_ONES)
