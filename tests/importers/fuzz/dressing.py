"""How files of texts, numbers and cells differ in form, whatever they say.

The lists at the top are what the importers are to read. An encoding or a sign that they learn to
read is added here, and is then in the files of every format.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import openpyxl

from .case import Draw, nfd

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "iso-8859-1", "cp850", "mac_roman")
"""Of texts in lines."""
JSON_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
LINE_ENDS = ("\n", "\r\n", "\r")
SPACES = ("", " ", "\u00a0", "\u202f")
"""Between thousands."""
MINUS = ("-", "\u2212", "\u2011", "–")
DELIMITERS = (";", ",", "\t")
DOTS = ("..", ".", "…", ":")
"""For a number that isn't known."""
DASHES = ("-", "–")
"""For nought among counts."""
DASHES_OF_SHARES = DASHES
"""For a share or a mean that isn't known."""
BREAKS_ARE_LINE_ENDS = False
"""Whether a line break within a field is written as the ends of lines are, and not as \\n."""
NAMES_ARE_DECOMPOSED = True
"""Whether names of places may have their dots and rings as signs of their own."""


def encoded(
    d: Draw, text: str, encodings: Sequence[str] = ENCODINGS, *, line_ends: bool = True
) -> bytes:
    """A text as a file; what an encoding lacks is written as people then write it."""
    encoding = d.pick(encodings)
    if line_ends:
        text = text.replace("\n", d.pick(LINE_ENDS))  # also those within a field
    return packed(text, encoding)


def packed(text: str, encoding: str) -> bytes:
    """The text in an encoding, with plainer signs where it lacks them."""
    if not encoding.startswith("utf"):
        text = unicodedata.normalize("NFC", text)
        for sign, plainer in (
            ("\u202f", "\u00a0"),
            ("\u2212", "-"),
            ("\u2011", "-"),
            ("\u200b", ""),
            ("…", "..."),
        ):
            text = text.replace(sign, plainer)
        if encoding not in ("cp1252", "mac_roman"):
            text = text.replace("–", "-")
    return text.encode(encoding)


def named(d: Draw, name: str) -> str:
    """A place's name as files write it."""
    ways: list[Callable[[str], str]] = [
        str,
        str.upper,
        lambda text: f" {text}",
        lambda text: f"{text} ",
    ]
    ways += [nfd] if NAMES_ARE_DECOMPOSED else []
    return d.pick(ways)(name) if d.chance(4) else name


def number(d: Draw, value: int | Decimal, mark: str = ",") -> str:
    """A number as text, with a space of some kind between thousands."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    whole, _, decimals = text.partition(".")
    whole = whole.replace(",", d.pick(SPACES) if len(whole) > 4 else "").replace("-", d.pick(MINUS))
    return f"{whole}{mark}{decimals}" if decimals else whole


def lines(
    d: Draw, rows: Iterable[Sequence[str]], delimiter: str, *, quoted: bool | None = None
) -> str:
    """Rows as CSV, in quotes everywhere or where they must be."""
    every = d.chance(5) if quoted is None else quoted
    file = io.StringIO()
    csv.writer(
        file,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL,
        lineterminator="\n",
    ).writerows(rows)
    return file.getvalue()


def book(
    sheets: dict[str, Iterable[Sequence[Any]]],
    formats: dict[tuple[str, int, int], str] | None = None,
) -> bytes:
    """A workbook of these sheets, with the formats of some cells by sheet, row and column
    from 1."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for (name, row, column), shown in (formats or {}).items():
        made[name].cell(row, column).number_format = shown
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def cell(d: Draw, value: int | Decimal, mark: str = ",") -> Any:
    """A number as a cell of a workbook: a number, or a text that looks like one."""
    return (
        number(d, value, mark)
        if d.chance(5)
        else float(value)
        if isinstance(value, Decimal)
        else value
    )
