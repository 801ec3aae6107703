"""A part of `make fuzz` among the tests: the same files each time."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lagesbild_data.store.stores import Store

from .formats import WRITERS
from .trial import fresh_store, run

EXAMPLES = 200
"""In all, the same number of each format."""
KNOWING = {"world", "check", "trial"}
"""The modules that know the product: the store, and what is read. No writer does."""


@pytest.fixture(scope="module")
def store() -> Iterator[tuple[Store, Path]]:
    with fresh_store() as found:
        yield found


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_read_is_what_is_true(store, name):
    trial = run(name, -(-EXAMPLES // len(WRITERS)), *store)
    if trial.example:
        pytest.fail(f"{trial.wrong}\n{trial.example.shown()}", pytrace=False)
    assert trial.part_read >= 0.5, trial.words


def test_writers_know_nothing_of_the_product():
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom) and path.stem not in KNOWING:
                names = [getattr(node, "module", None) or "", *(one.name for one in node.names)]
                assert path.name == Path(__file__).name or "lagesbild_data" not in str(names), (
                    path.name
                )
