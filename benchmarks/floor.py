"""The floor: Streamlit's own least cost for a widget that changes one text."""

import streamlit as st

st.set_page_config("Golvet", layout="wide")
with st.sidebar:
    years = st.multiselect("År", range(2026, 2013, -1), default=[2024], placeholder="Alla år")
st.text(", ".join(map(str, sorted(years))))
