"""Areas and their latest values as a GeoPackage that QGIS opens with its colours: one layer, and
styles for it."""

import math
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from babel.numbers import format_decimal

LAYER = "omraden"
MARKED = "anmarkning"
_GEOMETRY = "geom"
_STYLES = "layer_styles"
_MEASURED = "EPSG:3006"
_TAKEN = ("fid", _GEOMETRY, "omrade_id", MARKED)
"""Columns of the layer that aren't values; SQLite doesn't tell upper case from lower."""
_EDGE = "35,35,35,255"
_MISSING = "130,130,130,255"

_Range = tuple[float, float, str, str, str]
"""Lowest and highest value, label, colour, and how the surface is filled."""


def geopackage(
    areas: gpd.GeoDataFrame,
    values: pd.DataFrame,
    styled: Mapping[str, Sequence[str]],
    mark: str = "",
) -> bytes:
    """Every area with its row of values, in SWEREF 99 TM.

    `areas` has omrade_id and geometry, `values` has omrade_id, once for each area, and the columns
    to be shown. `styled` gives, for columns of numbers, the colours of their classes from low to
    high as #rrggbb; the layer opens with the first. `mark` says of the whole file what must follow
    with it wherever it goes, as that it is invented.
    """
    names = _names(values.columns.drop("omrade_id"))
    frame = areas[["omrade_id", "geometry"]].merge(
        values.assign(**{name: pd.to_numeric(values[name]) for name in styled}).rename(
            columns=names
        ),
        "left",
        "omrade_id",
        validate="one_to_one",
    )
    if mark:
        frame[MARKED] = mark
    styles = [
        (heading, _qml(names[heading], frame[names[heading]], colours))
        for heading, colours in styled.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "omraden.gpkg"
        pyogrio.write_dataframe(
            gpd.GeoDataFrame(frame, geometry="geometry", crs=areas.crs).to_crs(_MEASURED),
            path,
            LAYER,
            "GPKG",
            geometry_type="MultiPolygon",
            promote_to_multi=True,
            layer_options={"GEOMETRY_NAME": _GEOMETRY, "DESCRIPTION": mark},
        )
        if styles:
            pyogrio.write_dataframe(
                _style_table(styles, mark),
                path,
                _STYLES,
                "GPKG",
                append=True,
                layer_options={"FID": "id"},
            )
        return path.read_bytes()


def _names(headings: Iterable[str]) -> dict[str, str]:
    """Names of columns that SQLite and XML can have: printable, and different without regard to
    case."""
    taken = {name.casefold() for name in _TAKEN}
    answer = {}
    for heading in headings:
        plain = name = (
            "".join(sign if sign.isprintable() else " " for sign in heading).strip() or "kolumn"
        )
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain} ({number})"
        taken.add(name.casefold())
        answer[heading] = name
    return answer


def _style_table(styles: Sequence[tuple[str, str]], mark: str) -> pd.DataFrame:
    """The table where QGIS looks for the styles of a layer; GDAL adds its id, and tells of it in
    gpkg_contents."""
    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": LAYER,
            "f_geometry_column": _GEOMETRY,
            "styleName": [heading for heading, _ in styles],
            "styleQML": [qml for _, qml in styles],
            "styleSLD": "",
            "useAsDefault": [at == 0 for at in range(len(styles))],
            "description": mark,
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp.now("UTC"),
        }
    )


# What QGIS 3 writes for a layer whose areas are coloured by a number


def _qml(column: str, numbers: pd.Series, colours: Sequence[str]) -> str:
    """A style with classes of equal width, and hatching where there is no value."""
    low, high = (
        (float(numbers.min()), float(numbers.max())) if numbers.notna().any() else (0.0, 0.0)
    )
    ranges = _ranges(low, high, colours) if numbers.notna().any() else []
    shown = column
    if numbers.isna().any():
        # The graduated renderer passes by NULL, so it is given a number below all others, in a
        # class of its own.
        nothing = -1 if low >= 0 else math.floor(2 * low) - 1
        quoted = column.replace('"', '""')
        shown = f'coalesce("{quoted}", {nothing})'
        ranges.append((nothing, nothing, "Uppgift saknas", _MISSING, "b_diagonal"))
    root = ET.Element("qgis", version="3.34.0-Prizren", styleCategories="Symbology")
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="graduatedSymbol",
        attr=shown,
        graduatedMethod="GraduatedColor",
        forceraster="0",
        symbollevels="0",
        enableorderby="0",
        referencescale="-1",
    )
    places, symbols = ET.SubElement(renderer, "ranges"), ET.SubElement(renderer, "symbols")
    for at, (lower, upper, label, colour, fill) in enumerate(ranges):
        ET.SubElement(
            places,
            "range",
            render="true",
            lower=repr(float(lower)),
            upper=repr(float(upper)),
            symbol=str(at),
            label=label,
        )
        _add_symbol(symbols, str(at), colour, fill)
    method = ET.SubElement(renderer, "classificationMethod", id="EqualInterval")
    ET.SubElement(method, "symmetricMode", enabled="0", symmetrypoint="0", astride="0")
    ET.SubElement(method, "labelFormat", format="%1–%2", labelprecision="4", trimtrailingzeroes="1")
    ET.SubElement(ET.SubElement(method, "parameters"), "Option")
    ET.SubElement(method, "extraInformation")
    ET.SubElement(renderer, "rotation")
    ET.SubElement(renderer, "sizescale")
    ET.indent(root)
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd'"
        f" 'SYSTEM'>\n{ET.tostring(root, 'unicode')}\n"
    )


def _ranges(low: float, high: float, colours: Sequence[str]) -> list[_Range]:
    """A class per colour, equally wide; where there is but one value, one class in the strongest
    colour."""
    colours = colours if high > low else colours[-1:]
    width = (high - low) / len(colours)
    bounds = [*(low + at * width for at in range(len(colours))), high]
    decimals = max(0, 1 - math.floor(math.log10(width))) if width else 6
    return [
        (lower, upper, _label(lower, upper, decimals), _rgba(colour), "solid")
        for (lower, upper), colour in zip(pairwise(bounds), colours, strict=True)
    ]


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"


def _label(lower: float, upper: float, decimals: int) -> str:
    first, last = (
        format_decimal(round(number, decimals) + 0.0, "#,##0." + "#" * decimals, "sv_SE").replace(
            "-", "−"
        )
        for number in (lower, upper)
    )
    return first if first == last else f"{first} till {last}" if lower < 0 else f"{first}–{last}"


def _add_symbol(symbols: ET.Element, name: str, colour: str, fill: str) -> None:
    symbol = ET.SubElement(
        symbols, "symbol", type="fill", name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    layer = ET.SubElement(
        symbol, "layer", {"class": "SimpleFill", "enabled": "1", "locked": "0", "pass": "0"}
    )
    options = ET.SubElement(layer, "Option", type="Map")
    edge = {
        "outline_color": _EDGE,
        "outline_style": "solid",
        "outline_width": "0.26",
        "outline_width_unit": "MM",
    }
    for key, value in {"color": colour, "style": fill, "joinstyle": "bevel", **edge}.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)
