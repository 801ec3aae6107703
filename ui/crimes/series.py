"""The counts of what is chosen, and the period of them that the page speaks of."""

import pandas as pd

from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.crimes.series import Step
from lagesbild_data.model.filter import Filter
from ui.crimes.choice import Choice
from ui.frame import data

TOO_SMALL = (
    "Antalen är för små för att visas, eller så är året inte helt. Prova hela år, eller en bredare"
    " brottstyp."
)


def series(choice: Choice, step: Step) -> pd.DataFrame:
    """The chosen area's and type's counts by year, quarter or four quarters."""
    return data.ask(crime_series.series_of, choice.omrade_id, choice.kind.brottstyp_id, step)


def latest_year(choice: Choice, step: Step, chosen: Filter) -> int | None:
    """The latest chosen year of the series for which something is published; None where
    nothing is."""
    return chosen.latest(crime_series.known_years(series(choice, step)))


def compared(choice: Choice, chosen: Filter) -> Compared | None:
    """The period that the page speaks of; None where it is hidden, or there is none."""
    if choice.step == "ar":
        return Compared.latest(series(choice, "ar"), series(choice, "kvartal"), chosen)
    year = latest_year(choice, choice.step, chosen)
    return None if year is None else Compared.of(series(choice, choice.step), choice.step, year)
