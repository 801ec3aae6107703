"""Exempelstad: an invented kommun with rows in every table, to try everything out on.

All of it comes from a seed and the lists in here; nothing is about a real place, and every source
says that it is invented. The reported crimes are drawn as single reports, and all counts of them
are sums of the same draw.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lagesbild_data.bring.demo import crimes, dialogues, places, promises, surfaces, surveys
from lagesbild_data.bring.demo.parts import Tables, chance_of
from lagesbild_data.bring.demo.places import AREAS, COMPARED, KOMMUN, KOMMUNKOD
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.store import areafile
from lagesbild_data.store.building import build
from lagesbild_data.store.csv_folder import write_table
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.store.stores import as_text
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words.problems import InvalidStore, Problem

_SOURCES = {
    "undersokning": "Påhittad trygghetsundersökning",
    "statistik": "Påhittad brottsstatistik",
    "anmalningar": "Påhittade anmälningar",
    "folkmangd": "Påhittad folkmängd",
    "lista": "Påhittad lista över utsatta områden",
    "loften": "Påhittade medborgarlöften",
    "uppfoljning": "Påhittade uppföljningar",
}
_AGENDA = (
    ("Hur ser läget ut?", "?ar=2025"),
    ("Är ökningen större än slumpen?", "brott?steg=Kvartal"),
    ("Gör vi det vi har lovat?", "loften"),
)


def write(target: str | Path, reports: int = 20_000, seed: int = 1) -> dict[str, int]:
    """Write the invented store, with this many single reports summed up in it, and give the rows
    per table.

    The target is a folder or a SQLite file, and is replaced as a whole when all in it is invented;
    InvalidStore and OSError leave it as it was.
    """
    _check_target(Location.parse(target))
    single = partial(crimes.write_reports, counts=crimes.reported(reports, seed), seed=seed)
    return put_together(
        tables(reports, seed), target, json.dumps(surfaces.feature_collection()), single
    )


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
    people = places.people(chance_of(seed, "folkmangd"))
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
            [KOMMUN, "Exempelstad", "kommun", KOMMUNKOD],
            *([area.omrade_id, area.namn, area.typ, KOMMUNKOD] for area in AREAS),
            *(
                [area.omrade_id, area.namn, area.typ, code]
                for area, code in zip(COMPARED, ("9998", "9997", None), strict=True)
            ),
        ],
        "omradesroller": places.roles(),
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
        **surveys.Surveys(chance_of(seed, "undersokningar")).tables(),
        **crimes.tables(crimes.reported(reports, seed), people, chance_of(seed, "jamforda")),
        **promises.tables(chance_of(seed, "loften")),
        "agendapunkter": [
            ["Rådets möte", number, *point] for number, point in enumerate(_AGENDA, start=1)
        ],
        "namnval": [["omraden", "exempelstads norra delar", None]],
        "handelser": list(dialogues.rows(chance_of(seed, "handelser"))),
    }
