"""Hur ser läget ut? The map, the key figures and what has changed, for the chosen areas and
years."""

import streamlit as st

from charts import looks
from lagesbild_data.answers.overview.lagesbild import LAYERS
from lagesbild_data.answers.overview.layers import layer_table
from ui import overview as shown
from ui.frame import data, shell
from ui.parts import cards, prose, tables

chosen = shell.header("Hur ser läget ut?")
picture = shown.picture(chosen)

left, right = st.columns([5, 4], gap="medium")
with left:
    layer = shown.layer_choice(picture.telling_layer)
    prose.note(f"{looks.SHOWS[layer]} · {picture.periods[layer]}")
    shown.show_map(layer, chosen)
with right:
    cards.key_figure_cards(picture.key_figures, chosen)
with left:
    prose.area_links(chosen.areas)
    shown.below_map(picture, layer)
    if layer == "aktiviteter" and picture.municipal:
        prose.note(picture.municipal)

st.subheader("Vad har hänt sedan förra perioden?", anchor=False)
prose.findings(picture.findings, chosen)

st.subheader("Det kartan visar, som tabell", anchor=False)
surfaces = set(data.area_surfaces()["omrade_id"])
listed = layer_table(picture, layer, prose.source_titles(), surfaces)
tables.table(listed, f"Kartans lager {LAYERS[layer]}")
tables.downloads(
    listed, f"lagesbild-{layer}", "Lägesbild", prose.choice(chosen), picture.sources(layer)
)
