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
GROUPS = r"kvinnor|män|flickor|pojkar|tjejer|killar"
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

OTHER_YEAR = re.compile(
    r"(?<![^\W\d_])(?:sedan|från|fr\.?\s?o\.?\s?m\.?|före|efter|innan|mot|med|än|till"
    rf"|t\.?\s?o\.?\s?m\.?|since|before|after|basår(?:et)?)\s+(?:år(?:en|et)?\s+)?{YEARS}(?!\w)",
    re.IGNORECASE,
)
"""A year that numbers are compared with, or counted from or to, and aren't of."""

_SEVERAL = re.compile(rf"(?<!\d)({YEAR})\s?[-–—/]\s?({YEAR}|\d\d)(?!\d)")
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_CHANGE = re.compile(
    r"förändring|ändring|skillnad|differens|ökning|minskning|utveckling|tillväxt|trend"
    r"|(?<![^\W\d_])diff|change|increase|decrease|growth|[Δ∆±]",
    re.IGNORECASE,
)

_PRELIMINARY = re.compile(PRELIMINARY, re.IGNORECASE)


def says_change(text: str) -> bool:
    """Whether a text has a word of how something has changed."""
    return bool(_CHANGE.search(text))


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
