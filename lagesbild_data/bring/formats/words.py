"""Words that mean the same whoever writes them: years, what is preliminary, and what makes the
people some of them."""

import re

YEAR = r"(?:19|20)\d\d"
YEARS = rf"{YEAR}(?:\s?[-–—/]\s?(?:{YEAR}|\d\d))?"
"""A year, or several that a number is of together: 2024, 2021–2022, 2023/24."""
YEAR_HEADINGS = frozenset(
    {"tid", "år", "ar", "year", "time", "period", "årtal", "mätår", "undersökningsår"}
)
"""What a column of years is called, in small letters."""
PRELIMINARY = r"(?<![^\W\d_])prel(?:im\w*)?(?![^\W\d_])"
"""Prel., preliminär and preliminary, also right after a year, and not as a part of a longer word.
"""
_WOMEN, _MEN = "kvinnor|flickor|tjejer", "män|pojkar|killar"
GROUPS = f"{_WOMEN}|{_MEN}"
"""The parts of the people by sex."""
LIMITS = re.compile(
    r"november|medel|mean|average|hushåll|household|\d\s*\+|\d\s*[-–]\s*\d+\s*år|\d+ år"
    r" och|aged \d|"
    r"utrikes|inrikes|dagbefolkning|nattbefolkning|tusental|1\s?000-tal|miljon",
    re.IGNORECASE,
)
"""Words of a title that make the people some of them, those of another day, or thousands of them.
"""
FORECAST = re.compile(
    r"prognos|framskriv|framräkn|projection|forecast|befprog|beräknad"
    r" (folkmängd|befolkning)|beräknat antal",
    re.IGNORECASE,
)
"""Words of what hasn't been counted yet."""

PART_OF_YEAR = re.compile(
    r"kvartal|halvår|tertial|månad|\bvecka|(?<![^\W\d_])(?:kv\.?|[tqkh])\s?[1-4]\b"
    r"|(?<![^\W_])(?:jan|feb|mars?|apr|maj|jun|jul|aug|sep|okt|nov|dec)(?:uari|ruari|il|i|usti|t|tember|ober|ember)?(?![^\W_])",
    re.IGNORECASE,
)
"""Words of a shorter time than a year."""
OTHER_YEAR = re.compile(
    r"(?<![^\W\d_])(?:sedan|från|fr\.?\s?o\.?\s?m\.?|före|efter|innan|mot|med|än|till"
    rf"|t\.?\s?o\.?\s?m\.?|since|before|after|basår(?:et)?)\s+(?:år(?:en|et)?\s+)?{YEARS}(?!\w)",
    re.IGNORECASE,
)
"""A year that numbers are compared with, or counted from or to, and aren't of."""

_SEVERAL = re.compile(rf"(?<!\d)({YEAR})\s?[-–—/]\s?({YEAR}|\d\d)(?!\d)")
_DAY = re.compile(
    r"(?<!\d)[0-3]?\d[. ]+(?=jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w+\.?", re.I
)
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_CHANGE = re.compile(
    r"förändring|ändring|skillnad|differens|ökning|minskning|utveckling|tillväxt|trend"
    r"|(?<![^\W\d_])diff|change|increase|decrease|growth|[Δ∆±]",
    re.IGNORECASE,
)

_OF_GROUP = re.compile(
    rf"(?<!mot )(?<!av )(?<!än )(?<!\d )(?<!per )(?<![^\W\d_])({GROUPS})(?![^\W\d_])(?! per)",
    re.IGNORECASE,
)

_PRELIMINARY = re.compile(PRELIMINARY, re.IGNORECASE)


def group_in(text: str) -> str:
    """The sex that a text limits what it is of to: kvinnor or män; "" where it names none or both,
    or one that something is done to or compared with."""
    named = {
        "kvinnor" if re.fullmatch(_WOMEN, word.casefold()) else "män"
        for word in _OF_GROUP.findall(text)
    }
    return named.pop() if len(named) == 1 else ""


def says_change(text: str) -> bool:
    """Whether a text has a word of how something has changed."""
    return bool(_CHANGE.search(text))


def is_part_of_year(text: str) -> bool:
    """Whether a text tells a shorter time than a year; a day is when something was counted."""
    return bool(PART_OF_YEAR.search(_DAY.sub(" ", text)))


def is_between_years(text: str) -> bool:
    """Whether a text tells two years that its numbers are between, so that they are of neither: a
    change over years, the later year first, or two by themselves."""
    several = _SEVERAL.findall(text)
    is_back = any(len(last) == 4 and last <= first for first, last in several)
    alone = {*_YEAR.findall(_SEVERAL.sub(" ", text))}
    return is_back or len(alone) > 1 or (bool(several) and says_change(text))


def says_preliminary(text: str) -> bool:
    """Whether a text says that something is preliminary."""
    return bool(_PRELIMINARY.search(text))
