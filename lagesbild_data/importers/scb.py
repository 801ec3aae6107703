"""SCB's tables as PxWeb gives them (JSON-stat2): population and other figures, per kommun or statistical area."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from lagesbild_data import swedish
from lagesbild_data.importers.indicators import Indicator, add_indicators, decimals
from lagesbild_data.importers.names import Names
from lagesbild_data.importers.reading import COUNTS, DASHES, Context, Format, Reading
from lagesbild_data.importers.texts import json_text, slug
from lagesbild_data.importers.upload import Line, Upload
from lagesbild_data.tables import BY_NAME
from lagesbild_data.validation import parse

_SOURCE = "scb"
_MOST_CELLS = 3_000_000
_MOST_CONTENTS = 1_000
"""Kinds of figure in one table; each becomes an indicator."""
_ANTAL = BY_NAME["folkmangd"].column("antal")
_VARDE = BY_NAME["indikatorvarden"].column("varde")
_STATISTICAL = re.compile(r"\d{4}(R\d{3}|[A-Z]\d{4})(_[A-Za-z]+\d{4})?")
"""The code of a RegSO or DeSO; it begins with the kommun's, and editions after the first end it with their year."""
_PEOPLE = re.compile(r"(folkmängd(en)?|(antal )?personer)([ ,(].*31 december.*)?", re.IGNORECASE)
_TOTAL = re.compile(
    r"(tot|totalt?|samtliga|alla)"
    r"([ ,]+(samtliga )?(åldrar|ålder|ålders(grupper|klasser)|kön|civilstånd|födelseländer))?",
    re.IGNORECASE,
)
"""What a choice is called that is all there are: totalt ålder, samtliga åldrar, but not totalt 16–64 år."""
_SEXES = {"1": "män", "2": "kvinnor", "1+2": "totalt", "män": "män", "kvinnor": "kvinnor", "totalt": "totalt",
          "tot": "totalt", "båda könen": "totalt"}  # fmt: skip

Groups = dict[str, tuple[int, str]]
"""The number of totalt, kvinnor and män, those that are known, and where it stands in the file."""


@dataclass(frozen=True)
class _Dimension:
    id: str
    label: str
    categories: dict[str, str]
    """Label per code, in the order of the values."""
    units: Mapping[str, Any]


@dataclass(frozen=True)
class _Content:
    name: str
    is_population: bool
    unit: str
    decimals: str


def _recognises(upload: Upload) -> bool:
    return upload.kind == "json" and bool(re.search(r'"class"\s*:\s*"dataset"', upload.start))


def _read(upload: Upload, context: Context) -> Reading:
    reading = Reading()
    document = upload.json
    dimensions = _dimensions(upload, document)
    region, year, content, sex = _roles(upload, document, dimensions)
    rest = [dimension for dimension in dimensions if dimension not in (region, year, content, sex)]
    contents = _contents(content, rest, _text(document.get("label")))
    areas = {code: _area(context.names, code, label) for code, label in region.categories.items()}
    found = _found(upload, reading, document, dimensions, (content, region, year, sex), contents, areas)
    people: list[Line] = []
    values: dict[_Content, list[Line]] = {}
    half = 0
    of_area: dict[tuple[str, str, str], str] = {}
    for (content_code, region_code, year_code), groups in found.items():
        about, omrade_id = contents[content_code], areas[region_code] or ""
        other = of_area.setdefault((content_code, omrade_id, year_code), region_code)
        if other != region_code:
            line = next(iter(groups.values()))[0]
            reading.fault(upload.name, line, f"{region.categories[region_code]}, {year_code}",
                          f"{region_code} och {other} läses som samma område; ta bort en av dem")  # fmt: skip
            continue
        if not about.is_population:
            values.setdefault(about, []).extend(
                (line, [_id(about), omrade_id, year_code, group, number, _SOURCE, _remark(region_code)])
                for group, (line, number) in groups.items()
            )
        elif total := _total(groups):
            people.append((total[0], [omrade_id, year_code, total[1], _SOURCE, _remark(region_code)]))
        else:
            half += 1
    if half:
        reading.notes.append(f"{half} folkmängder gäller bara det ena könet och tas inte med.")
    if outside := list(areas.values()).count(None):
        reading.notes.append(
            f"{swedish.counted(outside, 'region', 'regioner')} som inte finns i lagret lämnas utanför."
        )
    reading.add("folkmangd", upload.name, ("omrade_id", "ar", "antal", "kalla_id", "anmarkning"), people)
    described = _text(document.get("label"))
    add_indicators(
        reading, upload.name, context.names.known,
        [Indicator(_id(about), about.name, about.unit, decimaler=about.decimals or decimals(row[4] for _, row in rows),
                   beskrivning=f"Ur SCB:s statistikdatabas. {described}".strip()) for about, rows in values.items()],
        "SCB",
    )  # fmt: skip
    reading.add("indikatorvarden", upload.name, ("indikator_id", "omrade_id", "ar", "grupp", "varde", "kalla_id",
                                                   "anmarkning"),
                [row for rows in values.values() for row in rows])  # fmt: skip
    reading.add_source(_SOURCE, "Statistikdatabasen", "SCB", "https://www.statistikdatabasen.scb.se",
                       "CC0, ange Källa: SCB")  # fmt: skip
    return reading


def _remark(code: str) -> str:
    """What is to be known of a figure of a statistical area, which a reader takes for an area of their own."""
    if not _STATISTICAL.fullmatch(code):
        return ""
    edition = re.search(r"_[A-Za-z]+(\d{4})$", code)
    kind = "RegSO" if code[4] == "R" else "DeSO"
    year = f", {edition[1]} års indelning" if edition else ""
    return f"Gäller SCB:s område {code.partition('_')[0]} ({kind}{year}), vars gränser kan vara andra än områdets."


def _id(content: _Content) -> str:
    return f"scb-{slug(content.name) or 'varde'}"


def _total(groups: Groups) -> tuple[int, str] | None:
    """The number for both sexes, added up where the file gives them one by one; None where one of them is missing."""
    if "totalt" in groups:
        return groups["totalt"]
    if groups.keys() < {"kvinnor", "män"}:
        return None
    return groups["män"][0], str(sum(parse(_ANTAL, groups[sex][1]) for sex in ("kvinnor", "män")))


# The dimensions


def _dimensions(upload: Upload, document: Any) -> list[_Dimension]:
    """The dimensions in the order of the values, with all that the file says of their categories."""
    described = document.get("dimension") if isinstance(document, dict) else None
    ids = document.get("id") if isinstance(document, dict) else None
    if not isinstance(described, dict) or not isinstance(ids, list) or not ids:
        upload.refuse("är inte en tabell från SCB i JSON-stat2: id eller dimension saknas")
    dimensions = []
    for name in ids:
        found = _mapping(described.get(name) if isinstance(name, str) else None)
        category = found.get("category")
        if not isinstance(category, dict):
            upload.refuse(f"saknar kategorierna för dimensionen {json_text(name)}")
        labels, units = (_mapping(category.get(key)) for key in ("label", "unit"))
        codes = _codes(category.get("index", list(labels)[:1]))
        if codes is None:
            upload.refuse(f"har ett felaktigt index för dimensionen {name}; varje kod ska stå en gång, i ordning")
        dimensions.append(
            _Dimension(name, _text(found.get("label")) or _text(name),
                       {code: _text(labels.get(code)) or _text(code) for code in codes}, units)
        )  # fmt: skip
    sizes = [len(dimension.categories) for dimension in dimensions]
    if len(set(ids)) != len(ids) or document.get("size", sizes) != sizes:
        upload.refuse("har size som inte stämmer med dimensionernas kategorier")
    return dimensions


def _codes(index: Any) -> list[str] | None:
    """The codes in order, from a list of them or from the position of each; None where it isn't so."""
    if isinstance(index, dict):
        placed = {place: code for code, place in index.items() if isinstance(place, int)}
        return [placed[place] for place in range(len(index))] if placed.keys() == set(range(len(index))) else None
    if isinstance(index, list) and all(isinstance(code, str) for code in index) and len(set(index)) == len(index):
        return index
    return None


def _roles(
    upload: Upload, document: Any, dimensions: list[_Dimension]
) -> tuple[_Dimension, _Dimension, _Dimension, _Dimension | None]:
    """Region, year, content and, where there is one, sex; refuses a file with more than that to choose between."""
    roles = _mapping(document.get("role"))
    region, year, content, sex = (
        next((d for d in dimensions if d.id.casefold() in names), None)
        or next((d for d in dimensions if d.id in _sequence(roles.get(role))), None)
        for role, names in (
            ("geo", ("region",)),
            ("time", ("tid",)),
            ("metric", ("contentscode",)),
            ("", ("kon", "kön")),
        )
    )
    if region is None or year is None or content is None:
        upload.refuse("saknar dimensionen Region, Tid eller ContentsCode; hämta tabellen med dem, som JSON-stat2")
    for dimension in dimensions:
        if dimension not in (region, year, content, sex) and len(dimension.categories) != 1:
            upload.refuse(f"har {len(dimension.categories)} värden i {dimension.label}; välj ett av dem, eller summera "
                          "dem i SCB:s tabell")  # fmt: skip
    if len(content.categories) > _MOST_CONTENTS:
        upload.refuse(f"har fler än {swedish.number(_MOST_CONTENTS)} slags innehåll ({content.label}); välj färre i "
                      "SCB:s tabell")  # fmt: skip
    for code in year.categories:
        if not re.fullmatch(r"[0-9]{4}", code):
            upload.refuse(f'har tiden "{_text(code)}"; bara hela år (ÅÅÅÅ) kan läsas in')
    for code, label in sex.categories.items() if sex else ():
        if _sex(code, label) is None:
            upload.refuse(f'har könet "{label}"; tillåtna är män, kvinnor och totalt')
    return region, year, content, sex


def _sex(code: str, label: str) -> str | None:
    return _SEXES.get(code) or _SEXES.get(label.casefold())


def _contents(content: _Dimension, rest: list[_Dimension], title: str) -> dict[str, _Content]:
    """What each content is; a choice in another dimension that isn't the total belongs to its name."""
    chosen = [label for dimension in rest for code, label in dimension.categories.items()
              if not _TOTAL.fullmatch(label if label != code else code)]  # fmt: skip
    contents = {}
    for code, label in content.categories.items():
        unit = _mapping(content.units.get(code))
        places = unit.get("decimals")
        named = label.casefold().startswith("folkmängd") or re.search("folkmängd|befolkning", title, re.IGNORECASE)
        people = not chosen and (code == "BE0101N1" or bool(named and _PEOPLE.fullmatch(label)))
        shown = str(places) if type(places) is int and 0 <= places <= 6 else ""
        contents[code] = _Content(", ".join([label, *chosen]), people, _text(unit.get("base")), shown)
    return contents


def _area(names: Names, code: str, label: str) -> str | None:
    """The area that a code means: a kommun, riket, or a statistical area in a kommun of ours by its name there."""
    if not _STATISTICAL.fullmatch(code):
        return names.area_of_code(code)
    kommunkod, plain_code = code[:4], code.partition("_")[0]
    if names.area_of_code(kommunkod) is None:
        return None
    inner = label.rpartition("(")[2].removesuffix(")") if label.endswith(")") else label
    name = inner.replace(plain_code, "", 1).partition("_")[0].strip()
    found = names.known_id("omraden", plain_code) or (names.find("omraden", name) if name else None)
    return found if found and names.kommunkod_of(found) == kommunkod else None


# The values


def _found(
    upload: Upload, reading: Reading, document: Any, dimensions: list[_Dimension],
    key: tuple[_Dimension, _Dimension, _Dimension, _Dimension | None], contents: dict[str, _Content],
    areas: dict[str, str | None],
) -> dict[tuple[str, str, str], Groups]:  # fmt: skip
    """The numbers that are known in our areas, per content, region and year."""
    size = math.prod(len(dimension.categories) for dimension in dimensions)
    if size > _MOST_CELLS:
        upload.refuse(f"har {size} värden; högst {_MOST_CELLS} kan läsas in")
    values, statuses = _cells(upload, document.get("value"), size), _cells(upload, document.get("status") or {}, size)
    at_content, at_region, at_year, at_sex = (dimensions.index(one) if one else -1 for one in key)
    sexes = {code: _sex(code, label) or "" for code, label in key[3].categories.items()} if key[3] else {}
    found: dict[tuple[str, str, str], Groups] = {}
    noughts = 0
    positions = product(*(dimension.categories for dimension in dimensions))
    for position, codes in enumerate(upload.with_progress(positions, size)):
        content, region, year = codes[at_content], codes[at_region], codes[at_year]
        if areas[region] is None:
            continue
        column = _ANTAL if contents[content].is_population else _VARDE
        heading = f"{contents[content].name}, {key[1].categories[region]}, {year}"
        text = _known(json_text(values.get(position)), json_text(statuses.get(position)))
        number = reading.number(upload.name, position + 1, heading, column, text, COUNTS)
        if number and _STATISTICAL.fullmatch(region) and parse(column, number) == 0:
            noughts += 1
        elif number:
            group = sexes[codes[at_sex]] if sexes else "totalt"
            if group in found.setdefault((content, region, year), {}):
                reading.fault(upload.name, position + 1, heading, f"{group} finns redan")
            found[content, region, year][group] = position + 1, number
    if noughts:
        reading.notes.append(
            f"{noughts} nollor för statistiska områden tas inte med: de står för år då området inte fanns."
        )
    return found


def _known(value: str, status: str) -> str:
    """The number, or "" where a status says that it isn't known; the status "-" stands for 0."""
    if not status:
        return value
    return "0" if status in DASHES and value in ("", "0") else ""


def _cells(upload: Upload, content: Any, size: int) -> dict[int, Any]:
    """What stands in each position: given for all of them, or for some by their number."""
    if isinstance(content, list) and len(content) == size:
        return dict(enumerate(content))
    if isinstance(content, dict):
        cells = {int(place): value for place, value in content.items() if re.fullmatch(r"[0-9]{1,9}", place)}
        if len(cells) == len(content) and all(place < size for place in cells):
            return cells
    upload.refuse(f"ska ha {size} värden enligt dimensionerna, men value eller status har något annat")


# What may be anything


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A text without what can't be stored in it; "" for what is no text."""
    return (
        " ".join(value.encode("utf-8", "replace").decode().replace("\0", " ").split()) if isinstance(value, str) else ""
    )


FORMAT = Format(
    "scb",
    "SCB: tabell ur statistikdatabasen",
    "JSON-stat2 från statistikdatabasen, per år och region (kommun, RegSO eller DeSO), gärna med kön. I övriga "
    "dimensioner ska ett värde vara valt.",
    _recognises,
    _read,
)
