"""JSON files as they lie: whether they mention something, wherever it stands, and what they
hold."""

import mmap
from typing import Any

from lagesbild_data.bring.formats.json_texts import load_json
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import csv_folder
from lagesbild_data.words.problems import InvalidStore


def mentions(upload: Upload, word: str) -> bool:
    """Whether a word of plain letters stands in quotation marks anywhere in the file, which isn't
    read into memory."""
    quoted = f'"{word}"'
    with (
        upload.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return any(
            content.find(quoted.encode(encoding)) >= 0
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        )


def parsed(upload: Upload) -> Any | None:
    """What the file holds; None where it can't be read, which is told when it is read in."""
    try:
        return upload.json
    except InvalidStore:
        return None


def documents(upload: Upload) -> list[Any]:
    """What the file holds: one document, or one on each line (ndjson); InvalidStore where it is
    neither."""
    try:
        return [upload.json]
    except InvalidStore as invalid:
        # a file that is too large has no row at fault
        found = _by_line(upload) if invalid.problems[0].row else None
        if found is None:
            raise
        return found


def _by_line(upload: Upload) -> list[Any] | None:
    with upload.path.open("rb") as file:
        encoding = csv_folder.check_encoding(file, upload.name)
        file.seek(0)
        lines = [line for line in file.read().decode(encoding).split("\n") if line.strip()]
    try:
        return [load_json(line) for line in lines] if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None
