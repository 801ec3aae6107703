"""The numbers of a sheet of Brå's workbook, and what its headings and title say of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from openpyxl.utils import get_column_letter

from lagesbild_data.bring.formats import units
from lagesbild_data.bring.formats.bra import is_preliminary, unmarked
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.periods import period_of
from lagesbild_data.bring.formats.reading import (
    COUNTS,
    MEASURED,
    Missing,
    Reading,
    is_note,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import (
    GROUPS,
    OTHER_YEAR,
    PRELIMINARY,
    YEARS,
    is_between_years,
)
from lagesbild_data.words import swedish

PERCENT = "procent"
_YEARS = re.compile(rf"\b{YEARS}\b")
_PRELIMINARY = re.compile(PRELIMINARY, re.IGNORECASE)
_HEADING_ROWS = 6
_GROUP = re.compile(rf"\b({GROUPS})\b")
"""The part of the people that a column is about."""
_OF_ALL = re.compile(
    r"procent(andel)?|andel(en)?|%|totalt?|samtliga|alla|befolkning(en)?|invånare|personer|svar(ande|at)?|ntu|värde"
    r"|otrygga?|oroliga?|utsatta?|\b(av|i|bland|den|som)\b|16\s?[-–—]\s?8[45]\s?år|[\s().,:;*¹²]"
)
"""What the heading of a share says and still is about all."""
_PART_IN_TITLE = re.compile(
    r"\bbland\s+(?!befolkning|invånar|alla\b|samtliga|personer\b)\w+"
    rf"|(?<!mot )\b({GROUPS}|unga|ungdomar|äldre)\b"
    r"|\b(?!16\s?[-–—]\s?8[45])\d\d\s?[-–—]\s?\d\d\s?år\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(kommun|kn|län|landet|riket|sverige)\b", re.IGNORECASE)


_VALUE, LOW, HIGH, BOTH, COUNT, _PART = "värde", "nedre", "övre", "intervall", "svar", "del"
_Years = tuple[int, int]
"""The last of the years that a number is of, and how many they are."""
Key = tuple[str, _Years]
"""An area and years."""


@dataclass(frozen=True)
class Cell:
    """A number as it stands in a sheet, and what its headings say of it."""

    line: int
    heading: str
    geography: str
    kind: str
    unit: str
    """Only for a value, and for what a part of the people is called."""
    years: _Years | None
    """None where the heading tells none, or several that aren't taken together."""
    preliminary: bool
    text: str
    under: str = ""
    """What stands alone in a row, or in a heading, below the first numbers and above this one."""


@dataclass
class Sheet:
    """A sheet's numbers: values by unit and by how many years they are of, the others by kind."""

    name: str
    place: str
    title: str
    values: dict[tuple[str, int], dict[Key, Cell]] = field(default_factory=dict)
    others: dict[str, dict[Key, Cell]] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    """Headings, and titles, of numbers that are about a part of the people, which aren't read."""

    @property
    def part(self) -> str:
        """The sheet's title or name where it is about a part of the people; crimes against them are
        no part."""
        said = (text for text in (self.title, self.name) if _PART_IN_TITLE.search(text))
        return "" if self.is_reported else next(said, "")

    @property
    def is_reported(self) -> bool:
        """Whether it is about reported crimes and not about the survey."""
        return "(anmälda)" in self.name.casefold()

    @property
    def missing(self) -> Missing:
        """What a dash means: no crimes where they are counted, no answer in the survey."""
        return COUNTS if self.is_reported else MEASURED

    @property
    def tells_answers(self) -> bool:
        """Whether it is about how many answered, for all the other sheets of the survey."""
        return any(text.casefold().startswith("antal svar") for text in (self.name, self.title))


def sheet_of(reading: Reading, upload: Upload, names: Names, name: str, lines: list[Line]) -> Sheet:
    """The numbers of a sheet by what they are; what of it isn't read is told."""
    sheet = Sheet(name, f"{upload.name} {name}", _title(lines))
    cells = list(cells_in(lines))
    years = {cell.years for cell in cells if cell.years}
    unread = dict.fromkeys(cell.heading for cell in cells if not (cell.years or cell.kind == COUNT))
    if unread:
        columns = swedish.enumerate_some([f'"{heading}"' for heading in unread], 5)
        reading.notes.append(
            f"Bladet {name}: {columns} läses inte, för rubriken säger inte ett år eller vilka år."
        )
    if pooled := sorted({cell.heading for cell in cells if cell.years and cell.years[1] > 1}):
        columns = swedish.enumerate_some([f'"{heading}"' for heading in pooled], 5)
        reading.notes.append(
            f"Bladet {name}: {columns} gäller flera år tillsammans. De blir en egen indikator, och "
            "talen står vid det sista året."
        )
    areas = {
        geography: names.find("omraden", unmarked(geography))
        for geography in dict.fromkeys(cell.geography for cell in cells)
    }
    if len(years) > 1 and any(not cell.years for cell in cells if cell.kind == COUNT):
        reading.notes.append(
            f"Antal svar utan årtal på bladet {name} tas inte med: bladet har flera år."
        )
    for cell in cells:
        omrade_id = areas[cell.geography]
        period = cell.years or (min(years) if len(years) == 1 and cell.kind == COUNT else None)
        if omrade_id is None or period is None:
            continue
        if sheet.part or cell.under or cell.kind == _PART:
            sheet.parts.add(sheet.part or cell.under or cell.unit)
            continue
        is_value = cell.kind == _VALUE
        kept = (
            sheet.values.setdefault((cell.unit, period[1]), {})
            if is_value
            else sheet.others.setdefault(cell.kind, {})
        )
        if (omrade_id, period) in kept:
            message = f"{cell.geography} har redan ett tal för {in_words(period)}"
            reading.fault(sheet.place, cell.line, cell.heading, message)
        kept.setdefault((omrade_id, period), cell)
    return sheet


def in_words(years: _Years) -> str:
    """Years as people write them: 2021–2023, or 2023."""
    last, count = years
    return f"{last - count + 1}–{last}" if count > 1 else str(last)


def _title(lines: list[Line]) -> str:
    """The text that stands alone on the first row."""
    first = lines[0][1] if lines else [""]
    return "" if any(first[1:]) else first[0]


def cells_in(lines: list[Line]) -> Iterator[Cell]:
    """The numbers of a sheet, with geographies down and years across, or the other way round."""
    first = next((at for at, (_, row) in enumerate(lines) if _years_of(row[0])), 0)
    if first >= 2:
        yield from _cells_by_year(
            lines[first - 2][1], lines[first - 1][1], lines[first:], _title(lines)
        )
    elif any(map(_dated_count, lines[:_HEADING_ROWS])):
        top = lines.index(max(lines[:_HEADING_ROWS], key=_dated_count))
        yield from _cells_by_geography(lines[top][1], lines[top + 1 :], _title(lines))


def _cells_by_geography(headings: list[str], lines: list[Line], title: str) -> Iterator[Cell]:
    notes = _notes(lines, title)
    for (line, row), under in _parted(lines):
        for at, (heading, text) in enumerate(zip_longest(headings, row, fillvalue="")):
            heading = heading or _without_heading(at)
            if at and row[0] and text:
                years = _years_in(heading)
                preliminary = is_preliminary(heading, str(years[0]) if years else heading, notes)
                yield Cell(
                    line,
                    heading,
                    row[0],
                    *_meaning(heading, title),
                    years,
                    preliminary,
                    text,
                    under,
                )


def _notes(lines: list[Line], title: str) -> list[str]:
    return [title, *(row[0] for _, row in lines if not any(row[1:]))]


def _parted(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """The rows, each with what parts it from the first ones: a text alone in a row that is neither
    a note nor a place without numbers, or a row of new headings; "" where nothing does."""
    under = ""
    for number, row in lines:
        alone = row[0] and not any(row[1:])
        if (alone and not is_note(row[0]) and not _PLACE.search(row[0])) or (
            not row[0] and _dated_count((number, row))
        ):
            under = row[0] or under or f"rubrikerna på rad {number}"
        yield (number, row), under


def _cells_by_year(
    geographies: list[str], headings: list[str], lines: list[Line], title: str
) -> Iterator[Cell]:
    notes = _notes(lines, title)
    for (line, row), under in _parted(lines):
        geography = ""
        for column in range(1, min(len(row), len(headings))):
            geography = (geographies[column] if column < len(geographies) else "") or geography
            years = _years_of(row[0])
            if not years and row[0] and row[column]:
                yield Cell(line, row[0], geography, _VALUE, "", None, False, row[column])
            elif years and not headings[column] and row[column]:
                yield Cell(
                    line, _without_heading(column), geography, _VALUE, "", None, False, row[column]
                )
            elif years and geography and headings[column]:
                heading = f"{headings[column]} {geography}"
                preliminary = is_preliminary(f"{row[0]} {headings[column]}", str(years[0]), notes)
                meaning = _meaning(headings[column], title)
                yield Cell(
                    line, heading, geography, *meaning, years, preliminary, row[column], under
                )


def _without_heading(column: int) -> str:
    return f"kolumn {get_column_letter(column + 1)} utan rubrik"


def _years_of(text: str) -> _Years | None:
    """The years that a row begins with, also preliminary ones; None where it begins with something
    else."""
    years = _PRELIMINARY.sub("", text).strip(" .,:()*")
    return _years_in(years) if _YEARS.fullmatch(years) else None


def _years_in(heading: str) -> _Years | None:
    """The year of a heading, or those that it takes together; None where it has none, or
    several."""
    is_of_others = OTHER_YEAR.search(heading) or is_between_years(heading)
    found = _YEARS.findall(heading) if not is_of_others else []
    period = period_of(found[0], found[0]) if len(found) == 1 else None
    return (period.year, period.length) if period else None


def _dated_count(line: Line) -> int:
    """How many columns a row gives a year."""
    return sum(_years_in(text) is not None for text in line[1][1:])


def _meaning(heading: str, title: str) -> tuple[str, str]:
    """The kind of number under a heading, and its unit where it is a value; the title has the unit
    that it lacks."""
    text = " ".join(_PRELIMINARY.sub("", _YEARS.sub("", heading.casefold())).split()).strip(
        " .,:()*"
    )
    if text.startswith("antal svar"):
        return COUNT, ""
    if re.search(r"nedre|undre|lägre", text):
        return LOW, ""
    if "övre" in text:
        return HIGH, ""
    if re.search(r"konfidens|\bki\b", text):
        return BOTH, ""
    if _GROUP.search(text) or (units.is_percent(text) and _OF_ALL.sub("", text)):
        return _PART, text
    unit = text or title.casefold().rpartition(". ")[2].strip(" .")
    return _VALUE, PERCENT if units.is_percent(unit) else unit
