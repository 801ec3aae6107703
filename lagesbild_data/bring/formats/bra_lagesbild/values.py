"""From the numbers of a sheet to values of an indicator, with their standard errors."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from lagesbild_data.bring.formats import units
from lagesbild_data.bring.formats.bra import is_over
from lagesbild_data.bring.formats.bra_lagesbild.sheet import (
    BOTH,
    COUNT,
    HIGH,
    LOW,
    PERCENT,
    Cell,
    Key,
    Sheet,
    in_words,
)
from lagesbild_data.bring.formats.indicators import Indicator, decimals
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.reading import (
    Context,
    Reading,
    as_share,
)
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.words import (
    YEARS,
)
from lagesbild_data.model.cells import parse
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem

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
SOURCE = "bra-lagesbild"


ANSWERS, _BOUND = (BY_NAME["indikatorvarden"].column(name) for name in ("antal_svar", "varde"))
_ONLY_NUMBERED = re.compile(r"(blad|sheet|tabell?|table|data|ark)?\s*\d*", re.IGNORECASE)
"""What a sheet is called that tells nothing of what is in it."""
_INTERVAL = re.compile(r"([^–—-]+)[–—-]([^–—-]+)")


def add_values(
    reading: Reading, context: Context, sheet: Sheet, answers: Mapping[Key, str]
) -> Iterator[Indicator]:
    """Add a sheet's values; gives the indicators that have any."""
    title = _short(sheet.title) or sheet.name
    about = title if _ONLY_NUMBERED.fullmatch(sheet.name) else sheet.name
    if sheet.values and _ONLY_NUMBERED.fullmatch(about):
        raise InvalidStore([Problem(sheet.place, "säger inte vad talen är; döp bladet efter det")])
    several = len({unit for unit, _ in sheet.values}) > 1
    answers = {**answers, **numbers_of(reading, sheet, sheet.others.get(COUNT, {}), ANSWERS)}
    errors = _standard_errors(reading, sheet)
    for (unit, length), cells in sheet.values.items():
        pooled = [f"{length}-ar"] if length > 1 else []
        indikator_id = "-".join(
            ["bra", slug(about) or "blad", *([slug(unit)] if several else []), *pooled]
        )
        is_other = not several and _has_other_unit(context, indikator_id, unit)
        if is_other:
            indikator_id = "-".join(["bra", slug(about) or "blad", slug(unit), *pooled])
        column = Column(
            "varde", "tal", "Värde", minimum=0, maximum=100 if unit == PERCENT else None
        )
        numbers = numbers_of(reading, sheet, cells, column)
        bare = {
            key: Decimal(as_text(parse(column, number)))
            for key, number in numbers.items()
            if unit == PERCENT and "%" not in cells[key].text
        }
        called = f"Bladet {sheet.name}{f' ({length} år tillsammans)' if pooled else ''}"
        fractions = units.fractions(reading, context, indikator_id, called, [*bare.values()])
        rows: list[Line] = []
        for key, number in numbers.items():
            omrade_id, years = key
            error = errors.get(key, "") if unit == PERCENT or not several else ""
            if key in bare and bare[key] in fractions:
                number, error = (
                    units.of_hundred(Decimal(text)) if text else ""
                    for text in (as_text(bare[key]), error)
                )
            remarks = [f"Gäller {in_words(years)} tillsammans."] if pooled else []
            is_early = cells[key].preliminary or (sheet.is_reported and not is_over(years[0]))
            remarks += ["Preliminär uppgift."] if is_early else []
            stated = ["ja" if is_early else "nej", SOURCE, " ".join(remarks)]
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
            low, high = ("0", "100") if unit == PERCENT else ("", "")
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
        and not (units.is_percent(there) and unit == PERCENT)
    )


def numbers_of(
    reading: Reading, sheet: Sheet, cells: Mapping[Key, Cell], column: Column
) -> dict[Key, str]:
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


def _standard_errors(reading: Reading, sheet: Sheet) -> dict[Key, str]:
    """The standard errors that the 95 % confidence intervals tell: (upper - lower) / (2 * 1.96)."""
    lows, highs = (
        numbers_of(reading, sheet, sheet.others.get(kind, {}), _BOUND) for kind in (LOW, HIGH)
    )
    last = sheet.others.get(HIGH, {}) | sheet.others.get(BOTH, {})
    for key, cell in sheet.others.get(BOTH, {}).items():
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


def _is_outside(sheet: Sheet, key: Key, low: float, high: float) -> bool:
    """Whether a share isn't in its own interval, as when 0.245 stands beside 23.1–29.9."""
    cell = sheet.values.get((PERCENT, key[1][1]), {}).get(key)
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
