"""Brå's workbook "Indikatorer för kommuners lägesbild": an indicator per sheet, for a kommun, its
län and riket."""

from lagesbild_data.bring.formats.bra_lagesbild.sheet import (
    BOTH,
    COUNT,
    HIGH,
    LOW,
    Key,
    cells_in,
    sheet_of,
)
from lagesbild_data.bring.formats.bra_lagesbild.values import (
    ANSWERS,
    SOURCE,
    add_values,
    numbers_of,
)
from lagesbild_data.bring.formats.indicators import Indicator, add_indicators
from lagesbild_data.bring.formats.reading import (
    Context,
    Format,
    Reading,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore


def _recognises(upload: Upload) -> bool:
    if upload.kind != "arbetsbok":
        return False
    try:
        sheets = upload.sheets.values()
    except InvalidStore:
        return False
    return any(
        cell.geography.casefold() == "hela landet" and (cell.years or cell.kind == COUNT)
        for lines in sheets
        for cell in cells_in(lines)
    )


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(
        sheets=[name for name, lines in upload.sheets.items() if any(cells_in(lines))]
    )
    names = context.names.of_kommuner()
    sheets = [
        sheet_of(reading, upload, names, name, lines) for name, lines in upload.sheets.items()
    ]
    if not any(cell.years for lines in upload.sheets.values() for cell in cells_in(lines)):
        upload.refuse("saknar blad med rubriker som Procent 2024 eller Antal 2024")
    answers: dict[Key, str] = {}
    for sheet in sheets:
        if sheet.tells_answers:
            for cells in (*sheet.values.values(), sheet.others.get(COUNT, {})):
                answers |= numbers_of(reading, sheet, cells, ANSWERS)
    indicators: list[Indicator] = []
    for sheet in sheets:
        if not sheet.tells_answers:
            indicators += add_values(reading, context, sheet, {} if sheet.is_reported else answers)
    add_indicators(reading, upload.name, context.names.known, indicators, "Brå")
    parts = sorted({part for sheet in sheets for part in sheet.parts})
    if parts:
        reading.notes.append(f"Bara tal för alla läses in, inte {swedish.enumerate_words(parts)}.")
    if any(sheet.others.keys() & {LOW, HIGH, BOTH} for sheet in sheets):
        reading.notes.append(
            "Standardfelen är uträknade ur konfidensintervallen, som antas gälla med 95 % säkerhet."
        )
    reading.add_source(
        SOURCE,
        "Indikatorer för kommuners lägesbild",
        "Brottsförebyggande rådet (Brå)",
        "https://bra.se",
    )
    return reading


FORMAT = Format(
    "bra-lagesbild",
    "Brå: indikatorer för kommuners lägesbild",
    "Arbetsboken (.xlsx) som Brå ger för en kommun, med ett blad per indikator.",
    _recognises,
    _read,
)
