"""The numbers of a file's own tables: what a dash in them means, their units, shares that may be
fractions, and points that may part thousands."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from lagesbild_data.bring.formats import units
from lagesbild_data.bring.formats.reading import (
    COUNTS,
    DASHES,
    MEASURED,
    Context,
    Missing,
    Question,
    Reading,
    as_share,
)
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.model.cells import is_grouped, parse
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store.stores import as_text

TYPES = ("heltal", "tal")
"""The types of columns that are numbers."""
_COUNTED = {
    ("folkmangd", "antal"),
    ("anmalda_brott", "antal"),
    ("anmalda_brott", "per_100k"),
    ("brott_per_manad", "antal"),
    ("handelser", "deltagare"),
}
"""Columns in which people write a dash for nobody and nothing, and others for what they don't know.
"""
_NOUGHT = "noll"
_ERROR = "standardfel"
_MEASURED = ("varde", "svarsfrekvens", _ERROR)
"""Columns of numbers that aren't whole."""
_SMALL_ERROR = Decimal("0.1")
"""Standard errors of shares are larger in per cent, and smaller as fractions of one."""
_THOUSANDS = "tusental"


@dataclass(frozen=True)
class _Unit:
    """What numbers are in: a key for questions about them, what they are of, and their unit."""

    key: str
    called: str
    unit: str


@dataclass(frozen=True)
class _Number:
    """A number of a row, by its column among the row's cells, its unit, and whether it is written
    with %."""

    cells: dict[str, str]
    name: str
    unit: _Unit
    is_stated: bool

    @property
    def text(self) -> str:
        """The number as it stands."""
        return self.cells[self.name]

    @property
    def value(self) -> Decimal | None:
        """The number; None where it is none, which is told when the row is checked."""
        with suppress(ValueError):
            return Decimal(as_text(parse(_ANY, self.text)))
        return None


class Numbers:
    """Reads the numbers of one file."""

    def __init__(self, context: Context, reading: Reading):
        self._context, self._reading = context, reading
        self._indicators = {
            row["indikator_id"]: _Unit(row["indikator_id"], row["namn"], row.get("enhet") or "")
            for row in context.names.known["indikatorer"]
        }
        self._kept: defaultdict[str, list[_Number]] = defaultdict(list)
        """The numbers that are measured, by their units' keys, to be settled when all of the file
        has been read."""

    def add_indicator(self, indikator_id: str, name: str, unit: str) -> None:
        """Let the values of an indicator that the file has be read by its unit."""
        self._indicators[indikator_id] = _Unit(indikator_id, name, unit)

    def read(
        self, table: Table, column: Column, texts: Mapping[str, str], cells: Mapping[str, str]
    ) -> str:
        """A number as our own files have it, "" for a gap; ValueError, in Swedish, where per cent
        are written among numbers in another unit. `texts` are those of the row, `cells` what has
        been read of it so far.
        """
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

    def check_unit(self, cells: Mapping[str, str], stated: str) -> None:
        """ValueError, in Swedish, where a row states another unit than that of its indicator."""
        unit = self._indicators.get(cells.get("indikator_id", ""))
        is_same = unit and (
            unit.unit.casefold() == stated.casefold()
            or all(map(units.is_percent, (unit.unit, stated)))
        )
        if unit and unit.unit and stated and not is_same:
            raise ValueError(
                f'"{stated}" är en annan enhet än den som {unit.called} har: {unit.unit}'
            )

    def keep(self, table: Table, texts: Mapping[str, str], cells: dict[str, str]) -> None:
        """Remember the measured numbers of a row: which may be fractions, and whose points may part
        thousands, only all of the file tells."""
        for name in (name for name in _MEASURED if cells.get(name)):
            unit = self._unit_of(table, table.column(name), texts, cells)
            if unit:
                self._kept[unit.key].append(_Number(cells, name, unit, "%" in texts.get(name, "")))

    def settle(self) -> None:
        """Ask whether points part thousands where no other number in the unit shows that they
        don't, and whether shares and their errors are fractions; make whole numbers and per cent of
        those that are."""
        for numbers in self._kept.values():
            unit = numbers[0].unit  # others may be written in other ways
            self._settle_thousands(unit, numbers)
            self._settle_shares(unit, numbers)

    def _settle_thousands(self, unit: _Unit, numbers: Sequence[_Number]) -> None:
        marked = [
            number
            for number in numbers
            if re.search("[.,]", number.text) and not units.NOT_COUNTED.search(number.unit.unit)
        ]
        if (
            marked
            and all(is_grouped(number.text) for number in marked)
            and self._are_thousands(unit, marked[0].text)
        ):
            for number in marked:
                number.cells[number.name] = re.sub("[.,]", "", number.text)

    def _settle_shares(self, unit: _Unit, numbers: Sequence[_Number]) -> None:
        """Settle values, and by themselves errors that are very small or stand beside values that
        may be fractions."""
        bare = [
            number
            for number in numbers
            if units.is_percent(number.unit.unit) and not number.is_stated
        ]
        known = [(number, value) for number in bare if (value := number.value) is not None]
        shares = [(number, value) for number, value in known if number.name != _ERROR]
        doubted = units.doubted([value for _, value in shares])
        beside = {id(number.cells) for number, value in shares if value in doubted}
        errors = [
            (number, value)
            for number, value in known
            if number.name == _ERROR and (value < _SMALL_ERROR or id(number.cells) in beside)
        ]
        of_error = _Unit(f"{unit.key}-fel", f"Standardfelet för {unit.called}", unit.unit)
        for kind, found in ((unit, shares), (of_error, errors)):
            values = [value for _, value in found]
            fractions = units.fractions(self._reading, self._context, kind.key, kind.called, values)
            for number, value in found:
                if value in fractions:
                    number.cells[number.name] = units.of_hundred(value)

    def _are_thousands(self, unit: _Unit, text: str) -> bool:
        """Whether a reader says that numbers such as this are whole."""
        whole, decimal = re.sub("[.,]", " ", text), text.replace(".", ",")
        options = {
            _THOUSANDS: f"tusental: {text} är {whole}",
            "decimaler": f"decimaler: {text} är {decimal}",
        }
        asked = f"{unit.called} har talet {text}. Skiljer tecknet tusental eller decimaler?"
        question = Question(f"tusental-{unit.key}", asked, options)
        return self._reading.ask(question, self._context) == _THOUSANDS

    def _unit_of(
        self, table: Table, column: Column, texts: Mapping[str, str], cells: Mapping[str, str]
    ) -> _Unit | None:
        """The unit of a number, as its column, its indicator or its own row tells it; None where
        nothing does."""
        if column.unit:
            indicator = self._indicators.get(cells.get("indikator_id", ""))
            key, called = (
                (f"-{indicator.key}", f" för {indicator.called}") if indicator else ("", "")
            )
            return _Unit(f"{table.name}-{column.name}{key}", f"{column.label}{called}", column.unit)
        if table.name == "indikatorvarden" and column.name in ("varde", "standardfel"):
            return self._indicators.get(cells.get("indikator_id", ""))
        if "enhet" in texts:
            called = texts.get("matt") or texts.get("namn") or column.label
            return _Unit(f"{table.name}-{slug(called) or column.name}", called, texts["enhet"])
        return None

    def _missing(self, table: Table, column: Column, unit: _Unit | None, text: str) -> Missing:
        """What a text means where it is a dash: asked where something may have been counted, else a
        gap."""
        may_be_counted = (table.name, column.name) in _COUNTED or (
            column.name == "varde"
            and table.name in ("utfall", "indikatorvarden")
            and unit is not None
            and units.is_counted(unit.unit)
        )
        if text not in DASHES or not may_be_counted:
            return MEASURED
        question = Question(
            "streck",
            "Vad betyder ett streck i filen, där något kan ha räknats?",
            {_NOUGHT: "streck betyder 0", "lucka": "streck betyder att talet saknas"},
        )
        return COUNTS if self._reading.ask(question, self._context) == _NOUGHT else MEASURED


_ANY = Column("tal", "tal", "Tal")
"""A number of any size."""
