"""Lägesbild: run with `streamlit run app.py`."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from lagesbild_data.model import settings
from lagesbild_data.words.problems import InvalidStore
from ui.frame.door import Door

try:
    address = settings.address()
except InvalidStore as invalid:
    sys.exit(str(invalid.problems[0]))

app = st.App("pages/__main__.py", middleware=[Middleware(Door, address)])
