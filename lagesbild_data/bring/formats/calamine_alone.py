"""What calamine reads of a workbook, line by line as JSON, in a process of its own: `… FILE
NUMBER…`.

A damaged file may make it stop, or take all memory that it is allowed; then this process ends and
no other. First comes a line when it has started, then the sheets, each with its name and whether it
has rows, then of each that has and whose number, from 0, is given, where its values begin and how
many rows they are, and these. It is run by its path, and imports nothing of ours.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

MOST_SECONDS = 300
_MOST_MEMORY = 3 * 2**30


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        least = min(
            limit for limit in (most, *resource.getrlimit(kind)) if limit != resource.RLIM_INFINITY
        )
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of memory
            resource.setrlimit(kind, (least, least))


def _plain(value: Any) -> Any:
    """A value as JSON has it; days and times as texts."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)


def _write(content: object) -> None:
    sys.stdout.write(json.dumps(content) + "\n")


def main(path: str, *numbers: str) -> None:
    """Write the lines."""
    _write("started")
    _limit()
    # from_path goes by the ending
    with (
        Path(path).open("rb") as file,
        CalamineWorkbook.from_filelike(file) as book,
    ):
        found = [
            (about.name, about.typ == SheetTypeEnum.WorkSheet) for about in book.sheets_metadata
        ]
        _write(found)
        for name in (
            name for name, has_rows in (found[int(number)] for number in numbers) if has_rows
        ):
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python()
            _write([*(sheet.start or (0, 0)), len(rows)])
            for row in rows:
                _write([*map(_plain, row)])


if __name__ == "__main__":
    main(*sys.argv[1:])
