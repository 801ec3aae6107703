"""Events in words: how many there are, when they were, and a table of them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import pandas as pd
from babel.dates import get_month_names

from lagesbild_data.model.periods import DIALOGUE, SERIOUS
from lagesbild_data.public.table import Column, Table
from lagesbild_data.words import swedish

MONTHS: dict[int, str] = dict(get_month_names("wide", locale="sv_SE"))
_COUNTED = {
    DIALOGUE: ("dialog", "dialoger"),
    "krogar mot knark": ("träff inom krogar mot knark", "träffar inom krogar mot knark"),
    "strategiskt råd": ("möte i strategiskt råd", "möten i strategiskt råd"),
    "ssg-möte": ("SSG-möte", "SSG-möten"),
    SERIOUS: ("allvarlig händelse", "allvarliga händelser"),
    "övrigt": ("annan träff", "andra träffar"),
}
"""What one and several events of a type are called after their number."""


def capitalised(text: str) -> str:
    """The text with a capital first letter, and SSG in capitals."""
    return text.replace("ssg", "SSG", 1) if text.startswith("ssg") else swedish.capital(text)


def events_said(by_type: Mapping[str, int]) -> str:
    """How many there are, called what they are: "4 dialoger", "7 dialoger och möten"."""
    total = sum(by_type.values())
    return counted_events(total, *by_type) if len(by_type) == 1 else f"{total} dialoger och möten"


def counted_events(count: int, typ: str) -> str:
    """`1 dialog`, `3 dialoger`."""
    return f"{count} {_COUNTED[typ][count != 1]}"


def total_words(types: str) -> str:
    """`medborgardialog,medborgardialog` → "2 dialoger"; "3 dialoger och möten" when the types
    differ."""
    return events_said(Counter(types.split(",")))


def count_types(types: str) -> str:
    """`ssg-möte,ssg-möte,medborgardialog` → "2 SSG-möten, 1 dialog"."""
    return ", ".join(
        counted_events(count, typ) for typ, count in Counter(types.split(",")).most_common()
    )


def serious_words(count: int) -> str:
    """What is said of serious events beside the count of the others."""
    return f"Dessutom {counted_events(count, SERIOUS)}"


def days(first: dt.date, last: dt.date, precision: str) -> str:
    """The days of an event, or the months that it was some day of."""
    whole_months = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    if precision == "period" and whole_months:
        text = _span(
            first,
            last,
            f"{MONTHS[first.month]}",
            f"{MONTHS[last.month]}",
            first.month == last.month,
        )
    else:
        text = _span(
            first,
            last,
            f"{first.day} {MONTHS[first.month]}",
            f"{last.day} {MONTHS[last.month]}",
            first == last,
        )
        if first != last and (first.year, first.month) == (last.year, last.month):
            text = f"{first.day}–{last.day} {MONTHS[last.month]} {last.year}"
    return text


def when(first: dt.date, last: dt.date, precision: str = "dag", held: bool = True) -> str:
    """The time of an event: "28 maj 2024", "15–16 april 2024", "september–november 2023 (någon
    dag)"."""
    text = days(first, last, precision)
    notes = [
        note
        for note, told in (("någon dag", precision == "period"), ("planerat", not held))
        if told
    ]
    return f"{text} ({', '.join(notes)})" if notes else text


def _span(first: dt.date, last: dt.date, start: str, end: str, same: bool) -> str:
    if first.year != last.year:
        return f"{start} {first.year}–{end} {last.year}"
    return f"{end} {last.year}" if same else f"{start}–{end} {last.year}"


def times(rows: pd.DataFrame) -> pd.Series:
    """The time of each event in words."""
    columns = (rows["datum_fran"], rows["datum_till"], rows["precision"], rows["genomford"])
    return pd.Series([when(*row) for row in zip(*columns, strict=True)], rows.index, dtype="str")


def participants(row) -> str | None:
    """How many took part, in words; None where it isn't known."""
    if pd.isna(row.deltagare):
        return None
    exact = pd.isna(row.deltagare_jamforelse) or row.deltagare_jamforelse == "exakt"
    number = swedish.number(row.deltagare)
    return number if exact else f"{row.deltagare_jamforelse} {number}"


def _unbroken(time: str) -> str:
    """The time with no-break spaces, save before its remark."""
    return time.replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}(", " (")


def listed(rows: pd.DataFrame) -> Table:
    """The events as a table for readers: Datum, Typ, Tema, Plats, Område, Arrangör, Deltagare,
    Anmärkning."""
    frame = pd.DataFrame(
        {
            "Datum": times(rows).map(_unbroken),
            "Typ": rows["typ"].map(capitalised),
            "Tema": rows["teman"],
            "Plats": rows["plats"],
            "Område": rows["omrade"],
            "Arrangör": rows["arrangor"],
            "Deltagare": pd.Series(
                [participants(row) for row in rows.itertuples()], rows.index, dtype="object"
            ),
            "Anmärkning": rows["anmarkning"],
        }
    )
    return Table.of(frame, Column("Anmärkning", ""), gap="–")
