"""The cells of a file's own tables, as our own files have them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild_data.bring.formats.dates import YearMissing, days
from lagesbild_data.bring.formats.filenames import year_in
from lagesbild_data.bring.formats.reading import YEAR, Context, Question, Reading
from lagesbild_data.bring.formats.template.known import KnownRows
from lagesbild_data.bring.formats.template.numbers import TYPES, Numbers
from lagesbild_data.bring.formats.template.sheets import Sheet
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.cells import too_long
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import LONGEST_NAME, Column
from lagesbild_data.model.tables.names import NAMED


class Skipped(Exception):  # noqa: N818 - it names what is done
    """The row is to be left out, for this reason."""


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file: its sheet and line, and its texts by column."""

    sheet: Sheet
    line: int
    texts: dict[str, str]


class Cells:
    """Reads the cells of one file; what is wrong with them is told."""

    def __init__(
        self, upload: Upload, context: Context, reading: Reading, known: KnownRows, numbers: Numbers
    ):
        self._is_text = upload.kind == "text"
        self._file, self._file_year = upload.name, year_in(upload.name)
        self._context, self._reading, self._known, self._numbers = context, reading, known, numbers

    def spread_days(self, row: Row) -> None:
        """Let a first date that tells several days, as 15-16/4, tell the last one too."""
        try:
            first, last = self._days(row.texts["datum_fran"], row.sheet)
        except ValueError:
            if not row.texts.get("datum_till"):
                label = BY_NAME["handelser"].column("datum_till").label
                self._reading.silence(row.sheet.place, row.line, label)
            return
        row.texts["datum_fran"] = first.isoformat()
        row.texts["datum_till"] = row.texts.get("datum_till") or last.isoformat()

    def read(self, column: Column, row: Row, cells: Mapping[str, str]) -> str:
        """The cell of a row as our own files have it, beside those that have been read; Skipped
        where the row is to be left out, for it would say something else without what is needed."""
        text = row.texts.get(column.name, "")
        table = row.sheet.table
        is_needed = (
            column.required or column.name in table.key or _says_nothing_without(column, row.texts)
        )
        if text.upper() in _EXCEL_ERRORS:
            return self._fault(column, row, f'"{text}" är ett fel i Excel; rätta eller töm cellen')
        if table.name == "omraden" and column.name == table.called and _LOST.search(text):
            self._fault(column, row, f'"{text}" har bokstäver som har gått förlorade')
            return text
        if column.references in NAMED:
            return self._named(column, row, is_needed)
        if column.references:
            return self._known.find(column, text)
        if column.type in TYPES:
            try:
                number = self._numbers.read(table, column, row.texts, cells)
            except ValueError as error:
                return self._fault(column, row, str(error))
            if text and not number and is_needed:
                raise Skipped("för talet är inte känt")
            return number
        if column.type == "datum" and text:
            return self._date(column, row)
        if column.name == "kommunkod" and re.fullmatch(r"\d{3}", text):
            return f"0{text}"  # a spreadsheet takes 0680 for a number
        value = " ".join(text.lower().split())
        return value if column.allowed and value in column.allowed else text

    def _fault(self, column: Column, row: Row, message: str) -> str:
        self._reading.fault(row.sheet.place, row.line, column.label, message)
        return ""

    def _year(self, sheet: Sheet) -> int | None:
        """The year of dates without one: what the reader has said, else what the names of the file
        and the sheet and its title agree on; what the sheet alone says is told."""
        question = self._asked_year(sheet)
        told = sheet.years | ({self._file_year} if self._file_year else set())
        if question.key in self._context.answers or len(told) != 1:
            stated = (
                self._reading.ask(question, self._context)
                if question.key in self._context.answers
                else None
            )
            return int(stated) if stated else None
        [year] = told
        note = (
            f"{sheet.place}: datum utan år läses som {year}, det år som står i bladets titel eller"
            " namn."
        )
        if not self._file_year and note not in self._reading.notes:
            self._reading.notes.append(note)
        return year

    def _asked_year(self, sheet: Sheet) -> Question:
        """The question about the year of dates: of the file where it has one table, else of the
        sheet alone."""
        if sheet.place == self._file:
            return YEAR
        return Question(sheet.key(YEAR.key), f"Vilket år gäller {sheet.place}?")

    def _days(self, text: str, sheet: Sheet) -> tuple[dt.date, dt.date]:
        if not self._is_text and re.fullmatch(r"\d+\.\d+", text):  # 25.10 that was made 25.1
            raise ValueError(
                f'"{text}" är ett tal i Excel; skriv datumet som 25/4 eller 2024-04-25'
            )
        return days(text, self._year(sheet))

    def _date(self, column: Column, row: Row) -> str:
        text, place = row.texts[column.name], row.sheet.place
        try:
            return self._days(text, row.sheet)[column.name == "datum_till"].isoformat()
        except YearMissing:
            question = self._asked_year(row.sheet)
            if question.key not in self._reading.questions:
                where = f"{place} rad {row.line}, kolumn {column.label}"
                self._reading.notes.append(
                    f'{where}: "{text}" saknar år, och det framgår inte av filen i övrigt.'
                )
            self._reading.ask(question, self._context)
            self._reading.silence(place, row.line, column.label)
            return ""
        except ValueError as error:
            return self._fault(column, row, str(error))

    def _named(self, column: Column, row: Row, is_needed: bool) -> str:
        """The id of an area or a type of crime; empty where a reader must choose, or has left it
        out and the row can be without it."""
        text, table = row.texts.get(column.name, ""), column.references
        names = self._context.names
        if not text:
            return ""
        if names.is_too_long(text):
            return self._fault(column, row, too_long(text, LONGEST_NAME))
        if found := self._known.own(table, text) or names.find(table, text, ask=True):
            return found
        if is_needed and names.is_left_out(table, text):
            raise Skipped("för ett namn som lämnas utanför")
        self._reading.silence(row.sheet.place, row.line, column.label)
        return ""


def _says_nothing_without(column: Column, texts: Mapping[str, str]) -> bool:
    """Whether a value is all that a row tells: a row of an indicator may have a direction
    instead."""
    return column.name == "varde" and not texts.get("riktning")


_LOST = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
"""What stands for å in a name that was saved in an encoding that hasn't got it."""
_EXCEL_ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#SAKNAS!",
        "#REFERENS!",
        "#VÄRDEFEL!",
        "#DIVISION/0!",
        "#NAMN?",
        "#SKÄRNING!",
        "#OGILTIGT!",
    }
)
"""What a cell shows whose formula has failed, in English and in Swedish."""
