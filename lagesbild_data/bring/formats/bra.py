"""What Brå's kinds of file have in common: what their words limit, and what is preliminary."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import GROUPS, YEAR, says_preliminary
from lagesbild_data.words import swedish

OTHER_MEASURE = re.compile(
    r"uppklar|handlag|misst[äa]nk|lagför|dömda|utredda|personupp", re.IGNORECASE
)
"""Words of what isn't reported crimes."""
_PER_100K = re.compile(r"(?<![\d.,])(?<!\d\s)100[\s.]?000(?!\d|[\s.,]\d)")
_MARK = re.compile(r"(?:[*¹²³⁴]|(?<=\s)\d\)){1,4}$")
_OF_SOME = re.compile(rf"\b({GROUPS})\b|hushåll|\d\s?[-–]\s?\d+ år", re.IGNORECASE)
_QUARTERS = 4


def unmarked(name: str) -> str:
    """A name without the mark of a footnote after it: Exempelstad*, Exempelstad 1)."""
    return _MARK.sub("", name.strip()).rstrip()


def check_rate(upload: Upload, heading: str) -> None:
    """InvalidStore where a rate isn't per 100 000 of all the inhabitants."""
    if not _PER_100K.search(heading) or _OF_SOME.search(heading):
        upload.refuse(
            f'har rubriken "{heading.strip()}"; bara tal per 100 000 invånare kan läsas in;'
            " hämta tabellen med dem"
        )


def is_over(year: int, quarter: int = _QUARTERS) -> bool:
    """Whether a year, or a quarter of it, has ended: before that all its crimes can't have been
    counted."""
    today = dt.date.today()
    return (year, quarter) < (today.year, (today.month - 1) // 3 + 1)


def is_preliminary(words: str, year: str, notes: Iterable[str]) -> bool:
    """Whether a heading's words, or a note about its year, its star or the whole table, say that it
    is preliminary."""
    if says_preliminary(words):
        return True
    told = filter(says_preliminary, notes)
    return any(
        "*" in words or year in note or not re.search(rf"\*|\b{YEAR}\b", note) for note in told
    )


def check_one_table(upload: Upload, is_table: Callable[[list[Line]], bool]) -> None:
    """InvalidStore where several sheets of a workbook have a table: only the first is read."""
    named = (
        [name for name, lines in upload.sheets.items() if is_table(lines)]
        if upload.kind == "arbetsbok"
        else []
    )
    if len(named) > 1:
        upload.refuse(
            f"har tabeller på flera blad ({swedish.enumerate_words(named)}); spara det som ska"
            " läsas som en egen arbetsbok"
        )
