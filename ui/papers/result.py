"""What was made: the files to download, and the pages of the PDF."""

from functools import partial

import streamlit as st

from briefing.files import Files
from lagesbild_data.words import spreadsheet
from ui.papers.making import MADE, Order
from ui.parts import download, notice, prose
from ui.parts.notice import Kind

_BUTTONS = {
    ".pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ".pdf": ("PDF", "application/pdf"),
    ".xlsx": ("Excel", spreadsheet.XLSX_TYPE),
}


def result(made: Files | str | None, order: Order) -> None:
    """The files to download and the pages of the PDF, or what is to be done first."""
    if made is None:
        again = (
            "Valet har ändrats. Gör underlaget igen."
            if st.session_state.get(MADE)
            else "Välj och gör underlaget."
        )
        prose.empty(
            f"{again} Här visas det då sida för sida, och kan laddas ner som PowerPoint, PDF och"
            " Excel."
        )
    elif isinstance(made, str):
        notice.show(Kind.FAULT, made)
    else:
        _downloads(made, order)
        _preview(made)


def _preview(made: Files) -> None:
    """The pages of the PDF."""
    count = len(made.pages)
    prose.note(
        f"PDF-filens {count} sidor. PowerPoint har samma delar som bilder, Excel samma tabeller och"
        " tal."
    )
    with st.container(height=820, key="forhandsvisning"):
        for number, page in enumerate(made.pages, 1):
            st.image(
                page,
                width="stretch",
                alt=f"Sida {number} av {count}. Texten kan läsas upp i PDF-filen.",
            )


def _downloads(made: Files, order: Order) -> None:
    name = download.marked(f"underlag-{order.choice.occasion}-{order.made}")
    with st.container(horizontal=True):
        for ending, (label, kind) in _BUTTONS.items():
            if ending in made.by_ending:
                download.button(
                    f"Ladda ner {label}",
                    partial(made.by_ending.__getitem__, ending),
                    f"{name}{ending}",
                    kind,
                )
