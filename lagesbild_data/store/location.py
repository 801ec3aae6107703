"""Where a store is, and what tells that its files have changed."""

import contextlib
import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.store import areafile, csv_folder

PUBLISHED = Path(__file__).parents[1] / "publicerat"
SQLITE_SUFFIXES = (".sqlite", ".sqlite3", ".db")
State = list[tuple[str, int, int, int]]
"""Name, time of change, size and identity of each file of a store, and the identity of its folder.
"""


@dataclass(frozen=True)
class Location:
    """Where a store is: `path` for a CSV folder or SQLite file, else `url` alone."""

    text: str
    url: str
    path: Path | None
    is_folder: bool

    @classmethod
    def parse(cls, text: str | Path) -> "Location":
        """The location that a user wrote; a bare path without a SQLite ending is a CSV folder."""
        name = str(text)
        if name.startswith("sqlite:///"):
            return cls(name, "", Path(name.removeprefix("sqlite:///")), False)
        if "://" in name:
            return cls(name, name, None, False)
        path = Path(name)
        return cls(name, "", path, path.is_dir() or path.suffix.lower() not in SQLITE_SUFFIXES)

    @property
    def shown(self) -> str:
        """The text as others may see it: without the password of a URL."""
        return shown(self.text)

    @property
    def surfaces_file(self) -> Path | None:
        """The file with the store's own area surfaces, if it has one: omraden.geojson in a folder.
        Beside a database earlier versions wrote NAME.geojson, which is read where the database has
        no table for them.
        """
        if self.path is None:
            return None
        file = self.path / areafile.NAME if self.is_folder else self.path.with_suffix(".geojson")
        return file if file.exists() else None

    @property
    def reports(self) -> Path | None:
        """The folder's file of single reports, if it has one."""
        file = self.path / f"{REPORTS.name}.csv" if self.path and self.is_folder else None
        return file if file and file.exists() else None

    def fingerprint(self) -> str:
        """Changes whenever a file of the store changes, for a URL every minute; cheap enough for
        every page view."""
        if self.path is None:
            return f"{self.url} {int(time.time() // 60)}"
        # What isn't there may come back as it was, but it isn't the same.
        return f"{self.path.absolute()} {self.state() or time.time_ns()}"

    def state(self) -> State:
        """What tells whether any of its files has changed, or its folder been replaced; nothing of
        a URL."""
        if self.path is None or self.is_folder:
            return self.state_of_files()
        return (
            stats([self.path, self.path.with_name(f"{self.path.name}-wal")]) + self.state_of_files()
        )

    def state_of_files(self) -> State:
        """The state of what isn't read in a transaction."""
        surfaces = self.surfaces_file  # asked once: it may go away meanwhile
        files = [surfaces] if surfaces else []
        if self.path is None or not self.is_folder:
            return stats(files)
        with contextlib.suppress(OSError):
            identity = self.path.stat().st_ino
            return [("", 0, 0, identity), *stats(csv_folder.csv_files(self.path) + files)]
        return []

    def identity(self) -> str:
        """Changes when the store is replaced, but not when a SQLite database is written in
        place."""
        if self.path is None or self.is_folder:
            return self.fingerprint()
        try:
            # Asked through SQLite: to open and close the file itself would drop this process's
            # locks on it.
            uri = f"{self.path.absolute().as_uri()}?mode=rw"
            with contextlib.closing(sqlite3.connect(uri, uri=True)) as database:
                [stamp] = database.execute("PRAGMA user_version").fetchone()
            found = f"{self.path.stat().st_ino} {stamp}"
        except (OSError, sqlite3.Error):
            return self.fingerprint()
        return f"{self.path.absolute()} {found} {self.state_of_files()}"


def stats(files: list[Path]) -> State:
    """The state of the files that exist, also where one goes away meanwhile."""
    stats = []
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            stat = file.stat()
            stats.append((file.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return stats


def shown(place: Path | str) -> str:
    """A place as others may see it: without the password of a URL."""
    return re.sub("(://[^:/@]*:).*@", r"\1***@", str(place))
