"""The map of areas in folium: a base that never changes, and one layer of areas that does.

Texts come from data: they are put into markup here, and reach the map's script through
`script_json` only.
"""

import copy
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

import folium
import geopandas as gpd
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from markupsafe import Markup
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.surfaces import LAKES

Pattern = Literal["hel", "tonad", "prickad", "streckad", "tom"]
"""How a surface is filled: hel = a colour, tonad = a tint of it with a dashed edge, prickad =
direction only, streckad = not published, tom = not chosen."""
TINT = 0.25
"""How much there is of a colour in its tint."""

_MARGIN = 0.08
"""Of the map's size, around the areas that it is moved to."""


@dataclass(frozen=True)
class AreaView:
    """How one area is to look: texts as they stand in the data."""

    omrade_id: str
    name: str
    label: str
    """What the map says of the area, under its name; empty for an area that isn't chosen."""
    tooltip: tuple[str, ...]
    """Lines; the first is the heading."""
    pattern: Pattern
    colour: str = ""
    events: int = 0
    """Dated events at the area, shown as one circle with the count."""


@dataclass(frozen=True)
class MapColours:
    """Colours of the map's own parts, for a light or a dark page."""

    background: str
    outline: str
    land: str
    border: str
    text: str
    halo: str
    hatch: str
    event: str


def leaflet_from(folder: str) -> None:
    """Make every folium map load Leaflet, and nothing else, from this address: folium's own are on
    other hosts."""
    folium.Map.default_js = [("leaflet", f"{folder}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{folder}/leaflet.css")]


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_READ_BY_OTHERS = re.compile(r"[^A-Za-z0-9 \"\\.,:;-]")


def script_json(value: Any) -> str:
    """The value as JSON for a map's script, in which every sign of a text that could mean something
    to others than JSON is escaped: folium compiles what its templates have written once more, so
    `{{` in a name would be a program.
    """
    return _STRING.sub(lambda text: _READ_BY_OTHERS.sub(_escaped, text[0]), json.dumps(value))


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


class BaseMap(folium.Map):
    """A map that is rendered once, however often it is shown."""

    _rendered = False

    def render(self, **kwargs) -> str:
        """Render the first time only: folium compiles a dozen templates each time."""
        if not self._rendered:
            super().render(**kwargs)
            self._rendered = True
        return ""

    def copy(self) -> "BaseMap":
        """A map that takes layers of its own and shares everything else."""
        twin = copy.copy(self)
        twin._children = self._children.copy()
        twin._parent = page = copy.copy(cast(Figure, self.get_root()))
        page.script = Element()
        page.script._parent = page
        return twin


class _Outline(MacroElement):
    """Shapes under the areas that can't be clicked."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        L.geoJSON({{ this.shapes }}, {style: {{ this.style }}, interactive: false})
            .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """)

    def __init__(self, shapes: dict, style: dict):
        super().__init__()
        self._name = "outline"
        self.shapes = script_json(shapes)
        self.style = script_json(style)


class _Lakes(MacroElement):
    """Names of the lakes outside the kommuner's outlines; none where there is no outline."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this.lakes }}.forEach(lake => L.marker([lake[2], lake[1]], {
            interactive: false, keyboard: false,
            icon: L.divIcon({className: "sjonamn", iconSize: [0, 0], html: lake[0]}),
        }).addTo({{ this._parent.get_name() }}));
        {% endmacro %}
        """)

    def __init__(self, outline: gpd.GeoDataFrame):
        super().__init__()
        self._name = "lakes"
        seen = LAKES if len(outline) else ()
        self.lakes = script_json(
            [lake for lake in seen if not outline.contains(Point(lake[1], lake[2])).any()]
        )


def base_map(outline: gpd.GeoDataFrame, colours: MapColours, street_tiles: bool) -> BaseMap:
    """The map without areas: the kommun's outline, and street tiles (from another host) only where
    asked for."""
    base = BaseMap(
        tiles="OpenStreetMap" if street_tiles else None,
        zoom_control="bottomright",
        zoom_snap=0.25,
        zoom_delta=0.5,
        attributionControl=street_tiles,
        min_zoom=5,
        max_zoom=17,
    )
    style = {
        "color": colours.outline,
        "weight": 2,
        "fillColor": colours.land,
        "fillOpacity": 0 if street_tiles else 1,
    }
    base.add_child(_Outline(outline.geometry.__geo_interface__, style))
    base.add_child(_Lakes(outline))
    page = cast(Figure, base.get_root())
    page.header.add_child(Element(_css(colours)))
    page.html.add_child(Element(_patterns(colours)))
    return base


def _css(colours: MapColours) -> str:
    """Styles inside the map's frame; signs that folium's templates would read are avoided."""
    return f"""<style>
    .leaflet-container {{ background: {colours.background};
      font-family: "Source Sans", "Segoe UI", sans-serif; }}
    path.streckad {{ fill: url(#streckad); fill-opacity: 1; }}
    path.prickad {{ fill: url(#prickad); fill-opacity: 1; }}
    path:focus {{ outline: none; }}
    .sjonamn {{ color: {colours.hatch}; font-size: 14px; font-style: italic; white-space: nowrap; }}
    .omradesnamn {{ pointer-events: none; }}
    .omradesnamn div {{ position: absolute; transform: translate(-50%, -50%); text-align: center;
      white-space: nowrap; color: {colours.text}; font-size: 14px; line-height: 1.2;
      -webkit-text-stroke: 4px {colours.halo}; paint-order: stroke fill; stroke-linejoin: round; }}
    .omradesnamn b {{ display: block; font-weight: 600; }}
    .omradesnamn .ej-vald {{ opacity: 0.75; }}
    .omradesnamn i {{ display: inline-block; min-width: 18px; height: 18px; line-height: 18px;
      border-radius: 9px; box-sizing: border-box; padding: 0 4px; background: {colours.event};
      color: {colours.halo}; font-style: normal;
      font-size: 12px; font-weight: 600; -webkit-text-stroke: 0; margin-left: 4px; }}
    @media (max-width: 450px) {{ .omradesnamn div {{ font-size: 10.5px; }} }}
    .leaflet-bar a, .leaflet-bar a:hover {{ background: {colours.background}; color: {colours.text};
      border-color: {colours.hatch}; }}
    .leaflet-tooltip {{ font-size: 13px; line-height: 1.4; white-space: normal; width: max-content;
      max-width: min(240px, 42vw); color: {colours.text}; background: {colours.background};
      border-color: {colours.border}; }}
    </style>"""


def _patterns(colours: MapColours) -> str:
    return f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
    <pattern id="streckad" width="8" height="8" patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)">
      <rect width="8" height="8" fill="{colours.background}"/>
      <rect width="2" height="8" fill="{colours.hatch}"/>
    </pattern>
    <pattern id="prickad" width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill="{colours.background}"/>
      <circle cx="4" cy="4" r="1.6" fill="{colours.hatch}"/>
    </pattern></defs></svg>"""


class AreaLayer(folium.FeatureGroup):
    """Areas with labels and tooltips, and the map moved to the chosen ones when the choice changes.

    One script for all areas instead of a folium element for each: a changed filter is written in a
    millisecond.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        (function (group, areas, bounds) {
            L.geoJSON(areas, {style: area => area.properties.style})
                .bindTooltip(layer => layer.feature.properties.tooltip, {sticky: true, opacity: 1})
                .addTo(group);
            areas.forEach(area => L.marker(area.properties.place, {
                interactive: false, keyboard: false,
                icon: L.divIcon({
                    className: "omradesnamn", iconSize: [0, 0], html: area.properties.label,
                }),
            }).addTo(group));
            if (!window.lagesbildApart) {
                map_div.on("zoomend resize", () => window.lagesbildApart());
                // A frame outside the window is laid out when it is scrolled to.
                new IntersectionObserver(() => window.lagesbildApart()).observe(
                    map_div.getContainer());
            }
            window.lagesbildApart = () => apart(map_div.getContainer());
            group.on("add", () => setTimeout(window.lagesbildApart));
            if (areas.length && window.lagesbildBounds !== String(bounds)) {
                window.lagesbildBounds = String(bounds);
                map_div.invalidateSize();
                map_div.fitBounds(L.latLngBounds(bounds).pad({{ this.margin }}),
                    {maxZoom: 14.5, animate: false});
            }

            // Names are moved until they don't cover each other; one that isn't chosen and has no
            // room is left out.
            function apart(frame) {
                var taken = [], edge = frame.getBoundingClientRect();
                var names = Array.from(frame.querySelectorAll(".omradesnamn div"));
                var isOther = name => name.classList.contains("ej-vald");
                names.sort((a, b) => isOther(a) - isOther(b));
                names.forEach(name => {
                    name.style.left = name.style.top = "0";
                    name.style.visibility = "";
                    var box = name.getBoundingClientRect();
                    var steps = [0, -0.5, 0.5, -0.9, 0.9, -1.3, 1.3], found = null;
                    steps.forEach(y => steps.forEach(x => {
                        var dx = x * box.width * 0.6, dy = y * box.height;
                        var at = {left: box.left + dx, right: box.right + dx,
                            top: box.top + dy, bottom: box.bottom + dy};
                        var free = at.left >= edge.left && at.right <= edge.right
                            && at.top >= edge.top && at.bottom <= edge.bottom
                            && taken.every(other => at.right + 3 < other.left
                                || other.right + 3 < at.left
                                || at.bottom < other.top || other.bottom < at.top);
                        var far = Math.abs(dx) + Math.abs(dy);
                        if (free && (!found || far < found.far)) found = {dx, dy, at, far};
                    }));
                    if (found) {
                        name.style.left = found.dx + "px";
                        name.style.top = found.dy + "px";
                        taken.push(found.at);
                    } else if (isOther(name)) name.style.visibility = "hidden";
                    else taken.push(box);
                });
            }
        })({{ this.get_name() }}, {{ this.areas }}, {{ this.bounds }});
        {% endmacro %}
        """)

    def __init__(self, areas: list[dict], bounds: list[list[float]]):
        super().__init__()
        self.areas = script_json(areas)
        self.bounds = script_json(bounds)
        self.margin = _MARGIN


def drawn(
    surfaces: gpd.GeoDataFrame, views: Iterable[AreaView], colours: MapColours
) -> tuple[list[dict], list[list[float]]]:
    """What an AreaLayer is made of: a GeoJSON feature per view that has a surface, and the bounds
    of the chosen areas (of all when none is chosen) as [[south, west], [north, east]]."""
    shown = {view.omrade_id: view for view in views}
    frame = surfaces[surfaces["omrade_id"].isin(list(shown))]
    areas = [shown[omrade_id] for omrade_id in frame["omrade_id"]]
    places = zip(frame["label_lat"], frame["label_lon"], strict=True)
    features = [
        _feature(view, shape, place, colours)
        for view, shape, place in zip(areas, frame.geometry, places, strict=True)
    ]
    if not areas:
        return [], []
    chosen = frame[[view.pattern != "tom" for view in areas]]
    west, south, east, north = map(float, (chosen if len(chosen) else frame).total_bounds)
    return features, [[south, west], [north, east]]


def _feature(
    view: AreaView, shape: BaseGeometry, place: tuple[float, float], colours: MapColours
) -> dict:
    """One area as GeoJSON; its texts are markup."""
    heading, *lines = view.tooltip
    new_line, label = Markup("<br>"), Markup('<div class="{}"><b>{}{}</b>{}</div>')
    name = new_line.join(view.name.split(" ", 1))
    events = Markup("<i>{}</i>").format(view.events) if view.events else ""
    chosen = "" if view.pattern != "tom" else "ej-vald"
    properties = {
        "omrade_id": view.omrade_id,
        "tooltip": new_line.join([Markup("<b>{}</b>").format(heading), *lines]),
        "label": label.format(chosen, name, events, view.label),
        "place": place,
        "style": _style(view, colours),
    }
    return {"type": "Feature", "properties": properties, "geometry": shape.__geo_interface__}


def _style(view: AreaView, colours: MapColours) -> dict:
    chosen = view.pattern != "tom"
    return {
        "className": view.pattern,
        "fillColor": view.colour or colours.background,
        "fillOpacity": TINT if view.pattern == "tonad" else 0.85 if chosen else 0.35,
        "color": colours.border,
        "weight": 2 if chosen else 1,
        "dashArray": "6 5" if view.pattern == "tonad" else None,
    }
