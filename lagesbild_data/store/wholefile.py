"""Files that are written whole or not at all."""

import os
from pathlib import Path

from lagesbild_data.store.workplace import Workplace


def put(content: bytes, target: Path) -> None:
    """Write a file beside its target, or what that links to, then move it there: OSError leaves
    what was there, and nothing beside it."""
    target = Path(os.path.realpath(target))
    with Workplace(target.parent) as folder:
        part = Path(folder) / target.name
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
