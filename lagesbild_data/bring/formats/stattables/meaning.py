"""What a statistical table means here: its publisher, its areas and years, what is counted and how
its numbers are written; what can't be told is asked."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from lagesbild_data.bring.formats.indicators import (
    same_as_stored,
)
from lagesbild_data.bring.formats.periods import Period, early_in, period_of
from lagesbild_data.bring.formats.reading import (
    DASHES,
    YEAR,
    Context,
    Question,
    Reading,
)
from lagesbild_data.bring.formats.stattables.places import Places
from lagesbild_data.bring.formats.stattables.publishers import PUBLISHERS, SCB
from lagesbild_data.bring.formats.stattables.roles import Roles, roles_of
from lagesbild_data.bring.formats.stattables.series import (
    Series,
    has_own_code,
    is_forecast,
    is_of_scb,
    is_population,
    is_total,
    series_of,
)
from lagesbild_data.bring.formats.stattables.table import (
    Cell,
    Content,
    Dimension,
    StatTable,
    clean,
    head_of,
)
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.units import fractions
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import LIMITS, group_in
from lagesbild_data.model.cells import is_grouped
from lagesbild_data.words import swedish

DECIMAL = re.compile(r"-?\d+([.,]\d+)?")
_THOUSANDS = "tusental"
_TOGETHER = "tillsammans"
_SEVERAL_YEARS = {
    _TOGETHER: "åren tillsammans: talen blir en egen indikator",
    "utan": "något annat, till exempel ett läsår eller en förändring: talen läses inte in",
}
_MOST_NOTES = 5
_LONGEST_NOTE = 200
_SHORTER = re.compile(
    r"(inskr\w* )?(månad(er)?|kvartal|halvår|tertial|vecka|veckor|month|quarter|week)",
    re.IGNORECASE,
)
"""What a column of parts of years is called."""
_MOST_SERIES = 20
_MOST_CONTENTS = 1_000
"""Kinds of figure in one table; each becomes an indicator."""


_ALL, _INDICATOR, _POPULATION = "alla", "indikator", "folkmangd"


@dataclass
class Meaning:
    """What one table means here."""

    upload: Upload
    context: Context
    reading: Reading
    table: StatTable
    key: str
    """What the keys of the questions about this table begin with, where a file has several."""
    publisher: str = ""
    named: str = ""
    """What the publisher is called."""
    roles: Roles = field(default_factory=lambda: Roles(None, None, None, None, ()))
    periods: Mapping[str, Period] = field(default_factory=dict)
    areas: Mapping[str, str | None] = field(default_factory=dict)
    kinds: dict[tuple[str, tuple[str, ...], int], tuple[Series, bool] | None] = field(
        default_factory=dict
    )
    """Per content, chosen categories and number of years taken together: the series, and whether it
    is the people; None where that isn't answered yet."""
    taken: set[tuple[str, ...]] = field(default_factory=set)
    """The categories of the other dimensions that are read, together."""
    dashes_are_noughts: bool = False
    """Whether a dash is 0 where the unit doesn't tell."""
    group: str = "totalt"
    """Whom the numbers are of where no dimension tells it."""
    has_groups: bool = False
    """Whether a mark before three digits stands between thousands."""
    fractions: dict[str, frozenset[Decimal]] = field(default_factory=dict)
    """Per series in per cent the numbers that are fractions of one."""

    @property
    def file(self) -> str:
        """What the file is called, without its ending."""
        return self.upload.name.rpartition("/")[2].rpartition(".")[0] or self.upload.name

    def ask(
        self, key: str, text: str, options: Mapping[str, str], remembered_as: str = ""
    ) -> str | None:
        """The answer to a question about this table; None where it isn't given yet."""
        called = f" ({clean(self.table.title)})" if self.key and self.table.title else ""
        return self.reading.ask(
            Question(f"{self.key}{key}", f"{text}{called}", options, remembered_as), self.context
        )

    def settle(self) -> None:
        """Find out what the table is; what can't be told is asked, and what can't be read is
        refused."""
        self.publisher, self.named = self._published()
        self.roles = roles_of(self.table, is_scb=self.publisher == "scb")
        self.table = replace(self.table, contents=self._contents())
        self._settle_place()
        self._settle_group()
        self.periods = self._periods()
        self._refuse_forecasts()
        self._settle_notes()
        if self.roles.place:
            self._settle_rest()
            places = Places(
                self.context.names, self.roles.place, self.publisher, self.upload.name, self.ask
            )
            self.areas = {
                code: places.area(code, label)
                for code, label in self.roles.place.categories.items()
            }
            self._settle_series()
            self._settle_dashes()
            if self.table.is_typed:
                self._settle_grouped()
            self._settle_fractions()

    def _published(self) -> tuple[str, str]:
        """An id of the publisher, and what it is called."""
        said = self.table.publisher.strip(" .")
        codes = [*(content.code for content in self.table.contents.values()), self.table.table_id]
        if SCB.fullmatch(said) or (not said and any(map(is_of_scb, codes))):
            return "scb", "SCB"
        if said:
            return slug(said)[:40] or "annan", said
        text = (
            f"{self.upload.name} säger inte vem som har gett ut tabellen. Vilken myndighet är det?"
        )
        answer = self.ask("utgivare", text, {**PUBLISHERS, "annan": "en annan"}) or "scb"
        return answer, PUBLISHERS.get(answer, "Okänd utgivare")

    def _contents(self) -> dict[str, Content]:
        """What stands in the table by the codes of the dimension that tells it, also where the file
        doesn't say so."""
        known = self.table.contents
        if self.roles.metric is None:
            return {"": known.get("", Content())}
        return {
            code: known.get(code, Content(code, label))
            for code, label in self.roles.metric.categories.items()
        }

    def _settle_place(self) -> None:
        if self.roles.place:
            return
        others = [
            found
            for found in self.table.dimensions
            if found not in (self.roles.time, self.roles.metric)
        ]
        if not others:
            self.upload.refuse(
                "saknar områden; hämta tabellen med region eller kommun som en dimension"
            )
        options = {
            str(at): f"{found.label}: {swedish.enumerate_some([*found.categories.values()], 3)}"
            for at, found in enumerate(others, 1)
        }
        answer = self.ask("region", f"Vad i {self.upload.name} är områdena?", options)
        if answer:
            place = others[int(answer) - 1]
            rest = tuple(found for found in self.roles.rest if found is not place)
            sex = None if self.roles.sex is place else self.roles.sex
            self.roles = replace(self.roles, place=place, sex=sex, rest=rest)

    def _settle_group(self) -> None:
        """Ask whom the numbers are of where only a title or a name says that they are of one
        sex."""
        codes = [content.code for content in self.table.contents.values()]
        is_known = bool(self.table.table_id) or any(
            has_own_code(self.publisher, code) for code in codes
        )
        if (
            self.roles.sex
            or not self.table.is_typed
            or not (is_known or self.publisher == "kolada")
        ):
            return  # a title is itself a part of what tells tables without codes apart
        said = (head_of(self.table.title), self.table.sheet, self.file)
        told, group = next(((text, group) for text in said if (group := group_in(text))), ("", ""))
        if told:
            options = {group: f"bara {group}", self.group: "alla, både kvinnor och män"}
            text = f'Vilka gäller talen under "{told}" i {self.upload.name}?'
            self.group = self.ask("grupp", text, options) or self.group

    def _periods(self) -> dict[str, Period]:
        time = self.roles.time
        if time is None:
            answer = self.ask(YEAR.key, YEAR.text, YEAR.options)
            return {"": Period(int(answer))} if answer else {}
        found: dict[str, Period] = {}
        for code, label in time.categories.items():
            period = period_of(code, label)
            if period is None:
                shown = label if label == code else f"{code} ({label})"
                self.upload.refuse(
                    f'har tiden "{shown}"; bara hela år (ÅÅÅÅ), eller flera tillsammans, kan'
                    " läsas in"
                )
            found[code] = period
        unclear = {
            code: period
            for code, period in found.items()
            if period.length == 2 or (period.length > 1 and self.table.has_years_across)
        }
        if unclear:
            [words, *_] = (period.words for period in unclear.values())
            answer = self.ask("tva-ar", f"Vad är {words} i {self.upload.name}?", _SEVERAL_YEARS)
            if answer != _TOGETHER:
                found = {code: period for code, period in found.items() if code not in unclear}
        return found

    def _settle_notes(self) -> None:
        """Tell the file's remarks, and which years they say are preliminary."""
        every = {period.year for period in self.periods.values()}
        early: set[int] = set()
        for note in self.table.notes:
            is_of_time = self.roles.time is not None and note.dimension in (
                self.roles.time.id,
                self.roles.time.label,
            )
            period = self.periods.get(note.code) if is_of_time else None
            if period or not note.code:
                early |= early_in(note.text, {period.year} if period else every)
        self.periods = {
            code: replace(period, preliminary=period.preliminary or period.year in early)
            for code, period in self.periods.items()
        }
        told = [*dict.fromkeys(note.text for note in self.table.notes)]
        self.reading.notes += [
            f'Filen säger: "{text[:_LONGEST_NOTE]}"' for text in told[:_MOST_NOTES]
        ]
        if others := len(told[_MOST_NOTES:]):
            self.reading.notes.append(
                f"Filen har {swedish.counted(others, 'anmärkning', 'anmärkningar')} till."
            )

    def _refuse_forecasts(self) -> None:
        year = dt.date.today().year
        late = sorted({str(period.year) for period in self.periods.values() if period.year > year})
        if late or is_forecast(self.table, year):
            of_years = f" för {swedish.enumerate_some(late, 3)}" if late else ""
            self.upload.refuse(
                f"är en prognos{of_years}: lägesbilden visar bara det som har räknats eller mätts."
                f" Välj bara år till och med {year}, i en tabell som inte är en prognos"
            )

    def _settle_rest(self) -> None:
        """Which categories of the other dimensions are read: the only one, or those that a reader
        chooses."""
        for dimension in self.roles.rest:
            whole = (is_total(dimension, code) for code in dimension.categories)
            if _SHORTER.fullmatch(dimension.label) and not any(whole):
                self.upload.refuse(
                    f"har {dimension.label.casefold()} i kolumnen {dimension.label}; bara hela år"
                    " kan läsas in"
                )
        picked = [self._picked(dimension, [*dimension.categories]) for dimension in self.roles.rest]
        self.taken = set(product(*picked))
        if len(self.table.contents) > _MOST_CONTENTS:
            most = swedish.number(_MOST_CONTENTS)
            self.upload.refuse(f"har fler än {most} slags innehåll; välj färre i tabellen")
        count = len(self.taken) * len(self.table.contents)
        if len(self.taken) > 1 and count > _MOST_SERIES:
            self.upload.refuse(
                f"blir {count} indikatorer; högst {_MOST_SERIES}. Välj färre värden i tabellen"
            )

    def _picked(self, dimension: Dimension, codes: list[str]) -> list[str]:
        if len(codes) < 2:
            return codes
        totals = [code for code in codes if is_total(dimension, code)]
        has = f"har {len(codes)} värden i {dimension.label}"
        if len(codes) > _MOST_SERIES:
            if len(totals) != 1:
                self.upload.refuse(f"{has}; välj ett av dem, eller summera dem i tabellen")
            self.reading.notes.append(
                f"Filen {has}; bara {dimension.categories[totals[0]]} läses in."
            )
            return totals
        options = {
            str(at): f"bara {dimension.categories[code]}" for at, code in enumerate(codes, 1)
        }
        options[_ALL] = "alla, var och en som en egen indikator"
        answer = self.ask(
            slug(dimension.id) or "val", f"{self.upload.name} {has}. Vilka ska läsas in?", options
        )
        return codes if answer is None or answer == _ALL else [codes[int(answer) - 1]]

    def _settle_series(self) -> None:
        file = f"{self.file} {self.table.sheet}".strip()
        lengths = sorted({period.length for period in self.periods.values()}) or [1]
        for code, content in self.table.contents.items():
            for codes in sorted(self.taken):
                chosen = [
                    (dimension, picked)
                    for dimension, picked in zip(self.roles.rest, codes, strict=True)
                    if not is_total(dimension, picked)
                ]
                for length in lengths:
                    self.kinds[code, codes, length] = self._kind(content, chosen, length, file)

    def _kind(
        self, content: Content, chosen: list[tuple[Dimension, str]], length: int, file: str
    ) -> tuple[Series, bool] | None:
        series = series_of(self.table, self.publisher, content, chosen, length, file)
        people = (
            False if chosen or length > 1 else is_population(self.table, self.publisher, content)
        )
        if people and LIMITS.search(file):
            people = None
        if people is None:
            answer = self.ask(
                f"folkmangd-{slug(content.code)}".rstrip("-"),
                f'Är "{series.name}" i {self.upload.name} alla folkbokförda den 31 december, i alla'
                " åldrar?",
                {
                    _POPULATION: (
                        "ja: talen läses in som områdenas folkmängd, som andra tal räknas per"
                        " invånare med"
                    ),
                    _INDICATOR: (
                        "nej, bara en del av dem eller en annan dag: talen blir en egen indikator"
                    ),
                },
                f"{series.id} är folkmängd" if series.is_known else "",
            )
            if answer is None:
                return None
            people = answer == _POPULATION
        if people:
            return series, True
        kept = same_as_stored(
            self.reading,
            self.context,
            series.id,
            series.name,
            is_known=series.is_known,
            key=self.key,
        )
        return (replace(series, id=kept), False) if kept else None

    def _settle_dashes(self) -> None:
        """Ask what a dash means where the unit doesn't tell whether something is counted."""
        is_unclear = any(
            kind and not kind[1] and kind[0].missing is None for kind in self.kinds.values()
        )
        if is_unclear and any(DASHES & {cell.value, cell.status} for cell in self.cells()):
            answer = self.ask(
                "streck",
                f"Vad betyder ett streck i {self.upload.name}?",
                {"noll": "streck betyder 0", "lucka": "streck betyder att talet saknas"},
            )
            self.dashes_are_noughts = answer == "noll"

    def _settle_grouped(self) -> None:
        """Ask what 14.468 is, where no other number with the same mark tells it."""
        marked = [cell.value for cell in self.cells() if "." in cell.value or "," in cell.value]
        grouped = next(filter(is_grouped, marked), "")
        if not grouped or any(not is_grouped(text) and DECIMAL.fullmatch(text) for text in marked):
            return
        whole, parts = re.sub("[.,]", " ", grouped), grouped.replace(".", ",")
        options = {
            _THOUSANDS: f"tusental: talet är {whole}",
            "decimaler": f"decimaler: talet är {parts}",
        }
        answer = self.ask(
            "tusental", f"Är {grouped} i {self.upload.name} tusental eller decimaler?", options
        )
        self.has_groups = answer == _THOUSANDS

    def _settle_fractions(self) -> None:
        """Ask whether shares under 1 are fractions of one, an indicator at a time."""
        bare: dict[str, tuple[str, list[Decimal]]] = {}
        for cell, series, _ in self._counted():
            if series.is_percent and DECIMAL.fullmatch(cell.value):
                number = Decimal(self.typed(cell.value).replace(",", "."))
                bare.setdefault(series.id, (series.name, []))[1].append(number)
        for own_id, (name, numbers) in bare.items():
            self.fractions[own_id] = fractions(
                self.reading, self.context, f"{self.key}{own_id}", name, numbers
            )

    def typed(self, text: str) -> str:
        """A number without the marks between its thousands."""
        return re.sub("[.,]", "", text) if self.has_groups and is_grouped(text) else text

    def _counted(self) -> Iterator[tuple[Cell, Series, bool]]:
        """The cells whose series are known, with these, and whether they are the people."""
        at = {found.id: place for place, found in enumerate(self.table.dimensions)}
        rest = [at[found.id] for found in self.roles.rest]
        metric, time = (
            at[found.id] if found else None for found in (self.roles.metric, self.roles.time)
        )
        for cell in self.cells():
            period = self.periods.get("" if time is None else cell.codes[time])
            code = "" if metric is None else cell.codes[metric]
            if period and (
                kind := self.kinds[code, tuple(cell.codes[one] for one in rest), period.length]
            ):
                yield cell, *kind

    def cells(self) -> Iterator[Cell]:
        """The cells of our areas, of the categories that are read."""
        at = {found.id: place for place, found in enumerate(self.table.dimensions)}
        place = at[self.roles.place.id] if self.roles.place else 0
        rest = [at[found.id] for found in self.roles.rest]
        here = {region for region, area in self.areas.items() if area is not None}
        time = at[self.roles.time.id] if self.roles.time else None
        return self.table.cells(
            lambda codes: (
                codes[place] in here
                and tuple(codes[one] for one in rest) in self.taken
                and (time is None or codes[time] in self.periods)
            )
        )
