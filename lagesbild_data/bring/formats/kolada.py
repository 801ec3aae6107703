"""Kolada's answers (API v2 and v3) and the tables that its site saves: key figures per kommun, year
and sex."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lagesbild_data.bring.formats import stattables
from lagesbild_data.bring.formats.indicators import (
    Indicator,
    add_indicators,
    decimals,
    same_as_stored,
)
from lagesbild_data.bring.formats.json_files import documents, mentions, parsed
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.reading import MEASURED, Context, Format, Question, Reading
from lagesbild_data.bring.formats.texts import json_text
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.cells import is_grouped
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.words import swedish

_COLUMNS = ("indikator_id", "omrade_id", "ar", "grupp", "varde", "kalla_id")
_VARDE = BY_NAME["indikatorvarden"].column("varde")
_SOURCE = "kolada"
_GROUPS = {"T": "totalt", "K": "kvinnor", "M": "män"}
_NAMES = {
    "N07540": "Anmälda brott per 100 000 invånare",
    "N07403": "Anmälda våldsbrott per 100 000 invånare",
    "N07546": "Anmälda bostadsinbrott",
    "N07544": "Anmälda narkotikabrott per 100 000 invånare",
    "N07620": "Avstår från att gå ut av oro",
}
"""Key figures that the product knows, all of them better when lower."""
_CHECK = "Kontrollera namn och enhet mot kolada.se: Kolada kan ha ändrat dem."
_PAGE = re.compile(r"([?&])(page|offset)=(\d{1,7})(?=&|$)")
_POINTERS = {-1: ("next_url", "next_page"), 1: ("previous_url", "previous_page")}
"""What a page calls those beside it, by how far it lies from them."""
_OF_RECORDS = frozenset({"kpi", "municipality", "ou", "period"})
_AS_IT_IS = {"las-in": "läs in det som finns i filen"}
_NOT_ANSWERS = "är inte svar från Kolada: listan values saknas"
_NAN, _AGAIN = "NaN", "igen"
"""Signs that are counted beside the statuses that aren't known."""


def _recognises(upload: Upload) -> bool:
    if upload.kind != "json":
        return any(found.is_of_kolada for found in stattables.starts(upload))
    if mentions(upload, "kpi") and (mentions(upload, "municipality") or mentions(upload, "ou")):
        return True
    if not (mentions(upload, "values") and mentions(upload, "next_url")):
        return False
    document = parsed(upload)
    return isinstance(document, dict) and isinstance(document.get("values"), list)


def _read(upload: Upload, context: Context) -> Reading:
    return (
        _read_answers(upload, context)
        if upload.kind == "json"
        else stattables.read_grid(upload, context)
    )


def _read_answers(upload: Upload, context: Context) -> Reading:
    reading = Reading()
    pages, records = _parted(upload)
    rows: dict[str, list[Line]] = {}
    known: dict[tuple[str, ...], str] = {}
    elsewhere: set[str] = set()
    signs: Counter[str] = Counter()
    for line, record in enumerate(upload.with_progress(records, len(records)), 1):
        try:
            kpi, code, year, values = _parts(record)
        except ValueError as error:
            reading.fault(upload.name, line, "", str(error))
            continue
        omrade_id = context.names.area_of_code(code)
        if omrade_id is None:
            elsewhere.add(code)
            continue
        for value in (value for value in values if not _is_deleted(value)):
            group, number = _number(
                reading, upload.name, line, f"{kpi} {code} {year}", value, signs
            )
            key = kpi, omrade_id, year, group
            if number and known.get(key) == number:
                signs[_AGAIN] += 1
            elif number:
                known[key] = number
                rows.setdefault(kpi, []).append((line, [omrade_id, year, group, number, _SOURCE]))
    reading.notes += [*_told(elsewhere, signs), *_missing_years(rows)]
    if missing := _missing_pages(pages):
        reading.ask(
            Question("sidor", f"{missing} Hämta det också, eller läs in det som finns.", _AS_IT_IS),
            context,
        )
    ids = {
        kpi: same_as_stored(reading, context, _id(kpi), _called(kpi), is_known=True) for kpi in rows
    }
    if not reading.is_answered:
        return reading
    kept = {kpi: indikator_id for kpi, indikator_id in ids.items() if indikator_id}
    _add_indicators(reading, upload, context, rows, kept)
    reading.add(
        "indikatorvarden",
        upload.name,
        _COLUMNS,
        [(line, [kept[kpi], *rest]) for kpi, found in rows.items() for line, rest in found],
    )
    reading.add_source(_SOURCE, "Kolada", "RKA", "https://www.kolada.se", "Ange Källa: Kolada")
    return reading


# Pages and records


def _parted(upload: Upload) -> tuple[list[dict[str, Any]], list[Any]]:
    """The pages of the answer, and the records of all of them and of those that stand outside any
    page."""
    pages: list[dict[str, Any]] = []
    records: list[Any] = []
    for found in _flat(documents(upload)):
        if isinstance(found, dict) and found.keys() & _OF_RECORDS:
            records.append(found)
        elif isinstance(found, dict) and isinstance(found.get("values"), list):
            pages.append(found)
            records += found["values"]
        else:
            upload.refuse(_NOT_ANSWERS)
    if not pages and not records:
        upload.refuse(_NOT_ANSWERS)
    if records and all(isinstance(record, dict) and "ou" in record for record in records):
        upload.refuse(
            "gäller enskilda enheter (ou), till exempel skolor; bara kommuner och riket kan"
            " läsas in"
        )
    return pages, records


def _flat(found: Iterable[Any]) -> Iterator[Any]:
    """What stands in lists, also in lists within them."""
    for inner in found:
        if isinstance(inner, list):
            yield from _flat(inner)
        else:
            yield inner


def _missing_pages(pages: Sequence[dict[str, Any]]) -> str:
    """What the file lacks of the answers that it has pages of, in whatever order these stand; ""
    where nothing is seen to be missing."""
    answers: dict[str, _Answer] = defaultdict(_Answer)
    for number, page in enumerate(pages):
        pointed = [
            (found, step)
            for step, names in _POINTERS.items()
            for name in names
            if (found := _PAGE.search(json_text(page.get(name))))
        ]
        query = _PAGE.sub("", pointed[0][0].string) if pointed else ""
        answer = answers[query or str(number)]
        size = len(page["values"])
        answer.sizes.append(size)
        answer.counts.append(found if type(found := page.get("count")) is int else size)
        answer.is_cut |= not pointed and bool(page.get("next_url") or page.get("next_page"))
        for found, step in pointed:
            answer.length = 1 if found[2] == "page" else _limit(found.string) or max(size, 1)
            answer.first = 1 if found[2] == "page" else 0
            answer.here.add(int(found[3]) + step * answer.length)
            answer.wanted.add(int(found[3]))
    missing = sorted({page for answer in answers.values() for page in answer.missing_pages})
    if missing:
        return (
            f"Sida {swedish.enumerate_some(map(str, missing), 5)} av svaret saknas i filen"
            " (next_url)."
        )
    if any(answer.is_cut for answer in answers.values()):
        return "Svaret har fler sidor (next_url) än filen."
    cut = next((answer for answer in answers.values() if answer.is_short), None)
    if cut is None:
        return ""
    here = f"filen har {swedish.number(sum(cut.sizes))}"
    return f"Svaret säger sig ha {swedish.number(max(cut.counts))} poster (count), men {here}."


@dataclass
class _Answer:
    """The pages of one question to Kolada that a file has."""

    sizes: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """What each page says of how many there are, in it or in all of them."""
    here: set[int] = field(default_factory=set)
    """Where the pages begin, as their addresses count it: pages, or records."""
    wanted: set[int] = field(default_factory=set)
    """Where those begin that they point at."""
    first: int = 1
    length: int = 1
    is_cut: bool = False

    @property
    def missing_pages(self) -> set[int]:
        """The numbers, from 1 on, of the pages that aren't there."""
        if not self.here:
            return set()
        last = max(self.here | self.wanted)
        starts = set(range(min({self.first} | self.here), last + 1, self.length)) - self.here
        return {(start - self.first) // self.length + 1 for start in starts}

    @property
    def is_short(self) -> bool:
        """Whether the counts are neither those of the pages nor that of all together."""
        return self.counts != self.sizes and set(self.counts) != {sum(self.sizes)}


def _limit(url: str) -> int:
    """How many records an address asks for at a time; 0 where it doesn't say."""
    found = re.search(r"[?&](?:limit|per_page)=(\d{1,6})(?=&|$)", url)
    return int(found[1]) if found else 0


def _parts(record: Any) -> tuple[str, str, str, list[Any]]:
    """Key figure, code of the kommun, year and values of a record; ValueError, in Swedish, says
    what is allowed."""
    if not isinstance(record, dict):
        raise ValueError("posten ska ha kpi, municipality, period och values")
    kpi, code, year = (json_text(record.get(key)) for key in ("kpi", "municipality", "period"))
    if not re.fullmatch(r"[A-Z][0-9]{5}", kpi):
        raise ValueError(
            f'kpi är "{kpi}"; den ska vara en bokstav och fem siffror, till exempel N07540'
        )
    if not re.fullmatch(r"[0-9]{4}|G[0-9]+", code) or not isinstance(record["municipality"], str):
        raise ValueError(
            f'municipality är "{code}"; den ska vara en text med fyra siffror, till exempel "0680"'
        )
    if not re.fullmatch(r"[0-9]{4}", year):
        raise ValueError(f'period är "{year}"; den ska vara ett årtal')
    values = record.get("values", [record] if "value" in record else None)
    if not isinstance(values, list):
        raise ValueError("values ska vara en lista")
    return kpi, code, year, values


def _is_deleted(value: Any) -> bool:
    """Whether Kolada says that it has taken the value away."""
    return isinstance(value, dict) and value.get("isdeleted") is True


def _number(
    reading: Reading, place: str, line: int, heading: str, value: Any, signs: Counter[str]
) -> tuple[str, str]:
    """The group of a value and its number; "" where it is missing or at fault."""
    if not isinstance(value, dict):
        reading.fault(place, line, heading, "ett värde ska ha gender, value och status")
        return "", ""
    gender = json_text(value.get("gender"))
    if gender not in _GROUPS:
        reading.fault(place, line, heading, f'gender är "{gender}"; tillåtna är T, K och M')
        return "", ""
    status, number = json_text(value.get("status")), value.get("value")
    if status.casefold() == "missing" or (status and MEASURED.knows(status)):
        return _GROUPS[gender], ""
    if isinstance(number, float) and not math.isfinite(number):
        signs[_NAN] += 1
        return _GROUPS[gender], ""
    if isinstance(number, str) and is_grouped(number):
        reading.fault(
            place,
            line,
            heading,
            f'"{number}" kan vara tusental eller decimaler; skriv talet utan citattecken',
        )
        return _GROUPS[gender], ""
    if status and number is not None:
        signs[f"={status}"] += 1
    return _GROUPS[gender], reading.number(
        place, line, heading, _VARDE, json_text(number), MEASURED
    )


def _told(elsewhere: set[str], signs: Counter[str]) -> Iterator[str]:
    if elsewhere:
        places = swedish.counted(len(elsewhere), "kommun eller region", "kommuner och regioner")
        yield f"{places} som inte finns i lagret lämnas utanför."
    for sign, count in signs.items():
        values = swedish.counted(count, "värde", "värden")
        if sign == _NAN:
            yield f"{values} är inte tal (NaN eller oändligt) och läses som luckor."
        elif sign == _AGAIN:
            yield f"{values} står flera gånger i filen och läses en gång."
        else:
            yield f'{values} har status "{sign[1:]}", som inte är känd; talen tas med.'


def _missing_years(rows: Mapping[str, list[Line]]) -> Iterator[str]:
    """The years that a key figure lacks among those that it has, in all of the areas."""
    for kpi, found in rows.items():
        years = {int(row[1]) for _, row in found}
        if lacks := sorted({*range(min(years), max(years))} - years):
            yield f"{kpi} saknar {swedish.enumerate_some(map(str, lacks), 5)}."


# The indicators


def _add_indicators(
    reading: Reading,
    upload: Upload,
    context: Context,
    rows: Mapping[str, list[Line]],
    ids: Mapping[str, str],
) -> None:
    here = {row["indikator_id"] for row in context.names.known["indikatorer"]}
    new = [kpi for kpi in rows if ids[kpi] not in here]
    if new:
        reading.notes.append(f"Nya nyckeltal: {', '.join(new)}. {_CHECK}")
    add_indicators(
        reading,
        upload.name,
        context.names.known,
        [
            Indicator(
                ids[kpi],
                _called(kpi),
                decimaler=decimals(row[3] for _, row in rows[kpi]),
                battre="lägre" if kpi in _NAMES else "",
                beskrivning=f"Nyckeltal {kpi} i Kolada. {_CHECK}",
            )
            for kpi in new
        ],
        "Kolada",
    )


def _called(kpi: str) -> str:
    return _NAMES.get(kpi, f"Kolada {kpi}")


def _id(kpi: str) -> str:
    return f"kolada-{kpi.lower()}"


FORMAT = Format(
    "kolada",
    "Kolada: nyckeltal",
    "JSON från Koladas API (version 2 eller 3): en sida av svaret, en lista av sidor eller av"
    " poster, eller en per rad. Eller tabellen som kolada.se sparar (Excel eller CSV) med"
    " Nyckeltal, Kommun, år och gärna Kön.",
    _recognises,
    _read,
)
