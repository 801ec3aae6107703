"""What may be shown of reported crimes: types, areas, and every count that isn't hidden.

Counts below kommun level go through disclosure here before anything is worked out of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lagesbild_data import crimes, disclosure, editing, swedish
from lagesbild_data.queries import WHOLE, own_kommun
from lagesbild_data.schema import SQL_TABLES
from lagesbild_data.store import Store, content_hash
from lagesbild_data.tables import BY_NAME, TABLES, Table
from lagesbild_data.validation import Row, Rows

_area = SQL_TABLES["omraden"].c
_type = SQL_TABLES["brottstyper"].c
_crime = SQL_TABLES["anmalda_brott"].c
_month = SQL_TABLES["brott_per_manad"].c
_people = SQL_TABLES["folkmangd"].c

COUNTED = ("anmalda_brott", "brott_per_manad")
"""The tables that hold counts of reported crimes."""
UNSEEN = "dolda antal"
"""Stands for the table in the change log where a file was written over counts that aren't shown."""


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
    """The types that have any count, each broader one before those that it holds, in Swedish order; the one that holds
    most comes first."""
    over = dict(store.rows(sa.select(_type.brottstyp_id, _type.over_id)))
    used = sa.union(sa.select(_crime.brottstyp_id), sa.select(_month.brottstyp_id))
    rows = store.rows(sa.select(SQL_TABLES["brottstyper"]).where(_type.brottstyp_id.in_(used)))
    by_id = {row.brottstyp_id: row for row in sorted(rows, key=lambda row: swedish.sort_key(row.namn))}
    below: dict[str | None, list[sa.Row]] = {}
    for brottstyp_id, row in by_id.items():
        below.setdefault(disclosure.nearest_wider(brottstyp_id, over, by_id), []).append(row)

    def tree(over: str | None, depth: int) -> Iterator[CrimeType]:
        for row in below.get(over, []):
            yield CrimeType(row.brottstyp_id, row.namn, depth, row.kontrollerad, row.anmarkning or "")
            yield from tree(row.brottstyp_id, depth + 1)

    below.get(None, []).sort(key=lambda row: -len(list(tree(row.brottstyp_id, 1))))
    return list(tree(None, 0))


def areas(store: Store) -> pd.DataFrame:
    """The areas that have any count: omrade_id, namn, whole (whether it is a kommun or riket), own (whether it is the
    kommun of the neighbourhoods); the own kommun first, then its parts in Swedish order, then other whole ones."""
    used = sa.union(sa.select(_crime.omrade_id), sa.select(_month.omrade_id))
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
    return frame.sort_values(["own", "whole"], ascending=[False, True], kind="stable").reset_index(drop=True)


def shown_counts(store: Store, threshold: int) -> pd.DataFrame:
    """Every count that may be shown, columns as crimes.counts and dold: below kommun level those under
    the threshold are hidden (antal NA, dold True), and those that would give them away."""
    frame = crimes.counts(store)
    kommun_of = _kommun_of(store)
    if all(kommun_of[area] is None for area in frame["omrade_id"].unique()):
        return frame.assign(antal=frame["antal"].astype("Int64"), dold=False)
    over = dict(store.rows(sa.select(_type.brottstyp_id, _type.over_id)))
    answer = disclosure.hide_small_counts(frame, kommun_of, over, threshold)
    return answer.assign(per_100k=answer["per_100k"].mask(answer["dold"]))


def shown_rows(store: Store, table: str, rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Rows of one of COUNTED without the counts that must not be shown: those that are hidden in `known` (as
    shown_counts), every month below kommun level, and the months of a kommun with hidden counts in a quarter that is
    published as something else than their sum.

    Disclosure knows the published count of such a quarter only, so a second one could give a hidden count away. Other
    months add up to what it knows, or to no whole quarter.
    """
    if table == "brott_per_manad":
        kommun_of = _kommun_of(store)
        protected = {kommun_of[area] for area in known[known["dold"]]["omrade_id"]}
        told_twice = _are_among(rows.assign(kvartal=(rows["manad"] + 2) // 3), _counted_twice(store))
        hidden = rows["omrade_id"].map(kommun_of).notna() | rows["omrade_id"].isin(protected) & told_twice
        return rows.assign(antal=rows["antal"].astype("Int64").mask(hidden))
    hidden = _are_among(rows, known[known["dold"]])
    return rows.assign(**{name: rows[name].astype("Int64").mask(hidden) for name in ("antal", "per_100k")})


def seen(store: Store, rows: Rows, known: pd.DataFrame) -> Rows:
    """The rows of tables, by name, as a reader sees them: those of COUNTED without the counts, and rates, that must not
    be shown (`known` as shown_counts). Two stores that show the same give the same."""
    answer = dict(rows)
    for name in COUNTED:
        if name in rows:
            frame = pd.DataFrame(rows[name], columns=list(BY_NAME[name].column_names))
            told = shown_rows(store, name, frame, known)["antal"].notna()
            nothing = {column: None for column in ("antal", "per_100k") if column in frame}
            answer[name] = [row if is_told else row | nothing for row, is_told in zip(rows[name], told, strict=True)]
    return answer


def shown_log(store: Store, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the change log without what stood there before and after in counts of COUNTED that must not be told."""
    below = below_kommun(store)
    told = [tells_counts(table, editing.logged(key), below)
            for table, key in zip(rows["tabell"], rows["nyckel"], strict=True)]  # fmt: skip
    hidden = pd.Series(told, rows.index, dtype=bool)
    return rows.assign(fore=rows["fore"].mask(hidden), efter=rows["efter"].mask(hidden))


def shown_tables(store: Store, known: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of every declared table that may leave the app, by name: columns as declared, Python's own values, None
    where empty.

    Left out are rows whose count is hidden in `known` (as shown_counts), and the log's rows about counts.
    """
    tables = {table.name: stored(store, table) for table in TABLES}
    for name in COUNTED:
        kept = shown_rows(store, name, tables[name], known)["antal"].notna()
        tables[name] = tables[name][kept].reset_index(drop=True)
    log = tables["andringslogg"]
    tables["andringslogg"] = log[~log["tabell"].isin((*COUNTED, UNSEEN))].reset_index(drop=True)
    return tables


def stored(store: Store, table: Table) -> pd.DataFrame:
    """Every row of a table exactly as stored; pandas' own types would make 1 of a column with gaps 1.0."""
    rows = store.rows(sa.select(SQL_TABLES[table.name]))
    return pd.DataFrame([tuple(row) for row in rows], columns=list(table.column_names), dtype=object)


def version(store: Store, known: pd.DataFrame) -> str:
    """Twelve hexadecimal digits that are the same for the same shown rows (`known` as shown_counts), whatever kind of
    store holds them. A hidden count makes no difference: or a reader could try which one gives the version."""
    tables = shown_tables(store, known)
    rows = ((name, frame.itertuples(index=False, name=None)) for name, frame in tables.items())
    return content_hash(rows, store.surfaces)


def tells_counts(table: str, key: Row, below: set[str]) -> bool:
    """Whether a row with this key is a count below kommun level, or of a month, which could give one away."""
    return table in ("brott_per_manad", UNSEEN) or (table in COUNTED and key.get("omrade_id") in below)


def below_kommun(store: Store) -> set[str]:
    """The areas whose small counts must not be shown."""
    return {area for area, kommun in _kommun_of(store).items() if kommun is not None}


def _counted_twice(store: Store) -> pd.DataFrame:
    """The published quarters that aren't the sum of their months: omrade_id, ar, kvartal, brottstyp_id."""
    key = [_crime.omrade_id, _crime.ar, _crime.kvartal, _crime.brottstyp_id]
    quarter = [_month.omrade_id, _month.ar, (_month.manad + 2) // 3, _month.brottstyp_id]
    same = sa.and_(*(name == of_months for name, of_months in zip(key, quarter, strict=True)))
    both = sa.select(*key).join(SQL_TABLES["brott_per_manad"], same).group_by(*key, _crime.antal)
    return store.frame(both.having(sa.func.sum(_month.antal) != _crime.antal))


def _are_among(rows: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """Whether each row is about one of these counts."""
    keys = set(_keys(counts))
    return pd.Series([key in keys for key in _keys(rows)], rows.index, dtype=bool)


def _keys(counts: pd.DataFrame) -> list[tuple]:
    """What makes each count unique, 0 standing for the quarter of a whole year."""
    key = counts[["omrade_id", "ar", "kvartal", "brottstyp_id"]]
    return list(key.astype({"kvartal": "Int64"}).fillna({"kvartal": 0}).itertuples(index=False, name=None))


def _kommun_of(store: Store) -> dict[str, str | None]:
    rows = store.rows(sa.select(_area.omrade_id, _area.typ, _area.kommunkod))
    return kommuner_by_area([row._asdict() for row in rows])


def kommuner_by_area(areas: Sequence[Row]) -> dict[str, str | None]:
    """The kommun that each row of omraden lies in, "" where it isn't known; None for kommuner and riket themselves."""
    kommuner = {row["kommunkod"]: row["omrade_id"] for row in areas if row["typ"] == "kommun" and row["kommunkod"]}
    return {row["omrade_id"]: None if row["typ"] in WHOLE else kommuner.get(row["kommunkod"], "") for row in areas}


def populations(store: Store) -> pd.DataFrame:
    """Population on 31 December: omrade_id, ar, antal."""
    return store.frame(sa.select(_people.omrade_id, _people.ar, _people.antal))
