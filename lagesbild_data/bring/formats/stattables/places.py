"""The store's areas that a table's places are: by code, and by name only where that can't be
another place's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lagesbild_data.bring.formats.names import Names, plain
from lagesbild_data.bring.formats.stattables.table import Dimension
from lagesbild_data.bring.formats.texts import slug

_STATISTICAL = re.compile(r"\d{4}(R\d{3}|[A-Z]\d{4})(_[A-Za-z]+\d{4})?")
"""The code of a RegSO or DeSO; it begins with the kommun's, and editions after the first end it
with their year."""
_RIKET = frozenset({"riket", "hela riket", "sverige", "hela landet", "sweden", "the whole country"})
_SUMS = frozenset({"total", "totalt"})
"""What riket is called only where a code, or all kommuner, tell that it is the sum of them."""
_KOMMUNER = 290
"""The kommuner of Sweden."""
_LEFT_OUT = "utan"


@dataclass(frozen=True)
class Places:
    """Finds the areas of a table's places; what can't be told is asked."""

    names: Names
    place: Dimension
    publisher: str
    file: str
    ask: Callable[[str, str, Mapping[str, str]], str | None]
    """Ask a question by its key, text and options; None where it isn't answered yet."""

    def area(self, code: str, label: str) -> str | None:
        """The area that a code means: a kommun, riket, or a statistical area in a kommun of ours by
        its name there."""
        if is_statistical(code):
            return self._statistical(code, label)
        found = self.names.area_of_code(code) if re.fullmatch(r"\d{2}|\d{4}", code) else None
        if found is None:
            return None if re.fullmatch(r"\d+|G\d+", code) else self._by_name(label)
        return found if label == code or self._agrees(code, found, label) else None

    def _statistical(self, code: str, label: str) -> str | None:
        """The area of this name in the kommun that the code begins with: "0680R024 Jönköping
        (Råslätt)" is Råslätt."""
        kommunkod, plain_code = code[:4], code.partition("_")[0]
        kommun = self.names.area_of_code(kommunkod)
        if kommun is None:
            return None
        told = re.sub(r"_[A-Za-z]+\d{4}\b", "", label.replace(plain_code, "", 1)).strip()
        outer, _, inner = (
            told.removesuffix(")").rpartition("(") if told.endswith(")") else ("", "", told)
        )
        if outer.strip() and not self._agrees(kommunkod, kommun, outer.strip()):
            return None
        found = self.names.known_id("omraden", plain_code) or (
            self.names.find("omraden", inner) if inner else None
        )
        return found if found and self.names.kommunkod_of(found) == kommunkod else None

    def _by_name(self, label: str) -> str | None:
        """A kommun or riket by its name, for places without codes; a place of any other kind has no
        area."""
        if plain(label) in _RIKET or (
            plain(label) in _SUMS and len(self.place.categories) > _KOMMUNER
        ):
            return self.names.area_of_code("00")
        found = self._kommuner.known_id("omraden", label)
        if found is None:
            return None
        called = f"{self.place.id} {self.place.label}".casefold()
        if (
            self.publisher == "kolada"
            or "kommun" in called
            or plain(label) != " ".join(label.casefold().split())
        ):
            return found
        text = f'Regionerna i {self.file} har inga koder. Är "{label}" hela kommunen?'
        answer = self.ask(
            "kommuner",
            text,
            {"ja": "ja, namnen är kommuner", _LEFT_OUT: "nej, de är något annat och läses inte in"},
        )
        return found if answer == "ja" else None

    def _agrees(self, code: str, omrade_id: str, label: str) -> bool:
        """Whether a place is what its code says: it is called so too, or a reader says that the
        code is right."""
        if self._is_called(omrade_id, label):
            return True
        called = self.names.called("omraden", omrade_id)
        text = (
            f'Koden {code} är {called} här, men {self.file} kallar den "{label}". Vilket är rätt?'
        )
        answer = self.ask(
            f"region-{code}",
            text,
            {
                "kod": f"koden: talen gäller {called}",
                _LEFT_OUT: f"namnet: talen för {label} läses inte in",
            },
        )
        return answer == "kod"

    def _is_called(self, omrade_id: str, label: str) -> bool:
        """Whether a place may be called this: the one name, without its code and kind, is the
        other."""
        theirs = plain(re.sub(r"^\d+\s+", "", label))
        if self._kinds[omrade_id] == "riket":
            return theirs in _RIKET | _SUMS
        return slug(theirs) in ("", slug(plain(self.names.called("omraden", omrade_id))))

    @cached_property
    def _kommuner(self) -> Names:
        return self.names.of_kommuner()

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {row["omrade_id"]: row["typ"] for row in self.names.known["omraden"]}


def is_sum(label: str) -> bool:
    """Whether a place is called as the sum of others is."""
    return plain(label) in _SUMS


def is_statistical(code: str) -> bool:
    """Whether a code is that of a RegSO or DeSO."""
    return bool(_STATISTICAL.fullmatch(code))


def remark_of(code: str) -> str:
    """What is to be known of a figure of a statistical area, which a reader takes for an area of
    their own; "" for other places."""
    if not is_statistical(code):
        return ""
    edition = re.search(r"_[A-Za-z]+(\d{4})$", code)
    kind = "RegSO" if code[4] == "R" else "DeSO"
    year = f", {edition[1]} års indelning" if edition else ""
    return (
        f"Gäller SCB:s område {code.partition('_')[0]} ({kind}{year}), vars gränser kan vara andra"
        " än områdets."
    )
