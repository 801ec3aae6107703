"""What is promised of an area: activities, their follow-ups, and targets."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.area.facts import Years, name_of
from lagesbild_data.answers.promises import follow_ups as promise_follow_ups
from lagesbild_data.answers.promises import promised
from lagesbild_data.answers.promises import targets as promise_targets
from lagesbild_data.answers.promises.targets import TargetResult
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import NOT_REPORTED, WHOLE, Tertial
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import signs
from lagesbild_data.public.table import Column, Signed, Table
from lagesbild_data.public.words import tertial_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_activity_area = SQL_TABLES["aktivitetsomraden"].c
_follow_up = SQL_TABLES["uppfoljningar"].c


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


def targets_table(found: list[AreaTarget]) -> Table:
    """The targets: Löfte, Mål, Måltal, Utfall and Läge (empty where none is published), Gäller and
    Anmärkning (empty where there is none)."""
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
            "Läge": (
                Signed(signs.LIGHTS[target.result.light], target.result.light)
                if target.result.result
                else None
            ),
            "Gäller": (
                f"{target.result.areas} tillsammans" if target.shared else target.result.areas
            ),
            "Anmärkning": target.result.note or None,
        }
        for target in found
    ]
    frame = pd.DataFrame(rows, dtype=object)
    return Table.of(frame, Column("Läge", "–"), Column("Anmärkning", ""))
