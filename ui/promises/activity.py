"""One activity in full."""

import pandas as pd
from markupsafe import Markup

from lagesbild_data.answers.promises import results as promise_results
from lagesbild_data.answers.promises import targets
from lagesbild_data.answers.promises.by_tertial import Matrix
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.words import tertial_words
from ui.frame import data
from ui.frame.html import join, render
from ui.parts import prose, tables
from ui.parts.cards import card
from ui.promises.status import badge


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
        for aim in data.ask(targets.targets, lofte_id, Filter())
        if aim.aktivitet_id == aktivitet_id
    ]
    if aims:
        prose.finding("Mål")
        tables.table(targets.targets_table(aims), "Aktivitetens mål")
    results = data.ask(promise_results.activity_results, aktivitet_id)
    if len(results.frame):
        prose.finding("Räknade resultat")
        tables.table(results, "Räknade resultat")
    events = data.ask(promise_results.activity_events, aktivitet_id)
    if len(events.frame):
        title = f"Händelser ({len(events.frame)})"
        prose.folded("handelser", title, lambda: tables.table(events, "Händelser"))
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
