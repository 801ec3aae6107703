"""Databases that are kept in the user's cache for as long as they are used."""

import contextlib
import math
import os
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from lagesbild_data.model import settings
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.workplace import Workplace


def code_of(*rooms: str) -> bytes:
    """The program's own code in these rooms: what is kept was made by its rules."""
    files = (file for room in rooms for file in sorted((PUBLISHED.parent / room).rglob("*.py")))
    return b"".join(file.read_bytes() for file in files)


def kept(name: str, write: Callable[[Path], None]) -> Path:
    """The SQLite file with this name in the user's cache, written where it isn't there."""
    cache = settings.cache_folder()
    target = cache / f"{name}.sqlite"
    if not target.exists():
        with Workplace() as folder:
            part = Path(folder, "new.sqlite")
            write(part)
            try:
                part.replace(target)
            # Windows, when another process has just made the same file and opened it
            except PermissionError:
                if not target.exists():
                    raise
        _forget_old(cache)
    return target


def keep(file: Path, engine: sa.Engine) -> None:
    """Mark a compiled file as used now, and again when it is asked after an hour, so that it isn't
    forgotten."""
    marked = -math.inf

    def mark(*_: object) -> None:
        nonlocal marked
        if time.time() > marked + 3600:
            marked = time.time()
            with contextlib.suppress(OSError):
                os.utime(file)

    mark()
    sa.event.listen(engine, "checkout", mark)


def _forget_old(cache: Path, days: int = 30) -> None:
    oldest = time.time() - days * 24 * 3600
    for file in cache.glob("*.sqlite"):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
