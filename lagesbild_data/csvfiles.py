"""A folder of CSV files, as text: reading what Swedish Excel and other programs write, and writing our own form."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lagesbild_data.problems import Problem, reason
from lagesbild_data.tables import BY_NAME

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
    """Every known table of the folder, and what could not be read."""
    tables: list[TextTable] = []
    problems: list[Problem] = []
    try:
        paths = csv_files(folder)
    except OSError as error:
        return [], [Problem(str(folder), f"mappen kan inte läsas ({reason(error, 'läsfel')})")]
    for path in paths:
        if path.stem not in BY_NAME:
            near = difflib.get_close_matches(path.stem.lower(), BY_NAME, n=1)
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
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        return None, [Problem(path.name, f"filen kan inte läsas ({reason(error, 'läsfel')})")]
    except UnicodeDecodeError as error:
        wanted = "UTF-8, som resten av filen" if error.encoding == "utf-8" else "UTF-8, UTF-16 eller Windows-1252"
        return None, [Problem(path.name, f"byte {error.start + 1} är inte text i {wanted}")]
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return None, [Problem(path.name, "innehåller NUL-tecken; filen är inte en CSV-fil", row=line)]
    problems: list[Problem] = []
    records = _records(text)
    try:
        header_row = next(records, None)
        if header_row is None:
            return None, [Problem(path.name, "filen är tom; rubrikraden saknas")]
        header = [name.strip() for name in header_row[1]]
        rows = []
        for line, fields in records:
            if len(fields) == len(header):
                rows.append((line, fields))
            else:
                problems.append(Problem(path.name, f"{len(fields)} fält men rubriken har {len(header)}", row=line))
    except csv.Error as error:
        return None, [Problem(path.name, f"går inte att läsa som CSV ({error})")]
    return TextTable(path.stem, path.name, header, rows), problems


def _decode(data: bytes) -> str:
    """Text from UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252; UnicodeDecodeError otherwise.

    A file that is UTF-8 but for some byte is not taken for Windows-1252: all its å, ä and ö would become other letters.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        if _MISREAD_UTF8.search(data.decode("cp1252", "replace")):
            raise
        return data.decode("cp1252")


_MISREAD_UTF8 = re.compile("Ã[¥¤¶©¼…„–]|â€|ï»¿")
"""å, ä, ö, é, ü, Å, Ä, Ö, dashes and quotation marks, and BOM, of UTF-8 read as Windows-1252."""


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that says anything, with the line it begins on; `;` or `,` is told by the heading."""
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for record in reader:
        if any(field.strip() for field in record):
            yield line, record
        line = reader.line_num + 1


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write texts in the form the files have in git: UTF-8, comma, LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in (header, *rows))


def _quoted(text: str) -> str:
    """The field, in quotes where it needs them; csv.writer forgets that a lone CR ends a line."""
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text
