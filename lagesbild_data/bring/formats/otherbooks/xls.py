"""What is in a workbook of Excel 97–2003 (.xls) besides values."""

import struct
from pathlib import Path

from lagesbild_data.bring.formats import ole
from lagesbild_data.bring.formats.otherbooks.fonts import Fonts
from lagesbild_data.bring.formats.otherbooks.sheet import (
    ERRORS,
    LOCKED,
    MACROS,
    PERCENT_IDS,
    At,
    Sheet,
    Total,
    check_sheets,
)
from lagesbild_data.bring.formats.workbook import (
    check_parts,
    is_percent,
)
from lagesbild_data.bring.packed import NotXml, TooMuch


def sheets_in(path: Path) -> list[Sheet]:
    """The sheets, and what is in them besides values; TooMuch and other errors as open_other."""
    container = ole.Container(path.read_bytes())
    stream = container.stream("Workbook" if "Workbook" in container.names else "Book")
    begins: dict[int, Sheet] = {}
    total = Total()
    looks: list[tuple[int, int]] = []
    formats, fonts, font = set(PERCENT_IDS), Fonts(), 0
    cells: list[tuple[Sheet, At, int]] = []
    shared: list[tuple[Sheet, At, int]] = []
    texts: list[bytes] = []
    sheet, depth, before, at = None, 0, 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        if kind == 0x809:
            depth += 1
            sheet = begins.get(at, sheet) if depth == 1 else sheet
        elif kind == 0x0A:
            depth = max(depth - 1, 0)
            sheet = sheet if depth else None
        elif kind == 0x2F:
            raise TooMuch(LOCKED)
        elif kind == 0x85:
            begin, state, what = struct.unpack_from("<IBB", data)
            if what in (1, 6):
                raise TooMuch(MACROS)
            if begin in begins:
                raise NotXml("sheets that are one")
            begins[begin] = Sheet(total, sheet_state="hidden" if state & 3 else "visible")
            check_sheets(len(begins))
        elif kind == 0x41E and is_percent(data[2:].replace(b"\0", b"").decode("latin-1")):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == 0x31:
            fonts.add(font, data, 8)
            font += 2 if font == 3 else 1  # none has the number 4
        elif kind == 0xE0:
            looks.append(struct.unpack_from("<HH", data))
            check_parts(len(looks))
        elif kind == 0xFC or (kind == 0x3C and before in (0xFC, 0x3C) and sheet is None):
            texts.append(data)
        elif sheet is not None and depth == 1:
            _xls_cell(sheet, kind, data, cells)
            if kind == 0xFD:
                row, column, _, number = struct.unpack_from("<3HI", data)
                shared.append((sheet, (row, column), number))
            elif kind == 0xD6:
                sheet.mark(struct.unpack_from("<HH", data), _look_of_rich(data, fonts))
        before = kind
        at += 4 + size
    lengths, marks = _lengths(texts, fonts)
    for holder, place, number in shared:
        holder.letters += lengths[number]
        holder.mark(place, marks.get(number, ""))
    percents = {number for number, (_, shown) in enumerate(looks) if shown in formats}
    struck = {number for number, (in_font, _) in enumerate(looks) if in_font in fonts.struck}
    for found, place, style in cells:
        if style in percents:
            found.percents.add(place)
        if style in struck:
            found.layout.struck_rows.add(place[0] + 1)
    return list(begins.values())


def _look_of_rich(data: bytes, fonts: Fonts) -> str:
    """How the text of a cell that has it to itself is marked, in a record of Excel 97 or of the
    version before it."""
    [length, flags] = struct.unpack_from("<HB", data, 6)
    end = 9 + length * (1 + (flags & 1))
    if end + 2 + 4 * int.from_bytes(data[end : end + 2], "little") == len(data):
        return fonts.look(struct.iter_unpack("<HH", data[end + 2 :]), length)
    return fonts.look(struct.iter_unpack("<BB", data[9 + length :][: 2 * data[8 + length]]), length)


def _lengths(parts: list[bytes], fonts: Fonts) -> tuple[list[int], dict[int, str]]:
    """How long the texts are that cells share, and how those are marked that have several fonts, by
    number, given the record of them and those that continue it."""
    lengths: list[int] = []
    marks: dict[int, str] = {}
    if not parts:
        return lengths, marks
    part, at = 0, 8
    [count] = struct.unpack_from("<I", parts[0], 4)

    def take(size: int) -> bytes:
        nonlocal part, at
        taken = parts[part][at : at + size]
        at += size
        while at > len(parts[part]):
            at, part = at - len(parts[part]), part + 1
            taken += parts[part][:at]
        return taken

    while len(lengths) < count:
        if at >= len(parts[part]):
            part, at = part + 1, 0
        length, flags = struct.unpack_from("<HB", parts[part], at)
        lengths.append(length)
        at += 3
        runs = struct.unpack_from("<H", parts[part], at)[0] if flags & 8 else 0
        at += 2 if flags & 8 else 0
        sounds = struct.unpack_from("<I", parts[part], at)[0] if flags & 4 else 0
        at += 4 if flags & 4 else 0
        # where a text goes on in the next part it is told anew how wide its letters are
        while length:
            width = 1 + (flags & 1)
            there = min(length, (len(parts[part]) - at) // width)
            length, at = length - there, at + there * width
            if length:
                part, flags, at = part + 1, parts[part + 1][0], 1
        if runs:
            marks[len(lengths) - 1] = fonts.look(
                struct.iter_unpack("<HH", take(4 * runs)), lengths[-1]
            )
        take(sounds)
    return lengths, marks


def _xls_cell(sheet: Sheet, kind: int, data: bytes, cells: list[tuple[Sheet, At, int]]) -> None:
    """Note what a record of a sheet says; a cell's look is known when all has been read."""
    if kind in (0x203, 0x204, 0x205, 0xFD, 0xD6, 0x27E, 0x06, 0x206, 0x406):
        row, column, style = struct.unpack_from("<3H", data)
        sheet.add((row, column))
        cells.append((sheet, (row, column), style))
        if kind & 0xFF == 0x06:
            sheet.formulas.add((row, column))
        if kind == 0x205 and data[7]:
            sheet.errors[row, column] = ERRORS.get(data[6], "#N/A")
    elif kind == 0xBD:
        row, column = struct.unpack_from("<2H", data)
        count = (len(data) - 6) // 6
        sheet.add((row, column), (1, count))
        cells += (
            (sheet, (row, column + number), struct.unpack_from("<H", data, 4 + 6 * number)[0])
            for number in range(count)
        )
    elif kind == 0x208:
        row, flags = struct.unpack_from("<H10xH", data)
        if flags & 32:
            sheet.hide(row)
    elif kind == 0x7D:
        first, last, _, _, flags = struct.unpack_from("<5H", data)
        if flags & 1:
            sheet.layout.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    elif kind == 0xE5:
        for number in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * number)
            if left == right and top < bottom:
                sheet.merge(left, top, bottom)
