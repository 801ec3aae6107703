"""What the sheets of a file don't tell of themselves: which area a sheet is about, what a column
Antal counts, and whether a title or a column that isn't read limits what the numbers are of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lagesbild_data.bring.formats.bra import OTHER_MEASURE
from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.template.sheets import Sheet, columns_of, plain
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.words import FORECAST, GROUPS, LIMITS, PART_OF_YEAR
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.words import swedish

AREA = "omrade_id"
_COUNT = "antal"
_UNIT = "enhet"
_OTHER_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober"
_MORE_LIMITS = re.compile(
    rf"kvartal|\b(?:{GROUPS})\b|\b(?:\d\d?|sista|per)\s+(?:{_OTHER_MONTHS})\b", re.IGNORECASE
)
"""What limits the people in the titles that people write themselves."""
_GROUPS = re.compile(rf"\b(?:{GROUPS})\b", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"tusental|1\s?000-tal|miljon|promille|‰", re.IGNORECASE)
_SHORTER = re.compile(r"kvartal|halvår|tertial", re.IGNORECASE)
_CRIMES = ("anmalda_brott", "brott_per_manad")
_FIGURES = (*_CRIMES, "folkmangd", "indikatorvarden", "storningar", "undersokningar", "utfall")
"""The tables of numbers that others are compared with."""
_LIMITING = re.compile(
    r"kön|ålder(sgrupp|sklass|sintervall)?|åldrar|(mät|mått)?enhet|sort|skala"
    r"|(mål|del|under)?grupp|kvartal|tertial|halvår|månad|vecka|status|avser|mått"
)
"""What a column is called, plainly, that says which part, which time or in what unit a number is.
"""
_WITHOUT_LIMIT = re.compile(
    r"(totalt?|samtliga|alla|båda)( (ålder|åldrar|kön|könen))?|(kvinnor|män) och (kvinnor|män)"
    r"|år|helår|hela året|st|antal|(antal )?(personer|invånare|brott)",
    re.IGNORECASE,
)
_SHOWN = 3


def settled(sheets: Sequence[Sheet], reading: Reading, context: Context) -> Iterator[Sheet]:
    """The sheets that can be read, each with the area that its name tells, if any."""
    for sheet in _with_areas(sheets, reading, context):
        settle = (_counts_people, _is_of_its_title, _is_of_its_columns)
        answers = [is_settled(sheet, reading, context) for is_settled in settle]
        if all(answers):
            yield sheet


def _with_areas(sheets: Sequence[Sheet], reading: Reading, context: Context) -> list[Sheet]:
    """The sheets, of which those without a column for the area may be named after one: the reader
    is asked."""
    without = [sheet for sheet in sheets if _lacks_area(sheet)]
    named = [sheet.name for sheet in without if context.names.known_id("omraden", sheet.name)]
    if not named:
        return [*sheets]
    called = swedish.enumerate_some([f'"{name}"' for name in named], 5)
    question = Question(
        "bladens-omraden",
        f"Filen har ingen kolumn Område, men {called} heter som områden. Gäller "
        "raderna de områdena?",
        {"ja": "ja, namnet är radernas område", "nej": "nej"},
    )
    answer = reading.ask(question, context)
    areas = [sheet.name for sheet in without] if answer == "ja" else named if answer is None else []
    return [
        replace(sheet, area=sheet.name) if sheet in without and sheet.name in areas else sheet
        for sheet in sheets
    ]


def _lacks_area(sheet: Sheet) -> bool:
    return AREA not in columns_of(sheet.table, sheet.header) and _has_areas(sheet.table)


def _has_areas(table: Table) -> bool:
    return any(column.name == AREA and column.references for column in table.columns)


def _counts_people(sheet: Sheet, reading: Reading, context: Context) -> bool:
    """Whether a sheet may be read: a column that is only called Antal may count anything, and one
    below a title of some of the people counts them, so that it is asked whether it is all the
    people."""
    columns = columns_of(sheet.table, sheet.header)
    at = columns.get(_COUNT)
    if sheet.table.name != "folkmangd" or at is None:
        return True
    is_clear = plain(sheet.header[at]) != _COUNT or _is_own(sheet, columns)
    said = sheet.said
    if is_clear and not any(words.search(said) for words in (LIMITS, FORECAST, _MORE_LIMITS)):
        return True
    options = {
        "folkmangd": "folkmängden: alla folkbokförda den 31 december",
        "annat": "något annat",
    }
    question = Question(
        sheet.key(_COUNT), f"{sheet.place}: Vad räknar kolumnen {sheet.header[at]}?", options
    )
    if reading.ask(question, context) != "annat":
        return True
    reading.fault(
        sheet.place,
        sheet.lines[0][0],
        sheet.header[at],
        "räknar något annat än folkmängden; lägg talen i "
        "mallen Indikatorvärden, under en egen indikator",
    )
    return False


def _is_of_its_title(sheet: Sheet, reading: Reading, context: Context) -> bool:
    """Whether a sheet may be read: it is asked whether its numbers are what its table counts where
    a title above it, or its name, says something else. False where they aren't, which is told."""
    said = sheet.said
    found = next((word for limit in _limits(sheet) if (word := limit.search(said))), None)
    if found is None:
        return True
    words = re.split(r"\s+", said)
    shown = next((word for word in words if found[0].strip() in word), found[0]).strip(" ,.;:()")
    told = f'I titeln, ett namn eller en not står "{shown}"'
    return _are_whole(sheet, reading, context, "rubrik", told, "")


def _limits(sheet: Sheet) -> Iterator[re.Pattern[str]]:
    """The words of a title that make the numbers of a table something else than it counts."""
    columns = columns_of(sheet.table, sheet.header)
    if sheet.table.name in _CRIMES:
        yield from (OTHER_MEASURE, _OTHER_UNIT, _GROUPS)
        if not columns.keys() & {"kvartal", "manad"}:
            yield PART_OF_YEAR
    if sheet.table.name == "indikatorvarden":
        yield from (_OTHER_UNIT, _SHORTER)
        if not set(_texts(sheet, columns.get("grupp"))) - {"totalt"}:
            yield _GROUPS


def _is_of_its_columns(sheet: Sheet, reading: Reading, context: Context) -> bool:
    """Whether a sheet may be read: it is asked, a column at a time, whether its numbers are what
    its table counts where a column that isn't read says of which part, time or unit they are. False
    where they aren't, which is told."""
    if sheet.table.name not in _FIGURES:
        return True
    columns = columns_of(sheet.table, sheet.header)
    groups = _texts(sheet, columns.get("grupp"))
    answers = []
    for at, heading in enumerate(sheet.header):
        texts = _texts(sheet, at)
        limits = [*dict.fromkeys(text for text in texts if not _WITHOUT_LIMIT.fullmatch(text))]
        is_checked = sheet.table.name == "indikatorvarden" and plain(heading) == _UNIT
        is_read = at in columns.values() or is_checked or texts == groups
        if limits and not is_read and _LIMITING.fullmatch(plain(heading)):
            shown = swedish.enumerate_some([f'"{text}"' for text in limits], _SHOWN)
            told = f"Kolumnen {heading} läses inte och säger {shown}"
            key = f"kolumn-{slug(heading)}"
            answers.append(_are_whole(sheet, reading, context, key, told, heading))
    return all(answers)


def _texts(sheet: Sheet, at: int | None) -> list[str]:
    """What stands in a column, row by row in small letters, but for empty cells."""
    cells = (row[at].strip() for _, row in sheet.lines[1:] if at is not None and at < len(row))
    return [text.casefold() for text in cells if text]


def _are_whole(
    sheet: Sheet, reading: Reading, context: Context, key: str, told: str, heading: str
) -> bool:
    """Whether a sheet may be read, where this is told of its numbers."""
    text = (
        f"{sheet.place}: {told}. Är talen ändå det som {sheet.table.label} räknar: alla, hela tiden"
        " och i tabellens enhet?"
    )
    options = {
        "hela": "ja: talen läses in som de står",
        "del": "nej: en del, en annan tid eller en annan enhet",
    }
    if reading.ask(Question(sheet.key(key), text, options), context) != "del":
        return True
    reading.fault(
        sheet.place,
        sheet.lines[0][0],
        heading,
        f"talen är något annat än {sheet.table.label} räknar; räkna om dem, eller lägg dem i mallen"
        " Indikatorvärden under en egen indikator",
    )
    return False


def _is_own(sheet: Sheet, columns: Iterable[str]) -> bool:
    """Whether a sheet is named after its table, or has the columns' own names."""
    names = {plain(name) for name in columns}
    is_named = any(
        plain(name) in plain(sheet.name) for name in (sheet.table.name, sheet.table.label)
    )
    return is_named or names <= {plain(text) for text in sheet.header}
