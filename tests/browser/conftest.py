"""The app as a real server on the published data, and Debian's Chromium."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

NAMES = {"127.0.0.1", "lagesbild.exempel.se"}
"""What the browser knows this machine by."""
RESOLVE = "--host-resolver-rules=MAP lagesbild.exempel.se 127.0.0.1"
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", RESOLVE]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {
        "viewport": {"width": 1400, "height": 900},
        "locale": "sv-SE",
        "ignore_https_errors": True,
    }


@pytest.fixture(scope="session")
def app(serve) -> str:
    """Address of the app on the published data."""
    return serve()


@pytest.fixture(autouse=True)
def asked_hosts(page: Page, context) -> Iterator[set[str]]:
    """Hosts that pages ask for. The network beyond this machine is cut, and any such request fails
    the test."""
    asked: set[str] = set()

    def handle(route):
        host = route.request.url.split("/")[2].split(":")[0]
        if host in NAMES:
            return route.continue_()
        asked.add(host)
        return route.abort()

    context.route("http*://**/*", handle)
    yield asked
    assert asked <= {"tile.openstreetmap.org"}, "en annan dator tillfrågades"
