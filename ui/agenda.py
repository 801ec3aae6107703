"""Parts of the page Möte: the agenda's points in order, keeping it, and opening one that was kept."""

from dataclasses import replace

import streamlit as st

from lagesbild_data import agenda, editing
from lagesbild_data.agenda import Point
from lagesbild_data.problems import InvalidStore
from ui import data, meeting, parts
from ui.data import Draft
from ui.html import escape, render

_TOLD, _FILE, _SAVED = "agenda_sagt", "agendafil", "sparad_agenda"


def points() -> None:
    """The points in order, each a link that can be moved or removed, and the way into the meeting."""
    draft = meeting.draft()
    if not draft.points:
        parts.empty(
            "Agendan är tom. Öppna en sida, välj områden och år, och tryck på Lägg till i agendan i vänsterspalten."
        )
        return
    for number, point in enumerate(draft.points):
        with st.container(horizontal=True, vertical_alignment="center", key=f"punkt_{number}"):
            address, name = escape(meeting.address_of(point)), escape(f"Visa {point.titel}")
            link = f'<a href="{address}" target="_self" aria-label="{name}">Visa</a>'
            render(f'<p class="lb-point">{number + 1}. {link}</p>')
            _title(number, point)
            _button("Flytta upp", ":material/arrow_upward:", number, number == 0, _move, number - 1)
            _button("Flytta ner", ":material/arrow_downward:", number, number == len(draft.points) - 1, _move, number)
            _button("Ta bort", ":material/close:", number, False, _remove, number)
    saved = draft.name if tuple(data.ask(agenda.points, draft.name)) == draft.points else ""
    address = escape(meeting.start(draft.points, saved))
    render(f'<a class="lb-start" href="{address}" target="_self">Starta mötet</a>')
    parts.note("Pilarna på tangentbordet går mellan punkterna. Esc avslutar mötesläget.")


def _title(number: int, point: Point) -> None:
    """The title, to be changed; one that is emptied stays as it was."""
    key = f"titel_{number}_{point.titel}_{point.adress}"
    st.text_input(
        f"Titel på punkt {number + 1}", point.titel, max_chars=meeting.LONGEST_TITLE, key=key, on_change=_rename,
        args=(number, key), label_visibility="collapsed", width="stretch",
    )  # fmt: skip


def _rename(number: int, key: str) -> None:
    draft, title = meeting.draft(), st.session_state[key].strip()
    if title:
        changed = replace(draft.points[number], titel=title)
        meeting.keep(Draft(draft.name, (*draft.points[:number], changed, *draft.points[number + 1 :])))


def _button(label: str, icon: str, number: int, disabled: bool, on_click, argument: int) -> None:
    st.button(
        label, icon=icon, key=f"{label}_{number}", disabled=disabled, on_click=on_click, args=(argument,),
        type="tertiary",
    )  # fmt: skip


def _move(number: int) -> None:
    """Let this point and the one after it change places."""
    draft = meeting.draft()
    first, second = draft.points[number : number + 2]
    meeting.keep(Draft(draft.name, (*draft.points[:number], second, first, *draft.points[number + 2 :])))


def _remove(number: int) -> None:
    draft = meeting.draft()
    meeting.keep(Draft(draft.name, (*draft.points[:number], *draft.points[number + 1 :])))


def keeping() -> None:
    """Name the agenda, save it in the database, or as a file."""
    _tell()
    draft = meeting.draft()
    name = st.text_input("Agendans namn", draft.name, max_chars=200, placeholder="till exempel SSG i maj").strip()
    if name != draft.name:
        draft = Draft(name, draft.points)
        meeting.keep(draft)
    refusal = editing.can_edit(data.store())
    with st.container(horizontal=True):
        if not refusal:
            st.button("Spara i databasen", on_click=_save, args=(draft,), disabled=not (name and draft.points))
        st.download_button(
            "Ladda ner", lambda: agenda.to_file(name or "Agenda", draft.points), "agenda.json", "application/json",
            icon=":material/download:", on_click="ignore", disabled=not draft.points,
        )  # fmt: skip
    if refusal:
        st.markdown(refusal)
    parts.note("En agenda som varken är sparad eller nedladdad finns kvar tills programmet startas om.")


def _save(draft: Draft) -> None:
    try:
        agenda.save(data.store(), draft.name, draft.points)
    except InvalidStore as invalid:
        st.session_state[_TOLD] = (False, [str(problem) for problem in invalid.problems])
    else:
        st.session_state[_TOLD] = (True, [f"Agendan {draft.name} är sparad."])


def opening() -> None:
    """Choose among the saved agendas, or open a file."""
    saved = data.ask(agenda.names)
    if saved:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox("Sparade agendor", saved, key=_SAVED)
            st.button("Öppna", on_click=_open_saved)
    st.file_uploader("Öppna fil (.json)", type="json", key=_FILE, max_upload_size=1, on_change=_open_file)


def _open_saved() -> None:
    name = st.session_state[_SAVED]
    meeting.keep(Draft(name, tuple(agenda.points(data.store(), name))))


def _open_file() -> None:
    if file := st.session_state[_FILE]:
        try:
            name, found = agenda.from_file(file.name, file.getvalue())
        except InvalidStore as invalid:
            st.session_state[_TOLD] = (False, [str(problem) for problem in invalid.problems])
        else:
            meeting.keep(Draft(name, tuple(found)))


def _tell() -> None:
    """Say what the last click did, once."""
    good, lines = st.session_state.pop(_TOLD, (True, []))
    for line in lines:
        render(f'<p class="lb-told" role="{"status" if good else "alert"}">{escape(line)}</p>')
