"""Parts of the page Dialoger: the choice of topic, the year, the months, the map of where, and the
list."""

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts import dialogues as figures
from charts import looks
from geo.area_map import AreaView
from lagesbild_data.answers.dialogues import counts as dialogue_counts
from lagesbild_data.answers.dialogues import events, ical, wording
from lagesbild_data.answers.dialogues.events import EventFilter, Tally
from lagesbild_data.model import dictionary
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import SERIOUS
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.table import Table, stored
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.html import join
from ui.frame.shell import dark, palette
from ui.parts import area_map, plots, prose, tables

_RECENT = 2
"""So many years are drawn at once."""
_MOST_LISTED = 20
_FULL_SCALE = 5
"""As many in a month have the darkest cell, or more when some month has more."""


def choose(chosen: Filter) -> EventFilter:
    """Let the reader choose types and themes; the shared filter narrowed to them."""
    topics = address.choose(
        st.multiselect,
        "Tema eller typ",
        data.ask(events.topics),
        key="tema",
        format_func=wording.capitalised,
        placeholder="Alla teman och typer",
        select_all=False,
    )
    return EventFilter(chosen.areas, chosen.years, tuple(topics))


def empty(tally: Tally) -> None:
    """What is missing, and how it is added."""
    told = [
        "Ingen händelse i listan passar det valda.",
        *_hidden(tally),
        "Händelser läggs till i handelser.csv, eller i tabellen handelser i en databas.",
    ]
    prose.empty(" ".join(told))


def _hidden(tally: Tally) -> list[str]:
    """That events without an area are left out of a choice of areas; nothing where none is."""
    if not tally.hidden:
        return []
    return [f"{_events(tally.hidden)} utan område visas bara när inga områden är valda."]


def _events(count: int) -> str:
    return swedish.counted(count, "händelse", "händelser")


def timeline(rows: pd.DataFrame, headline: str) -> None:
    """The chosen events of the latest two years over the year under the headline, with the marks
    explained; those before behind how many they are."""
    years = rows["datum_fran"].map(lambda day: day.year)
    is_recent = years > years.max() - _RECENT
    prose.finding(headline)
    _marks(rows)
    _drawn("handelser", rows[is_recent], headline)
    if len(older := rows[~is_recent]):
        label = f"Tidigare år ({_events(len(older))})"
        prose.folded("tidigare", label, lambda: _drawn("tidigare-handelser", older, headline))


def _drawn(name: str, rows: pd.DataFrame, headline: str) -> None:
    table = wording.listed(rows).only("Datum", "Typ", "Tema", "Plats")
    alt = f"Tidslinje över valda dialoger och händelser, en rad per år och typ. {headline}."
    plots.figure(name, figures.timeline(rows, palette()), alt, table, kallor=rows["kalla_id"])


def _marks(rows: pd.DataFrame) -> None:
    """What the marks of the timeline mean, those that are in it."""
    dated, held = rows["precision"] == "dag", rows["genomford"]
    accent, light = palette().accent, palette().ramp[0]
    sign = Markup('<b style="color:{};font-size:1.3em">{}</b>')
    span = Markup('<span class="lb-swatch" style="background:{};border-color:{}"></span>').format(
        light, accent
    )
    shown = [
        ((dated & held).any(), sign.format(accent, "●"), "hölls den dagen"),
        ((~held).any(), sign.format(accent, "◇"), "planerad; källan säger inte om den hölls"),
        ((~dated).any(), span, "någon dag under tiden; dagen är inte känd"),
    ]
    prose.legend((sign, text) for is_shown, sign, text in shown if is_shown)


def _what(choice: EventFilter) -> str:
    """What the map and the month tables count."""
    return (
        "Antal allvarliga händelser."
        if choice.only_serious
        else "Antal dialoger och möten som hölls."
    )


# Where


def where(choice: EventFilter, tally: Tally) -> None:
    """The map of how many events were held in each chosen area."""
    prose.note(f"{_what(choice)} De saknar koordinater och står därför på sitt område.")
    area_map.show_areas(*data.ask(_areas_drawn, choice, dark()))
    for told in _hidden(tally):
        prose.note(told)
    area_map.under_map(
        [(area_map.ramp(), "fler"), (area_map.swatch("streckad"), dialogue_counts.NONE)]
    )


def _areas_drawn(
    store: Store, choice: EventFilter, dark: bool
) -> tuple[list[dict], list[list[float]]]:
    """The areas with their counts on a light or dark page, and the bounds of those chosen."""
    held = data.ask(dialogue_counts.held_by_area, choice)
    return area_map.on_surfaces([_view(area, held["antal"]) for area in held.itertuples()], choice)


def _view(area, counts: pd.Series) -> AreaView:
    serious = (
        []
        if pd.isna(area.allvarliga) or area.typer == SERIOUS
        else [wording.serious_words(int(area.allvarliga))]
    )
    if pd.isna(area.antal):
        return AreaView(
            area.omrade_id,
            area.namn,
            dialogue_counts.NONE,
            (area.namn, dialogue_counts.NONE, *serious),
            "streckad",
        )
    colour = looks.count_colour(area.antal, counts, palette())
    lines = (area.namn, wording.count_types(area.typer), *serious)
    return AreaView(
        area.omrade_id, area.namn, wording.total_words(area.typer), lines, "hel", colour
    )


def outside(choice: EventFilter) -> None:
    """Places of events held outside every area that the map can draw."""
    drawn = tuple(sorted(data.area_surfaces()["omrade_id"]))
    places = data.ask(dialogue_counts.held_outside, choice, drawn)
    if places.empty:
        prose.note("Inget av det som räknas var utanför kartans områden.")
    else:
        prose.finding(f"Utanför kartans områden: {places['Antal'].sum()}")
        tables.table(Table(places), "Utanför kartans områden")


# Months


def months(choice: EventFilter) -> None:
    """How many per area and month, and per theme and month, and what is counted."""
    apart = (
        ""
        if choice.only_serious
        else " En dialog med två teman räknas i båda. Allvarliga händelser räknas inte med."
    )
    prose.note(
        f"{_what(choice)} Tom ruta: ingen i listan. Okänd: källan anger inte månaden.{apart}"
    )
    _month_table(
        data.ask(dialogue_counts.held_by_area_and_month, choice), "Antal per område och månad"
    )
    _month_table(
        data.ask(dialogue_counts.held_by_theme_and_month, choice), "Antal per tema och månad"
    )


def _month_table(table: pd.DataFrame, caption: str) -> None:
    """Counts per month as a table with darker cells for more, and who has most in words."""
    if table["Summa"].isna().all():
        prose.note(f"{caption}: {dialogue_counts.NONE}.")
        return
    most_common = dialogue_counts.most_common(table)
    if most_common:
        prose.finding(most_common)
    most = max(_FULL_SCALE, table.iloc[:, 1:-1].max().max())
    rows = join(_month_row(row, most) for row in table.itertuples(index=False))
    tables.scrolled("lb-table lb-heat", caption, tables.heads(table.columns), rows)


def _month_row(row, most: int) -> Markup:
    name, *counts, total = row
    cells = join(tables.shaded(count, most * 1.3) for count in counts)
    whole = Markup('<tr><th scope="row">{}</th>{}<td class="sum">{}</td></tr>')
    return whole.format(name, cells, "" if pd.isna(total) else total)


# The list


def listing(rows: pd.DataFrame, choice: EventFilter, tally: Tally) -> None:
    """The chosen events as a table, the latest and behind a word all, and as files."""
    caption, latest = "Valda dialoger och händelser", rows[::-1]
    tables.table(wording.listed(latest[:_MOST_LISTED]), caption)
    if len(rows) > _MOST_LISTED:
        label = f"Visa alla {_events(len(rows))}"
        prose.folded(
            "alla", label, lambda: tables.table(wording.listed(latest), f"{caption}, alla")
        )
    prose.note(
        "Senaste först. Streck: källan anger det inte, eller platsen ligger inte säkert inom ett"
        " område."
    )
    prose.sources(rows["kalla_id"])
    declared, titles = BY_NAME["handelser"], prose.source_titles()
    named = dictionary.readable(
        rows[list(declared.column_names)], declared, data.ask(reference.names)
    )
    shown = stored(named, declared)
    calendar = partial(_calendar, rows, titles) if tally.undated < tally.events else None
    tables.downloads(
        shown, "dialoger", declared.label, prose.choice(choice), rows["kalla_id"], calendar
    )
    if calendar is None:
        prose.note("Ingen kalenderfil: ingen av händelserna har känd dag.")
        return
    left_out = f" {_events(tally.undated)} utan känd dag är inte med." if tally.undated else ""
    prose.note(
        "I kalenderfilen är det som hölls heldagar, och det som bara planerades"
        f" preliminärt.{left_out}"
    )


def _calendar(rows: pd.DataFrame, titles: dict[str, str], mark: str) -> bytes:
    return ical.calendar(rows, titles, dt.datetime.now(dt.UTC), mark)
