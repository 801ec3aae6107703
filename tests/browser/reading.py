"""What a reader does and notices in a browser: opens a page, waits until it is still, chooses,
scrolls."""

import contextlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, TimeoutError, expect

# Written to its end, and nothing has changed for a while: keys, clicks and measures meet what a
# reader would see.
STILL = """() => {
    if (!window.watched) {
        window.watched = true;
        window.changed = performance.now();
        new MutationObserver(() => { window.changed = performance.now(); }).observe(
            document, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    return document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]") !== null
        && document.querySelector("h1") !== null && performance.now() - window.changed > 300;
}"""
FITS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .every((element) => element.scrollWidth <= element.clientWidth)"""
SPACED = (  # WCAG 2.2, 1.4.12
    "* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
)
STICKS_OUT = """() => [innerWidth, ...[...document.querySelectorAll("body *")]
    .map((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);  // with its text, which may be wider than its box
        return [range.getBoundingClientRect(), element];
    })
    .filter(([box]) => box.width && box.right > document.documentElement.clientWidth)
    .map(([box, element]) => `${Math.round(box.left)}–${Math.round(box.right)} ${element.outerHTML.slice(0, 120)}`)
    .slice(0, 20)].join("\\n")"""  # noqa: E501


def at_rest(page: Page) -> None:
    """Wait until the page is written to its end and still."""
    # frames may fail to come on a busy machine
    page.wait_for_function(STILL, timeout=60_000, polling=50)


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the page is at rest."""
    page.goto(address)
    at_rest(page)


def map_of(page: Page) -> FrameLocator:
    """The page's map, when it is at rest with its areas drawn."""
    frame = page.frame_locator('iframe[title^="streamlit_folium"]').last
    expect(frame.locator("path.leaflet-interactive").first).to_be_visible()
    at_rest(page)
    return frame


def open_map(page: Page, address: str) -> FrameLocator:
    """Open an address and give its map."""
    open_page(page, address)
    return map_of(page)


def click_area(frame: FrameLocator, name: str) -> None:
    """Click the surface with this name in its tooltip."""
    for path in frame.locator("path.leaflet-interactive").all():
        path.hover(force=True)
        if frame.locator(".leaflet-tooltip b", has_text=name).count():
            path.click(force=True)
            return
    raise AssertionError(f"{name} finns inte på kartan")


def pick(page: Page, name: str, option: str) -> None:
    """Choose in the list with this name. One that is opened while the page is still being written
    shuts at once."""
    for _ in range(10):
        at_rest(page)
        page.get_by_role("combobox", name=name).focus()
        page.keyboard.press("ArrowDown")
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option, exact=True).click(timeout=3000)
            return
    raise AssertionError(f"{option} kan inte väljas")


def press(page: Page, key: str) -> None:
    """Press a key when the page is at rest, as one who has read it does."""
    at_rest(page)
    page.keyboard.press(key)


def fits_the_window(page: Page) -> None:
    """Fail when the page at rest must be scrolled sideways, also by a reader who spaces letters and
    words."""
    at_rest(page)
    spaced = page.add_style_tag(content=SPACED)
    try:
        page.wait_for_function(FITS, polling=50)
    except TimeoutError:
        raise AssertionError(f"wider than the window: {page.evaluate(STICKS_OUT)}") from None
    spaced.evaluate("style => style.remove()")


def faults(page: Page, part: str | None = None) -> list[tuple[str, str, str]]:
    """Impact, rule and HTML of each accessibility fault of the page at rest, or of the part that a
    selector finds."""
    at_rest(page)
    return [
        (fault["impact"], fault["id"], node["html"][:120])
        for fault in Axe().run(page, context=part).response["violations"]
        for node in fault["nodes"]
    ]


def serious_faults(page: Page) -> list[tuple[str, str, str]]:
    """The faults that shut a reader out."""
    return [fault for fault in faults(page) if fault[0] in ("serious", "critical")]
