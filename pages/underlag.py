"""Vad ska mötet få med sig? A document for a meeting: what it is to hold, what it looks like, and
its files."""

import streamlit as st

from ui import papers as shown
from ui.frame import shell

chosen = shell.header("Vad ska mötet få med sig?")
choices, document = st.columns([2, 3], gap="large")
with choices:
    choice = shown.choose(chosen)
    shown.keep(choice)
    order = shown.with_template(choice)
    made = shown.make(order)
with document:
    shown.result(made, order)
