"""A few of the trials of `make torture`, and that it tells what it finds."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="trials are forked")
from .trials import Count, Fault, Kind, Runner, table


def test_nothing_gives_way_in_a_short_run():
    command = [sys.executable, "-m", "tests.torture", "--quick"]
    run = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]


def _find(what: str, folder: Path) -> None:
    if what == "fault":
        raise Fault("half written", "all of it")
    if what == "crash":
        os.abort()
    if what == "memory":
        bytearray(1 << 30)
    if what == "time":
        time.sleep(60)
    (folder / "file").write_text(what)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("fault", "3 half written"),
        ("crash", "3 the process died"),
        ("memory", "3 takes too much memory"),
        ("time", "3 takes too long"),
        ("nothing", "none"),
    ],
)
def test_what_a_trial_finds_is_counted_and_nothing_but_its_folder_is_removed(
    tmp_path, monkeypatch, what, told
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "beside").write_text("mine")
    (tmp_path / "run").mkdir()
    kind = Kind(
        what,
        3,
        1,
        lambda folder: folder,
        lambda *shared: _find(what, shared[-1]),
        seconds=0.5,
        memory=100,
    )
    count = Count(kind)
    Runner(tmp_path / "run", 1).run(count, range(3))
    assert count.tries == 3
    assert told in table([count])
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(
        ["beside", "run", "cache", "tmp", what]
    )
