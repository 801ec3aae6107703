"""An indicator over the years: its series, how areas stand in a year, and how sure a change is."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.filter import FEW_AREAS, Filter
from lagesbild_data.model.periods import INDEX, WHOLE, own_kommun
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import signs, verdict
from lagesbild_data.public.answer import (
    Caveat,
    Change,
    Finding,
    IndicatorAlone,
    IndicatorMoved,
    Number,
    SurveyAnswers,
    percentage,
)
from lagesbild_data.public.table import Column, Signed, Table
from lagesbild_data.public.verdict import Measurement
from lagesbild_data.public.words import beside_interval, value_text, value_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import measures, swedish

_area = SQL_TABLES["omraden"].c
_indicator = SQL_TABLES["indikatorer"].c
_value = SQL_TABLES["indikatorvarden"].c
_survey_of = SQL_TABLES["undersokningar"].c
_disturbance = SQL_TABLES["storningar"].c
shown_decimals = sa.func.coalesce(_indicator.decimaler, 0).label("decimaler")

NO_UNCERTAINTY = "osäkerhet ej publicerad"
GROUPS = ("totalt", "kvinnor", "män")
BANDS = ((0, 1, "låg"), (1, 2, "måttlig"), (2, 3, "förhöjd"), (3, 6, "hög"))
"""The product's own division of the problemindex, as (from, to, name). No official one has been
found."""
TYPICAL_ANSWERS = (170, 190)
"""Answers per area that other kommuner's reports on the same survey state."""


def indicators(store: Store) -> Sequence[sa.Row]:
    """The indicators that have any value, the problemindex first: indikator_id, namn, enhet,
    minimum, maximum, decimaler, battre, beskrivning."""
    return store.rows(
        sa.select(SQL_TABLES["indikatorer"])
        .where(_indicator.indikator_id.in_(sa.select(_value.indikator_id)))
        .order_by(_indicator.indikator_id != INDEX, _indicator.namn)
    )


def series(store: Store, indikator_id: str, filter: Filter) -> pd.DataFrame:
    """Every value of an indicator for the chosen areas and for whole kommuner and riket, oldest
    first.

    omrade_id, omrade, typ, egen (whether it is the kommun of the neighbourhoods), grupp, ar, varde
    (NA where only the direction is published), riktning, antal_svar, standardfel, kalla_id,
    anmarkning; the own kommun first, then other whole ones, then areas in Swedish order.
    """
    frame = store.frame(
        sa.select(
            _value.omrade_id,
            _area.namn.label("omrade"),
            _area.typ,
            (_value.omrade_id == own_kommun).label("egen"),
            _value.grupp,
            _value.ar,
            _value.varde,
            _value.riktning,
            _value.antal_svar,
            _value.standardfel,
            _value.kalla_id,
            _value.anmarkning,
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
        .where(
            _value.indikator_id == indikator_id,
            filter.in_areas(_value.omrade_id) | _area.typ.in_(WHOLE),
        )
    )
    order: pd.DataFrame = pd.DataFrame(
        {
            "own": ~frame["egen"].astype(bool),
            "part": ~frame["typ"].isin(WHOLE),
            "riket": frame["typ"] == "riket",
            "name": frame["omrade"].map(swedish.sort_key),
            "group": frame["grupp"].map(GROUPS.index),
            "year": frame["ar"],
        }
    )
    return frame.loc[order.sort_values(list(order.columns)).index].reset_index(drop=True)


def change(now: pd.Series, before: pd.Series | None, indicator: sa.Row) -> Change | None:
    """The change between two measurements of a series; None where nothing is known of it."""
    earlier = None if before is None else Measurement.of(before)
    return verdict.measured(
        Measurement.of(now), earlier, indicator.battre, indicator.decimaler or 0, indicator.enhet
    )


def measurements(frame: pd.DataFrame, year: int) -> Iterator[tuple[pd.Series, pd.Series | None]]:
    """For each area's total of a year: that measurement, and the one before it or None."""
    totals = frame[(frame["grupp"] == "totalt") & (frame["ar"] <= year)]
    for _, rows in totals.groupby("omrade_id", sort=False):
        if rows["ar"].iloc[-1] == year:
            yield rows.iloc[-1], rows.iloc[-2] if len(rows) > 1 else None


def ranking(frame: pd.DataFrame, indicator: sa.Row, year: int) -> Table:
    """The areas in a year, the highest value first and those without a number last: Område, the
    indicator's name with the year, Riktning, Förändring, Bedömning, Osäkerhet, Svar."""
    rows, decimals = [], indicator.decimaler or 0
    for now, before in measurements(frame, year):
        its = change(now, before, indicator)
        numbers = (
            f"{value_text(its.difference)} mot {its.against}" if its and its.difference else None
        )
        interval = (
            beside_interval(its.interval, decimals)
            if its and its.interval
            else numbers and NO_UNCERTAINTY
        )
        rows.append(
            (
                now["omrade"],
                now["varde"],
                its and Signed(signs.arrow(its), its.direction),
                numbers,
                its and its.verdict.value,
                interval,
                now["antal_svar"],
            )
        )
    rows.sort(
        key=lambda row: (
            pd.isna(row[1]),
            0 if pd.isna(row[1]) else -row[1],
            swedish.sort_key(row[0]),
        )
    )
    value = f"{indicator.namn} {year}"
    headings = [
        "Område",
        value,
        "Riktning",
        "Förändring",
        "Bedömning",
        "Osäkerhet",
        "Svar",
    ]
    told = ("Riktning", "Förändring", "Bedömning", "Osäkerhet")
    return Table.of(
        pd.DataFrame(rows, columns=headings).astype({value: "Float64", "Svar": "Int64"}),
        Column(value, decimals=decimals),
        *(Column(heading, "–") for heading in told),
    )


def findings(frame: pd.DataFrame, indicator: sa.Row, year: int, chosen: Filter) -> list[Finding]:
    """What a year's measurement says of the chosen areas, where they are few, and of the own
    kommun, and how sure it is."""
    few = chosen.areas if len(chosen.areas) <= FEW_AREAS else ()
    pairs = [
        pair for pair in measurements(frame, year) if pair[0]["egen"] or pair[0]["omrade_id"] in few
    ]
    return [
        _finding(*pair, indicator) for pair in sorted(pairs, key=lambda pair: bool(pair[0]["egen"]))
    ]


def _finding(now: pd.Series, before: pd.Series | None, indicator: sa.Row) -> Finding:
    rows = [row for row in (now, before) if row is not None]
    kallor = tuple(dict.fromkeys(row["kalla_id"] for row in rows))
    remarks = dict.fromkeys(row["anmarkning"] for row in rows if isinstance(row["anmarkning"], str))
    return Finding(
        _said(now, before, indicator), "indikatorvarden", kallor, tuple(map(Caveat.remark, remarks))
    )


def _said(
    now: pd.Series, before: pd.Series | None, indicator: sa.Row
) -> IndicatorMoved | IndicatorAlone:
    """What a measurement says: the change, else the value alone."""
    its, area, year = change(now, before, indicator), now["omrade"], int(now["ar"])
    value = _shown(now["varde"], indicator)
    if its is None:
        return IndicatorAlone(indicator.namn, area, year, value)
    known = None if pd.isna(now["varde"]) else value
    return IndicatorMoved(indicator.indikator_id, indicator.namn, area, year, known, its)


def _shown(value: float, indicator: sa.Row) -> Number:
    return verdict.shown(value, indicator.decimaler or 0, indicator.enhet)


def own_kommun_only(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a series on all inhabitants of the own kommun."""
    return frame[frame["egen"].astype(bool) & (frame["grupp"] == "totalt")]


def headline(frame: pd.DataFrame, indicator: sa.Row, areas: Iterable[str] = ()) -> str:
    """The first and the last number of these areas, where they are few and have two, else of the
    own kommun: `Problemindex i Råslätt: 2,10 (2015) → 2,07 (2023)`; the indicator's name where
    there are not two.
    """
    totals = frame[frame["grupp"] == "totalt"].dropna(subset="varde")
    wanted = list(areas)
    of_areas = [
        rows
        for key, rows in totals.groupby("omrade_id", sort=False)
        if key in wanted and len(rows) > 1
    ]
    found = of_areas if 0 < len(of_areas) <= FEW_AREAS else [own_kommun_only(totals)]
    if len(found[0]) < 2:
        return indicator.namn
    told = []
    for rows in found:
        was, now = (
            f"{value_text(_shown(rows['varde'].iloc[at], indicator))} ({rows['ar'].iloc[at]})"
            for at in (0, -1)
        )
        told.append(f"{rows['omrade'].iloc[0]}: {was} → {now}")
    return f"{indicator.namn} i {' · '.join(told)}"


def explained(indicator: sa.Row) -> str:
    """What the indicator is, and which way is better."""
    better = f"{indicator.battre.capitalize()} är bättre." if indicator.battre else ""
    return " ".join(text for text in (indicator.beskrivning, better) if text)


def survey(store: Store, indikator_id: str, year: int) -> list[Finding]:
    """What is published of the survey behind a year's values in the own kommun."""
    row, _, _ = _survey(store, indikator_id, year)
    return list(_survey_findings(row)) if row else []


def _survey(
    store: Store, indikator_id: str, year: int
) -> tuple[sa.Row | None, int | None, int | None]:
    """The survey of the own kommun, and the fewest and most answers published of an area."""
    rows = store.rows(
        sa.select(SQL_TABLES["undersokningar"]).where(
            _survey_of.indikator_id == indikator_id,
            _survey_of.omrade_id == own_kommun,
            _survey_of.ar == year,
        )
    )
    [[fewest, most]] = store.rows(
        sa.select(sa.func.min(_value.antal_svar), sa.func.max(_value.antal_svar))
        .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
        .where(_value.indikator_id == indikator_id, _value.ar == year, _value.grupp == "totalt")
        .where(_area.typ.not_in(WHOLE), _value.antal_svar > 0)
    )
    return (rows[0] if rows else None), fewest, most


def _survey_findings(row: sa.Row) -> Iterator[Finding]:
    if row.utskick is not None or row.svarsfrekvens is not None:
        answers = SurveyAnswers(row.namn, row.utskick, row.svarsfrekvens)
        caveats = (Caveat.remark(row.anmarkning),) if row.anmarkning else ()
        yield Finding(answers, "undersokningar", (row.kalla_id,), caveats)


def survey_meaning(store: Store, indikator_id: str, year: int) -> str:
    """What the number of answers means for a share, worked out here; "" where the survey isn't
    published."""
    row, fewest, most = _survey(store, indikator_id, year)
    if row is None or not row.utskick or not row.svarsfrekvens:
        return ""
    count = round(row.utskick * row.svarsfrekvens / 100)
    rate = value_words(percentage(row.svarsfrekvens))
    return (
        f"Egen uträkning: {swedish.number(row.utskick)} utskick och {rate} svar är ungefär"
        f" {swedish.number(count)} svar. En andel på 50 procent i hela kommunen är då osäker med"
        f" minst {_margin(count, 1)}. Det gäller andelar som svarat på ett visst sätt, inte"
        f" indexet. {_in_areas(fewest, most)}"
    )


def _in_areas(fewest: int | None, most: int | None) -> str:
    """How unsure a share is in one area, from the answers published, else from what is usual."""
    if fewest is None or most is None:
        few, many = TYPICAL_ANSWERS
        return (
            "Hur många som svarade i varje område är inte publicerat; i andra kommuners rapporter"
            f" om liknande undersökningar är {few}–{many} vanligt, vilket ger ungefär"
            f" {_margin(round((few + many) / 2))}."
        )
    return (
        f"I områdena svarade {fewest}–{most}; i det med minst svar är osäkerheten ungefär"
        f" {_margin(fewest)}."
    )


def _margin(answers: int, decimals: int = 0) -> str:
    return f"±{swedish.number(measures.margin_of_error(50, answers) or 0, decimals)} procentenheter"


def disturbances(store: Store, filter: Filter) -> pd.DataFrame:
    """Disturbances of the chosen areas in the latest chosen year that has any: ar, grupp, storning,
    omrade, varde, kalla_id; in the order of the groups, whole kommuner first, then areas in Swedish
    order."""
    latest = (
        sa.select(sa.func.max(_disturbance.ar))
        .where(filter.in_years(_disturbance.ar))
        .scalar_subquery()
    )
    frame = store.frame(
        sa.select(
            _disturbance.ar,
            _disturbance.grupp,
            _disturbance.storning,
            _area.namn.label("omrade"),
            _disturbance.varde,
            _disturbance.kalla_id,
            _area.typ.in_(WHOLE).label("hel"),
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _disturbance.omrade_id)
        .where(_disturbance.ar == latest, filter.in_areas(_disturbance.omrade_id))
        .order_by(_disturbance.grupp, _disturbance.storning)
    )
    order = frame["omrade"].map(swedish.sort_key).where(~frame["hel"].astype(bool), "")
    return frame.loc[order.sort_values(kind="stable").index].drop(columns="hel")


def series_table(frame: pd.DataFrame, indicator: sa.Row) -> Table:
    """The series, newest first: År, Område, Grupp, the indicator's name,
    Riktning, Svar, Standardfel, Anmärkning."""
    rows = frame.iloc[::-1].sort_values("ar", ascending=False, kind="stable")
    columns = {
        "ar": "År",
        "omrade": "Område",
        "grupp": "Grupp",
        "varde": indicator.namn,
        "riktning": "Riktning",
        "antal_svar": "Svar",
        "standardfel": "Standardfel",
        "anmarkning": "Anmärkning",
    }
    table = rows[list(columns)].rename(columns=columns)
    if (frame["grupp"] == "totalt").all():
        table = table.drop(columns="Grupp")
    return Table.of(
        table.dropna(axis="columns", how="all"),
        Column("År", grouped=False),
        Column(indicator.namn, decimals=indicator.decimaler or 0),
        Column("Riktning", "–"),
        Column("Anmärkning", ""),
    )


def indicator_history(store: Store) -> Sequence[sa.Row]:
    """Every value of own_kommun, oldest first within each indicator: indikator_id, indikator,
    enhet, minimum, maximum, decimaler, battre, omrade, ar, varde, standardfel, riktning, kalla_id,
    anmarkning."""
    return store.rows(
        sa.select(
            _value.indikator_id,
            _indicator.namn.label("indikator"),
            _indicator.enhet,
            _indicator.minimum,
            _indicator.maximum,
            shown_decimals,
            _indicator.battre,
            _area.namn.label("omrade"),
            _value.ar,
            _value.varde,
            _value.standardfel,
            _value.riktning,
            _value.kalla_id,
            _value.anmarkning,
        )
        .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
        .where(_value.omrade_id == own_kommun, _value.grupp == "totalt")
        .order_by(_value.indikator_id != INDEX, _value.indikator_id, _value.ar)
    )


def measured(now: sa.Row, before: sa.Row | None) -> Change | None:
    """The change of an indicator between two of its rows; None where nothing is known of it."""
    earlier = None if before is None else Measurement.of(before)
    return verdict.measured(Measurement.of(now), earlier, now.battre, now.decimaler, now.enhet)


def moved(now: sa.Row, before: sa.Row | None) -> IndicatorMoved | None:
    """What an indicator did since the measurement before; None where nothing is known of it."""
    if (change := measured(now, before)) is None:
        return None
    value = None if now.varde is None else verdict.shown(now.varde, now.decimaler, now.enhet)
    return IndicatorMoved(now.indikator_id, now.indikator, now.omrade, now.ar, value, change)
