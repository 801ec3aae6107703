"""From text to typed rows, with every fault found at once."""

from collections.abc import Sequence
from typing import Any

from lagesbild_data.model.checked import Checked, CheckedTable, Row, Rows, TextTable
from lagesbild_data.model.rules import CHOSEN_BY_NAME, RULES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.words.problems import Problem


def validate(texts: list[TextTable], unread: Sequence[Problem] = ()) -> tuple[Rows, list[Problem]]:
    """Typed rows of every declared table (empty where none was given) and all faults, file by file.

    `unread` is what could not even be read; these faults come first.
    """
    by_name = {text.name: text for text in texts}
    checked = {table.name: CheckedTable(table, by_name.get(table.name), unread) for table in TABLES}
    for table in checked.values():
        table.check_references(checked)
    _check_rules(checked)
    rows = {name: [row for _, row in table.rows] for name, table in checked.items()}
    faults = [
        problem for table in checked.values() for problem in sorted(table.problems, key=_line)
    ]
    return rows, [*unread, *faults]


def _line(problem: Problem) -> int:
    return problem.row or 0


def _check_rules(checked: "Checked") -> None:
    """Rules that need more than one cell."""
    for name, within in CHOSEN_BY_NAME:
        _check_names(checked[name], within)
    for name, rule in RULES:
        table = checked[name]
        for line, row in table.rows:
            if line not in table.faulty and (fault := rule(row, checked)):
                table.fault(line, *fault)


def _check_names(table: CheckedTable, within: str) -> None:
    first: dict[tuple[Any, Any], Row] = {}
    for line, row in table.rows:
        name = row["namn"], row[within] if within else None
        if line not in table.faulty and first.setdefault(name, row) is not row:
            table.fault(
                line, "namn", f'"{row["namn"]}" heter redan {first[name][table.table.key[0]]}'
            )
