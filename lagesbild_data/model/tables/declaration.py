"""What a table and a column are, and the columns and words that several tables share."""

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["text", "heltal", "tal", "datum", "ja/nej"]
LONGEST_NAME = 300
"""Letters of a name, an id or another short text."""
LONGEST_REMARK = 2_000
"""Letters of a remark, half a page."""
LONGEST_STORY = 10_000
"""Letters of a follow-up or description, three pages: it stands in a cell of a table, on a slide
and in a workbook."""
LONGEST_ADDRESS = 2_000


@dataclass(frozen=True)
class Column:
    """One column: how it is stored, what is allowed in it and what it is called on screen."""

    name: str
    type: Type
    label: str
    help: str = ""
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    references: str = ""
    """The table whose key this column points at."""
    longest: int = LONGEST_NAME
    """Letters that a text may have."""

    @property
    def is_year(self) -> bool:
        """Whether its numbers are years."""
        return self.type == "heltal" and self.minimum == FIRST_YEAR


@dataclass(frozen=True)
class Table:
    """One table; `key` is what makes a row unique (an empty value counts as a value of its own)."""

    name: str
    label: str
    help: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)
    called: str = ""
    """The column that names a row where another table refers to it."""

    def column(self, name: str) -> Column:
        """The column with this name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in the order of the file."""
        return tuple(column.name for column in self.columns)


FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST = 10**12
"""More than any country counts, and so few that sums of it stay exact also as numbers with
decimals."""
GRUNDER = ("källa", "tolkning")
JAMFORELSER = ("exakt", "minst", "cirka", "över", "högst")


def text(name: str, label: str, help: str = "", **kwargs) -> Column:
    """A column of text."""
    return Column(name, "text", label, help, **kwargs)


def own_id(
    name: str,
    label: str,
    help: str = "Kort beteckning utan mellanslag; den används av andra tabeller.",
) -> Column:
    """The column that other tables point at."""
    return Column(name, "text", label, help, required=True)


def ref(name: str, table: str, label: str, help: str = "", required: bool = True) -> Column:
    """A column that points at a row of another table."""
    return Column(name, "text", label, help, required=required, references=table)


def year(name: str = "ar", label: str = "År", help: str = "", required: bool = True) -> Column:
    """A column of years."""
    return Column(
        name, "heltal", label, help, required=required, minimum=FIRST_YEAR, maximum=LAST_YEAR
    )


KALLA = ref("kalla_id", "kallor", "Källa", "Var uppgiften är publicerad.")
ANMARKNING = text(
    "anmarkning", "Anmärkning", "Förbehåll som ska följa med uppgiften.", longest=LONGEST_REMARK
)
