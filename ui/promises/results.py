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


def results(frame: pd.DataFrame, name: str = "utfall") -> None:
    """The page's counted results of this name as small multiples, each from zero, its numbers with
    ≥, > or ca where the source is not exact."""
    charts = join(_multiple(result, rows) for result, rows in promise_results.result_series(frame))
    render(Markup('<div class="lb-multiples">{}</div>').format(charts))
    prose.sources(frame["kalla_id"])
    caption = "Räknade resultat per tertial"
    prose.folded(
        name, "Visa som tabell", lambda: tables.table(promise_results.results_table(frame), caption)
    )


def _multiple(name: str, rows: pd.DataFrame) -> Markup:
    latest = rows.tail(_MOST_BARS)
    bars = join(
        _bar(row, 100 * row["varde"] / (latest["varde"].max() or 1))
        for row in latest.to_dict("records")
    )
    name += f", de {_MOST_BARS} senaste" if len(rows) > _MOST_BARS else ""
    return Markup("<figure><figcaption>{}</figcaption><ul>{}</ul></figure>").format(name, bars)


def _bar(row: Mapping[Any, Any], height: float) -> Markup:
    number = signs.result(row["jamforelse"], row["varde"])
    when = f"T{row['tertial']} {row['ar']}"
    bar = Markup('<li><div><b>{}</b><i style="height:{:.1f}%"></i></div><span>{}</span></li>')
    return bar.format(number, height, when)
