"""Tables as HTML, and what they are downloaded as."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts import theme
from lagesbild_data.public.answer import MISSING
from lagesbild_data.public.words import Looks
from lagesbild_data.words import spreadsheet, swedish
from ui.frame import data
from ui.frame.html import join, render
from ui.frame.shell import mark, palette
from ui.parts import prose

_SIDE_BY_SIDE = 4
"""On a narrow screen a table with more columns has each row's cells under each other."""
AS_THEY_ARE: Looks = MappingProxyType({})
_LONG_ROW = 42
"""Letters of a row with which a table is stacked on a narrow screen, however few its columns are.
"""


def table(
    frame: pd.DataFrame, caption: str, gaps: Mapping[str, str] = {}, looks: Looks = AS_THEY_ARE
) -> None:
    """A small table as real HTML; numbers as `looks` says per heading, else with a space between
    thousands and the decimals that their column has, two at most; empty cells as `gaps` says per
    heading, else "ej publicerat".
    """
    numeric = {name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])}
    written: Looks = {
        **{name: partial(swedish.number, decimals=_decimals(frame[name])) for name in numeric},
        **looks,
    }
    head = join(heads([name], "number" if name in numeric else "") for name in frame.columns)
    columns = [
        _cells(name, frame[name], gaps.get(name, MISSING), written.get(name))
        for name in frame.columns
    ]
    rows = join(Markup("<tr>{}</tr>").format(join(cells)) for cells in zip(*columns, strict=True))
    letters = sum(max(len(str(text)) for text in (name, *frame[name])) for name in frame.columns)
    stacked = " stacked" if len(frame.columns) > _SIDE_BY_SIDE or letters > _LONG_ROW else ""
    scrolled(f"lb-table{stacked}", caption, head, rows)


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


def _decimals(numbers: pd.Series) -> int:
    """How many decimals the numbers have, two at most."""
    known = [float(number) for number in numbers.dropna()]
    return next(
        (places for places in (0, 1) if all(round(n, places) == round(n, 2) for n in known)), 2
    )


def _cells(
    heading: str, values: pd.Series, gap: str, written: Callable[[Any], str] | None
) -> Iterator[Markup]:
    """A column's cells; how they are `written` of numbers, None for anything else."""
    begun, kind = Markup('<td class="{}" data-label="{}">'), "" if written is None else "number"
    missing = (
        begun.format(f"missing {kind}{' none' if gap in ('', '–') else ''}", heading)
        + gap
        + _CELL_ENDS
    )
    begun = begun.format(kind, heading)
    for value in values:
        if pd.isna(value):
            yield missing
        else:
            yield begun + (written or _in_words)(value) + _CELL_ENDS


_CELL_ENDS = Markup("</td>")


def _in_words(value: Any) -> str:
    return swedish.date(value) if isinstance(value, dt.date) else str(value)


def shaded(value: float, most: float) -> Markup:
    """A number as a cell of a heat table, darker the nearer it is to `most`; empty where it is
    missing."""
    if pd.isna(value):
        return Markup('<td class="empty"></td>')
    colour = theme.ramp_colour(palette(), value, 0, most)
    cell = Markup('<td style="background:{};color:{}">{}</td>')
    return cell.format(colour, theme.on(colour), swedish.counted_number(value))


def downloads(
    frame: pd.DataFrame,
    name: str,
    title: str,
    selection: str,
    kallor: Iterable[str],
    calendar: Callable[[str], bytes] | None = None,
) -> None:
    """Buttons that give the frame as CSV for Swedish Excel and as XLSX with the selection in words,
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
            lambda: spreadsheet.csv_bytes(frame, invented),
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Ladda ner Excel",
            lambda: spreadsheet.xlsx_bytes(frame, title, notes, invented),
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
