"""Choosing in a list as a reader does, who opens it again when it shuts."""

import contextlib

from playwright.sync_api import Page, TimeoutError


def pick(page: Page, name: str, option: str) -> None:
    """Choose in the list with this name. One that is opened while the page is still being written shuts at once."""
    for _ in range(10):
        page.get_by_role("combobox", name=name).focus()
        page.keyboard.press("ArrowDown")
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option, exact=True).click(timeout=3000)
            return
    raise AssertionError(f"{option} kan inte väljas")
