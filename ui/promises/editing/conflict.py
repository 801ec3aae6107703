"""What two people wrote at once, and the choice between them."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.model.tables import BY_NAME
from ui.frame.html import join, render
from ui.parts import notice
from ui.parts.cards import card
from ui.parts.notice import Kind
from ui.promises.editing.draft import HERE, Draft, drop, save
from ui.promises.editing.names import names_by_id


def _save_mine(draft: Draft, who: str) -> None:
    draft.seen = draft.theirs
    if draft.wanted is None and draft.theirs is None:
        drop(draft)
        notice.later(HERE, Kind.DONE, "Redan borttaget.")
    else:
        save(draft, draft.wanted, who)


def both_versions(draft: Draft, who: str) -> None:
    """Both versions side by side, and the choice between them; nothing is saved before it."""
    notice.show(
        Kind.WARNING,
        "Någon annan har ändrat samma sak medan du skrev. Inget är sparat än. Välj vad som ska"
        " stå.",
    )
    left, right = st.columns(2)
    with left:
        _version("Den andras version, sparad", draft.theirs, draft)
        st.button("Behåll den andras", on_click=drop, args=(draft,), key=draft.key_of("deras"))
    with right:
        _version("Din version, inte sparad", draft.wanted, draft)
        st.button(
            "Spara min",
            on_click=_save_mine,
            args=(draft, who),
            key=draft.key_of("min"),
            type="primary",
        )


def _version(title: str, row: dict[str, Any] | None, draft: Draft) -> None:
    if row is None:
        body = Markup("<p>Borttagen.</p>")
    else:
        table = BY_NAME[draft.table]
        shown = [
            column
            for column in table.columns
            if column.name not in ("aktivitet_id", "ar", "tertial")
        ]
        line = Markup("<p><b>{}</b> {}</p>")
        body = join(
            line.format(
                column.label, changelog.in_words(column, row.get(column.name), names_by_id())
            )
            for column in shown
        )
    render(card(title, body))
