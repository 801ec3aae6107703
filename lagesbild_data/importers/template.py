"""The product's own tables, as workbooks and CSV: templates that have been filled in, and files of the same form."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from lagesbild_data import csvfiles, export, swedish, templates
from lagesbild_data.importers.dates import YearMissing, days
from lagesbild_data.importers.ids import Identity, Ids, identity
from lagesbild_data.importers.names import folded
from lagesbild_data.importers.reading import COUNTS, YEAR, Context, Format, Reading, as_share, is_note
from lagesbild_data.importers.sheets import Sheet, columns_of, plain, recognises, sheets_of
from lagesbild_data.importers.upload import Line, Upload, year_in
from lagesbild_data.problems import Problem
from lagesbild_data.store import as_text
from lagesbild_data.tables import BY_NAME, LONGEST_NAME, NAMED, Column, Table
from lagesbild_data.validation import too_long

_NUMBERS = ("heltal", "tal")


def _read(upload: Upload, context: Context) -> Reading:
    sheets, notes = sheets_of(upload)
    if not sheets:
        upload.refuse("har inga rubriker från någon av mallarna; hämta en med kommandot template eller på sidan Data")
    if upload.kind == "arbetsbok" and upload.workbook.has_merged:
        notes.append("Text i sammanfogade celler läses på alla deras rader, tal bara på den första.")
    reading = Reading(notes=notes, names_sources=True)
    reader = _Reader(upload, context, reading)
    for sheet in sheets:
        reader.remember_names(sheet)
    for sheet in sheets:
        reader.read(sheet)
    return reading


class _Reader:
    """Makes rows of the sheets of one file."""

    def __init__(self, upload: Upload, context: Context, reading: Reading):
        self._is_text = upload.kind == "text"
        self._context, self._file_year = context, year_in(upload.name)
        self._names = context.names
        self._reading = reading
        self._own: defaultdict[str, _IdsByName] = defaultdict(_IdsByName)
        """The rows that stand in the file itself, per table."""
        self._known: dict[str, _IdsByName] = {}
        self._stored: dict[str, dict[Identity, list[str]]] = {}

    def remember_names(self, sheet: Sheet) -> None:
        """Let other sheets refer to the rows of this one by name."""
        table = sheet.table
        if not table.called:
            return
        columns = columns_of(table, sheet.header)
        ids = Ids(self._ids(table))
        for _, fields in self._rows(sheet, columns):
            texts = self._texts(table, columns, fields)
            said = {name: self._by_name_here(table.column(name), text) for name, text in texts.items()}
            own_id = ids.of(texts.get(table.key[0], ""), identity(table, said))
            self._own[table.name].add(texts.get(table.called, ""), own_id)

    def read(self, sheet: Sheet) -> None:
        """Add the rows of a sheet to what is read, and what there is to tell of those that aren't."""
        table = sheet.table
        columns = columns_of(table, sheet.header)
        if not self._has_its_columns(sheet, columns):
            return
        wanted = [column for column in table.columns if column.name in columns or templates.is_own_id(table, column)]
        if table.name == "handelser" and "datum_till" not in columns:
            wanted.insert(2, table.column("datum_till"))
        own_id = next((column.name for column in wanted if templates.is_own_id(table, column)), "")
        ids = Ids(self._ids(table))
        needs_more = _needs_more(table)
        rows: list[Line] = []
        skipped: Counter[str] = Counter()
        alike: dict[Identity, int] = {}
        twins: list[str] = []
        for line, fields in self._rows(sheet, columns):
            if fault := self._fault_of_row(sheet, columns, line, fields):
                self._reading.tell(fault)
                continue
            said = [text for text in fields if text.strip()]
            if len(said) == 1 and needs_more and is_note(said[0]):
                skipped[_NOTE] += 1
                continue
            texts = self._texts(table, columns, fields)
            if table.name == "handelser":
                self._spread_days(sheet, line, texts)
            cells: dict[str, str] = {}
            try:
                for column in wanted:
                    is_needed = column.required or column.name in table.key or _says_nothing_without(column, texts)
                    cells[column.name] = self._cell(column, texts.get(column.name, ""), sheet, line, is_needed)
            except _Skipped as left_out:
                skipped[str(left_out)] += 1
                continue
            if own_id and not texts.get(own_id):
                what = identity(table, cells)
                if (first := alike.setdefault(what, line)) != line:
                    twins.append(f"{line} som {first}")
                cells[own_id] = ids.of("", what)
            elif own_id:
                cells[own_id] = ids.of(texts[own_id], ())
            rows.append((line, [cells[column.name] for column in wanted]))
        if twins:
            lines = swedish.enumerate_some(twins, 3)
            self._reading.notes.append(
                f"{sheet.place}: dessa rader ser ut att gälla samma sak, och alla läses in: {lines}."
            )
        for reason, number in skipped.items():
            self._reading.notes.append(
                f"{sheet.place}: {swedish.counted(number, 'rad', 'rader')} tas inte med, {reason}."
            )
        self._reading.add(table.name, sheet.place, [column.name for column in wanted], rows)

    def _has_its_columns(self, sheet: Sheet, columns: Mapping[str, int]) -> bool:
        """Whether the columns that a table must have are there; tells of those that are missing, and of others."""
        table, (heading, header) = sheet.table, sheet.lines[0]
        unused = [column.label for column in table.columns if column.name not in columns]
        for at, text in enumerate(header):
            if not text.strip() or at in columns.values():
                continue
            if plain(text) in {plain(header[used]) for used in columns.values()}:
                self._reading.fault(sheet.place, heading, text, "kolumnen finns flera gånger")
            elif near := process.extractOne(text, unused, scorer=fuzz.ratio, score_cutoff=75):
                self._reading.fault(sheet.place, heading, text, f"kolumnen är okänd; menas {near[0]}?")
            else:
                self._reading.notes.append(f"Kolumnen {text} finns inte i {table.label} och läses inte.")
        missing = [column for column in table.columns if column.required and column.name not in (*columns, "datum_till")
                   and not templates.is_own_id(table, column)]  # fmt: skip
        for column in missing:
            self._reading.fault(sheet.place, heading, column.label, f"kolumnen saknas; {table.label} måste ha den")
        return not missing

    def _fault_of_row(self, sheet: Sheet, columns: Mapping[str, int], line: int, fields: list[str]) -> Problem | None:
        """What is wrong with a row as a whole."""
        if self._is_text and len(fields) < len(sheet.header) and not is_note(fields[0]):
            return csvfiles.wrong_length(sheet.place, line, fields, sheet.header)
        if any(text.strip() for text in fields[len(sheet.header) :]):
            fault = csvfiles.wrong_length(sheet.place, line, fields, sheet.header)
            return replace(fault, message=f"{fault.message}; text med semikolon ska stå inom citattecken")
        words = [text for name, at in columns.items() if at < len(fields) and (text := fields[at].strip())
                 and sheet.table.column(name).type not in _NUMBERS]  # fmt: skip
        counted = [fields[at].strip() for name, at in columns.items() if at < len(fields) and name in _WHAT]
        is_alone = len(words) == 1 and words[0].casefold().rstrip(" :.") in _SUMS and _needs_more(sheet.table)
        sums = words if is_alone else [text for text in counted if _SUM.fullmatch(text)]
        if sums:
            return Problem(sheet.place, f'"{sums[0]}" ser ut som en summa av raderna ovanför; ta bort raden', line)
        return None

    def _rows(self, sheet: Sheet, columns: Mapping[str, int]) -> Iterator[Line]:
        """The rows below the heading, but for the help line under it."""
        help_lines = {at: templates.help_line(sheet.table, sheet.table.column(name)) for name, at in columns.items()}
        return (
            (line, fields) for line, fields in sheet.lines[1:]
            if any(text.strip() and text.strip() != help_lines.get(at) for at, text in enumerate(fields))
        )  # fmt: skip

    def _texts(self, table: Table, columns: Mapping[str, int], fields: list[str]) -> dict[str, str]:
        texts = {name: fields[at].strip() if at < len(fields) else "" for name, at in columns.items()}
        if not self._is_text:
            return texts  # a workbook tells a text from a formula itself; a text file writes it with an apostrophe
        return {name: export.active(text) if text and table.column(name).type == "text" else text
                for name, text in texts.items()}  # fmt: skip

    def _year(self, sheet: Sheet) -> int | None:
        """The year of dates without one: what the reader has said, else what the file's name and the sheet agree on."""
        told = {year for year in (self._file_year, sheet.year) if year}
        if YEAR.key not in self._context.answers and len(told) == 1:
            return told.pop()
        stated = self._reading.ask(YEAR, self._context) if YEAR.key in self._context.answers else None
        return int(stated) if stated else None

    def _spread_days(self, sheet: Sheet, line: int, texts: dict[str, str]) -> None:
        """Let a first date that tells several days, as 15-16/4, tell the last one too."""
        try:
            first, last = self._days(texts["datum_fran"], sheet)
        except ValueError:
            if not texts.get("datum_till"):
                self._reading.silence(sheet.place, line, BY_NAME["handelser"].column("datum_till").label)
            return
        texts["datum_fran"] = first.isoformat()
        texts["datum_till"] = texts.get("datum_till") or last.isoformat()

    def _cell(self, column: Column, text: str, sheet: Sheet, line: int, is_needed: bool) -> str:
        """The cell as our own files have it; _Skipped where the row is to be left out, for it would say something else
        without what is needed."""
        if text.upper() in _EXCEL_ERRORS:
            self._reading.fault(sheet.place, line, column.label, f'"{text}" är ett fel i Excel; rätta eller töm cellen')
            return ""
        if column.references in NAMED:
            return self._named(column, text, sheet, line, is_needed)
        if column.references:
            return self._by_name_here(column, text)
        if column.type in _NUMBERS:
            return _number(column, text, is_needed)
        if column.type == "datum" and text:
            return self._date(column, text, sheet, line)
        if column.name == "kommunkod" and re.fullmatch(r"\d{3}", text):
            return f"0{text}"  # a spreadsheet takes 0680 for a number
        return text.lower() if column.allowed and text.lower() in column.allowed else text

    def _days(self, text: str, sheet: Sheet) -> tuple[dt.date, dt.date]:
        if not self._is_text and re.fullmatch(r"\d+\.\d+", text):  # 25.10 that was made 25.1
            raise ValueError(f'"{text}" är ett tal i Excel; skriv datumet som 25/4 eller 2024-04-25')
        return days(text, self._year(sheet))

    def _date(self, column: Column, text: str, sheet: Sheet, line: int) -> str:
        try:
            return self._days(text, sheet)[column.name == "datum_till"].isoformat()
        except YearMissing:
            if YEAR.key not in self._reading.questions:
                where = f"{sheet.place} rad {line}, kolumn {column.label}"
                self._reading.notes.append(f'{where}: "{text}" saknar år, och det framgår inte av filen i övrigt.')
            self._reading.ask(YEAR, self._context)
            self._reading.silence(sheet.place, line, column.label)
        except ValueError as error:
            self._reading.fault(sheet.place, line, column.label, str(error))
        return ""

    def _named(self, column: Column, text: str, sheet: Sheet, line: int, is_needed: bool) -> str:
        """The id of an area or a type of crime; empty where a reader must choose, or has left it out and the row can be
        without it."""
        if not text:
            return ""
        table = column.references
        if self._names.is_too_long(text):
            self._reading.fault(sheet.place, line, column.label, too_long(text, LONGEST_NAME))
            return ""
        if found := self._own[table].find(text) or self._names.find(table, text, ask=True):
            return found
        if is_needed and self._names.is_left_out(table, text):
            raise _Skipped("för ett namn som lämnas utanför")
        self._reading.silence(sheet.place, line, column.label)
        return ""

    def _by_name_here(self, column: Column, text: str) -> str:
        """The id that a name or id means, in the file or in the store; the text itself where it means nothing."""
        if not (table := column.references):
            return text
        return self._own[table].find(text) or self._in_store(table).find(text) or text

    def _in_store(self, table: str) -> "_IdsByName":
        if table not in self._known:
            self._known[table] = _IdsByName()
            for own_id, name in templates.names_of(BY_NAME[table], self._names.known).items():
                self._known[table].add(name, own_id)
        return self._known[table]

    def _ids(self, table: Table) -> dict[Identity, list[str]]:
        """The ids of the rows in the store, by what tells them apart from others."""
        if table.name not in self._stored:
            self._stored[table.name] = {}
            for row in self._names.known[table.name]:
                own_id = as_text(row[table.key[0]])
                said = {name: as_text(value) for name, value in row.items()}
                self._stored[table.name].setdefault(identity(table, said), []).append(own_id)
        return self._stored[table.name]


class _IdsByName:
    """Ids of a table's rows by their names: as a name is written, else but for case and spaces."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._ids: set[str] = set()

    def add(self, name: str, own_id: str) -> None:
        """Let a name mean a row; one that several bear tells none of them."""
        self._ids.add(own_id)
        for ids, key in ((self._exact, name), (self._folded, folded(name))) if name else ():
            ids[key] = own_id if ids.get(key, own_id) == own_id else ""

    def find(self, text: str) -> str:
        """The id that a name or an id means; "" where it means nothing."""
        return text if text in self._ids else self._exact.get(text) or self._folded.get(folded(text), "")


def _says_nothing_without(column: Column, texts: Mapping[str, str]) -> bool:
    """Whether a value is all that a row tells: a row of an indicator may have a direction instead."""
    return column.name == "varde" and not texts.get("riktning")


def _needs_more(table: Table) -> bool:
    """Whether a row with one cell only can't be one of the table's."""
    return sum(column.required and not templates.is_own_id(table, column) for column in table.columns) > 1


class _Skipped(Exception):  # noqa: N818 - it names what is done
    """The row is to be left out, for this reason."""


_NOTE = "för det är noter"


def _number(column: Column, text: str, is_needed: bool) -> str:
    """A number as our own files have it; _Skipped where it isn't known and the row is nothing without it."""
    known = COUNTS.read(text)
    if text and not known and is_needed:
        raise _Skipped("för talet är inte känt")
    return as_share(known) if column.type == "tal" else known


_EXCEL_ERRORS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!", "#NAMN?", "#SKÄRNING!", "#OGILTIGT!",
})  # fmt: skip
"""What a cell shows whose formula has failed, in English and in Swedish."""
_WHAT = frozenset({"tema", "storning", "matt"})
"""Columns of free words that tell what a row counts."""
_SUM = re.compile(r"(del|total)?summa( \d{4})?:?", re.IGNORECASE)
_SUMS = frozenset({"summa", "totalt", "total", "totalsumma", "samtliga", "alla"})
FORMAT = Format(
    "mall",
    "Mall från programmet",
    "Arbetsbok eller CSV med rubrikerna från programmets mallar, eller med tabellernas kolumnnamn.",
    recognises,
    _read,
)
