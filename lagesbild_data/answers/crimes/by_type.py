"""The types of reported crimes of an area in a year, side by side."""

from collections.abc import Iterator, Sequence

import pandas as pd

from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.crimes.reported import CrimeType, types_within
from lagesbild_data.answers.crimes.series import HIDDEN, records, series
from lagesbild_data.public.table import Column, Table
from lagesbild_data.public.words import CHANCE
from lagesbild_data.store.stores import Store

_FEWEST_FOR_RATE = 20
"""A rate worked out of fewer reports is mostly noise."""


def types_of(store: Store, omrade_id: str, year: int) -> Table:
    """The types of an area in a year in a store, as by_type."""
    areas = reported.areas(store).set_index("omrade_id")
    frame = by_type(
        reported.counts(store, omrade_id),
        reported.populations(store),
        reported.types(store),
        omrade_id,
        year,
        bool(areas["whole"].loc[omrade_id]),
    )
    return Table.of(
        frame,
        Column("Antal", HIDDEN),
        Column("Förändring", "–", signed=True),
        Column("Förändring i procent", "–", 1, "%", signed=True),
        Column("Anmärkning", ""),
        gap="–",
    )


def by_type(
    counts: pd.DataFrame,
    people: pd.DataFrame,
    kinds: Sequence[CrimeType],
    omrade_id: str,
    year: int,
    whole: bool,
) -> pd.DataFrame:
    """The types of an area in a year, in their order, narrower ones after a dash: Brottstyp, Antal
    (NA where hidden), Per 100 000, Förändring (since the year before), Förändring i procent, Mot
    slumpen, Anmärkning.

    For a `whole` kommun or riket, what no row counts of a type is a row of its own, worked out.
    """
    frames = {
        kind.brottstyp_id: series(counts, people, omrade_id, kind.brottstyp_id, "ar")
        for kind in kinds
    }
    rows: list[tuple] = []

    def add(kind: CrimeType) -> None:
        frame = frames[kind.brottstyp_id]
        rows.extend(_of_type(frame, kind, year))
        parts = [held for held in types_within(kinds, kind) if held.depth == kind.depth + 1]
        for part in parts:
            add(part)
        if whole and parts:
            others = CrimeType("", f"Övrigt inom {kind.name} (uträknat)", kind.depth + 1, True, "")
            rest = frame["antal"] - sum(
                frames[part.brottstyp_id]["antal"].reindex(frame.index) for part in parts
            )
            rest = rest.mask(rest <= 0)
            unknown = {"per_100k": float("nan"), "publicerad_kvot": False, "anmarkning": None}
            rows.extend(_of_type(frame.assign(antal=rest, **unknown), others, year))

    for kind in kinds:
        if kind.depth == 0:
            add(kind)
    table = pd.DataFrame(
        rows,
        columns=[
            "Brottstyp",
            "Antal",
            "Per 100 000",
            "Förändring",
            "Förändring i procent",
            "Mot slumpen",
            "Anmärkning",
        ],
    )
    return table.astype(dict.fromkeys(("Antal", "Per 100 000", "Förändring"), "Int64"))


def _of_type(frame: pd.DataFrame, kind: CrimeType, year: int) -> Iterator[tuple]:
    """The row of a type in by_type; none where nothing is published of its year."""
    row = dict(records(frame)).get(pd.Period(str(year), freq="Y"))
    if row is None or (pd.isna(row["antal"]) and not row["dold"]):
        return
    told = [HIDDEN] if row["dold"] else []
    told += ["preliminärt"] if row["preliminar"] else []
    told += [row["anmarkning"]] if isinstance(row["anmarkning"], str) else []
    known = pd.notna(row["antal"])
    rate = (
        row["per_100k"]
        if row["publicerad_kvot"] or (known and row["antal"] >= _FEWEST_FOR_RATE)
        else None
    )
    if rate is not None and pd.notna(rate) and not row["publicerad_kvot"]:
        told.append("kvoten är uträknad")
    compared = Compared.of(frame, "ar", year) if known else None
    change = percent = chance = None
    if compared and compared.chance and (its := compared.change) and its.difference:
        change = its.difference.value
        percent = None if its.percent is None else round(its.percent, 1)
        chance = CHANCE[compared.chance] if change else "oförändrat"
    yield (
        f"{'– ' * kind.depth}{kind.label}",
        row["antal"],
        rate,
        change,
        percent,
        chance,
        "; ".join(told) or None,
    )
