"""Reported crimes over time: the series of an area and a type, the change against chance, and what is unusual.

Counts below kommun level go through disclosure before anything is worked out of them, so whatever is shown here, a sum,
a rate or an index, is made of shown counts only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import crimes, disclosure, measures, queries, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.queries import SEPARATOR, WHOLE, own_kommun
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.situation import MISSING, Finding, KeyFigure
from lagesbild_data.store import Store

Step = Literal["ar", "kvartal", "rullande"]
"""What a series goes by: years, quarters, or four quarters at a time."""

_area = SQL_TABLES["omraden"].c
_type = SQL_TABLES["brottstyper"].c
_crime = SQL_TABLES["anmalda_brott"].c
_month = SQL_TABLES["brott_per_manad"].c
_people = SQL_TABLES["folkmangd"].c

_TABLE = "anmalda_brott"


@dataclass(frozen=True)
class CrimeType:
    """A type of crime and how deep it lies under the broadest."""

    brottstyp_id: str
    name: str
    depth: int
    checked: bool
    remark: str

    @property
    def label(self) -> str:
        """The name, and that it is unchecked where it is."""
        return self.name if self.checked else f"{self.name} (etiketten är inte kontrollerad)"


def types(store: Store) -> list[CrimeType]:
    """The types that have any count, each broader one before those that it holds."""
    used = sa.union(sa.select(_crime.brottstyp_id), sa.select(_month.brottstyp_id))
    rows = store.rows(sa.select(SQL_TABLES["brottstyper"]).where(_type.brottstyp_id.in_(used)))
    by_id = {row.brottstyp_id: row for row in rows}
    below: dict[str | None, list[sa.Row]] = {}
    for row in rows:
        below.setdefault(row.over_id if row.over_id in by_id else None, []).append(row)

    def tree(over: str | None, depth: int) -> Iterator[CrimeType]:
        for row in below.get(over, []):
            yield CrimeType(row.brottstyp_id, row.namn, depth, row.kontrollerad, row.anmarkning or "")
            yield from tree(row.brottstyp_id, depth + 1)

    return list(tree(None, 0))


def areas(store: Store) -> pd.DataFrame:
    """The areas that have any count: omrade_id, namn, whole (whether it is a kommun or riket), own (whether it is the
    kommun of the neighbourhoods); the own kommun first, then its parts in Swedish order, then other whole ones."""
    used = sa.union(sa.select(_crime.omrade_id), sa.select(_month.omrade_id))
    frame = store.frame(
        sa.select(
            _area.omrade_id,
            _area.namn,
            _area.typ.in_(WHOLE).label("whole"),
            (_area.omrade_id == own_kommun).label("own"),
        ).where(_area.omrade_id.in_(used))
    )
    frame = frame.astype({"whole": bool, "own": bool}).sort_values(
        "namn", key=lambda names: names.map(swedish.sort_key)
    )
    return frame.sort_values(["own", "whole"], ascending=[False, True], kind="stable").reset_index(drop=True)


def shown_counts(store: Store, threshold: int) -> pd.DataFrame:
    """Every count that may be shown, columns as crimes.counts and brottstyp_id and dold: below kommun level those under
    the threshold are hidden (antal NA, dold True), and those that would give them away."""
    parts = [crimes.counts(store, kind.brottstyp_id).assign(brottstyp_id=kind.brottstyp_id) for kind in types(store)]
    if not parts:
        return crimes.counts(store, "").assign(brottstyp_id="", dold=False)
    frame = pd.concat(parts, ignore_index=True)
    kommun_of = _kommun_of(store)
    if all(kommun_of[area] is None for area in frame["omrade_id"].unique()):
        return frame.assign(antal=frame["antal"].astype("Int64"), dold=False)
    over = dict(store.rows(sa.select(_type.brottstyp_id, _type.over_id)))
    answer = disclosure.hide_small_counts(frame, kommun_of, over, threshold)
    return answer.assign(per_100k=answer["per_100k"].mask(answer["dold"]))


def shown_rows(store: Store, table: str, filter: Filter, threshold: int) -> pd.DataFrame:
    """queries.chosen_rows with the counts that must not be shown left out: those that shown_counts hides, and below
    kommun level every single month."""
    rows = queries.chosen_rows(store, table, filter)
    if table == "brott_per_manad":
        kommun_of = _kommun_of(store)
        return rows.assign(antal=rows["antal"].astype("Int64").mask(rows["omrade_id"].map(kommun_of).notna()))
    if table == "anmalda_brott":
        known = shown_counts(store, threshold)
        hidden = set(_keys(known[known["dold"]]))
        of_rows = pd.Series([key in hidden for key in _keys(rows)], rows.index, dtype=bool)
        return rows.assign(**{name: rows[name].astype("Int64").mask(of_rows) for name in ("antal", "per_100k")})
    return rows


def _keys(counts: pd.DataFrame) -> list[tuple]:
    """What makes each count unique, 0 standing for the quarter of a whole year."""
    key = counts[["omrade_id", "ar", "kvartal", "brottstyp_id"]]
    return list(key.astype({"kvartal": "Int64"}).fillna({"kvartal": 0}).itertuples(index=False, name=None))


def _kommun_of(store: Store) -> dict[str, str | None]:
    """The kommun that each area lies in; None for kommuner and riket themselves."""
    rows = store.rows(sa.select(_area.omrade_id, _area.typ, _area.kommunkod))
    kommuner = {row.kommunkod: row.omrade_id for row in rows if row.typ == "kommun"}
    return {row.omrade_id: None if row.typ in WHOLE else kommuner.get(row.kommunkod) for row in rows}


def populations(store: Store) -> pd.DataFrame:
    """Population on 31 December: omrade_id, ar, antal."""
    return store.frame(sa.select(_people.omrade_id, _people.ar, _people.antal))


def series(counts: pd.DataFrame, people: pd.DataFrame, omrade_id: str, brottstyp_id: str, step: Step) -> pd.DataFrame:
    """One area's counts of one type by period, oldest first, a row for every period in between, too.

    Indexed by period: antal (NA where hidden or not published), dold, preliminar, tidsseriebrott (bools), per_100k (by
    year: as published, else worked out; NA for other steps), raknad_kvot (worked out), index_100 (the first period
    without a series break = 100), kalla_id, anmarkning.
    """
    rows = counts[(counts["omrade_id"] == omrade_id) & (counts["brottstyp_id"] == brottstyp_id)]
    rows = rows[rows["kvartal"].isna() == (step == "ar")]
    periods = _periods(rows, step)
    frame = rows.set_index(periods)
    columns = ["antal", "dold", "preliminar", "tidsseriebrott", "per_100k", "kalla_id", "anmarkning"]
    frame = frame[columns].sort_index()
    if len(frame):
        frame = frame.reindex(pd.period_range(periods.min(), periods.max(), freq=periods.freq))
    flags = ["dold", "preliminar", "tidsseriebrott"]
    frame[flags] = frame[flags].astype("boolean").fillna(False).astype(bool)
    if step == "rullande":
        frame = _rolled(frame)
    frame["raknad_kvot"] = _rates(frame, people[people["omrade_id"] == omrade_id]) if step == "ar" else float("nan")
    frame["per_100k"] = frame["per_100k"].astype(float).fillna(frame["raknad_kvot"].round())
    frame["index_100"] = measures.index_100(frame["antal"].astype(float), base(frame)) if len(frame) else []
    return frame


def _periods(rows: pd.DataFrame, step: Step) -> pd.PeriodIndex:
    if step == "ar":
        return pd.PeriodIndex([str(year) for year in rows["ar"]], freq="Y")
    names = [f"{year}Q{quarter}" for year, quarter in zip(rows["ar"], rows["kvartal"], strict=True)]
    return pd.PeriodIndex(names, freq="Q")


def _rolled(frame: pd.DataFrame) -> pd.DataFrame:
    """The quarters as sums of four, each by its last quarter; hidden or preliminary where any of the four is."""
    sums = measures.sum_of_four_quarters(frame["antal"].astype(float)).astype("Int64")
    flags = {name: frame[name].astype(float).rolling(4, min_periods=1).max() > 0 for name in ("dold", "preliminar")}
    return frame.assign(antal=sums, **flags).iloc[3:]


def base(frame: pd.DataFrame) -> pd.Period:
    """The period whose index is 100: the first with a count and without a series break, else the first of all."""
    usable = frame[frame["antal"].notna() & ~frame["tidsseriebrott"]]
    return usable.index[0] if len(usable) else frame.index[0]


def _rates(frame: pd.DataFrame, people: pd.DataFrame) -> list[float]:
    """Per 100 000 of the mean population of each year; NaN where the population of either year's end is unknown."""
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


def shown_year(frame: pd.DataFrame, year: int | None) -> int | None:
    """The latest year of a series that isn't after the wanted one (None: any); None where there is none."""
    within = [period.year for period, _ in records(frame) if year is None or period.year <= year]
    return within[-1] if within else None


# What a council wants to know


def change_words(before: int, now: int) -> str:
    """`+2 165 (+16,4 %)`; no percentage on a small base."""
    percent = measures.percent_change(before, now)
    return f"{swedish.signed(now - before)}{'' if percent is None else f' ({swedish.signed(percent, 1)} %)'}"


def verdict(before: int, now: int) -> str:
    """Whether two counts differ more than chance explains, in words."""
    return "är större än slumpen brukar ge" if measures.is_beyond_chance(before, now) else "kan vara slump"


_MOVES = {"höjt": ("ökade", "Ökningen"), "sänkt": ("minskade", "Minskningen"), "oförändrat": ("var oförändrade", "")}


@dataclass(frozen=True)
class Compared:
    """The last known period of a series, or the last of a year, and the same time the year before."""

    now: pd.Period
    row: dict[str, Any]
    before: pd.Period
    row_before: dict[str, Any] | None
    step: Step

    @classmethod
    def of(cls, frame: pd.DataFrame, step: Step, year: int | None) -> "Compared | None":
        """None where nothing is known of the year."""
        rows = {period: row for period, row in records(frame[frame["antal"].notna()]) if year in (None, period.year)}
        if not rows:
            return None
        now = max(rows)
        before = now - (1 if step == "ar" else 4)
        known = dict(records(frame[frame["antal"].notna()]))
        return cls(now, rows[now], before, known.get(before), step)

    @property
    def kallor(self) -> tuple[str, ...]:
        """Ids of the sources."""
        rows = [self.row, *([self.row_before] if self.row_before else [])]
        return tuple(dict.fromkeys(name for row in rows for name in str(row["kalla_id"]).split(SEPARATOR)))

    def remarks(self, kind: CrimeType) -> tuple[str, ...]:
        """What is to be said of the figures."""
        rows = [self.row, *([self.row_before] if self.row_before else [])]
        told = [row["anmarkning"] for row in rows if isinstance(row["anmarkning"], str)]
        return tuple(dict.fromkeys([*told, *([kind.remark] if kind.remark else [])]))

    def when(self, period: pd.Period, row: Mapping[str, Any]) -> str:
        """The period, and that it is preliminary where it is."""
        return f"{period_words(period, self.step)}{_preliminary(row)}"


def key_figures(frame: pd.DataFrame, step: Step, kind: CrimeType, year: int | None) -> list[KeyFigure]:
    """Count, rate (by year) and change of what findings speak of."""
    compared = Compared.of(frame, step, year)
    if compared is None:
        return [KeyFigure("Antal", MISSING, str(year or ""), _TABLE)]
    row, when, remarks = compared.row, compared.when(compared.now, compared.row), compared.remarks(kind)
    figures = [KeyFigure("Antal", swedish.number(row["antal"]), when, _TABLE, compared.kallor, caveats=remarks)]
    if step == "ar":
        rate = MISSING if pd.isna(row["per_100k"]) else swedish.number(row["per_100k"])
        figures.append(KeyFigure("Per 100 000 invånare", rate, when, _TABLE, compared.kallor))
    if compared.row_before:
        was, now = compared.row_before["antal"], row["antal"]
        percent = measures.percent_change(was, now)
        value = swedish.signed(now - was) if percent is None else f"{swedish.signed(percent, 1)} %"
        detail = f"{swedish.signed(now - was)} mot {compared.when(compared.before, compared.row_before)}"
        told = verdict(was, now)
        figures.append(KeyFigure("Förändring", value, when, _TABLE, compared.kallor, detail=f"{detail}; {told}"))
    return figures


def findings(frame: pd.DataFrame, step: Step, kind: CrimeType, area: str, year: int | None) -> list[Finding]:
    """What the series says of its last period, or the last of the year, against the same time the year before."""
    compared = Compared.of(frame, step, year)
    if compared is None or compared.row_before is None:
        return []
    was, now = compared.row_before["antal"], compared.row["antal"]
    move, difference = _MOVES[measures.direction(was, now)]
    told = [
        f"Anmälda brott ({kind.name}) i {area} {move} från {swedish.number(was)} "
        f"({compared.when(compared.before, compared.row_before)}) till {swedish.number(now)} "
        f"({compared.when(compared.now, compared.row)}), {change_words(was, now)}."
    ]
    if difference:
        told.append(f"{difference} {verdict(was, now)}.")
    if measures.percent_change(was, now) is None:
        told.append("Talen är för små för en procentsats.")
    return [Finding(" ".join(told), _TABLE, compared.kallor, compared.remarks(kind))]


def _preliminary(row: Mapping[str, Any]) -> str:
    return ", preliminärt" if row["preliminar"] else ""


def headline(frame: pd.DataFrame, step: Step, measure: str, kind: CrimeType, area: str) -> str:
    """Where the series is highest and lowest."""
    rows = [(row[measure], period) for period, row in records(frame) if pd.notna(row[measure])]
    if len(rows) < 2:
        return f"{kind.label}, {area}"
    ends = " och ".join(
        f"{word} {period_words(period, step)} ({swedish.number(value)})"
        for word, (value, period) in (("högst", max(rows)), ("lägst", min(rows)))
    )
    return f"{kind.label}, {area}: {ends}"


def rate_findings(frame: pd.DataFrame) -> list[Finding]:
    """The years whose published rate isn't the one that count and mean population give."""
    found = []
    for period, row in records(frame):
        if pd.notna(row["raknad_kvot"]) and row["per_100k"] != round(row["raknad_kvot"]):
            published, own = (swedish.number(row[name]) for name in ("per_100k", "raknad_kvot"))
            text = f"{period}: publicerad kvot är {published}; antal delat med årets medelfolkmängd ger {own}."
            found.append(Finding(text, _TABLE, tuple(str(row["kalla_id"]).split(SEPARATOR))))
    return found


@dataclass(frozen=True)
class Control:
    """A control chart of quarters: columns as measures.control_chart and preliminar, and the last quarter that the
    expected span rests on."""

    frame: pd.DataFrame
    until: pd.Period

    def headline(self) -> str:
        """How many quarters stand outside the expected span."""
        outside = int(self.frame["outside"].sum())
        if not outside:
            return "Inget kvartal ligger utanför det väntade"
        return f"{outside} kvartal ligger utanför det väntade"

    def words(self) -> list[str]:
        """One sentence per quarter outside, newest first."""
        sentences = []
        for period, row in records(self.frame[self.frame["outside"]].iloc[::-1]):
            side = "över" if row["value"] > row["high"] else "under"
            low, high = (swedish.number(row[name]) for name in ("low", "high"))
            quarter = f"{period_words(period).capitalize()}{_preliminary(row)}"
            sentences.append(
                f"{quarter} ligger {side} det väntade: {swedish.number(row['value'])}, väntat {low}–{high}."
            )
        return sentences


def control(frame: pd.DataFrame) -> Control | None:
    """The control chart of a series of quarters (as series), with limits from all but its last four; None where it is
    too short, or too much of it is hidden."""
    if len(frame) <= 4:
        return None
    until = frame.index[-5]
    chart = measures.seasonal_control_chart(frame["antal"].astype(float), until)
    return None if chart is None else Control(chart.assign(preliminar=frame["preliminar"]), until)


def by_type(counts: pd.DataFrame, kinds: Iterable[CrimeType], omrade_id: str, year: int) -> pd.DataFrame:
    """The types of an area in a year, in their order, narrower ones after a dash: Brottstyp, Antal, Per 100 000, the
    change since the year before, and whether chance explains it; hidden counts are "dolt"."""
    of_area = counts[(counts["omrade_id"] == omrade_id) & counts["kvartal"].isna()]
    now, before = (
        {row["brottstyp_id"]: row for row in of_area[of_area["ar"] == when].to_dict("records")}
        for when in (year, year - 1)
    )
    rows = [
        [f"{'– ' * kind.depth}{kind.label}", *_against(now[kind.brottstyp_id], before.get(kind.brottstyp_id))]
        for kind in kinds
        if kind.brottstyp_id in now
    ]
    headings = ["Brottstyp", f"Antal {year}", "Per 100 000", f"Förändring mot {year - 1}", "Mot slumpen"]
    return pd.DataFrame(rows, columns=headings)


def _against(now: Mapping[Any, Any], before: Mapping[Any, Any] | None) -> list[str | None]:
    """Count, rate, change and verdict of a year's row, in words."""
    count = HIDDEN if now["dold"] else swedish.number(now["antal"])
    rate = None if pd.isna(now["per_100k"]) else swedish.number(now["per_100k"])
    if before is None or pd.isna(before["antal"]) or pd.isna(now["antal"]):
        return [count, rate, None, None]
    chance = verdict(before["antal"], now["antal"]).removeprefix("är ")
    return [count, rate, change_words(before["antal"], now["antal"]), chance]


HIDDEN = "dolt"
"""What stands for a count that must not be shown."""


def table(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """The series with Swedish headings, newest first: Period, Antal, Per 100 000 (by year), Index, Anmärkning."""
    rows = frame.iloc[::-1]
    remarks = []
    for _, row in records(rows):
        told = [HIDDEN] if row["dold"] else []
        told += ["preliminärt"] if row["preliminar"] else []
        told += ["tidsseriebrott"] if row["tidsseriebrott"] else []
        told += [row["anmarkning"]] if isinstance(row["anmarkning"], str) else []
        remarks.append("; ".join(told))
    answer = pd.DataFrame(
        {
            "Period": [period_words(period, step) for period, _ in records(rows)],
            "Antal": rows["antal"].astype("Int64").to_numpy(),
            "Per 100 000": rows["per_100k"].astype("Int64").to_numpy(),
            "Index": rows["index_100"].astype(float).round(1).to_numpy(),
            "Anmärkning": remarks,
        }
    )
    return answer if step == "ar" else answer.drop(columns="Per 100 000")


def rates(counts: pd.DataFrame, people: pd.DataFrame, names: Mapping[str, str], brottstyp_id: str) -> pd.DataFrame:
    """Rates per 100 000 by year of all areas that have them, to compare: omrade_id, omrade, ar, per_100k, kalla_id."""
    parts = []
    for omrade_id, name in names.items():
        own = series(counts, people, omrade_id, brottstyp_id, "ar")
        parts += [
            {"omrade_id": omrade_id, "omrade": name, "ar": period.year} | {key: row[key] for key in _RATE}
            for period, row in records(own[own["per_100k"].notna()])
        ]
    return pd.DataFrame(parts, columns=["omrade_id", "omrade", "ar", *_RATE])


_RATE = ("per_100k", "kalla_id")


def sources(frames: Sequence[pd.DataFrame]) -> list[str]:
    """Ids of the sources of all rows, each once."""
    found = [name for frame in frames for text in frame["kalla_id"].dropna() for name in str(text).split(SEPARATOR)]
    return list(dict.fromkeys(found))
