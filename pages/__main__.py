"""The app's pages, in the menu's order: the script that Streamlit runs for every reader."""

import streamlit as st

from ui.frame import shell

shell.run(
    [
        st.Page("lagesbild.py", title="Lägesbild", default=True),
        st.Page("omrade.py", title="Område", url_path="omrade"),
        st.Page("problemindex.py", title="Problemindex", url_path="problemindex"),
        st.Page("brott.py", title="Anmälda brott", url_path="brott"),
        st.Page("loften.py", title="Medborgarlöften", url_path="loften"),
        st.Page("dialoger.py", title="Dialoger", url_path="dialoger"),
        st.Page("underlag.py", title="Mötesunderlag", url_path="underlag"),
        st.Page("mote.py", title="Möte", url_path="mote"),
        st.Page("data.py", title="Data och källor", url_path="data"),
    ]
)
