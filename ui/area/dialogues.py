"""The area's dialogues in words and as a list."""

from lagesbild_data.answers.area import dialogues as area_dialogues
from lagesbild_data.answers.dialogues import wording
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.sentences import told
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.shell import area_names
from ui.parts import prose, tables


def dialogues(omrade_id: str, chosen: Filter) -> None:
    """The area's dialogues in words and, behind how many they are, as a list."""
    rows = data.ask(area_dialogues.dialogues, omrade_id, chosen.years)
    found = data.ask(area_dialogues.dialogue_findings, omrade_id, chosen.years)
    if rows.empty:
        prose.empty(told(found[0]))
        return
    prose.listed(map(told, found))
    label = swedish.counted(len(rows), "dialog", "dialoger")
    table = wording.listed(rows).without("Typ", "Område").filled()
    caption = f"Dialoger i {area_names()[omrade_id]}"
    prose.folded("dialoger", label, lambda: tables.table(table, caption))
    prose.sources(rows["kalla_id"])
