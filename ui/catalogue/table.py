"""One table: its rows, its columns, its sources."""

from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from lagesbild_data.answers.catalogue import selection
from lagesbild_data.model import dictionary, settings
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Table as Declared
from lagesbild_data.public import reference
from lagesbild_data.public.reader import COUNTED
from lagesbild_data.public.table import Table, stored
from lagesbild_data.words import swedish
from ui.catalogue.bring.files import SECTION
from ui.catalogue.quality import sources
from ui.frame import address, data
from ui.parts import prose, tables

_MOST_ROWS = 10_000
"""Rows of a table that are sent to a reader; the files have them all."""


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
    rows, used = data.ask(selection.chosen_rows, name, chosen), selection.narrowed(name, chosen)
    frame = dictionary.readable(rows, declared, data.ask(reference.names))
    if rows.empty:
        prose.empty(
            f"Inga rader för det valda. De läses in under {SECTION}, eller skrivs i {name}.csv."
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
        count = swedish.counted(len(frame), "rad", "rader")
        if name in (*COUNTED, "andringslogg"):
            prose.note(hidden())
        prose.note(f"{count} · {prose.choice(used)}. {dictionary.extent(chosen, used)}")
        shown, kallor = stored(frame, declared), rows.get("kalla_id", ())
        tables.downloads(shown, name, declared.label, prose.choice(used), kallor)
    st.subheader("Kolumnernas betydelse", anchor=False)
    columns = Table(dictionary.columns(declared))
    tables.table(columns, f"Kolumner i {declared.label}")
    if "kalla_id" in rows:
        st.subheader("Källor och förbehåll", anchor=False)
        sources(dictionary.sources_of(rows, data.ask(reference.sources)))


def _dated(frame: pd.DataFrame, declared: Declared) -> pd.DataFrame | Styler:
    """The rows with their dates as elsewhere; sorted by the day all the same."""
    dates = [column.label for column in declared.columns if column.type == "datum"]
    written: dict[Any, Any] = dict.fromkeys(dates, swedish.date)
    return frame.style.format(written, na_rep="–") if dates else frame


def hidden() -> str:
    """Which counts are left out of what readers see, in a sentence."""
    told = (
        f"Under kommunnivå visas inte antal under {settings.threshold()}, det som skulle röja dem"
    )
    return f"{told}, kvartal av år som inte är hela eller månader."
