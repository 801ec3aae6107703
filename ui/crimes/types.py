"""The types of a year, with change and chance."""

from dataclasses import replace

from lagesbild_data.answers.crimes import by_type, reported, series
from ui.crimes.choice import Choice
from ui.frame import data
from ui.parts import prose, tables


def types(choice: Choice, year: int) -> None:
    """The types of the chosen area in a year, with change and chance; those whose counts are hidden
    behind how many they are."""
    table = data.ask(by_type.types_of, choice.omrade_id, year)
    caption, hidden = f"Brottstyper i {choice.area} {year}", table.frame["Antal"].isna()
    tables.table(replace(table, frame=table.frame[~hidden]), caption)
    if count := int(hidden.sum()):
        label = f"{count} typer har för få anmälningar för att visas"
        label = label if count > 1 else "1 typ har för få anmälningar för att visas"
        too_few = replace(table, frame=table.frame[hidden]).only("Brottstyp", "Anmärkning")
        prose.folded("dolda-typer", label, lambda: tables.table(too_few, f"{caption}, dolda"))
    rows = data.ask(reported.counts, choice.omrade_id)
    kallor = series.sources([rows[rows["ar"] == year]])
    prose.sources(kallor)
    selection = f"Alla brottstyper · {choice.area} · {year}, förändring mot {year - 1}"
    tables.downloads(
        table, f"brottstyper-{year}-{choice.omrade_id}", "Brottstyper", selection, kallor
    )
