"""What a document is to hold: its occasion, parts and their order, heading and comments."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from briefing import choice_file
from briefing.blocks import Choice
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS
from lagesbild_data.model.filter import Filter
from ui.frame import address
from ui.frame.html import render
from ui.parts import prose, reorder

_LAST = "kallor"
PARTS_KEY, OCCASION_KEY, HEADING_KEY = "delar", "tillfalle", "rubrik"


def choose(chosen: Filter) -> Choice:
    """Let the reader choose occasion, parts and their order, heading and comments."""
    occasion = address.choose(
        st.selectbox,
        "Tillfälle",
        list(OCCASIONS),
        key=OCCASION_KEY,
        format_func=lambda key: OCCASIONS[key].name,
        on_change=_take_parts_of_occasion,
    )
    keys = address.choose(
        st.multiselect,
        "Delar, i den ordning de ska komma",
        [key for key in PARTS if key != _LAST],
        key=PARTS_KEY,
        format_func=lambda key: PARTS[key].name,
        default=_parts_of(occasion),
        select_all=False,
        wrap=True,
        placeholder="Tillfällets egna delar",
        help="Källor och metod kommer alltid sist.",
    )
    _order(keys or _parts_of(occasion))
    heading = address.text(
        "Rubrik",
        key=HEADING_KEY,
        placeholder=OCCASIONS[occasion].name,
        max_chars=choice_file.LONGEST_HEADING,
    )
    prose.note(f"Områden och år väljs i vänsterspalten. Nu: {prose.choice(chosen)}.")
    comments = _comments(keys or _parts_of(occasion))
    return Choice(occasion, chosen, tuple(keys), heading.strip(), comments)


def _parts_of(occasion: str) -> list[str]:
    return [key for key in OCCASIONS[occasion].parts if key != _LAST]


def _take_parts_of_occasion() -> None:
    st.session_state[PARTS_KEY] = _parts_of(st.session_state[OCCASION_KEY])
    st.session_state[HEADING_KEY] = ""


def _order(keys: list[str]) -> None:
    """The parts in order, each with buttons that move it."""

    def name(number: int) -> None:
        render(
            Markup('<p class="lb-point">{}. {}</p>').format(number + 1, PARTS[keys[number]].name)
        )

    with st.expander("Delarnas ordning"):
        reorder.rows("del", keys, name, _put_in_order, key=keys.__getitem__)


def _put_in_order(keys: Sequence[str]) -> None:
    st.session_state[PARTS_KEY] = list(keys)


def _comments(keys: list[str]) -> dict[str, str]:
    """What the reader has written on each part."""
    with st.expander("Egna kommentarer"):
        written = {
            key: st.text_area(
                PARTS[key].name,
                key=comment_key(key),
                persist_state="session",
                height=80,
                max_chars=choice_file.LONGEST_COMMENT,
            )
            for key in keys
        }
    return {key: text.strip() for key, text in written.items() if text.strip()}


def comment_key(key: str) -> str:
    """The key of the field for a comment on this part."""
    return f"kommentar_{key}"
