"""Importers: one small module per kind of file, and the one list of them."""

from lagesbild_data.bring.formats import (
    bra_kommun,
    bra_lagesbild,
    bra_sol,
    kolada,
    ole,
    police,
    pxweb,
    signatures,
    surfaces,
    template,
)
from lagesbild_data.bring.formats.reading import Format
from lagesbild_data.bring.formats.upload import Upload

_ALL = (
    bra_sol.FORMAT,
    bra_kommun.FORMAT,
    bra_lagesbild.FORMAT,
    police.FORMAT,
    police.KEY,
    kolada.FORMAT,
    pxweb.FORMAT,
    surfaces.FORMAT,
    template.FORMAT,
)
FORMATS: dict[str, Format] = {found.name: found for found in _ALL}
"""Every kind by its name; the first that recognises a file is taken for it."""

_UNKNOWN = "känns inte igen; välj själv vilket slags fil det är"
_WHY_NOT = {
    "tom": "är tom",
    "annat": (
        "är varken text, arbetsbok (.xlsx, .xlsb, .xls, .ods), JSON eller ytor, och kan inte läsas"
    ),
    "gammal": (
        f"är skadad, större än {ole.MOST >> 20} MB eller något annat än en arbetsbok; spara den som"
        " .xlsx"
    ),
}


def recognise(upload: Upload) -> Format:
    """The kind that the file's content looks like; InvalidStore, with the reason, where it looks
    like none."""
    for found in _ALL:
        if found.recognises(upload):
            return found
    if told := signatures.not_read(upload):
        upload.refuse(told)
    upload.check()
    upload.refuse(_WHY_NOT.get(upload.kind, _UNKNOWN))
