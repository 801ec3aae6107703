"""What a user asks of a document, in words, as a file: comments and all."""

import json
from typing import Any

from briefing.blocks import Choice
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import reference
from lagesbild_data.store.stores import Store
from lagesbild_data.words.problems import InvalidStore, Problem

LONGEST_HEADING, LONGEST_COMMENT = 120, 4000
"""Letters of a heading and of a comment on a part."""
_LAST = "kallor"
_WORDS = ("tillfälle", "delar", "rubrik", "kommentarer", "områden", "år")
_FOREIGN = "är inte ett underlag som har sparats härifrån"


def to_file(store: Store, choice: Choice) -> bytes:
    """The choice in words, as a file that from_file reads."""
    names = reference.neighbourhoods(store)
    content = {
        "tillfälle": OCCASIONS[choice.occasion].name,
        "delar": [PARTS[key].name for key in choice.parts],
        "rubrik": choice.heading,
        "kommentarer": {PARTS[key].name: text for key, text in choice.comments.items()},
        "områden": [names[area] for area in choice.filter.areas],
        "år": list(choice.filter.years),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def from_file(store: Store, place: str, content: bytes) -> Choice:
    """The choice in a file; InvalidStore with every fault otherwise."""
    try:
        read = json.loads(content.decode("utf-8-sig"))
        occasion, keys, heading, comments, areas, years = (read[name] for name in _WORDS)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidStore([Problem(place, _FOREIGN)]) from None
    lists = all(isinstance(found, list) for found in (keys, areas, years))
    if not lists or not isinstance(heading, str) or not isinstance(comments, dict):
        raise InvalidStore([Problem(place, _FOREIGN)])
    own = {PARTS[key].name: key for key in PARTS if key != _LAST}
    known: dict[str, tuple[list[Any], dict[Any, Any]]] = {
        "tillfälle": ([occasion], {kind.name: key for key, kind in OCCASIONS.items()}),
        "delar": (keys, own),
        "kommentarer": (list(comments), own),
        "områden": (areas, {name: area for area, name in reference.neighbourhoods(store).items()}),
        "år": (
            years,
            {year: year for year in map(int, subject_years.published_years(store)["alla"])},
        ),
    }
    problems = [
        Problem(place, f'"{_shown(value)}" finns inte här', column=name)
        for name, (values, ids) in known.items()
        for value in values
        if not isinstance(value, str | int) or value not in ids
    ]
    if not _is_text(heading, LONGEST_HEADING):
        problems.append(
            Problem(
                place, f"ska vara högst {LONGEST_HEADING} tecken utan styrtecken", column="rubrik"
            )
        )
    if not all(_is_text(text, LONGEST_COMMENT) for text in comments.values()):
        problems.append(
            Problem(
                place,
                f"ska vara högst {LONGEST_COMMENT} tecken utan styrtecken",
                column="kommentarer",
            )
        )
    if problems:
        raise InvalidStore(problems)
    ids = {
        name: [ids[value] for value in dict.fromkeys(values)]
        for name, (values, ids) in known.items()
    }
    written = dict(zip(ids["kommentarer"], comments.values(), strict=True))
    chosen = Filter(tuple(ids["områden"]), tuple(ids["år"]))
    return Choice(
        ids["tillfälle"][0], chosen, tuple(ids["delar"]), " ".join(heading.split()), written
    )


def _is_text(text: object, longest: int) -> bool:
    return isinstance(text, str) and len(text) <= longest and UNWRITABLE.search(text) is None


def _shown(value: object) -> str:
    """The beginning of what stands in a file, without signs that can't be shown."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", str(value)[:LONGEST_HEADING])
