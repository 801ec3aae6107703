"""What the sheets of a file don't tell of themselves: which area a sheet is about, and what a
column Antal counts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.template.sheets import Sheet, columns_of, plain
from lagesbild_data.bring.formats.words import FORECAST, GROUPS, LIMITS
from lagesbild_data.model.tables import Table
from lagesbild_data.words import swedish

AREA = "omrade_id"
_COUNT = "antal"
_MORE_LIMITS = re.compile(rf"kvartal|\b(?:{GROUPS})\b", re.IGNORECASE)
"""What limits the people in the titles that people write themselves."""


def settled(sheets: Sequence[Sheet], reading: Reading, context: Context) -> Iterator[Sheet]:
    """The sheets that can be read, each with the area that its name tells, if any."""
    for sheet in _with_areas(sheets, reading, context):
        if _counts_people(sheet, reading, context):
            yield sheet


def _with_areas(sheets: Sequence[Sheet], reading: Reading, context: Context) -> list[Sheet]:
    """The sheets, of which those without a column for the area may be named after one: the reader
    is asked."""
    without = [sheet for sheet in sheets if _lacks_area(sheet)]
    named = [sheet.name for sheet in without if context.names.known_id("omraden", sheet.name)]
    if not named:
        return [*sheets]
    called = swedish.enumerate_some([f'"{name}"' for name in named], 5)
    question = Question(
        "bladens-omraden",
        f"Filen har ingen kolumn Område, men {called} heter som områden. Gäller "
        "raderna de områdena?",
        {"ja": "ja, namnet är radernas område", "nej": "nej"},
    )
    answer = reading.ask(question, context)
    areas = [sheet.name for sheet in without] if answer == "ja" else named if answer is None else []
    return [
        replace(sheet, area=sheet.name) if sheet in without and sheet.name in areas else sheet
        for sheet in sheets
    ]


def _lacks_area(sheet: Sheet) -> bool:
    return AREA not in columns_of(sheet.table, sheet.header) and _has_areas(sheet.table)


def _has_areas(table: Table) -> bool:
    return any(column.name == AREA and column.references for column in table.columns)


def _counts_people(sheet: Sheet, reading: Reading, context: Context) -> bool:
    """Whether a sheet may be read: a column that is only called Antal may count anything, and one
    below a title of some of the people counts them, so that it is asked whether it is all the
    people."""
    columns = columns_of(sheet.table, sheet.header)
    at = columns.get(_COUNT)
    if sheet.table.name != "folkmangd" or at is None:
        return True
    is_clear = plain(sheet.header[at]) != _COUNT or _is_own(sheet, columns)
    said = f"{sheet.title} {sheet.name}"
    if is_clear and not any(words.search(said) for words in (LIMITS, FORECAST, _MORE_LIMITS)):
        return True
    options = {
        "folkmangd": "folkmängden: alla folkbokförda den 31 december",
        "annat": "något annat",
    }
    question = Question(
        sheet.key(_COUNT), f"{sheet.place}: Vad räknar kolumnen {sheet.header[at]}?", options
    )
    if reading.ask(question, context) != "annat":
        return True
    reading.fault(
        sheet.place,
        sheet.lines[0][0],
        sheet.header[at],
        "räknar något annat än folkmängden; lägg talen i "
        "mallen Indikatorvärden, under en egen indikator",
    )
    return False


def _is_own(sheet: Sheet, columns: Iterable[str]) -> bool:
    """Whether a sheet is named after its table, or has the columns' own names."""
    names = {plain(name) for name in columns}
    is_named = any(
        plain(name) in plain(sheet.name) for name in (sheet.table.name, sheet.table.label)
    )
    return is_named or names <= {plain(text) for text in sheet.header}
