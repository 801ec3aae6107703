"""The chosen events as an iCalendar file."""

import datetime as dt
from collections.abc import Mapping

import icalendar
import pandas as pd
from icalendar import STATUS, TRANSP

from lagesbild_data.answers.dialogues.wording import capitalised, participants


def calendar(
    rows: pd.DataFrame, titles: Mapping[str, str], made: dt.datetime, mark: str = ""
) -> bytes:
    """The events (as chosen_events) that have a date as an iCalendar file of all-day events, made
    at a time in UTC.

    An event that was only planned is TENTATIVE. Events known only to a period are left out. A mark
    on the data stands in the calendar's name and first in each description.
    """
    dated = rows[rows["precision"] == "dag"]
    entries = [
        _entry(row, titles, made, mark)
        for row in dated.astype(object).where(dated.notna(), None).itertuples()
    ]
    name = " – ".join(filter(None, ("Dialoger och händelser", mark)))
    made_by = "-//Lägesbild Jönköping//Dialoger och händelser//SV"
    file = icalendar.Calendar.new(prodid=made_by, name=name, language="sv", subcomponents=entries)
    del file["UID"]  # A new one each time: the same choice gives the same file.
    return file.to_ical()


def _entry(row, titles: Mapping[str, str], made: dt.datetime, mark: str) -> icalendar.Event:
    themes = row.teman.split(", ") if row.teman else []
    facts = [
        mark,
        row.anmarkning,
        f"Arrangör: {row.arrangor}" if row.arrangor else None,
        f"Deltagare: {participants(row)}" if row.deltagare is not None else None,
        "" if row.genomford else "Planerad; källan säger inte om den hölls.",
        f"Källa: {titles[row.kalla_id]}",
    ]
    return icalendar.Event.new(
        uid=f"{row.handelse_id}@handelser.lagesbild",
        stamp=made,
        start=row.datum_fran,
        end=row.datum_till + dt.timedelta(days=1),
        summary=": ".join([capitalised(row.typ), *([row.tema] if row.tema else [])]),
        location=", ".join(dict.fromkeys(part for part in (row.plats, row.omrade) if part)) or None,
        categories=[capitalised(row.typ), *themes],
        description="\n".join(fact for fact in facts if fact),
        status=STATUS.CONFIRMED if row.genomford else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,
    )
