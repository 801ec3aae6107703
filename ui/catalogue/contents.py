"""How much there is, and where there are gaps."""

import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers.catalogue import coverage
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import join
from ui.parts import prose, tables

_ALL = ""


def overview(chosen: Filter) -> None:
    """How much there is in each table, and of which areas and years."""
    facts = data.ask(coverage.table_facts)
    version = f"Dataversion {data.version()}: densamma så länge det som får visas är detsamma."
    prose.note(
        f"{version} {swedish.number(int(facts['rader'].sum()))} rader i {len(facts)} tabeller."
    )
    link = prose.table_links(chosen)
    line = Markup(
        '<tr><td data-label="Tabell">{}</td><td class="number" data-label="Rader">{}</td>'
        '<td class="number" data-label="Källor">{}</td><td data-label="Uppdaterad">{}</td></tr>'
    )
    rows = join(
        line.format(
            link(str(name), row["tabell"]),
            swedish.number(row["rader"]),
            row["kallor"] or "–",
            swedish.date(row["uppdaterad"]) if row["uppdaterad"] else "–",
        )
        for name, row in facts.to_dict("index").items()
    )
    heads = (
        tables.heads(["Tabell"])
        + tables.heads(["Rader", "Källor"], "number")
        + tables.heads(["Uppdaterad"])
    )
    tables.scrolled("lb-table", "Tabellerna", heads, rows)
    prose.note(
        "Uppdaterad är den senaste källans datum, eller dagen då raderna senast ändrades i"
        " programmet."
    )


def completeness(chosen: Filter) -> None:
    """Areas by years: how many tables have something, or how many rows one table has."""
    countable = [_ALL, *data.ask(coverage.completeness)["tabell"].unique()]
    name = st.selectbox(
        "Räkna",
        countable,
        format_func=lambda name: (
            f"Rader i {BY_NAME[name].label}" if name else "Tabeller som har något"
        ),
        key="luckor",
    )
    counts = data.ask(coverage.coverage, chosen, name)
    if counts.empty:
        prose.empty("Inga rader för det valda.")
        return
    called = data.ask(reference.names)["omraden"]
    most = float(counts.max().max())
    line = Markup('<tr><th scope="row">{}</th>{}</tr>')
    lines = join(
        line.format(called[area], join(tables.shaded(value, most) for value in counts.loc[area]))
        for area in sorted(counts.index, key=lambda area: swedish.sort_key(called[area]))
    )
    what = f"Rader i {BY_NAME[name].label}" if name else "Tabeller som har något"
    heads = tables.heads(["Område", *counts.columns])
    tables.scrolled("lb-table lb-heat lb-luckor", f"{what} per område och år", heads, lines)
    prose.note("En tom ruta är en lucka: inget är publicerat eller inläst för området det året.")


def gaps(chosen: Filter) -> None:
    """What there is, and where there are gaps."""
    overview(chosen)
    st.subheader("Var finns luckorna?", anchor=False)
    completeness(chosen)
