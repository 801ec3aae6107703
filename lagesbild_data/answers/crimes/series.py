"""Reported crimes over time: the series of an area and a type, and rates side by side.

A sum, a rate or an index is worked out of what the reader sees, so it is made of shown counts only.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.crimes.reported import CrimeType
from lagesbild_data.model.schema import SEPARATOR
from lagesbild_data.public.answer import Gap
from lagesbild_data.public.table import Column, Table
from lagesbild_data.store.stores import Store
from lagesbild_data.words import measures, swedish

Step = Literal["ar", "kvartal", "rullande"]
"""What a series goes by: years, quarters, or four quarters at a time."""
Row = Mapping[str, Any]
"""A period of a series: its row of `series`."""
BROKEN = "serien är bruten"
"""Said of a count that can't safely be compared with those before it."""
HIDDEN = Gap.HIDDEN.value
"""What stands for a count that must not be shown."""


def series_of(store: Store, omrade_id: str, brottstyp_id: str, step: Step) -> pd.DataFrame:
    """The series of an area and a type in a store: what every page and document speaks of."""
    counts = reported.counts(store, omrade_id, brottstyp_id)
    return series(counts, reported.populations(store), omrade_id, brottstyp_id, step)


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


def table(frame: pd.DataFrame, step: Step) -> Table:
    """The series, newest first: Period, Antal (NA where hidden or not
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
    return Table.of(
        answer.drop(
            columns=[
                *(["Per 100 000"] if step != "ar" else []),
                *(["Index"] if step == "kvartal" else []),
            ]
        ),
        Column("Antal", HIDDEN),
        Column("Per 100 000", "–"),
        Column("Index", "–", decimals=1),
    )


def rates_of(store: Store, omrade_ids: Collection[str], brottstyp_id: str) -> pd.DataFrame:
    """The rates of these areas that have any, as rates."""
    areas = reported.areas(store)
    areas = areas[areas["omrade_id"].isin(omrade_ids)]
    names = dict(zip(areas["omrade_id"], areas["namn"], strict=True))
    counts = reported.counts(store, brottstyp_id=brottstyp_id)
    return rates(counts, reported.populations(store), names, brottstyp_id)


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
