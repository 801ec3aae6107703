"""The lists of packages: whole with checksums, also for those who install in Windows or on a
Mac."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
}
MAC = {
    "sys_platform": "darwin",
    "platform_system": "Darwin",
    "os_name": "posix",
    "platform_machine": "arm64",
}


@pytest.fixture(params=["requirements.txt", "requirements-dev.txt"])
def pins(request) -> dict[str, int]:
    """The packages of a list, and how many checksums each has."""
    text = (ROOT / request.param).read_text(encoding="utf-8")
    return {
        canonicalize_name(name): rest.count("--hash=sha256:")
        for name, rest in re.findall(r"^([\w.-]+)==(.*(?:\n[ #].*)*)", text, re.MULTILINE)
    }


def test_every_package_has_checksums(pins):
    assert len(pins) > 50
    assert [name for name, checksums in pins.items() if not checksums] == []


@pytest.mark.parametrize("system", [WINDOWS, MAC], ids=["windows", "mac"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_every_package_that_another_system_asks_for_is_listed(pins, system, python):
    there = {**system, "python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    asked = {name: [Requirement(text) for text in requires(name) or []] for name in pins}
    missing = {
        (needed.name, name)
        for name, all_needed in asked.items()
        for needed in all_needed
        if (not needed.marker or needed.marker.evaluate(there))
        and canonicalize_name(needed.name) not in pins
    }
    assert missing == set()
