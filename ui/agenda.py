"""Parts of the page Möte: the agenda's points in order, keeping it, and opening one that was kept."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from lagesbild_data import agenda, editing
from lagesbild_data.agenda import Point
from lagesbild_data.problems import InvalidStore
from ui import data, meeting, parts
from ui.data import Draft
from ui.html import render

_FILE, _SAVED = "agendafil", "sparad_agenda"
_TOLD, _TAKEN, _REPLACED = "agenda_sagt", "agenda_upptagen", "agenda_ersatt"
Points = tuple[Point, ...]


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
            link = Markup('<p class="lb-point">{}. <a href="{}" target="_self" aria-label="Visa {}">Visa</a></p>')
            render(link.format(number + 1, meeting.address_of(point), point.titel))
            _title(draft.points, number)
            _button("Flytta upp", ":material/arrow_upward:", draft.points, number, _swapped(draft.points, number - 1))
            _button("Flytta ner", ":material/arrow_downward:", draft.points, number, _swapped(draft.points, number))
            _button("Ta bort", ":material/close:", draft.points, number, _put(draft.points, number))
    saved = draft.name if tuple(data.ask(agenda.points, draft.name)) == draft.points else ""
    start = Markup('<a class="lb-start" href="{}" target="_self">Starta mötet</a>')
    render(start.format(meeting.start(draft.points, saved)))
    parts.note("Pilarna på tangentbordet går mellan punkterna. Esc avslutar mötesläget.")


def _put(points: Points, number: int, *instead: Point) -> Points:
    """The points with others, or none, instead of one of them."""
    return (*points[:number], *instead, *points[number + 1 :])


def _swapped(points: Points, number: int) -> Points | None:
    """The points where this one and the one after it have changed places; None when one of them isn't there."""
    if not 0 <= number < len(points) - 1:
        return None
    return (*points[:number], points[number + 1], points[number], *points[number + 2 :])


def _title(points: Points, number: int) -> None:
    """The title, to be changed; one that is emptied stays as it was."""
    key = _key("titel", points, number)
    st.text_input(
        f"Titel på punkt {number + 1}", points[number].titel, max_chars=agenda.LONGEST_TITLE, key=key,
        on_change=_rename, args=(points, number, key), label_visibility="collapsed", width="stretch",
    )  # fmt: skip


def _rename(seen: Points, number: int, key: str) -> None:
    if title := st.session_state[key].strip():
        _change(seen, _put(seen, number, replace(seen[number], titel=title)))


def _button(label: str, icon: str, points: Points, number: int, changed: Points | None) -> None:
    st.button(
        label, icon=icon, key=_key(label, points, number), disabled=changed is None, on_click=_change,
        args=(points, changed), type="tertiary",
    )  # fmt: skip


def _key(what: str, points: Points, number: int) -> str:
    """A key that a widget of another point never gets, so that a late click doesn't reach that one."""
    return f"{what}_{number}_{points[number].titel}_{points[number].adress}"


def _change(seen: Points, changed: Points, name: str | None = None) -> None:
    """Let the points be these, unless they have been changed in another window since they were seen."""
    draft = meeting.draft()
    if draft.points == seen:
        _keep(replace(draft, name=draft.name if name is None else name, points=changed))
    else:
        _say(["Agendan ändrades i ett annat fönster; se efter och försök igen."], good=False)


def _keep(draft: Draft) -> bool:
    """Whether it could be kept; else the faults are told."""
    faults = meeting.keep(draft)
    _say(faults, good=False)
    return not faults


def keeping() -> None:
    """Name the agenda, save it in the database, or as a file."""
    told, good = st.session_state.pop(_TOLD, ([], True))
    meeting.say(told, good=good)
    _ask_whether_to_replace()
    _offer_what_was_replaced()
    draft = meeting.draft()
    key = f"agendanamn_{draft.name}"
    st.text_input(
        "Agendans namn", draft.name, max_chars=agenda.LONGEST_TITLE, placeholder="till exempel SSG i maj", key=key,
        on_change=_name, args=(key,),
    )  # fmt: skip
    refusal = editing.can_edit(data.store())
    with st.container(horizontal=True):
        if not refusal:
            st.button("Spara i databasen", on_click=_save, args=(draft,), disabled=not (draft.name and draft.points))
        st.download_button(
            "Ladda ner", lambda: agenda.to_file(draft.name or "Agenda", draft.points), "agenda.json",
            "application/json", icon=":material/download:", on_click="ignore", disabled=not draft.points,
        )  # fmt: skip
    if refusal:
        parts.empty(refusal)
    parts.note("En agenda som varken är sparad eller nedladdad finns kvar tills programmet startas om.")


def _name(key: str) -> None:
    _keep(replace(meeting.draft(), name=st.session_state[key].strip()))


def _save(draft: Draft, seen: Points | None = None) -> None:
    """Save the agenda in place of what was seen under its name, else of what was opened or saved here."""
    name, stored = draft.stored
    if seen is None:
        seen = stored if name == draft.name else ()
    try:
        agenda.save(data.store(), draft.name, draft.points, seen)
    except InvalidStore as invalid:
        _say([str(problem) for problem in invalid.problems], good=False)
    except agenda.Taken as taken:
        st.session_state[_TAKEN] = (draft, tuple(taken.points))
    else:
        _keep(replace(draft, stored=(draft.name, draft.points)))
        _say([f"Agendan {draft.name} är sparad."])


def _ask_whether_to_replace() -> None:
    """Ask, once, whether a saved agenda of the same name is to be replaced."""
    if asked := st.session_state.pop(_TAKEN, None):
        draft, stands = asked
        meeting.say([f"Agendan {draft.name} finns redan, med {_count(stands)}. Ersätt den?"], good=False)
        st.button("Ersätt", on_click=_save, args=(draft, stands))


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
    if found := tuple(agenda.points(data.store(), name)):
        _open(Draft(name, found, (name, found)))
    else:
        _say([f"Agendan {name} finns inte längre."], good=False)


def _open_file() -> None:
    if file := st.session_state[_FILE]:
        try:
            name, found = agenda.from_file(file.name, file.getvalue())
        except InvalidStore as invalid:
            _say([str(problem) for problem in invalid.problems], good=False)
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
        meeting.say([f"{name}, med {_count(before.points)}, ersattes av {opened.name}."], good=True)
        st.button("Ångra", on_click=_bring_back, args=(before, opened))


def _bring_back(before: Draft, opened: Draft) -> None:
    del st.session_state[_REPLACED]
    _change(opened.points, before.points, before.name)


def _count(points: Points) -> str:
    return "1 punkt" if len(points) == 1 else f"{len(points)} punkter"


def _say(lines: list[str], *, good: bool = True) -> None:
    """Have this said, once, when the page is shown."""
    if lines:
        st.session_state[_TOLD] = (lines, good)
