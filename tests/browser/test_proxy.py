"""The app in a browser behind a real proxy: its pages and map, and a meeting that keeps its
secret."""

import pytest
import serving
from playwright.sync_api import expect
from reading import at_rest, map_of, open_page, press

from ui.frame.door import COOKIE


@pytest.fixture(scope="module", params=["nginx /", "nginx /lagesbild", "haproxy /"])
def public(request, serve_behind) -> str:
    """The address that readers know the app by."""
    kind, path = request.param.split()
    if not serving.found(kind):
        pytest.skip(f"{kind} är inte installerat")
    return serve_behind(kind, path)


def test_pages_and_map_are_shown_behind_a_proxy(public, page):
    told = []
    page.on("console", lambda message: told.append(message.text))
    for path in ("", "omrade", "problemindex", "underlag", "data"):
        open_page(page, f"{public}/{path}")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_text("Fel-id")).to_have_count(0)
        if not path:
            expect(map_of(page).locator(".leaflet-container")).to_be_visible()
    assert not [line for line in told if "Content Security Policy" in line]


def test_meeting_keeps_the_agendas_secret_from_addresses_scripts_and_onlookers(
    public, page, browser
):
    asked = []
    page.on(
        "request", lambda request: asked.extend([request.url, request.headers.get("referer", "")])
    )
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    for path in ("?omrade=Råslätt", "brott"):
        open_page(page, f"{public}/{path}")
        page.get_by_role("button", name="Lägg till i agendan").click()
        expect(page.get_by_text("Agendan har ")).to_be_visible()
    page.get_by_role("link", name="Agendan", exact=True).click()
    expect(page.locator(".lb-point")).to_have_count(2)
    links = [page.content()]
    page.get_by_role("link", name="Starta mötet").click()
    bar = page.get_by_role("navigation", name="Agenda")
    expect(bar).to_contain_text("1 av 2")
    links.append(page.content())
    press(page, "ArrowRight")
    expect(bar).to_contain_text("2 av 2")
    links.append(page.content())

    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Lax")
    assert cookie["path"] == ("/lagesbild" if public.endswith("/lagesbild") else "/")
    assert COOKIE not in page.evaluate("document.cookie")
    assert len(asked) > 50
    assert cookie["value"] not in " ".join([*asked, *links])

    with browser.new_context(ignore_https_errors=True) as other:
        onlooker = other.new_page()
        onlooker.goto(page.url)
        expect(onlooker.get_by_role("navigation", name="Agenda")).to_contain_text("2 av 2")
        onlooker.goto(f"{public}/mote")
        at_rest(onlooker)
        expect(onlooker.locator(".lb-point")).to_have_count(0)
