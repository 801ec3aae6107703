"""Occasions that documents are made for: which parts, in which order."""

from dataclasses import dataclass

from briefing.blocks import Choice

SOURCES = "kallor"
"""The part that always comes last."""


@dataclass(frozen=True)
class Occasion:
    """A kind of meeting; `parts` are keys of parts.PARTS."""

    name: str
    parts: tuple[str, ...]


OCCASIONS = {
    "ssg": Occasion(
        "SSG", ("lagesbild", "karta", "lofte", "resultat", "dialoger", "brott", "kallor")
    ),
    "strategiskt-rad": Occasion(
        "Strategiskt råd",
        ("lagesbild", "problemindex", "brott", "lofte", "resultat", "dialoger", "kallor"),
    ),
    "polisbriefing": Occasion(
        "Lokal polisbriefing", ("omrade", "karta", "lagesbild", "brott", "dialoger", "kallor")
    ),
    "tertial": Occasion(
        "Tertialuppföljning", ("aktiviteter", "lofte", "resultat", "dialoger", "kallor")
    ),
}


def chosen(choice: Choice) -> list[str]:
    """Keys of the document's parts in order, sources and method last."""
    parts = choice.parts or OCCASIONS[choice.occasion].parts
    return [*(key for key in parts if key != SOURCES), SOURCES]
