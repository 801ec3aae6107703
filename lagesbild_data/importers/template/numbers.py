"""The numbers of a file's own tables: what a dash in them means, their units, shares that may be fractions, and points
that may part thousands."""

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from lagesbild_data.importers import units
from lagesbild_data.importers.reading import COUNTS, DASHES, MEASURED, Context, Missing, Question, Reading, as_share
from lagesbild_data.importers.texts import slug
from lagesbild_data.store import as_text
from lagesbild_data.tables import Column, Table
from lagesbild_data.validation import is_grouped, parse

TYPES = ("heltal", "tal")
"""The types of columns that are numbers."""
_COUNTED = {
    ("folkmangd", "antal"), ("anmalda_brott", "antal"), ("anmalda_brott", "per_100k"), ("brott_per_manad", "antal"),
    ("handelser", "deltagare"),
}  # fmt: skip
"""Columns in which people write a dash for nobody and nothing, and others for what they don't know."""
_NOUGHT = "noll"
_SMALL_ERROR = 0.1
"""Standard errors of shares are larger in per cent, and smaller as fractions of one."""
_THOUSANDS = "tusental"


@dataclass(frozen=True)
class _Unit:
    """What numbers are in: a key for questions about them, what they are of, and their unit."""

    key: str
    called: str
    unit: str


class Numbers:
    """Reads the numbers of one file."""

    def __init__(self, context: Context, reading: Reading):
        self._context, self._reading = context, reading
        self._indicators = {row["indikator_id"]: _Unit(row["indikator_id"], row["namn"], row.get("enhet") or "")
                            for row in context.names.known["indikatorer"]}  # fmt: skip
        self._bare: defaultdict[str, list[tuple[Decimal, dict[str, str]]]] = defaultdict(list)
        """Shares written without %, by the question's key, with the cells of their row."""
        self._errors: defaultdict[str, list[tuple[Decimal, dict[str, str]]]] = defaultdict(list)
        """Standard errors that are very small and written without % beside a value with it, likewise."""
        self._called: dict[str, str] = {}
        """What they are of."""
        self._counted: defaultdict[str, list[tuple[str, str, dict[str, str]]]] = defaultdict(list)
        """Numbers with decimals of what isn't known to be measured, by the question's key, with their column and the
        cells of their row."""

    def add_indicator(self, indikator_id: str, name: str, unit: str) -> None:
        """Let the values of an indicator that the file has be read by its unit."""
        self._indicators[indikator_id] = _Unit(indikator_id, name, unit)

    def read(self, table: Table, column: Column, texts: Mapping[str, str], cells: Mapping[str, str]) -> str:
        """A number as our own files have it, "" for a gap; ValueError, in Swedish, where per cent are written among
        numbers in another unit. `texts` are those of the row, `cells` what has been read of it so far."""
        text = texts.get(column.name, "")
        unit = self._unit_of(table, column, texts, cells)
        known = self._missing(table, column, unit, text).read(text)
        if column.type != "tal":
            return known
        share = as_share(known)
        if share != known and unit and not units.is_percent(unit.unit):
            stated = f"är i {unit.unit}" if unit.unit else "inte har någon enhet"
            raise ValueError(f'"{text}" är procent, men {unit.called} {stated}; skriv talet utan %')
        return share

    def keep(self, table: Table, texts: Mapping[str, str], cells: dict[str, str]) -> None:
        """Remember the share of a row that may be a fraction, and the number whose point may part thousands, to be
        settled when all of the file has been read."""
        for name in {"varde", "standardfel"} & cells.keys():
            unit = self._unit_of(table, table.column(name), texts, cells)
            if unit and not units.NOT_COUNTED.search(unit.unit) and re.search("[.,]", cells[name]):
                self._called.setdefault(unit.key, unit.called)
                self._counted[unit.key].append((cells[name], name, cells))
        if "%" in texts.get("varde", "") and "%" not in texts.get("standardfel", ""):
            unit = self._unit_of(table, table.column("varde"), texts, cells)
            with suppress(ValueError):
                error = parse(_ERROR, cells.get("standardfel", ""))
                if unit and error and error < _SMALL_ERROR:
                    self._called.setdefault(unit.key, unit.called)
                    self._errors[unit.key].append((Decimal(as_text(error)), cells))
        for name in {"varde", "svarsfrekvens"} & cells.keys():
            column = table.column(name)
            unit = self._unit_of(table, column, texts, cells)
            if unit and units.is_percent(unit.unit) and "%" not in texts.get(name, ""):
                with suppress(ValueError):
                    if (number := parse(column, cells[name])) is not None:
                        self._called.setdefault(unit.key, unit.called)
                        self._bare[unit.key].append((Decimal(as_text(number)), cells))

    def settle(self) -> None:
        """Ask whether shares are fractions, and make per cent of those that are; their errors go with them. Ask whether
        points part thousands where no other number in the unit shows that they don't."""
        for key, counted in self._counted.items():
            if all(is_grouped(text) for text, *_ in counted) and self._are_thousands(key, counted[0][0]):
                for text, name, cells in counted:
                    cells[name] = re.sub("[.,]", "", text)
        for key, errors in self._errors.items():
            called = f"Standardfelet för {self._called[key]}"
            fractions = units.fractions(
                self._reading, self._context, f"{key}-fel", called, [error for error, _ in errors]
            )
            for error, cells in errors:
                if error in fractions:
                    cells["standardfel"] = units.of_hundred(error)
        for key, found in self._bare.items():
            numbers = [number for number, _ in found]
            fractions = units.fractions(self._reading, self._context, key, self._called[key], numbers)
            for number, cells in found:
                for name in ("varde", "svarsfrekvens", "standardfel") if number in fractions else ():
                    with suppress(ValueError):
                        error = parse(_ERROR, cells.get(name, ""))
                        cells[name] = "" if error is None else units.of_hundred(Decimal(as_text(error)))

    def _are_thousands(self, key: str, text: str) -> bool:
        """Whether a reader says that numbers such as this are whole."""
        whole, decimal = re.sub("[.,]", " ", text), text.replace(".", ",")
        options = {_THOUSANDS: f"tusental: {text} är {whole}", "decimaler": f"decimaler: {text} är {decimal}"}
        asked = f"{self._called[key]} har talet {text}. Skiljer tecknet tusental eller decimaler?"
        question = Question(f"tusental-{key}", asked, options)
        return self._reading.ask(question, self._context) == _THOUSANDS

    def _unit_of(
        self, table: Table, column: Column, texts: Mapping[str, str], cells: Mapping[str, str]
    ) -> _Unit | None:
        """The unit of a number, as its column, its indicator or its own row tells it; None where nothing does."""
        if column.unit:
            return _Unit(f"{table.name}-{column.name}", column.label, column.unit)
        if table.name == "indikatorvarden" and column.name in ("varde", "standardfel"):
            return self._indicators.get(cells.get("indikator_id", ""))
        if "enhet" in texts:
            called = texts.get("matt") or texts.get("namn") or column.label
            return _Unit(f"{table.name}-{slug(called) or column.name}", called, texts["enhet"])
        return None

    def _missing(self, table: Table, column: Column, unit: _Unit | None, text: str) -> Missing:
        """What a text means where it is a dash: asked where something may have been counted, else a gap."""
        may_be_counted = (table.name, column.name) in _COUNTED or (
            column.name == "varde" and table.name in ("utfall", "indikatorvarden") and unit is not None
            and units.is_counted(unit.unit)
        )  # fmt: skip
        if text not in DASHES or not may_be_counted:
            return MEASURED
        question = Question("streck", "Vad betyder ett streck i filen, där något kan ha räknats?",
                            {_NOUGHT: "streck betyder 0", "lucka": "streck betyder att talet saknas"})  # fmt: skip
        return COUNTS if self._reading.ask(question, self._context) == _NOUGHT else MEASURED


_ERROR = Column("tal", "tal", "Tal")
"""A number of any size."""
