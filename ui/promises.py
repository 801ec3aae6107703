"""Parts of the page Medborgarlöften: the matrix, one activity in full, targets with their lights, and search."""

from typing import Any

import pandas as pd
import streamlit as st

from charts import theme
from lagesbild_data import promises, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.promises import Matrix, TargetResult
from lagesbild_data.search import Hit
from ui import data, parts
from ui.html import escape, render

GROUPS = {"nummer": "Löftets ordning", "fokusomrade": "Fokusområde", "ansvarig": "Ansvarig part", "omraden": "Område"}
_HEADINGS = {"fokusomrade": "Fokusområde", "ansvarig": "Ansvarig", "omraden": "Områden"}
_MATRIX, _ACTIVITY = "matris", "aktivitet"


def choose_promise(chosen: Filter) -> str | None:
    """Let the reader choose a promise among those in force in the chosen years; None when there is none."""
    found = data.ask(promises.promises, chosen)
    if found.empty:
        parts.empty("Inget medborgarlöfte är publicerat för de valda åren. Löften läggs till i loften.csv.")
        return None
    names = dict(zip(found["lofte_id"], found["namn"], strict=True))
    with_activities = found.loc[found["aktiviteter"] > 0, "lofte_id"]
    first = list(names).index(with_activities.iloc[0]) if len(with_activities) else 0
    return st.selectbox("Medborgarlöfte", list(names), first, names.__getitem__, key="lofte", bind="query-params")


def about(lofte_id: str, chosen: Filter) -> None:
    """The promise's purpose, focus areas and the areas prioritised in its years."""
    row = data.ask(promises.promises, chosen).set_index("lofte_id").loc[lofte_id]
    lines = [f"<p>{escape(row['syfte'])}</p>"] if pd.notna(row["syfte"]) else []
    focus = data.ask(promises.focus_areas, lofte_id)
    if len(focus):
        named = zip(focus["namn"], focus["beskrivning"].fillna(""), strict=True)
        items = [f"<li><b>{escape(name)}</b>. {escape(text)}</li>" for name, text in named]
        lines.append(f"<p>Fokusområden:</p><ul class='lb-findings'>{''.join(items)}</ul>")
    years_by_areas: dict[str, list[str]] = {}
    for year, areas in data.ask(promises.prioritised_that_year, lofte_id).items():
        years_by_areas.setdefault(swedish.enumerate_words(areas), []).append(str(year))
    for in_words, years in years_by_areas.items():
        lines.append(f"<p>Prioriterade områden {swedish.enumerate_words(years)}: {escape(in_words)}.</p>")
    link = parts.table_links(chosen)("loften", parts.source_titles()[str(row["kalla_id"])])
    render(f'<div class="lb-prose">{"".join(lines)}<p class="lb-note">Källa: {link}</p></div>')


def matrix(table: Matrix) -> str | None:
    """The activities against the tertials; gives the activity chosen in it, or in the list under it."""
    group = st.segmented_control(
        "Gruppera efter", list(GROUPS), default="nummer", required=True, key="grupp",
        format_func=GROUPS.__getitem__, bind="query-params",
    )  # fmt: skip
    frame = _as_frame(table, group)
    st.dataframe(
        frame.style.map(_colour, subset=pd.Index([_heading(tertial) for tertial in table.tertials])),
        hide_index=True,
        key=_MATRIX,
        on_select=lambda: _choose_row(list(frame.index)),
        selection_mode="single-row",
        placeholder="–",
        height="content" if len(frame) <= 30 else 1000,
        alt=f"Matris med {len(frame)} aktiviteter och deras status per tertial",
    )
    names = {str(aktivitet_id): name for aktivitet_id, name in frame["Aktivitet"].items()}
    return st.selectbox(
        "Visa en aktivitet i helhet", list(names), None, names.__getitem__, key=_ACTIVITY,
        bind="query-params", placeholder="Välj här eller markera en rad i matrisen",
    )  # fmt: skip


def _choose_row(ids: list[str]) -> None:
    rows = st.session_state[_MATRIX]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        st.session_state[_ACTIVITY] = ids[rows[0]]


def _as_frame(table: Matrix, group: str) -> pd.DataFrame:
    """The matrix as shown, by aktivitet_id: a heading per tertial, a sign and word per cell, sorted by the group."""
    activities = table.activities
    columns = {"Aktivitet": activities["aktivitet"]}
    for tertial in table.tertials:
        columns[_heading(tertial)] = pd.Series([_status(status) for status in table.statuses(tertial)])
    columns |= {"Ansvarig": activities["ansvarig"], "Områden": activities["omraden"]}
    if activities["fokusomrade"].notna().any():
        columns["Fokusområde"] = activities["fokusomrade"]
    frame = pd.DataFrame(columns).set_index(activities["aktivitet_id"])
    if group == "nummer":
        return frame
    keys = activities.set_index("aktivitet_id")[group].fillna("").map(swedish.sort_key)
    frame = frame.loc[keys.sort_values(kind="stable").index]
    heading = _HEADINGS[group]
    return frame[[heading, *frame.columns.drop(heading)]] if heading in frame else frame


def _heading(tertial: tuple[int, int]) -> str:
    return f"Tertial {tertial[1]} {tertial[0]}"


def _status(status: str) -> str:
    return f"{theme.STATUS_SIGNS.get(status, '·')} {status}"


def _colour(cell: Any) -> str:
    fill = theme.STATUS_COLOURS.get(str(cell).split(" ", 1)[-1])
    return f"background-color: {fill}; color: {theme.on(fill)}" if fill else ""


def activity(table: Matrix, aktivitet_id: str, chosen: Filter) -> None:
    """One activity in full: its follow-ups side by side, its counted results and its events."""
    row = table.activities.set_index("aktivitet_id").loc[aktivitet_id]
    st.subheader(str(row["aktivitet"]), anchor=False)
    if pd.notna(row["beskrivning"]):
        parts.note(str(row["beskrivning"]))
    cards = "".join(_follow_up_card(table, aktivitet_id, tertial) for tertial in table.tertials)
    if cards:
        render(f'<div class="lb-cards wide">{cards}</div>')
    results = data.ask(promises.activity_results, aktivitet_id)
    if len(results):
        parts.table(results, "Räknade resultat", {"Anmärkning": "", "Område": "–"})
    events = data.ask(promises.activity_events, aktivitet_id)
    if len(events):
        with st.expander(f"Händelser ({len(events)})"):
            parts.table(events, "Händelser", {"Plats": "–", "Tema": "–", "Anmärkning": ""})
    link = parts.table_links(chosen)("uppfoljningar", parts.source_titles()[str(row["kalla_id"])])
    render(f'<p class="lb-note">Källa: {link}</p>')


def _follow_up_card(table: Matrix, aktivitet_id: str, tertial: tuple[int, int]) -> str:
    cell = table.cells.get((aktivitet_id, *tertial))
    status = table.status(aktivitet_id, tertial)
    fill = theme.STATUS_COLOURS.get(status)
    style = f"background:{fill};color:{theme.on(fill)}" if fill else "outline:1px solid currentColor"
    text = cell.text if cell is not None and cell.text else "Ingen text i källan."
    ground = "" if cell is None else f"Statusens grund: {cell.status_grund}"
    return (
        f'<section class="lb-card"><h3>{_heading(tertial)}</h3><p><span class="lb-status" style="{style}">'
        f'{escape(_status(status))}</span></p><p>{escape(text)}</p><p class="source">{escape(ground)}</p></section>'
    )


def target_table(results: list[TargetResult]) -> None:
    """Targets against results with a light each, and the rule that lights them."""
    if not results:
        parts.note("Löftet har inga publicerade måltal.")
        return
    frame = pd.DataFrame(
        {
            "Mål": result.matt,
            "Område": result.areas,
            "Måltal": result.target,
            "Utfall": result.result or "–",
            "Till och med": result.until or "–",
            "Väntat": "–" if result.expected is None else swedish.plain_number(round(result.expected, 1)),
            "Återstår": "–" if result.remaining is None else swedish.plain_number(result.remaining),
            "Läge": f"{theme.LIGHT_SIGNS[result.light]} {result.light}",
            "Anmärkning": result.note,
        }
        for result in results
    )
    parts.table(frame, "Mål mot utfall")
    parts.note(promises.LIGHT_RULE)


def search() -> None:
    """Search all published follow-ups; what matches is marked."""
    words = st.text_input(
        "Sök i alla uppföljningar", key="sok", bind="query-params", placeholder="till exempel fotpatrull"
    )
    if words:
        hits = data.follow_up_index().search(words)
        parts.note(f"{len(hits)} {'uppföljning' if len(hits) == 1 else 'uppföljningar'} innehåller orden.")
        render(f'<ul class="lb-findings">{"".join(map(_hit, hits))}</ul>')


def _hit(hit: Hit) -> str:
    marked = "".join(f"<mark>{escape(text)}</mark>" if i % 2 else escape(text) for i, text in enumerate(hit.parts))
    when = f"tertial {hit.tertial} {hit.ar}"
    return f"<li><b>{escape(hit.aktivitet)}</b>, {when} ({escape(hit.status)}). {marked}</li>"


def status_rules() -> None:
    """The written rule for each status."""
    with st.expander("Så sätts statusen"):
        rules = promises.STATUS_RULES.items()
        parts.table(pd.DataFrame({"Status": _status(status), "Regel": rule} for status, rule in rules), "Statusregler")
        parts.note(
            "Källa: källan säger statusen med egna ord. Tolkning: statusen är utläst ur texten enligt regeln. "
            "När flera regler passar gäller försenad före ej genomförd, planerad och pågår."
        )
