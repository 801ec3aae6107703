"""Parts of the page Område: the choice of area, its activities, and everything on one timeline."""

import streamlit as st

from lagesbild_data import area as known
from lagesbild_data import crime_trends, indicators, promises, queries, shown, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.queries import INDEX
from ui import area_map, crimes, data, parts
from ui import indicators as indicator_parts
from ui import promises as promise_parts
from ui.html import escape, render
from ui.shell import area_names

_CHOICE = "plats"


def choose(chosen: Filter) -> str | None:
    """Let the reader choose one area: those in the filter come first, then those prioritised last; None when the store
    has none."""
    names = area_names()
    if not names:
        parts.empty("Inga områden finns i underlaget. De läggs till i omraden.csv.")
        return None
    years = data.ask(queries.areas).set_index("omrade_id")["prioriterat_ar"].fillna(0)
    order = sorted(names, key=lambda area: (area not in chosen.areas, -years[area], swedish.sort_key(names[area])))
    return st.selectbox("Område", order, format_func=names.__getitem__, key=_CHOICE, bind="query-params")


def where(omrade_id: str, chosen: Filter) -> None:
    """The map of the area among the others; a click on another opens it."""
    area_map.show("niva", Filter((omrade_id,), chosen.years), _open, surroundings=True)
    parts.note("Klicka på ett annat område för att öppna det.")


def _open(omrade_id: str) -> None:
    st.session_state[_CHOICE] = omrade_id


def activities(omrade_id: str) -> None:
    """The activities that concern the area with their latest status."""
    rows = data.ask(known.activities, omrade_id)
    if rows.empty:
        parts.empty("Ingen aktivitet är knuten till området. De knyts i aktivitetsomraden.csv.")
        return
    render(f'<ul class="lb-findings">{"".join(map(_activity, rows.to_dict("records")))}</ul>')
    parts.sources(rows["kalla_id"])


def _activity(row: dict) -> str:
    """One activity, its promise, and its latest report."""
    about = ", ".join(filter(None, (row["lofte"], known.scope(row["omraden"]))))
    name, promise = escape(row["aktivitet"]), escape(about)
    if not isinstance(row["status"], str):
        return f'<li><b>{name}</b> <span class="source">{promise}</span>: uppföljning saknas i underlaget</li>'
    status, text = promise_parts.badge(row["status"]), escape(row["text"]) if isinstance(row["text"], str) else ""
    return f'<li><b>{name}</b> {status} <span class="source">{promise}, {escape(row["tertial"])}</span><br>{text}</li>'


def index(omrade_id: str, chosen: Filter) -> None:
    """The area's problemindex beside the kommun's."""
    about = next((row for row in data.ask(indicators.indicators) if row.indikator_id == INDEX), None)
    frame = data.ask(indicators.series, INDEX, Filter((omrade_id,), chosen.years))
    if about is None or omrade_id not in set(frame["omrade_id"]):
        parts.empty("Problemindex är inte publicerat för området.")
        return
    indicator_parts.curves(
        frame, about, int(frame["ar"].max()), indicators.headline(frame[frame["omrade_id"] == omrade_id], about)
    )


def reported(omrade_id: str) -> None:
    """The area's reported crimes by year and what its latest change is worth, where counts below kommun level exist."""
    kinds = data.ask(shown.types)
    if not kinds or omrade_id not in set(data.ask(shown.areas)["omrade_id"]):
        parts.empty("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
        return
    choice = crimes.Choice(kinds[0], omrade_id, area_names()[omrade_id], "ar", "antal")
    frame = crimes.series(choice, "ar")
    base = data.smallest_base()
    told = crime_trends.findings(frame, "ar", choice.kind, choice.area, None, smallest_base=base)
    parts.findings(told, Filter((omrade_id,)))
    crimes.development(choice, Filter())


def counted(omrade_id: str, chosen: Filter) -> None:
    """Counted results of activities in the area."""
    frame = data.ask(promises.results_over_time, Filter((omrade_id,), chosen.years))
    if frame.empty:
        parts.empty("Inga resultat är räknade mer än en gång för området.")
    else:
        promise_parts.results(frame)


def timeline(omrade_id: str, chosen: Filter) -> None:
    """Everything that is dated about the area, year by year, the latest first."""
    rows = data.ask(known.timeline, omrade_id)
    rows = rows[rows["ar"].isin(chosen.years)] if chosen.years else rows
    if rows.empty:
        parts.empty("Inget i underlaget är daterat för området och de valda åren.")
        return
    years = "".join(
        f"<section><h3>{year}</h3><ul>{''.join(map(_dated, part.to_dict('records')))}</ul></section>"
        for year, part in rows.groupby("ar", sort=False)
    )
    render(f'<div class="lb-years">{years}</div>')
    parts.sources(rows["kalla_id"])


def _dated(row: dict) -> str:
    return (
        f'<li><span class="when">{escape(row["nar"])}</span><span class="kind">{escape(row["slag"])}</span>'
        f"<span>{escape(row['vad'])}</span></li>"
    )


def open_questions(omrade_id: str) -> None:
    """What is not known of the area."""
    has_surface = omrade_id in set(data.area_surfaces()["omrade_id"])
    questions = data.ask(known.open_questions, omrade_id, has_surface)
    if not questions:
        parts.note("Inget av det som sidan visar saknas.")
        return
    render(f'<ul class="lb-findings">{"".join(f"<li>{escape(question)}</li>" for question in questions)}</ul>')
