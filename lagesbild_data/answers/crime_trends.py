"""Reported crimes over time: the series of an area and a type, the change against chance, and what
is unusual.

A sum, a rate or an index is worked out of what the reader sees, so it is made of shown counts only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Literal

import pandas as pd

from lagesbild_data.answers import crimes
from lagesbild_data.answers.crimes import CrimeType
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
from lagesbild_data.public.words import CHANCE
from lagesbild_data.store.stores import Store
from lagesbild_data.words import measures, swedish

Step = Literal["ar", "kvartal", "rullande"]
"""What a series goes by: years, quarters, or four quarters at a time."""

JUDGED: tuple[Step, Step] = ("ar", "kvartal")
"""What tells whether a change is unusual."""
_TABLE = "anmalda_brott"


def series_of(store: Store, omrade_id: str, brottstyp_id: str, step: Step) -> pd.DataFrame:
    """The series of an area and a type in a store: what every page and document speaks of."""
    counts = crimes.counts(store, omrade_id, brottstyp_id)
    return series(counts, crimes.populations(store), omrade_id, brottstyp_id, step)


def series(
    counts: pd.DataFrame, people: pd.DataFrame, omrade_id: str, brottstyp_id: str, step: Step
) -> pd.DataFrame:
    """One area's counts of one type by period, oldest first, a row for every period in between,
    too.

    Indexed by period: antal (NA where hidden or not published), dold, preliminar, tidsseriebrott
    (bools), per_100k (by year: as published, else worked out; NA for other steps), publicerad_kvot
    (bool), raknad_kvot (worked out), index_100 (100 for `base`), kalla_id, anmarkning.
    """
    rows = counts[(counts["omrade_id"] == omrade_id) & (counts["brottstyp_id"] == brottstyp_id)]
    rows = rows[rows["kvartal"].isna() == (step == "ar")]
    periods = _periods(rows, step)
    frame = rows.set_index(periods)
    columns = [
        "antal",
        "dold",
        "preliminar",
        "tidsseriebrott",
        "per_100k",
        "kalla_id",
        "anmarkning",
    ]
    frame = frame[columns].sort_index()
    if len(frame):
        frame = frame.reindex(pd.period_range(periods.min(), periods.max(), freq=periods.freq))
    flags = ["dold", "preliminar", "tidsseriebrott"]
    frame[flags] = frame[flags].astype("boolean").fillna(False).astype(bool)
    if step == "rullande":
        frame = _rolled(frame)
    frame["raknad_kvot"] = (
        _rates(frame, people[people["omrade_id"] == omrade_id]) if step == "ar" else float("nan")
    )
    frame["publicerad_kvot"] = frame["per_100k"].notna()
    frame["per_100k"] = frame["per_100k"].astype(float).fillna(frame["raknad_kvot"].round())
    frame["index_100"] = (
        measures.index_100(frame["antal"].astype(float), base(frame)) if len(frame) else []
    )
    return frame


def _periods(rows: pd.DataFrame, step: Step) -> pd.PeriodIndex:
    if step == "ar":
        return pd.PeriodIndex([str(year) for year in rows["ar"]], freq="Y")
    names = [f"{year}Q{quarter}" for year, quarter in zip(rows["ar"], rows["kvartal"], strict=True)]
    return pd.PeriodIndex(names, freq="Q")


def _rolled(frame: pd.DataFrame) -> pd.DataFrame:
    """The quarters as sums of four, each by its last quarter; hidden or preliminary where any of
    the four is."""
    sums = measures.sum_of_four_quarters(frame["antal"].astype(float)).astype("Int64")
    flags = {
        name: frame[name].astype(float).rolling(4, min_periods=1).max() > 0
        for name in ("dold", "preliminar")
    }
    return frame.assign(antal=sums, **flags).iloc[3:]


def base(frame: pd.DataFrame) -> pd.Period:
    """The period whose index is 100: the first with a count and without a series break, else the
    first of all."""
    usable = frame[frame["antal"].notna() & ~frame["tidsseriebrott"]]
    return usable.index[0] if len(usable) else frame.index[0]


def _rates(frame: pd.DataFrame, people: pd.DataFrame) -> list[float]:
    """Per 100 000 of the mean population of each year; NaN where the population of either year's
    end is unknown."""
    at_end = dict(zip(people["ar"], people["antal"], strict=True))
    rates = []
    for period, row in records(frame):
        count = row["antal"]
        before, now = at_end.get(period.year - 1), at_end.get(period.year)
        rate = None
        if before is not None and now is not None and pd.notna(count):
            rate = measures.per_100k(count, measures.mean_population(before, now))
        rates.append(float("nan") if rate is None else rate)
    return rates


def known_years(frame: pd.DataFrame) -> list[int]:
    """The years of a series for which something is published, also when it is hidden."""
    return [
        period.year
        for period in pd.PeriodIndex(frame.index[frame["antal"].notna() | frame["dold"]])
    ]


def records(frame: pd.DataFrame) -> list[tuple[pd.Period, dict[str, Any]]]:
    """Each period of a series with its row."""
    rows = ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))
    return list(zip(pd.PeriodIndex(frame.index), rows, strict=True))


def period_words(period: pd.Period, step: Step = "kvartal") -> str:
    """`2025`, `kvartal 2 2026`, `fyra kvartal till och med kvartal 2 2026`."""
    if period.freqstr.startswith("Y"):
        return str(period.year)
    quarter = f"kvartal {period.quarter} {period.year}"
    return f"fyra kvartal till och med {quarter}" if step == "rullande" else quarter


# What a council wants to know

BROKEN = "serien är bruten"
"""Said of a count that can't safely be compared with those before it."""
HIDDEN = Gap.HIDDEN.value
"""What stands for a count that must not be shown."""


Row = Mapping[str, Any]
"""A period of a series: its row of `series`."""


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
    told = ((held.name, remarks.get(held.brottstyp_id)) for held in _held(kinds, kind))
    return [Caveat.remark(remark, name) for name, remark in told if isinstance(remark, str)]


def _held(kinds: Sequence[CrimeType], kind: CrimeType) -> list[CrimeType]:
    """The types under one, in their order."""
    after = kinds[[one.brottstyp_id for one in kinds].index(kind.brottstyp_id) + 1 :]
    return list(takewhile(lambda one: one.depth > kind.depth, after))


def headline(frame: pd.DataFrame, step: Step, measure: str, kind: CrimeType, area: str) -> str:
    """Where the series is highest and lowest of what may be shown and compared."""
    rows = [
        (row[measure], period)
        for period, row in records(frame)
        if pd.notna(row[measure]) and not row["tidsseriebrott"]
    ]
    if len(rows) < 2:
        return f"{kind.label}, {area}"
    ends = " och ".join(
        f"{word} {period_words(period, step)} ({swedish.number(value)})"
        for word, (value, period) in (("högst", max(rows)), ("lägst", min(rows)))
    )
    shown = " bland det som visas" if frame["dold"].any() else ""
    return f"{kind.label}, {area}: {ends}{shown}"


def rate_findings(frame: pd.DataFrame) -> list[Finding]:
    """The years whose published rate is more than rounding away from the one that count and mean
    population give."""
    found = []
    for period, row in records(frame):
        if pd.notna(row["raknad_kvot"]) and abs(row["per_100k"] - round(row["raknad_kvot"])) > 1:
            differs = RateDiffers(period.year, row["per_100k"], row["raknad_kvot"])
            found.append(Finding(differs, _TABLE, tuple(str(row["kalla_id"]).split(SEPARATOR))))
    return found


_FEWEST_FOR_RATE = 20
"""A rate worked out of fewer reports is mostly noise."""


def types_of(store: Store, omrade_id: str, year: int) -> pd.DataFrame:
    """The types of an area in a year in a store, as by_type."""
    areas = crimes.areas(store).set_index("omrade_id")
    return by_type(
        crimes.counts(store, omrade_id),
        crimes.populations(store),
        crimes.types(store),
        omrade_id,
        year,
        bool(areas["whole"].loc[omrade_id]),
    )


def by_type(
    counts: pd.DataFrame,
    people: pd.DataFrame,
    kinds: Sequence[CrimeType],
    omrade_id: str,
    year: int,
    whole: bool,
) -> pd.DataFrame:
    """The types of an area in a year, in their order, narrower ones after a dash: Brottstyp, Antal
    (NA where hidden), Per 100 000, Förändring (since the year before), Förändring i procent, Mot
    slumpen, Anmärkning.

    For a `whole` kommun or riket, what no row counts of a type is a row of its own, worked out.
    """
    frames = {
        kind.brottstyp_id: series(counts, people, omrade_id, kind.brottstyp_id, "ar")
        for kind in kinds
    }
    rows: list[tuple] = []

    def add(kind: CrimeType) -> None:
        frame = frames[kind.brottstyp_id]
        rows.extend(_of_type(frame, kind, year))
        parts = [held for held in _held(kinds, kind) if held.depth == kind.depth + 1]
        for part in parts:
            add(part)
        if whole and parts:
            others = CrimeType("", f"Övrigt inom {kind.name} (uträknat)", kind.depth + 1, True, "")
            rest = frame["antal"] - sum(
                frames[part.brottstyp_id]["antal"].reindex(frame.index) for part in parts
            )
            rest = rest.mask(rest <= 0)
            unknown = {"per_100k": float("nan"), "publicerad_kvot": False, "anmarkning": None}
            rows.extend(_of_type(frame.assign(antal=rest, **unknown), others, year))

    for kind in kinds:
        if kind.depth == 0:
            add(kind)
    table = pd.DataFrame(
        rows,
        columns=[
            "Brottstyp",
            "Antal",
            "Per 100 000",
            "Förändring",
            "Förändring i procent",
            "Mot slumpen",
            "Anmärkning",
        ],
    )
    return table.astype(dict.fromkeys(("Antal", "Per 100 000", "Förändring"), "Int64"))


def _of_type(frame: pd.DataFrame, kind: CrimeType, year: int) -> Iterator[tuple]:
    """The row of a type in by_type; none where nothing is published of its year."""
    row = dict(records(frame)).get(pd.Period(str(year), freq="Y"))
    if row is None or (pd.isna(row["antal"]) and not row["dold"]):
        return
    told = [HIDDEN] if row["dold"] else []
    told += ["preliminärt"] if row["preliminar"] else []
    told += [row["anmarkning"]] if isinstance(row["anmarkning"], str) else []
    known = pd.notna(row["antal"])
    rate = (
        row["per_100k"]
        if row["publicerad_kvot"] or (known and row["antal"] >= _FEWEST_FOR_RATE)
        else None
    )
    if rate is not None and pd.notna(rate) and not row["publicerad_kvot"]:
        told.append("kvoten är uträknad")
    compared = Compared.of(frame, "ar", year) if known else None
    change = percent = chance = None
    if compared and compared.chance and (its := compared.change) and its.difference:
        change = its.difference.value
        percent = None if its.percent is None else round(its.percent, 1)
        chance = CHANCE[compared.chance] if change else "oförändrat"
    yield (
        f"{'– ' * kind.depth}{kind.label}",
        row["antal"],
        rate,
        change,
        percent,
        chance,
        "; ".join(told) or None,
    )


def table(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """The series with Swedish headings, newest first: Period, Antal (NA where hidden or not
    published), Per 100 000 (by year), Index (not by quarter), Preliminärt, Anmärkning."""
    rows = records(frame.iloc[::-1])
    remarks = []
    for _, row in rows:
        told = [HIDDEN] if row["dold"] else []
        told += [BROKEN] if row["tidsseriebrott"] else []
        told += (
            ["kvoten är uträknad"]
            if pd.notna(row["per_100k"]) and not row["publicerad_kvot"]
            else []
        )
        told += [row["anmarkning"]] if isinstance(row["anmarkning"], str) else []
        remarks.append("; ".join(told))
    answer = pd.DataFrame(
        {
            "Period": [period_words(period, step) for period, _ in rows],
            "Antal": pd.array([row["antal"] for _, row in rows], dtype="Int64"),
            "Per 100 000": pd.array([row["per_100k"] for _, row in rows], dtype="Int64"),
            "Index": [round(row["index_100"], 1) for _, row in rows],
            "Preliminärt": ["ja" if row["preliminar"] else "" for _, row in rows],
            "Anmärkning": remarks,
        }
    )
    return answer.drop(
        columns=[
            *(["Per 100 000"] if step != "ar" else []),
            *(["Index"] if step == "kvartal" else []),
        ]
    )


def rates_of(store: Store, omrade_ids: Collection[str], brottstyp_id: str) -> pd.DataFrame:
    """The rates of these areas that have any, as rates."""
    areas = crimes.areas(store)
    areas = areas[areas["omrade_id"].isin(omrade_ids)]
    names = dict(zip(areas["omrade_id"], areas["namn"], strict=True))
    counts = crimes.counts(store, brottstyp_id=brottstyp_id)
    return rates(counts, crimes.populations(store), names, brottstyp_id)


def rates(
    counts: pd.DataFrame, people: pd.DataFrame, names: Mapping[str, str], brottstyp_id: str
) -> pd.DataFrame:
    """Rates per 100 000 by year of all areas that have them, to compare: omrade_id, omrade, ar,
    per_100k, preliminar, kalla_id."""
    parts = []
    for omrade_id, name in names.items():
        own = series(counts, people, omrade_id, brottstyp_id, "ar")
        parts += [
            {"omrade_id": omrade_id, "omrade": name, "ar": period.year}
            | {key: row[key] for key in _RATE}
            for period, row in records(own[own["per_100k"].notna()])
        ]
    return pd.DataFrame(parts, columns=["omrade_id", "omrade", "ar", *_RATE])


_RATE = ("per_100k", "preliminar", "kalla_id")


def sources(frames: Sequence[pd.DataFrame]) -> list[str]:
    """Ids of the sources of all rows, each once."""
    found = [
        name
        for frame in frames
        for text in frame["kalla_id"].dropna()
        for name in str(text).split(SEPARATOR)
    ]
    return list(dict.fromkeys(found))
