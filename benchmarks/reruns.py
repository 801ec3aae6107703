"""What does each page cost the server? `python benchmarks/reruns.py [--rounds N] [--against DIR]`.

One session asks Streamlit for a rerun over its own websocket, as a browser does, with a filter that
the server hasn't seen and then with the same once more. Taken are the milliseconds from asking
until the script has finished, and the processor time of the server until it rests again.
`--against` runs the product in another folder beside it, on the same data, and asks both for the
same by turns, so that before and after come from one run. The exit code is 0 whatever the times
are.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import psutil
from goals import print_goal, print_heading
from servers import ROOT, server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROUNDS, WARMING = 20, 2
UNSEEN, REPEATED = "nytt val", "samma val"
NOW, BEFORE = "nu", "före"
MAX_RATIO, MAX_PAGE_RATIO = 1.05, 1.2
"""Of all pages together, and of the page that has risen most."""
REST = 0.05
"""Seconds in which a server that uses next to no processor time is at rest."""
Taken = dict[tuple[str, str, str], list[tuple[float, float]]]
"""Milliseconds, by the clock and of processor time, by page, kind of filter and version."""


@dataclass(frozen=True)
class Answer:
    """What a rerun took, in milliseconds, and what the server said meanwhile."""

    elapsed: float
    processor: float
    said: list[ForwardMsg]


class Session:
    """One reader's session with a server."""

    def __init__(self, socket: ClientConnection, pid: int) -> None:
        self._socket = socket
        self._server = psutil.Process(pid)

    def rerun(self, query: str = "", page_hash: str = "") -> Answer:
        """Ask for a run of a page with this query in its address, as who goes to it in the
        browser's history does."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = page_hash
        message.rerun_script.is_history_navigation = True
        said: list[ForwardMsg] = []
        used, asked = self._used(), time.perf_counter()
        self._socket.send(message.SerializeToString())
        while (
            not said
            or said[-1].WhichOneof("type") != "script_finished"
            or said[-1].script_finished != _DONE
        ):
            said.append(ForwardMsg.FromString(self._socket.recv(timeout=60)))
            if (
                said[-1].WhichOneof("type") == "script_finished"
                and said[-1].script_finished == _FAILED
            ):
                raise RuntimeError(f"Sidan kunde inte köras: {query}")
        elapsed = (time.perf_counter() - asked) * 1000
        before, now = used, self._used()
        while now - before > 2:
            time.sleep(REST)
            before, now = now, self._used()
        return Answer(elapsed, now - used, said)

    def _used(self) -> float:
        """Milliseconds of processor time that the server has used; psutil counts whole hundredths
        of a second."""
        if sys.platform == "linux":
            # what clock_getcpuclockid(3) gives
            return time.clock_gettime(((~self._server.pid) << 3) | 2) * 1000
        times = self._server.cpu_times()
        return (times.user + times.system) * 1000


_DONE = ForwardMsg.FINISHED_SUCCESSFULLY
_FAILED = ForwardMsg.FINISHED_WITH_COMPILE_ERROR


def measure(rounds: int = ROUNDS, against: Path | None = None) -> Taken:
    """What each page took, by page, kind of filter and version."""
    versions = {NOW: ROOT} | ({BEFORE: against.resolve()} if against else {})
    taken: Taken = defaultdict(list)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        data = _data(list(versions.values()), folder)
        sessions = {
            name: stack.enter_context(_session(root, data[root], folder / name))
            for name, root in versions.items()
        }
        opened = {name: session.rerun().said for name, session in sessions.items()}
        pages = {name: _pages(said) for name, said in opened.items()}
        filters = _filters(list(opened.values()))
        both = [page for page in pages[NOW] if all(page in known for known in pages.values())]
        for number in range(rounds + WARMING):
            for page in both:
                query, areas = next(filters)
                for kind in (UNSEEN, REPEATED):
                    for name in sorted(sessions, reverse=bool(number % 2)):
                        answer = sessions[name].rerun(query, pages[name][page])
                        if not _shows(answer, areas):
                            raise RuntimeError(f"{page} visar inte valet {query}")
                        if number >= WARMING:
                            taken[page, kind, name].append((answer.elapsed, answer.processor))
    return taken


def _data(roots: list[Path], folder: Path) -> dict[Path, Path]:
    """Exempelstad for each version: the same for all that find no fault in it, else written by the
    version itself."""
    store = folder / "exempelstad.sqlite"
    _run(ROOT, "demo", store, folder).check_returncode()
    data = {}
    for number, root in enumerate(roots):
        data[root] = store
        if _run(root, "check", store, folder).returncode:
            data[root] = folder / f"egen-{number}.sqlite"
            _run(root, "demo", data[root], folder).check_returncode()
            print(f"{root} läser inte samma Exempelstad; det har sin egen")
    return data


def _run(root: Path, command: str, store: Path, folder: Path) -> subprocess.CompletedProcess:
    own = os.environ | {"LAGESBILD_CACHE": str(folder / "kommandon")}
    asked = [sys.executable, "-m", "lagesbild_data", command, str(store)]
    return subprocess.run(asked, cwd=root, env=own, capture_output=True)


@contextmanager
def _session(root: Path, store: Path, cache: Path) -> Iterator[Session]:
    own = {"LAGESBILD_CACHE": str(cache)}
    with server(root / "app.py", "--data", str(store), root=root, **own) as (address, pid):
        stream = f"{address.replace('http', 'ws', 1)}_stcore/stream"
        with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
            yield Session(socket, pid)


def _pages(said: list[ForwardMsg]) -> dict[str, str]:
    """The menu's pages: their hashes by title."""
    menu = [message.navigation for message in said if message.WhichOneof("type") == "navigation"][
        -1
    ]
    return {page.page_name: page.page_script_hash for page in menu.app_pages}


def _choices(said: list[ForwardMsg], label: str) -> list[str]:
    """What a filter of the sidebar has to choose among."""
    widgets = [message.delta.new_element.multiselect for message in said]
    return next(list(widget.options) for widget in widgets if widget.label == label)


def _filters(openings: list[list[ForwardMsg]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses with two or three areas and years, which all versions know, and their areas; each
    address once."""
    known = [
        [
            choice
            for choice in _choices(openings[0], label)
            if all(choice in _choices(said, label) for said in openings)
        ]
        for label in ("Områden", "År")
    ]
    areas, years = ([*combinations(choices, 2), *combinations(choices, 3)] for choices in known)
    for turn in range(len(areas)):
        for number, when in enumerate(years):
            where = areas[(number + turn) % len(areas)]
            yield (
                urlencode(
                    [*(("omrade", area) for area in where), *(("ar", year) for year in when)]
                ),
                where,
            )


def _shows(answer: Answer, areas: tuple[str, ...]) -> bool:
    """Whether the page came out whole, under a sentence that says one of the areas; the page Område
    says the first."""
    if any("Fel-id" in message.delta.new_element.alert.body for message in answer.said):
        return False
    bodies = [message.delta.new_element.html.body for message in answer.said]
    sentences = [body for body in bodies if '<p class="lb-sentence">' in body]
    return any(area in sentence for sentence in sentences for area in areas)


def report(taken: Taken) -> None:
    """Print what was taken, and against the version before where there is one."""
    versions = sorted({name for _, _, name in taken})
    for what, part in (("klocka", 0), ("processortid", 1)):
        print(
            f"\n{f'Serverns ms, {what}: median (kvartiler)':<48}"
            + "".join(f"{name:<24}" for name in versions),
            end="",
        )
        print("nu/före" if len(versions) > 1 else "")
        for page, kind in dict.fromkeys((page, kind) for page, kind, _ in taken):
            cells = [_cell([each[part] for each in taken[page, kind, name]]) for name in versions]
            ratio = f"{_ratio(taken, [(page, kind)], part):.2f}" if len(versions) > 1 else ""
            print(f"{f'{page}, {kind}':<48}" + "".join(f"{cell:<24}" for cell in cells) + ratio)
    if len(versions) > 1:
        print_heading()
        for kind in (UNSEEN, REPEATED):
            pages = [(page, kind) for page in dict.fromkeys(page for page, _, _ in taken)]
            together = _ratio(taken, pages)
            worst = max(pages, key=lambda page: _ratio(taken, [page]))
            print_goal(
                f"Alla sidor, {kind}, nu/före",
                f"{together:.2f}",
                f"≤ {MAX_RATIO}",
                together <= MAX_RATIO,
            )
            most = _ratio(taken, [worst])
            print_goal(
                f"Värst, {kind}, nu/före",
                f"{most:.2f} ({worst[0]})",
                f"≤ {MAX_PAGE_RATIO}",
                most <= MAX_PAGE_RATIO,
            )


def _cell(times: list[float]) -> str:
    low, median, high = statistics.quantiles(times, n=4, method="inclusive")
    return f"{median:.0f} ({low:.0f}–{high:.0f}), n={len(times)}"


def _ratio(taken: Taken, pages: list[tuple[str, str]], part: int = 1) -> float:
    """The sum of the pages' medians now, by what it was before; of processor time, which other
    programs hardly move, else by the clock (0)."""
    now, before = (
        sum(
            statistics.median(each[part] for each in taken[page, kind, name])
            for page, kind in pages
        )
        for name in (NOW, BEFORE)
    )
    return now / before


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Mäter vad varje sida kostar servern.")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"antal mätningar av varje sida ({ROUNDS})"
    )
    parser.add_argument(
        "--against", type=Path, help="mapp med en annan version, som tiderna ställs mot"
    )
    arguments = parser.parse_args()
    report(measure(max(arguments.rounds, 2), arguments.against))


if __name__ == "__main__":
    main()
