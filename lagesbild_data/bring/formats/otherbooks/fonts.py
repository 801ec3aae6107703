"""Fonts of Excel's binary workbooks that are struck through, raised or lowered."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lagesbild_data.bring.formats.otherbooks.sheet import MOVED, STRUCK
from lagesbild_data.bring.formats.workbook import (
    check_parts,
)


@dataclass
class Fonts:
    """Which fonts of a binary workbook are struck through, raised or lowered, by the numbers that
    they are known by."""

    struck: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)

    def add(self, number: int, data: bytes, position: int) -> None:
        """Note the look of a font, whose record tells at this position whether it is raised or
        lowered."""
        check_parts(number)
        if data[2] & 8:
            self.struck.add(number)
        if data[position]:
            self.moved.add(number)

    def look(self, runs: Iterable[tuple[int, ...]], length: int) -> str:
        """How a text of so many letters is marked anywhere, by where each of its fonts begins; ""
        where it isn't."""
        used = {font for start, font in runs if start < length}
        return STRUCK if used & self.struck else MOVED if used & self.moved else ""
