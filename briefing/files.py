"""A document as a file: made whole, or not at all."""

import datetime as dt
import gc
import tempfile
from pathlib import Path

from briefing import template
from briefing.content import Choice, Document
from briefing.parts import Progress, document
from briefing.pdf_file import pdf_bytes
from briefing.pptx_file import pptx_bytes
from briefing.xlsx_file import xlsx_bytes
from lagesbild_data.store import Store

ENDINGS = (".pptx", ".pdf", ".xlsx")
_WRITTEN = "Filen skrivs"


def no_progress(part: str, done: int, total: int) -> None:
    """Tell nobody."""


def make(
    store: Store, choice: Choice, ending: str, made: dt.date, look: Path | None = None, progress: Progress = no_progress
) -> bytes:
    """The document as a file of this kind; the same choice, store and date give the same bytes.

    `look` is an organisation's own template (.pptx). `progress` is told the name of the part being made, how many
    steps are done and how many there are. NotPossible tells in Swedish why a file can't be made.
    """
    written = document(store, choice, made, progress)
    steps = len(written.parts) + 1
    progress(_WRITTEN, steps - 1, steps)
    file = _bytes(written, ending, look)
    gc.collect()  # python-pptx's parts refer to each other: many documents would pile up
    progress(_WRITTEN, steps, steps)
    return file


def _bytes(written: Document, ending: str, look: Path | None) -> bytes:
    if ending == ".pptx":
        return pptx_bytes(written, template.own() if look is None else template.given(look.read_bytes(), look.name))
    return pdf_bytes(written) if ending == ".pdf" else xlsx_bytes(written)


def put(file: bytes, target: Path) -> None:
    """Write the file beside its target, then replace it: OSError leaves what was there."""
    with tempfile.TemporaryDirectory(prefix=".lagesbild-", dir=target.parent, ignore_cleanup_errors=True) as folder:
        part = Path(folder) / target.name
        part.write_bytes(file)
        part.replace(target)
