"""A naive twin of the page Lägesbild: the same data and looks, with the map put together as is commonly done.

The whole map, base and areas, is built on every run and handed to `st_folium(map)`. Data, cache, widgets, key figures
and Leaflet are the app's own, so what differs is the handling of the map.
"""

import folium
import streamlit as st
from streamlit_folium import st_folium

from geo.area_map import area_layer, base_map
from geo.surfaces import outlines
from lagesbild_data.situation import lagesbild
from ui import area_map, data, parts, shell


@st.cache_data
def outline(kommunkoder: tuple[str, ...]):
    """The kommun's outline; data are cached, the map is not."""
    return outlines(set(kommunkoder))


def page() -> None:
    """The key figures and the map of the chosen areas and years."""
    chosen = shell.header("Hur ser läget ut?")
    picture = data.ask(lagesbild, chosen)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        parts.key_figure_cards(picture.key_figures, chosen)
    with left:
        layer = area_map.layer_choice(picture.telling_layer)
        colours = area_map._map_colours()
        views = [area_map._view(area, picture, layer) for area in picture.areas.itertuples()]
        whole = base_map(outline(area_map._kommunkoder()), colours, street_tiles=False)
        features = area_layer(data.area_surfaces(), views, colours).areas
        style = {feature["properties"]["omrade_id"]: feature["properties"]["style"] for feature in features}
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda feature: style[feature["properties"]["omrade_id"]],
            tooltip=folium.GeoJsonTooltip(["tooltip"], labels=False),
        ).add_to(whole)
        for feature in features:
            label = folium.DivIcon(html=feature["properties"]["label"], class_name="omradesnamn")
            folium.Marker(feature["properties"]["place"], icon=label).add_to(whole)
        whole.fit_bounds([[57.73, 14.14], [57.80, 14.32]])
        st_folium(whole, height=area_map._HEIGHT, use_container_width=True)


shell.run([st.Page(page, title="Lägesbild", default=True)])
