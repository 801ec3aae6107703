"""The targets that concern the area."""

from dataclasses import replace

from lagesbild_data.answers.area import promises
from lagesbild_data.model.filter import Filter
from ui.frame import data
from ui.frame.shell import area_names
from ui.parts import prose, tables


def targets(omrade_id: str, chosen: Filter) -> None:
    """The targets that concern the area against their counted results."""
    found = data.ask(promises.targets, omrade_id, chosen.years)
    if not found:
        prose.empty(
            f"Inget mål {_of(chosen)}är knutet till {area_names()[omrade_id]}. De knyts i"
            " malomraden.csv."
        )
        return
    table = promises.targets_table(found)
    for promise, rows in table.frame.groupby("Löfte", sort=False):
        prose.finding(str(promise))
        shown = replace(table, frame=rows).without("Löfte").filled(["Läge", "Anmärkning"])
        tables.table(shown, f"Mål för {area_names()[omrade_id]} i {promise}")
    prose.sources(target.result.kalla_id for target in found)


def _of(chosen: Filter) -> str:
    return "de valda åren " if chosen.years else ""
