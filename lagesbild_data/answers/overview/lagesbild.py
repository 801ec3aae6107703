"""The lägesbild: what is known of each area, the key figures, and what changed since the period
before.

Every part names the period it speaks of. Where the chosen year has nothing published the answer is
a gap, never an older figure in disguise.
"""

from dataclasses import dataclass

import pandas as pd

from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.dialogues import counts
from lagesbild_data.answers.indicators.problemindex import area_change, areas_moved
from lagesbild_data.answers.overview import situation
from lagesbild_data.answers.overview.facts import Ask, Facts
from lagesbild_data.answers.overview.findings import FINDINGS
from lagesbild_data.answers.overview.key_figures import KEY_FIGURES
from lagesbild_data.answers.overview.subject_years import Period
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import MISSING, AreasMoved, Finding, Gap, KeyFigure
from lagesbild_data.public.grounds import source_ids
from lagesbild_data.public.words import count_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

NONE = {
    "aktiviteter": Gap.NONE_TIED.value,
    "dialoger": counts.NONE,
    "handelser": counts.NOTHING_HELD,
}
"""What an area without a row has of a subject that is published; of other subjects "ej publicerat".
"""
LAYERS = {
    "forandring": "Förändring",
    "niva": "Nivå",
    "aktiviteter": "Aktiviteter",
    "dialoger": "Dialoger",
}
KNOWN_BY = {
    "forandring": "andring",
    "niva": "varde",
    "aktiviteter": "aktiviteter",
    "dialoger": "dialoger",
}
"""The column of Lagesbild.areas that holds what a layer shows."""
SOURCE_COLUMN = {
    "forandring": "index_kalla",
    "niva": "index_kalla",
    "aktiviteter": "aktiviteter_kalla",
    "dialoger": "dialoger_kalla",
}
"""The column of Lagesbild.areas that holds the sources of a layer."""
_SUBJECT = {
    "forandring": "index",
    "niva": "index",
    "aktiviteter": "aktiviteter",
    "dialoger": "dialoger",
    "handelser": "handelser",
}


@dataclass(frozen=True)
class Lagesbild:
    """What is known for one filter."""

    areas: pd.DataFrame
    """One row per chosen neighbourhood in Swedish order; columns as situation_by_area, but
    statusar are tuples, and andring is the Change of the problemindex, None where nothing is known
    of it."""
    periods: dict[str, Period]
    """The year each map layer shows, and that of "handelser": dialogues and meetings."""
    municipal: str
    """Which of the activities concern no area on the map, in words; empty when all do."""
    decimals: int
    """Those of the problemindex."""
    moved: AreasMoved | None
    """What the areas' problemindex did; None where nothing is known of it."""
    crimes: tuple[AreaCrimes, ...]
    """Reported crimes of the kommun, and of the chosen areas that have any in Swedish order; empty
    where none are published."""
    key_figures: list[KeyFigure]
    findings: list[Finding]

    def gap(self, part: str) -> str:
        """What stands where an area has nothing of a layer or of "handelser"."""
        return NONE.get(part, MISSING) if self.periods[part].published else MISSING

    @property
    def telling_layer(self) -> str:
        """The layer that knows something about most areas; the first of LAYERS when several do."""
        return max(LAYERS, key=lambda layer: self.areas[KNOWN_BY[layer]].notna().sum())

    def sources(self, layer: str) -> list[str]:
        """Ids of the sources that a layer rests on."""
        return sorted(
            {
                kalla
                for kallor in self.areas[SOURCE_COLUMN[layer]].dropna()
                for kalla in source_ids(kallor)
            }
        )


def lagesbild(store: Store, filter: Filter, ask: Ask | None = None) -> Lagesbild:
    """The situation for the chosen areas and years; what doesn't depend on these is asked by `ask`,
    where answers are kept."""
    facts = Facts(store, filter, ask or (lambda query, *about: query(store, *about)))
    years = {subject: period.year for subject, period in facts.periods.items()} | {
        "aktiviteter": facts.promise_year
    }
    areas = situation.situation_by_area(store, filter, years, facts.tertial)
    areas["statusar"] = areas["statusar"].map(
        lambda statuses: tuple(statuses.split(",")), na_action="ignore"
    )
    changes = {row.omrade_id: area_change(row) for row in facts.index}
    areas["andring"] = pd.Series(
        [changes.get(omrade_id) for omrade_id in areas["omrade_id"]], dtype=object
    )
    return Lagesbild(
        areas.sort_values("namn", key=lambda names: names.map(swedish.sort_key)).reset_index(
            drop=True
        ),
        {layer: facts.periods[subject] for layer, subject in _SUBJECT.items()},
        _not_on_map(facts),
        facts.index[0].decimaler if facts.index else 0,
        areas_moved(facts.periods["index"].year, facts.index),
        facts.crimes,
        [figure for figures in KEY_FIGURES for figure in figures(facts)],
        [finding for part in FINDINGS for finding in part(facts)],
    )


def _not_on_map(facts: Facts) -> str:
    year = facts.promise_year
    rows = follow_ups.municipal_activities(facts.store, facts.filter, year, facts.tertial)
    if not rows:
        return ""
    total = len(follow_ups.activity_status(facts.store, Filter(), year, facts.tertial))
    statuses = count_words(row.status for row in rows)
    return (
        f"{len(rows)} av {total} aktiviteter gäller hela kommunen och syns inte på ytorna:"
        f" {statuses}."
    )
