"""What a document holds, whatever kind of file it becomes: parts made of blocks, each with what it
rests on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.map_image import Drawing
from lagesbild_data.model.cells import UNWRITABLE
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Finding, KeyFigure
from lagesbild_data.public.table import Table
from lagesbild_data.words import swedish


class NotPossible(Exception):  # noqa: N818 - it names the state, as InvalidStore does
    """A document that can't be made; its text tells the user why."""


@dataclass(frozen=True)
class Choice:
    """What a user asks for: an occasion (of occasions.OCCASIONS), areas and years, and the parts in
    order."""

    occasion: str
    filter: Filter
    parts: tuple[str, ...] = ()
    """Keys of parts.PARTS; empty for those of the occasion. Sources and method always come last."""
    heading: str = ""
    """Empty for the occasion's name."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """The user's own words on a part, by its key."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", _writable(self.heading))
        object.__setattr__(
            self, "comments", {key: _writable(text) for key, text in self.comments.items()}
        )


def _writable(text: str) -> str:
    """The text without signs that a document can't hold."""
    return UNWRITABLE.sub("", text).replace("\ufeff", "")


@dataclass(frozen=True)
class Basis:
    """What figures rest on."""

    kallor: tuple[str, ...] = ()
    """Titles of the sources."""
    n: str = ""
    """How much there is, in words."""
    caveats: tuple[str, ...] = ()
    """Remarks in the data on these figures."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Sources, n and caveats, a sentence each; those that there are."""
        named = f"Källa: {swedish.enumerate_words(self.kallor)}."
        counted = f"Underlag: {self.n}."
        reserved = f"Förbehåll: {' '.join(self.caveats)}"
        pairs = ((named, self.kallor), (counted, self.n), (reserved, self.caveats))
        return tuple(sentence for sentence, known in pairs if known)


@dataclass(frozen=True)
class Block:
    """A piece of a part under a title that tells what it shows."""

    title: str
    basis: Basis


@dataclass(frozen=True)
class Prose(Block):
    """Paragraphs of text."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Gap(Block):
    """What a part has nothing of; a document gathers them in one place."""

    text: str


@dataclass(frozen=True)
class Findings(Block):
    """Sentences made from data."""

    items: tuple[Finding, ...]


@dataclass(frozen=True)
class KeyFigures(Block):
    """Figures to be read first."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Tabulated(Block):
    """A table."""

    table: Table


@dataclass(frozen=True)
class Point:
    """One column of a chart: its label, its height and what is written over it."""

    label: str
    value: float
    shown: str
    preliminary: bool = False


_MOST_LABELS = 14


@dataclass(frozen=True)
class Chart:
    """Columns from zero; preliminary ones are hatched."""

    title: str
    unit: str
    points: tuple[Point, ...]

    @property
    def is_short(self) -> bool:
        """Whether there is room for a number over each column; else there is an axis."""
        return len(self.points) <= _MOST_LABELS

    @property
    def heading(self) -> str:
        """What is counted, and its unit where that isn't already said."""
        return self.title if self.unit in self.title.lower() else f"{self.title}, {self.unit}"

    @property
    def alt(self) -> str:
        """The chart in words: what it shows and every value."""
        values = (
            f"{p.label}: {p.shown}{' (preliminärt)' if p.preliminary else ''}" for p in self.points
        )
        return f"Stapeldiagram. {self.heading}. {'; '.join(values)}."


@dataclass(frozen=True)
class Charts(Block):
    """Charts side by side, or a single large one."""

    charts: tuple[Chart, ...]
    unshown: tuple[Chart, ...] = ()
    """Series that aren't to be compared in a chart, for a workbook."""


@dataclass(frozen=True)
class Map(Block):
    """A map of the areas with its legend."""

    drawing: Drawing
    table: Tabulated | None = None
    """The map's figures for a workbook, where no table of its own follows."""


@dataclass(frozen=True)
class Part:
    """A part of the document, in the order that its blocks are read."""

    name: str
    blocks: tuple[Block, ...]
    comment: str = ""
    """The user's own words."""


@dataclass(frozen=True)
class Document:
    """Everything that is written in a file."""

    heading: str
    occasion: str
    sentence: str
    """The chosen areas and years in words."""
    made: dt.date
    version: str
    """The content hash of the store."""
    mark: str
    """What stands across every page of invented data; "" for other data."""
    parts: tuple[Part, ...]
    method: Mapping[str, str]
    """Who publishes each source and what it can't be used for, by its title."""
    opening: Findings | None = None
    """What can be read aloud first; None where there is nothing to tell."""

    @property
    def date(self) -> str:
        """The day it was made, in words."""
        return swedish.date(self.made)

    @property
    def facts(self) -> tuple[str, ...]:
        """What the whole document rests on, a sentence each."""
        return (f"Urval: {self.sentence}", f"Dataversion: {self.version}", f"Uttaget: {self.date}")
