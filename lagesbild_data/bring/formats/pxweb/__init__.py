"""Tables of SCB and other authorities as PxWeb gives them: JSON-stat, JSON, CSV, Excel and PC-Axis,
one meaning."""

from typing import Any

from lagesbild_data.bring.formats import stattables
from lagesbild_data.bring.formats.json_files import mentions, parsed
from lagesbild_data.bring.formats.pxweb import jsonstat, px, pxjson
from lagesbild_data.bring.formats.reading import Context, Format, Reading
from lagesbild_data.bring.formats.stattables import rows
from lagesbild_data.bring.formats.upload import Upload


def _recognises(upload: Upload) -> bool:
    if upload.kind == "json":
        return _is_json(upload)
    return px.is_px(upload) or any(not found.is_of_kolada for found in stattables.starts(upload))


def _is_json(upload: Upload) -> bool:
    if mentions(upload, "coordinates") and mentions(upload, "geometry"):
        return False  # surfaces have words of any kind among their properties, and are large
    if not any(mentions(upload, word) for word in ("dimension", "columns", "collection")):
        return False
    document = parsed(upload)
    if document is None:
        return mentions(upload, "dimension") and mentions(upload, "value")
    return jsonstat.is_jsonstat(document) or pxjson.is_pxjson(document)


def _read(upload: Upload, context: Context) -> Reading:
    if upload.kind == "json":
        document: Any = upload.json
        tables = (
            [pxjson.table_in(upload, document)]
            if pxjson.is_pxjson(document)
            else jsonstat.tables_in(upload, document)
        )
        return rows.read(upload, context, tables, Reading())
    if px.is_px(upload):
        return rows.read(upload, context, [px.table_in(upload)], Reading())
    return stattables.read_grid(upload, context)


FORMAT = Format(
    "scb",
    "SCB och andra myndigheter: tabell ur en statistikdatabas",
    "JSON-stat, JSON, CSV, Excel eller PC-Axis (.px) som statistikdatabasen sparar, per år och"
    " region (kommun, RegSO eller DeSO), gärna med kön. Välj JSON-stat om det går: där står koderna"
    " som gör att talen känns igen.",
    _recognises,
    _read,
)
