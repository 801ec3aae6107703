"""A document as a file: made whole, or not at all."""

import datetime as dt
import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.blocks import Choice, Document
from briefing.occasions import chosen
from briefing.parts import Progress, document
from briefing.pdf.paper import page_images, pdf_bytes
from briefing.pptx import template
from briefing.pptx.slides import pptx_bytes
from briefing.pptx.template import Template
from briefing.xlsx.workbook import xlsx_bytes
from lagesbild_data.store.stores import Store

ENDINGS = (".pptx", ".pdf", ".xlsx")
_WRITTEN = "Filen skrivs"


@dataclass(frozen=True)
class Files:
    """A document as every kind of file that can be made of it."""

    by_ending: Mapping[str, bytes]
    pages: Sequence[bytes]
    """The pages of the PDF as PNG."""


def no_progress(part: str, done: int, total: int) -> None:
    """Tell nobody."""


def make(
    store: Store,
    choice: Choice,
    ending: str,
    made: dt.date,
    look: Path | None = None,
    progress: Progress = no_progress,
) -> bytes:
    """The document as a file of this kind; the same choice, store and date give the same bytes.

    `look` is an organisation's own template (.pptx). `progress` is told the name of the part being
    made, how many steps are done and how many there are. NotPossible tells in Swedish why a file
    can't be made.
    """
    given = template.given(look.read_bytes(), look.name) if look and ending == ".pptx" else None
    written = document(store, choice, made, progress)
    steps = len(chosen(choice)) + 1
    progress(_WRITTEN, steps - 1, steps)
    file = _bytes(written, ending, given)
    gc.collect()  # python-pptx's parts refer to each other: many documents would pile up
    progress(_WRITTEN, steps, steps)
    return file


def make_all(
    store: Store,
    choice: Choice,
    made: dt.date,
    look: Template | None = None,
    progress: Progress = no_progress,
) -> Files:
    """The document as every kind of file, each as from make, with slides on `look` when it is
    given."""
    written = document(store, choice, made, progress)
    steps = len(chosen(choice)) + 1
    progress("Filerna skrivs", steps - 1, steps)
    files = {ending: _bytes(written, ending, look) for ending in ENDINGS}
    pages = page_images(written)
    gc.collect()
    progress("Filerna skrivs", steps, steps)
    return Files(files, pages)


def _bytes(written: Document, ending: str, look: Template | None) -> bytes:
    if ending == ".pptx":
        return pptx_bytes(written, look or template.own())
    return pdf_bytes(written) if ending == ".pdf" else xlsx_bytes(written)
