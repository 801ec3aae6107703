"""What the commands of the program have in common."""

import argparse
import io
import re
import sys
from typing import TextIO

_SWEDISH = {
    "usage: ": "användning: ",
    "options": "val",
    "positional arguments": "argument",
    "show this help message and exit": "visa den här hjälpen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fel: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "ett värde behövs",
    "the following arguments are required: %s": "detta saknas: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r är okänt; välj %(choices)s",
    "ignored explicit argument %r": "tar inget värde, men fick %r",
    "unrecognized arguments: %s": "okända argument: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyda %(matches)s",
}
"""What argparse says."""


def speak_swedish() -> None:
    """Let argparse, which the standard library has in English only, say what it says in Swedish, and a sign that the
    terminal or a file can't show be a question mark instead of a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    vars(argparse)["_"] = lambda text: _SWEDISH.get(text, text)


_ACTED_ON = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that a terminal or a log does something at instead of showing them: new lines, escapes, other directions."""


def visible(text: object) -> str:
    """The text on one line of a terminal or a log, with signs that they act on written out: `\\x1b`."""
    return _ACTED_ON.sub(lambda sign: sign[0].encode("unicode_escape").decode(), str(text))


def say(*lines: object, file: TextIO | None = None) -> None:
    """Write the lines, which may quote data, to a terminal."""
    for line in lines:
        print(visible(line), file=file)
