"""Brå's file of one year: every kommun with all its reported crimes, and per 100 000."""

import re
from decimal import ROUND_HALF_UP, Decimal

from lagesbild_data.bring.formats import words
from lagesbild_data.bring.formats.bra import (
    OTHER_MEASURE,
    check_one_table,
    check_rate,
    is_over,
    is_preliminary,
    unmarked,
)
from lagesbild_data.bring.formats.filenames import year_in
from lagesbild_data.bring.formats.lines import Line
from lagesbild_data.bring.formats.reading import COUNTS, YEAR, Context, Format, Reading, is_note
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.cells import is_grouped, parse
from lagesbild_data.model.checked import Row
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column
from lagesbild_data.words import swedish

_COLUMNS = ("omrade_id", "ar", "brottstyp_id", "antal", "preliminar", "per_100k", "kalla_id")
_COUNT = BY_NAME["anmalda_brott"].column("antal")
_RATE = Column("per_100k", "tal", "Per 100 000 invånare", minimum=0)
_SOURCE = "bra-kommuner"
_HEADING = re.compile(r"kommun;antal( \(prel\.?\))?;per\s*100", re.IGNORECASE)
_SHORTER = re.compile(
    r"kvartal|halvår|tertial|(?<![^\W\d_])(?:kv\.?|[tqh])\s?[1-4](?!\w)", re.IGNORECASE
)
"""A time that no whole year is; a month may be that in which the file was made."""
_YEARS = re.compile(rf"(?<!\d){words.YEAR}\s?[-–—/_]\s?(?:{words.YEAR}|\d\d)(?!\d|[-_./]\d)")
_MOST_TIMES = 1.4
"""So many times the people that the store knows of may a file without headings have; a kommun grows
less between two years that are told."""
_WITHOUT_HEADING = re.compile(r'"?[^;\n]+ kommun"?;"?\d[\d ]*"?;"?\d[\d ,]*"?')


def _recognises(upload: Upload) -> bool:
    return _is_first(upload.start.lstrip().partition("\n")[0])


def _is_first(line: str) -> bool:
    """Whether the table may begin with this line."""
    line = " ".join(line.split())
    return bool(_HEADING.match(line.replace('"', "")) or _WITHOUT_HEADING.fullmatch(line))


def _is_note(cells: list[str]) -> bool:
    return not any(map(str.strip, cells[1:])) and (
        is_note(cells[0]) or words.says_preliminary(cells[0])
    )


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(sheets=upload.first_sheet)
    check_one_table(upload, lambda lines: bool(lines) and _is_first(";".join(lines[0][1])))
    sheet = "".join(reading.sheets)
    (first, heading), *lines = upload.records(";")
    has_heading = heading[0].casefold() == "kommun"
    told = " ".join([upload.name, sheet, *(heading if has_heading else [])])
    if said := OTHER_MEASURE.search(told) or _SHORTER.search(told):
        upload.refuse(
            f'säger "{said[0]}" i sitt namn eller sina rubriker; bara alla anmälda brott under hela'
            " år kan läsas in. Ta bort ordet om det inte gäller talen"
        )
    is_unsure = (
        YEAR.key in context.answers or words.PART_OF_YEAR.search(told) or _YEARS.search(told)
    )
    named = None if is_unsure else year_in(f"{upload.name} {sheet}")
    year = str(named) if named else reading.ask(YEAR, context)
    if year is None:
        return reading
    if ALL_CRIMES not in {row["brottstyp_id"] for row in context.names.known["brottstyper"]}:
        upload.refuse(f"gäller alla brott, men lagret saknar brottstypen {ALL_CRIMES}")
    if has_heading and not _HEADING.match(";".join(" ".join(text.split()) for text in heading)):
        upload.refuse("ska ha kolumnerna Kommun, Antal och Per 100 000 inv., i den ordningen")
    if has_heading:
        check_rate(upload, heading[2])
    else:
        lines = [(first, heading), *lines]
    notes = [cells[0] for _, cells in lines if _is_note(cells)]
    is_early = not is_over(int(year))
    preliminary = "ja" if is_early or is_preliminary(told, year, notes) else "nej"
    names = context.names.of_kommuner()
    rows: list[Line] = []
    others = 0
    for number, cells in lines:
        if _is_note(cells):
            continue
        if len(cells) != 3:
            reading.fault(
                upload.name,
                number,
                "",
                f"{len(cells)} fält; raden ska ha kommun, antal och per 100 000",
            )
            continue
        omrade_id = names.known_id("omraden", unmarked(cells[0]))
        if omrade_id is None:
            others += 1
            continue
        count = reading.number(upload.name, number, "Antal", _COUNT, cells[1], COUNTS)
        if is_grouped(cells[2].strip()):
            message = (
                f'"{cells[2].strip()}" kan vara tusental eller decimaler; skriv tusental med'
                " mellanslag"
            )
            reading.fault(upload.name, number, "Per 100 000 inv.", message)
        rate = reading.number(upload.name, number, "Per 100 000 inv.", _RATE, cells[2], COUNTS)
        if not has_heading and count and _whole(rate) not in ("", "0"):
            people = parse(_COUNT, count) * 100_000 / float(_whole(rate))
            known = _people(context.names.known.get("folkmangd", []), omrade_id, int(year))
            if known and not known / _MOST_TIMES < people < known * _MOST_TIMES:
                message = (
                    f"{count} brott och {cells[2].strip()} per 100 000 ger"
                    f" {swedish.number(round(people))} invånare, men kommunen har"
                    f" {swedish.number(known)}; skriv rubrikerna Kommun, Antal och Per 100 000 inv."
                    " ovanför rätt kolumner"
                )
                reading.fault(upload.name, number, "Per 100 000 inv.", message)
        if count:
            row = [omrade_id, year, ALL_CRIMES, count, preliminary, _whole(rate), _SOURCE]
            rows.append((number, row))
    reading.notes.append(f"Filen gäller {year}{' (preliminärt)' if preliminary == 'ja' else ''}.")
    if others:
        reading.notes.append(
            f"{swedish.counted(others, 'kommun', 'kommuner')} som inte finns i lagret lämnas"
            " utanför."
        )
    reading.add("anmalda_brott", upload.name, _COLUMNS, rows)
    reading.add_source(
        _SOURCE,
        "Anmälda brott per kommun",
        "Brottsförebyggande rådet (Brå)",
        "https://bra.se/statistik",
    )
    return reading


def _people(known: list[Row], omrade_id: str, year: int) -> int:
    """The people of an area in the year that is nearest to this one; 0 where none are known."""
    found = [row for row in known if row["omrade_id"] == omrade_id and row["antal"]]
    nearest = min(found, key=lambda row: abs(row["ar"] - year), default=None)
    return nearest["antal"] if nearest else 0


def _whole(rate: str) -> str:
    """A rate in whole numbers, halves up, as Brå publishes it elsewhere."""
    number = re.sub(r"\s", "", rate).replace(",", ".")
    return str(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP)) if number else ""


FORMAT = Format(
    "bra-kommun",
    "Brå: alla kommuner ett år",
    "CSV med rubrikerna Kommun, Antal och Per 100 000 inv. Året läses ur filens namn, annars frågas"
    " det efter.",
    _recognises,
    _read,
)
