"""Vad vet vi om området? One area on one page, for a local briefing: what is known, when, and what
isn't."""

import streamlit as st

from lagesbild_data.answers.area import key_figures
from ui.area.activities import activities
from ui.area.development import counted, index, period, reported, shared
from ui.area.dialogues import dialogues
from ui.area.news import news
from ui.area.open_questions import open_questions
from ui.area.place import choose, now, where
from ui.area.targets import targets
from ui.area.timeline import timeline
from ui.frame import data, shell
from ui.parts import cards

chosen = shell.header("Vad vet vi om {}?", choose)
shell.without_filter(shell.AREAS)
if not shell.area_names():
    st.stop()
[omrade_id] = chosen.areas
now(omrade_id, chosen)

st.subheader("Vad är nytt?", anchor=False)
news(omrade_id, chosen)
cards.key_figure_cards(data.ask(key_figures.key_figures, omrade_id, chosen.years), chosen)

st.subheader("Vad görs?", anchor=False)
activities(omrade_id, chosen)

st.subheader("Mål för området", anchor=False)
targets(omrade_id, chosen)

st.subheader("Dialoger", anchor=False)
dialogues(omrade_id, chosen)

st.subheader("Hur utvecklas det?", anchor=False)
period(chosen)
index(omrade_id, chosen)
reported(omrade_id, chosen)
counted(omrade_id, chosen)
shared(omrade_id, chosen)

st.subheader("Vad har hänt, och när?", anchor=False)
timeline(omrade_id, chosen)

open_questions(omrade_id, chosen)
where(omrade_id, chosen)
