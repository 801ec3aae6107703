"""What a chair can read aloud first: how new the follow-ups are, where the index went, and how the
activities go."""

from collections.abc import Iterator, Sequence

from briefing.asked import Asked, findings, is_of_index
from briefing.blocks import Findings
from briefing.subjects import indicators
from lagesbild_data.answers.indicators import problemindex
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.public.answer import (
    ActivitiesStand,
    Caveat,
    Code,
    CrimesByArea,
    CrimesChanged,
    Finding,
    Status,
)

TITLE = "Sammanfattning"
_FOLLOW_UPS = {"lagesbild", "lofte", "aktiviteter", "omrade"}
_INDEX = {"lagesbild", "problemindex", "karta", "omrade"}
_CRIMES = {"lagesbild", "brott"}


def opening(ask: Asked, keys: Sequence[str]) -> Findings | None:
    """At most five things to read aloud, of what these parts are about; None where there is nothing
    to tell."""
    items: list[Finding] = []
    if _FOLLOW_UPS & set(keys):
        newest = promise_findings.newest(ask.store, ask.made)
        items += [newest] if newest else []
    if _INDEX & set(keys):
        items += _index(ask)
    if _FOLLOW_UPS & set(keys):
        items += _activities(ask)
    if _CRIMES & set(keys):
        items += [
            item
            for item in ask.picture.findings
            if isinstance(item.values, CrimesChanged | CrimesByArea)
        ]
    return findings(ask, TITLE, items) if items else None


def _index(ask: Asked) -> Iterator[Finding]:
    rows = indicators.history(ask)
    if not rows:  # only directions are published, or nothing
        yield from (item for item in ask.picture.findings if is_of_index(item))
        return
    _, of_areas = indicators.by_area(ask)
    kallor = [
        row.kalla_id
        for row in [*rows[-2:], *(row for row in of_areas if problemindex.area_change(row))]
    ]
    yield Finding(indicators.stands(ask, rows), "indikatorvarden", tuple(dict.fromkeys(kallor)))


def _activities(ask: Asked) -> Iterator[Finding]:
    """How the activities stand in the latest tertial that most of them have reported, and what
    changed."""
    reported = ask.reported
    if not reported:
        return
    now = reported[-1]
    tables = [
        table for table in ask.matrices.values() if now in table.tertials and len(table.activities)
    ]
    rows = [
        row
        for table in tables
        for row in zip(table.activities["aktivitet"], table.statuses(now), strict=True)
    ]
    if not rows:
        return
    cells = [
        table.cells.get((a, *now)) for table in tables for a in table.activities["aktivitet_id"]
    ]
    kallor = tuple(dict.fromkeys(cell.kalla_id for cell in cells if cell is not None))
    read = sum(
        cell is not None and Status(cell.status, cell.status_grund).is_read for cell in cells
    )
    told = f"{read} av {len(cells)} statusar är lästa ur källans text enligt regeln."
    late = promise_findings.deviating(tables, now, "försenad")
    stand = ActivitiesStand(now, tuple(status for _, status in rows), place=ask.place, late=late)
    yield Finding(stand, "uppfoljningar", kallor, (Caveat(Code.READ, told),) if read else ())
    if len(reported) > 1:
        before = reported[-2]
        was = [status for table in tables for status in table.statuses(before)]
        both = [(name, old, status) for (name, status), old in zip(rows, was, strict=True)]
        yield Finding(promise_findings.statuses_changed(before, now, both), "uppfoljningar", kallor)
