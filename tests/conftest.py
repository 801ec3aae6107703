"""The tiny store of the invented Exempelstad, and the means to change it."""

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serving
import sqlalchemy as sa
import streamlit as st
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from streamlit.testing.v1 import AppTest

from lagesbild_data.bring import demo
from lagesbild_data.model import settings as app_settings
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import rows_of
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore

ROOT = Path(__file__).parents[1]
LITET = Path(__file__).parent / "litet"

settings.register_profile("tests", database=None, deadline=None, derandomize=True)
settings.load_profile("tests")
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "lagesbild-hypothesis")

# Tests need not survive a power cut, so SQLite does not wait for the disk.
sa.event.listen(
    sa.Engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")
)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory):
    """A cache folder of the tests' own, instead of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own: pages that other tests have opened may still work in the
    shared one."""
    monkeypatch.setenv("LAGESBILD_CACHE", str(tmp_path / "cache"))
    return app_settings.cache_folder()


@pytest.fixture(scope="session")
def exempelstad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented store as a CSV folder, which no test may change."""
    target = tmp_path_factory.mktemp("demo") / "exempelstad"
    demo.write(target)
    return target


@pytest.fixture
def litet(tmp_path: Path) -> Path:
    """A copy of the tiny store that the test may change."""
    return shutil.copytree(LITET, tmp_path / "litet")


@pytest.fixture
def store(litet: Path) -> Store:
    return opened_for(Reader(), litet)


@pytest.fixture
def put(litet: Path) -> Callable[[str, int, str, str], None]:
    """Write one cell of the tiny store; row 1 is the heading."""

    def put(table: str, row: int, column: str, text: str) -> None:
        path = litet / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.reader(file))
        records[row - 1][records[0].index(column)] = text
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(records)

    return put


@pytest.fixture
def add(litet: Path) -> Callable[[str, str], None]:
    """Add lines to a file of the tiny store."""

    def add(table: str, lines: str) -> None:
        with (litet / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(lines)

    return add


@pytest.fixture
def faults(litet: Path) -> Callable[..., list[str]]:
    """All faults of a store (the tiny one, as it is now), as a user reads them."""

    def faults(store: str | Path = litet) -> list[str]:
        try:
            rows_of(Location.parse(store))
        except InvalidStore as invalid:
            return [str(problem) for problem in invalid.problems]
        return []

    return faults


@pytest.fixture
def local(litet: Path, add: Callable[[str, str], None]) -> Store:
    """Exempelstad with counts of areas: Norrby's of 2023 are large, Åkern's are small."""
    for area, counts in (("norrby", (60, 70, 80, 90)), ("akern", (9, 8, 3, 7))):
        for quarter, count in enumerate(counts, 1):
            add("anmalda_brott", f"{area},2023,{quarter},samtliga,{count},nej,,,statistik,\n")
        add("anmalda_brott", f"{area},2023,,samtliga,{sum(counts)},nej,270,,statistik,\n")
    return opened_for(Reader(), litet)


@pytest.fixture(scope="session")
def running() -> Iterator[list[subprocess.Popen]]:
    """Servers, to be added to; all are ended when the tests are."""
    servers: list[subprocess.Popen] = []
    yield servers
    for server in servers:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def serve(running) -> Callable[..., str]:
    """Start the app on a store, or another script, and give its address."""

    def start(
        *arguments: str, address: str = "127.0.0.1", script: str = "app.py", **environment: str
    ) -> str:
        port = serving.free_port()
        running.append(serving.app(port, *arguments, address=address, script=script, **environment))
        return f"http://127.0.0.1:{port}"

    return start


@pytest.fixture(scope="session")
def serve_behind(running, serve, tmp_path_factory) -> Callable[..., str]:
    """Start the app behind a proxy and give the address that readers know."""

    def start(kind: str, path: str = "/", **environment: str) -> str:
        port = serving.free_port()
        known_as = f"https://{serving.NAME}:{port}{path}"
        app = serve(LAGESBILD_ADRESS=known_as, **environment)
        folder = tmp_path_factory.mktemp(kind)
        running.append(serving.proxy(kind, port, int(app.rpartition(":")[2]), folder, path))
        return known_as.rstrip("/")

    return start


@pytest.fixture
def open_page(monkeypatch) -> Callable[..., AppTest]:
    """Open a page of the app and all that is folded on it, by default on the published data."""
    fold = st.expander
    monkeypatch.setattr(
        st, "expander", lambda *texts, **options: fold(*texts, **options | {"expanded": True})
    )

    def open_(path: str, store: object = None, **parameters: list[str]) -> AppTest:
        if store is not None:
            monkeypatch.setenv("LAGESBILD_DATA", str(store))
        page = f"st.Page({str(ROOT / path)!r}, default=True)"
        script = f"import streamlit as st\nfrom ui.frame import shell\nshell.run([{page}])"
        app = AppTest.from_string(script, default_timeout=30)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_


@pytest.fixture
def saved(monkeypatch):
    """The files that a page offers, by name, and the descriptions of its charts."""
    files: dict[str, bytes] = {}
    described: list[str] = []

    def offer(label, content, name, *_, **__):
        files[name] = content()

    monkeypatch.setattr(st, "download_button", offer)
    monkeypatch.setattr(st, "plotly_chart", lambda *_, alt, **__: described.append(alt))
    return files, described
