"""The command check: every fault of a store."""

import argparse

from lagesbild_data.commands.terminal import STORE_HELP, Commands, progress
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words.commands import say


def add(commands: Commands) -> None:
    """Add the command check."""
    check = commands.add_parser(
        "check", help="visa alla fel i ett lager, ett per rad", description="Visa alla fel."
    )
    check.add_argument("store", metavar="LAGER", help=STORE_HELP)
    check.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    rows = rows_of(Location.parse(options.store), progress())
    say(f"{options.store}: inga fel, {sum(map(len, rows.values()))} rader i {len(rows)} tabeller")
    return 0
