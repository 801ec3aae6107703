"""The headings of the police's tables: where an extract or a key begins, and its columns."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import dropwhile

from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.starts import starts
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import csv_folder
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem

NEEDED = {"kommunkod": "kommunkod", "brottskod": "brottskod", "inskrarmanad": "inskr årmånad"}
_ONCE = {**NEEDED, "regsonamn": "regsonamn", "antalbrott": "antal_brott"}
_UNREAD = ("kommunnamn", "desokod", "inskrar", "inskrivningsdatum")
"""Columns of every extract that say nothing more than those that are read."""
_AMOUNT = re.compile(r"(?=.*(antal|sum))(antal|summa|sum|av|of|anmalda|anmalningar|brott)+")
"""What the column of the amount is called, when its heading says no more than that."""
_MAY_BE_AMOUNT = re.compile(r"antal|^sum|countof")


def plain_heading(heading: str) -> str:
    """A heading without what is written differently: case, spaces, underscores, dots over
    letters."""
    return re.sub(r"[^a-z]", "", heading.casefold().translate(str.maketrans("åäö", "aao")))


def column_of(heading: str) -> str:
    """The column that a heading stands for."""
    plain = plain_heading(heading)
    return "antalbrott" if _AMOUNT.fullmatch(plain) else plain


Wanted = Callable[[Collection[str]], bool]
"""Whether headings, plain, are those of what is wanted."""


def is_extract(headings: Collection[str]) -> bool:
    """Whether headings, plain, are those of an extract."""
    return set(headings) >= NEEDED.keys()


def is_key(headings: Collection[str]) -> bool:
    """Whether headings, plain, are those of a key."""
    return (
        "brottskod" in headings
        and any("niva" in name for name in headings)
        and not is_extract(headings)
    )


def tables_in(upload: Upload, is_wanted: Wanted) -> dict[str, int]:
    """The sheets that have such headings among their first rows, or a text file by its own name,
    each with the number of that row; it never raises."""
    try:
        found = starts(upload)
    except InvalidStore:
        return {}
    return {
        name: at
        for name, lines in found.items()
        for at, texts in reversed(lines)
        if is_wanted([*map(plain_heading, texts)])
    }


def rows_of(upload: Upload, is_wanted: Wanted) -> Iterator[Line]:
    """The rows from the headings down; those of a workbook are as long as these."""
    [(name, at)] = tables_in(upload, is_wanted).items()
    if upload.kind == "text":
        lines = upload.records(csv_folder.delimiter_in(upload.start.splitlines()[at]))
        yield from dropwhile(lambda line: not is_wanted([*map(plain_heading, line[1])]), lines)
        return
    lines = (line for line in upload.sheets[name] if line[0] >= at)
    heading = next(lines)
    yield heading
    width = len(heading[1])
    yield from ((number, texts + [""] * (width - len(texts))) for number, texts in lines)


def header_of(upload: Upload) -> list[str]:
    """The extract's headings, for which no more than the beginning of a text is read."""
    [(name, at)] = tables_in(upload, is_extract).items()
    return next(texts for number, texts in starts(upload)[name] if number == at)


def said_of(upload: Upload) -> str:
    """What the extract says of all its rows: what its file and its sheet are called, and what
    stands above its headings."""
    [(name, at)] = tables_in(upload, is_extract).items()
    above = (text for number, texts in starts(upload)[name] if number < at for text in texts)
    return " ".join([upload.name.replace("_", " "), name.replace("_", " "), *above])


def unclear_amounts(header: Collection[str]) -> list[str]:
    """The headings that may be of the amount, where none is so for certain."""
    if "antalbrott" in map(column_of, header):
        return []
    return [text for text in header if _MAY_BE_AMOUNT.search(plain_heading(text))]


def told_of_columns(header: Collection[str]) -> str:
    """What to tell of columns that aren't read, and of that of the areas where it isn't there."""
    unread = [text for text in header if text.strip() and column_of(text) not in (*_ONCE, *_UNREAD)]
    told = ["Kolumnen regsonamn saknas; brotten räknas bara i sin kommun."] * (
        "regsonamn" not in map(plain_heading, header)
    )
    if unread:
        told.append(
            f"Läses inte: {'kolumnen' if len(unread) == 1 else 'kolumnerna'}"
            f" {swedish.enumerate_words(unread)}."
        )
    return " ".join(told)


def heading_faults(place: str, header: list[str]) -> list[Problem]:
    """What is wrong with the columns of an extract."""
    missing = [name for plain, name in NEEDED.items() if plain not in header]
    twice = [name for plain, name in _ONCE.items() if header.count(plain) > 1]
    return [Problem(place, "kolumnen saknas", 1, name) for name in missing] + [
        Problem(place, "kolumnen finns flera gånger", 1, name) for name in twice
    ]
