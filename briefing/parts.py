"""The parts of a document, each made of the same answers as the page it belongs to."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from briefing.asked import Asked
from briefing.blocks import Basis, Block, Choice, Document, Gap, Part, Prose
from briefing.occasions import OCCASIONS, SOURCES, chosen
from briefing.opening import opening
from briefing.subjects import area, catalogue, crimes, dialogues, indicators, overview
from briefing.subjects import promises as promise_parts
from lagesbild_data.public import reference
from lagesbild_data.store.stores import Store

Progress = Callable[[str, int, int], None]
"""Told the name of what is being made, how many steps are done and how many there are."""
_LACKING = "Det som inte är publicerat för urvalet"


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
        if key == SOURCES and lacking:
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
        catalogue.method(ask),
        first,
    )


def _lacking(name: str, blocks: Sequence[Block]) -> list[str]:
    """What a part has nothing of, in one line after its name."""
    texts = list(dict.fromkeys(block.text for block in blocks if isinstance(block, Gap)))
    return (
        [f"{name}: {' '.join([texts[0][:1].lower() + texts[0][1:], *texts[1:]])}"] if texts else []
    )


@dataclass(frozen=True)
class _PartKind:
    name: str
    blocks: Callable[[Asked], Iterator[Block]]


PARTS = {
    "omrade": _PartKind("Området", area.areas),
    "lagesbild": _PartKind("Lägesbild", overview.summary),
    "karta": _PartKind("Karta", overview.area_map),
    "lofte": _PartKind("Medborgarlöfte", promise_parts.promise),
    "aktiviteter": _PartKind("Aktivitet för aktivitet", promise_parts.activities),
    "dialoger": _PartKind("Dialoger", dialogues.held),
    "resultat": _PartKind("Räknade resultat", promise_parts.results),
    "problemindex": _PartKind("Problemindex", indicators.index),
    "brott": _PartKind("Anmälda brott", crimes.reported),
    SOURCES: _PartKind("Källor och metod", catalogue.sources),
}
"""Every part by its key; `name` is what readers see."""
