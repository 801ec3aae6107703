"""The types of a year, with change and chance."""

from lagesbild_data.answers.crimes import by_type, reported, series
from ui.crimes.choice import Choice
from ui.frame import data
from ui.parts import prose, tables


def types(choice: Choice, year: int) -> None:
    """The types of the chosen area in a year, with change and chance."""
    table = data.ask(by_type.types_of, choice.omrade_id, year)
    tables.table(table, f"Brottstyper i {choice.area} {year}")
    rows = data.ask(reported.counts, choice.omrade_id)
    kallor = series.sources([rows[rows["ar"] == year]])
    prose.sources(kallor)
    selection = f"Alla brottstyper · {choice.area} · {year}, förändring mot {year - 1}"
    tables.downloads(
        table, f"brottstyper-{year}-{choice.omrade_id}", "Brottstyper", selection, kallor
    )
