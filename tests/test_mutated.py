"""Stores that are damaged or changed by others: refused in words, or shown as they are checked."""

import random
from collections import Counter

import mutated
import pytest


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> bytes:
    return mutated.database(tmp_path_factory.mktemp("mutated"))


@pytest.mark.parametrize(("change", "most"), [("bytes", 120), ("values", 50), ("schema", 50)])
def test_what_is_shown_of_a_changed_store_is_what_its_rows_say(content, tmp_path, change, most):
    met: Counter[str] = Counter()
    for number in range(most):
        chance = random.Random(f"{change} {number}")
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(mutated.bytes_changed(content, chance) if change == "bytes" else content)
        if change != "bytes":
            mutated.run(
                path,
                (mutated.value_changed if change == "values" else mutated.schema_changed)(chance),
            )
        try:
            met[mutated.judge(path, tmp_path / "without-indexes.sqlite")] += 1
        except Exception as error:
            error.add_note(f"mutation {number} of {change}")
            raise
    assert met["refused"]
    assert met["in place"] or met["by copy"], met


def test_unchanged_store_is_asked_in_place(content, tmp_path):
    (tmp_path / "data.sqlite").write_bytes(content)
    assert (
        mutated.judge(tmp_path / "data.sqlite", tmp_path / "without-indexes.sqlite") == "in place"
    )
