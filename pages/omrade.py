"""Vad vet vi om området? One area on one page, for a local briefing: what is known, when, and what
isn't."""

import streamlit as st

from lagesbild_data.answers.area import findings, key_figures
from ui import area as shown
from ui.frame import data, shell
from ui.parts import cards, prose

chosen = shell.header("Vad vet vi om {}?", shown.choose)
if not shell.area_names():
    st.stop()
[omrade_id] = chosen.areas
shown.now(omrade_id, chosen)

left, right = st.columns([3, 2], gap="medium")
with left:
    shown.where(omrade_id, chosen)
with right:
    cards.key_figure_cards(data.ask(key_figures.key_figures, omrade_id, chosen.years), chosen)

st.subheader("Vad är nytt?", anchor=False)
prose.findings(data.ask(findings.changes, omrade_id, chosen.years), chosen)

st.subheader("Vad vet vi inte?", anchor=False)
shown.open_questions(omrade_id, chosen)

st.subheader("Vad görs?", anchor=False)
shown.activities(omrade_id, chosen)

st.subheader("Mål för området", anchor=False)
shown.targets(omrade_id, chosen)

st.subheader("Dialoger", anchor=False)
shown.dialogues(omrade_id, chosen)

st.subheader("Hur utvecklas det?", anchor=False)
shown.period(chosen)
shown.index(omrade_id, chosen)
shown.reported(omrade_id, chosen)
shown.counted(omrade_id, chosen)

shown.shared(omrade_id, chosen)

st.subheader("Allt på en tidslinje", anchor=False)
shown.timeline(omrade_id, chosen)
