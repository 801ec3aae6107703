"""Workbooks in other forms than .xlsx, written by hand of what the forms' descriptions say."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Percent:
    """A number that is shown as per cent."""

    value: float


@dataclass(frozen=True)
class Formula:
    """A formula and what it gives."""

    value: float


@dataclass(frozen=True)
class Shared:
    """The text with this number of those that cells share."""

    value: int


@dataclass(frozen=True)
class Error:
    """An error, by its number in Excel's binary forms and its text."""

    code: int = 42
    text: str = "#N/A"


@dataclass(frozen=True)
class Sheet:
    """Rows of values, and what is hidden, counted from 1."""

    rows: Sequence[Sequence[Any]]
    is_hidden: bool = False
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    merged: tuple[int, int, int] | None = None
    """A column from 0, and the first and last row of cells that are one."""


def days(value: dt.date | dt.time) -> float:
    """A day or a time as Excel counts them."""
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    at = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return (at - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)


LOOKS = (0, 14, 22, 21, 164)
"""The formats of plain cells, dates, dates with a time, times, and per cent as the file itself
spells it."""


def look(value: Any) -> int:
    """Which of these a value has."""
    kinds = ((dt.datetime, 2), (dt.date, 1), (dt.time, 3), (Percent, 4))
    return next((number for kind, number in kinds if isinstance(value, kind)), 0)


def number_of(value: Any) -> float:
    """The number that stands for a value."""
    if isinstance(value, dt.date | dt.time):
        return days(value)
    return float(value.value if isinstance(value, Percent | Formula) else value)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


# OpenDocument

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
_EMPTY = '<table:table-cell table:number-columns-repeated="{}"/>'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Mapping[str, Sheet]) -> bytes:
    """An .ods."""
    return ods_of("".join(_table(name, sheet) for name, sheet in sheets.items()))


def ods_of(tables: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """An .ods with these tables, as XML."""
    hidden = (
        '<style:style style:name="dold"><style:table-properties'
        ' table:display="false"/></style:style>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}'
        ' office:version="1.3">'
        f"<office:automatic-styles>{hidden}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
        | (more or {})
    )


def _table(name: str, sheet: Sheet) -> str:
    widest = max(map(len, sheet.rows), default=1)
    shown = [
        ' table:visibility="collapse"' if at in sheet.hidden_columns else ""
        for at in range(1, widest + 1)
    ]
    columns = "".join(f"<table:table-column{seen}/>" for seen in shown)
    rows = ""
    for number, row in enumerate(sheet.rows, 1):
        seen = ' table:visibility="filter"' if number in sheet.hidden_rows else ""
        cells = "".join(
            _ods_cell(value, sheet.merged, (number, at)) for at, value in enumerate(row)
        )
        rows += (
            f"<table:table-row{seen}>{cells}<table:table-cell"
            ' table:number-columns-repeated="16000"/></table:table-row>'
        )
    style = ' table:style-name="dold"' if sheet.is_hidden else ""
    rest = (
        "<table:table-row"
        f' table:number-rows-repeated="1048000">{_EMPTY.format(16_384)}</table:table-row>'
    )
    return f'<table:table table:name="{name}"{style}>{columns}{rows}{rest}</table:table>'


def _ods_cell(value: Any, merged: tuple[int, int, int] | None, at: tuple[int, int]) -> str:
    spanned = ""
    if merged and (merged[1], merged[0]) == at:
        spanned = (
            ' table:number-columns-spanned="1"'
            f' table:number-rows-spanned="{merged[2] - merged[1] + 1}"'
        )
    if value is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, bool):
        told = f'boolean" office:boolean-value="{str(value).lower()}'
    elif isinstance(value, dt.time):
        told = f'time" office:time-value="PT{value:%HH%MM%SS}'
    elif isinstance(value, dt.date):
        told = f'date" office:date-value="{value.isoformat()}'
    elif isinstance(value, Percent):
        told = f'percentage" office:value="{value.value}'
    elif isinstance(value, str | Error):
        told = "string"
    else:
        told = f'float" office:value="{number_of(value)}'
    formula = ' table:formula="of:=1+1"' if isinstance(value, Formula) else ""
    text = value.text if isinstance(value, Error) else str(value)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell{spanned}{formula} office:value-type="{told}">{lines}</table:table-cell>'
    )


# Excel's binary workbook


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(data)
    while size >= 128:
        head, size = head + bytes([size & 127 | 128]), size >> 7
    return head + bytes([size]) + data


def wide(text: str) -> bytes:
    """A text with its length."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def xlsb(sheets: Mapping[str, Sheet], is_1904: bool = False, texts: Sequence[str] = ()) -> bytes:
    """An .xlsb, with texts that cells share."""
    numbers = range(1, len(sheets) + 1)
    rels = "".join(
        f'<Relationship Id="rId{at}" Type="x" Target="worksheets/sheet{at}.bin"/>' for at in numbers
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    bundles = b"".join(
        record(156, struct.pack("<II", sheet.is_hidden, at) + wide(f"rId{at}") + wide(name))
        for at, (name, sheet) in enumerate(sheets.items(), 1)
    )
    book = (
        record(131)
        + record(153, struct.pack("<II", is_1904, 0) + wide(""))
        + record(143)
        + bundles
        + record(144)
        + record(132)
    )
    xfs = b"".join(
        record(47, struct.pack("<HHHHBBBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0, 0))
        for number in LOOKS
    )
    shared = record(159, struct.pack("<II", len(texts), len(texts)))
    shared += b"".join(record(19, b"\0" + wide(text)) for text in texts) + record(160)
    percent = record(44, struct.pack("<H", 164) + wide("0.0%"))
    styles = (
        record(278)
        + record(615, struct.pack("<I", 1))
        + percent
        + record(616)
        + record(617, struct.pack("<I", len(LOOKS)))
        + xfs
        + record(618)
        + record(279)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": book,
        "xl/styles.bin": styles,
        "xl/sharedStrings.bin": shared,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{space}">{rels}</Relationships>',
    }
    return zipped(
        parts
        | {
            f"xl/worksheets/sheet{at}.bin": _sheet_bin(sheet)
            for at, sheet in enumerate(sheets.values(), 1)
        }
    )


def _sheet_bin(sheet: Sheet) -> bytes:
    widest = max(map(len, sheet.rows), default=1)
    hidden = b"".join(
        record(60, struct.pack("<IIIIH", at - 1, at - 1, 0, 0, 1)) for at in sheet.hidden_columns
    )
    content = record(129) + record(148, struct.pack("<IIII", 0, len(sheet.rows) - 1, 0, widest - 1))
    content += record(390) + hidden + record(391) + record(145)
    for number, row in enumerate(sheet.rows):
        flags = 16 if number + 1 in sheet.hidden_rows else 0
        content += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        content += b"".join(
            _bin_cell(at, value) for at, value in enumerate(row) if value is not None
        )
    content += record(146)
    if sheet.merged:
        at, first, last = sheet.merged
        content += (
            record(177, struct.pack("<I", 1))
            + record(176, struct.pack("<4I", first - 1, last - 1, at, at))
            + record(178)
        )
    return content + record(130)


def _bin_cell(at: int, value: Any) -> bytes:
    head = struct.pack("<II", at, look(value))
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, str):
        return record(6, head + wide(value))
    if isinstance(value, Error):
        return record(3, head + bytes([value.code]))
    if isinstance(value, Shared):
        return record(7, head + struct.pack("<I", value.value))
    if isinstance(value, Formula):
        return record(9, head + struct.pack("<dHII", value.value, 0, 0, 0))
    return record(5, head + struct.pack("<d", number_of(value)))


# Excel 97-2003


def biff(kind: int, data: bytes = b"") -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def xls(
    sheets: Mapping[str, Sheet],
    is_1904: bool = False,
    streams: Collection[str] = (),
    more: bytes = b"",
) -> bytes:
    """An .xls; `more` stands first in the workbook, and `streams` beside it."""
    formats = biff(0x41E, struct.pack("<HHB", 164, 4, 0) + b"0.0%")
    looks = b"".join(biff(0xE0, struct.pack("<HHH14x", 0, number, 0)) for number in LOOKS)
    first = (
        biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + more
        + biff(0x42, struct.pack("<H", 1200))
    )
    first += biff(0x22, struct.pack("<H", is_1904)) + formats + looks
    names = [name.encode("utf-16-le") for name in sheets]
    at = len(first) + sum(4 + 8 + len(name) for name in names) + 4
    bounds, contents = b"", [_sheet_biff(sheet) for sheet in sheets.values()]
    for name, sheet, content in zip(names, sheets.values(), contents, strict=True):
        bounds += biff(
            0x85, struct.pack("<IBBBB", at, sheet.is_hidden, 0, len(name) // 2, 1) + name
        )
        at += len(content)
    return container(
        {
            "Workbook": first + bounds + biff(0x0A) + b"".join(contents),
            **dict.fromkeys(streams, b"x"),
        }
    )


def texts_of(*texts: str, cut: int = 8000) -> bytes:
    """The record of texts that cells share in an .xls, and those that continue it: no letters are
    kept in two bytes unless they must, and a text that is cut tells how its letters are kept in
    each part."""
    parts, part = [], struct.pack("<II", len(texts), len(texts))
    for text in texts:
        width = 2 if any(ord(letter) > 255 for letter in text) else 1
        encoded, flag = text.encode("utf-16-le" if width == 2 else "latin-1"), bytes([width - 1])
        part += struct.pack("<H", len(text)) + flag
        while encoded:
            room = max(0, cut - len(part)) // width * width
            part, encoded = part + encoded[:room], encoded[room:]
            if encoded:
                parts.append(part)
                part = flag
        if len(part) >= cut:
            parts.append(part)
            part = b""
    first, *rest = [*parts, part]
    return biff(0xFC, first) + b"".join(biff(0x3C, more) for more in rest if more)


def _sheet_biff(sheet: Sheet) -> bytes:
    content = biff(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    content += b"".join(
        biff(0x7D, struct.pack("<6H", at - 1, at - 1, 0, 0, 1, 0)) for at in sheet.hidden_columns
    )
    for number, row in enumerate(sheet.rows):
        flags = 32 if number + 1 in sheet.hidden_rows else 0
        content += biff(0x208, struct.pack("<6HHH", number, 0, len(row), 0, 0, 0, flags, 0))
        content += b"".join(
            _biff_cell(number, at, value) for at, value in enumerate(row) if value is not None
        )
    if sheet.merged:
        at, first, last = sheet.merged
        content += biff(0xE5, struct.pack("<5H", 1, first - 1, last - 1, at, at))
    return content + biff(0x0A)


def _biff_cell(row: int, at: int, value: Any) -> bytes:
    head = struct.pack("<3H", row, at, look(value))
    if isinstance(value, bool | Error):
        is_error = isinstance(value, Error)
        return biff(0x205, head + bytes([value.code if is_error else value, is_error]))
    if isinstance(value, str):
        encoded = value.encode("utf-16-le")
        return biff(0x204, head + struct.pack("<HB", len(encoded) // 2, 1) + encoded)
    if isinstance(value, Shared):
        return biff(0xFD, head + struct.pack("<I", value.value))
    if isinstance(value, Formula):
        return biff(0x06, head + struct.pack("<dHIH", value.value, 0, 0, 0))
    return biff(0x203, head + struct.pack("<d", number_of(value)))


def container(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container; each stream is filled up to be kept in whole sectors."""
    table, body, entries = [], b"", [_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start, count = len(table), len(padded) // 512
        table += [*range(start + 1, start + count), 0xFFFFFFFE]
        body += padded
        entries.append(
            _entry(
                name,
                2,
                start,
                max(len(content), 4096),
                number + 1 if number < len(streams) else 0xFFFFFFFF,
            )
        )
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    first = len(table)
    table += [*range(first + 1, first + len(directory) // 512), 0xFFFFFFFE]
    count = next(count for count in range(1, 200) if (len(table) + count) * 4 <= count * 512)
    fat = len(table)
    table += [0xFFFFFFFD] * count + [0xFFFFFFFF] * (count * 128 - len(table) - count)
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    )
    head += struct.pack("<III4xIIIII", 0, count, first, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [*range(fat, fat + count), *[0xFFFFFFFF] * (109 - count)]
    return (
        head
        + struct.pack("<109I", *listed)
        + body
        + directory
        + struct.pack(f"<{len(table)}I", *table)
    )


def _entry(name: str, kind: int, start: int, size: int, following: int) -> bytes:
    encoded = name.encode("utf-16-le")
    links = (
        (0xFFFFFFFF, 0xFFFFFFFF, following) if kind == 5 else (0xFFFFFFFF, following, 0xFFFFFFFF)
    )
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBB3I36xIQ", len(encoded) + 2, kind, 1, *links, start, size
    )
