"""Hur ser läget ut? The answer in a sentence, what to raise, four figures, the map and the areas;
then all that has changed, for the chosen areas and years."""

import streamlit as st

from charts import looks
from lagesbild_data.answers.overview.lagesbild import LAYERS
from lagesbild_data.answers.overview.layers import layer_table
from ui.frame import data, shell
from ui.overview import first, on_map
from ui.parts import cards, prose, tables

chosen = shell.header("Hur ser läget ut?", answer=first.heading)
picture, found = on_map.picture(chosen), first.answers(chosen)

left, right = st.columns([7, 5], gap="medium")
with left:
    first.raised(found, chosen)
    first.tiles(found, chosen)
with right:
    layer = on_map.layer_choice(picture.telling_layer)
    on_map.show_map(layer, chosen, height=288)
first.areas(found, chosen)
first.sources(found)

prose.note(f"Kartan: {looks.SHOWS[layer]} · {picture.periods[layer]}")
on_map.below_map(picture, layer)
if layer == "aktiviteter" and picture.municipal:
    prose.note(picture.municipal)

st.subheader("Vad har hänt sedan förra perioden?", anchor=False)
prose.findings(picture.findings, chosen)
st.subheader("Nyckeltal", anchor=False)
cards.key_figure_cards(picture.key_figures, chosen)
prose.area_links(chosen.areas)

st.subheader("Det kartan visar, som tabell", anchor=False)
surfaces = set(data.area_surfaces()["omrade_id"])
listed = layer_table(picture, layer, prose.source_titles(), surfaces)
tables.table(listed, f"Kartans lager {LAYERS[layer]}")
tables.downloads(
    listed, f"lagesbild-{layer}", "Lägesbild", prose.choice(chosen), picture.sources(layer)
)
