"""What is not known of the area."""

from lagesbild_data.answers.area import findings
from lagesbild_data.model.filter import Filter
from lagesbild_data.words import swedish
from ui.frame import data
from ui.parts import prose


def open_questions(omrade_id: str, chosen: Filter) -> None:
    """What is not known of the area, behind how much that is."""
    has_surface = omrade_id in set(data.area_surfaces()["omrade_id"])
    questions = data.ask(findings.open_questions, omrade_id, has_surface, chosen.years)
    if not questions:
        prose.note("Inget av det som sidan visar saknas.")
        return
    known = swedish.counted(len(questions), "sak", "saker")
    label = f"Vad vet vi inte? {known}"
    prose.folded("okant", label, lambda: prose.listed(questions))
