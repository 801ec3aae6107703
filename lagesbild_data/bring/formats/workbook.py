"""A workbook opened by openpyxl, when what it holds has been counted: openpyxl makes an object of
every tag."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.xml.constants import SHARED_STRINGS

from lagesbild_data.bring import packed
from lagesbild_data.bring.packed import NotXml, TooMuch
from lagesbild_data.words import swedish

MOST_CELLS = 2_000_000
"""Cells or rows of a workbook, or fields of a text file, that are read; a larger file is to be
parted."""
MOST_COLUMNS = 16_384
"""Cells of a row, or fields of a line: so many columns has a sheet in Excel."""
_MOST_PARTS = 100_000
"""Tags that aren't cells, rows or what these hold: formats, links, names, rules. openpyxl takes
some 20 µs for each."""
_MOST_IN_TEXTS = 2 * MOST_CELLS
"""Tags of the texts that cells share: two of each that has no formats of its own."""
_MOST_SHEETS = 200
_MOST_ROWS = 1_048_576
"""The number of the last row of a sheet in Excel."""
_IN_SHEETS = ("row", "c", "v", "f", "is", "t")
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
"""What Excel's "Strict Open XML" calls what openpyxl knows by other names."""


class Marked(str):
    """A text of which something is raised, lowered or struck through."""

    is_struck: bool


Merged = tuple[int, int, int]
"""A column, counted from 0, and the first and last row of its cells that are merged."""


@dataclass
class Layout:
    """What of a sheet is hidden, by the numbers of rows and columns, what is merged, and what is
    struck through."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    struck_rows: set[int] = field(default_factory=set)
    marked: set[tuple[int, int]] = field(default_factory=set)
    """Cells, by row and column from 1, whose texts of their own have something raised, lowered or
    struck through."""


@dataclass(frozen=True)
class Book:
    """A workbook: its sheets, as openpyxl has them, and how each is laid out when its rows have
    been read."""

    worksheets: Sequence[Any]
    layout: Callable[[Any], Layout]


_STRUCK = "strike"
_PLACE = re.compile(r"[A-Z]{1,3}(?=\d)")
_TRUE = ("1", "true")
_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})")
_HEAD = 1 << 16


def check_cells(count: int) -> None:
    """TooMuch where so many cells or rows are more than are read."""
    if count > MOST_CELLS:
        raise TooMuch(f"har fler än {swedish.number(MOST_CELLS)} celler eller rader; dela upp den")


def check_parts(count: int) -> None:
    """TooMuch where so many formats and other parts that aren't cells are more than are read."""
    if count > _MOST_PARTS:
        raise TooMuch(
            f"har fler än {swedish.number(_MOST_PARTS)} format, länkar, namn eller andra delar som"
            " inte är celler; spara om den utan format, eller spara bladet som CSV"
        )


@contextmanager
def open_book(path: Path, most_unpacked: int) -> Iterator[Book]:
    """The workbook, its rows to be read one by one; TooMuch where it is too large to be read,
    NotXml or any other error where it is damaged."""
    packed.opened(path, most_unpacked).close()
    with path.open("rb") as file:  # by its name openpyxl would refuse one that doesn't end in .xlsx
        reader = _Reader(file)
        reader.read()
        yield Book(
            reader.wb.worksheets, lambda sheet: reader.archive.layouts[sheet._worksheet_path]
        )


class _Counted(zipfile.ZipFile):
    """A zip file that gives out XML only, and no more of it than may be read."""

    def __init__(self, file: IO[bytes]):
        super().__init__(file)
        self._tags: defaultdict[str, int] = defaultdict(int)
        self.struck: set[str] = set()
        """The looks of cells that are struck through."""
        self.layouts: dict[str, Layout] = {}
        """How each member that is a sheet is laid out, when it has been opened."""

    def open(self, name: Any, *args: Any, **options: Any) -> Any:
        """The member, when what it holds has been counted together with what was given out
        before."""
        if name not in self.layouts:
            self.layouts[name] = Layout()
            with super().open(name) as xml:
                self._count(xml, self.layouts[name])
        return self.uncounted(name)

    def uncounted(self, name: str) -> IO[bytes]:
        """The member, for one who counts what is in it."""
        with super().open(name) as member:
            head = member.read(_HEAD)
        if not any(strict in head for strict in _STRICT):
            return super().open(name)
        content = super().open(name).read()
        for strict, known in _STRICT.items():
            content = content.replace(strict, known)
        return io.BytesIO(content)

    def _count(self, xml: IO[bytes], layout: Layout) -> None:
        tags, row, column, in_row, merged = self._tags, 0, 0, 0, 0
        cell: Mapping[str, str] = {}

        def start(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal row, column, in_row, merged, cell
            tags[name] += 1
            in_row += 1
            kind = packed.local(name)
            if kind == "c":
                cell = attributes
            elif kind in ("v", "is"):
                if cell.get("s") in self.struck:
                    layout.struck_rows.add(row)
            elif mark := _mark(kind, attributes):
                if place := _PLACE.match(cell.get("r", "")):
                    layout.marked.add((row, column_index_from_string(place[0])))
                if mark == _STRUCK:
                    layout.struck_rows.add(row)
            elif kind == "row":
                before, row, in_row = row, int(attributes.get("r", row + 1)), 0
                if row <= before:
                    raise NotXml("a row that openpyxl would leave out")
                if attributes.get("hidden") in _TRUE:
                    layout.hidden_rows.add(row)
            elif kind == "col" and attributes.get("hidden") in _TRUE:
                first = max(int(attributes["min"]), column + 1)
                column = min(int(attributes["max"]), MOST_COLUMNS)
                layout.hidden_columns.update(range(first, column + 1))
            elif kind == "mergeCell" and (found := _MERGED.fullmatch(attributes["ref"])):
                at = column_index_from_string(found[1]) - 1
                first = int(found[2])
                last = int(found[3])
                if first < last:
                    layout.merged.append((at, first, last))
                    merged += (last - first) * (at + 1)

        def check() -> None:
            _check(tags)
            if row > _MOST_ROWS:
                raise TooMuch(
                    f"har rader efter rad {swedish.number(_MOST_ROWS)}, som är den sista i Excel"
                )
            # a cell is six tags at most, unless its text has formats of its own
            if in_row > MOST_COLUMNS * 6:
                raise TooMuch(f"har en rad med fler än {swedish.number(MOST_COLUMNS)} celler")
            if merged > MOST_CELLS:
                raise TooMuch(
                    "har för många sammanfogade celler; dela dem i Excel och spara om filen"
                )

        packed.read_xml(xml, start, check=check)


def _check(tags: Mapping[str, int]) -> None:
    """TooMuch where there are too many."""
    found: defaultdict[str, int] = defaultdict(int)
    for name, number in tags.items():
        kind = packed.local(name)
        found[kind if kind in _IN_SHEETS else ""] += number
    parts = found.pop("", 0)
    check_cells(max(found.values(), default=0))
    check_parts(parts)


class _Reader(ExcelReader):
    """What openpyxl makes of a workbook, less what isn't needed: charts, themes, properties and
    names."""

    def __init__(self, file: IO[bytes]):
        super().__init__(file, read_only=True, keep_links=False)
        self.archive = _Counted(file)

    def read(self) -> None:
        """Read all but the rows."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        fonts = self.wb._fonts
        self.archive.struck = {
            str(at) for at, look in enumerate(self.wb._cell_styles) if fonts[look.fontId].strike
        }
        self.read_worksheets()

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        manifest: Manifest = self.package
        if (part := manifest.find(SHARED_STRINGS)) is not None:
            with self.archive.uncounted(part.PartName[1:]) as xml:
                self.shared_strings = _strings(xml)

    def read_worksheets(self) -> None:
        """Read what the sheets are, which mustn't share what is in them."""
        paths = [rel.target for _, rel in self.parser.find_sheets()]
        if len(paths) > _MOST_SHEETS:
            raise TooMuch(f"har fler än {_MOST_SHEETS} blad")
        if len(paths) > len(set(paths)):
            raise NotXml("sheets that are one")
        super().read_worksheets()

    def read_chartsheet(self, *_: Any) -> None:
        """A chart has no rows."""


def _mark(kind: str, attributes: Mapping[str, str]) -> str:
    """The tag's name where it says that a text is raised, lowered or struck through, else ""."""
    is_mark = kind in (_STRUCK, "vertAlign") and attributes.get("val") not in (
        "0",
        "false",
        "baseline",
    )
    return kind if is_mark else ""


def _strings(xml: IO[bytes]) -> list[str]:
    """The texts, each without what tells how it looks and how it is pronounced; openpyxl takes ten
    times as long."""
    texts: list[str] = []
    parts: list[str] = []
    is_read = is_sound = False
    marks: set[str] = set()
    tags = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal is_read, is_sound, tags
        tags += 1
        name = packed.local(name)
        if name == "t":
            is_read = not is_sound
        elif name == "si":
            parts.clear()
            marks.clear()
        elif name == "rPh":
            is_sound = True
        elif mark := _mark(name, attributes):
            marks.add(mark)

    def end(name: str) -> None:
        nonlocal is_read, is_sound
        name = packed.local(name)
        if name == "t":
            is_read = False
        elif name == "si":
            text = "".join(parts).replace("x005F_", "")
            if marks:
                text = Marked(text)
                text.is_struck = _STRUCK in marks
            texts.append(text)
        elif name == "rPh":
            is_sound = False

    def text(piece: str) -> None:
        if is_read:
            parts.append(piece)

    def check() -> None:
        if tags > _MOST_IN_TEXTS:
            raise TooMuch(
                f"har fler än {swedish.number(_MOST_IN_TEXTS)} texter och format i dem; dela upp"
                " den, eller spara om den utan format"
            )

    packed.read_xml(xml, start, end=end, text=text, check=check)
    return texts


@lru_cache(maxsize=1000)
def is_percent(number_format: str) -> bool:
    """Whether a number is shown a hundred times larger: a % in quotation marks is only a sign."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


@lru_cache(1_000)
def shows_another(number_format: str) -> bool:
    """Whether a format writes digits, or thousandths or thousands in words, beside a number, so
    that people see another one than its cell holds: 146 as 146000, 2.7 as 2,7 ‰."""
    written = (text or sign for text, sign in _WRITTEN.findall(number_format))
    return any(_ANOTHER.match(text) for text in written)


_WRITTEN = re.compile(r'"([^"]*)"|\\(.)')
_ANOTHER = re.compile(r"\s?(\d|‰|promille|tusen|miljon)", re.IGNORECASE)
