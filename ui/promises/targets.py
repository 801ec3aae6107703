"""Targets against results with a light each."""

import pandas as pd

from charts import theme
from lagesbild_data.answers.promises import targets
from lagesbild_data.answers.promises.targets import TargetResult
from ui.parts import prose, tables


def target_table(results: list[TargetResult]) -> None:
    """Targets against results with a light each, and the rule that lights them."""
    if not results:
        prose.note("Löftet har inga publicerade måltal för det valda.")
        return
    tables.table(target_frame(results), "Mål mot utfall")
    prose.folded("ljus", "Så tänds ljuset", lambda: prose.note(targets.LIGHT_RULE))


def target_frame(results: list[TargetResult]) -> pd.DataFrame:
    """The targets as a table, with the sign of each light."""
    table = targets.targets_table(results)
    return table.assign(Läge=[theme.signed_light(light) for light in table["Läge"]])
