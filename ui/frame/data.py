"""The open store and its answers, cached: the only place with st.cache_*."""

import argparse
import gc
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import geopandas as gpd
import streamlit as st

from geo import area_map, surfaces
from geo.area_map import BaseMap, MapColours
from lagesbild_data.answers.catalogue import package
from lagesbild_data.answers.meetings import Point
from lagesbild_data.answers.promises.search import FollowUpIndex
from lagesbild_data.model import settings
from lagesbild_data.public.reader import EVERYONE, Reader, opened_for, seen_anew
from lagesbild_data.store.areafile import Surfaces
from lagesbild_data.store.location import PUBLISHED, Location
from lagesbild_data.store.stores import Store, content_hash

Answer = TypeVar("Answer")
_MOST_DRAFTS = 500


@dataclass(frozen=True)
class Draft:
    """An agenda on its way."""

    name: str = ""
    points: tuple[Point, ...] = ()
    stored: tuple[str, tuple[Point, ...]] = field(default=("", ()), compare=False)
    """The name and points that the database had when it was opened or saved last."""


_run = threading.local()


def look_at_store() -> None:
    """Look once, at the start of a run, where the store is and whether its files have changed;
    InvalidStore when a setting isn't what it may be."""
    settings.threshold()
    settings.read_only()
    settings.smallest_base()
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", default=settings.data() or str(PUBLISHED))
    _run.location = Location.parse(parser.parse_known_args(sys.argv[1:])[0].data)
    _run.fingerprint = _run.location.fingerprint()
    _run.answers = {}
    _run.identity = _run.location.identity()


def store() -> Store:
    """The store that the user chose, as its readers see it, opened anew when its files change;
    InvalidStore when it has faults."""
    text = str(_location().text)
    opened = _open(_seen_by(), text, _run.identity)
    # What is written in place through us is checked as it is written; a copy must be made anew.
    if opened.in_place:
        return _anew(_seen_by(), fingerprint(), opened)
    return _open(_seen_by(), text, fingerprint())


def told() -> list[str]:
    """What readers must know of how the store was opened, for a day."""
    return [line for since, line in _told() if since > time.time() - 24 * 3600]


def reader() -> Reader:
    """Who asks the store in this run."""
    return Reader(EVERYONE, who())


def _seen_by() -> tuple[str, int]:
    """What decides what is seen of a store: part of every key."""
    return reader().role, settings.threshold()


def who() -> str:
    """Who is signed in, else who the setting LAGESBILD_VEM names, else ""."""
    if st.user.get("is_logged_in"):
        return str(st.user.get("name") or st.user.get("email") or "")
    return settings.writer()


def ask(query: Callable[..., Answer], *arguments: Any) -> Answer:
    """The query's answer from the store, from the cache where the store and the arguments are the
    same.

    Whoever asks the same in one run shares the answer, which is therefore not to be changed.
    """
    key = (query.__module__, query.__name__, _seen_by(), fingerprint(), arguments)
    if key not in _run.answers:
        _run.answers[key] = _ask(key, query)
    return _run.answers[key]


def version() -> str:
    """The hash of what may be shown of the store."""
    return _version(_seen_by(), fingerprint())


def area_surfaces() -> gpd.GeoDataFrame:
    """Surfaces of the store's areas: the store's own, else the published ones."""
    own = ask(_own_surfaces)
    return _surfaces(content_hash([], own), own)


def has_own_surfaces() -> bool:
    """Whether the store brings surfaces of its own."""
    return bool(ask(_own_surfaces))


@st.cache_resource(show_spinner=False, max_entries=16)
def base_map(kommunkoder: tuple[str, ...], colours: MapColours, street_tiles: bool) -> BaseMap:
    """The constant map under the areas of these kommuner; take a copy of it for layers."""
    base = area_map.base_map(surfaces.outlines(set(kommunkoder)), colours, street_tiles)
    base.get_root().render()
    return base


@st.cache_resource(show_spinner=False)
def settle_memory() -> None:
    """Once all is loaded: spare what is there from garbage collection, which Streamlit does after
    every run."""
    gc.collect()
    gc.freeze()


def _location() -> Location:
    if not hasattr(_run, "location"):
        look_at_store()
    return _run.location


def fingerprint() -> str:
    """Changes whenever the store does."""
    if not hasattr(_run, "fingerprint"):
        look_at_store()
    return _run.fingerprint


@st.cache_resource(show_spinner="Läser data …", max_entries=4)
def _open(seen_by: tuple, text: str, fingerprint: str) -> Store:
    opened = opened_for(reader(), text)
    _told().extend((time.time(), line) for line in opened.told)
    return opened


@st.cache_resource(show_spinner=False, max_entries=4)
def _anew(seen_by: tuple, fingerprint: str, _opened: Store) -> Store:
    return seen_anew(reader(), _opened)


@st.cache_resource(show_spinner=False)
def _told() -> list[tuple[float, str]]:
    return []


@st.cache_data(show_spinner=False, max_entries=2000)
def _ask(key: tuple, _query: Callable) -> Any:
    *_, arguments = key
    return _query(store(), *arguments)


@st.cache_data(show_spinner=False, max_entries=4)
def _version(seen_by: tuple, fingerprint: str) -> str:
    return package.version(store())


def _own_surfaces(store: Store) -> Surfaces:
    return store.surfaces


@st.cache_data(show_spinner=False, max_entries=4)
def _surfaces(version: str, _own: Surfaces) -> gpd.GeoDataFrame:
    return surfaces.surfaces(_own)


def follow_up_index() -> FollowUpIndex:
    """The index over the store's follow-ups."""
    return _follow_up_index(_seen_by(), fingerprint())


@st.cache_resource(show_spinner=False, max_entries=2)
def _follow_up_index(seen_by: tuple, fingerprint: str) -> FollowUpIndex:
    return FollowUpIndex(store())


@st.cache_resource(show_spinner=False)
def drafts() -> dict[str, Draft]:
    """Agendas on their way, by a key that their readers' browsers know; the one changed last is
    last."""
    return {}


def keep_draft(key: str, draft: Draft) -> None:
    """Keep an agenda on its way until the app stops, and of very many the latest."""
    kept = drafts()
    kept.pop(key, None)
    kept[key] = draft
    for oldest in list(kept)[:-_MOST_DRAFTS]:
        del kept[oldest]
