"""A file that a reader brings: what it is, and its content, read without trusting it."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from lagesbild_data import csvfiles, swedish
from lagesbild_data.problems import InvalidStore, Problem
from lagesbild_data.store import as_text

_MOST_UNPACKED = 150 * 2**20
"""Bytes that a workbook may be when it is unpacked; a full sheet of a million cells is some 50 MB."""
_MOST_JSON = 100 * 2**20
_MOST_CELLS = 3_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1 << 16

Line = tuple[int, list[str]]
"""A row's number in the file and its texts."""


@dataclass(frozen=True)
class Upload:
    """A file: where it is, and what the reader calls it."""

    path: Path
    name: str

    @classmethod
    def of(cls, path: Path) -> "Upload":
        """The file as it is called on the disk."""
        return cls(path, path.name)

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB."""
        with self.path.open("rb") as file:
            return file.read(_HEAD)

    @cached_property
    def kind(self) -> str:
        """What the content is: arbetsbok, json, sqlite, parquet, zip, text, tom, gammal (Excel before 2007, or with a
        password) or annat."""
        head = self.head
        if not head.strip():
            return "tom"
        if head.startswith(b"PK\x03\x04"):
            return "arbetsbok" if any(name.startswith("xl/") for name in self._members) else "zip"
        for start, kind in ((_OLE, "gammal"), (b"SQLite format 3\0", "sqlite"), (b"PAR1", "parquet")):
            if head.startswith(start):
                return kind
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
            return "json"
        return "text" if self.start else "annat"

    @cached_property
    def start(self) -> str:
        """The text that the file begins with, at most 64 kB; "" where it isn't text."""
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.head.decode("utf-16", "ignore")
        if b"\0" in self.head:
            return ""
        try:
            return self.head.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            cut = error.start >= len(self.head) - 3 and len(self.head) == _HEAD
            return self.head[: error.start].decode("utf-8-sig") if cut else self.head.decode("cp1252", "replace")

    def records(self, delimiter: str = "", mend: Callable[[str], str] | None = None) -> Iterator[Line]:
        """The rows of a text file that say anything; `mend` is done to each line before it is split. InvalidStore where
        it is no such file."""
        if self.kind == "annat":
            self.refuse("är inte text")
        with self.path.open("rb") as file:
            yield from csvfiles.records(file, self.name, delimiter, mend)

    @cached_property
    def json(self) -> Any:
        """The content of a JSON file; InvalidStore where it isn't one."""
        if self.path.stat().st_size > _MOST_JSON:
            self.refuse(f"är större än {_MOST_JSON >> 20} MB")
        try:
            return json.loads(self.path.read_bytes().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            raise InvalidStore(
                [Problem(self.name, f"är inte giltig JSON (tecken {error.colno})", error.lineno)]
            ) from None
        except (ValueError, RecursionError):
            self.refuse("är inte giltig JSON")

    @cached_property
    def sheets(self) -> dict[str, list[Line]]:
        """Per sheet of a workbook the rows that say anything, cells as texts; InvalidStore with every formula, and
        where it can't be read."""
        self._check_workbook()
        try:
            with self.path.open("rb") as file:  # by its name openpyxl would refuse one that doesn't end in .xlsx
                book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
                try:
                    return self._cells(book)
                finally:
                    book.close()
        except InvalidStore:
            raise
        except (InvalidFileException, zipfile.BadZipFile, OSError):
            self.refuse("är skadad och går inte att läsa som arbetsbok")
        except Exception:  # openpyxl answers a damaged workbook with errors of any kind
            self.refuse("är skadad och går inte att läsa som arbetsbok")

    def check(self) -> None:
        """InvalidStore where a text can't be decoded, or a workbook can't be read."""
        if self.kind == "arbetsbok":
            self.sheets  # noqa: B018 - reading it tells
        if self.kind == "text":
            with self.path.open("rb") as file:
                csvfiles.check_encoding(file, self.name)

    def refuse(self, message: str) -> NoReturn:
        """Raise InvalidStore that says what is wrong with the file as a whole."""
        raise InvalidStore([Problem(self.name, message)])

    @cached_property
    def _members(self) -> list[str]:
        try:
            with zipfile.ZipFile(self.path) as content:
                return content.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return []

    def _check_workbook(self) -> None:
        if self.kind != "arbetsbok":
            self.refuse("är inte en arbetsbok från Excel (.xlsx)")
        with zipfile.ZipFile(self.path) as content:
            unpacked = sum(member.file_size for member in content.infolist())
        if unpacked > _MOST_UNPACKED:
            self.refuse(f"blir {unpacked >> 20} MB uppackad; högst {_MOST_UNPACKED >> 20} MB är tillåtet")
        if any(name.lower().endswith("vbaproject.bin") for name in self._members):
            self.refuse("innehåller makron; spara den som arbetsbok utan makron (.xlsx)")

    def _cells(self, book: Any) -> dict[str, list[Line]]:
        answer: dict[str, list[Line]] = {}
        formulas: list[Problem] = []
        count = 0
        for sheet in book.worksheets:
            if not hasattr(sheet, "iter_rows") or sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            rows: list[Line] = []
            for number, row in enumerate(sheet.iter_rows(), start=1):
                count += sum(cell.value is not None for cell in row)
                if count > _MOST_CELLS:
                    self.refuse(f"har fler än {swedish.number(_MOST_CELLS)} celler; dela upp den")
                for cell in row:
                    if cell.data_type == "f":
                        formulas.append(Problem(f"{self.name} {sheet.title}", f'"{str(cell.value)[:60]}" är en formel; '
                                                "klistra in den som värde", number, cell.column_letter))  # fmt: skip
                texts = [_cell_text(cell) for cell in row]
                if any(texts):
                    rows.append((number, texts))
            answer[sheet.title] = rows
        if formulas:
            raise InvalidStore(formulas[:20])
        return answer


def _cell_text(cell: Any) -> str:
    """A cell as it would stand in a CSV file; 0.553 that is shown as 55.3 % is 55.3."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return as_text(round(value * 100, 10))
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    return as_text(value).strip()


def year_in(name: str) -> int | None:
    """The year that a file's name tells, or None where it tells none or several."""
    years = {int(text) for text in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name)}
    return years.pop() if len(years) == 1 else None
