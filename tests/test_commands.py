"""What the commands have in common: argparse in Swedish, wherever it runs, and nothing else
in it."""

import argparse
import ast
import gettext
import inspect
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import mofile, pofile

from lagesbild_data.words import commands

ROOT = Path(__file__).parents[1]
MESSAGES = commands.LOCALE / "sv" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def catalog():
    with MESSAGES.open("rb") as file:
        return pofile.read_po(file, locale="sv")


def test_compiled_messages_are_those_that_are_written(catalog):
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    assert MESSAGES.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make locale"


def test_every_message_is_one_of_argparse_s(catalog):
    said = {
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Constant)
    }
    written = [message.id for message in catalog if message.id]
    singular = [message if isinstance(message, str) else message[0] for message in written]
    assert len(singular) > 15
    assert set(singular) <= said


@pytest.mark.parametrize(
    "language", [{}, {"LC_ALL": "C"}, {"LANG": "en_US.UTF-8", "LANGUAGE": "en"}]
)
@pytest.mark.parametrize("command", ["lagesbild_data", "briefing"])
def test_commands_are_swedish_in_every_locale(command, language):
    unset = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    told = subprocess.run(
        [sys.executable, "-m", command, "--help"],
        cwd=ROOT,
        env=unset | language | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert told.startswith(f"användning: python -m {command}")
    assert "visa den här hjälpen" in told


def test_nothing_but_the_commands_is_made_swedish():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import argparse, lagesbild_data.words.commands;"
                " argparse.ArgumentParser('x').print_help()"
            ),
        ],
        cwd=ROOT,
        env=os.environ | {"LANGUAGE": "en"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert told.startswith("usage: x")
    assert gettext.translation("messages", commands.LOCALE, ["sv"]).gettext("options") == "val"
