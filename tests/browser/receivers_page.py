"""A page that hands hostile texts over to Streamlit as Markdown, to plotly and to the map, for a
test that reads it."""

import geopandas as gpd
import plotly.graph_objects as go
import streamlit as st
from hostile import TEXTS
from markupsafe import Markup
from shapely.geometry import box
from streamlit_folium import st_folium

from charts.theme import LIGHT, dressed, inert
from geo import area_map
from ui.frame.html import markdown, render
from ui.parts import area_map as _serves_leaflet  # noqa: F401

COLOURS = area_map.MapColours(*["#123456"] * 8)


def of_markdown(number: int, text: str) -> None:
    """The text wherever Streamlit reads Markdown, and as HTML."""
    inert_text = markdown(text)
    with st.container(key=f"text{number}"):
        st.title(f"Om {inert_text}?", anchor=False)
        st.markdown(inert_text)
        st.error(inert_text)
        st.segmented_control("Val", [number], format_func=lambda _: inert_text, key=f"val{number}")
        st.button(inert_text, key=f"knapp{number}")
        st.text_input(inert_text, key=f"etikett{number}")
        render(Markup("<div class='own'>{}</div>").format(text))


st.set_page_config(layout="wide")
for number, text in enumerate(TEXTS):
    of_markdown(number, text)

figure = dressed(go.Figure(), LIGHT)
names = list(map(inert, TEXTS))
figure.add_scatter(x=[1] * len(names), y=names, mode="markers", hovertext=names, hoverinfo="text")
for name in names:
    figure.add_annotation(x=1, y=name, text=name, showarrow=False)
figure.update_yaxes(type="category", tickmode="linear", automargin=True)
figure.update_layout(height=40 * len(names))
st.plotly_chart(figure, theme=None, config={"typesetMath": False})

square = box(14.1, 57.7, 14.2, 57.8)
base = area_map.base_map(gpd.GeoDataFrame(geometry=[square], crs=4326), COLOURS, street_tiles=False)
columns = {"omrade_id": TEXTS, "label_lat": 57.7, "label_lon": 14.1}
surfaces = gpd.GeoDataFrame(columns, geometry=[square] * len(TEXTS))
views = [area_map.AreaView(text, text, text, (text,), "hel") for text in TEXTS]
layer = area_map.AreaLayer(*area_map.drawn(surfaces, views, COLOURS))
st_folium(base.copy(), key="karta", feature_group_to_add=layer, returned_objects=[])
