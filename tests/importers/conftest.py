"""Files as others write them, about Exempelstad, and a database that they are brought into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, writing
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.store.building import build
from lagesbild_data.store.opening import open_store
from lagesbild_data.store.stores import Store


@pytest.fixture
def database(litet: Path, tmp_path: Path) -> Store:
    """The tiny store as a SQLite database that may be written."""
    build(litet, tmp_path / "data.sqlite")
    return open_store(tmp_path / "data.sqlite")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Upload]:
    """Write a file and give it as it is uploaded."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Upload:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return Upload.of(path)

    return write


@pytest.fixture
def bring(database: Store) -> Callable[..., Plan]:
    """Bring a file into the database, when it can be, and give what was planned."""

    def bring(upload: Upload, **options) -> Plan:
        planned = planning.plan(database, upload, **options)
        if planned.is_ready:
            writing.carry_out(database, planned, "Anna")
        return planned

    return bring
