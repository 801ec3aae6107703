"""A figure under its finding, with its sources and its table."""

from collections.abc import Iterable

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from lagesbild_data.public.table import Table
from ui.frame import meeting
from ui.frame.html import render
from ui.frame.shell import mark
from ui.parts import printing, prose, tables

_PROJECTED = 18
"""Size of a figure's text on a projector."""


def figure(
    name: str,
    drawn: go.Figure,
    alt: str,
    table: Table,
    title: str = "",
    kallor: Iterable[str] = (),
) -> None:
    """The page's figure of this name under the finding it shows, with its description for those who
    can't see it, its sources (ids) and its table behind a click."""
    alt = ". ".join(filter(None, (mark(), alt)))
    if title:
        prose.finding(title)
    if meeting.is_on():
        drawn.update_layout(font_size=_PROJECTED).update_annotations(font_size=_PROJECTED)
        drawn.update_traces(textfont_size=_PROJECTED)
    st.plotly_chart(
        drawn, theme=None, config={"displayModeBar": False, "typesetMath": False}, alt=alt
    )
    printing.prepare()
    _basis(name, alt, table, kallor)


def multiples(
    name: str, drawn: Markup, alt: str, table: Table, title: str, kallor: Iterable[str]
) -> None:
    """The page's many small drawings of this name, as `figure` shows one large."""
    prose.finding(title)
    render(drawn)
    _basis(name, alt, table, kallor)


def _basis(name: str, alt: str, table: Table, kallor: Iterable[str]) -> None:
    prose.sources(kallor)
    prose.folded(name, "Visa som tabell", lambda: tables.table(table, alt))
