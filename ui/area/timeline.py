"""Everything that is dated about the area."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.area import timeline as area_timeline
from lagesbild_data.model.filter import Filter
from ui.frame import data
from ui.frame.html import items, join, render
from ui.parts import prose


def timeline(omrade_id: str, chosen: Filter) -> None:
    """What is dated about the area, year by year, the latest first: what happened or changed
    lately, and behind a word everything."""
    rows = data.ask(area_timeline.timeline, omrade_id, chosen.years)
    if rows.empty:
        prose.empty("Inget i underlaget är daterat för området och de valda åren.")
        return
    shown = area_timeline.recent(rows)
    _by_year(shown)
    if len(rows) > len(shown):
        label = f"Hela tidslinjen ({len(rows)} rader)"
        prose.folded("tidslinje", label, lambda: _by_year(rows))


def _by_year(rows: pd.DataFrame) -> None:
    years = join(
        Markup("<section><h3>{}</h3><ul>{}</ul></section>").format(
            year, items(map(_dated, part.to_dict("records")))
        )
        for year, part in rows.groupby("ar", sort=False)
    )
    render(Markup('<div class="lb-years">{}</div>').format(years))
    prose.sources(rows["kalla_id"])


def _dated(row: dict[Any, Any]) -> Markup:
    line = Markup('<span class="when">{}</span><span class="kind">{}</span><span>{}</span>')
    return line.format(row["nar"], row["slag"], row["vad"])
