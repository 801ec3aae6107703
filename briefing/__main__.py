"""Command line: make a document for a meeting."""

import argparse
import datetime as dt
import errno
import sys
from pathlib import Path

from briefing import files
from briefing.blocks import Choice, NotPossible
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.model import settings
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store import wholefile
from lagesbild_data.store.location import PUBLISHED
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from lagesbild_data.words.commands import say, speak_swedish
from lagesbild_data.words.problems import InvalidStore, reason


def main(arguments: list[str] | None = None) -> int:
    """Make one document; 0 when it is written, 1 when the data has faults, 2 when it can't be made,
    130 when it is broken off."""
    options = _parser().parse_args(arguments)
    if options.list:
        say(*_listed())
        return 0
    try:
        _make(options)
    except InvalidStore as invalid:
        say(*invalid.problems, file=sys.stderr)
        return 1
    except NotPossible as impossible:
        say(impossible, file=sys.stderr)
        return 2
    except OSError as error:
        say(f"{error.filename or options.to}: {_reason(error)}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    speak_swedish()
    parser = argparse.ArgumentParser(
        prog="python -m briefing", description="Gör ett underlag till ett möte."
    )
    parser.add_argument("--list", action="store_true", help="visa tillfällen och deras delar")
    parser.add_argument("--for", dest="occasion", metavar="TILLFÄLLE", help=", ".join(OCCASIONS))
    parser.add_argument(
        "--omrade", action="append", default=[], metavar="OMRÅDE", help="namn; flera går bra"
    )
    parser.add_argument("--ar", action="append", default=[], metavar="ÅR", help="flera går bra")
    parser.add_argument(
        "--del", dest="parts", action="append", default=[], metavar="DEL", help=", ".join(PARTS)
    )
    parser.add_argument("--rubrik", default="", help="i stället för tillfällets namn")
    parser.add_argument(
        "--to",
        metavar="FIL",
        help=f"fil som slutar på {swedish.enumerate_words(files.ENDINGS, 'eller')}",
    )
    parser.add_argument(
        "--template", metavar="MALL", help="egen PowerPoint-mall (.pptx, .potx, .ppsx)"
    )
    parser.add_argument(
        "--data", metavar="LAGER", help="som LAGESBILD_DATA; annars de publicerade uppgifterna"
    )
    return parser


def _listed() -> list[str]:
    lines = []
    for key, occasion in OCCASIONS.items():
        lines.append(f"{key}: {occasion.name}")
        lines += [f"  {part}: {PARTS[part].name}" for part in occasion.parts]
    others = sorted(set(PARTS).difference(*(occasion.parts for occasion in OCCASIONS.values())))
    return [*lines, *(f"{part}: {PARTS[part].name} (väljs med --del)" for part in others)]


def _make(options: argparse.Namespace) -> None:
    """Check what is asked for, make the file and put it in place."""
    if not options.occasion or not options.to:
        raise NotPossible(
            "Ange tillfälle med --for och fil med --to. Tillfällena visas med --list."
        )
    _known(options.occasion, list(OCCASIONS), "Tillfället")
    for part in options.parts:
        _known(part, list(PARTS), "Delen")
    target = Path(options.to)
    if target.suffix.lower() not in files.ENDINGS:
        endings = swedish.enumerate_words(files.ENDINGS, "eller")
        raise NotPossible(f"{target}: filen ska sluta på {endings}.")
    if not target.parent.is_dir():
        raise NotPossible(f"{target}: mappen där filen ska ligga finns inte.")
    if options.template and target.suffix.lower() != ".pptx":
        raise NotPossible(f"--template gäller bara PowerPoint; {target} ska då sluta på .pptx.")
    store = opened_for(Reader(), options.data or settings.data() or PUBLISHED)
    choice = Choice(
        options.occasion,
        _filter(store, options),
        tuple(dict.fromkeys(options.parts)),
        options.rubrik,
    )
    look = Path(options.template) if options.template else None
    try:
        wholefile.put(
            files.make(store, choice, target.suffix.lower(), dt.date.today(), look), target
        )
    except OSError as error:
        place = options.template if look and error.filename == str(look) else target
        raise NotPossible(f"{place}: {_reason(error)}.") from error


def _reason(error: OSError) -> str:
    too_long = error.errno == errno.ENAMETOOLONG
    return reason(error, "namnet är för långt" if too_long else "kunde inte läsas eller skrivas")


def _known(value: str, known: list[str], what: str) -> None:
    if value not in known:
        raise NotPossible(
            f"{what} {value} finns inte. Välj bland {swedish.enumerate_words(known)}."
        )


def _filter(store: Store, options: argparse.Namespace) -> Filter:
    """The chosen areas, by name or id, and years; NotPossible for one that the store doesn't
    have."""
    names = reference.neighbourhoods(store)
    by_name = {name.casefold(): area for area, name in names.items()} | {
        area.casefold(): area for area in names
    }
    years = {str(year): year for year in subject_years.published_years(store)["alla"]}
    for name in options.omrade:
        if name.casefold() not in by_name:
            _known(name, sorted(names.values(), key=swedish.sort_key), "Området")
    for year in options.ar:
        _known(year, list(years), "Året")
    areas = sorted({by_name[name.casefold()] for name in options.omrade})
    return Filter(tuple(areas), tuple(sorted({years[year] for year in options.ar})))


if __name__ == "__main__":
    sys.exit(main())
