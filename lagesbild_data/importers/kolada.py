"""Kolada's answers (API v3): key figures per kommun, year and sex."""

import re
from typing import Any

from lagesbild_data import swedish
from lagesbild_data.importers.indicators import Indicator, add_indicators, decimals
from lagesbild_data.importers.reading import MEASURED, Context, Format, Reading
from lagesbild_data.importers.texts import json_text
from lagesbild_data.importers.upload import Line, Upload
from lagesbild_data.tables import BY_NAME

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


def _recognises(upload: Upload) -> bool:
    return upload.kind == "json" and bool(
        (re.search(r'"kpi"\s*:', upload.start) and re.search(r'"municipality"\s*:', upload.start))
        or (re.search(r'"values"\s*:\s*\[\s*\]', upload.start) and re.search(r'"next_url"\s*:', upload.start))
    )


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading()
    pages = upload.json if isinstance(upload.json, list) else [upload.json]
    if not pages or not all(isinstance(page, dict) and isinstance(page.get("values"), list) for page in pages):
        upload.refuse("är inte svar från Kolada: listan values saknas")
    rows: dict[str, list[Line]] = {}
    elsewhere: set[str] = set()
    count = sum(len(page["values"]) for page in pages)
    records = (record for page in pages for record in page["values"])
    for line, record in enumerate(upload.with_progress(records, count), 1):
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
            group, number = _number(reading, upload.name, line, f"{kpi} {code} {year}", value)
            if number:
                rows.setdefault(kpi, []).append((line, [_id(kpi), omrade_id, year, group, number, _SOURCE]))
    if elsewhere:
        places = swedish.counted(len(elsewhere), "kommun eller region", "kommuner och regioner")
        reading.notes.append(f"{places} som inte finns i lagret lämnas utanför.")
    if pages[-1].get("next_url"):
        reading.notes.append("Svaret har fler sidor (next_url): hämta dem också och läs in dem.")
    _add_indicators(reading, upload, context, rows)
    reading.add("indikatorvarden", upload.name, _COLUMNS, [row for of_kpi in rows.values() for row in of_kpi])
    reading.add_source(_SOURCE, "Kolada", "RKA", "https://www.kolada.se", "Ange Källa: Kolada")
    return reading


def _parts(record: Any) -> tuple[str, str, str, list[Any]]:
    """Key figure, code of the kommun, year and values of a record; ValueError, in Swedish, says what is allowed."""
    if not isinstance(record, dict):
        raise ValueError("posten ska ha kpi, municipality, period och values")
    kpi, code, year = (json_text(record.get(key)) for key in ("kpi", "municipality", "period"))
    if not re.fullmatch(r"[A-Z][0-9]{5}", kpi):
        raise ValueError(f'kpi är "{kpi}"; den ska vara en bokstav och fem siffror, till exempel N07540')
    if not re.fullmatch(r"[0-9]{4}|G[0-9]+", code) or not isinstance(record["municipality"], str):
        raise ValueError(f'municipality är "{code}"; den ska vara en text med fyra siffror, till exempel "0680"')
    if not re.fullmatch(r"[0-9]{4}", year):
        raise ValueError(f'period är "{year}"; den ska vara ett årtal')
    if not isinstance(record.get("values"), list):
        raise ValueError("values ska vara en lista")
    return kpi, code, year, record["values"]


def _is_deleted(value: Any) -> bool:
    """Whether Kolada says that it has taken the value away."""
    return isinstance(value, dict) and value.get("isdeleted") is True


def _number(reading: Reading, place: str, line: int, heading: str, value: Any) -> tuple[str, str]:
    """The group of a value and its number; "" where it is missing or at fault."""
    if not isinstance(value, dict):
        reading.fault(place, line, heading, "ett värde ska ha gender, value och status")
        return "", ""
    gender = json_text(value.get("gender"))
    if gender not in _GROUPS:
        reading.fault(place, line, heading, f'gender är "{gender}"; tillåtna är T, K och M')
        return "", ""
    status = json_text(value.get("status")).casefold()
    text = "" if status == "missing" or (status and MEASURED.knows(status)) else json_text(value.get("value"))
    return _GROUPS[gender], reading.number(place, line, heading, _VARDE, text, MEASURED)


def _add_indicators(reading: Reading, upload: Upload, context: Context, rows: dict[str, list[Line]]) -> None:
    here = {row["indikator_id"] for row in context.names.known["indikatorer"]}
    new = [kpi for kpi in rows if _id(kpi) not in here]
    if new:
        reading.notes.append(f"Nya nyckeltal: {', '.join(new)}. {_CHECK}")
    add_indicators(
        reading, upload.name, context.names.known,
        [Indicator(_id(kpi), _NAMES.get(kpi, f"Kolada {kpi}"), decimaler=decimals(row[4] for _, row in rows[kpi]),
                   battre="lägre" if kpi in _NAMES else "", beskrivning=f"Nyckeltal {kpi} i Kolada. {_CHECK}")
         for kpi in new],
        "Kolada",
    )  # fmt: skip


def _id(kpi: str) -> str:
    return f"kolada-{kpi.lower()}"


FORMAT = Format(
    "kolada",
    "Kolada: nyckeltal",
    "JSON från Koladas API (version 3): en sida av svaret, eller en lista av sidor.",
    _recognises,
    _read,
)
