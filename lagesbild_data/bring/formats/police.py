"""The police's extract of registered reports, with the key that tells what its crime codes are."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from itertools import dropwhile

from lagesbild_data.bring.formats.bra import OTHER_MEASURE
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Format, Question, Reading
from lagesbild_data.bring.formats.starts import starts
from lagesbild_data.bring.formats.upload import Line, Upload
from lagesbild_data.bring.formats.words import GROUPS, says_preliminary
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.model.rules import Row, Rows, parse
from lagesbild_data.model.tables import BY_NAME, REPORTS
from lagesbild_data.store import csv_folder, reports
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem

_SOURCE = "polisen-uttag"
_NAMED = 5
"""Values of a column that are told by name."""
_MANY = 10
"""So many crimes in a month that they don't become half as many when the month is counted anew."""
_NEEDED = {"kommunkod": "kommunkod", "brottskod": "brottskod", "inskrarmanad": "inskr årmånad"}
_ONCE = {**_NEEDED, "regsonamn": "regsonamn", "antalbrott": "antal_brott"}
_UNREAD = ("kommunnamn", "desokod", "inskrar", "inskrivningsdatum")
"""Columns of every extract that say nothing more than those that are read."""
_AMOUNT = re.compile(r"(?=.*(antal|sum))(antal|summa|sum|av|of|anmalda|anmalningar|brott)+")
"""What the column of the amount is called, when its heading says no more than that."""
_MAY_BE_AMOUNT = re.compile(r"antal|^sum|countof")
_SUM_NAMES = frozenset({"summa", "totalt", "total", "totalsumma", "samtliga"})
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
_DAY_0 = dt.date(1899, 12, 30)
"""The day from which Excel counts days: 202601, shown as a date, is 2454-09-12."""
_LAST_YEAR = 2200
"""Dates after this are such numbers."""


def _plain(heading: str) -> str:
    """A heading without what is written differently: case, spaces, underscores, dots over
    letters."""
    return re.sub(r"[^a-z]", "", heading.casefold().translate(str.maketrans("åäö", "aao")))


def _column(heading: str) -> str:
    """The column that a heading stands for."""
    plain = _plain(heading)
    return "antalbrott" if _AMOUNT.fullmatch(plain) else plain


_Wanted = Callable[[Collection[str]], bool]
"""Whether headings, plain, are those of what is wanted."""


def _is_extract(headings: Collection[str]) -> bool:
    return set(headings) >= _NEEDED.keys()


def _is_key(headings: Collection[str]) -> bool:
    return (
        "brottskod" in headings
        and any("niva" in name for name in headings)
        and not _is_extract(headings)
    )


def _tables(upload: Upload, is_wanted: _Wanted) -> dict[str, int]:
    """The sheets that have such headings among their first rows, or a text file by its own name,
    each with the number of that row; it never raises."""
    try:
        found = starts(upload)
    except InvalidStore:
        return {}
    return {
        name: at
        for name, lines in found.items()
        for at, texts in reversed(lines)
        if is_wanted([*map(_plain, texts)])
    }


def _recognises(upload: Upload) -> bool:
    return bool(_tables(upload, _is_extract))


def _recognises_key(upload: Upload) -> bool:
    return bool(_tables(upload, _is_key)) and not _recognises(upload)


def _rows(upload: Upload, is_wanted: _Wanted) -> Iterator[Line]:
    """The rows from the headings down; those of a workbook are as long as these."""
    [(name, at)] = _tables(upload, is_wanted).items()
    if upload.kind == "text":
        lines = upload.records(csv_folder.delimiter_in(upload.start.splitlines()[at]))
        yield from dropwhile(lambda line: not is_wanted([*map(_plain, line[1])]), lines)
        return
    lines = (line for line in upload.sheets[name] if line[0] >= at)
    heading = next(lines)
    yield heading
    width = len(heading[1])
    yield from ((number, texts + [""] * (width - len(texts))) for number, texts in lines)


def _header(upload: Upload) -> list[str]:
    """The extract's headings, for which no more than the beginning of a text is read."""
    [(name, at)] = _tables(upload, _is_extract).items()
    return next(texts for number, texts in starts(upload)[name] if number == at)


def _said(upload: Upload) -> str:
    """What the extract says of all its rows: what its file and its sheet are called, and what
    stands above its headings."""
    [(name, at)] = _tables(upload, _is_extract).items()
    above = (text for number, texts in starts(upload)[name] if number < at for text in texts)
    return " ".join([upload.name.replace("_", " "), name.replace("_", " "), *above])


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
    [(name, at)] = _tables(upload, _is_extract).items()
    if upload.kind == "text":
        return reports.counted(upload.path, upload.name, layout, upload.progress, at)
    return reports.counted_rows(
        upload.with_progress(_rows(upload, _is_extract), len(upload.sheets[name])),
        upload.name,
        layout,
    )


def _read(upload: Upload, context: Context) -> Reading:
    keys = [other for other in (upload, *context.companions) if _tables(other, _is_key)]
    if len(keys) != 1:
        upload.refuse(
            "behöver sin nyckeltabell med kolumnerna brottskod, brott_niva och namn; läs in båda"
            " tillsammans"
        )
    for sheets_found in (_tables(upload, _is_extract), _tables(keys[0], _is_key)):
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
    own_key = _tables(upload, _is_key) if keys[0] is upload else {}
    reading, names = Reading(sheets=[*_tables(upload, _is_extract), *own_key]), context.names
    said = _said(upload)
    if not _is_of_all_reports(reading, upload, context, said):
        return reading
    header = _header(upload)
    if amounts := _unclear_amounts(header):
        named = swedish.enumerate_words([f'"{text}"' for text in amounts])
        upload.refuse(
            f"har {named} men inte antal_brott; kalla kolumnen antal_brott om den är antalet brott,"
            " eller ta bort den om varje rad är ett brott"
        )
    codes = _Codes(*_types(keys[0], names), keys[0].name)
    parts = {
        row["omrade_id"] for row in names.known["omraden"] if row["typ"] not in ("kommun", "riket")
    }
    kommun_of = reports.kommuner_of(names.known["omraden"])
    plain = [*map(_column, header)]
    states = [name for name in dict.fromkeys(plain) if _STATE.search(name)]
    layout = reports.Layout(
        {
            "kommunkod": lru_cache(None)(partial(_kommun, names)),
            "regsonamn": lru_cache(None)(partial(_area, names)),
            "brottskod": codes.type_of,
            "inskrarmanad": lru_cache(None)(_month),
            "antalbrott": lru_cache(None)(_amount),
            **{name: lru_cache(100_000)(str.strip) for name in states},
        },
        "antalbrott",
        _heading_faults,
        _column,
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
    gone = _no_longer(rows, names.known, kommun_of)
    reading.problems += _too_few(upload.name, rows, names.known, kommun_of)
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
        *_told_of_gone([before for _, before in gone]),
        _told_of_columns(header),
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


def _unclear_amounts(header: Collection[str]) -> list[str]:
    """The headings that may be of the amount, where none is so for certain."""
    if "antalbrott" in map(_column, header):
        return []
    return [text for text in header if _MAY_BE_AMOUNT.search(_plain(text))]


def _told_of_columns(header: Collection[str]) -> str:
    """What to tell of columns that aren't read, and of that of the areas where it isn't there."""
    unread = [text for text in header if text.strip() and _column(text) not in (*_ONCE, *_UNREAD)]
    told = ["Kolumnen regsonamn saknas; brotten räknas bara i sin kommun."] * (
        "regsonamn" not in map(_plain, header)
    )
    if unread:
        told.append(
            f"Läses inte: {'kolumnen' if len(unread) == 1 else 'kolumnerna'}"
            f" {swedish.enumerate_words(unread)}."
        )
    return " ".join(told)


def _no_longer(
    rows: list[Row], known: Rows, kommun_of: Mapping[str, str]
) -> list[tuple[Row, int | None]]:
    """Rows with 0 for what the store has counted, and the extract has not, in months that the
    extract has: or a part would be left that is larger than its whole. Each with what stood there,
    None where it isn't shown. Areas are touched only when the extract tells of any."""
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
    """What to tell of counts that become 0, or that are written as 0 whatever they are, for they
    aren't shown."""
    shown, unseen = sum(bool(count) for count in were), were.count(None)
    why = (
        "för uttaget har inga sådana brott i månaden. Läs inte in uttaget om det bara har vissa"
        " brott eller områden."
    )
    told = [f"{swedish.number(shown)} antal i lagret blir 0, {why}"] if shown else []
    over = f"{swedish.number(unseen)} antal som inte visas skrivs som 0, vad som än står där, {why}"
    return [*told, over] if unseen else told


def _too_few(
    place: str, rows: list[Row], known: Rows, kommun_of: Mapping[str, str]
) -> list[Problem]:
    """Months of a kommun in which the extract has far fewer crimes than is shown of the store: it
    isn't a whole one."""
    names = {row["omrade_id"]: row["namn"] for row in known["omraden"]}
    counted = {
        (row["omrade_id"], row["ar"], row["manad"]): row["antal"]
        for row in rows
        if row["brottstyp_id"] == ALL_CRIMES
    }
    faults = []
    for row in known["brott_per_manad"]:
        area, before = row["omrade_id"], row["antal"]
        now = counted.get((area, row["ar"], row["manad"])) if kommun_of.get(area) == area else None
        if (
            row["brottstyp_id"] == ALL_CRIMES
            and (before or 0) >= _MANY
            and now is not None
            and now * 2 < before
        ):
            message = (
                f"{names[area]} har {now} brott {row['ar']}-{row['manad']:02} i uttaget men"
                f" {before} i lagret"
            )
            faults.append(
                Problem(
                    place, f"{message}; läs in ett uttag med alla brott i kommunen hela månaden"
                )
            )
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


def _types(key: Upload, names: Names) -> tuple[dict[str, str | None], dict[str, str]]:
    """The type of crime that each code counts as: the narrowest of its levels that the store has,
    else all crimes. Then the names of codes that have several types on that level, in words."""
    (_, header), *lines = _rows(key, _is_key)
    plain = [_plain(text) for text in header]
    code = plain.index("brottskod")
    level = next(at for at, text in enumerate(plain) if "niva" in text)
    called = [at for at, text in enumerate(plain) if text.endswith("namn")]
    if not called:
        key.refuse("saknar en kolumn med namn, till exempel brott_namn")
    levels: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(
        partial(defaultdict, dict)
    )
    for line, fields in lines:
        if len(fields) != len(header):
            key.refuse(f"har {len(fields)} fält på rad {line} men {len(header)} rubriker")
        name = next((fields[at].strip() for at in reversed(called) if fields[at].strip()), "")
        levels[fields[code].strip()][fields[level].strip().zfill(3)].setdefault(name, line)
    widest = (
        ALL_CRIMES
        if any(row["brottstyp_id"] == ALL_CRIMES for row in names.known["brottstyper"])
        else None
    )
    types: dict[str, str | None] = {}
    unclear: dict[str, str] = {}
    for text, found in levels.items():
        types[text] = widest
        for _, lines_of in sorted(found.items(), reverse=True):
            kinds = {names.find("brottstyper", name) for name in lines_of}
            if len(kinds) > 1:
                unclear[text] = swedish.enumerate_words(
                    [f"{name} (rad {line})" for name, line in lines_of.items()], "eller"
                )
            if kinds != {None}:
                types[text] = max(filter(None, kinds))
                break
    return types, unclear


class _Codes:
    """The codes of crimes in a key, and those that are written without their first noughts."""

    def __init__(self, types: Mapping[str, str | None], unclear: Mapping[str, str], key: str):
        self._types, self._unclear, self._key = types, unclear, key
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for code in types:
            self._alike[code.lstrip("0")].append(code)
        self.mended: dict[str, str] = {}
        """Codes that aren't in the key, and those that they are taken for."""

    def type_of(self, text: str) -> str:
        """What a code counts as; ValueError, in Swedish, where that isn't known."""
        code = text.strip()
        alike = self._alike.get(code.lstrip("0"), [])
        if len(alike) > 1 and not code.startswith("0"):
            choices = swedish.enumerate_words(alike, "eller")
            raise ValueError(
                f'"{text}" kan vara {choices} i nyckeltabellen {self._key}, om Excel har tagit bort'
                " nollor"
            )
        if code not in self._types:
            if len(alike) != 1:
                raise ValueError(f'"{text}" finns inte i nyckeltabellen {self._key}')
            self.mended[code] = alike[0]
        meant = self.mended.get(code, code)
        if meant in self._unclear:
            raise ValueError(
                f'"{text}" är {self._unclear[meant]} på samma nivå i nyckeltabellen {self._key}; ta'
                " bort de rader där som inte gäller"
            )
        if (found := self._types[meant]) is None:
            raise ValueError(
                f'"{text}" svarar inte mot någon brottstyp i lagret, som också saknar {ALL_CRIMES}'
            )
        return found

    @property
    def told(self) -> str:
        """What to tell of codes without their noughts."""
        if not self.mended:
            return ""
        code, meant = min(self.mended.items())
        return (
            f"Nollor i början av brottskoder saknas, som när Excel har sparat dem; {code} läses som"
            f" {meant}."
        )


def _month(text: str) -> int:
    """The month, also where Excel has made a date of it, or shows its number as that of a day."""
    text = text.strip()
    found = re.fullmatch(r"(\d{4})-?(\d{2})", _undated(text))
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError(f'"{text}" är inte en månad i formen ÅÅÅÅMM')
    return reports.month_number(dt.date(int(found[1]), int(found[2]), 1))


def _undated(text: str) -> str:
    """A month that a date stands for, as it was written; all else as it is."""
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)([T ]00:00(:00)?)?", text):
        with suppress(ValueError):
            date = dt.date.fromisoformat(found[1])
            if date.year > _LAST_YEAR:
                return str((date - _DAY_0).days)
            if date.day == 1:
                return f"{date:%Y%m}"
    return text


def _area(names: Names, text: str) -> str | None:
    """The area of this name; None where there is none."""
    if text.strip().casefold() in _SUM_NAMES:
        raise ValueError(f'"{text}" ser ut som en summa av raderna; ta bort raden')
    return names.find("omraden", text) if text.strip() else None


def _kommun(names: Names, text: str) -> str | None:
    """The kommun with this code; None for one that isn't in the store, and for crimes that happened
    in none."""
    code = text.strip().zfill(4)
    return names.area_of_code(code) if code.strip("0") else None


def _read_key(upload: Upload, context: Context) -> Reading:
    note = "Nyckeltabellen används när uttaget läses in."
    return Reading(notes=[note], sheets=[*_tables(upload, _is_key)])


def _amount(text: str) -> int:
    amount = parse(REPORTS.column("antal"), text)
    if amount is None:
        raise ValueError("får inte vara tom")
    return amount


def _heading_faults(place: str, header: list[str]) -> list[Problem]:
    missing = [name for plain, name in _NEEDED.items() if plain not in header]
    twice = [name for plain, name in _ONCE.items() if header.count(plain) > 1]
    return [Problem(place, "kolumnen saknas", 1, name) for name in missing] + [
        Problem(place, "kolumnen finns flera gånger", 1, name) for name in twice
    ]


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
