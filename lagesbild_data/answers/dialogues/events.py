"""Which dialogues, meetings and other events are chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.dialogues.wording import capitalised
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import DIALOGUE, SERIOUS, event_year
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables.dialogues import HANDELSETYPER
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_event = SQL_TABLES["handelser"].c
_area = SQL_TABLES["omraden"].c

held_dialogue = (_event.typ == DIALOGUE) & _event.genomford
held_meeting = (_event.typ != SERIOUS) & _event.genomford

is_dated = _event.precision == "dag"


@dataclass(frozen=True)
class EventFilter(Filter):
    """The shared filter, and chosen types or themes of events; an event belongs when one of them is
    its own."""

    topics: tuple[str, ...] = ()

    def sentence(self, names: dict[str, str]) -> str:
        """What is chosen, in words: "Råslätt · 2024 · Gängsnacket eller Trygghet"."""
        topics = swedish.enumerate_words(map(capitalised, self.topics), "eller")
        return " · ".join(part for part in (super().sentence(names), topics) if part)

    @property
    def only_serious(self) -> bool:
        """Whether nothing but serious events are chosen; only then are they what is counted."""
        return self.topics == (SERIOUS,)

    @property
    def counted(self) -> sa.ColumnElement[bool]:
        """Condition: the event was held and is a dialogue or meeting; a serious one where only such
        are chosen."""
        wanted = _event.typ == SERIOUS if self.only_serious else _event.typ != SERIOUS
        return _event.genomford & wanted


# Themes


def topics(store: Store) -> list[str]:
    """Types of events in the store as declared, then their themes in Swedish order."""
    used = {row.typ for row in store.rows(sa.select(_event.typ).distinct())}
    types = [typ for typ in HANDELSETYPER if typ in used]
    themes = {theme for parts in themes_by_text(store).values() for theme in parts}
    return types + sorted(
        (theme for theme in themes if theme.casefold() not in types), key=swedish.sort_key
    )


def split_theme(tema: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The themes that a text names: "A och b" is A and B when one of them is a theme of its own
    elsewhere.

    `known` gives the spelling of every theme by its casefolded text.
    """
    parts = re.split(r", | och ", tema)
    if len(parts) == 1 or not any(part.casefold() in known for part in parts):
        return (tema,)
    return tuple(known.get(part.casefold(), capitalised(part)) for part in parts)


def themes_by_text(store: Store) -> dict[str, tuple[str, ...]]:
    """The themes of every text in the column tema."""
    query = sa.select(_event.tema).where(_event.tema.is_not(None)).distinct().order_by(_event.tema)
    texts = [row.tema for row in store.rows(query)]
    known = {text.casefold(): text for text in texts}
    return {text: split_theme(text, known) for text in texts}


# Choices and counts


def is_chosen(store: Store, choice: EventFilter) -> sa.ColumnElement[bool]:
    """Condition: the event begins in a chosen year, at a chosen area, with a chosen type or
    theme."""
    return _of_years_and_topics(store, choice) & choice.in_areas(_event.omrade_id)


def _of_years_and_topics(store: Store, choice: EventFilter) -> sa.ColumnElement[bool]:
    if not choice.topics:
        return choice.in_years(event_year)
    wanted = {topic.casefold() for topic in choice.topics}
    texts = [
        text
        for text, parts in themes_by_text(store).items()
        if wanted & {part.casefold() for part in parts}
    ]
    return choice.in_years(event_year) & (_event.typ.in_(wanted) | _event.tema.in_(texts))


def chosen_events(store: Store, choice: EventFilter) -> pd.DataFrame:
    """The chosen events in order of time: the columns of handelser, omrade (its name) and teman
    (separated)."""
    frame = store.frame(
        sa.select(SQL_TABLES["handelser"], _area.namn.label("omrade"))
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(is_chosen(store, choice))
        .order_by(_event.datum_fran, _event.datum_till, _event.handelse_id)
    )
    themes = {text: ", ".join(parts) for text, parts in themes_by_text(store).items()}
    return frame.assign(teman=frame["tema"].map(themes))


@dataclass(frozen=True)
class Tally:
    """How many events a choice has, of any type, held or planned."""

    events: int
    undated: int
    """Known only to a period."""
    hidden: int
    """Without an area, and therefore left out when areas are chosen."""


def tally(store: Store, choice: EventFilter) -> Tally:
    """How many events the choice has, and how many of them a calendar or a map can't show."""

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    chosen = choice.in_areas(_event.omrade_id)
    hidden = count(_event.omrade_id.is_(None)) if choice.areas else sa.literal(0)
    counts = sa.select(count(chosen), count(chosen & sa.not_(is_dated)), hidden)
    return Tally(*store.rows(counts.where(_of_years_and_topics(store, choice)))[0])
