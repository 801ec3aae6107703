"""The areas one by one, as on the page Område: facts, what is new, what isn't known, what is done,
what is dated."""

from collections.abc import Iterator

import pandas as pd

from briefing.asked import Asked, figure_caveats, findings, key_figures
from briefing.blocks import Basis, Block, Gap, Prose, Tabulated
from lagesbild_data.answers import places
from lagesbild_data.answers.area import dialogues, promises, timeline
from lagesbild_data.answers.area import findings as area_findings
from lagesbild_data.answers.area import key_figures as area_key_figures
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference, signs
from lagesbild_data.public.answer import KeyFigure, Status, StatusesChanged
from lagesbild_data.public.sentences import told
from lagesbild_data.public.table import READING_LEGEND, Column, Table
from lagesbild_data.public.words import NO_FOLLOW_UP, count_words, value_text
from lagesbild_data.words import swedish

_MOST_AREAS, _FEW_AREAS = 7, 3
"""How many areas are told of, and how many of them in full."""
_MOST_DATED = 10


def areas(ask: Asked) -> Iterator[Block]:
    """Each chosen area, or each that was prioritised last where none is chosen; more briefly where
    they are many."""
    names, years = reference.neighbourhoods(ask.store), ask.choice.filter.years
    chosen = sorted(
        ask.choice.filter.areas, key=lambda omrade_id: swedish.sort_key(names[omrade_id])
    )
    told = (chosen or places.prioritised_last(ask.store, Filter((), years)))[:_MOST_AREAS]
    if not told:
        yield Gap(
            "",
            Basis(),
            "Inget område är valt, och inget är prioriterat i underlaget för de valda åren.",
        )
    few, named = len(told) <= _FEW_AREAS, {omrade_id: names[omrade_id] for omrade_id in told}
    if not few:
        yield _in_short(ask, named)
    for omrade_id, name in named.items():
        figures = [
            figure
            for figure in area_key_figures.key_figures(ask.store, omrade_id, years)
            if figure.kallor
        ]
        if few and figures:
            yield key_figures(ask, f"{name}: läget i korthet", figures)
        yield from _news(ask, omrade_id, name)
        if few:
            yield _unknown(ask, {omrade_id: name}, f"{name}: vad vet vi inte?")
        yield from _activities(ask, omrade_id, name)
        if few:
            yield from _targets(ask, omrade_id, name)
            yield from _dated(ask, omrade_id, name)
    if not few:
        yield _unknown(ask, named, "Vad vet vi inte om områdena?")
    if rest := [names[omrade_id] for omrade_id in chosen[_MOST_AREAS:]]:
        yield Gap(
            "",
            Basis(),
            f"Högst {_MOST_AREAS} områden får egna bilder. Utan är"
            f" {swedish.enumerate_words(rest)}.",
        )


def _in_short(ask: Asked, named: dict[str, str]) -> Tabulated:
    """The key figures of several areas, a row each."""
    found = {
        name: area_key_figures.key_figures(ask.store, key, ask.choice.filter.years)
        for key, name in named.items()
    }
    rows = [
        {"Område": name, **{each.label: _figure(each) for each in figures}}
        for name, figures in found.items()
    ]
    everything = [figure for figures in found.values() for figure in figures]
    kallor = [kalla for figure in everything for kalla in figure.kallor]
    basis = ask.basis(kallor, f"{len(named)} områden", figure_caveats(everything))
    prioritised = "" if ask.choice.filter.areas else " prioriterade"
    title = f"De {len(named)}{prioritised} områdena i korthet"
    return Tabulated(title, basis, Table(pd.DataFrame(rows)))


def _figure(figure: KeyFigure) -> str:
    """A key figure in a cell: `6 036 (2025)`, `ej publicerat, ▼ sänkt · går inte att säga
    (2023)`."""
    value = ", ".join(filter(None, (value_text(figure.value), signs.change(figure.change))))
    return f"{value} ({figure.period})" if figure.kallor else value


def _news(ask: Asked, omrade_id: str, name: str) -> Iterator[Block]:
    """What is new, but for what the opening tells, and what has been talked about."""
    years, opening = ask.choice.filter.years, [item.values for item in ask.told]
    new = [
        finding
        for finding in area_findings.changes(ask.store, omrade_id, years)
        if not isinstance(finding.values, StatusesChanged) and finding.values not in opening
    ]
    spoken = dialogues.dialogue_findings(ask.store, omrade_id, years)
    if new or any(finding.kallor for finding in spoken):
        yield findings(ask, f"{name}: vad är nytt, och vad har vi pratat om?", [*new, *spoken])
    else:
        yield Gap("", Basis(), told(spoken[0]))


def _unknown(ask: Asked, names: dict[str, str], title: str) -> Prose:
    """What isn't known of these areas, each thing once with the areas that it is true of. The map
    tells of surfaces."""
    questions: dict[str, list[str]] = {}
    for omrade_id, name in names.items():
        for question in area_findings.open_questions(
            ask.store, omrade_id, True, ask.choice.filter.years
        ):
            questions.setdefault(question, []).append(name)
    if len(names) == 1:
        return Prose(title, Basis(), tuple(questions) or ("Inget av det som visas saknas.",))
    told = (
        f"{swedish.enumerate_words(found)}: {question}" for question, found in questions.items()
    )
    return Prose(title, Basis(), tuple(told) or ("Inget av det som visas saknas.",))


def _activities(ask: Asked, omrade_id: str, name: str) -> Iterator[Block]:
    """The latest promises' activities with their latest follow-up in full."""
    years = ask.choice.filter.years
    rows = promises.activities(ask.store, omrade_id, years)
    latest = rows[rows["nu"]]
    named = swedish.enumerate_words(promises.latest_promises(ask.store, years).values())
    if latest.empty:
        yield Gap("", Basis(), f"Ingen aktivitet{named and f' i {named}'} är knuten till {name}.")
        return
    statuses = latest["status"].fillna(NO_FOLLOW_UP)
    found = [
        Status(*each) for each in zip(statuses, latest["status_grund"].fillna("källa"), strict=True)
    ]
    read = sum(status.is_read for status in found)
    frame = pd.DataFrame(
        {
            "Aktivitet": latest["aktivitet"],
            "Status": found,
            "Senast": latest["tertial"].map(str.capitalize, na_action="ignore"),
            "Uppföljning": latest["text"],
            "Gäller": latest["galler"],
        }
    ).astype(object)
    notes = []
    if earlier := len(rows) - len(latest):
        counted = swedish.counted(earlier, "aktivitet", "aktiviteter")
        notes.append(f"{counted} i tidigare löften visas inte här.")
    if read:
        notes.append(f"{read} av {len(latest)} statusar är lästa ur källans text enligt regeln.")
    basis = ask.basis(
        latest["kalla_id"], swedish.counted(len(latest), "aktivitet", "aktiviteter"), notes
    )
    gaps = Column("Senast", "–"), Column("Uppföljning", "Ingen text i källan.")
    table = Table.of(frame, *gaps, legend=READING_LEGEND if read else "")
    title = f"{name}, {named}, senast rapporterat: {count_words(list(statuses))}"
    yield Tabulated(title, basis, table)


def _targets(ask: Asked, omrade_id: str, name: str) -> Iterator[Block]:
    found = promises.targets(ask.store, omrade_id, ask.choice.filter.years)
    if not found:
        yield Gap("", Basis(), f"Inget mål är knutet till {name}.")
        return
    table = promises.targets_table(found)
    ask.uses_lights |= bool(table.frame["Läge"].notna().any())
    known = sum(bool(target.result.result) for target in found)
    basis = ask.basis(
        [target.result.kalla_id for target in found],
        f"{len(found)} mål, {known} med publicerat utfall",
    )
    title = f"{name}: {len(found)} mål, utfall är publicerat för {known or 'inget'}"
    yield Tabulated(title, basis, table.filled())


def _dated(ask: Asked, omrade_id: str, name: str) -> Iterator[Block]:
    """The latest of what is dated, but for the follow-ups and what the key figures say."""
    rows = timeline.timeline(ask.store, omrade_id, ask.choice.filter.years)
    rows = rows[~rows["slag"].isin([timeline.FOLLOW_UP, timeline.NEW_STATUS, timeline.PRIORITISED])]
    if rows.empty:
        return
    last = rows.head(_MOST_DATED)
    n = swedish.counted(len(last), "rad", "rader") + (
        f" av {len(rows)}, de senaste" if len(rows) > len(last) else ""
    )
    frame = pd.DataFrame(
        {"Tid": last["nar"], "Slag": last["slag"].map(str.capitalize), "Vad": last["vad"]}
    )
    title = f"{name}: dialoger, händelser och mätningar, de senaste först"
    yield Tabulated(title, ask.basis(last["kalla_id"], n), Table(frame))
