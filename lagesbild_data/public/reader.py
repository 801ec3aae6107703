"""The door to a store: who asks, and what of the stored rows that reader may see.

Every question to an opened store is asked through `as_seen_by`. Views shadow the tables that hold
what not all may see, so that a query asks `anmalda_brott` as if nothing were hidden, and gets NULL
for a count that is. What is shown of counts is worked out once per content, role and threshold, and
kept in a file of its own in the cache.

Here is decided that a count is hidden, and here alone: `_hidden_counts` asks the mathematics of
`disclosure`, `_hidden_months` says what is shown of single months, and `_shown_log` what of the
change log.
"""

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from lagesbild_data.model import settings
from lagesbild_data.model.checked import Row
from lagesbild_data.model.periods import WHOLE
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.public import disclosure
from lagesbild_data.store.databases import Connection
from lagesbild_data.store.kept import code_of, kept
from lagesbild_data.store.opening import TRIES, as_stored, never_still, open_store
from lagesbild_data.store.stores import Store

EVERYONE, STEWARD = "alla", "förvaltare"
"""Who reads the pages, and who owns the store and may see all of it: import and export by command.
"""
COUNTED = ("anmalda_brott", "brott_per_manad")
"""The tables that hold counts of reported crimes."""
UNSEEN = "dolda antal"
"""Stands for the table in the change log where a file was written over counts that aren't shown."""


@dataclass(frozen=True)
class Reader:
    """Who asks a store."""

    role: str = EVERYONE
    who: str = ""


_SHOWN = "visas"
"""What the file of shown counts is called beside the store's own tables."""
_shown = sa.MetaData(schema=_SHOWN)
_stored = sa.MetaData(schema="main")
for _table in SQL_TABLES.values():
    _table.to_metadata(_stored)
_area, _type, _log = (
    _stored.tables[f"main.{name}"].c for name in ("omraden", "brottstyper", "andringslogg")
)
_crime, _month = (_stored.tables[f"main.{name}"].c for name in COUNTED)


def _without_rules(name: str) -> sa.Table:
    """The table as a reader sees it: any count may be NULL."""
    return sa.Table(
        name, _shown, *(sa.Column(column.name, column.type) for column in SQL_TABLES[name].columns)
    )


_KEY = ("omrade_id", "ar", "kvartal", "brottstyp_id")
_NUMBERS = ("antal", "per_100k")
_seen_crimes, _seen_months = map(_without_rules, COUNTED)
_hidden = sa.Table("dolda", _shown, *(sa.Column(name, _crime[name].type) for name in _KEY))
_counts = sa.Table(
    "raknade_brott",
    _shown,
    *(sa.Column(column.name, column.type) for column in _crime),
    sa.Column("dold", sa.Boolean),
)
sa.Index("dolda_nyckel", *_hidden.c)
sa.Index("raknade_brott_serie", _counts.c.omrade_id, _counts.c.brottstyp_id)
COUNTS = sa.table("raknade_brott", *(sa.column(column.name, column.type) for column in _counts.c)).c
"""Reported crimes of whole years and quarters, published or the sum of months, as the reader sees
them."""


def opened_for(reader: Reader, place: str | Path) -> Store:
    """The checked store, each of whose tables holds what the reader may see; InvalidStore with
    every fault."""
    return as_seen_by(reader, open_store(place))


def seen_anew(reader: Reader, store: Store) -> Store:
    """A reader's store that is written in place, with what the reader may see of it now."""
    return as_seen_by(reader, as_stored(store))


def as_seen_by(reader: Reader, store: Store) -> Store:
    """The opened store, each of whose tables holds what the reader may see; InvalidStore where the
    threshold isn't what it may be.

    Counts that are hidden are NULL in COUNTED and in COUNTS, where `dold` says so. The change log
    lacks the rows that tell of counts written unseen, and what stood before and after in those of
    other hidden counts.
    """
    if store.role == reader.role:
        return store
    if store.role:
        raise ValueError(f"{store.role}: a store is opened for one role")
    threshold = settings.threshold() if reader.role == EVERYONE else 0
    views = {_counts.name: sa.select(_counts)}
    if reader.role == EVERYONE:
        views |= {table.name: sa.select(table) for table in (_seen_crimes, _seen_months)}
        views["andringslogg"] = _shown_log()
    sql = [f"CREATE TEMP VIEW {name} AS {_as_text(query)}" for name, query in views.items()]
    file = _shown_file(store, threshold)

    def shadow(connection: Connection) -> None:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"ATTACH ? AS {_SHOWN}", [str(file)])
        for view in sql:
            connection.execute(view)

    return store.asked_through(shadow, file, reader.role)


def _as_text(query: sa.Select) -> str:
    return str(query.compile(dialect=sqlite_dialect(), compile_kwargs={"literal_binds": True}))


def _shown_file(store: Store, threshold: int) -> Path:
    """The file of what is shown of the store's counts; a threshold of 0 shows all."""
    for _ in range(TRIES):
        with store.engine.begin() as connection:
            key = _key(connection)
        with contextlib.suppress(_Changed):
            return kept(f"{key}-{threshold}", partial(_write, store, threshold, key))
    raise never_still(store.location)


class _Changed(Exception):  # noqa: N818 - it names what happened
    """The store isn't what it was."""


def _key(connection: sa.Connection) -> str:
    """The same for the same stored counts, and what decides which of them are hidden, under the
    same rules."""
    tables = [
        sa.select(_area.omrade_id, _area.typ, _area.kommunkod),
        sa.select(_type.brottstyp_id, _type.over_id),
        *(sa.select(_stored.tables[f"main.{name}"]) for name in COUNTED),
    ]
    digest = hashlib.sha256()
    for query in tables:
        for row in connection.exec_driver_sql(_as_text(query)):
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    digest.update(code_of("model", "public"))
    return digest.hexdigest()[:24]


def _write(store: Store, threshold: int, key: str, part: Path) -> None:
    """Write what is shown of the store's counts to a new file; _Changed where they aren't those of
    the key."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"ATTACH ? AS {_SHOWN}", (str(part),))
        connection.exec_driver_sql("BEGIN")
        if _key(connection) != key:
            raise _Changed
        _shown.create_all(connection)
        kommun_of = _kommun_of(connection)
        hidden = _hidden_counts(connection, kommun_of, threshold) if threshold else []
        if hidden:
            connection.execute(_hidden.insert(), hidden)
        counted = _counted().subquery("raknade")
        months = _hidden_months({kommun_of[row["omrade_id"]] for row in hidden})
        for table, rows, rule in (
            (_counts, counted, _is_listed(counted)),
            (_seen_crimes, _crime.antal.table, _is_listed(_crime.antal.table)),
            (_seen_months, _month.antal.table, months if threshold else sa.false()),
        ):
            cells: dict[str, Any] = {
                column.name: sa.case((~rule, column)) if column.name in _NUMBERS else column
                for column in rows.c
            }
            cells |= {"dold": rule} if "dold" in table.c else {}
            connection.execute(table.insert().from_select([*cells], sa.select(*cells.values())))
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"DETACH {_SHOWN}")


# What is hidden


def _hidden_counts(
    connection: sa.Connection, kommun_of: Mapping[str, str | None], threshold: int
) -> list[Row]:
    """The key of every count that is hidden: below kommun level those under the threshold, and
    those that would give them away."""
    counted = _counted().subquery()
    columns = [counted.c[name] for name in (*_KEY, "antal")]
    rows = connection.execute(sa.select(*columns).order_by(*columns[:4])).all()
    frame = pd.DataFrame(rows, columns=[*_KEY, "antal"]).astype({"kvartal": "Int64"})
    if all(kommun_of[area] is None for area in frame["omrade_id"].unique()):
        return []
    over = dict(connection.execute(sa.select(_type.brottstyp_id, _type.over_id)).all())
    answer = disclosure.hide_small_counts(frame, kommun_of, over, threshold)
    keys = answer.loc[answer["dold"], list(_KEY)].astype(object)
    return [
        dict(zip(_KEY, key, strict=True))
        for key in keys.where(keys.notna(), None).itertuples(index=False)
    ]


def _is_listed(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Condition: the row's count is among those that are hidden."""
    return sa.exists().where(*(_hidden.c[name].is_not_distinct_from(rows.c[name]) for name in _KEY))


def _hidden_months(protected: Collection[str | None]) -> sa.ColumnElement[bool]:
    """Condition: the month isn't shown. None is below kommun level, nor is any of the `protected`
    kommuner, which have hidden counts, in a quarter that is published as something else than their
    sum.

    Disclosure knows the published count of such a quarter only, so a second one could give a hidden
    count away. Other months add up to what it knows, or to no whole quarter.
    """
    below = _month.omrade_id.not_in(sa.select(_area.omrade_id).where(_area.typ.in_(WHOLE)))
    told_twice = _counted_twice().subquery()
    same = (told_twice.c[name] == _month[name] for name in ("omrade_id", "ar", "brottstyp_id"))
    is_told_twice = sa.exists().where(*same, told_twice.c.kvartal == _quarter)
    return below | (_month.omrade_id.in_(protected) & is_told_twice)


def _shown_log() -> sa.Select:
    """The change log without the rows of counts written unseen, and without what stood before and
    after in a count below kommun level, or of a month, which could give one away."""
    whole = sa.select(_area.omrade_id).where(_area.typ.in_(WHOLE))
    of_whole = sa.case(
        (sa.func.json_valid(_log.nyckel) == 1, sa.func.json_extract(_log.nyckel, "$.omrade_id"))
    )
    is_told = _log.tabell.not_in(COUNTED) | (
        (_log.tabell == COUNTED[0]) & sa.func.coalesce(of_whole.in_(whole), False)
    )
    cells = (
        (
            sa.case((is_told, column)).label(column.name)
            if column.name in ("fore", "efter")
            else column
        )
        for column in _log
    )
    return sa.select(*cells).where(_log.tabell != UNSEEN)


def _kommun_of(connection: sa.Connection) -> dict[str, str | None]:
    rows = connection.execute(sa.select(_area.omrade_id, _area.typ, _area.kommunkod))
    return kommuner_by_area([row._asdict() for row in rows])


def kommuner_by_area(areas: Sequence[Row]) -> dict[str, str | None]:
    """The kommun that each row of omraden lies in, "" where it isn't known; None for kommuner and
    riket themselves."""
    kommuner = {
        row["kommunkod"]: row["omrade_id"]
        for row in areas
        if row["typ"] == "kommun" and row["kommunkod"]
    }
    return {
        row["omrade_id"]: None if row["typ"] in WHOLE else kommuner.get(row["kommunkod"], "")
        for row in areas
    }


# What is counted

_quarter = sa.cast((_month.manad + 2) // 3, sa.Integer)


def _counted() -> sa.CompoundSelect:
    """Reported crimes per year and quarter, columns as anmalda_brott: a published figure goes
    before the sum of the months, and only quarters and years with all their months are summed.
    Several sources stand with SEPARATOR between."""
    return sa.union_all(sa.select(*_crime), *_summed())


def _summed() -> Iterator[sa.Select]:
    """The months added up to quarters, and to years, where all of them are known and the sum isn't
    published."""
    for quarter, months in ((_quarter, 3), (sa.cast(sa.null(), sa.Integer), 12)):
        by_source = (
            sa.select(
                _month.omrade_id,
                _month.brottstyp_id,
                _month.ar,
                quarter.label("kvartal"),
                _month.kalla_id,
                sa.func.sum(_month.antal).label("antal"),
                sa.func.count().label("manader"),
                sa.func.max(sa.cast(_month.preliminar, sa.Integer)).label("preliminar"),
            )
            .group_by(_month.omrade_id, _month.brottstyp_id, _month.ar, quarter, _month.kalla_id)
            .subquery()
        )
        part = by_source.c
        same = (_crime[name] == part[name] for name in ("omrade_id", "ar", "brottstyp_id"))
        is_published = sa.exists().where(*same, _crime.kvartal.is_not_distinct_from(part.kvartal))
        summed = {name: part[name] for name in ("omrade_id", "brottstyp_id", "ar", "kvartal")} | {
            "antal": sa.func.sum(part.antal),
            "preliminar": sa.func.max(part.preliminar) == 1,
            "kalla_id": sa.func.aggregate_strings(part.kalla_id, SEPARATOR),
        }
        yield (
            sa.select(*(summed.get(column.name, sa.null()).label(column.name) for column in _crime))
            .where(~is_published)
            .group_by(part.omrade_id, part.brottstyp_id, part.ar, part.kvartal)
            .having(sa.func.sum(part.manader) == months)
        )


def _counted_twice() -> sa.Select:
    """The published quarters that aren't the sum of their months: columns as _KEY."""
    key = [_crime[name] for name in _KEY]
    same = [_crime[name] == _month[name] for name in ("omrade_id", "ar", "brottstyp_id")]
    both = sa.select(*key).where(*same, _crime.kvartal == _quarter).group_by(*key, _crime.antal)
    return both.having(sa.func.sum(_month.antal) != _crime.antal)
