"""Meeting agendas: views of the app in an order, kept in a SQLite store or in a file."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from lagesbild_data import editing, swedish
from lagesbild_data.problems import InvalidStore, Problem
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import Store
from lagesbild_data.validation import LOCAL_ADDRESS

_point = SQL_TABLES["agendapunkter"].c
_LONGEST = 200
"""Points in an agenda, and letters in a title."""


@dataclass(frozen=True)
class Point:
    """One view: its title, and its address within the app, such as `brott?ar=2023`."""

    titel: str
    adress: str


def names(store: Store) -> list[str]:
    """Names of the saved agendas, in Swedish order."""
    return sorted((row.agenda for row in store.rows(sa.select(_point.agenda).distinct())), key=swedish.sort_key)


def points(store: Store, name: str) -> list[Point]:
    """The points of a saved agenda in order; none where there is no such agenda."""
    query = sa.select(_point.titel, _point.adress).where(_point.agenda == name).order_by(_point.nummer)
    return [Point(row.titel, row.adress) for row in store.rows(query)]


def save(store: Store, name: str, agenda: Sequence[Point]) -> None:
    """Keep the agenda under this name in a SQLite store, in place of one of the same name; InvalidStore, in Swedish,
    where it can't be kept."""
    checked = _checked("Agendan", name, [asdict(point) for point in agenda])
    with editing.alone(store) as connection:
        connection.execute(SQL_TABLES["agendapunkter"].delete().where(_point.agenda == name.strip()))
        rows = [
            {"agenda": name.strip(), "nummer": number, **asdict(point)} for number, point in enumerate(checked, start=1)
        ]
        if rows:
            connection.execute(SQL_TABLES["agendapunkter"].insert(), rows)


def to_file(name: str, agenda: Sequence[Point]) -> bytes:
    """The agenda as a file that from_file reads."""
    content = {"agenda": name, "punkter": [asdict(point) for point in agenda]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def from_file(place: str, content: bytes) -> tuple[str, list[Point]]:
    """Name and points of an agenda in a file; InvalidStore with every fault otherwise."""
    try:
        read = json.loads(content.decode("utf-8-sig"))
        name, found = read["agenda"], read["punkter"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidStore([Problem(place, "är inte en agenda som har laddats ner härifrån")]) from None
    if not isinstance(name, str) or not isinstance(found, list):
        raise InvalidStore([Problem(place, "är inte en agenda som har laddats ner härifrån")])
    return name.strip(), _checked(place, name, found)


def _checked(place: str, name: str, found: Sequence[Any]) -> list[Point]:
    named = 0 < len(name.strip()) <= _LONGEST and "\0" not in name
    problems = [] if named else [Problem(place, f"saknar namn på högst {_LONGEST} tecken", column="agenda")]
    if len(found) > _LONGEST:
        raise InvalidStore([Problem(place, f"har {len(found)} punkter; högst {_LONGEST} är tillåtna")])
    answer = []
    for number, point in enumerate(found, start=1):
        title, address = (point.get(key) if isinstance(point, dict) else None for key in ("titel", "adress"))
        if not isinstance(title, str) or not 0 < len(title.strip()) <= _LONGEST or "\0" in title:
            problems.append(Problem(place, f"punkten behöver en titel på högst {_LONGEST} tecken", number, "titel"))
        elif not isinstance(address, str) or not address or re.fullmatch(LOCAL_ADDRESS, address) is None:
            problems.append(
                Problem(place, f'"{address}" är inte en sida här, till exempel brott?ar=2023', number, "adress")
            )
        else:
            answer.append(Point(title.strip(), address))
    if problems:
        raise InvalidStore(problems)
    return answer
