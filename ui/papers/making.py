"""The making of the files, with an organisation's own template."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from briefing import files
from briefing.blocks import Choice, NotPossible
from briefing.files import Files
from briefing.pptx import template
from ui.frame import data
from ui.parts import prose

MADE = "underlag"
_LARGEST = 50
"""Megabytes of a template."""


@dataclass(frozen=True)
class Order:
    """What a document is made of; two that are equal give the same files."""

    choice: Choice
    template: tuple[str, bytes] | None
    """Name and content of an organisation's own template."""
    version: str
    made: dt.date


def with_template(choice: Choice) -> Order:
    """The choice with the template that the reader brings, to be made today."""
    return Order(choice, _template(), data.version(), dt.date.today())


def _template() -> tuple[str, bytes] | None:
    with st.expander("Egen PowerPoint-mall"):
        file = st.file_uploader(
            "Organisationens mall (.pptx, .potx, .ppsx)",
            type=["pptx", "potx", "ppsx"],
            key="mall",
            max_upload_size=_LARGEST,
        )
        prose.note("Mallen används bara för det här underlaget och sparas inte.")
    return (file.name, file.getvalue()) if file else None


def make(order: Order) -> Files | str | None:
    """A button that makes the files; they, or the reason why they can't be made, are kept until
    something else is chosen. None until then."""
    if st.button("Gör underlaget", type="primary", icon=":material/description:"):
        bar = st.progress(0.0, "Underlaget görs")
        st.session_state[MADE] = (order, _made(order, bar))
        bar.empty()
    before, made = st.session_state.get(MADE) or (None, None)
    return made if before == order else None


def _made(order: Order, bar: DeltaGenerator) -> Files | str:
    def tell(part: str, done: int, total: int) -> None:
        bar.progress(done / total, part)

    try:
        look = template.given(order.template[1], order.template[0]) if order.template else None
        return files.make_all(data.store(), order.choice, order.made, look, tell)
    except NotPossible as impossible:
        return str(impossible)
