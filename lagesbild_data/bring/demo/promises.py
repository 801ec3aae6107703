"""What is promised in Exempelstad, and what came of it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild_data.bring.demo.parts import Tables
from lagesbild_data.bring.demo.places import KOMMUN, prioritised
from lagesbild_data.model.tables import BY_NAME


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


PROMISES = (
    (2015, 2015),
    (2016, 2017),
    (2018, 2019),
    (2020, 2020),
    (2021, 2022),
    (2023, 2023),
    (2024, 2025),
)
LAST_REPORT = (2025, 1)
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
DIALOGUES = _WORKS[9]
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


def tables(chance: np.random.Generator) -> Tables:
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
    for number, (first, last) in enumerate(PROMISES):
        _add_promise(rows, first, last)
        for order, work in enumerate(works(number), start=1):
            _add_activity(rows, work, order, first, last, chance)
        if DIALOGUES not in works(number):
            only_target = "Löftet har ett mål om dialoger men ingen aktivitet."
            rows["linjeposter"].append(
                [DIALOGUES.key, None, _shared_target(first), "tolkning", only_target]
            )
    rows["andringslogg"] = [_change(rows["uppfoljningar"][-1])]
    return rows


def works(number: int) -> list[_Work]:
    """The activities of a promise, given its place among PROMISES: three of four."""
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
    rows["malomraden"] += [[together, place] for place in prioritised(first)]


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
    places = prioritised(first)[: chance.integers(1, 4)] if work.local else [KOMMUN]
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
        if (year, tertial) > LAST_REPORT:
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
