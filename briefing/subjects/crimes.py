"""Reported crimes of the chosen areas and the kommun: over time, whether a change is more than
chance, and by type."""

from collections.abc import Iterator, Sequence

import pandas as pd

from briefing.asked import Asked, findings
from briefing.blocks import Block, Chart, Charts, Gap, Point, Tabulated
from lagesbild_data.answers.crimes import by_area, by_type, comparison, series
from lagesbild_data.answers.crimes import reported as crime_reported
from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.crimes.series import Step
from lagesbild_data.model.filter import FEW_AREAS
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.public.answer import Caveat, CrimesChanged, Finding
from lagesbild_data.public.sentences import crimes_title
from lagesbild_data.words import swedish

_NAMES: dict[Step, str] = {"ar": "år", "kvartal": "kvartal"}


def reported(ask: Asked) -> Iterator[Block]:
    """Reported crimes of the chosen areas, with the kommun beside."""
    areas = [each for each in ask.picture.crimes if not each.own]
    if len(areas) > 1:
        yield _side_by_side(ask, areas)
    for each in areas if len(areas) <= FEW_AREAS else []:
        yield from _over_time(ask, each, ("ar",))
        yield from _unusual(ask, each)
    of_kommun: list[Block] = []
    for each in ask.picture.crimes:
        if each.own:
            of_kommun += _over_time(ask, each, comparison.JUDGED)
            of_kommun += [*_unusual(ask, each), *_types(ask, each)]
    missing = "Anmälda brott är inte publicerade för de valda åren."
    yield from of_kommun or [Gap("", ask.basis([]), missing)]


def _side_by_side(ask: Asked, areas: Sequence[AreaCrimes]) -> Tabulated:
    """Several areas and the kommun, a row each."""
    found = ask.picture.crimes
    basis = ask.basis([kalla for each in found for kalla in each.kallor], f"{len(areas)} områden")
    table = by_area.side_by_side(found)
    return Tabulated("Anmälda brott i de valda områdena", basis, table)


def _over_time(ask: Asked, area: AreaCrimes, steps: Sequence[Step]) -> Iterator[Charts]:
    """All reported crimes of an area until the chosen years, a chart for each of these steps that
    has any."""
    last = ask.choice.filter.year
    where = "" if area.own else f" i {area.area}"
    for step in steps:
        frame = series.series_of(ask.store, area.omrade_id, ALL_CRIMES, step)
        rows = [
            (period, row)
            for period, row in series.records(frame[frame["antal"].notna()])
            if last is None or period.year <= last
        ]
        if not rows:
            continue
        name = f"Anmälda brott{where} per {_NAMES[step]}"
        yield _chart(ask, _title(area, where, frame, step, last), name, area, rows, step)


def _title(area: AreaCrimes, where: str, frame: pd.DataFrame, step: Step, last: int | None) -> str:
    """What a chart's last period says."""
    if step == "kvartal" and (latest := Compared.of(frame, step, last)):
        return (
            f"{swedish.capital(latest.when)}: {swedish.number(latest.count)} anmälda brott{where}"
        )
    said = area.compared and area.compared.said(area.area, "")
    if isinstance(said, CrimesChanged):
        return crimes_title(said, where)
    return f"Anmälda brott i {area.area}"


def _chart(
    ask: Asked, title: str, name: str, area: AreaCrimes, rows: Sequence[tuple], step: Step
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
    kallor = series.sources([pd.DataFrame([row for _, row in rows])])
    place = "hela kommunen" if area.own else area.area
    basis = ask.basis(kallor, f"{place}, {len(rows)} {_NAMES[step]}", [*remarks, *notes])
    return Charts(title, basis, (Chart(name, "antal", points),))


def _unusual(ask: Asked, area: AreaCrimes) -> Iterator[Block]:
    """Whether an area's change is more than chance, and what its latest quarter is beside the same
    a year before."""
    kinds, its = crime_reported.types(ask.store), area.compared
    if not kinds or its is None:
        return
    kind = next((each for each in kinds if each.brottstyp_id == ALL_CRIMES), kinds[0])
    counts = crime_reported.counts(ask.store, area.omrade_id)
    within = comparison.remarks_within(counts, kinds, kind, area.omrade_id, its.year)
    found = comparison.findings(its, kind, area.area, within)
    quarters = series.series_of(ask.store, area.omrade_id, ALL_CRIMES, "kvartal")
    latest = Compared.of(quarters, "kvartal", ask.choice.filter.year)
    if latest and latest.now != its.now:
        found += comparison.findings(latest, kind, area.area)
    where = "" if area.own else f" i {area.area}"
    answer = Finding(area.unusual, found[0].table, found[0].kallor)
    title = f"Är ändringen{where} ovanlig? {area.unusual.answer.value}"
    yield findings(ask, title, [answer, *found])


def _types(ask: Asked, area: AreaCrimes) -> Iterator[Tabulated]:
    """The types of the year that is told of."""
    if area.compared is None or area.compared.step != "ar":
        return
    year = area.compared.year
    table = by_type.types_of(ask.store, area.omrade_id, year)
    rows = crime_reported.counts(ask.store, area.omrade_id)
    kallor = series.sources([rows[rows["ar"] == year]])
    basis = ask.basis(kallor, f"{area.area}, {year} mot {year - 1}")
    yield Tabulated(f"Anmälda brott i {area.area} {year}, per brottstyp", basis, table.filled())
