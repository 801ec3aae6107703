"""The command build: a store copied."""

import argparse

from lagesbild_data.commands.terminal import STORE_HELP, Commands, progress, written
from lagesbild_data.store.building import build


def add(commands: Commands) -> None:
    """Add the command build."""
    copy = commands.add_parser(
        "build",
        help="gör SQLite av en CSV-mapp, eller tvärtom",
        description=(
            "Kopiera ett lager. Målet byts ut först när allt är skrivet; går något fel står det"
            " gamla kvar."
        ),
    )
    copy.add_argument("source", metavar="KÄLLA", help=STORE_HELP)
    copy.add_argument("target", metavar="MÅL", help=STORE_HELP)
    copy.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    return written(options.target, build(options.source, options.target, progress()))
