"""What is new in the area."""

from lagesbild_data.answers.area import findings
from lagesbild_data.model.filter import Filter
from ui.frame import data
from ui.parts import prose

_MOST = 5


def news(omrade_id: str, chosen: Filter) -> None:
    """What is new in the area, the largest first; of much the rest behind a word."""
    found = data.ask(findings.changes, omrade_id, chosen.years)
    prose.findings(found[:_MOST], chosen)
    if rest := found[_MOST:]:
        prose.folded("nytt", f"Mer som är nytt ({len(rest)})", lambda: prose.findings(rest, chosen))
