"""The plan of what a file would change in a store."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lagesbild_data.bring.formats import FORMATS, recognise
from lagesbild_data.bring.formats.names import Names, choices_in
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing.checking import checked_rows, with_names
from lagesbild_data.bring.importing.comparing import compared
from lagesbild_data.bring.importing.emptied import EMPTIES, KEEP, rows_emptied, told_of_emptied
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.bring.importing.protection import decisive_cells
from lagesbild_data.bring.importing.standing import (
    rows_in,
    standing_surfaces,
    state_of,
    surfaces_read,
)
from lagesbild_data.bring.importing.telling import LISTED
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.names import QUESTIONS
from lagesbild_data.public.reader import Reader, as_seen_by
from lagesbild_data.store import csv_folder
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.progress import Progress, no_progress

_MOST_ASKED = 500


def plan(
    store: Store,
    upload: Upload,
    *,
    format_name: str = "",
    answers: Mapping[str, str] = {},
    choices: Mapping[tuple[str, str], str] = {},
    companions: Sequence[Upload] = (),
    unprotects: bool = False,
    progress: Progress = no_progress,
) -> Plan:
    """What the file would change in the store, with every problem; it never raises for a bad file.

    `format_name` overrules what the content looks like, `answers` are those to what is asked of the
    file, by key, and `choices` what names in it mean (table and plain name to an id, or "" to leave
    it out), before what is remembered. Nothing of it rests on a count that a reader mayn't see,
    whoever the store is opened for. Only where it `unprotects` may the file change what decides
    which counts are hidden.
    """
    store = as_seen_by(Reader(), store)
    with store.engine.connect() as connection:
        known = rows_in(connection, [table.name for table in TABLES])
        surfaces = standing_surfaces(connection, known["omraden"])
    remembered = choices_in(known["namnval"])
    names = Names(known, remembered | dict(choices), upload.name)
    reading, found = Reading(), None
    read = replace(upload, progress=progress)  # what is read of the file is dropped with it
    try:
        found = FORMATS[format_name] if format_name else recognise(read)
        reading = found.read(read, Context(names, answers, surfaces, companions))
        reading.notes[:0] = read.remarks(reading.sheets)
        problems = list(reading.problems) or _strangers(upload, names)
    except InvalidStore as invalid:
        problems = invalid.problems
    except OSError as error:
        problems = [csv_folder.unreadable(upload.path, error)]
    chosen = {
        name: choice
        for name, choice in choices.items()
        if name in names.used and remembered.get(name) != choice
    }
    answered = {
        (QUESTIONS, question.remembered_as): reading.answers[key]
        for key, question in reading.questions.items()
        if question.remembered_as and key in reading.answers
    }
    chosen |= {name: choice for name, choice in answered.items() if remembered.get(name) != choice}
    recalled = [names.remembered(*name) for name in names.used if name not in choices]
    typed, faults, checked = checked_rows(reading, known)
    told = reading.silenced | {(problem.place, problem.row, problem.column) for problem in problems}
    problems += [fault for fault in faults if (fault.place, fault.row, fault.column) not in told]
    problems.sort(key=lambda problem: (problem.place, problem.row or math.inf))
    problems[:LISTED] = [with_names(problem, known) for problem in problems[:LISTED]]
    anew = bool(remembered.keys() & chosen.keys())
    unmatched = list(names.unmatched.values())
    answer = Plan(
        upload, found, reading, problems, unmatched, names.left_out, anew, recalled, chosen
    )
    if not answer.is_understood:
        return answer
    keeps = False
    if emptied := rows_emptied(reading, typed, known):
        choice = reading.ask(EMPTIES, Context(names, answers))
        keeps = choice == KEEP
        reading.notes += told_of_emptied(emptied, keeps)
        if choice is None:
            return answer
    if keeps:
        typed, faults, checked = checked_rows(reading, known, keeps=True)
        if faults:
            return replace(answer, problems=faults)
    drawn = surfaces_read(reading)
    is_empty = not drawn and not any(rows for name, rows in typed.items() if name != "kallor")
    if is_empty and not (found and found.is_companion):
        reading.notes.append("Ingen rad i filen läses in.")
    new = {
        area: surfaces.get(area)
        for area, surface in drawn.items()
        if surfaces.get(area) != json.loads(surface)
    }
    changes = compared(reading, typed, known, keeps=keeps)
    rests_on = tuple({*checked, "omraden", "namnval"})
    standing = state_of(store, {name: known[name] for name in rests_on}, surfaces)
    protection = decisive_cells(reading, typed, known)
    answer = replace(answer, changes=changes, surfaces=new, rests_on=rests_on, standing=standing)
    return replace(answer, protection=protection, unprotects=unprotects)


def _strangers(upload: Upload, names: Names) -> list[Problem]:
    """A fault where so many names are unknown that nobody can be asked what each means."""
    count = len(names.unmatched)
    if count <= _MOST_ASKED:
        return []
    examples = swedish.enumerate_words(
        [f'"{asked.name}"' for asked in names.unmatched.values()][:3]
    )
    message = f"har {swedish.number(count)} namn som inte finns i lagret, till exempel {examples}"
    return [Problem(upload.name, f"{message}; högst {_MOST_ASKED} kan väljas för hand")]
