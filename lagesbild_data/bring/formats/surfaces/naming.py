"""Which area each feature is of: by its name, its kommun, and the vintage of the areas."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats import dates
from lagesbild_data.bring.formats.names import Names, plain
from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.surfaces.layer import Layer, counted, text
from lagesbild_data.bring.formats.surfaces.placing import APART, shared
from lagesbild_data.bring.formats.surfaces.shapes import polygons_of
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.formats.words import YEAR
from lagesbild_data.words import swedish

_NAMING = (
    "omrade_id",
    "namn",
    "regsonamn",
    "regsonamn/desokod",
    "vdnamn",
    "name",
    "område",
    "omrade",
)
"""Properties that may tell which area a surface is of, the first that does so is taken."""
_WIDER = ("område", "omrade")
"""Those of them that may tell of what the area is in."""
_KOMMUN = {"kommunkod": r"\d{3,4}", "regsokod": r"\d{4}", "desokod": r"\d{4}", "lkfv": r"\d{4}"}
"""Properties that begin with the code of the kommun: other kommuner have areas with the same names.
"""
_KOMMUN_NAMES = ("kommunnamn", "kommun", "kommun_namn", "knnamn")
"""Properties with the name of the kommun."""
_VINTAGE = (
    "version",
    "argang",
    "årgång",
    "referensar",
    "referensår",
    "refar",
    "refår",
    "referensdatum",
    "referensda",
    "ar",
    "år",
    "year",
)
"""Properties that tell of which vintage of the areas a surface is."""
_UNTIL = ("giltig_till", "giltigtill", "giltig_til", "valid_to")
"""Properties that tell until when a surface of an area holds, if it no longer does."""
_FROM = ("giltig_fran", "giltig_från", "giltigfran", "giltigfrån", "giltig_fra", "valid_from")
"""Properties that tell from when a surface of an area holds."""
_YEAR = re.compile(rf"\b{YEAR}\b")
"""A year in a name tells of which vintage the surface is."""
_TIME = re.compile(r"[ T]\d\d:\d\d.*")
"""The time of a day, after it."""
TELLING = frozenset({*_NAMING, *_KOMMUN, *_KOMMUN_NAMES, *_VINTAGE, *_UNTIL, *_FROM})
"""Properties that are of use, in small letters."""
FEW = 200
"""Surfaces in a file that is likely to be about the store's own areas, so that names like theirs
are asked about."""
_NAMED = 5
"""Areas that are told by name."""
_SHOWN = 8
"""Properties that are shown of a file that tells of no area."""
_ELSEWHERE = "annan"
"""Stands for the code of a kommun that the store doesn't have."""
_UNTOLD = "utan"
"""The answer that means the surfaces of which no vintage is told."""


def naming(layer: Layer, names: Names) -> str:
    """The property that tells which areas the surfaces are of; "" where none does."""
    found = [name for wanted in _NAMING for name in layer.properties if name.casefold() == wanted]
    for name in found:
        if any(areas_of(layer, name, names, names.known_id)):
            return name
    for name in found if layer.count <= FEW else ():
        probe = Names(names.known, names.choices, names.place)
        if any(areas_of(layer, name, probe, probe.find)) or any(asked(layer, name, probe)):
            return name
    return ""


def areas_of(
    layer: Layer, name: str, names: Names, find: Callable[[str, str], str | None]
) -> list[str | None]:
    """The area of each feature; None for those of other kommuner, whatever they are called."""
    kommun = {row["omrade_id"]: row["kommunkod"] for row in names.known["omraden"]}
    known = set(kommun.values())
    answer: list[str | None] = []
    for called, code in zip(layer.texts(name), _kommun_codes(layer, names), strict=True):
        area = find("omraden", called) if called and (not code or code in known) else None
        answer.append(area if area and (not code or kommun[area] in (code, None)) else None)
    return answer


def asked(layer: Layer, name: str, names: Names) -> list[bool]:
    """Whether somebody must choose, or has chosen, what each feature's name means."""
    return [
        bool(called) and names.is_asked_or_left_out("omraden", called)
        for called in layer.texts(name)
    ]


def _kommun_codes(layer: Layer, names: Names) -> list[str]:
    """The code of the kommun that each feature is in; "" where it isn't told."""
    by_name = {name.casefold(): name for name in layer.properties}
    for wanted, pattern in _KOMMUN.items():
        if wanted in by_name:
            found = (re.match(pattern, told) for told in layer.texts(by_name[wanted]))
            return [match[0].zfill(4) if match else "" for match in found]
    for wanted in _KOMMUN_NAMES:
        if wanted in by_name:
            kommuner = {
                plain(row["namn"]): row["kommunkod"]
                for row in names.known["omraden"]
                if row["typ"] == "kommun"
            }
            return [_kommun_code(told, kommuner) for told in layer.texts(by_name[wanted])]
    return [""] * layer.count


def _kommun_code(told: str, kommuner: dict[str, str]) -> str:
    if not told or not kommuner:
        return ""
    return (
        told.zfill(4) if re.fullmatch(r"\d{3,4}", told) else kommuner.get(plain(told), _ELSEWHERE)
    )


def refuse_unknown(upload: Upload, layers: Sequence[Layer]) -> NoReturn:
    """Tell what the file says of its surfaces, none of which is of an area in the store."""
    seen: dict[str, list[str]] = {}
    for layer in layers:
        for name in layer.properties:
            texts = dict.fromkeys(" ".join(told.split())[:30] for told in layer.texts(name) if told)
            seen.setdefault(text(name), list(texts)[:3])
    listed = "; ".join(
        f"{name} ({', '.join(texts)})" if texts else name
        for name, texts in list(seen.items())[:_SHOWN]
    )
    upload.refuse(
        "har inga ytor för områdena i lagret. Områdets id eller namn ska stå i egenskapen "
        f"{swedish.enumerate_words(_NAMING, 'eller')}; filen har {listed or 'inga egenskaper'}"
    )


# Vintages


def of_one_vintage(
    layer: Layer, areas: Sequence[str | None], reading: Reading, context: Context
) -> list[str | None]:
    """The areas of the features without those of another vintage than is wanted: an area that has
    surfaces of several has been drawn anew, and these are never joined. Nor are those of two areas
    read until it is answered of which.
    """
    areas = _undisputed(layer, areas, reading, context)
    by_name = {name.casefold(): name for name in layer.properties}
    for name in (
        by_name[wanted] for wanted in (*_VINTAGE, *_UNTIL, *_FROM, *_NAMING) if wanted in by_name
    ):
        told = layer.texts(name)
        if name.casefold() in _NAMING:
            told = [year[0] if (year := _YEAR.search(called)) else "" for called in told]
        held: dict[str, set[str]] = defaultdict(set)
        for area, value in zip(areas, told, strict=True):
            if area:
                held[area].add(value)
        if any(len(values) > 1 for values in held.values()):
            wanted = _wanted(name, told, held, reading, context)
            latest = [
                area if area and value == wanted[area] else None
                for area, value in zip(areas, told, strict=True)
            ]
            if name.casefold() in _UNTIL + _FROM:
                return _with_parts(layer, name, areas, latest, reading, context)
            return latest
    return list(areas)


def _undisputed(
    layer: Layer, areas: Sequence[str | None], reading: Reading, context: Context
) -> Sequence[str | None]:
    """The areas of the features, where one property tells one area and one another as it is
    answered."""
    names: Names = context.names
    told = {
        text(name): [
            names.known_id("omraden", called) if called else None for called in layer.texts(name)
        ]
        for name in layer.properties
        if name.casefold() in _NAMING and name.casefold() not in _WIDER
    }
    several = {
        at: {area, *(ids[at] for ids in told.values())} - {None}
        for at, area in enumerate(areas)
        if area
    }
    disputed = {
        at: sorted((names.called("omraden", area or "") for area in found), key=swedish.sort_key)
        for at, found in several.items()
        if len(found) > 1
    }
    if not disputed:
        return areas
    shown = [f"yta {at + 1} ({swedish.enumerate_words(called)})" for at, called in disputed.items()]
    options = {
        name: f"det som {name} säger"
        for name, ids in told.items()
        if any(ids[at] for at in disputed)
    }
    question = Question(
        "tva-omraden",
        f"Egenskaper säger olika områden: {swedish.enumerate_some(shown, 3)}. Vad gäller?",
        options | {_UNTOLD: "lämna dem utanför"},
    )
    chosen = told.get(reading.ask(question, context) or "")
    return [
        (chosen[at] if chosen else None) if at in disputed else area
        for at, area in enumerate(areas)
    ]


def _wanted(
    name: str, told: Sequence[str], held: Mapping[str, set[str]], reading: Reading, context: Context
) -> dict[str, str | None]:
    """Of which vintage the surface of each area is to be; None until it is answered."""
    found = sorted(set().union(*held.values()), reverse=True)
    days = {value: _day(value) for value in found}
    if (
        name.casefold() in _UNTIL + _FROM
        and None not in days.values()
        and len({*days.values()}) == len(days)
    ):
        is_end = name.casefold() in _UNTIL
        reading.notes.append(
            f"Av flera ytor för samma område läses den senaste, enligt egenskapen {name}."
        )
        return {
            area: max(values, key=lambda value: (is_end and not value, days[value]))
            for area, values in held.items()
        }
    options = {
        value or _UNTOLD: f"{value or 'utan uppgift'}, {counted(told.count(value))}"
        for value in found
    }
    answer = reading.ask(
        Question(
            "argang",
            f"Filen har ytor av flera årgångar, enligt egenskapen {name}. Vilka ska läsas in?",
            options,
        ),
        context,
    )
    wanted = "" if answer == _UNTOLD else answer
    lacking = [
        context.names.called("omraden", area)
        for area, values in held.items()
        if wanted not in values
    ]
    if answer and lacking:
        called = swedish.enumerate_some(sorted(lacking, key=swedish.sort_key), _NAMED)
        whose = f"årgången {answer}" if wanted else "ytor utan årgång"
        reading.notes.append(
            f"{swedish.counted(len(lacking), 'område', 'områden')} saknar {whose} och lämnas"
            f" utanför: {called}."
        )
    return dict.fromkeys(held, wanted)


def _with_parts(
    layer: Layer,
    name: str,
    areas: Sequence[str | None],
    latest: list[str | None],
    reading: Reading,
    context: Context,
) -> list[str | None]:
    """The areas of the latest surfaces, and of earlier ones that lie beside these, so that they
    aren't the same drawn anew, as it is answered."""
    kept: dict[str, list[BaseGeometry]] = defaultdict(list)
    for at, area in enumerate(latest):
        if area and (shape := polygons_of(layer, at)):
            kept[area].append(shape)
    whole = {area: shapely.union_all(shapes) for area, shapes in kept.items()}
    beside: dict[int, str] = {}
    for at, area in enumerate(areas):
        shape = polygons_of(layer, at) if area in whole and not latest[at] else None
        if shape and area and shared(shape, whole[area]) < APART:
            beside[at] = area
    if not beside:
        return latest
    named = swedish.enumerate_some(
        dict.fromkeys(context.names.called("omraden", area) for area in beside.values()), 3
    )
    answer = reading.ask(
        Question(
            "delar",
            f"Ytor för samma område har olika {name} men ligger bredvid varandra: {named}. Är de"
            " delar av det?",
            {"delar": "Ja, slå ihop dem", "senaste": "Nej, läs bara den senaste"},
        ),
        context,
    )
    undecided = set() if answer else set(beside.values())
    joined = beside if answer == "delar" else {}
    return [None if area in undecided else joined.get(at, area) for at, area in enumerate(latest)]


def _day(told: str) -> dt.date | None:
    """The day that a date, a year or milliseconds since 1970 tell, the first of all where nothing
    is told; None where that isn't sure."""
    try:
        if re.fullmatch(r"\d{12,13}", told):
            return dt.datetime.fromtimestamp(int(told) / 1000, dt.UTC).date()
        written = f"{told}-01-01" if re.fullmatch(r"\d{4}", told) else _TIME.sub("", told)
        return dates.days(written, None)[0] if told else dt.date.min
    except ValueError:
        return None
