"""Where the tables of a file begin: whose headings stand on which row of a sheet, or of a text
file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats.filenames import year_in
from lagesbild_data.bring.formats.lines import HEADINGS_WITHIN, Line
from lagesbild_data.bring.formats.reading import is_note
from lagesbild_data.bring.formats.starts import starts
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store import csv_folder
from lagesbild_data.words.problems import InvalidStore

_SURE = 3
"""Known headings that tell a table although one that it must have is missing, when they fit no
other as well."""
_NOT_NEEDED = ("kalla_id", "datum_till")
"""Columns without which a table is known all the same: that the source is missing is told, and one
day is its last."""
_TABLES = tuple(map(BY_NAME.__getitem__, templates.TABLES))


@dataclass(frozen=True)
class Sheet:
    """A sheet of a table: its heading and rows, the years that it tells, and the area that its name
    is of."""

    table: Table
    name: str
    """What the sheet is called, or the file without its ending."""
    place: str
    lines: list[Line]
    years: frozenset[int]
    """Those that its title and its name tell."""
    title: str = ""
    """The text above the heading."""
    area: str = ""
    """The name of the area that all its rows are about; "" where a column tells it."""

    def key(self, question: str) -> str:
        """The key of a question that is about this sheet alone."""
        row = self.lines[0][0]
        stands_below = f"-rad-{row}" if row > HEADINGS_WITHIN else ""  # another table on the sheet
        return f"{question}-{slug(self.name) or self.table.name}{stands_below}"

    @property
    def notes(self) -> Sequence[str]:
        """The texts that stand alone in their rows below the heading."""
        texts = ([text for text in row if text.strip()] for _, row in self.lines[1:])
        return [found[0] for found in texts if len(found) == 1 and is_note(found[0])]

    @property
    def said(self) -> str:
        """What the sheet says of all its numbers: its title, its notes and what it and its file are
        called."""
        return " ".join([self.title, self.place.replace("_", " "), self.name, *self.notes])

    @property
    def header(self) -> list[str]:
        """The headings as they are written."""
        return self.lines[0][1]


def recognises(upload: Upload) -> bool:
    """Whether any of the first rows has the headings of a table; it never raises."""
    try:
        return any(_heading(name, lines) for name, lines in starts(upload).items())
    except InvalidStore:
        return False


def sheets_of(upload: Upload) -> tuple[list[Sheet], list[str]]:
    """The sheets that are tables, those that others refer to first, and what to tell of rows that
    aren't read; InvalidStore where the file can't be read."""
    found = {name: (_heading(name, lines), lines) for name, lines in _lines(upload).items()}
    several = sum(heading is not None for heading, _ in found.values()) > 1
    sheets: list[Sheet] = []
    notes: list[str] = []
    for name, (heading, lines) in found.items():
        if heading:
            at, table = heading
            title = " ".join(text for _, row in lines[:at] for text in row if text)
            years = {year for year in (year_in(title), year_in(name)) if year}
            place = f"{upload.name} {name}" if several else upload.name
            sheets.append(Sheet(table, name, place, lines[at:], frozenset(years), title))
            if at:
                above = "Raden" if at == 1 else f"De {at} raderna"
                notes.append(f"{above} ovanför rubrikerna ({name}) läses inte.")
    return sorted(sheets, key=lambda sheet: _TABLES.index(sheet.table)), notes


def columns_of(table: Table, header: Sequence[str]) -> Mapping[str, int]:
    """Where each column of the table stands, by its heading or its name; the first where it stands
    twice."""
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        for column in table.columns:
            if (
                plain(text) in (plain(column.label), plain(column.name))
                and column.name not in found
            ):
                found[column.name] = at
                break
    return found


def _lines(upload: Upload) -> dict[str, list[Line]]:
    """All rows of each sheet, or those of a text file under its own name."""
    if upload.kind == "arbetsbok":
        return upload.sheets
    if upload.kind != "text":
        return {}
    [(name, start)] = starts(upload).items()
    found = _heading(name, start)
    heading = upload.start.splitlines()[start[found[0]][0]] if found else ""
    return {name: list(upload.records(csv_folder.delimiter_in(heading) if found else ""))}


def _heading(sheet: str, lines: list[Line]) -> tuple[int, Table] | None:
    """Which of the first rows has the headings of a table, and that table; None where none has."""
    found = ((at, _table_of(sheet, row)) for at, (_, row) in enumerate(lines[:HEADINGS_WITHIN]))
    return next(((at, table) for at, table in found if table), None)


def _table_of(sheet: str, header: Sequence[str]) -> Table | None:
    """The table whose headings these are: the one that the sheet is named after, else the one that
    has most of them, of those that lack as few of its columns as possible."""
    headings = {plain(text) for text in header} - {""}
    known = {
        table.name: sum(_has(column, headings) for column in table.columns) for table in _TABLES
    }
    for table in _TABLES:
        is_named = plain(sheet) in map(plain, (table.name, table.label, table.label[:31]))
        if is_named and (known[table.name] > 1 or not _missing(table, headings)):
            return table
    lacks = {table.name: len(_missing(table, headings)) for table in _TABLES}
    # What is strange there, and what is missing; then what is missing.
    fit = {name: (len(headings) - known[name] + lacks[name], lacks[name]) for name in known}
    best = min(_TABLES, key=lambda table: fit[table.name])
    has = known[best.name]
    is_sure = not lacks[best.name] or (
        lacks[best.name] == 1 and has >= _SURE and [*fit.values()].count(fit[best.name]) == 1
    )
    return best if is_sure and has * 2 > len(headings) else None


def _missing(table: Table, headings: set[str]) -> list[Column]:
    """The columns that a table must have to be known by its headings and that aren't there."""
    return [
        column
        for column in table.columns
        if column.required
        and not _has(column, headings)
        and not templates.is_own_id(table, column)
        and column.name not in _NOT_NEEDED
    ]


def _has(column: Column, headings: set[str]) -> bool:
    return plain(column.label) in headings or plain(column.name) in headings


def plain(text: str) -> str:
    """A heading without what people write in other ways: case, spaces, asterisks, underscores."""
    return " ".join(text.replace("*", " ").replace("_", " ").casefold().split())
