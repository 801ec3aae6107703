"""What importers of statistics say of the indicators that their values are of."""

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from itertools import chain, count

from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.model.checked import Rows


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


def add_indicators(
    reading: Reading, place: str, known: Rows, indicators: Iterable[Indicator], publisher: str
) -> None:
    """Add those that the store hasn't got; the publisher is put after a name that another indicator
    has."""
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


_NEW = "ny"
_MOST_ALIKE = 10


def same_as_stored(
    reading: Reading,
    context: Context,
    indikator_id: str,
    name: str,
    *,
    is_known: bool,
    key: str = "",
) -> str | None:
    """The id under which a file's numbers are kept: its own, or that of an indicator that a reader
    says is the same; None where that isn't answered yet.

    It is asked where another indicator is called the same, or as the name begins, and where the
    file tells too little (`is_known`) to be sure that two files with the same words are about the
    same thing. The question's key begins with `key`.
    """
    stored = {row["indikator_id"]: row["namn"] for row in context.names.known["indikatorer"]}
    if is_known and indikator_id in stored:
        return indikator_id
    label = name.partition(" (")[0].casefold()

    def may_be(own: str, called: str) -> bool:
        # "Oro: Andel" may be Oro
        is_same = f"{name}: ".casefold().startswith(f"{called}: ".casefold())
        return is_same or (not is_known and (own == indikator_id or label in called.casefold()))

    alike = {own: called for own, called in stored.items() if may_be(own, called)}
    if not alike:
        return indikator_id
    options = {
        own: f"samma som {called} ({own}): talen läggs till där"
        for own, called in [*alike.items()][:_MOST_ALIKE]
    }
    options[_NEW] = "något annat: talen blir en ny indikator"
    text = f'Är "{name}" i filen samma sak som någon av lagrets indikatorer?'
    asked = Question(
        f"{key}samma-{slug(indikator_id)}", text, options, f"{indikator_id} är" if is_known else ""
    )
    answer = reading.ask(asked, context)
    if answer != _NEW:
        return answer
    numbered = chain([indikator_id], (f"{indikator_id}-{number}" for number in count(2)))
    return next(new for new in numbered if new not in stored)


def decimals(numbers: Iterable[str]) -> str:
    """How many decimals the numbers have at most, but never more than 2: more are not published,
    only computed."""
    return str(
        max(
            (
                min(len(re.split("[.,]", text)[-1]), 2)
                for text in numbers
                if re.search("[.,]", text)
            ),
            default=0,
        )
    )
