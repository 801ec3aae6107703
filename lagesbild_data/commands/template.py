"""The command template: a file to fill in."""

import argparse
from pathlib import Path

from lagesbild_data.bring import templates
from lagesbild_data.commands.terminal import Commands
from lagesbild_data.model import settings
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.store import wholefile
from lagesbild_data.store.location import PUBLISHED, Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.words import swedish
from lagesbild_data.words.commands import say
from lagesbild_data.words.problems import InvalidStore, Problem


def add(commands: Commands) -> None:
    """Add the command template."""
    template = commands.add_parser(
        "template",
        help="skriv en mall att fylla i",
        description=f"Skriv en mall för en eller flera tabeller: {', '.join(templates.TABLES)}.",
    )
    template.add_argument("--ersatt", action="store_true", help="ersätt filen om den redan finns")
    template.add_argument(
        "tables", nargs="+", choices=templates.TABLES, metavar="TABELL", help="tabellens namn"
    )
    template.add_argument(
        "--to",
        dest="target",
        required=True,
        metavar="FIL",
        help="en fil som slutar på .xlsx eller .csv",
    )
    template.add_argument(
        "--data",
        dest="store",
        default=settings.data() or str(PUBLISHED),
        metavar="LAGER",
        help="lagret vars namn listorna i mallen ger att välja mellan",
    )
    template.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    target = Path(options.target)
    if target.exists() and not options.ersatt:
        raise InvalidStore(
            [Problem(options.target, "finns redan; ange --ersatt om det ska ersättas")]
        )
    known = rows_of(Location.parse(options.store))
    if target.suffix.lower() == ".csv" and len(options.tables) == 1:
        content = templates.csv_bytes(options.tables[0], known=known)
    elif target.suffix.lower() == ".xlsx":
        content = templates.xlsx_bytes(list(dict.fromkeys(options.tables)), known=known)
    else:
        raise InvalidStore(
            [
                Problem(
                    options.target,
                    "en mall för flera tabeller ska sluta på .xlsx, för en på .xlsx eller .csv",
                )
            ]
        )
    wholefile.put(content, target)
    say(
        f"{options.target}: mall för"
        f" {swedish.enumerate_words(BY_NAME[name].label for name in options.tables)}"
    )
    return 0
