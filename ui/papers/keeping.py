"""The choice as a file, to save and to open."""

import streamlit as st

from briefing import choice_file
from briefing.blocks import Choice
from briefing.parts import PARTS
from lagesbild_data.words.problems import InvalidStore
from ui.frame import data
from ui.papers.choice import HEADING_KEY, OCCASION_KEY, PARTS_KEY, comment_key
from ui.parts import download, notice, prose
from ui.parts.notice import Kind

_HERE, _FILE = "underlag", "underlagsfil"


def keep(choice: Choice) -> None:
    """Save the choice as a file, or open one that was saved: comments live only as long as the
    page."""
    with st.expander("Spara eller öppna underlaget", expanded=notice.waits(_HERE)):
        notice.tell(_HERE)
        download.button(
            "Spara underlaget som fil",
            lambda: choice_file.to_file(data.store(), choice),
            "underlag.json",
            "application/json",
        )
        st.file_uploader(
            "Öppna underlag (.json)", type="json", key=_FILE, max_upload_size=1, on_change=_open
        )
        prose.note(
            "Kommentarerna finns bara kvar så länge sidan är öppen. Filen har dem och alla val utom"
            " mallen."
        )


def _open() -> None:
    if file := st.session_state[_FILE]:
        try:
            choice = choice_file.from_file(data.store(), file.name, file.getvalue())
        except InvalidStore as invalid:
            notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
            return
        st.session_state[OCCASION_KEY], st.session_state[HEADING_KEY] = (
            choice.occasion,
            choice.heading,
        )
        st.session_state[PARTS_KEY] = list(choice.parts)
        st.session_state["omrade"] = list(choice.filter.areas)
        st.session_state["ar"] = list(choice.filter.years)
        for key in PARTS:
            st.session_state[comment_key(key)] = choice.comments.get(key, "")
        notice.later(_HERE, Kind.DONE, f"Underlaget {file.name} är öppnat.")
