"""How much room text takes: widths and lines in the document's font, before any program has drawn
it."""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import typst
from PIL import ImageFont

FONTS = Path(__file__).parent / "typsnitt"
"""Liberation Sans, as wide as Arial in every letter."""
LINE = 1.2
"""Height of a line in sizes of the font."""
_UNITS = 1000
_SHORT = 60
"""Words of so many letters come again and again; longer ones are measured bit by bit."""
_PIECE = re.compile(r"[^ \n]*[ \n]|[^ \n]+")
_SAFE = 1.03
"""Programs round widths differently: a line is counted a little wider than it is."""


@cache
def typesetting() -> typst.Fonts:
    """Our fonts and those that come with Typst, and none of the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "Bold" if bold else "Regular"
    return ImageFont.truetype(
        FONTS / f"LiberationSans-{name}.ttf", _UNITS, layout_engine=ImageFont.Layout.BASIC
    )


@lru_cache(maxsize=20_000)
def _units(word: str, bold: bool) -> float:
    return _font(bold).getlength(word) * _SAFE


def width(text: str, size: float, bold: bool = False) -> float:
    """The width in points of text on one line."""
    return sum(_units(word, bold) for word in _pieces(text)) * size / _UNITS


def lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text broken into lines no wider than `room` points; joined again they are the text.

    A line ends after a space or line break, or inside a word that is wider than a line.
    """
    found, line, used = [], "", 0.0
    units = room * _UNITS / size
    for piece in _fitting(text, size, room, bold):
        taken = _units(piece.rstrip(), bold)
        if line and (used + taken > units or line.endswith("\n")):
            found.append(line)
            line, used = "", 0.0
        line += piece
        used += taken if piece[-1:] != " " else _units(piece, bold)
    return [*found, line]


def _pieces(text: str) -> list[str]:
    """Words with the spaces and line breaks after them."""
    return _PIECE.findall(text)


def _fitting(text: str, size: float, room: float, bold: bool) -> Iterable[str]:
    """The pieces of the text, those wider than the room cut."""
    for piece in _pieces(text):
        while (fits := _fits(piece, size, room, bold)) < len(piece):
            yield piece[:fits]
            piece = piece[fits:]
        yield piece


def _fits(piece: str, size: float, room: float, bold: bool) -> int:
    """How many signs of the piece are no wider than the room, one at least; all of them when its
    word is not."""
    word = piece.rstrip()
    if len(word) <= _SHORT and _units(word, bold) * size / _UNITS <= room:
        return len(piece)

    def too_wide(signs: int) -> bool:
        return _font(bold).getlength(word[:signs]) * _SAFE * size / _UNITS > room

    most = 1  # never measure much more than the room: a text may be one long word
    while most < len(word) and not too_wide(most):
        most = min(2 * most, len(word))
    if not too_wide(most):
        return len(piece)
    return max(1, bisect(range(1, most), False, key=too_wide)) if len(word) > 1 else len(piece)


def breakable(text: str, size: float, room: float) -> str:
    """The text with zero-width spaces where words wider than `room` points may break."""
    pieces = (list(_fitting(piece, size, room, bold=True)) for piece in _pieces(text))
    return "".join("\N{ZERO WIDTH SPACE}".join(parts) for parts in pieces)


def height(text: str, size: float, room: float, bold: bool = False) -> float:
    """The height in points of text in lines no wider than `room` points."""
    return len(lines(text, size, room, bold)) * size * LINE


def column_widths(
    rows: Sequence[Sequence[str]], size: float, room: float, padding: float
) -> list[float]:
    """Widths in points, together `room`, of columns that hold these cells (the first row is the
    headings).

    Every column has room for its longest word if that can be; what is left is shared by how much
    text there is.
    """
    columns = list(zip(*rows, strict=True))
    least = [_longest_word(column, size) + padding for column in columns]
    wanted = [max(width(cell, size, bold=True) for cell in column) + padding for column in columns]
    if sum(wanted) <= room:
        spare = (room - sum(wanted)) / len(columns)
        return [each + spare for each in wanted]
    if sum(least) > room:
        widest = _cap(least, room)
        return [min(each, widest) for each in least]
    more = [max(0.0, (want - low)) ** 0.6 for want, low in zip(wanted, least, strict=True)]
    share = (room - sum(least)) / sum(more)
    return [low + share * extra for low, extra in zip(least, more, strict=True)]


def words_fit(rows: Sequence[Sequence[str]], size: float, room: float, padding: float) -> bool:
    """Whether `room` points are enough for columns that break no word of these cells."""
    return sum(_longest_word(column, size) + padding for column in zip(*rows, strict=True)) <= room


def _longest_word(column: Iterable[str], size: float) -> float:
    words = (piece.rstrip() for cell in column for piece in _pieces(cell))
    return max((width(word, size, bold=True) for word in words), default=0.0)


def _cap(widths: Sequence[float], room: float) -> float:
    """The greatest width that, when no column is wider, makes the columns fill the room."""
    left = room
    for number, each in enumerate(sorted(widths)):
        share = left / (len(widths) - number)
        if each > share:
            return share
        left -= each
    return max(widths)
