"""Reported crimes of the chosen areas and the kommun: over time, whether a change is more than
chance, and by type."""

from collections.abc import Iterator, Sequence

import pandas as pd

from briefing.asked import Asked, filled, findings
from briefing.blocks import Block, Chart, Charts, Gap, Point, Table
from charts import theme
from lagesbild_data.answers import crime_trends
from lagesbild_data.answers import crimes as known
from lagesbild_data.answers.crime_trends import Compared, Step
from lagesbild_data.answers.indicators import FEW_AREAS
from lagesbild_data.answers.overview import AreaCrimes, Looks
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.public.answer import Caveat, CrimesChanged, Finding
from lagesbild_data.public.sentences import crimes_title
from lagesbild_data.public.words import value_text
from lagesbild_data.words import swedish

_NAMES: dict[Step, str] = {"ar": "år", "kvartal": "kvartal"}


def reported(ask: Asked) -> Iterator[Block]:
    """Reported crimes of the chosen areas, with the kommun beside."""
    areas = [each for each in ask.picture.crimes if not each.own]
    kommun = next((each for each in ask.picture.crimes if each.own), None)
    if len(areas) > 1:
        yield _side_by_side(ask, [*areas, *([kommun] if kommun else [])])
    for each in areas if len(areas) <= FEW_AREAS else []:
        yield from _over_time(ask, each, ("ar",))
        yield from _unusual(ask, each)
    if kommun is None:
        yield Gap("", ask.basis([]), "Anmälda brott är inte publicerade för de valda åren.")
        return
    known = [
        *_over_time(ask, kommun, crime_trends.JUDGED),
        *_unusual(ask, kommun),
        *_types(ask, kommun),
    ]
    yield from known or [
        Gap("", ask.basis([]), "Anmälda brott är inte publicerade för de valda åren.")
    ]


def _side_by_side(ask: Asked, found: Sequence[AreaCrimes]) -> Table:
    """Several areas and the kommun, a row each."""
    rows = [
        {
            "Område": each.area,
            "Tid": each.compared.when if each.compared else str(each.hidden or ""),
            "Antal": value_text(each.value),
            "Ändring": theme.signed_change(each.compared.change) if each.compared else "",
            "Ovanlig ändring?": each.unusual.answer.value,
        }
        for each in found
    ]
    kallor = [kalla for each in found if each.compared for kalla in each.compared.kallor]
    basis = ask.basis(kallor, f"{len(found) - any(each.own for each in found)} områden")
    return Table("Anmälda brott i de valda områdena", basis, pd.DataFrame(rows))


def _over_time(ask: Asked, crimes: AreaCrimes, steps: Sequence[Step]) -> Iterator[Charts]:
    """All reported crimes of an area until the chosen years, a chart for each of these steps that
    has any."""
    last = ask.choice.filter.year
    for step, frame in zip(steps, ask.crimes.judged(crimes.omrade_id), strict=False):
        rows = [
            (period, row)
            for period, row in crime_trends.records(frame[frame["antal"].notna()])
            if last is None or period.year <= last
        ]
        if not rows:
            continue
        where = "" if crimes.own else f" i {crimes.area}"
        title, (period, row) = f"Anmälda brott i {crimes.area}", rows[-1]
        if step == "kvartal":
            preliminary = " (preliminärt)" if row["preliminar"] else ""
            now = crime_trends.period_words(period).capitalize()
            title = f"{now}: {swedish.number(row['antal'])} anmälda brott{where}{preliminary}"
        elif crimes.compared and isinstance(
            said := crimes.compared.said(crimes.area, ""), CrimesChanged
        ):
            title = crimes_title(said, where)
        yield _chart(ask, title, f"Anmälda brott{where} per {_NAMES[step]}", crimes, rows, step)


def _chart(
    ask: Asked, title: str, name: str, crimes: AreaCrimes, rows: Sequence[tuple], step: Step
) -> Charts:
    points = tuple(
        Point(
            str(period.year) if step == "ar" else f"K{period.quarter} {period.year}",
            row["antal"],
            swedish.number(row["antal"]),
            row["preliminar"],
        )
        for period, row in rows
    )
    remarks = [
        Caveat.remark(row["anmarkning"], str(period.year))
        for period, row in rows
        if isinstance(row["anmarkning"], str)
    ]
    notes = (
        ["Streckade staplar är preliminära."] if any(row["preliminar"] for _, row in rows) else []
    )
    kallor = crime_trends.sources([pd.DataFrame([row for _, row in rows])])
    place = "hela kommunen" if crimes.own else crimes.area
    basis = ask.basis(kallor, f"{place}, {len(rows)} {_NAMES[step]}", [*remarks, *notes])
    return Charts(title, basis, (Chart(name, "antal", points),))


def _unusual(ask: Asked, crimes: AreaCrimes) -> Iterator[Block]:
    """Whether an area's change is more than chance, and what its latest quarter is beside the same
    a year before."""
    kinds, its = known.types(ask.store), crimes.compared
    if not kinds or its is None:
        return
    kind = next((each for each in kinds if each.brottstyp_id == ALL_CRIMES), kinds[0])
    within = crime_trends.remarks_within(ask.counts, kinds, kind, crimes.omrade_id, its.year)
    found = crime_trends.findings(its, kind, crimes.area, within)
    _, quarters = ask.crimes.judged(crimes.omrade_id)
    latest = Compared.of(quarters, "kvartal", ask.choice.filter.year)
    if latest and latest.now != its.now:
        found += crime_trends.findings(latest, kind, crimes.area)
    where = "" if crimes.own else f" i {crimes.area}"
    answer = Finding(crimes.unusual, found[0].table, found[0].kallor)
    yield findings(
        ask, f"Är ändringen{where} ovanlig? {crimes.unusual.answer.value}", [answer, *found]
    )


def _types(ask: Asked, crimes: AreaCrimes) -> Iterator[Table]:
    """The types of the year that is told of."""
    if crimes.compared is None or crimes.compared.step != "ar":
        return
    year, kinds = crimes.compared.year, known.types(ask.store)
    table = crime_trends.by_type(
        ask.counts, known.populations(ask.store), kinds, crimes.omrade_id, year, True
    )
    rows = ask.counts[(ask.counts["omrade_id"] == crimes.omrade_id) & (ask.counts["ar"] == year)]
    basis = ask.basis(crime_trends.sources([rows]), f"{crimes.area}, {year} mot {year - 1}")
    gaps = dict.fromkeys(table.columns, "–") | {"Anmärkning": ""}
    yield Table(
        f"Anmälda brott i {crimes.area} {year}, per brottstyp", basis, filled(table), gaps, _LOOKS
    )


_LOOKS: Looks = {
    "Förändring": swedish.signed,
    "Förändring i procent": swedish.signed_percent,
}
