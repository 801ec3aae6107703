"""The script that Streamlit runs for every reader: the pages in the menu's order."""

import streamlit as st

from lagesbild_data.model.pages import PAGES
from ui.frame import shell

shell.run(
    [
        st.Page(f"{page.file}.py", title=page.title, default=not address, url_path=address or None)
        for address, page in PAGES.items()
    ]
)
