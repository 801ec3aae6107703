"""Workbooks that openpyxl doesn't read, .ods, .xlsb and .xls: values by calamine, when all else has
been looked at.

calamine reads a whole sheet at once, from its first to its last cell, and tells neither formulas,
formats nor what is hidden. So the cells are counted before, and these are found on the way.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lagesbild_data.bring import packed
from lagesbild_data.bring.formats import calamine_alone, ole
from lagesbild_data.bring.formats.otherbooks import ods, xls, xlsb
from lagesbild_data.bring.formats.otherbooks.sheet import XLSB, Sheet
from lagesbild_data.bring.formats.workbook import (
    Book,
)
from lagesbild_data.bring.packed import NotXml, TooMuch

_MOST_LETTERS = 50_000_000
"""Letters of all cells: calamine makes a text of its own for each cell, also where many share one.
"""
_MOST_SAID = 10_000
"""Bytes of what a process says when it fails that are logged."""


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


def _looked_through(path: Path, most_unpacked: int) -> list[Sheet]:
    if ole.is_container(path):
        return xls.sheets_in(path)
    with packed.opened(path, most_unpacked) as content:
        kind = xlsb if XLSB in content.namelist() else ods
        return kind.sheets_in(content)
