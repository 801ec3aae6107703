"""How many crimes were reported, where, when and of which type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.periods import ALL_CRIMES, WHOLE, own_kommun
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.public import disclosure
from lagesbild_data.public.reader import COUNTS
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_area = SQL_TABLES["omraden"].c
_type = SQL_TABLES["brottstyper"].c
_crime = SQL_TABLES["anmalda_brott"].c
_month = SQL_TABLES["brott_per_manad"].c
_people = SQL_TABLES["folkmangd"].c


@dataclass(frozen=True)
class CrimeType:
    """A type of crime and how deep it lies under the broadest."""

    brottstyp_id: str
    name: str
    depth: int
    checked: bool
    remark: str

    @property
    def label(self) -> str:
        """The name, and that it is unchecked where it is."""
        return self.name if self.checked else f"{self.name} (etiketten är inte kontrollerad)"


def types(store: Store) -> list[CrimeType]:
    """The types that have any count, each broader one before those that it holds, in Swedish order;
    the one that holds most comes first."""
    over = dict(store.rows(sa.select(_type.brottstyp_id, _type.over_id)))
    used = sa.select(_crime.brottstyp_id).union(sa.select(_month.brottstyp_id))
    rows = store.rows(sa.select(SQL_TABLES["brottstyper"]).where(_type.brottstyp_id.in_(used)))
    by_id = {
        row.brottstyp_id: row for row in sorted(rows, key=lambda row: swedish.sort_key(row.namn))
    }
    below: dict[str | None, list[sa.Row]] = {}
    for brottstyp_id, row in by_id.items():
        below.setdefault(disclosure.nearest_wider(brottstyp_id, over, by_id), []).append(row)

    def tree(over: str | None, depth: int) -> Iterator[CrimeType]:
        for row in below.get(over, []):
            yield CrimeType(
                row.brottstyp_id, row.namn, depth, row.kontrollerad, row.anmarkning or ""
            )
            yield from tree(row.brottstyp_id, depth + 1)

    below.get(None, []).sort(key=lambda row: -len(list(tree(row.brottstyp_id, 1))))
    return list(tree(None, 0))


def areas(store: Store) -> pd.DataFrame:
    """The areas that have any count: omrade_id, namn, whole (whether it is a kommun or riket), own
    (whether it is the kommun of the neighbourhoods); the own kommun first, then its parts in
    Swedish order, then other whole ones.
    """
    used = sa.select(_crime.omrade_id).union(sa.select(_month.omrade_id))
    frame = store.frame(
        sa.select(
            _area.omrade_id,
            _area.namn,
            _area.typ.in_(WHOLE).label("whole"),
            (_area.omrade_id == own_kommun).label("own"),
        ).where(_area.omrade_id.in_(used))
    )
    frame = frame.astype({"whole": bool, "own": bool}).sort_values(
        "namn", key=lambda names: names.map(swedish.sort_key)
    )
    return frame.sort_values(["own", "whole"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def counts(
    store: Store, omrade_id: str | None = None, brottstyp_id: str | None = None
) -> pd.DataFrame:
    """Reported crimes, of one area or type where that is said, oldest first within each area:
    omrade_id, brottstyp_id, ar, kvartal (NA: the whole year), antal (NA where hidden), preliminar,
    per_100k (NA where not published), tidsseriebrott, kalla_id, anmarkning, dold.

    A published figure goes before the sum of the months, and only quarters and years with all their
    months are summed. Several sources stand with SEPARATOR between.
    """
    in_order = (COUNTS[name] for name in ("omrade_id", "ar", "kvartal", "brottstyp_id"))
    query = sa.select(*COUNTS).order_by(*in_order)
    if omrade_id is not None:
        query = query.where(COUNTS.omrade_id == omrade_id)
    if brottstyp_id is not None:
        query = query.where(COUNTS.brottstyp_id == brottstyp_id)
    frame = store.frame(query)
    return frame.astype({"kvartal": "Int64", "antal": "Int64", "per_100k": "Int64", "dold": bool})


def populations(store: Store) -> pd.DataFrame:
    """Population on 31 December: omrade_id, ar, antal."""
    return store.frame(sa.select(_people.omrade_id, _people.ar, _people.antal))


def types_within(kinds: Sequence[CrimeType], kind: CrimeType) -> list[CrimeType]:
    """The types under one, in their order."""
    after = kinds[[one.brottstyp_id for one in kinds].index(kind.brottstyp_id) + 1 :]
    return list(takewhile(lambda one: one.depth > kind.depth, after))


def crime_remarks(store: Store, year: int) -> Sequence[sa.Row]:
    """Remarks on the year's figures of own_kommun for single kinds of crime: namn, anmarkning."""
    return store.rows(
        sa.select(SQL_TABLES["brottstyper"].c.namn, _crime.anmarkning)
        .join(
            SQL_TABLES["brottstyper"],
            SQL_TABLES["brottstyper"].c.brottstyp_id == _crime.brottstyp_id,
        )
        .where(_crime.omrade_id == own_kommun, _crime.brottstyp_id != ALL_CRIMES)
        .where(_crime.ar == year, _crime.kvartal.is_(None), _crime.anmarkning.is_not(None))
        .order_by(_crime.brottstyp_id)
    )
