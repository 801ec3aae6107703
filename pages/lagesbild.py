"""Hur ser läget ut? The map, the key figures and what has changed, for the chosen areas and years."""

import streamlit as st

from charts import looks
from lagesbild_data.situation import LAYERS, layer_looks, layer_table
from ui import area_map, data, parts, shell

chosen = shell.header("Hur ser läget ut?")
picture = area_map.picture(chosen)

left, right = st.columns([5, 4], gap="medium")
with left:
    layer = area_map.layer_choice(picture.telling_layer)
    parts.note(f"{looks.SHOWS[layer]} · {picture.periods[layer]}")
    area_map.show(layer, chosen)
with right:
    parts.key_figure_cards(picture.key_figures, chosen)
with left:
    parts.area_links(chosen.areas)
    area_map.below(picture, layer)
    if layer == "aktiviteter" and picture.municipal:
        parts.note(picture.municipal)

st.subheader("Vad har hänt sedan förra perioden?", anchor=False)
parts.findings(picture.findings, chosen)

st.subheader("Det kartan visar, som tabell", anchor=False)
surfaces = set(data.area_surfaces()["omrade_id"])
shown, gaps = layer_table(picture, layer, parts.source_titles(), surfaces)
parts.table(shown, f"Kartans lager {LAYERS[layer]}", gaps, layer_looks(picture, layer))
parts.downloads(shown, f"lagesbild-{layer}", "Lägesbild", parts.choice(chosen), picture.sources(layer))
