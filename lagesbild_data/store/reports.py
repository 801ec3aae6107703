"""Single reports, in any number, counted into crimes per month as they are read; no report is
kept."""

import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import csv

from lagesbild_data.model.cells import parse
from lagesbild_data.model.checked import Row, Rows, TextTable, header_faults
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.store import csv_folder
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem, first
from lagesbild_data.words.progress import Progress, no_progress, part_of, with_progress
from lagesbild_data.words.text import encoding_of_file

LISTED = 20
"""So many faults of one kind are told one by one; a file of millions of rows may have as many."""

_IF_EMPTY = {"antal": 1, "preliminar": False}
_YEAR = BY_NAME["brott_per_manad"].column("ar")

_Cells = dict[str, Callable[[str], Any]]
Counts = Counter[tuple]
_Stated = tuple[bool, str]
"""What the reports of an area's month say of it: whether it is preliminary, and the source."""


@dataclass(frozen=True)
class Layout:
    """How a file of reports is laid out: what is counted, by what."""

    cells: _Cells
    """What gives the value of a text, per column; ValueError, in Swedish, says what is allowed."""
    amount: str
    """The column that tells how many reports a row stands for; it has 1 where the file has no such
    column."""
    heading_faults: Callable[[str, list[str]], list[Problem]]
    """The faults of a heading, given the file's name."""
    column_of: Callable[[str], str] = str.strip
    """The column that a heading stands for."""
    absent: Row = field(default_factory=dict)
    """What a row has in columns that the file doesn't have."""

    @property
    def key(self) -> tuple[str, ...]:
        """What the reports are counted by, in order."""
        return tuple(name for name in self.cells if name != self.amount)


def monthly(
    path: Path, known: Rows | None, progress: Progress = no_progress
) -> tuple[list[Row], list[Problem]]:
    """The rows of brott_per_manad that a file of reports gives, and its faults.

    Without `known`, the other tables' rows, references can't be checked and nothing is counted.
    """
    try:
        layout = Layout(_cells(known), "antal", partial(header_faults, REPORTS), absent=_IF_EMPTY)
        counts, problems = counted(path, path.name, layout, progress)
    except OSError as error:
        return [], [csv_folder.unreadable(path, error)]
    if known is None or problems:
        return [], problems
    parts = {
        area["omrade_id"] for area in known["omraden"] if area["typ"] not in ("kommun", "riket")
    }
    adrift = sorted({area for area, *_ in counts} & parts - set(kommuner_of(known["omraden"])))
    if adrift:
        message = "har en kommunkod som ingen kommun i omraden har"
        return [], [
            Problem(path.name, f'"{area}" {message}', column="omrade_id") for area in adrift
        ]
    return summary(path.name, counts, known)


def overlap(texts: TextTable, rows: list[Row], months: list[Row]) -> list[Problem]:
    """Rows of brott_per_manad for what the reports are counted into too."""
    key = BY_NAME["brott_per_manad"].key
    counted = {tuple(row[name] for name in key) for row in months}
    twice = (
        Problem(
            texts.place,
            f'"{", ".join(map(str, cell))}" räknas också ur {REPORTS.name}.csv',
            line,
            ", ".join(key),
        )
        for (line, _), row in zip(texts.rows, rows, strict=True)
        if (cell := tuple(row[name] for name in key)) in counted
    )
    return first(twice, texts.place, LISTED)


def _cells(known: Rows | None) -> _Cells:
    cells: _Cells = {}
    for column in REPORTS.columns:
        ids = (
            {row[column.name] for row in known[column.references]}
            if known and column.references
            else None
        )
        cells[column.name] = lru_cache(100_000)(partial(_value, column, ids))
    return cells


def _value(column: Column, ids: set[str] | None, text: str) -> Any:
    value = parse(column, text)
    if ids is not None and value not in ids:
        raise ValueError(f'"{value}" finns inte i {column.references}')
    if column.type == "datum":
        return month_number(value)
    return _IF_EMPTY[column.name] if value is None else value


def month_number(date: dt.date) -> int:
    """The month as one number; ValueError, in Swedish, where it hasn't been yet or no store holds
    it."""
    parse(_YEAR, str(date.year))
    if date > dt.date.today():
        raise ValueError(f'"{date}" har inte varit än')
    return date.year * 12 + date.month - 1


def counted(
    path: Path, place: str, layout: Layout, progress: Progress, above: int = 0
) -> tuple[Counts, list[Problem]]:
    """How many reports there are of each kind (by the layout's key), and every fault; OSError where
    the file can't be read. So many lines stand above the headings. Only a file with something odd
    in it is read slowly.
    """
    try:
        with path.open("rb") as file:
            return _quickly(file, layout, progress, above), []
    except ValueError:
        try:
            with path.open("rb") as file:
                over, delimiter = _headings(file, csv_folder.check_encoding(file, place), above)
                rows = (row for row in csv_folder.records(file, place, delimiter) if row[0] > over)
                return counted_rows(
                    with_progress(progress, rows, lambda _: part_of(file)), place, layout
                )
        except InvalidStore as invalid:
            return Counter(), invalid.problems


def counted_rows(
    rows: Iterator[tuple[int, list[str]]], place: str, layout: Layout
) -> tuple[Counts, list[Problem]]:
    """The same of rows with their numbers, the headings first."""
    counts: Counts = Counter()
    return counts, first(_slowly(rows, place, layout, counts), place, LISTED)


def _headings(file: BinaryIO, encoding: str, above: int) -> tuple[int, str]:
    """How many lines stand above the headings, together with one that only states the delimiter,
    and what stands between the headings."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    first = text.readline()
    over = above + bool(csv_folder.stated_delimiter(first))
    *_, heading = [first, *(text.readline() for _ in range(over))]
    text.detach()
    file.seek(0)
    return over, csv_folder.delimiter_in(heading)


def _quickly(file: BinaryIO, layout: Layout, progress: Progress, above: int) -> Counts:
    """How many reports there are of each kind; ValueError where anything in the file is odd or
    wrong."""
    encoding = encoding_of_file(file)
    over, delimiter = _headings(file, encoding, above)
    parsing = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    reading = csv.ReadOptions(
        block_size=1 << 22, encoding="utf8" if encoding == "utf-8-sig" else encoding, skip_rows=over
    )
    counts: Counts = Counter()
    codes: dict[str, dict[Any, int]] = {name: {} for name in layout.key}
    read = 0
    with csv.open_csv(
        file, reading, parsing, csv.ConvertOptions(default_column_type=pa.string())
    ) as batches:
        header = [layout.column_of(name) for name in batches.schema.names]
        if layout.heading_faults("", header):
            raise ValueError
        for batch in batches:
            columns = {}
            for name, value_of in layout.cells.items():
                texts = (
                    batch.column(header.index(name))
                    if name in header
                    else pa.repeat("", batch.num_rows)
                )
                distinct = texts.dictionary_encode()
                values = [value_of(text) for text in distinct.dictionary.to_pylist()]
                if name in codes:
                    values = [codes[name].setdefault(value, len(codes[name])) for value in values]
                columns[name] = pa.array(values, pa.int64()).take(distinct.indices)
            groups = pa.table(columns).group_by(layout.key).aggregate([(layout.amount, "sum")])
            sums = (groups[name].to_pylist() for name in (*layout.key, f"{layout.amount}_sum"))
            for *group, antal in zip(*sums, strict=True):
                counts[tuple(group)] += antal
            read += batch.num_rows
            progress(read, part_of(file))
    progress(read, 1)
    meanings = [list(codes[name]) for name in layout.key]
    return Counter(
        {
            tuple(values[code] for values, code in zip(meanings, group, strict=True)): antal
            for group, antal in counts.items()
        }
    )


def _slowly(
    rows: Iterator[tuple[int, list[str]]], place: str, layout: Layout, counts: Counts
) -> Iterator[Problem]:
    """Every fault of the rows, while their reports are added to the counts."""
    try:
        _, named = next(rows)
        header = [layout.column_of(name) for name in named]
        yield from layout.heading_faults(place, header)
        positions = {name: header.index(name) for name in layout.cells if name in header}
        for line, fields in rows:
            if len(fields) != len(header):
                yield csv_folder.wrong_length(place, line, fields, header)
                continue
            values = dict(layout.absent)
            for name, position in positions.items():
                try:
                    values[name] = layout.cells[name](fields[position])
                except ValueError as error:
                    yield Problem(place, str(error), line, named[position])
            if values.keys() == layout.cells.keys():
                counts[tuple(values[name] for name in layout.key)] += values[layout.amount]
    except InvalidStore as invalid:
        yield from invalid.problems


def summary(
    place: str, counts: Counts, known: Rows, *, is_whole: bool = True
) -> tuple[list[Row], list[Problem]]:
    """Rows of brott_per_manad, and their faults, from counts by area, month (year · 12 + month −
    1), type, whether preliminary, and source.

    They are added up to broader types and to kommuner, with 0 for the types that had no reports,
    and for the months in between. When the counts may not be the whole (`is_whole`), a month in
    which nothing is counted in a kommun is none of theirs.
    """
    above = {row["brottstyp_id"]: row["over_id"] for row in known["brottstyper"]}
    kommun_of = kommuner_of(known["omraden"])
    totals: Counter[tuple[str, int, str]] = Counter()
    sources: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    preliminary: set[tuple[str, int]] = set()
    for (omrade_id, month, brottstyp_id, is_preliminary, kalla_id), antal in counts.items():
        for area in {omrade_id, kommun_of.get(omrade_id, omrade_id)}:
            sources[area, month].add(kalla_id)
            if is_preliminary:
                preliminary.add((area, month))
            crime = brottstyp_id
            while crime is not None:
                totals[area, month, crime] += antal
                crime = above[crime]
    mixed = (
        _mixed(place, *cell, found) for cell, found in sorted(sources.items()) if len(found) > 1
    )
    if faults := first(mixed, place, LISTED):
        return [], faults
    stated = {cell: (cell in preliminary, kalla_id) for cell, [kalla_id] in sources.items()}
    months = [month for _, month in sources]
    covered = range(min(months, default=0), max(months, default=-1) + 1)
    crimes = {crime for *_, crime in totals}
    rows: list[Row] = []
    for area in sorted({area for area, _ in sources}):
        kommun = kommun_of.get(area, area)
        of_month = _filled(
            [stated.get((area, month)) or stated.get((kommun, month)) for month in covered]
        )
        for month, (is_preliminary, kalla_id) in zip(covered, of_month, strict=True):
            if not is_whole and (kommun, month) not in stated:
                continue
            rows += [
                {
                    "omrade_id": area,
                    "ar": month // 12,
                    "manad": month % 12 + 1,
                    "brottstyp_id": crime,
                    "antal": totals[area, month, crime],
                    "preliminar": is_preliminary,
                    "kalla_id": kalla_id,
                }
                for crime in above
                if crime in crimes
            ]
    return rows, []


def kommuner_of(areas: list[Row]) -> dict[str, str]:
    """The kommun that each area lies in or is, where it is known."""
    kommuner = {
        area["kommunkod"]: area["omrade_id"]
        for area in areas
        if area["typ"] == "kommun" and area["kommunkod"]
    }
    return {
        area["omrade_id"]: kommuner[area["kommunkod"]]
        for area in areas
        if area["kommunkod"] in kommuner
    }


def _mixed(place: str, area: str, month: int, sources: set[str]) -> Problem:
    names = swedish.enumerate_words(f'"{kalla_id}"' for kalla_id in sorted(sources))
    message = (
        f"{area} {month // 12}-{month % 12 + 1:02} räknas ur flera källor: {names}; en månad kan"
        " bara ha en"
    )
    return Problem(place, message, column="kalla_id")


def _filled(values: list[_Stated | None]) -> list[_Stated]:
    """The values with that of the month before, or else of the first that has one, where there is
    none."""
    latest = next(value for value in values if value)
    filled = []
    for value in values:
        latest = value or latest
        filled.append(latest)
    return filled
