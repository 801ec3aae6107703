"""Problemindex: how it has moved in the kommun, and in which areas."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from briefing.asked import Asked, counted
from briefing.content import Block, Chart, Charts, Gap, Point, Table
from charts import theme
from lagesbild_data import queries, situation, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.situation import VERBS, dated


def index(ask: Asked) -> Iterator[Block]:
    """The kommun's problemindex, and that of the areas."""
    rows = history(ask)
    if not rows:
        yield Gap("", ask.basis([]), "Kommunens problemindex är inte publicerat för det valda.")
    else:
        points = tuple(Point(str(r.ar), r.varde, swedish.number(r.varde, r.decimaler)) for r in rows)
        basis = ask.basis([r.kalla_id for r in rows], counted(len(rows), "mätning", "mätningar"),
                          [r.anmarkning for r in rows if r.anmarkning])  # fmt: skip
        chart = Chart("Problemindex", situation.scale(rows[0]).lower(), points)
        yield Charts(_title(ask, rows), basis, (chart,))
    year, of_areas = by_area(ask)
    if of_areas:
        yield _area_index(ask, of_areas, year)


def history(ask: Asked) -> Sequence[sa.Row]:
    """The kommun's measurements with a number, not newer than the chosen years, oldest first."""
    last = ask.choice.filter.year
    return [row for row in queries.indicator_history(ask.store) if row.indikator_id == queries.INDEX
            and row.varde is not None and (last is None or row.ar <= last)]  # fmt: skip


def by_area(ask: Asked) -> tuple[int | None, Sequence[sa.Row]]:
    """The latest year with measurements of areas that is not after the chosen ones, and those of the chosen areas."""
    last = ask.choice.filter.year
    years = [year for year in queries.published_years(ask.store)["index"] if last is None or year <= last]
    year = max(years, default=None)
    return year, queries.index_by_area(ask.store, Filter(ask.choice.filter.areas), year)


def against(rows: Sequence[sa.Row], year: str = "") -> str:
    """The last measurement against the one before: ", ned från 1,42"; "" for a single one. `year` is a pattern."""
    if len(rows) < 2:
        return ""
    before, now = rows[-2:]
    was = swedish.number(before.varde, now.decimaler) + year.format(before.ar)
    if now.varde == before.varde:
        return f", samma som {before.ar}"
    return f", {'upp' if now.varde > before.varde else 'ned'} från {was}"


def unmeasured(ask: Asked, rows: Sequence[sa.Row]) -> str:
    """That the latest chosen year has no measurement; "" when it has, or no year is chosen."""
    last = ask.choice.filter.year
    return f" Ingen mätning {last} är publicerad." if last and rows[-1].ar != last else ""


def _title(ask: Asked, rows: Sequence[sa.Row]) -> str:
    now, gap = rows[-1], unmeasured(ask, rows)
    said = f"Problemindex {now.ar}: {swedish.number(now.varde, now.decimaler)}{against(rows)}"
    return f"{said}.{gap}" if gap else said


def moves(rows: Sequence[Any], most: int = 99) -> str:
    """Where the index rose and fell: "sjönk i Råslätt och steg i 5 områden"; at most `most` names in a row."""
    words = []
    for direction in ("sänkt", "höjt", "oförändrat"):
        names = sorted((row.omrade for row in rows if row.riktning == direction), key=swedish.sort_key)
        if names:
            where = swedish.enumerate_words(names) if len(names) <= most else f"{len(names)} områden"
            words.append(f"{VERBS[direction]} i {where}")
    return swedish.enumerate_words(words)


def _area_index(ask: Asked, rows: Sequence[sa.Row], year: int | None) -> Table:
    rows = sorted(rows, key=lambda row: swedish.sort_key(row.omrade))
    frame = pd.DataFrame(
        {
            "Område": [row.omrade for row in rows],
            dated("Problemindex", year): pd.Series([row.varde for row in rows], dtype="Float64"),
            "Mot mätningen före": [theme.signed_direction(row.riktning, row.battre) if row.riktning else None
                                   for row in rows],
            "Anmärkning": [row.anmarkning or "" for row in rows],
        }
    )  # fmt: skip
    known = sum(row.varde is not None for row in rows)
    basis = ask.basis([row.kalla_id for row in rows], f"{counted(len(rows), 'område', 'områden')}, {known} med tal")
    moved = moves(rows, most=2)
    published = f"talet är publicerat för {known} av {counted(len(rows), 'område', 'områden')}"
    return Table(f"Problemindex {year}{f' {moved}' if moved else ''}; {published}", basis, frame)
