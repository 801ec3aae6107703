"""An activity's latest changes, and taking one back."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.store import editing
from lagesbild_data.store.editing import Conflict
from lagesbild_data.words.problems import InvalidStore
from ui.frame import data
from ui.frame.html import render
from ui.parts import notice, prose
from ui.parts.notice import Kind
from ui.promises.editing.draft import DRAFTS, HERE
from ui.promises.editing.names import names_by_id

_TIDIGARE = "raden har ändrats eller tagits bort sedan dess. Ångra den senare ändringen först."


def changes(aktivitet_id: str, who: str) -> None:
    """The activity's latest changes, each with a button that takes it back."""
    log = data.ask(editing.changes, aktivitet_id)
    if log.empty:
        prose.note("Inga ändringar har gjorts i programmet.")
    for change in log.to_dict("records"):
        text, button = st.columns([5, 1], vertical_alignment="center")
        with text:
            render(Markup('<p class="lb-prose">{}</p>').format(_in_words(change)))
        with button:
            if change["angrad"]:
                prose.note("Ångrad")
            else:
                st.button(
                    "Ångra",
                    on_click=_undo,
                    args=(change["andring_id"], who),
                    key=f"angra_{change['andring_id']}",
                )


def _undo(andring_id: int, who: str) -> None:
    try:
        editing.undo(data.store(), andring_id, prose.writer_at_click(who))
    except Conflict:
        notice.later(HERE, Kind.FAULT, f"Ändringen kunde inte ångras: {_TIDIGARE}")
    except InvalidStore as invalid:
        notice.later(HERE, Kind.FAULT, *map(str, invalid.problems))
    else:
        st.session_state[DRAFTS] = {}
        notice.later(HERE, Kind.DONE, "Ändringen är ångrad.")


def _in_words(change: Mapping[Any, Any]) -> Markup:
    """When, who and what: before → after."""
    table, key = BY_NAME[change["tabell"]], change["nyckel"]
    before, after = change["fore"] or {}, change["efter"] or {}
    names = names_by_id()
    what = f"{key.get('matt') or 'Uppföljning'}, tertial {key['tertial']} {key['ar']}"
    if key.get("omrade_id"):
        what += f", {names['omraden'].get(key['omrade_id'], key['omrade_id'])}"
    kind = "ny" if not before else "borttagen" if not after else "ändrad"
    undone = "" if pd.isna(change["angrar"]) else ", ångrar en tidigare ändring"
    moves = changelog.moves(table, before, after, names)
    told = Markup("<b>{} · {}</b><br>{} ({}{})<br>{}")
    return told.format(changelog.local(change["tid"]), change["vem"], what, kind, undone, moves)
