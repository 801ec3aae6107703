"""What was held in Exempelstad."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from lagesbild_data.bring.demo.places import AREAS
from lagesbild_data.bring.demo.promises import DIALOGUES, PROMISES, works

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


def rows(chance: np.random.Generator) -> Iterator[list[object]]:
    """The rows of handelser."""
    kinds = [kind for kind, count in _YEARLY_EVENTS for _ in range(count)]
    for at, (first, last) in enumerate(PROMISES):
        activity = f"a-{first}-{DIALOGUES.key}" if DIALOGUES in works(at) else None
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
    area = AREAS[chance.integers(len(AREAS))] if dialogue and chance.random() < 0.85 else None
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
