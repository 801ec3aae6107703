"""When a number is of: a year, or several years taken together; nothing shorter than a year."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lagesbild_data.bring.formats.words import (
    PRELIMINARY,
    YEAR,
    is_between_years,
    says_preliminary,
)

_SINGLE = re.compile(rf"({YEAR})\s*(\(?{PRELIMINARY}\.?\)?|\*+|p)?", re.IGNORECASE)
_POOLED = re.compile(rf"(?<!\d)({YEAR})\s?[-–—/]\s?({YEAR}|\d\d)(?!\d)")
_MOST_YEARS = 20
_MONTHS = 12


@dataclass(frozen=True)
class Period:
    """The year that a number is shown at, the last of those that it is of, and how many they
    are."""

    year: int
    length: int = 1
    words: str = ""
    """What the file calls it where it is of several years."""
    preliminary: bool = False


def period_of(code: str, label: str) -> Period | None:
    """What a category of time is about, by its label and its code; None where they tell no year, or
    two."""
    said = [found for found in (_period(label), _period(code)) if found]
    if len({found.year for found in said}) > 1:
        return None
    return max(said, key=lambda found: (found.length, found.preliminary), default=None)


def early_in(note: str, years: Collection[int]) -> set[int]:
    """The years of a table that a remark on it says are preliminary: those that it names, else all;
    none where it is a footnote of what has its sign."""
    sentences = [sentence for sentence in re.split(r"[.;]\s", note) if says_preliminary(sentence)]
    if not sentences or re.match(r"[*¹²]|\d\)", note):
        return set()
    named = {
        int(year)
        for sentence in sentences
        for year in re.findall(rf"(?<!\d){YEAR}(?!\d)", sentence)
    }
    return named & set(years) if named else set(years)


def _period(text: str) -> Period | None:
    text = text.strip()
    if single := _SINGLE.fullmatch(text):
        return Period(int(single[1]), preliminary=bool(single[2]))
    pooled = _POOLED.findall(text)
    if len(pooled) != 1 or is_between_years(text) or re.search(r"[KQMV]\d", text):
        return None
    [(begins, ends)] = pooled
    first, last = int(begins), int(ends if len(ends) == 4 else begins[:2] + ends)
    if not first < last <= first + _MOST_YEARS:
        return None
    if len(ends) == 2 and int(ends) <= _MONTHS and not ("/" in text and last == first + 1):
        return None  # 2009-12 may be a month
    return Period(last, last - first + 1, text)
