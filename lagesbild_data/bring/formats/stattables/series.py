"""What a table's numbers are: known by code and table, called by what is counted; all the people,
or an indicator."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild_data.bring.formats.reading import COUNTS, MEASURED, Missing
from lagesbild_data.bring.formats.stattables.table import Content, Dimension, StatTable, head_of
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.units import NOT_COUNTED, is_percent
from lagesbild_data.bring.formats.words import FORECAST, LIMITS, YEAR

_LONGEST_ID = 60
_OWN_CODES = {
    "scb": re.compile(r"[A-Z]{2}\d{4}[0-9A-Z]{2}|0000[0-9A-Z]{4}"),
    "kolada": re.compile(r"[A-Z]\d{5}"),
}
"""Codes that a publisher gives to one content only, so that they tell what it is also without the
table's id."""
_POPULATION_CODES = frozenset({"BE0101N1", "000007Y7"})
"""All registered on 31 December in SCB's tables: by kommun (BefolkningNy), and by kommun, RegSO and
DeSO (FolkmDesoAldKon)."""
_POPULATION_TABLES = frozenset({"befolkningny", "tab638", "be0101n1"})
_PEOPLE = re.compile(
    r"(folkmängd(en)?|befolkning(en)?|population)( (den )?31 (december|dec))?", re.IGNORECASE
)
_PERSONS = re.compile(
    r"(antal( personer)?|personer|number|persons|number of persons)", re.IGNORECASE
)
_SPAN = re.compile(rf"({YEAR})\s*[-–]\s*({YEAR})")
_TOTAL = re.compile(
    r"(tot|totalt?|samtliga|samt|alla|all|both sexes|totsa)"
    r"([ ,]+(samtliga"
    r" )?(åldrar|ålder|ålders(grupper|klasser)|kön|civilstånd|födelseländer|ages?|sexes|marital"
    r" status|"
    r"utbildningsnivåer|hushåll|män och kvinnor))?",
    re.IGNORECASE,
)
"""What a choice is called that is all there are: totalt ålder, samtliga åldrar, but not totalt
16–64 år."""
_COUNTED = re.compile(
    r"\b(antal(et)?|number( of)?|personer|persons|st|count|folkmängd(en)?|population)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Series:
    """Numbers that may stand on one curve."""

    id: str
    name: str
    unit: str
    decimals: str
    missing: Missing | None
    """None where it can't be told whether a dash is 0."""
    is_percent: bool | None
    """Whether it is in per cent; None where the file doesn't tell how it is counted."""
    is_known: bool
    """Whether the file says what it is by code, table or title; a lone label says too little."""


def has_own_code(publisher: str, code: str) -> bool:
    """Whether a code is one that this publisher gives to one content only."""
    return publisher in _OWN_CODES and bool(_OWN_CODES[publisher].fullmatch(code))


def is_of_scb(code: str) -> bool:
    """Whether a content's code or a table's id is such as only SCB has."""
    return (
        has_own_code("scb", code)
        or bool(re.fullmatch(r"TAB\d+", code))
        or code.casefold() in _POPULATION_TABLES
    )


def is_total(dimension: Dimension, code: str) -> bool:
    """Whether a category is all of them, by what the file says or by what it is called."""
    label = dimension.categories[code]
    return code == dimension.total or bool(_TOTAL.fullmatch(label if label != code else code))


def series_of(
    table: StatTable,
    publisher: str,
    content: Content,
    chosen: Sequence[tuple[Dimension, str]],
    pooled: int,
    file: str,
) -> Series:
    """The series of a content, of the chosen categories that aren't all, and of so many years taken
    together; `file` is what the file is called, for one that says nothing of what it is."""
    is_own = has_own_code(publisher, content.code)
    of_kolada = publisher == "kolada"
    stated = table.table_id or table.title or ("nyckeltal" if of_kolada else "")
    parts = [publisher, *([] if is_own else [stated or file]), content.code or content.label]
    parts += [text for dimension, code in chosen for text in (dimension.id, code)]
    name = content.label if of_kolada else _name(table, content, file)
    name = ", ".join([name, *(_called(dimension, code) for dimension, code in chosen)])
    if pooled > 1:
        parts.append(f"{pooled}-ar")
        name = f"{name}, {pooled} år tillsammans"
    missing = MEASURED if of_kolada else _missing(table, content)
    return Series(
        _id(parts),
        name,
        content.unit,
        content.decimals,
        missing,
        _is_percent(table, content),
        bool(is_own or stated),
    )


def _id(parts: Sequence[str]) -> str:
    """An id of these texts, and of them only: where the letters of an id don't tell them apart from
    others, a digest of them does."""
    readable = "-".join(filter(None, map(slug, parts)))
    if len(readable) <= _LONGEST_ID and all(slug(part) == part.casefold() for part in parts):
        return readable
    digest = hashlib.sha256(
        "\0".join(part.casefold() for part in parts).encode("utf-8", "replace")
    ).hexdigest()[:8]
    return f"{readable[:_LONGEST_ID].rstrip('-')}-{digest}"


def _name(table: StatTable, content: Content, file: str) -> str:
    """What is counted: the title's beginning and the content, where the one doesn't say the
    other."""
    head, label = head_of(table.title), content.label
    if not head:
        return f"{label} ({file})" if label else file
    if not label or (len(table.contents) < 2 and label.casefold() in head.casefold()):
        return head
    return label if head.casefold() in label.casefold() else f"{head}: {label}"


def _called(dimension: Dimension, code: str) -> str:
    label = dimension.categories[code]
    return label if label != code else f"{dimension.label} {code}"


def _missing(table: StatTable, content: Content) -> Missing | None:
    said = (content.unit, content.label, head_of(table.title))
    if any(NOT_COUNTED.search(text) for text in said):
        return MEASURED
    return COUNTS if any(_COUNTED.search(text) for text in said) else None


def _is_percent(table: StatTable, content: Content) -> bool | None:
    said = [text for text in (content.unit, content.label, head_of(table.title)) if says_unit(text)]
    return is_percent(said[0]) if said else None


def says_unit(text: str) -> bool:
    """Whether a text says how something is counted or measured."""
    return bool(NOT_COUNTED.search(text) or _COUNTED.search(text))


def is_forecast(table: StatTable, year: int) -> bool:
    """Whether a table says that it is one, or is of years after this one."""
    texts = [table.title, table.table_id, *(content.label for content in table.contents.values())]
    spans = _SPAN.findall(table.title)
    return any(FORECAST.search(text) for text in texts) or any(
        int(last) > year for _, last in spans
    )


def is_population(table: StatTable, publisher: str, content: Content) -> bool | None:
    """Whether a content is all registered on 31 December: True and False where it is known, None
    where it must be asked about. What is chosen in other dimensions isn't looked at."""
    if publisher != "scb" or any(
        LIMITS.search(text) for text in (content.label, content.reference, content.unit)
    ):
        return False
    is_limited = bool(LIMITS.search(table.title))
    if content.code in _POPULATION_CODES:
        return None if is_limited else True
    if is_limited:
        return False
    head = head_of(table.title)
    is_named = bool(_PEOPLE.fullmatch(content.label or head))
    if is_named and not content.code and table.table_id.casefold() in _POPULATION_TABLES:
        return True
    if (
        not content.code
        and table.table_id in _POPULATION_CODES
        and (is_named or _PERSONS.fullmatch(content.label))
    ):
        return True
    may_be = _PEOPLE.fullmatch(head) and (is_named or _PERSONS.fullmatch(content.label))
    return None if may_be or (is_named and not head) else False
