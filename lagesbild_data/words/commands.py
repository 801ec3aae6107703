"""What the commands of the program have in common."""

import gettext
import io
import os
import re
import sys
from pathlib import Path
from typing import TextIO

LOCALE = Path(__file__).parent / "locale"
"""What argparse says in Swedish; `make locale` compiles it."""
_DOMAIN = "messages"
"""Where argparse looks for what it says."""


def speak_swedish() -> None:
    """Let argparse, which the standard library has in English only, say what it says in Swedish,
    whatever language the system has, and a sign that the terminal or a file can't show be a
    question mark instead of a failure.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    gettext.bindtextdomain(_DOMAIN, LOCALE)
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = "sv"


_ACTED_ON = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Signs that a terminal or a log does something at instead of showing them: new lines, escapes,
other directions."""


def visible(text: object) -> str:
    """The text on one line of a terminal or a log, with signs that they act on written out, such
    as `\\x1b`."""
    return _ACTED_ON.sub(lambda sign: sign[0].encode("unicode_escape").decode(), str(text))


def say(*lines: object, file: TextIO | None = None) -> None:
    """Write the lines, which may quote data, to a terminal."""
    for line in lines:
        print(visible(line), file=file)
