"""The control chart of the quarters."""

from charts import crimes as figures
from lagesbild_data.answers.crimes import control as crime_control
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.model.filter import Filter
from ui.crimes.choice import Choice
from ui.crimes.series import TOO_SMALL, latest_year, series
from ui.frame.shell import palette
from ui.parts import plots, prose


def control(choice: Choice, chosen: Filter) -> None:
    """The control chart of the chosen area's quarters until the chosen years, and what stands
    outside it in words."""
    quarters = series(choice, "kvartal")
    chart = crime_control.control(quarters, chosen, latest_year(choice, "ar", chosen))
    if chart is None:
        short = (
            "Det behövs minst två hela års kvartal i följd före året för att säga vad som är"
            " vanligt."
        )
        prose.note(TOO_SMALL if quarters["dold"].any() else short)
        return
    kallor = crime_series.sources([quarters])
    plots.figure(
        "spann",
        figures.control(chart, palette()),
        chart.headline(),
        chart.table(),
        chart.headline(),
        kallor,
    )
    for sentence in chart.words():
        prose.note(sentence)
    prose.note(
        "Bandet är det vanliga spannet, med årets säsonger; det bygger på kvartalen till och med"
        f" kvartal {chart.until.quarter} {chart.until.year} (lodrät linje). Romb: utanför. Ofylld"
        " punkt: preliminärt."
    )
