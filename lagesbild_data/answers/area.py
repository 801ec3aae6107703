"""One area on one page: what is known of it, when things happened, and what is not known."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.dialogues import counts, events, wording
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.answers.indicators.measurements import measured, moved
from lagesbild_data.answers.indicators.problemindex import index_figure
from lagesbild_data.answers.promises import findings, promised
from lagesbild_data.answers.promises import follow_ups as promise_follow_ups
from lagesbild_data.answers.promises import targets as promise_targets
from lagesbild_data.answers.promises.targets import TargetResult
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import (
    DIALOGUE,
    INDEX,
    NOT_REPORTED,
    WHOLE,
    Tertial,
    is_prioritised,
)
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public.answer import (
    AreaDialogues,
    Caveat,
    DialogueThemes,
    Finding,
    Gap,
    KeyFigure,
    NoDialogue,
    NoFollowUps,
    Number,
    Words,
)
from lagesbild_data.public.words import tertial_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

Years = tuple[int, ...]
"""The chosen years; () for all. What is the latest is not after them, and what is dated is in them.
"""
_LONGEST = 180
"""Letters of a sentence on the timeline."""

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_people = SQL_TABLES["folkmangd"].c
_class = SQL_TABLES["klassningar"].c
_value = SQL_TABLES["indikatorvarden"].c
_indicator = SQL_TABLES["indikatorer"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_follow_up = SQL_TABLES["uppfoljningar"].c


def _so_far(years: Years) -> str:
    """How far the chosen years reach, in words; "" for all."""
    return f"till och med {max(years)}" if years else ""


def _until(year: sa.ColumnElement[int], years: Years) -> sa.ColumnElement[bool]:
    """Condition: the row is not newer than the chosen years."""
    return year <= max(years) if years else sa.true()


def _index(store: Store, omrade_id: str, years: Years) -> list[sa.Row]:
    """Problemindex of an area, oldest first; columns as indicator_history."""
    decimals = sa.func.coalesce(_indicator.decimaler, 0).label("decimaler")
    about = (
        _indicator.namn.label("indikator"),
        _indicator.enhet,
        decimals,
        _indicator.battre,
        _indicator.minimum,
        _indicator.maximum,
        _area.namn.label("omrade"),
    )
    return list(
        store.rows(
            sa.select(SQL_TABLES["indikatorvarden"], *about)
            .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
            .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
            .where(
                _value.indikator_id == INDEX,
                _value.omrade_id == omrade_id,
                _value.grupp == "totalt",
            )
            .where(_until(_value.ar, years))
            .order_by(_value.ar)
        )
    )


def _with_before(rows: list[sa.Row]) -> list[tuple[sa.Row, sa.Row | None]]:
    """Each measurement with the one before it."""
    return list(zip(rows, [None, *rows[:-1]], strict=False))


def _listed(store: Store, omrade_id: str, years: Years) -> list[sa.Row]:
    """The area on the police's lists, oldest first."""
    query = sa.select(SQL_TABLES["klassningar"]).where(
        _class.omrade_id == omrade_id, _until(_class.ar, years)
    )
    return list(store.rows(query.order_by(_class.ar)))


def _prioritised(store: Store, omrade_id: str, years: Years) -> list[sa.Row]:
    """The years in which the area was prioritised, oldest first."""
    query = sa.select(SQL_TABLES["omradesroller"]).where(
        _role.omrade_id == omrade_id, is_prioritised
    )
    return list(store.rows(query.where(_until(_role.ar, years)).order_by(_role.ar)))


def name_of(store: Store, omrade_id: str) -> str:
    """The area's name."""
    return store.rows(sa.select(_area.namn).where(_area.omrade_id == omrade_id))[0].namn


def prioritised(store: Store, years: Years = ()) -> list[str]:
    """Ids of the neighbourhoods prioritised in the latest year, in Swedish order; [] where none has
    been."""
    rows = store.rows(
        sa.select(_role.ar, _role.omrade_id, _area.namn)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _role.omrade_id)
        .where(is_prioritised, _area.typ.not_in(WHOLE), _until(_role.ar, years))
    )
    latest = max((row.ar for row in rows), default=None)
    return [
        row.omrade_id
        for row in sorted(rows, key=lambda row: swedish.sort_key(row.namn))
        if row.ar == latest
    ]


def key_figures(store: Store, omrade_id: str, years: Years = ()) -> list[KeyFigure]:
    """The latest of what is known: problemindex, population, the police's list, years as
    prioritised."""
    return [
        _index_figure(_index(store, omrade_id, years), years),
        _people_figure(store, omrade_id, years),
        _list_figure(_listed(store, omrade_id, years), years),
        _role_figure(_prioritised(store, omrade_id, years), years),
    ]


def _index_figure(rows: list[sa.Row], years: Years) -> KeyFigure:
    label, table = "Problemindex", "indikatorvarden"
    if not rows:
        return KeyFigure(label, Gap.NOT_PUBLISHED, _so_far(years), table)
    return index_figure(label, *_with_before(rows)[-1])


def _people_figure(store: Store, omrade_id: str, years: Years) -> KeyFigure:
    label, table = "Folkmängd", "folkmangd"
    query = sa.select(SQL_TABLES["folkmangd"]).where(
        _people.omrade_id == omrade_id, _until(_people.ar, years)
    )
    rows = store.rows(query.order_by(_people.ar.desc()).limit(1))
    if not rows:
        return KeyFigure(label, Gap.NOT_PUBLISHED, _so_far(years), table)
    return KeyFigure(
        label,
        Number(rows[0].antal),
        str(rows[0].ar),
        table,
        (rows[0].kalla_id,),
        caveats=_remarks(rows),
    )


def _remarks(rows: Iterable[sa.Row]) -> tuple[Caveat, ...]:
    """The remarks on some rows, each once."""
    return tuple(dict.fromkeys(Caveat.remark(row.anmarkning) for row in rows if row.anmarkning))


def _list_figure(rows: list[sa.Row], years: Years) -> KeyFigure:
    label, table = "Polisens lista", "klassningar"
    if not rows:
        return KeyFigure(label, Gap.NEVER_LISTED, _so_far(years), table)
    detail = ", ".join(f"{row.ar}: {row.klass}" for row in rows[:-1][::-1])
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    value, year = Words(rows[-1].klass), str(rows[-1].ar)
    return KeyFigure(label, value, year, table, kallor, detail=detail, caveats=_remarks(rows))


def _role_figure(rows: list[sa.Row], years: Years) -> KeyFigure:
    label, table = "Prioriterat område", "omradesroller"
    if not rows:
        return KeyFigure(label, Gap.NO_YEAR, _so_far(years), table)
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    told = wording.year_words([row.ar for row in rows])
    value = Number(rows[-1].ar, grouped=False)
    return KeyFigure(label, value, "senast", table, kallor, detail=f"I underlaget: {told}")


# Activities


@dataclass(frozen=True)
class Scope:
    """What an activity concerns: neighbourhoods by name, in Swedish order, and whether a whole
    kommun."""

    areas: tuple[str, ...]
    whole: bool

    @property
    def words(self) -> str:
        """`Råslätt och Öxnehaga`, `hela kommunen, särskilt Öxnehaga`; "" for nothing."""
        named = swedish.enumerate_words(self.areas)
        return f"hela kommunen{named and f', särskilt {named}'}" if self.whole else named

    @property
    def shared(self) -> str:
        """That what is told of the activity isn't one area's own; "" where it is."""
        if self.whole:
            return f"gäller {self.words}"
        return f"gäller {len(self.areas)} områden tillsammans" if len(self.areas) > 1 else ""


def scopes(store: Store) -> dict[str, Scope]:
    """What each activity concerns, by its id."""
    rows = store.rows(
        sa.select(_activity_area.aktivitet_id, _area.namn, _area.typ).join(
            SQL_TABLES["omraden"], _area.omrade_id == _activity_area.omrade_id
        )
    )
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: swedish.sort_key(row.namn)):
        found[row.aktivitet_id].append(row)
    return {
        key: Scope(
            tuple(row.namn for row in tied if row.typ not in WHOLE),
            any(row.typ in WHOLE for row in tied),
        )
        for key, tied in found.items()
    }


def latest_follow_up(store: Store, years: Years = ()) -> Tertial | None:
    """The latest tertial that most activities have reported; None where none is reported."""
    return promise_follow_ups.latest_tertial(store, Filter((), years))


def latest_promises(store: Store, years: Years = ()) -> dict[str, str]:
    """Names of the promises that began last, of those with activities where any has, by id."""
    found = promised.promises(store, Filter((), years))
    found = found[found["aktiviteter"] > 0] if found["aktiviteter"].any() else found
    found = found[found["ar_fran"] == found["ar_fran"].max()]
    return dict(zip(found["lofte_id"], found["namn"], strict=True))


def follow_ups(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """What is reported of the activities that concern an area, the latest first: aktivitet_id,
    aktivitet, ar, tertial, status, status_grund, text, kalla_id."""
    return store.frame(
        sa.select(
            _activity.aktivitet_id,
            _activity.namn.label("aktivitet"),
            _follow_up.ar,
            _follow_up.tertial,
            _follow_up.status,
            _follow_up.status_grund,
            _follow_up.text,
            _follow_up.kalla_id,
        )
        .join(SQL_TABLES["aktiviteter"], _activity.aktivitet_id == _follow_up.aktivitet_id)
        .join(
            SQL_TABLES["aktivitetsomraden"], _activity_area.aktivitet_id == _activity.aktivitet_id
        )
        .where(_activity_area.omrade_id == omrade_id, _follow_up.status != NOT_REPORTED)
        .where(Filter((), years).in_years(_follow_up.ar))
        .order_by(_follow_up.ar.desc(), _follow_up.tertial.desc(), _activity.nummer)
    )


def activities(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """The activities that concern an area, newest promise first, each with its latest reported
    follow-up: aktivitet_id, aktivitet, lofte, nu (whether the promise is one of the latest), galler
    (Scope.words), gemensam (Scope.shared), status, status_grund, tertial and text (NA where none is
    reported), kalla_id."""
    frame = store.frame(
        sa.select(
            _activity.aktivitet_id,
            _activity.namn.label("aktivitet"),
            _promise.lofte_id,
            _promise.namn.label("lofte"),
            _activity.kalla_id,
        )
        .join(
            SQL_TABLES["aktivitetsomraden"], _activity_area.aktivitet_id == _activity.aktivitet_id
        )
        .join(SQL_TABLES["loften"], _promise.lofte_id == _activity.lofte_id)
        .where(_activity_area.omrade_id == omrade_id)
        .order_by(_promise.ar_fran.desc(), _promise.lofte_id, _activity.nummer)
    )
    frame = frame[frame["lofte_id"].isin(promised.promises(store, Filter((), years))["lofte_id"])]
    told = follow_ups(store, omrade_id, years)
    told = told.assign(
        tertial=[tertial_words(when) for when in zip(told["ar"], told["tertial"], strict=True)]
    )
    latest = told.drop_duplicates("aktivitet_id")[
        ["aktivitet_id", "status", "status_grund", "tertial", "text", "kalla_id"]
    ]
    frame = frame.merge(latest, on="aktivitet_id", how="left", suffixes=("_egen", ""))
    scope = scopes(store)
    return frame.assign(
        nu=frame["lofte_id"].isin(latest_promises(store, years)),
        galler=[scope[key].words for key in frame["aktivitet_id"]],
        gemensam=[scope[key].shared for key in frame["aktivitet_id"]],
        kalla_id=frame["kalla_id"].fillna(frame["kalla_id_egen"]),
    ).drop(columns=["kalla_id_egen", "lofte_id"])


# Targets


@dataclass(frozen=True)
class AreaTarget:
    """A target that concerns an area."""

    promise: str
    result: TargetResult
    shared: bool
    """Whether it is for several areas together."""


def targets(store: Store, omrade_id: str, years: Years = ()) -> list[AreaTarget]:
    """The targets that concern an area, newest promise first; not those of the whole kommun or of
    no area."""
    name, found = name_of(store, omrade_id), []
    for row in promised.promises(store, Filter((), years)).itertuples():
        everywhere = promise_targets.targets(store, str(row.lofte_id), Filter(("",)))
        for result in promise_targets.targets(store, str(row.lofte_id), Filter((omrade_id,))):
            if result not in everywhere:
                found.append(AreaTarget(str(row.namn), result, result.areas != name))
    return found


def targets_table(found: list[AreaTarget]) -> pd.DataFrame:
    """The targets with Swedish headings: Löfte, Mål, Måltal, Utfall and Läge (NA where none is
    published), Gäller and Anmärkning (NA where there is none)."""
    rows = [
        {
            "Löfte": target.promise,
            "Mål": target.result.matt,
            "Måltal": target.result.target,
            "Utfall": (
                f"{target.result.result}, till och med {target.result.until}"
                if target.result.result
                else None
            ),
            "Läge": target.result.light if target.result.result else None,
            "Gäller": (
                f"{target.result.areas} tillsammans" if target.shared else target.result.areas
            ),
            "Anmärkning": target.result.note or None,
        }
        for target in found
    ]
    return pd.DataFrame(rows, dtype=object)


# Dialogues


def dialogues(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """The area's dialogues, held and planned, the latest first; columns as events.chosen_events."""
    rows = events.chosen_events(store, EventFilter((omrade_id,), years))
    return rows[rows["typ"] == DIALOGUE].iloc[::-1].reset_index(drop=True)


def dialogue_findings(store: Store, omrade_id: str, years: Years = ()) -> list[Finding]:
    """How many dialogues were held, the latest, what about, and whether any was in the latest
    tertial followed up."""
    name, rows = name_of(store, omrade_id), dialogues(store, omrade_id, years)
    held = rows[rows["genomford"]]
    if held.empty:
        return [Finding(AreaDialogues(name, 0, of_chosen=bool(years)), "handelser", ())]
    spans = wording.year_words(sorted({day.year for day in held["datum_fran"]}))
    found: list[AreaDialogues | DialogueThemes | NoDialogue] = [
        AreaDialogues(name, len(held), spans, wording.times(held).iloc[0])
    ]
    themes = Counter(theme for text in held["teman"].dropna() for theme in text.split(", "))
    if themes:
        order = sorted(themes.items(), key=lambda theme: (-theme[1], swedish.sort_key(theme[0])))
        found.append(DialogueThemes(tuple(order)))
    latest = latest_follow_up(store, years)
    if latest and not _possible(held, latest):
        found.append(NoDialogue(name, latest, *_unplaced(store, latest)))
    kallor = tuple(dict.fromkeys(held["kalla_id"]))
    return [Finding(values, "handelser", kallor) for values in found]


def _possible(rows: pd.DataFrame, tertial: Tertial) -> bool:
    """Whether any of these events was, or may have been, in a tertial."""
    return any(
        periods.may_be_in(*days, tertial)
        for days in zip(rows["datum_fran"], rows["datum_till"], strict=True)
    )


def _unplaced(store: Store, tertial: Tertial) -> tuple[int, int]:
    """How many of a tertial's dialogues have no area, and could have been anywhere, and how many
    there are."""
    held = counts.dialogues_by_tertial(store, Filter(), tertial[0])
    everywhere = next((row for row in held if row.tertial == tertial[1]), None)
    return (everywhere.utan_omrade, everywhere.antal) if everywhere else (0, 0)


# Timeline


def timeline(store: Store, omrade_id: str, years: Years = ()) -> pd.DataFrame:
    """Everything that is dated about an area, newest first: ar, nar (in words), slag (what kind of
    thing), vad (what, of a follow-up its first sentence), kalla_id."""
    rows = [*_measured(store, omrade_id), *_agreed(store, omrade_id), *_happened(store, omrade_id)]
    rows = sorted(
        (row for row in rows if not years or row[1] in years), key=lambda row: row[0], reverse=True
    )
    return pd.DataFrame([row[1:] for row in rows], columns=["ar", "nar", "slag", "vad", "kalla_id"])


_Row = tuple[tuple, int, str, str, str, str]
"""What it is sorted by, and a row of the timeline."""


def _measured(store: Store, omrade_id: str) -> Iterator[_Row]:
    for row, before in _with_before(_index(store, omrade_id, ())):
        value = "" if row.varde is None else f" {swedish.number(row.varde, row.decimaler)}"
        change = measured(row, before)
        told = f", {change.direction} mot mätningen före" if change else ""
        text = f"Problemindex{value or ': talet är inte publicerat'}{told}."
        yield (row.ar, 0), row.ar, str(row.ar), "mätning", text, row.kalla_id
    for row in _listed(store, omrade_id, ()):
        text = f"{wording.capitalised(row.klass)}."
        yield (row.ar, 1), row.ar, str(row.ar), "polisens lista", text, row.kalla_id
    for row in _prioritised(store, omrade_id, ()):
        yield (
            (row.ar, 2),
            row.ar,
            str(row.ar),
            "prioriterat",
            "Prioriterat område i medborgarlöftet.",
            row.kalla_id,
        )


def _agreed(store: Store, omrade_id: str) -> Iterator[_Row]:
    scope = scopes(store)
    for row in follow_ups(store, omrade_id).iloc[::-1].to_dict("records"):
        its = scope[row["aktivitet_id"]]
        about = ", ".join(
            filter(None, (row["status"], "gäller hela kommunen" if its.whole else its.shared))
        )
        text = f"{row['aktivitet']} ({about}). {first_sentence(row['text'])}".strip()
        # A tertial is told when it has ended.
        when = (row["ar"], 4 * row["tertial"] + 0.5)
        yield when, row["ar"], f"tertial {row['tertial']}", "uppföljning", text, row["kalla_id"]


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


# What is new, and what isn't known


def changes(store: Store, omrade_id: str, years: Years = ()) -> list[Finding]:
    """What is new in the area: the latest index against the one before, and the latest promises'
    activities."""
    found = []
    for row, before in _with_before(_index(store, omrade_id, years))[-1:]:
        if values := moved(row, before):
            kallor = tuple(dict.fromkeys(each.kalla_id for each in (row, before) if each))
            found.append(Finding(values, "indikatorvarden", kallor))
    for lofte_id in latest_promises(store, years):
        said = findings.read_aloud(store, lofte_id, Filter((omrade_id,), years), False)
        found += [finding for finding in said if not isinstance(finding.values, NoFollowUps)]
    return found


def open_questions(store: Store, omrade_id: str, has_surface: bool, years: Years = ()) -> list[str]:
    """What is not known of an area, a sentence each."""
    questions, until = [], f" {_so_far(years)}" if years else ""
    index = _index(store, omrade_id, years)
    if not index:
        questions.append(f"Problemindex är inte publicerat{until}.")
    elif index[-1].varde is None:
        questions.append(
            f"Problemindexets tal för {index[-1].ar} är inte publicerat, bara riktningen."
        )
    if index and all(row.antal_svar is None for row in index):
        questions.append("Hur många som svarade på enkäten i området är inte publicerat.")
    if _people_figure(store, omrade_id, years).value is Gap.NOT_PUBLISHED:
        questions.append(f"Folkmängden är inte publicerad{until}.")
    if not _listed(store, omrade_id, years):
        questions.append(
            f"Området är inte sett på någon av polisens listor{until}. Det säger inte att det"
            " aldrig har stått där."
        )
    if omrade_id not in set(reported.areas(store)["omrade_id"]):
        questions.append("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
    rows = activities(store, omrade_id, years)
    silent = int(rows["tertial"].isna().sum())
    if silent:
        questions.append(f"{silent} av {len(rows)} aktiviteter har ingen uppföljning i underlaget.")
    goals = targets(store, omrade_id, years)
    if without := [goal for goal in goals if not goal.result.result]:
        named = swedish.enumerate_words(dict.fromkeys(goal.promise for goal in without))
        questions.append(
            f"{len(without)} av {len(goals)} mål för området har inget publicerat utfall ({named})."
        )
    if not has_surface:
        questions.append("Området har ingen yta på kartan.")
    return questions
