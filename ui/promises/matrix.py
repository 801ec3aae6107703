"""The activities against the tertials."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import theme
from lagesbild_data.answers.promises import by_tertial, promised
from lagesbild_data.answers.promises.by_tertial import Matrix
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import signs
from lagesbild_data.public.words import SEVERITY, tertial_words
from lagesbild_data.store.stores import Store
from ui.frame import address, data
from ui.parts import prose

_GROUPS = {
    "nummer": "Löftets ordning",
    "fokusomrade": "Fokusområde",
    "ansvarig": "Ansvarig part",
    "omraden": "Område",
}
_GROUNDS = {
    "källa": "Källa: källan säger själv statusen.",
    "tolkning": "Tolkning: utläst ur källans text enligt regeln.",
}
_MOST_ROWS = 200
"""Activities of the matrix at once."""
_MATRIX, _ACTIVITY = "matris", "aktivitet"
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
        list(_GROUPS),
        key="grupp",
        format_func=_GROUPS.__getitem__,
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
    return {
        "caption": caption,
        "headings": headings,
        "groups": groups,
        "tertials": len(tertials),
    }


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
        "text": signs.status(status),
        "title": _GROUNDS[cell.status_grund] if cell is not None else "",
        "reading": cell is not None and cell.status_grund == "tolkning" and status == cell.status,
        "order": SEVERITY.index(status) if status in SEVERITY else len(SEVERITY),
        "fill": fill,
        "ink": fill and theme.on(fill),
    }
