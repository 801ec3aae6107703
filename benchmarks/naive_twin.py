"""A naive twin of the app: the same page and data, with the map put together as is commonly done.

The whole map, base and areas, is built of folium's own elements on every run and handed to
`st_folium(map)`.
"""

from pathlib import Path

import folium
import streamlit as st
from branca.element import Element
from streamlit_folium import st_folium

from geo import area_map as drawing
from geo.surfaces import outlines
from lagesbild_data.model.filter import Filter
from ui import overview
from ui.frame import data, shell
from ui.parts import area_map

PAGE = Path(__file__).parents[1] / "pages" / "lagesbild.py"


@st.cache_data
def outline(kommunkoder: tuple[str, ...]) -> str:
    """The kommun's outline as GeoJSON: data are cached, the map is not."""
    return outlines(set(kommunkoder)).geometry.to_json()


def show(layer: str, chosen: Filter) -> None:
    """The map in this layer."""
    colours = area_map._map_colours()
    features, bounds = data.ask(overview._areas_drawn, chosen, layer, shell.dark())
    style = {
        feature["properties"]["omrade_id"]: feature["properties"]["style"] for feature in features
    }
    whole = folium.Map(tiles=None, zoom_snap=0.25)
    whole.get_root().header.add_child(Element(drawing._css(colours)))
    whole.get_root().html.add_child(Element(drawing._patterns(colours)))
    land = {"color": colours.outline, "weight": 2, "fillColor": colours.land, "fillOpacity": 1}
    folium.GeoJson(outline(area_map._kommunkoder()), style_function=lambda _: land).add_to(whole)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: style[feature["properties"]["omrade_id"]],
        tooltip=folium.GeoJsonTooltip(["tooltip"], labels=False),
    ).add_to(whole)
    for feature in features:
        label = folium.DivIcon(html=feature["properties"]["label"], class_name="omradesnamn")
        folium.Marker(feature["properties"]["place"], icon=label).add_to(whole)
    whole.fit_bounds(bounds)
    st_folium(whole, height=area_map._HEIGHT, use_container_width=True)


overview.show_map = show
shell.run([st.Page(PAGE, title="Lägesbild", default=True)])
