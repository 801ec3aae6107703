"""The map's script is the one that its note says, with its licence."""

import hashlib
import re
from pathlib import Path

LEAFLET = Path(__file__).parents[1] / "ui" / "parts" / "leaflet"


def test_leaflet_is_the_version_that_is_said_and_has_its_licence():
    said = (LEAFLET / "README.md").read_text(encoding="utf-8")
    sums = dict(
        line.split("  ")[::-1] for line in re.findall(r"^[0-9a-f]{64}  .+$", said, re.MULTILINE)
    )
    assert sums.keys() | {"README.md"} == {path.name for path in LEAFLET.iterdir()}
    assert sums == {
        name: hashlib.sha256((LEAFLET / name).read_bytes()).hexdigest() for name in sums
    }
    [version] = re.findall(r"^# Leaflet (.+)$", said, re.MULTILINE)
    assert f"Leaflet {version}," in (LEAFLET / "leaflet.js").read_text(encoding="utf-8")[:200]
    assert "BSD 2-Clause" in (LEAFLET / "LICENSE").read_text(encoding="utf-8")
