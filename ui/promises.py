"""Parts of the page Medborgarlöften: the matrix, one activity in full, targets with their lights,
and search."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from charts import theme
from lagesbild_data.answers.promises import by_tertial, follow_ups, promised, targets
from lagesbild_data.answers.promises import lines as promise_lines
from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.answers.promises.by_tertial import Matrix
from lagesbild_data.answers.promises.search import Hit
from lagesbild_data.answers.promises.targets import TargetResult
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import SEVERITY
from lagesbild_data.public.words import tertial_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.html import NOTHING, items, join, render
from ui.parts import prose, tables

GROUPS = {
    "nummer": "Löftets ordning",
    "fokusomrade": "Fokusområde",
    "ansvarig": "Ansvarig part",
    "omraden": "Område",
}
_GROUNDS = {
    "källa": "Källa: källan säger själv statusen.",
    "tolkning": "Tolkning: utläst ur källans text enligt regeln.",
}
_SEARCHED = (
    " Sökningen gäller aktiviteternas namn och beskrivning, uppföljningarnas text och händelsernas"
    " teman."
)
_MOST_BARS = 12
"""In one chart; the table under the charts has them all."""
_LONGEST_SEARCH = 200
_MOST_ROWS = 200
"""Activities of the matrix at once."""
_MATRIX, _ACTIVITY = "matris", "aktivitet"


def choose_promise(chosen: Filter) -> str | None:
    """Let the reader choose a promise among those in force in the chosen years; None when there is
    none."""
    found = data.ask(promised.promises, chosen)
    if found.empty:
        prose.empty(
            "Inget medborgarlöfte är publicerat för de valda åren. Löften läggs till i loften.csv."
        )
        return None
    names = dict(zip(found["lofte_id"], found["namn"], strict=True))
    with_activities = found.loc[found["aktiviteter"] > 0, "lofte_id"]
    first = list(names).index(with_activities.iloc[0]) if len(with_activities) else 0
    return address.choose(
        st.selectbox,
        "Medborgarlöfte",
        list(names),
        key="lofte",
        format_func=names.__getitem__,
        index=first,
    )


def about(lofte_id: str, chosen: Filter) -> None:
    """The promise's purpose, focus areas and the areas prioritised in its years."""
    row = data.ask(promised.promises, chosen).set_index("lofte_id").loc[lofte_id]
    paragraph = Markup("<p>{}</p>")
    lines = [paragraph.format(row["syfte"])] if pd.notna(row["syfte"]) else []
    focus = data.ask(promised.focus_areas, lofte_id)
    if len(focus):
        named = zip(focus["namn"], focus["beskrivning"].fillna(""), strict=True)
        told = items(Markup("<b>{}</b>. {}").format(name, text) for name, text in named)
        lines.append(Markup('<p>Fokusområden:</p><ul class="lb-findings">{}</ul>').format(told))
        if row["knutna"] == 0:
            lines.append(paragraph.format("Källan knyter inte aktiviteterna till fokusområdena."))
    years_by_areas: dict[str, list[str]] = {}
    for year, areas in data.ask(promised.prioritised_that_year, lofte_id).items():
        years_by_areas.setdefault(swedish.enumerate_words(areas), []).append(str(year))
    for in_words, years in years_by_areas.items():
        lines.append(
            paragraph.format(f"Prioriterade områden {swedish.enumerate_words(years)}: {in_words}.")
        )
    lines += map(paragraph.format, data.ask(promised.prioritised_remarks, lofte_id))
    link = prose.table_links(chosen)("loften", prose.source_titles()[str(row["kalla_id"])])
    render(
        Markup('<div class="lb-prose">{}<p class="lb-note">Källa: {}</p></div>').format(
            join(lines), link
        )
    )


def choose_last(lofte_id: str) -> tuple[int, int] | None:
    """Let the reader choose which tertials of a long promise to see, by the last of them; None for
    the latest."""
    found = data.ask(by_tertial.tertials, lofte_id)
    lasts = {
        f"{year}-{number}": (year, number) for year, number in found[:: -by_tertial.MOST_TERTIALS]
    }
    if len(lasts) < 2:
        return None

    def told(name: str) -> str:
        shown = [tertial for tertial in found if tertial <= lasts[name]][
            -by_tertial.MOST_TERTIALS :
        ]
        return f"{tertial_words(shown[0])} till {tertial_words(shown[-1])}".capitalize()

    chosen = address.choose(st.selectbox, "Tertial", list(lasts), key="till", format_func=told)
    return lasts[chosen]


_table = st.components.v2.component(
    "lagesbild_matris",
    html='<div class="lb-table lb-matrix" role="region" tabindex="0"></div>',
    js=(Path(__file__).parent / "matrix.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def matrix(
    lofte_id: str,
    chosen: Filter,
    only_source: bool,
    last: tuple[int, int] | None,
    names: Mapping[str, str],
) -> tuple[str | None, DeltaGenerator]:
    """The activities (names by id) against the tertials until the last; gives the activity chosen
    in it, or in the list under it, and the place right under the table to show it in."""
    group = address.choose(
        st.segmented_control,
        "Gruppera efter",
        list(GROUPS),
        key="grupp",
        format_func=GROUPS.__getitem__,
        default="nummer",
        required=True,
    )
    content = data.ask(
        _content, lofte_id, chosen, only_source, group, last, _choose_rows(tuple(names))
    )
    above, opened = st.container(), st.container()
    activity = address.choose(
        st.selectbox,
        "Visa en aktivitet i helhet",
        list(names),
        key=_ACTIVITY,
        format_func=names.__getitem__,
        index=None,
        placeholder="Välj här eller klicka på en rad i tabellen",
    )
    with above:
        _table(key=_MATRIX, data=content | {"chosen": activity}, on_chosen_change=_choose_row)
        prose.note(
            "Kursiv status är en tolkning av källans text. Klicka på en aktivitet för att läsa den"
            " i helhet."
        )
    return activity, opened


def _choose_rows(ids: tuple[str, ...]) -> tuple[str, ...] | None:
    """Let the reader choose which of very many activities to see; None for all."""
    firsts = range(0, len(ids), _MOST_ROWS)
    if len(firsts) < 2:
        return None
    first = address.choose(
        st.selectbox,
        "Aktiviteter",
        firsts,
        key="efter",
        format_func=lambda first: f"{first + 1}–{min(first + _MOST_ROWS, len(ids))} av {len(ids)}",
    )
    return ids[first : first + _MOST_ROWS]


def activity_names(store: Store, lofte_id: str, chosen: Filter) -> dict[str, str]:
    """The activities' names by id."""
    found = promised.activities(store, lofte_id, chosen)
    return dict(zip(found["aktivitet_id"], found["aktivitet"], strict=True))


def _content(
    store: Store,
    lofte_id: str,
    chosen: Filter,
    only_source: bool,
    group: str,
    last: tuple[int, int] | None,
    ids: tuple[str, ...] | None,
) -> dict[str, Any]:
    """What the table's component is made of, with all activities or those with these ids."""
    table = by_tertial.matrix(store, lofte_id, chosen, only_source, last, ids)
    activities = {row["aktivitet_id"]: row for row in table.activities.to_dict("records")}
    columns = {"ansvarig": "Ansvarig", "omraden": "Områden", "fokusomrade": "Fokusområde"}
    shown = {
        name: heading
        for name, heading in columns.items()
        if table.activities[name].map(_named).any()
    }
    groups = [
        {"heading": heading, "rows": [_row(table, key, activities[key], shown) for key in ids]}
        for heading, ids in by_tertial.grouped(table, group)
    ]
    caption = f"Matris med {len(activities)} aktiviteter och deras status per tertial"
    tertials = [tertial_words(tertial).capitalize() for tertial in table.tertials]
    headings = ["Aktivitet", *tertials, *shown.values()]
    return {"caption": caption, "headings": headings, "groups": groups}


def _choose_row() -> None:
    st.session_state[_ACTIVITY] = st.session_state[_MATRIX]["chosen"]


def _row(
    table: Matrix, aktivitet_id: str, activity: Mapping[Any, Any], shown: Iterable[str]
) -> dict[str, Any]:
    """One row of the matrix as the component takes it: its id and a cell per heading."""
    name = {"text": activity["aktivitet"]}
    statuses = [_status_cell(table, aktivitet_id, tertial) for tertial in table.tertials]
    rest = [{"text": _named(activity[column]) or "–"} for column in shown]
    return {"id": aktivitet_id, "cells": [name, *statuses, *rest]}


def _named(names: Any) -> str:
    """One name or several as text; "" for none."""
    return ", ".join(names) if isinstance(names, tuple) else names if isinstance(names, str) else ""


def _status_cell(table: Matrix, aktivitet_id: str, tertial: tuple[int, int]) -> dict[str, Any]:
    status = table.status(aktivitet_id, tertial)
    cell = table.cells.get((aktivitet_id, *tertial))
    fill = theme.STATUS_COLOURS.get(status)
    return {
        "text": theme.signed_status(status),
        "title": _GROUNDS[cell.status_grund] if cell is not None else "",
        "reading": cell is not None and cell.status_grund == "tolkning" and status == cell.status,
        "order": SEVERITY.index(status) if status in SEVERITY else len(SEVERITY),
        "fill": fill,
        "ink": fill and theme.on(fill),
    }


def activity(table: Matrix, lofte_id: str, aktivitet_id: str) -> None:
    """One activity in full: its follow-ups side by side, its targets, its counted results and its
    events."""
    row = table.activities.set_index("aktivitet_id").loc[aktivitet_id]
    render(Markup('<h3 data-opened="{}">{}</h3>').format(aktivitet_id, row["aktivitet"]))
    if pd.notna(row["beskrivning"]):
        prose.note(str(row["beskrivning"]))
    cards = join(_follow_up_card(table, aktivitet_id, tertial) for tertial in table.tertials)
    if cards:
        render(Markup('<div class="lb-cards wide">{}</div>').format(cards))
    aims = [
        aim
        for aim in data.ask(targets.targets, lofte_id, Filter())
        if aim.aktivitet_id == aktivitet_id
    ]
    if aims:
        prose.finding("Mål")
        tables.table(_target_frame(aims), "Aktivitetens mål", {"Anmärkning": ""})
    results = data.ask(promise_results.activity_results, aktivitet_id)
    if len(results):
        prose.finding("Räknade resultat")
        gaps = {"Anmärkning": "", "Område": "–"}
        tables.table(results, "Räknade resultat", gaps, {"År": swedish.year})
    events = data.ask(promise_results.activity_events, aktivitet_id)
    if len(events):
        empty = {"Plats": "–", "Tema": "–", "Anmärkning": ""}
        prose.folded(
            "handelser",
            f"Händelser ({len(events)})",
            lambda: tables.table(events, "Händelser", empty),
        )
    told = [
        cell.kalla_id
        for tertial in table.tertials
        if (cell := table.cells.get((aktivitet_id, *tertial)))
    ]
    prose.sources([str(row["kalla_id"]), *told])


def _follow_up_card(table: Matrix, aktivitet_id: str, tertial: tuple[int, int]) -> Markup:
    cell = table.cells.get((aktivitet_id, *tertial))
    text = cell.text if cell is not None and cell.text else "Ingen text i källan."
    heading = tertial_words(tertial).capitalize()
    ground = "" if cell is None else f"Statusens grund: {cell.status_grund}"
    card = Markup(
        '<section class="lb-card"><h3>{}</h3><p>{}</p><p>{}</p><p class="source">{}</p></section>'
    )
    return card.format(heading, badge(table.status(aktivitet_id, tertial)), text, ground)


def badge(status: str) -> Markup:
    """A status as HTML: sign, word and colour."""
    fill = theme.STATUS_COLOURS.get(status)
    style = (
        f"background:{fill};color:{theme.on(fill)}" if fill else "outline:1px solid currentColor"
    )
    return Markup('<span class="lb-status" style="{}">{}</span>').format(
        style, theme.signed_status(status)
    )


def target_table(results: list[TargetResult]) -> None:
    """Targets against results with a light each, and the rule that lights them."""
    if not results:
        prose.note("Löftet har inga publicerade måltal för det valda.")
        return
    tables.table(_target_frame(results), "Mål mot utfall")
    prose.folded("ljus", "Så tänds ljuset", lambda: prose.note(targets.LIGHT_RULE))


def _target_frame(results: list[TargetResult]) -> pd.DataFrame:
    table = targets.targets_table(results)
    return table.assign(Läge=[theme.signed_light(light) for light in table["Läge"]])


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
    number = theme.signed_result(row["jamforelse"], row["varde"])
    when = f"T{row['tertial']} {row['ar']}"
    bar = Markup('<li><div><b>{}</b><i style="height:{:.1f}%"></i></div><span>{}</span></li>')
    return bar.format(number, height, when)


def search() -> None:
    """Search all published follow-ups; what matches is marked."""
    words = address.text(
        "Sök i alla uppföljningar",
        key="sok",
        max_chars=_LONGEST_SEARCH,
        placeholder="till exempel fotpatrull",
    )
    if words:
        hits, found = data.follow_up_index().search(words)
        count = f"{found} {'uppföljning' if found == 1 else 'uppföljningar'} innehåller orden."
        if found > len(hits):
            count += f" De {len(hits)} senaste visas."
        prose.note(count if hits else count + _SEARCHED)
        prose.listed(map(_hit, hits))


def _hit(hit: Hit) -> Markup:
    marked = join(
        Markup("<mark>{}</mark>").format(text) if i % 2 else text
        for i, text in enumerate(hit.parts)
    )
    when = f"tertial {hit.tertial} {hit.ar}"
    choices = urlencode([("lofte", hit.lofte), ("aktivitet", hit.aktivitet)])
    link = prose.to(f"loften?{choices}", hit.aktivitet)
    return Markup("<b>{}</b>, {} ({}). {}").format(link, when, hit.status, marked)


def status_rules() -> None:
    """The written rule for each status, behind a click."""
    prose.folded("statusregler", "Så sätts statusen", _status_rules)


def _status_rules() -> None:
    rules = follow_ups.STATUS_RULES.items()
    frame = pd.DataFrame(
        {"Status": theme.signed_status(status), "Regel": rule} for status, rule in rules
    )
    tables.table(frame, "Statusregler")
    prose.note(
        "Källa: källan säger statusen med egna ord. Tolkning: statusen är utläst ur texten enligt"
        " regeln. När flera regler passar gäller försenad före ej genomförd, planerad och pågår."
    )
