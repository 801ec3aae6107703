"""Är ändringen i anmälda brott ovanlig? Reported crimes over time, against chance, and compared
with what."""

import streamlit as st

from ui.crimes.answer import answer
from ui.crimes.change import change
from ui.crimes.choice import choose
from ui.crimes.comparison import comparison
from ui.crimes.control import control
from ui.crimes.development import development, rate_differences
from ui.crimes.method import method
from ui.crimes.series import latest_year
from ui.crimes.side_by_side import side_by_side
from ui.crimes.types import types
from ui.frame import shell

chosen = shell.header("Är ändringen i anmälda brott ovanlig?")
top = st.container()
choice = choose(chosen)
if choice is None:
    st.stop()
with top:
    answer(choice, chosen)
    side_by_side(choice, chosen)
change(choice, chosen)

st.subheader("Utvecklingen", anchor=False)
development(choice, chosen)
rate_differences(choice, chosen)

st.subheader("Vad är ovanligt?", anchor=False)
control(choice, chosen)

year = latest_year(choice, "ar", chosen)
if year is not None:
    st.subheader(f"Brottstyper {year}", anchor=False)
    types(choice, year)

st.subheader("Jämfört med andra", anchor=False)
comparison(choice, chosen)
method()
