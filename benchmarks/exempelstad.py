"""A large invented store for measuring: Exempelstad with PROMISES × ACTIVITIES × TERTIALS
follow-ups."""

import random
from pathlib import Path

from lagesbild_data.answers.promises.follow_ups import STATUS_RULES
from lagesbild_data.bring.demo import put_together

PROMISES, ACTIVITIES, YEARS = 200, 50, 4
AREAS = [f"Område {number}" for number in range(1, 13)]
WORDS = (
    "fotpatrull",
    "dialog",
    "belysning",
    "skola",
    "torget",
    "samverkan",
    "planering",
    "uppföljning",
    "möte",
)


def write(target: Path, seed: int = 1) -> None:
    """Write the store as SQLite."""
    chance = random.Random(seed)
    promises, activities, areas, parties, follow_ups, results = [], [], [], [], [], []
    for promise in range(PROMISES):
        first = 1951 + promise % 70
        promises.append(
            [f"l{promise}", f"Löfte {promise}", first, first + YEARS - 1, "Påhittat.", "pahittat"]
        )
        for number in range(1, ACTIVITIES + 1):
            activity = f"a{promise}-{number}"
            activities.append(
                [
                    activity,
                    f"l{promise}",
                    f"f{promise}",
                    number,
                    f"Aktivitet {number}",
                    "",
                    "pahittat",
                ]
            )
            areas.append([activity, chance.choice(AREAS), "källa"])
            parties.append([activity, "kommunen", "ansvarig", "källa"])
            for tertial in range(YEARS * 3):
                year, part = first + tertial // 3, tertial % 3 + 1
                status = chance.choice(list(STATUS_RULES))
                text = " ".join(chance.choices(WORDS, k=12))
                follow_ups.append([activity, year, part, status, text, "källa", "pahittat"])
        results.append(
            [
                f"a{promise}-1",
                first,
                1,
                "Möten",
                "exakt",
                3,
                "möten",
                "tertialet",
                "",
                "pahittat",
                "",
            ]
        )
    rows = {
        "kallor": [
            ["pahittat", "Påhittade data", "Exempelstad", "", "", "", "Påhittade data.", "ja"]
        ],
        "omraden": [
            ["exempelstad", "Exempelstad", "kommun", "9999"],
            *([a, a, "bostadsområde", "9999"] for a in AREAS),
        ],
        "loften": promises,
        "fokusomraden": [[f"f{n}", f"l{n}", "Fokus", "", "pahittat"] for n in range(PROMISES)],
        "aktiviteter": activities,
        "aktivitetsomraden": areas,
        "parter": [["kommunen", "Exempelstads kommun"]],
        "aktivitetsparter": parties,
        "uppfoljningar": follow_ups,
        "utfall": results,
    }
    put_together(rows, target)
