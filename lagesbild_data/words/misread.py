"""Text that was read in another encoding than it was written in, and saved so: RÃ¥slÃ¤tt."""

import re

_READ_AS = ("cp1252", "latin-1", "macintosh", "cp850", "cp437")
_BEGIN = frozenset("ÃÂâ√¬‚├┬ÔΓ")
"""What nearly every such sign begins with; others begin with letters and signs that Swedish has."""
_MOST_TIMES = 3
"""How many times over a text may have been misread."""


def _as_read(sign: str, encoding: str) -> str:
    """How the bytes of a sign in UTF-8 look in another encoding; those that it leaves free become
    control signs."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in sign.encode("utf-8")
    )


_SIGNS = {*map(chr, range(0x80, 0x100)), *"–—‘’‚“”„•…†‰€™"}
"""Letters and signs that are two or three bytes in UTF-8."""
_ONCE = {sign for name in _READ_AS for meant in _SIGNS for sign in _as_read(meant, name)}
"""What they become, which a text has that was misread twice."""
_MEANT = {
    looks: sign
    for name in _READ_AS
    for sign in _SIGNS | _ONCE
    if (looks := _as_read(sign, name))[0] in _BEGIN
}
_MISREAD = re.compile("|".join(map(re.escape, sorted(_MEANT, key=len, reverse=True))))


def restored(text: str) -> str:
    """A text with the letters and signs that were UTF-8 and taken for something else; no text that
    is meant has two or three such signs together."""
    for _ in range(_MOST_TIMES):
        if _BEGIN.isdisjoint(text):
            return text
        text = _MISREAD.sub(lambda found: _MEANT[found[0]], text)
    return text
