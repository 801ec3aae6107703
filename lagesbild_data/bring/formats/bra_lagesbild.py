"""Brå's workbook "Indikatorer för kommuners lägesbild": an indicator per sheet, for a kommun, its
län and riket."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from openpyxl.utils import get_column_letter

from lagesbild_data.bring.formats import units
from lagesbild_data.bring.formats.bra import is_over, is_preliminary, unmarked
from lagesbild_data.bring.formats.indicators import Indicator, add_indicators, decimals
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.periods import period_of
from lagesbild_data.bring.formats.reading import (
    COUNTS,
    MEASURED,
    Context,
    Format,
    Missing,
    Reading,
    as_share,
    is_note,
)
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.upload import Line, Upload
from lagesbild_data.bring.formats.words import (
    GROUPS,
    OTHER_YEAR,
    PRELIMINARY,
    YEARS,
    is_between_years,
)
from lagesbild_data.model.rules import parse
from lagesbild_data.model.tables import BY_NAME, Column
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore

_COLUMNS = (
    "indikator_id",
    "omrade_id",
    "ar",
    "grupp",
    "varde",
    "antal_svar",
    "standardfel",
    "preliminar",
    "kalla_id",
    "anmarkning",
)
_SOURCE = "bra-lagesbild"
_PERCENT = "procent"
_ANSWERS, _BOUND = (BY_NAME["indikatorvarden"].column(name) for name in ("antal_svar", "varde"))
_YEARS = re.compile(rf"\b{YEARS}\b")
_PRELIMINARY = re.compile(PRELIMINARY, re.IGNORECASE)
_HEADING_ROWS = 6
_INTERVAL = re.compile(r"([^–—-]+)[–—-]([^–—-]+)")
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
_VALUE, _LOW, _HIGH, _BOTH, _COUNT, _PART = "värde", "nedre", "övre", "intervall", "svar", "del"
_Years = tuple[int, int]
"""The last of the years that a number is of, and how many they are."""
_Key = tuple[str, _Years]
"""An area and years."""


@dataclass(frozen=True)
class _Cell:
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
class _Sheet:
    """A sheet's numbers: values by unit and by how many years they are of, the others by kind."""

    name: str
    place: str
    title: str
    values: dict[tuple[str, int], dict[_Key, _Cell]] = field(default_factory=dict)
    others: dict[str, dict[_Key, _Cell]] = field(default_factory=dict)
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


def _recognises(upload: Upload) -> bool:
    if upload.kind != "arbetsbok":
        return False
    try:
        sheets = upload.sheets.values()
    except InvalidStore:
        return False
    return any(
        cell.geography.casefold() == "hela landet" and (cell.years or cell.kind == _COUNT)
        for lines in sheets
        for cell in _cells(lines)
    )


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(sheets=[name for name, lines in upload.sheets.items() if any(_cells(lines))])
    names = context.names.of_kommuner()
    sheets = [_sheet(reading, upload, names, name, lines) for name, lines in upload.sheets.items()]
    if not any(cell.years for lines in upload.sheets.values() for cell in _cells(lines)):
        upload.refuse("saknar blad med rubriker som Procent 2024 eller Antal 2024")
    answers: dict[_Key, str] = {}
    for sheet in sheets:
        if sheet.tells_answers:
            for cells in (*sheet.values.values(), sheet.others.get(_COUNT, {})):
                answers |= _numbers(reading, sheet, cells, _ANSWERS)
    indicators: list[Indicator] = []
    for sheet in sheets:
        if not sheet.tells_answers:
            indicators += _add_values(reading, context, sheet, {} if sheet.is_reported else answers)
    add_indicators(reading, upload.name, context.names.known, indicators, "Brå")
    parts = sorted({part for sheet in sheets for part in sheet.parts})
    if parts:
        reading.notes.append(f"Bara tal för alla läses in, inte {swedish.enumerate_words(parts)}.")
    if any(sheet.others.keys() & {_LOW, _HIGH, _BOTH} for sheet in sheets):
        reading.notes.append(
            "Standardfelen är uträknade ur konfidensintervallen, som antas gälla med 95 % säkerhet."
        )
    reading.add_source(
        _SOURCE,
        "Indikatorer för kommuners lägesbild",
        "Brottsförebyggande rådet (Brå)",
        "https://bra.se",
    )
    return reading


# From a sheet to its numbers


def _sheet(reading: Reading, upload: Upload, names: Names, name: str, lines: list[Line]) -> _Sheet:
    sheet = _Sheet(name, f"{upload.name} {name}", _title(lines))
    cells = list(_cells(lines))
    years = {cell.years for cell in cells if cell.years}
    unread = dict.fromkeys(
        cell.heading for cell in cells if not (cell.years or cell.kind == _COUNT)
    )
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
    if len(years) > 1 and any(not cell.years for cell in cells if cell.kind == _COUNT):
        reading.notes.append(
            f"Antal svar utan årtal på bladet {name} tas inte med: bladet har flera år."
        )
    for cell in cells:
        omrade_id = areas[cell.geography]
        period = cell.years or (min(years) if len(years) == 1 and cell.kind == _COUNT else None)
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
            message = f"{cell.geography} har redan ett tal för {_in_words(period)}"
            reading.fault(sheet.place, cell.line, cell.heading, message)
        kept.setdefault((omrade_id, period), cell)
    return sheet


def _in_words(years: _Years) -> str:
    last, count = years
    return f"{last - count + 1}–{last}" if count > 1 else str(last)


def _title(lines: list[Line]) -> str:
    """The text that stands alone on the first row."""
    first = lines[0][1] if lines else [""]
    return "" if any(first[1:]) else first[0]


def _cells(lines: list[Line]) -> Iterator[_Cell]:
    """The numbers of a sheet, with geographies down and years across, or the other way round."""
    first = next((at for at, (_, row) in enumerate(lines) if _years_of(row[0])), 0)
    if first >= 2:
        yield from _cells_by_year(
            lines[first - 2][1], lines[first - 1][1], lines[first:], _title(lines)
        )
    elif any(map(_dated_count, lines[:_HEADING_ROWS])):
        top = lines.index(max(lines[:_HEADING_ROWS], key=_dated_count))
        yield from _cells_by_geography(lines[top][1], lines[top + 1 :], _title(lines))


def _cells_by_geography(headings: list[str], lines: list[Line], title: str) -> Iterator[_Cell]:
    notes = _notes(lines, title)
    for (line, row), under in _parted(lines):
        for at, (heading, text) in enumerate(zip_longest(headings, row, fillvalue="")):
            heading = heading or _without_heading(at)
            if at and row[0] and text:
                years = _years_in(heading)
                preliminary = is_preliminary(heading, str(years[0]) if years else heading, notes)
                yield _Cell(
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
) -> Iterator[_Cell]:
    notes = _notes(lines, title)
    for (line, row), under in _parted(lines):
        geography = ""
        for column in range(1, min(len(row), len(headings))):
            geography = (geographies[column] if column < len(geographies) else "") or geography
            years = _years_of(row[0])
            if not years and row[0] and row[column]:
                yield _Cell(line, row[0], geography, _VALUE, "", None, False, row[column])
            elif years and not headings[column] and row[column]:
                yield _Cell(
                    line, _without_heading(column), geography, _VALUE, "", None, False, row[column]
                )
            elif years and geography and headings[column]:
                heading = f"{headings[column]} {geography}"
                preliminary = is_preliminary(f"{row[0]} {headings[column]}", str(years[0]), notes)
                meaning = _meaning(headings[column], title)
                yield _Cell(
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
        return _COUNT, ""
    if re.search(r"nedre|undre|lägre", text):
        return _LOW, ""
    if "övre" in text:
        return _HIGH, ""
    if re.search(r"konfidens|\bki\b", text):
        return _BOTH, ""
    if _GROUP.search(text) or (units.is_percent(text) and _OF_ALL.sub("", text)):
        return _PART, text
    unit = text or title.casefold().rpartition(". ")[2].strip(" .")
    return _VALUE, _PERCENT if units.is_percent(unit) else unit


# From numbers to rows


def _add_values(
    reading: Reading, context: Context, sheet: _Sheet, answers: Mapping[_Key, str]
) -> Iterator[Indicator]:
    """Add a sheet's values; gives the indicators that have any."""
    title = _short(sheet.title) or sheet.name
    several = len({unit for unit, _ in sheet.values}) > 1
    answers = {**answers, **_numbers(reading, sheet, sheet.others.get(_COUNT, {}), _ANSWERS)}
    errors = _standard_errors(reading, sheet)
    for (unit, length), cells in sheet.values.items():
        pooled = [f"{length}-ar"] if length > 1 else []
        indikator_id = "-".join(
            ["bra", slug(sheet.name) or "blad", *([slug(unit)] if several else []), *pooled]
        )
        is_other = not several and _has_other_unit(context, indikator_id, unit)
        if is_other:
            indikator_id = "-".join(["bra", slug(sheet.name) or "blad", slug(unit), *pooled])
        column = Column(
            "varde", "tal", "Värde", minimum=0, maximum=100 if unit == _PERCENT else None
        )
        numbers = _numbers(reading, sheet, cells, column)
        bare = {
            key: Decimal(as_text(parse(column, number)))
            for key, number in numbers.items()
            if unit == _PERCENT and "%" not in cells[key].text
        }
        called = f"Bladet {sheet.name}{f' ({length} år tillsammans)' if pooled else ''}"
        fractions = units.fractions(reading, context, indikator_id, called, [*bare.values()])
        rows: list[Line] = []
        for key, number in numbers.items():
            omrade_id, years = key
            error = errors.get(key, "") if unit == _PERCENT or not several else ""
            if key in bare and bare[key] in fractions:
                number, error = (
                    units.of_hundred(Decimal(text)) if text else ""
                    for text in (as_text(bare[key]), error)
                )
            remarks = [f"Gäller {_in_words(years)} tillsammans."] if pooled else []
            is_early = cells[key].preliminary or (sheet.is_reported and not is_over(years[0]))
            remarks += ["Preliminär uppgift."] if is_early else []
            stated = ["ja" if is_early else "nej", _SOURCE, " ".join(remarks)]
            row = [
                indikator_id,
                omrade_id,
                str(years[0]),
                "totalt",
                number,
                answers.get(key, ""),
                error,
                *stated,
            ]
            rows.append((cells[key].line, row))
        reading.add("indikatorvarden", sheet.place, _COLUMNS, rows)
        if rows:
            low, high = ("0", "100") if unit == _PERCENT else ("", "")
            name = ", ".join(
                [
                    title,
                    *([unit] if several or is_other else []),
                    *([f"{length} år tillsammans"] if pooled else []),
                ]
            )
            yield Indicator(
                indikator_id,
                name,
                unit,
                low,
                high,
                decimals(row[4] for _, row in rows),
                "lägre" if sheet.is_reported else "",
                sheet.title,
            )


def _has_other_unit(context: Context, indikator_id: str, unit: str) -> bool:
    """Whether the store's indicator with this id is of another unit."""
    stored = {
        row["indikator_id"]: row.get("enhet") or "" for row in context.names.known["indikatorer"]
    }
    there = stored.get(indikator_id, "")
    return (
        bool(there)
        and there.casefold() != unit
        and not (units.is_percent(there) and unit == _PERCENT)
    )


def _numbers(
    reading: Reading, sheet: _Sheet, cells: Mapping[_Key, _Cell], column: Column
) -> dict[_Key, str]:
    """The numbers that are known."""
    found = (
        (
            key,
            reading.number(sheet.place, cell.line, cell.heading, column, cell.text, sheet.missing),
        )
        for key, cell in cells.items()
    )
    return {key: number for key, number in found if number}


def _short(title: str) -> str:
    """A sheet's title without what is the same for all sheets, or changes from year to year."""
    title = re.sub(r" i kommunen, länet.*|,? enligt NTU.*|\(anmälda brott\)", "", title)
    return " ".join(re.sub(rf",? *\b{YEARS}\b", "", title).split()).rstrip(" .,")


def _standard_errors(reading: Reading, sheet: _Sheet) -> dict[_Key, str]:
    """The standard errors that the 95 % confidence intervals tell: (upper - lower) / (2 * 1.96)."""
    lows, highs = (
        _numbers(reading, sheet, sheet.others.get(kind, {}), _BOUND) for kind in (_LOW, _HIGH)
    )
    last = sheet.others.get(_HIGH, {}) | sheet.others.get(_BOTH, {})
    for key, cell in sheet.others.get(_BOTH, {}).items():
        parted = _INTERVAL.fullmatch(cell.text.strip("[]() "))
        if parted:
            lows[key], highs[key] = (
                reading.number(sheet.place, cell.line, cell.heading, _BOUND, text, sheet.missing)
                for text in parted.groups()
            )
        elif not sheet.missing.knows(cell.text):
            message = f'"{cell.text}" är inte ett intervall, till exempel 12,3–15,6'
            reading.fault(sheet.place, cell.line, cell.heading, message)
    errors = {}
    for key in lows:
        if not lows[key] or not highs.get(key):
            continue
        low, high = parse(_BOUND, lows[key]), parse(_BOUND, highs[key])
        if high < low:
            message = f'intervallets övre gräns "{highs[key]}" är lägre än den nedre, "{lows[key]}"'
            reading.fault(sheet.place, last[key].line, last[key].heading, message)
        elif _is_outside(sheet, key, low, high):
            message = (
                "värdet ligger utanför sitt intervall"
                f" {swedish.plain_number(low)}–{swedish.plain_number(high)}"
            )
            reading.fault(sheet.place, last[key].line, last[key].heading, message)
        else:
            errors[key] = as_text(round((high - low) / (2 * 1.96), 6))
    return errors


def _is_outside(sheet: _Sheet, key: _Key, low: float, high: float) -> bool:
    """Whether a share isn't in its own interval, as when 0.245 stands beside 23.1–29.9."""
    cell = sheet.values.get((_PERCENT, key[1][1]), {}).get(key)
    try:
        share = (
            parse(_BOUND, as_share(cell.text.strip()))
            if cell and not sheet.missing.knows(cell.text)
            else None
        )
    except ValueError:
        return False
    return share is not None and not low - _ROUNDING <= share <= high + _ROUNDING


_ROUNDING = 0.5
"""What a share and the limits of its interval may differ because they are rounded."""


FORMAT = Format(
    "bra-lagesbild",
    "Brå: indikatorer för kommuners lägesbild",
    "Arbetsboken (.xlsx) som Brå ger för en kommun, med ett blad per indikator.",
    _recognises,
    _read,
)
