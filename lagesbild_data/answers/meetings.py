"""Meeting agendas: views of the app in an order, kept in a SQLite store or in a file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeGuard

import sqlalchemy as sa

from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.model.pages import address_fault
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.store import editing
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem

_point = SQL_TABLES["agendapunkter"].c
MOST_POINTS = 200
LONGEST_TITLE = 200
"""Letters, also in a name."""
_LINE = f"på högst {LONGEST_TITLE} tecken, utan radbrytningar och styrtecken"


@dataclass(frozen=True)
class Point:
    """One view: its title, and its address within the app, such as `brott?ar=2023`."""

    titel: str
    adress: str


class Taken(Exception):  # noqa: N818 - it names the state, as Conflict does
    """Another agenda has the name; `points` are its."""

    def __init__(self, points: list[Point]):
        super().__init__("namnet är upptaget")
        self.points = points


def names(store: Store) -> list[str]:
    """Names of the saved agendas, in Swedish order."""
    return sorted(
        (row.agenda for row in store.rows(sa.select(_point.agenda).distinct())),
        key=swedish.sort_key,
    )


def points(store: Store, name: str) -> list[Point]:
    """The points of a saved agenda in order; none where there is no such agenda."""
    return [Point(row.titel, row.adress) for row in store.rows(_points_of(name))]


def _points_of(name: str) -> sa.Select:
    return (
        sa.select(_point.titel, _point.adress).where(_point.agenda == name).order_by(_point.nummer)
    )


def save(store: Store, name: str, agenda: Sequence[Point], seen: Sequence[Point] = ()) -> None:
    """Keep the agenda under this name in a SQLite store, in place of the one that was `seen` there.

    Taken where another one has the name; InvalidStore, in Swedish, where it can't be kept.
    """
    checked = _checked("Agendan", name, [asdict(point) for point in agenda])
    name = name.strip()
    with editing.alone(store) as connection:
        stands = [Point(*row) for row in connection.execute(_points_of(name))]
        if stands not in ([], list(seen), checked):
            raise Taken(stands)
        connection.execute(SQL_TABLES["agendapunkter"].delete().where(_point.agenda == name))
        rows = [
            {"agenda": name, "nummer": number, **asdict(point)}
            for number, point in enumerate(checked, start=1)
        ]
        if rows:
            connection.execute(SQL_TABLES["agendapunkter"].insert(), rows)


def to_file(name: str, agenda: Sequence[Point]) -> bytes:
    """The agenda as a file that from_file reads; InvalidStore where it wouldn't."""
    checked = _checked("Agendan", name, [asdict(point) for point in agenda])
    content = {"agenda": name.strip(), "punkter": [asdict(point) for point in checked]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def from_file(place: str, content: bytes) -> tuple[str, list[Point]]:
    """Name and points of an agenda in a file; InvalidStore with every fault otherwise."""
    try:
        read = json.loads(content.decode("utf-8-sig"))
        name, found = read["agenda"], read["punkter"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidStore(
            [Problem(place, "är inte en agenda som har laddats ner härifrån")]
        ) from None
    if not isinstance(name, str) or not isinstance(found, list):
        raise InvalidStore([Problem(place, "är inte en agenda som har laddats ner härifrån")])
    return name.strip(), _checked(place, name, found)


def faults(place: str, name: str, agenda: Sequence[Point]) -> list[Problem]:
    """Every reason why this agenda can't be kept, but for a name that is still to be given; each in
    Swedish."""
    try:
        _checked(place, name or place, [asdict(point) for point in agenda])
    except InvalidStore as invalid:
        return invalid.problems
    return []


def _checked(place: str, name: str, found: Sequence[Any]) -> list[Point]:
    problems = (
        [] if _is_line(name) else [Problem(place, f"behöver ett namn {_LINE}", column="agenda")]
    )
    if len(found) > MOST_POINTS:
        raise InvalidStore(
            [Problem(place, f"har {len(found)} punkter; högst {MOST_POINTS} är tillåtna")]
        )
    answer = []
    for number, point in enumerate(found, start=1):
        title, address = (
            point.get(key) if isinstance(point, dict) else None for key in ("titel", "adress")
        )
        if not _is_line(title):
            problems.append(Problem(place, f"punkten behöver en titel {_LINE}", number, "titel"))
        elif not isinstance(address, str) or not address:
            problems.append(
                Problem(
                    place, "punkten behöver en adress, till exempel brott?ar=2023", number, "adress"
                )
            )
        elif fault := address_fault(address):
            problems.append(Problem(place, fault, number, "adress"))
        else:
            answer.append(Point(title.strip(), address))
    if problems:
        raise InvalidStore(problems)
    return answer


def _is_line(text: Any) -> TypeGuard[str]:
    """Whether it is text of a right length on one line, without signs that can't be shown."""
    if not isinstance(text, str) or UNWRITABLE.search(text):
        return False
    return 0 < len(text.strip()) <= LONGEST_TITLE and len(text.strip().splitlines()) == 1
