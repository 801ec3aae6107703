"""Names in other people's files, and what they mean here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from lagesbild_data.importers.texts import slug
from lagesbild_data.tables import BY_NAME
from lagesbild_data.validation import Row, Rows

_ALIKE = {"omraden": (fuzz.WRatio, 85), "brottstyper": (fuzz.token_sort_ratio, 82)}
"""How alike names are, and must be, of 100, for the one to be suggested for the other: a part of an area may be called
by more words than it, but grov misshandel isn't misshandel."""
_NOISE = re.compile(r"-(m-m|mm|totalt?|samtliga)$")
"""What a name as an id may end with and mean the same."""
_LAN = re.compile(r".* län")
"""A name that means a län and never a kommun, whatever that is called."""
_RIKET = frozenset({"riket", "hela riket", "hela landet", "sverige"})
_KOMMUN = re.compile(r"(?<=\w)s? (kommun|kn)$")
Choices = Mapping[tuple[str, str], str]
"""What a reader has chosen for a table and a name: an id, or "" for leaving it out."""


@dataclass(frozen=True)
class Unmatched:
    """A name that a reader must choose for: its table, how it stands in the file, and ids that it may mean."""

    table: str
    name: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Remembered:
    """A name that a file has and that has been chosen for before: its table, how it stands in the file, what it means
    ("" when it is left out), and what that is called."""

    table: str
    name: str
    chosen: str
    called: str


@dataclass
class Names:
    """Finds ids of the store's areas and types of crime by their names; collects those that must be chosen for."""

    known: Rows
    choices: Choices = field(default_factory=dict)
    unmatched: dict[tuple[str, str], Unmatched] = field(default_factory=dict)
    used: dict[tuple[str, str], str] = field(default_factory=dict)
    """The choices that have been of use, with how the name stands in the file."""
    left_out: dict[str, set[str]] = field(default_factory=dict)
    """Names, by table, that nothing here is like, or that a reader has chosen to leave out."""
    _ids: dict[str, dict[str, str]] = field(default_factory=dict)
    _found: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def find(self, table: str, name: str, *, ask: bool = False) -> str | None:
        """The id that a name means. None where none is meant, or a reader must choose (then it is in `unmatched`): what
        is like the name, or with `ask` also where nothing is."""
        if (table, name) not in self._found:
            self._found[table, name] = self._look_up(table, name, ask)
        return self._found[table, name]

    def remembered(self, table: str, name: str) -> Remembered:
        """What has been chosen before for a plain name that has been of use."""
        chosen, declared = self.choices[table, name], BY_NAME[table]
        called = next((row[declared.called] for row in self.known[table] if row[declared.key[0]] == chosen), "")
        return Remembered(table, self.used[table, name], chosen, called)

    def is_settled(self, table: str, name: str) -> bool:
        """Whether a name that means nothing is to be chosen for, or has been chosen to be left out."""
        return (table, plain(name)) in self.unmatched or self.choices.get((table, plain(name))) == ""

    def known_id(self, table: str, name: str) -> str | None:
        """The id that a name means without anybody choosing, or None."""
        return self._by_name(table).get(plain(name))

    def area_of_code(self, kommunkod: str) -> str | None:
        """The kommun with this code, riket for 0000 or 00, or None."""
        if kommunkod in ("00", "0000"):
            return next((row["omrade_id"] for row in self.known["omraden"] if row["typ"] == "riket"), None)
        return next((row["omrade_id"] for row in self.known["omraden"]
                     if row["typ"] == "kommun" and row["kommunkod"] == kommunkod), None)  # fmt: skip

    def _look_up(self, table: str, name: str, ask: bool) -> str | None:
        if found := self.known_id(table, name):
            return found
        chosen = self.choices.get((table, plain(name)))
        if chosen is not None:
            self.used[table, plain(name)] = name.strip()
        if chosen:
            return chosen
        suggestions = () if chosen == "" else self._suggest(table, name)
        if suggestions or (ask and chosen is None):
            self.unmatched[table, plain(name)] = Unmatched(table, name.strip(), suggestions)
        else:
            self.left_out.setdefault(table, set()).add(name.strip())
        return None

    def _by_name(self, table: str) -> dict[str, str]:
        if table not in self._ids:
            declared = BY_NAME[table]
            ids: dict[str, str] = {}
            for row in self.known[table]:
                for text in (row[declared.key[0]], row[declared.called]):
                    ids.setdefault(plain(text), row[declared.key[0]])
            if table == "omraden":
                ids.update({name: row["omrade_id"] for row in self.known[table] if row["typ"] == "riket"
                            for name in _RIKET})  # fmt: skip
            self._ids[table] = ids
        return self._ids[table]

    def _suggest(self, table: str, name: str) -> tuple[str, ...]:
        declared = BY_NAME[table]
        is_lan = bool(_LAN.fullmatch(plain(name)))
        called = {row[declared.key[0]]: plain(row[declared.called]) for row in self.known[table]}
        called = {own_id: slug(text) for own_id, text in called.items() if bool(_LAN.fullmatch(text)) == is_lan}
        alike, least = _ALIKE[table]
        found = process.extract(slug(plain(name)), called, scorer=alike, limit=3, score_cutoff=least,
                                processor=_in_words)  # fmt: skip
        return tuple(omrade_id for _, _, omrade_id in found)


def _in_words(own_id: str) -> str:
    return _NOISE.sub("", own_id).replace("-", " ")


def plain(name: str) -> str:
    """A name without what files write differently: case, spaces, what stands in brackets at its end, kommun."""
    text = " ".join(re.sub(r"\s*\([^()]*\)\s*$", "", name).replace("\u00a0", " ").casefold().split())
    return _KOMMUN.sub("", text)


def choices_in(rows: list[Row]) -> dict[tuple[str, str], str]:
    """What has been chosen before, from the rows of namnval."""
    return {(row["tabell"], row["namn"]): row["vald_id"] or "" for row in rows}
