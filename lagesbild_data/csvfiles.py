"""A folder of CSV files, as text: reading what Swedish Excel and other programs write, and writing our own form."""

import codecs
import csv
import difflib
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lagesbild_data.problems import InvalidStore, Problem, reason
from lagesbild_data.tables import BY_NAME, REPORTS

_LONGEST_FIELD, _LONGEST_LINE = 2_000_000, 4_000_000
"""Letters of a field, and of a line: no table has room for nearly as many."""
csv.field_size_limit(_LONGEST_FIELD)


@dataclass(frozen=True)
class TextTable:
    """A table as it was written: headings, and per row its line number and its texts."""

    name: str
    place: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


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
            near = difflib.get_close_matches(path.stem.lower(), [*BY_NAME, REPORTS.name], n=1)
            hint = f"; menas {near[0]}.csv?" if near else ""
            problems.append(Problem(path.name, f"tabellen är okänd{hint}"))
            continue
        table, found = read_table(path)
        problems += found
        if table:
            tables.append(table)
    if not tables and not problems:
        problems.append(Problem(str(folder), "mappen innehåller ingen av tabellerna, till exempel omraden.csv"))
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
    """Each record that says anything, the heading first, with the line it begins on; InvalidStore, where `place` names
    the file, for what is no CSV file.

    The first line tells the delimiter where none is given; `mend` is done to each line before it is split.
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
                raise InvalidStore([Problem(place, "innehåller NUL-tecken; filen är inte en CSV-fil", row=line)])
            if any(field.strip() for field in record):
                yield line, [name.strip() for name in record] if is_heading else record
                is_heading = False
            line = above + reader.line_num + 1
    except csv.Error as error:
        why = next(
            (told for words, told in _CSV_FAULTS.items() if words in str(error)), "fälten går inte att skilja åt"
        )
        raise InvalidStore([Problem(place, f"går inte att läsa som CSV: {why}", row=line)]) from None
    if is_heading:
        raise InvalidStore([Problem(place, "filen är tom; rubrikraden saknas")])


_CSV_FAULTS = {
    "expected after": 'efter ett citattecken som avslutar ett fält står mer text; skriv citattecken i en text som ""',
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


class _LongLine(Exception):  # noqa: N818 - it names what is wrong with the file
    """A line longer than any of a table."""


def check_encoding(file: BinaryIO, place: str) -> str:
    """What encoding_of gives; InvalidStore, where `place` names the file, for what is no text in lines."""
    try:
        return encoding_of(file)
    except _LongLine:
        why = f"har en rad med mer än {_LONGEST_LINE // 10**6} miljoner tecken, och är ingen tabell"
        raise InvalidStore([Problem(place, why)]) from None
    except UnicodeDecodeError as error:
        wanted = "UTF-8, som resten av filen" if error.encoding == "utf-8" else "UTF-8, UTF-16 eller Windows-1252"
        raise InvalidStore([Problem(place, f"byte {error.start + 1} är inte text i {wanted}")]) from None


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 (with or without BOM), UTF-16, or Windows-1252, by Python's name; UnicodeDecodeError otherwise.

    A file that is UTF-8 but for some byte is not taken for Windows-1252: all its å, ä and ö would become other letters.
    """
    file.seek(0)
    if utf16 := utf16_of(file.read(_SNIFFED)):
        return _checked(file, utf16)
    try:
        _checked(file, "utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError:
        before = ""
        for text in _decoded(file, "cp1252", "replace"):
            if _MISREAD_UTF8.search(before + text):
                raise
            before = text[-2:]
        return _checked(file, "cp1252")


_SNIFFED = 1000
"""Bytes that tell UTF-16 from other text."""


def utf16_of(head: bytes) -> str:
    """The UTF-16 that a text begins in, by its BOM or by letters that all have an empty half; "" for other texts."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    halves = {
        "utf-16-be": (head[0:_SNIFFED:2], head[1:_SNIFFED:2]),
        "utf-16-le": (head[1:_SNIFFED:2], head[0:_SNIFFED:2]),
    }
    return next((name for name, (empty, full) in halves.items()
                 if empty.count(0) > len(empty) * 0.9 and 0 not in full), "")  # fmt: skip


_MISREAD_UTF8 = re.compile("Ã[¥¤¶©¼…„–]|â€|ï»¿")
"""å, ä, ö, é, ü, Å, Ä, Ö, dashes and quotation marks, and BOM, of UTF-8 read as Windows-1252."""


def _checked(file: BinaryIO, encoding: str) -> str:
    """The encoding, when the whole file can be read with it; UnicodeDecodeError otherwise, and _LongLine."""
    since = 0
    for text in _decoded(file, encoding):
        since = 0 if "\n" in text or "\r" in text else since + len(text)
        if since > _LONGEST_LINE:
            raise _LongLine
    file.seek(0)
    return encoding


def _decoded(file: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[str]:
    """The file's text piece by piece; UnicodeDecodeError counts from the beginning of the file."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    file.seek(0)
    read = 0
    while True:
        piece = file.read(1 << 20)
        waiting = len(decoder.getstate()[0])
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            error.start += read - waiting
            raise
        if not piece:
            return
        read += len(piece)


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write texts in the form the files have in git: UTF-8, comma, LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in (header, *rows))


def _quoted(text: str) -> str:
    """The field, in quotes where it needs them; csv.writer forgets that a lone CR ends a line."""
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text
