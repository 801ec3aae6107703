"""Kolada: answers of its API, what scripts make of them, and the tables that its site saves."""

import json
from decimal import Decimal
from typing import Any

from .case import Case, Draw, Series
from .dressing import JSON_ENCODINGS, book, cell, encoded, lines, named, number
from .world import ELSEWHERE, KOMMUNER

_KPIS = {
    "N07540": "Anmälda brott per 100 000 invånare",
    "N07620": "Avstår",
    "N15033": "N15033",
    "U07471": "U07471",
}
"""What the name of each key figure must hold."""
_GROUPS = {"T": "totalt", "K": "kvinnor", "M": "män"}
_PLACES = {code: area for area, (_, code) in KOMMUNER.items()} | {"0000": "riket"}
Fact = dict[str, Any]


def _facts(d: Draw) -> tuple[list[Fact], list[Series]]:
    """Values by key figure, kommun, year and gender, and what is true of them."""
    years = sorted(d.some([*range(2019, 2026)]))
    genders = d.pick(("T", "TKM", "KM"))
    facts: list[Fact] = []
    series = []
    for kpi in d.some([*_KPIS]):
        values = {}
        decimals = d.whole(0, 3)
        for code in d.some([*_PLACES, *(code for _, code in ELSEWHERE), "G123"]):
            for year in years:
                for gender in genders:
                    fact: Fact = {
                        "kpi": kpi,
                        "municipality": code,
                        "period": year,
                        "gender": gender,
                        "status": "",
                    }
                    fact["value"] = Decimal(d.whole(-500, 2_000_000)) / 10**decimals
                    if d.chance(6):
                        fact |= {"value": None, "status": d.pick(("Missing", "Missing", "", ".."))}
                    facts.append(fact)
                    if code in _PLACES and fact["value"] is not None:
                        values[_PLACES[code], year, _GROUPS[gender]] = (
                            float(fact["value"]),
                            False,
                            None,
                            None,
                        )
        if values:
            series.append(Series((_KPIS[kpi],), values))
    return facts, series


def answers(d: Draw) -> Case:
    """What the API answers: records with a value per gender, on pages."""
    facts, series = _facts(d)
    version = d.pick((2, 3))
    records: dict[tuple, Fact] = {}
    for fact in facts:
        key = fact["kpi"], fact["municipality"], fact["period"]
        period = str(key[2]) if d.chance(8) else key[2]
        record = records.setdefault(
            key, {"kpi": key[0], "municipality": key[1], "period": period, "values": []}
        )
        value = {"gender": fact["gender"], "value": _plain(fact["value"]), "status": fact["status"]}
        value |= {"count": 1} if version == 2 else {"isdeleted": False} if d.chance(4) else {}
        record["values"].append(_reordered(d, value))
        if version == 3 and d.chance(10):
            record["values"].append(
                {"gender": fact["gender"], "value": 7.0, "status": "", "isdeleted": True}
            )
    found = d.shuffled([_reordered(d, record) for record in records.values()])
    half = len(found) // 2 if d.chance(3) else len(found)
    address = "https://api.kolada.se/v3/data?kpi=N00001&page="
    pages = [
        {"values": part, "next_url": None, "previous_url": None, "count": len(part)}
        for part in (found[:half], found[half:])
        if part
    ]
    if len(pages) == 2:
        pages[0]["next_url"], pages[1]["previous_url"] = f"{address}2", f"{address}1"
    document = pages[0] if len(pages) == 1 and d.chance() else pages
    return Case([("kolada.json", _json(d, document))], series=series)


def records(d: Draw) -> Case:
    """What a script that has gone through all pages saves: a list of records, or one on each
    line."""
    facts, series = _facts(d)
    plain = [_reordered(d, fact | {"value": _plain(fact["value"])}) for fact in d.shuffled(facts)]
    if d.chance(3):
        text = "\n".join(json.dumps(record, ensure_ascii=d.chance()) for record in plain) + "\n"
        return Case([("kolada.ndjson", encoded(d, text, JSON_ENCODINGS))], series=series)
    return Case([("kolada.json", _json(d, plain))], series=series)


def saved(d: Draw) -> Case:
    """The table that the site saves: a row per key figure, kommun and sex, years across, or one per
    value."""
    facts, series = _facts(d)
    places = {code: name for name, code in (*KOMMUNER.values(), *ELSEWHERE)} | {
        "0000": "Riket",
        "G123": "Liknande",
    }
    years = sorted({fact["period"] for fact in facts})
    genders = {fact["gender"] for fact in facts}
    sexes = {"T": "Totalt", "K": "Kvinnor", "M": "Män"}
    has_sex = genders != {"T"} or d.chance()
    places = {code: named(d, name) for code, name in places.items()}
    words = {kpi: f"Nyckeltalet {kpi[1:]} i ord" for kpi in _KPIS}
    series = [
        Series(
            (words[next(kpi for kpi, said in _KPIS.items() if said == one.words[0])],), one.values
        )
        for one in series
    ]
    stub = d.shuffled(
        ["kpi", "id", "place", *(["code"] if d.chance() else []), *(["sex"] if has_sex else [])]
    )
    called = {
        "kpi": "Nyckeltal",
        "id": "Nyckeltals-ID",
        "place": "Kommun",
        "code": "Kommun-ID",
        "sex": "Kön",
    }
    wide = d.chance()
    as_book = d.chance()
    rows: list[list[Any]] = []
    by_row: dict[tuple, dict[int, Decimal | None]] = {}
    for fact in facts:
        by_row.setdefault((fact["kpi"], fact["municipality"], fact["gender"]), {})[
            fact["period"]
        ] = fact["value"]
    for (kpi, code, gender), values in d.shuffled([*by_row.items()]):
        said = {
            "kpi": words[kpi],
            "id": kpi,
            "place": places[code],
            "code": code,
            "sex": sexes[gender],
        }
        told = {
            year: (
                d.pick(("", "", ".."))
                if value is None
                else cell(d, value)
                if as_book
                else number(d, value)
            )
            for year, value in values.items()
        }
        left = [said[name] for name in stub]
        rows += (
            [[*left, *(told[year] for year in years)]]
            if wide
            else [[*left, str(year), told[year]] for year in years]
        )
    head = [*(called[name] for name in stub), *(map(str, years) if wide else ("År", "Värde"))]
    if as_book:
        title = [["Kolada"], []] if d.chance(4) else []
        return Case([("uttag.xlsx", book({"Data": [*title, head, *rows]}))], series=series)
    return Case([("uttag.csv", encoded(d, lines(d, [head, *rows], d.pick(";\t"))))], series=series)


def _plain(value: Decimal | None) -> Any:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _reordered(d: Draw, record: Fact) -> Fact:
    return dict(d.shuffled([*record.items()])) if d.chance(5) else record


def _json(d: Draw, document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=d.chance(), indent=d.pick((None, None, 2)))
    return encoded(d, text, JSON_ENCODINGS, line_ends=False)
