"""How fast is the page Lägesbild? `python benchmarks/bench.py [--rounds N] [--quick] [--largest N]
[--against DIR]`.

Three servers are driven in turn by a headless Chromium, so that noise hits all alike: the app, a
naive twin that builds its whole map on every run (naive_twin.py), and the floor, Streamlit's own
least cost for a changed text (floor.py). Times are taken inside the page (watch.js). What each page
costs the server (reruns.py), beside another version of the product with --against, what single
reports (reports.py), the police's extract (police.py), large maps (map_files.py) and documents
(documents.py) cost comes last. The exit code is 0 whatever the times are.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

import documents  # noqa: E402 - as below
import exempelstad  # noqa: E402 - the app's rooms are found from its root
import map_files  # noqa: E402
import police  # noqa: E402
import reports  # noqa: E402
import reruns  # noqa: E402
from goals import print_goal, print_heading  # noqa: E402
from servers import server  # noqa: E402

MAP_PAGE, TEXT_PAGE, PROMISES_PAGE = ["figures", "labels"], ["figures"], ["summary", "matrix"]
BASE, TOGGLED = 2024, 2023
"""With BASE alone the map shows activities, with TOGGLED too it shows change: map and key figures
change every time."""
AREA = "Område 3"
"""In the large invented store some of each promise's activities concern it."""
COLD_YEARS = range(2014, 2023)
"""Added two at a time these make a filter no server has seen, and change nothing else about a step.
"""
SETTLE_MS = 600
SESSIONS = 20
MAX_MB = 400


@dataclass(frozen=True)
class Target:
    """A server to measure: its name in the table, and the parts of its page that are waited for."""

    name: str
    url: str
    parts: list[str]
    base: int = BASE
    toggled: str = str(TOGGLED)
    filter: str = "År"


class Times:
    """Milliseconds by what was measured and where."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], list[float]] = defaultdict(list)

    def add(self, what: str, target: Target, took: dict[str, float]) -> None:
        """Note one measurement: the time until the last part stood there, and until the first
        did."""
        self._taken[what, target.name].append(max(took.values()))
        self._taken[f"{what}, nyckeltal", target.name].append(took[target.parts[0]])

    def median(self, what: str, name: str) -> float:
        """The median of what was measured."""
        return statistics.median(self._taken[what, name])

    def cell(self, what: str, name: str) -> str:
        """Median, interquartile range and count; "–" where nothing was measured."""
        taken = self._taken[what, name]
        if len(taken) < 2:
            return "–"
        low, _, high = statistics.quantiles(taken, n=4, method="inclusive")
        return f"{statistics.median(taken):.0f} ({low:.0f}–{high:.0f}), n={len(taken)}"


# Servers and pages


def open_context(browser: Browser) -> BrowserContext:
    """A browser context of its own, with an empty cache and the watching script."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.add_init_script(path=HERE / "watch.js")
    return context


def load(page: Page, target: Target, years: tuple[int, ...] = ()) -> dict[str, float]:
    """Go to the page with these years chosen; milliseconds until each part stands there."""
    query = "&".join(f"ar={year}" for year in years)
    page.goto(f"{target.url}?{query}", wait_until="commit")
    return _confirmed(page, target, page.evaluate("parts => bench.loaded(parts)", target.parts))


def toggle(page: Page, target: Target, *, add: bool) -> dict[str, float]:
    """Add the toggled year or take it away; milliseconds from the click until each part has
    changed."""
    if add:
        page.get_by_role("combobox", name=target.filter).click()
        button = page.get_by_role("option", name=target.toggled, exact=True)
    else:
        page.keyboard.press("Escape")
        button = page.get_by_role("button", name=f"Remove {target.toggled}", exact=True)
    button.wait_for()
    page.wait_for_timeout(SETTLE_MS / 2)
    page.evaluate("parts => bench.expectClick(parts)", target.parts)
    button.click()
    return _confirmed(page, target, page.evaluate("() => bench.changed"))


def _confirmed(page: Page, target: Target, result: dict) -> dict[str, float]:
    """The times, when the page has come to rest and still shows what was counted as done."""
    page.wait_for_timeout(SETTLE_MS)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    now = page.evaluate("() => bench.shown()")
    if any(now[part] != result["shown"][part] for part in target.parts):
        raise RuntimeError(f"Sidan ändrades efter mätningen: {result['shown']} blev {now}")
    return result["took"]


# Measurements


def measure_changed_year(
    browser: Browser, targets: list[Target], times: Times, rounds: int, what: str = "Ändrat år"
) -> None:
    """A year added or taken away, by turns; the first two rounds warm the servers up and aren't
    counted."""
    pages = [open_context(browser).new_page() for _ in targets]
    for page, target in zip(pages, targets, strict=True):
        load(page, target, (target.base,))
    for number in range(rounds + 2):
        for page, target in zip(pages, targets, strict=True):
            page.bring_to_front()
            took = toggle(page, target, add=number % 2 == 0)
            if number >= 2:
                times.add(what, target, took)
    for page in pages:
        page.context.close()


def measure_unseen_year(browser: Browser, targets: list[Target], times: Times, rounds: int) -> None:
    """A year added that gives a filter which the server has no cached answer for."""
    pages = [open_context(browser).new_page() for _ in targets]
    for others in islice(combinations(COLD_YEARS, 2), rounds):
        for page, target in zip(pages, targets, strict=True):
            page.bring_to_front()
            load(page, target, (*others, target.base))
            times.add("Ändrat år, ej i cache", target, toggle(page, target, add=True))
    for page in pages:
        page.context.close()


def measure_first_load(
    browser: Browser,
    targets: list[Target],
    times: Times,
    rounds: int,
    what: str = "Första laddning",
) -> None:
    """The page in a new browser context, from a warm server."""
    for _ in range(rounds):
        for target in targets:
            with open_context(browser) as context:
                times.add(what, target, load(context.new_page(), target))


def measure_memory(browser: Browser, sessions: int) -> float:
    """MB of resident memory of a new app server when this many sessions are open."""
    with ExitStack() as stack:
        url, pid = stack.enter_context(server(ROOT / "app.py"))
        for _ in range(sessions):
            context = stack.enter_context(open_context(browser))
            load(context.new_page(), Target("appen", url, MAP_PAGE))
        return psutil.Process(pid).memory_info().rss / 1e6


# The table


def report(times: Times, megabytes: float, sessions: int) -> None:
    """Print the medians, and the ratios against their targets."""
    names = ["appen", "tvillingen", "golvet"]
    print(f"\n{'Millisekunder: median (kvartiler)':<34}" + "".join(f"{name:<26}" for name in names))
    for what in (
        "Ändrat år",
        "Ändrat år, nyckeltal",
        "Ändrat år, ej i cache",
        "Första laddning",
        "Löften, ändrat område",
        "Löften, första laddning",
    ):
        print(f"{what:<34}" + "".join(f"{times.cell(what, name):<26}" for name in names))
    print_heading()
    for what, other, limit in (
        ("Ändrat år", "golvet", 1.3),
        ("Ändrat år", "tvillingen", 0.5),
        ("Första laddning", "golvet", 2.0),
    ):
        ratio = times.median(what, "appen") / times.median(what, other)
        print_goal(f"{what}, appen/{other}", f"{ratio:.2f}", f"≤ {limit}", ratio <= limit)
    for what, limit in (("Löften, ändrat område", 1.3), ("Löften, första laddning", 2.0)):
        ratio = times.median(what, "appen") / times.median(what, "golvet")
        print_goal(f"{what}, appen/golvet", f"{ratio:.2f}", f"≤ {limit}", ratio <= limit)
    print_goal(
        f"Minne efter {sessions} sessioner",
        f"{megabytes:.0f} MB",
        f"< {MAX_MB} MB",
        megabytes < MAX_MB,
    )


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description="Mäter svarstider och minne för sidan Lägesbild.")
    parser.add_argument(
        "--rounds", type=int, default=30, help="antal mätningar av ändrat år per server (30)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="få mätningar: visar att allt går, inte hur fort"
    )
    parser.add_argument(
        "--largest",
        type=int,
        default=7,
        help="så många nollor har den största filen med anmälningar (7)",
    )
    parser.add_argument(
        "--against", type=Path, help="mapp med en annan version, som sidornas tider ställs mot"
    )
    arguments = parser.parse_args()
    rounds, sessions = (4, 3) if arguments.quick else (max(arguments.rounds, 2), SESSIONS)
    fewer = max(rounds // 2, 2)
    scripts = {
        "appen": ROOT / "app.py",
        "tvillingen": HERE / "naive_twin.py",
        "golvet": HERE / "floor.py",
    }
    times = Times()
    with ExitStack() as stack:
        targets = [
            Target(
                name,
                stack.enter_context(server(script))[0],
                TEXT_PAGE if name == "golvet" else MAP_PAGE,
            )
            for name, script in scripts.items()
        ]
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        browser = stack.enter_context(chromium)
        measure_changed_year(browser, targets, times, rounds)
        measure_unseen_year(browser, targets[:2], times, fewer)
        measure_first_load(browser, targets, times, fewer)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        exempelstad.write(folder / "stor.sqlite")
        url, _ = stack.enter_context(server(ROOT / "app.py", "--data", str(folder / "stor.sqlite")))
        large = [
            Target("appen", f"{url}loften", PROMISES_PAGE, toggled=AREA, filter="Områden"),
            targets[2],
        ]
        measure_changed_year(browser, large, times, rounds, "Löften, ändrat område")
        measure_first_load(browser, large, times, fewer, "Löften, första laddning")
        megabytes = measure_memory(browser, sessions)
    report(times, megabytes, sessions)
    reruns.report(reruns.measure(2 if arguments.quick else reruns.ROUNDS, arguments.against))
    largest = min(arguments.largest, 5) if arguments.quick else arguments.largest
    reports.measure(largest)
    police.measure(largest)
    map_files.measure(10 if arguments.quick else map_files.MEGABYTES)
    documents.report(documents.measure(fewer if arguments.quick else documents.DOCUMENTS))


if __name__ == "__main__":
    main()
