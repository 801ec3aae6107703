"""The command demo: an invented store."""

import argparse
from collections.abc import Callable

from lagesbild_data.bring import demo
from lagesbild_data.commands.terminal import Commands, written


def add(commands: Commands) -> None:
    """Add the command demo."""
    invent = commands.add_parser(
        "demo",
        help="skriv ett lager med påhittade data att prova med",
        description=(
            "Skriv den påhittade kommunen Exempelstad, med områden, ytor och rader i alla tabeller."
            " Påhittade data i målet byts ut när allt är skrivet; andra data skrivs aldrig över."
        ),
    )
    invent.add_argument(
        "target", metavar="MÅL", help="en ny mapp eller SQLite-fil (.sqlite, .sqlite3, .db)"
    )
    invent.add_argument(
        "--rows",
        type=_at_least(1),
        default=20_000,
        metavar="ANTAL",
        help="antal påhittade brottsanmälningar som summeras (%(default)s)",
    )
    invent.add_argument(
        "--seed",
        type=_at_least(0),
        default=1,
        metavar="TAL",
        help="samma tal ger samma data (%(default)s)",
    )
    invent.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    return written(options.target, demo.write(options.target, options.rows, options.seed))


def _at_least(minimum: int) -> Callable[[str], int]:
    """A reader of whole numbers from the command line."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < minimum:
            raise argparse.ArgumentTypeError(f'"{text}" är inte ett heltal, lägst {minimum}')
        return int(text)

    return number
