"""The product's own tables as people fill them in, as workbooks and as CSV."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from .case import Case, Draw, nfd
from .dressing import DELIMITERS, DOTS, book, cell, encoded, lines, named, number
from .world import KOMMUNER, NAMES

_TEXTS = (
    "",
    "Möte i skolan",
    "Grillning; korv och bröd",
    'Så kallad "dialog"',
    "Första raden.\nAndra raden.",
    "Å, ä & ö",
)


_HELP = {"Källa": "Var uppgiften är publicerad. Ett namn ur Källor. Krävs", "År": "Krävs"}
"""What the product's own templates say under some headings."""


def _written(d: Draw, text: Any) -> Any:
    """A text with what can't be told by reading it: letters in two signs, other spaces."""
    if not isinstance(text, str) or not d.chance(12):
        return text
    return d.pick((nfd(text), text.replace(" ", "\u00a0"), f"{text}\u200b"))


class _Sheet:
    """A table that is being filled in: rows of texts, numbers and days by heading."""

    def __init__(self, d: Draw, name: str):
        self.d, self.name = d, name
        self.as_book = d.chance()
        self.rows: list[dict[str, Any]] = []

    def number(self, value: int | Decimal) -> Any:
        return cell(self.d, value) if self.as_book else number(self.d, value)

    def files(self, headings: Sequence[str], called: str) -> list[tuple[str, bytes]]:
        """The file, with headings in some order and what people put around them."""
        d = self.d
        order = d.shuffled(headings) if d.chance() else list(headings)
        order = [*order, "Egen kolumn"] if d.chance(5) else order
        self.rows = [{head: _written(d, text) for head, text in row.items()} for row in self.rows]
        heads = [
            d.pick((f"{text} *", text.upper(), f" {text}")) if d.chance(8) else text
            for text in order
        ]
        rows: list[list[Any]] = [
            heads,
            *([_HELP.get(text, "") for text in order] for _ in range(d.chance(4))),
        ]
        rows += [
            [row.get(text, "x" if text == "Egen kolumn" else "") for text in order]
            for row in self.rows
        ]
        if self.as_book:
            title: list[list[Any]] = [["Ifylld av kommunen"], []] if d.chance(5) else []
            sheets = {d.pick((self.name, "Blad1")): [*title, *rows]}
            sheets |= {"Anteckningar": [["Ring Åkern om lokalen"]]} if d.chance(5) else {}
            return [(f"{called}.xlsx", book(sheets))]
        delimiter = d.pick(DELIMITERS)
        text = f"sep={delimiter}\n" if d.chance(6) else ""
        return [(f"{called}.csv", encoded(d, text + lines(d, rows, delimiter)))]


_INDICATORS = {
    "problemindex": ("Problemindex", 0, 600, 2),
    "trygg-ute": ("Känner sig trygg ute", 0, 1000, 1),
}


def indicators(d: Draw) -> Case:
    """Values of indicators that the store has."""
    sheet, truth = _Sheet(d, "Indikatorvärden"), {}
    for indicator in d.some([*_INDICATORS]):
        name, low, high, decimals = _INDICATORS[indicator]
        for area in d.some([*NAMES]):
            for year in d.some([2021, 2022, 2023, 2024]):
                for group in d.some(["totalt", "kvinnor", "män"]):
                    row = {
                        "Indikator": d.pick((name, indicator)),
                        "Område": _area(d, area),
                        "År": year,
                        "Grupp": group,
                        "Källa": "analys",
                    }
                    value = Decimal(d.whole(low, high)) / 10**decimals
                    answers = d.whole(0, 3_000) if d.chance(4) else None
                    error = Decimal(d.whole(0, 99)) / 100 if d.chance(4) else None
                    remark = d.pick(_TEXTS) if d.chance(5) else ""
                    is_early = d.pick((True, False)) if d.chance(4) else None
                    direction = None
                    match d.whole(0, 9):
                        case 8:
                            row["Värde"] = d.pick(DOTS)
                        case 9:
                            row["Värde"], row["Riktning"] = "", d.pick(("höjt", "sänkt"))
                            value, direction = None, row["Riktning"]
                        case _:
                            row["Värde"] = sheet.number(value)
                    row["Antal svar"] = "" if answers is None else sheet.number(answers)
                    row["Standardfel"] = "" if error is None else sheet.number(error)
                    row["Preliminär"] = "" if is_early is None else _yes(d, is_early)
                    row["Anmärkning"] = remark
                    sheet.rows.append(row)
                    if direction or row["Värde"] not in ("", *DOTS):
                        known = None if value is None else float(value)
                        told = None if error is None else float(error)
                        truth[indicator, area, year, group] = (
                            known,
                            direction,
                            answers,
                            told,
                            is_early,
                            "analys",
                            remark or None,
                        )
    sheet.rows = d.shuffled(sheet.rows)
    headings = (
        "Indikator",
        "Område",
        "År",
        "Grupp",
        "Värde",
        "Riktning",
        "Antal svar",
        "Standardfel",
        "Preliminär",
        "Källa",
        "Anmärkning",
    )
    return Case(sheet.files(headings, "indikatorvarden"), {"indikatorvarden": truth})


def _area(d: Draw, area: str) -> str:
    ways = [named(d, NAMES[area]), area]
    ways += [f"{NAMES[area]} kommun", KOMMUNER[area][1]] if area in KOMMUNER else []
    return d.pick(ways)


def _yes(d: Draw, value: bool) -> str:
    return d.pick(("ja", "Ja", "JA") if value else ("nej", "Nej"))


_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_DAYS: tuple[Callable[[dt.date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.day}/{day.month} {day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day:%Y%m%d}",
)
_KINDS = ("medborgardialog", "ssg-möte", "övrigt", "allvarlig händelse")
_THEMES = ("Trygghet", "Belysning vid torget", "Skola & fritid")


def events(d: Draw) -> Case:
    """Dialogues and other events, with days as people write them."""
    sheet, truth = _Sheet(d, "Dialoger och händelser"), {}
    has_people = d.chance()
    year = d.whole(2015, 2025)
    bare = d.chance(4)  # days without a year, which the file's name tells
    for theme in d.some([f"{theme} {at}" for at in (1, 2) for theme in _THEMES]):
        first = dt.date(year, d.whole(1, 12), d.whole(1, 28))
        last = first + dt.timedelta(days=d.whole(0, 2)) if d.chance(3) else first
        area = d.pick([None, *NAMES])
        kind = d.pick(_KINDS)
        place = d.pick(("", "Torget", "Skolan, matsalen"))
        remark = d.pick(_TEXTS)
        done, people = d.chance(), d.whole(0, 2_000) if has_people and d.chance() else None
        if sheet.as_book and d.chance() and not bare:
            start = dt.datetime(first.year, first.month, first.day)
            end = dt.datetime(last.year, last.month, last.day)
        elif bare:
            start, end = f"{first.day}/{first.month}", f"{last.day}/{last.month}"
            end = f"{last.day}/{last.month} {last.year}" if last.year != year else end
        else:
            way = d.pick(_DAYS)
            start, end = way(first), way(last)
        sheet.rows.append(
            {
                "Från och med": start,
                "Till och med": end,
                "Datumets precision": "dag",
                "Typ": kind.upper() if d.chance(6) else kind.capitalize() if d.chance(3) else kind,
                "Tema": theme,
                "Plats": place,
                "Område": _area(d, area) if area else "",
                "Genomförd": _yes(d, done),
                "Deltagare": "" if people is None else sheet.number(people),
                "Källa": "analys",
                "Anmärkning": remark,
            }
        )
        truth[first, last, kind, theme, place or None, area] = (
            "dag",
            done,
            people,
            "analys",
            remark or None,
        )
    headings = [
        "Från och med",
        "Till och med",
        "Datumets precision",
        "Typ",
        "Tema",
        "Plats",
        "Område",
        "Genomförd",
        *(["Deltagare"] if has_people else []),
        "Källa",
        "Anmärkning",
    ]
    sheet.rows = d.shuffled(sheet.rows)
    called = f"dialoger {year}" if bare else "dialoger"
    return Case(sheet.files(headings, called), {"handelser": truth})


_ACTIVITIES = {
    "a-patrull": "Fotpatruller",
    "a-dialog": "Dialoger",
    "a-ljus": "Bättre ljus",
    "a-skola": "Skolbesök",
}
_STATUSES = ("genomförd", "pågår", "planerad", "försenad", "ej genomförd", "ej rapporterad")


def follow_ups(d: Draw) -> Case:
    """How activities stand, per tertial."""
    sheet, truth = _Sheet(d, "Uppföljningar"), {}
    for activity in d.some([*_ACTIVITIES]):
        for year in d.some([2022, 2023]):
            for tertial in d.some([1, 2, 3]):
                status = d.pick(_STATUSES)
                ground = d.pick(("källa", "tolkning"))
                text = d.pick(_TEXTS)
                sheet.rows.append(
                    {
                        "Aktivitet": d.pick((_ACTIVITIES[activity], activity)),
                        "År": year,
                        "Tertial": tertial,
                        "Status": status.capitalize() if d.chance(3) else status,
                        "Uppföljning": text,
                        "Statusens grund": ground,
                        "Källa": "analys",
                    }
                )
                truth[activity, year, tertial] = status, text or None, ground, "analys"
    sheet.rows = d.shuffled(sheet.rows)
    headings = ("Aktivitet", "År", "Tertial", "Status", "Uppföljning", "Statusens grund", "Källa")
    return Case(sheet.files(headings, "uppfoljning"), {"uppfoljningar": truth})


def results(d: Draw) -> Case:
    """What activities have led to, counted per tertial."""
    sheet, truth = _Sheet(d, "Utfall"), {}
    for activity in d.some([*_ACTIVITIES]):
        for tertial in d.some([1, 2, 3]):
            area = d.pick([None, *NAMES])
            value = Decimal(d.whole(0, 99_999)) / d.pick((1, 1, 10))
            said = d.pick(("exakt", "minst", "cirka"))
            unit = d.pick(("tillfällen", "personer"))
            span = d.pick(("tertialet", "året hittills"))
            sheet.rows.append(
                {
                    "Aktivitet": d.pick((_ACTIVITIES[activity], activity)),
                    "År": 2023,
                    "Tertial": tertial,
                    "Mått": "Insatser",
                    "Jämförelse": said,
                    "Värde": sheet.number(value),
                    "Enhet": unit,
                    "Avser": span,
                    "Område": _area(d, area) if area else "",
                    "Källa": "analys",
                }
            )
            truth[activity, 2023, tertial, "Insatser", area] = (
                said,
                float(value),
                unit,
                span,
                "analys",
            )
    sheet.rows = d.shuffled(sheet.rows)
    headings = (
        "Aktivitet",
        "År",
        "Tertial",
        "Mått",
        "Jämförelse",
        "Värde",
        "Enhet",
        "Avser",
        "Område",
        "Källa",
    )
    return Case(sheet.files(headings, "utfall"), {"utfall": truth})
