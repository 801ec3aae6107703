"""What the headings of a table's columns tell: a sex, a time and a content."""

import re

from lagesbild_data.bring.formats.stattables.roles import SEXES
from lagesbild_data.bring.formats.words import (
    PRELIMINARY,
    YEARS,
)

_TIME = rf"{YEARS}(?:[KQM]\d{{1,2}})?(?:\s?\(?{PRELIMINARY}\.?\)?|\s?\*+)?"
_AT_END = re.compile(rf"(?:(.*)\s)?({_TIME})$", re.IGNORECASE)
_AT_START = re.compile(rf"({_TIME})\s(.*)$", re.IGNORECASE)
_BOTH = re.compile(r"(kvinnor|män) (och|eller|/|&) (kvinnor|män)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"mot|mellan|per|av|än|till|och|eller|\d+", re.IGNORECASE)
"""What stands before a sex that a number has to do with and isn't of: "mot kvinnor", "per 100
kvinnor"."""


def head_in(texts: list[str]) -> tuple[str, str, str]:
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
