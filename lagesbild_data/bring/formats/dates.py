"""Dates as people write them in spreadsheets."""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_ISO = re.compile(
    r"(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))(?:[ t][\d:.]+(?: ?[-–] ?[\d:.]+)?)?"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d(:\d\d)?([.]\d+)?(z|[-+]\d\d:?\d\d)")
"""A day and a time in a stated zone."""
_ISO_DAYS = re.compile(r"(\d{4}-\d\d?-\d\d?) ?(?:[-–]|till) ?(\d{4}-\d\d?-\d\d?)")
_YEAR = r"(?: ?[-/.]? ?(\d{4}|(?<=[-.])\d\d))?"
_DAYS = re.compile(rf"(\d\d?)(?: ?[-–] ?(\d\d?))?[/.](\d\d?){_YEAR}")
_EITHER_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
"""The third of April, or March the fourth."""
_EITHER_END = re.compile(r"(\d\d)([-.])(\d\d)\2(\d\d)")
"""With the year first, or last."""
_RANGE_OR_YEAR = re.compile(r"(\d\d?)[/.](\d\d?)(?: ?[-–] ?)(?<! -)(\d\d)")
"""In 2025, or until the twenty-fifth."""
_DASHED = re.compile(r"(\d\d)()-(\d\d)-(\d{4})")
_NAMED = re.compile(rf"(\d\d?)(?: ?[-–] ?(\d\d?))? ?([a-z]{{3,}})\.?{_YEAR}")
_NAMED_ACROSS = re.compile(rf"(\d\d?) ?([a-z]{{3,}})\.? ?[-–] ?(\d\d?) ?([a-z]{{3,}})\.?{_YEAR}")
_ACROSS = re.compile(rf"(\d\d?)[/.](\d\d?) ?[-–] ?(\d\d?)[/.](\d\d?){_YEAR}")
_BEFORE = re.compile(r"(?:(mån|tis|ons|tors|fre|lör|sön)[a-z]*[.,]? )?(?:den )?(?=\d)")
"""The day of the week, which tells whether the year is right."""
_LAST_MONTH, _LAST_DAY = 12, 31
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_AFTER = re.compile(
    r",? (kl|klockan)\b.*|,? \d\d?:\d\d(:\d\d)?( ?[-–] ?\d\d?:\d\d)?$"
    r"|(?<=[\da-z]),? \d\d?\.\d\d( ?[-–] ?\d\d?\.\d\d)?$"
)
"""The time of the day."""


class _Unclear(ValueError):  # noqa: N818 - it names what the text is
    """Two days, or periods, fit the text."""


class YearMissing(ValueError):  # noqa: N818 - it names what is
    """The text tells a day and a month, but neither it nor anything else tells the year."""


@lru_cache(10_000)
def days(text: str, year: int | None) -> tuple[dt.date, dt.date]:
    """The first and last day that a text tells: 2024-04-25, 25/4, 25.4.2024, torsdag 25 april kl.
    18, 15-16/4, 30/4–1/5 or 2024-04-15 – 2024-04-16, a day and month of `year`; YearMissing where
    that is needed, and ValueError, in Swedish, for anything else."""
    plain = " ".join(text.casefold().split())
    before = _BEFORE.match(plain)
    try:
        start, end = _start_and_end(
            _AFTER.sub("", _local(plain[before.end() :] if before else plain)), year
        )
        if start > end:
            raise ValueError
    except YearMissing:
        raise
    except _Unclear as unclear:
        raise ValueError(
            f'"{text.strip()}" kan vara {unclear}; skriv datumet som 2024-04-25'
        ) from None
    except ValueError:
        raise ValueError(f'"{text.strip()}" är inte ett datum; {_ALLOWED}') from None
    told = _WEEKDAYS[start.weekday()]
    if before and before[1] and not told.startswith(before[1]):
        raise ValueError(f'"{text.strip()}" stämmer inte: {start.isoformat()} är en {told}')
    return start, end


def _start_and_end(plain: str, year: int | None) -> tuple[dt.date, dt.date]:
    """The days, without day of the week and time; YearMissing and ValueError as days."""
    _check_clear(plain)
    if found := _ISO_DAYS.fullmatch(plain):
        return _iso(found[1]), _iso(found[2])
    if _ISO.fullmatch(plain):
        return _iso(plain), _iso(plain)
    if found := _DAYS.fullmatch(plain) or _DASHED.fullmatch(plain):
        first, last, month, stated = found.groups()
        ends = ((first, month), (last or first, month))
    elif found := _NAMED.fullmatch(plain):
        first, last, called, stated = found.groups()
        ends = ((first, _month(called)), (last or first, _month(called)))
    elif found := _NAMED_ACROSS.fullmatch(plain):
        first, first_called, last, last_called, stated = found.groups()
        ends = ((first, _month(first_called)), (last, _month(last_called)))
    elif found := _ACROSS.fullmatch(plain):
        first, first_month, last, last_month, stated = found.groups()
        ends = ((first, first_month), (last, last_month))
    else:
        raise ValueError
    if not (stated or year):
        raise YearMissing
    in_year = int(stated or year or 0)
    in_year += 2000 if in_year < 100 else 0
    start, end = (dt.date(in_year, int(month), int(day)) for day, month in ends)
    if start > end and ends[0][1] != ends[1][1]:
        before = start.replace(year=in_year - 1)  # over the new year
        if not stated:
            raise _Unclear(f"{before} – {end} eller {start} – {end.replace(year=in_year + 1)}")
        start = before
    return start, end


_ALLOWED = (
    "skriv till exempel 2024-04-25, 25/4 eller 15-16/4, och en period som 2024-04-01 – 2024-04-30"
)


def _check_clear(plain: str) -> None:
    """_Unclear where the numbers of a text can be read in two ways."""
    if found := _EITHER_DAY.fullmatch(plain):
        day, month, year = map(int, found.groups())
        if day != month and max(day, month) <= _LAST_MONTH:
            raise _Unclear(f"{year}-{month:02}-{day:02} eller {year}-{day:02}-{month:02}")
    if found := _EITHER_END.fullmatch(plain):
        first, parted, in_month, last_text = found.groups()
        readings = [f"20{first}-{in_month}-{last_text}", f"20{last_text}-{in_month}-{first}"]
        if parted == "-" or (readings[0] != readings[1] and all(map(_is_day, readings))):
            raise _Unclear(" eller ".join(readings))
    if found := _RANGE_OR_YEAR.fullmatch(plain):
        day, month, last = map(int, found.groups())
        if day < last <= _LAST_DAY:
            raise _Unclear(f"{day}/{month} 20{last} eller {day}–{last}/{month}")


def _local(plain: str) -> str:
    """The Swedish day of a moment in another zone; other texts as they are."""
    if not _MOMENT.fullmatch(plain):
        return plain
    return (
        dt.datetime.fromisoformat(plain.upper())
        .astimezone(ZoneInfo("Europe/Stockholm"))
        .date()
        .isoformat()
    )


def _iso(text: str) -> dt.date:
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError
    return dt.date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))


def _is_day(text: str) -> bool:
    """Whether there is a day that is written so, with the year first."""
    try:
        return bool(_iso(text))
    except ValueError:
        return False


def _month(called: str) -> str:
    """The number of a month, called by its name or the beginning of it; "" for anything else."""
    return str(
        next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(called)), "")
    )
