"""The page's answer to its question."""

from lagesbild_data.answers.crimes import comparison, control
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Finding
from lagesbild_data.public.sentences import told
from ui.crimes.choice import Choice
from ui.crimes.series import series
from ui.parts import prose


def answer(choice: Choice, chosen: Filter) -> None:
    """The page's answer in a word, and why in a line."""
    years, quarters = (series(choice, step) for step in comparison.JUDGED)
    found = control.unusual(years, quarters, chosen)
    about = f"{choice.area}: " if len(chosen.areas) > 1 else ""
    prose.answer(found.answer.value, f"{about}{told(Finding(found, 'anmalda_brott', ()))}")
