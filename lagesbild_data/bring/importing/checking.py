"""What a file says, checked beside what stands in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats.reading import Reading
from lagesbild_data.bring.importing.standing import Key, is_unseen, row_key
from lagesbild_data.model.cells import parse
from lagesbild_data.model.checked import Row, Rows, TextTable, header_faults
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.model.validation import validate
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import Problem


def checked_rows(
    reading: Reading, known: Rows, *, keeps: bool = False
) -> tuple[dict[str, list[Row]], list[Problem], list[str]]:
    """The rows of the file per table, typed and with the stored values where the file says nothing,
    and where it `keeps` them also for its empty cells; every fault that they have beside what
    stands in the store; and the tables that were checked."""
    given = by_table(reading, known)
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
    keys = {row_key(table, row) for row in stored}
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


def with_names(problem: Problem, known: Rows) -> Problem:
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


def by_table(reading: Reading, known: Rows) -> dict[str, list[TextTable]]:
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
    by_key = {row_key(table, row): row for row in stored}
    cells: list[list[str]] = []
    lines: list[tuple[str, int]] = []
    touched: set[Key | None] = set()
    by_key = {
        key: row | {"antal": 0} if is_unseen(table, row) else row for key, row in by_key.items()
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
