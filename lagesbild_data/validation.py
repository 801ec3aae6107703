"""From text to typed rows, with every fault found at once."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from lagesbild_data import swedish
from lagesbild_data.csvfiles import TextTable
from lagesbild_data.problems import Problem
from lagesbild_data.tables import FIRST_YEAR, TABLES, Column, Table

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Typed rows per table name; an empty cell is None."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
_YES_NO = {"ja": True, "nej": False, "1": True, "0": False, "true": True, "false": False}


def parse(column: Column, text: str) -> Any:
    """The value of one cell, None where it is empty; ValueError, in Swedish, says what is allowed."""
    text = text.strip()
    if not text:
        if column.required:
            raise ValueError("uppgiften saknar källa" if column.name == "kalla_id" else "får inte vara tom")
        return None
    value = _PARSERS[column.type](column, text)
    if column.allowed and value not in column.allowed:
        raise ValueError(f'"{text}" är inte tillåtet; välj {swedish.enumerate_words(column.allowed, "eller")}')
    too_low = column.minimum is not None and value < column.minimum
    too_high = column.maximum is not None and value > column.maximum
    if too_low or too_high:
        raise ValueError(f'"{text}" är utanför {_range(column)}')
    return value


def _range(column: Column) -> str:
    low = swedish.plain_number(column.minimum) if column.minimum is not None else ""
    if column.maximum is None:
        return f"det tillåtna: lägst {low}"
    return f"det tillåtna: {low}–{swedish.plain_number(column.maximum)}"


def _whole(column: Column, text: str) -> int:
    number = _number(column, text)
    if number != int(number):
        raise ValueError(f'"{text}" är inte {_whole_name(column)}')
    return int(number)


def _whole_name(column: Column) -> str:
    return "ett årtal" if column.minimum == FIRST_YEAR else "ett heltal"


def _number(column: Column, text: str) -> float:
    compact = _SPACES.sub("", text).replace("\u2212", "-")
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", compact) is None:
        raise ValueError(f'"{text}" är inte {_whole_name(column) if column.type == "heltal" else "ett tal"}')
    return float(compact.replace(",", "."))


def _date(column: Column, text: str) -> dt.date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f'"{text}" är inte ett datum i formen ÅÅÅÅ-MM-DD')


def _yes_no(column: Column, text: str) -> bool:
    try:
        return _YES_NO[text.lower()]
    except KeyError:
        raise ValueError(f'"{text}" är inte ja eller nej') from None


_PARSERS: dict[str, Callable[[Column, str], Any]] = {
    "text": lambda column, text: text,
    "heltal": _whole,
    "tal": _number,
    "datum": _date,
    "ja/nej": _yes_no,
}


def validate(texts: list[TextTable]) -> tuple[Rows, list[Problem]]:
    """Typed rows of every declared table (empty where none was given) and all faults, file by file."""
    by_name = {text.name: text for text in texts}
    checked = {table.name: _Checked(table, by_name.get(table.name)) for table in TABLES}
    for table in checked.values():
        table.check_references(checked)
    _check_rules(checked)
    rows = {name: [row for _, row in table.rows] for name, table in checked.items()}
    return rows, [problem for table in checked.values() for problem in sorted(table.problems, key=_line)]


def _line(problem: Problem) -> int:
    return problem.row or 0


class _Checked:
    """One table on its way through the checks: its typed rows with their line numbers, and the faults."""

    def __init__(self, table: Table, text: TextTable | None):
        self.table = table
        self.place = text.place if text else f"{table.name}.csv"
        self.rows: list[tuple[int, Row]] = []
        self.problems: list[Problem] = []
        self._by_key: dict[tuple, tuple[int, Row]] = {}
        if text:
            self._check_header(text)
            self._parse(text)
            self._check_key()

    def fault(self, line: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.place, message, line, column))

    def _check_header(self, text: TextTable) -> None:
        for name in text.header:
            if name not in self.table.column_names:
                self.problems.append(Problem(self.place, "kolumnen är okänd", 1, name or "(utan rubrik)"))
            elif text.header.count(name) > 1:
                self.problems.append(Problem(self.place, "kolumnen finns flera gånger", 1, name))
        for column in self.table.columns:
            if column.required and column.name not in text.header:
                self.problems.append(Problem(self.place, "kolumnen saknas", 1, column.name))

    def _parse(self, text: TextTable) -> None:
        known = [(name, self.table.column(name)) for name in text.header if name in self.table.column_names]
        positions = [text.header.index(name) for name, _ in known]
        for line, fields in text.rows:
            row: Row = dict.fromkeys(self.table.column_names)
            for position, (name, column) in zip(positions, known, strict=True):
                try:
                    row[name] = parse(column, fields[position])
                except ValueError as error:
                    self.fault(line, name, str(error))
            self.rows.append((line, row))

    def _check_key(self) -> None:
        for line, row in self.rows:
            key = tuple(row[name] for name in self.table.key)
            if key in self._by_key and any(value is not None for value in key):
                shown = ", ".join("(tom)" if value is None else str(value) for value in key)
                first = self._by_key[key][0]
                self.fault(line, ", ".join(self.table.key), f'"{shown}" finns redan på rad {first}')
            self._by_key.setdefault(key, (line, row))

    def check_references(self, checked: "Checked") -> None:
        for column in self.table.columns:
            if not column.references:
                continue
            target = checked[column.references]
            for line, row in self.rows:
                if row[column.name] is not None and target.find(row[column.name]) is None:
                    self.fault(line, column.name, f'"{row[column.name]}" finns inte i {column.references}')

    def find(self, *key: Any) -> Row | None:
        """The row with this key, or None."""
        found = self._by_key.get(key)
        return found[1] if found else None

    def first_with(self, column: str, value: Any) -> Row:
        """The first row with this value in the column; the value must stand there."""
        return next(row for _, row in self.rows if row[column] == value)


Checked = dict[str, _Checked]


def _check_rules(checked: "Checked") -> None:
    """Rules that need more than one cell."""
    for name, rule in _RULES:
        table = checked[name]
        for line, row in table.rows:
            if fault := rule(row, checked):
                table.fault(line, *fault)


Fault = tuple[str, str] | None
Rule = Callable[[Row, Checked], Fault]


def _within_scale(row: Row, checked: Checked) -> Fault:
    indicator, value = checked["indikatorer"].find(row["indikator_id"]), row["varde"]
    if indicator is None or value is None:
        return None
    low, high = indicator["minimum"], indicator["maximum"]
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"{swedish.plain_number(low)}–{swedish.plain_number(high)}"
        return "varde", f'"{swedish.plain_number(value)}" är utanför skalan {bounds} för {indicator["namn"]}'
    return None


def _says_something(row: Row, checked: Checked) -> Fault:
    if row["varde"] is None and row["riktning"] is None:
        return "varde", "raden har varken värde eller riktning"
    return None


def _direction_agrees(row: Row, checked: Checked) -> Fault:
    """A stated direction must not contradict the published number of the year before."""
    if row["varde"] is None or row["riktning"] is None or row["ar"] is None:
        return None
    previous = checked["indikatorvarden"].find(row["indikator_id"], row["omrade_id"], row["ar"] - 1, row["grupp"])
    if previous is None or previous["varde"] is None:
        return None
    difference = row["varde"] - previous["varde"]
    actual = "höjt" if difference > 0 else "sänkt" if difference < 0 else "oförändrat"
    if actual != row["riktning"]:
        was, now = swedish.plain_number(previous["varde"]), swedish.plain_number(row["varde"])
        return "riktning", f'"{row["riktning"]}" men värdet gick från {was} ({previous["ar"]}) till {now}'
    return None


def _ordered(first: str, last: str) -> Rule:
    def rule(row: Row, checked: Checked) -> Fault:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            return last, f'"{row[last]}" är före {first} "{row[first]}"'
        return None

    return rule


def _within_promise(row: Row, checked: Checked) -> Fault:
    activity = checked["aktiviteter"].find(row["aktivitet_id"])
    promise = activity and checked["loften"].find(activity["lofte_id"])
    if not promise or None in (row["ar"], promise["ar_fran"], promise["ar_till"]):
        return None
    if not promise["ar_fran"] <= row["ar"] <= promise["ar_till"]:
        return "ar", f'"{row["ar"]}" är utanför löftets tid {promise["ar_fran"]}–{promise["ar_till"]}'
    return None


def _unique(column: str) -> Rule:
    """No two rows carry the same text here: users choose by it."""

    def rule(row: Row, checked: Checked) -> Fault:
        first = checked["omraden"].first_with(column, row[column])
        if row[column] is not None and first is not row:
            return column, f'"{row[column]}" heter redan {first["omrade_id"]}'
        return None

    return rule


def _no_cycle(row: Row, checked: Checked) -> Fault:
    seen: set[str] = set()
    current: Row | None = row
    while current and current["over_id"] is not None:
        if current["brottstyp_id"] in seen:
            return "over_id", f'"{row["over_id"]}" leder tillbaka till {row["brottstyp_id"]}'
        seen.add(current["brottstyp_id"])
        current = checked["brottstyper"].find(current["over_id"])
    return None


_RULES: tuple[tuple[str, Rule], ...] = (
    ("omraden", _unique("namn")),
    ("indikatorvarden", _within_scale),
    ("indikatorvarden", _says_something),
    ("indikatorvarden", _direction_agrees),
    ("brottstyper", _no_cycle),
    ("loften", _ordered("ar_fran", "ar_till")),
    ("uppfoljningar", _within_promise),
    ("utfall", _within_promise),
    ("handelser", _ordered("datum_fran", "datum_till")),
)
