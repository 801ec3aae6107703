"""What the commands of the program have in common."""

import argparse
import io
import sys

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
