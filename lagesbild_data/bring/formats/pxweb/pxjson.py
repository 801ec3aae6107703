"""PxWeb's own JSON: columns, and a list of keys with their values."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lagesbild_data.bring.formats.stattables.table import (
    METRIC,
    NOT_A_NUMBER,
    TIME,
    Cell,
    Codes,
    Content,
    Dimension,
    Note,
    StatTable,
    clean,
)
from lagesbild_data.bring.formats.texts import json_text
from lagesbild_data.bring.formats.upload import Upload

_CONTENTS = "ContentsCode"
_NAN = re.compile(r"[+-]?(nan|inf(inity)?)", re.IGNORECASE)


def is_pxjson(document: Any) -> bool:
    """Whether a document is what PxWeb gives as json."""
    return isinstance(document, dict) and all(
        isinstance(document.get(name), list) for name in ("columns", "data")
    )


def table_in(upload: Upload, document: Any) -> StatTable:
    """The table of a document; InvalidStore where it isn't as it should be."""
    columns = [column if isinstance(column, dict) else {} for column in document["columns"]]
    codes = [clean(column.get("code")) for column in columns]
    measured = [at for at, column in enumerate(columns) if column.get("type") == "c"] or [
        len(columns) - 1
    ]
    others = [at for at in range(len(columns)) if at not in measured]
    if not others or len(set(codes)) != len(codes) or not all(codes):
        upload.refuse("ska ha columns med var sin code: dimensionerna och minst ett innehåll")
    records = document["data"]
    for line, record in enumerate(records, 1):
        if not _is_record(record, len(others), len(measured)):
            upload.refuse(
                f"har en post (nummer {line}) som inte har en key per dimension och ett värde per"
                " innehåll"
            )
    dimensions = []
    for place, at in enumerate(others):
        keys = dict.fromkeys(record["key"][place] for record in records)
        label = clean(columns[at].get("text")) or codes[at]
        role = TIME if columns[at].get("type") == "t" else ""
        dimensions.append(Dimension(codes[at], label, {key: clean(key) for key in keys}, role))
    contents = {
        codes[at]: Content(codes[at], clean(columns[at].get("text")) or codes[at])
        for at in measured
    }
    dimensions.append(
        Dimension(
            _CONTENTS,
            _CONTENTS,
            {code: content.label for code, content in contents.items()},
            METRIC,
        )
    )

    def cells(wanted: Callable[[Codes], bool]) -> Iterator[Cell]:
        for line, record in enumerate(records, 1):
            for code, value in zip(contents, record["values"], strict=True):
                codes, text = (*record["key"], code), json_text(value)
                is_nan = bool(_NAN.fullmatch(text))
                if wanted(codes):
                    yield Cell(line, codes, "" if is_nan else text, NOT_A_NUMBER if is_nan else "")

    told = document.get("metadata")
    about = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    title, publisher = clean(about.get("label")), clean(about.get("source"))
    return StatTable(
        title,
        publisher,
        "",
        tuple(dimensions),
        cells,
        len(records) * len(contents),
        contents,
        notes=tuple(_notes(document.get("comments"))),
    )


def _notes(comments: Any) -> Iterator[Note]:
    for found in comments if isinstance(comments, list) else ():
        if isinstance(found, dict) and (text := clean(found.get("comment"))):
            yield Note(text, clean(found.get("variable")), clean(found.get("value")))


def _is_record(record: Any, keys: int, values: int) -> bool:
    if not isinstance(record, dict):
        return False
    key, found = record.get("key"), record.get("values")
    is_keyed = (
        isinstance(key, list) and len(key) == keys and all(isinstance(code, str) for code in key)
    )
    return is_keyed and isinstance(found, list) and len(found) == values
