"""The SQL schema, made from the data dictionary."""

import sqlalchemy as sa

from lagesbild_data.model.tables import TABLES
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.model.tables.places import SURFACES

_SQL_TYPES: dict[str, type[sa.types.TypeEngine]] = {
    "text": sa.Text,
    "heltal": sa.Integer,
    "tal": sa.Float,
    "datum": sa.Date,
    "ja/nej": sa.Boolean,
}

SEPARATOR = "\n"
"""Stands between the values of an answer that lists several."""

metadata = sa.MetaData()


def _checks(column: Column) -> list[sa.CheckConstraint]:
    value: sa.ColumnElement = sa.column(column.name)
    rules: list[sa.ColumnElement[bool]] = []
    if column.allowed:
        rules.append(value.in_(column.allowed))
    if column.minimum is not None:
        rules.append(value >= column.minimum)
    if column.maximum is not None:
        rules.append(value <= column.maximum)
    return [sa.CheckConstraint(rule) for rule in rules]


def _foreign_key(column: Column) -> list[sa.ForeignKey]:
    if not column.references:
        return []
    target = f"{column.references}.{_key_of(column.references)}"
    return [sa.ForeignKey(target, deferrable=True, initially="DEFERRED")]


def _key_of(table_name: str) -> str:
    return next(table.key[0] for table in TABLES if table.name == table_name)


def _sql_table(table: Table) -> sa.Table:
    """The table with its key as a unique index where an empty value equals an empty value."""
    single = len(table.key) == 1
    columns = [
        sa.Column(
            column.name,
            _SQL_TYPES[column.type],
            *_foreign_key(column),
            nullable=not column.required,
            index=bool(column.references),
            primary_key=single and column.name in table.key,
        )
        for column in table.columns
    ]
    checks = [check for column in table.columns for check in _checks(column)]
    sql_table = sa.Table(table.name, metadata, *columns, *checks)
    if not single:
        parts = [sql_table.c[name] for name in table.key]
        unique = [
            part if not part.nullable else sa.func.coalesce(part, _empty(part)) for part in parts
        ]
        sa.Index(f"{table.name}_nyckel", *unique, unique=True)
    return sql_table


def _empty(part: sa.Column) -> sa.ColumnElement:
    return sa.literal_column("''" if isinstance(part.type, sa.Text) else "0")


SQL_TABLES: dict[str, sa.Table] = {table.name: _sql_table(table) for table in TABLES}
SQL_SURFACES = _sql_table(SURFACES)
