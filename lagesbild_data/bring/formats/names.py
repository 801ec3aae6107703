"""Names in other people's files, and what they mean here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from lagesbild_data.bring.formats.texts import slug
from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import LONGEST_NAME
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.text import normalised

_ALIKE = {"omraden": (fuzz.WRatio, 85), "brottstyper": (fuzz.token_sort_ratio, 82)}
"""How alike names are, and must be, of 100, for the one to be suggested for the other: a part of an
area may be called by more words than it, but grov misshandel isn't misshandel."""
_NOISE = re.compile(r"-(m-m|mm|totalt?|samtliga)$")
"""What a name as an id may end with and mean the same."""
_LAN = re.compile(r".* län")
"""A name that means a län and never a kommun, whatever that is called."""
_MOST_COMPARED = 5_000
"""Names that nothing bears and that are compared with all that there are, a millisecond each: all
statistical areas of the country have 3 400 names."""
_IN_BRACKETS = re.compile(
    r" ?\((\d[\da-z]*|kommun|kn|bostadsområde|stadsdel|centrum|tätort|ort)\)$"
)
"""A code or a kind after a name; anything else in brackets may tell of a part of it."""
_OF_KOMMUN = re.compile(r" ?\((\d[\da-z]*|kommun|kn)\)$")
_RIKET = frozenset({"riket", "hela riket", "hela landet", "sverige"})
_KOMMUN = re.compile(r"(?<=\w)s? (kommun|kn)$")
_WHOLE = ("riket", "kommun")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "kommun": _WHOLE,
    "kn": _WHOLE,
    "bostadsområde": ("bostadsområde",),
    "stadsdel": ("bostadsområde", "centrum"),
    "centrum": ("centrum",),
    "tätort": ("ort",),
    "ort": ("ort",),
}
"""The types of areas that a kind after a name may be."""
_TOO_MANY = (
    f"har fler än {swedish.number(_MOST_COMPARED)} namn som inte finns i lagret men kan likna dem"
    " som finns; ta bort de rader som inte gäller lagrets områden och brottstyper"
)
Choices = Mapping[tuple[str, str], str]
"""What a reader has chosen for a table and a name: an id, or "" for leaving it out."""


@dataclass(frozen=True)
class Unmatched:
    """A name that a reader must choose for: its table, how it stands in the file, and ids that it
    may mean."""

    table: str
    name: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Remembered:
    """A name that a file has and that has been chosen for before: its table, how it stands in the
    file, what it means ("" when it is left out), and what that is called."""

    table: str
    name: str
    chosen: str
    called: str


@dataclass
class Names:
    """Finds ids of the store's areas and types of crime by their names; collects those that must be
    chosen for."""

    known: Rows
    choices: Choices = field(default_factory=dict)
    place: str = ""
    """The file that the names stand in."""
    unmatched: dict[tuple[str, str], Unmatched] = field(default_factory=dict)
    used: dict[tuple[str, str], str] = field(default_factory=dict)
    """The choices that have been of use, with how the name stands in the file."""
    left_out: dict[str, set[str]] = field(default_factory=dict)
    """Names, by table, that nothing here is like, or that a reader has chosen to leave out."""
    _ids: dict[str, list[dict[str, set[str]]]] = field(default_factory=dict)
    _found: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _compared: dict[tuple[str, bool], dict[str, str]] = field(default_factory=dict)
    _suggested: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def find(self, table: str, name: str, *, ask: bool = False) -> str | None:
        """The id that a name means. None where none is meant, or a reader must choose (then it is
        in `unmatched`): what is like the name, or with `ask` also where nothing is."""
        if (table, name) not in self._found:
            self._found[table, name] = self._look_up(table, name, ask)
        return self._found[table, name]

    def of_kommuner(self) -> "Names":
        """The same for a file that is about kommuner and riket: Lund in it is the kommun, and never
        a part of another that is called so. What is found and asked is found and asked for both."""
        areas = [row for row in self.known["omraden"] if row["typ"] in _WHOLE]
        return replace(
            self,
            known={**self.known, "omraden": areas},
            _ids={},
            _found={},
            _compared={},
            _suggested={},
        )

    def remembered(self, table: str, name: str) -> Remembered:
        """What has been chosen before for a plain name that has been of use."""
        chosen = self.choices[table, name]
        return Remembered(table, self.used[table, name], chosen, self.called(table, chosen))

    def called(self, table: str, own_id: str) -> str:
        """The name of the row with this id; "" where there is none."""
        declared = BY_NAME[table]
        return next(
            (row[declared.called] for row in self.known[table] if row[declared.key[0]] == own_id),
            "",
        )

    def is_asked_or_left_out(self, table: str, name: str) -> bool:
        """Whether a name that means nothing is to be chosen for, or has been chosen to be
        left out."""
        return (table, plain(name)) in self.unmatched or self.is_left_out(table, name)

    def is_too_long(self, name: str) -> bool:
        """Whether a name is longer than any that can be chosen for, as it stands or plainly."""
        return max(len(name), len(plain(name))) > LONGEST_NAME

    def is_left_out(self, table: str, name: str) -> bool:
        """Whether a reader has chosen to leave a name out."""
        return self.choices.get((table, plain(name))) == ""

    def known_id(self, table: str, name: str) -> str | None:
        """The id that a name means without anybody choosing: the only one that bears it, as it is
        written, else but for case, else plainly; None where there is none or several. What is
        called kommun is never a part of one, and what is called tätort never a kommun."""
        types = _types_told(name) if table == "omraden" else ()
        for at, (read, ids_of) in enumerate(zip(_READINGS, self._by_name(table), strict=True)):
            ids = ids_of.get(read(name), set())
            if types and at:
                ids = {own_id for own_id in ids if self._types[own_id] in types}
            if ids:
                return next(iter(ids)) if len(ids) == 1 else None
        return None

    def area_of_code(self, kommunkod: str) -> str | None:
        """The kommun with this code, riket for 0000 or 00, or None."""
        return self._by_code.get("0000" if kommunkod == "00" else kommunkod)

    def kommunkod_of(self, omrade_id: str) -> str | None:
        """The code of the kommun that an area is or lies in, or None."""
        return self._codes.get(omrade_id)

    @cached_property
    def _codes(self) -> dict[str, str | None]:
        return {row["omrade_id"]: row["kommunkod"] for row in self.known["omraden"]}

    @cached_property
    def _types(self) -> dict[str, str]:
        return {row["omrade_id"]: row["typ"] for row in self.known["omraden"]}

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {
            ("0000" if row["typ"] == "riket" else row["kommunkod"] or ""): row["omrade_id"]
            for row in self.known["omraden"]
            if row["typ"] in ("riket", "kommun")
        }

    def _look_up(self, table: str, name: str, ask: bool) -> str | None:
        by_code = (
            self.area_of_code(name.strip())
            if table == "omraden" and re.fullmatch(r"\s*\d{4}\s*", name)
            else None
        )
        if found := self.known_id(table, name) or by_code:
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

    def _by_name(self, table: str) -> list[dict[str, set[str]]]:
        """Ids by name, for each way to read a name."""
        if table not in self._ids:
            declared = BY_NAME[table]
            self._ids[table] = [{} for _ in _READINGS]
            for row in self.known[table]:
                own_id = row[declared.key[0]]
                names = [
                    own_id,
                    row[declared.called],
                    *(_RIKET if row.get("typ") == "riket" else ()),
                ]
                for read, ids_of in zip(_READINGS, self._ids[table], strict=True):
                    for text in names:
                        ids_of.setdefault(read(text), set()).add(own_id)
                for text in names:  # Borås kommun is Borås, as Jönköpings kommun is Jönköping
                    called = folded(text).removesuffix(" kommun")
                    self._ids[table][-1].setdefault(called, set()).add(own_id)
                    if row.get("typ") == "kommun":  # and Borås is Borås kommun
                        self._ids[table][-1].setdefault(plain(f"{called} kommun"), set()).add(
                            own_id
                        )
        return self._ids[table]

    def _suggest(self, table: str, name: str) -> tuple[str, ...]:
        """Ids of those that bear the name plainly, else of those whose names are like it;
        InvalidStore where names are very many."""
        asked = plain(name)
        if same := self._by_name(table)[-1].get(asked):
            return tuple(sorted(same))
        if self.is_too_long(name):
            return ()
        if (table, asked) not in self._suggested:
            if len(self._suggested) == _MOST_COMPARED:
                raise InvalidStore([Problem(self.place, _TOO_MANY)])
            alike, least = _ALIKE[table]
            comparable = self._comparable(table, bool(_LAN.fullmatch(asked)))
            found = process.extract(
                _in_words(name), comparable, scorer=alike, limit=3, score_cutoff=least
            )
            self._suggested[table, asked] = tuple(own_id for *_, own_id in found)
        return self._suggested[table, asked]

    def _comparable(self, table: str, is_lan: bool) -> dict[str, str]:
        """Names by id, of län or of all others, so that only what is told apart differs."""
        if (table, is_lan) not in self._compared:
            declared = BY_NAME[table]
            called = {row[declared.key[0]]: row[declared.called] for row in self.known[table]}
            self._compared[table, is_lan] = {
                own_id: _in_words(text)
                for own_id, text in called.items()
                if bool(_LAN.fullmatch(plain(text))) == is_lan
            }
        return self._compared[table, is_lan]


def _in_words(name: str) -> str:
    return _NOISE.sub("", slug(plain(name))).replace("-", " ")


def _spaced(name: str) -> str:
    return " ".join(normalised(UNWRITABLE.sub("", name)).split())


def folded(name: str) -> str:
    """A name without what is only written differently: case, spaces, letters put together of two
    signs."""
    return _spaced(name).casefold()


def plain(name: str) -> str:
    """A name without what files write differently: case, spaces, a code in brackets at its end,
    kommun."""
    text = folded(name)
    return _KOMMUN.sub("", _OF_KOMMUN.sub("", text)) or text


def _without_kind(name: str) -> str:
    """A plain name without the kind in brackets at its end."""
    return plain(_IN_BRACKETS.sub("", folded(name)) or name)


def _types_told(name: str) -> tuple[str, ...]:
    """The types of areas that a name says that it is of; none where it says nothing of that."""
    text = folded(name)
    told = _KOMMUN.search(text) or _IN_BRACKETS.search(text)
    return _TYPES.get(told[1], ()) if told else ()


_READINGS = (_spaced, folded, _without_kind)
"""The ways to read a name, the strictest first."""


def choices_in(rows: list[Row]) -> dict[tuple[str, str], str]:
    """What has been chosen before, from the rows of namnval."""
    return {(row["tabell"], row["namn"]): row["vald_id"] or "" for row in rows}
