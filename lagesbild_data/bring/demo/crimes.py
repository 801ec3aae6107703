"""What is reported in Exempelstad."""

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from lagesbild_data.bring.demo.parts import PRELIMINARY, YEARS, Tables, chance_of
from lagesbild_data.bring.demo.places import AREAS, COMPARED, KOMMUN
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import measures

Counts = np.ndarray
"""How many reports there are, as whole numbers with an axis each for place, year, month and crime
type."""
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
_PLACES = (KOMMUN, *(area.omrade_id for area in AREAS))
"""Where reports are: a report on the kommun itself is not tied to any area."""
_UNTIED = 0.05


def reported(reports: int, seed: int) -> Counts:
    """How many of the single reports there are of each of the types without parts, per place (first
    those not tied to any area), year and month."""
    weights = np.array([area.people * (0.5 + area.index) for area in AREAS])
    places = np.array([_UNTIED * weights.sum(), *weights])
    expected = places[:, None, None, None] * _expected()
    for place, leaf, year, times in _RISES:
        expected[_PLACES.index(place), YEARS.index(year) :, :, list(_LEAVES).index(leaf)] *= times
    drawn = chance_of(seed, "anmalningar").multinomial(reports, (expected / expected.sum()).ravel())
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
    chance = chance_of(seed, "dagar")
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


def tables(
    counts: Counts, people: Mapping[str, Mapping[int, int]], chance: np.random.Generator
) -> Tables:
    """The tables of crimes, all summed up from the same single reports."""
    rows = {KOMMUN: _with_all_types(counts).sum(axis=0)}
    part = _expected() / _expected().sum()
    for area in COMPARED:
        size = (
            area.people * (0.5 + area.index) / sum(own.people * (0.5 + own.index) for own in AREAS)
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
