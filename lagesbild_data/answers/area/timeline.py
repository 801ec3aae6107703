"""Everything that is dated about an area."""

import re
from collections.abc import Iterator

import pandas as pd

from lagesbild_data.answers import places
from lagesbild_data.answers.area.facts import (
    Years,
    index_of,
    with_before,
)
from lagesbild_data.answers.area.promises import follow_ups, scopes
from lagesbild_data.answers.dialogues import events, wording
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.answers.indicators.measurements import measured
from lagesbild_data.model.filter import Filter
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_LONGEST = 180
"""Letters of a sentence on the timeline."""
_RECENT = 2
"""So many years of it are recent."""
FOLLOW_UP, NEW_STATUS = "uppföljning", "ändrad status"
"""Kinds of what is reported of an activity: the same status as before, or another."""
PRIORITISED = "prioriterat"


def timeline(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """Everything that is dated about an area, newest first: ar, nar (in words), slag (what kind of
    thing), vad (what, of a follow-up its first sentence), kalla_id."""
    rows = [*_measured(store, omrade_id), *_agreed(store, omrade_id), *_happened(store, omrade_id)]
    rows = sorted(
        (row for row in rows if not years or row[1] in years), key=lambda row: row[0], reverse=True
    )
    return pd.DataFrame([row[1:] for row in rows], columns=["ar", "nar", "slag", "vad", "kalla_id"])


def recent(rows: pd.DataFrame) -> pd.DataFrame:
    """What happened or changed in the latest two years of the timeline that have any of it: not
    that a status, or being prioritised, is as before."""
    years = set(rows.loc[rows["slag"] == PRIORITISED, "ar"])
    still = (rows["slag"] == PRIORITISED) & (rows["ar"] - 1).isin(years)
    changes = rows[(rows["slag"] != FOLLOW_UP) & ~still]
    return changes[changes["ar"] > changes["ar"].max() - _RECENT]


_Row = tuple[tuple, int, str, str, str, str]
"""What it is sorted by, and a row of the timeline."""


def _measured(store: Store, omrade_id: str) -> Iterator[_Row]:
    for row, before in with_before(index_of(store, omrade_id, ())):
        value = "" if row.varde is None else f" {swedish.number(row.varde, row.decimaler)}"
        change = measured(row, before)
        told = f", {change.direction} mot mätningen före" if change else ""
        text = f"Problemindex{value or ': talet är inte publicerat'}{told}."
        yield (row.ar, 0), row.ar, str(row.ar), "mätning", text, row.kalla_id
    for row in places.listed(store, Filter((omrade_id,))):
        text = f"{wording.capitalised(row.klass)}."
        yield (row.ar, 1), row.ar, str(row.ar), "polisens lista", text, row.kalla_id
    for row in places.prioritised(store, Filter((omrade_id,))):
        yield (
            (row.ar, 2),
            row.ar,
            str(row.ar),
            PRIORITISED,
            "Prioriterat område i medborgarlöftet.",
            row.kalla_id,
        )


def _agreed(store: Store, omrade_id: str) -> Iterator[_Row]:
    scope, before = scopes(store), dict[str, str]()
    for row in follow_ups(store, omrade_id).iloc[::-1].to_dict("records"):
        known = before.get(row["aktivitet_id"], row["status"])
        kind = FOLLOW_UP if known == row["status"] else NEW_STATUS
        before[row["aktivitet_id"]] = row["status"]
        its = scope[row["aktivitet_id"]]
        about = ", ".join(
            filter(None, (row["status"], "gäller hela kommunen" if its.whole else its.shared))
        )
        text = f"{row['aktivitet']} ({about}). {first_sentence(row['text'])}".strip()
        # A tertial is told when it has ended.
        when = (row["ar"], 4 * row["tertial"] + 0.5)
        yield when, row["ar"], f"tertial {row['tertial']}", kind, text, row["kalla_id"]


def first_sentence(text: object) -> str:
    """The first sentence of a text, cut at a word with … where it is long; "" where there is no
    text."""
    if not isinstance(text, str):
        return ""
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text, maxsplit=1)[0]
    return (
        sentence
        if len(sentence) <= _LONGEST
        else f"{sentence[:_LONGEST].rsplit(' ', 1)[0].rstrip(',;:')} …"
    )


def _happened(store: Store, omrade_id: str) -> Iterator[_Row]:
    rows = events.chosen_events(store, EventFilter((omrade_id,)))
    for row, time in zip(rows.to_dict("records"), wording.times(rows), strict=True):
        parts = [wording.capitalised(row["typ"]), row["teman"], row["plats"]]
        text = ", ".join(part for part in parts if isinstance(part, str) and part)
        day = row["datum_fran"]
        yield (
            (day.year, day.month + day.day / 32),
            day.year,
            str(time),
            "händelse",
            f"{text}.",
            row["kalla_id"],
        )
