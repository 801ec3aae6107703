"""Dates as people write them in spreadsheets."""

import datetime as dt
import re
from functools import lru_cache

_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)([ T][\d:.]+)?")
_ISO_DAYS = re.compile(rf"({_ISO.pattern})\s*(?:[-–]|till)\s*({_ISO.pattern})")
_YEAR = r"(?:[- /.]?\s*(\d{4}))?"
_DAYS = re.compile(rf"(\d\d?)(?:\s*[-–]\s*(\d\d?))?[/.](\d\d?){_YEAR}")
_NAMED = re.compile(rf"(?:den )?(\d\d?)(?:\s*[-–]\s*(\d\d?))? ?([a-z]{{3,}})\.?{_YEAR}")
_ACROSS = re.compile(rf"(\d\d?)[/.](\d\d?)\s*[-–]\s*(\d\d?)[/.](\d\d?){_YEAR}")


class YearMissing(ValueError):  # noqa: N818 - it names what is
    """The text tells a day and a month, but neither it nor anything else tells the year."""


@lru_cache(10_000)
def days(text: str, year: int | None) -> tuple[dt.date, dt.date]:
    """The first and last day that a text tells: 2024-04-25, 25/4, 25.4.2024, 25 april 2024, 15-16/4, 30/4–1/5 or
    2024-04-15 – 2024-04-16, a day and month of `year`; YearMissing where that is needed, and ValueError, in Swedish,
    for anything else."""
    plain = " ".join(text.casefold().split())
    try:
        if found := _ISO_DAYS.fullmatch(plain):
            return _iso(found[1]), _iso(found[6])
        if found := _ISO.fullmatch(plain):
            return _iso(plain), _iso(plain)
        if found := _DAYS.fullmatch(plain):
            first, last, month, stated = found.groups()
            ends = ((first, month), (last or first, month))
        elif found := _NAMED.fullmatch(plain):
            first, last, called, stated = found.groups()
            ends = ((first, _month(called)), (last or first, _month(called)))
        elif found := _ACROSS.fullmatch(plain):
            first, first_month, last, last_month, stated = found.groups()
            ends = ((first, first_month), (last, last_month))
        else:
            raise ValueError
        if not (stated or year):
            raise YearMissing
        start, end = (dt.date(int(stated or year or 0), int(month), int(day)) for day, month in ends)
    except YearMissing:
        raise
    except ValueError:
        raise ValueError(f'"{text.strip()}" är inte ett datum, till exempel 2024-04-25, 25/4 eller 15-16/4') from None
    return start, end


def _iso(text: str) -> dt.date:
    found = _ISO.fullmatch(text.strip())
    if not found:
        raise ValueError
    return dt.date(*map(int, found.groups()[:3]))


def _month(called: str) -> str:
    """The number of a month, called by its name or the beginning of it; "" for anything else."""
    return str(next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(called)), ""))
