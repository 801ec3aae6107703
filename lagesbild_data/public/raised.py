"""What is worth raising first: its kinds in the order that they are read, and where each leads."""

from dataclasses import dataclass
from enum import Enum

from lagesbild_data.public import signs
from lagesbild_data.words import swedish


class Matter(Enum):
    """Why something is raised, what weighs most first."""

    NOT_DONE = "ej genomförd"
    LATE = "försenad"
    WORSE = "sämre"
    LEANING = "höjt eller sänkt"
    UNUSUAL = "ovanligt"
    LISTED = "nytt på listan"
    PRIORITISED = "nytt prioriterat"
    BEHIND = "efter målet"
    SILENT = "saknas"


_SIGNS = {
    Matter.NOT_DONE: signs.STATUSES["ej genomförd"],
    Matter.LATE: signs.STATUSES["försenad"],
    Matter.UNUSUAL: "◆",
    Matter.LISTED: "●",
    Matter.PRIORITISED: "★",
    Matter.BEHIND: signs.LIGHTS["efter"],
    Matter.SILENT: "…",
}


@dataclass(frozen=True)
class Raised:
    """One thing to raise: in short what it is and of when, and the page that tells more."""

    matter: Matter
    what: str
    when: str
    page: str
    choices: tuple[tuple[str, str], ...] = ()
    """What the page is opened with, beside the shared filter."""
    sign: str = ""
    word: str = ""
    """Instead of the matter's own."""

    @property
    def label(self) -> str:
        """The sign and the word before it: `⚠ Försenad`."""
        return (
            f"{self.sign or _SIGNS[self.matter]} {swedish.capital(self.word or self.matter.value)}"
        )
