"""The status of a value: which say that it isn't known, which that it is preliminary, and what is
told of others."""

import re
from collections import Counter
from collections.abc import Iterator

from lagesbild_data.bring.formats.reading import (
    DASHES,
)
from lagesbild_data.bring.formats.stattables.table import (
    NOT_A_NUMBER,
    Cell,
)
from lagesbild_data.words import swedish

_GAP_STATUSES = frozenset({".", "..", "...", "....", "…", ":"})
_STATUSES = {
    "p": "preliminärt",
    "e": "uppskattat",
    "r": "reviderat",
    "b": "brott i serien",
    "d": "annan definition",
    "u": "osäkert",
    "s": "skattat av den som har samlat in",
    "c": "sekretess",
    "n": "inte säkerställt",
    "f": "prognos",
    "i": "framräknat",
    "a": "",
}
"""What the letters of a value mean; "" for those that say nothing out of the ordinary."""


def known_in(cell: Cell, statuses: Counter[str]) -> tuple[str, bool]:
    """The number, or "" where a status says that it isn't known, and whether it is preliminary;
    statuses that are to be told are counted."""
    status, value = cell.status.strip(), cell.value
    if status == NOT_A_NUMBER:
        statuses[status] += 1
    if status == NOT_A_NUMBER or status in _GAP_STATUSES:
        return "", False
    if status in DASHES:
        return (status, False) if value in ("", "0") else ("", False)
    if not value:
        return "", False
    letters = [*re.sub("[,; ]", "", status.casefold())]
    if not all(letter in _STATUSES for letter in letters):
        letters = [status]
    statuses.update(letters)
    return ("" if "f" in letters else value), "p" in letters


def told_of(statuses: Counter[str], noughts: int) -> Iterator[str]:
    """What a reader should know of the values' statuses, and of noughts that aren't read."""
    for status, count in sorted(statuses.items()):
        values, means = swedish.counted(count, "värde", "värden"), _STATUSES.get(status)
        if status == NOT_A_NUMBER:
            yield f"{values} är inte tal (NaN eller oändligt) och läses som luckor."
        elif status == "f":
            yield f"{values} är prognoser (status f) och tas inte med."
        elif means is None:
            yield f'{values} har status "{status}", som inte är känd; talen tas med.'
        elif means:
            yield f"{values} har status {status} ({means}); talen tas med."
    if noughts:
        yield (
            f"{noughts} nollor för statistiska områden tas inte med: de står för år då området inte"
            " fanns."
        )
