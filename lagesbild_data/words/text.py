"""What text the bytes of a file hold, told by the text that comes out, and the one form that every
text has here."""

import codecs
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO

from lagesbild_data.words.misread import restored

MINUS = "\u2010\u2011\u2012\u2013\u2212"
"""What stands for the minus sign of a number beside the hyphen of a keyboard."""
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Control signs, and what has no width or only tells the direction of what is read. NUL isn't: it
tells that a file isn't text."""
_PILE = re.compile(r"[^\x00-\x7f\w]{31}")
"""More marks than any letter has; to put them in order takes a time that grows with their square.
"""
_PIECE = 1 << 20
_SNIFFED = 1000
"""Bytes that tell UTF-16 from other text."""
LONGEST_LINE = 4_000_000
"""Letters of a line: no table has room for nearly as many."""
_MOST_WORDS = 20_000
"""Words by which a text is judged."""
_CANDIDATES = {"cp1252": "Windows-1252", "cp850": "DOS (kodsida 850)", "macintosh": "Mac Roman"}
"""What Swedish text may be in that is neither UTF-8 nor UTF-16, the usual one first; Latin-1 is a
part of it."""
_SAVE = "spara om filen som UTF-8"
_ASCII = bytes(range(0x80))
_WORD = re.compile(rb"(?<![0-9A-Za-z\x80-\xff])[0-9A-Za-z]*+[\x80-\xff][0-9A-Za-z\x80-\xff]*+")
"""A word with a letter or sign that isn't ASCII."""
_OF_UTF8 = re.compile(rb"\xc3[\x84\x85\x96\xa4\xa5\xa9\xb6\xbc]|\xe2\x80|\xef\xbb\xbf")
"""å, ä, ö, é, ü, Å, Ä, Ö, dashes and quotation marks, and BOM, of UTF-8: no text in another
encoding has them."""

_SWEDISH, _POSSIBLE, _IMPOSSIBLE = range(3)
_OWN_LETTERS = frozenset("åäöÅÄÖ")
_USUAL_LETTERS = _OWN_LETTERS | frozenset("éÉü")
_VOWELS = frozenset("aeiouyåäöéüèêëáàâãíìîïóòôõúùûýÿøæ")
_CONSONANTS = frozenset("çñšžßðþ")
"""Letters of names from elsewhere, which have a vowel beside them."""
_QUOTES = frozenset("”“")
_BETWEEN_LETTERS = frozenset("\u00a0\u00ad–—’´·")
_BEFORE_LETTERS = _BETWEEN_LETTERS | _QUOTES | frozenset("‘«»•…©§°")
_AFTER_LETTERS = _BETWEEN_LETTERS | _QUOTES | frozenset("«»…™®²³°§€")
_SIGNS = _BEFORE_LETTERS | _AFTER_LETTERS | frozenset("±×½¼¾£‰¹¨")
"""Signs that stand in Swedish text, by what they stand beside."""


class Undecodable(ValueError):  # noqa: N818 - it names what the text is
    """Bytes that are no text that can be told: why, in Swedish, a word, and the line of a file that
    it stands on."""

    def __init__(self, message: str, word: bytes = b""):
        super().__init__(message)
        self.word = word
        self.line: int | None = None


def normalised(text: str) -> str:
    """A text as it stands everywhere here: letters put together (NFC), spaces and line breaks of
    one kind, nothing that can't be seen, and no UTF-8 that was taken for something else."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", restored(text))))
    return text if _PILE.search(text) else unicodedata.normalize("NFC", text)


def encoding_of(samples: bytes) -> str:
    """The encoding that text is in, by Python's name: utf-8, cp1252, cp850 or macintosh;
    Undecodable where none gives Swedish words, or several do."""
    try:
        samples.decode("utf-8")
    except UnicodeDecodeError:
        return _judged(_words(io.BytesIO(samples)))
    return "utf-8"


def encoding_of_file(file: BinaryIO) -> str:
    """The encoding of a whole file, which is read piece by piece, by Python's name: utf-8-sig,
    utf-16, utf-16-le, utf-16-be, cp1252, cp850 or macintosh; Undecodable otherwise, and where a
    line is longer than any of a table.
    """
    file.seek(0)
    encoding = utf16_of(file.read(_SNIFFED))
    try:
        if not encoding:
            with suppress(UnicodeDecodeError):
                _check(file, "utf-8")
                return "utf-8-sig"
            encoding = _judged(_words(file))
        _check(file, encoding)
    except UnicodeDecodeError as error:
        named = _CANDIDATES.get(encoding, "UTF-16")
        raise Undecodable(f"byte {error.start + 1} är inte text i {named}; {_SAVE}") from None
    except Undecodable as fault:
        fault.line = _line_of(file, fault.word)
        raise
    finally:
        file.seek(0)
    return encoding


def utf16_of(head: bytes) -> str:
    """The UTF-16 that a text begins in, by its BOM or by letters that all have an empty half; ""
    for other texts."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    halves = {
        "utf-16-be": (head[0:_SNIFFED:2], head[1:_SNIFFED:2]),
        "utf-16-le": (head[1:_SNIFFED:2], head[0:_SNIFFED:2]),
    }
    return next(
        (
            name
            for name, (empty, full) in halves.items()
            if empty.count(0) > len(empty) * 0.9 and 0 not in full
        ),
        "",
    )


def _decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The file's text piece by piece; UnicodeDecodeError counts from the beginning of the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    read = 0
    while True:
        piece = file.read(_PIECE)
        waiting = len(decoder.getstate()[0])
        try:
            yield decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            error.start += read - waiting
            raise
        if not piece:
            return
        read += len(piece)


def _check(file: BinaryIO, encoding: str) -> None:
    """UnicodeDecodeError where a file isn't text in an encoding, and Undecodable where it has no
    lines."""
    since = 0
    for text in _decoded(file, encoding):
        since = 0 if "\n" in text or "\r" in text else since + len(text)
        if since > LONGEST_LINE:
            raise Undecodable(
                f"har en rad med mer än {LONGEST_LINE // 10**6} miljoner tecken, och är ingen"
                " tabell"
            )


def _words(file: BinaryIO) -> set[bytes]:
    """The words with other bytes than ASCII of every piece of the file that has such a byte that
    none before it had: what is judged is the whole file, and one of ten million rows takes no
    longer to judge than to read.
    """
    words: set[bytes] = set()
    seen: set[int] = set()
    file.seek(0)
    while piece := file.read(_PIECE):
        piece += file.readline(_SNIFFED)  # a word isn't cut in two
        new = set(piece.translate(None, _ASCII)) - seen
        if new and len(words) < _MOST_WORDS:
            words.update(_WORD.findall(piece))
            seen |= new
    return words


def _judged(words: set[bytes]) -> str:
    """The one encoding in which the words are Swedish; Undecodable where none is, or several
    are."""
    if of_utf8 := next(filter(_OF_UTF8.search, words), b""):
        raise _not_utf8(words, of_utf8)
    found = {name: _ranks(words, name) for name in _CANDIDATES}
    worst = {name: max(ranks.values(), default=_SWEDISH) for name, ranks in found.items()}
    left = [
        name for name, ranks in found.items() if _is_pure(ranks.values(), is_usual=name == "cp1252")
    ] or [name for name, ranks in found.items() if _is_nearly_pure(ranks.values())]
    if not left:
        word = next(word for word, rank in found["cp1252"].items() if rank == _IMPOSSIBLE)
        names = ", ".join(_CANDIDATES.values())
        raise Undecodable(
            f'"{_shown(word, "cp1252")}" är inte svensk text i UTF-8, {names}; {_SAVE}', word=word
        )
    swedish = [name for name in left if worst[name] == _SWEDISH]
    best = (swedish or left)[0]
    doubtful = [
        name for name in left if name != best and (worst[name] <= worst[best] or name == "cp1252")
    ]
    for other in doubtful:
        if word := next((word for word in words if _shown(word, best) != _shown(word, other)), b""):
            readings = f'"{_shown(word, best)}" ({_CANDIDATES[best]}) eller "{_shown(word, other)}"'
            raise Undecodable(f"kan vara {readings} ({_CANDIDATES[other]}); {_SAVE}", word=word)
    return best


def _not_utf8(words: set[bytes], of_utf8: bytes) -> Undecodable:
    """What to say of a text that is UTF-8 but for some words: in another encoding its å, ä and ö
    would be others."""
    word = next((word for word in words if _shown(word, "utf-8").count("\ufffd")), of_utf8)
    return Undecodable(
        f'"{_shown(word, "utf-8")}" är inte text i UTF-8, som resten av filen; {_SAVE}', word=word
    )


def _shown(word: bytes, encoding: str) -> str:
    return word[:40].decode(encoding, "replace")


def _ranks(words: Iterable[bytes], encoding: str) -> dict[bytes, int]:
    """How Swedish each word is in an encoding. Quotation marks that only begin words, or only end
    them, are rather the ö of another encoding."""
    texts = {word: word.decode(encoding, "replace") for word in words}
    ranks = {word: max(_rank(text, at) for at in range(len(text))) for word, text in texts.items()}
    begin = {word for word, text in texts.items() if text[0] in _QUOTES}
    end = {word for word, text in texts.items() if text[-1] in _QUOTES}
    if bool(begin) != bool(end):
        ranks |= {
            word: max(ranks[word], _POSSIBLE)
            for word in begin | end
            if texts[word].strip("”“").isalpha()
        }
    return ranks


def _is_pure(ranks: Iterable[int], is_usual: bool) -> bool:
    """Whether no word is impossible, and, in an encoding that is rare today, more are Swedish than
    could be."""
    counted = Counter(ranks)
    return not counted[_IMPOSSIBLE] and (is_usual or counted[_SWEDISH] > counted[_POSSIBLE])


def _is_nearly_pure(ranks: Iterable[int]) -> bool:
    """Whether impossible words are so few among Swedish ones that they are rather damaged than in
    another encoding."""
    counted = Counter(ranks)
    return counted[_IMPOSSIBLE] * 20 < counted[_SWEDISH]


def _rank(word: str, at: int) -> int:
    """How well the sign at this place of a word fits what is beside it: Swedish, possible or
    impossible."""
    sign, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    if sign.isascii():
        return _SWEDISH
    if not sign.isalpha() or sign in "ªº":
        return _rank_of_sign(sign, before, after)
    letter = sign.lower()
    if letter not in _VOWELS | _CONSONANTS:
        return _POSSIBLE if sign == "µ" else _IMPOSSIBLE
    if letter in _CONSONANTS and not {before.lower(), after.lower()} & _VOWELS:
        return _IMPOSSIBLE
    is_alone = not (before.isalpha() or after.isalpha())
    if is_alone:
        return _POSSIBLE if letter in "åäöà" else _IMPOSSIBLE
    if sign not in _OWN_LETTERS and (before.isdigit() or after.isdigit()):
        return _IMPOSSIBLE
    if sign.isupper():
        is_odd = before.islower() or (before.isupper() and after.islower())  # AntalÅr
    else:
        is_odd = after.isupper() or (
            before.isupper() and word[at - 2 : at - 1].isupper() and at > 1
        )
    if is_odd:
        return _POSSIBLE if sign in _OWN_LETTERS else _IMPOSSIBLE
    is_usual = sign in _USUAL_LETTERS and (before or sign != "é")
    return _SWEDISH if is_usual else _POSSIBLE


def _rank_of_sign(sign: str, before: str, after: str) -> int:
    if sign not in _SIGNS:
        return _IMPOSSIBLE
    if before.isalpha() and after.isalpha():
        return _SWEDISH if sign in _BETWEEN_LETTERS else _POSSIBLE if sign == "…" else _IMPOSSIBLE
    is_wrong = (after.isalpha() and sign not in _BEFORE_LETTERS) or (
        before.isalpha() and sign not in _AFTER_LETTERS
    )
    return _IMPOSSIBLE if is_wrong else _SWEDISH


def _line_of(file: BinaryIO, word: bytes) -> int | None:
    """The line on which a word first stands; None where no word is given."""
    file.seek(0)
    line, before = 1, b""
    while word and (piece := file.read(_PIECE)):
        content = before + piece
        at = content.find(word)
        passed, before = (
            (content[:at], b"") if at >= 0 else (content[: -len(word)], content[-len(word) :])
        )
        line += passed.count(b"\n") or passed.count(b"\r")
        if at >= 0:
            return line
    return None


def is_possible(word: str) -> bool:
    """Whether every letter and sign of a word fits what is beside it."""
    return all(_rank(word, at) < _IMPOSSIBLE for at in range(len(word)))


def is_swedish(word: str) -> bool:
    """Whether a word has å, ä or ö, and nothing that isn't usual in Swedish."""
    return bool(_OWN_LETTERS & {*word}) and all(
        _rank(word, at) == _SWEDISH for at in range(len(word))
    )
