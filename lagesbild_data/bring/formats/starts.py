"""The first rows of a file, where headings are looked for."""

from lagesbild_data.bring.formats.lines import HEADINGS_WITHIN, Line
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.store import csv_folder


def starts(upload: Upload) -> dict[str, list[Line]]:
    """The first rows of each sheet, or of a text file under its own name, where headings are looked
    for; none of other files. InvalidStore where a workbook can't be read."""
    if upload.kind == "arbetsbok":
        return {name: lines[:HEADINGS_WITHIN] for name, lines in upload.sheets.items()}
    if upload.kind != "text":
        return {}
    lines = [line for line in enumerate(upload.start.splitlines()) if line[1].strip()][
        :HEADINGS_WITHIN
    ]
    return {
        _called(upload): [
            (at, [cell.strip().strip('"') for cell in text.split(csv_folder.delimiter_in(text))])
            for at, text in lines
        ]
    }


def _called(upload: Upload) -> str:
    return upload.name.rpartition("/")[2].rpartition(".")[0] or upload.name
