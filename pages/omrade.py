"""Vad vet vi om området? One area on one page, for a local briefing: what is known, when, and what isn't."""

import streamlit as st

from lagesbild_data import area
from ui import area as shown
from ui import data, parts, shell

chosen = shell.header("Vad vet vi om området?")
omrade_id = shown.choose(chosen)
if omrade_id is None:
    st.stop()

left, right = st.columns([3, 2], gap="medium")
with left:
    shown.where(omrade_id, chosen)
with right:
    parts.key_figure_cards(data.ask(area.key_figures, omrade_id), chosen)

st.subheader("Vad är nytt?", anchor=False)
parts.findings(data.ask(area.changes, omrade_id), chosen)

st.subheader("Vad vet vi inte?", anchor=False)
shown.open_questions(omrade_id)

st.subheader("Vad görs?", anchor=False)
shown.activities(omrade_id)

st.subheader("Hur utvecklas det?", anchor=False)
shown.index(omrade_id, chosen)
shown.reported(omrade_id)
shown.counted(omrade_id, chosen)

st.subheader("Allt på en tidslinje", anchor=False)
shown.timeline(omrade_id, chosen)
