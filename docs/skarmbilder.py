"""Take the handbook's pictures of the app: `python docs/skarmbilder.py`.

All are of the published data, but for the reading in of a file, which needs a database: there it is
Exempelstad's.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from lagesbild_data.bring import demo
from lagesbild_data.store.building import build

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "bilder"


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the address that it shows, and the reader's screen."""

    name: str
    address: str = ""
    width: int = 1400
    scheme: str = "light"
    awaits: str = "iframe"
    """What has been drawn when the page is ready."""
    files: tuple[tuple[str, str], ...] = ()
    """Name and content of the CSV files that are dropped on the page; then the store is
    Exempelstad's."""

    def take(self, browser: Browser, app: str) -> None:
        """Write the whole page, down to its last line, as a PNG."""
        screen = {"width": self.width, "height": 900}
        with browser.new_context(
            viewport=screen, color_scheme=self.scheme, locale="sv-SE"
        ) as context:
            page = context.new_page()
            page.goto(f"{app}/{quote(self.address, safe='?=&')}")
            if self.files:
                page.locator("input[type=file]").set_input_files(
                    [
                        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
                        for name, text in self.files
                    ]
                )
            page.locator(".lb-table").first.wait_for(state="attached")
            page.locator(self.awaits).first.wait_for()
            if "iframe" in self.awaits:
                page.frame_locator("iframe").locator("path.leaflet-interactive").first.wait_for()
            height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
            page.set_viewport_size({"width": self.width, "height": height})
            # the map and the table redraw themselves for the new height
            page.wait_for_timeout(1000)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            few_colours = picture.quantize(256, dither=Image.Dither.NONE)
            few_colours.save(PICTURES / f"{self.name}.png", optimize=True)


HEADINGS = "Område;År;Folkmängd;Källa\n"
DROPPED = (
    (
        "folkmangd-2025.csv",
        f"{HEADINGS}Påhittsbacken;2025;5 120;folkmangd\nSkissviken;2025;..;folkmangd\n",
    ),
    (
        "folkmangd-2026.csv",
        f"{HEADINGS}Fabelgården norra;2026;2 310;folkmangd\nTänkeby;20x6;800;folkmangd\n",
    ),
)
SHOTS = (
    Shot("lagesbild"),
    Shot("lagesbild-mork", scheme="dark"),
    Shot("niva-urval", "?omrade=Råslätt&omrade=Österängen&ar=2023&lager=Nivå"),
    Shot("aktiviteter-2024", "?ar=2024&lager=Aktiviteter"),
    Shot("lagesbild-mobil", width=390),
    Shot("problemindex", "problemindex", awaits=".js-plotly-plot .main-svg"),
    Shot("anmalda-brott", "brott?ar=2023", awaits=".js-plotly-plot .main-svg"),
    Shot("medborgarloften", "loften?aktivitet=Trygg Trapp", awaits=".lb-matrix tr.chosen"),
    Shot(
        "data-och-kallor", "data?tabell=Uppföljningar&ar=2024", awaits="[data-testid=stDataFrame]"
    ),
    Shot("las-in-filer", "data?avsnitt=Läs in filer", awaits=".lb-findings", files=DROPPED),
)


@contextmanager
def server(*arguments: str) -> Iterator[str]:
    """The app's address on a free port; the server is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--",
        *arguments,
    ]
    published = {name: value for name, value in os.environ.items() if name != "LAGESBILD_DATA"}
    process = subprocess.Popen(command, cwd=ROOT, env=published)  # noqa: S603 - our own command
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("servern svarar inte")


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo.write(Path(folder) / "exempelstad")
        database = Path(folder) / "exempelstad.sqlite"
        build(Path(folder) / "exempelstad", database)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with server() as published, server("--data", str(database)) as invented:
            for shot in SHOTS:
                shot.take(browser, invented if shot.files else published)
        browser.close()


if __name__ == "__main__":
    main()
