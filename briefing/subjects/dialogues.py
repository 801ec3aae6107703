"""The dialogues in a document: how many there were, where and when, and all that are chosen."""

from collections.abc import Iterator

import pandas as pd

from briefing.asked import Asked, key_figures
from briefing.blocks import Basis, Block, Gap, Tabulated
from lagesbild_data.answers.dialogues import counts, events, wording
from lagesbild_data.answers.dialogues import key_figures as dialogue_key_figures
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.answers.promises import promised
from lagesbild_data.model.periods import SERIOUS
from lagesbild_data.public import answer
from lagesbild_data.public.table import Column, Table
from lagesbild_data.words import swedish


def held(ask: Asked) -> Iterator[Block]:
    """The chosen dialogues and events: key figures, a table by month, and the list."""
    choice = EventFilter(ask.choice.filter.areas, ask.choice.filter.years)
    rows = events.chosen_events(ask.store, choice)
    if rows.empty:
        yield Gap("", Basis(), "Ingen händelse i listan passar det valda.")
        return
    months = _months(ask, counts.held_by_area_and_month(ask.store, choice))
    held = int(months["Summa"].iloc[-1])
    listing = _listing(rows, held)
    figures = [
        f
        for f in dialogue_key_figures.key_figures(ask.store, choice)
        if not isinstance(f.value, answer.Gap)
    ]
    if figures:
        yield key_figures(ask, counts.headline(ask.store, choice), figures)
    basis = ask.basis(
        rows["kalla_id"],
        swedish.counted(len(rows), "händelse i listan", "händelser i listan"),
        listing,
    )
    if held:
        table = Table.of(months, Column("Summa", counts.NOTHING_HELD), gap="")
        yield Tabulated(_where(months, held), basis, table)
    listed = wording.listed(rows[::-1]).without("Arrangör", "Deltagare").filled()
    yield Tabulated("Alla valda dialoger och händelser, senaste först", basis, listed)


def _months(ask: Asked, months: pd.DataFrame) -> pd.DataFrame:
    """The table by area and month with the areas that have any and those that are prioritised, and
    the sum of all."""
    by_year = [
        promised.prioritised_that_year(ask.store, str(key)) for key in ask.promises["lofte_id"]
    ]
    prioritised = {name for years in by_year for names in years.values() for name in names}
    kept = months[months["Summa"].notna() | months["Område"].isin(prioritised)]
    sums = {name: kept[name].sum() or None for name in kept.columns[1:]}
    total = pd.DataFrame([{"Område": "Summa", **sums, "Summa": kept["Summa"].sum()}])
    return pd.concat([kept, total.astype(months.dtypes)], ignore_index=True)


def _where(months: pd.DataFrame, held: int) -> str:
    """How many of those held have no area, and where most of the others were."""
    unplaced = int(months.loc[months["Område"] == counts.NO_AREA, "Summa"].sum())
    most = counts.most_common(months.iloc[:-1])
    missing = f"{unplaced} av {held} saknar område" if unplaced else ""
    return ". ".join(
        filter(None, (f"Dialoger och möten per område och månad{missing and f': {missing}'}", most))
    )


def _listing(rows: pd.DataFrame, held: int) -> list[str]:
    """Why the list has more rows than are counted; nothing where it hasn't."""
    serious = int((rows["genomford"] & (rows["typ"] == SERIOUS)).sum())
    planned = len(rows) - held - serious
    others = (
        [f"{planned} planerad{'e' * (planned > 1)} som källan inte bekräftar"] if planned else []
    )
    others += (
        [swedish.counted(serious, "allvarlig händelse", "allvarliga händelser")] if serious else []
    )
    words = swedish.enumerate_words([f"{held} hållna som räknas", *others])
    return [f"Listan har {len(rows)} rader: {words}."] if others else []
