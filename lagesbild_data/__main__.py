"""Command line: check a store, copy it, bring files into it, write templates for them, or an
invented store."""

import argparse
import sys

from lagesbild_data.commands import build, check, demo, importing, template
from lagesbild_data.words.commands import say, speak_swedish
from lagesbild_data.words.problems import InvalidStore, reason


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, 1 when the data has faults, 2 for a mistyped
    command."""
    options = _parser().parse_args(arguments)
    writes = options.command != "check"
    try:
        return options.run(options)
    except InvalidStore as invalid:
        say(*invalid.problems, file=sys.stderr if writes else sys.stdout)
        return 1
    except OSError as error:
        place = options.target if writes else options.store
        say(
            f"{place}: {reason(error, 'kunde inte skrivas' if writes else 'kunde inte läsas')}",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    speak_swedish()
    parser = argparse.ArgumentParser(
        prog="python -m lagesbild_data", description="Kontrollera och omvandla data till Lägesbild."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    for command in (check, build, importing, template, demo):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
