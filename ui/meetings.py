"""Parts of the page Agenda: the agenda's points in order, keeping it, and opening one that was
kept."""

from dataclasses import replace
from functools import partial

import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers import meetings
from lagesbild_data.answers.meetings import Point
from lagesbild_data.store import editing
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore
from ui.frame import data, meeting
from ui.frame.data import Draft
from ui.frame.html import render
from ui.parts import download, notice, prose, reorder
from ui.parts.notice import Kind

_FILE, _SAVED = "agendafil", "sparad_agenda"
_HERE, _TAKEN, _REPLACED = "agenda", "agenda_upptagen", "agenda_ersatt"
Points = tuple[Point, ...]


def points() -> None:
    """The points in order, each a link that can be moved or removed, and the way into the
    meeting."""
    draft = meeting.draft()
    if not draft.points:
        prose.empty(
            "Agendan är tom. Öppna en sida, välj områden och år, och tryck på Lägg till i agendan i"
            " vänsterspalten."
        )
        return
    reorder.rows(
        "punkt",
        draft.points,
        partial(_point, draft.points),
        partial(_change, draft.points),
        key=partial(_key, draft.points),
        removable=True,
    )
    saved = draft.name if tuple(data.ask(meetings.points, draft.name)) == draft.points else ""
    start = Markup('<a class="lb-start" href="{}" target="_self">Starta mötet</a>')
    render(start.format(meeting.start(draft.points, saved)))
    prose.note("Pilarna på tangentbordet går mellan punkterna. Esc avslutar mötesläget.")


def _point(points: Points, number: int) -> None:
    """A link to the point's view, and its title."""
    link = Markup(
        '<p class="lb-point">{}. <a href="{}" target="_self" aria-label="Visa {}">Visa</a></p>'
    )
    render(link.format(number + 1, meeting.address_of(points[number]), points[number].titel))
    _title(points, number)


def _title(points: Points, number: int) -> None:
    """The title, to be changed; one that is emptied stays as it was."""
    key = f"titel_{_key(points, number)}"
    st.text_input(
        f"Titel på punkt {number + 1}",
        points[number].titel,
        max_chars=meetings.LONGEST_TITLE,
        key=key,
        on_change=_rename,
        args=(points, number, key),
        label_visibility="collapsed",
        width="stretch",
    )


def _rename(seen: Points, number: int, key: str) -> None:
    if title := st.session_state[key].strip():
        renamed = replace(seen[number], titel=title)
        _change(seen, (*seen[:number], renamed, *seen[number + 1 :]))


def _key(points: Points, number: int) -> str:
    """What tells a point from every other."""
    return f"{number}_{points[number].titel}_{points[number].adress}"


def _change(seen: Points, changed: Points, name: str | None = None) -> None:
    """Let the points be these, unless they have been changed in another window since they were
    seen."""
    draft = meeting.draft()
    if draft.points == seen:
        _keep(replace(draft, name=draft.name if name is None else name, points=changed))
    else:
        notice.later(
            _HERE, Kind.FAULT, "Agendan ändrades i ett annat fönster; se efter och försök igen."
        )


def _keep(draft: Draft) -> bool:
    """Whether it could be kept; else the faults are told."""
    faults = meeting.keep(draft)
    notice.later(_HERE, Kind.FAULT, *faults)
    return not faults


def keeping() -> None:
    """Name the agenda, save it in the database, or as a file."""
    notice.tell(_HERE)
    _ask_whether_to_replace()
    _offer_what_was_replaced()
    draft = meeting.draft()
    key = f"agendanamn_{draft.name}"
    st.text_input(
        "Agendans namn",
        draft.name,
        max_chars=meetings.LONGEST_TITLE,
        placeholder="till exempel SSG i maj",
        key=key,
        on_change=_name,
        args=(key,),
    )
    refusal = editing.can_edit(data.store())
    with st.container(horizontal=True):
        if not refusal:
            st.button(
                "Spara i databasen",
                on_click=_save,
                args=(draft,),
                disabled=not (draft.name and draft.points),
            )
        download.button(
            "Ladda ner",
            lambda: meetings.to_file(draft.name or "Agenda", draft.points),
            "agenda.json",
            "application/json",
            disabled=not draft.points,
        )
    if refusal:
        prose.empty(refusal)
    prose.note(
        "En agenda som varken är sparad eller nedladdad finns kvar tills programmet startas om."
    )


def _name(key: str) -> None:
    _keep(replace(meeting.draft(), name=st.session_state[key].strip()))


def _save(draft: Draft, seen: Points | None = None) -> None:
    """Save the agenda in place of what was seen under its name, else of what was opened or saved
    here."""
    name, stored = draft.stored
    if seen is None:
        seen = stored if name == draft.name else ()
    try:
        meetings.save(data.store(), draft.name, draft.points, seen)
    except InvalidStore as invalid:
        notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
    except meetings.Taken as taken:
        st.session_state[_TAKEN] = (draft, tuple(taken.points))
    else:
        _keep(replace(draft, stored=(draft.name, draft.points)))
        notice.later(_HERE, Kind.DONE, f"Agendan {draft.name} är sparad.")


def _ask_whether_to_replace() -> None:
    """Ask, once, whether a saved agenda of the same name is to be replaced."""
    if asked := st.session_state.pop(_TAKEN, None):
        draft, stands = asked
        notice.show(
            Kind.WARNING, f"Agendan {draft.name} finns redan, med {_count(stands)}. Ersätt den?"
        )
        st.button("Ersätt", on_click=_save, args=(draft, stands))


def opening() -> None:
    """Choose among the saved agendas, or open a file."""
    saved = data.ask(meetings.names)
    if saved:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox("Sparade agendor", saved, key=_SAVED)
            st.button("Öppna", on_click=_open_saved)
    st.file_uploader(
        "Öppna fil (.json)", type="json", key=_FILE, max_upload_size=1, on_change=_open_file
    )


def _open_saved() -> None:
    name = st.session_state[_SAVED]
    if found := tuple(meetings.points(data.store(), name)):
        _open(Draft(name, found, (name, found)))
    else:
        notice.later(_HERE, Kind.FAULT, f"Agendan {name} finns inte längre.")


def _open_file() -> None:
    if file := st.session_state[_FILE]:
        try:
            name, found = meetings.from_file(file.name, file.getvalue())
        except InvalidStore as invalid:
            notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
        else:
            _open(Draft(name, tuple(found)))


def _open(opened: Draft) -> None:
    """Open it where it can be kept; what it replaces can be brought back."""
    before = meeting.draft()
    if _keep(opened) and before.points and before != opened:
        st.session_state[_REPLACED] = (before, opened)


def _offer_what_was_replaced() -> None:
    """Say what an opened agenda replaced and offer to bring it back, until something is changed."""
    before, opened = st.session_state.get(_REPLACED) or (None, None)
    if before and opened == meeting.draft():
        name = f"Agendan {before.name}" if before.name else "En agenda utan namn"
        notice.show(Kind.DONE, f"{name}, med {_count(before.points)}, ersattes av {opened.name}.")
        st.button("Ångra", on_click=_bring_back, args=(before, opened))


def _bring_back(before: Draft, opened: Draft) -> None:
    del st.session_state[_REPLACED]
    _change(opened.points, before.points, before.name)


def _count(points: Points) -> str:
    return swedish.counted(len(points), "punkt", "punkter")
