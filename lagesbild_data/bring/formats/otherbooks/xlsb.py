"""What is in Excel's binary workbook (.xlsb) besides values."""

import struct
import zipfile
from collections.abc import Iterator, Mapping

from lagesbild_data.bring import packed
from lagesbild_data.bring.formats.otherbooks.fonts import Fonts
from lagesbild_data.bring.formats.otherbooks.sheet import (
    ERRORS,
    PERCENT_IDS,
    XLSB,
    Sheet,
    Total,
    check_records,
    check_sheets,
)
from lagesbild_data.bring.formats.workbook import (
    MOST_COLUMNS,
    check_cells,
    check_parts,
    is_percent,
)
from lagesbild_data.bring.packed import NotXml


def sheets_in(content: zipfile.ZipFile) -> list[Sheet]:
    """The sheets, and what is in them besides values; TooMuch and other errors as open_other."""
    names = content.namelist()
    paths: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if packed.local(name) == "Relationship":
            paths[attributes["Id"]] = f"xl/{attributes['Target'].removeprefix('/xl/')}"

    with content.open("xl/_rels/workbook.bin.rels") as rels:
        packed.read_xml(rels, start, check=lambda: check_parts(len(paths)))
    fonts, percents, struck = _xlsb_looks(
        content.read("xl/styles.bin") if "xl/styles.bin" in names else b""
    )
    texts = content.read("xl/sharedStrings.bin") if "xl/sharedStrings.bin" in names else b""
    lengths: list[int] = []
    marks: dict[int, str] = {}
    for kind, data in _records(texts):
        if kind == 19:  # BrtSSTItem
            flags, length = struct.unpack_from("<BI", data)
            if flags & 1:
                [count] = struct.unpack_from("<I", data, 5 + 2 * length)
                runs = struct.iter_unpack("<HH", data[9 + 2 * length :][: 4 * count])
                marks[len(lengths)] = fonts.look(runs, length)
            lengths.append(length)
            check_cells(len(lengths))
    sheets: list[Sheet] = []
    total, count = Total(), 0
    for kind, data in _records(content.read(XLSB)):
        if kind != 156:  # BrtBundleSh
            continue
        [length] = struct.unpack_from("<I", data, 8)
        path = paths[data[12 : 12 + 2 * length].decode("utf-16-le")]
        sheet = Sheet(total, sheet_state="hidden" if data[0] else "visible")
        sheets.append(sheet)
        check_sheets(len(sheets))
        row = 0
        for record, cell in _records(content.read(path)):
            count += 1
            check_records(count)
            if record == 0:  # BrtRowHdr
                [row] = struct.unpack_from("<I", cell)
                if cell[11] & 16:
                    sheet.hide(row)
            elif 2 <= record <= 11:  # a cell that isn't empty
                column, style = struct.unpack_from("<II", cell)
                sheet.add((row, column))
                if style & 0xFFFFFF in percents:
                    sheet.percents.add((row, column))
                if style & 0xFFFFFF in struck:
                    sheet.layout.struck_rows.add(row + 1)
                if record >= 8:
                    sheet.formulas.add((row, column))
                if record == 7:  # BrtCellIsst
                    [number] = struct.unpack_from("<I", cell, 8)
                    sheet.letters += lengths[number]
                    sheet.mark((row, column), marks.get(number, ""))
                elif record == 3:
                    sheet.errors[row, column] = ERRORS.get(cell[8], "#N/A")
            elif record == 60:  # BrtColInfo
                first, last, _, _, flags = struct.unpack_from("<IIIIH", cell)
                if flags & 1:
                    sheet.layout.hidden_columns.update(
                        range(first + 1, min(last + 1, MOST_COLUMNS) + 1)
                    )
            elif record == 176:  # BrtMergeCell
                top, bottom, left, right = struct.unpack_from("<4I", cell)
                if left == right and top < bottom:
                    sheet.merge(left, top, bottom)
    return sheets


def _xlsb_looks(styles: bytes) -> tuple[Fonts, set[int], set[int]]:
    """The fonts, and the looks of cells that show a number as per cent, and of those that are
    struck through."""
    fonts, formats, percents, struck = Fonts(), set(PERCENT_IDS), set[int](), set[int]()
    number, font, in_cells = 0, 0, False
    for kind, data in _records(styles):
        if kind == 43:  # BrtFont
            fonts.add(font, data, 6)
            font += 1
        elif kind == 44 and is_percent(data[6:].decode("utf-16-le", "replace")):  # BrtFmt
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind in (617, 618):  # the list of looks begins and ends
            in_cells = kind == 617
        elif kind == 47 and in_cells:  # BrtXF
            shown, in_font = struct.unpack_from("<HH", data, 2)
            if shown in formats:
                percents.add(number)
            if in_font in fonts.struck:
                struck.add(number)
            number += 1
            check_parts(number)
    return fonts, percents, struck


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of a binary workbook: what each is, and what it holds."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at, 2)
        size, at = _varying(data, at, 4)
        if at + size > len(data):
            raise NotXml("a record that is cut")
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of so many bytes at most, seven bits in each, and where it ends."""
    number = 0
    for shift in range(most):
        byte = data[at + shift]
        number |= (byte & 127) << 7 * shift
        if byte < 128:
            break
    return number, at + shift + 1
