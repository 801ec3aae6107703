"""Folders that a process works in, and what is done with those of processes that were stopped.

Whoever works in such a folder holds a lock on a file beside it, taken before the folder is made and
let go after it is gone: what nobody holds, a process that no longer lives has left.
"""

import contextlib
import re
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lagesbild_data.model import settings

_PREFIX = ".lagesbild-"
_LOCK = ".lock"
_NEW, _OLD = "new", "old"


class Workplace(tempfile.TemporaryDirectory[str]):
    """A folder of this process's own in a place (else in the cache folder), gone when it is left;
    what stopped processes left in that place is cleared first."""

    def __init__(self, place: Path | None = None):
        place = place or settings.cache_folder()
        clear(place)
        name, lock = _taken(place)
        try:
            super().__init__(prefix=f"{name}-", dir=place, ignore_cleanup_errors=True)
        except OSError:
            _drop(lock)
            raise
        self._let_go = weakref.finalize(self, _drop, lock)

    def cleanup(self) -> None:
        """Remove the folder now."""
        super().cleanup()
        self._let_go()


class Replacement(Workplace):
    """A workplace beside a folder that is to be replaced by the one that is made in `new`."""

    def __init__(self, target: Path):
        super().__init__(target.parent)
        self.target = target
        self.new, self.old = Path(self.name, _NEW), Path(self.name, _OLD, target.name)
        self.new.mkdir()
        self.old.parent.mkdir()

    def __enter__(self) -> "Replacement":  # type: ignore[override]
        return self

    def move_aside(self) -> None:
        """Take what stands there away; from now on it is put back if this process is stopped."""
        if self.target.is_dir():
            self.target.rename(self.old)

    def put_in_place(self) -> None:
        """Put the new folder there."""
        self.new.rename(self.target)

    def put_back(self) -> None:
        """Undo move_aside."""
        if self.old.exists():
            self.old.rename(self.target)


def is_moved_aside(target: Path) -> bool:
    """Whether a folder isn't there because somebody is just replacing it."""
    return not target.exists() and any(
        Path(folder, _OLD, target.name).exists() for folder in _folders(target.absolute().parent)
    )


def clear(place: Path) -> list[Path]:
    """Remove what stopped processes left in a place, after the folders that they had moved aside
    and not yet replaced are put back; gives these. What can't be removed, or belongs to a process
    that lives, stays."""
    back: list[Path] = []
    with contextlib.ExitStack() as held:
        dead = [folder for folder in _folders(place) if _is_left(folder, held)]
        for folder in sorted(dead, key=_moved, reverse=True):
            back += _put_back(folder)
        for folder in dead:
            shutil.rmtree(folder, ignore_errors=True)
    for file in _entries(place, _LOCK):
        with contextlib.suppress(OSError, Timeout):
            _drop(_lock(file).acquire(blocking=False).lock)
    return back


def _put_back(folder: Path) -> Iterator[Path]:
    """Put back what was moved aside, when nothing has come in its place: neither its replacement
    nor anything newer."""
    new, old = folder / _NEW, folder / _OLD
    with contextlib.suppress(OSError):
        for moved in old.iterdir() if new.is_dir() else ():
            target = folder.parent / moved.name
            if not target.exists():
                moved.rename(target)
                yield target
        new.rename(folder / "done")  # so that what is half removed is never put back


def _moved(folder: Path) -> int:
    """When something was moved aside in it."""
    try:
        return (folder / _OLD).stat().st_mtime_ns
    except OSError:
        return 0


def _folders(place: Path) -> list[Path]:
    return [entry for entry in _entries(place) if entry.is_dir()]


def _entries(place: Path, ending: str = "") -> list[Path]:
    try:
        return [
            entry
            for entry in place.iterdir()
            if entry.name.startswith(_PREFIX) and entry.name.endswith(ending)
        ]
    except OSError:
        return []


def _is_left(folder: Path, held: contextlib.ExitStack) -> bool:
    """Whether nobody works in the folder; its lock is then held meanwhile. Earlier versions took
    none."""
    found = re.match(rf"{re.escape(_PREFIX)}[0-9a-f]+(?=-)", folder.name)
    file = folder.with_name(f"{found[0]}{_LOCK}") if found else None
    if file is None or not file.exists():
        return True
    lock = _lock(file)
    try:
        lock.acquire(blocking=False)
    except (OSError, Timeout):
        return False
    held.callback(_drop, lock)
    return True


def _taken(place: Path) -> tuple[str, FileLock]:
    """A name for a folder, and its lock, held."""
    while True:
        name = f"{_PREFIX}{secrets.token_hex(6)}"
        lock = _lock(place / f"{name}{_LOCK}")
        # somebody may take it for one that was left, before it is held
        with contextlib.suppress(Timeout):
            lock.acquire(blocking=False)
            if Path(lock.lock_file).exists():
                return name, lock
            lock.release()


def _lock(file: Path) -> FileLock:
    return FileLock(file, thread_local=False)


def _drop(lock: FileLock) -> None:
    """Let a lock go, and its file."""
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()
