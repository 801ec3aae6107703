"""What a change is worth, worked out by hand, and that nothing else says so."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lagesbild_data.public import verdict
from lagesbild_data.public.answer import Chance, Finding, Verdict
from lagesbild_data.public.verdict import Measurement

ROOMS = ("pages", "ui", "briefing", "charts", "geo")
MADE = {"told", "value_text", "change_text", "areas_title", "index_title", "crimes_title", "shown"}
"""What makes text of answers."""
READING = {
    "startswith",
    "endswith",
    "split",
    "partition",
    "removeprefix",
    "removesuffix",
    "find",
    "search",
    "match",
    "findall",
    "sub",
}


@pytest.mark.parametrize(
    ("now", "error", "better", "expected"),
    [
        # 1.96·√(0.05² + 0.05²) = 0.1386: the interval of −0.15 is −0.289 to −0.011, that of −0.13
        # holds 0
        (1.35, 0.05, "lägre", Verdict.BETTER),
        (1.35, 0.05, "högre", Verdict.WORSE),
        (1.65, 0.05, "lägre", Verdict.WORSE),
        (1.65, 0.05, "högre", Verdict.BETTER),
        (1.37, 0.05, "lägre", Verdict.UNSURE),
        (1.63, 0.05, "lägre", Verdict.UNSURE),
        (1.50, 0.05, "lägre", Verdict.UNSURE),
        (1.37, 0.05, None, Verdict.UNSURE),
        (1.35, 0.05, None, Verdict.UNKNOWN),
        (1.35, None, "lägre", Verdict.UNKNOWN),
        (1.50, None, "lägre", Verdict.UNKNOWN),
    ],
)
def test_measured_change_is_judged_by_its_interval(now, error, better, expected):
    change = verdict.measured(
        Measurement(2023, now, error), Measurement(2022, 1.5, 0.05), better, 2
    )
    assert change.verdict is expected


@pytest.mark.parametrize("stated", ["höjt", "sänkt", "oförändrat"])
def test_direction_without_numbers_says_neither_better_nor_worse(stated):
    change = verdict.measured(
        Measurement(2023, None, None, stated), Measurement(2022, 1.5, 0.05), "lägre", 2
    )
    assert (change.direction, change.verdict, change.difference) == (stated, Verdict.UNKNOWN, None)
    assert verdict.measured(Measurement(2023, 1.5), None, "lägre", 2) is None


@pytest.mark.parametrize(
    ("before", "now", "dispersion", "broken", "expected"),
    [
        # 2·(√144 − √100) = 4 is more than 3, 2·(√121 − √100) = 2 isn't; thrice 1.5 is 4.5, more
        # than 4
        (100, 144, 1.0, False, Chance.BEYOND),
        (100, 121, 1.0, False, Chance.WITHIN_CHANCE),
        (100, 144, 1.5, False, Chance.WITHIN_UNREST),
        (100, 144, 1.0, True, Chance.BROKEN),
        (20, 60, 1.0, False, Chance.BEYOND),
        (19, 60, 1.0, False, Chance.SMALL),
    ],
)
def test_counts_are_judged_beside_chance(before, now, dispersion, broken, expected):
    assert verdict.chance(before, now, dispersion, broken) is expected


@pytest.mark.parametrize(
    ("direction", "chance", "expected"),
    [
        ("sänkt", Chance.BEYOND, Verdict.BETTER),
        ("höjt", Chance.BEYOND, Verdict.WORSE),
        ("höjt", Chance.WITHIN_CHANCE, Verdict.UNSURE),
        ("sänkt", Chance.WITHIN_UNREST, Verdict.UNSURE),
        ("höjt", Chance.BROKEN, Verdict.UNKNOWN),
        ("höjt", Chance.SMALL, Verdict.UNKNOWN),
        ("höjt", None, Verdict.UNKNOWN),
    ],
)
def test_fewer_crimes_beyond_chance_are_better(direction, chance, expected):
    assert verdict.of_chance(verdict.leaning(direction, "lägre"), chance) is expected


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """What the rooms above the data are written of, with where it stands."""
    for room in ROOMS:
        for path in sorted(Path(room).rglob("*.py")):
            yield from (
                (path.as_posix(), node) for node in ast.walk(ast.parse(path.read_text("utf-8")))
            )


def makes_text(node: ast.AST) -> bool:
    """Whether it calls for the text of an answer, or takes the text of a caveat."""
    return any(
        (isinstance(part, ast.Call) and getattr(part.func, "id", "") in MADE)
        or (isinstance(part, ast.Attribute) and part.attr in ("caveats", "findings"))
        for part in ast.walk(node)
    )


def test_no_page_chart_or_document_searches_our_own_sentences():
    # a finding is chosen by the type of its values
    assert not {"text", "kind"} & set(Finding.__dataclass_fields__)
    found = []
    for path, node in nodes():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in READING
        ):
            found += (
                [f"{path}:{node.lineno}"]
                if any(map(makes_text, [node.func.value, *node.args]))
                else []
            )
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.In | ast.NotIn) for op in node.ops
        ):
            found += [f"{path}:{node.lineno}"] if makes_text(node) else []
    assert found == []


def test_better_and_worse_are_said_by_verdicts_alone():
    said = [
        (path, node.value)
        for path, node in nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(word in node.value for word in ("bättre", "sämre"))
    ]
    assert said == [("charts/looks.py", "säkert bättre: "), ("charts/looks.py", "säkert sämre: ")]
    coloured = {
        path
        for path, node in nodes()
        if isinstance(node, ast.Attribute) and node.attr in ("better", "worse")
    }
    assert coloured == {"charts/looks.py", "charts/theme.py"}
