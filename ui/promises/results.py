"""Counted results over time."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.public import signs
from ui.frame.html import join, render
from ui.parts import prose, tables

_MOST_BARS = 12
"""In one chart; the table under the charts has them all."""
_NARROW = 4
"""With more bars than this a chart is twice as wide."""
_MOST_NUMBERS = 8
"""Bars that have room for a number each."""


def results(frame: pd.DataFrame, name: str = "utfall") -> None:
    """The page's counted results of this name as small multiples, each from zero, its numbers with
    ≥, > or ca where the source is not exact; those that have no room are read aloud."""
    charts = join(_multiple(result, rows) for result, rows in promise_results.result_series(frame))
    render(Markup('<div class="lb-multiples">{}</div>').format(charts))
    prose.sources(frame["kalla_id"])
    caption = "Räknade resultat per tertial"
    prose.folded(
        name, "Visa som tabell", lambda: tables.table(promise_results.results_table(frame), caption)
    )


def _multiple(name: str, rows: pd.DataFrame) -> Markup:
    latest = rows.tail(_MOST_BARS)
    told, highest = _numbered(list(latest["varde"])), latest["varde"].max() or 1
    first_of_year = ~latest["ar"].duplicated()
    bars = join(
        _bar(row, 100 * row["varde"] / highest, place in told, begins)
        for place, (row, begins) in enumerate(
            zip(latest.to_dict("records"), first_of_year, strict=True)
        )
    )
    name += f", de {_MOST_BARS} senaste" if len(rows) > _MOST_BARS else ""
    wide = "wide" if len(latest) > _NARROW else ""
    figure = Markup('<figure class="{}"><figcaption>{}</figcaption><ul>{}</ul></figure>')
    return figure.format(wide, name, bars)


def _numbered(values: list[float]) -> set[int]:
    """Places of the bars whose numbers are seen: all of few; of many the first, the last and the
    highest, which is left out beside one of them."""
    last = len(values) - 1
    if last < _MOST_NUMBERS:
        return set(range(last + 1))
    highest = values.index(max(values))
    return {0, last} | ({highest} if 1 < highest < last - 1 else set())


def _bar(row: Mapping[Any, Any], height: float, numbered: bool, begins_year: bool) -> Markup:
    bar = Markup(
        '<li><div><b class="{}">{}</b><i style="height:{:.1f}%"></i></div>'
        '<span>T{} <span class="{}">{}</span></span></li>'
    )
    number = signs.result(row["jamforelse"], row["varde"])
    unseen = "lb-unseen"
    return bar.format(
        "" if numbered else unseen,
        number,
        height,
        row["tertial"],
        "" if begins_year else unseen,
        row["ar"],
    )
