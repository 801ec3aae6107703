"""What bringing a file into a store would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lagesbild_data.bring.formats.names import Remembered, Unmatched
from lagesbild_data.bring.formats.reading import Format, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.checked import Row
from lagesbild_data.words.problems import Problem


@dataclass(frozen=True)
class TableChange:
    """What a file does to one table: rows that are new, rows before and after, and how many stay as
    they are."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    """Final figures that the file has preliminary ones for."""
    unseen: list[Row] = field(default_factory=list)
    """What is written over counts that aren't shown, whatever they are: the key and what the file
    says."""

    @property
    def does_something(self) -> bool:
        """Whether anything is written."""
        return bool(self.new or self.changed or self.unseen)


@dataclass(frozen=True)
class Plan:
    """What bringing a file into a store would do; nothing is done yet."""

    upload: Upload
    format: Format | None
    """None where the content isn't recognised."""
    reading: Reading
    problems: list[Problem]
    unmatched: list[Unmatched]
    left_out: Mapping[str, set[str]]
    """Names per table that aren't in the store and that nothing there is like, or that are chosen
    to be left out."""
    chosen_anew: bool
    """Whether any of the choices is another than before."""
    remembered: list[Remembered]
    """Names whose meaning has been chosen before."""
    choices: dict[tuple[str, str], str]
    """What the reader has chosen for names, and answered, to be remembered."""
    changes: dict[str, TableChange] = field(default_factory=dict)
    surfaces: Mapping[str, Any] = field(default_factory=dict)
    """Areas whose surface is new or another, with the one that they have now, if any."""
    rests_on: tuple[str, ...] = ()
    """The tables that it changes or was checked against."""
    standing: str = ""
    """The hash of what the store held of these, and of surfaces."""
    protection: list[Problem] = field(default_factory=list)
    """What the file says that decides which of the stored counts are hidden, if it is to be said
    with `unprotects`."""
    unprotects: bool = False
    """Whether that may be changed."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be done as it stands."""
        return self.is_understood and (self.unprotects or not self.protection)

    @property
    def is_understood(self) -> bool:
        """Whether everything in it is right and known."""
        return not (self.problems or self.unmatched or not self.reading.is_answered)

    @property
    def changes_something(self) -> bool:
        """Whether doing it would make any difference to the store."""
        return bool(self.surfaces) or any(change.does_something for change in self.changes.values())
