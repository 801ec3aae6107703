"""A statistical table made of a grid of rows and columns."""

import re
from collections.abc import Callable, Iterator

from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.stattables.below import notes_in, told_below
from lagesbild_data.bring.formats.stattables.grid import Grid, is_number
from lagesbild_data.bring.formats.stattables.headings import head_in
from lagesbild_data.bring.formats.stattables.roles import (
    MEASURES,
    NYCKELTAL,
    PLACES,
)
from lagesbild_data.bring.formats.stattables.stub import is_code, stub_of
from lagesbild_data.bring.formats.stattables.table import (
    METRIC,
    NOT_A_NUMBER,
    SEX,
    TIME,
    Cell,
    Codes,
    Content,
    Dimension,
    StatTable,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import (
    OTHER_YEAR,
    YEAR,
    YEAR_HEADINGS,
    is_between_years,
    is_part_of_year,
    says_change,
)
from lagesbild_data.words import swedish

_TABLE_ID = re.compile(
    r"(?!blad|sheet|tabell?\d{1,2}$|data|table\d{1,2}$)(?=.*\d)[A-Z]\w{4,}", re.IGNORECASE
)
_SAVED_AS = re.compile(r"([A-Z]{2}\d{4}[0-9A-Z]{2}|0000[0-9A-Z]{4})(?![0-9A-Za-z])")
"""What SCB's database begins a saved file's name with: the code of the table."""
_PART = re.compile(r"(därav|varav|därutav|of which)\b", re.IGNORECASE)
_DIVIDING = frozenset(
    {"ålder", "alder", "age", "kön", "kon", "sex", "civilstånd", "civilstand", "marital status"}
)
"""What else columns are called that a table is divided by."""
_SHARE = re.compile(r"(andel(en)?|procent|procentandel)( ?\(?(procent|%)\)?)?", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_VALUES = re.compile(
    r"(?:värden?|value|tal|utfall|resultat|totalt?|antal|andel|procent|%|år|[\s(),.:])*",
    re.IGNORECASE,
)
"""Words of a heading that say nothing more than that numbers stand below it."""
_CHANGED = "forandring"
_CHANGES = {
    "varden": "nyckeltalens värden, år för år",
    _CHANGED: "hur mycket de har ändrats, eller en del av året: filen läses inte in",
}
_OF_ALL = "andel-av-alla"
_SHARES_OF = {
    _OF_ALL: "hur stor andel av alla som är kvinnor eller män: blir en egen indikator",
    "inom-konet": "en andel bland kvinnor och en bland män, av det som tabellen gäller",
}


def table_in(
    upload: Upload, grid: Grid, sheet: str, reading: Reading, context: Context, key: str = ""
) -> StatTable | None:
    """The table of a grid; None where it is asked which columns are numbers."""
    if grid.long:
        upload.refuse(
            f"rad {grid.long} har fler fält än det finns rubriker; skilj fälten åt med semikolon"
        )
    if grid.again:
        upload.refuse(
            f"har en tabell till från rad {grid.again}; lägg varje tabell på ett eget blad"
        )
    start = (
        grid.start
        if grid.start < len(grid.headings)
        else _start(upload, grid, reading, context, key)
    )
    if start is None:
        return None
    _refuse_headings(upload, grid, start)
    if grid.is_of_kolada and not _are_values(upload, grid, sheet, reading, context, key):
        return None
    stub, codes_of = stub_of(grid, start)
    heads = [head_in(grid.headings[column]) for column in range(start, len(grid.headings))]
    if shares := sorted(
        {f"{rest} {sex}" for sex, _, rest in heads if sex and _SHARE.fullmatch(rest)}
    ):
        text = f'Vad är "{swedish.enumerate_some(shares, 3)}" i {upload.name}?'
        answer = reading.ask(Question(f"{key}kon", text, _SHARES_OF), context)
        if answer == _OF_ALL:
            heads = [
                ("", time, f"{rest} {sex}") if sex and _SHARE.fullmatch(rest) else (sex, time, rest)
                for sex, time, rest in heads
            ]
    across: list[tuple[Dimension, list[str]]] = []
    has_metric = any(dimension.role == METRIC for dimension in stub)
    for name, role, part in (("kön", SEX, 0), ("tid", TIME, 1), ("ContentsCode", METRIC, 2)):
        said = [head[part] for head in heads]
        if role == METRIC and has_metric:
            if other := next((text for text in said if text and not _VALUES.fullmatch(text)), ""):
                [heading, *_] = (
                    grid.called(column)
                    for column in range(start, len(grid.headings))
                    if said[column - start] == other
                )
                upload.refuse(
                    f'har rubriken "{heading}" fast ett annat fält säger vad talen är; ta bort'
                    " kolumnen, eller skriv bara året om talen är just det"
                )
            if len(set(said)) > 1:
                upload.refuse(
                    "har både en kolumn för nyckeltal och flera kolumner med tal; spara ett tal"
                    " per rad"
                )
        elif any(said):
            across.append((Dimension(name, name, {text: text for text in said}, role), said))

    def cells(wanted: Callable[[Codes], bool]) -> Iterator[Cell]:
        for line, fields in grid.body:
            codes = codes_of(fields)
            for column, value in enumerate(fields[start:]):
                is_nan = value.casefold() == "nan"
                every = (*codes, *(said[column] for _, said in across))
                if wanted(every):
                    yield Cell(line, every, "" if is_nan else value, NOT_A_NUMBER if is_nan else "")

    told = told_below(grid.below)
    saved = _SAVED_AS.match(upload.name.rpartition("/")[2])
    table_id = (
        told.get("table")
        or (sheet if _TABLE_ID.fullmatch(sheet) else "")
        or (saved[1] if saved else "")
    )
    dimensions = (*stub, *(dimension for dimension, _ in across))
    metric = next((dimension for dimension in dimensions if dimension.role == METRIC), None)
    contents = {
        code: Content(
            code if is_code(code) else "",
            label,
            told.get("unit", ""),
            "",
            told.get("reference", ""),
        )
        for code, label in (metric.categories if metric else {"": ""}).items()
    }
    publisher = "Kolada" if grid.is_of_kolada else told.get("publisher", "")
    return StatTable(
        grid.title,
        publisher,
        "" if grid.is_of_kolada else table_id,
        dimensions,
        cells,
        len(grid.body) * len(heads),
        contents,
        sheet,
        tuple(notes_in(grid.below)),
        has_years_across=any(time for _, time, _ in heads),
        is_typed=True,
    )


def _refuse_headings(upload: Upload, grid: Grid, start: int) -> None:
    """InvalidStore where a column of numbers tells another year than that of its numbers, or a part
    of something that it doesn't name."""
    for column, heading in enumerate(map(grid.called, range(len(grid.headings)))):
        if _YEAR_ALONE.search(heading) and is_part_of_year(heading):
            upload.refuse(
                f'har rubriken "{heading}"; bara hela år (ÅÅÅÅ), eller flera tillsammans, kan läsas'
                " in"
            )
        if 0 < column < start and _YEAR_ALONE.search(heading):
            upload.refuse(
                f'har rubriken "{heading}" före kolumnerna med tal, med ett årtal som inte står'
                " först eller sist; skriv året sist i rubriken"
            )
        if column >= start and is_between_years(heading):
            upload.refuse(_of_other_years(heading))
    for text in (text for column in grid.headings[start:] for text in column):
        if OTHER_YEAR.search(text):
            upload.refuse(_of_other_years(text))
        if _PART.match(text):
            upload.refuse(
                f'har rubriken "{text}", som inte säger vad talen är en del av; skriv det i'
                " rubriken"
            )


def _are_values(
    upload: Upload, grid: Grid, sheet: str, reading: Reading, context: Context, key: str
) -> bool:
    """Whether the numbers are the key figures' values: a title or a sheet's name of a change may
    be of how they have developed, or of how much they have changed. False where that isn't answered
    yet."""
    said = (grid.title, sheet)
    told = next((text for text in said if says_change(text) or is_part_of_year(text)), "")
    if not told:
        return True
    answer = reading.ask(
        Question(f"{key}forandring", f'Vad är talen under "{told}" i {upload.name}?', _CHANGES),
        context,
    )
    if answer == _CHANGED:
        upload.refuse(f'är inte nyckeltalens värden ("{told}"); läs in dem')
    return answer is not None


def _of_other_years(heading: str) -> str:
    return (
        f'har rubriken "{heading}", vars år inte är talens utan ett som de jämförs med eller räknas'
        " från eller till; ta bort kolumnen, eller skriv bara talens år i rubriken"
    )


def _start(upload: Upload, grid: Grid, reading: Reading, context: Context, key: str) -> int | None:
    """The first of the columns with numbers, where no heading has a year; None where it must be
    asked."""
    called = [grid.called(column) for column in range(len(grid.headings))]
    dividing = {*PLACES, *YEAR_HEADINGS, *MEASURES, *_DIVIDING, NYCKELTAL}
    known = max(
        (at for at, heading in enumerate(called) if heading.casefold() in dividing), default=0
    )
    start = len(called)
    while start - 1 > known and all(
        is_number(fields[start - 1]) or not fields[start - 1] for _, fields in grid.body
    ):
        start -= 1
    if start == len(called):
        upload.refuse("saknar kolumner med tal efter region och år")
    certain = next((at for at in range(start, len(called)) if is_code(called[at])), len(called) - 1)
    if start == certain:
        return start
    shown = {
        str(len(called) - at): f"bara {', '.join(called[at:])}" for at in range(start, certain + 1)
    }
    text = (
        f"Vilka kolumner i {upload.name} är tal som ska läsas in? De andra säger vad raden gäller."
    )
    answer = reading.ask(Question(f"{key}tal", text, shown), context)
    return len(called) - int(answer) if answer else None
