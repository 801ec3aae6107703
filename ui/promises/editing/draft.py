"""One form on its way to be saved, and the saving of it."""

from dataclasses import dataclass, field

import streamlit as st

from lagesbild_data.model.checked import Row
from lagesbild_data.store import editing
from lagesbild_data.store.editing import Conflict
from lagesbild_data.store.stores import as_text
from lagesbild_data.words.problems import InvalidStore
from ui.frame import data
from ui.parts import notice, prose
from ui.parts.notice import Kind

DRAFTS, HERE = "utkast", "redigering"


@dataclass
class Draft:
    """One form on its way to be saved: the row it is about, as the editor saw it."""

    table: str
    key: Row
    seen: Row | None
    number: int
    wanted: dict[str, str] | None = None
    theirs: Row | None = None
    in_conflict: bool = False
    faults: list[str] = field(default_factory=list)

    def key_of(self, column: str) -> str:
        """The widget key of a column; a new draft has new widgets."""
        return f"{self.table}_{column}_{self.number}"

    def stands(self, column: str) -> str:
        """What stands in the column, as text: as last written here, else as stored."""
        if self.wanted is not None:
            return self.wanted.get(column, "")
        return as_text(self.seen[column]) if self.seen else ""


def draft_of(table: str, key: Row) -> Draft:
    """The draft of this row; a new one, with the row as it stands now, when another row was chosen
    before."""
    drafts = st.session_state.setdefault(DRAFTS, {})
    draft = drafts.get(table)
    if draft is None or draft.key != key:
        number = st.session_state["utkast_nummer"] = st.session_state.get("utkast_nummer", 0) + 1
        drafts[table] = draft = Draft(table, key, editing.find(data.store(), table, key), number)
    return draft


def unsettled(table: str, key: Row) -> Draft | None:
    """A draft in conflict, of a row that may be gone from the choices."""
    draft = st.session_state.get(DRAFTS, {}).get(table)
    return draft if draft and draft.in_conflict and key.items() <= draft.key.items() else None


def save(draft: Draft, wanted: dict[str, str] | None, who: str) -> None:
    """Save the draft, or keep it with the reason why it could not be saved."""
    draft.faults, draft.wanted = [], wanted
    try:
        number = editing.save(
            data.store(), draft.table, wanted, draft.seen, prose.writer_at_click(who)
        )
    except Conflict as conflict:
        draft.in_conflict, draft.theirs = True, conflict.current
    except InvalidStore as invalid:
        draft.faults, draft.in_conflict = [str(problem) for problem in invalid.problems], False
    else:
        drop(draft)
        word = (
            "Inget var ändrat." if number is None else "Borttaget." if wanted is None else "Sparat."
        )
        notice.later(HERE, Kind.DONE, word)


def drop(draft: Draft) -> None:
    """Let go of the draft: the form begins anew from what is stored."""
    st.session_state[DRAFTS].pop(draft.table, None)
