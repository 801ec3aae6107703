"""An area's dialogues."""

from collections import Counter

import pandas as pd

from lagesbild_data.answers.area.facts import Years, name_of
from lagesbild_data.answers.area.promises import latest_follow_up
from lagesbild_data.answers.dialogues import counts, events, wording
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import DIALOGUE, Tertial
from lagesbild_data.public.answer import AreaDialogues, DialogueThemes, Finding, NoDialogue
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish


def dialogues(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """The area's dialogues, held and planned, the latest first; columns as events.chosen_events."""
    rows = events.chosen_events(store, EventFilter((omrade_id,), years))
    return rows[rows["typ"] == DIALOGUE].iloc[::-1].reset_index(drop=True)


def dialogue_findings(store: Store, omrade_id: str, years: Years = ()) -> list[Finding]:
    """How many dialogues were held, the latest, what about, and whether any was in the latest
    tertial followed up."""
    name, rows = name_of(store, omrade_id), dialogues(store, omrade_id, years)
    held = rows[rows["genomford"]]
    if held.empty:
        return [Finding(AreaDialogues(name, 0, of_chosen=bool(years)), "handelser", ())]
    spans = swedish.year_spans(day.year for day in held["datum_fran"])
    found: list[AreaDialogues | DialogueThemes | NoDialogue] = [
        AreaDialogues(name, len(held), spans, wording.times(held).iloc[0])
    ]
    themes = Counter(theme for text in held["teman"].dropna() for theme in text.split(", "))
    if themes:
        order = sorted(themes.items(), key=lambda theme: (-theme[1], swedish.sort_key(theme[0])))
        found.append(DialogueThemes(tuple(order)))
    latest = latest_follow_up(store, years)
    if latest and not _possible(held, latest):
        found.append(NoDialogue(name, latest, *_unplaced(store, latest)))
    kallor = tuple(dict.fromkeys(held["kalla_id"]))
    return [Finding(values, "handelser", kallor) for values in found]


def _possible(rows: pd.DataFrame, tertial: Tertial) -> bool:
    """Whether any of these events was, or may have been, in a tertial."""
    return any(
        periods.may_be_in(*days, tertial)
        for days in zip(rows["datum_fran"], rows["datum_till"], strict=True)
    )


def _unplaced(store: Store, tertial: Tertial) -> tuple[int, int]:
    """How many of a tertial's dialogues have no area, and could have been anywhere, and how many
    there are."""
    held = counts.dialogues_by_tertial(store, Filter(), tertial[0])
    everywhere = next((row for row in held if row.tertial == tertial[1]), None)
    return (everywhere.utan_omrade, everywhere.antal) if everywhere else (0, 0)
