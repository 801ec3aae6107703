"""Targets against results with a light each."""

from lagesbild_data.answers.promises import targets
from lagesbild_data.answers.promises.targets import TargetResult
from ui.parts import prose, tables


def target_table(results: list[TargetResult]) -> None:
    """Targets against results with a light each, and the rule that lights them."""
    if not results:
        prose.note("Löftet har inga publicerade måltal för det valda.")
        return
    tables.table(targets.targets_table(results), "Mål mot utfall")
    prose.folded("ljus", "Så tänds ljuset", lambda: prose.note(targets.LIGHT_RULE))
