"""A file, what is true of it, and what a reader who knows that answers to what is asked."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Key = tuple[Any, ...]
_SHOWN = 3_000
"""Letters of a file that are shown."""


class Draw:
    """Chance as a writer uses it; what is drawn first of a list is the plainest."""

    def __init__(self, draw: Callable[[st.SearchStrategy], Any]):
        self._draw = draw

    def pick(self, options: Sequence[T]) -> T:
        """One of these."""
        return options[0] if len(options) == 1 else self._draw(st.sampled_from(options))

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._draw(st.integers(low, high))

    def chance(self, one_in: int = 2) -> bool:
        """Whether something that happens once in so many times happens."""
        return self.whole(0, one_in - 1) == one_in - 1

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The same things in another order."""
        return list(self._draw(st.permutations(list(things)))) if len(things) > 1 else list(things)

    def some(self, things: Sequence[T], least: int = 1) -> list[T]:
        """So many of the things or more, in their order."""
        kept = [self.chance() for _ in things]
        picked = [thing for thing, is_kept in zip(things, kept, strict=True) if is_kept]
        return picked if len(picked) >= least else list(things[:least])


@dataclass(frozen=True)
class Series:
    """The values of one indicator; its name must hold these words."""

    words: tuple[str, ...]
    values: dict[Key, Key]
    """Value, whether it is preliminary, answers and standard error by area, year and group."""


@dataclass
class Case:
    """A file with others that belong to it, the first is the one that is brought in; and all that
    is true of it."""

    files: list[tuple[str, bytes]]
    rows: dict[str, dict[Key, Any]] = field(default_factory=dict)
    """By table."""
    series: list[Series] = field(default_factory=list)
    surfaces: dict[str, Any] = field(default_factory=dict)
    """A geometry of shapely in longitude and latitude per area."""
    answers: dict[str, str] = field(default_factory=dict)
    """What is answered to a question, by how its key begins or, after *, ends."""

    def answer(self, key: str) -> str | None:
        """What a reader answers to a question; None where the truth doesn't tell."""
        found = (
            answer
            for begin, answer in self.answers.items()
            if key.startswith(begin) or (begin.startswith("*") and key.endswith(begin[1:]))
        )
        return next(found, None)

    def shown(self) -> str:
        """The truth and the files, as far as they can be read."""
        parts = [f"rows {self.rows}", *map(str, self.series), f"surfaces {self.surfaces}"]
        for name, content in self.files:
            text = (
                repr(content)
                if b"\0" in content[:1000]
                else content.decode("utf-8", "backslashreplace")
            )
            parts.append(f"--- {name}\n{text[:_SHOWN]}")
        return "\n".join(parts)


def nfd(text: str) -> str:
    """The text with its dots and rings as signs of their own."""
    return unicodedata.normalize("NFD", text)
