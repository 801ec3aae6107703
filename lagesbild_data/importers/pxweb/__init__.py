"""Tables of SCB and other authorities as PxWeb gives them: JSON-stat, JSON, CSV, Excel and PC-Axis, one meaning."""

from typing import Any

from lagesbild_data.importers.json_files import mentions, parsed
from lagesbild_data.importers.pxweb import grid, jsonstat, px, pxjson, rows
from lagesbild_data.importers.pxweb.table import StatTable
from lagesbild_data.importers.reading import Context, Format, Reading
from lagesbild_data.importers.upload import Upload
from lagesbild_data.problems import InvalidStore


def is_of_kolada(upload: Upload) -> bool:
    """Whether a text or a workbook is a table of Kolada's key figures."""
    return any(found.is_of_kolada for found in _starts(upload))


def read_grid(upload: Upload, context: Context) -> Reading:
    """What a table of rows and columns gives; InvalidStore where it is no such table."""
    reading = Reading()
    return rows.read(upload, context, _grid_tables(upload, context, reading), reading)


def _recognises(upload: Upload) -> bool:
    if upload.kind == "json":
        return _is_json(upload)
    return px.is_px(upload) or any(not found.is_of_kolada for found in _starts(upload))


def _is_json(upload: Upload) -> bool:
    if mentions(upload, "coordinates") and mentions(upload, "geometry"):
        return False  # surfaces have words of any kind among their properties, and are large
    if not any(mentions(upload, word) for word in ("dimension", "columns", "collection")):
        return False
    document = parsed(upload)
    if document is None:
        return mentions(upload, "dimension") and mentions(upload, "value")
    return jsonstat.is_jsonstat(document) or pxjson.is_pxjson(document)


def _starts(upload: Upload) -> list[grid.Grid]:
    """The statistical tables that each sheet, or a text's first rows, looks like."""
    try:
        sheets = list(upload.sheets.values()) if upload.kind == "arbetsbok" else []
    except InvalidStore:
        return []
    if upload.kind == "text":
        sheets = [grid.first_lines(upload)]
    return [found for lines in sheets if (found := grid.grid_in(lines[: grid.FIRST_LINES])) and grid.looks_like(found)]


def _read(upload: Upload, context: Context) -> Reading:
    if upload.kind == "json":
        document: Any = upload.json
        tables = (
            [pxjson.table_in(upload, document)] if pxjson.is_pxjson(document) else jsonstat.tables_in(upload, document)
        )
        return rows.read(upload, context, tables, Reading())
    if px.is_px(upload):
        return rows.read(upload, context, [px.table_in(upload)], Reading())
    return read_grid(upload, context)


def _grid_tables(upload: Upload, context: Context, reading: Reading) -> list[StatTable]:
    """The tables of a workbook's sheets or of a text file; without those that are asked about."""
    sheets = upload.sheets if upload.kind == "arbetsbok" else {"": grid.all_lines(upload)}
    found = [(name, parts) for name, lines in sheets.items() if (parts := grid.grid_in(lines))]
    found = [(name, parts) for name, parts in found if grid.looks_like(parts)] or found
    reading.sheets = [name for name, _ in found]
    if not found:
        upload.refuse("har ingen tabell med områden och år")
    read = (grid.table_in(upload, parts, name, reading, context, f"tabell{at}-" if at > 1 else "")
            for at, (name, parts) in enumerate(found, 1))  # fmt: skip
    return [table for table in read if table]


FORMAT = Format(
    "scb",
    "SCB och andra myndigheter: tabell ur en statistikdatabas",
    "JSON-stat, JSON, CSV, Excel eller PC-Axis (.px) som statistikdatabasen sparar, per år och region (kommun, RegSO "
    "eller DeSO), gärna med kön. Välj JSON-stat om det går: där står koderna som gör att talen känns igen.",
    _recognises,
    _read,
)
