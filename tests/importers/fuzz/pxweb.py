"""Tables of a statistical database, and every form that PxWeb saves them in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from .case import Case, Draw, Series
from .dressing import DELIMITERS, ENCODINGS, JSON_ENCODINGS, book, cell, encoded, lines, number
from .world import ELSEWHERE, KOMMUNER


@dataclass(frozen=True)
class _Content:
    """What a column of numbers is."""

    code: str
    label: str
    unit: str
    decimals: int = 0
    dash: int | None = 0
    """What a dash is."""


@dataclass
class _Table:
    """A table as it is true: its dimensions with codes and labels, and what stands in each cell."""

    id: str
    title: str
    contents: list[_Content]
    regions: dict[str, str]
    years: list[str]
    sexes: dict[str, str]
    """Empty where the table isn't divided by sex."""
    ages: dict[str, str]
    cells: dict[tuple[str, ...], tuple[str, Decimal | int | None]]
    """What is written for a region, age, sex, content and year, and the number: "" where that is
    written itself."""
    early: set[str]
    """The years whose numbers are preliminary; a dash can't be, for it stands where that is told.
    """

    @property
    def dimensions(self) -> dict[str, dict[str, str]]:
        """Every dimension's codes and labels by its id, in the order of the cells' keys."""
        contents = {content.code: content.label for content in self.contents}
        found = {
            "Region": self.regions,
            "Alder": self.ages,
            "Kon": self.sexes,
            "ContentsCode": contents,
            "Tid": {year: year for year in self.years},
        }
        return {name: codes for name, codes in found.items() if codes}


_LABELS = {
    "Region": "region",
    "Alder": "ålder",
    "Kon": "kön",
    "ContentsCode": "tabellinnehåll",
    "Tid": "år",
}
_PEOPLE = _Content("BE0101N1", "Folkmängd", "personer")
_GROWTH = _Content("BE0101N2", "Folkökning", "personer")
_OTHERS: tuple[tuple[str, str, list[_Content]], ...] = (
    ("TAB1", "Personbilar i trafik", [_Content("TK1001AB", "Antal", "antal")]),
    ("TAB2", "Antal lägenheter", [_Content("BO0104AH", "Antal lägenheter", "antal")]),
    ("TAB3", "Oro för brott", [_Content("AM0207A1", "Andel", "procent", 1, None)]),
    (
        "TAB4",
        "Sammanräknad förvärvsinkomst",
        [
            _Content("HE0110K1", "Medelinkomst", "tkr", 1, None),
            _Content("HE0110K2", "Antal personer", "antal"),
        ],
    ),
)
_AREAS = {
    "9999": "exempelstad",
    "9998": "pahittsas",
    "00": "riket",
    "9999R001": "norrby",
    "9999R002": "angen",
    "9999R003_RegSO2025": "akern",
    "9998A0010": "soderby",
}
_REGIONS = {
    "00": "Riket",
    **{code: name for name, code in (*KOMMUNER.values(), *ELSEWHERE)},
    "9999R001": "Exempelstad (Norrby)",
    "9999R002": "Exempelstad (Ängen)",
    "9999R003_RegSO2025": "9999R003_RegSO2025 Exempelstad (Åkern)",
    "9998A0010": "Påhittsås (Söderby)",
    "9997R001": "Fjärran (Norrby)",
    "9999R009": "Exempelstad (Någon annanstans)",
}
_DOTS = ("..", ".", "...", ":")
_GROUPS = {"1": "män", "2": "kvinnor", "1+2": "totalt"}


def _table(d: Draw, *, has_codes: bool) -> _Table:
    own_id, title, contents = d.pick(
        (
            ("BE0101N1", "Folkmängd", [_PEOPLE]),
            ("TAB638", "Folkmängden efter", [_PEOPLE, _GROWTH]),
            *_OTHERS,
        )
    )
    if title == "Folkmängden efter":
        title = "Folkmängd"
        contents = contents if has_codes else contents[:1]
    is_people = _PEOPLE in contents
    regions = {code: _REGIONS[code] for code in d.shuffled(d.some([*_REGIONS]))}
    years = sorted(d.some([str(year) for year in range(2018, 2026)]))
    sexes = d.pick(
        (
            {},
            {"1": "män", "2": "kvinnor"},
            {"1+2": "totalt"},
            {"1": "män", "2": "kvinnor", "1+2": "totalt"},
        )
    )
    sexes = dict(d.shuffled([*sexes.items()]))
    ages = {"tot": "totalt ålder"} if is_people and d.chance() else {}
    cells: dict[tuple[str, ...], tuple[str, Decimal | int | None]] = {}
    keys = product(regions, ages or [""], sexes or [""], contents, years)
    for region, age, sex, content, year in keys:
        value: Decimal | int | None = d.whole(0, 200_000)
        value = Decimal(value or 0) / 10**content.decimals if content.decimals else value
        said = ""
        match d.whole(0, 11):
            case 10:
                said, value = d.pick(_DOTS), None
            case 11:
                said, value = "-", content.dash
        cells[region, age, sex, content.code, year] = said, value
    by = ["region", *(["ålder"] if ages else []), *(["kön"] if sexes else []), "år"]
    full = f"{title} efter {', '.join(by[:-1])} och {by[-1]}"
    return _Table(own_id, full, contents, regions, years, sexes, ages, cells, set())


def _is_statistical(code: str) -> bool:
    return len(code) > 4


def _true(
    table: _Table, *, words: Callable[[_Content], tuple[str, ...]]
) -> tuple[dict, list[Series]]:
    """The people, and the series of everything else."""
    people: dict[tuple, tuple] = {}
    series: list[Series] = []
    age = next(iter(table.ages), "")
    for content in table.contents:
        values: dict[tuple, tuple] = {}
        for region, year in product(table.regions, table.years):
            if region not in _AREAS:
                continue
            found: dict[str, Any] = {}
            said = {}
            for sex in table.sexes or [""]:
                text, value = table.cells[region, age, sex, content.code, year]
                # it wasn't there then
                if value is not None and not (_is_statistical(region) and value == 0):
                    group = _GROUPS.get(sex, "totalt")
                    found[group], said[group] = value, text
            if content is _PEOPLE:
                both = (
                    found["kvinnor"] + found["män"] if found.keys() >= {"kvinnor", "män"} else None
                )
                if (total := found.get("totalt", both)) is not None:
                    people[_AREAS[region], int(year)] = (total,)
                continue
            for group, value in found.items():
                is_early = year in table.early and not said[group]
                values[_AREAS[region], int(year), group] = float(value), is_early, None, None
        if values:
            series.append(Series(words(content), values))
    return people, series


def _words(table: _Table) -> Callable[[_Content], tuple[str, ...]]:
    head = table.title.partition(" efter ")[0]
    return lambda content: (content.label,) if len(table.contents) > 1 else (head,)


def _case(table: _Table, name: str, content: bytes, **answers: str) -> Case:
    people, series = _true(table, words=_words(table))
    told = {"*utgivare": "scb", "kommuner": "ja", "folkmangd": "folkmangd"}
    return Case([(name, content)], {"folkmangd": people}, series, answers=told | answers)


# JSON


def _dataset(d: Draw, table: _Table, *, version: int) -> dict[str, Any]:
    """The table in JSON-stat, with its dimensions in any order."""
    if d.chance(3):
        table.early.add(table.years[-1])
    ids = d.shuffled([*table.dimensions]) if d.chance() else [*table.dimensions]
    values: list[Any] = []
    statuses: dict[str, str] = {}
    for codes in product(*(table.dimensions[name] for name in ids)):
        key = dict(zip(ids, codes, strict=True))
        said, value = table.cells[
            tuple(key.get(name, "") for name in ("Region", "Alder", "Kon", "ContentsCode", "Tid"))
        ]
        if said:
            statuses[str(len(values))] = said
            values.append(0 if said == "-" and d.chance() else None)
            continue
        if key["Tid"] in table.early:
            statuses[str(len(values))] = "p"
        values.append(float(value) if isinstance(value, Decimal) else value)
    described = {
        name: _dimension(d, name, codes, table) for name, codes in table.dimensions.items()
    }
    sizes = [len(table.dimensions[name]) for name in ids]
    roles = {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]}
    told: Any = values
    if d.chance(4):  # without what is empty
        told = {str(at): value for at, value in enumerate(values) if value is not None}
    document: dict[str, Any] = {"label": table.title, "source": "SCB", "value": told}
    if statuses:
        document["status"] = (
            statuses if d.chance() else [statuses.get(str(at), "") for at in range(len(values))]
        )
        if len(values) == 1:
            document["status"] = statuses
    if d.chance(3):
        document |= {
            "updated": "2024-02-22T07:00:00Z",
            "note": ["En not."],
            "extension": {"px": {"tableid": table.id}},
        }
    if version == 1:
        return document | {"dimension": {**described, "id": ids, "size": sizes, "role": roles}}
    own = {"version": "2.0", "class": "dataset", "id": ids, "size": sizes, "dimension": described}
    return own | document | ({} if d.chance(6) else {"role": roles})


def _dimension(d: Draw, name: str, codes: dict[str, str], table: _Table) -> dict[str, Any]:
    index: Any = [*codes] if d.chance(3) else {code: at for at, code in enumerate(codes)}
    if isinstance(index, dict) and d.chance(3):
        index = dict(d.shuffled([*index.items()]))
    category: dict[str, Any] = {"index": index, "label": dict(d.shuffled([*codes.items()]))}
    if name == "ContentsCode":
        category["unit"] = {
            one.code: {"base": one.unit, "decimals": one.decimals} for one in table.contents
        }
    return {"label": _LABELS[name], "category": category}


def _json(d: Draw, document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=d.chance(), indent=d.pick((None, None, 1)))
    return encoded(d, text, JSON_ENCODINGS, line_ends=False)


def jsonstat2(d: Draw) -> Case:
    """JSON-stat, version 2."""
    table = _table(d, has_codes=True)
    document = _dataset(d, table, version=2)
    return _case(table, "tabell.json", _json(d, document))


def jsonstat1(d: Draw) -> Case:
    """JSON-stat, version 1: a bundle."""
    table = _table(d, has_codes=True)
    document = {d.pick(("dataset", "tabell")): _dataset(d, table, version=1)}
    return _case(table, "tabell.json", _json(d, document))


def collection(d: Draw) -> Case:
    """Several datasets of JSON-stat in a collection."""
    first, second = _table(d, has_codes=True), _table(d, has_codes=True)
    tables = [first, second] if second.title.split()[0] != first.title.split()[0] else [first]
    items = [_dataset(d, table, version=2) for table in tables]
    cases = [_case(table, "", b"") for table in tables]
    document = {"version": "2.0", "class": "collection", "link": {"item": items}}
    return Case(
        [("samling.json", _json(d, document))],
        {
            "folkmangd": {
                key: value for case in cases for key, value in case.rows["folkmangd"].items()
            }
        },
        [one for case in cases for one in case.series],
        answers=cases[0].answers,
    )


def pxweb_json(d: Draw) -> Case:
    """PxWeb's own JSON: a key and the values of every row."""
    table = _table(d, has_codes=True)
    types = {"Tid": "t"}
    ids = [name for name in table.dimensions if name != "ContentsCode"]
    columns = [{"code": name, "text": _LABELS[name], "type": types.get(name, "d")} for name in ids]
    columns += [{"code": one.code, "text": one.label, "type": "c"} for one in table.contents]
    data = []
    for codes in product(*(table.dimensions[name] for name in ids)):
        key = dict(zip(ids, codes, strict=True))
        values = []
        for content in table.contents:
            said, value = table.cells[
                key["Region"], key.get("Alder", ""), key.get("Kon", ""), content.code, key["Tid"]
            ]
            values.append(said or str(value))
        data.append({"key": [*codes], "values": values})
    data = d.shuffled(data) if d.chance(3) else data
    document: dict[str, Any] = {"columns": columns, "comments": [], "data": data}
    if d.chance():
        document["metadata"] = [
            {
                "infofile": "X",
                "updated": "2024-02-22T07:00:00Z",
                "label": table.title,
                "source": "SCB",
            }
        ]
    table.regions = {
        code: label for code, label in table.regions.items() if not _is_statistical(code)
    }  # names aren't in the file
    people, series = _true(
        table,
        words=lambda content: (
            (content.label,)
            if "metadata" not in document or len(table.contents) > 1
            else (table.title.partition(" efter ")[0],)
        ),
    )
    case = _case(
        table,
        "tabell.json",
        _json(d, document),
        streck="noll" if table.contents[0].dash == 0 else "lucka",
    )
    return Case(case.files, {"folkmangd": people}, series, answers=case.answers)


# Rows and columns


def _region(code: str, label: str) -> str:
    return label if label.startswith(code) else f"{code} {label}"


def _rows(d: Draw, table: _Table, write: Callable[[Any], Any]) -> tuple[list[str], list[list[Any]]]:
    """Headings, and a row per region, age and sex with the years across, or one per value."""
    stub = [name for name in ("Region", "Alder", "Kon") if name in table.dimensions]
    wide = not d.chance(3) or len(table.contents) > 1
    columns = (
        d.shuffled([*product(table.contents, table.years)])
        if d.chance(3)
        else [*product(table.contents, table.years)]
    )
    rows: list[list[Any]] = []
    for region, age, sex in product(table.regions, table.ages or [""], table.sexes or [""]):
        said = {
            "Region": _region(region, table.regions[region]),
            "Alder": table.ages.get(age),
            "Kon": table.sexes.get(sex),
        }
        left = [said[name] for name in stub]
        told = {}
        for content, year in columns:
            text, value = table.cells[region, age, sex, content.code, year]
            told[content.label, year] = text or write(value)
        rows += (
            [[*left, *told.values()]]
            if wide
            else [[*left, year, value] for (_, year), value in told.items()]
        )
    told_by = (
        [f"{content.label} {year}" for content, year in columns]
        if wide
        else ["år", table.contents[0].label]
    )
    head = [*(_LABELS[name] for name in stub), *told_by]
    return head, d.shuffled(rows) if d.chance(3) else rows


def _without_others(table: _Table) -> _Table:
    """The table with its first content only: rows and columns tell contents by words alone."""
    table.contents = table.contents[:1]
    return table


def csv_table(d: Draw) -> Case:
    """The CSV that the database saves, and what it becomes in Excel."""
    table = _table(d, has_codes=False)
    delimiter = d.pick(DELIMITERS)
    mark = "." if delimiter == "," else d.pick(",.")
    head, rows = _rows(
        d,
        table,
        lambda value: number(d, value, mark) if delimiter == ";" else str(value).replace(".", mark),
    )
    title = d.chance()
    text = f'"{table.title}"\n\n' if title else ""
    text += lines(d, [head, *rows], delimiter)
    name = "BE0101N1_20240222-101112.csv" if table.contents[0] is _PEOPLE else "tabell.csv"
    dash = "noll" if all(content.dash == 0 for content in table.contents) else "lucka"
    by_label = len(table.contents) > 1 or not title
    text += "\nKälla:\nSCB\n" if d.chance(4) else ""
    people, series = _true(
        table,
        words=lambda one: (one.label,) if by_label else (table.title.partition(" efter ")[0],),
    )
    case = _case(table, name, encoded(d, text, ENCODINGS), streck=dash)
    return Case(case.files, {"folkmangd": people}, series, answers=case.answers)


def excel(d: Draw) -> Case:
    """The workbook that the database saves: a title, headings above each other, what is said once,
    notes below."""
    table = _without_others(_table(d, has_codes=False))
    content = table.contents[0]
    stub = [name for name in ("Region", "Alder", "Kon") if name in table.dimensions]
    across = d.chance()  # the sexes across, too
    sexes = [*table.sexes] if table.sexes and across else [""]
    down = [name for name in stub if not (across and name == "Kon")]
    columns = [*product(sexes, table.years)]
    gap: list[Any] = [None] * len(down)
    head = [[*gap, content.label, *[None] * (len(columns) - 1)]] if d.chance() else []
    if sexes != [""]:
        once = d.chance()
        head.append(
            [
                *gap,
                *(
                    None if once and at % len(table.years) else table.sexes[sex]
                    for at, (sex, _) in enumerate(columns)
                ),
            ]
        )
    head.append([*gap, *(year for _, year in columns)])
    said_once = d.chance()
    rows: list[list[Any]] = []
    before: list[Any] = []
    for region, age, sex in product(
        table.regions, table.ages or [""], [""] if across else table.sexes or [""]
    ):
        said = {
            "Region": _region(region, table.regions[region]),
            "Alder": table.ages.get(age),
            "Kon": table.sexes.get(sex),
        }
        left = [said[name] for name in down]
        same = (
            next((at for at, text in enumerate(left) if before[at : at + 1] != [text]), 0)
            if said_once
            else 0
        )
        before = left
        row: list[Any] = [*[None] * same, *left[same:]]
        for other, year in columns:
            text, value = table.cells[region, age, sex or other, content.code, year]
            row.append(text or cell(d, value or 0))
        rows.append(row)
    notes: list[list[Any]] = [[], ["Senaste uppdaterad:"], ["20240222 08:00"], ["Källa:"], ["SCB"]]
    if content is _PEOPLE:
        notes += [["Intern referenskod:"], ["BE0101N1"]]
    sheets = {d.pick(("Blad1", "Sheet1")): [[table.title], [], *head, *rows, *notes]}
    dash = "noll" if content.dash == 0 else "lucka"
    return _case(table, "tabell.xlsx", book(sheets), streck=dash)


def px(d: Draw) -> Case:
    """A PC-Axis file, with codes for its contents or with one content that only has words."""
    table = _table(d, has_codes=True)
    has_contents = len(table.contents) > 1 or d.chance()
    names = [name for name in table.dimensions if has_contents or name != "ContentsCode"]
    order = d.shuffled(names) if d.chance() else names
    split = d.whole(1, len(order) - 1)
    stub, heading = order[:split], order[split:]

    def quoted(texts: Any) -> str:
        return ",".join(f'"{text}"' for text in texts)

    said = [
        'CHARSET="ANSI"',
        'AXIS-VERSION="2013"',
        'LANGUAGE="sv"',
        f'MATRIX="{table.id}"',
        f'TITLE="{table.title}"',
        'SOURCE="SCB"',
        'UPDATED="20240222 08:00"',
        f"STUB={quoted(map(_LABELS.get, stub))}",
        f"HEADING={quoted(map(_LABELS.get, heading))}",
    ]
    for name in order:
        label = _LABELS[name]
        said += [
            f'VALUES("{label}")={quoted(table.dimensions[name].values())}',
            f'CODES("{label}")={quoted(table.dimensions[name])}',
        ]
    said.append(f'TIMEVAL("år")=TLIST(A1),{quoted(table.years)}')
    if has_contents:
        said.append(f'CONTVARIABLE="{_LABELS["ContentsCode"]}"')
        said += [f'UNITS("{content.label}")="{content.unit}"' for content in table.contents]
    else:
        content = table.contents[0]
        said += [f'CONTENTS="{content.label}"', f'UNITS="{content.unit}"']
    said += ['NOTE="En not; med semikolon "\n"på två rader."'] if d.chance(4) else []
    numbers: list[str] = []
    for codes in product(*(table.dimensions[name] for name in order)):
        key = {"ContentsCode": table.contents[0].code} | dict(zip(order, codes, strict=True))
        text, value = table.cells[
            tuple(key.get(name, "") for name in ("Region", "Alder", "Kon", "ContentsCode", "Tid"))
        ]
        numbers.append(f'"{text}"' if text else str(value))
    text = ";\n".join(said) + ";\nDATA=\n" + _in_lines(d, numbers) + ";\n"
    encodings = [one for one in ENCODINGS if not one.startswith("utf-16")]
    return _case(table, "tabell.px", encoded(d, text, encodings), streck="noll")


def _in_lines(d: Draw, numbers: list[str]) -> str:
    wide = d.whole(1, 6)
    return "\n".join(" ".join(numbers[at : at + wide]) for at in range(0, len(numbers), wide))
