"""What the latest chosen period says against the same time the year before."""

from lagesbild_data.answers.crimes import comparison, reported
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Gap
from ui.crimes.choice import Choice
from ui.crimes.series import compared, latest_year, series
from ui.frame import data
from ui.parts import cards, prose


def change(choice: Choice, chosen: Filter) -> None:
    """What the latest chosen period says against the same time the year before, in words and as
    cards."""
    its, year = compared(choice, chosen), latest_year(choice, choice.step, chosen)
    if its is None and year is None:
        known = crime_series.known_years(series(choice, "ar"))
        what = f"Anmälda brott i {choice.area}"
        if chosen.years and known:
            prose.not_in(what, chosen.years, known)
        else:
            prose.empty(f"{what} är inte publicerade.")
        return
    within = (
        comparison.remarks_within(
            data.ask(reported.counts, choice.omrade_id),
            data.ask(reported.types),
            choice.kind,
            choice.omrade_id,
            its.year,
        )
        if its
        else []
    )
    if its:
        prose.findings(comparison.findings(its, choice.kind, choice.area, within), chosen)
    cards.key_figure_cards(comparison.key_figures(its, Gap.HIDDEN, str(year)), chosen)
