"""Units: what is hundredths and what is counted, and numbers that may be fractions: 0.27 that was
shown as 27 %."""

import re
from collections.abc import Sequence
from decimal import Decimal

from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.words import swedish

_PERCENT = re.compile(r"procent(?!enhet)|andel|%", re.IGNORECASE)
NOT_COUNTED = re.compile(
    r"procent|andel|percent|share|\bper\b|%|medel|median|mean|average|index|kvot|ratio|kronor|\bkr\b|snitt",
    re.IGNORECASE,
)
"""Words of what isn't counted one by one."""
_NEAR = 10
"""How many times the largest number under 1 the next one may be and still be of the same kind."""
_FRACTIONS = "brak"


def is_percent(unit: str) -> bool:
    """Whether a unit is hundredths."""
    return bool(_PERCENT.search(unit))


def is_counted(unit: str) -> bool:
    """Whether a unit is such as is counted: antal, personer, pass."""
    return bool(unit) and not NOT_COUNTED.search(unit)


def doubted(numbers: Sequence[Decimal]) -> list[Decimal]:
    """Those of an indicator's numbers, in per cent but written without %, that may be fractions of
    one: they are under 1, and no other number is near them."""
    small = [number for number in numbers if 0 < number < 1]
    large = [number for number in numbers if number > 1]
    if not small or (large and min(large) <= _NEAR * max(small)):
        return []
    return small if large else [number for number in numbers if 0 < number <= 1]


def fractions(
    reading: Reading, context: Context, key: str, called: str, numbers: Sequence[Decimal]
) -> frozenset[Decimal]:
    """Those of an indicator's numbers that may be fractions of one and that a reader says are;
    asked where any may."""
    found = doubted(numbers)
    if not found:
        return frozenset()
    shown = swedish.enumerate_some(
        [swedish.plain_number(float(number)) for number in dict.fromkeys(found)], 3
    )
    low, high = (swedish.plain_number(float(number)) for number in (found[0], found[0] * 100))
    options = {"procent": f"procent: {low} är {low} %", _FRACTIONS: f"bråktal: {low} är {high} %"}
    text = (
        f"{called} ska vara i procent och har {shown} utan procenttecken. Är det procent eller"
        " bråktal?"
    )
    answer = reading.ask(Question(f"andel-{key}", text, options), context)
    return frozenset(found) if answer == _FRACTIONS else frozenset()


def of_hundred(number: Decimal) -> str:
    """A fraction of one as per cent."""
    return f"{(number * 100).normalize():f}"
