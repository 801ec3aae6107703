"""The value of one cell, from its text."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lagesbild_data.model.tables.declaration import FIRST_YEAR, LAST_YEAR, Column
from lagesbild_data.words import swedish
from lagesbild_data.words.text import MINUS, normalised

_TOO_LARGE = 10**15
"""A number with decimals that is larger can't be told from its neighbours, in a database or a
spreadsheet."""
_QUOTED = 40
"""So many letters of a text that is too long are told."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
"""With a space between thousands; a tab or a new line parts two numbers."""
_MINUS = re.compile(rf"^[{MINUS}](?=\d)")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no text has and no document can hold; tabs and line breaks are none of them."""
UNWRITTEN = "innehåller styrtecken eller halva tecken"
_YES_NO = dict.fromkeys(("ja", "1", "true", "sant", "x"), True) | dict.fromkeys(
    ("nej", "0", "false", "falskt"), False
)


def parse(column: Column, text: str) -> Any:
    """The value of one cell, None where it is empty; ValueError, in Swedish, says what is
    allowed."""
    text = normalised(text).strip()
    if not text:
        if column.required:
            raise ValueError(
                "uppgiften saknar källa" if column.name == "kalla_id" else "får inte vara tom"
            )
        return None
    value = _PARSERS[column.type](column, text)
    if column.allowed and value not in column.allowed:
        raise ValueError(
            f'"{text}" är inte tillåtet; välj {swedish.enumerate_words(column.allowed, "eller")}'
        )
    too_low = column.minimum is not None and value < column.minimum
    too_high = column.maximum is not None and value > column.maximum
    if too_low or too_high:
        raise ValueError(
            f'"{text}" är utanför det tillåtna: {span(column.minimum, column.maximum)}'
        )
    return value


def span(low: float | None, high: float | None) -> str:
    """What lies between two limits, in words."""
    if high is None:
        return f"lägst {_limit(low)}"
    if low is None:
        return f"högst {_limit(high)}"
    return f"{_limit(low)}–{_limit(high)}"


def _limit(number: float | None) -> str:
    """A limit in words; years are as large as numbers get without spaces."""
    is_large = number is not None and number >= 10_000 and number == int(number)
    return swedish.number(int(number)) if is_large and number else swedish.plain_number(number)


def _text(column: Column, text: str) -> str:
    if "\0" in text:
        raise ValueError("innehåller NUL-tecken")
    if UNWRITABLE.search(text):
        raise ValueError(UNWRITTEN)
    if len(text) > column.longest:
        raise ValueError(too_long(text, column.longest))
    return text


def too_long(text: str, longest: int) -> str:
    """What is to be said of a text that is longer than this."""
    return (
        f'"{text[:_QUOTED]}…" är {swedish.number(len(text))} tecken; högst'
        f" {swedish.number(longest)} får plats"
    )


def _whole(column: Column, text: str) -> int:
    name = "ett årtal" if column.minimum == FIRST_YEAR else "ett heltal"
    if is_grouped(text):
        raise ValueError(f'"{text}" är inte {name}; skriv tusental med mellanslag')
    number = _decimal(text, name)
    if number != number.to_integral_value():
        raise ValueError(f'"{text}" är inte {name}')
    if not -(2**63) <= number < 2**63:
        raise ValueError(f'"{text}" är ett för stort tal')
    return int(number)


def is_grouped(text: str) -> bool:
    """Whether a number is written as if points or commas parted its thousands: 1.200 may be 1 200,
    0.200 never is."""
    return bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", _compact(text)))


def _number(column: Column, text: str) -> float:
    number = float(_decimal(text, "ett tal"))
    if abs(number) >= _TOO_LARGE:
        raise ValueError(f'"{text}" är ett för stort tal')
    return number


def _decimal(text: str, name: str) -> Decimal:
    """The number exactly as it was written."""
    compact = _compact(text)
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", compact) is None:
        raise ValueError(f'"{text}" är inte {name}')
    return Decimal(compact.replace(",", "."))


def _compact(text: str) -> str:
    """The number without spaces between its thousands: "12 15" is two numbers and stays as it
    is."""
    text = _MINUS.sub("-", text)
    return text.replace(" ", "") if _GROUPED.fullmatch(text) else text


def _date(column: Column, text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        day = None
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f'"{text}" är utanför det tillåtna: {FIRST_YEAR}–{LAST_YEAR}')
    if day:
        return day
    raise ValueError(f'"{text}" är inte ett datum i formen ÅÅÅÅ-MM-DD')


def _yes_no(column: Column, text: str) -> bool:
    try:
        return _YES_NO[text.lower()]
    except KeyError:
        raise ValueError(f'"{text}" är inte ja eller nej') from None


_PARSERS: dict[str, Callable[[Column, str], Any]] = {
    "text": _text,
    "heltal": _whole,
    "tal": _number,
    "datum": _date,
    "ja/nej": _yes_no,
}
