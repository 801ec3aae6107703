"""A statistical table as rows and columns: PxWeb's CSV and Excel, and what Kolada's site saves."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lagesbild_data.bring.formats.lines import HEADINGS_WITHIN, Line
from lagesbild_data.bring.formats.reading import COUNTS, Context, Question, Reading, is_note
from lagesbild_data.bring.formats.stattables.roles import CODED_REGION, MEASURES, PLACES, SEXES
from lagesbild_data.bring.formats.stattables.series import has_own_code, says_unit
from lagesbild_data.bring.formats.stattables.table import (
    GEO,
    METRIC,
    NOT_A_NUMBER,
    SEX,
    TIME,
    Cell,
    Codes,
    Content,
    Dimension,
    Note,
    StatTable,
    clean,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import (
    OTHER_YEAR,
    PRELIMINARY,
    YEAR,
    YEAR_HEADINGS,
    YEARS,
    is_between_years,
    is_part_of_year,
    says_change,
)
from lagesbild_data.store import csv_folder
from lagesbild_data.words import swedish
from lagesbild_data.words.text import MINUS

_NUMBER = re.compile(rf"[-+{MINUS}]?\d[\d\s]*([.,]\d+)?\s?%?|nan", re.IGNORECASE)
_TIME = rf"{YEARS}(?:[KQM]\d{{1,2}})?(?:\s?\(?{PRELIMINARY}\.?\)?|\s?\*+)?"
_AT_END = re.compile(rf"(?:(.*)\s)?({_TIME})$", re.IGNORECASE)
_AT_START = re.compile(rf"({_TIME})\s(.*)$", re.IGNORECASE)
_TABLE_ID = re.compile(
    r"(?!blad|sheet|tabell?\d{1,2}$|data|table\d{1,2}$)(?=.*\d)[A-Z]\w{4,}", re.IGNORECASE
)
_SAVED_AS = re.compile(r"([A-Z]{2}\d{4}[0-9A-Z]{2}|0000[0-9A-Z]{4})(?![0-9A-Za-z])")
"""What SCB's database begins a saved file's name with: the code of the table."""
_BOTH = re.compile(r"(kvinnor|män) (och|eller|/|&) (kvinnor|män)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"mot|mellan|per|av|än|till|och|eller|\d+", re.IGNORECASE)
"""What stands before a sex that a number has to do with and isn't of: "mot kvinnor", "per 100
kvinnor"."""
_PART = re.compile(r"(därav|varav|därutav|of which)\b", re.IGNORECASE)
_KPI = re.compile(r"[NU]\d{5}")
_KPI_HEADINGS = frozenset({"nyckeltals-id", "nyckeltalsid", "nyckeltal id", "id", "kpi", "kod"})
_NYCKELTAL = "nyckeltal"
_DIVIDING = frozenset(
    {"ålder", "alder", "age", "kön", "kon", "sex", "civilstånd", "civilstand", "marital status"}
)
"""What else columns are called that a table is divided by."""
_OWN = frozenset({"område", "källa", "anmärkning", "grupp"})
"""Headings of our own templates."""
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
FIRST_LINES = 40
"""Rows that a table is recognised by."""


@dataclass(frozen=True)
class Grid:
    """The parts of a table in rows and columns."""

    title: str
    named: bool
    """Whether the columns that say what a row is about have headings."""
    headings: list[list[str]]
    """Per column the texts above it."""
    body: list[Line]
    """The rows that have numbers, each with all that it is about."""
    below: list[str]
    """The texts below them."""
    start: int
    """The first column that has numbers, by a year in its heading; the number of columns where no
    heading has one."""
    long: int
    """The first row that has more cells than there are headings; 0 where none has."""
    again: int
    """The first row that begins another table: headings once more, or a unit alone; 0 where none
    does."""

    def called(self, column: int) -> str:
        """The heading of a column."""
        return " ".join(self.headings[column])

    @property
    def is_of_kolada(self) -> bool:
        """Whether a column is called Nyckeltal."""
        return any(self.called(column).casefold() == _NYCKELTAL for column in range(self.start))


def grid_in(lines: Sequence[Line]) -> Grid | None:
    """The parts of what rows say, where they look like a statistical table; else None."""
    rows = [(number, [clean(text) for text in texts]) for number, texts in lines if any(texts)]
    titles: list[str] = []
    at = 0
    most = min(len(rows), HEADINGS_WITHIN)
    while at < most and rows[at][1][0] and not any(rows[at][1][1:]):
        titles.append(rows[at][1][0])
        at += 1
    if at >= most:
        return None
    named, last = bool(rows[at][1][0]), at + 1
    while not named and last < min(len(rows), at + HEADINGS_WITHIN) and not rows[last][1][0]:
        last += 1
    width = max(len(texts) for _, texts in rows[at:last])
    above = [texts + [""] * (width - len(texts)) for _, texts in rows[at:last]]
    if named:
        start = next((column for column in range(1, width) if _head([above[0][column]])[1]), width)
    else:
        start = next(
            (column for column in range(width) if any(texts[column] for texts in above)), width
        )
        above = [_spread(texts, start) for texts in above]
    headings = [[texts[column] for texts in above if texts[column]] for column in range(width)]
    body, below = _body(rows[last:], width, min(start, width - 1))
    long = next((number for number, texts in rows[last:] if any(texts[width:])), 0)
    again = _again(rows[last:], headings, start)
    above_all = [text for text in titles[1:] if ":" in text or is_note(text)]
    title = "\n".join(text for text in titles if text not in above_all)
    found = Grid(title, named, headings, body, [*above_all, *below], start, long, again)
    return found if body and width > 1 and start > 0 else None


def looks_like(grid: Grid) -> bool:
    """Whether a grid is a statistical table: regions down, and years across or down."""
    called = [grid.called(column).casefold() for column in range(grid.start)]
    has_years = grid.start < len(grid.headings) or bool({*called} & YEAR_HEADINGS)
    if grid.is_of_kolada:
        return has_years
    if not grid.named:
        coded = all(CODED_REGION.match(fields[0]) for _, fields in grid.body)
        return has_years and (coded or bool(re.search(r"\s(efter|by)\s", grid.title)))
    return has_years and bool({*called} & PLACES) and not {*called} & _OWN


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
    stub, codes_of = _stub(grid, start)
    heads = [_head(grid.headings[column]) for column in range(start, len(grid.headings))]
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

    told = _told_below(grid.below)
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
            code if _is_code(code) else "",
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
        tuple(_notes(grid.below)),
        has_years_across=any(time for _, time, _ in heads),
        is_typed=True,
    )


def first_lines(upload: Upload) -> list[Line]:
    """The first rows of a text file, split as they would be when all of it is read."""
    lines = upload.start.splitlines()[:FIRST_LINES]
    reader = csv.reader(lines, delimiter=_delimiter(lines))
    try:
        return [(reader.line_num, fields) for fields in reader if any(fields)]
    except csv.Error:
        return []


def all_lines(upload: Upload) -> list[Line]:
    """All rows of a text file."""
    return list(upload.records(_delimiter(upload.start.splitlines()[:FIRST_LINES])))


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter of the line that has most of them: a title stands in the first, with commas of
    its own."""
    outside = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return csv_folder.delimiter_in(
        max(outside, key=lambda line: max(map(line.count, ",;\t")), default="")
    )


# The parts


def _body(rows: list[Line], width: int, start: int) -> tuple[list[Line], list[str]]:
    """The rows that have numbers, each with what stands once for several of them, and the texts
    below them."""
    body: list[Line] = []
    waiting: list[Line] = []
    above = [""] * start
    for at, (number, texts) in enumerate(rows):
        fields = (texts + [""] * width)[:width]
        if is_note(fields[0]) or fields[0].endswith(":"):
            waiting += rows[at:]
            break
        outer = next((column for column, text in enumerate(fields[:start]) if text), start)
        above = [*above[:outer], *fields[outer:start]]
        if any(_is_number(text) for text in fields[start:]):
            body += [(line, found) for line, found in waiting if any(found[start:])]
            body.append((number, [*above, *fields[start:]]))
            waiting = []
        elif body or any(fields[start:]):
            waiting.append((number, [*above, *fields[start:]] if any(fields[start:]) else fields))
    if body and waiting and waiting[0][0] == body[-1][0] + 1 and _is_whole(waiting[0][1], width):
        body.append(waiting.pop(0))  # a fault in the last row is told, not taken for a note
    return body, [text for _, texts in waiting for text in texts if text]


def _again(rows: list[Line], headings: list[list[str]], start: int) -> int:
    """The first row of another table below the first one; 0 where there is none."""
    named = [text.casefold() for texts in headings[:start] for text in texts[-1:]]
    for at, (number, texts) in enumerate(rows):
        stub = [text.casefold() for text in texts[:start] if text]
        others = [text for text in texts[start:] if text]
        if is_note(texts[0]) or texts[0].endswith(":"):
            return 0
        is_heading = stub == named and (stub or any(_head([text])[1] for text in others))
        if is_heading and all(_head([text])[1] or not _is_number(text) for text in others):
            return number
        follows = any(
            _is_number(text) for _, fields in rows[at + 1 : at + 2] for text in fields[start:]
        )
        if start == 1 and stub and not others and follows and says_unit(texts[0]):
            return number
    return 0


def _is_whole(texts: list[str], width: int) -> bool:
    return (
        len(texts) == width and all(texts) and not texts[0].endswith(":") and not is_note(texts[0])
    )


def _is_number(text: str) -> bool:
    return bool(text) and bool(_NUMBER.fullmatch(text) or COUNTS.knows(text))


def _spread(texts: list[str], start: int) -> list[str]:
    """A row of headings where a text stands once above all the columns that it is of."""
    answer = texts[:start]
    for text in texts[start:]:
        answer.append(text or (answer[-1] if len(answer) > start else ""))
    return answer


def _head(texts: list[str]) -> tuple[str, str, str]:
    """The sex, the time and the content that a column's headings tell, each "" where they don't."""
    sex = time = ""
    rest: list[str] = []
    for text in texts:
        if not time and (found := _AT_END.fullmatch(text)):
            time, text = found[2], found[1] or ""
        elif not time and (found := _AT_START.fullmatch(text)):
            time, text = found[1], found[2]
        words = text.split()
        named = {SEXES.get(word.strip(",.()").casefold()) for word in words}
        if {"män", "kvinnor"} <= named:
            sex, words = ("totalt", []) if _BOTH.fullmatch(text) and not sex else (sex, words)
        elif (
            not sex
            and words
            and words[0].casefold() in SEXES
            and (len(words) == 1 or words[0].islower())
        ):
            sex, words = words[0], words[1:]
        elif (
            not sex
            and words
            and words[-1].casefold() in SEXES
            and not _OF_OTHERS.fullmatch(words[-2] if len(words) > 1 else "")
        ):
            sex, words = words[-1], words[:-1]
        rest += words
    return sex, time, " ".join(rest)


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


def _stub(grid: Grid, start: int) -> tuple[list[Dimension], Callable[[list[str]], tuple[str, ...]]]:
    """The dimensions that the rows are divided by, and what gives a row's codes: those before a
    region's name, and those of a key figure in a column of its own or in brackets."""
    found = [_stub_dimension(grid, column) for column in range(start)]
    pairs = [_pair(found, METRIC, _holds_kpis), _pair(found, GEO, _holds_codes)]
    coding = dict(pair for pair in pairs if pair)
    kept = [column for column in range(start) if column not in coding.values()]
    codes: list[dict[str, str]] = []
    dimensions: list[Dimension] = []
    for column in kept:
        dimension = found[column]
        beside = (
            {fields[column]: fields[coding[column]] for _, fields in grid.body}
            if column in coding
            else {}
        )
        coded = {
            text: _code(dimension, text, beside.get(text, "")) for text in dimension.categories
        }
        codes.append({text: code for text, (code, _) in coded.items()})
        dimensions.append(
            Dimension(dimension.id, dimension.label, dict(coded.values()), dimension.role)
        )

    def codes_of(fields: list[str]) -> tuple[str, ...]:
        return tuple(code_of[fields[column]] for column, code_of in zip(kept, codes, strict=True))

    return dimensions, codes_of


def _stub_dimension(grid: Grid, column: int) -> Dimension:
    called = grid.called(column)
    name, folded = called or f"kolumn {column + 1}", called.casefold()
    texts = dict.fromkeys(fields[column] for _, fields in grid.body)
    is_place = folded in PLACES or (not called and all(CODED_REGION.match(text) for text in texts))
    role = (
        GEO
        if is_place
        else (
            METRIC
            if folded in MEASURES or folded == _NYCKELTAL
            else TIME
            if folded in YEAR_HEADINGS
            else ""
        )
    )
    return Dimension(name, name, {text: text for text in texts}, role)


def _code(dimension: Dimension, text: str, beside: str) -> tuple[str, str]:
    """The code and the label of a category."""
    if dimension.role == GEO and beside:
        return _with_nought(beside), text
    if dimension.role == GEO:
        if parted := CODED_REGION.match(text):
            return parted[1], text[parted.end() :].strip()
        return _with_nought(text), _with_nought(text)
    if dimension.role == METRIC and dimension.label.casefold() == _NYCKELTAL:
        kpi = _KPI.search(text)
        return (
            beside or (kpi[0] if kpi else text),
            re.sub(r"\s*\([NU]\d{5}\)|^[NU]\d{5}[\s:]+", "", text) or text,
        )
    return text, text


def _with_nought(code: str) -> str:
    """A region's code; a spreadsheet takes 0680 for a number."""
    return f"0{code}" if re.fullmatch(r"\d{3}", code) else code


def _pair(
    found: list[Dimension], role: str, holds_codes: Callable[[Dimension], bool]
) -> tuple[int, int] | None:
    """The columns of a role that has one for its names and another for its codes; None where it
    hasn't."""
    coded = [column for column, dimension in enumerate(found) if holds_codes(dimension)]
    named = [
        column
        for column, dimension in enumerate(found)
        if dimension.role == role and column not in coded
    ]
    return (named[0], coded[0]) if len(named) == len(coded) == 1 else None


def _holds_codes(dimension: Dimension) -> bool:
    return dimension.role == GEO and all(
        re.fullmatch(r"\d{2,4}|\d{4}[A-Z]\w+|G\d+", text) for text in dimension.categories
    )


def _holds_kpis(dimension: Dimension) -> bool:
    return dimension.label.casefold() in _KPI_HEADINGS and all(
        map(_KPI.fullmatch, dimension.categories)
    )


def _is_code(text: str) -> bool:
    return has_own_code("scb", text) or bool(_KPI.fullmatch(text))


def _start(upload: Upload, grid: Grid, reading: Reading, context: Context, key: str) -> int | None:
    """The first of the columns with numbers, where no heading has a year; None where it must be
    asked."""
    called = [grid.called(column) for column in range(len(grid.headings))]
    dividing = {*PLACES, *YEAR_HEADINGS, *MEASURES, *_DIVIDING, _NYCKELTAL}
    known = max(
        (at for at, heading in enumerate(called) if heading.casefold() in dividing), default=0
    )
    start = len(called)
    while start - 1 > known and all(
        _is_number(fields[start - 1]) or not fields[start - 1] for _, fields in grid.body
    ):
        start -= 1
    if start == len(called):
        upload.refuse("saknar kolumner med tal efter region och år")
    certain = next(
        (at for at in range(start, len(called)) if _is_code(called[at])), len(called) - 1
    )
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


_BELOW = {
    "källa": "publisher",
    "source": "publisher",
    "intern referenskod": "table",
    "internal reference code": "table",
    "matrix": "table",
    "tabell-id": "table",
    "sort": "unit",
    "enhet": "unit",
    "units": "unit",
    "referenstid": "reference",
    "reference time": "reference",
}


def _told_below(texts: list[str]) -> dict[str, str]:
    """What the notes below a table tell of it: "Källa: SCB", or the one under the other."""
    told: dict[str, str] = {}
    for at, text in enumerate(texts):
        called, colon, value = text.partition(":")
        what = _BELOW.get(called.strip().casefold()) if colon else None
        if what and what not in told:
            told[what] = value.strip() or (texts[at + 1] if at + 1 < len(texts) else "")
    if "unit" in told:
        told["unit"] = told["unit"].rpartition(":")[2].strip()
    return told


def _notes(texts: list[str]) -> Iterator[Note]:
    """The remarks among the texts below a table, which aren't what says who has published it and
    when."""
    for before, text in pairwise(["", *texts]):
        called = text.partition(":")[0].strip().casefold()
        if not before.endswith(":") and called not in _BELOW and (":" not in text or is_note(text)):
            yield Note(text)
