"""The whole store as files."""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from charts import theme
from geo import geopackage
from lagesbild_data.answers.catalogue import latest, package
from lagesbild_data.model.filter import Filter
from lagesbild_data.words import spreadsheet
from ui.catalogue.table import hidden
from ui.frame import data
from ui.frame.shell import mark
from ui.parts import download, prose


def everything(chosen: Filter) -> None:
    """The whole store as files."""
    prose.note(
        f"Allt i lagret, oavsett val i vänsterspalten. {hidden()} Sådana rader är inte med i"
        " filerna."
    )
    name = download.marked(f"lagesbild-{dt.date.today()}")
    for label, ending, kind, make, told in _FILES:
        with st.container(horizontal=True, vertical_alignment="center"):
            download.button(
                f"Ladda ner {label}", make, f"{name}.{ending}", kind, key=f"allt_{ending}"
            )
            prose.note(told)


def _geopackage() -> bytes:
    values, colours = data.ask(latest.by_area), theme.palette(dark=False).ramp
    return geopackage.geopackage(
        data.area_surfaces(), values, dict.fromkeys(latest.styled(values), colours), mark()
    )


_FILES: tuple[tuple[str, str, str, Callable[[], bytes], str], ...] = (
    (
        "CSV-mapp",
        "zip",
        "application/zip",
        lambda: package.csv_zip(data.store()),
        "En fil per tabell, som programmet kan öppna igen.",
    ),
    (
        "Excel",
        "xlsx",
        spreadsheet.XLSX_TYPE,
        lambda: package.xlsx(data.store()),
        "Ett blad per tabell, med källor och förbehåll.",
    ),
    (
        "SQLite",
        "sqlite",
        "application/vnd.sqlite3",
        lambda: package.sqlite(data.store()),
        "En databas som programmet kan öppna och skriva i.",
    ),
    (
        "GeoPackage",
        "gpkg",
        "application/geopackage+sqlite3",
        _geopackage,
        "Områdenas ytor med senaste värden, som öppnas med färger i QGIS.",
    ),
)
