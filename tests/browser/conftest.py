"""The app as a real server on the published data, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"viewport": {"width": 1400, "height": 900}, "locale": "sv-SE"}


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Start the app on a store and give its address; all are ended when the tests are."""
    servers: list[subprocess.Popen] = []

    def start(*arguments: str, **environment: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
                   f"--server.port={port}", "--server.address=127.0.0.1", "--", *arguments]  # fmt: skip
        servers.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}))
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", servers[-1])
        return address

    yield start
    for server in servers:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"servern svarar inte på {url}")


@pytest.fixture(scope="session")
def app(serve) -> str:
    """Address of the app on the published data."""
    return serve()


@pytest.fixture(autouse=True)
def asked_hosts(page: Page, context) -> Iterator[set[str]]:
    """Hosts that pages ask for. The network beyond this machine is cut, and any such request fails the test."""
    asked: set[str] = set()

    def handle(route):
        host = route.request.url.split("/")[2].split(":")[0]
        if host == "127.0.0.1":
            return route.continue_()
        asked.add(host)
        return route.abort()

    context.route("http*://**/*", handle)
    yield asked
    assert asked <= {"tile.openstreetmap.org"}, "en annan dator tillfrågades"
