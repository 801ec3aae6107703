"""Tables as HTML, and what they are downloaded as."""

import datetime as dt
from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from briefing.xlsx.sheet import table_bytes
from charts import theme
from lagesbild_data.public.table import Column, Table
from lagesbild_data.words import spreadsheet, swedish
from ui.frame import data
from ui.frame.html import join, render
from ui.frame.shell import mark, palette
from ui.parts import prose

_SIDE_BY_SIDE = 4
"""On a narrow screen a table with more columns has each row's cells under each other."""
_LONG_ROW = 42
"""Letters of a row with which a table is stacked on a narrow screen, however few its columns are.
"""


def table(table: Table, caption: str) -> None:
    """A small table as real HTML."""
    columns, cells = table.columns, table.rows
    begun = [(_td(_kind(column), column), _td(_missing(column), column)) for column in columns]
    rows = join(
        Markup("<tr>{}</tr>").format(
            join(
                (missing if cell.is_gap else known) + cell.text + _CELL_ENDS
                for (known, missing), cell in zip(begun, row, strict=True)
            )
        )
        for row in cells
    )
    longest = (
        max(len(column.heading), *(len(row[place].text) for row in cells), 0)
        for place, column in enumerate(columns)
    )
    many = len(columns) > _SIDE_BY_SIDE or sum(longest) > _LONG_ROW
    head = join(heads([column.heading], _kind(column)) for column in columns)
    scrolled(f"lb-table{' stacked' if many else ''}", caption, head, rows)


def _kind(column: Column) -> str:
    return "number" if column.numeric else ""


def _missing(column: Column) -> str:
    """Classes of an empty cell; a gap that says nothing isn't shown where cells are stacked."""
    return f"missing {_kind(column)}{' none' if column.gap in ('', '–') else ''}"


def _td(kind: str, column: Column) -> Markup:
    return Markup('<td class="{}" data-label="{}">').format(kind, column.heading)


_CELL_ENDS = Markup("</td>")


def scrolled(kind: str, caption: str, heads: Markup, rows: Markup, style: str = "") -> None:
    """A table made of its headings and rows, which can be scrolled where it is wider than the
    page."""
    whole = Markup(
        '<div class="{}" role="region" aria-label="{}" tabindex="0"><table style="{}">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    )
    render(whole.format(kind, caption, style, heads, rows))


def heads(names: Iterable[object], kind: str = "") -> Markup:
    """Headings of columns of one kind."""
    return join(Markup('<th scope="col" class="{}">{}</th>').format(kind, name) for name in names)


def shaded(value: float, most: float, decimals: int = 0) -> Markup:
    """A number as a cell of a heat table, darker the nearer it is to `most`; empty where it is
    missing."""
    if pd.isna(value):
        return Markup('<td class="empty"></td>')
    colour = theme.ramp_colour(palette(), value, 0, most)
    cell = Markup('<td style="background:{};color:{}">{}</td>')
    return cell.format(
        colour,
        theme.on(colour),
        swedish.number(value, decimals) if decimals else swedish.counted_number(value),
    )


def downloads(
    table: Table,
    name: str,
    title: str,
    selection: str,
    kallor: Iterable[str],
    calendar: Callable[[str], bytes] | None = None,
) -> None:
    """Buttons that give the table as CSV for Swedish Excel and as XLSX with the selection in words,
    sources and date, and its dates as iCalendar where there is a `calendar` to make (from the mark
    on the data)."""
    titles, invented = prose.source_titles(), mark()
    name = spreadsheet.file_name(f"{name}-pahittade-data" if invented else name)
    notes = [
        f"Urval: {selection}",
        *(f"Källa: {titles[kalla]}" for kalla in dict.fromkeys(kallor)),
        f"Dataversion: {data.version()}",
        f"Uttaget: {swedish.date(dt.date.today())}",
    ]
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner CSV",
            lambda: spreadsheet.csv_bytes(table.plain, invented),
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Ladda ner Excel",
            lambda: table_bytes(table, title, notes, invented),
            f"{name}.xlsx",
            spreadsheet.XLSX_TYPE,
            icon=":material/download:",
            on_click="ignore",
        )
        if calendar:
            st.download_button(
                "Ladda ner kalender",
                lambda: calendar(invented),
                f"{name}.ics",
                "text/calendar",
                icon=":material/calendar_month:",
                on_click="ignore",
            )
