"""Command line: check a store, copy it, bring files into it, write templates for them, or an
invented store."""

import argparse
import getpass
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from lagesbild_data.answers import changelog, queries
from lagesbild_data.bring import demo, templates
from lagesbild_data.bring.formats import FORMATS
from lagesbild_data.bring.formats.names import Names, plain
from lagesbild_data.bring.formats.reading import Question
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import (
    comparing,
    planning,
    protection,
    standing,
    telling,
    writing,
)
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.model import settings
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.names import NAMED
from lagesbild_data.store import wholefile
from lagesbild_data.store.building import build
from lagesbild_data.store.location import PUBLISHED, Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from lagesbild_data.words.commands import say, speak_swedish
from lagesbild_data.words.problems import InvalidStore, Problem, reason
from lagesbild_data.words.progress import Progress, in_words, no_progress


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
    store_help = (
        "en mapp med CSV-filer, en SQLite-fil (.sqlite, .sqlite3, .db) eller en SQLAlchemy-adress"
    )

    check = commands.add_parser(
        "check", help="visa alla fel i ett lager, ett per rad", description="Visa alla fel."
    )
    check.add_argument("store", metavar="LAGER", help=store_help)
    check.set_defaults(run=_check)

    copy = commands.add_parser(
        "build",
        help="gör SQLite av en CSV-mapp, eller tvärtom",
        description=(
            "Kopiera ett lager. Målet byts ut först när allt är skrivet; går något fel står det"
            " gamla kvar."
        ),
    )
    copy.add_argument("source", metavar="KÄLLA", help=store_help)
    copy.add_argument("target", metavar="MÅL", help=store_help)
    copy.set_defaults(run=_build)

    bring = commands.add_parser(
        "import",
        help="läs in andras filer i ett lager",
        description=(
            "Läs in filer från Brå, polisen, Kolada, SCB eller programmets mallar. En fil läses in"
            " helt eller inte alls; samma fil två gånger ändrar inget."
        ),
    )
    bring.add_argument(
        "files", nargs="+", type=Path, metavar="FIL", help="filerna; vad de är läses ur innehållet"
    )
    bring.add_argument("--to", dest="target", required=True, metavar="LAGER", help=store_help)
    bring.add_argument(
        "--format",
        choices=FORMATS,
        default="",
        metavar="FORMAT",
        help=f"när innehållet tolkas fel: {', '.join(FORMATS)}",
    )
    bring.add_argument(
        "--svar",
        action="append",
        default=[],
        metavar="FRÅGA=SVAR",
        help=(
            "svar på det som frågas om filen, till exempel ar=2024; frågorna visas när de saknar"
            " svar, och fler kan komma när de första är besvarade"
        ),
    )
    bring.add_argument(
        "--match",
        action="append",
        default=[],
        metavar="NAMN=BETYDELSE",
        help="vad ett namn i filen betyder i lagret; NAMN= lämnar det utanför. Valet minns lagret",
    )
    bring.add_argument(
        "--lamna-resten",
        action="store_true",
        help="lämna utanför de namn i filen som annars frågas om",
    )
    bring.add_argument(
        "--andra-skydd",
        action="store_true",
        help=(
            "låt filen ändra det som avgör vilka antal som döljs: ett områdes typ eller kommun,"
            " eller vad en brottstyp ingår i; vad det visar och döljer sägs"
        ),
    )
    bring.add_argument("--vem", default="", metavar="NAMN", help="vem som skrivs i ändringsloggen")
    bring.add_argument(
        "--dry-run", action="store_true", help="visa vad som skulle ändras och ändra inget"
    )
    bring.set_defaults(run=_import)

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
    template.set_defaults(run=_template)

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
    invent.set_defaults(run=_demo)
    return parser


def _progress(patience: float = 2) -> Progress:
    """Tells a terminal how far the reading of a large file has come, when it takes more than some
    seconds."""
    if not sys.stderr.isatty():
        return no_progress
    start = time.monotonic()

    def tell(rows: int, part: float) -> None:
        spent = time.monotonic() - start
        if spent > patience:
            line = in_words(spent, rows, part)
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
    say(f"{options.store}: inga fel, {sum(map(len, rows.values()))} rader i {len(rows)} tabeller")
    return 0


def _build(options: argparse.Namespace) -> int:
    return _written(options.target, build(options.source, options.target, _progress()))


def _demo(options: argparse.Namespace) -> int:
    return _written(options.target, demo.write(options.target, options.rows, options.seed))


def _import(options: argparse.Namespace) -> int:
    who = options.vem or settings.writer() or _user()
    answers = _answers(options.svar)
    several = len(options.files) > 1
    # which answers are of use is known when all are tried: one may ask for what another brings
    if answers and several:
        tried: list[Plan] = []
        with writing.writable(options.target, to_try=True) as store:
            for planned in _plans(options, store, answers):
                _problems(planned) or _carried_out(store, planned, who)
                # what isn't told of may be large
                told = replace(planned.reading, tables=[], surfaces=None)
                tried.append(replace(planned, reading=told, changes={}, surfaces={}))
        if unasked := _unasked(answers, tried):
            raise InvalidStore(unasked)
    faults = 0
    with writing.writable(options.target, to_try=options.dry_run) as store:
        for planned in _plans(options, store, answers):
            say(*_told(planned, store))
            unasked = [] if several or planned.problems else _unasked(answers, [planned])
            problems = [*_problems(planned), *map(str, unasked)] or _carried_out(
                store, planned, who
            )
            say(*problems, file=sys.stderr)
            faults += bool(problems)
    return 1 if faults else 0


def _plans(options: argparse.Namespace, store: Store, answers: Mapping[str, str]) -> Iterator[Plan]:
    """What each file would change, when those before it have been brought in."""
    uploads = [Upload.of(path) for path in options.files]
    choices = _choices(options.match, store)
    for upload in uploads:
        plan = partial(
            planning.plan,
            store,
            upload,
            format_name=options.format,
            answers=answers,
            unprotects=options.andra_skydd,
            companions=[other for other in uploads if other is not upload],
            progress=_progress(),
        )
        planned = plan(choices=choices)
        if planned.unmatched and options.lamna_resten:
            choices |= dict.fromkeys(
                ((name.table, plain(name.name)) for name in planned.unmatched), ""
            )
            planned = plan(choices=choices)
        yield planned


def _unasked(answers: Mapping[str, str], plans: Sequence[Plan]) -> list[Problem]:
    """A fault for each answer to what none of the files asks, or not yet, with what they ask."""
    asked = [(planned.upload.name, planned.reading.questions.keys()) for planned in plans]
    told = [
        f"{name} frågar {f'efter {swedish.enumerate_some(keys, 10)}' if keys else 'inget'}"
        for name, keys in asked
    ]
    yet = "" if all(planned.is_understood for planned in plans) else " än"
    unasked = [key for key in answers if not any(key in keys for _, keys in asked)]
    return [Problem("--svar", f'"{key}" frågas inte{yet}; {", ".join(told)}') for key in unasked]


def _user() -> str:
    """Who runs the command: the name, else the number, since a user of a container may have no
    name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _carried_out(store: Store, planned: Plan, who: str) -> list[str]:
    """Why it could not be done; nothing when it was."""
    if planned.changes_something or planned.choices:
        try:
            writing.carry_out(store, planned, who, by_command=True)
        except InvalidStore as invalid:
            return [str(problem) for problem in invalid.problems]
    return []


def _answers(texts: list[str]) -> dict[str, str]:
    """What is answered about the files, by the questions' keys."""
    if wrong := [text for text in texts if "=" not in text]:
        raise InvalidStore(
            [
                Problem(
                    "--svar", f'"{wrong[0]}" saknar =; skriv "fråga=svar", till exempel "ar=2024"'
                )
            ]
        )
    return {
        key.strip(): answer.strip() for key, _, answer in (text.partition("=") for text in texts)
    }


def _choices(matches: list[str], store: Store) -> dict[tuple[str, str], str]:
    names = Names(standing.names_in(store))
    choices: dict[tuple[str, str], str] = {}
    for text in matches:
        name, equals, meaning = text.partition("=")
        if not equals:
            raise InvalidStore(
                [
                    Problem(
                        "--match",
                        f'"{text}" saknar =; skriv "namn=betydelse", eller "namn=" för att '
                        "lämna namnet utanför",
                    )
                ]
            )
        found = {
            table: names.known_id(table, meaning) if meaning.strip() else "" for table in NAMED
        }
        if set(found.values()) == {None}:
            raise InvalidStore(
                [Problem("--match", f'"{meaning}" finns varken bland områdena eller brottstyperna')]
            )
        choices |= {
            (table, plain(name)): value for table, value in found.items() if value is not None
        }
    return choices


def _told(planned: Plan, store: Store) -> list[str]:
    """What the file is and what it changes, a line each."""
    told = [f"{planned.upload.name}: {planned.format.label if planned.format else 'okänt slag'}"]
    names = queries.names(store)
    changes = comparing.uncovered(store, planned)
    for name, change in changes.items():
        told.append(f"  {BY_NAME[name].label}: {telling.in_words(change)}")
        told += [f"    {line}" for line in _moves(name, change, names)]
    if planned.surfaces:
        told.append(f"  {telling.told_of_surfaces(planned, names['omraden'])}")
    if planned.protection:
        told.append(f"  {_told_of_protection(planned, store, names['omraden'])}")
    told += [f"  {line}" for line in (*planned.reading.notes, *telling.told_of_names(planned))]
    if planned.is_ready and not (
        planned.surfaces or any(change.does_something for change in changes.values())
    ):
        told.append("  Inget ändras.")
    return told


def _told_of_protection(planned: Plan, store: Store, names: Mapping[str, str]) -> str:
    """How many stored counts come to be shown, or hidden, and of which areas, in a sentence."""

    def counted(counts: Counter[str]) -> str:
        of = [f"{names[area]} {swedish.number(count)}" for area, count in counts.most_common()]
        return (
            f"{swedish.number(counts.total())}"
            f" antal{f' ({swedish.enumerate_some(of, 5)})' if of else ''}"
        )

    come, go = protection.moved_protection(store, planned)
    return (
        f"Filen ändrar vad som döljs: {counted(come)} som är dolda visas då, och {counted(go)} som"
        " visas döljs."
    )


def _moves(name: str, change: TableChange, names: changelog.Names, most: int = 10) -> list[str]:
    """The rows that are changed, before and after, a line each; of many the first."""
    table = BY_NAME[name]
    lines = [
        f"{changelog.key_in_words(table, after, names)}:"
        f" {changelog.moves(table, before, after, names)}"
        for before, after in change.changed[:most]
    ]
    return lines + (
        [f"och {swedish.number(len(change.changed) - most)} till"]
        if len(change.changed) > most
        else []
    )


def _problems(planned: Plan) -> list[str]:
    problems = telling.told_problems(planned)
    for key, question in planned.reading.questions.items():
        if key not in planned.reading.answers:
            problems.append(f"{planned.upload.name}: {question.text} Svara med {_ways(question)}")
    for name in planned.unmatched:
        means = (
            f"; menas {swedish.enumerate_words(name.suggestions, 'eller')}?"
            if name.suggestions
            else "."
        )
        example = name.suggestions[0] if name.suggestions else "NAMN"
        problems.append(
            f'{planned.upload.name}: "{name.name}" finns inte i {BY_NAME[name.table].label}{means}'
            f' Svara med --match "{name.name}={example}", eller med --match "{name.name}=" för att'
            " lämna det utanför"
        )
    return problems


def _ways(question: Question) -> str:
    """How a question may be answered: `--svar "lager=omraden" (lagret omraden, 7 ytor)`."""
    if not question.options:
        return f"--svar {question.key}=ÅÅÅÅ"
    ways = (
        f'--svar "{question.key}={answer}" ({words})' for answer, words in question.options.items()
    )
    return swedish.enumerate_words(ways, "eller")


def _template(options: argparse.Namespace) -> int:
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


def _written(target: str, counts: dict[str, int]) -> int:
    say(f"{target}: {sum(counts.values())} rader i {len(counts)} tabeller")
    return 0


if __name__ == "__main__":
    sys.exit(main())
