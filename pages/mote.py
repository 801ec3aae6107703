"""Vad ska mötet gå igenom? The agenda of a meeting: views in an order, kept, opened and gone
through."""

import streamlit as st

from ui import meetings as shown
from ui.frame import shell

shell.header("Vad ska mötet gå igenom?")
shell.without_filter(shell.AREAS, shell.YEARS)
order, files = st.columns([3, 2], gap="large")
with order:
    shown.points()
with files:
    st.subheader("Spara", anchor=False)
    shown.keeping()
    st.subheader("Öppna", anchor=False)
    shown.opening()
