"""What an address holds of a page's choices: the only place that reads it, or binds a widget to it.

An empty choice is none. What isn't among the choices is left out, and told in a line under the
page's heading for as long as what is shown instead stays chosen. Names that no choice has are left
alone.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.words import swedish
from ui.frame.html import render

_TOLD, _PAGE = "adress_sagt", "adress_sida"
_MOST_TOLD, _LONGEST_TOLD = 3, 60
"""So many words of an address are told, and so many letters of each."""
_run = threading.local()


def begin(page: str) -> None:
    """Begin a run of a page: what another page's address held is no longer told."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE], st.session_state[_TOLD] = page, {}
    _run.lines, _run.place = {}, None


def place() -> None:
    """Tell here what the page's address names and can't show, also what is found out later in the
    run."""
    _run.place = st.empty()
    _write()


def choose(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[Any],
    *,
    key: str,
    format_func: Callable[[Any], str] = str,
    **looks: Any,
) -> Any:
    """Let the reader choose among the options with this widget of Streamlit's, bound to the
    address; where nothing is chosen, the `default` of the widget is."""
    words, default = given(key), looks.get("default")
    _heed(
        key,
        words,
        {format_func(option) for option in options} if words else (),
        one=widget != st.multiselect,
    )
    if default is not None and st.session_state.get(key, default) is None:
        st.session_state[key] = default
    chosen = widget(label, options, key=key, format_func=format_func, bind="query-params", **looks)
    if chosen is None and default is not None:
        st.rerun()  # Streamlit took an empty choice in the address for a choice of nothing
    if chosen is None:
        shown = "inget valt"
    elif isinstance(chosen, list):
        shown = swedish.enumerate_words(map(format_func, chosen)) or looks["placeholder"].lower()
    else:
        shown = format_func(chosen)
    _tell(key, label, chosen, shown)
    return chosen


def switch(label: str, *, key: str, **looks: Any) -> bool:
    """A switch that is bound to the address."""
    _heed(key, [word.lower() for word in given(key)], ("true", "false"))
    on = st.toggle(label, key=key, bind="query-params", **looks)
    _tell(key, label, on, "på" if on else "av")
    return on


def text(label: str, *, key: str, max_chars: int, **looks: Any) -> str:
    """What the reader writes, bound to the address, without signs that no text has."""
    words = given(key)
    _heed(key, words, words)
    written = st.text_input(label, key=key, bind="query-params", max_chars=max_chars, **looks)
    _tell(key, label, written, written)
    return UNWRITABLE.sub("", written)


def given(key: str) -> list[str]:
    """What the address has for this name; nothing where that is empty."""
    return [word for word in st.query_params.get_all(key) if word]


def word(key: str) -> str:
    """The one thing that the address has for this name, the last of several; "" for none."""
    return (given(key) or [""])[-1]


def left_out(key: str, label: str, shown: str) -> None:
    """Tell that what the address has for a name that no widget has can't be shown, and what holds
    instead."""
    _heed(key, given(key), ())
    _tell(key, label, shown, shown)


def all_but(keys: Iterable[str]) -> list[tuple[str, str]]:
    """All that the address holds, by name, but for these names."""
    return [(key, value) for key in st.query_params if key not in keys for value in given(key)]


def drop(key: str) -> None:
    """Take a name that no widget has out of the address."""
    st.query_params.pop(key, None)


def _heed(key: str, words: Sequence[str], known: Collection[str], *, one: bool = True) -> None:
    """Keep what the address names in vain before its widget is made: Streamlit then takes it out of
    the address, and may begin the run anew."""
    strange = [_shown(word) for word in dict.fromkeys(words) if word not in known]
    if one and len(set(words)) > 1:
        st.session_state[_TOLD][key] = ["flera val"]
    elif strange:
        named = swedish.enumerate_some(strange, _MOST_TOLD)
        st.session_state[_TOLD][key] = [f"{named}, som inte finns att välja"]


def _tell(key: str, label: str, chosen: Any, shown: str) -> None:
    """Tell what was named in vain for as long as what was chosen then still is."""
    named, *first = st.session_state[_TOLD].get(key, ("", chosen))
    if not first:
        st.session_state[_TOLD][key] = [named, chosen]
    if named and first in ([], [chosen]):
        _run.lines[key] = f"{label}: adressen nämner {named}; här gäller {shown}."
        _write()


def _shown(word: str) -> str:
    """The beginning of a long word, with a mark for each sign that can't be seen."""
    seen = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in word[:_LONGEST_TOLD]
    )
    return seen if len(word) <= _LONGEST_TOLD else f"{seen}…"


def _write() -> None:
    if _run.place and _run.lines:
        with _run.place:
            told = Markup("<br>").join(_run.lines.values())
            render(Markup('<p class="lb-note" role="status">{}</p>').format(told))
