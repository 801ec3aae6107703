"""The store and the choice that a document is made of, and the blocks that several parts make."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from briefing.blocks import Basis, Choice, Findings, KeyFigures
from lagesbild_data.answers.area import promises as area_promises
from lagesbild_data.answers.area.promises import Scope
from lagesbild_data.answers.catalogue import package
from lagesbild_data.answers.overview import lagesbild
from lagesbild_data.answers.overview.lagesbild import Lagesbild
from lagesbild_data.answers.promises import by_tertial, follow_ups, promised
from lagesbild_data.answers.promises.by_tertial import Matrix
from lagesbild_data.model import periods
from lagesbild_data.model.periods import Tertial
from lagesbild_data.public import reference
from lagesbild_data.public.answer import (
    ActivitiesStand,
    AreasMoved,
    Caveat,
    Code,
    CrimesByArea,
    CrimesChanged,
    Deviating,
    Finding,
    IndicatorMoved,
    KeyFigure,
    NotPublished,
    StatusesChanged,
)
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish


@dataclass
class Asked:
    """The store and the choice, the answers that several parts rest on, and the sources that have
    been used."""

    store: Store
    choice: Choice
    made: dt.date
    used: dict[str, None] = field(default_factory=dict)
    """Ids of the sources in the order that they were used."""
    told: tuple[Finding, ...] = ()
    """What the opening tells."""
    uses_lights: bool = False
    """Whether any target is shown with a light."""

    @cached_property
    def picture(self) -> Lagesbild:
        """The lägesbild of the choice."""
        return lagesbild.lagesbild(self.store, self.choice.filter)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Every source of the store, by its id."""
        return reference.sources(self.store)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """The promises in force in the latest chosen year; in the latest year with activities when
        none is chosen."""
        found = promised.promises(self.store, self.choice.filter)
        if not self.choice.filter.years:
            found = found[found["aktiviteter"] > 0]
        year = min(found["ar_till"].max(), self.choice.filter.year or 9999)
        return found[(found["ar_fran"] <= year) & (found["ar_till"] >= year)]

    @cached_property
    def matrices(self) -> dict[str, Matrix]:
        """The activities against the tertials, per promise."""
        found = self.promises["lofte_id"]
        return {
            key: by_tertial.matrix(self.store, key, self.choice.filter, only_source=False)
            for key in found
        }

    @cached_property
    def reported(self) -> list[Tertial]:
        """The tertials that most activities have reported, until the latest of the chosen years."""
        year = self.choice.filter.latest(follow_ups.promise_years(self.store))
        return follow_ups.reported_tertials(self.store, self.choice.filter, periods.in_force(year))

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """What each activity concerns."""
        return area_promises.scopes(self.store)

    def concerns(self, aktivitet_id: str) -> str:
        """What an activity concerns, in words; "" where the source doesn't say."""
        return self.scopes[aktivitet_id].words if aktivitet_id in self.scopes else ""

    @cached_property
    def version(self) -> str:
        """The hash of what may be shown of the store."""
        return package.version(self.store)

    @cached_property
    def place(self) -> str:
        """The chosen areas in words; "" when all are chosen."""
        names = reference.neighbourhoods(self.store)
        return swedish.enumerate_words(
            sorted((names[a] for a in self.choice.filter.areas), key=swedish.sort_key)
        )

    def basis(
        self, kallor: Iterable[str], n: str = "", caveats: Iterable[Caveat | str] = ()
    ) -> Basis:
        """What a block rests on, with its sources noted as used; a remark on a published rate is
        told only where the rate is shown."""
        found = dict.fromkeys(kallor)
        self.used |= found
        told = (
            each if isinstance(each, str) else each.text for each in caveats if not _on_rate(each)
        )
        return Basis(tuple(self.sources.loc[list(found), "titel"]), n, tuple(dict.fromkeys(told)))


def _on_rate(caveat: Caveat | str) -> bool:
    return isinstance(caveat, Caveat) and caveat.code is Code.RATE


def key_figures(ask: Asked, title: str, figures: list[KeyFigure]) -> KeyFigures:
    """Key figures with their sources and the remarks on them."""
    kallor = [kalla for figure in figures for kalla in figure.kallor]
    return KeyFigures(title, ask.basis(kallor, "", figure_caveats(figures)), tuple(figures))


def figure_caveats(figures: Iterable[KeyFigure]) -> list[Caveat]:
    """The caveats of key figures, each after what it is about."""
    return [
        replace(caveat, text=f"{figure.label}: {caveat.text}")
        for figure in figures
        for caveat in figure.caveats
    ]


def findings(
    ask: Asked, title: str, items: list[Finding], n: str = "", caveats: Iterable[Caveat] = ()
) -> Findings:
    """Sentences with their sources and the remarks on them."""
    kallor = [kalla for item in items for kalla in item.kallor]
    return Findings(
        title,
        ask.basis(kallor, n, [*(each for item in items for each in item.caveats), *caveats]),
        tuple(items),
    )


def spoken(ask: Asked, finding: Finding) -> bool:
    """Whether the opening has told what the summary of a promise says: how all stand, which are
    late, what changed."""
    stands = [item.values for item in ask.told if isinstance(item.values, ActivitiesStand)]
    match finding.values:
        case StatusesChanged():
            return True
        case ActivitiesStand(tertial=tertial, part=""):
            return any(told.tertial == tertial for told in stands)
        case Deviating(activities=names):
            late = {name for told in stands if told.late for name in told.late.activities}
            return set(names) <= late
    return False


def told_again(finding: Finding) -> bool:
    """Whether a finding of the lägesbild is told in the opening, or is about what isn't
    published."""
    return isinstance(
        finding.values, StatusesChanged | CrimesChanged | CrimesByArea | NotPublished
    ) or is_of_index(finding)


def is_of_index(finding: Finding) -> bool:
    """Whether a finding is about the problemindex."""
    values = finding.values
    return isinstance(values, AreasMoved) or (
        isinstance(values, IndicatorMoved) and values.indikator_id == periods.INDEX
    )
