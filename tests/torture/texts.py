"""Texts that would be code somewhere are only text, in every column, page, document and
download."""

import csv
import datetime as dt
import io
import json
import random
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml import ElementTree
from streamlit.testing.v1 import AppTest

from briefing import files
from briefing.blocks import Choice
from briefing.parts import PARTS
from lagesbild_data.answers.catalogue import package
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import TABLES
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.store.location import Location
from lagesbild_data.store.opening import open_store, rows_of
from lagesbild_data.words.problems import InvalidStore

from .pages import PAGES, html, opened
from .stores import folder_of
from .trials import Fault, Kind

HOSTILE = (
    "{{7919*7907}}",
    "{{ lb",
    "{% lb %}",
    "{# lb",
    "{lb}",
    "{0}",
    "%(lb)s %s",
    "${lb}",
    "}}{{lb",
    "<script>lb()</script>",
    "<img src=x onerror=lb()>",
    '"><img src=x onerror=lb()>',
    "</script><script>lb()</script>",
    "![lb](http://lb.invalid/x.png)",
    "[lb](javascript:lb())",
    "* _ $ ` # ~ |",
    "$\\frac{lb}{0}$",
    ":red[lb] :lb:",
    '=HYPERLINK("http://lb.invalid")',
    "+1+1",
    "-lb",
    "@lb",
    '#import "lb"',
    "\\u007b\\",
    "'; DROP TABLE omraden; --",
    "\u202elb\u202c",
    "\ufeff",
    "lb\u2028lb",
    "&lt;lb&gt; &amp;",
    "a" * 3000,
    "å\u0301\u0308" * 200,
    "😀\u200d🔥",
    "../../lb",
    "NULL",
)
_BRACES = ("{{7919", "{{ lb", "{% lb", "{# lb", "{{lb")
_RUNS = ("<script>lb", "<img src=x")
_REFERRED = {column.references for table in TABLES for column in table.columns if column.references}
Columns = set[tuple[str, str]]


def _columns() -> tuple[Columns, Columns]:
    """The declared columns that hold any text, and those that hold ids."""
    texts, ids = set(), set()
    for table in TABLES:
        for column in table.columns:
            if (
                column.type != "text"
                or column.allowed
                or (table.name, column.name) == ("namnval", "vald_id")
            ):
                continue
            is_id = column.references or (table.name in _REFERRED and column.name == table.key[0])
            (ids if is_id else texts).add((table.name, column.name))
    return texts, ids


def _store(folder: Path, text: str) -> Path:
    """The tiny store with the text in every column that it is allowed in."""
    texts, ids = _columns()
    for attempt in range(9):
        place = folder_of(folder / f"data{attempt}", "")
        for file in place.glob("*.csv"):
            _write(file, text, texts | ids)
        drawn = json.loads((place / "omraden.geojson").read_text())
        for feature in drawn["features"] if ids else []:
            feature["properties"]["omrade_id"] = text + feature["properties"]["omrade_id"]
        (place / "omraden.geojson").write_text(json.dumps(drawn))
        try:
            rows_of(Location.parse(place))
            return place
        except InvalidStore as invalid:
            refused = {
                (problem.place.removesuffix(".csv"), problem.column or "")
                for problem in invalid.problems
            }
            if not ids and not refused & texts:
                raise Fault("a text is allowed nowhere", invalid.problems[0]) from invalid
        # An id must be spelt in the same way wherever it stands.
        texts, ids = texts - refused, ids if refused & texts else set()
    raise Fault("a text is allowed nowhere", text)


def _write(file: Path, text: str, columns: Columns) -> None:
    with file.open(encoding="utf-8", newline="") as rows:
        header, *lines = csv.reader(rows)
    hostile = [number for number, name in enumerate(header) if (file.stem, name) in columns]
    for line in lines:
        for number in hostile:
            if line[number]:
                line[number] = text + line[number]
    with file.open("w", encoding="utf-8", newline="") as rows:
        csv.writer(rows, lineterminator="\n").writerows([header, *lines])


def _page(name: str, store: Path) -> None:
    app = opened(name, store)
    if found := [run for run in _RUNS if run in html(app)]:
        raise Fault("HTML of a text is run", found)
    if found := [text for text in _markdown(app) if "![lb](" in text]:
        raise Fault("Markdown of a text is followed", found[0])
    for component in app.get("component_instance"):
        if found := [sign for sign in _BRACES if sign in component.proto.json_args]:
            raise Fault("braces reach the map's script", found)
        if "62615533" in component.proto.json_args:
            raise Fault("a text is worked out as a template", "{{7919*7907}}")


def _markdown(app: AppTest) -> list[str]:
    """Every text that Streamlit takes for Markdown."""
    texts: list[Any] = [
        element.value
        for kind in ("title", "header", "subheader", "caption", "markdown", "warning")
        for element in getattr(app, kind)
    ]
    for kind in (
        "selectbox",
        "multiselect",
        "radio",
        "checkbox",
        "toggle",
        "button",
        "button_group",
        "expander",
    ):
        for element in app.get(kind):
            texts.append(getattr(element, "label", ""))
            if kind in ("radio", "button_group"):
                options = getattr(element.proto, "options", [])
                texts += [getattr(option, "content", option) for option in options]
    return [str(text) for text in texts]


def _document(ending: str, store: Path) -> None:
    content = files.make(
        opened_for(Reader(), store),
        Choice("ssg", Filter(), tuple(PARTS)),
        ending,
        dt.date(2024, 5, 28),
    )
    if ending != ".pdf":
        _well_formed(content)


def _well_formed(content: bytes) -> None:
    """Whether all XML of a package can be read, and no cell is a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        if not any(name.startswith("xl/") for name in archive.namelist()):
            return
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        if formulas := [
            cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]:
            raise Fault("a text is a formula", formulas[0])


def _download(form: str, store: Path) -> None:
    content = getattr(package, form)(opened_for(Reader(), store))
    if form == "xlsx":
        return _well_formed(content)
    again = store.parent / ("lager.sqlite" if form == "sqlite" else "lager")
    if form == "sqlite":
        again.write_bytes(content)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(again)
    open_store(again)


RECEIVERS = {
    **{f"page {name}": partial(_page, name) for name in PAGES},
    **{f"document {ending}": partial(_document, ending) for ending in files.ENDINGS},
    **{f"download {form}": partial(_download, form) for form in ("csv_zip", "xlsx", "sqlite")},
}


def _trial(_: Path, number: int, chance: random.Random, folder: Path) -> None:
    """Every text with every receiver, one pair after another; later numbers put two texts
    together."""
    text = HOSTILE[number // len(RECEIVERS) % len(HOSTILE)]
    if number >= len(HOSTILE) * len(RECEIVERS):
        text += chance.choice(HOSTILE)
    name = list(RECEIVERS)[number % len(RECEIVERS)]
    store = _store(folder, text)
    try:
        RECEIVERS[name](store)
    except Fault as fault:
        raise Fault(fault.sort, f"{text[:40]!r}, {name}: {fault.detail}") from fault
    except Exception as error:
        raise Fault("a text fails a file", f"{text[:40]!r}, {name}: {error!r}") from error


KINDS = [
    Kind("texts", len(HOSTILE) * len(RECEIVERS), 3, lambda folder: folder, _trial, seconds=300)
]
