"""Reported crimes of the kommun and of areas, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from lagesbild_data.answers.crimes.comparison import JUDGED, Compared
from lagesbild_data.answers.crimes.control import unusual
from lagesbild_data.answers.crimes.series import known_years, series_of
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.public.answer import CrimesUnusual, Gap, Number, Value
from lagesbild_data.public.table import Column, Table
from lagesbild_data.public.words import change_text, value_text
from lagesbild_data.store.stores import Store


@dataclass(frozen=True)
class AreaCrimes:
    """Reported crimes of the kommun or of an area in the chosen years."""

    omrade_id: str
    area: str
    own: bool
    """Whether it is the kommun of the neighbourhoods."""
    compared: Compared | None
    hidden: int | None
    """The year, where its count must not be shown."""
    unusual: CrimesUnusual

    @classmethod
    def of(
        cls,
        omrade_id: str,
        area: str,
        own: bool,
        years: pd.DataFrame,
        quarters: pd.DataFrame,
        chosen: Filter,
    ) -> "AreaCrimes":
        """Those of an area's series by year and by quarter."""
        compared = Compared.latest(years, quarters, chosen)
        hidden = None if compared else chosen.latest(known_years(years))
        return cls(omrade_id, area, own, compared, hidden, unusual(years, quarters, chosen))

    @property
    def value(self) -> Value:
        """The count, or why there is none."""
        if self.compared:
            return Number(self.compared.count)
        return Gap.NOT_PUBLISHED if self.hidden is None else Gap.HIDDEN

    @property
    def kallor(self) -> tuple[str, ...]:
        """Ids of the sources of the count."""
        return self.compared.kallor if self.compared else ()


def area_crimes(
    store: Store, omrade_id: str, area: str, own: bool, years: tuple[int, ...]
) -> AreaCrimes | None:
    """An area's reported crimes in the chosen years; None where only some types of crime are
    published."""
    by_year, by_quarter = (series_of(store, omrade_id, ALL_CRIMES, step) for step in JUDGED)
    if by_year.empty and by_quarter.empty:
        return None
    return AreaCrimes.of(omrade_id, area, own, by_year, by_quarter, Filter((), years))


def side_by_side(found: Iterable[AreaCrimes]) -> Table:
    """Several areas' crimes in words, a row each, the kommun's last: Område, Tid, Antal, Ändring
    (empty where there is none), Ovanlig ändring?"""
    rows = [
        {
            "Område": each.area,
            "Tid": each.compared.when if each.compared else str(each.hidden or "") or None,
            "Antal": value_text(each.value),
            "Ändring": change_text(each.compared.change) or None if each.compared else None,
            "Ovanlig ändring?": each.unusual.answer.value,
        }
        for each in sorted(found, key=lambda each: each.own)
    ]
    return Table.of(pd.DataFrame(rows), Column("Tid", "–"), Column("Ändring", "–"))
