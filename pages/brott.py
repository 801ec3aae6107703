"""Är ändringen i anmälda brott ovanlig? Reported crimes over time, against chance, and compared
with what."""

import streamlit as st

from ui import crimes as shown
from ui.frame import shell

chosen = shell.header("Är ändringen i anmälda brott ovanlig?")
top = st.container()
choice = shown.choose(chosen)
if choice is None:
    st.stop()
with top:
    shown.answer(choice, chosen)
    shown.side_by_side(choice, chosen)
shown.change(choice, chosen)

st.subheader("Utvecklingen", anchor=False)
shown.development(choice, chosen)
shown.rate_differences(choice, chosen)

st.subheader("Vad är ovanligt?", anchor=False)
shown.control(choice, chosen)

year = shown.latest_year(choice, "ar", chosen)
if year is not None:
    st.subheader(f"Brottstyper {year}", anchor=False)
    shown.types(choice, year)

st.subheader("Jämfört med andra", anchor=False)
shown.comparison(choice, chosen)
shown.method()
