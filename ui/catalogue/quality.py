"""How certain the data are, and their sources with their terms."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers.catalogue import quality
from lagesbild_data.model import dictionary
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.table import Column, Table
from ui.frame import data
from ui.parts import prose, tables


def sources(frame: pd.DataFrame) -> None:
    """Sources with their terms, a row each."""
    frame = frame.assign(Licens=frame["Licens"].mask(frame["Licens"] == ""))
    dated, licence = Column("Publicerad", "datum anges inte"), Column("Licens", "anges inte")
    tables.table(Table.of(frame, dated, licence), "Källor")


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
    sources(dictionary.source_table(data.ask(reference.sources)))
