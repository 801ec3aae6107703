"""The data dictionary: every table declared once.

The SQL schema, the validation, the reading of CSV and the documentation of the data all come from
these declarations. Labels and help texts are what a user sees, hence in Swedish.
"""

from lagesbild_data.model.tables import (
    changelog,
    crimes,
    dialogues,
    indicators,
    lines,
    meetings,
    names,
    places,
    promises,
    sources,
)
from lagesbild_data.model.tables.declaration import Table

TABLES: tuple[Table, ...] = (
    *sources.TABLES,
    *places.TABLES,
    *indicators.TABLES,
    *crimes.TABLES,
    *promises.TABLES,
    *dialogues.TABLES,
    *lines.TABLES,
    *meetings.TABLES,
    *names.TABLES,
    *changelog.TABLES,
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
