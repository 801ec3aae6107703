"""Text and tables divided so that every page holds what is on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from briefing.text import LINE, lines

Item = TypeVar("Item")
_SHARES = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55)


def paragraphs(
    texts: Sequence[str], size: float, width: float, height: float, gap: float
) -> list[list[str]]:
    """The paragraphs on pages of this height in points, with a gap after each; one longer than a
    page is divided."""
    broken = [lines(text, size, width) for text in texts]

    def divided(height: float) -> list[list[str]]:
        most = max(1, int(height // (size * LINE)))
        pages: list[list[str]] = []
        left = 0.0
        for piece in (
            text[start : start + most] for text in broken for start in range(0, len(text), most)
        ):
            taken = len(piece) * size * LINE
            if not pages or taken > left:
                pages.append([])
                left = height
            pages[-1].append("".join(piece).rstrip())
            left -= taken + gap
        return pages

    return _even(divided, height)


def _even(divided: Callable[[float], list[list[Item]]], height: float) -> list[list[Item]]:
    """The same pages filled more evenly, where that takes no more pages and divides nothing
    more."""
    pages = divided(height)
    for share in _SHARES if len(pages) > 1 else ():
        lower = divided(height * share)
        if (len(lower), sum(map(len, lower))) == (len(pages), sum(map(len, pages))):
            pages = lower
    return pages


@dataclass(frozen=True)
class Tall:
    """A row of a table, or as much of it as a page holds, and its height in points."""

    cells: list[str]
    height: float
    row: int
    """Which row of the table it is."""
    is_first: bool
    """Whether it begins the row."""


def rows(
    table: Sequence[list[str]],
    widths: Sequence[float],
    size: float,
    height: float,
    padding: tuple[float, float],
) -> list[list[Tall]]:
    """The rows on pages of this height in points; a row taller than a page is divided, its first
    line repeated.

    `padding` is what a cell has around its text, both sides together: across and down. Text is
    measured as if it were bold, so that there is room whichever it is.
    """
    across, down = padding
    broken = [
        [
            lines(cell, size, width - across, bold=True)
            for cell, width in zip(row, widths, strict=True)
        ]
        for row in table
    ]

    def divided(height: float) -> list[list[Tall]]:
        most = max(1, int((height - down) // (size * LINE)))
        pages: list[list[Tall]] = []
        left = 0.0
        for number, row in enumerate(broken):
            for start in range(0, max(map(len, row)), most):
                part = [cell[start : start + most] for cell in row]
                part[0] = part[0] or row[0][:1]
                cells = ["".join(cell).rstrip("\n") for cell in part]
                tall = Tall(cells, max(map(len, part)) * size * LINE + down, number, start == 0)
                if not pages or tall.height > left:
                    pages.append([])
                    left = height
                pages[-1].append(tall)
                left -= tall.height
        return pages

    return _even(divided, height)
