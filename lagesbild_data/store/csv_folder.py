"""A folder of CSV files, as text: reading what Swedish Excel and other programs write, and writing
our own form."""

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from rapidfuzz import fuzz, process

from lagesbild_data.model.checked import TextTable
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.words.problems import InvalidStore, Problem, reason
from lagesbild_data.words.text import Undecodable, encoding_of_file, normalised

_LONGEST_FIELD = 2_000_000
"""Letters of a field: no table has room for nearly as many."""
csv.field_size_limit(_LONGEST_FIELD)
_NEAR = 60
"""So like a table's name, of 100, is the name of a file that may be meant as it."""


def csv_files(folder: Path) -> list[Path]:
    """The folder's CSV files in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")


def read_folder(folder: Path) -> tuple[list[TextTable], list[Problem]]:
    """Every known table of the folder but its single reports, and what could not be read."""
    tables: list[TextTable] = []
    problems: list[Problem] = []
    try:
        paths = csv_files(folder)
    except OSError as error:
        return [], [Problem(str(folder), f"mappen kan inte läsas ({reason(error, 'läsfel')})")]
    for path in paths:
        if path.name == f"{REPORTS.name}.csv":
            continue
        if path.stem not in BY_NAME:
            names = [*BY_NAME, REPORTS.name]
            near = process.extractOne(
                path.stem.lower(), names, scorer=fuzz.ratio, score_cutoff=_NEAR
            )
            hint = f"; menas {near[0]}.csv?" if near else ""
            problems.append(Problem(path.name, f"tabellen är okänd{hint}"))
            continue
        table, found = read_table(path)
        problems += found
        if table:
            tables.append(table)
    if not tables and not problems:
        problems.append(
            Problem(str(folder), "mappen innehåller ingen av tabellerna, till exempel omraden.csv")
        )
    return tables, problems


def read_table(path: Path) -> tuple[TextTable | None, list[Problem]]:
    """One file's table; rows with too few or too many fields are reported and left out."""
    problems: list[Problem] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        with path.open("rb") as file:
            (_, header), *found = records(file, path.name)
    except OSError as error:
        return None, [unreadable(path, error)]
    except InvalidStore as invalid:
        return None, invalid.problems
    for line, fields in found:
        if len(fields) == len(header):
            rows.append((line, fields))
        else:
            problems.append(wrong_length(path.name, line, fields, header))
    return TextTable(path.stem, path.name, header, rows), problems


def unreadable(path: Path, error: OSError) -> Problem:
    """What to say of a file that can't be read."""
    return Problem(path.name, f"filen kan inte läsas ({reason(error, 'läsfel')})")


def wrong_length(place: str, line: int, fields: list[str], header: list[str]) -> Problem:
    """What to say of a row with too few or too many fields."""
    return Problem(place, f"{len(fields)} fält men rubriken har {len(header)}", row=line)


def records(
    file: BinaryIO, place: str, delimiter: str = "", mend: Callable[[str], str] | None = None
) -> Generator[tuple[int, list[str]]]:
    """Each record that says anything, the heading first, with the line it begins on; InvalidStore,
    where `place` names the file, for what is no CSV file.

    The first line tells the delimiter where none is given; `mend` is done to each line before it is
    split.
    """
    text = io.TextIOWrapper(file, check_encoding(file, place), newline="")
    try:
        first_line = text.readline()
        stated = stated_delimiter(first_line)
        if not stated:
            text.seek(0)
        lines = map(mend, text) if mend else text
        reader = csv.reader(lines, delimiter=delimiter or delimiter_in(first_line), strict=True)
        yield from _records(reader, place, 1 if stated else 0)
    finally:
        text.detach()


def _records(reader: Any, place: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """The records, where this many lines stand above what is read."""
    line, is_heading = above + 1, True
    try:
        for record in reader:
            if any("\0" in field for field in record):
                raise InvalidStore(
                    [Problem(place, "innehåller NUL-tecken; filen är inte en CSV-fil", row=line)]
                )
            record = [*map(normalised, record)]
            if any(field.strip() for field in record):
                yield line, [name.strip() for name in record] if is_heading else record
                is_heading = False
            line = above + reader.line_num + 1
    except csv.Error as error:
        why = next(
            (told for words, told in _CSV_FAULTS.items() if words in str(error)),
            "fälten går inte att skilja åt",
        )
        raise InvalidStore(
            [Problem(place, f"går inte att läsa som CSV: {why}", row=line)]
        ) from None
    if is_heading:
        raise InvalidStore([Problem(place, "filen är tom; rubrikraden saknas")])


_CSV_FAULTS = {
    "expected after": (
        "efter ett citattecken som avslutar ett fält står mer text; skriv citattecken i en text"
        ' som ""'
    ),
    "unexpected end": "ett citattecken som inleder ett fält avslutas aldrig",
    "field larger": f"ett fält är längre än {_LONGEST_FIELD // 10**6} miljoner tecken",
}
"""What csv says of a record, by words in it."""


def stated_delimiter(line: str) -> str:
    """The delimiter that a first line `sep=;`, made for Excel, states; "" for any other line."""
    found = re.fullmatch(r'"?sep=([,;\t])"?', line.strip("\ufeff\r\n "))
    return found[1] if found else ""


def delimiter_in(line: str) -> str:
    """The one of `,`, `;` and tab that stands most often in the line."""
    return max(",;\t", key=line.count)


def check_encoding(file: BinaryIO, place: str) -> str:
    """What encoding_of_file gives; InvalidStore, where `place` names the file, for what is no text
    in lines."""
    try:
        return encoding_of_file(file)
    except Undecodable as fault:
        raise InvalidStore([Problem(place, str(fault), fault.line)]) from None


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write texts in the form the files have in git: UTF-8, comma, LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in (header, *rows))


def _quoted(text: str) -> str:
    """The field, in quotes where it needs them; csv.writer forgets that a lone CR ends a line."""
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text
