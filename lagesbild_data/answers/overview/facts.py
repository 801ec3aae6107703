"""Answers of the store that several parts of the lägesbild rest on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.crimes import by_area, reported
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.dialogues import counts as dialogue_counts
from lagesbild_data.answers.indicators import measurements, problemindex
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.answers.overview.subject_years import period_of
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import ALL_CRIMES, INDEX, Tertial
from lagesbild_data.public.answer import Caveat, Gap, KeyFigure
from lagesbild_data.public.words import value_text
from lagesbild_data.store.stores import Store

Ask = Callable[..., Any]
"""Gives the answer of a query (a function of a store) about something."""


class Facts:
    """Answers of the store that several parts of the lägesbild rest on; each is asked for once."""

    def __init__(self, store: Store, filter: Filter, ask: Ask):
        self.store = store
        self.filter = filter
        self.ask = ask
        years = subject_years.published_years(store)
        self.periods = {
            subject: period_of(years[subject], filter) for subject in subject_years.SUBJECTS
        }
        self.promise_year = self.periods["aktiviteter"].year
        """The year whose promises' activities are told of."""
        if self.tertial:
            self.periods["aktiviteter"] = replace(self.periods["aktiviteter"], year=self.tertial[0])

    @cached_property
    def index(self) -> Sequence[sa.Row]:
        """The problemindex of the chosen areas."""
        return problemindex.index_by_area(self.store, self.filter, self.periods["index"].year)

    @cached_property
    def history(self) -> list[list[sa.Row]]:
        """One list per indicator of the kommun, oldest first; the problemindex first."""
        rows = measurements.indicator_history(self.store)
        return [list(series) for _, series in groupby(rows, key=lambda row: row.indikator_id)]

    @property
    def index_history(self) -> list[sa.Row]:
        """The kommun's problemindex, oldest first."""
        return next((each for each in self.history if each[0].indikator_id == INDEX), [])

    @cached_property
    def tertials(self) -> list[Tertial]:
        """The tertials that most activities have reported, until the latest of the chosen years."""
        return follow_ups.reported_tertials(
            self.store, self.filter, periods.in_force(self.promise_year)
        )

    @cached_property
    def tertial(self) -> Tertial | None:
        """The latest tertial that most activities have reported."""
        return self.tertials[-1] if self.tertials else None

    def status(self, tertial: Tertial | None) -> Sequence[sa.Row]:
        """The activities that concern the chosen areas, with their status in a tertial."""
        return follow_ups.activity_status(self.store, self.filter, self.promise_year, tertial)

    @cached_property
    def latest_status(self) -> Sequence[sa.Row]:
        """Those with their status in the latest tertial."""
        return self.status(self.tertial)

    @cached_property
    def dialogues(self) -> Sequence[sa.Row]:
        """How many dialogues were held, by tertial."""
        return dialogue_counts.dialogues_by_tertial(
            self.store, self.filter, self.periods["dialoger"].year
        )

    @cached_property
    def crimes(self) -> tuple[AreaCrimes, ...]:
        """Reported crimes of the kommun, and of the chosen areas that have any."""
        areas = self.ask(reported.areas)
        return self._of_areas(
            areas[areas["own"] | (areas["omrade_id"].isin(self.filter.areas) & ~areas["whole"])]
        )

    @cached_property
    def every_area_with_crimes(self) -> tuple[AreaCrimes, ...]:
        """Reported crimes of the kommun and of the chosen areas, or of all where none is chosen."""
        if self.filter.areas:
            return self.crimes
        areas = self.ask(reported.areas)
        return self._of_areas(areas[areas["own"] | ~areas["whole"]])

    def _of_areas(self, rows: pd.DataFrame) -> tuple[AreaCrimes, ...]:
        found = (
            self.ask(by_area.area_crimes, *row, self.filter.years)
            for row in rows[["omrade_id", "namn", "own"]].itertuples(index=False, name=None)
        )
        return tuple(each for each in found if each)

    def crime_years(self, omrade_id: str) -> pd.DataFrame:
        """The series of all reported crimes in an area by year."""
        return self.ask(crime_series.series_of, omrade_id, ALL_CRIMES, "ar")

    @cached_property
    def kommun(self) -> AreaCrimes | None:
        """The kommun's reported crimes; None where none are published."""
        return next((each for each in self.crimes if each.own), None)

    @cached_property
    def areas_with_crimes(self) -> tuple[AreaCrimes, ...]:
        """The chosen areas' reported crimes."""
        return tuple(each for each in self.crimes if not each.own)

    def gap(self, label: str, table: str) -> KeyFigure:
        """The key figure of something that isn't published for the choice."""
        return KeyFigure(label, Gap.NOT_PUBLISHED, str(self.filter.year or ""), table)


def now_and_before(series: Sequence[sa.Row], filter: Filter) -> tuple[sa.Row | None, sa.Row | None]:
    """The latest chosen measurement of one series (oldest first), and the measurement before it."""
    chosen = [row for row in series if not filter.years or row.ar in filter.years]
    if not chosen:
        return None, None
    before = [row for row in series if row.ar < chosen[-1].ar]
    return chosen[-1], before[-1] if before else None


def crime_counts(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The chosen areas' counts by name: `469`, with its time where that isn't the kommun's, `dolt`
    or `ej publicerat`."""
    kommun = facts.kommun and facts.kommun.compared
    counts = []
    for each in facts.areas_with_crimes:
        when = (
            each.compared.when
            if each.compared and (not kommun or each.compared.when != kommun.when)
            else ""
        )
        counts.append((each.area, f"{value_text(each.value)}{when and f' ({when})'}"))
    return tuple(counts)


def crime_caveats(facts: Facts, crimes: AreaCrimes) -> tuple[Caveat, ...]:
    """Remarks on the total, on what it is compared with, and on the kommun's crime types
    within it."""
    its = crimes.compared
    if its is None:
        return ()
    parts = reported.crime_remarks(facts.store, its.year) if crimes.own and its.step == "ar" else ()
    return tuple(
        dict.fromkeys([*its.remarks, *(Caveat.remark(row.anmarkning, row.namn) for row in parts)])
    )
