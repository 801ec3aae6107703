"""Texts that mean something to what they are handed over to, and a store whose names, texts and ids
all are such."""

import csv
import json
from itertools import count, cycle
from pathlib import Path

from lagesbild_data.model.periods import INDEX
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.declaration import Column, Table
from lagesbild_data.store import csv_folder

TEXTS = (
    "{# norra",
    "{% set x",
    "{{ x",
    "{{7*7}}",
    "{{0|string|center(3999999999)}}",
    "{norra} {} {0.x}",
    "}} %} #}",
    "![x](http://evil.example/x.png)",
    "[a](javascript:alert(1))",
    "*a* _b_ $c$ `d` ~~e~~ $$f$$",
    ":red[g] :material/home: :streamlit: :smile:",
    "a -> b -- c >= d ~= e",
    "1. ett",
    "- streck",
    "# rubrik",
    "http://evil.example/h www.evil.example a@evil.example",
    "&amp; &lt;b&gt; &#42; &copy",
    "<img src=http://evil.example/i.png onerror=alert(1)>",
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 1</script>",
    "<b>fet</b><br><a href='http://evil.example'>l</a>",
    "]]> <!-- x",
    "%{customdata} %{x:$,.2f} %s %(x)s",
    "${alert(1)} `x`",
    "alert(coords); map_div",
    "2024",
    "1e5",
    "=1+1",
    "+A",
    "-A",
    "@A",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example")',
    "'=1+1",
    "_x0041_",
    '"a" \'b\' \\"c',
    "back\\slash \\",
    "#typst[ $x$ ]# #panic()",
    "1\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "lös\rretur; a, b",
    "noll\u200bbredd\u2060här",
    "\u202eomvänt\u202c",
    "rad\u2028och\u2029stycke",
    "NFD a\u030ao\u0308",
    "långt" * 55,
)
"""None of them is refused as the text of a store."""
UNWRITTEN = (
    "\x00noll",
    "\x1b[31mröd",
    "\x1b]0;titel\x07",
    "a\nSÅ ÄR DET",
    "b\rc",
    "\x9b31m",
    "\u202eomvänt",
    "\ud800",
)
"""What a store refuses, or a terminal acts on."""
_RULED = {
    ("omraden", "kommunkod"),
    ("agendapunkter", "adress"),
    ("namnval", "namn"),
    ("namnval", "vald_id"),
} | {("andringslogg", column) for column in ("tid", "tabell", "nyckel", "fore", "efter")}
"""Columns of text where other rules than those of a text say what may stand."""


def free_columns() -> list[tuple[Table, Column]]:
    """The columns in which any text may stand, by the data dictionary."""
    return [
        (table, column)
        for table in TABLES
        for column in table.columns
        if column.type == "text"
        and not column.allowed
        and not column.references
        and (table.name, column.name) not in _RULED
    ]


def write_store(source: Path, target: Path, first: int = 0) -> Path:
    """A copy of a CSV store, with at most some hundred rows of each table, in which every cell that
    any text may stand in has a hostile one and a number that no other has; ids, and what refers to
    them, too. Each column begins with the text whose place in TEXTS is `first`."""
    target.mkdir()
    rows = {path.stem: _some_rows(path) for path in source.glob("*.csv")}
    numbers = count()
    ids: dict[str, dict[str, str]] = {}
    for table, column in free_columns():
        texts = (
            f"{text} {number}".strip()
            for text, number in zip(cycle(TEXTS[first:] + TEXTS[:first]), numbers)
        )
        for row in rows.get(table.name, []):
            if row[column.name] != INDEX:  # which the program knows by its id
                before, row[column.name] = row[column.name], next(texts)
                if table.key == (column.name,):
                    ids.setdefault(table.name, {})[before] = row[column.name]
    for name, records in rows.items():
        for row in records:
            for column in BY_NAME[name].columns:
                if column.references and row[column.name]:
                    row[column.name] = ids[column.references].get(
                        row[column.name], row[column.name]
                    )
            if name == "namnval" and row["vald_id"]:
                row["vald_id"] = ids[row["tabell"]][row["vald_id"]]
        if records:
            csv_folder.write_table(
                target / f"{name}.csv", records[0], (row.values() for row in records)
            )
    surfaces = json.loads((source / "omraden.geojson").read_text(encoding="utf-8"))
    for feature in surfaces["features"]:
        feature["properties"]["omrade_id"] = ids["omraden"][feature["properties"]["omrade_id"]]
    (target / "omraden.geojson").write_text(json.dumps(surfaces), encoding="utf-8")
    return target


def _some_rows(path: Path, most: int = 300) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows[:: len(rows) // most + 1]
