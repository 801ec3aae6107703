"""What is wrong with data, said so that the person who owns the file can mend it."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from lagesbild_data.words import swedish

_LONGEST = 600
"""So many letters of a message are told: it may quote a cell of any length."""


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands and what is allowed there."""

    place: str
    """The file or table."""
    message: str
    row: int | None = None
    """Line of the file (the heading is line 1), or row of the table."""
    column: str = ""
    twin: int | None = None
    """The line that has the same key, which the message leads up to."""
    unknown: tuple[str, str] | None = None
    """A value that leads nowhere, and the table that lacks it."""

    def __str__(self) -> str:
        row = f" rad {self.row}" if self.row is not None else ""
        column = f", kolumn {self.column}" if self.column else ""
        twin = f" på rad {self.twin}" if self.twin is not None else ""
        message = self.message
        if len(message) > _LONGEST:
            message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"
        told = f"{self.place}{row}{column}: {message}{twin}"
        return told.encode(errors="replace").decode()  # what isn't text can't be printed


class InvalidStore(Exception):  # noqa: N818 - it names the state, as StopIteration does
    """Data that can't be used; `problems` holds every fault found, in the order of the files."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def first(problems: Iterable[Problem], place: str, most: int) -> list[Problem]:
    """The first problems, and how many more there are."""
    rest = iter(problems)
    listed = list(islice(rest, most))
    more = sum(1 for _ in rest)
    return [*listed, Problem(place, f"och {swedish.number(more)} fel till")] if more else listed


_REASONS = {
    errno.ENOENT: "finns inte",
    errno.EEXIST: "finns redan",
    errno.EACCES: "åtkomst nekad",
    errno.EPERM: "åtkomst nekad",
    errno.EISDIR: "är en mapp",
    errno.ENOTDIR: "är inte en mapp",
    errno.ENOSPC: "disken är full",
    errno.EFBIG: "disken är full",
    errno.EDQUOT: "disken är full",
    errno.EROFS: "disken är skrivskyddad",
}


def reason(error: OSError, otherwise: str) -> str:
    """Why a file couldn't be read or written, in Swedish where the cause is a common one."""
    return _REASONS.get(error.errno or 0, otherwise)
