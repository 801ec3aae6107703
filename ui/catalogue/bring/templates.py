"""Templates to fill in."""

import streamlit as st

from lagesbild_data.bring import templates
from lagesbild_data.bring.importing import standing
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.words import spreadsheet
from ui.frame import data
from ui.parts import download


def template_choice() -> None:
    """Choose tables and get a template to fill in."""
    labels = {name: BY_NAME[name].label for name in templates.TABLES}
    chosen = st.multiselect(
        "Tabeller i mallen",
        templates.TABLES,
        format_func=labels.__getitem__,
        key="malltabeller",
        placeholder="Välj en eller flera",
        select_all=False,
    )
    if not chosen:
        return
    with st.container(horizontal=True):
        download.button(
            "Ladda ner mall (Excel)",
            lambda: templates.xlsx_bytes(chosen, known=standing.all_rows(data.store())),
            f"mall-{'-'.join(chosen[:3])}.xlsx",
            spreadsheet.XLSX_TYPE,
        )
        if len(chosen) == 1:
            download.button(
                "Ladda ner mall (CSV)",
                lambda: templates.csv_bytes(chosen[0], known=standing.all_rows(data.store())),
                f"mall-{chosen[0]}.csv",
                "text/csv",
            )
