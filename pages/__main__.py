"""The script that Streamlit runs for every reader: the pages in the menu's groups and order."""

import streamlit as st

from lagesbild_data.model.pages import PAGES
from ui.frame import shell

menu: dict[str, list] = {}
for address, page in PAGES.items():
    shown = st.Page(
        f"{page.file}.py", title=page.title, default=not address, url_path=address or None
    )
    menu.setdefault(page.group, []).append(shown)
shell.run(menu)
