"""Command line: `make fuzz`, or `make fuzz FUZZ="--format kolada --examples 500 --why"`."""

import argparse
import random
import sys

import sqlalchemy as sa

from .formats import WRITERS
from .trial import Trial, fresh_store, run, table

_MOST_WORDS = 10


def main() -> int:
    """Try files of each format and print what became of them; 1 when any was read wrongly, or too
    few were read."""
    parser = argparse.ArgumentParser(prog="python -m tests.importers.fuzz", description=__doc__)
    parser.add_argument(
        "--examples",
        type=int,
        default=10_000,
        help="files, the same number of each format (%(default)s)",
    )
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FORMAT",
        help=f"only those that begin so, of {', '.join(WRITERS)}",
    )
    parser.add_argument(
        "--seed", type=int, default=random.randrange(2**32), help="which files; told in the end"
    )
    parser.add_argument(
        "--why",
        action="store_true",
        help="show the smallest file that went wrong, and what is true",
    )
    options = parser.parse_args()
    names = [
        name for name in WRITERS if not options.format or name.startswith(tuple(options.format))
    ]
    if not names:
        parser.error("no format has that name")
    sa.event.listen(
        sa.Engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")
    )
    trials: list[Trial] = []
    with fresh_store() as (store, folder):
        for name in names:
            trials.append(
                run(
                    name, max(options.examples // len(names), 1), store, folder, seeded=options.seed
                )
            )
            print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{table(trials)}\nseed {options.seed}")
    for trial in trials:
        if trial.wrong:
            print(f"\n{trial.name}: {trial.wrong}")
        if trial.reads_too_few:
            print(f"\n{trial.name}: only {100 * trial.part_read:.0f} % of the files were read")
        if options.why:
            print(
                *(
                    f"{trial.name}: {count} {became}: {told}"
                    for (became, told), count in trial.words.most_common(_MOST_WORDS)
                    if count
                ),
                sep="\n",
            )
        if options.why and trial.example:
            print(trial.example.shown())
    return 1 if any(trial.wrong or trial.reads_too_few for trial in trials) else 0


if __name__ == "__main__":
    raise SystemExit(main())
