"""From text to typed rows, with every fault found at once."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any

from lagesbild_data.model.pages import PAGES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.declaration import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_ADDRESS,
    Column,
    Table,
)
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import Problem
from lagesbild_data.words.text import MINUS, normalised

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Typed rows per table name; an empty cell is None."""

_TOO_LARGE = 10**15
"""A number with decimals that is larger can't be told from its neighbours, in a database or a
spreadsheet."""
_QUOTED = 40
"""So many letters of a text that is too long are told."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
"""With a space between thousands; a tab or a new line parts two numbers."""
_MINUS = re.compile(rf"^[{MINUS}](?=\d)")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no text has and no document can hold; tabs and line breaks are none of them."""
_UNWRITTEN = "innehåller styrtecken eller halva tecken"
_YES_NO = dict.fromkeys(("ja", "1", "true", "sant", "x"), True) | dict.fromkeys(
    ("nej", "0", "false", "falskt"), False
)


@dataclass(frozen=True)
class TextTable:
    """A table as it was written: headings, and per row its line number and its texts."""

    name: str
    place: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


def parse(column: Column, text: str) -> Any:
    """The value of one cell, None where it is empty; ValueError, in Swedish, says what is
    allowed."""
    text = normalised(text).strip()
    if not text:
        if column.required:
            raise ValueError(
                "uppgiften saknar källa" if column.name == "kalla_id" else "får inte vara tom"
            )
        return None
    value = _PARSERS[column.type](column, text)
    if column.allowed and value not in column.allowed:
        raise ValueError(
            f'"{text}" är inte tillåtet; välj {swedish.enumerate_words(column.allowed, "eller")}'
        )
    too_low = column.minimum is not None and value < column.minimum
    too_high = column.maximum is not None and value > column.maximum
    if too_low or too_high:
        raise ValueError(
            f'"{text}" är utanför det tillåtna: {_range(column.minimum, column.maximum)}'
        )
    return value


def _range(low: float | None, high: float | None) -> str:
    if high is None:
        return f"lägst {_limit(low)}"
    if low is None:
        return f"högst {_limit(high)}"
    return f"{_limit(low)}–{_limit(high)}"


def _limit(number: float | None) -> str:
    """A limit in words; years are as large as numbers get without spaces."""
    is_large = number is not None and number >= 10_000 and number == int(number)
    return swedish.number(int(number)) if is_large and number else swedish.plain_number(number)


def _text(column: Column, text: str) -> str:
    if "\0" in text:
        raise ValueError("innehåller NUL-tecken")
    if UNWRITABLE.search(text):
        raise ValueError(_UNWRITTEN)
    if len(text) > column.longest:
        raise ValueError(too_long(text, column.longest))
    return text


def too_long(text: str, longest: int) -> str:
    """What is to be said of a text that is longer than this."""
    return (
        f'"{text[:_QUOTED]}…" är {swedish.number(len(text))} tecken; högst'
        f" {swedish.number(longest)} får plats"
    )


def _whole(column: Column, text: str) -> int:
    name = "ett årtal" if column.minimum == FIRST_YEAR else "ett heltal"
    if is_grouped(text):
        raise ValueError(f'"{text}" är inte {name}; skriv tusental med mellanslag')
    number = _decimal(text, name)
    if number != number.to_integral_value():
        raise ValueError(f'"{text}" är inte {name}')
    if not -(2**63) <= number < 2**63:
        raise ValueError(f'"{text}" är ett för stort tal')
    return int(number)


def is_grouped(text: str) -> bool:
    """Whether a number is written as if points or commas parted its thousands: 1.200 may be 1 200,
    0.200 never is."""
    return bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", _compact(text)))


def _number(column: Column, text: str) -> float:
    number = float(_decimal(text, "ett tal"))
    if abs(number) >= _TOO_LARGE:
        raise ValueError(f'"{text}" är ett för stort tal')
    return number


def _decimal(text: str, name: str) -> Decimal:
    """The number exactly as it was written."""
    compact = _compact(text)
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", compact) is None:
        raise ValueError(f'"{text}" är inte {name}')
    return Decimal(compact.replace(",", "."))


def _compact(text: str) -> str:
    """The number without spaces between its thousands: "12 15" is two numbers and stays as it
    is."""
    text = _MINUS.sub("-", text)
    return text.replace(" ", "") if _GROUPED.fullmatch(text) else text


def _date(column: Column, text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        day = None
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f'"{text}" är utanför det tillåtna: {FIRST_YEAR}–{LAST_YEAR}')
    if day:
        return day
    raise ValueError(f'"{text}" är inte ett datum i formen ÅÅÅÅ-MM-DD')


def _yes_no(column: Column, text: str) -> bool:
    try:
        return _YES_NO[text.lower()]
    except KeyError:
        raise ValueError(f'"{text}" är inte ja eller nej') from None


_PARSERS: dict[str, Callable[[Column, str], Any]] = {
    "text": _text,
    "heltal": _whole,
    "tal": _number,
    "datum": _date,
    "ja/nej": _yes_no,
}


def validate(texts: list[TextTable], unread: Sequence[Problem] = ()) -> tuple[Rows, list[Problem]]:
    """Typed rows of every declared table (empty where none was given) and all faults, file by file.

    `unread` is what could not even be read; these faults come first.
    """
    by_name = {text.name: text for text in texts}
    checked = {table.name: _Checked(table, by_name.get(table.name), unread) for table in TABLES}
    for table in checked.values():
        table.check_references(checked)
    _check_rules(checked)
    rows = {name: [row for _, row in table.rows] for name, table in checked.items()}
    faults = [
        problem for table in checked.values() for problem in sorted(table.problems, key=_line)
    ]
    return rows, [*unread, *faults]


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


def _line(problem: Problem) -> int:
    return problem.row or 0


class _Checked:
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


Checked = dict[str, _Checked]


def _check_rules(checked: "Checked") -> None:
    """Rules that need more than one cell."""
    for name, within in _NAMED:
        _check_names(checked[name], within)
    for name, rule in _RULES:
        table = checked[name]
        for line, row in table.rows:
            if line not in table.faulty and (fault := rule(row, checked)):
                table.fault(line, *fault)


_NAMED = (
    ("omraden", ""),
    ("indikatorer", ""),
    ("brottstyper", ""),
    ("loften", ""),
    ("aktiviteter", "lofte_id"),
)
"""Tables whose rows users choose by name, and the column within which no two may have the same."""


def _check_names(table: _Checked, within: str) -> None:
    first: dict[tuple[Any, Any], Row] = {}
    for line, row in table.rows:
        name = row["namn"], row[within] if within else None
        if line not in table.faulty and first.setdefault(name, row) is not row:
            table.fault(
                line, "namn", f'"{row["namn"]}" heter redan {first[name][table.table.key[0]]}'
            )


Fault = tuple[str, str] | None
Rule = Callable[[Row, Checked], Fault]


def _own_code(row: Row, checked: Checked) -> Fault:
    """Two kommuner with one code: which of them an area is part of couldn't be told."""
    if row["typ"] != "kommun" or row["kommunkod"] is None:
        return None
    first = checked["omraden"].kommuner[row["kommunkod"]]
    if first is not row:
        return "kommunkod", f'"{row["kommunkod"]}" har redan {first["omrade_id"]}'
    return None


def _part_of_a_kommun(row: Row, checked: Checked) -> Fault:
    """Counts of an area in no known kommun: it couldn't be told what they are part of, so neither
    what would give them away."""
    area = checked["omraden"].find(row["omrade_id"])
    if area is None or area["typ"] == "riket" or checked["omraden"].problems:
        return None
    if area["typ"] != "kommun" and area["kommunkod"] not in checked["omraden"].kommuner:
        return "omrade_id", f'"{row["omrade_id"]}" har en kommunkod som ingen kommun i omraden har'
    return None


def _within_scale(row: Row, checked: Checked) -> Fault:
    indicator, value = checked["indikatorer"].find(row["indikator_id"]), row["varde"]
    if indicator is None or value is None:
        return None
    low, high = indicator["minimum"], indicator["maximum"]
    if (low is not None and value < low) or (high is not None and value > high):
        name = indicator["namn"] or row["indikator_id"]
        return (
            "varde",
            f'"{swedish.plain_number(value)}" är utanför skalan {_range(low, high)} för {name}',
        )
    return None


def _says_something(row: Row, checked: Checked) -> Fault:
    if row["varde"] is None and row["riktning"] is None:
        return "varde", "raden har varken värde eller riktning"
    return None


def _direction_agrees(row: Row, checked: Checked) -> Fault:
    """A stated direction must not contradict the published number of the year before."""
    if row["varde"] is None or row["riktning"] is None or row["ar"] is None:
        return None
    previous = checked["indikatorvarden"].find(
        row["indikator_id"], row["omrade_id"], row["ar"] - 1, row["grupp"]
    )
    if previous is None or previous["varde"] is None:
        return None
    difference = row["varde"] - previous["varde"]
    actual = "höjt" if difference > 0 else "sänkt" if difference < 0 else "oförändrat"
    if actual != row["riktning"]:
        was, now = swedish.plain_number(previous["varde"]), swedish.plain_number(row["varde"])
        return (
            "riktning",
            f'"{row["riktning"]}" men värdet gick från {was} ({previous["ar"]}) till {now}',
        )
    return None


def _ordered(first: str, last: str) -> Rule:
    def rule(row: Row, checked: Checked) -> Fault:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            return last, f'"{row[last]}" är före {first} "{row[first]}"'
        return None

    return rule


def _scale_has_a_length(row: Row, checked: Checked) -> Fault:
    low, high = row["minimum"], row["maximum"]
    if low is not None and high is not None and high <= low:
        shown = swedish.plain_number(high), swedish.plain_number(low)
        return "maximum", '"{}" är inte större än minimum "{}"'.format(*shown)
    return None


def _within_promise(row: Row, checked: Checked) -> Fault:
    activity = checked["aktiviteter"].find(row["aktivitet_id"])
    promise = activity and checked["loften"].find(activity["lofte_id"])
    if not promise or None in (row["ar"], promise["ar_fran"], promise["ar_till"]):
        return None
    if not promise["ar_fran"] <= row["ar"] <= promise["ar_till"]:
        return (
            "ar",
            f'"{row["ar"]}" är utanför löftets tid {promise["ar_fran"]}–{promise["ar_till"]}',
        )
    return None


def _no_cycle(row: Row, checked: Checked) -> Fault:
    seen: set[str] = set()
    above: str | None = row["over_id"]
    while above is not None and above not in seen:
        if above == row["brottstyp_id"]:
            return "over_id", f'"{row["over_id"]}" leder tillbaka till {above}'
        seen.add(above)
        found = checked["brottstyper"].find(above)
        above = found["over_id"] if found else None
    return None


LOCAL_ADDRESS = rf"({'|'.join(PAGES)})(\?[^\s\x00-\x1f\x7f-\x9f<>\"'\\#]*)?"
"""A page of the app and the choices on it; nothing that leads to another host."""


def address_fault(address: str) -> str:
    """What is wrong with the address of a view of the app; "" when nothing is."""
    if len(address) > LONGEST_ADDRESS:
        return f"adressen är längre än {LONGEST_ADDRESS} tecken"
    if UNWRITABLE.search(address):
        return f"adressen {_UNWRITTEN}"
    if re.fullmatch(LOCAL_ADDRESS, address) is None:
        return f'"{address}" är inte en sida här, till exempel brott?ar=2023'
    return ""


def _local(row: Row, checked: Checked) -> Fault:
    fault = address_fault(row["adress"])
    return ("adress", fault) if fault else None


def _chosen_exists(row: Row, checked: Checked) -> Fault:
    table = checked.get(row["tabell"])  # none for an answer to a question
    if table and table.complete and row["vald_id"] is not None and not table.find(row["vald_id"]):
        return "vald_id", f'"{row["vald_id"]}" finns inte i {row["tabell"]}'
    return None


def _has_ended(row: Row, checked: Checked) -> Fault:
    """People are counted on 31 December: a year that hasn't had it has no number of them."""
    if row["ar"] < dt.date.today().year:
        return None
    return (
        "ar",
        (
            f'"{row["ar"]}" är inte slut än; folkmängden räknas den 31 december, och en prognos är'
            " ingen folkmängd"
        ),
    )


def _has_come(row: Row, checked: Checked) -> Fault:
    if row["ar"] <= dt.date.today().year:
        return None
    return (
        "ar",
        (
            f'"{row["ar"]}" har inte varit än; här står bara det som har räknats eller mätts, inga'
            " prognoser"
        ),
    )


_RULES: tuple[tuple[str, Rule], ...] = (
    ("folkmangd", _has_ended),
    ("indikatorvarden", _has_come),
    ("storningar", _has_come),
    ("anmalda_brott", _has_come),
    ("brott_per_manad", _has_come),
    ("omraden", _own_code),
    ("indikatorer", _scale_has_a_length),
    ("indikatorvarden", _within_scale),
    ("indikatorvarden", _says_something),
    ("indikatorvarden", _direction_agrees),
    ("brottstyper", _no_cycle),
    ("anmalda_brott", _part_of_a_kommun),
    ("brott_per_manad", _part_of_a_kommun),
    ("loften", _ordered("ar_fran", "ar_till")),
    ("uppfoljningar", _within_promise),
    ("utfall", _within_promise),
    ("handelser", _ordered("datum_fran", "datum_till")),
    ("agendapunkter", _local),
    ("namnval", _chosen_exists),
)
