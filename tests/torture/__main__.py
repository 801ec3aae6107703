"""Command line: `make torture`, or `make torture TORTURE="--only kill-save --times 20 --seed
2"`."""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from streamlit.logger import set_log_level

from . import damage, files, guesses, kills, reader, texts
from .trials import Count, Kind, Runner, table

KINDS = [*kills.KINDS, *reader.KINDS, *damage.KINDS, *files.KINDS, *texts.KINDS, *guesses.KINDS]


def main() -> int:
    """Run the trials and print their table; 1 when any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed tries other things (%(default)s)"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="KIND",
        help=f"those that begin so, of {', '.join(kind.name for kind in KINDS)}",
    )
    parser.add_argument(
        "--times", type=int, help="tries per kind, instead of each kind's own number"
    )
    parser.add_argument(
        "--quick", action="store_true", help="the few tries that are made among the tests"
    )
    parser.add_argument(
        "--trial", type=int, help="only the trial of this number, as told beneath the table"
    )
    options = parser.parse_args()
    kinds = [
        kind for kind in KINDS if not options.only or kind.name.startswith(tuple(options.only))
    ]
    if options.quick:
        kinds = [kind for kind in kinds if kind.quick]
    if not kinds:
        parser.error("no kind has that name")
    # A kill is no power cut, so SQLite need not wait for the disk.
    sa.event.listen(
        sa.Engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")
    )
    set_log_level("ERROR")  # pages are asked without a browser
    counts = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stop = contextlib.suppress(KeyboardInterrupt)  # what was tried until then is told
    with stop, tempfile.TemporaryDirectory(prefix="lagesbild-torture-") as folder:
        runner = Runner(Path(folder), options.seed)
        for kind in kinds:
            counts.append(Count(kind))
            runner.run(counts[-1], _numbers(kind, options), _tell)
            print(file=sys.stderr)
    print(table(counts))
    return 1 if any(count.faults for count in counts) else 0


def _numbers(kind: Kind, options: argparse.Namespace) -> Sequence[int]:
    if options.trial is not None:
        return [options.trial]
    if options.quick:
        return range(0, kind.times, kind.times // kind.quick)[: kind.quick]
    return range(kind.times if options.times is None else options.times)


def _tell(count: Count) -> None:
    print(
        f"\r{count.kind.name:<18} {count.tries:>6} {count.faults.total():>6}",
        end="",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
