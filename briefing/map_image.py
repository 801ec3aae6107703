"""The map as a picture: surfaces of the areas, what is known of them written on top, and a legend beside.

Texts come from data: they are escaped where they go into the SVG.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import typst
from shapely.geometry.base import BaseGeometry

from briefing.text import lines, typesetting, width
from charts import looks
from charts.theme import LIGHT
from geo import surfaces
from lagesbild_data import queries
from lagesbild_data.situation import LAYERS, Lagesbild
from lagesbild_data.store import Store

WIDTH, HEIGHT = 1000, 480
"""Size of the picture in its own units, legend and all."""
_MAP_WIDTH = 700
_PADDING = 40
_TYPE = 17
_LEAST_METRES = 3000
"""A small area is shown with what lies around it."""
_LAND, _WATER = "#eef1f3", "#ffffff"
_PNG_SCALE = 2.5
_SIGNS = re.compile("[✔▶○⚠✕]")
_PAGE = f"""
#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)
""".encode()


@dataclass(frozen=True)
class Drawing:
    """A drawn map."""

    svg: str
    alt: str
    """What is written on the map, in words."""
    areas: frozenset[str]
    """Ids of the areas that have a surface."""

    def png(self) -> bytes:
        """The drawing in 2500 × 1200 pixels."""
        return typst.compile(
            _PAGE, format="png", ppi=72 * _PNG_SCALE, sys_inputs={"svg": self.svg}, font_paths=typesetting()
        )


def drawn(store: Store, picture: Lagesbild, layer: str) -> Drawing | None:
    """The areas of the lägesbild in one layer; None when none of them has a surface."""
    frame = surfaces.surfaces(store.location.surfaces or surfaces.PUBLISHED)
    areas = picture.areas.merge(frame, on="omrade_id", validate="1:1")
    if areas.empty:
        return None
    shapes = gpd.GeoDataFrame(areas).set_crs(surfaces.DRAWN).to_crs(surfaces.MEASURED)
    places = gpd.points_from_xy(areas["label_lon"], areas["label_lat"], crs=surfaces.DRAWN).to_crs(surfaces.MEASURED)
    seen = [looks.look(area, picture, layer, LIGHT) for area in areas.itertuples()]
    view = _View.of(shapes.total_bounds)
    others = frame[~frame["omrade_id"].isin(areas["omrade_id"])].to_crs(surfaces.MEASURED)
    kommuner = set(queries.areas(store)["kommunkod"].dropna())
    outline = surfaces.outlines(kommuner).to_crs(surfaces.MEASURED)
    body = [
        *(_path(shape, view, _LAND, LIGHT.muted, 1.5) for shape in view.seen(outline)),
        *(_path(shape, view, "none", LIGHT.muted, 1) for shape in view.seen(others)),
        *(_path(shape, view, _fill(pattern, colour), LIGHT.text, 1.5)
          for shape, (_, pattern, colour) in zip(shapes.geometry, seen, strict=True)),
        *_labels(areas["namn"], [label for label, _, _ in seen], [view.place(point.x, point.y) for point in places]),
        f'<rect x="0.5" y="0.5" width="{_MAP_WIDTH - 1}" height="{HEIGHT - 1}" fill="none" '
        f'stroke="{LIGHT.line}"/>',
        *_legend(looks.legend(picture, layer, LIGHT)),
    ]  # fmt: skip
    said = "; ".join(f"{name}: {label}" for name, (label, _, _) in zip(areas["namn"], seen, strict=True))
    alt = f"Karta, lagret {LAYERS[layer]}: {looks.SHOWS[layer].lower()}, {picture.periods[layer]}. {said}."
    return Drawing(_svg(*body), alt, frozenset(areas["omrade_id"]))


@dataclass(frozen=True)
class _View:
    """Metres to units of the picture."""

    west: float
    north: float
    scale: float

    @classmethod
    def of(cls, bounds: Iterable[float]) -> "_View":
        """The view that shows these bounds as large as can be, in the middle."""
        west, south, east, north = bounds
        room_x, room_y = _MAP_WIDTH - 2 * _PADDING, HEIGHT - 2 * _PADDING
        scale = min(room_x / max(east - west, _LEAST_METRES), room_y / max(north - south, _LEAST_METRES))
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        return cls(middle_x - _MAP_WIDTH / 2 / scale, middle_y + HEIGHT / 2 / scale, scale)

    def seen(self, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
        """The parts of surfaces that are inside the view: cut here, for a clipped group takes Typst 400 MB."""
        east, south = self.west + _MAP_WIDTH / self.scale, self.north - HEIGHT / self.scale
        inside = frame.geometry.clip_by_rect(self.west, south, east, self.north)
        return inside[~inside.is_empty]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands."""
        return (x - self.west) * self.scale, (self.north - y) * self.scale


def _svg(*body: str) -> str:
    patterns = f"""<pattern id="streckad" width="8" height="8" patternUnits="userSpaceOnUse"
    patternTransform="rotate(45)"><rect width="8" height="8" fill="{LIGHT.background}"/>
    <rect width="2" height="8" fill="{LIGHT.muted}"/></pattern>
    <pattern id="prickad" width="8" height="8" patternUnits="userSpaceOnUse">
    <rect width="8" height="8" fill="{LIGHT.background}"/>
    <circle cx="4" cy="4" r="1.6" fill="{LIGHT.muted}"/></pattern>
    <linearGradient id="skala">{_stops()}</linearGradient>"""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="Liberation Sans" font-size="{_TYPE}" fill="{LIGHT.text}"><defs>{patterns}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_WATER}"/>{"".join(body)}</svg>'
    )


def _stops() -> str:
    last = len(LIGHT.ramp) - 1
    return "".join(f'<stop offset="{i / last}" stop-color="{colour}"/>' for i, colour in enumerate(LIGHT.ramp))


def _fill(pattern: str, colour: str) -> str:
    return colour or f"url(#{pattern})"


def _path(shape: BaseGeometry, view: _View, fill: str, stroke: str, weight: float) -> str:
    rings = [ring for part in getattr(shape, "geoms", [shape]) for ring in (part.exterior, *part.interiors)]
    steps = " ".join(f"M{' '.join(_point(view.place(x, y)) for x, y, *_ in ring.coords)}Z" for ring in rings)
    return f'<path d="{steps}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{weight}"/>'


def _point(place: tuple[float, float]) -> str:
    return f"{place[0]:.1f},{place[1]:.1f}"


def _labels(names: pd.Series, labels: list[str], places: list[tuple[float, float]]) -> Iterator[str]:
    """Name and label of each area at its place, or under another label that stands there, with a line to its area."""
    taken: list[tuple[float, float, float, float]] = []
    for (x, y), name, label in sorted(zip(places, names, labels, strict=True), key=lambda item: item[0][1]):
        half = max(width(name, _TYPE, bold=True), width(label, _TYPE)) / 2 + 4
        middle = min(max(x, half + 4), _MAP_WIDTH - half - 4)
        top = y - _TYPE * 1.2
        for left, upper, right, lower in sorted(taken, key=lambda box: box[1]):
            if left < middle + half and middle - half < right and upper < top + 2.4 * _TYPE and top < lower:
                top = lower + 2
        taken.append((middle - half, top, middle + half, top + 2.4 * _TYPE))
        if top - (y - _TYPE * 1.2) > _TYPE:
            yield f'<path d="M{x:.1f},{y:.1f}L{middle:.1f},{top:.1f}" stroke="{LIGHT.text}" stroke-width="1"/>'
        yield _text(name, middle, top + _TYPE, ' font-weight="bold"')
        yield _text(label, middle, top + 2.15 * _TYPE, "")


def _text(text: str, x: float, y: float, weight: str) -> str:
    halo = f'stroke="{LIGHT.background}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {halo}{weight}{_type(text)}>{html.escape(text)}</text>'


def _type(text: str) -> str:
    """Another font for a text with a sign that ours lacks."""
    return ' font-family="DejaVu Sans Mono"' if _SIGNS.search(text) else ""


def _legend(items: list[tuple[str, str]]) -> Iterator[str]:
    """A box or sign with its text, under each other to the right of the map."""
    left, y = _MAP_WIDTH + 24, 20.0
    yield f'<text x="{left}" y="{y}" font-weight="bold">Teckenförklaring</text>'
    for sign, text in items:
        y += 14
        fill = {"streckad": "url(#streckad)", "prickad": "url(#prickad)", looks.RAMP: "url(#skala)"}.get(sign, sign)
        if fill.startswith(("#", "url")):
            yield f'<rect x="{left}" y="{y}" width="30" height="20" fill="{fill}" stroke="{LIGHT.muted}"/>'
        else:
            yield f'<text x="{left + 15}" y="{y + 16}" text-anchor="middle"{_type(sign)}>{html.escape(sign)}</text>'
        for line in _wrapped(text):
            yield f'<text x="{left + 40}" y="{y + 16}">{html.escape(line.strip())}</text>'
            y += _TYPE * 1.2


def _wrapped(text: str) -> list[str]:
    return lines(text, _TYPE, WIDTH - _MAP_WIDTH - 68)
