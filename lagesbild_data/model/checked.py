"""Tables on their way through the checks: their typed rows, and every fault found at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

from lagesbild_data.model.cells import parse
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.words.problems import Problem

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Typed rows per table name; an empty cell is None."""


@dataclass(frozen=True)
class TextTable:
    """A table as it was written: headings, and per row its line number and its texts."""

    name: str
    place: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def header_faults(table: Table, place: str, header: list[str]) -> list[Problem]:
    """Columns of a heading that the table doesn't have, that stand there twice, and that are
    missing."""
    faults = []
    for name in dict.fromkeys(header):
        if name not in table.column_names:
            faults.append(Problem(place, "kolumnen är okänd", 1, name or "(utan rubrik)"))
        elif header.count(name) > 1:
            faults.append(Problem(place, "kolumnen finns flera gånger", 1, name))
    missing = [
        column.name for column in table.columns if column.required and column.name not in header
    ]
    return faults + [Problem(place, "kolumnen saknas", 1, name) for name in missing]


class CheckedTable:
    """One table on its way through the checks: its typed rows with their line numbers, and the
    faults."""

    def __init__(self, table: Table, text: TextTable | None, unread: Sequence[Problem]):
        self.table = table
        self.place = text.place if text else f"{table.name}.csv"
        self.rows: list[tuple[int, Row]] = []
        self.problems: list[Problem] = []
        self.faulty: dict[int, set[str]] = {}
        """Columns without a usable value, by line: they are told once, and nothing is concluded
        from them."""
        # A table that isn't there may be the file that couldn't be read, or that has a name we
        # don't know.
        self.complete = (
            all(problem.place != self.place for problem in unread) if text else not unread
        )
        self._by_key: dict[tuple, tuple[int, Row]] = {}
        if text:
            self.problems += header_faults(table, self.place, text.header)
            self._parse(text)
            self._check_key()

    def fault(self, line: int, column: str, message: str, **about: Any) -> None:
        """Tell of a fault in a column of a line."""
        self.problems.append(Problem(self.place, message, line, column, **about))

    def _parse(self, text: TextTable) -> None:
        # Large tables say the same over and over, so each text of a column is parsed once.
        known = [
            (text.header.index(column.name), column.name, cache(partial(parse, column)))
            for column in self.table.columns
            if column.name in text.header
        ]
        absent = {column.name for column in self.table.columns if column.required} - set(
            text.header
        )
        empty: Row = dict.fromkeys(self.table.column_names)
        for line, fields in text.rows:
            row = empty.copy()
            faulty = absent.copy()
            for position, name, value_of in known:
                try:
                    row[name] = value_of(fields[position])
                except ValueError as error:
                    self.fault(line, name, str(error))
                    faulty.add(name)
            self.rows.append((line, row))
            if faulty:
                self.faulty[line] = faulty

    def _check_key(self) -> None:
        for line, row in self.rows:
            if line in self.faulty and not self.faulty[line].isdisjoint(self.table.key):
                self.complete = False
                continue
            key = tuple(map(row.__getitem__, self.table.key))
            if key in self._by_key:
                shown = ", ".join("(tom)" if value is None else str(value) for value in key)
                first = self._by_key[key][0]
                self.fault(line, ", ".join(self.table.key), f'"{shown}" finns redan', twin=first)
            self._by_key.setdefault(key, (line, row))

    def check_references(self, checked: "Checked") -> None:
        """Tell of references that lead nowhere, unless what they lead to may stand in what has to
        be mended first."""
        for column in self.table.columns:
            if not column.references or not checked[column.references].complete:
                continue
            target = checked[column.references]
            used = {row[column.name] for _, row in self.rows} - {None}
            unknown = {value for value in used if target.find(value) is None}
            for line, row in self.rows if unknown else ():
                if (value := row[column.name]) in unknown:
                    message = f'"{value}" finns inte i {column.references}'
                    self.fault(line, column.name, message, unknown=(value, column.references))

    @cached_property
    def kommuner(self) -> dict[str, Row]:
        """The first row that is a kommun with each code, of the table omraden."""
        rows = reversed(self.rows)
        return {
            row["kommunkod"]: row
            for _, row in rows
            if row.get("typ") == "kommun" and row["kommunkod"]
        }

    def find(self, *key: Any) -> Row | None:
        """The row with this key, or None."""
        found = self._by_key.get(key)
        return found[1] if found else None


Checked = dict[str, CheckedTable]
