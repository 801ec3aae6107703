"""A process that is killed while it changes a store: the store is whole, old or new, and nothing is
left lying."""

import random
import shutil
from pathlib import Path

import kills
import pytest

pytestmark = pytest.mark.skipif(not kills.CAN_FORK, reason="each kill takes seconds")
KILLS = 6


@pytest.mark.parametrize("name", kills.CHANGES)
@pytest.mark.usefixtures("own_cache")
def test_store_is_whole_wherever_a_change_is_killed(name, tmp_path):
    change, chance = kills.CHANGES[name], random.Random(name)
    change.prepare(tmp_path / "before")
    # What is compiled once per content is compiled now: a stopped change doesn't take those steps
    # again.
    kills.steps(name, Path(shutil.copytree(tmp_path / "before", tmp_path / "first")))
    after = shutil.copytree(tmp_path / "before", tmp_path / "after")
    count, seconds = kills.steps(name, after)
    assert kills.found(after / change.target) == (kills.NEW, True, change.files)
    # The last steps are those that put things in place.
    for step in (
        *chance.sample(range(1, count - KILLS), KILLS // 2),
        *range(count - KILLS, count + 1),
    ):
        folder = shutil.copytree(tmp_path / "before", tmp_path / str(step))
        assert kills.stop_at(name, folder, step)
        assert kills.fault(change, folder) == "", f"killed at step {step} of {count}"
    for number in range(KILLS // 2):
        folder = shutil.copytree(tmp_path / "before", tmp_path / f"after-{number}")
        kills.stop_after(name, folder, chance.uniform(0, seconds))
        assert kills.fault(change, folder) == ""
