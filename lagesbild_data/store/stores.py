"""An opened store: what questions are asked of. All kinds of stores are asked in SQL."""

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.model.schema import SQL_SURFACES, SQL_TABLES
from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.databases import Connection, asking
from lagesbild_data.store.kept import keep
from lagesbild_data.store.location import Location


@dataclass(frozen=True)
class Store:
    """An open, checked store."""

    location: Location
    engine: sa.Engine
    told: tuple[str, ...] = ()
    """What its users must know of how it was opened, a sentence each."""
    role: str = ""
    """Whose eyes it is seen with; "" for all that is stored."""

    def asked_through(
        self, prepare: Callable[[Connection], None], file: Path, role: str
    ) -> "Store":
        """The same store seen by a role, asked through connections that are each prepared so, with
        a kept file."""
        engine = asking(sa.create_engine(self.engine.url, poolclass=type(self.engine.pool)))
        sa.event.listen(engine, "connect", lambda connection, _: prepare(connection))
        keep(file, engine)
        return replace(self, engine=engine, role=role)

    def rows(self, query: sa.Executable) -> Sequence[sa.Row]:
        """The answer to a query, row by row."""
        with self.engine.connect() as connection:
            return connection.execute(query).all()

    def frame(self, query: sa.Executable) -> pd.DataFrame:
        """The answer to a query as a new frame, one column per selected column."""
        with self.engine.connect() as connection:
            answer = connection.execute(query)
            return pd.DataFrame(answer.all(), columns=list(answer.keys()))

    @property
    def in_place(self) -> bool:
        """Whether what is asked is the user's own SQLite database, and not a copy of what the store
        holds."""
        path, database = self.location.path, self.engine.url.database
        return path is not None and database in (str(path), path.absolute().as_uri())

    @property
    def surfaces(self) -> Surfaces:
        """The store's own area surfaces; none where the map draws those that come with the
        program."""
        with self.engine.connect() as connection:
            return surfaces_in(connection)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that are the same for the same content, whatever kind of store
        holds it."""
        with self.engine.begin() as connection:
            # all of it as it is at one moment, also where it is just replaced
            connection.exec_driver_sql("BEGIN")
            tables = [
                (table.name, connection.execute(sa.select(SQL_TABLES[table.name])).all())
                for table in TABLES
            ]
            return content_hash(tables, surfaces_in(connection))


def surfaces_in(connection: sa.Connection) -> Surfaces:
    """A store's own area surfaces, in the transaction of a connection."""
    return {row.omrade_id: row.geometri for row in connection.execute(sa.select(SQL_SURFACES))}


def content_hash(tables: Iterable[tuple[str, Iterable[tuple | sa.Row]]], surfaces: Surfaces) -> str:
    """Twelve hexadecimal digits for tables by name, the same in whatever order their rows stand,
    and for surfaces."""
    digest = hashlib.sha256()
    for name, rows in (*tables, *([(SURFACES.name, surfaces.items())] if surfaces else [])):
        # As tuples: the repr of an SQLAlchemy row leaves out the middle of a long text.
        digest.update("\n".join([name, *sorted(repr(tuple(row)) for row in rows), ""]).encode())
    return digest.hexdigest()[:12]


def as_text(value: object) -> str:
    """The value as it stands in a CSV file."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (float, Decimal)) and math.isfinite(value):
        plain = f"{Decimal(str(value)):f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return str(value)
