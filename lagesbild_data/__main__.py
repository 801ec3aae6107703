"""Command line: check a store, copy it to another kind of store, or write an invented one."""

import argparse
import sys
import time
from collections.abc import Callable

from lagesbild_data import demo, swedish
from lagesbild_data.problems import InvalidStore, reason
from lagesbild_data.reports import Progress, no_progress
from lagesbild_data.store import Location, build, rows_of


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, 1 when the data has faults, 2 for a mistyped command."""
    options = _parser().parse_args(arguments)
    writes = options.command != "check"
    try:
        return options.run(options)
    except InvalidStore as invalid:
        print(*invalid.problems, sep="\n", file=sys.stderr if writes else sys.stdout)
        return 1
    except OSError as error:
        place = options.target if writes else options.store
        print(f"{place}: {reason(error, 'kunde inte skrivas' if writes else 'kunde inte läsas')}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lagesbild_data", description="Kontrollera och omvandla data till Lägesbild."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    store_help = "en mapp med CSV-filer, en SQLite-fil (.sqlite, .sqlite3, .db) eller en SQLAlchemy-adress"

    check = commands.add_parser("check", help="visa alla fel i ett lager, ett per rad", description="Visa alla fel.")
    check.add_argument("store", metavar="LAGER", help=store_help)
    check.set_defaults(run=_check)

    copy = commands.add_parser(
        "build",
        help="gör SQLite av en CSV-mapp, eller tvärtom",
        description="Kopiera ett lager. Målet byts ut först när allt är skrivet; går något fel står det gamla kvar.",
    )
    copy.add_argument("source", metavar="KÄLLA", help=store_help)
    copy.add_argument("target", metavar="MÅL", help=store_help)
    copy.set_defaults(run=_build)

    invent = commands.add_parser(
        "demo",
        help="skriv ett lager med påhittade data att prova med",
        description="Skriv den påhittade kommunen Exempelstad, med områden, ytor och rader i alla tabeller. "
        "Påhittade data i målet byts ut när allt är skrivet; andra data skrivs aldrig över.",
    )
    invent.add_argument("target", metavar="MÅL", help="en ny mapp eller SQLite-fil (.sqlite, .sqlite3, .db)")
    invent.add_argument(
        "--rows", type=_at_least(1), default=20_000, metavar="ANTAL",
        help="antal påhittade brottsanmälningar som summeras (%(default)s)",
    )  # fmt: skip
    invent.add_argument(
        "--seed", type=_at_least(0), default=1, metavar="TAL", help="samma tal ger samma data (%(default)s)"
    )
    invent.set_defaults(run=_demo)
    return parser


def _progress(patience: float = 2) -> Progress:
    """Tells a terminal how far the reading of a large file has come, when it takes more than some seconds."""
    if not sys.stderr.isatty():
        return no_progress
    start = time.monotonic()

    def tell(rows: int, part: float) -> None:
        spent = time.monotonic() - start
        if spent > patience:
            left = f"ungefär {swedish.number(spent * (1 - part) / part)} s kvar" if part < 1 else "klart"
            line = f"{swedish.number(rows)} rader lästa, {left}"
            print(f"\r{line:<60}", end="\n" if part == 1 else "", file=sys.stderr, flush=True)

    return tell


def _at_least(minimum: int) -> Callable[[str], int]:
    """A reader of whole numbers from the command line."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < minimum:
            raise argparse.ArgumentTypeError(f'"{text}" är inte ett heltal, lägst {minimum}')
        return int(text)

    return number


def _check(options: argparse.Namespace) -> int:
    rows = rows_of(Location.parse(options.store), _progress())
    print(f"{options.store}: inga fel, {sum(map(len, rows.values()))} rader i {len(rows)} tabeller")
    return 0


def _build(options: argparse.Namespace) -> int:
    return _written(options.target, build(options.source, options.target, _progress()))


def _demo(options: argparse.Namespace) -> int:
    return _written(options.target, demo.write(options.target, options.rows, options.seed))


def _written(target: str, counts: dict[str, int]) -> int:
    print(f"{target}: {sum(counts.values())} rader i {len(counts)} tabeller")
    return 0


if __name__ == "__main__":
    sys.exit(main())
