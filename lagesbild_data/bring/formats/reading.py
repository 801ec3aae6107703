"""What an importer is: how it knows its files, and what it makes of one."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.cells import parse
from lagesbild_data.model.checked import TextTable
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import FIRST_YEAR, LAST_YEAR, Column
from lagesbild_data.model.tables.names import QUESTIONS
from lagesbild_data.words.problems import InvalidStore, Problem
from lagesbild_data.words.text import MINUS

_MOST_FAULTS = 1000
"""Faults that are looked for; a file with more isn't what it was taken for."""


@dataclass(frozen=True)
class Missing:
    """What a format writes where a number is missing, and what it writes for 0; each importer
    declares its own."""

    gaps: frozenset[str]
    """What stands for a number that isn't known or may not be shown; it is never 0."""
    noughts: frozenset[str] = frozenset()
    """What stands for 0 beside the digit."""

    def read(self, text: str) -> str:
        """A text without spaces around it: "" for a gap, "0" for a sign of nought, all else as it
        stands."""
        text = text.strip()
        return "" if text.casefold() in self.gaps else "0" if text in self.noughts else text

    def knows(self, text: str) -> bool:
        """Whether a text is one of the signs, and no number."""
        return text.strip().casefold() in self.gaps | self.noughts


_DOTS = frozenset({"", ".", "..", "...", "…", ":", "null"})
DASHES = frozenset("-—" + MINUS)
COUNTS = Missing(_DOTS, DASHES)
"""Counts of Swedish statistics: a dash is 0, for there it says that nothing was counted."""
MEASURED = Missing(_DOTS | DASHES)
"""Shares, indices, means and surveys, and people's own lists: nobody counted, so a dash is a gap as
the dots are."""

_SHARE = re.compile(rf"([-+{MINUS}]?[\d\s]*\d(?:[.,]\d+)?)\s?%")
_NOTE = re.compile(
    r"(not|noter|källa|källor|anm|anmärkning|obs|kommentar|förklaring)\b|[*¹²]|\d\)", re.IGNORECASE
)


def as_share(text: str) -> str:
    """A number of per cent without its sign, other texts as they are: "31,5 %" → "31,5"."""
    found = _SHARE.fullmatch(text)
    return found[1] if found else text


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a note below a table: "Källa: Brå", "*
    preliminärt"."""
    return bool(_NOTE.match(text.strip()))


@dataclass(frozen=True)
class Question:
    """What a reader must answer before a file can be read: two readings of it fit, and nothing in
    it tells which."""

    key: str
    """What is asked, the same each time the file is read; `--svar KEY=ANSWER` answers it."""
    text: str
    """The question in Swedish, as it is shown."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The answers that may be given, each with what it means in words; none where a year is asked
    for."""
    remembered_as: str = ""
    """What kind of file and question the answer holds for the next time too; "" where it is asked
    anew each time."""

    def allows(self, answer: str) -> bool:
        """Whether this is an answer to the question."""
        return answer in self.options if self.options else is_year(answer)


YEAR = Question("ar", "Vilket år gäller filen?")


def is_year(text: str) -> bool:
    """Whether a text is a year that the tables can hold."""
    return bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= LAST_YEAR


@dataclass(frozen=True)
class Context:
    """What an importer may ask of beside its file."""

    names: Names
    answers: Mapping[str, str] = field(default_factory=dict)
    """What the reader has answered, by the questions' keys."""
    surfaces: Mapping[str, Any] = field(default_factory=dict)
    """The surfaces that areas have now, a GeoJSON geometry in WGS 84 per omrade_id."""
    companions: Sequence[Upload] = ()
    """The other files that were given together with it."""


@dataclass
class Reading:
    """The rows that a file gives, as texts with the lines they stand on, and its faults."""

    tables: list[TextTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    silenced: set[tuple[str, int | None, str]] = field(default_factory=set)
    """Places, lines and headings whose faults aren't to be told: they are, or a reader is asked
    about what is there."""
    notes: list[str] = field(default_factory=list)
    """What a reader should know of what was made of the file, a sentence each."""
    surfaces: dict[str, Any] | None = None
    """A GeoJSON geometry in WGS 84 per omrade_id."""
    questions: dict[str, Question] = field(default_factory=dict)
    """What is asked about the file by key, whether it has been answered or not."""
    answers: dict[str, str] = field(default_factory=dict)
    """The valid answers to these, by key."""
    sheets: Collection[str] = ()
    """The sheets of a workbook that it is made of; that others aren't read is told."""
    names_sources: bool = False
    """Whether the file itself says where each row comes from."""

    @property
    def is_answered(self) -> bool:
        """Whether every question has its answer; otherwise the file must be read again with the
        answers."""
        return self.questions.keys() == self.answers.keys()

    def ask(self, question: Question, context: Context) -> str | None:
        """The reader's answer, given now or remembered; None where it is still to be given.
        ValueError where another question has the same key: one answer would decide both."""
        if self.questions.setdefault(question.key, question).text != question.text:
            raise ValueError(f"two questions have the key {question.key}")
        remembered = (
            context.names.choices.get((QUESTIONS, question.remembered_as))
            if question.remembered_as
            else None
        )
        answer = context.answers.get(question.key) or remembered or ""
        if not question.allows(answer):
            return None
        self.answers[question.key] = answer
        return answer

    def number(
        self, place: str, line: int, heading: str, column: Column, text: str, missing: Missing
    ) -> str:
        """A number as our own files have it: "" where the format has a gap, "0" where it writes a
        sign for that; what isn't allowed is a fault of this line and heading, and also gives ""."""
        text = missing.read(text)
        if not text:
            return ""
        text = as_share(text) if column.type == "tal" else text
        try:
            parse(column, text)
        except ValueError as error:
            self.fault(place, line, heading, str(error))
            return ""
        return text

    def fault(self, place: str, line: int, heading: str, message: str) -> None:
        """Tell of a fault on this line, under this heading; InvalidStore, with all so far, when
        they are very many."""
        self.tell(Problem(place, message, line, heading))

    def tell(self, problem: Problem) -> None:
        """Tell of a fault; InvalidStore as above."""
        self.problems.append(problem)
        if len(self.problems) >= _MOST_FAULTS:
            raise InvalidStore(
                [
                    *self.problems,
                    Problem(problem.place, "läsningen avbröts här, för felen är så många"),
                ]
            )

    def silence(self, place: str, line: int, heading: str) -> None:
        """Let nothing more be told of what stands on this line, under this heading."""
        self.silenced.add((place, line, heading))

    def add(
        self, table: str, place: str, columns: Sequence[str], rows: list[tuple[int, list[str]]]
    ) -> None:
        """Add rows of a table, where there are any."""
        if rows:
            self.tables.append(TextTable(table, place, list(columns), rows))

    def add_source(
        self, kalla_id: str, titel: str, utgivare: str, url: str = "", licens: str = ""
    ) -> None:
        """Add the source that the rows point at, where it isn't yet."""
        if any(table.name == "kallor" and table.rows[0][1][0] == kalla_id for table in self.tables):
            return
        self.add(
            "kallor",
            BY_NAME["kallor"].label,
            ("kalla_id", "titel", "utgivare", "url", "licens"),
            [(1, [kalla_id, titel, utgivare, url, licens])],
        )


@dataclass(frozen=True)
class Format:
    """A kind of file that can be read."""

    name: str
    label: str
    help: str
    recognises: Callable[[Upload], bool]
    """Whether a file's content looks like this kind; it never raises."""
    read: Callable[[Upload, Context], Reading]
    """What the file gives; InvalidStore where it can't be read at all."""
    is_companion: bool = False
    """Whether such a file has no rows of its own, and is read with another."""
