"""OLE containers, in which Office kept its documents before 2007: what they hold, read without
trusting it."""

import struct
from functools import cached_property
from pathlib import Path

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How each begins."""
MOST = 60 * 2**20
"""Bytes of one that is read; a workbook with a million cells is some 20 MB."""
_LAST = 0xFFFFFFFA
"""Numbers from this on are no sectors."""


def is_container(path: Path) -> bool:
    """Whether a file is one, by how it begins: anything may follow it, a zip file too."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def names_in(path: Path) -> set[str]:
    """The names of what a container holds; none where the file is no such, is damaged or very
    large."""
    if not is_container(path) or path.stat().st_size > MOST:
        return set()
    try:
        return Container(path.read_bytes()).names
    except (ValueError, IndexError, struct.error):
        return set()


class Container:
    """A container; ValueError, IndexError or struct.error where it is damaged."""

    def __init__(self, content: bytes):
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if not content.startswith(_MAGIC) or shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no container")
        self._size = 1 << shift
        self._begin, self._cutoff, self._minis = struct.unpack_from("<I4xII", content, 48)
        more, count = struct.unpack_from("<II", content, 68)
        listed = [*struct.unpack_from("<109I", content, 76)]
        in_table = self._size // 4
        # tables tell of all sectors; a file may list more
        most = len(content) // self._size // in_table + 1
        for _ in range(min(count, most)):
            if more >= _LAST:
                break
            *sectors, more = struct.unpack(f"<{in_table}I", self._sector(more))
            listed += sectors
        tables = list(dict.fromkeys(sector for sector in listed if sector < _LAST))[:most]
        self._next = [
            number
            for table in tables
            for number in struct.unpack(f"<{in_table}I", self._sector(table))
        ]

    @cached_property
    def _entries(self) -> dict[str, tuple[int, int]]:
        """Where each stream begins and how long it is, by name; one that no name is given is the
        root."""
        directory = self._chain(self._begin)
        found: dict[str, tuple[int, int]] = {}
        for at in range(0, len(directory), 128):
            length, kind, start, size = struct.unpack_from("<HB49xII", directory, at + 64)
            if kind:
                name = directory[at : at + max(min(length, 64) - 2, 0)].decode(
                    "utf-16-le", "replace"
                )
                found.setdefault("" if kind == 5 else name, (start, size))
                if size > len(self._content) and kind == 2:
                    raise ValueError("a stream longer than the file")
        return found

    @property
    def names(self) -> set[str]:
        """The names of what it holds."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """A stream by name; KeyError where there is none."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        minis = self._chain(self._entries[""][0])
        table = self._chain(self._minis)
        following = struct.unpack(f"<{len(table) // 4}I", table)
        parts: list[bytes] = []
        while start < len(following) and len(parts) <= len(following):
            parts.append(minis[start * 64 : start * 64 + 64])
            start = following[start]
        return b"".join(parts)[:size]

    def _chain(self, sector: int) -> bytes:
        """The sectors one after another; ValueError where they go in a ring."""
        parts: list[bytes] = []
        while sector < _LAST:
            parts.append(self._sector(sector))
            if len(parts) > len(self._next):
                raise ValueError("a ring of sectors")
            sector = self._next[sector]
        return b"".join(parts)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise ValueError("a sector outside the file")
        return self._content[start : start + self._size].ljust(self._size, b"\0")
