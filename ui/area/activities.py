"""The promises' activities that concern the area."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.area import promises
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import tertial_words
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import items, join, render
from ui.frame.shell import area_names
from ui.parts import prose
from ui.promises.status import badge


def activities(omrade_id: str, chosen: Filter) -> None:
    """The latest promises' activities that concern the area with their latest status, and earlier
    ones behind a word."""
    rows, name = data.ask(promises.activities, omrade_id, chosen.years), area_names()[omrade_id]
    latest, earlier = rows[rows["nu"]], rows[~rows["nu"]]
    if latest.empty:
        named = swedish.enumerate_words(data.ask(promises.latest_promises, chosen.years).values())
        where = f"i {named} är knuten till {name}" if named else "är publicerad för de valda åren"
        prose.empty(
            f"Ingen aktivitet {where}. Aktiviteter knyts till områden i aktivitetsomraden.csv."
        )
    told = data.ask(promises.follow_ups, omrade_id, chosen.years)
    if len(latest):
        render(_by_promise(latest, told))
    if len(earlier):
        label = f"Tidigare löften ({swedish.counted(len(earlier), 'aktivitet', 'aktiviteter')})"
        prose.folded("tidigare", label, lambda: render(_by_promise(earlier, told)))
    prose.sources(rows["kalla_id"])


def _by_promise(rows: pd.DataFrame, told: pd.DataFrame) -> Markup:
    """The activities under the names of their promises."""
    promise = Markup('<p class="lb-finding">{}</p>{}')
    return join(
        promise.format(
            name,
            _listed(
                _activity(row, told[told["aktivitet_id"] == row["aktivitet_id"]]) for row in part
            ),
        )
        for name, part in (
            (name, part.to_dict("records")) for name, part in rows.groupby("lofte", sort=False)
        )
    )


def _listed(lines: Iterable[Markup]) -> Markup:
    return Markup('<ul class="lb-doings">{}</ul>').format(items(lines))


def _activity(row: dict, told: pd.DataFrame) -> Markup:
    """One activity and its latest status; behind them what it concerns, what is reported now and
    what was before."""
    name, about = row["aktivitet"], row["gemensam"]
    if told.empty:
        gap = ", ".join(filter(None, (about, "uppföljning saknas i underlaget")))
        return Markup('{} <span class="source">{}</span>').format(name, gap)
    now = ": ".join(
        filter(None, (row["tertial"].capitalize(), row["text"] if pd.notna(row["text"]) else ""))
    )
    before = map(_before, told.iloc[1:].to_dict("records"))
    reports = items(filter(None, (swedish.capital(about), now, *before)))
    line = Markup("<details><summary>{}{}</summary><ul>{}</ul></details>")
    return line.format(badge(row["status"]), name, reports)


def _before(row: dict) -> str:
    when = tertial_words((row["ar"], row["tertial"])).capitalize()
    told = [f"{when}, {row['status']}", *([row["text"]] if isinstance(row["text"], str) else [])]
    return ": ".join(told)
