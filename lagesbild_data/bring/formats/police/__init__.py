"""The police's extract of registered reports, with the key that tells what its crime codes are."""

import re
from functools import lru_cache, partial

from lagesbild_data.bring.formats.bra import OTHER_MEASURE
from lagesbild_data.bring.formats.police.codes import Codes, types_in
from lagesbild_data.bring.formats.police.fields import amount_of, area_of, kommun_of_code, month_of
from lagesbild_data.bring.formats.police.headings import (
    column_of,
    header_of,
    heading_faults,
    is_extract,
    is_key,
    rows_of,
    said_of,
    tables_in,
    told_of_columns,
    unclear_amounts,
)
from lagesbild_data.bring.formats.police.standing import no_longer, told_of_gone, too_few
from lagesbild_data.bring.formats.reading import Context, Format, Question, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import GROUPS, says_preliminary
from lagesbild_data.model.checked import Row
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.store import reports
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import Problem

_SOURCE = "polisen-uttag"
_NAMED = 5
"""Values of a column that are told by name."""
_FEWEST = 3
"""Kinds of crimes and months that tell that rows without an area are sums, and not so by chance."""
_SUMS = Question(
    "utan-omrade",
    "Raderna utan regsonamn är alltid lika med summan av områdenas. Är de summor, eller brott utan"
    " känt område?",
    {
        "summor": "summor: de räknas inte en gång till",
        "brott": "brott utan känt område: de räknas i kommunen",
    },
)
_ALL_OR_NOT = {"ja": "ja, läs in dem", "nej": "nej, läs inte in filen"}
_SOME = re.compile(rf"\b(?:{GROUPS})\b", re.IGNORECASE)
"""Those of whom the crimes are against, or by."""
_STATE = re.compile(r"status|makul|uppklar|misstank|redovis|beslut|resultat|^typ$|typavrad")
"""How a column is called that tells what became of reports: a report with two of these has two
rows."""
_COLUMNS = BY_NAME["brott_per_manad"].column_names


def _recognises(upload: Upload) -> bool:
    return bool(tables_in(upload, is_extract))


def _recognises_key(upload: Upload) -> bool:
    return bool(tables_in(upload, is_key)) and not _recognises(upload)


def _is_of_all_reports(reading: Reading, upload: Upload, context: Context, said: str) -> bool:
    """Whether the rows are all reported crimes: nothing says else, or a reader says so. False where
    that isn't answered yet; InvalidStore where they are something else."""
    found = OTHER_MEASURE.search(said) or _SOME.search(said)
    shown = next((word for word in said.split() if found and found[0] in word), "")
    if not shown:
        return True
    text = (
        f'{upload.name} säger "{shown}" i sitt namn eller ovanför rubrikerna. Är raderna ändå alla'
        " anmälda brott?"
    )
    answer = reading.ask(Question("rubrik", text, _ALL_OR_NOT), context)
    if answer == "nej":
        upload.refuse(f'är något annat än alla anmälda brott ("{shown}")')
    return answer is not None


def _counted(upload: Upload, layout: reports.Layout) -> tuple[reports.Counts, list[Problem]]:
    """How many crimes there are of each kind, and every fault."""
    [(name, at)] = tables_in(upload, is_extract).items()
    if upload.kind == "text":
        return reports.counted(upload.path, upload.name, layout, upload.progress, at)
    return reports.counted_rows(
        upload.with_progress(rows_of(upload, is_extract), len(upload.sheets[name])),
        upload.name,
        layout,
    )


def _read(upload: Upload, context: Context) -> Reading:
    keys = [other for other in (upload, *context.companions) if tables_in(other, is_key)]
    if len(keys) != 1:
        upload.refuse(
            "behöver sin nyckeltabell med kolumnerna brottskod, brott_niva och namn; läs in båda"
            " tillsammans"
        )
    for sheets_found in (tables_in(upload, is_extract), tables_in(keys[0], is_key)):
        if not sheets_found:
            upload.refuse(
                "har inte uttagets kolumner, minst kommunkod, brottskod och inskr_årmånad"
            )
        if len(sheets_found) > 1:
            named = swedish.enumerate_words([*sheets_found])
            upload.refuse(
                f"har samma tabell på flera blad ({named}); spara det som ska läsas som en egen"
                " arbetsbok"
            )
    own_key = tables_in(upload, is_key) if keys[0] is upload else {}
    reading, names = Reading(sheets=[*tables_in(upload, is_extract), *own_key]), context.names
    said = said_of(upload)
    if not _is_of_all_reports(reading, upload, context, said):
        return reading
    header = header_of(upload)
    if amounts := unclear_amounts(header):
        named = swedish.enumerate_words([f'"{text}"' for text in amounts])
        upload.refuse(
            f"har {named} men inte antal_brott; kalla kolumnen antal_brott om den är antalet brott,"
            " eller ta bort den om varje rad är ett brott"
        )
    codes = Codes(*types_in(keys[0], names), keys[0].name)
    parts = {
        row["omrade_id"] for row in names.known["omraden"] if row["typ"] not in ("kommun", "riket")
    }
    kommun_of = reports.kommuner_of(names.known["omraden"])
    plain = [*map(column_of, header)]
    states = [name for name in dict.fromkeys(plain) if _STATE.search(name)]
    layout = reports.Layout(
        {
            "kommunkod": lru_cache(None)(partial(kommun_of_code, names)),
            "regsonamn": lru_cache(None)(partial(area_of, names)),
            "brottskod": codes.type_of,
            "inskrarmanad": lru_cache(None)(month_of),
            "antalbrott": lru_cache(None)(amount_of),
            **{name: lru_cache(100_000)(str.strip) for name in states},
        },
        "antalbrott",
        heading_faults,
        column_of,
        {"regsonamn": None, "antalbrott": 1},
    )
    found, reading.problems = _counted(upload, layout)
    counts: reports.Counts = reports.Counter()
    outside = elsewhere = 0
    for at, name in enumerate(states):
        if len(values := sorted({of_kind[4 + at] for of_kind in found})) > 1:
            named = swedish.enumerate_words(f'"{value}"' for value in values[:_NAMED])
            message = (
                f"raderna skiljer sig ({named}); ta bort dem som inte ska räknas, och sedan"
                " kolumnen"
            )
            reading.tell(Problem(upload.name, message, column=header[plain.index(name)]))
    is_early = says_preliminary(said)
    answer = reading.ask(_SUMS, context) if _may_have_sums(found) else "brott"
    for (kommun, area, crime, month, *_), amount in found.items():
        if area is None and answer == "summor":
            continue
        if kommun is None:
            elsewhere += amount
            continue
        # other kommuner have areas with the same names
        is_ours = area in parts and kommun_of.get(area) == kommun
        outside += amount * (not is_ours)
        counts[area if is_ours else kommun, month, crime, is_early, _SOURCE] += amount
    if reading.problems or names.unmatched or not reading.is_answered:
        return reading
    rows, faults = reports.summary(upload.name, counts, names.known, is_whole=False)
    reading.problems += faults
    gone = no_longer(rows, names.known, kommun_of)
    reading.problems += too_few(upload.name, rows, names.known, kommun_of)
    rows += [row for row, _ in gone]
    reading.add(
        "brott_per_manad",
        f"{upload.name} (summerad)",
        _COLUMNS,
        [
            (number, [as_text(row[name]) for name in _COLUMNS])
            for number, row in enumerate(rows, start=1)
        ],
    )
    reading.notes += [
        (
            "Månaden är då anmälan registrerades, inte då brottet begicks. Enskilda anmälningar"
            " sparas inte."
        ),
        _months(rows),
        codes.told,
        *told_of_gone([before for _, before in gone]),
        told_of_columns(header),
        (
            f"{swedish.number(outside)} brott utanför lagrets områden räknas bara i sin kommun."
            if outside and "regsonamn" in plain
            else ""
        ),
        (
            f"{swedish.number(elsewhere)} brott utan kommun, eller i en som inte finns i lagret,"
            " lämnas utanför."
            if elsewhere
            else ""
        ),
    ]
    reading.notes = [note for note in reading.notes if note]
    reading.add_source(
        _SOURCE, "Uttag av anmälda brott efter registreringsmånad", "Polismyndigheten"
    )
    return reading


def _may_have_sums(found: reports.Counts) -> bool:
    """Whether what stands without an area is always what the areas have together: then it may be
    sums of them."""
    without: reports.Counts = reports.Counter()
    within: reports.Counts = reports.Counter()
    for (kommun, area, *rest), amount in found.items():
        (without if area is None else within)[kommun, *rest] += amount
    return len(within) >= _FEWEST and without == within


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


def _read_key(upload: Upload, context: Context) -> Reading:
    note = "Nyckeltabellen används när uttaget läses in."
    return Reading(notes=[note], sheets=[*tables_in(upload, is_key)])


FORMAT = Format(
    "polisen",
    "Polisen: uttag av anmälda brott",
    "En rad per anmälan eller antal, med kommunkod, regsonamn, brottskod och inskr årmånad, och sin"
    " nyckeltabell.",
    _recognises,
    _read,
)

KEY = Format(
    "polisen-nyckel",
    "Polisen: nyckeltabell till uttaget",
    "Vad brottskoderna betyder. Den läses tillsammans med uttaget och ändrar inget själv.",
    _recognises_key,
    _read_key,
    is_companion=True,
)
