"""Which area the page is about, how fresh what is known of it is, and where it lies."""

import datetime as dt

import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers.area import promises
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import tertial_words
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.html import render
from ui.frame.shell import PLACE, area_names, places
from ui.overview import on_map
from ui.parts import prose


def choose(chosen: Filter) -> str | None:
    """Let the reader choose one area; None when the store has none."""
    names = area_names()
    if not names:
        prose.empty("Inga områden finns i underlaget. De läggs till i omraden.csv.")
        return None
    return address.choose(
        st.selectbox, "Område", places(chosen), key=PLACE, format_func=names.__getitem__
    )


def now(omrade_id: str, chosen: Filter) -> None:
    """Which follow-up is the latest in the data; in print also of which area, when, and of which
    data."""
    latest = data.ask(promises.latest_follow_up, chosen.years)
    told = f"Senaste uppföljning: {tertial_words(latest)}." if latest else _NO_FOLLOW_UP
    head = (
        area_names()[omrade_id],
        f"utskrivet {swedish.date(dt.date.today())}",
        f"dataversion {data.version()}",
    )
    render(
        Markup('<p class="lb-print">{}</p><p class="lb-note">{}</p>').format(" · ".join(head), told)
    )


_NO_FOLLOW_UP = "Ingen uppföljning av medborgarlöftet är publicerad för de valda åren."


def where(omrade_id: str, chosen: Filter) -> None:
    """The map of the area among the others, behind a word; a click on another opens it."""
    prose.folded("karta", "Var ligger det? Karta", lambda: _map(omrade_id, chosen))


def _map(omrade_id: str, chosen: Filter) -> None:
    if st.session_state[PLACE] != omrade_id:
        st.rerun()  # a click on the map, which began a run of the fold only
    on_map.show_map("niva", Filter((omrade_id,), chosen.years), _open, surroundings=True)
    render(Markup('<p class="lb-note lb-screen">Klicka på ett annat område för att öppna det.</p>'))


def _open(omrade_id: str) -> None:
    st.session_state[PLACE] = omrade_id
