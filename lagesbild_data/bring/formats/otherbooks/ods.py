"""What is in an OpenDocument workbook besides values."""

import zipfile
from collections.abc import Mapping

from lagesbild_data.bring import packed
from lagesbild_data.bring.formats.otherbooks.sheet import (
    LOCKED,
    MOVED,
    STRUCK,
    Sheet,
    Total,
    check_records,
    check_sheets,
)
from lagesbild_data.bring.formats.workbook import (
    MOST_COLUMNS,
    check_parts,
)
from lagesbild_data.bring.packed import TooMuch

_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")


def sheets_in(content: zipfile.ZipFile) -> list[Sheet]:
    """The sheets, and what is in them besides values; TooMuch and other errors as open_other."""
    if "META-INF/manifest.xml" in content.namelist() and b"encryption-data" in content.read(
        "META-INF/manifest.xml"
    ):
        raise TooMuch(LOCKED)
    scan = _OdsScan()
    with content.open("content.xml") as xml:
        packed.read_xml(
            xml, scan.start, end=scan.end, text=scan.text, check=lambda: check_records(scan.tags)
        )
    return scan.sheets


class _OdsScan:
    """What the tags of a sheet tell, as they come."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.tags = 0
        self._total = Total()
        self._hidden_styles: set[str] = set()
        self._marked_styles: set[str] = set()
        self._struck_styles: set[str] = set()
        self._style = ""
        self._row = self._rows = self._column = self._columns = 0
        self._is_hidden = False
        self._letters, self._count = 0, (1, 1)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag that begins; the names are those that OpenDocument's programs write."""
        self.tags += 1
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
            check_parts(len(self._hidden_styles))
        elif name == "style:text-properties":
            if any(
                attributes.get(f"style:text-line-through-{what}", "none") != "none"
                for what in ("style", "type")
            ):
                self._struck_styles.add(self._style)
            elif not attributes.get("style:text-position", "0%").startswith("0%"):
                self._marked_styles.add(self._style)
        elif name == "text:span":
            self._mark(attributes.get("text:style-name", ""))
        elif name == "table:table":
            state = (
                "hidden" if attributes.get("table:style-name") in self._hidden_styles else "visible"
            )
            self.sheets.append(Sheet(self._total, attributes.get("table:name", ""), state))
            check_sheets(len(self.sheets))
            self._row = self._rows = self._columns = 0
        elif name == "table:table-column":
            count = _repeated(attributes, "columns", MOST_COLUMNS - self._columns)
            if _is_hidden(attributes):
                hidden = range(self._columns + 1, self._columns + count + 1)
                self.sheets[-1].layout.hidden_columns.update(hidden)
            self._columns += count
        elif name == "table:table-row":
            self._row, self._column = self._row + self._rows, 0
            self._rows, self._is_hidden = _repeated(attributes, "rows"), _is_hidden(attributes)
        elif name in _ODS_CELLS:
            self._cell(attributes)
        elif name == "text:s":
            self._letters += int(attributes.get("text:c", 1))

    def text(self, piece: str) -> None:
        """Text between tags."""
        self._letters += len(piece)

    def end(self, name: str) -> None:
        """A tag that ends."""
        if name in _ODS_CELLS:
            self.sheets[-1].letters += self._letters * self._count[0] * self._count[1]

    def _mark(self, style: str) -> None:
        """Note the look of a piece of the cell's text, where it is raised, lowered or struck
        through."""
        look = (
            STRUCK
            if style in self._struck_styles
            else MOVED
            if style in self._marked_styles
            else ""
        )
        if self.sheets:
            self.sheets[-1].mark((self._row, self._column - self._count[1]), look)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        sheet, at = self.sheets[-1], (self._row, self._column)
        count = (self._rows, _repeated(attributes, "columns"))
        self._column += count[1]
        self._letters, self._count = 0, count
        kind = attributes.get("office:value-type")
        if kind or "table:formula" in attributes:
            sheet.add(at, count)
            if self._is_hidden:  # only where anything stands: people hide all rows down to the last
                sheet.hide(at[0], count[0])
                self._is_hidden = False
            if attributes.get("table:style-name") in self._struck_styles:
                sheet.layout.struck_rows.update(range(at[0] + 1, at[0] + count[0] + 1))
            places = [
                (at[0] + down, at[1] + along)
                for down in range(count[0])
                for along in range(count[1])
            ]
            if "table:formula" in attributes:
                sheet.formulas.update(places)
            if kind == "percentage":
                sheet.percents.update(places)
        along, down = (
            int(attributes.get(f"table:number-{what}-spanned", 1)) for what in ("columns", "rows")
        )
        if along == 1 and down > 1:
            sheet.merge(at[1], at[0], at[0] + down - 1)


def _repeated(attributes: Mapping[str, str], what: str, most: int = 2**40) -> int:
    return max(1, min(int(attributes.get(f"table:number-{what}-repeated", 1)), most))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")
