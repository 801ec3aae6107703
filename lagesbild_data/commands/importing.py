"""The command import: files brought into a store."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from lagesbild_data.bring.formats import FORMATS
from lagesbild_data.bring.formats.names import Names, plain
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, standing, writing
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.commands.plan_lines import lines_of, problems_of
from lagesbild_data.commands.terminal import STORE_HELP, Commands, progress
from lagesbild_data.model import settings
from lagesbild_data.model.tables.names import NAMED
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from lagesbild_data.words.commands import say
from lagesbild_data.words.problems import InvalidStore, Problem


def add(commands: Commands) -> None:
    """Add the command import."""
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
    bring.add_argument("--to", dest="target", required=True, metavar="LAGER", help=STORE_HELP)
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
    bring.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    who = options.vem or settings.writer() or _user()
    answers = _answers(options.svar)
    several = len(options.files) > 1
    # which answers are of use is known when all are tried: one may ask for what another brings
    if answers and several:
        tried: list[Plan] = []
        with writing.writable(options.target, to_try=True) as store:
            for planned in _plans(options, store, answers):
                problems_of(planned) or _carried_out(store, planned, who)
                # what isn't told of may be large
                told = replace(planned.reading, tables=[], surfaces=None)
                tried.append(replace(planned, reading=told, changes={}, surfaces={}))
        if unasked := _unasked(answers, tried):
            raise InvalidStore(unasked)
    faults = 0
    with writing.writable(options.target, to_try=options.dry_run) as store:
        for planned in _plans(options, store, answers):
            say(*lines_of(planned, store))
            unasked = [] if several or planned.problems else _unasked(answers, [planned])
            problems = [*problems_of(planned), *map(str, unasked)] or _carried_out(
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
            progress=progress(),
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
