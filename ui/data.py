"""The open store and its answers, cached: the only place with st.cache_*."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import streamlit as st

from geo import surfaces
from lagesbild_data.store import PUBLISHED, Location, Store, open_store

Answer = TypeVar("Answer")


def store() -> Store:
    """The store that the user chose, opened anew when its files change; InvalidStore when it has faults."""
    location = _location()
    return _open(str(location.text), location.fingerprint())


def ask(query: Callable[..., Answer], *arguments: Any) -> Answer:
    """The query's answer from the store, from the cache where the store and the arguments are the same."""
    return _ask(query.__module__, query.__name__, _location().fingerprint(), arguments, query)


def version() -> str:
    """The content hash of the store."""
    return _version(_location().fingerprint())


def area_surfaces() -> gpd.GeoDataFrame:
    """Surfaces of the store's areas: the store's own omraden.geojson, else the published ones."""
    file = _location().surfaces or surfaces.PUBLISHED
    return _surfaces(file, file.stat().st_mtime_ns)


@st.cache_data(show_spinner=False)
def outlines(kommunkoder: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Outlines of these kommuner."""
    return surfaces.outlines(set(kommunkoder))


def _location() -> Location:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", default=os.environ.get("LAGESBILD_DATA") or str(PUBLISHED))
    return Location.parse(parser.parse_known_args(sys.argv[1:])[0].data)


@st.cache_resource(show_spinner="Läser data …", max_entries=4)
def _open(text: str, fingerprint: str) -> Store:
    return open_store(text)


@st.cache_data(show_spinner=False, max_entries=2000)
def _ask(module: str, name: str, fingerprint: str, arguments: tuple, _query: Callable) -> Any:
    return _query(store(), *arguments)


@st.cache_data(show_spinner=False, max_entries=4)
def _version(fingerprint: str) -> str:
    return store().version


@st.cache_data(show_spinner=False, max_entries=4)
def _surfaces(path: Path, changed: int) -> gpd.GeoDataFrame:
    return surfaces.surfaces(path)
