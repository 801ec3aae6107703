"""The targets that concern the area."""

from dataclasses import replace

from lagesbild_data.answers.area import promises
from lagesbild_data.answers.area.promises import AreaTarget
from lagesbild_data.model.filter import Filter
from ui.frame import data
from ui.frame.shell import area_names
from ui.parts import prose, tables


def targets(omrade_id: str, chosen: Filter) -> None:
    """The targets that concern the area against their counted results, those of earlier promises
    behind a word."""
    found = data.ask(promises.targets, omrade_id, chosen.years)
    if not found:
        prose.empty(
            f"Inget mål {_of(chosen)}är knutet till {area_names()[omrade_id]}. De knyts i"
            " malomraden.csv."
        )
        return
    latest = data.ask(promises.latest_promises, chosen.years).values()
    now = [target for target in found if target.promise in latest]
    earlier = [target for target in found if target.promise not in latest]
    if now:
        _by_promise(now, omrade_id)
    if earlier:
        label = f"Tidigare löften ({len(earlier)} mål)"
        prose.folded("tidigare-mal", label, lambda: _by_promise(earlier, omrade_id))
    prose.sources(target.result.kalla_id for target in found)


def _by_promise(found: list[AreaTarget], omrade_id: str) -> None:
    table = promises.targets_table(found)
    for promise, rows in table.frame.groupby("Löfte", sort=False):
        prose.finding(str(promise))
        shown = replace(table, frame=rows).without("Löfte").filled(["Läge", "Anmärkning"])
        tables.table(shown, f"Mål för {area_names()[omrade_id]} i {promise}")


def _of(chosen: Filter) -> str:
    return "de valda åren " if chosen.years else ""
