"""Texts of a workbook that were in another encoding than they were read in when it was made, known
by what comes out: R†sl„tt."""

import re
from collections.abc import Callable, Collection, Mapping
from itertools import permutations

from lagesbild_data.words.misread import restored
from lagesbild_data.words.text import is_possible, is_swedish

Mend = Callable[[str], str]
_WORD = re.compile(r"[0-9A-Za-z\u0080-\uffff]+")
_QUOTES = "„“”"
_PAIRS = tuple(permutations(("cp1252", "cp850", "macintosh"), 2))
"""What a text was read in, and what it is in."""
LOST = "\ufffd"
"""What stands for a letter that couldn't be read."""


def words_in(text: str) -> Collection[str]:
    """The words of a text that have other letters and signs than ASCII."""
    if text.isascii():
        return ()
    words = (word.strip(_QUOTES) for word in _WORD.findall(restored(text)))
    return [word for word in words if not word.isascii()]


def mend_of(words: Collection[str]) -> Mend | None:
    """What makes Swedish of a workbook's texts, where all of their words were misread in one way;
    else None."""
    doubted = _doubted(words)
    if not doubted:
        return None
    sure = [pair for pair in _PAIRS if all(_is_mended(word, pair, doubted) for word in words)]
    if len(sure) != 1:
        return None
    [(wrong, right)] = sure
    return lambda text: _turned(restored(text), wrong, right) or text


def doubts_in(words: Collection[str]) -> Mapping[str, str]:
    """The words that may have been misread, each with what it may be; those with a letter that is
    lost may be anything, ""."""
    return _doubted(words) | {word: "" for word in words if LOST in word}


def _doubted(words: Collection[str]) -> dict[str, str]:
    """Words that are nothing as they stand, and Swedish in another encoding. One alone with a sign
    at an end may be a name from elsewhere, or have the sign of a note."""
    found: dict[str, str] = {}
    for word in words:
        if not is_possible(word):
            turned = dict.fromkeys(filter(is_swedish, (_turned(word, *pair) for pair in _PAIRS)))
            found |= {word: " eller ".join(f'"{text}"' for text in turned)} if turned else {}
    return found if len(found) > 1 or any(map(_is_inside, found)) else {}


def _is_mended(word: str, pair: tuple[str, str], doubted: Collection[str]) -> bool:
    """Whether a word is Swedish in the right encoding, or may be so where it isn't doubted or
    Swedish as it stands."""
    turned = _turned(word, *pair)
    may_be = word not in doubted and not is_swedish(word) and bool(turned) and is_possible(turned)
    return is_swedish(turned) or may_be


def _is_inside(word: str) -> bool:
    """Whether what is odd in a word stands between its letters."""
    return any(
        not is_possible(word[at - 1 : at + 2]) and not word[at].isascii()
        for at in range(1, len(word) - 1)
    )


def _turned(text: str, wrong: str, right: str) -> str:
    """The text as it is in the right encoding; "" where it can't have been misread so. What an
    encoding leaves free became a control sign."""
    answer = []
    for sign in text:
        try:
            byte = sign.encode(wrong)
        except UnicodeEncodeError:
            if not 0x80 <= ord(sign) < 0xA0 or wrong != "cp1252":
                return ""
            byte = bytes([ord(sign)])
        answer.append(byte.decode(right, "replace"))
    return "".join(answer)
