"""The promises: what they are, their activities and targets, and counted results."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from briefing.asked import Asked, findings, spoken
from briefing.blocks import Basis, Block, Chart, Charts, Gap, Point, Prose, Tabulated
from lagesbild_data.answers.promises import by_tertial, follow_ups, promised, targets
from lagesbild_data.answers.promises import findings as promise_findings
from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.answers.promises.by_tertial import Matrix
from lagesbild_data.answers.promises.targets import TargetResult
from lagesbild_data.model.periods import Tertial
from lagesbild_data.public import reference, signs
from lagesbild_data.public.answer import Status
from lagesbild_data.public.table import READING_LEGEND, Column, FollowUp, Table
from lagesbild_data.public.words import count_words, tertial_words
from lagesbild_data.words import swedish

_NO_PROMISE = "Inget medborgarlöfte är publicerat för de valda åren."


def promise(ask: Asked) -> Iterator[Block]:
    """Each promise: what it is, what to read aloud, its activities against the tertials, its
    targets."""
    if ask.promises.empty:
        yield Gap("", Basis(), _NO_PROMISE)
    for row in ask.promises.itertuples():
        lofte_id, name = str(row.lofte_id), str(row.namn)
        table = ask.matrices[lofte_id]
        yield _about(ask, row)
        if table.activities.empty:
            where = f" och {ask.place}" if ask.place else ""
            yield Gap("", Basis(), f"Inga aktiviteter är publicerade för {name}{where}.")
        else:
            said = promise_findings.read_aloud(
                ask.store, lofte_id, ask.choice.filter, only_source=False
            )
            said = [finding for finding in said if not spoken(ask, finding)]
            if said:
                yield findings(ask, f"{name}: att läsa upp", said, _counted_activities(table))
        if len(table.activities) and table.tertials:
            yield _matrix(ask, lofte_id, name, table)
        results = targets.targets(ask.store, lofte_id, ask.choice.filter)
        if results:
            yield _targets(ask, name, table, results)


def _about(ask: Asked, row) -> Prose:
    """The promise's purpose, focus areas and prioritised areas."""
    focus = promised.focus_areas(ask.store, row.lofte_id)
    names = [
        f"{name}. {text}" if isinstance(text, str) else f"{name}."
        for _, name, text in focus.itertuples(index=False)
    ]
    areas = promised.prioritised_that_year(ask.store, row.lofte_id)
    paragraphs = [
        *([row.syfte] if isinstance(row.syfte, str) else []),
        *(f"Fokusområde: {name}" for name in names),
        *(
            f"Prioriterade områden {year}: {swedish.enumerate_words(found)}."
            for year, found in areas.items()
        ),
    ]
    return Prose(row.namn, ask.basis([row.kalla_id]), tuple(paragraphs))


def _counted_activities(table: Matrix) -> str:
    ids = set(table.activities["aktivitet_id"])
    reported = sum(key[0] in ids for key in table.cells)
    return (
        f"{swedish.counted(len(ids), 'aktivitet', 'aktiviteter')},"
        f" {swedish.counted(reported, 'uppföljning', 'uppföljningar')}"
    )


def _matrix(ask: Asked, lofte_id: str, name: str, table: Matrix) -> Tabulated:
    columns = {"Aktivitet": table.activities["aktivitet"]}
    for tertial in table.tertials:
        signed = [
            _status(table, aktivitet_id, tertial)
            for aktivitet_id in table.activities["aktivitet_id"]
        ]
        columns[tertial_words(tertial).capitalize()] = pd.Series(signed, dtype=object)
    columns["Ansvarig"] = table.activities["ansvarig"].map(", ".join).replace("", None)
    columns["Områden"] = table.activities["aktivitet_id"].map(ask.concerns).replace("", None)
    title = f"{name}, tertial för tertial"
    if reported := follow_ups.reported_of(ask.store, lofte_id, ask.choice.filter):
        statuses = table.statuses(reported[-1])
        every = "alla " if len(set(statuses)) == 1 and len(statuses) > 1 else ""
        title = f"{name}, {tertial_words(reported[-1])}: {every}{count_words(statuses)}"
    frame = pd.DataFrame(columns)
    shown = Table.of(frame, Column("Ansvarig", "–"), Column("Områden", "–"), legend=_legend(table))
    return Tabulated(title, _follow_up_basis(ask, table), shown)


def _status(table: Matrix, aktivitet_id: str, tertial: Tertial) -> Status:
    cell = table.cells.get((aktivitet_id, *tertial))
    return Status(table.status(aktivitet_id, tertial), cell.status_grund if cell else "källa")


def _cells(table: Matrix) -> list:
    """The follow-ups of the activities that are shown."""
    ids = set(table.activities["aktivitet_id"])
    return [cell for (aktivitet_id, *_), cell in table.cells.items() if aktivitet_id in ids]


def _is_read(cell: Any) -> bool:
    return Status(cell.status, cell.status_grund).is_read


def _legend(table: Matrix) -> str:
    return READING_LEGEND if any(_is_read(cell) for cell in _cells(table)) else ""


def _follow_up_basis(ask: Asked, table: Matrix) -> Basis:
    cells = _cells(table)
    read = sum(map(_is_read, cells))
    caveat = (
        [f"{read} av {len(cells)} statusar är lästa ur texten enligt regel, inte sagda av källan."]
        if read
        else []
    )
    if table.older:
        caveat.append(
            f"Bara de {by_tertial.MOST_TERTIALS} senaste tertialen visas; {table.older} äldre har"
            " uppföljningar."
        )
    kallor = [cell.kalla_id for cell in cells] or table.activities["kalla_id"]
    return ask.basis(kallor, _counted_activities(table), caveat)


def _targets(ask: Asked, name: str, table: Matrix, results: list[TargetResult]) -> Tabulated:
    ask.uses_lights = True
    n = (
        f"{len(results)} mål, {sum(bool(result.result) for result in results)} med publicerat"
        " utfall"
    )
    notes = [f"{result.matt}: {result.note}" for result in results if result.note]
    basis = ask.basis([result.kalla_id for result in results], n, notes)
    lights = pd.Series([result.light for result in results]).value_counts()
    words = [f"{lights[light]} {light}" for light in signs.LIGHTS if light in lights]
    words += _without_target(table, results)
    rows = targets.targets_table(results).without("Återstår", "Anmärkning")
    return Tabulated(f"{name}, mål mot utfall: {', '.join(words)}", basis, rows)


def _without_target(table: Matrix, results: list[TargetResult]) -> list[str]:
    """How many activities have no target in numbers; nothing where targets belong to the whole
    promise."""
    ids = set(table.activities["aktivitet_id"])
    having = {result.aktivitet_id for result in results if result.light != "följs inte med tal"}
    without = len(ids - having)
    return (
        [f"{without} av {len(ids)} aktiviteter har inget mål i tal"]
        if without and None not in having
        else []
    )


def activities(ask: Asked) -> Iterator[Block]:
    """Activity by activity with the tertials side by side, as follow-ups are published."""
    if ask.promises.empty:
        yield Gap("", Basis(), _NO_PROMISE)
    for row in ask.promises.itertuples():
        name, table = str(row.namn), ask.matrices[str(row.lofte_id)]
        if table.activities.empty or not table.tertials:
            where = f" och {ask.place}" if ask.place else ""
            yield Gap("", Basis(), f"Ingen uppföljning är publicerad för {name}{where}.")
            continue
        columns: dict[str, list[Any]] = {
            "Aktivitet": [_activity(ask, activity) for activity in table.activities.itertuples()]
        }
        for tertial in table.tertials:
            columns[tertial_words(tertial).capitalize()] = [
                _follow_up(table, a, tertial) for a in table.activities["aktivitet_id"]
            ]
        basis, title = _follow_up_basis(ask, table), f"{name}, aktivitet för aktivitet"
        yield Tabulated(title, basis, Table(pd.DataFrame(columns), legend=_legend(table)))


def _activity(ask: Asked, row) -> str:
    responsible = ", ".join(row.ansvarig) or "anges inte"
    concerns = ask.concerns(row.aktivitet_id) or "anges inte"
    return f"{row.nummer}. {row.aktivitet}\nAnsvarig: {responsible}\nGäller: {concerns}"


def _follow_up(table: Matrix, aktivitet_id: str, tertial: Tertial) -> Status | FollowUp:
    cell = table.cells.get((aktivitet_id, *tertial))
    status = _status(table, aktivitet_id, tertial)
    return (
        status
        if cell is None
        else FollowUp(status, follow_ups.in_short(cell.text or "Ingen text i källan."))
    )


def results(ask: Asked) -> Iterator[Block]:
    """What has been counted more than once: charts of what is comparable, and a table of
    everything."""
    frame = promise_results.results_over_time(ask.store, ask.choice.filter)
    if frame.empty:
        yield Gap("", Basis(), "Inga resultat är räknade mer än en gång för de valda åren.")
        return
    frame = _with_remarks(ask, frame)
    charts: list[Chart] = []
    unshown: list[Chart] = []
    for name, part in promise_results.result_series(frame):
        chart = Chart(
            name, ", ".join(dict.fromkeys(part["enhet"])), tuple(map(_result, part.itertuples()))
        )
        (charts if _comparable(part) else unshown).append(chart)
    counted = swedish.counted(len(frame), "räknat resultat", "räknade resultat")
    n = f"{counted} av {frame['matt'].nunique()} mått"
    basis = ask.basis(frame["kalla_id"], n, [_COUNTED])
    if charts:
        yield Charts("Räknade resultat, tertial för tertial", basis, tuple(charts), tuple(unshown))
    rows = promise_results.results_table(frame)
    yield Tabulated("Räknade resultat, alla tal", basis, rows.filled())


_COUNTED = (
    "≥, > och ca: källan anger minst, över och cirka. Några få räkningar säger inte hur det går på"
    " sikt."
)


def _with_remarks(ask: Asked, frame: pd.DataFrame) -> pd.DataFrame:
    """The results with the data's remark on each."""
    key = ["matt", "enhet", "ar", "tertial", "varde", "avser", "kalla_id"]
    remarks = reference.table_rows(ask.store, "utfall")[[*key, "anmarkning"]].drop_duplicates(key)
    return frame.merge(remarks, on=key, how="left", validate="m:1")


def _comparable(rows: pd.DataFrame) -> bool:
    """Whether a series may stand in one chart: one unit, tertials in a row, and no number with a
    remark of its own, as that it is of a certain meeting."""
    order = rows["ar"] * 3 + rows["tertial"]
    in_a_row = len(rows) > 1 and (order.diff().dropna() == 1).all()
    return (
        bool(in_a_row)
        and rows["enhet"].nunique() == 1
        and rows["anmarkning"].nunique(dropna=False) == 1
    )


def _result(row) -> Point:
    return Point(f"T{row.tertial} {row.ar}", row.varde, signs.result(row.jamforelse, row.varde))
