"""Our own HTML, where Streamlit has no element for it. Every text from data goes through escape."""

import html as _html

import streamlit as st


def escape(value: object) -> str:
    """The value as inert text."""
    return _html.escape(str(value))


def render(markup: str, *, javascript: bool = False) -> None:
    """Write markup made of escaped texts; scripts run only where a page asks for it."""
    st.html(markup, unsafe_allow_javascript=javascript)
