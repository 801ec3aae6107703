"""A period of reported crimes against the same time the year before, and what is said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lagesbild_data.answers.crimes.reported import CrimeType, types_within
from lagesbild_data.answers.crimes.series import Row, Step, known_years, period_words, records
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.schema import SEPARATOR
from lagesbild_data.public import verdict
from lagesbild_data.public.answer import (
    Caveat,
    Chance,
    Change,
    CrimesAlone,
    CrimesChanged,
    CrimesUnusual,
    Finding,
    Gap,
    KeyFigure,
    Number,
    RateDiffers,
    Value,
    percentage,
)
from lagesbild_data.words import measures, swedish

JUDGED: tuple[Step, Step] = ("ar", "kvartal")
"""What tells whether a change is unusual."""
_TABLE = "anmalda_brott"


@dataclass(frozen=True)
class Compared:
    """A period of a series, or the quarters of a year so far, and the same time the year before:
    the one place that picks which reported crimes are told of."""

    step: Step
    now: tuple[pd.Period, ...]
    """One period, or the quarters so far."""
    rows: tuple[Row, ...]
    before: tuple[pd.Period, ...]
    rows_before: tuple[Row, ...]
    """Empty where not all of them are known."""
    dispersion: float
    """How many times more than by chance the series usually moves, from its changes before this
    one."""

    @classmethod
    def of(cls, frame: pd.DataFrame, step: Step, year: int | None) -> "Compared | None":
        """The last known period of a series, or the last of a year; None where nothing is known of
        the year."""
        rows = _known(frame)
        within = [period for period in rows if year in (None, period.year)]
        if not within:
            return None
        now, back = max(within), 1 if step == "ar" else 4
        pairs = [
            (rows[period - back], row)
            for period, row in rows.items()
            if period < now and period - back in rows
        ]
        scores = [
            measures.change_score(was["antal"], row["antal"])
            for was, row in pairs
            if not _is_broken(was, row)
        ]
        before = (rows[now - back],) if now - back in rows else ()
        return cls(step, (now,), (rows[now],), (now - back,), before, measures.dispersion(scores))

    @classmethod
    def so_far(cls, quarters: pd.DataFrame, year: int) -> "Compared | None":
        """The known quarters of a year that isn't whole; None where there are none."""
        rows = _known(quarters)
        now = tuple(period for period in rows if period.year == year)
        before = tuple(period - 4 for period in now)
        known = tuple(rows[period] for period in before if period in rows)
        if not now:
            return None
        return cls(
            "kvartal",
            now,
            tuple(rows[period] for period in now),
            before,
            known if len(known) == len(now) else (),
            1.0,
        )

    @classmethod
    def latest(
        cls, years: pd.DataFrame, quarters: pd.DataFrame, chosen: Filter
    ) -> "Compared | None":
        """The latest chosen whole year of a series (by year and by quarter); where none is
        published the quarters so far of the latest chosen year. None where that is hidden, or there
        is nothing."""
        if (year := chosen.latest(known_years(years))) is not None:
            return cls.of(years, "ar", year)
        year = chosen.latest(known_years(quarters))
        return None if year is None else cls.so_far(quarters, year)

    @property
    def count(self) -> int:
        """The reported crimes."""
        return sum(int(row["antal"]) for row in self.rows)

    @property
    def is_preliminary(self) -> bool:
        """Whether any of the count is."""
        return any(row["preliminar"] for row in self.rows)

    @property
    def year(self) -> int:
        """The year that it is of."""
        return self.now[-1].year

    @property
    def kallor(self) -> tuple[str, ...]:
        """Ids of the sources."""
        rows = (*self.rows, *self.rows_before)
        return tuple(
            dict.fromkeys(name for row in rows for name in str(row["kalla_id"]).split(SEPARATOR))
        )

    @property
    def remarks(self) -> tuple[Caveat, ...]:
        """The data's remarks on the figures, those on what they are compared with after its period;
        each once."""
        own = [row["anmarkning"] for row in self.rows if isinstance(row["anmarkning"], str)]
        earlier = [
            Caveat.remark(row["anmarkning"], swedish.capital(period_words(period, self.step)))
            for period, row in zip(self.before, self.rows_before, strict=False)
            if isinstance(row["anmarkning"], str) and row["anmarkning"] not in own
        ]
        return tuple(dict.fromkeys([*map(Caveat.remark, own), *earlier]))

    @property
    def when(self) -> str:
        """The time: `2025`, `kvartal 1–2 2026, preliminärt`."""
        return _when(self.now, self.rows, self.step)

    @property
    def change(self) -> Change | None:
        """The change, with no percentage on a small base; None where there is nothing before."""
        if not self.rows_before:
            return None
        was = sum(int(row["antal"]) for row in self.rows_before)
        return verdict.reported(
            was, self.count, _when(self.before, self.rows_before, self.step), self.chance
        )

    @property
    def chance(self) -> Chance | None:
        """Whether the series' own unrest explains the change; None where there is nothing before,
        and of quarters, which are judged by the usual span."""
        if not self.rows_before or self.step != "ar":
            return None
        [was], [now] = self.rows_before, self.rows
        return verdict.chance(was["antal"], now["antal"], self.dispersion, _is_broken(was, now))

    def said(
        self, area: str, kind: str, unusual: CrimesUnusual | None = None
    ) -> CrimesChanged | CrimesAlone:
        """What is said of an area's crimes of a kind ("" for all): the change, or that there is
        nothing to compare with; with `unusual` also what else is unusual, where the change is
        judged."""
        if (change := self.change) is None:
            return CrimesAlone(self.when)
        return CrimesChanged(
            area, kind, self.count, self.when, change, self.chance, unusual if self.chance else None
        )


def _known(frame: pd.DataFrame) -> dict[pd.Period, Row]:
    return dict(records(frame[frame["antal"].notna()]))


def _when(periods: Sequence[pd.Period], rows: Iterable[Row], step: Step) -> str:
    preliminary = ", preliminärt" if any(row["preliminar"] for row in rows) else ""
    if len(periods) == 1:
        return f"{period_words(periods[0], step)}{preliminary}"
    first, last = periods[0].quarter, periods[-1].quarter
    unbroken = last - first + 1 == len(periods)
    span = (
        f"{first}–{last}"
        if unbroken
        else swedish.enumerate_words(str(period.quarter) for period in periods)
    )
    return f"kvartal {span} {periods[0].year}{preliminary}"


def _is_broken(before: Row, now: Row) -> bool:
    return bool(before["tidsseriebrott"] or now["tidsseriebrott"])


def key_figures(
    compared: Compared | None, gap: Gap = Gap.NOT_PUBLISHED, period: str = ""
) -> list[KeyFigure]:
    """Count, rate (by year) and change of what findings speak of; the gap of a period where there
    is nothing."""
    if compared is None:
        return [KeyFigure("Antal", gap, period, _TABLE)]
    when = compared.when
    figures = [KeyFigure("Antal", Number(compared.count), when, _TABLE, compared.kallor)]
    if compared.step == "ar":
        [row] = compared.rows
        rate: Value = Gap.NOT_PUBLISHED if pd.isna(row["per_100k"]) else Number(row["per_100k"])
        worked_out = (
            ""
            if row["publicerad_kvot"] or pd.isna(row["per_100k"])
            else "Uträknad på årets medelfolkmängd"
        )
        figures.append(
            KeyFigure(
                "Per 100 000 invånare", rate, when, _TABLE, compared.kallor, detail=worked_out
            )
        )
    if (change := compared.change) and change.difference:
        value = (
            change.difference if change.percent is None else percentage(change.percent, signed=True)
        )
        figures.append(
            KeyFigure(
                "Förändring", value, when, _TABLE, compared.kallor, replace(change, percent=None)
            )
        )
    return figures


def findings(
    compared: Compared | None, kind: CrimeType, area: str, within: Iterable[Caveat] = ()
) -> list[Finding]:
    """What is said of a type in an area against the same time the year before; `within` are the
    remarks on the narrower types that it holds."""
    if compared is None:
        return []
    said, own = compared.said(area, kind.name), [Caveat.remark(kind.remark)] if kind.remark else []
    caveats = (*compared.remarks, *own, *within) if compared.change else ()
    return [Finding(said, _TABLE, compared.kallor, tuple(dict.fromkeys(caveats)))]


def remarks_within(
    counts: pd.DataFrame, kinds: Sequence[CrimeType], kind: CrimeType, omrade_id: str, year: int
) -> list[Caveat]:
    """The remarks on a year's counts of the types that a type holds, each after the type's name."""
    rows = counts[
        (counts["omrade_id"] == omrade_id) & (counts["ar"] == year) & counts["kvartal"].isna()
    ]
    remarks = dict(zip(rows["brottstyp_id"], rows["anmarkning"], strict=True))
    told = ((held.name, remarks.get(held.brottstyp_id)) for held in types_within(kinds, kind))
    return [Caveat.remark(remark, name) for name, remark in told if isinstance(remark, str)]


def rate_findings(frame: pd.DataFrame) -> list[Finding]:
    """The years whose published rate is more than rounding away from the one that count and mean
    population give."""
    found = []
    for period, row in records(frame):
        if pd.notna(row["raknad_kvot"]) and abs(row["per_100k"] - round(row["raknad_kvot"])) > 1:
            differs = RateDiffers(period.year, row["per_100k"], row["raknad_kvot"])
            found.append(Finding(differs, _TABLE, tuple(str(row["kalla_id"]).split(SEPARATOR))))
    return found
