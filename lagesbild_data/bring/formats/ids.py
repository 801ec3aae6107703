"""Ids for rows that have none: the same row is the same whenever its file is read."""

from collections.abc import Iterator, Mapping
from itertools import chain, count

from lagesbild_data.bring.formats.names import folded
from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.model.tables.declaration import Table

Identity = tuple[str, ...]
"""What tells a row of a table apart from the others."""
_IDENTIFYING = {
    "fokusomraden": ("lofte_id", "namn"),
    "aktiviteter": ("lofte_id", "namn"),
    "mal": ("lofte_id", "aktivitet_id", "matt"),
    "handelser": ("datum_fran", "tema", "plats", "omrade_id"),
}
"""What tells the rows of a table apart where a name alone doesn't: the same activity is agreed on
year after year."""


def identity(table: Table, said: Mapping[str, str | None]) -> Identity:
    """What tells a row apart from others, but for what is only written differently."""
    columns = _IDENTIFYING.get(table.name, (table.called,))
    return tuple(folded(said.get(name) or "") for name in columns)


class Ids:
    """Ids for rows that have none, the same each time a file is read: that of the stored row that
    says the same, else one made of what the row says that no other row has."""

    def __init__(self, stored: Mapping[Identity, list[str]]):
        self._stored = stored
        self._others = {own_id for ids in stored.values() for own_id in ids}
        self._taken: set[str] = set()
        self._candidates: dict[Identity, Iterator[str]] = {}
        self._made: dict[str, Iterator[str]] = {}

    def of(self, own_id: str, identity: Identity) -> str:
        """The row's own id where it has one, else an id that is free; "" where it says nothing to
        make one of."""
        if own_id or not slug(" ".join(identity)):
            self._taken.add(own_id)
            return own_id
        candidates = self._candidates.setdefault(identity, self._ids_of(identity))
        found = next(new for new in candidates if new not in self._taken)
        self._taken.add(found)
        return found

    def _ids_of(self, identity: Identity) -> Iterator[str]:
        wanted = slug(" ".join(identity))
        # one for all that become the same id: what one has tried is taken for the others
        if wanted not in self._made:
            numbered = (f"{wanted}-{number}" for number in count(2))
            self._made[wanted] = (
                new for new in chain([wanted], numbered) if new not in self._others
            )
        return chain(self._stored.get(identity, ()), self._made[wanted])
