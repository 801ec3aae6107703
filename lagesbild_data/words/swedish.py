"""Numbers, dates, lists and sorting as Swedish readers expect them."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from babel.dates import format_date
from babel.numbers import format_decimal

_LOCALE = "sv_SE"
_ALL_DIGITS = Context(prec=1000)
_ALPHABET = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})


def number(value: float, decimals: int = 0) -> str:
    """`12715` → "12 715", `1.27, 2` → "1,27" (no-break space between thousands), halves up."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(_ALL_DIGITS):
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return format_decimal(
            abs(rounded) if rounded == 0 else rounded, format=pattern, locale=_LOCALE
        )


def signed(value: float, decimals: int = 0) -> str:
    """A change: "+0,15", "−0,15", "±0"."""
    text = number(abs(value), decimals)
    if not any(digit in "123456789" for digit in text):
        return f"±{text}"
    return f"{'+' if value > 0 else '−'}{text}"


def signed_percent(value: float) -> str:
    """A change in percent, as in tables and figures: "+5,2 %"."""
    return f"{signed(value, 1)} %"


def year(value: int) -> str:
    """A year, which has no space between thousands: `2024` → "2024"."""
    return str(int(value))


def plain_number(value: float | None) -> str:
    """A number with the decimals it has, which may be a year: `6.0` → "6", `2100` → "2100"; None →
    ""."""
    return "" if value is None else format_decimal(value, format="0.######", locale=_LOCALE)


def counted_number(value: float) -> str:
    """A count or measure with the decimals it has: `1200.5` → "1 200,5"."""
    return format_decimal(value, format="#,##0.######", locale=_LOCALE)


def date(value: dt.date) -> str:
    """`2024-05-28` → "28 maj 2024"."""
    return format_date(value, "d MMMM y", locale=_LOCALE)


def capital(text: str) -> str:
    """The text with a large letter first; the rest as it stands."""
    return text[:1].upper() + text[1:]


def enumerate_words(words: Iterable[str], joiner: str = "och") -> str:
    """["a", "b", "c"] → "a, b och c"."""
    items = list(words)
    return (
        items[0]
        if len(items) == 1
        else f"{', '.join(items[:-1])} {joiner} {items[-1]}"
        if items
        else ""
    )


def counted(count: int, one: str, many: str) -> str:
    """1 → "1 rad", 2000 → "2 000 rader"."""
    return f"{number(count)} {one if count == 1 else many}"


def enumerate_some(words: Iterable[str], most: int) -> str:
    """["a", "b", "c", "d"], 2 → "a, b och 2 till"."""
    items = list(words)
    return enumerate_words(
        items[:most] + ([f"{number(len(items) - most)} till"] if len(items) > most else [])
    )


def year_spans(years: Iterable[int]) -> str:
    """[2024, 2020, 2023] → "2020 och 2023–2024"."""
    spans: list[list[int]] = []
    for each in sorted(set(years)):
        if spans and spans[-1][-1] == each - 1:
            spans[-1].append(each)
        else:
            spans.append([each])
    return enumerate_words(
        f"{span[0]}–{span[-1]}" if len(span) > 1 else f"{span[0]}" for span in spans
    )


def sort_key(text: str) -> str:
    """Key that sorts å, ä, ö last and ignores case."""
    return text.lower().translate(_ALPHABET)
