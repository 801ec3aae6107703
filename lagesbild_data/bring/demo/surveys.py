"""What people in Exempelstad answer."""

import numpy as np

from lagesbild_data.bring.demo.parts import PRELIMINARY, YEARS, Tables
from lagesbild_data.bring.demo.places import AREAS, COMPARED, KOMMUN, Area
from lagesbild_data.model.tables.indicators import RIKTNINGAR, STORNINGSGRUPPER
from lagesbild_data.words import measures

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


class Surveys:
    """The tables that rest on the yearly survey, row by row."""

    def __init__(self, chance: np.random.Generator):
        self.chance = chance
        self.values: list[list[object]] = []
        self.surveys: list[list[object]] = []
        self.disturbances: list[list[object]] = []

    def tables(self) -> Tables:
        """The tables of all years."""
        own = sum(area.people * area.index for area in AREAS) / sum(area.people for area in AREAS)
        kommun = Area(KOMMUN, "Exempelstad", "kommun", sum(area.people for area in AREAS), own)
        for place in (kommun, *AREAS, *COMPARED):
            self._place(place)
        for year in YEARS[1:]:
            way = RIKTNINGAR[self.chance.integers(3)]
            about = [None, None, None, "undersokning", None]
            self.values.append(["narkotika-avlopp", KOMMUN, year, "totalt", None, way, *about])
        return {
            "indikatorer": _INDICATORS,
            "indikatorvarden": self.values,
            "undersokningar": self.surveys,
            "storningar": self.disturbances,
        }

    def _place(self, place: Area) -> None:
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
            if place not in COMPARED:
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
