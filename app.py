"""Lägesbild: run with `streamlit run app.py`."""

import streamlit as st

from ui import shell

shell.run(
    [
        st.Page("pages/lagesbild.py", title="Lägesbild", default=True),
        st.Page("pages/omrade.py", title="Område", url_path="omrade"),
        st.Page("pages/problemindex.py", title="Problemindex", url_path="problemindex"),
        st.Page("pages/brott.py", title="Anmälda brott", url_path="brott"),
        st.Page("pages/loften.py", title="Medborgarlöften", url_path="loften"),
        st.Page("pages/dialoger.py", title="Dialoger", url_path="dialoger"),
        st.Page("pages/underlag.py", title="Mötesunderlag", url_path="underlag"),
        st.Page("pages/mote.py", title="Möte", url_path="mote"),
        st.Page("pages/data.py", title="Data och källor", url_path="data"),
    ]
)
