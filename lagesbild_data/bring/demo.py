"""Exempelstad: an invented kommun with rows in every table, to try everything out on.

All of it comes from a seed and the lists below; nothing is about a real place, and every source
says that it is invented. The reported crimes are drawn as single reports, and all counts of them
are sums of the same draw.
"""

import calendar
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.indicators import RIKTNINGAR, STORNINGSGRUPPER
from lagesbild_data.store import areafile
from lagesbild_data.store.building import build
from lagesbild_data.store.csv_folder import write_table
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.store.stores import as_text
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words import measures
from lagesbild_data.words.problems import InvalidStore, Problem

Tables = Mapping[str, Iterable[Sequence[object]]]
"""Rows per table name, their values in the order of the declared columns."""
Counts = np.ndarray
"""How many reports there are, as whole numbers with an axis each for place, year, month and crime
type."""

YEARS = range(2015, 2026)
PRELIMINARY = YEARS[-1]


@dataclass(frozen=True)
class _Area:
    omrade_id: str
    namn: str
    typ: str
    people: int
    index: float
    """The level that its problemindex moves around."""


_KOMMUN, _KOMMUNKOD = "exempelstad", "9999"
_AREAS = (
    _Area("exempelcentrum", "Exempelcentrum", "centrum", 3100, 2.2),
    _Area("pahittsbacken", "Påhittsbacken", "bostadsområde", 4200, 2.6),
    _Area("dromhojden", "Drömhöjden", "bostadsområde", 3800, 1.9),
    _Area("modellhagen", "Modellhagen", "bostadsområde", 2900, 1.5),
    _Area("latsasangen", "Låtsasängen", "bostadsområde", 2600, 1.3),
    _Area("gatlunda", "Gåtlunda", "bostadsområde", 1700, 1.1),
    _Area("fabelgarden", "Fabelgården", "bostadsområde", 1500, 0.9),
    _Area("skissviken", "Skissviken", "bostadsområde", 900, 0.6),
    _Area("tankeby", "Tänkeby", "ort", 700, 0.7),
    _Area("skronby", "Skrönby", "ort", 350, 0.5),
)
_COMPARED = (
    _Area("latsaskoping", "Låtsasköping", "kommun", 34_000, 1.7),
    _Area("skronvalla", "Skrönvalla", "kommun", 12_500, 1.0),
    _Area("riket", "Riket (påhittade tal)", "riket", 3_000_000, 1.4),
)
_MAP = (
    "SSSSSSPPPPPP",
    "SSSSPPPPPLLL",
    "SSSSPPPLLLLL",
    "SSDDDPEELLFF",
    "SDDDDEEEMFFF",
    "KKDDEEEMMMFF",
    "KKKDGGMMMMFF",
    "KKKGGGGMMTTT",
    "KKKKGGGTTTTT",
    "KKGGGGTTTTTT",
)
"""The kommun from the north-west; each letter is a piece of the area in the same place of _LETTERS.
"""
_LETTERS = "EPDMLGFKTS"
_WEST, _NORTH, _WIDTH, _HEIGHT = 18.7, 61.6, 0.025, 0.0125
"""The map's corner and the size of a piece, in degrees: in the open Gulf of Bothnia, where nobody
lives."""


_AGENDA = (
    ("Hur ser läget ut?", "?ar=2025"),
    ("Är ökningen större än slumpen?", "brott?steg=Kvartal"),
    ("Gör vi det vi har lovat?", "loften"),
)
"""Titles and addresses of a saved meeting."""


def write(target: str | Path, reports: int = 20_000, seed: int = 1) -> dict[str, int]:
    """Write the invented store, with this many single reports summed up in it, and give the rows
    per table.

    The target is a folder or a SQLite file, and is replaced as a whole when all in it is invented;
    InvalidStore and OSError leave it as it was.
    """
    _check_target(Location.parse(target))
    single = partial(write_reports, counts=reported(reports, seed), seed=seed)
    return put_together(tables(reports, seed), target, json.dumps(surfaces()), single)


def _check_target(goal: Location) -> None:
    """InvalidStore for an address, and where there is data that isn't invented."""
    if goal.path is None:
        raise InvalidStore(
            [
                Problem(
                    goal.shown, "är en adress; påhittade data skrivs i en mapp eller en SQLite-fil"
                )
            ]
        )
    is_used = goal.path.is_file() or (goal.path.is_dir() and any(goal.path.iterdir()))
    if is_used and {row["pahittad"] for row in rows_of(goal)["kallor"]} != {True}:
        raise InvalidStore(
            [Problem(goal.text, "innehåller uppgifter som inte är påhittade; välj ett annat mål")]
        )


def put_together(
    content: Tables,
    target: str | Path,
    surfaces: str = "",
    reports: Callable[[Path], None] | None = None,
) -> dict[str, int]:
    """Make a store of these rows, of surfaces as GeoJSON and of the single reports that `reports`
    writes to a file, as build does; gives the rows per table."""
    with Workplace() as folder:
        for name, rows in content.items():
            lines = ([as_text(value) for value in row] for row in rows)
            write_table(Path(folder, f"{name}.csv"), BY_NAME[name].column_names, lines)
        if surfaces:
            Path(folder, areafile.NAME).write_text(surfaces, encoding="utf-8")
        if reports:
            reports(Path(folder, "brottsanmalningar.csv"))
        return build(folder, target)


def tables(reports: int, seed: int) -> Tables:
    """The rows of every table."""
    people, surveys = _people(_chance(seed, "folkmangd")), _Surveys(_chance(seed, "undersokningar"))
    return {
        "kallor": [
            [
                key,
                title,
                "Exempelstad",
                None,
                "2026-01-15",
                "CC0",
                "Alla uppgifter är påhittade.",
                True,
            ]
            for key, title in _SOURCES.items()
        ],
        "omraden": [
            [_KOMMUN, "Exempelstad", "kommun", _KOMMUNKOD],
            *([area.omrade_id, area.namn, area.typ, _KOMMUNKOD] for area in _AREAS),
            *(
                [area.omrade_id, area.namn, area.typ, code]
                for area, code in zip(_COMPARED, ("9998", "9997", None), strict=True)
            ),
        ],
        "omradesroller": _roles(),
        "folkmangd": [
            [place, year, count, "folkmangd", None]
            for place, counts in people.items()
            for year, count in counts.items()
        ],
        "klassningar": (
            [
                ["pahittsbacken", year, "utsatt område", "lista", None]
                for year in (2017, 2019, 2021, 2023)
            ]
            + [["dromhojden", 2025, "utsatt område", "lista", "Första gången på listan."]]
        ),
        **surveys.tables(),
        **_crimes(reported(reports, seed), people, _chance(seed, "jamforda")),
        **_promises(_chance(seed, "loften")),
        "agendapunkter": [
            ["Rådets möte", number, *point] for number, point in enumerate(_AGENDA, start=1)
        ],
        "namnval": [["omraden", "exempelstads norra delar", None]],
        "handelser": list(_events(_chance(seed, "handelser"))),
    }


def _chance(seed: int, part: str) -> np.random.Generator:
    """Random numbers of a part's own, so that one part stays as it is when another changes."""
    return np.random.default_rng([seed, *part.encode()])


_SOURCES = {
    "undersokning": "Påhittad trygghetsundersökning",
    "statistik": "Påhittad brottsstatistik",
    "anmalningar": "Påhittade anmälningar",
    "folkmangd": "Påhittad folkmängd",
    "lista": "Påhittad lista över utsatta områden",
    "loften": "Påhittade medborgarlöften",
    "uppfoljning": "Påhittade uppföljningar",
}


# Where


def surfaces() -> dict[str, Any]:
    """The areas as a GeoJSON FeatureCollection in WGS 84; together they fill the kommun."""
    moved = np.random.default_rng(0).uniform(-0.3, 0.3, (len(_MAP) + 1, len(_MAP[0]) + 1, 2))

    def position(x: int, y: int) -> list[float]:
        east, south = moved[y, x]
        return [round(_WEST + (x + east) * _WIDTH, 5), round(_NORTH - (y + south) * _HEIGHT, 5)]

    features = [
        {
            "type": "Feature",
            "properties": {"omrade_id": area.omrade_id},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[position(*corner) for corner in _ring(letter)]],
            },
        }
        for area, letter in zip(_AREAS, _LETTERS, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _ring(letter: str) -> list[tuple[int, int]]:
    """The corners around the pieces with this letter, counterclockwise and closed."""
    sides: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for y, line in enumerate(_MAP):
        for x in (x for x, piece in enumerate(line) if piece == letter):
            corners = [(x, y + 1), (x + 1, y + 1), (x + 1, y), (x, y), (x, y + 1)]
            sides.update(pairwise(corners))
    following = {first: last for first, last in sides if (last, first) not in sides}
    ring = [min(following)]
    while len(ring) <= len(following):
        ring.append(following[ring[-1]])
    return ring


def _prioritised(year: int) -> list[str]:
    """Three of the five areas with most problems; which ones changes every year."""
    return [_AREAS[(year + step) % 5].omrade_id for step in range(3)]


def _roles() -> list[list[object]]:
    roles: list[list[object]] = [
        [place, year, "prioriterat", "loften", None]
        for year in YEARS
        for place in _prioritised(year)
    ]
    return roles + [
        ["fabelgarden", year, "jämförelse", "loften", None] for year in YEARS if year >= 2018
    ]


def _people(chance: np.random.Generator) -> dict[str, dict[int, int]]:
    """Population per place and year, from the year before the first."""
    years = range(YEARS[0] - 1, YEARS[-1] + 1)
    people = {}
    for area in (*_AREAS, *_COMPARED):
        growth = chance.uniform(0.998, 1.012)
        people[area.omrade_id] = {
            year: round(area.people * growth**passed) for passed, year in enumerate(years)
        }
    people[_KOMMUN] = {year: sum(people[area.omrade_id][year] for area in _AREAS) for year in years}
    return people


# What people answer

_INDICATORS = (
    [
        "problemindex",
        "Problemindex",
        "index",
        0,
        6,
        2,
        "lägre",
        "0 är inga problem, 6 är mycket allvarliga problem.",
    ],
    [
        "avstar-ga-ut-ensam",
        "Avstår från att gå ut ensam",
        "procent",
        0,
        100,
        0,
        "lägre",
        "Andel som låter bli att gå ut ensamma på kvällen.",
    ],
    [
        "narkotika-avlopp",
        "Narkotika i avloppsvatten",
        None,
        None,
        None,
        None,
        "lägre",
        "Bara riktningen anges.",
    ],
)
_DISTURBANCES = dict(
    zip(
        STORNINGSGRUPPER,
        (
            ("Nedskräpning", "Skadegörelse i området", "Klotter", "Dålig belysning"),
            ("Berusade personer utomhus", "Narkotika i området"),
            ("Bråk och stök", "Buskörning", "Ungdomsgäng som stör", "Störande grannar"),
            ("Utsatt för inbrott", "Utsatt för stöld", "Utsatt för våld eller hot"),
            ("Oro för inbrott", "Oro för överfall", "Oro för skadegörelse"),
            ("Otrygg ute på kvällen", "Undviker platser i området"),
            ("Polisen syns för lite", "Polisen bryr sig för lite", "Svårt att få tag i polisen"),
        ),
        strict=True,
    )
)
_NOT_SURVEYED = {("skronby", year) for year in YEARS} | {("tankeby", 2019), ("fabelgarden", 2020)}
_ONLY_DIRECTION = ("skissviken", PRELIMINARY)
_SPREAD = 1.1
"""Standard deviation between the answers to the problemindex."""


class _Surveys:
    """The tables that rest on the yearly survey, row by row."""

    def __init__(self, chance: np.random.Generator):
        self.chance = chance
        self.values: list[list[object]] = []
        self.surveys: list[list[object]] = []
        self.disturbances: list[list[object]] = []

    def tables(self) -> Tables:
        own = sum(area.people * area.index for area in _AREAS) / sum(area.people for area in _AREAS)
        kommun = _Area(_KOMMUN, "Exempelstad", "kommun", sum(area.people for area in _AREAS), own)
        for place in (kommun, *_AREAS, *_COMPARED):
            self._place(place)
        for year in YEARS[1:]:
            way = RIKTNINGAR[self.chance.integers(3)]
            about = [None, None, None, "undersokning", None]
            self.values.append(["narkotika-avlopp", _KOMMUN, year, "totalt", None, way, *about])
        return {
            "indikatorer": _INDICATORS,
            "indikatorvarden": self.values,
            "undersokningar": self.surveys,
            "storningar": self.disturbances,
        }

    def _place(self, place: _Area) -> None:
        level = place.index
        before: float | None = None
        for year in YEARS:
            level = float(np.clip(level + self.chance.normal(0, 0.1), 0.2, 5))
            if (place.omrade_id, year) in _NOT_SURVEYED:
                before = None
                continue
            sent = 400 if place.typ not in ("kommun", "riket") else 4000
            rate = round(self.chance.uniform(38, 58), 1)
            answers = round(sent * rate / 100)
            for indicator in ("problemindex", "avstar-ga-ut-ensam"):
                self.surveys.append(
                    [
                        indicator,
                        place.omrade_id,
                        year,
                        f"Påhittad undersökning {year}",
                        sent,
                        rate,
                        "undersokning",
                        None,
                    ]
                )
            before = self._index(place.omrade_id, year, round(level, 2), before, answers)
            self._shares(place.omrade_id, year, level, answers)
            if place not in _COMPARED:
                self._disturbances(place.omrade_id, year, level, answers)

    def _index(
        self, place: str, year: int, value: float, before: float | None, answers: int
    ) -> float | None:
        """Add a value of the problemindex; give it, None when only its direction is to be known."""
        way = None if before is None else measures.direction(before, value)
        hidden = (place, year) == _ONLY_DIRECTION
        shown = (
            [None, way, None, None]
            if hidden
            else [value, way, answers, round(_SPREAD / answers**0.5, 3)]
        )
        remark = "Talet finns bara i en bild." if hidden else None
        self.values.append(
            ["problemindex", place, year, "totalt", *shown, None, "undersokning", remark]
        )
        return None if hidden else value

    def _shares(self, place: str, year: int, level: float, answers: int) -> None:
        women = answers // 2
        for group, part, factor in (
            ("totalt", answers, 1.0),
            ("kvinnor", women, 1.35),
            ("män", answers - women, 0.65),
        ):
            share = (
                int(self.chance.binomial(part, min(0.95, (0.06 + 0.09 * level) * factor))) / part
            )
            error = round(100 * (share * (1 - share) / part) ** 0.5, 1)
            about = [error, None, "undersokning", None]
            self.values.append(
                ["avstar-ga-ut-ensam", place, year, group, round(100 * share), None, part, *about]
            )

    def _disturbances(self, place: str, year: int, level: float, answers: int) -> None:
        for group, names in _DISTURBANCES.items():
            for number, name in enumerate(names):
                value = int(
                    np.clip(round(level * (1.4 - 0.25 * number) + self.chance.normal(0, 0.3)), 0, 6)
                )
                self.disturbances.append(
                    [place, year, group, name, value, answers, "undersokning", None]
                )


# What is reported

_TYPES = (
    ("samtliga", "Samtliga brott", None),
    ("brott-mot-person", "Brott mot person", "samtliga"),
    ("misshandel", "Misshandel", "brott-mot-person"),
    ("hot", "Hot", "brott-mot-person"),
    ("personran", "Personrån", "brott-mot-person"),
    ("stold-ran", "Stöld och inbrott", "samtliga"),
    ("bostadsinbrott", "Bostadsinbrott", "stold-ran"),
    ("cykelstold", "Cykelstöld", "stold-ran"),
    ("butiksstold", "Butiksstöld", "stold-ran"),
    ("stold-ur-bil", "Stöld ur bil", "stold-ran"),
    ("skadegorelse", "Skadegörelse", "samtliga"),
    ("klotter", "Klotter", "skadegorelse"),
    ("annan-skadegorelse", "Annan skadegörelse", "skadegorelse"),
    ("narkotika", "Narkotikabrott", "samtliga"),
    ("bedrageri", "Bedrägeri", "samtliga"),
)
_TYPE_IDS = [type_id for type_id, _, _ in _TYPES]
_LEAVES = {
    "misshandel": (9, 0.2, 1.0),
    "hot": (6, 0.1, 1.01),
    "personran": (1, -0.1, 1.0),
    "bostadsinbrott": (5, -0.3, 0.94),
    "cykelstold": (10, 0.5, 0.97),
    "butiksstold": (12, 0.0, 1.0),
    "stold-ur-bil": (8, 0.1, 0.98),
    "klotter": (7, 0.1, 1.0),
    "annan-skadegorelse": (12, 0.2, 1.0),
    "narkotika": (13, 0.1, 1.02),
    "bedrageri": (17, 0.0, 1.03),
}
"""The types that a report can have: their parts of all, how much more common in July, and the
change per year."""
_RISES = (
    ("exempelcentrum", "butiksstold", YEARS[0], 4.0),
    ("pahittsbacken", "klotter", 2024, 2.5),
)
"""Where a type is more common than elsewhere, from which year and how many times."""
_BREAK = ("bedrageri", 2019, 1.3)
"""The type, the year from which it is counted in another way, and how many times more that gives.
"""
_PLACES = (_KOMMUN, *(area.omrade_id for area in _AREAS))
"""Where reports are: a report on the kommun itself is not tied to any area."""
_UNTIED = 0.05


def reported(reports: int, seed: int) -> Counts:
    """How many of the single reports there are of each of the types without parts, per place (first
    those not tied to any area), year and month."""
    weights = np.array([area.people * (0.5 + area.index) for area in _AREAS])
    places = np.array([_UNTIED * weights.sum(), *weights])
    expected = places[:, None, None, None] * _expected()
    for place, leaf, year, times in _RISES:
        expected[_PLACES.index(place), YEARS.index(year) :, :, list(_LEAVES).index(leaf)] *= times
    drawn = _chance(seed, "anmalningar").multinomial(reports, (expected / expected.sum()).ravel())
    return drawn.reshape(expected.shape)


def _expected() -> np.ndarray:
    """How common each type without parts is, per year, month and type."""
    share, summer, change = np.array(list(_LEAVES.values())).T
    season = 1 + summer * np.cos(2 * np.pi * (np.arange(12)[:, None] - 6) / 12)
    expected = share * season * change ** np.arange(len(YEARS))[:, None, None]
    leaf, year, times = _BREAK
    expected[YEARS.index(year) :, :, list(_LEAVES).index(leaf)] *= times
    return expected


def write_reports(path: Path, counts: Counts, seed: int) -> None:
    """Write the counted reports as CSV, a row each, year by year in the order of their dates."""
    chance = _chance(seed, "dagar")
    places, leaves = pa.array(_PLACES), pa.array(list(_LEAVES))
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as file:
        file.write(b"omrade_id,datum,brottstyp_id,antal,preliminar,kalla_id\n")
        for number, year in enumerate(YEARS):
            cells = np.repeat(np.arange(counts[:, 0].size), counts[:, number].ravel())
            place, month, leaf = np.unravel_index(cells, counts[:, 0].shape)
            days = np.array([calendar.monthrange(year, part)[1] for part in range(1, 13)])
            first = (
                np.concatenate([[0], np.cumsum(days)[:-1]])
                + dt.date(year, 1, 1).toordinal()
                - _EPOCH
            )
            date = (first[month] + chance.integers(days[month])).astype("int32")
            order = np.argsort(date, kind="stable")
            rows = {
                "omrade_id": places.take(pa.array(place[order])),
                "datum": pa.array(date[order], pa.date32()),
                "brottstyp_id": leaves.take(pa.array(leaf[order])),
                "antal": pa.repeat("1", len(order)),
                "preliminar": pa.repeat(as_text(year == PRELIMINARY), len(order)),
                "kalla_id": pa.repeat("anmalningar", len(order)),
            }
            pyarrow.csv.write_csv(pa.table(rows), file, options)


_EPOCH = dt.date(1970, 1, 1).toordinal()


def _crimes(
    counts: Counts, people: Mapping[str, Mapping[int, int]], chance: np.random.Generator
) -> Tables:
    """The tables of crimes, all summed up from the same single reports."""
    rows = {_KOMMUN: _with_all_types(counts).sum(axis=0)}
    part = _expected() / _expected().sum()
    for area in _COMPARED:
        size = (
            area.people * (0.5 + area.index) / sum(own.people * (0.5 + own.index) for own in _AREAS)
        )
        rows[area.omrade_id] = _with_all_types(chance.poisson(counts.sum() * size * part))
    return {
        "brottstyper": [
            [
                type_id,
                name,
                above,
                type_id != "bostadsinbrott",
                "Etiketten är inte avstämd." if type_id == "bostadsinbrott" else None,
            ]
            for type_id, name, above in _TYPES
        ],
        "anmalda_brott": [
            row for place, found in rows.items() for row in _published(place, found, people[place])
        ],
    }


def _with_all_types(counts: Counts) -> Counts:
    """Counts of the types without parts (last axis) as counts of every type."""
    above = {type_id: over for type_id, _, over in _TYPES}
    included = np.zeros((len(_LEAVES), len(_TYPES)), dtype=counts.dtype)
    for number, leaf in enumerate(_LEAVES):
        kind: str | None = leaf
        while kind is not None:
            included[number, _TYPE_IDS.index(kind)] = 1
            kind = above[kind]
    return counts @ included


def _published(place: str, counts: Counts, people: Mapping[int, int]) -> Iterator[list[object]]:
    """A place's rows of anmalda_brott: each year, and each quarter save for riket; counts per year,
    month and type."""
    quarters = counts.reshape(len(YEARS), 4, 3, -1).sum(axis=2)
    for number, year in enumerate(YEARS):
        mean = measures.mean_population(people[year - 1], people[year])
        for kind, type_id in enumerate(_TYPE_IDS):
            broken = (type_id, year) == _BREAK[:2]
            about = [broken, "statistik", "Räknesättet ändrades." if broken else None]
            total = quarters[number, :, kind].sum()
            preliminary = year == PRELIMINARY
            yield [
                place,
                year,
                None,
                type_id,
                total,
                preliminary,
                round(measures.per_100k(total, mean) or 0),
                *about,
            ]
            for quarter in range(4) if place != "riket" else ():
                count = quarters[number, quarter, kind]
                yield [place, year, quarter + 1, type_id, count, preliminary, None, *about]


# What is promised


@dataclass(frozen=True)
class _Work:
    """An activity that returns in several promises."""

    key: str
    namn: str
    beskrivning: str
    focus: str | None
    parties: tuple[str, ...]
    """The first is responsible."""
    matt: str = ""
    enhet: str = ""
    level: int = 0
    """How much there is of it in a tertial; percent for a share."""
    avser: str = "tertialet"
    frekvens: str = ""
    local: bool = True


_PROMISES = (
    (2015, 2015),
    (2016, 2017),
    (2018, 2019),
    (2020, 2020),
    (2021, 2022),
    (2023, 2023),
    (2024, 2025),
)
_LAST_REPORT = (2025, 1)
"""The year and tertial after which nothing is followed up yet."""
_PARTIES = {
    "polisen": "Polisen i Exempelstad",
    "kommunen": "Exempelstads kommun",
    "bostadsbolaget": "Bostadsbolaget Exempelhem",
    "foreningarna": "Exempelstads föreningsråd",
    "skolan": "Exempelskolorna",
}
_FOCUS = {
    "platser": ("Trygga platser", "Torg, parker och gångvägar ska vara trygga på kvällen."),
    "unga": ("Unga", "Fler vuxna ska finnas där unga är."),
    "egendom": (
        "Färre inbrott och skador",
        "Grannar och ägare ska ta hand om sina hus tillsammans.",
    ),
}
_WORKS = (
    _Work(
        "fotpatrull",
        "Fotpatruller på kvällar",
        "Poliser går till fots där många rör sig.",
        "platser",
        ("polisen",),
        "Fotpatruller",
        "tillfällen",
        60,
    ),
    _Work(
        "belysning",
        "Bättre belysning",
        "Mörka gångvägar får nya lampor.",
        "platser",
        ("kommunen", "bostadsbolaget"),
        "Nya lampor",
        "lampor",
        25,
        "året hittills",
    ),
    _Work(
        "vandring",
        "Trygghetsvandringar",
        "Boende visar var det känns otryggt.",
        "platser",
        ("kommunen", "polisen", "foreningarna"),
        "Trygghetsvandringar",
        "vandringar",
        3,
    ),
    _Work(
        "krog",
        "Ansvarsfull servering",
        "Tillsyn av serveringar i centrum.",
        "platser",
        ("kommunen", "polisen"),
        "Tillsyner av serveringar",
        "tillsyner",
        8,
        "året hittills",
    ),
    _Work(
        "vuxna",
        "Vuxna ute på helgkvällar",
        "Föreningar går ut när unga är ute.",
        "unga",
        ("foreningarna", "kommunen"),
        "Nattvandringar",
        "vandringar",
        14,
    ),
    _Work(
        "skola",
        "Samtal i skolan",
        "Alla i årskurs åtta får ett samtal om droger.",
        "unga",
        ("skolan", "polisen"),
        "Andel elever som nåtts",
        "procent",
        80,
        local=False,
    ),
    _Work(
        "traffpunkt",
        "Öppen träffpunkt",
        "En lokal där unga kan vara på kvällen.",
        "unga",
        ("kommunen", "skolan"),
        "Öppna kvällar",
        "kvällar",
        45,
    ),
    _Work(
        "grannar",
        "Grannsamverkan",
        "Grannar håller uppsikt tillsammans.",
        "egendom",
        ("polisen", "bostadsbolaget"),
        "Nya grupper för grannsamverkan",
        "grupper",
        5,
    ),
    _Work(
        "klotter",
        "Klotter bort snabbt",
        "Klotter tas bort inom två dygn.",
        "egendom",
        ("bostadsbolaget", "kommunen"),
        "Andel klotter borta i tid",
        "procent",
        75,
    ),
    _Work(
        "dialog",
        "Medborgardialoger",
        "Polis och kommun lyssnar på dem som bor i området.",
        None,
        ("kommunen", "polisen"),
        "Dialoger",
        "dialoger",
        4,
    ),
    _Work(
        "lagesbild",
        "Gemensam lägesbild",
        "Polis och kommun går igenom läget tillsammans.",
        None,
        ("polisen", "kommunen"),
        "Gemensam lägesbild",
        frekvens="varje vecka",
        local=False,
    ),
)
_DIALOGUES = _WORKS[9]
_FOLLOW_UPS = {
    "planerad": ("planen är klar men inget är gjort än.", "arbetet börjar nästa tertial."),
    "pågår": (
        "arbetet går som tänkt.",
        "arbetet fortsätter och mer är bokat.",
        "mer än hälften är gjort.",
    ),
    "genomförd": ("allt som var tänkt är gjort.", "arbetet är klart."),
    "försenad": (
        "starten är uppskjuten eftersom material saknas.",
        "arbetet blir av senare än tänkt.",
    ),
    "ej genomförd": ("inget gjordes under tertialet.",),
    "ej rapporterad": (),
}
"""What is written of each status, after the name of the activity."""
_EARLY, _LATE = (0.25, 0.47, 0.03, 0.12, 0.06, 0.07), (0.03, 0.47, 0.27, 0.1, 0.06, 0.07)
"""How likely each status of _FOLLOW_UPS is in the first and in the last tertial of a promise."""
_COMPARISONS = ("exakt", "exakt", "minst", "cirka", "över")


def _promises(chance: np.random.Generator) -> Tables:
    """The tables of promises, what came of them, and the work that returns."""
    rows: dict[str, list[list[object]]] = {
        "loften": [],
        "fokusomraden": [],
        "aktiviteter": [],
        "aktivitetsomraden": [],
        "parter": [[*party] for party in _PARTIES.items()],
        "aktivitetsparter": [],
        "mal": [],
        "malomraden": [],
        "uppfoljningar": [],
        "utfall": [],
        "linjer": [[work.key, work.namn] for work in _WORKS],
        "linjeposter": [],
    }
    for number, (first, last) in enumerate(_PROMISES):
        _add_promise(rows, first, last)
        for order, work in enumerate(_works(number), start=1):
            _add_activity(rows, work, order, first, last, chance)
        if _DIALOGUES not in _works(number):
            only_target = "Löftet har ett mål om dialoger men ingen aktivitet."
            rows["linjeposter"].append(
                [_DIALOGUES.key, None, _shared_target(first), "tolkning", only_target]
            )
    rows["andringslogg"] = [_change(rows["uppfoljningar"][-1])]
    return rows


def _works(number: int) -> list[_Work]:
    """The activities of a promise, given its place among _PROMISES: three of four."""
    return [work for at, work in enumerate(_WORKS) if (at + number) % 4]


def _add_promise(rows: dict[str, list[list[object]]], first: int, last: int) -> None:
    promise, years = f"lofte-{first}", str(first) if first == last else f"{first}–{last}"
    aim = "Exempelstad ska bli tryggare. Polis och kommun gör det tillsammans."
    rows["loften"].append([promise, f"Medborgarlöfte {years}", first, last, aim, "loften"])
    rows["fokusomraden"] += [
        [f"{promise}-{key}", promise, *texts, "loften"] for key, texts in _FOCUS.items()
    ]
    # A target that several areas share, and that belongs to no activity.
    together = _shared_target(first)
    rows["mal"].append(
        [
            together,
            promise,
            None,
            "Dialoger i områdena tillsammans",
            "minst",
            6 * (last - first + 1),
            "dialoger",
            None,
            "loften",
            "Områdena delar på måltalet.",
        ]
    )
    rows["malomraden"] += [[together, place] for place in _prioritised(first)]


def _shared_target(first: int) -> str:
    return f"mal-{first}-tillsammans"


def _add_activity(
    rows: dict[str, list[list[object]]],
    work: _Work,
    order: int,
    first: int,
    last: int,
    chance: np.random.Generator,
) -> None:
    promise, activity, target = f"lofte-{first}", f"a-{first}-{work.key}", f"mal-{first}-{work.key}"
    share, tertials = work.enhet == "procent", 3 * (last - first + 1)
    places = _prioritised(first)[: chance.integers(1, 4)] if work.local else [_KOMMUN]
    focus = work.focus and f"{promise}-{work.focus}"
    rows["aktiviteter"].append(
        [activity, promise, focus, order, work.namn, work.beskrivning, "loften"]
    )
    rows["aktivitetsomraden"] += [
        [activity, place, "källa" if work.local else "tolkning"] for place in places
    ]
    rows["aktivitetsparter"] += [
        [activity, party, *(("medverkar", "tolkning") if at else ("ansvarig", "källa"))]
        for at, party in enumerate(work.parties)
    ]
    wanted = None if work.frekvens else work.level if share else work.level * tertials // 2
    rows["mal"].append(
        [
            target,
            promise,
            activity,
            work.matt,
            "minst" if wanted else "exakt",
            wanted,
            work.enhet or None,
            work.frekvens or None,
            "loften",
            None,
        ]
    )
    rows["malomraden"] += [[target, place] for place in places]
    rows["linjeposter"].append(
        [work.key, activity, None, "källa", "Löftena använder samma namn på arbetet."]
    )
    so_far: Counter[int] = Counter()
    for number in range(tertials):
        year, tertial = first + number // 3, number % 3 + 1
        if (year, tertial) > _LAST_REPORT:
            break
        late = number / (tertials - 1)
        likely = [
            (1 - late) * early + late * later for early, later in zip(_EARLY, _LATE, strict=True)
        ]
        status = list(_FOLLOW_UPS)[chance.choice(len(likely), p=likely)]
        texts = _FOLLOW_UPS[status]
        text = f"{work.namn}: {texts[chance.integers(len(texts))]}" if texts else None
        ground = "källa" if text is None or chance.random() < 0.6 else "tolkning"
        rows["uppfoljningar"].append([activity, year, tertial, status, text, ground, "uppfoljning"])
        if status not in ("pågår", "genomförd") or not work.level:
            continue
        counted = min(int(chance.poisson(work.level)), 100 if share else 10**6)
        so_far[year] += counted
        value = counted if work.avser == "tertialet" else so_far[year]
        sign = "exakt" if work.level < 10 else _COMPARISONS[chance.integers(len(_COMPARISONS))]
        place = places[0] if len(places) == 1 and work.local else None
        rows["utfall"].append(
            [
                activity,
                year,
                tertial,
                work.matt,
                sign,
                value,
                work.enhet,
                work.avser,
                place,
                "uppfoljning",
                None,
            ]
        )


def _change(row: Sequence[object]) -> list[object]:
    """The log's row of how a follow-up came to be as it is."""
    table = BY_NAME["uppfoljningar"]
    after = dict(zip(table.column_names, row, strict=True))
    before = after | {"status": "ej rapporterad", "text": None, "status_grund": "källa"}
    key = {name: after[name] for name in table.key}
    texts = [json.dumps(part, ensure_ascii=False) for part in (key, before, after)]
    return [1, "2026-01-20T09:30:00+00:00", "Exempelstads kommun", table.name, *texts, None]


# What was held

_YEARLY_EVENTS = (
    ("medborgardialog", 9),
    ("ssg-möte", 3),
    ("strategiskt råd", 2),
    ("krogar mot knark", 1),
    ("allvarlig händelse", 1),
    ("övrigt", 1),
)
_THEMES = {
    "medborgardialog": (
        "Trygghet på kvällen",
        "Unga i området",
        "Trafiken vid skolan",
        "Klotter",
        "Trygghet på kvällen och klotter",
    ),
    "ssg-möte": ("Gemensam lägesbild",),
    "strategiskt råd": ("Året som gick", "Planen framåt"),
    "krogar mot knark": ("Utbildning för krogar",),
    "allvarlig händelse": ("Brand i soprum", "Skadegörelse på skola"),
    "övrigt": ("Öppet hus",),
}
_SITES = ("Torget", "Biblioteket", "Skolan", "Mataffären")


def _events(chance: np.random.Generator) -> Iterator[list[object]]:
    kinds = [kind for kind, count in _YEARLY_EVENTS for _ in range(count)]
    for at, (first, last) in enumerate(_PROMISES):
        activity = f"a-{first}-{_DIALOGUES.key}" if _DIALOGUES in _works(at) else None
        for year in range(first, last + 1):
            for number, kind in enumerate(kinds, start=1):
                yield [f"h-{year}-{number}", *_event(year, kind, number, activity, chance)]


def _event(
    year: int, kind: str, number: int, activity: str | None, chance: np.random.Generator
) -> list[object]:
    """An event without its id; `activity` is that of the dialogues. The year's last dialogue is
    known only to the autumn, the one before it only planned."""
    dialogue = kind == "medborgardialog"
    undated, planned = dialogue and number == 9, dialogue and number == 8
    day = dt.date(year, 1, 10) + dt.timedelta(days=int(chance.integers(340)))
    first, last = (dt.date(year, 9, 1), dt.date(year, 11, 30)) if undated else (day, day)
    area = _AREAS[chance.integers(len(_AREAS))] if dialogue and chance.random() < 0.85 else None
    theme = _THEMES[kind][chance.integers(len(_THEMES[kind]))]
    came = int(chance.integers(8, 60)) if dialogue and not planned else None
    return [
        first,
        last,
        "period" if undated else "dag",
        kind,
        theme,
        _SITES[chance.integers(len(_SITES))] if dialogue else None,
        area and area.omrade_id,
        None if kind == "allvarlig händelse" else "Exempelstads kommun",
        activity if dialogue else None,
        not planned,
        came,
        came and ("cirka", "exakt")[came % 2],
        "uppfoljning",
        "Dagen anges inte." if undated else None,
    ]
