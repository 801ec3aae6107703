"""What the latest chosen period says against the same time the year before."""

from lagesbild_data.answers import crime_trends, crimes
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Gap
from ui.crimes.choice import Choice
from ui.crimes.series import compared, latest_year
from ui.frame import data
from ui.parts import cards, prose


def change(choice: Choice, chosen: Filter) -> None:
    """What the latest chosen period says against the same time the year before, in words and as
    cards."""
    its, year = compared(choice, chosen), latest_year(choice, choice.step, chosen)
    if its is None and year is None:
        prose.empty(f"Anmälda brott är inte publicerade för {choice.area} och de valda åren.")
        return
    within = (
        crime_trends.remarks_within(
            data.ask(crimes.counts, choice.omrade_id),
            data.ask(crimes.types),
            choice.kind,
            choice.omrade_id,
            its.year,
        )
        if its
        else []
    )
    if its:
        prose.findings(crime_trends.findings(its, choice.kind, choice.area, within), chosen)
    cards.key_figure_cards(crime_trends.key_figures(its, Gap.HIDDEN, str(year)), chosen)
