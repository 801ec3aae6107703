"""From statistical tables to rows: one way for every form that a table may have in a file."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from lagesbild_data.bring.formats.indicators import (
    Indicator,
    add_indicators,
    decimals,
)
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.periods import Period
from lagesbild_data.bring.formats.reading import (
    COUNTS,
    MEASURED,
    Context,
    Reading,
)
from lagesbild_data.bring.formats.stattables.meaning import DECIMAL, Meaning
from lagesbild_data.bring.formats.stattables.places import is_statistical, is_sum, remark_of
from lagesbild_data.bring.formats.stattables.publishers import SOURCES
from lagesbild_data.bring.formats.stattables.roles import sexes_in
from lagesbild_data.bring.formats.stattables.series import (
    Series,
)
from lagesbild_data.bring.formats.stattables.statuses import known_in, told_of
from lagesbild_data.bring.formats.stattables.table import (
    Cell,
    StatTable,
    clean,
)
from lagesbild_data.bring.formats.units import of_hundred
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import says_preliminary
from lagesbild_data.model.cells import parse
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
        Meaning(upload, context, reading, table, f"tabell{at}-" if at > 1 else "")
        for at, table in enumerate(tables, 1)
    ]
    for meaning in meanings:
        meaning.settle()
    _refuse_alike(upload, meanings)
    if reading.is_answered:
        for meaning in meanings:
            _add_rows(meaning)
    return reading


def _refuse_alike(upload: Upload, meanings: Sequence[Meaning]) -> None:
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


def _add_rows(meaning: Meaning) -> None:
    """Add the rows that the table gives."""
    reading, file = meaning.reading, meaning.upload.name
    source, *about = SOURCES.get(
        meaning.publisher,
        (f"{meaning.publisher}-statistik", "Tabell ur en statistikdatabas", meaning.named),
    )
    people: list[Line] = []
    values: dict[Series, list[Line]] = {}
    half = 0
    for (series, is_people, omrade_id, region, period), groups in _found(meaning).items():
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
            for code, label in meaning.roles.place.categories.items()
            if is_sum(label) and meaning.areas[code] is None
        ]
        if meaning.roles.place
        else []
    )
    reading.notes += [
        f'"{label}" är summan av filens regioner, inte säkert riket, och tas inte med.'
        for label in sums
    ]
    if outside := list(meaning.areas.values()).count(None) - len(sums):
        reading.notes.append(
            f"{swedish.counted(outside, 'region', 'regioner')} som inte finns i lagret lämnas"
            " utanför."
        )
    reading.add("folkmangd", file, ("omrade_id", "ar", "antal", "kalla_id", "anmarkning"), people)
    indicators = [_indicator(meaning, series, rows) for series, rows in values.items()]
    add_indicators(reading, file, meaning.context.names.known, indicators, meaning.named)
    reading.add(
        "indikatorvarden", file, _COLUMNS, [row for rows in values.values() for row in rows]
    )
    reading.add_source(source, *about)


def _indicator(meaning: Meaning, series: Series, rows: list[Line]) -> Indicator:
    whose = "SCB:s statistikdatabas" if meaning.publisher == "scb" else meaning.named
    table_id = f"Tabell {meaning.table.table_id}." if meaning.table.table_id else ""
    told = [f"Ur {whose}.", clean(meaning.table.title), table_id]
    places = series.decimals or decimals(row[4] for _, row in rows)
    described = " ".join(filter(None, told))
    return Indicator(series.id, series.name, series.unit, decimaler=places, beskrivning=described)


def _found(meaning: Meaning) -> dict[Place, Groups]:
    """The numbers that are known in our areas; what is said of them is told."""
    at = {found.id: place for place, found in enumerate(meaning.table.dimensions)}
    place, time, metric, sex = (
        at[found.id] if found else None
        for found in (
            meaning.roles.place,
            meaning.roles.time,
            meaning.roles.metric,
            meaning.roles.sex,
        )
    )
    rest = [at[found.id] for found in meaning.roles.rest]
    labels = meaning.roles.place.categories if meaning.roles.place else {}
    sexes = (
        sexes_in(meaning.roles.sex, is_scb=meaning.publisher == "scb") if meaning.roles.sex else {}
    )
    said_of = {
        code: says_preliminary(f"{meaning.table.title} {content.label}")
        for code, content in meaning.table.contents.items()
    }
    found: dict[Place, Groups] = {}
    region_of: dict[tuple[str, str, int], str] = {}
    statuses: Counter[str] = Counter()
    noughts = 0

    def code_in(cell: Cell, dimension: int | None) -> str:
        return "" if dimension is None else cell.codes[dimension]

    here = sum(area is not None for area in meaning.areas.values()) / max(len(meaning.areas), 1)
    for cell in meaning.upload.with_progress(meaning.cells(), int(meaning.table.count * here)):
        region = code_in(cell, place)
        omrade_id = meaning.areas[region] or ""
        codes = tuple(cell.codes[one] for one in rest)
        period = meaning.periods[code_in(cell, time)]
        kind = meaning.kinds[code_in(cell, metric), codes, period.length]
        text, early = known_in(cell, statuses)
        if kind is None or not text:
            continue
        series, is_people = kind
        heading = f"{series.name}, {labels[region]}, {period.words or period.year}"
        dashes = COUNTS if meaning.dashes_are_noughts else MEASURED
        missing = COUNTS if is_people else series.missing or dashes
        column = _ANTAL if is_people else _VARDE
        if "%" in text and series.is_percent is False:
            fault = f'"{text}" är procent, men {series.name} är det inte; skriv talet utan %'
            meaning.reading.fault(meaning.upload.name, cell.line, heading, fault)
            continue
        text = meaning.typed(text)
        if series.id in meaning.fractions and DECIMAL.fullmatch(text):
            bare = Decimal(text.replace(",", "."))
            text = of_hundred(bare) if bare in meaning.fractions[series.id] else text
        number = meaning.reading.number(
            meaning.upload.name, cell.line, heading, column, text, missing
        )
        if not number:
            continue
        if is_statistical(region) and parse(column, number) == 0:
            noughts += 1
            continue
        other = region_of.setdefault((series.id, omrade_id, period.year), region)
        if other != region:
            meaning.reading.fault(
                meaning.upload.name,
                cell.line,
                heading,
                f"{region} och {other} läses som samma område; ta bort en av dem",
            )
            continue
        group = sexes.get(code_in(cell, sex), meaning.group)
        groups = found.setdefault((series, is_people, omrade_id, region, period), {})
        if group in groups:
            meaning.reading.fault(meaning.upload.name, cell.line, heading, f"{group} finns redan")
        groups[group] = (
            cell.line,
            number,
            early or period.preliminary or said_of[code_in(cell, metric)],
        )
    meaning.reading.notes += told_of(statuses, noughts)
    return found


def _total(groups: Groups) -> Number | None:
    """The number for both sexes, added up where the file gives them one by one; None where one of
    them is missing."""
    if "totalt" in groups:
        return groups["totalt"]
    if groups.keys() < {"kvinnor", "män"}:
        return None
    men, women = groups["män"], groups["kvinnor"]
    return men[0], str(parse(_ANTAL, men[1]) + parse(_ANTAL, women[1])), men[2] or women[2]
