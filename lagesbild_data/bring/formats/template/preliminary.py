"""What a file says of its numbers as a whole, that they are preliminary, held against what its own
column says of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.periods import early_in
from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.template.sheets import Sheet, columns_of
from lagesbild_data.bring.formats.words import says_preliminary
from lagesbild_data.model.cells import parse
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.words import swedish

_PRELIMINARY, _YEAR, _REMARK = "preliminar", "ar", "anmarkning"
_ARE = "ja"


def with_preliminary(sheet: Sheet, reading: Reading, context: Context) -> Sheet:
    """The sheet, its rows called preliminary where its title, a name or a note says so and the
    reader agrees; asked only where a row says otherwise."""
    table, columns = sheet.table, columns_of(sheet.table, sheet.header)
    told = next(filter(says_preliminary, _said(sheet)), "")
    if not told or not {_PRELIMINARY, _REMARK} & set(table.column_names) or _YEAR not in columns:
        return sheet
    numbers = [line for line in sheet.lines[1:] if _year(line, columns[_YEAR])]
    years = early_in(told, {_year(line, columns[_YEAR]) for line in numbers})
    if not years:
        return sheet
    if _PRELIMINARY not in table.column_names:
        reading.notes.append(
            f'{sheet.place}: "{told}" går inte att skriva i {table.label}, som inte skiljer'
            " preliminära tal från andra; skriv det i kolumnen Anmärkning."
        )
        return sheet
    column = table.column(_PRELIMINARY)
    at = columns.get(_PRELIMINARY, len(sheet.header))
    final = [
        number
        for number, row in numbers
        if _year((number, row), columns[_YEAR]) in years and not _is_preliminary(column, row, at)
    ]
    if not final:
        return sheet
    rows = swedish.enumerate_some(map(str, final), 3)
    text = (
        f'{sheet.place}: här står "{told}", men rad {rows} är inte preliminär i kolumnen'
        f" {column.label}. Är talen preliminära?"
    )
    options = {_ARE: "ja: raderna blir preliminära", "nej": "nej: kolumnen gäller"}
    if reading.ask(Question(sheet.key("preliminart"), text, options), context) != _ARE:
        return sheet
    heading, *others = sheet.lines
    lines = [_with(heading, at, column.label)] if at == len(sheet.header) else [heading]
    lines += [_with(line, at, _ARE) if line[0] in {*final} else line for line in others]
    return replace(sheet, lines=lines)


def _said(sheet: Sheet) -> Iterator[str]:
    """What stands above the rows of a sheet or below them, and what it and its file are called."""
    yield from (sheet.title, sheet.place, sheet.name)
    for _, row in sheet.lines[1:]:
        texts = [text for text in row if text.strip()]
        if len(texts) == 1:
            yield texts[0]


def _year(line: Line, at: int) -> int:
    """The year of a row; 0 where it has none."""
    text = line[1][at].strip() if at < len(line[1]) else ""
    return int(text) if text.isdecimal() else 0


def _is_preliminary(column: Column, row: Sequence[str], at: int) -> bool:
    """Whether a row says that it is preliminary, or something that is told as a fault."""
    try:
        return at < len(row) and bool(row[at].strip()) and bool(parse(column, row[at].strip()))
    except ValueError:
        return True


def _with(line: Line, at: int, text: str) -> Line:
    """The line with a text in this place."""
    number, row = line
    padded = [*row, *[""] * (at + 1 - len(row))]
    return number, [*padded[:at], text, *padded[at + 1 :]]
