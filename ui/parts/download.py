"""Files that a reader downloads."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.frame.shell import mark


def button(label: str, make: Callable[[], bytes | str], name: str, kind: str, **looks: Any) -> None:
    """A button that makes a file of this name and media type when it is pressed, and leaves the
    page as it is."""
    st.download_button(
        label, make, name, kind, icon=":material/download:", on_click="ignore", **looks
    )


def marked(name: str) -> str:
    """The beginning of a file's name, which says so where the data are invented."""
    return f"{name}-pahittade-data" if mark() else name
