"""The targets that concern the area."""

from charts import theme
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
    gaps = {"Utfall": "utfall ej publicerat", "Läge": "–", "Anmärkning": ""}
    for promise, table in promises.targets_table(found).groupby("Löfte", sort=False):
        prose.finding(str(promise))
        empty = [name for name in ("Läge", "Anmärkning") if table[name].isna().all()]
        shown = table.drop(columns=["Löfte", *empty])
        if "Läge" in shown:
            shown["Läge"] = shown["Läge"].map(theme.signed_light, na_action="ignore")
        tables.table(shown, f"Mål för {area_names()[omrade_id]} i {promise}", gaps)
    prose.sources(target.result.kalla_id for target in found)


def _of(chosen: Filter) -> str:
    return "de valda åren " if chosen.years else ""
