"""Surfaces of areas as other systems draw them, in any of the usual kinds of files and any
coordinates."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Format, Question, Reading
from lagesbild_data.bring.formats.surfaces import kinds, opening
from lagesbild_data.bring.formats.surfaces.layer import Layer, counted
from lagesbild_data.bring.formats.surfaces.naming import (
    FEW,
    areas_of,
    asked,
    naming,
    of_one_vintage,
    refuse_unknown,
)
from lagesbild_data.bring.formats.surfaces.shapes import surfaces_of
from lagesbild_data.bring.formats.upload import Upload

_ALL = "alla"
"""The answer that means all layers."""
Named = tuple[Layer, str]
"""A layer and the property that tells which areas its surfaces are of."""


def _recognises(upload: Upload) -> bool:
    return bool(kinds.kind_of(upload))


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading(surfaces={})
    if kinds.kind_of(upload) == "part":
        _tell_of_part(upload, reading, context)
        return reading
    layers = opening.layers(upload, reading, context)
    if not reading.is_answered:
        return reading
    named = [(layer, name) for layer in layers if (name := naming(layer, context.names))]
    if not named:
        refuse_unknown(upload, layers)
    chosen = _chosen(named, len(layers), reading, context)
    drawn: dict[str, Any] = {}
    try:
        with np.errstate(all="ignore"):
            for layer, name in chosen:
                with _asking_of(layer, chosen, reading, context) as (own, told):
                    drawn |= surfaces_of(upload, own, told, layer, _areas(layer, name, own, told))
    except (ShapelyError, ProjError):
        upload.refuse("har ytor eller koordinater som inte går att räkna med")
    reading.surfaces = drawn
    return reading


@contextmanager
def _asking_of(
    layer: Layer, chosen: Sequence[Named], reading: Reading, context: Context
) -> Iterator[tuple[Reading, Context]]:
    """A reading of one of the layers, and what it may ask of: what is asked of one of several is
    answered for that."""
    slugs = [re.sub(r"\W+", "-", other.name.strip().casefold()) for other, _ in chosen]
    at = next(at for at, (other, _) in enumerate(chosen) if other is layer)
    suffix = (
        ""
        if len(chosen) == 1
        else f"-{slugs[at]}"
        if slugs.count(slugs[at]) == 1
        else f"-{slugs[at]}-{at + 1}"
    )
    given = {
        key.removesuffix(suffix): answer
        for key, answer in context.answers.items()
        if key.endswith(suffix)
    }
    own = Reading()
    yield own, replace(context, answers=given)
    reading.notes += own.notes
    reading.problems += own.problems
    about = f'Lagret "{layer.name}": ' if suffix else ""
    for key, question in own.questions.items():
        reading.questions[key + suffix] = replace(
            question, key=key + suffix, text=about + question.text
        )
    reading.answers |= {key + suffix: answer for key, answer in own.answers.items()}


def _tell_of_part(upload: Upload, reading: Reading, context: Context) -> None:
    """Say of a file that belongs to another that it is read with that; InvalidStore where that
    isn't here."""
    name = upload.name.lower().removesuffix(".xml")
    stem = name.removesuffix("-wal") if name.endswith("-wal") else f"{name.rpartition('.')[0]}."
    for other in context.companions:
        if other.name.lower().startswith(stem) and kinds.kind_of(other) not in ("", "part"):
            reading.notes.append(f"Filen hör till {other.name} och läses med den.")
            return
    upload.refuse(
        "hör till en annan fil, som .shp, .tab eller .gpkg, och läses med den; välj den filen också"
    )


def _chosen(
    named: Sequence[Named], layers: int, reading: Reading, context: Context
) -> Sequence[Named]:
    """The layers that are read; none where it is to be answered which."""
    if len(named) == 1:
        if layers > 1:
            reading.notes.append(
                f'Filen har {layers} lager med ytor; de i "{named[0][0].name}" läses in.'
            )
        return named
    known = [
        {area for area in areas_of(layer, name, context.names, context.names.known_id) if area}
        for layer, name in named
    ]
    by_answer: dict[str, Sequence[Named]] = {}
    for pair in named:
        by_answer[_answer(pair[0].name.strip(), named, by_answer)] = [pair]
    options = {
        answer: f'lagret "{layer.name}", {counted(layer.count)}, {len(areas)} av lagrets områden'
        for (answer, [(layer, _)]), areas in zip(by_answer.items(), known, strict=True)
    }
    if sum(map(len, known)) == len(set().union(*known)):
        by_answer[_ALL], options[_ALL] = list(named), "alla lagren; inget område finns i flera"
    text = f"Filen har {len(named)} lager med områdenas ytor. Vilket ska läsas in?"
    answer = reading.ask(Question("lager", text, options), context)
    return by_answer[answer] if answer else []


def _answer(name: str, named: Sequence[Named], taken: Collection[str]) -> str:
    """How a layer of this name is chosen: by that, with a number that makes it the only one where
    several have it."""
    names = [layer.name.strip() for layer, _ in named]
    if name and names.count(name) == 1 and name != _ALL:
        return name
    numbered = (f"{name} {number}".strip() for number in count(1))
    return next(answer for answer in numbered if answer not in taken and answer not in names)


def _areas(layer: Layer, name: str, reading: Reading, context: Context) -> list[str | None]:
    """The area of each feature of a layer that is to be read, with notes on those that aren't."""
    names: Names = context.names
    reading.notes.append(f"Områdena känns igen på egenskapen {name}.")
    areas = areas_of(layer, name, names, names.find if layer.count <= FEW else names.known_id)
    waiting = asked(layer, name, names)
    if outside := sum(
        not area and not is_asked for area, is_asked in zip(areas, waiting, strict=True)
    ):
        reading.notes.append(
            f"{counted(outside)} hör inte till något område i lagret och lämnas utanför."
        )
    return of_one_vintage(layer, areas, reading, context)


FORMAT = Format(
    "ytor",
    "Områdesytor",
    "Områdenas gränser som GeoPackage, GeoJSON, Shapefile, GML, KML eller andra kartfiler, även"
    " zippade, i valfritt koordinatsystem.",
    _recognises,
    _read,
)
