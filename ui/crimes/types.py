"""The types of a year, with change and chance."""

from lagesbild_data.answers.crimes import by_type, reported, series
from lagesbild_data.words import swedish
from ui.crimes.choice import Choice
from ui.frame import data
from ui.parts import prose, tables


def types(choice: Choice, year: int) -> None:
    """The types of the chosen area in a year, with change and chance."""
    table = data.ask(by_type.types_of, choice.omrade_id, year)
    readable = table.assign(
        **{
            "Förändring": table["Förändring"].map(swedish.signed, na_action="ignore"),
            "Förändring i procent": (
                table["Förändring i procent"].map(swedish.signed_percent, na_action="ignore")
            ),
        }
    )
    gaps = dict.fromkeys(table.columns, "–") | {"Antal": series.HIDDEN, "Anmärkning": ""}
    tables.table(readable, f"Brottstyper i {choice.area} {year}", gaps)
    rows = data.ask(reported.counts, choice.omrade_id)
    kallor = series.sources([rows[rows["ar"] == year]])
    prose.sources(kallor)
    selection = f"Alla brottstyper · {choice.area} · {year}, förändring mot {year - 1}"
    tables.downloads(
        table, f"brottstyper-{year}-{choice.omrade_id}", "Brottstyper", selection, kallor
    )
