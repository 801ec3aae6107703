"""The product's own tables, as workbooks and CSV: templates that have been filled in, and files of the same form."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from lagesbild_data import csvfiles, export, templates
from lagesbild_data.importers.dates import YearMissing, days
from lagesbild_data.importers.reading import GAPS, NOUGHT, Context, Format, Reading
from lagesbild_data.importers.texts import slug
from lagesbild_data.importers.upload import Line, Upload, year_in
from lagesbild_data.problems import InvalidStore
from lagesbild_data.store import as_text
from lagesbild_data.tables import BY_NAME, NAMED, Column, Table

_HEADING_WITHIN = 10
"""Rows among which the headings are looked for: people put titles and empty rows above them."""
_SURE = 3
"""Known headings that tell a table although one that it must have is missing, when they fit no other as well."""
_NUMBERS = ("heltal", "tal")
_NOT_NEEDED = ("kalla_id", "datum_till")
"""Columns without which a table is known all the same: that the source is missing is told, and one day is its last."""


def _recognises(upload: Upload) -> bool:
    try:
        return any(_heading(name, lines) for name, lines in _starts(upload).items())
    except InvalidStore as invalid:
        return upload.kind == "arbetsbok" and any("formel" in str(problem) for problem in invalid.problems)


# Where the headings are


def _starts(upload: Upload) -> dict[str, list[Line]]:
    """The first rows of each sheet, or of a text file under its own name, where headings are looked for."""
    if upload.kind == "arbetsbok":
        return {name: lines[:_HEADING_WITHIN] for name, lines in upload.sheets.items()}
    if upload.kind != "text":
        return {}
    lines = [line for line in enumerate(upload.start.splitlines()) if line[1].strip()][:_HEADING_WITHIN]
    return {
        _called(upload): [(at, [cell.strip().strip('"') for cell in text.split(csvfiles.delimiter_in(text))])
                          for at, text in lines]
    }  # fmt: skip


def _called(upload: Upload) -> str:
    return upload.name.rpartition("/")[2].rpartition(".")[0] or upload.name


def _sheets(upload: Upload) -> dict[str, list[Line]]:
    """All rows of each sheet, or those of a text file under its own name."""
    if upload.kind == "arbetsbok":
        return upload.sheets
    if upload.kind != "text":
        return {}
    [(name, start)] = _starts(upload).items()
    found = _heading(name, start)
    heading = upload.start.splitlines()[start[found[0]][0]] if found else ""
    return {name: list(upload.records(csvfiles.delimiter_in(heading) if found else ""))}


def _heading(sheet: str, lines: list[Line]) -> tuple[int, Table] | None:
    """Which of the first rows has the headings of a table, and that table; None where none has."""
    found = ((at, _table_of(sheet, row)) for at, (_, row) in enumerate(lines[:_HEADING_WITHIN]))
    return next(((at, table) for at, table in found if table), None)


def _table_of(sheet: str, header: Sequence[str]) -> Table | None:
    """The table whose headings these are: the one that the sheet is named after, else the one that has most of them, of
    those that lack as few of its columns as possible."""
    headings = {_plain(text) for text in header} - {""}
    known = {table.name: sum(_has(column, headings) for column in table.columns) for table in _TABLES}
    for table in _TABLES:
        if known[table.name] and _plain(sheet) in map(_plain, (table.name, table.label, table.label[:31])):
            return table
    fit = {table.name: (-len(_missing(table, headings)), known[table.name]) for table in _TABLES}
    best = max(_TABLES, key=lambda table: fit[table.name])
    lacks, has = fit[best.name]
    is_sure = lacks == 0 or (lacks == -1 and has >= _SURE and [*fit.values()].count(fit[best.name]) == 1)
    return best if is_sure and has * 2 > len(headings) else None


_TABLES = tuple(map(BY_NAME.__getitem__, templates.TABLES))


def _missing(table: Table, headings: set[str]) -> list[Column]:
    """The columns that a table must have to be known by its headings and that aren't there."""
    return [column for column in table.columns if column.required and not _has(column, headings)
            and not templates.is_own_id(table, column) and column.name not in _NOT_NEEDED]  # fmt: skip


def _has(column: Column, headings: set[str]) -> bool:
    return _plain(column.label) in headings or _plain(column.name) in headings


def _plain(text: str) -> str:
    return " ".join(text.replace("*", " ").replace("_", " ").casefold().split())


# What the rows say


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(names_sources=True)
    sheets: dict[str, tuple[Table, list[Line]]] = {}
    for name, lines in _sheets(upload).items():
        if found := _heading(name, lines):
            at, table = found
            sheets[name] = table, lines[at:]
            if at:
                above = "Raden" if at == 1 else f"De {at} raderna"
                reading.notes.append(f"{above} ovanför rubrikerna ({name}) läses inte.")
        elif lines and name != templates.LISTS:
            reading.notes.append(f"Bladet {name} känns inte igen och lämnas utanför.")
    if not sheets:
        upload.refuse("har inga rubriker från någon av mallarna; hämta en med kommandot template eller på sidan Data")
    if upload.kind == "arbetsbok" and upload.has_merged:
        reading.notes.append("Text i sammanfogade celler läses på alla deras rader, tal bara på den första.")
    sheet_reader = _Sheets(upload, context, reading)
    for table, lines in sorted(sheets.values(), key=lambda sheet: _TABLES.index(sheet[0])):
        sheet_reader.remember_names(table, lines)
    for name, (table, lines) in sheets.items():
        sheet_reader.read(table, upload.name if len(sheets) == 1 else f"{upload.name} {name}", lines)
    return reading


class _Sheets:
    """The sheets of one file on their way to become rows."""

    def __init__(self, upload: Upload, context: Context, reading: Reading):
        self._upload = upload
        self._year = context.year or year_in(upload.name)
        self._names = context.names
        self._reading = reading
        self._own: dict[str, dict[str, str]] = {}
        """Ids by name, per table, of the rows that stand in the file itself."""
        self._known: dict[str, dict[str, str]] = {}
        self._stored: dict[str, dict[str, list[str]]] = {}
        self._nameless: set[tuple[str, int]] = set()
        """Rows, by place and line, that are left out with a name that they can't be without."""

    def remember_names(self, table: Table, lines: list[Line]) -> None:
        """Let other sheets refer to the rows of this one by name."""
        if not table.called:
            return
        columns = _columns(table, lines[0][1])
        ids = _Ids(self._ids(table))
        for _, fields in self._rows(table, columns, lines):
            texts = self._texts(table, columns, fields)
            said = {name: self._by_name_here(table.column(name), text) for name, text in texts.items()}
            self._own.setdefault(table.name, {})[texts.get(table.called, "")] = ids.of(
                texts.get(table.key[0], ""), _told_by(table, said)
            )

    def read(self, table: Table, place: str, lines: list[Line]) -> None:
        """Add the rows of a sheet to what is read."""
        (heading, header), *_ = lines
        columns = _columns(table, header)
        for at, text in enumerate(header):
            if text.strip() and at not in columns.values():
                self._reading.fault(place, heading, text, "kolumnen är okänd, eller finns flera gånger")
        missing = [column for column in table.columns if column.required and column.name not in (*columns, "datum_till")
                   and not templates.is_own_id(table, column)]  # fmt: skip
        for column in missing:
            self._reading.fault(place, heading, column.label, f"kolumnen saknas; {table.label} måste ha den")
        if missing:
            return
        wanted = [column for column in table.columns if column.name in columns or templates.is_own_id(table, column)]
        if table.name == "handelser" and "datum_till" not in columns:
            wanted.insert(2, table.column("datum_till"))
        own_id = next((column.name for column in wanted if templates.is_own_id(table, column)), "")
        ids = _Ids(self._ids(table))
        types = {column.name: column.type for column in wanted}
        rows: list[Line] = []
        for line, fields in self._rows(table, columns, lines):
            if any(text.strip() for text in fields[len(header) :]):
                message = (
                    f"{len(fields)} fält men rubriken har {len(header)}; text med semikolon ska stå inom citattecken"
                )
                self._reading.fault(place, line, "", message)
                continue
            texts = self._texts(table, columns, fields)
            if _is_sum(types, texts):
                self._reading.fault(place, line, "", "ser ut som en summa av raderna ovanför; ta bort raden")
                continue
            if table.name == "handelser":
                self._spread_days(place, line, texts)
            cells = {column.name: self._cell(column, texts.get(column.name, ""), place, line) for column in wanted}
            if own_id:
                cells[own_id] = ids.of(texts.get(own_id, ""), _told_by(table, cells))
            if None not in cells.values():
                rows.append((line, [cells[column.name] or "" for column in wanted]))
        left_out = sum(at == place for at, _ in self._nameless)
        if left_out:
            kinds = "rad tas inte med, för den" if left_out == 1 else "rader tas inte med, för de"
            self._reading.notes.append(f"{table.label}: {left_out} {kinds} gäller ett namn som lämnas utanför.")
        self._reading.add(table.name, place, [column.name for column in wanted], rows)

    def _rows(self, table: Table, columns: Mapping[str, int], lines: list[Line]) -> Iterator[Line]:
        """The rows below the heading, but for the help line under it."""
        help_lines = {at: templates.help_line(table, table.column(name)) for name, at in columns.items()}
        return (
            (line, fields) for line, fields in lines[1:]
            if any(text.strip() and text.strip() != help_lines.get(at) for at, text in enumerate(fields))
        )  # fmt: skip

    def _texts(self, table: Table, columns: Mapping[str, int], fields: list[str]) -> dict[str, str]:
        texts = {name: fields[at].strip() if at < len(fields) else "" for name, at in columns.items()}
        if self._upload.kind != "text":
            return texts  # a workbook tells a text from a formula itself; a text file writes it with an apostrophe
        return {name: export.active(text) if text and table.column(name).type == "text" else text
                for name, text in texts.items()}  # fmt: skip

    def _spread_days(self, place: str, line: int, texts: dict[str, str]) -> None:
        """Let a first date that tells several days, as 15-16/4, tell the last one too."""
        try:
            first, last = days(texts["datum_fran"], self._year)
        except ValueError:
            return
        texts["datum_fran"] = first.isoformat()
        texts["datum_till"] = texts.get("datum_till") or last.isoformat()

    def _cell(self, column: Column, text: str, place: str, line: int) -> str | None:
        """The cell as our own files have it; None where the row can't be had."""
        if column.references in NAMED:
            return self._named(column, text, place, line)
        if column.references:
            return self._by_name_here(column, text)
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
        if column.name == "kommunkod" and re.fullmatch(r"\d{3}", text):
            return f"0{text}"  # a spreadsheet takes 0680 for a number
        return text.lower() if column.allowed and text.lower() in column.allowed else text

    def _named(self, column: Column, text: str, place: str, line: int) -> str | None:
        """The id of an area or a type of crime; empty where it is left out and the row can be without it, else None."""
        if not text:
            return ""
        found = self._own.get(column.references, {}).get(text) or self._names.find(column.references, text, ask=True)
        if found is None and column.required:
            self._nameless.add((place, line))
            return None
        return found or ""

    def _by_name_here(self, column: Column, text: str) -> str:
        """The id that a name or id means, in the file or in the store; the text itself where it means nothing."""
        own = self._own.get(column.references, {})
        return own.get(text) or self._by_name(column.references).get(text, text) if column.references else text

    def _by_name(self, table: str) -> dict[str, str]:
        if table not in self._known:
            target = BY_NAME[table]
            rows = self._names.known[table]
            names = Counter(row[target.called] for row in rows if target.called)
            known = {row[target.called]: row[target.key[0]] for row in rows
                     if target.called and names[row[target.called]] == 1}  # fmt: skip
            self._known[table] = known | {row[target.key[0]]: row[target.key[0]] for row in rows}
        return self._known[table]

    def _ids(self, table: Table) -> dict[str, list[str]]:
        """The ids of the rows in the store, by what tells them apart from others."""
        if table.name not in self._stored:
            self._stored[table.name] = {}
            for row in self._names.known[table.name]:
                own_id = as_text(row[table.key[0]])
                said = {name: as_text(value) for name, value in row.items()}
                self._stored[table.name].setdefault(_told_by(table, said), []).append(own_id)
        return self._stored[table.name]


class _Ids:
    """Ids for rows that have none, the same each time a file is read: that of the stored row that says the same, else
    one made of what the row says that no other row has."""

    def __init__(self, stored: Mapping[str, list[str]]):
        self._stored = stored
        self._others = {own_id for ids in stored.values() for own_id in ids}
        self._taken: set[str] = set()

    def of(self, own_id: str, told_by: str) -> str:
        """The row's own id where it has one, else an id that is free; "" where it says nothing to make one of."""
        if own_id or not told_by:
            self._taken.add(own_id)
            return own_id
        numbered = (f"{told_by}-{number}" for number in count(2))
        made = (new for new in chain([told_by], numbered) if new not in self._others)
        found = next(new for new in chain(self._stored.get(told_by, ()), made) if new not in self._taken)
        self._taken.add(found)
        return found


def _columns(table: Table, header: Sequence[str]) -> dict[str, int]:
    """Where each column of the table stands, by its heading or its name; the first where it stands twice."""
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        for column in table.columns:
            if _plain(text) in (_plain(column.label), _plain(column.name)) and column.name not in found:
                found[column.name] = at
                break
    return found


def _is_sum(types: Mapping[str, str], texts: Mapping[str, str]) -> bool:
    """Whether a row is a sum below the others: it is called so, and has nothing else but numbers."""
    words = [text for name, text in texts.items() if text and types[name] not in _NUMBERS]
    return len(words) == 1 and words[0].casefold().rstrip(" :.") in _SUMS


_SUMS = frozenset({"summa", "totalt", "total", "totalsumma", "samtliga", "alla"})
_TELLING = {
    "fokusomraden": ("lofte_id", "namn"),
    "aktiviteter": ("lofte_id", "namn"),
    "mal": ("lofte_id", "aktivitet_id", "matt"),
    "handelser": ("datum_fran", "tema", "plats"),
}
"""What tells the rows of a table apart where a name alone doesn't: the same activity is agreed on year after year."""


def _told_by(table: Table, said: Mapping[str, str | None]) -> str:
    """What tells a row apart from others, as an id."""
    return slug(" ".join(said.get(name) or "" for name in _TELLING.get(table.name, (table.called,))))


FORMAT = Format(
    "mall",
    "Mall från programmet",
    "Arbetsbok eller CSV med rubrikerna från programmets mallar, eller med tabellernas kolumnnamn.",
    _recognises,
    _read,
)
