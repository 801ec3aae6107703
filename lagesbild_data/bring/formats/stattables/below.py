"""What stands below a table: who has published it, its unit, and remarks."""

from collections.abc import Iterator
from itertools import pairwise

from lagesbild_data.bring.formats.reading import is_note
from lagesbild_data.bring.formats.stattables.table import (
    Note,
)

_BELOW = {
    "källa": "publisher",
    "source": "publisher",
    "intern referenskod": "table",
    "internal reference code": "table",
    "matrix": "table",
    "tabell-id": "table",
    "sort": "unit",
    "enhet": "unit",
    "units": "unit",
    "referenstid": "reference",
    "reference time": "reference",
}


def told_below(texts: list[str]) -> dict[str, str]:
    """What the notes below a table tell of it: "Källa: SCB", or the one under the other."""
    told: dict[str, str] = {}
    for at, text in enumerate(texts):
        called, colon, value = text.partition(":")
        what = _BELOW.get(called.strip().casefold()) if colon else None
        if what and what not in told:
            told[what] = value.strip() or (texts[at + 1] if at + 1 < len(texts) else "")
    if "unit" in told:
        told["unit"] = told["unit"].rpartition(":")[2].strip()
    return told


def notes_in(texts: list[str]) -> Iterator[Note]:
    """The remarks among the texts below a table, which aren't what says who has published it and
    when."""
    for before, text in pairwise(["", *texts]):
        called = text.partition(":")[0].strip().casefold()
        if not before.endswith(":") and called not in _BELOW and (":" not in text or is_note(text)):
            yield Note(text)
