"""The product's own tables, as workbooks and CSV: templates that have been filled in, and files of the same form."""

from collections.abc import Mapping, Sequence

from lagesbild_data import csvfiles, export, templates
from lagesbild_data.importers.dates import YearMissing, days
from lagesbild_data.importers.reading import GAPS, NOUGHT, Context, Format, Reading
from lagesbild_data.importers.texts import slug
from lagesbild_data.importers.upload import Line, Upload, year_in
from lagesbild_data.problems import InvalidStore
from lagesbild_data.tables import BY_NAME, NAMED, Column, Table

_NUMBERS = ("heltal", "tal")
_NOT_NEEDED = ("kalla_id", "datum_till")
"""Columns without which a table is known all the same: that the source is missing is told, and one day is its last."""


def _recognises(upload: Upload) -> bool:
    try:
        return any(_table_of(name, lines[0][1]) for name, lines in _sheets(upload, most=1).items() if lines)
    except InvalidStore as invalid:
        return upload.kind == "arbetsbok" and any("formel" in str(problem) for problem in invalid.problems)


def _sheets(upload: Upload, most: int | None = None) -> dict[str, list[Line]]:
    """The rows of each sheet, or those of a text file under its own name; of a text file `most` rows."""
    if upload.kind == "arbetsbok":
        return upload.sheets
    if upload.kind != "text":
        return {}
    name = upload.name.rpartition("/")[2].rpartition(".")[0] or upload.name
    if most is not None:
        first = next((line for line in upload.start.splitlines() if line.strip()), "")
        cells = first.split(csvfiles.delimiter_in(first))
        return {name: [(1, [cell.strip().strip('"') for cell in cells])]}
    return {name: list(upload.records())}


def _table_of(sheet: str, header: Sequence[str]) -> Table | None:
    """The table whose headings these are: the one that the sheet is named after, else the one that has most of them."""
    headings = {_plain(text) for text in header} - {""}
    fitting = [
        table for table in map(BY_NAME.__getitem__, templates.TABLES)
        if all(_has(column, headings) for column in table.columns
               if column.required and not templates.is_own_id(table, column) and column.name not in _NOT_NEEDED)
        and any(_has(column, headings) for column in table.columns)
    ]  # fmt: skip
    named = [table for table in map(BY_NAME.__getitem__, templates.TABLES)
             if _plain(sheet) in (_plain(table.name), _plain(table.label), _plain(table.label[:31]))
             and any(_has(column, headings) for column in table.columns)]  # fmt: skip
    if named:
        return named[0]
    most = max(fitting, key=lambda table: sum(_has(column, headings) for column in table.columns), default=None)
    known = sum(_has(column, headings) for column in most.columns) if most else 0
    return most if known * 2 > len(headings) else None


def _has(column: Column, headings: set[str]) -> bool:
    return _plain(column.label) in headings or _plain(column.name) in headings


def _plain(text: str) -> str:
    return " ".join(text.replace("*", " ").replace("_", " ").casefold().split())


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(names_sources=True)
    sheets = {name: lines for name, lines in _sheets(upload).items() if lines}
    found = {name: _table_of(name, lines[0][1]) for name, lines in sheets.items()}
    for name in (name for name, table in found.items() if table is None and name != templates.LISTS):
        reading.notes.append(f"Bladet {name} känns inte igen och lämnas utanför.")
    if not any(found.values()):
        upload.refuse("har inga rubriker från någon av mallarna; hämta en med kommandot template eller på sidan Data")
    sheet_reader = _Sheets(upload, context, reading)
    for name, lines in sheets.items():
        if table := found[name]:
            sheet_reader.remember_names(table, lines)
    for name, lines in sheets.items():
        if table := found[name]:
            sheet_reader.read(table, upload.name if len(sheets) == 1 else f"{upload.name} {name}", lines)
    return reading


class _Sheets:
    """The sheets of one file on their way to become rows."""

    def __init__(self, upload: Upload, context: Context, reading: Reading):
        self._is_text = upload.kind == "text"
        self._year = context.year or year_in(upload.name)
        self._names = context.names
        self._reading = reading
        self._own: dict[str, dict[str, str]] = {}
        """Ids by name, per table, of the rows that stand in the file itself."""
        self._known: dict[str, dict[str, str]] = {}

    def remember_names(self, table: Table, lines: list[Line]) -> None:
        """Let other sheets refer to the rows of this one by name."""
        if not table.called:
            return
        columns = _columns(table, lines[0][1])
        for _, fields in self._rows(table, columns, lines):
            texts = self._texts(table, columns, fields)
            own_id = texts.get(table.key[0]) or _own_id(table, texts)
            self._own.setdefault(table.name, {})[texts.get(table.called, "")] = own_id

    def read(self, table: Table, place: str, lines: list[Line]) -> None:
        """Add the rows of a sheet to what is read."""
        (heading, header), *_ = lines
        columns = _columns(table, header)
        for at, text in enumerate(header):
            if text.strip() and at not in columns.values():
                self._reading.fault(place, heading, text, "kolumnen är okänd, eller finns flera gånger")
        wanted = [column for column in table.columns if column.name in columns or templates.is_own_id(table, column)]
        split = "datum_fran" in columns and table.name == "handelser"
        if split and "datum_till" not in columns:
            wanted.insert(2, table.column("datum_till"))
        taken: set[str] = set()
        rows: list[Line] = []
        for line, fields in self._rows(table, columns, lines):
            if any(text.strip() for text in fields[len(header) :]):
                message = (
                    f"{len(fields)} fält men rubriken har {len(header)}; text med semikolon ska stå inom citattecken"
                )
                self._reading.fault(place, line, "", message)
                continue
            texts = self._texts(table, columns, fields)
            if split:
                self._spread_days(place, line, texts)
            cells = [self._cell(table, column, texts, place, line, taken) for column in wanted]
            if None not in cells:
                rows.append((line, [cell or "" for cell in cells]))
        self._reading.add(table.name, place, [column.name for column in wanted], rows)

    def _rows(self, table: Table, columns: Mapping[str, int], lines: list[Line]) -> list[Line]:
        """The rows below the heading, but for the help line under it."""
        help_lines = {at: templates.help_line(table, table.column(name)) for name, at in columns.items()}
        return [
            (line, fields) for line, fields in lines[1:]
            if any(text.strip() and text.strip() != help_lines.get(at) for at, text in enumerate(fields))
        ]  # fmt: skip

    def _texts(self, table: Table, columns: Mapping[str, int], fields: list[str]) -> dict[str, str]:
        texts = {name: fields[at].strip() if at < len(fields) else "" for name, at in columns.items()}
        # A workbook tells a text from a formula itself; only a text file writes it with an apostrophe.
        return {name: export.active(text) if self._is_text and table.column(name).type == "text" else text
                for name, text in texts.items()}  # fmt: skip

    def _spread_days(self, place: str, line: int, texts: dict[str, str]) -> None:
        """Let a first date that tells several days, as 15-16/4, tell the last one too."""
        try:
            first, last = days(texts["datum_fran"], self._year)
        except ValueError:
            return
        texts["datum_fran"] = first.isoformat()
        texts["datum_till"] = texts.get("datum_till") or last.isoformat()

    def _cell(
        self, table: Table, column: Column, texts: dict[str, str], place: str, line: int, taken: set[str]
    ) -> str | None:
        """The cell as our own files have it; None where the row is to be left out."""
        text = texts.get(column.name, "")
        if templates.is_own_id(table, column):
            return text or self._free_id(table, texts, taken)
        if column.references:
            return self._reference(column.references, text)
        if column.type in _NUMBERS:
            return "" if text.lower() in GAPS else "0" if text in NOUGHT else text
        if column.type == "datum" and text:
            try:
                return days(text, self._year)[0].isoformat()
            except YearMissing:
                self._reading.needs_year = True
            except ValueError as error:
                self._reading.fault(place, line, column.label, str(error))
            return None
        return text.lower() if column.allowed and text.lower() in column.allowed else text

    def _reference(self, table: str, text: str) -> str | None:
        """The id that a name or id means; the text itself where it means nothing; None where it must be chosen for."""
        if not text:
            return ""
        if own := self._own.get(table, {}).get(text):
            return own
        if table in NAMED:
            return self._names.find(table, text) or (None if self._names.is_settled(table, text) else text)
        return self._by_name(table).get(text, text)

    def _by_name(self, table: str) -> dict[str, str]:
        if table not in self._known:
            target = BY_NAME[table]
            rows = self._names.known[table]
            names = [row[target.called] for row in rows if target.called]
            known = {row[target.called]: row[target.key[0]] for row in rows
                     if target.called and names.count(row[target.called]) == 1}  # fmt: skip
            self._known[table] = known | {row[target.key[0]]: row[target.key[0]] for row in rows}
        return self._known[table]

    def _free_id(self, table: Table, texts: Mapping[str, str], taken: set[str]) -> str:
        """An id made of what the row says, the same each time the file is read."""
        wanted = _own_id(table, texts)
        free = wanted
        number = 2
        while free in taken:
            free, number = f"{wanted}-{number}", number + 1
        taken.add(free)
        return free


def _columns(table: Table, header: Sequence[str]) -> dict[str, int]:
    """Where each column of the table stands, by its heading or its name; the first where it stands twice."""
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        for column in table.columns:
            if _plain(text) in (_plain(column.label), _plain(column.name)) and column.name not in found:
                found[column.name] = at
                break
    return found


_TOLD_BY = {
    "fokusomraden": ("lofte_id", "namn"),
    "aktiviteter": ("lofte_id", "namn"),
    "mal": ("lofte_id", "aktivitet_id", "matt"),
    "handelser": ("datum_fran", "tema", "plats"),
}
"""What tells the rows of a table apart where a name alone doesn't: the same activity is agreed on year after year."""


def _own_id(table: Table, texts: Mapping[str, str]) -> str:
    return slug(" ".join(texts.get(name, "") for name in _TOLD_BY.get(table.name, (table.called,))))


FORMAT = Format(
    "mall",
    "Mall från programmet",
    "Arbetsbok eller CSV med rubrikerna från programmets mallar, eller med tabellernas kolumnnamn.",
    _recognises,
    _read,
)
