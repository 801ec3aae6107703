"""What a chair can read aloud first: how new the follow-ups are, where the index went, and how the activities go."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from briefing import index_parts
from briefing.asked import Asked, findings
from briefing.content import Findings
from lagesbild_data import promises, queries, swedish
from lagesbild_data.queries import NO_FOLLOW_UP, NOT_REPORTED
from lagesbild_data.situation import SEVERITY, Finding

TITLE = "Sammanfattning"
TOLD = ("uppfoljningar", "anmalda_brott")
"""Tables whose changes are told here, and therefore not again."""
_FOLLOW_UPS = {"lagesbild", "lofte", "aktiviteter", "omrade"}
_INDEX = {"lagesbild", "problemindex", "karta", "omrade"}
_CRIMES = {"lagesbild", "brott"}
_OF_INDEX, NOT_PUBLISHED = "Problemindex ", "Inte publicerat för"
"""How the lägesbild begins its findings of the index, and the one that names what isn't published."""
_CHANGE = re.compile("bytte status|status kan jämföras")
_MOST_NAMED = 3
_UNKNOWN = (NOT_REPORTED, NO_FOLLOW_UP)
_SAID = {
    "försenad": ("är", "försenad", "försenade"), "ej genomförd": ("är", "inte genomförd", "inte genomförda"),
    NOT_REPORTED: ("saknar", "rapport", "rapport"), NO_FOLLOW_UP: ("saknar", "uppföljning", "uppföljning"),
    "planerad": ("är", "planerad", "planerade"), "pågår": ("pågår", "", ""),
    "genomförd": ("är", "genomförd", "genomförda"),
}  # fmt: skip


def opening(ask: Asked, keys: Sequence[str]) -> Findings | None:
    """At most five things to read aloud, of what these parts are about; None where there is nothing to tell."""
    items: list[Finding] = []
    if _FOLLOW_UPS & set(keys):
        items += _newest(ask)
    if _INDEX & set(keys):
        items += _index(ask)
    if _FOLLOW_UPS & set(keys):
        items += _activities(ask)
    if _CRIMES & set(keys):
        items += [item for item in ask.picture.findings if item.table == "anmalda_brott"]
    return findings(ask, TITLE, items) if items else None


def _newest(ask: Asked) -> Iterator[Finding]:
    """The latest follow-up of all, and the years after it until the document is made."""
    found = queries.newest_follow_ups(ask.store)
    if found is None:
        return
    (year, tertial), kallor = found
    text = f"Senaste uppföljning i underlaget: {promises.tertial_words((year, tertial))}."
    after = [str(later) for later in range(year + 1, ask.made.year + 1)]
    if after:
        years = swedish.enumerate_words(after) if len(after) <= _MOST_NAMED else f"{after[0]}–{after[-1]}"
        text += f" Ingen uppföljning är publicerad för {years}."
    yield Finding(text, "uppfoljningar", kallor)


def _index(ask: Asked) -> Iterator[Finding]:
    rows = index_parts.history(ask)
    if not rows:  # only directions are published, or nothing
        yield from (item for item in ask.picture.findings if item.text.startswith(_OF_INDEX))
        return
    year, of_areas = index_parts.by_area(ask)
    moved = index_parts.moves(of_areas)
    now = rows[-1]
    value = swedish.number(now.varde, now.decimaler)
    text = f"Problemindex i {now.omrade} var {value} år {now.ar}{index_parts.against(rows, ' år {}')}."
    if moved:
        text += f" {'Det' if now.ar == year else f'Problemindex {year}'} {moved}."
    kallor = [row.kalla_id for row in [*rows[-2:], *(row for row in of_areas if row.riktning)]]
    yield Finding(text + index_parts.unmeasured(ask, rows), "indikatorvarden", tuple(dict.fromkeys(kallor)))


def _activities(ask: Asked) -> Iterator[Finding]:
    """How the activities stand in the latest tertial that most of them have reported, and what changed."""
    year = max((tertial[0] for table in ask.matrices.values() for tertial in table.tertials), default=None)
    reported = queries.reported_tertials(ask.store, year)
    if not reported:
        return
    now = (year or 0, reported[-1])
    tables = [table for table in ask.matrices.values() if now in table.tertials and len(table.activities)]
    rows = [row for table in tables for row in zip(table.activities["aktivitet"], table.statuses(now), strict=True)]
    if not rows:
        return
    cells = [table.cells.get((a, *now)) for table in tables for a in table.activities["aktivitet_id"]]
    kallor = tuple(dict.fromkeys(cell.kalla_id for cell in cells if cell is not None))
    read = sum(cell is not None and cell.status_grund == "tolkning" for cell in cells)
    caveats = (f"{read} av {len(cells)} statusar är lästa ur källans text enligt regeln.",) if read else ()
    late = [cell.text for cell in cells if cell is not None and cell.status == "försenad"]
    why = f" {promises.in_short(late[0])}" if len(late) == 1 and late[0] else ""
    yield Finding(f"{_standing(ask, rows, now)}{_late(rows)}{why}", "uppfoljningar", kallor, caveats)
    if len(reported) > 1:
        before = (now[0], reported[-2])
        was = [status for table in tables for status in table.statuses(before)]
        yield Finding(_changes(rows, was, before), "uppfoljningar", kallor)


def _standing(ask: Asked, rows: Sequence[tuple[str, str]], now: tuple[int, int]) -> str:
    """`Av de 11 aktiviteterna är 1 försenad och 10 pågår (tertial 3 2024).`"""
    counts = Counter(status for _, status in rows)
    order = dict.fromkeys(status for status in (*SEVERITY, *counts) if counts[status])
    about = f" som gäller {ask.place}" if ask.place else ""
    when = promises.tertial_words(now)
    words: list[str] = []
    for status in order:
        verb, one, several = _SAID.get(status, ("är", status, status))
        count, what = counts[status], one if counts[status] == 1 else several
        if count == len(rows):
            them = f"Alla {count} aktiviteter" if count > 1 else "Aktiviteten"
            return f"{them}{about} {verb} {what}".rstrip() + f" ({when})."
        words.append((f"{count} {verb} {what}" if words else f"{verb} {count} {what}").rstrip())
    them = f"Av {len(rows)} aktiviteter{about}" if about else f"Av de {len(rows)} aktiviteterna"
    return f"{them} {swedish.enumerate_words(words)} ({when})."


def _late(rows: Sequence[tuple[str, str]]) -> str:
    """Which activities are late, where they are few."""
    names = [f"”{name}”" for name, status in rows if status == "försenad"]
    if not 0 < len(names) <= _MOST_NAMED or len(rows) == 1:
        return ""
    return f" {'Försenad' if len(names) == 1 else 'Försenade'} är {swedish.enumerate_words(names)}."


def _changes(rows: Sequence[tuple[str, str]], was: Sequence[str], before: tuple[int, int]) -> str:
    known = [(name, old, new) for (name, new), old in zip(rows, was, strict=True)
             if old not in _UNKNOWN and new not in _UNKNOWN]  # fmt: skip
    moves = [f"”{name}” från {old} till {new}" for name, old, new in known if old != new]
    since, count = f"sedan {promises.tertial_words(before)}", len(moves)
    unknown = f" {len(rows) - len(known)} kan inte jämföras." if len(known) < len(rows) else ""
    if not known:
        return f"Ingen aktivitets status kan jämföras {since}."
    if not moves:
        return f"Ingen aktivitet har bytt status {since}.{unknown}"
    rest = [f"{count - _MOST_NAMED} till"] if count > _MOST_NAMED else []
    named = swedish.enumerate_words(moves[:_MOST_NAMED] + rest)
    subject = "1 aktivitet" if count == 1 else f"{count} aktiviteter"
    return f"{subject} har bytt status {since}: {named}.{unknown}"


def spoken(ask: Asked, text: str) -> bool:
    """Whether the opening has told what the summary of a promise says: how all stand, which are late, what changed."""
    if _CHANGE.search(text):
        return True
    if text.startswith("Av "):
        return re.sub(r"^.*? (tertial \d \d+):.*", r"(\1)", text) in ask.told
    names = re.findall("”(.+?)”", text)
    return text.startswith("Försenad: ") and all(f"”{name}”" in ask.told for name in names)


def told_again(finding: Finding) -> bool:
    """Whether a finding of the lägesbild is told in the opening, or is about what isn't published."""
    return finding.table in TOLD or finding.text.startswith((_OF_INDEX, NOT_PUBLISHED))
