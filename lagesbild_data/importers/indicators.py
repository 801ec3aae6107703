"""What importers of statistics say of the indicators that their values are of."""

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from itertools import chain, count

from lagesbild_data.importers.reading import Reading
from lagesbild_data.importers.upload import Line
from lagesbild_data.validation import Rows


@dataclass(frozen=True)
class Indicator:
    """A row for the table indikatorer, in texts."""

    indikator_id: str
    namn: str
    enhet: str = ""
    minimum: str = ""
    maximum: str = ""
    decimaler: str = ""
    battre: str = ""
    beskrivning: str = ""


def add_indicators(reading: Reading, place: str, known: Rows, indicators: Iterable[Indicator], publisher: str) -> None:
    """Add those that the store hasn't got; the publisher is put after a name that another indicator has."""
    names = {row["namn"] for row in known["indikatorer"]}
    ids = {row["indikator_id"] for row in known["indikatorer"]}
    rows: list[Line] = []
    for line, indicator in enumerate(indicators, 1):
        if indicator.indikator_id in ids:
            continue
        others = (f"{indicator.namn} ({publisher} {number})" for number in count(2))
        tried = chain([indicator.namn, f"{indicator.namn} ({publisher})"], others)
        name = next(name for name in tried if name not in names)
        names.add(name)
        indikator_id, _, *rest = astuple(indicator)
        rows.append((line, [indikator_id, name, *rest]))
    reading.add("indikatorer", place, [field.name for field in fields(Indicator)], rows)


def decimals(numbers: Iterable[str]) -> str:
    """How many decimals the numbers have at most, but never more than 2: more are not published, only computed."""
    return str(max((min(len(re.split("[.,]", text)[-1]), 2) for text in numbers if re.search("[.,]", text)), default=0))
