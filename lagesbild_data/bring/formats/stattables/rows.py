"""From statistical tables to rows: one way for every form that a table may have in a file."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from lagesbild_data.bring.formats.indicators import (
    Indicator,
    add_indicators,
    decimals,
    same_as_stored,
)
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.periods import Period, early_in, period_of
from lagesbild_data.bring.formats.reading import (
    COUNTS,
    DASHES,
    MEASURED,
    YEAR,
    Context,
    Question,
    Reading,
)
from lagesbild_data.bring.formats.stattables.places import Places, is_statistical, is_sum, remark_of
from lagesbild_data.bring.formats.stattables.roles import Roles, roles_of, sexes_in
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
    NOT_A_NUMBER,
    Cell,
    Content,
    Dimension,
    StatTable,
    clean,
    head_of,
)
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.bring.formats.units import fractions, of_hundred
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import LIMITS, group_in, says_preliminary
from lagesbild_data.model.rules import is_grouped, parse
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.words import swedish

_ANTAL = BY_NAME["folkmangd"].column("antal")
_VARDE = BY_NAME["indikatorvarden"].column("varde")
_COLUMNS = (
    "indikator_id",
    "omrade_id",
    "ar",
    "grupp",
    "varde",
    "preliminar",
    "kalla_id",
    "anmarkning",
)
_DECIMAL = re.compile(r"-?\d+([.,]\d+)?")
_THOUSANDS = "tusental"
_TOGETHER = "tillsammans"
_SEVERAL_YEARS = {
    _TOGETHER: "åren tillsammans: talen blir en egen indikator",
    "utan": "något annat, till exempel ett läsår eller en förändring: talen läses inte in",
}
_MOST_NOTES = 5
_LONGEST_NOTE = 200
_MOST_SERIES = 20
_MOST_CONTENTS = 1_000
"""Kinds of figure in one table; each becomes an indicator."""
_ALL, _INDICATOR, _POPULATION = "alla", "indikator", "folkmangd"

_SOURCES = {
    "scb": (
        "scb",
        "Statistikdatabasen",
        "SCB",
        "https://www.statistikdatabasen.scb.se",
        "CC0, ange Källa: SCB",
    ),
    "kolada": ("kolada", "Kolada", "RKA", "https://www.kolada.se", "Ange Källa: Kolada"),
}
_PUBLISHERS = {
    "scb": "SCB",
    "folkhalsomyndigheten": "Folkhälsomyndigheten",
    "socialstyrelsen": "Socialstyrelsen",
}
_SCB = re.compile(
    r"(Statistikmyndigheten )?(SCB|Statistics Sweden|Statistiska centralbyrån)(["
    r" ,(]+(Statistikmyndigheten )?SCB\)?)?",
    re.IGNORECASE,
)

_GAP_STATUSES = frozenset({".", "..", "...", "....", "…", ":"})
_STATUSES = {
    "p": "preliminärt",
    "e": "uppskattat",
    "r": "reviderat",
    "b": "brott i serien",
    "d": "annan definition",
    "u": "osäkert",
    "s": "skattat av den som har samlat in",
    "c": "sekretess",
    "n": "inte säkerställt",
    "f": "prognos",
    "i": "framräknat",
    "a": "",
}
"""What the letters of a value mean; "" for those that say nothing out of the ordinary."""

Number = tuple[int, str, bool]
"""Where a number stands, the number, and whether it is preliminary."""
Groups = dict[str, Number]
"""The numbers of totalt, kvinnor and män, those that are known."""
Place = tuple[Series, bool, str, str, Period]
"""What a number is: its series, whether that is the people, its area, its region's code, its
period."""


def read(
    upload: Upload, context: Context, tables: Sequence[StatTable], reading: Reading
) -> Reading:
    """The rows of the tables, added to a reading; none where something is still to be answered."""
    meanings = [
        _Meaning(upload, context, reading, table, f"tabell{at}-" if at > 1 else "")
        for at, table in enumerate(tables, 1)
    ]
    for meaning in meanings:
        meaning.settle()
    _refuse_alike(upload, meanings)
    if reading.is_answered:
        for meaning in meanings:
            meaning.add_rows()
    return reading


def _refuse_alike(upload: Upload, meanings: Sequence["_Meaning"]) -> None:
    """Tables in one file that nothing tells apart would come on one curve."""
    unknown: list[str] = []
    for meaning in meanings:
        series = {
            kind[0].id: kind[0] for kind in meaning.kinds.values() if kind and not kind[0].is_known
        }
        if twice := series.keys() & {*unknown}:
            name = series[min(twice)].name
            upload.refuse(
                f'har flera tabeller som heter "{name}" och inte går att skilja åt; läs in dem var'
                " för sig"
            )
        unknown += series


@dataclass
class _Meaning:
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
        if _SCB.fullmatch(said) or (not said and any(map(is_of_scb, codes))):
            return "scb", "SCB"
        if said:
            return slug(said)[:40] or "annan", said
        text = (
            f"{self.upload.name} säger inte vem som har gett ut tabellen. Vilken myndighet är det?"
        )
        answer = self.ask("utgivare", text, {**_PUBLISHERS, "annan": "en annan"}) or "scb"
        return answer, _PUBLISHERS.get(answer, "Okänd utgivare")

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

    # What is counted

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
        if is_unclear and any(DASHES & {cell.value, cell.status} for cell in self._cells()):
            answer = self.ask(
                "streck",
                f"Vad betyder ett streck i {self.upload.name}?",
                {"noll": "streck betyder 0", "lucka": "streck betyder att talet saknas"},
            )
            self.dashes_are_noughts = answer == "noll"

    def _settle_grouped(self) -> None:
        """Ask what 14.468 is, where no other number with the same mark tells it."""
        marked = [cell.value for cell in self._cells() if "." in cell.value or "," in cell.value]
        grouped = next(filter(is_grouped, marked), "")
        if not grouped or any(not is_grouped(text) and _DECIMAL.fullmatch(text) for text in marked):
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
            if series.is_percent and _DECIMAL.fullmatch(cell.value):
                number = Decimal(self._typed(cell.value).replace(",", "."))
                bare.setdefault(series.id, (series.name, []))[1].append(number)
        for own_id, (name, numbers) in bare.items():
            self.fractions[own_id] = fractions(
                self.reading, self.context, f"{self.key}{own_id}", name, numbers
            )

    def _typed(self, text: str) -> str:
        """A number without the marks between its thousands."""
        return re.sub("[.,]", "", text) if self.has_groups and is_grouped(text) else text

    def _counted(self) -> Iterator[tuple[Cell, Series, bool]]:
        """The cells whose series are known, with these, and whether they are the people."""
        at = {found.id: place for place, found in enumerate(self.table.dimensions)}
        rest = [at[found.id] for found in self.roles.rest]
        metric, time = (
            at[found.id] if found else None for found in (self.roles.metric, self.roles.time)
        )
        for cell in self._cells():
            period = self.periods.get("" if time is None else cell.codes[time])
            code = "" if metric is None else cell.codes[metric]
            if period and (
                kind := self.kinds[code, tuple(cell.codes[one] for one in rest), period.length]
            ):
                yield cell, *kind

    # The rows

    def add_rows(self) -> None:
        """Add the rows that the table gives."""
        reading, file = self.reading, self.upload.name
        source, *about = _SOURCES.get(
            self.publisher,
            (f"{self.publisher}-statistik", "Tabell ur en statistikdatabas", self.named),
        )
        people: list[Line] = []
        values: dict[Series, list[Line]] = {}
        half = 0
        for (series, is_people, omrade_id, region, period), groups in self._found().items():
            pooled = f"Gäller {period.words} tillsammans." if period.length > 1 else ""
            remark = " ".join(filter(None, (remark_of(region), pooled)))
            year = str(period.year)
            if not is_people:
                values.setdefault(series, []).extend(
                    (
                        line,
                        [
                            series.id,
                            omrade_id,
                            year,
                            group,
                            number,
                            "ja" if early else "",
                            source,
                            remark,
                        ],
                    )
                    for group, (line, number, early) in groups.items()
                )
            elif total := _total(groups):
                line, number, early = total
                told = " ".join(
                    filter(None, (remark, "Preliminärt tal enligt källan." if early else ""))
                )
                people.append((line, [omrade_id, year, number, source, told]))
            else:
                half += 1
        if half:
            reading.notes.append(f"{half} folkmängder gäller bara det ena könet och tas inte med.")
        sums = (
            [
                label
                for code, label in self.roles.place.categories.items()
                if is_sum(label) and self.areas[code] is None
            ]
            if self.roles.place
            else []
        )
        reading.notes += [
            f'"{label}" är summan av filens regioner, inte säkert riket, och tas inte med.'
            for label in sums
        ]
        if outside := list(self.areas.values()).count(None) - len(sums):
            reading.notes.append(
                f"{swedish.counted(outside, 'region', 'regioner')} som inte finns i lagret lämnas"
                " utanför."
            )
        reading.add(
            "folkmangd", file, ("omrade_id", "ar", "antal", "kalla_id", "anmarkning"), people
        )
        indicators = [self._indicator(series, rows) for series, rows in values.items()]
        add_indicators(reading, file, self.context.names.known, indicators, self.named)
        reading.add(
            "indikatorvarden", file, _COLUMNS, [row for rows in values.values() for row in rows]
        )
        reading.add_source(source, *about)

    def _indicator(self, series: Series, rows: list[Line]) -> Indicator:
        whose = "SCB:s statistikdatabas" if self.publisher == "scb" else self.named
        table_id = f"Tabell {self.table.table_id}." if self.table.table_id else ""
        told = [f"Ur {whose}.", clean(self.table.title), table_id]
        places = series.decimals or decimals(row[4] for _, row in rows)
        described = " ".join(filter(None, told))
        return Indicator(
            series.id, series.name, series.unit, decimaler=places, beskrivning=described
        )

    def _cells(self) -> Iterator[Cell]:
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

    def _found(self) -> dict[Place, Groups]:
        """The numbers that are known in our areas; what is said of them is told."""
        at = {found.id: place for place, found in enumerate(self.table.dimensions)}
        place, time, metric, sex = (
            at[found.id] if found else None
            for found in (self.roles.place, self.roles.time, self.roles.metric, self.roles.sex)
        )
        rest = [at[found.id] for found in self.roles.rest]
        labels = self.roles.place.categories if self.roles.place else {}
        sexes = sexes_in(self.roles.sex, is_scb=self.publisher == "scb") if self.roles.sex else {}
        said_of = {
            code: says_preliminary(f"{self.table.title} {content.label}")
            for code, content in self.table.contents.items()
        }
        found: dict[Place, Groups] = {}
        region_of: dict[tuple[str, str, int], str] = {}
        statuses: Counter[str] = Counter()
        noughts = 0

        def code_in(cell: Cell, dimension: int | None) -> str:
            return "" if dimension is None else cell.codes[dimension]

        here = sum(area is not None for area in self.areas.values()) / max(len(self.areas), 1)
        for cell in self.upload.with_progress(self._cells(), int(self.table.count * here)):
            region = code_in(cell, place)
            omrade_id = self.areas[region] or ""
            codes = tuple(cell.codes[one] for one in rest)
            period = self.periods[code_in(cell, time)]
            kind = self.kinds[code_in(cell, metric), codes, period.length]
            text, early = _known(cell, statuses)
            if kind is None or not text:
                continue
            series, is_people = kind
            heading = f"{series.name}, {labels[region]}, {period.words or period.year}"
            dashes = COUNTS if self.dashes_are_noughts else MEASURED
            missing = COUNTS if is_people else series.missing or dashes
            column = _ANTAL if is_people else _VARDE
            if "%" in text and series.is_percent is False:
                fault = f'"{text}" är procent, men {series.name} är det inte; skriv talet utan %'
                self.reading.fault(self.upload.name, cell.line, heading, fault)
                continue
            text = self._typed(text)
            if series.id in self.fractions and _DECIMAL.fullmatch(text):
                bare = Decimal(text.replace(",", "."))
                text = of_hundred(bare) if bare in self.fractions[series.id] else text
            number = self.reading.number(
                self.upload.name, cell.line, heading, column, text, missing
            )
            if not number:
                continue
            if is_statistical(region) and parse(column, number) == 0:
                noughts += 1
                continue
            other = region_of.setdefault((series.id, omrade_id, period.year), region)
            if other != region:
                self.reading.fault(
                    self.upload.name,
                    cell.line,
                    heading,
                    f"{region} och {other} läses som samma område; ta bort en av dem",
                )
                continue
            group = sexes.get(code_in(cell, sex), self.group)
            groups = found.setdefault((series, is_people, omrade_id, region, period), {})
            if group in groups:
                self.reading.fault(self.upload.name, cell.line, heading, f"{group} finns redan")
            groups[group] = (
                cell.line,
                number,
                early or period.preliminary or said_of[code_in(cell, metric)],
            )
        self.reading.notes += _told(statuses, noughts)
        return found


def _known(cell: Cell, statuses: Counter[str]) -> tuple[str, bool]:
    """The number, or "" where a status says that it isn't known, and whether it is preliminary;
    statuses that are to be told are counted."""
    status, value = cell.status.strip(), cell.value
    if status == NOT_A_NUMBER:
        statuses[status] += 1
    if status == NOT_A_NUMBER or status in _GAP_STATUSES:
        return "", False
    if status in DASHES:
        return (status, False) if value in ("", "0") else ("", False)
    if not value:
        return "", False
    letters = [*re.sub("[,; ]", "", status.casefold())]
    if not all(letter in _STATUSES for letter in letters):
        letters = [status]
    statuses.update(letters)
    return ("" if "f" in letters else value), "p" in letters


def _told(statuses: Counter[str], noughts: int) -> Iterator[str]:
    """What a reader should know of the values' statuses, and of noughts that aren't read."""
    for status, count in sorted(statuses.items()):
        values, means = swedish.counted(count, "värde", "värden"), _STATUSES.get(status)
        if status == NOT_A_NUMBER:
            yield f"{values} är inte tal (NaN eller oändligt) och läses som luckor."
        elif status == "f":
            yield f"{values} är prognoser (status f) och tas inte med."
        elif means is None:
            yield f'{values} har status "{status}", som inte är känd; talen tas med.'
        elif means:
            yield f"{values} har status {status} ({means}); talen tas med."
    if noughts:
        yield (
            f"{noughts} nollor för statistiska områden tas inte med: de står för år då området inte"
            " fanns."
        )


def _total(groups: Groups) -> Number | None:
    """The number for both sexes, added up where the file gives them one by one; None where one of
    them is missing."""
    if "totalt" in groups:
        return groups["totalt"]
    if groups.keys() < {"kvinnor", "män"}:
        return None
    men, women = groups["män"], groups["kvinnor"]
    return men[0], str(parse(_ANTAL, men[1]) + parse(_ANTAL, women[1])), men[2] or women[2]
