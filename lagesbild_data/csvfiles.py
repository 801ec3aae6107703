"""A folder of CSV files, as text: reading what Swedish Excel and other programs write, and writing our own form."""

import codecs
import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from lagesbild_data.problems import InvalidStore, Problem, reason
from lagesbild_data.tables import BY_NAME, REPORTS

csv.field_size_limit(10_000_000)


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
) -> Iterator[tuple[int, list[str]]]:
    """Each record that says anything, the heading first, with the line it begins on; InvalidStore, where `place` names
    the file, for what is no CSV file.

    The first line tells the delimiter where none is given; `mend` is done to each line before it is split.
    """
    try:
        text = io.TextIOWrapper(file, check_encoding(file, place), newline="")
        try:
            lines = map(mend, text) if mend else text
            yield from _records(csv.reader(lines, delimiter=delimiter or delimiter_of(text), strict=True), place)
        finally:
            text.detach()
    except csv.Error as error:
        raise InvalidStore([Problem(place, f"går inte att läsa som CSV ({error})")]) from None


def _records(reader: Any, place: str) -> Iterator[tuple[int, list[str]]]:
    line, is_heading = 1, True
    for record in reader:
        if any("\0" in field for field in record):
            raise InvalidStore([Problem(place, "innehåller NUL-tecken; filen är inte en CSV-fil", row=line)])
        if any(field.strip() for field in record):
            yield line, [name.strip() for name in record] if is_heading else record
            is_heading = False
        line = reader.line_num + 1
    if is_heading:
        raise InvalidStore([Problem(place, "filen är tom; rubrikraden saknas")])


def delimiter_of(text: TextIO) -> str:
    """`;`, tab or `,`, told by the first line."""
    first_line = text.readline()
    text.seek(0)
    return delimiter_in(first_line)


def delimiter_in(line: str) -> str:
    """The one of `,`, `;` and tab that stands most often in the line."""
    return max(",;\t", key=line.count)


def check_encoding(file: BinaryIO, place: str) -> str:
    """What encoding_of gives; InvalidStore, where `place` names the file, for what is no text."""
    try:
        return encoding_of(file)
    except UnicodeDecodeError as error:
        wanted = "UTF-8, som resten av filen" if error.encoding == "utf-8" else "UTF-8, UTF-16 eller Windows-1252"
        raise InvalidStore([Problem(place, f"byte {error.start + 1} är inte text i {wanted}")]) from None


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252, by Python's name; UnicodeDecodeError otherwise.

    A file that is UTF-8 but for some byte is not taken for Windows-1252: all its å, ä and ö would become other letters.
    """
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _checked(file, "utf-16")
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


_MISREAD_UTF8 = re.compile("Ã[¥¤¶©¼…„–]|â€|ï»¿")
"""å, ä, ö, é, ü, Å, Ä, Ö, dashes and quotation marks, and BOM, of UTF-8 read as Windows-1252."""


def _checked(file: BinaryIO, encoding: str) -> str:
    """The encoding, when the whole file can be read with it; UnicodeDecodeError otherwise."""
    for _ in _decoded(file, encoding):
        pass
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
