"""Problemindex: how it has moved in the kommun, and in which areas."""

from collections.abc import Iterator, Sequence

import pandas as pd
import sqlalchemy as sa

from briefing.asked import Asked
from briefing.blocks import Block, Chart, Charts, Gap, Point, Tabulated
from lagesbild_data.answers.indicators import measurements, problemindex
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Caveat, IndexStands, IndicatorAlone, Number
from lagesbild_data.public.sentences import areas_title, index_title
from lagesbild_data.public.table import Column, Table
from lagesbild_data.public.words import dated
from lagesbild_data.words import swedish


def index(ask: Asked) -> Iterator[Block]:
    """The kommun's problemindex, and that of the areas."""
    rows = history(ask)
    if not rows:
        yield Gap("", ask.basis([]), "Kommunens problemindex är inte publicerat för det valda.")
    else:
        points = tuple(
            Point(str(r.ar), r.varde, swedish.number(r.varde, r.decimaler)) for r in rows
        )
        basis = ask.basis(
            [r.kalla_id for r in rows],
            swedish.counted(len(rows), "mätning", "mätningar"),
            [Caveat.remark(r.anmarkning) for r in rows if r.anmarkning],
        )
        chart = Chart("Problemindex", problemindex.scale(rows[0]).lower(), points)
        yield Charts(index_title(stands(ask, rows)), basis, (chart,))
    year, of_areas = by_area(ask)
    if of_areas:
        yield _area_index(ask, of_areas, year)


def history(ask: Asked) -> Sequence[sa.Row]:
    """The kommun's measurements with a number, not newer than the chosen years, oldest first."""
    last = ask.choice.filter.year
    return [
        row
        for row in measurements.indicator_history(ask.store)
        if row.indikator_id == periods.INDEX
        and row.varde is not None
        and (last is None or row.ar <= last)
    ]


def by_area(ask: Asked) -> tuple[int | None, Sequence[sa.Row]]:
    """The latest year with measurements of areas that is not after the chosen ones, and those of
    the chosen areas."""
    last = ask.choice.filter.year
    years = [
        year
        for year in subject_years.published_years(ask.store)["index"]
        if last is None or year <= last
    ]
    year = max(years, default=None)
    return year, problemindex.index_by_area(ask.store, Filter(ask.choice.filter.areas), year)


def stands(ask: Asked, rows: Sequence[sa.Row]) -> IndexStands:
    """The last measurement of the kommun's history against the one before, or alone, and what the
    areas did."""
    now, last = rows[-1], ask.choice.filter.year
    moved = measurements.moved(now, rows[-2]) if len(rows) > 1 else None
    alone = IndicatorAlone(now.indikator, now.omrade, now.ar, Number(now.varde, now.decimaler))
    return IndexStands(
        moved or alone, problemindex.areas_moved(*by_area(ask)), last if last != now.ar else None
    )


def _area_index(ask: Asked, rows: Sequence[sa.Row], year: int | None) -> Tabulated:
    rows = sorted(rows, key=lambda row: swedish.sort_key(row.omrade))
    changes = [problemindex.area_change(row) for row in rows]
    frame = pd.DataFrame(
        {
            "Område": [row.omrade for row in rows],
            dated("Problemindex", year): pd.Series([row.varde for row in rows], dtype="Float64"),
            "Mot mätningen före": [signs.change(change) if change else None for change in changes],
            "Anmärkning": [row.anmarkning or "" for row in rows],
        }
    )
    known = sum(row.varde is not None for row in rows)
    basis = ask.basis(
        [row.kalla_id for row in rows],
        f"{swedish.counted(len(rows), 'område', 'områden')}, {known} med tal",
    )
    moved = problemindex.areas_moved(year, rows)
    published = (
        f"talet är publicerat för {known} av {swedish.counted(len(rows), 'område', 'områden')}"
    )
    title = f"{areas_title(moved, most=2) if moved else f'Problemindex {year}'}; {published}"
    index = Column(dated("Problemindex", year), decimals=rows[0].decimaler)
    return Tabulated(title, basis, Table.of(frame, index))
