"""From the sheets of a file's own tables to rows, and what there is to tell of those that aren't
read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats.ids import Identity, Ids, identity
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.reading import Context, Question, Reading, is_note
from lagesbild_data.bring.formats.template.cells import Cells, Row, Skipped
from lagesbild_data.bring.formats.template.doubts import AREA
from lagesbild_data.bring.formats.template.known import KnownRows
from lagesbild_data.bring.formats.template.numbers import TYPES, Numbers
from lagesbild_data.bring.formats.template.sheets import Sheet, columns_of, plain
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store import csv_folder
from lagesbild_data.words import spreadsheet, swedish
from lagesbild_data.words.problems import Problem

_NOTE = "för det är noter"
_SAME = "samma"
_UNIT = "enhet"
_KOMMUNER = frozenset({"kommun", "kommunnamn", "kommunkod", "kommun-id", "kommun id"})
"""What a column of kommuner is called, plainly."""


@dataclass(frozen=True)
class _Read:
    """What is read of a sheet: the columns, and the lines with their cells by column."""

    sheet: Sheet
    names: Sequence[str]
    rows: Sequence[tuple[int, dict[str, str]]]


class Rows:
    """Makes rows of the sheets of one file."""

    def __init__(self, upload: Upload, context: Context, reading: Reading):
        self._is_text = upload.kind == "text"
        self._context, self._reading = context, reading
        self._known = KnownRows(context.names)
        self._numbers = Numbers(context, reading)
        self._cells = Cells(upload, context, reading, self._known, self._numbers)
        self._read: list[_Read] = []
        self._without_heading: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
        """Per place the columns that have something and no heading, with the first text of each."""

    def remember_names(self, sheet: Sheet) -> None:
        """Let other sheets refer to the rows of this one by name."""
        table = sheet.table
        if not table.called:
            return
        columns = columns_of(table, sheet.header)
        ids = Ids(self._known.ids(table))
        for _, fields in self._lines(sheet, columns):
            texts = self._texts(sheet, columns, fields)
            said = {
                name: self._known.find(table.column(name), text) for name, text in texts.items()
            }
            own_id = ids.of(texts.get(table.key[0], ""), identity(table, said))
            self._known.add(table.name, texts.get(table.called, ""), own_id)
            if table.name == "indikatorer" and "enhet" in texts:
                self._numbers.add_indicator(own_id, texts.get(table.called, ""), texts["enhet"])

    def read(self, sheet: Sheet) -> None:
        """Read the rows of a sheet; what there is to tell of those that aren't rows is told."""
        table = sheet.table
        columns = columns_of(table, sheet.header)
        if not self._has_its_columns(sheet, columns):
            return
        wanted = [
            column
            for column in table.columns
            if column.name in columns
            or templates.is_own_id(table, column)
            or (column.name == AREA and sheet.area)
        ]
        if table.name == "handelser" and "datum_till" not in columns:
            wanted.insert(2, table.column("datum_till"))
        of_indicators = table.name == "indikatorvarden"
        stated_at = next(
            (at for at, text in enumerate(sheet.header) if of_indicators and plain(text) == _UNIT),
            None,
        )
        rows: list[tuple[int, dict[str, str]]] = []
        skipped: Counter[str] = Counter()
        for line, fields in self._lines(sheet, columns):
            if fault := self._fault_of_row(sheet, columns, line, fields):
                self._reading.tell(fault)
                continue
            said = [text for text in fields if text.strip()]
            if len(said) == 1 and _needs_more(table) and is_note(said[0]):
                skipped[_NOTE] += 1
                continue
            self._look_beside(sheet, fields)
            row = Row(sheet, line, self._texts(sheet, columns, fields))
            if table.name == "handelser":
                self._cells.spread_days(row)
            cells: dict[str, str] = {}
            try:
                for column in wanted:
                    cells[column.name] = self._cells.read(column, row, cells)
            except Skipped as left_out:
                skipped[str(left_out)] += 1
                continue
            self._check_kommun(sheet, line, fields, columns, cells)
            if stated_at is not None:
                self._check_unit(sheet, line, fields, stated_at, cells)
            self._numbers.keep(table, row.texts, cells)
            rows.append((line, cells))
        for reason, number in skipped.items():
            counted = swedish.counted(number, "rad", "rader")
            self._reading.notes.append(f"{sheet.place}: {counted} tas inte med, {reason}.")
        self._read.append(
            _Read(sheet, [column.name for column in wanted], self._with_ids(sheet, wanted, rows))
        )

    def _check_unit(
        self, sheet: Sheet, line: int, fields: list[str], at: int, cells: Mapping[str, str]
    ) -> None:
        """Tell of a row whose unit, which its table has no column for, isn't its indicator's."""
        try:
            self._numbers.check_unit(cells, fields[at].strip() if at < len(fields) else "")
        except ValueError as error:
            self._reading.fault(sheet.place, line, sheet.header[at], str(error))

    def _check_kommun(
        self,
        sheet: Sheet,
        line: int,
        fields: list[str],
        columns: Mapping[str, int],
        cells: Mapping[str, str],
    ) -> None:
        """Tell of a row whose area doesn't lie in the kommun that a column, which its table hasn't,
        says: another kommun may have an area of the same name."""
        names, area = self._context.names, cells.get(AREA, "")
        code = names.kommunkod_of(area) if area else None
        for at, heading in enumerate(sheet.header):
            stated = fields[at].strip() if at < len(fields) else ""
            if not code or not stated or at in columns.values() or plain(heading) not in _KOMMUNER:
                continue
            of_code = names.area_of_code(stated.zfill(4)) if stated.isdecimal() else None
            kommun = names.area_of_code(code)
            if kommun is None or kommun != (
                of_code or names.of_kommuner().known_id("omraden", stated)
            ):
                message = (
                    f'"{stated}" är inte den kommun som {names.called("omraden", area)} ligger i'
                    f" här: {names.called('omraden', kommun) if kommun else code}; ta bort raden,"
                    " eller skriv området så att det inte kan vara ett annat"
                )
                self._reading.fault(sheet.place, line, heading, message)

    def settle(self) -> None:
        """Ask what only the whole file shows, and add what has been read."""
        self._numbers.settle()
        for (key, place), found in self._without_heading.items():
            columns = swedish.enumerate_some(
                [
                    f'{get_column_letter(at + 1)} ("{text[:40]}")'
                    for at, text in sorted(found.items())
                ],
                5,
            )
            text = (
                f"{place} har uppgifter utan rubrik i kolumn {columns}. Skriv rubriken i filen,"
                " eller lämna dem."
            )
            question = Question(key, text, {"las-inte": "de läses inte"})
            self._reading.ask(question, self._context)
        for read in self._read:
            rows: list[Line] = [
                (line, [cells[name] for name in read.names]) for line, cells in read.rows
            ]
            self._reading.add(read.sheet.table.name, read.sheet.place, read.names, rows)

    def _with_ids(
        self, sheet: Sheet, wanted: Sequence[Column], rows: Sequence[tuple[int, dict[str, str]]]
    ) -> list[tuple[int, dict[str, str]]]:
        """The rows, each with an id where the table has such. Where rows without one look like the
        same thing it is asked whether they are; then they are read once, and a fault where they say
        different things of it.
        """
        own_id = next(
            (column.name for column in wanted if templates.is_own_id(sheet.table, column)), ""
        )
        if not own_id:
            return [*rows]
        ids = Ids(self._known.ids(sheet.table))
        first: dict[Identity, tuple[int, dict[str, str]]] = {}
        twins: dict[int, tuple[int, dict[str, str]]] = {}
        for line, cells in rows:
            if not cells[own_id]:
                before = first.setdefault(identity(sheet.table, cells), (line, dict(cells)))
                if before[0] != line:
                    twins[line] = before
        are_same = bool(twins) and self._are_same(
            sheet, {line: before for line, (before, _) in twins.items()}
        )
        answer = []
        for line, cells in rows:
            if are_same and line in twins:
                earlier, said = twins[line]
                differs = [
                    sheet.table.column(name).label for name in cells if cells[name] != said[name]
                ]
                if differs:
                    message = (
                        f"säger något annat än rad {earlier} om samma sak; rätta eller ta bort"
                        " den ena"
                    )
                    self._reading.fault(sheet.place, line, ", ".join(differs), message)
                continue
            cells[own_id] = ids.of(
                cells[own_id], () if cells[own_id] else identity(sheet.table, cells)
            )
            answer.append((line, cells))
        return answer

    def _are_same(self, sheet: Sheet, twins: Mapping[int, int]) -> bool:
        lines = swedish.enumerate_some(
            [f"{line} som {before}" for line, before in twins.items()], 3
        )
        options = {
            "olika": "nej, de är olika saker: alla läses in",
            _SAME: "ja: de läses in en gång",
        }
        text = f"{sheet.place}: dessa rader ser ut att gälla samma sak: {lines}. Gör de det?"
        return (
            self._reading.ask(Question(sheet.key("samma"), text, options), self._context) == _SAME
        )

    def _has_its_columns(self, sheet: Sheet, columns: Mapping[str, int]) -> bool:
        """Whether the columns that a table must have are there; tells of those that are missing,
        and of others."""
        table, (heading, header) = sheet.table, sheet.lines[0]
        unused = [column.label for column in table.columns if column.name not in columns]
        for at, text in enumerate(header):
            if not text.strip() or at in columns.values():
                continue
            if plain(text) in {plain(header[used]) for used in columns.values()}:
                self._reading.fault(sheet.place, heading, text, "kolumnen finns flera gånger")
            elif near := process.extractOne(text, unused, scorer=fuzz.ratio, score_cutoff=75):
                self._reading.fault(
                    sheet.place, heading, text, f"kolumnen är okänd; menas {near[0]}?"
                )
            else:
                self._reading.notes.append(
                    f"Kolumnen {text} finns inte i {table.label} och läses inte."
                )
        elsewhere = {*columns, "datum_till", *([AREA] if sheet.area else [])}
        missing = [
            column
            for column in table.columns
            if column.required
            and column.name not in elsewhere
            and not templates.is_own_id(table, column)
        ]
        for column in missing:
            self._reading.fault(
                sheet.place, heading, column.label, f"kolumnen saknas; {table.label} måste ha den"
            )
        return not missing

    def _look_beside(self, sheet: Sheet, fields: list[str]) -> None:
        """Remember which columns without a heading have something."""
        for at, text in enumerate(fields):
            if text.strip() and not (at < len(sheet.header) and sheet.header[at].strip()):
                self._without_heading[sheet.key("utan-rubrik"), sheet.place].setdefault(at, text)

    def _fault_of_row(
        self, sheet: Sheet, columns: Mapping[str, int], line: int, fields: list[str]
    ) -> Problem | None:
        """What is wrong with a row as a whole."""
        if self._is_text and len(fields) < len(sheet.header) and not is_note(fields[0]):
            return csv_folder.wrong_length(sheet.place, line, fields, sheet.header)
        if self._is_text and any(text.strip() for text in fields[len(sheet.header) :]):
            fault = csv_folder.wrong_length(sheet.place, line, fields, sheet.header)
            return replace(
                fault, message=f"{fault.message}; text med semikolon ska stå inom citattecken"
            )
        words = [
            text
            for name, at in columns.items()
            if at < len(fields)
            and (text := fields[at].strip())
            and sheet.table.column(name).type not in TYPES
        ]
        counted = [
            fields[at].strip() for name, at in columns.items() if at < len(fields) and name in _WHAT
        ]
        is_alone = (
            len(words) == 1
            and words[0].casefold().rstrip(" :.") in _SUMS
            and _needs_more(sheet.table)
        )
        sums = words if is_alone else [text for text in counted if _SUM.fullmatch(text)]
        if sums:
            return Problem(
                sheet.place,
                f'"{sums[0]}" ser ut som en summa av raderna ovanför; ta bort raden',
                line,
            )
        return None

    def _lines(self, sheet: Sheet, columns: Mapping[str, int]) -> Iterator[Line]:
        """The rows below the heading, but for the help line under it."""
        help_lines = {
            at: templates.help_line(sheet.table, sheet.table.column(name))
            for name, at in columns.items()
        }
        return (
            (line, fields)
            for line, fields in sheet.lines[1:]
            if any(
                text.strip() and text.strip() != help_lines.get(at)
                for at, text in enumerate(fields)
            )
        )

    def _texts(self, sheet: Sheet, columns: Mapping[str, int], fields: list[str]) -> dict[str, str]:
        """The texts of a row by column; in a text file without the apostrophe that keeps them from
        being formulas, which a workbook tells from them itself."""
        texts = {
            name: fields[at].strip() if at < len(fields) else "" for name, at in columns.items()
        }
        if self._is_text:
            texts = {
                name: (
                    spreadsheet.active(text)
                    if text and sheet.table.column(name).type == "text"
                    else text
                )
                for name, text in texts.items()
            }
        return texts | ({AREA: sheet.area} if sheet.area else {})


def _needs_more(table: Table) -> bool:
    """Whether a row with one cell only can't be one of the table's."""
    return (
        sum(column.required and not templates.is_own_id(table, column) for column in table.columns)
        > 1
    )


_WHAT = frozenset({"tema", "storning", "matt"})
"""Columns of free words that tell what a row counts."""
_SUM = re.compile(r"(del|total)?summa( \d{4})?:?", re.IGNORECASE)
_SUMS = frozenset({"summa", "totalt", "total", "totalsumma", "samtliga", "alla"})
