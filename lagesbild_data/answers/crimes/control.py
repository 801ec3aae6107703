"""Whether reported crimes are unusual: a year beside chance, and its quarters beside the span that
is usual."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pandas as pd

from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.crimes.series import known_years, period_words, records
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Chance, CrimesUnusual, Quarters, Unusual
from lagesbild_data.public.sentences import quarter_words
from lagesbild_data.public.table import Table
from lagesbild_data.words import measures, swedish

_RUN = 8
"""Quarters in a row on one side of the middle that tell of another level (Wheeler, "Understanding
Variation")."""
_LATEST = 4


@dataclass(frozen=True)
class Control:
    """A control chart of quarters: columns as measures.control_chart, and preliminar; the last
    quarter that the usual span rests on."""

    frame: pd.DataFrame
    until: pd.Period

    @property
    def judged(self) -> Quarters:
        """What the quarters after those that the usual span rests on are beside it."""
        rows = self.frame[self.frame.index > self.until]
        first, last = ((rows.index[at].year, rows.index[at].quarter) for at in (0, -1))
        above = int((rows["value"] > rows["high"]).sum())
        below = int((rows["value"] < rows["low"]).sum())
        runs = [(len(run), side) for side, run in self._runs() if run[-1] > self.until]
        return Quarters(len(rows), first, last, above, below, *(runs[-1] if runs else (0, "")))

    def headline(self) -> str:
        """How many of the quarters that are judged stand outside the usual span."""
        words = quarter_words(replace(self.judged, run=0))
        return swedish.capital(words)

    def words(self) -> list[str]:
        """One sentence per quarter outside, newest first, then one per run of quarters on one side
        of the middle."""
        sentences = []
        for period, row in records(self.frame[self.frame["outside"]].iloc[::-1]):
            side = "över" if row["value"] > row["high"] else "under"
            value, low, high = (swedish.number(row[name]) for name in ("value", "low", "high"))
            preliminary = " (preliminärt)" if row["preliminar"] else ""
            quarter = (
                f"{period_words(period).capitalize()}{preliminary}"
                f" {'ligger' if period > self.until else 'låg'}"
            )
            sentences.append(
                f"{quarter} {side} det vanliga spannet: {value}, vanligt {low}–{high}."
            )
        for side, run in self._runs():
            stands, level = (
                ("ligger", ": nivån kan ha ändrats") if run[-1] > self.until else ("låg", "")
            )
            span = f"{period_words(run[0])} till {period_words(run[-1])}"
            sentences.append(f"{len(run)} kvartal i rad {stands} {side} mitten, {span}{level}.")
        return sentences

    def _runs(self) -> Iterator[tuple[str, list[pd.Period]]]:
        def side(item: tuple[pd.Period, Mapping[str, Any]]) -> str:
            row = item[1]
            return (
                "" if pd.isna(row["value"]) else "över" if row["value"] > row["centre"] else "under"
            )

        for where, group in groupby(records(self.frame), key=side):
            run = [period for period, _ in group]
            if where and len(run) >= _RUN:
                yield where, run

    def table(self) -> Table:
        """The chart's numbers, newest first: Kvartal, Antal, Mitten, Lägst, Högst, Utanför."""
        rows = self.frame.iloc[::-1]
        frame = pd.DataFrame(
            {
                "Kvartal": [period_words(period) for period, _ in records(rows)],
                "Antal": rows["value"].astype("Int64").to_numpy(),
                "Mitten": rows["centre"].round().astype("Int64").to_numpy(),
                "Vanligt lägst": rows["low"].round().astype("Int64").to_numpy(),
                "Vanligt högst": rows["high"].round().astype("Int64").to_numpy(),
                "Utanför": ["ja" if outside else "" for outside in rows["outside"]],
            }
        )
        return Table(frame)


def control(quarters: pd.DataFrame, chosen: Filter, year: int | None) -> Control | None:
    """The control chart of a series of quarters (as series) that are not after the chosen years.
    Its limits are from those before the year that is judged, else from all but the last four; None
    where these are too few, or too much is hidden."""
    frame = quarters[quarters.index <= pd.Period(f"{chosen.year}Q4")] if chosen.year else quarters
    if len(frame) <= _LATEST:
        return None
    until = pd.Period(f"{year}Q1") - 1 if year else frame.index[-_LATEST - 1]
    if not frame.index[0] <= until < frame.index[-1]:
        return None
    chart = measures.seasonal_control_chart(frame["antal"].astype(float), until)
    return None if chart is None else Control(chart.assign(preliminar=frame["preliminar"]), until)


def unusual(years: pd.DataFrame, quarters: pd.DataFrame, chosen: Filter) -> CrimesUnusual:
    """Whether a series (by year and by quarter, as series) is unusual in the latest chosen year
    against the year before, and in its quarters and those after.

    A year beyond chance: yes. A year within it: no, but partly where a quarter stands outside the
    usual span, or many in a row on one side of its middle.
    """
    year = chosen.latest(known_years(years))
    compared = None if year is None else Compared.of(years, "ar", year)
    chance, change = (compared.chance, compared.change) if compared else (None, None)
    chart = control(quarters, chosen, year)
    judged = chart.judged if chart else None
    within = Unusual.PARTLY if judged and not judged.are_quiet else Unusual.NO
    answers = {
        Chance.BEYOND: Unusual.YES,
        Chance.WITHIN_CHANCE: within,
        Chance.WITHIN_UNREST: within,
    }
    answer = answers.get(chance, Unusual.UNKNOWN) if chance else Unusual.UNKNOWN
    return CrimesUnusual(answer, year, chance, change.direction if change else None, judged)
