"""What is new, changed and the same in a file."""

import pandas as pd
import streamlit as st

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.bring.importing import telling
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.model import dictionary
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.table import Table
from ui.frame import data
from ui.parts import prose, tables

_MOST_SHOWN = 200
_UNSEEN = "Skrivs, visas inte"


def changes(planned: Plan) -> None:
    """What is new, changed and the same, per table, and the rows themselves."""
    if not planned.changes_something:
        prose.finding("Inget ändras: allt står redan i lagret.")
    rows = [
        (
            BY_NAME[name].label,
            len(change.new),
            len(change.changed),
            change.same,
            change.kept,
            len(change.unseen),
        )
        for name, change in planned.changes.items()
    ]
    if planned.surfaces:
        new = [area for area, before in planned.surfaces.items() if before is None]
        rows.append(("Områdesytor", len(new), len(planned.surfaces) - len(new), 0, 0, 0))
        prose.note(telling.told_of_surfaces(planned, data.ask(reference.names)["omraden"]))
    frame = pd.DataFrame(
        rows, columns=["Tabell", "Nya rader", "Ändrade", "Lika", "Slutliga tal står kvar", _UNSEEN]
    )
    frame = frame.drop(columns=[name for name in frame.columns[-2:] if not frame[name].any()])
    tables.table(Table(frame), f"Vad {planned.upload.name} ändrar")
    if _UNSEEN in frame:
        prose.note(
            "Antal som inte visas skrivs som filen säger, vad som än står i lagret. Om de då ändras"
            " sägs inte, för det kan röja små antal. Källan blir filens, och en anmärkning om det"
            " gamla talet tas bort."
        )
    for name, change in planned.changes.items():
        if change.new or change.changed:
            _rows(name, change, _names(planned))


def _names(planned: Plan) -> dict[str, dict[str, str]]:
    """Names by id per table, those that the file brings too."""
    names = data.ask(reference.names)
    brought = {
        name: {row[BY_NAME[name].key[0]]: row[BY_NAME[name].called] for row in change.new}
        for name, change in planned.changes.items()
        if name in names
    }
    return {name: known | brought.get(name, {}) for name, known in names.items()}


def _rows(name: str, change: TableChange, names: dict[str, dict[str, str]]) -> None:
    declared = BY_NAME[name]
    with st.expander(f"Granska raderna i {declared.label}"):
        if change.changed:
            prose.finding("Ändrade")
            moves = [
                (
                    changelog.key_in_words(declared, after, names),
                    changelog.moves(declared, before, after, names),
                )
                for before, after in change.changed[:_MOST_SHOWN]
            ]
            rows = Table(pd.DataFrame(moves, columns=["Rad", "Före → efter"]))
            tables.table(rows, f"Ändrade rader i {declared.label}")
        if change.new:
            prose.finding("Nya")
            frame = dictionary.readable(pd.DataFrame(change.new[:_MOST_SHOWN]), declared, names)
            st.dataframe(
                frame, hide_index=True, placeholder="–", alt=f"Nya rader i {declared.label}"
            )
        if max(len(change.new), len(change.changed)) > _MOST_SHOWN:
            prose.note(f"De första {_MOST_SHOWN} raderna visas.")
