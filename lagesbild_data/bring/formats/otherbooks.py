"""Workbooks that openpyxl doesn't read, .ods, .xlsb and .xls: values by calamine, when all else has
been looked at.

calamine reads a whole sheet at once, from its first to its last cell, and tells neither formulas,
formats nor what is hidden. So the cells are counted before, and these are found on the way.
"""

import json
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from lagesbild_data.bring import packed
from lagesbild_data.bring.formats import calamine_alone, ole
from lagesbild_data.bring.formats.workbook import (
    MOST_CELLS,
    MOST_COLUMNS,
    Book,
    Layout,
    check_cells,
    check_parts,
    is_percent,
)
from lagesbild_data.bring.packed import NotXml, TooMuch
from lagesbild_data.words import swedish

XLSB = "xl/workbook.bin"
"""What an .xlsb holds and no .xlsx does."""
_RECORDS_PER_CELL = 4
"""Records or tags for each cell that a workbook may have: rows, texts and what they look like."""
_MOST_LETTERS = 50_000_000
"""Letters of all cells: calamine makes a text of its own for each cell, also where many share one.
"""
_MOST_SHEETS = 200
_MOST_SAID = 10_000
"""Bytes of what a process says when it fails that are logged."""
MACROS = "innehåller makron; spara den som arbetsbok utan makron (.xlsx)"
_LOCKED = "har lösenord; spara den utan"
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_PERCENT, _PLAIN = "0%", "General"
_PERCENT_IDS = (9, 10)
"""The numbers of the formats 0% and 0.00%, which no file spells out."""

At = tuple[int, int]
"""A row and a column, counted from 0."""
_STRUCK, _MOVED = "struck", "moved"
"""How a piece of a text may be marked: struck through, or raised or lowered."""


@dataclass(frozen=True)
class _Cell:
    """A cell, as openpyxl tells of it."""

    value: Any
    data_type: str
    number_format: str
    column_letter: str


@dataclass
class _Total:
    """How much all sheets hold together, as it is found; TooMuch before more is kept of it than may
    be."""

    places: int = 0
    """Rows and cells up to the last of each sheet: calamine makes a cell of each."""
    cells: int = 0
    """Cells that are noted, also where many have the same place."""
    hidden: int = 0
    merged: int = 0

    def check(self) -> None:
        """TooMuch where it is more than is read."""
        check_cells(max(self.places, self.cells, self.hidden))
        if self.merged > MOST_CELLS:
            raise TooMuch("har för många sammanfogade celler; dela dem och spara om filen")


@dataclass
class _Sheet:
    """A sheet, as openpyxl tells of it, and what is in it besides values."""

    total: _Total
    title: str = ""
    sheet_state: str = "visible"
    layout: Layout = field(default_factory=Layout)
    formulas: set[At] = field(default_factory=set)
    percents: set[At] = field(default_factory=set)
    errors: dict[At, str] = field(default_factory=dict)
    last: At = (-1, -1)
    """The last row and the last column that anything stands in."""
    letters: int = 0
    """Letters of all its cells that may share a text."""
    lines: Iterator[str] = field(default_factory=lambda: iter(()))
    """What calamine reads; the values of this sheet come next when its rows are asked for."""

    @property
    def max_row(self) -> int:
        """The number of its last row."""
        return self.last[0] + 1

    def reset_dimensions(self) -> None:
        """Nothing: the size isn't what the file says, but what was found."""

    def add(self, at: At, count: At = (1, 1)) -> None:
        """Note that something stands there, and in so many rows and columns."""
        before = self._places
        self.last = max(self.last[0], at[0] + count[0] - 1), max(self.last[1], at[1] + count[1] - 1)
        if self.last[1] >= MOST_COLUMNS:
            raise TooMuch(f"har en rad med fler än {swedish.number(MOST_COLUMNS)} celler")
        self.total.places += self._places - before
        self.total.cells += count[0] * count[1]
        self.total.check()

    @property
    def _places(self) -> int:
        return (self.last[0] + 1) * (self.last[1] + 2)

    def hide(self, row: int, count: int = 1) -> None:
        """Note that so many rows from this, counted from 0, are hidden."""
        self.total.hidden += count
        self.total.check()
        self.layout.hidden_rows.update(range(row + 1, row + count + 1))

    def merge(self, column: int, top: int, bottom: int) -> None:
        """Note that the cells of a column from one row to another, counted from 0, are merged."""
        self.total.merged += (bottom - top) * (column + 1)
        self.total.check()
        self.layout.merged.append((column, top + 1, bottom + 1))

    def mark(self, at: At, look: str) -> None:
        """Note how a piece of a cell's text is marked, if it is."""
        if look:
            self.layout.marked.add((at[0] + 1, at[1] + 1))
        if look == _STRUCK:
            self.layout.struck_rows.add(at[0] + 1)

    def iter_rows(self) -> Iterator[list[_Cell]]:
        """The rows, from the first."""
        first, column, count = json.loads(next(self.lines))
        yield from ([] for _ in range(first))
        for row in range(first, first + count):
            values = json.loads(next(self.lines))
            yield [
                self._cell((row, at), value) for at, value in enumerate([*[""] * column, *values])
            ]

    def _cell(self, at: At, value: Any) -> _Cell:
        value = self.errors.get(at, None if value == "" else value)
        kind = "f" if at in self.formulas else "n"
        shown = "formel" if kind == "f" and value is None else value
        return _Cell(
            shown, kind, _PERCENT if at in self.percents else _PLAIN, get_column_letter(at[1] + 1)
        )


@contextmanager
def open_other(path: Path, most_unpacked: int) -> Iterator[Book]:
    """The workbook, its rows to be read one by one; TooMuch where it is too large to be read,
    NotXml or any other error where it is damaged."""
    sheets = _looked_through(path, most_unpacked)
    if sum(sheet.letters for sheet in sheets) > _MOST_LETTERS:
        raise TooMuch(f"har mer text än {_MOST_LETTERS // 10**6} miljoner tecken; dela upp den")
    visible = [str(at) for at, sheet in enumerate(sheets) if sheet.sheet_state == "visible"]
    with _calamine(path, visible) as lines:
        found = json.loads(next(lines))
        if len(found) != len(sheets):
            raise NotXml("other sheets than those looked at")
        for sheet, (name, _) in zip(sheets, found, strict=True):
            sheet.title, sheet.lines = name, lines
        of_rows = [sheet for sheet, (_, has_rows) in zip(sheets, found, strict=True) if has_rows]
        yield Book(of_rows, lambda sheet: sheet.layout)


class NotStarted(Exception):  # noqa: N818 - it names what is wrong, which isn't the file
    """That calamine can't be run; the text is what was said of it, for the log."""


@contextmanager
def _calamine(path: Path, sheets: list[str]) -> Iterator[Iterator[str]]:
    """What calamine reads of these sheets, line by line, while it runs for itself; TooMuch where it
    takes too long."""
    command = [sys.executable, "-P", str(Path(calamine_alone.__file__)), str(path), *sheets]
    with ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile())
        try:
            process = subprocess.Popen(  # noqa: S603 - our own script, and a path
                command,
                stdout=subprocess.PIPE,
                stderr=said,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
            )
        except OSError as error:
            raise NotStarted(str(error)) from None
        stack.enter_context(process)
        stack.callback(process.kill)
        timer = threading.Timer(calamine_alone.MOST_SECONDS, process.kill)
        timer.start()
        stack.callback(timer.cancel)
        lines = iter(process.stdout or ())
        if not next(lines, ""):
            said.seek(0)
            raise NotStarted(said.read(_MOST_SAID).decode("utf-8", "replace"))
        try:
            yield lines
        except Exception:
            if not timer.is_alive():
                raise TooMuch("tar för lång tid att läsa; dela upp den") from None
            raise


def _looked_through(path: Path, most_unpacked: int) -> list[_Sheet]:
    if ole.is_container(path):
        return _xls(path)
    with packed.opened(path, most_unpacked) as content:
        return _xlsb(content) if XLSB in content.namelist() else _ods(content)


@dataclass
class _Fonts:
    """Which fonts of a binary workbook are struck through, raised or lowered, by the numbers that
    they are known by."""

    struck: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)

    def add(self, number: int, data: bytes, position: int) -> None:
        """Note the look of a font, whose record tells at this position whether it is raised or
        lowered."""
        check_parts(number)
        if data[2] & 8:
            self.struck.add(number)
        if data[position]:
            self.moved.add(number)

    def look(self, runs: Iterable[tuple[int, ...]], length: int) -> str:
        """How a text of so many letters is marked anywhere, by where each of its fonts begins; ""
        where it isn't."""
        used = {font for start, font in runs if start < length}
        return _STRUCK if used & self.struck else _MOVED if used & self.moved else ""


def _check_sheets(count: int) -> None:
    if count > _MOST_SHEETS:
        raise TooMuch(f"har fler än {_MOST_SHEETS} blad")


def _check_records(count: int) -> None:
    check_cells(count // _RECORDS_PER_CELL)


# OpenDocument

_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")


def _ods(content: zipfile.ZipFile) -> list[_Sheet]:
    if "META-INF/manifest.xml" in content.namelist() and b"encryption-data" in content.read(
        "META-INF/manifest.xml"
    ):
        raise TooMuch(_LOCKED)
    scan = _OdsScan()
    with content.open("content.xml") as xml:
        packed.read_xml(
            xml, scan.start, end=scan.end, text=scan.text, check=lambda: _check_records(scan.tags)
        )
    return scan.sheets


class _OdsScan:
    """What the tags of a sheet tell, as they come."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.tags = 0
        self._total = _Total()
        self._hidden_styles: set[str] = set()
        self._marked_styles: set[str] = set()
        self._struck_styles: set[str] = set()
        self._style = ""
        self._row = self._rows = self._column = self._columns = 0
        self._is_hidden = False
        self._letters, self._count = 0, (1, 1)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag that begins; the names are those that OpenDocument's programs write."""
        self.tags += 1
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
            check_parts(len(self._hidden_styles))
        elif name == "style:text-properties":
            if any(
                attributes.get(f"style:text-line-through-{what}", "none") != "none"
                for what in ("style", "type")
            ):
                self._struck_styles.add(self._style)
            elif not attributes.get("style:text-position", "0%").startswith("0%"):
                self._marked_styles.add(self._style)
        elif name == "text:span":
            self._mark(attributes.get("text:style-name", ""))
        elif name == "table:table":
            state = (
                "hidden" if attributes.get("table:style-name") in self._hidden_styles else "visible"
            )
            self.sheets.append(_Sheet(self._total, attributes.get("table:name", ""), state))
            _check_sheets(len(self.sheets))
            self._row = self._rows = self._columns = 0
        elif name == "table:table-column":
            count = _repeated(attributes, "columns", MOST_COLUMNS - self._columns)
            if _is_hidden(attributes):
                hidden = range(self._columns + 1, self._columns + count + 1)
                self.sheets[-1].layout.hidden_columns.update(hidden)
            self._columns += count
        elif name == "table:table-row":
            self._row, self._column = self._row + self._rows, 0
            self._rows, self._is_hidden = _repeated(attributes, "rows"), _is_hidden(attributes)
        elif name in _ODS_CELLS:
            self._cell(attributes)
        elif name == "text:s":
            self._letters += int(attributes.get("text:c", 1))

    def text(self, piece: str) -> None:
        """Text between tags."""
        self._letters += len(piece)

    def end(self, name: str) -> None:
        """A tag that ends."""
        if name in _ODS_CELLS:
            self.sheets[-1].letters += self._letters * self._count[0] * self._count[1]

    def _mark(self, style: str) -> None:
        """Note the look of a piece of the cell's text, where it is raised, lowered or struck
        through."""
        look = (
            _STRUCK
            if style in self._struck_styles
            else _MOVED
            if style in self._marked_styles
            else ""
        )
        if self.sheets:
            self.sheets[-1].mark((self._row, self._column - self._count[1]), look)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        sheet, at = self.sheets[-1], (self._row, self._column)
        count = (self._rows, _repeated(attributes, "columns"))
        self._column += count[1]
        self._letters, self._count = 0, count
        kind = attributes.get("office:value-type")
        if kind or "table:formula" in attributes:
            sheet.add(at, count)
            if self._is_hidden:  # only where anything stands: people hide all rows down to the last
                sheet.hide(at[0], count[0])
                self._is_hidden = False
            if attributes.get("table:style-name") in self._struck_styles:
                sheet.layout.struck_rows.update(range(at[0] + 1, at[0] + count[0] + 1))
            places = [
                (at[0] + down, at[1] + along)
                for down in range(count[0])
                for along in range(count[1])
            ]
            if "table:formula" in attributes:
                sheet.formulas.update(places)
            if kind == "percentage":
                sheet.percents.update(places)
        along, down = (
            int(attributes.get(f"table:number-{what}-spanned", 1)) for what in ("columns", "rows")
        )
        if along == 1 and down > 1:
            sheet.merge(at[1], at[0], at[0] + down - 1)


def _repeated(attributes: Mapping[str, str], what: str, most: int = 2**40) -> int:
    return max(1, min(int(attributes.get(f"table:number-{what}-repeated", 1)), most))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")


# Excel's binary workbooks


def _xlsb(content: zipfile.ZipFile) -> list[_Sheet]:
    names = content.namelist()
    paths: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if packed.local(name) == "Relationship":
            paths[attributes["Id"]] = f"xl/{attributes['Target'].removeprefix('/xl/')}"

    with content.open("xl/_rels/workbook.bin.rels") as rels:
        packed.read_xml(rels, start, check=lambda: check_parts(len(paths)))
    fonts, percents, struck = _xlsb_looks(
        content.read("xl/styles.bin") if "xl/styles.bin" in names else b""
    )
    texts = content.read("xl/sharedStrings.bin") if "xl/sharedStrings.bin" in names else b""
    lengths: list[int] = []
    marks: dict[int, str] = {}
    for kind, data in _records(texts):
        if kind == 19:  # BrtSSTItem
            flags, length = struct.unpack_from("<BI", data)
            if flags & 1:
                [count] = struct.unpack_from("<I", data, 5 + 2 * length)
                runs = struct.iter_unpack("<HH", data[9 + 2 * length :][: 4 * count])
                marks[len(lengths)] = fonts.look(runs, length)
            lengths.append(length)
            check_cells(len(lengths))
    sheets: list[_Sheet] = []
    total, count = _Total(), 0
    for kind, data in _records(content.read(XLSB)):
        if kind != 156:  # BrtBundleSh
            continue
        [length] = struct.unpack_from("<I", data, 8)
        path = paths[data[12 : 12 + 2 * length].decode("utf-16-le")]
        sheet = _Sheet(total, sheet_state="hidden" if data[0] else "visible")
        sheets.append(sheet)
        _check_sheets(len(sheets))
        row = 0
        for record, cell in _records(content.read(path)):
            count += 1
            _check_records(count)
            if record == 0:  # BrtRowHdr
                [row] = struct.unpack_from("<I", cell)
                if cell[11] & 16:
                    sheet.hide(row)
            elif 2 <= record <= 11:  # a cell that isn't empty
                column, style = struct.unpack_from("<II", cell)
                sheet.add((row, column))
                if style & 0xFFFFFF in percents:
                    sheet.percents.add((row, column))
                if style & 0xFFFFFF in struck:
                    sheet.layout.struck_rows.add(row + 1)
                if record >= 8:
                    sheet.formulas.add((row, column))
                if record == 7:  # BrtCellIsst
                    [number] = struct.unpack_from("<I", cell, 8)
                    sheet.letters += lengths[number]
                    sheet.mark((row, column), marks.get(number, ""))
                elif record == 3:
                    sheet.errors[row, column] = _ERRORS.get(cell[8], "#N/A")
            elif record == 60:  # BrtColInfo
                first, last, _, _, flags = struct.unpack_from("<IIIIH", cell)
                if flags & 1:
                    sheet.layout.hidden_columns.update(
                        range(first + 1, min(last + 1, MOST_COLUMNS) + 1)
                    )
            elif record == 176:  # BrtMergeCell
                top, bottom, left, right = struct.unpack_from("<4I", cell)
                if left == right and top < bottom:
                    sheet.merge(left, top, bottom)
    return sheets


def _xlsb_looks(styles: bytes) -> tuple[_Fonts, set[int], set[int]]:
    """The fonts, and the looks of cells that show a number as per cent, and of those that are
    struck through."""
    fonts, formats, percents, struck = _Fonts(), set(_PERCENT_IDS), set[int](), set[int]()
    number, font, in_cells = 0, 0, False
    for kind, data in _records(styles):
        if kind == 43:  # BrtFont
            fonts.add(font, data, 6)
            font += 1
        elif kind == 44 and is_percent(data[6:].decode("utf-16-le", "replace")):  # BrtFmt
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind in (617, 618):  # the list of looks begins and ends
            in_cells = kind == 617
        elif kind == 47 and in_cells:  # BrtXF
            shown, in_font = struct.unpack_from("<HH", data, 2)
            if shown in formats:
                percents.add(number)
            if in_font in fonts.struck:
                struck.add(number)
            number += 1
            check_parts(number)
    return fonts, percents, struck


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of a binary workbook: what each is, and what it holds."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at, 2)
        size, at = _varying(data, at, 4)
        if at + size > len(data):
            raise NotXml("a record that is cut")
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of so many bytes at most, seven bits in each, and where it ends."""
    number = 0
    for shift in range(most):
        byte = data[at + shift]
        number |= (byte & 127) << 7 * shift
        if byte < 128:
            break
    return number, at + shift + 1


# Excel 97–2003


def _xls(path: Path) -> list[_Sheet]:
    container = ole.Container(path.read_bytes())
    stream = container.stream("Workbook" if "Workbook" in container.names else "Book")
    begins: dict[int, _Sheet] = {}
    total = _Total()
    looks: list[tuple[int, int]] = []
    formats, fonts, font = set(_PERCENT_IDS), _Fonts(), 0
    cells: list[tuple[_Sheet, At, int]] = []
    shared: list[tuple[_Sheet, At, int]] = []
    texts: list[bytes] = []
    sheet, depth, before, at = None, 0, 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        if kind == 0x809:
            depth += 1
            sheet = begins.get(at, sheet) if depth == 1 else sheet
        elif kind == 0x0A:
            depth = max(depth - 1, 0)
            sheet = sheet if depth else None
        elif kind == 0x2F:
            raise TooMuch(_LOCKED)
        elif kind == 0x85:
            begin, state, what = struct.unpack_from("<IBB", data)
            if what in (1, 6):
                raise TooMuch(MACROS)
            if begin in begins:
                raise NotXml("sheets that are one")
            begins[begin] = _Sheet(total, sheet_state="hidden" if state & 3 else "visible")
            _check_sheets(len(begins))
        elif kind == 0x41E and is_percent(data[2:].replace(b"\0", b"").decode("latin-1")):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == 0x31:
            fonts.add(font, data, 8)
            font += 2 if font == 3 else 1  # none has the number 4
        elif kind == 0xE0:
            looks.append(struct.unpack_from("<HH", data))
            check_parts(len(looks))
        elif kind == 0xFC or (kind == 0x3C and before in (0xFC, 0x3C) and sheet is None):
            texts.append(data)
        elif sheet is not None and depth == 1:
            _xls_cell(sheet, kind, data, cells)
            if kind == 0xFD:
                row, column, _, number = struct.unpack_from("<3HI", data)
                shared.append((sheet, (row, column), number))
            elif kind == 0xD6:
                sheet.mark(struct.unpack_from("<HH", data), _look_of_rich(data, fonts))
        before = kind
        at += 4 + size
    lengths, marks = _lengths(texts, fonts)
    for holder, place, number in shared:
        holder.letters += lengths[number]
        holder.mark(place, marks.get(number, ""))
    percents = {number for number, (_, shown) in enumerate(looks) if shown in formats}
    struck = {number for number, (in_font, _) in enumerate(looks) if in_font in fonts.struck}
    for found, place, style in cells:
        if style in percents:
            found.percents.add(place)
        if style in struck:
            found.layout.struck_rows.add(place[0] + 1)
    return list(begins.values())


def _look_of_rich(data: bytes, fonts: _Fonts) -> str:
    """How the text of a cell that has it to itself is marked, in a record of Excel 97 or of the
    version before it."""
    [length, flags] = struct.unpack_from("<HB", data, 6)
    end = 9 + length * (1 + (flags & 1))
    if end + 2 + 4 * int.from_bytes(data[end : end + 2], "little") == len(data):
        return fonts.look(struct.iter_unpack("<HH", data[end + 2 :]), length)
    return fonts.look(struct.iter_unpack("<BB", data[9 + length :][: 2 * data[8 + length]]), length)


def _lengths(parts: list[bytes], fonts: _Fonts) -> tuple[list[int], dict[int, str]]:
    """How long the texts are that cells share, and how those are marked that have several fonts, by
    number, given the record of them and those that continue it."""
    lengths: list[int] = []
    marks: dict[int, str] = {}
    if not parts:
        return lengths, marks
    part, at = 0, 8
    [count] = struct.unpack_from("<I", parts[0], 4)

    def take(size: int) -> bytes:
        nonlocal part, at
        taken = parts[part][at : at + size]
        at += size
        while at > len(parts[part]):
            at, part = at - len(parts[part]), part + 1
            taken += parts[part][:at]
        return taken

    while len(lengths) < count:
        if at >= len(parts[part]):
            part, at = part + 1, 0
        length, flags = struct.unpack_from("<HB", parts[part], at)
        lengths.append(length)
        at += 3
        runs = struct.unpack_from("<H", parts[part], at)[0] if flags & 8 else 0
        at += 2 if flags & 8 else 0
        sounds = struct.unpack_from("<I", parts[part], at)[0] if flags & 4 else 0
        at += 4 if flags & 4 else 0
        # where a text goes on in the next part it is told anew how wide its letters are
        while length:
            width = 1 + (flags & 1)
            there = min(length, (len(parts[part]) - at) // width)
            length, at = length - there, at + there * width
            if length:
                part, flags, at = part + 1, parts[part + 1][0], 1
        if runs:
            marks[len(lengths) - 1] = fonts.look(
                struct.iter_unpack("<HH", take(4 * runs)), lengths[-1]
            )
        take(sounds)
    return lengths, marks


def _xls_cell(sheet: _Sheet, kind: int, data: bytes, cells: list[tuple[_Sheet, At, int]]) -> None:
    """Note what a record of a sheet says; a cell's look is known when all has been read."""
    if kind in (0x203, 0x204, 0x205, 0xFD, 0xD6, 0x27E, 0x06, 0x206, 0x406):
        row, column, style = struct.unpack_from("<3H", data)
        sheet.add((row, column))
        cells.append((sheet, (row, column), style))
        if kind & 0xFF == 0x06:
            sheet.formulas.add((row, column))
        if kind == 0x205 and data[7]:
            sheet.errors[row, column] = _ERRORS.get(data[6], "#N/A")
    elif kind == 0xBD:
        row, column = struct.unpack_from("<2H", data)
        count = (len(data) - 6) // 6
        sheet.add((row, column), (1, count))
        cells += (
            (sheet, (row, column + number), struct.unpack_from("<H", data, 4 + 6 * number)[0])
            for number in range(count)
        )
    elif kind == 0x208:
        row, flags = struct.unpack_from("<H10xH", data)
        if flags & 32:
            sheet.hide(row)
    elif kind == 0x7D:
        first, last, _, _, flags = struct.unpack_from("<5H", data)
        if flags & 1:
            sheet.layout.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    elif kind == 0xE5:
        for number in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * number)
            if left == right and top < bottom:
                sheet.merge(left, top, bottom)
