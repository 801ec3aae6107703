"""The rows that a file's texts refer to, in the file itself and in the store, and the ids of those
that have none."""

from collections import defaultdict
from collections.abc import Mapping

from lagesbild_data.bring import templates
from lagesbild_data.bring.formats.ids import Identity, identity
from lagesbild_data.bring.formats.names import Names, folded
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store.stores import as_text


class KnownRows:
    """Finds rows by their names: those of the file before those of the store."""

    def __init__(self, names: Names):
        self._names = names
        self._own: defaultdict[str, _IdsByName] = defaultdict(_IdsByName)
        """The rows that stand in the file itself, per table."""
        self._in_store: dict[str, _IdsByName] = {}
        self._stored: dict[str, dict[Identity, list[str]]] = {}

    def add(self, table: str, name: str, own_id: str) -> None:
        """Let the texts of the file refer to a row of it by name."""
        self._own[table].add(name, own_id)

    def own(self, table: str, text: str) -> str:
        """The id that a name or id means in the file; "" where it means nothing."""
        return self._own[table].find(text)

    def find(self, column: Column, text: str) -> str:
        """The id that a name or id means, in the file or in the store; the text itself where it
        means nothing."""
        if not (table := column.references):
            return text
        return self.own(table, text) or self._ids_in_store(table).find(text) or text

    def ids(self, table: Table) -> Mapping[Identity, list[str]]:
        """The ids of the rows in the store, by what tells them apart from others."""
        if table.name not in self._stored:
            self._stored[table.name] = {}
            for row in self._names.known[table.name]:
                own_id = as_text(row[table.key[0]])
                said = {name: as_text(value) for name, value in row.items()}
                self._stored[table.name].setdefault(identity(table, said), []).append(own_id)
        return self._stored[table.name]

    def _ids_in_store(self, table: str) -> "_IdsByName":
        if table not in self._in_store:
            self._in_store[table] = _IdsByName()
            for own_id, name in templates.names_of(BY_NAME[table], self._names.known).items():
                self._in_store[table].add(name, own_id)
        return self._in_store[table]


class _IdsByName:
    """Ids of a table's rows by their names: as a name is written, else but for case and spaces."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._ids: set[str] = set()

    def add(self, name: str, own_id: str) -> None:
        """Let a name mean a row; one that several bear tells none of them."""
        self._ids.add(own_id)
        for ids, key in ((self._exact, name), (self._folded, folded(name))) if name else ():
            ids[key] = own_id if ids.get(key, own_id) == own_id else ""

    def find(self, text: str) -> str:
        """The id that a name or an id means; "" where it means nothing."""
        return (
            text
            if text in self._ids
            else self._exact.get(text) or self._folded.get(folded(text), "")
        )
