"""Brå's file of one year: every kommun with all its reported crimes, and per 100 000."""

import re
from decimal import ROUND_HALF_UP, Decimal

from lagesbild_data import swedish
from lagesbild_data.importers.reading import COUNTS, YEAR, Context, Format, Reading, is_note
from lagesbild_data.importers.upload import Line, Upload, year_in
from lagesbild_data.queries import ALL_CRIMES
from lagesbild_data.tables import BY_NAME, Column

_COLUMNS = ("omrade_id", "ar", "brottstyp_id", "antal", "preliminar", "per_100k", "kalla_id")
_COUNT = BY_NAME["anmalda_brott"].column("antal")
_RATE = Column("per_100k", "tal", "Per 100 000 invånare", minimum=0)
_SOURCE = "bra-kommuner"
_HEADING = re.compile(r"kommun;antal( \(prel\.?\))?;per\s*100", re.IGNORECASE)
_UNCLEAR = re.compile(r"\d{1,3}([.,]\d{3})+")
_WITHOUT_HEADING = re.compile(r'"?[^;\n]+ kommun"?;"?\d[\d ]*"?;"?\d[\d ,]*"?')


def _recognises(upload: Upload) -> bool:
    first = " ".join(upload.start.lstrip().partition("\n")[0].split())
    return bool(_HEADING.match(first.replace('"', "")) or _WITHOUT_HEADING.fullmatch(first))


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading()
    named = None if YEAR.key in context.answers else year_in(upload.name)
    year = str(named) if named else reading.ask(YEAR, context)
    if year is None:
        return reading
    if ALL_CRIMES not in {row["brottstyp_id"] for row in context.names.known["brottstyper"]}:
        upload.refuse(f"gäller alla brott, men lagret saknar brottstypen {ALL_CRIMES}")
    (first, heading), *lines = upload.records(";")
    has_heading = heading[0].casefold() == "kommun"
    if has_heading and not _HEADING.match(";".join(" ".join(text.split()) for text in heading)):
        upload.refuse("ska ha kolumnerna Kommun, Antal och Per 100 000 inv., i den ordningen")
    told = f"{upload.name} {' '.join(heading) if has_heading else ''}"
    preliminary = "ja" if "prel" in told.casefold() else "nej"
    names = context.names.of_kommuner()
    rows: list[Line] = []
    others = 0
    for number, cells in lines if has_heading else [(first, heading), *lines]:
        if len(cells) == 1 and is_note(cells[0]):
            continue
        if len(cells) != 3:
            reading.fault(upload.name, number, "", f"{len(cells)} fält; raden ska ha kommun, antal och per 100 000")
            continue
        omrade_id = names.known_id("omraden", cells[0])
        if omrade_id is None:
            others += 1
            continue
        count = reading.number(upload.name, number, "Antal", _COUNT, cells[1], COUNTS)
        if _UNCLEAR.fullmatch(cells[2].strip()):
            message = f'"{cells[2].strip()}" kan vara tusental eller decimaler; skriv tusental med mellanslag'
            reading.fault(upload.name, number, "Per 100 000 inv.", message)
        rate = reading.number(upload.name, number, "Per 100 000 inv.", _RATE, cells[2], COUNTS)
        if count:
            row = [omrade_id, year, ALL_CRIMES, count, preliminary, _whole(rate), _SOURCE]
            rows.append((number, row))
    reading.notes.append(f"Filen gäller {year}{' (preliminärt)' if preliminary == 'ja' else ''}.")
    if others:
        reading.notes.append(f"{swedish.counted(others, 'kommun', 'kommuner')} som inte finns i lagret lämnas utanför.")
    reading.add("anmalda_brott", upload.name, _COLUMNS, rows)
    reading.add_source(_SOURCE, "Anmälda brott per kommun", "Brottsförebyggande rådet (Brå)",
                       "https://bra.se/statistik")  # fmt: skip
    return reading


def _whole(rate: str) -> str:
    """A rate in whole numbers, halves up, as Brå publishes it elsewhere."""
    number = re.sub(r"\s", "", rate).replace(",", ".")
    return str(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP)) if number else ""


FORMAT = Format(
    "bra-kommun",
    "Brå: alla kommuner ett år",
    "CSV med rubrikerna Kommun, Antal och Per 100 000 inv. Året läses ur filens namn, annars frågas det efter.",
    _recognises,
    _read,
)
