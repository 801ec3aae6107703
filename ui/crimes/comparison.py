"""Rates of kommuner and riket beside the chosen areas'."""

from charts import crimes as figures
from lagesbild_data.answers.crimes import reported, series
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.table import Column, Table
from ui.crimes.choice import Choice
from ui.frame import data
from ui.frame.shell import palette
from ui.parts import plots, prose


def comparison(choice: Choice, chosen: Filter) -> None:
    """Rates of kommuner and riket beside the chosen areas', where the data has them."""
    areas = data.ask(reported.areas)
    areas = areas[areas["whole"] | areas["omrade_id"].isin([choice.omrade_id, *chosen.areas])]
    frame = data.ask(series.rates_of, tuple(areas["omrade_id"]), choice.kind.brottstyp_id)
    if frame["omrade_id"].nunique() < 2:
        prose.empty(
            "Bara ett område har publicerad kvot för brottstypen. Fler kommuner och riket visas när"
            " de läggs till i anmalda_brott.csv med per_100k, eller med folkmängd i folkmangd.csv."
        )
        return
    table = frame.pivot(index="ar", columns="omrade", values="per_100k").iloc[::-1].astype("Int64")
    table = table.reset_index().rename(columns={"ar": "År"})
    shown = Table.of(table, Column("År", grouped=False))
    alt = f"{choice.kind.label} per 100 000 invånare, i jämförelse"
    drawn = figures.comparison(frame, choice.omrade_id, palette())
    kallor = series.sources([frame])
    plots.figure("jamforelse", drawn, alt, shown, alt, kallor)
