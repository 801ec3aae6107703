"""Parts of the page Data och källor: what there is, each table, how certain it is, what was
changed, all to save."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from pandas.io.formats.style import Styler

from charts import theme
from geo import geopackage
from lagesbild_data.answers import changelog, latest, package, quality, queries
from lagesbild_data.model import dictionary, settings
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.public.reader import COUNTED
from lagesbild_data.words import spreadsheet, swedish
from ui import bring
from ui.frame import address, data
from ui.frame.html import join
from ui.frame.shell import mark
from ui.parts import prose, tables

_ALL = ""
_MOST_ROWS = 10_000
"""Rows of a table that are sent to a reader; the files have them all."""


def overview(chosen: Filter) -> None:
    """How much there is in each table, and of which areas and years."""
    facts = data.ask(quality.table_facts)
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
    countable = [_ALL, *data.ask(quality.completeness)["tabell"].unique()]
    name = st.selectbox(
        "Räkna",
        countable,
        format_func=lambda name: (
            f"Rader i {BY_NAME[name].label}" if name else "Tabeller som har något"
        ),
        key="luckor",
    )
    counts = data.ask(quality.coverage, chosen, name)
    if counts.empty:
        prose.empty("Inga rader för det valda.")
        return
    called = data.ask(queries.names)["omraden"]
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


def table(chosen: Filter) -> None:
    """One table: its rows for the choice, its columns, its sources."""
    name = address.choose(
        st.selectbox,
        "Tabell",
        list(BY_NAME),
        key="tabell",
        format_func=lambda table: BY_NAME[table].label,
    )
    declared = BY_NAME[name]
    st.write(declared.help)
    rows, used = data.ask(queries.chosen_rows, name, chosen), queries.narrowed(name, chosen)
    frame = dictionary.readable(rows, declared, data.ask(queries.names))
    if rows.empty:
        prose.empty(
            f"Inga rader för det valda. De läses in under {SECTIONS['inlasning'][0]}, eller skrivs"
            f" i {name}.csv."
        )
    else:
        st.dataframe(
            _dated(frame.head(_MOST_ROWS), declared),
            hide_index=True,
            placeholder="–",
            alt=f"Tabellen {declared.label}, {len(frame)} rader",
        )
        if len(frame) > _MOST_ROWS:
            prose.note(
                f"De första {swedish.number(_MOST_ROWS)} raderna visas. Filerna nedan har alla."
            )
        count = "1 rad" if len(frame) == 1 else f"{swedish.number(len(frame))} rader"
        if name in (*COUNTED, "andringslogg"):
            prose.note(_hidden())
        prose.note(f"{count} · {prose.choice(used)}. {dictionary.extent(chosen, used)}")
        tables.downloads(frame, name, declared.label, prose.choice(used), rows.get("kalla_id", []))
    st.subheader("Kolumnernas betydelse", anchor=False)
    tables.table(dictionary.columns(declared), f"Kolumner i {declared.label}")
    if "kalla_id" in rows:
        st.subheader("Källor och förbehåll", anchor=False)
        _sources(dictionary.sources_of(rows, data.ask(queries.sources)))


def _dated(frame: pd.DataFrame, declared: Table) -> pd.DataFrame | Styler:
    """The rows with their dates as elsewhere; sorted by the day all the same."""
    dates = [column.label for column in declared.columns if column.type == "datum"]
    written: dict[Any, Any] = dict.fromkeys(dates, swedish.date)
    return frame.style.format(written, na_rep="–") if dates else frame


def _sources(frame: pd.DataFrame) -> None:
    frame = frame.assign(Licens=frame["Licens"].mask(frame["Licens"] == ""))
    tables.table(frame, "Källor", {"Publicerad": "datum anges inte", "Licens": "anges inte"})


def _hidden() -> str:
    told = (
        f"Under kommunnivå visas inte antal under {settings.threshold()}, det som skulle röja dem"
    )
    return f"{told}, kvartal av år som inte är hela eller månader."


def certainty(chosen: Filter) -> None:
    """What is to be known of the data before they are used, and every source with its terms."""
    link = prose.table_links(chosen)
    line, found = Markup('{} <span class="source">({})</span>'), data.ask(quality.findings)
    if found:
        prose.listed(
            line.format(each.text, link(each.table, BY_NAME[each.table].label)) for each in found
        )
    else:
        prose.note("Inget att anmärka på.")
    st.subheader("Källor, villkor och förbehåll", anchor=False)
    _sources(dictionary.source_table(data.ask(queries.sources)))


def changes(chosen: Filter) -> None:
    """The latest changes that have been made in the program, newest first."""
    frame = data.ask(changelog.log)
    if frame.empty:
        prose.empty(
            "Inga ändringar har gjorts i programmet. Här står sedan vem som har ändrat vad, och"
            " när."
        )
    else:
        tables.table(frame, "Ändringslogg", {"Ändring": ""})


def everything(chosen: Filter) -> None:
    """The whole store as files."""
    prose.note(
        f"Allt i lagret, oavsett val i vänsterspalten. {_hidden()} Sådana rader är inte med i"
        " filerna."
    )
    name = f"lagesbild-{dt.date.today()}{'-pahittade-data' if mark() else ''}"
    for label, ending, kind, make, told in _FILES:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                f"Ladda ner {label}",
                make,
                f"{name}.{ending}",
                kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"allt_{ending}",
            )
            prose.note(told)


def _geopackage() -> bytes:
    values, colours = data.ask(latest.by_area), theme.palette(dark=False).ramp
    return geopackage.geopackage(
        data.area_surfaces(), values, dict.fromkeys(latest.styled(values), colours), mark()
    )


_FILES: tuple[tuple[str, str, str, Callable[[], bytes], str], ...] = (
    (
        "CSV-mapp",
        "zip",
        "application/zip",
        lambda: package.csv_zip(data.store()),
        "En fil per tabell, som programmet kan öppna igen.",
    ),
    (
        "Excel",
        "xlsx",
        spreadsheet.XLSX_TYPE,
        lambda: package.xlsx(data.store()),
        "Ett blad per tabell, med källor och förbehåll.",
    ),
    (
        "SQLite",
        "sqlite",
        "application/vnd.sqlite3",
        lambda: package.sqlite(data.store()),
        "En databas som programmet kan öppna och skriva i.",
    ),
    (
        "GeoPackage",
        "gpkg",
        "application/geopackage+sqlite3",
        _geopackage,
        "Områdenas ytor med senaste värden, som öppnas med färger i QGIS.",
    ),
)


def bring_in(chosen: Filter) -> None:
    """Files to read in, and templates to fill in."""
    bring.files()
    st.subheader("Mallar att fylla i", anchor=False)
    bring.template_choice()


def gaps(chosen: Filter) -> None:
    """What there is, and where there are gaps."""
    overview(chosen)
    st.subheader("Var finns luckorna?", anchor=False)
    completeness(chosen)


Section = tuple[str, Callable[[Filter], None]]
SECTIONS: dict[str, Section] = {
    "oversikt": ("Översikt", gaps),
    "tabell": ("Tabeller", table),
    "sakerhet": ("Kvalitet och källor", certainty),
    "inlasning": ("Läs in filer", bring_in),
    "andringar": ("Ändringslogg", changes),
    "nedladdning": ("Ladda ner allt", everything),
}
"""The page's sections by the word in its address."""


def section() -> Section:
    """The section that the reader has chosen; an address that names a table leads to it."""
    chosen = address.choose(
        st.segmented_control,
        "Visa",
        list(SECTIONS),
        key="avsnitt",
        format_func=lambda key: SECTIONS[key][0],
        default="tabell" if address.given("tabell") else "oversikt",
        label_visibility="collapsed",
        required=True,
    )
    return SECTIONS[chosen]
