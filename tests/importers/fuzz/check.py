"""Whether what is read of a file is what is true of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.store.stores import Store

from .case import Case, Key, Series

READ, ANSWERED, ASKED, REFUSED = "read", "answered", "asked", "refused"
OUTCOMES = (READ, ANSWERED, ASKED, REFUSED)
"""Read as it stands; read when what was asked had been answered; asked what the truth doesn't tell;
refused."""
_VALUES = {
    "anmalda_brott": (
        ("omrade_id", "ar", "kvartal", "brottstyp_id"),
        ("antal", "preliminar", "per_100k"),
    ),
    "brott_per_manad": (("omrade_id", "ar", "manad", "brottstyp_id"), ("antal",)),
    "folkmangd": (("omrade_id", "ar"), ("antal",)),
    "handelser": (
        ("datum_fran", "datum_till", "typ", "tema", "plats", "omrade_id"),
        ("precision", "genomford", "deltagare", "kalla_id", "anmarkning"),
    ),
    "uppfoljningar": (
        ("aktivitet_id", "ar", "tertial"),
        ("status", "text", "status_grund", "kalla_id"),
    ),
    "utfall": (
        ("aktivitet_id", "ar", "tertial", "matt", "omrade_id"),
        ("jamforelse", "varde", "enhet", "avser", "kalla_id"),
    ),
    "indikatorvarden": (
        ("indikator_id", "omrade_id", "ar", "grupp"),
        ("varde", "riktning", "antal_svar", "standardfel", "preliminar", "kalla_id", "anmarkning"),
    ),
}
"""The columns that tell a row and those that it tells, of every table that has figures."""
_MOST_ROUNDS = 6


class Wrong(AssertionError):  # noqa: N818 - it names what it is
    """What is read isn't what is true."""


def outcome(store: Store, case: Case, folder: Path) -> tuple[str, str]:
    """What becomes of a file, and the words of what is asked or refused; Wrong where another figure
    is read, one is lost, or nothing tells why it isn't read."""
    uploads = [
        _written(folder / f"{at}", name, content) for at, (name, content) in enumerate(case.files)
    ]
    answers: dict[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        plan = planning.plan(store, uploads[0], companions=uploads[1:], answers=answers)
        if plan.problems:
            _check_words(plan)
            return REFUSED, str(plan.problems[0])
        if plan.unmatched:
            return ASKED, f"vad {plan.unmatched[0].name} betyder"
        open_keys = plan.reading.questions.keys() - plan.reading.answers.keys()
        if not open_keys:
            _compare(case, plan)
            return (ANSWERED, ", ".join(answers)) if answers else (READ, "")
        told = {key: case.answer(key) for key in open_keys}
        if None in told.values():
            return ASKED, ", ".join(key for key, answer in told.items() if answer is None)
        if told.items() <= answers.items():
            raise Wrong(f"asks again for {sorted(open_keys)}, which has been answered with {told}")
        answers |= {key: answer for key, answer in told.items() if answer is not None}
    raise Wrong(f"never stops asking; the last are {sorted(open_keys)}")


def _written(folder: Path, name: str, content: bytes) -> Upload:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / name).write_bytes(content)
    return Upload.of(folder / name)


def _check_words(plan: Plan) -> None:
    for problem in map(str, plan.problems):
        if not problem.strip() or "Traceback" in problem or "Error" in problem:
            raise Wrong(f"refused without words that a reader understands: {problem!r}")


def _compare(case: Case, plan: Plan) -> None:
    for table, (key, told) in _VALUES.items():
        if case.series and table == "indikatorvarden":
            continue
        found = {_of(row, key): _of(row, told) for row in _new(plan, table)}
        wanted = {
            of: value if isinstance(value, tuple) else (value,)
            for of, value in case.rows.get(table, {}).items()
        }
        if table == "brott_per_manad":  # a month without reports may be told as 0
            found = {of: value for of, value in found.items() if value != (0,)}
        _same(table, found, wanted)
    if case.series:
        _compare_series(case.series, plan)
    _compare_surfaces(case, plan)


def _new(plan: Plan, table: str) -> list[dict[str, Any]]:
    change = plan.changes.get(table, TableChange())
    if change.changed or change.same or change.kept or change.unseen:
        raise Wrong(f"{table}: rows are taken for others that stand in the store")
    return change.new


def _of(row: Mapping[str, Any], names: tuple[str, ...]) -> Key:
    return tuple(row.get(name) for name in names)


def _same(what: str, found: Mapping[Key, Any], wanted: Mapping[Key, Any]) -> None:
    lost = {key: wanted[key] for key in wanted.keys() - found.keys()}
    made = {key: found[key] for key in found.keys() - wanted.keys()}
    other = {
        key: (wanted[key], found[key])
        for key in wanted.keys() & found.keys()
        if wanted[key] != found[key]
    }
    if lost or made or other:
        raise Wrong(f"{what}: lost {lost}; not true {made}; another (true, read) {other}")


def _compare_series(wanted: list[Series], plan: Plan) -> None:
    names = {row["indikator_id"]: row["namn"] for row in _new(plan, "indikatorer")}
    found: dict[str, dict[Key, Key]] = {}
    for row in _new(plan, "indikatorvarden"):
        told = row["varde"], bool(row["preliminar"]), row["antal_svar"], row["standardfel"]
        found.setdefault(row["indikator_id"], {})[row["omrade_id"], row["ar"], row["grupp"]] = told
    if len(found) != len([one for one in wanted if one.values]):
        raise Wrong(f"{len(wanted)} indicators became {sorted(names.items())}")
    for one in wanted:
        mine = [
            own
            for own in found
            if all(word.casefold() in names.get(own, "").casefold() for word in one.words)
        ]
        exact = next((own for own in mine if found[own] == one.values), None)
        if exact is None:
            if not mine:
                raise Wrong(
                    f"no indicator is called {one.words}; there are {sorted(names.items())}"
                )
            _same(names[mine[0]], found[mine[0]], one.values)
        found.pop(exact or mine[0])


_LEAST_ALIKE = 1e-3
"""The part of an area that two surfaces may differ by: corners are rounded to a decimetre."""


def _compare_surfaces(case: Case, plan: Plan) -> None:
    found = plan.reading.surfaces or {}
    if found.keys() != case.surfaces.keys():
        raise Wrong(f"surfaces of {sorted(found)}; true are those of {sorted(case.surfaces)}")
    for area, wanted in case.surfaces.items():
        shape = shapely.geometry.shape(found[area])
        if shape.symmetric_difference(wanted).area > _LEAST_ALIKE * wanted.area:
            raise Wrong(f"the surface of {area} is {shape.wkt}; true is {wanted.wkt}")
