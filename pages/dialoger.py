"""Vad har vi pratat om, och var? Dialogues and other events over time, by theme and area, on the
map and as a list."""

import streamlit as st

from lagesbild_data.answers.dialogues import counts, events, key_figures
from ui import dialogues as shown
from ui.frame import data, shell
from ui.parts import cards, prose

choice = shown.choose(shell.header("Vad har vi pratat om, och var?"))
tally = data.ask(events.tally, choice)
if tally.events == 0:
    shown.empty(tally)
    st.stop()
rows = data.ask(events.chosen_events, choice)
cards.key_figure_cards(data.ask(key_figures.key_figures, choice), choice)

st.subheader("När?", anchor=False)
shown.timeline(rows, data.ask(counts.headline, choice))

st.subheader("Var?", anchor=False)
left, right = st.columns([3, 2], gap="medium")
with left:
    shown.where(choice, tally)
with right:
    shown.outside(choice)
prose.sources(rows["kalla_id"])

st.subheader("Månad för månad", anchor=False)
shown.months(choice)
prose.sources(rows["kalla_id"])

st.subheader("Alla valda händelser", anchor=False)
shown.listing(rows, choice, tally)
