"""The areas of Exempelstad, what they are and how many live there."""

from dataclasses import dataclass

import numpy as np

from lagesbild_data.bring.demo.parts import YEARS


@dataclass(frozen=True)
class Area:
    """An area, and how many live there at first."""

    omrade_id: str
    namn: str
    typ: str
    people: int
    index: float
    """The level that its problemindex moves around."""


KOMMUN, KOMMUNKOD = "exempelstad", "9999"
AREAS = (
    Area("exempelcentrum", "Exempelcentrum", "centrum", 3100, 2.2),
    Area("pahittsbacken", "Påhittsbacken", "bostadsområde", 4200, 2.6),
    Area("dromhojden", "Drömhöjden", "bostadsområde", 3800, 1.9),
    Area("modellhagen", "Modellhagen", "bostadsområde", 2900, 1.5),
    Area("latsasangen", "Låtsasängen", "bostadsområde", 2600, 1.3),
    Area("gatlunda", "Gåtlunda", "bostadsområde", 1700, 1.1),
    Area("fabelgarden", "Fabelgården", "bostadsområde", 1500, 0.9),
    Area("skissviken", "Skissviken", "bostadsområde", 900, 0.6),
    Area("tankeby", "Tänkeby", "ort", 700, 0.7),
    Area("skronby", "Skrönby", "ort", 350, 0.5),
)
COMPARED = (
    Area("latsaskoping", "Låtsasköping", "kommun", 34_000, 1.7),
    Area("skronvalla", "Skrönvalla", "kommun", 12_500, 1.0),
    Area("riket", "Riket (påhittade tal)", "riket", 3_000_000, 1.4),
)


def prioritised(year: int) -> list[str]:
    """Three of the five areas with most problems; which ones changes every year."""
    return [AREAS[(year + step) % 5].omrade_id for step in range(3)]


def roles() -> list[list[object]]:
    """The rows of omradesroller."""
    roles: list[list[object]] = [
        [place, year, "prioriterat", "loften", None]
        for year in YEARS
        for place in prioritised(year)
    ]
    return roles + [
        ["fabelgarden", year, "jämförelse", "loften", None] for year in YEARS if year >= 2018
    ]


def people(chance: np.random.Generator) -> dict[str, dict[int, int]]:
    """Population per place and year, from the year before the first."""
    years = range(YEARS[0] - 1, YEARS[-1] + 1)
    people = {}
    for area in (*AREAS, *COMPARED):
        growth = chance.uniform(0.998, 1.012)
        people[area.omrade_id] = {
            year: round(area.people * growth**passed) for passed, year in enumerate(years)
        }
    people[KOMMUN] = {year: sum(people[area.omrade_id][year] for area in AREAS) for year in years}
    return people
