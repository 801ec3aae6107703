"""The formats, each with the writer that makes files of it."""

from collections.abc import Callable

from . import bra, kolada, police, pxweb, surfaces, templates
from .case import Case, Draw

WRITERS: dict[str, Callable[[Draw], Case]] = {
    "bra-kommun": bra.kommun,
    "bra-sol": bra.sol,
    "bra-lagesbild": bra.lagesbild,
    "polisen": police.extract,
    "kolada": kolada.answers,
    "kolada-poster": kolada.records,
    "kolada-tabell": kolada.saved,
    "jsonstat-2": pxweb.jsonstat2,
    "jsonstat-1": pxweb.jsonstat1,
    "jsonstat-samling": pxweb.collection,
    "pxweb-json": pxweb.pxweb_json,
    "pxweb-csv": pxweb.csv_table,
    "pxweb-excel": pxweb.excel,
    "pxweb-px": pxweb.px,
    "ytor-geojson": surfaces.geojson,
    "ytor-geopackage": surfaces.geopackage,
    "ytor-shapefile": surfaces.shapefile,
    "ytor-andra": surfaces.others,
    "mall-indikatorvarden": templates.indicators,
    "mall-handelser": templates.events,
    "mall-uppfoljningar": templates.follow_ups,
    "mall-utfall": templates.results,
}
