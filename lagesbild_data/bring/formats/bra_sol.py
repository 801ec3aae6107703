"""Brå's cross-tab of reported crimes (SOL): crimes under regions, or the other way round, years or
quarters across."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from lagesbild_data.bring.formats.bra import (
    OTHER_MEASURE,
    check_one_table,
    check_rate,
    is_over,
    is_preliminary,
    unmarked,
)
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import COUNTS, Context, Format, Question, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import PART_OF_YEAR, PRELIMINARY
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.words import swedish

_COLUMNS = ("omrade_id", "ar", "kvartal", "brottstyp_id", "kalla_id", "preliminar")
_COUNT, _RATE = (BY_NAME["anmalda_brott"].column(name) for name in ("antal", "per_100k"))
_SOURCE = "bra-sol"


def _recognises(upload: Upload) -> bool:
    lines = [line.split(";") for line in _mended(upload.start).splitlines()[:30]]
    return any(
        len(line) > 2 and not line[0] and line[1].strip('" ') == "Antal" and "100" in line[2]
        for line in lines
    )


@dataclass(frozen=True)
class _Period:
    """What a column Antal is about; quarter is "" for a whole year, preliminary is ja or nej."""

    year: str
    quarter: str
    preliminary: str
    words: str


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(sheets=upload.first_sheet)
    lines = list(upload.records(";", _mended))
    if upload.kind == "arbetsbok" and any("&nbsp" in text for _, row in lines[:30] for text in row):
        upload.refuse(
            "har delats på fel ställen när den öppnades i Excel; läs in filen så som den kom"
            " från Brå"
        )
    check_one_table(upload, lambda sheet: _heading_of(sheet) is not None)
    heading = _heading_of(lines)
    if heading is None:
        upload.refuse('saknar rubrikraden vars andra cell är "Antal"')
    periods = _periods(upload, lines[: heading + 1], lines[heading + 1 :])
    if not periods:
        upload.refuse("saknar årtal ovanför kolumnerna Antal")
    if not _is_of_all_crimes(reading, upload, context, lines[:heading], periods):
        return reading
    measures = _measures(upload, lines[heading][1], periods)
    rows: list[Line] = []
    outer = ""
    without_count = 0
    body = lines[heading + 1 :]
    names = context.names
    is_turned = _is_turned(body, names)
    heads = _heads(body, names, is_turned)
    for number, cells in body:
        name, *values = (cell.strip() for cell in cells)
        if not any(values):
            outer = name if number in heads else outer
            continue  # what the rows below are about, or one of them with nothing but gaps
        if not outer:
            first = "det första brottet" if is_turned else "den första regionen"
            reading.fault(upload.name, number, "", f'"{name}" står före {first}')
            continue
        region, crime = map(unmarked, (name, outer) if is_turned else (outer, name))
        omrade_id = names.find("omraden", region)
        brottstyp_id = names.find("brottstyper", crime) if omrade_id else None
        if omrade_id is None or brottstyp_id is None:
            continue
        for column, period in periods.items():
            count, *rate = (
                reading.number(
                    upload.name,
                    number,
                    f"{word} {period.words}",
                    declared,
                    _at(cells, column + step),
                    COUNTS,
                )
                for step, (word, declared) in enumerate(measures)
            )
            if count:
                stated = [
                    omrade_id,
                    period.year,
                    period.quarter,
                    brottstyp_id,
                    _SOURCE,
                    period.preliminary,
                    count,
                ]
                rows.append((number, [*stated, *rate]))
            else:
                without_count += any(rate)
    if without_count:
        reading.notes.append(
            f"{swedish.counted(without_count, 'kvot', 'kvoter')} per 100 000 saknar antal och tas"
            " inte med."
        )
    reading.add(
        "anmalda_brott",
        upload.name,
        [*_COLUMNS, *(declared.name for _, declared in measures)],
        rows,
    )
    reading.add_source(
        _SOURCE,
        "Anmälda brott, statistikdatabasen",
        "Brottsförebyggande rådet (Brå)",
        "https://statistik.bra.se",
    )
    return reading


def _title(above: list[Line]) -> str:
    """What stands above the heading; its own rows begin with an empty cell."""
    return " ".join(" ".join(" ".join(row).split()) for _, row in above if row[0].strip())


def _is_of_all_crimes(
    reading: Reading,
    upload: Upload,
    context: Context,
    above: list[Line],
    periods: dict[int, _Period],
) -> bool:
    """Whether the figures are all reported crimes of whole periods: no title says else, or a reader
    says so. False where that isn't answered yet; InvalidStore where they are something else."""
    title = _title(above)
    rest = _DAY.sub(" ", title)
    rest = _QUARTERS.sub(" ", rest) if all(period.quarter for period in periods.values()) else rest
    if PART_OF_YEAR.search(rest):
        upload.refuse(
            f'har rubriken "{title}"; bara hela år och kvartal, med sin rubrik ovanför Antal, kan'
            " läsas in"
        )
    if OTHER_MEASURE.search(rest):
        upload.refuse(f'har rubriken "{title}"; bara anmälda brott kan läsas in')
    rest = " ".join(_SAYS_NO_LIMIT.sub(" ", _PLACE.sub(" ", rest)).split())
    if not rest or _is_region(rest, context.names):
        return True
    options = {"ja": "ja, läs in dem", "nej": "nej, läs inte in filen"}
    text = (
        f'Filens rubrik är "{title}". Är talen alla anmälda brott, utan avgränsning till vissa'
        " personer eller platser?"
    )
    answer = reading.ask(Question("rubrik", text, options), context)
    if answer == "nej":
        upload.refuse(f'har rubriken "{title}"; bara alla anmälda brott kan läsas in')
    return answer == "ja"


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d\d? [a-zåäö]+ \d{4}\b")
"""When a file was made."""
_QUARTERS = re.compile(r"\bkvartal(svis)?\b(\s*[1-4]\b(\s*[-–]\s*[1-4]\b)?)?", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:[A-ZÅÄÖ][\w-]{1,30}\s){1,3}(?:kommun|kn|län)\b")
_SAYS_NO_LIMIT = re.compile(
    r"\b(anmälda|brott(styp\w*)?|antal(et)?|totalt?|samtliga|alla|och|eller|per|efter|för|i|från|till|med|inv|invånare"
    rf"|år|året|hela|helår|årsvis|tid|period|{PRELIMINARY}|slutlig\w*|definitiv\w*|uppgift\w*|statistik\w*"
    r"|region\w*|kommun\w*|län|landet|riket|källa|brå|brottsförebyggande|rådet|sol|korstabell|tabell|uttag\w*|hämtad\w*|uppdaterad\w*|\d+)\b"
    r"|[^\w\s]|_",
    re.IGNORECASE,
)
"""What a title says that doesn't limit which crimes there are."""


def _heading_of(lines: list[Line]) -> int | None:
    return next(
        (at for at, (_, row) in enumerate(lines) if len(row) > 1 and row[1].strip() == "Antal"),
        None,
    )


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _measures(
    upload: Upload, heading: list[str], columns: Iterable[int]
) -> list[tuple[str, Column]]:
    """What each period has a column of: the count, and the rate unless the whole file lacks it."""
    rates = [text for column in columns if "100" in (text := _at(heading, column + 1))]
    for text in rates:
        check_rate(upload, text)
    has_rate = {"100" in _at(heading, column + 1) for column in columns}
    if len(has_rate) > 1:
        upload.refuse(
            "har kolumner Antal som saknar sin kolumn per 100 000 invånare; ta med den för alla"
            " eller ingen"
        )
    return [("Antal", _COUNT), ("Per 100 000", _RATE)] if True in has_rate else [("Antal", _COUNT)]


def _is_empty(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells[1:])


def _is_turned(body: list[Line], names: Names) -> bool:
    """Whether regions stand under crimes: those that have figures are regions, and no line without
    is."""
    lines = [(cells[0], _is_empty(cells)) for _, cells in body]
    are_regions = {empty for name, empty in lines if _is_region(name, names)}
    return are_regions == {False} and any(empty and name.strip() for name, empty in lines)


def _heads(body: list[Line], names: Names, is_turned: bool) -> set[int]:
    """The lines that the ones below them are about: without figures, and by its name a region (no
    region where the table is turned), or followed by what comes first under the first of them.
    Others have nothing but gaps.
    """
    empty = [at for at, (_, cells) in enumerate(body[:-1]) if _is_empty(cells)]
    first = body[empty[0] + 1][1][0].strip() if empty else ""
    return {
        body[at][0]
        for at in empty
        if _is_region(body[at][1][0], names) != is_turned or body[at + 1][1][0].strip() == first
    }


def _is_region(name: str, names: Names) -> bool:
    """Whether a name is that of a kommun, a län or riket."""
    return bool(_REGION.search(name)) or names.known_id("omraden", name) is not None


_REGION = re.compile(r"\b(kommun|län)\b", re.IGNORECASE)


def _mended(line: str) -> str:
    """The line without the entities whose ends would be taken for separators."""
    return line.replace("&nbsp;", "\u00a0")


def _periods(upload: Upload, headings: list[Line], body: list[Line]) -> dict[int, _Period]:
    """The period of each column Antal, put together from all rows of the heading, where a cell
    holds for the empty ones on its right, also past the end of its row: a workbook has no empty
    cells there. What the title or a note calls preliminary is so, and what isn't over. InvalidStore
    where the words tell another period than a year or a quarter, or no year while those of other
    columns do."""
    *above, (_, last) = headings
    spread = [
        _spread(row, len(last)) for _, row in above if not row[0].strip()
    ]  # a title stands in the first cell
    notes = [_title(above), *(row[0] for _, row in body if _is_empty(row))]
    periods: dict[int, _Period] = {}
    without: list[str] = []
    for column in (at for at, text in enumerate(last) if text.strip() == "Antal"):
        words = " ".join(row[column] for row in spread if column < len(row) and row[column])
        year, quarter = re.search(r"\b(\d{4})\b", words), _QUARTER.search(words)
        if year:
            if _EXPLAINED.sub("", _QUARTER.sub("", words, 1).replace(year[1], "", 1)):
                upload.refuse(
                    f'har rubriken "{words}" ovanför Antal; bara hela år och kvartal kan läsas in'
                )
            shown = f"{year[1]} kvartal {quarter[1]}" if quarter else year[1]
            is_early = not is_over(int(year[1]), *([int(quarter[1])] if quarter else []))
            preliminary = "ja" if is_early or is_preliminary(words, year[1], notes) else "nej"
            periods[column] = _Period(year[1], quarter[1] if quarter else "", preliminary, shown)
        else:
            without.append(get_column_letter(column + 1))
    if periods and without:
        upload.refuse(f"saknar årtal ovanför Antal i kolumn {swedish.enumerate_some(without, 5)}")
    return periods


_QUARTER = re.compile(r"kvartal\s*([1-4])(?!\s*[-–]?\s*\d)", re.IGNORECASE)
_EXPLAINED = re.compile(
    rf"\b({PRELIMINARY}|uppgift\w*|hela året|helår|år|period|tid)\b|\d\)|[\s().,:*¹²]",
    re.IGNORECASE,
)
"""What may stand with a year or a quarter and changes nothing but whether it is preliminary."""


def _spread(row: list[str], width: int) -> list[str]:
    answer: list[str] = []
    for text in row + [""] * (width - len(row)):
        answer.append(" ".join(text.split()) or (answer[-1] if answer else ""))
    return answer


FORMAT = Format(
    "bra-sol",
    "Brå: anmälda brott, korstabell",
    "Exporten från statistik.bra.se med kommuner och brott som rader, i vilken ordning som helst,"
    " och år eller kvartal som kolumner.",
    _recognises,
    _read,
)
