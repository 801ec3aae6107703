"""The police's extract of registered reports, with the key that tells what its crime codes are."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache, partial

from lagesbild_data import csvfiles, reports, swedish
from lagesbild_data.importers.names import Names
from lagesbild_data.importers.reading import Context, Format, Reading
from lagesbild_data.importers.upload import Upload
from lagesbild_data.problems import Problem
from lagesbild_data.queries import ALL_CRIMES
from lagesbild_data.store import as_text
from lagesbild_data.tables import BY_NAME, REPORTS
from lagesbild_data.validation import Row, Rows, parse

_SOURCE = "polisen-uttag"
_MANY = 10
"""So many crimes in a month that they don't become half as many when the month is counted anew."""
_NEEDED = {"kommunkod": "kommunkod", "brottskod": "brottskod", "inskrarmanad": "inskr årmånad"}
_COLUMNS = BY_NAME["brott_per_manad"].column_names


def _plain(heading: str) -> str:
    """A heading without what is written differently: case, spaces, underscores, dots over letters."""
    return re.sub(r"[^a-z]", "", heading.casefold().translate(str.maketrans("åäö", "aao")))


def _headings(upload: Upload) -> list[str]:
    if upload.kind != "text":
        return []
    first = upload.start.partition("\n")[0]
    return [_plain(text) for text in first.split(csvfiles.delimiter_in(first))]


def _recognises(upload: Upload) -> bool:
    return _NEEDED.keys() <= set(_headings(upload))


def _recognises_key(upload: Upload) -> bool:
    headings = _headings(upload)
    return "brottskod" in headings and any("niva" in name for name in headings) and not _recognises(upload)


def _read(upload: Upload, context: Context) -> Reading:
    keys = [other for other in context.companions if _recognises_key(other)]
    if len(keys) != 1:
        upload.refuse("behöver sin nyckeltabell med kolumnerna brottskod, brott_niva och namn; läs in båda tillsammans")
    reading, names = Reading(), context.names
    types = _types(keys[0], names)
    parts = {row["omrade_id"] for row in names.known["omraden"] if row["typ"] not in ("kommun", "riket")}
    kommun_of = reports.kommuner_of(names.known["omraden"])
    layout = reports.Layout(
        {
            "kommunkod": lru_cache(None)(partial(_kommun, names)),
            "regsonamn": lru_cache(None)(lambda text: names.find("omraden", text) if text.strip() else None),
            "brottskod": partial(_type, types, keys[0].name),
            "inskrarmanad": lru_cache(None)(_month),
            "antalbrott": lru_cache(None)(_amount),
        },
        "antalbrott",
        _heading_faults,
        _plain,
        {"regsonamn": None, "antalbrott": 1},
    )
    found, reading.problems = reports.counted(upload.path, upload.name, layout, upload.progress)
    counts: reports.Counts = reports.Counter()
    outside = elsewhere = 0
    for (kommun, area, crime, month), amount in found.items():
        if kommun is None:
            elsewhere += amount
            continue
        is_ours = area in parts and kommun_of.get(area) == kommun  # other kommuner have areas with the same names
        outside += amount * (not is_ours)
        counts[area if is_ours else kommun, month, crime, False, _SOURCE] += amount
    if reading.problems or names.unmatched:
        return reading
    rows, faults = reports.summary(upload.name, counts, names.known, is_whole=False)
    reading.problems += faults
    gone = _no_longer(rows, names.known, kommun_of)
    reading.problems += _too_few(upload.name, rows, names.known, kommun_of)
    rows += [row for row, _ in gone]
    reading.add("brott_per_manad", f"{upload.name} (summerad)", _COLUMNS, [
        (number, [as_text(row[name]) for name in _COLUMNS]) for number, row in enumerate(rows, start=1)
    ])  # fmt: skip
    reading.notes += [
        "Månaden är då anmälan registrerades, inte då brottet begicks. Enskilda anmälningar sparas inte.",
        _months(rows),
        *_told_of_gone([before for _, before in gone]),
        f"{swedish.number(outside)} brott utanför lagrets områden räknas bara i sin kommun." if outside else "",
        f"{swedish.number(elsewhere)} brott utan kommun, eller i en som inte finns i lagret, lämnas utanför."
        if elsewhere
        else "",
    ]
    reading.notes = [note for note in reading.notes if note]
    reading.add_source(_SOURCE, "Uttag av anmälda brott efter registreringsmånad", "Polismyndigheten")
    return reading


def _no_longer(rows: list[Row], known: Rows, kommun_of: Mapping[str, str]) -> list[tuple[Row, int | None]]:
    """Rows with 0 for what the store has counted, and the extract has not, in months that the extract has: or a part
    would be left that is larger than its whole. Each with what stood there, None where it isn't shown. Areas are
    touched only when the extract tells of any."""
    key = BY_NAME["brott_per_manad"].key
    counted = {tuple(row[name] for name in key) for row in rows}
    months = {(row["omrade_id"], row["ar"], row["manad"]): row for row in rows}
    tells_areas = any(kommun_of.get(row["omrade_id"]) != row["omrade_id"] for row in rows)
    gone = []
    for row in known["brott_per_manad"]:
        area = row["omrade_id"]
        month = months.get((kommun_of.get(area, area), row["ar"], row["manad"]))
        is_touched = tells_areas or kommun_of.get(area) == area
        if month and is_touched and tuple(row[name] for name in key) not in counted:
            stated = {"preliminar": month["preliminar"], "kalla_id": month["kalla_id"]}
            gone.append((row | {"antal": 0} | stated, row["antal"]))
    return gone


def _told_of_gone(were: list[int | None]) -> list[str]:
    """What to tell of counts that become 0, or that are written as 0 whatever they are, for they aren't shown."""
    shown, unseen = sum(bool(count) for count in were), were.count(None)
    why = "för uttaget har inga sådana brott i månaden. Läs inte in uttaget om det bara har vissa brott eller områden."
    told = [f"{swedish.number(shown)} antal i lagret blir 0, {why}"] if shown else []
    over = f"{swedish.number(unseen)} antal som inte visas skrivs som 0, vad som än står där, {why}"
    return [*told, over] if unseen else told


def _too_few(place: str, rows: list[Row], known: Rows, kommun_of: Mapping[str, str]) -> list[Problem]:
    """Months of a kommun in which the extract has far fewer crimes than is shown of the store: it isn't a whole one."""
    names = {row["omrade_id"]: row["namn"] for row in known["omraden"]}
    counted = {(row["omrade_id"], row["ar"], row["manad"]): row["antal"] for row in rows
               if row["brottstyp_id"] == ALL_CRIMES}  # fmt: skip
    faults = []
    for row in known["brott_per_manad"]:
        area, before = row["omrade_id"], row["antal"]
        now = counted.get((area, row["ar"], row["manad"])) if kommun_of.get(area) == area else None
        if row["brottstyp_id"] == ALL_CRIMES and (before or 0) >= _MANY and now is not None and now * 2 < before:
            message = f"{names[area]} har {now} brott {row['ar']}-{row['manad']:02} i uttaget men {before} i lagret"
            faults.append(Problem(place, f"{message}; läs in ett uttag med alla brott i kommunen hela månaden"))
    return faults


def _months(rows: list[Row]) -> str:
    """The first and the last month, which an extract may have only a part of."""
    found = sorted({f"{row['ar']}-{row['manad']:02}" for row in rows})
    if not found:
        return ""
    if len(found) == 1:
        return f"Uttaget gäller {found[0]}. Kontrollera att hela månaden är med."
    return (
        f"Uttaget gäller {len(found)} månader, {found[0]} till {found[-1]}. "
        "Kontrollera att den första och den sista är hela."
    )


def _types(key: Upload, names: Names) -> dict[str, str | None]:
    """The type of crime that each code counts as: the narrowest of its levels that the store has, else all crimes."""
    (_, header), *lines = key.records()
    plain = [_plain(text) for text in header]
    code, level = plain.index("brottskod"), next(at for at, text in enumerate(plain) if "niva" in text)
    called = [at for at, text in enumerate(plain) if text.endswith("namn")]
    if not called:
        key.refuse("saknar en kolumn med namn, till exempel brott_namn")
    levels: dict[str, list[tuple[str, str]]] = {}
    for line, fields in lines:
        if len(fields) != len(header):
            key.refuse(f"har {len(fields)} fält på rad {line} men {len(header)} rubriker")
        name = next((fields[at].strip() for at in reversed(called) if fields[at].strip()), "")
        levels.setdefault(fields[code].strip(), []).append((fields[level].strip().zfill(3), name))
    widest = ALL_CRIMES if any(row["brottstyp_id"] == ALL_CRIMES for row in names.known["brottstyper"]) else None
    return {
        code: next(filter(None, (names.find("brottstyper", name) for _, name in sorted(found, reverse=True))), widest)
        for code, found in levels.items()
    }


def _type(types: Mapping[str, str | None], key: str, text: str) -> str:
    code = text.strip()
    if code not in types:
        raise ValueError(f'"{text}" finns inte i nyckeltabellen {key}')
    if (found := types[code]) is None:
        raise ValueError(f'"{text}" svarar inte mot någon brottstyp i lagret, som också saknar {ALL_CRIMES}')
    return found


def _month(text: str) -> int:
    found = re.fullmatch(r"(\d{4})-?(\d{2})", text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError(f'"{text}" är inte en månad i formen ÅÅÅÅMM')
    return reports.month_number(dt.date(int(found[1]), int(found[2]), 1))


def _kommun(names: Names, text: str) -> str | None:
    """The kommun with this code; None for one that isn't in the store, and for crimes that happened in none."""
    code = text.strip().zfill(4)
    return names.area_of_code(code) if code.strip("0") else None


def _amount(text: str) -> int:
    amount = parse(REPORTS.column("antal"), text)
    if amount is None:
        raise ValueError("får inte vara tom")
    return amount


def _heading_faults(place: str, header: list[str]) -> list[Problem]:
    missing = [name for plain, name in _NEEDED.items() if plain not in header]
    twice = [name for plain, name in _NEEDED.items() if header.count(plain) > 1]
    return [Problem(place, "kolumnen saknas", 1, name) for name in missing] + [
        Problem(place, "kolumnen finns flera gånger", 1, name) for name in twice
    ]


FORMAT = Format(
    "polisen",
    "Polisen: uttag av anmälda brott",
    "En rad per anmälan eller antal, med kommunkod, regsonamn, brottskod och inskr årmånad, och sin nyckeltabell.",
    _recognises,
    _read,
)

KEY = Format(
    "polisen-nyckel",
    "Polisen: nyckeltabell till uttaget",
    "Vad brottskoderna betyder. Den läses tillsammans med uttaget och ändrar inget själv.",
    _recognises_key,
    lambda upload, context: Reading(notes=["Nyckeltabellen används när uttaget läses in."]),
)
