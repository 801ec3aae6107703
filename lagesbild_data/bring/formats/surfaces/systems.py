"""Which system coordinates are in, whatever the file says, and which of the two comes first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from lagesbild_data.bring.formats.reading import Context, Question, Reading
from lagesbild_data.bring.formats.surfaces.crs_names import RT90_ZONES, SWEREF99_LOCAL
from lagesbild_data.bring.formats.surfaces.placing import OTHER_SYSTEM, Places
from lagesbild_data.bring.formats.upload import Upload

_WGS84, _SWEREF99TM, _RT90 = 4326, 3006, 3021
_CALLED = {
    _WGS84: "WGS 84 (longitud och latitud)",
    _SWEREF99TM: "SWEREF 99 TM (EPSG:3006)",
    _RT90: "RT90 2.5 gon V (EPSG:3021)",
}
_SWEDISH = (_SWEREF99TM, *SWEREF99_LOCAL, *RT90_ZONES)
"""The systems in metres that Swedish maps are, or were, drawn in."""
_SWEDEN = (10, 55, 25, 70)
"""West, south, east and north of Sweden, in degrees."""
_METRES = {
    _SWEREF99TM: (200_000, 6_000_000, 1_000_000, 7_800_000),
    **dict.fromkeys(SWEREF99_LOCAL, (50_000, 6_000_000, 250_000, 7_800_000)),
    **dict.fromkeys(RT90_ZONES, (1_380_000, 6_000_000, 1_620_000, 7_800_000)),
    _RT90: (1_200_000, 6_000_000, 1_900_000, 7_800_000),
}
"""The same in the Swedish systems, each where it is of use."""
_MOST_DEGREES = (180, 90)
_UNKNOWN = "Filen anger inget känt koordinatsystem"
_STATED = "som-filen"
"""The answer that means what the file says of itself."""


@dataclass(frozen=True)
class _System:
    """A way to read coordinates."""

    crs: CRS
    is_swapped: bool = False
    """Whether north stands before east."""

    @property
    def epsg(self) -> int | None:
        return self.crs.to_epsg()

    def __str__(self) -> str:
        called = _CALLED.get(self.epsg or 0, self.crs.name)
        return f"{called}, med nord före öst" if self.is_swapped else called

    def ordered(self, values: np.ndarray) -> np.ndarray:
        """Positions, or bounds, with east before north."""
        order = {2: [1, 0], 4: [1, 0, 3, 2]}[values.shape[1]]
        return values[:, order] if self.is_swapped else values

    def degrees(self, positions: np.ndarray) -> np.ndarray:
        """Longitude and latitude of each position."""
        transformer = Transformer.from_crs(self.crs, _WGS84, always_xy=True)
        return np.column_stack(transformer.transform(*self.ordered(positions).T))

    def bounds(self, bounds: np.ndarray) -> np.ndarray:
        """Bounds, a row per surface, in degrees."""
        corners = self.degrees(bounds[:, [0, 1, 0, 3, 2, 1, 2, 3]].reshape(-1, 2)).reshape(-1, 4, 2)
        return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)

    def is_in_sweden(self, bounds: np.ndarray) -> np.ndarray:
        """Whether each row of bounds is in Sweden."""
        return _within(self.bounds(bounds), _SWEDEN)

    def is_of_use(self, bounds: np.ndarray) -> np.ndarray:
        """Whether each row of bounds is where the system is of use."""
        limits = _METRES.get(self.epsg or 0)
        return _within(self.ordered(bounds), limits) if limits else self.is_in_sweden(bounds)


def _within(bounds: np.ndarray, box: Sequence[float]) -> np.ndarray:
    """Whether each row of bounds is in the box."""
    west, south, east, north = bounds.T
    return (west >= box[0]) & (south >= box[1]) & (east <= box[2]) & (north <= box[3])


def in_degrees(
    upload: Upload,
    reading: Reading,
    context: Context,
    declared: CRS | None,
    areas: Sequence[str],
    shapes: list[BaseGeometry],
) -> Sequence[BaseGeometry] | None:
    """The shapes in longitude and latitude, with a note where that isn't what the file says of
    itself; None until it is answered which of several systems they are in."""
    bounds = shapely.bounds(shapes)
    known = declared if declared and (declared.is_geographic or declared.is_projected) else None
    places = Places(context.surfaces)
    system = _chosen(upload, reading, context, known, places, areas, bounds)
    if system is None:
        return None
    positions = shapely.get_coordinates(shapes)
    if system.crs.is_geographic:
        _check(
            upload,
            positions,
            system.ordered(positions),
            "är utanför longitud −180–180 och latitud −90–90, och "
            "inte heller i SWEREF 99 TM (x 200 000–1 000 000, y 6 000 000–7 800 000)",
        )
    degrees = system.degrees(positions)
    _check(
        upload, positions, degrees, f"ligger utanför det område som {system.crs.name} gäller för"
    )
    if not _within(np.array([[*degrees.min(axis=0), *degrees.max(axis=0)]]), _SWEDEN).all():
        reading.notes.append("Ytor ligger utanför Sverige; kontrollera filens koordinatsystem.")
    return shapely.set_coordinates(np.array(shapes), degrees)


def _chosen(
    upload: Upload,
    reading: Reading,
    context: Context,
    known: CRS | None,
    places: Places,
    areas: Sequence[str],
    bounds: np.ndarray,
) -> _System | None:
    stated = _System(known or CRS.from_epsg(_WGS84))
    fits = {system: _fits(system, places, areas, bounds) for system in _candidates(known)}
    fitting = [system for system, count in fits.items() if count and count == max(fits.values())]
    if known and known.is_projected and (np.abs(bounds) <= _MOST_DEGREES * 2).all():
        upload.refuse(
            f"anger {known.name}, men koordinaterna är grader; spara filen med sitt koordinatsystem"
        )
    if (known and stated in fitting) or (not fitting and (known or not context.surfaces)):
        return stated
    if not fitting:
        upload.refuse(
            "anger inget känt koordinatsystem, och ytorna hamnar långt från lagrets andra ytor;"
            " spara filen med sitt koordinatsystem, till exempel SWEREF 99 TM"
        )
    says = f"Filen anger {known.name}" if known else _UNKNOWN
    near = ", nära lagrets andra ytor" if context.surfaces else ""
    options = {_key(system): f"{system}{near}" for system in fitting}
    if known and stated.is_in_sweden(bounds).all():
        options[_STATED] = f"{stated}, som filen anger; ytorna hamnar då långt från lagrets andra"
    answer = next(iter(options))
    if len(options) > 1:
        text = (
            f"{says}, men koordinaterna går att läsa på flera sätt. Vilket koordinatsystem har de?"
        )
        given = reading.ask(Question("koordinater", text, options), context)
        if given is None:
            return None
        answer = given
    system = next((system for system in fitting if _key(system) == answer), stated)
    if system != stated:
        reading.notes.append(f"{says}; koordinaterna läses som {options[answer]}.")
    return system


def _key(system: _System) -> str:
    return f"{system.epsg or 'filens'}{'-nord-ost' if system.is_swapped else ''}"


def _candidates(known: CRS | None) -> list[_System]:
    """The systems that a file may be in that says so of itself: as it says, or what it is often
    mistaken for."""
    stated = _System(known or CRS.from_epsg(_WGS84))
    epsg = stated.epsg
    if known is None:
        others = [*_SWEDISH]
    elif epsg in _SWEDISH:
        others = [found for found in _SWEDISH if found != epsg]
    else:
        others = [_SWEREF99TM] if known.is_geographic else []
    systems = [stated, *(_System(CRS.from_epsg(other)) for other in others)]
    return systems + [_System(system.crs, is_swapped=True) for system in systems]


def _fits(system: _System, places: Places, areas: Sequence[str], bounds: np.ndarray) -> int:
    """How many of the surfaces come to lie in Sweden, where their areas lie today; all or none
    where that isn't known."""
    inside = system.is_in_sweden(bounds)
    if not places.surfaces:
        return int((inside & system.is_of_use(bounds)).all())
    return int((inside & (places.away(areas, system.bounds(bounds), OTHER_SYSTEM) == 0)).sum())


def _check(upload: Upload, positions: np.ndarray, degrees: np.ndarray, fault: str) -> None:
    """Refuse the file for the first position whose degrees are none."""
    outside = ~((np.abs(degrees) <= _MOST_DEGREES).all(axis=1))
    if outside.any():
        x, y = (f"{number:.10g}".replace(".", ",") for number in positions[outside.argmax()])
        upload.refuse(f"har en koordinat, x {x} och y {y}, som {fault}")
