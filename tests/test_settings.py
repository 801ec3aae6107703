"""A rule that an organisation may set is read in one place, and holds on every page and in every
document."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest

from briefing.blocks import Choice, Findings, KeyFigures
from briefing.parts import document
from lagesbild_data.answers.overview.lagesbild import lagesbild
from lagesbild_data.model import settings
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import CrimesChanged
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.words.problems import InvalidStore

ROOMS = ("app.py", "pages", "ui", "briefing", "charts", "geo", "lagesbild_data")
RULES = {"smallest_base", "threshold", "dispersion"}


def percentages(findings) -> list[float | None]:
    return [
        found.values.change.percent for found in findings if isinstance(found.values, CrimesChanged)
    ]


@pytest.mark.parametrize(("base", "told"), [("900", True), ("901", False)])
def test_smallest_base_of_a_percentage_holds_everywhere(open_page, litet, monkeypatch, base, told):
    monkeypatch.setenv("LAGESBILD_PROCENTBAS", base)
    store = opened_for(Reader(), litet)
    picture = lagesbild(store, Filter((), (2023,)))
    made = document(
        store,
        Choice("ssg", Filter((), (2023,)), ("lagesbild", "brott")),
        dt.date(2024, 5, 28),
        lambda *_: None,
    )
    blocks = [made.opening, *(block for part in made.parts for block in part.blocks)]
    shown = percentages(picture.findings)
    shown += [
        figure.change.percent for figure in picture.key_figures if figure.label == "Anmälda brott"
    ]
    for block in blocks:
        shown += percentages(block.items) if isinstance(block, Findings) else []
        if isinstance(block, KeyFigures):
            shown += [
                figure.change.percent for figure in block.figures if figure.label == "Anmälda brott"
            ]
    assert len(shown) == 5
    assert {percent is not None for percent in shown} == {told}
    page = " ".join(
        element.proto.body
        for element in open_page("pages/brott.py", litet, ar=["2023"]).get("html")
    )
    assert ("+10,0 %" in page) is told


def test_no_rule_has_a_default_of_its_own_in_a_function():
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                named = node.args.args[len(node.args.args) - len(node.args.defaults) :]
                found += [f"{path}:{node.name}" for argument in named if argument.arg in RULES]
    assert found == []


def modules():
    for room in ROOMS:
        yield from [Path(room)] if room.endswith(".py") else sorted(Path(room).rglob("*.py"))


def test_nothing_else_reads_the_environment():
    readers = {
        str(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {
        "lagesbild_data/model/settings.py",
        "lagesbild_data/words/commands.py",
    }  # which sets the language


def test_document_of_the_settings_is_in_step():
    assert Path("docs/installningar.md").read_text("utf-8") == settings.markdown(), "make docs"


@pytest.mark.parametrize("pattern", ["*.py", "*.md", "*.service", "*.toml", "Makefile"])
def test_every_setting_that_is_named_is_declared(pattern):
    declared = {setting.name for setting in settings.ALL}
    rooms = [
        Path(room)
        for room in (
            "pages",
            "ui",
            "briefing",
            "charts",
            "geo",
            "lagesbild_data",
            "docs",
            ".streamlit",
        )
    ]
    paths = [*Path().glob(pattern), *(path for room in rooms for path in room.rglob(pattern))]
    named = {
        (name, str(path))
        for path in paths
        for name in re.findall(r"LAGESBILD_[A-Z]+", path.read_text("utf-8"))
    }
    assert {(name, path) for name, path in named if name not in declared} == set()


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("LAGESBILD_TROSKEL", "0"),
        ("LAGESBILD_PROCENTBAS", "5.0"),
        ("LAGESBILD_SKRIVSKYDD", "kanske"),
        ("LAGESBILD_ADRESS", "lagesbild.exempel.se"),
    ],
)
def test_setting_that_is_wrong_is_told_by_its_name(monkeypatch, setting, wrong):
    monkeypatch.setenv(setting, wrong)
    [declared] = (each for each in settings.ALL if each.name == setting)
    with pytest.raises(InvalidStore, match=f'{setting}: "{wrong}"'):
        declared.value()
