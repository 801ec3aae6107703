"""Hur stora är problemen, och ändras de? An indicator over the years, its ranking, and how sure a
change is."""

import streamlit as st

from lagesbild_data.answers.indicators import measurements
from lagesbild_data.model.periods import INDEX
from ui import indicators as shown
from ui.frame import data, shell
from ui.parts import prose

chosen = shell.header("Hur stora är problemen, och ändras de?")
about = shown.choose()
if about is None:
    st.stop()
frame = data.ask(measurements.series, about.indikator_id, chosen)
year = chosen.latest(frame["ar"])
if year is None:
    shown.missing(frame, about, chosen)
    st.stop()
prose.findings(
    measurements.findings(frame, about, year, chosen)
    + data.ask(measurements.survey, about.indikator_id, year),
    chosen,
)
shown.certainty(about, year)

st.subheader("Över åren", anchor=False)
shown.curves(frame, about, year, measurements.headline(frame, about, chosen.areas))

st.subheader(f"Områden {year}", anchor=False)
shown.ranking(frame, about, year, chosen)

if about.indikator_id == INDEX:
    st.subheader("Vilka störningar?", anchor=False)
    shown.disturbances(chosen)

    st.subheader("Upplevt och anmält", anchor=False)
    shown.beside_crimes(frame, about, chosen)
