"""One activity in full."""

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers import promises
from lagesbild_data.answers.promises import Matrix
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import tertial_words
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import join, render
from ui.parts import prose, tables
from ui.parts.cards import card
from ui.promises.status import badge
from ui.promises.targets import target_frame


def activity(table: Matrix, lofte_id: str, aktivitet_id: str) -> None:
    """One activity in full: its follow-ups side by side, its targets, its counted results and its
    events."""
    row = table.activities.set_index("aktivitet_id").loc[aktivitet_id]
    render(Markup('<h3 data-opened="{}">{}</h3>').format(aktivitet_id, row["aktivitet"]))
    if pd.notna(row["beskrivning"]):
        prose.note(str(row["beskrivning"]))
    cards = join(_follow_up_card(table, aktivitet_id, tertial) for tertial in table.tertials)
    if cards:
        render(Markup('<div class="lb-cards wide">{}</div>').format(cards))
    aims = [
        aim
        for aim in data.ask(promises.targets, lofte_id, Filter())
        if aim.aktivitet_id == aktivitet_id
    ]
    if aims:
        prose.finding("Mål")
        tables.table(target_frame(aims), "Aktivitetens mål", {"Anmärkning": ""})
    results = data.ask(promises.activity_results, aktivitet_id)
    if len(results):
        prose.finding("Räknade resultat")
        gaps = {"Anmärkning": "", "Område": "–"}
        tables.table(results, "Räknade resultat", gaps, {"År": swedish.year})
    events = data.ask(promises.activity_events, aktivitet_id)
    if len(events):
        empty = {"Plats": "–", "Tema": "–", "Anmärkning": ""}
        prose.folded(
            "handelser",
            f"Händelser ({len(events)})",
            lambda: tables.table(events, "Händelser", empty),
        )
    told = [
        cell.kalla_id
        for tertial in table.tertials
        if (cell := table.cells.get((aktivitet_id, *tertial)))
    ]
    prose.sources([str(row["kalla_id"]), *told])


def _follow_up_card(table: Matrix, aktivitet_id: str, tertial: tuple[int, int]) -> Markup:
    cell = table.cells.get((aktivitet_id, *tertial))
    text = cell.text if cell is not None and cell.text else "Ingen text i källan."
    heading = tertial_words(tertial).capitalize()
    ground = "" if cell is None else f"Statusens grund: {cell.status_grund}"
    told = Markup('<p>{}</p><p>{}</p><p class="source">{}</p>')
    status = badge(table.status(aktivitet_id, tertial))
    return card(heading, told.format(status, text, ground))
