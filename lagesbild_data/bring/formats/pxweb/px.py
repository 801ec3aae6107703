"""PC-Axis files (.px): keywords with texts in quotation marks, and the numbers last."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product, takewhile

from lagesbild_data.bring.formats.stattables.table import (
    GEO,
    METRIC,
    TIME,
    Cell,
    Codes,
    Content,
    Dimension,
    Note,
    StatTable,
    clean,
)
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import csv_folder
from lagesbild_data.words.text import normalised

_MOST_CELLS = 3_000_000
_MOST_BYTES = 100 * 2**20
_FIRST = re.compile(
    r"\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|NEXT-UPDATE|MATRIX|TABLEID|SUBJECT-AREA|SUBJECT-CODE|"
    r"TITLE|CONTENTS|UNITS|DECIMALS|SHOWDECIMALS|COPYRIGHT|DESCRIPTION|STUB|HEADING)(\[[\w-]+\])?\s*=",
)
_KEYWORD = re.compile(r'\s*([A-Z][A-Z0-9_-]*)(?:\[([\w-]+)\])?(?:\(((?:[^")]|"[^"]*")*)\))?\s*=')
_QUOTED = re.compile(r'"([^"]*)"')
_VALUE = re.compile(r'"[^"]*"|;|[^\s,;"]+')

_NOTES = frozenset(
    {"NOTE", "NOTEX", "VALUENOTE", "VALUENOTEX", "CELLNOTE", "CELLNOTEX", "DATANOTECELL"}
)

Said = Mapping[tuple[str, tuple[str, ...]], list[str]]
"""What a keyword says, by it and what it is said of."""


def is_px(upload: Upload) -> bool:
    """Whether a text begins as a PC-Axis file does."""
    return upload.kind == "text" and bool(_FIRST.match(upload.start))


def table_in(upload: Upload) -> StatTable:
    """The table of a file; InvalidStore where it isn't as it should be."""
    said, data = _parted(upload, _text(upload))
    names = [*said.get(("STUB", ()), []), *said.get(("HEADING", ()), [])]
    if not names or len(set(names)) != len(names):
        upload.refuse("är inte en hel PC-Axis-fil: STUB eller HEADING saknas")
    metric = _one(said, "CONTVARIABLE")
    dimensions = tuple(
        _dimension(upload, said, name, METRIC if name == metric else "") for name in names
    )
    size = math.prod(len(dimension.categories) for dimension in dimensions)
    if size > _MOST_CELLS:
        upload.refuse(f"har {size} värden; högst {_MOST_CELLS} kan läsas in")
    keyed = [dimension for dimension in dimensions if ("KEYS", (dimension.label,)) in said]
    found = _keyed(upload, said, dimensions, keyed, data) if keyed else _unkeyed(upload, size, data)

    def cells(wanted: Callable[[Codes], bool]) -> Iterator[Cell]:
        for at, codes in enumerate(product(*(dimension.categories for dimension in dimensions))):
            if wanted(codes):
                yield Cell(
                    at + 1,
                    codes,
                    found.get(codes, "") if isinstance(found, dict) else found[at],
                    "",
                )

    contents = _contents(
        said, next((dimension for dimension in dimensions if dimension.role == METRIC), None)
    )
    title = _one(said, "TITLE") or _one(said, "DESCRIPTION")
    table_id = _one(said, "TABLEID") or _one(said, "MATRIX")
    return StatTable(
        clean(title),
        clean(_one(said, "SOURCE")),
        clean(table_id),
        dimensions,
        cells,
        size,
        contents,
        notes=tuple(_notes(said, dimensions)),
    )


def _text(upload: Upload) -> str:
    """The whole file, in the encoding that it is in or says itself."""
    if upload.path.stat().st_size > _MOST_BYTES:
        upload.refuse(f"är större än {_MOST_BYTES >> 20} MB; dela upp den")
    with upload.path.open("rb") as file:
        encoding = csv_folder.check_encoding(file, upload.name)
        file.seek(0)
        content = file.read()
    stated = re.search(rb'CODEPAGE\s*=\s*"([\w-]+)"', content[:10_000])
    try:
        text = content.decode(
            stated[1].decode() if stated and not encoding.startswith("utf") else encoding
        )
    except (UnicodeDecodeError, LookupError):
        text = content.decode(encoding)
    return normalised(text)


def _parted(upload: Upload, text: str) -> tuple[Said, str]:
    """What each keyword says, in the file's own language, and the text of the data."""
    said: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    at = 0
    while found := _KEYWORD.match(text, at):
        keyword, language, about = found[1], found[2], tuple(_QUOTED.findall(found[3] or ""))
        if keyword == "DATA":
            return said, text[found.end() :]
        end = _end(text, found.end())
        if end < 0:
            break
        if not language:
            said.setdefault((keyword, about), _values(keyword, text[found.end() : end]))
        at = end + 1
    upload.refuse(
        "är inte en hel PC-Axis-fil: DATA saknas, eller ett nyckelord före det är fel skrivet"
    )


def _end(text: str, start: int) -> int:
    """Where the semicolon stands that ends a keyword, and isn't in quotation marks; -1 where none
    does."""
    for found in re.compile(r'"[^"]*"|;').finditer(text, start):
        if found[0] == ";":
            return found.start()
    return -1


def _values(keyword: str, text: str) -> list[str]:
    """The texts of a keyword: those in quotation marks, put together where only spaces part them,
    or the bare word."""
    if keyword == "TIMEVAL":
        return _times(text)
    joined = re.sub(r'"\s+"', "", text)
    return _QUOTED.findall(joined) if '"' in joined else [text.strip()]


def _times(text: str) -> list[str]:
    """The years that TIMEVAL tells, one by one or from the first to the last; none for what isn't
    years."""
    if not re.match(r"\s*TLIST\(A1", text):
        return []
    years = _QUOTED.findall(text)
    if (
        len(years) == 2
        and re.search(r'"\s*-\s*"', text)
        and all(re.fullmatch("[0-9]{4}", year) for year in years)
    ):
        return [str(year) for year in range(int(years[0]), int(years[1]) + 1)]
    return years


def _one(said: Said, keyword: str, *about: str) -> str:
    return " ".join(said.get((keyword, about), []))


def _dimension(upload: Upload, said: Said, name: str, role: str) -> Dimension:
    labels = said.get(("VALUES", (name,))) or said.get(("TIMEVAL", (name,))) or []
    codes = said.get(("CODES", (name,))) or labels
    if not labels or len(codes) != len(labels) or len(set(codes)) != len(codes):
        upload.refuse(
            f"har VALUES och CODES för {clean(name)} som inte hör ihop; varje kod ska stå en gång"
        )
    kind = _one(said, "VARIABLE-TYPE", name).casefold()
    role = role or (TIME if ("TIMEVAL", (name,)) in said else GEO if kind.startswith("geo") else "")
    eliminated = _one(said, "ELIMINATION", name)
    called = zip(codes, labels, strict=True)
    total = next((code for code, label in called if eliminated and eliminated in (label, code)), "")
    own_id = clean(_one(said, "VARIABLECODE", name)) or clean(name)
    return Dimension(
        own_id, clean(name), dict(zip(codes, map(clean, labels), strict=True)), role, total
    )


def _contents(said: Said, metric: Dimension | None) -> dict[str, Content]:
    decimals = _one(said, "SHOWDECIMALS") or _one(said, "DECIMALS")
    decimals = decimals if re.fullmatch("[0-6]", decimals) else ""
    if metric is None:
        label, unit, reference = (
            clean(_one(said, keyword)) for keyword in ("CONTENTS", "UNITS", "REFPERIOD")
        )
        return {"": Content("", label, unit, decimals, reference)}
    has_codes = ("CODES", (metric.label,)) in said
    contents = {}
    for code, label in metric.categories.items():
        unit, reference = (
            clean(_one(said, keyword, label) or _one(said, keyword))
            for keyword in ("UNITS", "REFPERIOD")
        )
        precision = _one(said, "PRECISION", metric.label, label) or decimals
        contents[code] = Content(
            clean(code) if has_codes else "", label, unit, precision, reference
        )
    return contents


def _notes(said: Said, dimensions: tuple[Dimension, ...]) -> Iterator[Note]:
    for (keyword, about), texts in said.items():
        if keyword not in _NOTES:
            continue
        found = [
            (dimension.id, code)
            for dimension in dimensions
            for code, label in dimension.categories.items()
            if about in ((dimension.label, label), (dimension.label, code))
        ]
        yield Note(clean(" ".join(texts)), *(found[0] if found else ("", "")))


def _unkeyed(upload: Upload, size: int, data: str) -> list[str]:
    found = _numbers(data, size)
    if len(found) != size:
        has = "fler" if len(found) > size else str(len(found))
        upload.refuse(f"ska ha {size} värden enligt STUB och HEADING, men DATA har {has}")
    return found


def _keyed(
    upload: Upload, said: Said, dimensions: tuple[Dimension, ...], stub: list[Dimension], data: str
) -> dict[tuple[str, ...], str]:
    """The values by their codes, where only rows that hold something are given, each with its keys
    first."""
    heading = [dimension for dimension in dimensions if dimension not in stub]
    codes = [
        (
            {code: code for code in dimension.categories}
            if "CODES" in _one(said, "KEYS", dimension.label)
            else {label: code for code, label in dimension.categories.items()}
        )
        for dimension in stub
    ]
    columns = list(product(*(dimension.categories for dimension in heading)))
    wide = len(stub) + len(columns)
    texts = _numbers(data, _MOST_CELLS)
    if tuple(stub) != dimensions[: len(stub)] or len(texts) % wide:
        upload.refuse("har rader i DATA som inte stämmer med KEYS")
    found: dict[tuple[str, ...], str] = {}
    for start in range(0, len(texts), wide):
        said_keys = texts[start : start + len(stub)]
        values = texts[start + len(stub) : start + wide]
        keys = tuple(known.get(text, "") for known, text in zip(codes, said_keys, strict=True))
        if not all(keys):
            upload.refuse(f"har en rad i DATA med en okänd nyckel: {clean(', '.join(said_keys))}")
        found |= {(*keys, *column): value for column, value in zip(columns, values, strict=True)}
    return found


def _numbers(data: str, most: int) -> list[str]:
    """The values of the data, at most one more than so many, without the semicolon that ends
    them."""
    found = (match[0] for match in islice(_VALUE.finditer(data), most + 1))
    return [text.strip('"') for text in takewhile(lambda text: text != ";", found)]
