"""What a file's empty cells do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lagesbild_data.bring.formats.reading import Question, Reading
from lagesbild_data.bring.importing.checking import by_table
from lagesbild_data.bring.importing.standing import row_key, tells
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish

KEEP = "behall"
EMPTIES = Question(
    "tomma",
    "Tomma celler i filen står där lagret har uppgifter. Ska de tömma dem?",
    {KEEP: "nej, behåll det som står i lagret", "tom": "ja, töm"},
)
_MOST_EMPTIED = 10


@dataclass(frozen=True)
class _Emptied:
    """A row of the file whose empty cells stand where the store has something: its place, and that
    by heading."""

    place: str
    line: int
    values: Mapping[str, str]


def rows_emptied(reading: Reading, typed: dict[str, list[Row]], known: Rows) -> list[_Emptied]:
    """The rows of people's own lists whose empty cells would erase what a reader sees in the store;
    in statistics a gap belongs to its new figure."""
    answer: list[_Emptied] = []
    for name, rows in typed.items() if reading.names_sources else ():
        declared = BY_NAME[name]
        stored = {row_key(declared, row): row for row in known[name]}
        places = [(text, line) for text in by_table(reading, known)[name] for line, _ in text.rows]
        for row, (text, line) in zip(rows, places, strict=True):
            before = stored.get(row_key(declared, row), {})
            if before and row.get("preliminar") and not before["preliminar"] and tells(before):
                continue
            values = {
                column.label: as_text(before[column.name])
                for column in declared.columns
                if column.name in text.header
                and row[column.name] is None
                and before.get(column.name) is not None
                and before[column.name] is not False
            }
            if values:
                answer.append(_Emptied(text.place, line, values))
    return answer


def told_of_emptied(emptied: Sequence[_Emptied], keeps: bool) -> Iterator[str]:
    """What each such row does, a sentence each, of many the first."""
    does = "är tom och behåller" if keeps else "tömmer"
    for row in emptied[:_MOST_EMPTIED]:
        cells = swedish.enumerate_words(
            f'{label} ("{value[:60]}")' for label, value in row.values.items()
        )
        yield f"{row.place} rad {row.line} {does} {cells}."
    if len(emptied) > _MOST_EMPTIED:
        yield (
            f"Och {swedish.counted(len(emptied) - _MOST_EMPTIED, 'rad', 'rader')} till {does}"
            " uppgifter."
        )
