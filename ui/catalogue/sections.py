"""The page's sections, and the choice among them."""

from collections.abc import Callable

import streamlit as st

from lagesbild_data.model.filter import Filter
from ui.catalogue.bring.files import SECTION, files
from ui.catalogue.bring.templates import template_choice
from ui.catalogue.changelog import changes
from ui.catalogue.contents import gaps
from ui.catalogue.download import everything
from ui.catalogue.quality import certainty
from ui.catalogue.table import table
from ui.frame import address, shell


def bring_in(chosen: Filter) -> None:
    """Files to read in, and templates to fill in."""
    files()
    st.subheader("Mallar att fylla i", anchor=False)
    template_choice()


Section = tuple[str, Callable[[Filter], None]]
SECTIONS: dict[str, Section] = {
    "oversikt": ("Översikt", gaps),
    "tabell": ("Tabeller", table),
    "sakerhet": ("Kvalitet och källor", certainty),
    "inlasning": (SECTION, bring_in),
    "andringar": ("Ändringslogg", changes),
    "nedladdning": ("Ladda ner allt", everything),
}
"""The page's sections by the word in its address."""
_FILTERED = {"oversikt", "tabell"}
"""Those that show what the filter chooses."""


def section() -> Section:
    """The section that the reader has chosen, without the filter where that does nothing; an
    address that names a table leads to it."""
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
    if chosen not in _FILTERED:
        shell.without_filter(shell.AREAS, shell.YEARS)
    return SECTIONS[chosen]
