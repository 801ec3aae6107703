"""How the area develops: its problemindex, its reported crimes and its counted results."""

import pandas as pd

from lagesbild_data.answers.crimes import comparison
from lagesbild_data.answers.crimes import reported as crime_reported
from lagesbild_data.answers.crimes.reported import CrimeType
from lagesbild_data.answers.indicators import measurements
from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import INDEX
from lagesbild_data.words import swedish
from ui import indicators as indicator_parts
from ui.crimes.choice import Choice
from ui.crimes.development import development
from ui.crimes.series import compared
from ui.frame import data
from ui.frame.shell import area_names
from ui.parts import prose
from ui.promises.results import results


def index(omrade_id: str, chosen: Filter) -> None:
    """The area's problemindex beside the kommun's."""
    about = next(
        (row for row in data.ask(measurements.indicators) if row.indikator_id == INDEX), None
    )
    frame = data.ask(measurements.series, INDEX, Filter((omrade_id,)))
    if about is None or omrade_id not in set(frame["omrade_id"]):
        prose.empty("Problemindex är inte publicerat för området.")
        return
    frame = frame[(frame["omrade_id"] == omrade_id) | frame["egen"].astype(bool)]
    year = chosen.latest(frame["ar"]) or int(frame["ar"].max())
    indicator_parts.small_curves(
        frame, about, year, measurements.headline(frame, about, (omrade_id,))
    )


def reported(omrade_id: str, chosen: Filter) -> None:
    """The area's reported crimes by year and what its latest change is worth, where counts below
    kommun level exist."""
    kind = _broadest(omrade_id)
    if kind is None:
        prose.note("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
        return
    choice = Choice(kind, omrade_id, area_names()[omrade_id], "ar", "antal")
    prose.findings(comparison.findings(compared(choice, chosen), choice.kind, choice.area), chosen)
    development(choice, chosen)


def _broadest(omrade_id: str) -> CrimeType | None:
    """The broadest type; None where no count of the area is known."""
    kinds, areas = data.ask(crime_reported.types), data.ask(crime_reported.areas)
    return kinds[0] if kinds and omrade_id in set(areas["omrade_id"]) else None


def period(chosen: Filter) -> None:
    """That the curves show every year though some are chosen."""
    if chosen.years:
        years = swedish.enumerate_words(map(str, chosen.years))
        prose.note(
            "Kurvorna visar alla år i underlaget, så att ändringar syns. Räknade resultat gäller"
            f" {years}."
        )


def counted(omrade_id: str, chosen: Filter) -> None:
    """Results counted in the area itself."""
    frame = _results(omrade_id, chosen)
    own = frame[frame["omrade"] != promise_results.UNDIVIDED]
    if own.empty:
        prose.empty("Inga resultat är räknade mer än en gång för bara det här området.")
    else:
        results(own)


def shared(omrade_id: str, chosen: Filter) -> None:
    """Results that are counted for several areas or the whole kommun together, behind how many they
    are; nothing where there are none."""
    frame = _results(omrade_id, chosen)
    together = frame[frame["omrade"] == promise_results.UNDIVIDED]
    if together.empty:
        return
    label = f"Gemensamt för flera områden ({_series(together)})"
    prose.folded("delat", label, lambda: _shared(together, omrade_id))


def _series(rows: pd.DataFrame) -> str:
    count = sum(1 for _ in promise_results.result_series(rows))
    return swedish.counted(count, "räknat resultat", "räknade resultat")


def _shared(rows: pd.DataFrame, omrade_id: str) -> None:
    name = area_names()[omrade_id]
    prose.note(
        "Talen är räknade för flera områden eller hela kommunen tillsammans. Källan säger inte hur"
        f" mycket som är i {name}, så de visar inte utvecklingen där."
    )
    results(rows, "utfall-delat")


def _results(omrade_id: str, chosen: Filter) -> pd.DataFrame:
    return data.ask(promise_results.results_over_time, Filter((omrade_id,), chosen.years))
