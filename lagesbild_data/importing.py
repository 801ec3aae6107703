"""Bringing files into a store: what a file would change, and doing it, all or nothing."""

import contextlib
import json
import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from lagesbild_data import csvfiles, editing, swedish
from lagesbild_data.csvfiles import TextTable
from lagesbild_data.importers import FORMATS, recognise
from lagesbild_data.importers.names import Names, Remembered, Unmatched, choices_in
from lagesbild_data.importers.reading import Context, Format, Reading
from lagesbild_data.importers.upload import Line, Upload
from lagesbild_data.problems import InvalidStore, Problem, first
from lagesbild_data.progress import Progress, no_progress
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import Location, Store, as_text, build, check_target, open_store
from lagesbild_data.tables import BY_NAME, NAMED, TABLES, Table
from lagesbild_data.validation import Row, Rows, header_faults, parse, validate

Key = tuple[Any, ...]
_LISTED = 50
_MOST_ASKED = 500


@dataclass(frozen=True)
class TableChange:
    """What a file does to one table: rows that are new, rows before and after, and how many stay as they are."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    """Final figures that the file has preliminary ones for."""


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
    """Names per table that aren't in the store and that nothing there is like, or that are chosen to be left out."""
    remembered: list[Remembered]
    """Names whose meaning has been chosen before."""
    choices: dict[tuple[str, str], str]
    """What the reader has chosen for names, to be remembered."""
    changes: dict[str, TableChange] = field(default_factory=dict)
    surfaces: list[str] = field(default_factory=list)
    """Areas whose surface is new or another."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be done as it stands."""
        return not (self.problems or self.unmatched or self.reading.needs_year)

    @property
    def changes_something(self) -> bool:
        """Whether doing it would make any difference to the store."""
        return bool(self.surfaces) or any(change.new or change.changed for change in self.changes.values())


def plan(
    store: Store, upload: Upload, *, format_name: str = "", year: int | None = None,
    choices: Mapping[tuple[str, str], str] = {}, companions: Sequence[Upload] = (), progress: Progress = no_progress,
) -> Plan:  # fmt: skip
    """What the file would change in the store, with every problem; it never raises for a bad file.

    `format_name` overrules what the content looks like, `year` is what the file is about where it doesn't tell, and
    `choices` what names in it mean (table and plain name to an id, or "" to leave it out), before what is remembered.
    """
    known = all_rows(store)
    remembered = choices_in(known["namnval"])
    names = Names(known, remembered | dict(choices))
    reading, found = Reading(), None
    read = replace(upload, progress=progress)  # what is read of the file is dropped with it
    try:
        found = FORMATS[format_name] if format_name else recognise(read)
        reading = found.read(read, Context(names, year, companions))
        problems = list(reading.problems) or _strangers(upload, names)
    except InvalidStore as invalid:
        problems = invalid.problems
    except OSError as error:
        problems = [csvfiles.unreadable(upload.path, error)]
    chosen = {name: choice for name, choice in choices.items()
              if name in names.used and remembered.get(name) != choice}  # fmt: skip
    recalled = [names.remembered(*name) for name in names.used if name not in choices]
    typed, faults = _checked(reading, known)
    told = {(problem.place, problem.row, problem.column) for problem in problems}
    problems += [fault for fault in faults if (fault.place, fault.row, fault.column) not in told]
    problems.sort(key=lambda problem: (problem.place, problem.row or math.inf))
    answer = Plan(upload, found, reading, problems, list(names.unmatched.values()), names.left_out, recalled, chosen)
    if not answer.is_ready:
        return answer
    return replace(
        answer, changes=_changes(reading, typed, known), surfaces=_new_surfaces(store.location, reading.surfaces)
    )


def _strangers(upload: Upload, names: Names) -> list[Problem]:
    """A fault where so many names are unknown that nobody can be asked what each means."""
    count = len(names.unmatched)
    if count <= _MOST_ASKED:
        return []
    examples = swedish.enumerate_words([f'"{asked.name}"' for asked in names.unmatched.values()][:3])
    message = f"har {swedish.number(count)} namn som inte finns i lagret, till exempel {examples}"
    return [Problem(upload.name, f"{message}; högst {_MOST_ASKED} kan väljas för hand")]


def carry_out(store: Store, planned: Plan, who: str) -> None:
    """Do what was planned, in one transaction, with a row in the change log for the file and one for each changed row.

    InvalidStore where the store can't be written or has changed since in what the plan is about; then nothing is done.
    """
    if not planned.is_ready:
        raise ValueError(f"{planned.upload.name}: the plan has faults")
    writer = editing.writer(who)
    with editing.alone(store) as connection, contextlib.ExitStack() as undo:
        known = _rows_in(connection, [*planned.changes])
        typed = {name: [*change.new, *(after for _, after in change.changed)]
                 for name, change in planned.changes.items()}  # fmt: skip
        for name, change in planned.changes.items():
            declared = BY_NAME[name]
            now = {_key(declared, row): row for row in known[name]}
            before = {_key(declared, row): row for row, _ in change.changed}
            if any(now.get(_key(declared, row)) != before.get(_key(declared, row)) for row in typed[name]):
                message = "lagret har ändrats sedan filen granskades; granska den igen"
                raise InvalidStore([Problem(planned.upload.name, message)])
        _write(connection, planned, writer)
        if planned.surfaces and store.location.surfaces_file:
            undo.callback(_put_surfaces(store.location.surfaces_file, planned.reading.surfaces or {}))
        undo.pop_all()


def _write(connection: sa.Connection, planned: Plan, who: str) -> None:
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
    log += _remember(connection, planned.choices, who)
    counts = {name: {"nya": len(change.new), "ändrade": len(change.changed)}
              for name, change in planned.changes.items() if change.new or change.changed}  # fmt: skip
    if planned.surfaces:
        counts["omraden.geojson"] = {"ytor": len(planned.surfaces)}
    if counts:
        what = {"fil": planned.upload.name, "format": planned.format.name if planned.format else ""}
        log.insert(0, editing.log_entry(IMPORT, what, None, counts, who))
    if log:
        connection.execute(SQL_TABLES["andringslogg"].insert(), log)


IMPORT = "inläsning"
"""Stands for the table in the change log where a whole file was brought in."""


def _remember(connection: sa.Connection, choices: Mapping[tuple[str, str], str], who: str) -> list[Row]:
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
def writable(target: str) -> Iterator[Store]:
    """The store, opened so that files can be brought into it. One that isn't a SQLite database of our own is written
    back as a whole at the end, if anything has changed; InvalidStore and OSError then leave it as it was."""
    store = open_store(target)
    if store.in_place:
        yield store
        return
    check_target(store.location)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "lager.sqlite"
        build(target, copy)
        store = open_store(copy)
        before = store.version, store.location.fingerprint()
        yield store
        if (store.version, store.location.fingerprint()) != before:
            build(copy, target)


def told(change: TableChange) -> str:
    """What happens to a table, in words: "3 nya, 1 ändrad, 12 lika"."""
    parts = [f"{swedish.number(len(change.new))} {'ny' if len(change.new) == 1 else 'nya'}",
             f"{swedish.number(len(change.changed))} {'ändrad' if len(change.changed) == 1 else 'ändrade'}",
             f"{swedish.number(change.same)} lika"]  # fmt: skip
    if change.kept:
        parts.append(f"{swedish.number(change.kept)} står kvar, för lagret har redan slutliga tal")
    return ", ".join(parts)


def told_problems(planned: Plan) -> list[str]:
    """What is wrong with the file, fault by fault; of very many the first."""
    return [str(problem) for problem in first(planned.problems, planned.upload.name, _LISTED)]


def told_of_names(planned: Plan) -> list[str]:
    """The names that are read or left out as was chosen before, and those that are left out, a sentence for each kind;
    none where the file isn't read."""
    if planned.problems:
        return []
    told = [f"{name.name} läses som {name.called}" for name in planned.remembered if name.chosen]
    sentences = [f"Enligt tidigare val: {_listed(told)}."] if told else []
    return sentences + [f"{len(names)} namn finns inte i {BY_NAME[table].label} och lämnas utanför: {_listed(names)}."
                        for table, names in planned.left_out.items()]  # fmt: skip


def _listed(names: Iterable[str], most: int = 5) -> str:
    in_order = sorted(names, key=swedish.sort_key)
    return swedish.enumerate_words(in_order[:most] + (["fler"] if len(in_order) > most else []))


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
    return {name: [dict(row._mapping) for row in connection.execute(sa.select(SQL_TABLES[name]))] for name in names}


def _key(table: Table, row: Row) -> Key:
    return tuple(row[name] for name in table.key)


# From what a file says to what it changes


def _checked(reading: Reading, known: Rows) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of the file per table, typed and with the stored values where the file says nothing, and every fault
    that they have beside what stands in the store."""
    given = _by_table(reading, known)
    faults = [fault for texts in given.values() for text in texts
              for fault in header_faults(BY_NAME[text.name], text.place, text.header)]  # fmt: skip
    if faults:
        return {}, [_in_labels(fault, given, known) for fault in faults]
    merged = {table.name: _merged(table, given.get(table.name, []), known[table.name]) for table in TABLES}
    rows, problems = validate([text for text, _ in merged.values()])
    problems = [
        problem if (problem.row or 0) >= 0 else replace(problem, place="lagret", row=None) for problem in problems
    ]
    typed = {name: rows[name][: merged[name][1]] for name in given}
    listed = [_in_labels(problem, given, known) for problem in problems[:_LISTED]]
    return typed, listed + problems[_LISTED:]


def _in_labels(problem: Problem, given: Mapping[str, list[TextTable]], known: Rows) -> Problem:
    """The problem with the headings and tables that a reader knows, and the names that may be meant."""
    labels = {column.name: column.label for name, texts in given.items() for column in BY_NAME[name].columns
              if problem.place == texts[0].place}  # fmt: skip
    column = ", ".join(labels.get(name, name) for name in problem.column.split(", "))
    value, missing, name = problem.message.rpartition(" finns inte i ")
    if name not in BY_NAME:
        return replace(problem, column=column)
    called = [row[BY_NAME[name].called or BY_NAME[name].key[0]] for row in known[name]]
    near = [f'"{found}"' for found, *_ in process.extract(value.strip('"'), called, scorer=fuzz.WRatio, limit=3)]
    hint = f"; där finns {swedish.enumerate_words(near)}" if near else ""
    return replace(problem, column=column, message=f"{value}{missing}{BY_NAME[name].label}{hint}")


def _by_table(reading: Reading, known: Rows) -> dict[str, list[TextTable]]:
    """The file's texts per table; sources that the importer names itself only where the store hasn't got them."""
    given: dict[str, list[TextTable]] = {}
    sources = {row["kalla_id"] for row in known["kallor"]}
    for text in reading.tables:
        if text.name == "kallor" and not reading.names_sources:
            text = replace(text, rows=[row for row in text.rows if row[1][0] not in sources])
        if text.rows:
            given.setdefault(text.name, []).append(text)
    return given


def _merged(table: Table, given: list[TextTable], stored: list[Row]) -> tuple[TextTable, int]:
    """The rows of the file followed by those of the store that it doesn't touch, on lines below 0; and how many there
    are of the file."""
    by_key = {_key(table, row): row for row in stored}
    lines: list[Line] = []
    for text in given:
        positions = {name: text.header.index(name) for name in text.header}
        for number, fields in text.rows:
            key = _key_of(table, positions, fields)
            stands = by_key.get(key, {}) if key else {}
            written = {name: fields[at] for name, at in positions.items()}
            cells = [written[name] if name in written else as_text(stands.get(name)) for name in table.column_names]
            lines.append((number, cells))
    touched = {_key_of(table, dict(zip(table.column_names, range(99), strict=False)), fields) for _, fields in lines}
    rest = ((key, row) for key, row in by_key.items() if key not in touched)
    own = [(-number, [as_text(row[name]) for name in table.column_names]) for number, (_, row) in enumerate(rest, 1)]
    place = given[0].place if given else f"lagret, {table.label}"
    return TextTable(table.name, place, list(table.column_names), [*lines, *own]), len(lines)


def _key_of(table: Table, positions: Mapping[str, int], fields: list[str]) -> Key | None:
    """The key that the texts give, None where one of them isn't allowed."""
    try:
        return tuple(parse(table.column(name), fields[positions[name]]) if name in positions else None
                     for name in table.key)  # fmt: skip
    except ValueError:
        return None


def _changes(reading: Reading, typed: dict[str, list[Row]], known: Rows) -> dict[str, TableChange]:
    given = {text.name: set(text.header) for text in reading.tables}
    answer = {}
    for name, rows in typed.items():
        declared = BY_NAME[name]
        stored = {_key(declared, row): row for row in known[name]}
        new, changed, same, kept = [], [], 0, 0
        for row in rows:
            before = stored.get(_key(declared, row))
            if before is None:
                new.append(row)
            elif _says_the_same(before, row, reading.names_sources):
                same += 1
            elif row.get("preliminar") and not before["preliminar"] and _tells(before):
                kept += 1
            else:
                changed.append((before, row if "anmarkning" in given[name] else _without_remark(row)))
        answer[name] = TableChange(new, changed, same, kept)
    if not reading.names_sources and not any(
        change.new or change.changed for name, change in answer.items() if name != "kallor"
    ):
        answer.pop("kallor", None)  # a source that nothing is taken from
    return answer


def _says_the_same(before: Row, row: Row, names_sources: bool) -> bool:
    """Whether two rows tell the same. Unless the file itself names sources, a figure from another source does, and so
    does one beside a gap for something that the store knows. What isn't said to be preliminary is final."""
    told = row.items() if names_sources else ((n, v) for n, v in row.items() if n != "kalla_id" and v is not None)
    return all(bool(before[name]) == bool(value) if name == "preliminar" else before[name] == value
               for name, value in told)  # fmt: skip


def _tells(row: Row) -> bool:
    """Whether a stored row has a figure; one without may get a preliminary one."""
    return row.get("antal", row.get("varde")) is not None


def _without_remark(row: Row) -> Row:
    """A remark belongs to the figure that it was written about."""
    return row | {"anmarkning": None} if "anmarkning" in row else row


# Surfaces


def _stored_surfaces(file: Path | None) -> dict[str, Any]:
    """The store's own surfaces, a GeoJSON geometry per omrade_id."""
    if file is None or not file.exists():
        return {}
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["omrade_id"]: feature["geometry"] for feature in features}


def _new_surfaces(location: Location, surfaces: Mapping[str, Any] | None) -> list[str]:
    """Areas whose surface isn't the one that the store has."""
    stored = _stored_surfaces(location.surfaces_file)
    return [omrade_id for omrade_id, geometry in (surfaces or {}).items() if stored.get(omrade_id) != geometry]


def _put_surfaces(file: Path, surfaces: Mapping[str, Any]) -> Callable[[], object]:
    """Put these surfaces in place of the store's of the same areas, and give what undoes it."""
    before = file.read_bytes() if file.exists() else None
    features = [{"type": "Feature", "properties": {"omrade_id": omrade_id}, "geometry": geometry}
                for omrade_id, geometry in (_stored_surfaces(file) | dict(surfaces)).items()]  # fmt: skip
    content = {"type": "FeatureCollection", "features": features}
    _replace(file, json.dumps(content, ensure_ascii=False).encode())
    return partial(_replace, file, before) if before is not None else file.unlink


def _replace(file: Path, content: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".lagesbild-") as folder:
        part = Path(folder) / file.name
        part.write_bytes(content)
        part.replace(file)
