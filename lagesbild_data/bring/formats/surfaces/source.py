"""A file that is opened: its content, what lies beside it, and a folder of its own to work in."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.surfaces.layer import check_size
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.words import swedish


@dataclass(frozen=True)
class Content:
    """What lies beside a file: how many bytes it is, and these when they are asked for."""

    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Source:
    """A file and what belongs to it."""

    upload: Upload
    folder: Path
    """Empty, and for this file alone: GDAL looks for more beside what it opens."""
    beside: Callable[[str], Content | None]
    """The content of the file that is called as this one but for its ending, as `.dbf`; as it and
    more, as `-wal`."""
    reading: Reading
    context: Context
    is_in_place: bool
    """Whether the file lies where its owner has it, with all that is beside it there."""

    def gathered(
        self, ending: str, needed: Sequence[str] = (), more: Sequence[str] = (), called: str = ""
    ) -> Path:
        """A copy of the file and what belongs to it, with names of our own, which GDAL takes for
        nothing else; InvalidStore where something needed is missing, or all is too large, before
        anything is copied.
        """
        found = {part: content for part in (*needed, *more) if (content := self.beside(part))}
        if missing := [part for part in needed if part not in found]:
            self.upload.refuse(
                f"saknar {swedish.enumerate_words(missing)}, som hör till {called}; packa alla dess"
                f" filer ({', '.join((ending, *needed, *more))}) i en zip-fil och läs in den"
            )
        check_size(
            self.upload,
            [self.upload.path.stat().st_size, *(content.size for content in found.values())],
        )
        path = self.folder / f"ytor{ending}"
        shutil.copyfile(self.upload.path, path)
        for part, content in found.items():
            with (
                content.open() as file,
                (self.folder / renamed(path.name, part)).open("wb") as copy,
            ):
                shutil.copyfileobj(file, copy)
        return path


def renamed(name: str, part: str) -> str:
    """What a file that belongs to this one is called."""
    return f"{name.rpartition('.')[0] if part.startswith('.') else name}{part}"
