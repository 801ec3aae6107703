"""What calamine reads of a workbook, line by line as JSON, in a process of its own: `… FILE NUMBER…`.

A damaged file may make it stop, or take all memory that it is allowed; then this process ends and no other.
First come the sheets, each with its name and whether it has rows, then of each that has and whose number, from 0, is
given, where its values begin and how many rows they are, and these. It is run by its path, and imports nothing of ours.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

_MOST_MEMORY, _MOST_SECONDS = 3 * 2**30, 300


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


def _plain(value: Any) -> Any:
    """A value as JSON has it; days and times as texts."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)


def _write(content: object) -> None:
    sys.stdout.write(json.dumps(content) + "\n")


def main(path: str, *numbers: str) -> None:
    """Write the lines."""
    _limit()
    with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as book:  # from_path goes by the ending
        found = [(about.name, about.typ == SheetTypeEnum.WorkSheet) for about in book.sheets_metadata]
        _write(found)
        for name in (name for name, has_rows in (found[int(number)] for number in numbers) if has_rows):
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python()
            _write([*(sheet.start or (0, 0)), len(rows)])
            for row in rows:
                _write([*map(_plain, row)])


if __name__ == "__main__":
    main(*sys.argv[1:])
