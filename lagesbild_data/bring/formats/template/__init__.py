"""The product's own tables, as workbooks and CSV: templates that have been filled in, and files of
the same form.

`sheets` finds the tables of a file, `doubts` asks what its sheets and columns don't tell,
`preliminary` what of it may be so, `known` tells its rows from those of the store, `cells` and
`numbers` read one cell each, and `rows` puts them together.
"""

from lagesbild_data.bring.formats.reading import Context, Format, Reading
from lagesbild_data.bring.formats.template.doubts import settled
from lagesbild_data.bring.formats.template.preliminary import with_preliminary
from lagesbild_data.bring.formats.template.rows import Rows
from lagesbild_data.bring.formats.template.sheets import recognises, sheets_of
from lagesbild_data.bring.formats.upload import Upload


def _read(upload: Upload, context: Context) -> Reading:
    sheets, notes = sheets_of(upload)
    if not sheets:
        upload.refuse(
            "har inga rubriker från någon av mallarna; hämta en med kommandot template eller på"
            " sidan Data"
        )
    if upload.kind == "arbetsbok" and upload.workbook.has_merged:
        notes.append(
            "Text i sammanfogade celler läses på alla deras rader, tal bara på den första."
        )
    reading = Reading(notes=notes, sheets=[sheet.name for sheet in sheets], names_sources=True)
    rows = Rows(upload, context, reading)
    for sheet in sheets:
        rows.remember_names(sheet)
    for sheet in settled(sheets, reading, context):
        rows.read(with_preliminary(sheet, reading, context))
    rows.settle()
    return reading


FORMAT = Format(
    "mall",
    "Mall från programmet",
    "Arbetsbok eller CSV med rubrikerna från programmets mallar, eller med tabellernas kolumnnamn.",
    recognises,
    _read,
)
