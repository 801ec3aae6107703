"""The police's crime codes, and the types of crimes that the key says they are."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.police.headings import is_key, plain_heading, rows_of
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.words import swedish


def types_in(key: Upload, names: Names) -> tuple[dict[str, str | None], dict[str, str]]:
    """The type of crime that each code counts as: the narrowest of its levels that the store has,
    else all crimes. Then the names of codes that have several types on that level, in words."""
    (_, header), *lines = rows_of(key, is_key)
    plain = [plain_heading(text) for text in header]
    code = plain.index("brottskod")
    level = next(at for at, text in enumerate(plain) if "niva" in text)
    called = [at for at, text in enumerate(plain) if text.endswith("namn")]
    if not called:
        key.refuse("saknar en kolumn med namn, till exempel brott_namn")
    levels: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(
        partial(defaultdict, dict)
    )
    for line, fields in lines:
        if len(fields) != len(header):
            key.refuse(f"har {len(fields)} fält på rad {line} men {len(header)} rubriker")
        name = next((fields[at].strip() for at in reversed(called) if fields[at].strip()), "")
        levels[fields[code].strip()][fields[level].strip().zfill(3)].setdefault(name, line)
    widest = (
        ALL_CRIMES
        if any(row["brottstyp_id"] == ALL_CRIMES for row in names.known["brottstyper"])
        else None
    )
    types: dict[str, str | None] = {}
    unclear: dict[str, str] = {}
    for text, found in levels.items():
        types[text] = widest
        for _, lines_of in sorted(found.items(), reverse=True):
            kinds = {names.find("brottstyper", name) for name in lines_of}
            if len(kinds) > 1:
                unclear[text] = swedish.enumerate_words(
                    [f"{name} (rad {line})" for name, line in lines_of.items()], "eller"
                )
            if kinds != {None}:
                types[text] = max(filter(None, kinds))
                break
    return types, unclear


class Codes:
    """The codes of crimes in a key, and those that are written without their first noughts."""

    def __init__(self, types: Mapping[str, str | None], unclear: Mapping[str, str], key: str):
        self._types, self._unclear, self._key = types, unclear, key
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for code in types:
            self._alike[code.lstrip("0")].append(code)
        self.mended: dict[str, str] = {}
        """Codes that aren't in the key, and those that they are taken for."""

    def type_of(self, text: str) -> str:
        """What a code counts as; ValueError, in Swedish, where that isn't known."""
        code = text.strip()
        alike = self._alike.get(code.lstrip("0"), [])
        if len(alike) > 1 and not code.startswith("0"):
            choices = swedish.enumerate_words(alike, "eller")
            raise ValueError(
                f'"{text}" kan vara {choices} i nyckeltabellen {self._key}, om Excel har tagit bort'
                " nollor"
            )
        if code not in self._types:
            if len(alike) != 1:
                raise ValueError(f'"{text}" finns inte i nyckeltabellen {self._key}')
            self.mended[code] = alike[0]
        meant = self.mended.get(code, code)
        if meant in self._unclear:
            raise ValueError(
                f'"{text}" är {self._unclear[meant]} på samma nivå i nyckeltabellen {self._key}; ta'
                " bort de rader där som inte gäller"
            )
        if (found := self._types[meant]) is None:
            raise ValueError(
                f'"{text}" svarar inte mot någon brottstyp i lagret, som också saknar {ALL_CRIMES}'
            )
        return found

    @property
    def told(self) -> str:
        """What to tell of codes without their noughts."""
        if not self.mended:
            return ""
        code, meant = min(self.mended.items())
        return (
            f"Nollor i början av brottskoder saknas, som när Excel har sparat dem; {code} läses som"
            f" {meant}."
        )
