"""The forms under an activity: the choice of what to write of, and each form until it is saved."""

import streamlit as st

from lagesbild_data.model.checked import Row
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.public import reference
from lagesbild_data.store import editing
from ui.frame import data
from ui.parts import notice, prose
from ui.parts.notice import Kind
from ui.promises.editing.changes import changes
from ui.promises.editing.conflict import both_versions
from ui.promises.editing.draft import HERE, Draft, draft_of, save, unsettled
from ui.promises.editing.fields import Fields, follow_up_fields, result_fields
from ui.promises.editing.names import MANY_AREAS


def follow_ups(aktivitet_id: str, lofte_id: str, latest: list[tuple[int, int]]) -> None:
    """Forms for an activity's follow-up and counted results in a tertial, and its latest
    changes."""
    with st.expander("Skriv uppföljning", icon=":material/edit:"):
        if refusal := editing.can_edit(data.store()):
            prose.empty(refusal)
            return
        notice.tell(HERE)
        tertial, who = _choose(lofte_id, latest)
        key = {"aktivitet_id": aktivitet_id, "ar": tertial[0], "tertial": tertial[1]}
        written, counted, log = st.tabs(["Uppföljning", "Räknade resultat", "Ändringar"])
        with written:
            _show(draft_of("uppfoljningar", key), who, follow_up_fields)
        with counted:
            _show(
                unsettled("utfall", key) or draft_of("utfall", key | _choose_result(key)),
                who,
                result_fields,
            )
        with log:
            changes(aktivitet_id, who)


def _choose(lofte_id: str, latest: list[tuple[int, int]]) -> tuple[tuple[int, int], str]:
    """The tertial to write of, and who writes."""
    first, last = data.ask(editing.years_of, lofte_id)
    tertials = [(year, number) for year in range(last, first - 1, -1) for number in (3, 2, 1)]
    start = tertials.index(latest[-1]) if latest and latest[-1] in tertials else 0
    when, name = st.columns(2)
    with when:
        tertial = st.selectbox(
            "Tertial att skriva om",
            tertials,
            start,
            lambda tertial: f"Tertial {tertial[1]} {tertial[0]}",
            key=f"skriv_tertial_{lofte_id}",
            help=BY_NAME["uppfoljningar"].column("tertial").help,
        )
    with name:
        who = prose.writer()
    return tertial, who


def _choose_result(key: Row) -> Row:
    """The measure and area of a result to change; empty for a new one."""
    stored = data.ask(editing.results_of, key["aktivitet_id"], key["ar"], key["tertial"])
    if not stored:
        return {"matt": None, "omrade_id": None}
    names = data.ask(reference.names)["omraden"]
    labels = {"": "Nytt resultat"}
    rows = {"": {"matt": None, "omrade_id": None}}
    for row in stored:
        choice = f"{row['matt']}\n{row['omrade_id'] or ''}"
        labels[choice] = f"{row['matt']}, {names.get(row['omrade_id'], MANY_AREAS)}"
        rows[choice] = {"matt": row["matt"], "omrade_id": row["omrade_id"]}
    chosen = st.selectbox(
        "Resultat",
        list(rows),
        format_func=labels.__getitem__,
        key=f"valt_resultat_{key['aktivitet_id']}_{key['ar']}_{key['tertial']}",
    )
    return rows[chosen]


def _show(draft: Draft, who: str, fields: Fields) -> None:
    if draft.in_conflict:
        both_versions(draft, who)
        return
    notice.show(Kind.FAULT, *draft.faults)
    with st.form(draft.key_of("form"), border=False):
        read = fields(draft)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Spara", on_click=lambda: save(draft, read(), who), type="primary"
            )
            if draft.seen is not None:
                st.form_submit_button("Ta bort", on_click=lambda: save(draft, None, who))
