"""The fields of an extract, as they are counted: months, areas, kommuner and amounts."""

import datetime as dt
import re
from contextlib import suppress

from lagesbild_data.bring.formats.names import Names
from lagesbild_data.model.cells import parse
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.store import reports

_SUM_NAMES = frozenset({"summa", "totalt", "total", "totalsumma", "samtliga"})
_DAY_0 = dt.date(1899, 12, 30)
"""The day from which Excel counts days: 202601, shown as a date, is 2454-09-12."""
_LAST_YEAR = 2200
"""Dates after this are such numbers."""


def month_of(text: str) -> int:
    """The month, also where Excel has made a date of it, or shows its number as that of a day."""
    text = text.strip()
    found = re.fullmatch(r"(\d{4})-?(\d{2})", _undated(text))
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError(f'"{text}" är inte en månad i formen ÅÅÅÅMM')
    return reports.month_number(dt.date(int(found[1]), int(found[2]), 1))


def _undated(text: str) -> str:
    """A month that a date stands for, as it was written; all else as it is."""
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)([T ]00:00(:00)?)?", text):
        with suppress(ValueError):
            date = dt.date.fromisoformat(found[1])
            if date.year > _LAST_YEAR:
                return str((date - _DAY_0).days)
            if date.day == 1:
                return f"{date:%Y%m}"
    return text


def area_of(names: Names, text: str) -> str | None:
    """The area of this name; None where there is none."""
    if text.strip().casefold() in _SUM_NAMES:
        raise ValueError(f'"{text}" ser ut som en summa av raderna; ta bort raden')
    return names.find("omraden", text) if text.strip() else None


def kommun_of_code(names: Names, text: str) -> str | None:
    """The kommun with this code; None for one that isn't in the store, and for crimes that happened
    in none."""
    code = text.strip().zfill(4)
    return names.area_of_code(code) if code.strip("0") else None


def amount_of(text: str) -> int:
    """The number of crimes of a row; ValueError, in Swedish, where it is none."""
    amount = parse(REPORTS.column("antal"), text)
    if amount is None:
        raise ValueError("får inte vara tom")
    return amount
