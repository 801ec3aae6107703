"""Parts of the page Lägesbild: the choice of layer, the map from what is known of each area to how
it looks, and its legend."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts import looks, theme
from charts.looks import Key
from geo.area_map import AreaView
from lagesbild_data.answers.overview import lagesbild
from lagesbild_data.answers.overview.lagesbild import LAYERS, Lagesbild
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import change_text, count_words, dated
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.shell import dark, palette
from ui.parts.area_map import HEIGHT, on_surfaces, ramp, show_areas, swatch, under_map

_LAYER_CHOSEN = "lager_valt"


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


def show_map(
    layer: str,
    chosen: Filter,
    on_click: Callable[[str], None] | None = None,
    surroundings: bool = False,
    height: int = HEIGHT,
) -> None:
    """The map in this layer, with as much again around the chosen areas when their surroundings are
    to be seen."""
    areas, bounds = data.ask(_areas_drawn, chosen, layer, dark())
    on_map = data.area_surfaces()["omrade_id"].isin(chosen.areas).any()
    show_areas(areas, _widened(bounds) if surroundings and on_map else bounds, on_click, height)


def _widened(bounds: list[list[float]]) -> list[list[float]]:
    (south, west), (north, east) = bounds
    room = [(north - south) / 2, (east - west) / 2]
    return [[south - room[0], west - room[1]], [north + room[0], east + room[1]]]


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


def below_map(picture: Lagesbild, layer: str) -> None:
    """What stands under the map: its legend, where its surfaces are from, and the choice of street
    tiles."""
    under_map(_legend(picture, layer))


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
