"""The map as a picture: surfaces of the areas, what is known of them written on top, and a legend
beside.

Texts come from data: they are put into markup.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import typst
from markupsafe import Markup
from shapely import Point, box
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from briefing.labels import HEIGHT, TYPE, WIDTH, Label, Mark, placed
from briefing.text import lines, typesetting
from charts import looks, theme
from charts.looks import Key
from charts.theme import LIGHT
from geo import surfaces
from geo.area_map import TINT
from lagesbild_data.answers.overview.lagesbild import LAYERS, Lagesbild
from lagesbild_data.public import reference
from lagesbild_data.store.stores import Store

_LEGEND_WIDTH = 244
_PADDING = 24
_LEAST_METRES = 3000
"""A small area is shown with what lies around it."""
_NEIGHBOURS = 2
"""As many areas that aren't chosen are shown beside a single one, the nearest."""
_FRAME = box(0, 0, WIDTH, HEIGHT)
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

    svg: Markup
    alt: str
    """What is written on the map, in words."""
    areas: frozenset[str]
    """Ids of the areas that have a surface."""

    def png(self) -> bytes:
        """The drawing in 2500 × 975 pixels."""
        return typst.compile(
            _PAGE,
            format="png",
            ppi=72 * _PNG_SCALE,
            sys_inputs={"svg": self.svg},
            font_paths=typesetting(),
        )


def drawn(store: Store, picture: Lagesbild, layer: str) -> Drawing | None:
    """The areas of the lägesbild in one layer; None when none of them has a surface."""
    frame = surfaces.surfaces(store.surfaces)
    areas = picture.areas.merge(frame, on="omrade_id", validate="1:1")
    if areas.empty:
        return None
    names = reference.neighbourhoods(store)
    shapes = gpd.GeoDataFrame(areas).set_crs(surfaces.DRAWN).to_crs(surfaces.MEASURED)
    others = frame[frame["omrade_id"].isin(set(names) - set(areas["omrade_id"]))].to_crs(
        surfaces.MEASURED
    )
    seen = [looks.look(area, picture, layer, LIGHT) for area in areas.itertuples()]
    view = _View.of(_shown(shapes, others).total_bounds)
    outline = surfaces.outlines(set(reference.areas(store)["kommunkod"].dropna())).to_crs(
        surfaces.MEASURED
    )
    legend = looks.legend(picture, layer, LIGHT)
    below = max((y for _, _, _, y in _placed(legend)), default=0) + 10
    marks = [
        *(
            Mark(name, look.label, view.drawn(shape), view.place(*_at(area)))
            for shape, look, area, name in zip(
                shapes.geometry, seen, areas.itertuples(), areas["namn"], strict=True
            )
        ),
        *(
            Mark(names[area.omrade_id], "", view.drawn(area.geometry), view.place(*_at(area)))
            for area in others.itertuples()
            if view.drawn(area.geometry).intersects(_FRAME)
        ),
    ]
    body = [
        *(_path(shape, view, _LAND, LIGHT.muted, 1.5) for shape in view.seen(outline)),
        *_lakes(view, outline),
        *(_path(shape, view, LIGHT.line, LIGHT.muted, 1) for shape in view.seen(others)),
        *(
            _path(
                shape, view, _fill(look.pattern, look.colour), LIGHT.text, 1.5, _edge(look.pattern)
            )
            for shape, look in zip(shapes.geometry, seen, strict=True)
        ),
        *map(_label, placed(marks, box(WIDTH - _LEGEND_WIDTH, 0, WIDTH, below))),
        _rect(0.5, 0.5, WIDTH - 1, HEIGHT - 1, "none", LIGHT.line),
        _rect(WIDTH - _LEGEND_WIDTH, 0.5, _LEGEND_WIDTH - 0.5, below, LIGHT.background, LIGHT.line),
        *_legend(legend),
    ]
    said = "; ".join(
        f"{name}: {look.label}" for name, look in zip(areas["namn"], seen, strict=True)
    )
    alt = (
        f"Karta, lagret {LAYERS[layer]}: {looks.SHOWS[layer].lower()}, {picture.periods[layer]}."
        f" {said}."
    )
    return Drawing(_svg(*body), alt, frozenset(areas["omrade_id"]))


def _shown(shapes: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The surfaces that the view is made for: a single one with those nearest to it."""
    if len(shapes) > 1 or others.empty:
        return shapes
    nearest = others.geometry.distance(shapes.geometry.iloc[0]).sort_values().index[:_NEIGHBOURS]
    return pd.concat([shapes[["geometry"]], others.loc[nearest, ["geometry"]]])


def _at(area) -> tuple[float, float]:
    """Where an area has most room, in metres."""
    [point] = gpd.points_from_xy([area.label_lon], [area.label_lat], crs=surfaces.DRAWN).to_crs(
        surfaces.MEASURED
    )
    return point.x, point.y


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
        wide = WIDTH - _LEGEND_WIDTH
        room_x, room_y = wide - 2 * _PADDING, HEIGHT - 2 * _PADDING
        scale = min(
            room_x / max(east - west, _LEAST_METRES), room_y / max(north - south, _LEAST_METRES)
        )
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        return cls(middle_x - wide / 2 / scale, middle_y + HEIGHT / 2 / scale, scale)

    def seen(self, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
        """The parts of surfaces that are inside the view: cut here, for a clipped group takes Typst
        400 MB."""
        east, south = self.west + WIDTH / self.scale, self.north - HEIGHT / self.scale
        inside = frame.geometry.clip_by_rect(self.west, south, east, self.north)
        return inside[~inside.is_empty]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands."""
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        """A surface in units of the picture."""
        return affine_transform(
            shape, (self.scale, 0, 0, -self.scale, -self.west * self.scale, self.north * self.scale)
        )


def _svg(*body: Markup) -> Markup:
    patterns = Markup("""<pattern id="streckad" width="8" height="8" patternUnits="userSpaceOnUse"
    patternTransform="rotate(45)"><rect width="8" height="8" fill="{background}"/>
    <rect width="2" height="8" fill="{muted}"/></pattern>
    <pattern id="prickad" width="8" height="8" patternUnits="userSpaceOnUse">
    <rect width="8" height="8" fill="{background}"/>
    <circle cx="4" cy="4" r="1.6" fill="{muted}"/></pattern>
    <linearGradient id="skala">{stops}</linearGradient>""")
    patterns = patterns.format(background=LIGHT.background, muted=LIGHT.muted, stops=_stops())
    whole = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
        'font-family="Liberation Sans" font-size="{2}" fill="{3}"><defs>{4}</defs>'
        '<rect width="{0}" height="{1}" fill="{5}"/>{6}</svg>'
    )
    return whole.format(WIDTH, HEIGHT, TYPE, LIGHT.text, patterns, _WATER, Markup("").join(body))


def _stops() -> Markup:
    stop, last = Markup('<stop offset="{}" stop-color="{}"/>'), len(LIGHT.ramp) - 1
    return Markup("").join(
        stop.format(number / last, colour) for number, colour in enumerate(LIGHT.ramp)
    )


def _rect(
    x: float, y: float, width: float, height: float, fill: str, stroke: str, edge: Markup | str = ""
) -> Markup:
    box = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"{}/>')
    return box.format(x, y, width, height, fill, stroke, edge)


def _fill(pattern: str, colour: str) -> str:
    """The colour, a tint of it, or the pattern that has none."""
    return theme.tint(colour, TINT) if pattern == "tonad" else colour or f"url(#{pattern})"


def _edge(pattern: str) -> Markup:
    return Markup(' stroke-dasharray="6 5"') if pattern == "tonad" else Markup("")


def _path(
    shape: BaseGeometry, view: _View, fill: str, stroke: str, weight: float, edge: Markup | str = ""
) -> Markup:
    rings = [
        ring
        for part in getattr(shape, "geoms", [shape])
        for ring in (part.exterior, *part.interiors)
    ]
    steps = " ".join(
        f"M{' '.join(_point(view.place(x, y)) for x, y, *_ in ring.coords)}Z" for ring in rings
    )
    path = Markup('<path d="{}" fill="{}" fill-rule="evenodd" stroke="{}" stroke-width="{}"{}/>')
    return path.format(steps, fill, stroke, weight, edge)


def _point(place: tuple[float, float]) -> str:
    return f"{place[0]:.1f},{place[1]:.1f}"


def _lakes(view: _View, land: gpd.GeoDataFrame) -> Iterator[Markup]:
    """Names of lakes that are seen."""
    for name, lon, lat in surfaces.LAKES:
        [point] = gpd.points_from_xy([lon], [lat], crs=surfaces.DRAWN).to_crs(surfaces.MEASURED)
        x, y = view.place(point.x, point.y)
        if _FRAME.buffer(-12).contains(Point(x, y)) and not land.geometry.contains(point).any():
            text = Markup(
                '<text x="{:.1f}" y="{:.1f}" text-anchor="middle" font-style="italic"'
                ' fill="{}">{}</text>'
            )
            yield text.format(x, y, LIGHT.muted, name)


def _label(label: Label) -> Markup:
    """Name and label of an area, with a line to it where they stand beside it."""
    mark, (left, top, right, _) = label.mark, label.box
    middle, (x, y) = (left + right) / 2, mark.at
    line = Markup("")
    if label.line:
        (end_x, end_y), _ = label.line.coords
        line = Markup(
            '<path d="M{0:.1f},{1:.1f}L{2:.1f},{3:.1f}" stroke="{4}" stroke-width="1"/>'
            '<circle cx="{0:.1f}" cy="{1:.1f}" r="2.5" fill="{4}"/>'
        ).format(x, y, end_x, end_y, LIGHT.text)
    if not mark.label:
        return line + _text(mark.name, middle, top + TYPE, Markup(' fill="{}"').format(LIGHT.muted))
    name = _text(mark.name, middle, top + TYPE, Markup(' font-weight="bold"'))
    return line + name + _text(mark.label, middle, top + 2.15 * TYPE)


def _text(text: str, x: float, y: float, weight: Markup | str = "") -> Markup:
    written = Markup(
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle" stroke="{}" stroke-width="5"'
        ' stroke-linejoin="round" paint-order="stroke"{}{}>{}</text>'
    )
    return written.format(x, y, LIGHT.background, weight, _type(text), text)


def _type(text: str) -> Markup:
    """Another font for a text with a sign that ours lacks."""
    return Markup(' font-family="DejaVu Sans Mono"') if _SIGNS.search(text) else Markup("")


def _legend(keys: list[Key]) -> Iterator[Markup]:
    """A box or sign with its text, under each other in the map's corner."""
    left = WIDTH - _LEGEND_WIDTH + 16
    yield Markup('<text x="{}" y="24" font-weight="bold">Teckenförklaring</text>').format(left)
    for key, lines_of_text, y, _ in _placed(keys):
        if key.pattern:
            yield _rect(
                left, y, 30, 20, _fill(key.pattern, key.colour), LIGHT.muted, _edge(key.pattern)
            )
        else:
            sign = Markup('<text x="{}" y="{}" text-anchor="middle"{}>{}</text>')
            yield sign.format(left + 15, y + 16, _type(key.sign), key.sign)
        for number, line in enumerate(lines_of_text):
            text = Markup('<text x="{}" y="{}">{}</text>')
            yield text.format(left + 40, y + 16 + number * TYPE * 1.2, line.strip())


def _placed(keys: list[Key]) -> Iterator[tuple[Key, list[str], float, float]]:
    """Each line of the legend with its text broken, and where it begins and ends."""
    y = 24.0
    for key in keys:
        broken, top = lines(key.text, TYPE, _LEGEND_WIDTH - 68), y + 12
        y = top + max(20, len(broken) * TYPE * 1.2)
        yield key, broken, top, y
