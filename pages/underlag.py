"""Vad ska mötet få med sig? A document for a meeting: what it is to hold, what it looks like, and
its files."""

import streamlit as st

from ui.frame import shell
from ui.papers.choice import choose
from ui.papers.keeping import keep
from ui.papers.making import make, with_template
from ui.papers.result import result

chosen = shell.header("Vad ska mötet få med sig?")
choices, document = st.columns([2, 3], gap="large")
with choices:
    choice = choose(chosen)
    keep(choice)
    order = with_template(choice)
    made = make(order)
with document:
    result(made, order)
