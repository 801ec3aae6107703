"""Brå's cross-tab of reported crimes (SOL): regions and crimes down, years or quarters across."""

import re

from lagesbild_data import swedish
from lagesbild_data.importers.reading import Context, Format, Reading
from lagesbild_data.importers.upload import Line, Upload
from lagesbild_data.tables import BY_NAME

_COLUMNS = ("omrade_id", "ar", "kvartal", "brottstyp_id", "antal", "preliminar", "per_100k", "kalla_id")
_COUNT, _RATE = (BY_NAME["anmalda_brott"].column(name) for name in ("antal", "per_100k"))
_SOURCE = "bra-sol"


def _recognises(upload: Upload) -> bool:
    lines = [line.split(";") for line in _mended(upload.start).splitlines()[:30]]
    return any(len(line) > 2 and not line[0] and line[1].strip('" ') == "Antal" and "100" in line[2] for line in lines)


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading()
    lines = list(upload.records(";", _mended))
    if upload.kind == "arbetsbok" and any("&nbsp" in text for _, row in lines[:30] for text in row):
        upload.refuse("har delats på fel ställen när den öppnades i Excel; läs in filen så som den kom från Brå")
    heading = next((at for at, (_, row) in enumerate(lines) if len(row) > 1 and row[1].strip() == "Antal"), None)
    if heading is None:
        upload.refuse('saknar rubrikraden vars andra cell är "Antal"')
    periods = _periods(lines[: heading + 1])
    if not periods:
        upload.refuse("saknar årtal ovanför kolumnerna Antal")
    rows: list[Line] = []
    region = ""
    without_count = 0
    body = lines[heading + 1 :]
    regions = _regions(body)
    for number, cells in body:
        name, *values = (cell.strip() for cell in cells)
        if number in regions:
            region = name
        if not any(values):
            continue  # a region, or an offence with nothing but gaps
        omrade_id = context.names.find("omraden", region) if region else None
        if not region:
            reading.fault(upload.name, number, "", f'"{name}" står före den första regionen')
        brottstyp_id = context.names.find("brottstyper", name) if omrade_id else None
        if omrade_id is None or brottstyp_id is None:
            continue
        for column, (year, quarter, period, preliminary) in periods.items():
            count, rate = (
                reading.number(upload.name, number, f"{word} {period}", declared, cells[at] if at < len(cells) else "")
                for at, word, declared in ((column, "Antal", _COUNT), (column + 1, "Per 100 000", _RATE))
            )
            if count:
                rows.append((number, [omrade_id, year, quarter, brottstyp_id, count, preliminary, rate, _SOURCE]))
            else:
                without_count += bool(rate)
    if without_count:
        reading.notes.append(
            f"{swedish.counted(without_count, 'kvot', 'kvoter')} per 100 000 saknar antal och tas inte med."
        )
    reading.add("anmalda_brott", upload.name, _COLUMNS, rows)
    reading.add_source(_SOURCE, "Anmälda brott, statistikdatabasen", "Brottsförebyggande rådet (Brå)",
                       "https://statistik.bra.se")  # fmt: skip
    return reading


def _regions(body: list[Line]) -> set[int]:
    """The lines that are regions: they have no figures, and the offence that follows is the one that comes first under
    the first of them."""
    empty = [at for at, (_, cells) in enumerate(body[:-1]) if not any(cell.strip() for cell in cells[1:])]
    first = body[empty[0] + 1][1][0].strip() if empty else ""
    return {body[at][0] for at in empty if body[at + 1][1][0].strip() == first}


def _mended(line: str) -> str:
    """The line without the entities whose ends would be taken for separators."""
    return line.replace("&nbsp;", "\u00a0")


def _periods(headings: list[Line]) -> dict[int, tuple[str, str, str, str]]:
    """Per column Antal: year, quarter ("" for the whole year), both in words, and whether it is preliminary (ja, nej);
    put together from all rows of the heading, where a cell holds for the empty ones on its right."""
    *above, (_, last) = headings
    spread = [_spread(row) for _, row in above if not row[0].strip()]  # a title stands in the first cell
    periods = {}
    for column in (at for at, text in enumerate(last) if text.strip() == "Antal"):
        words = " ".join(row[column] for row in spread if column < len(row) and row[column])
        year, quarter = re.search(r"\b(\d{4})\b", words), re.search(r"[Kk]vartal\s*(\d)", words)
        if year:
            shown = f"{year[1]} kvartal {quarter[1]}" if quarter else year[1]
            preliminary = "ja" if "prel" in words.lower() else "nej"
            periods[column] = (year[1], quarter[1] if quarter else "", shown, preliminary)
    return periods


def _spread(row: list[str]) -> list[str]:
    answer: list[str] = []
    for text in row:
        answer.append(" ".join(text.split()) or (answer[-1] if answer else ""))
    return answer


FORMAT = Format(
    "bra-sol",
    "Brå: anmälda brott, korstabell",
    "Exporten från statistik.bra.se med kommuner och brott som rader och år eller kvartal som kolumner.",
    _recognises,
    _read,
)
