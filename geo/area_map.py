"""The map of areas in folium: a base that never changes, and one group of features that does.

Every text comes from data, so it is escaped twice over: for HTML, and for the JavaScript template literals that folium
writes it into.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

import folium
import geopandas as gpd
from branca.element import Element, Figure, MacroElement
from folium.template import Template

Pattern = Literal["hel", "prickad", "streckad", "tom"]
"""How a surface is filled: hel = a colour, prickad = direction only, streckad = not published, tom = not chosen."""

_JAVASCRIPT_SIGNS = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"})


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


def safe(text: str) -> str:
    """The text as inert HTML, also inside a JavaScript template literal."""
    return html.escape(text).translate(_JAVASCRIPT_SIGNS)


def leaflet_from(folder: str) -> None:
    """Make every folium map load Leaflet, and nothing else, from this address."""
    folium.Map.default_js = [("leaflet", f"{folder}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{folder}/leaflet.css")]


def base_map(outline: gpd.GeoDataFrame, colours: MapColours, street_tiles: bool) -> folium.Map:
    """The map without areas: the kommun's outline, and street tiles (from another host) only where asked for."""
    base = folium.Map(
        tiles="OpenStreetMap" if street_tiles else None,
        zoom_control="bottomright",
        zoom_snap=0.25,
        zoom_delta=0.5,
        attributionControl=street_tiles,
        min_zoom=8,
        max_zoom=17,
    )
    style = {"color": colours.outline, "weight": 2, "fillColor": colours.land, "fillOpacity": 0 if street_tiles else 1}
    if not outline.empty:
        folium.GeoJson(
            outline.geometry.to_json(), style_function=lambda _: style, interactive=False, name="kommun"
        ).add_to(base)
    page = cast(Figure, base.get_root())
    page.header.add_child(Element(_css(colours)))
    page.html.add_child(Element(_patterns(colours)))
    return base


def _css(colours: MapColours) -> str:
    """Styles inside the map's frame; signs that folium's templates would read are avoided."""
    return f"""<style>
    .leaflet-container {{ background: {colours.background}; font-family: "Source Sans", "Segoe UI", sans-serif; }}
    path.streckad {{ fill: url(#streckad); fill-opacity: 1; }}
    path.prickad {{ fill: url(#prickad); fill-opacity: 1; }}
    path:focus {{ outline: none; }}
    .omradesnamn {{ pointer-events: none; }}
    .omradesnamn div {{ position: absolute; transform: translate(-50%, -50%); text-align: center; white-space: nowrap;
      color: {colours.text}; font-size: 13px; line-height: 1.2;
      -webkit-text-stroke: 4px {colours.halo}; paint-order: stroke fill; stroke-linejoin: round; }}
    .omradesnamn b {{ display: block; font-weight: 600; }}
    .omradesnamn .ej-vald {{ opacity: 0.75; }}
    .omradesnamn i {{ display: inline-block; min-width: 18px; height: 18px; line-height: 18px; border-radius: 9px;
      box-sizing: border-box; padding: 0 4px; background: {colours.event}; color: {colours.halo}; font-style: normal;
      font-size: 12px; font-weight: 600; -webkit-text-stroke: 0; margin-left: 4px; }}
    @media (max-width: 450px) {{ .omradesnamn div {{ font-size: 10.5px; }} }}
    .leaflet-bar a, .leaflet-bar a:hover {{ background: {colours.background}; color: {colours.text};
      border-color: {colours.hatch}; }}
    .leaflet-tooltip {{ font-size: 13px; line-height: 1.4; white-space: normal; width: max-content; max-width: 300px;
      color: {colours.text}; background: {colours.background}; border-color: {colours.border}; }}
    .leaflet-tooltip table, .leaflet-tooltip tr, .leaflet-tooltip td {{ padding: 0; margin: 0; border: 0; }}
    .leaflet-tooltip th {{ display: none; }}
    </style>"""


def _patterns(colours: MapColours) -> str:
    return f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
    <pattern id="streckad" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="8" height="8" fill="{colours.background}"/><rect width="2" height="8" fill="{colours.hatch}"/>
    </pattern>
    <pattern id="prickad" width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill="{colours.background}"/><circle cx="4" cy="4" r="1.6" fill="{colours.hatch}"/>
    </pattern></defs></svg>"""


class _FitTo(MacroElement):
    """Move the map to these bounds, once per change of them, so that a user's own view is left alone."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        if (window.lagesbildBounds !== {{ this.bounds|tojson }}) {
            window.lagesbildBounds = {{ this.bounds|tojson }};
            map_div.invalidateSize();
            map_div.fitBounds(JSON.parse(window.lagesbildBounds), {padding: [24, 24], maxZoom: 14.5, animate: false});
        }
        {% endmacro %}
        """
    )

    def __init__(self, bounds: list[list[float]]):
        super().__init__()
        self._name = "fit_to"
        self.bounds = str(bounds)


def area_features(surfaces: gpd.GeoDataFrame, views: Iterable[AreaView], colours: MapColours) -> folium.FeatureGroup:
    """The areas with their labels and event counts, and the map moved to the chosen ones (all when none is)."""
    shown = {view.omrade_id: view for view in views}
    frame = surfaces[surfaces["omrade_id"].isin(list(shown))]
    group = folium.FeatureGroup(name="omraden")
    if frame.empty:
        return group
    areas = [shown[omrade_id] for omrade_id in frame["omrade_id"]]
    features = {
        "type": "FeatureCollection",
        "features": [_feature(view, shape) for view, shape in zip(areas, frame.geometry, strict=True)],
    }
    folium.GeoJson(
        features,
        style_function=lambda feature: _style(shown[feature["properties"]["omrade_id"]], colours),
        tooltip=folium.GeoJsonTooltip(fields=["tooltip"], labels=False, sticky=True),
    ).add_to(group)
    for view, lat, lon in zip(areas, frame["label_lat"], frame["label_lon"], strict=True):
        icon = folium.DivIcon(html=_label(view), class_name="omradesnamn", icon_size=(0, 0))
        folium.Marker((lat, lon), icon=icon, interactive=False, keyboard=False).add_to(group)
    chosen = frame[[view.pattern != "tom" for view in areas]]
    west, south, east, north = map(float, (chosen if len(chosen) else frame).total_bounds)
    group.add_child(_FitTo([[south, west], [north, east]]))
    return group


def _feature(view: AreaView, shape) -> dict:
    heading, *lines = view.tooltip
    tooltip = "<br>".join([f"<b>{safe(heading)}</b>", *map(safe, lines)])
    properties = {"omrade_id": view.omrade_id, "tooltip": tooltip}
    return {"type": "Feature", "id": view.omrade_id, "properties": properties, "geometry": shape.__geo_interface__}


def _style(view: AreaView, colours: MapColours) -> dict:
    chosen = view.pattern != "tom"
    return {
        "className": view.pattern,
        "fillColor": view.colour or colours.background,
        "fillOpacity": 0.85 if chosen else 0.35,
        "color": colours.border,
        "weight": 2 if chosen else 1,
    }


def _label(view: AreaView) -> str:
    chosen = "" if view.pattern != "tom" else ' class="ej-vald"'
    events = f"<i>{view.events}</i>" if view.events else ""
    name = safe(view.name).replace(" ", "<br>", 1)
    return f"<div{chosen}><b>{name}{events}</b>{safe(view.label)}</div>"
