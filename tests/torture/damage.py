"""A damaged store is refused in words, or every question of the pages has an answer, and the same
where nothing that is stored has changed."""

import json
import os
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.building import build
from lagesbild_data.words.problems import InvalidStore

from .pages import PAGES, Asked, as_text, asked_by_pages, opened
from .stores import folder_of
from .trials import Fault, Kind

_TRACES = ("Traceback", "<class", "object at 0x", "sqlalchemy")
_VALUES = (
    "NULL",
    "''",
    "'x'",
    "1e999",
    "-1",
    "9e18",
    "x'ff'",
    "CAST(x'c3' AS TEXT)",
    "CAST(x'00' AS TEXT)",
    "1.5",
    "'2023'",
    "2023",
    "'nej'",
    "'ja'",
    "0",
    "zeroblob(9)",
    "'2023-02-30'",
)
_TEXTS = (
    "",
    '"',
    "\0",
    "\ufeff",
    ";",
    "-1",
    "1e9",
    "NULL",
    "ja",
    "ÅÄÖ",
    "2023-02-30",
    "9" * 20,
    "\n",
)


@dataclass(frozen=True)
class Whole:
    """The store before it is damaged: where it is, the same as SQLite, what pages ask of it and
    what it answers."""

    folder: Path
    asked: Asked
    answers: dict[tuple, str]
    stored: dict[str, list[tuple]]


def _prepare(folder: Path) -> Whole:
    folder_of(folder / "data", "")
    build(folder / "data", folder / "data.sqlite")
    asked = asked_by_pages(folder / "data.sqlite")
    store = opened_for(Reader(), folder / "data.sqlite")
    answers = {key: as_text(query(store, *arguments)) for key, (query, arguments) in asked.items()}
    return Whole(folder, asked, answers, _stored(folder / "data.sqlite"))


def _stored(file: Path) -> dict[str, list[tuple]]:
    """All rows as they are stored, without use of any index; sqlite3.Error where they can't be
    read."""
    with closing(sqlite3.connect(file)) as database:
        database.text_factory = bytes
        names = [
            name.decode()
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: list(database.execute(f'SELECT * FROM "{name}" NOT INDEXED')) for name in names
        }


def _sqlite(whole: Whole, number: int, chance: random.Random, folder: Path) -> None:
    place = folder / "data.sqlite"
    for name in ("data.sqlite", "data.geojson"):
        if (whole.folder / name).exists():
            shutil.copy(whole.folder / name, folder / name)
    damage = (_bytes, _index, _cells, _stale_index)[number % 4]
    try:
        what = damage(place, chance)
    except (sqlite3.Error, UnicodeDecodeError):  # SQLite itself refused to spoil it
        return
    _judge(whole, place, what)


def _bytes(file: Path, chance: random.Random) -> str:
    """Bits turned over, pages of zeros, or an end that is missing."""
    content, size = bytearray(file.read_bytes()), file.stat().st_size
    kind = chance.choice(("bits", "zeros", "end"))
    if kind == "bits":
        for _ in range(chance.choice((1, 1, 5, 100))):
            content[chance.randrange(size)] ^= 1 << chance.randrange(8)
    elif kind == "zeros":
        start = chance.randrange(size // 4096) * 4096
        content[start : start + 4096] = bytes(4096)
    else:
        del content[chance.randrange(size) :]
    file.write_bytes(content)
    return kind


def _index(file: Path, chance: random.Random) -> str:
    """Bytes of a page of an index."""
    content = bytearray(file.read_bytes())
    pages = [at for at in range(0, len(content), 4096) if content[at] in (2, 10)]
    at = chance.choice(pages)
    for _ in range(chance.choice((1, 3, 20))):
        content[at + chance.randrange(8, 4096)] = chance.randrange(256)
    file.write_bytes(content)
    return f"index page {at // 4096}"


def _cells(file: Path, chance: random.Random) -> str:
    """Values that the schema forbids, written past it."""
    with closing(sqlite3.connect(file)) as database:
        database.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON")
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        table = chance.choice(
            [name for name in tables if database.execute(f'SELECT 1 FROM "{name}"').fetchone()]
        )
        column = chance.choice(
            [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
        )
        value = chance.choice(_VALUES)
        rules = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()[0]
        set_rules = "UPDATE sqlite_master SET sql = ? WHERE name = ?"
        database.execute(set_rules, (rules.replace("NOT NULL", "        "), table))
        database.commit()
    with closing(sqlite3.connect(file)) as database:  # reads the schema anew
        database.executescript("PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON")
        rows = [row for (row,) in database.execute(f'SELECT rowid FROM "{table}"')]
        database.execute(
            f'UPDATE "{table}" SET "{column}" = {value} WHERE rowid = ?', (chance.choice(rows),)
        )
        database.execute(set_rules, (rules, table))
        database.commit()
    return f"{table}.{column} = {value}"


def _stale_index(file: Path, chance: random.Random) -> str:
    """An index that doesn't know of a row that is changed or gone: the row is changed while no
    index is declared."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA writable_schema = ON")
        found = list(
            database.execute(
                "SELECT rowid, type, name, tbl_name, rootpage, sql FROM sqlite_master "
                "WHERE type = 'index' AND sql IS NOT NULL"
            )
        )
        index = chance.choice(found)
        database.execute("DELETE FROM sqlite_master WHERE rowid = ?", index[:1])
        database.commit()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA writable_schema = ON")
        rows = [row for (row,) in database.execute(f'SELECT rowid FROM "{index[3]}"')]
        if rows:
            database.execute(f'DELETE FROM "{index[3]}" WHERE rowid = ?', (chance.choice(rows),))
        columns = "(rowid, type, name, tbl_name, rootpage, sql)"
        database.execute(f"INSERT INTO sqlite_master {columns} VALUES (?, ?, ?, ?, ?, ?)", index)
        database.commit()
    return f"index {index[2]} with a row that is gone"


def _folder(whole: Whole, number: int, chance: random.Random, folder: Path) -> None:
    place = shutil.copytree(whole.folder / "data", folder / "data")
    file = chance.choice(sorted(place.iterdir()))
    content = file.read_bytes()
    kind = ("bytes", "cell", "lines")[number % 3]
    if file.suffix == ".geojson" and kind != "bytes":
        content = json.dumps(spoilt_json(json.loads(content), chance)).encode()
    elif kind == "bytes":
        content = spoilt_bytes(content, chance)
    else:
        lines = content.decode().split("\n")
        at = chance.randrange(len(lines))
        if kind == "cell":
            cells = lines[at].split(",")
            cells[chance.randrange(len(cells))] = chance.choice(_TEXTS)
            lines[at] = ",".join(cells)
        else:
            lines[at : at + 1] = chance.choice(
                ([], lines[at : at + 1] * 2, lines[at : at + 1] * 300, lines[:1])
            )
        content = "\n".join(lines).encode()
    file.write_bytes(content)
    _judge(whole, place, f"{kind} of {file.name}")


def spoilt_bytes(content: bytes, chance: random.Random) -> bytes:
    """The content with some bytes changed, gone, doubled or at an end too soon."""
    spoilt = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 4, 40))):
        at = chance.randrange(len(spoilt))
        end = at + chance.choice((1, 1, 8, 500))
        change = chance.randrange(4)
        if change == 0:
            spoilt[at] = chance.randrange(256)
        elif change == 1 and len(spoilt) > end - at:
            del spoilt[at:end]
        elif change == 2:
            spoilt[at:at] = spoilt[at:end]
        else:
            spoilt[at : at + 1] = chance.choice(
                (b"\xff", b"\0", "€".encode(), b'"', b"\n", b"<", b"9" * 30, b"[" * 999)
            )
    return bytes(
        spoilt[: chance.randrange(1, len(spoilt) + 1)] if chance.random() < 0.15 else spoilt
    )


def spoilt_json(document: Any, chance: random.Random) -> Any:
    """The document with one of its values another."""
    odd = (
        None,
        True,
        -1,
        1e308,
        10**40,
        "",
        "T",
        "9999",
        "\0",
        "<b>",
        [],
        {},
        [[]],
        {"a": [1]},
        "\ud800",
    )
    inner = document
    while isinstance(inner, dict | list) and inner:
        key = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
        if chance.random() < 0.2 or not isinstance(inner[key], dict | list) or not inner[key]:
            if chance.random() < 0.2:
                del inner[key]
            else:
                inner[key] = chance.choice(odd)
            break
        inner = inner[key]
    return document


def in_words(invalid: InvalidStore) -> None:
    """Fault where the problems aren't told in words."""
    told = [str(problem) for problem in invalid.problems]
    if not told or any(trace in line for line in told for trace in _TRACES):
        raise Fault("is not told in words", told[:1])


def _judge(whole: Whole, place: Path, what: str) -> None:
    try:
        store = opened_for(Reader(), place)
    except InvalidStore as invalid:
        return in_words(invalid)
    answers = {}
    try:
        for key, (query, arguments) in whole.asked.items():
            answers[key] = as_text(query(store, *arguments))
    except Exception as error:
        os.environ["LAGESBILD_VEM"] = "Anna"
        for page in PAGES:
            try:
                opened(page, place)
            except Fault as fault:
                raise Fault(fault.sort, f"{what}: {fault.detail}; {error!r}") from fault
        return
    if place.suffix == ".sqlite" and _is_the_same(whole, place) and answers != whole.answers:
        other = [key[:2] for key, answer in answers.items() if answer != whole.answers[key]]
        raise Fault("other figures of the same rows", f"{what}: {other[:3]}")


def _is_the_same(whole: Whole, place: Path) -> bool:
    try:
        return _stored(place) == whole.stored
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _trial(whole: Whole, number: int, chance: random.Random, folder: Path) -> None:
    (_sqlite if number % 3 else _folder)(whole, number // 3, chance, folder)


KINDS = [Kind("stores", 10_000, 15, _prepare, _trial, seconds=60, memory=1024)]
