"""Statistical tables, whatever form a file has them in and whoever has published them: what they
are and what they mean here, one way to rows for all. Kolada's site saves the same kind of table of
rows and columns as PxWeb does.
"""

from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.stattables import grid, grid_table, rows
from lagesbild_data.bring.formats.stattables.table import StatTable
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.words.problems import InvalidStore


def starts(upload: Upload) -> list[grid.Grid]:
    """The statistical tables that each sheet, or a text's first rows, looks like."""
    try:
        sheets = list(upload.sheets.values()) if upload.kind == "arbetsbok" else []
    except InvalidStore:
        return []
    if upload.kind == "text":
        sheets = [grid.first_lines(upload)]
    return [
        found
        for lines in sheets
        if (found := grid.grid_in(lines[: grid.FIRST_LINES])) and grid.looks_like(found)
    ]


def read_grid(upload: Upload, context: Context) -> Reading:
    """What a table of rows and columns gives; InvalidStore where it is no such table."""
    reading = Reading()
    return rows.read(upload, context, _tables(upload, context, reading), reading)


def _tables(upload: Upload, context: Context, reading: Reading) -> list[StatTable]:
    """The tables of a workbook's sheets or of a text file; without those that are asked about."""
    sheets = upload.sheets if upload.kind == "arbetsbok" else {"": grid.all_lines(upload)}
    found = [(name, parts) for name, lines in sheets.items() if (parts := grid.grid_in(lines))]
    found = [(name, parts) for name, parts in found if grid.looks_like(parts)] or found
    reading.sheets = [name for name, _ in found]
    if not found:
        upload.refuse("har ingen tabell med områden och år")
    read = (
        grid_table.table_in(upload, parts, name, reading, context, f"tabell{at}-" if at > 1 else "")
        for at, (name, parts) in enumerate(found, 1)
    )
    return [table for table in read if table]
