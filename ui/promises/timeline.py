"""Work that lives on from promise to promise."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.promises import lines as promise_lines
from ui.frame.html import NOTHING, join
from ui.parts import prose, tables


def timeline(lines: pd.DataFrame) -> None:
    """Work that lives on (columns as lines.lines), a row each, with a mark in each year of a
    promise that has it."""
    years = range(lines["ar_fran"].min(), lines["ar_till"].max() + 1)
    rows = join(
        _line(str(name), links, years) for name, links in lines.groupby("linje", sort=False)
    )
    tables.scrolled(
        "lb-table lb-timeline",
        "Tidslinje över arbeten i löftena",
        tables.heads(["Arbete", *years]),
        rows,
    )
    dot = Markup('<i class="lb-dot{}"></i>')
    prose.legend(
        [
            (dot.format(""), "aktivitet i löftet"),
            (dot.format(" open"), "bara mål, ingen publicerad aktivitet"),
        ]
    )
    prose.sources(lines["kalla_id"])
    prose.folded(
        "linjer",
        "Visa som tabell, med grunden för varje samband",
        lambda: tables.table(promise_lines.lines_table(lines), "Arbeten som lever vidare"),
    )


def _line(name: str, links: pd.DataFrame, years: Iterable[int]) -> Markup:
    """One line of work: from its first year to its last the years are tied together, also those
    without a mark."""
    told: dict[int, list[str]] = defaultdict(list)
    with_activity = set()
    for link in links.to_dict("records"):
        for year in range(link["ar_fran"], link["ar_till"] + 1):
            told[year].append(f"{link['lofte']}: {link['vad']}")
            if link["slag"] == "aktivitet":
                with_activity.add(year)
    cells = []
    for year in years:
        place = [
            name
            for name, here in (
                ("tied", min(told) <= year <= max(told)),
                ("first", year == min(told)),
                ("last", year == max(told)),
            )
            if here
        ]
        mark = _mark(year in with_activity, told[year]) if year in told else NOTHING
        cells.append(Markup('<td class="{}">{}</td>').format(" ".join(place), mark))
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(name, join(cells))


def _mark(activity: bool, told: list[str]) -> Markup:
    kind, word = ("", "aktivitet") if activity else (" open", "mål")
    mark = Markup('<i class="lb-dot{}" role="img" aria-label="{}" title="{}"></i>')
    return mark.format(kind, word, "; ".join(told))
