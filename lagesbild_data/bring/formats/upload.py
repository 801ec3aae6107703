"""A file that a reader brings: what it is, and its content, read without trusting it."""

import codecs
import json
import logging
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from lagesbild_data.bring import packed, templates
from lagesbild_data.bring.formats import misread, ole
from lagesbild_data.bring.formats.json_texts import load_json
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.otherbooks import NotStarted, open_other
from lagesbild_data.bring.formats.otherbooks.sheet import MACROS, XLSB
from lagesbild_data.bring.formats.workbook import MOST_CELLS, MOST_COLUMNS, open_book
from lagesbild_data.bring.formats.workbook_rows import NAMED, Workbook, cells_in, refuse_doubts
from lagesbild_data.bring.packed import TooMuch
from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.store import csv_folder
from lagesbild_data.words import swedish
from lagesbild_data.words.misread import restored
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.progress import Progress, no_progress, part_of, with_progress
from lagesbild_data.words.text import Undecodable, encoding_of, normalised, utf16_of

_MOST_UNPACKED = 150 * 2**20
"""Bytes that a workbook may be when it is unpacked; a full sheet of a million cells is some 50 MB.
"""
_MOST_JSON = 100 * 2**20
_MOST_VALUES = 4_000_000
"""Objects, lists and values that a JSON file may hold; each takes some 90 bytes at most."""
_MOST_TEXT = 500 * 2**20
_NO_ZIP = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError)
"""How zipfile answers a damaged file."""
_DAMAGED = "är skadad och går inte att läsa som arbetsbok"
_HEAD = 1 << 16
_RESTORED = "Texten har sparats i fel teckenkodning (som RÃ¥slÃ¤tt), och läses som den var."
_LOST = f"har tecken som har gått förlorade ({misread.LOST}); hämta filen på nytt eller rätta dem"

_log = logging.getLogger("lagesbild")
T = TypeVar("T")


@dataclass(frozen=True)
class Upload:
    """A file: where it is, what the reader calls it, and who is told how far the reading of it has
    come."""

    path: Path
    name: str
    progress: Progress = field(default=no_progress, compare=False)
    kept: dict[str, Any] | None = field(default=None, compare=False, repr=False)
    """The cells of a workbook, or what JSON holds, for one who reads the file again; None where
    they are let go."""

    @classmethod
    def of(cls, path: Path, name: str = "", kept: dict[str, Any] | None = None) -> "Upload":
        """The file as the reader calls it, else as it is called on the disk; signs that no text has
        are replaced."""
        return cls(path, UNWRITABLE.sub("\ufffd", name or path.name), kept=kept)

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB."""
        with self.path.open("rb") as file:
            return file.read(_HEAD)

    @cached_property
    def kind(self) -> str:
        """What the content is: arbetsbok, json, sqlite, parquet, zip, text, tom, gammal (what
        Office saved before 2007, but for workbooks, or with a password) or annat."""
        head = self.head
        if not head.strip():
            return "tom"
        if head.startswith(b"PK\x03\x04"):
            is_book = (
                any(name.startswith("xl/") for name in self.members)
                if self.members
                else b"xl/" in head
            )
            return "arbetsbok" if is_book or self._is_ods else "zip"
        if ole.is_container(self.path):
            return "arbetsbok" if self.streams & {"Workbook", "Book"} else "gammal"
        for start, kind in ((b"SQLite format 3\0", "sqlite"), (b"PAR1", "parquet")):
            if head.startswith(start):
                return kind
        text = self._start()
        if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            return "json"
        return "text" if text else "annat"

    @cached_property
    def start(self) -> str:
        """The text that the file begins with, at most 64 kB, without a line that only states the
        delimiter; "" where it is neither text nor a workbook. Lines end with a line feed, whatever
        they end with in the file.
        """
        text = self._start_of_sheet() if self.kind == "arbetsbok" else normalised(self._start())
        first, _, rest = text.partition("\n")
        return rest if csv_folder.stated_delimiter(first) else text

    def _start_of_sheet(self) -> str:
        """The first rows of a workbook as they would stand in a CSV file: people open one in Excel
        and save it."""
        try:
            lines = next(iter(self.sheets.values()), [])
        except InvalidStore:
            return ""
        return "\n".join(";".join(texts) for _, texts in lines[:30])

    def _start(self) -> str:
        if utf16 := utf16_of(self.head):
            return self.head.decode(utf16, "ignore")
        if b"\0" in self.head:
            return ""
        with suppress(UnicodeDecodeError):
            return codecs.getincrementaldecoder("utf-8-sig")().decode(
                self.head, final=len(self.head) < _HEAD
            )
        with suppress(Undecodable):
            return self.head.decode(encoding_of(self.head), "replace")
        return self.head.decode("cp1252", "replace")

    def records(
        self, delimiter: str = "", mend: Callable[[str], str] | None = None
    ) -> Iterator[Line]:
        """The rows of a text file, or of a workbook's first sheet, that say anything; `mend` is
        done to each line of a text before it is split. InvalidStore where it is no such file, or a
        very large one."""
        if self.kind == "arbetsbok":
            yield from next(iter(self.sheets.values()), [])
            return
        if self.kind == "annat":
            self.refuse("är inte text")
        if self.path.stat().st_size > _MOST_TEXT:
            self.refuse(f"är större än {_MOST_TEXT >> 20} MB; dela upp den")
        count = 0
        with ExitStack() as stack:
            file = stack.enter_context(self.path.open("rb"))
            lines = stack.enter_context(
                closing(csv_folder.records(file, self.name, delimiter, mend))
            )
            for line, fields in with_progress(self.progress, lines, lambda _: part_of(file)):
                count += len(fields)
                if count > MOST_CELLS:
                    self.refuse(f"har fler än {swedish.number(MOST_CELLS)} fält; dela upp den")
                if any(misread.LOST in text for text in fields):
                    raise InvalidStore([Problem(self.name, _LOST, line)])
                if len(fields) > MOST_COLUMNS:
                    self.refuse(
                        f"har en rad med fler än {swedish.number(MOST_COLUMNS)} fält (rad {line})"
                    )
                yield line, fields

    @cached_property
    def json(self) -> Any:
        """The content of a JSON file, which isn't to be changed; InvalidStore where it isn't
        one."""
        return self._once("json", self._open_json)

    def _once(self, what: str, read: Callable[[], T]) -> T:
        """What is read, now or before."""
        kept = {} if self.kept is None else self.kept
        if what not in kept:
            kept[what] = read()
        return kept[what]

    def _open_json(self) -> Any:
        if self.path.stat().st_size > _MOST_JSON:
            self.refuse(f"är större än {_MOST_JSON >> 20} MB")
        content = self.path.read_bytes()
        if sum(map(content.count, (b"{", b"[", b",", b":"))) > _MOST_VALUES:
            self.refuse(f"har fler än {swedish.number(_MOST_VALUES)} värden; dela upp den")
        try:
            return load_json(content.decode(self._encoding_of_json(content)))
        except json.JSONDecodeError as error:
            raise InvalidStore(
                [Problem(self.name, f"är inte giltig JSON (tecken {error.colno})", error.lineno)]
            ) from None
        except (ValueError, RecursionError):
            self.refuse("är inte giltig JSON")

    def _encoding_of_json(self, content: bytes) -> str:
        """The encoding of a JSON file; InvalidStore where it is no text."""
        try:
            return utf16_of(content) or encoding_of(content)
        except Undecodable as fault:
            self.refuse(str(fault))

    @property
    def sheets(self) -> dict[str, list[Line]]:
        """Per sheet of a workbook the rows that say anything, cells as texts; InvalidStore with
        every formula, and where it can't be read."""
        return self.workbook.sheets

    @property
    def workbook(self) -> Workbook:
        """What a workbook holds; InvalidStore as above."""
        if isinstance(self._workbook, InvalidStore):
            raise self._workbook
        return self._workbook

    @property
    def first_sheet(self) -> list[str]:
        """The name of a workbook's first sheet, whose rows `records` gives; none of other files."""
        return [*self.sheets][:1] if self.kind == "arbetsbok" else []

    def remarks(self, read: Collection[str]) -> list[str]:
        """What a reader should know of a workbook of which these sheets are read, a sentence each:
        what is hidden in them, and which other sheets hold anything; of a text that it has been
        mended."""
        if self.kind in ("text", "json"):
            raw = self._start()
            return [_RESTORED] if restored(raw) != raw else []
        if self.kind != "arbetsbok":
            return []
        told = [
            remark
            for name, remarks in self.workbook.remarks.items()
            if name in read
            for remark in remarks
        ]
        others = [
            name
            for name, lines in self.sheets.items()
            if lines and name not in (*read, templates.LISTS)
        ]
        for what, names in (
            ("Blad som inte känns igen", others),
            ("Dolda blad", self.workbook.hidden_sheets),
        ):
            told += [f"{what} läses inte: {swedish.enumerate_some(names, NAMED)}."] if names else []
        return told

    @cached_property
    def _workbook(self) -> Workbook | InvalidStore:
        """What is read, or why it isn't: every kind of file asks, and a large workbook takes
        long."""
        try:
            return self._once("workbook", self._open_workbook)
        except InvalidStore as invalid:
            return invalid

    def _open_workbook(self) -> Workbook:
        self._check_workbook()
        try:
            is_other = self._is_ods or self.streams or XLSB in self.members
            opened = partial(open_other if is_other else open_book, self.path, _MOST_UNPACKED)
            words: set[str] = set()
            with opened() as book:
                read = cells_in(self.name, book, words, self.with_progress)
            if mend := misread.mend_of(words):
                with opened() as book:
                    return cells_in(self.name, book, set(), self.with_progress, mend)
            refuse_doubts(self.name, read, misread.doubts_in(words))
            return read
        except InvalidStore:
            raise
        except TooMuch as fault:
            self.refuse(str(fault))
        except NotStarted as fault:
            _log.error("the reader of .ods, .xlsb and .xls didn't start: %s", fault)
            self.refuse(
                "går inte att läsa nu, för det program som läser .ods, .xlsb och .xls startade"
                " inte; felet är inte filens och står i loggen"
            )
        except Exception:  # a damaged workbook is answered with errors of any kind
            self.refuse(_DAMAGED)

    def with_progress(self, rows: Iterable[T], count: int) -> Iterator[T]:
        """The rows, one by one, while it is told how many there have been of about `count`."""
        return with_progress(self.progress, rows, lambda number: min(number / max(count, 1), 0.99))

    def check(self) -> None:
        """InvalidStore where a text can't be decoded, or a workbook can't be read."""
        if self.kind == "arbetsbok":
            self.sheets  # noqa: B018 - reading it tells
        if self.kind == "zip":
            with suppress(*_NO_ZIP):
                self.unpacked(_MOST_UNPACKED).close()
        if self.kind == "text":
            with self.path.open("rb") as file:
                csv_folder.check_encoding(file, self.name)

    def refuse(self, message: str) -> NoReturn:
        """Raise InvalidStore that says what is wrong with the file as a whole."""
        raise InvalidStore([Problem(self.name, message)])

    @cached_property
    def members(self) -> list[str]:
        """The names of what a zip file holds; none where it isn't one, is damaged or holds too many
        files."""
        try:
            return [member.filename for member in packed.members(self.path)]
        except (TooMuch, *_NO_ZIP):
            return []

    @cached_property
    def streams(self) -> set[str]:
        """The names of what a container of Office before 2007 holds; none where it isn't one or is
        damaged."""
        return ole.names_in(self.path)

    @cached_property
    def _is_ods(self) -> bool:
        """Whether a zip file is a workbook in OpenDocument."""
        if "mimetype" not in self.members:
            return False
        try:
            with zipfile.ZipFile(self.path) as content, content.open("mimetype") as kind:
                return kind.read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet")
        except _NO_ZIP:
            return False

    def unpacked(self, most: int) -> zipfile.ZipFile:
        """The zip file opened; InvalidStore where it has a password, or is larger than so many
        bytes when unpacked."""
        try:
            return packed.opened(self.path, most)
        except TooMuch as fault:
            self.refuse(str(fault))

    def _check_workbook(self) -> None:
        if self.kind != "arbetsbok":
            self.refuse("är inte en arbetsbok (.xlsx, .xlsb, .xls eller .ods)")
        macros = any(
            name.lower().endswith("vbaproject.bin") or name.startswith("Basic/")
            for name in self.members
        )
        if macros or "_VBA_PROJECT_CUR" in self.streams:
            self.refuse(MACROS)
