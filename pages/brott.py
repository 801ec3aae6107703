"""Är ändringen i anmälda brott ovanlig? Reported crimes over time, against chance, and compared with what."""

import streamlit as st

from lagesbild_data import crime_trends
from lagesbild_data.shown import types
from ui import crimes as shown
from ui import data, parts, shell

chosen = shell.header("Är ändringen i anmälda brott ovanlig?")
choice = shown.choose(chosen)
if choice is None:
    st.stop()
frame, years = shown.series(choice, choice.step), shown.series(choice, "ar")
year = chosen.latest(crime_trends.known_years(frame))
of_year = chosen.latest(crime_trends.known_years(years))
kinds, base = data.ask(types), data.smallest_base()
within = crime_trends.remarks_within(shown.counts(), kinds, choice.kind, choice.omrade_id, year or 0)
if year is None:
    parts.empty(f"Anmälda brott är inte publicerade för {choice.area} och de valda åren.")
else:
    told = crime_trends.findings(frame, choice.step, choice.kind, choice.area, year, within, base)
    parts.findings(told, chosen)
    parts.key_figure_cards(crime_trends.key_figures(frame, choice.step, year, base), chosen)

st.subheader("Utvecklingen", anchor=False)
shown.development(frame, choice, year if chosen.years else None)
if told := crime_trends.rate_findings(frame):
    parts.findings(told, chosen)

st.subheader("Vad är ovanligt?", anchor=False)
shown.control(choice)

if of_year is not None:
    st.subheader(f"Brottstyper {of_year}", anchor=False)
    shown.types(choice, of_year)

st.subheader("Jämfört med andra", anchor=False)
shown.comparison(choice)
shown.method()
