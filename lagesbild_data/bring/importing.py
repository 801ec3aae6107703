"""Bringing files into a store: what a file would change, and doing it, all or nothing.

What is told of it rests on what a reader may see of the store, and what is written over a count
that isn't shown is written whatever stands there: two stores that show the same answer the same.
"""

import contextlib
import json
import math
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats import FORMATS, recognise
from lagesbild_data.bring.formats.names import Names, Remembered, Unmatched, choices_in
from lagesbild_data.bring.formats.reading import Context, Format, Question, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.periods import WHOLE
from lagesbild_data.model.rules import Row, Rows, TextTable, header_faults, parse, validate
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.model.tables.names import NAMED, QUESTIONS
from lagesbild_data.public import disclosure
from lagesbild_data.public.reader import COUNTED, UNSEEN, Reader, as_seen_by, kommuner_by_area
from lagesbild_data.store import areafile, csv_folder, editing
from lagesbild_data.store.building import build, check_target
from lagesbild_data.store.content import put_surfaces
from lagesbild_data.store.opening import as_stored, open_store
from lagesbild_data.store.stores import Store, as_text, content_hash, surfaces_in
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem, first
from lagesbild_data.words.progress import Progress, no_progress

Key = tuple[Any, ...]
_LISTED = 50
_MOST_ASKED = 500
_NAMED_ONES = 5
_TOGETHER = 200
"""Counts that aren't shown that one row of the change log tells of."""


@dataclass(frozen=True)
class TableChange:
    """What a file does to one table: rows that are new, rows before and after, and how many stay as
    they are."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    """Final figures that the file has preliminary ones for."""
    unseen: list[Row] = field(default_factory=list)
    """What is written over counts that aren't shown, whatever they are: the key and what the file
    says."""

    @property
    def does_something(self) -> bool:
        """Whether anything is written."""
        return bool(self.new or self.changed or self.unseen)


@dataclass(frozen=True)
class Plan:
    """What bringing a file into a store would do; nothing is done yet."""

    upload: Upload
    format: Format | None
    """None where the content isn't recognised."""
    reading: Reading
    problems: list[Problem]
    unmatched: list[Unmatched]
    left_out: Mapping[str, set[str]]
    """Names per table that aren't in the store and that nothing there is like, or that are chosen
    to be left out."""
    chosen_anew: bool
    """Whether any of the choices is another than before."""
    remembered: list[Remembered]
    """Names whose meaning has been chosen before."""
    choices: dict[tuple[str, str], str]
    """What the reader has chosen for names, and answered, to be remembered."""
    changes: dict[str, TableChange] = field(default_factory=dict)
    surfaces: Mapping[str, Any] = field(default_factory=dict)
    """Areas whose surface is new or another, with the one that they have now, if any."""
    rests_on: tuple[str, ...] = ()
    """The tables that it changes or was checked against."""
    standing: str = ""
    """The hash of what the store held of these, and of surfaces."""
    protection: list[Problem] = field(default_factory=list)
    """What the file says that decides which of the stored counts are hidden, if it is to be said
    with `unprotects`."""
    unprotects: bool = False
    """Whether that may be changed."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be done as it stands."""
        return self.is_understood and (self.unprotects or not self.protection)

    @property
    def is_understood(self) -> bool:
        """Whether everything in it is right and known."""
        return not (self.problems or self.unmatched or not self.reading.is_answered)

    @property
    def changes_something(self) -> bool:
        """Whether doing it would make any difference to the store."""
        return bool(self.surfaces) or any(change.does_something for change in self.changes.values())


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
        known = _rows_in(connection, [table.name for table in TABLES])
        surfaces = _standing_surfaces(connection, known["omraden"])
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
    typed, faults, checked = _checked(reading, known)
    told = reading.silenced | {(problem.place, problem.row, problem.column) for problem in problems}
    problems += [fault for fault in faults if (fault.place, fault.row, fault.column) not in told]
    problems.sort(key=lambda problem: (problem.place, problem.row or math.inf))
    problems[:_LISTED] = [_with_names(problem, known) for problem in problems[:_LISTED]]
    anew = bool(remembered.keys() & chosen.keys())
    unmatched = list(names.unmatched.values())
    answer = Plan(
        upload, found, reading, problems, unmatched, names.left_out, anew, recalled, chosen
    )
    if not answer.is_understood:
        return answer
    keeps = False
    if emptied := _emptied(reading, typed, known):
        choice = reading.ask(_EMPTIES, Context(names, answers))
        keeps = choice == _KEEP
        reading.notes += _told_of_emptied(emptied, keeps)
        if choice is None:
            return answer
    if keeps:
        typed, faults, checked = _checked(reading, known, keeps=True)
        if faults:
            return replace(answer, problems=faults)
    drawn = _as_stored(reading)
    is_empty = not drawn and not any(rows for name, rows in typed.items() if name != "kallor")
    if is_empty and not (found and found.is_companion):
        reading.notes.append("Ingen rad i filen läses in.")
    new = {
        area: surfaces.get(area)
        for area, surface in drawn.items()
        if surfaces.get(area) != json.loads(surface)
    }
    changes = _changes(reading, typed, known, keeps=keeps)
    rests_on = tuple({*checked, "omraden", "namnval"})
    standing = _standing(store, {name: known[name] for name in rests_on}, surfaces)
    protection = _protection(reading, typed, known)
    answer = replace(answer, changes=changes, surfaces=new, rests_on=rests_on, standing=standing)
    return replace(answer, protection=protection, unprotects=unprotects)


def _standing(store: Store, known: Rows, surfaces: Mapping[str, Any]) -> str:
    """The hash of what a reader sees of these rows, of surfaces, and of how many files have been
    brought in: they may have changed what isn't seen."""
    rows = ((name, [tuple(row.values()) for row in known[name]]) for name in sorted(known))
    log = SQL_TABLES["andringslogg"]
    [[files]] = store.rows(
        sa.select(sa.func.count()).select_from(log).where(log.c.tabell == editing.IMPORT)
    )
    drawn = {area: areafile.as_text(surface) for area, surface in surfaces.items()}
    return content_hash([*rows, ("files", [(files,)])], drawn)


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


def carry_out(store: Store, planned: Plan, who: str, *, by_command: bool = False) -> None:
    """Do what was planned, in one transaction, with a row in the change log for the file and one
    for each changed row.

    InvalidStore where the store can't be written or has changed since in what the plan is about;
    then nothing is done.
    """
    if not planned.is_ready:
        raise ValueError(f"{planned.upload.name}: the plan has faults")
    writer = editing.writer(who)
    with editing.alone(store, by_command=by_command) as connection:
        known = _rows_in(connection, planned.rests_on)
        surfaces = _standing_surfaces(connection, known["omraden"])
        seen = as_seen_by(Reader(), as_stored(store))  # as it is now
        with seen.engine.connect() as reading:
            standing = _standing(seen, _rows_in(reading, planned.rests_on), surfaces)
        if standing != planned.standing:
            message = "lagret har ändrats sedan filen granskades; granska den igen"
            raise InvalidStore([Problem(planned.upload.name, message)])
        _write(connection, planned, known, writer)
        if planned.surfaces:
            drawn = {area: areafile.as_text(surface) for area, surface in surfaces.items()}
            put_surfaces(connection, drawn | _as_stored(planned.reading))


def _write(connection: sa.Connection, planned: Plan, known: Rows, who: str) -> None:
    """Do it to the store that holds these rows."""
    log = []
    for table in TABLES:  # in the order of what refers to what
        change = planned.changes.get(table.name, TableChange())
        sql_table = SQL_TABLES[table.name]
        if change.new:
            connection.execute(sql_table.insert(), change.new)
        for before, after in change.changed:
            key = {name: after[name] for name in table.key}
            connection.execute(sql_table.update().where(editing.same_key(table, key)).values(after))
            log.append(editing.log_entry(table.name, key, before, after, who))
        log += _write_unseen(
            connection, table, change.unseen, known.get(table.name, []), planned.upload.name, who
        )
    log += _remember(connection, planned.choices, who)
    counts = {
        name: {
            "nya": len(change.new),
            "ändrade": len(change.changed),
            editing.UNSHOWN: len(change.unseen),
        }
        for name, change in planned.changes.items()
        if change.does_something
    }
    if planned.surfaces:
        new = sum(before is None for before in planned.surfaces.values())
        counts["omraden.geojson"] = {"nya": new, "ändrade": len(planned.surfaces) - new}
    if counts:
        what = {"fil": planned.upload.name, "format": planned.format.name if planned.format else ""}
        log.insert(0, editing.log_entry(editing.IMPORT, what, None, counts, who))
    if log:
        connection.execute(SQL_TABLES["andringslogg"].insert(), log)


def _write_unseen(
    connection: sa.Connection,
    table: Table,
    rows: Sequence[Row],
    stored: Sequence[Row],
    file: str,
    who: str,
) -> list[Row]:
    """Write over counts that aren't shown. Gives the rows of the log, as many whatever stood there,
    or their numbers would tell; they hold what really changed."""
    by_key = {_key(table, row): row for row in stored} if rows else {}
    log = []
    for start in range(0, len(rows), _TOGETHER):
        part = [(by_key[_key(table, row)], row) for row in rows[start : start + _TOGETHER]]
        changed = [(before, before | row) for before, row in part if before != before | row]
        for _, row in changed:
            connection.execute(
                SQL_TABLES[table.name].update().where(editing.same_key(table, row)).values(row)
            )
        what = {"tabell": table.name, "fil": file, "skrivna": len(part)}
        before, after = ({"rader": [pair[at] for pair in changed]} for at in (0, 1))
        log.append(editing.log_entry(UNSEEN, what, before, after, who))
    return log


def _remember(
    connection: sa.Connection, choices: Mapping[tuple[str, str], str], who: str
) -> list[Row]:
    """Put what has been chosen in place of what was chosen before; gives the rows of the log."""
    sql_table, log = SQL_TABLES["namnval"], []
    for (table, name), value in choices.items():
        key = {"tabell": table, "namn": name}
        before = connection.execute(sa.select(sql_table).filter_by(**key)).mappings().first()
        after = key | {"vald_id": value or None}
        connection.execute(sql_table.delete().filter_by(**key))
        connection.execute(sql_table.insert(), after)
        log.append(editing.log_entry("namnval", key, dict(before) if before else None, after, who))
    return log


@contextlib.contextmanager
def writable(target: str, *, to_try: bool = False) -> Iterator[Store]:
    """The store, opened so that files can be brought into it. One that isn't a SQLite database of
    our own is written back as a whole at the end, if anything has changed; InvalidStore and OSError
    then leave it as it was. `to_try` gives a copy that nothing comes of."""
    store = open_store(target)
    if store.in_place and not to_try:
        yield store
        return
    if not to_try:
        check_target(store.location)
    with Workplace() as folder:
        copy = Path(folder) / "lager.sqlite"
        found = store.location.state()
        build(target, copy)
        store = open_store(copy)
        before = store.version
        yield store
        if not to_try and store.version != before:
            build(copy, target, expected=found)


def in_words(change: TableChange) -> str:
    """What happens to a table, in words: "3 nya, 1 ändrad, 12 lika"."""
    parts = [
        swedish.counted(len(change.new), "ny", "nya"),
        swedish.counted(len(change.changed), "ändrad", "ändrade"),
        f"{swedish.number(change.same)} lika",
    ]
    if change.kept:
        parts.append(f"{swedish.number(change.kept)} står kvar, för lagret har redan slutliga tal")
    return ", ".join(parts)


def moved_protection(store: Store, planned: Plan) -> tuple[Counter[str], Counter[str]]:
    """How many of the stored counts of each area would come to be shown, and how many to be hidden,
    if it were done."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-") as folder:
        file = Path(folder) / "lager.sqlite"
        with store.engine.connect() as source, contextlib.closing(sqlite3.connect(file)) as target:
            source.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        tried = Store(
            store.location,
            sa.create_engine(sa.URL.create("sqlite", database=str(file)), poolclass=sa.NullPool),
        )
        with tried.engine.begin() as connection:
            _write(connection, planned, _rows_in(connection, planned.rests_on), "")
        before, after = (_told_counts(which) for which in (store, tried))
    come = Counter(
        area for (*_, area), is_told in before.items() if not is_told and after[*_, area]
    )
    go = Counter(area for (*_, area), is_told in before.items() if is_told and not after[*_, area])
    return come, go


def _told_counts(store: Store) -> dict[Key, bool]:
    """Whether each stored count may be shown, by its table, key and area."""
    rows = all_rows(as_seen_by(Reader(), store))
    return {
        (name, *_key(BY_NAME[name], row), row["omrade_id"]): row["antal"] is not None
        for name in COUNTED
        for row in rows[name]
    }


def uncovered(store: Store, planned: Plan) -> dict[str, TableChange]:
    """What is planned for each table, with what it does to counts that aren't shown: for who owns
    the store alone."""
    known = all_rows(store)
    return {
        name: _uncovered(BY_NAME[name], change, known[name])
        for name, change in planned.changes.items()
    }


def _uncovered(table: Table, change: TableChange, stored: list[Row]) -> TableChange:
    by_key = {_key(table, row): row for row in stored}
    pairs = [
        (before, before | row) for row in change.unseen for before in (by_key[_key(table, row)],)
    ]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    same = change.same + len(pairs) - len(changed)
    return replace(change, changed=change.changed + changed, same=same, unseen=[])


def told_problems(planned: Plan) -> list[str]:
    """Why the file isn't read in, fault by fault; of very many the first."""
    refused = [] if planned.unprotects else planned.protection
    return [
        str(problem)
        for problem in first([*planned.problems, *refused], planned.upload.name, _LISTED)
    ]


def told_of_names(planned: Plan) -> list[str]:
    """The names that are read or left out as was chosen before, and those that are left out, a
    sentence for each kind; none where the file isn't read."""
    if planned.problems:
        return []
    told = [f"{name.name} läses som {name.called}" for name in planned.remembered if name.chosen]
    sentences = (
        [f"Enligt tidigare val: {swedish.enumerate_some(told, _NAMED_ONES)}."] if told else []
    )
    if planned.chosen_anew:
        sentences.append("Det som har lästs in enligt ett tidigare val av namn står kvar.")
    return sentences + [
        f"{len(names)} namn finns inte i {BY_NAME[table].label} och lämnas utanför:"
        f" {_named(names)}."
        for table, names in planned.left_out.items()
    ]


def told_of_surfaces(planned: Plan, names: Mapping[str, str]) -> str:
    """Which areas get a surface or another one, in a sentence, with the areas' names by id."""
    kinds: dict[str, list[str]] = {"ny": [], "ändrad": []}
    for area, before in planned.surfaces.items():
        kinds["ny" if before is None else "ändrad"].append(names.get(area, area))
    told = [f"{kind} för {_named(areas)}" for kind, areas in kinds.items() if areas]
    return f"Områdesytor: {swedish.enumerate_words(told)}. Övriga ytor står kvar."


def _named(names: Iterable[str]) -> str:
    return swedish.enumerate_some(sorted(names, key=swedish.sort_key), _NAMED_ONES)


# What stands in the store


def names_in(store: Store) -> Rows:
    """The rows of the tables whose rows have other names in other people's files."""
    with store.engine.connect() as connection:
        return _rows_in(connection, NAMED)


def all_rows(store: Store) -> Rows:
    """Every table of an open store, typed."""
    with store.engine.connect() as connection:
        return _rows_in(connection, [table.name for table in TABLES])


def _rows_in(connection: sa.Connection, names: Sequence[str]) -> Rows:
    return {
        name: [dict(row._mapping) for row in connection.execute(sa.select(SQL_TABLES[name]))]
        for name in names
    }


def _key(table: Table, row: Row) -> Key:
    return tuple(row[name] for name in table.key)


# From what a file says to what it changes


def _checked(
    reading: Reading, known: Rows, *, keeps: bool = False
) -> tuple[dict[str, list[Row]], list[Problem], list[str]]:
    """The rows of the file per table, typed and with the stored values where the file says nothing,
    and where it `keeps` them also for its empty cells; every fault that they have beside what
    stands in the store; and the tables that were checked."""
    given = _by_table(reading, known)
    faults = [
        _with_labels(fault, BY_NAME[text.name])
        for texts in given.values()
        for text in texts
        for fault in header_faults(BY_NAME[text.name], text.place, text.header)
    ]
    if faults:
        return {}, faults, []
    merged = {
        name: _merged(BY_NAME[name], given.get(name, []), known[name], keeps=keeps)
        for name in _concerned(given, known)
    }
    rows, problems = validate([text for text, _ in merged.values()])
    typed = {name: rows[name][: len(merged[name][1])] for name in given}
    placed = (
        _where_it_stands(_with_labels(problem, BY_NAME[problem.place]), merged[problem.place][1])
        for problem in problems
    )
    return typed, list(placed), [*merged]


def _with_labels(problem: Problem, table: Table) -> Problem:
    """The problem with the headings that a reader knows."""
    labels = {column.name: column.label for column in table.columns}
    return replace(
        problem, column=", ".join(labels.get(name, name) for name in problem.column.split(", "))
    )


def _concerned(given: Mapping[str, list[TextTable]], known: Rows) -> list[str]:
    """The tables that must be checked: those of the file, those that a change in them may break,
    and those that any of these refer to. A new row breaks nothing that refers to its table."""
    names = set(given)
    changed = [
        name for name, texts in given.items() if _has_stored(BY_NAME[name], texts, known[name])
    ]
    while changed:
        name = changed.pop()
        beyond = {table.name for table in TABLES if name in _referred(table)} - names
        names |= beyond
        changed += beyond
    while missing := {name for table in names for name in _referred(BY_NAME[table])} - names:
        names |= missing
    return [table.name for table in TABLES if table.name in names]


def _referred(table: Table) -> set[str]:
    return {column.references for column in table.columns if column.references}


def _has_stored(table: Table, texts: list[TextTable], stored: list[Row]) -> bool:
    keys = {_key(table, row) for row in stored}
    return any(
        _key_of(table, _positions(text.header), fields) in keys
        for text in texts
        for _, fields in text.rows
    )


def _where_it_stands(problem: Problem, lines: list[tuple[str, int]]) -> Problem:
    """The problem of a row, or twins, by the place and line of the file that it has there, or in
    the store."""

    def line(row: int | None) -> tuple[str, int | None]:
        return lines[row - 1] if row and row <= len(lines) else ("lagret", None)

    place, row = line(problem.row)
    if problem.twin is None:
        return replace(problem, place=place, row=row)
    twin_place, twin = line(problem.twin)
    beside = "" if twin_place == place else f" i {twin_place}"
    return replace(problem, place=place, row=row, twin=twin, message=f"{problem.message}{beside}")


def _with_names(problem: Problem, known: Rows) -> Problem:
    """A problem of a value that leads nowhere with the table that a reader knows, and the names
    that may be meant."""
    if problem.unknown is None:
        return problem
    value, name = problem.unknown
    table = BY_NAME[name]
    called = templates.names_of(table, known).values()
    near = [
        f'"{found}"'
        for found, *_ in process.extract(
            value, called, scorer=fuzz.WRatio, limit=3, score_cutoff=60
        )
    ]
    hint = (
        f"; där finns {swedish.enumerate_words(near)}"
        if near
        else f"; nya läggs till med mallen {table.label}"
    )
    return replace(problem, message=f'"{value}" finns inte i {table.label}{hint}')


def _by_table(reading: Reading, known: Rows) -> dict[str, list[TextTable]]:
    """The file's texts per table; sources that the importer names itself only where the store
    hasn't got them."""
    given: dict[str, list[TextTable]] = {}
    sources = {row["kalla_id"] for row in known["kallor"]}
    for text in reading.tables:
        if text.name == "kallor" and not reading.names_sources:
            text = replace(text, rows=[row for row in text.rows if row[1][0] not in sources])
        if text.rows:
            given.setdefault(text.name, []).append(text)
    return given


def _merged(
    table: Table, given: list[TextTable], stored: list[Row], *, keeps: bool
) -> tuple[TextTable, list[tuple[str, int]]]:
    """The rows of the file followed by those of the store that it doesn't touch, numbered from 1
    on; and the place and line of each of the file."""
    by_key = {_key(table, row): row for row in stored}
    cells: list[list[str]] = []
    lines: list[tuple[str, int]] = []
    touched: set[Key | None] = set()
    by_key = {
        key: row | {"antal": 0} if _is_unseen(table, row) else row for key, row in by_key.items()
    }
    for text in given:
        positions = _positions(text.header)
        for number, fields in text.rows:
            key = _key_of(table, positions, fields)
            stands = by_key.get(key, {}) if key else {}
            said = {name: fields[at] for name, at in positions.items() if fields[at] or not keeps}
            cells.append(
                [
                    said[name] if name in said else as_text(stands.get(name))
                    for name in table.column_names
                ]
            )
            lines.append((text.place, number))
            touched.add(key)
    cells += [
        [as_text(row[name]) for name in table.column_names]
        for key, row in by_key.items()
        if key not in touched
    ]
    return (
        TextTable(table.name, table.name, list(table.column_names), [*enumerate(cells, 1)]),
        lines,
    )


def _positions(header: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(header)}


def _key_of(table: Table, positions: Mapping[str, int], fields: list[str]) -> Key | None:
    """The key that the texts give, None where one of them isn't allowed."""
    try:
        return tuple(
            parse(table.column(name), fields[positions[name]]) if name in positions else None
            for name in table.key
        )
    except ValueError:
        return None


def _changes(
    reading: Reading, typed: dict[str, list[Row]], known: Rows, *, keeps: bool
) -> dict[str, TableChange]:
    answer = {}
    for name, rows in typed.items():
        declared = BY_NAME[name]
        headers = (text.header for text in _by_table(reading, known)[name] for _ in text.rows)
        stored = {_key(declared, row): row for row in known[name]}
        new, changed, same, kept, unseen = [], [], 0, 0, []
        for row, header in zip(rows, headers, strict=True):
            before = stored.get(_key(declared, row))
            if before is None:
                new.append(row)
            elif _says_the_same(before, row, reading.names_sources):
                same += 1
            elif (
                row.get("preliminar")
                and not before["preliminar"]
                and (_tells(before) or _is_unseen(declared, before))
            ):
                kept += 1
            elif _is_unseen(declared, before):
                said = row if "anmarkning" in header else _without_remark(row)
                kept_cells = {name for name in header if keeps and said[name] is None} - {
                    *declared.key
                }
                written = {*header, *declared.key, "anmarkning"} - kept_cells
                unseen.append({name: said[name] for name in said if name in written})
            else:
                changed.append((before, row if "anmarkning" in header else _without_remark(row)))
        answer[name] = TableChange(new, changed, same, kept, unseen)
    if not reading.names_sources and not any(
        change.does_something for name, change in answer.items() if name != "kallor"
    ):
        answer.pop("kallor", None)  # a source that nothing is taken from
    return answer


def _says_the_same(before: Row, row: Row, names_sources: bool) -> bool:
    """Whether two rows tell the same. Unless the file itself names sources, a figure from another
    source does, and so does one beside a gap for something that the store knows. What isn't said to
    be preliminary is final.
    """
    beside = ("kalla_id", "anmarkning")
    told = (
        row.items()
        if names_sources
        else ((n, v) for n, v in row.items() if n not in beside and v is not None)
    )
    return all(
        bool(before[name]) == bool(value) if name == "preliminar" else before[name] == value
        for name, value in told
    )


# What empty cells do


@dataclass(frozen=True)
class _Emptied:
    """A row of the file whose empty cells stand where the store has something: its place, and that
    by heading."""

    place: str
    line: int
    values: Mapping[str, str]


_KEEP = "behall"
_EMPTIES = Question(
    "tomma",
    "Tomma celler i filen står där lagret har uppgifter. Ska de tömma dem?",
    {_KEEP: "nej, behåll det som står i lagret", "tom": "ja, töm"},
)
_MOST_EMPTIED = 10


def _emptied(reading: Reading, typed: dict[str, list[Row]], known: Rows) -> list[_Emptied]:
    """The rows of people's own lists whose empty cells would erase what a reader sees in the store;
    in statistics a gap belongs to its new figure."""
    answer: list[_Emptied] = []
    for name, rows in typed.items() if reading.names_sources else ():
        declared = BY_NAME[name]
        stored = {_key(declared, row): row for row in known[name]}
        places = [(text, line) for text in _by_table(reading, known)[name] for line, _ in text.rows]
        for row, (text, line) in zip(rows, places, strict=True):
            before = stored.get(_key(declared, row), {})
            if before and row.get("preliminar") and not before["preliminar"] and _tells(before):
                continue
            values = {
                column.label: as_text(before[column.name])
                for column in declared.columns
                if column.name in text.header
                and row[column.name] is None
                and before.get(column.name) is not None
                and before[column.name] is not False
            }
            if values:
                answer.append(_Emptied(text.place, line, values))
    return answer


def _told_of_emptied(emptied: Sequence[_Emptied], keeps: bool) -> Iterator[str]:
    """What each such row does, a sentence each, of many the first."""
    does = "är tom och behåller" if keeps else "tömmer"
    for row in emptied[:_MOST_EMPTIED]:
        cells = swedish.enumerate_words(
            f'{label} ("{value[:60]}")' for label, value in row.values.items()
        )
        yield f"{row.place} rad {row.line} {does} {cells}."
    if len(emptied) > _MOST_EMPTIED:
        yield (
            f"Och {swedish.counted(len(emptied) - _MOST_EMPTIED, 'rad', 'rader')} till {does}"
            " uppgifter."
        )


# What decides what is hidden

_DECISIVE = {"omraden": ("typ", "kommunkod"), "brottstyper": ("over_id",)}
"""What decides which counts are hidden."""


def _protection(reading: Reading, typed: dict[str, list[Row]], known: Rows) -> list[Problem]:
    """Each cell of the file that says something else of these, where an area with stored counts
    would become part of another kommun or of none, or a type with such part of other types."""
    counted = [row for name in COUNTED for row in known[name]]
    wholes_of: dict[str, Callable[[Sequence[Row]], Mapping[str, Any]]]
    wholes_of = {"omraden": kommuner_by_area, "brottstyper": _wider_types}
    problems = []
    for name, wholes in wholes_of.items():
        [own_id] = BY_NAME[name].key
        stored = {row[own_id]: row for row in known[name]}
        given = {row[own_id]: row for row in typed.get(name, [])}
        before, after = wholes([*stored.values()]), wholes([*(stored | given).values()])
        if any(before[row[own_id]] != after[row[own_id]] for row in counted):
            places = [
                (text.place, line)
                for text in _by_table(reading, known)[name]
                for line, _ in text.rows
            ]
            problems += [
                _decides(BY_NAME[name].column(column), stored[row[own_id]], row, *where)
                for row, where in zip(typed[name], places, strict=True)
                for column in _DECISIVE[name]
                if row[own_id] in stored
                and _decided(stored[row[own_id]], column) != _decided(row, column)
            ]
    return problems


def _decided(row: Row, column: str) -> str | None:
    """What a row says in a decisive column; all kinds of part of a kommun are one."""
    return None if column == "typ" and row[column] not in WHOLE else row[column]


def _wider_types(types: Sequence[Row]) -> dict[str, list[str]]:
    """The types that each type is part of, the nearest first."""
    over = {row["brottstyp_id"]: row["over_id"] for row in types}
    return {kind: disclosure.wider(kind, over) for kind in over}


def _decides(column: Column, before: Row, row: Row, place: str, line: int) -> Problem:
    was, is_now = (
        f'"{as_text(told[column.name])}"' if told[column.name] else "tomt" for told in (before, row)
    )
    message = f"{is_now} för {before['namn']}, där lagret har {was}, ändrar vilka antal som döljs"
    return Problem(
        place,
        f"{message}; det görs bara med kommandot import och valet --andra-skydd",
        line,
        column.label,
    )


def _is_unseen(table: Table, row: Row) -> bool:
    """Whether a stored row, as a reader sees it, has a count that isn't shown."""
    return table.name in COUNTED and row["antal"] is None


def _tells(row: Row) -> bool:
    """Whether a stored row has a figure; one without may get a preliminary one."""
    return row.get("antal", row.get("varde")) is not None


def _without_remark(row: Row) -> Row:
    """A remark belongs to the figure that it was written about."""
    return row | {"anmarkning": None} if "anmarkning" in row else row


# Surfaces


_SHIPPED = Path(__file__).parents[2] / "geo" / "omraden.geojson"
"""The surfaces that areas have which a store has none of its own for."""


def _standing_surfaces(connection: sa.Connection, areas: list[Row]) -> dict[str, Any]:
    """The surfaces that the store's areas have now, a GeoJSON geometry per omrade_id: the store's
    own, else those that come with the program."""
    if own := surfaces_in(connection):
        return {area: json.loads(surface) for area, surface in own.items()}
    ids = {row["omrade_id"] for row in areas}
    shipped, _ = areafile.from_file(_SHIPPED.name, _SHIPPED.read_bytes(), None)
    return {area: json.loads(surface) for area, surface in shipped.items() if area in ids}


def _as_stored(reading: Reading) -> areafile.Surfaces:
    return {area: areafile.as_text(surface) for area, surface in (reading.surfaces or {}).items()}
