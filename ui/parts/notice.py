"""What the reader is told of what was done, of what could not be, and of what must be chosen: one
look for each, and one way to tell, where a part of a page stands, what a click there did."""

from enum import Enum

import streamlit as st
from markupsafe import Markup

from ui.frame.html import render

_MOST_LINES = 10


class Kind(Enum):
    """What is told; a fault and a warning are read aloud at once."""

    DONE = "gjort"
    WARNING = "varning"
    FAULT = "fel"


def show(kind: Kind, *lines: str) -> None:
    """The lines, the first of very many, in one note; nothing where there are none."""
    if lines:
        more = [f"… och {len(lines) - _MOST_LINES} till."] if len(lines) > _MOST_LINES else []
        told = Markup("<br>").join([*lines[:_MOST_LINES], *more])
        role = "status" if kind is Kind.DONE else "alert"
        render(Markup('<p class="lb-told {}" role="{}">{}</p>').format(kind.value, role, told))


def later(place: str, kind: Kind, *lines: str) -> None:
    """Have this told when the place is shown next, instead of what waited there; nothing where
    there are no lines."""
    if lines:
        st.session_state[_key(place)] = (kind, *lines)


def waits(place: str) -> bool:
    """Whether something is to be told at the place."""
    return _key(place) in st.session_state


def tell(place: str) -> None:
    """Tell what waits at the place, once."""
    if waits(place):
        show(*st.session_state.pop(_key(place)))


def _key(place: str) -> str:
    return f"sagt_{place}"
