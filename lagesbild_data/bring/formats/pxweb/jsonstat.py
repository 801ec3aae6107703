"""JSON-stat: datasets of versions 1 and 2, alone, in a bundle or in a collection."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from lagesbild_data.bring.formats.stattables.table import (
    GEO,
    METRIC,
    NOT_A_NUMBER,
    TIME,
    Cell,
    Codes,
    Content,
    Dimension,
    Note,
    StatTable,
    clean,
)
from lagesbild_data.bring.formats.texts import json_text
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.cells import is_grouped

_MOST_CELLS = 3_000_000
_MOST_TABLES = 50
_NO_TABLE = "är inte en tabell i JSON-stat: id eller dimension saknas"


def is_jsonstat(document: Any) -> bool:
    """Whether a document holds datasets, or says that it does."""
    return isinstance(document, dict) and (
        document.get("class") in ("dataset", "collection")
        or any(_is_dataset(inner) for inner in (document, *document.values()))
    )


def tables_in(upload: Upload, document: Any) -> list[StatTable]:
    """The tables of a document; InvalidStore where one of them isn't as it should be, or none is in
    the file."""
    datasets = list(_datasets(document))
    if not datasets:
        upload.refuse("är en samling som bara pekar på tabeller; hämta tabellerna själva")
    if len(datasets) > _MOST_TABLES:
        upload.refuse(f"har fler än {_MOST_TABLES} tabeller; dela upp den")
    return [_table(upload, dataset) for dataset in datasets]


def _is_dataset(document: Any) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("dimension"), dict)
        and "value" in document
    )


def _datasets(document: Any) -> Iterator[Any]:
    """Every dataset in a document, in its order; what only points at one isn't there."""
    if (
        not isinstance(document, dict)
        or document.get("class") == "dataset"
        or _is_dataset(document)
    ):
        if not (isinstance(document, dict) and "href" in document and "value" not in document):
            yield document
    elif document.get("class") == "collection":
        items = _mapping(document.get("link")).get("item")
        for item in items if isinstance(items, list) else ():
            yield from _datasets(item)
    elif inner := [inner for inner in document.values() if _is_dataset(inner)]:
        yield from inner
    else:
        yield document


def _table(upload: Upload, document: Any) -> StatTable:
    described = document.get("dimension") if isinstance(document, dict) else None
    if not isinstance(described, dict):
        upload.refuse(_NO_TABLE)
    ids = document.get("id", described.get("id"))  # version 1 has them among the dimensions
    if not isinstance(ids, list) or not ids:
        upload.refuse(_NO_TABLE)
    roles = _mapping(document.get("role") or described.get("role"))
    dimensions = tuple(_dimension(upload, described, name, _role(roles, name)) for name in ids)
    sizes = [len(dimension.categories) for dimension in dimensions]
    if len(set(ids)) != len(ids) or document.get("size", described.get("size", sizes)) != sizes:
        upload.refuse("har size som inte stämmer med dimensionernas kategorier")
    size = math.prod(sizes)
    if size > _MOST_CELLS:
        upload.refuse(f"har {size} värden; högst {_MOST_CELLS} kan läsas in")
    values = _cells(upload, document.get("value"), size)
    if unclear := next(
        (value for value in values.values() if isinstance(value, str) and is_grouped(value)), ""
    ):
        upload.refuse(
            f'har "{unclear}" som text, som kan vara tusental eller decimaler; skriv tal utan'
            " citattecken"
        )
    statuses = _statuses(upload, document.get("status"), size)

    def cells(wanted: Callable[[Codes], bool]) -> Iterator[Cell]:
        for at, codes in enumerate(product(*(dimension.categories for dimension in dimensions))):
            if not wanted(codes):
                continue
            value = values.get(at)
            if isinstance(value, float) and not math.isfinite(value):
                yield Cell(at + 1, codes, "", NOT_A_NUMBER)
            else:
                yield Cell(
                    at + 1,
                    codes,
                    json_text(value),
                    json_text(statuses.get(at, statuses.get(_OF_ALL))),
                )

    px = _mapping(_mapping(document.get("extension")).get("px"))
    metric = next((dimension for dimension in dimensions if dimension.role == METRIC), None)
    contents = _contents(upload, described, metric) if metric else {}
    table_id = clean(px.get("tableid")) or clean(px.get("matrix"))
    title, publisher = clean(document.get("label")), clean(document.get("source"))
    return StatTable(
        title,
        publisher,
        table_id,
        dimensions,
        cells,
        size,
        contents,
        notes=tuple(_notes(document, described)),
    )


def _dimension(upload: Upload, described: Mapping[str, Any], name: Any, role: str) -> Dimension:
    found = _mapping(described.get(name) if isinstance(name, str) else None)
    category = found.get("category")
    if not isinstance(category, dict):
        upload.refuse(f"saknar kategorierna för dimensionen {json_text(name)}")
    labels = _mapping(category.get("label"))
    codes = _codes(category.get("index", list(labels)[:1]))
    if codes is None:
        upload.refuse(
            f"har ett felaktigt index för dimensionen {name}; varje kod ska stå en gång, i ordning"
        )
    total = _mapping(found.get("extension")).get("eliminationValueCode")
    return Dimension(
        name,
        clean(found.get("label")) or clean(name),
        {code: clean(labels.get(code)) or clean(code) for code in codes},
        role,
        total if isinstance(total, str) else "",
    )


def _role(roles: Mapping[str, Any], name: Any) -> str:
    said = (
        role
        for role in (GEO, TIME, METRIC)
        if isinstance(roles.get(role), list) and name in roles[role]
    )
    return next(said, METRIC if name == "ContentsCode" else "")


def _contents(
    upload: Upload, described: Mapping[str, Any], metric: Dimension
) -> dict[str, Content]:
    found = _mapping(described.get(metric.id))
    units = _mapping(_mapping(found.get("category")).get("unit"))
    references = _mapping(_mapping(found.get("extension")).get("refperiod"))
    contents = {}
    for code, label in metric.categories.items():
        unit = _mapping(units.get(code))
        if unit.get("mult") or unit.get("multiplier"):
            upload.refuse(f"har {label} i tiopotenser (mult); hämta tabellen med talen utskrivna")
        places = unit.get("decimals")
        shown = str(places) if type(places) is int and 0 <= places <= 6 else ""
        base = clean(unit.get("base")) or clean(unit.get("label"))
        contents[code] = Content(clean(code), label, base, shown, clean(references.get(code)))
    return contents


def _notes(document: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Note]:
    """The remarks on the table, its dimensions and their categories."""
    found = [(document.get("note"), "", "")]
    for name, dimension in described.items():
        notes = _mapping(_mapping(_mapping(dimension).get("category")).get("note"))
        found += [
            (_mapping(dimension).get("note"), "", ""),
            *((note, name, code) for code, note in notes.items()),
        ]
    for note, name, code in found:
        texts = map(clean, note if isinstance(note, list) else [note])
        yield from (Note(text, name, code) for text in texts if text)


def _codes(index: Any) -> list[str] | None:
    """The codes in order, from a list of them or from the position of each; None where it
    isn't so."""
    if isinstance(index, dict):
        placed = {place: code for code, place in index.items() if isinstance(place, int)}
        return (
            [placed[place] for place in range(len(index))]
            if placed.keys() == set(range(len(index)))
            else None
        )
    if (
        isinstance(index, list)
        and all(isinstance(code, str) for code in index)
        and len(set(index)) == len(index)
    ):
        return index
    return None


_OF_ALL = -1
"""The position of a status that all values have."""


def _cells(upload: Upload, content: Any, size: int) -> dict[int, Any]:
    """What stands in each position: given for all of them, or for some by their number."""
    if isinstance(content, list) and len(content) == size:
        return dict(enumerate(content))
    if isinstance(content, dict):
        cells = {
            int(place): value
            for place, value in content.items()
            if re.fullmatch(r"[0-9]{1,9}", place)
        }
        if len(cells) == len(content) and all(place < size for place in cells):
            return cells
    upload.refuse(
        f"ska ha {size} värden enligt dimensionerna, men value eller status har något annat"
    )


def _statuses(upload: Upload, content: Any, size: int) -> dict[int, Any]:
    """The statuses by position: one for each, for some, or one for all of them as a text or a list
    of only that."""
    if not content:
        return {}
    if isinstance(content, str):
        return {_OF_ALL: content}
    if isinstance(content, list) and len(content) == 1:
        return {_OF_ALL: content[0]}
    return _cells(upload, content, size)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
