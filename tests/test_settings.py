"""A rule that an organisation may set is read in one place, and holds on every page and in every document."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from briefing.content import Choice, Findings, KeyFigures
from briefing.parts import document
from lagesbild_data.filter import Filter
from lagesbild_data.public.answer import CrimesChanged
from lagesbild_data.situation import lagesbild
from lagesbild_data.store import open_store

ROOMS = ("app.py", "pages", "ui", "briefing", "charts", "geo", "lagesbild_data")
RULES = {"smallest_base", "threshold", "dispersion"}


def percentages(findings) -> list[float | None]:
    return [found.values.change.percent for found in findings if isinstance(found.values, CrimesChanged)]


@pytest.mark.parametrize(("base", "told"), [("900", True), ("901", False)])
def test_smallest_base_of_a_percentage_holds_everywhere(open_page, litet, monkeypatch, base, told):
    monkeypatch.setenv("LAGESBILD_PROCENTBAS", base)
    store = open_store(litet)
    picture = lagesbild(store, Filter((), (2023,)))
    made = document(
        store, Choice("ssg", Filter((), (2023,)), ("lagesbild", "brott")), dt.date(2024, 5, 28), lambda *_: None
    )
    blocks = [made.opening, *(block for part in made.parts for block in part.blocks)]
    shown = percentages(picture.findings)
    shown += [figure.change.percent for figure in picture.key_figures if figure.label == "Anmälda brott"]
    for block in blocks:
        shown += percentages(block.items) if isinstance(block, Findings) else []
        if isinstance(block, KeyFigures):
            shown += [figure.change.percent for figure in block.figures if figure.label == "Anmälda brott"]
    assert len(shown) == 5
    assert {percent is not None for percent in shown} == {told}
    page = " ".join(element.proto.body for element in open_page("pages/brott.py", litet, ar=["2023"]).get("html"))
    assert ("+10,0 %" in page) is told


def test_no_rule_has_a_default_of_its_own_in_a_function():
    found = []
    for room in ROOMS:
        for path in [Path(room)] if room.endswith(".py") else sorted(Path(room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    named = node.args.args[len(node.args.args) - len(node.args.defaults) :]
                    found += [f"{path}:{node.name}" for argument in named if argument.arg in RULES]
    assert found == []
