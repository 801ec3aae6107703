"""Är förändringen större än slumpen? Reported crimes over time, against chance, and compared with what."""

import streamlit as st

from lagesbild_data import crime_trends
from ui import crimes as shown
from ui import parts, shell

chosen = shell.header("Är förändringen större än slumpen?")
choice = shown.choose(chosen)
if choice is None:
    st.stop()
frame = shown.series(choice, choice.step)
parts.findings(crime_trends.findings(frame, choice.step, choice.kind, choice.area, chosen.year), chosen)
parts.key_figure_cards(crime_trends.key_figures(frame, choice.step, choice.kind, chosen.year), chosen)

st.subheader("Utvecklingen", anchor=False)
shown.development(frame, choice, chosen)
if told := crime_trends.rate_findings(frame):
    parts.findings(told, chosen)

st.subheader("Vad är ovanligt?", anchor=False)
shown.control(choice)

year = crime_trends.shown_year(shown.series(choice, "ar"), chosen.year)
if year is not None:
    st.subheader("Brottstyper", anchor=False)
    shown.types(choice, year, chosen)

st.subheader("Jämfört med andra", anchor=False)
shown.comparison(choice)
shown.method()
