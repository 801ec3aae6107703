"""Dates as people write them in spreadsheets."""

import datetime as dt
import re

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)([ T][\d:.]+)?")
_DAYS = re.compile(r"(\d\d?)(?:\s*[-–]\s*(\d\d?))?/(\d\d?)(?:[- /]?\s*(\d{4}))?")
_ACROSS = re.compile(r"(\d\d?)/(\d\d?)\s*[-–]\s*(\d\d?)/(\d\d?)(?:\s*(\d{4}))?")


class YearMissing(ValueError):  # noqa: N818 - it names what is
    """The text tells a day and a month, but neither it nor anything else tells the year."""


def days(text: str, year: int | None) -> tuple[dt.date, dt.date]:
    """The first and last day that a text tells: 2024-04-25, 25/4, 25/4 2024, 15-16/4 or 30/4–1/5, a day and month of
    `year`; YearMissing where that is needed, and ValueError, in Swedish, for anything else."""
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            day = dt.date(*map(int, found.groups()[:3]))
            return day, day
        if found := _DAYS.fullmatch(text):
            first, last, month, stated = found.groups()
            ends = ((first, month), (last or first, month))
        elif found := _ACROSS.fullmatch(text):
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
        raise ValueError(f'"{text}" är inte ett datum, till exempel 2024-04-25, 25/4 eller 15-16/4') from None
    return start, end
