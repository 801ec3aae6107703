"""Meeting mode: a page that fits a projector, an agenda to go through, and adding the view one is
looking at to it."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import StreamlitPage

from lagesbild_data.answers import meetings
from lagesbild_data.answers.meetings import Point
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.data import Draft
from ui.frame.door import COOKIE, SECRET
from ui.frame.html import NOTHING, own, render
from ui.parts import notice
from ui.parts.notice import Kind

_MODE, _AGENDA, _NUMBER = "mote", "agenda", "punkt"
_OWN = (_MODE, _AGENDA, _NUMBER)
_KEY = "agendanyckel"
_FULL = "agenda_full"
_MOST_DIGITS = 6
_HERE = Path(__file__).parent
_CSS = own(_HERE / "meeting.css")
_KEYS = own(_HERE / "meeting.js")


def show(page: StreamlitPage, sentence: str) -> None:
    """The switch of the meeting mode and what adds the view to the agenda, in the sidebar; in
    meeting mode its looks, and the bar at the bottom."""
    with st.sidebar:
        address.switch(
            "Mötesläge", key=_MODE, help="Större text utan meny, för projektor. Esc avslutar."
        )
        if page.title != "Agenda":
            _adding(page, sentence)
    if is_on():
        with st.container(horizontal=True, vertical_alignment="center", key="motesrad"):
            render(
                Markup("<style>{}</style><script>{}</script>").format(_CSS, _KEYS), javascript=True
            )
            _steps()
            st.button("Avsluta mötesläge", on_click=_leave, key="avsluta")


def is_on() -> bool:
    """Whether the page is shown in meeting mode."""
    return st.session_state[_MODE]


def _adding(page: StreamlitPage, sentence: str) -> None:
    st.button(
        "Lägg till i agendan",
        on_click=_add,
        args=(f"{page.title}: {sentence}", page),
        width="stretch",
        icon=":material/playlist_add:",
        help="Sidan med sina val blir en punkt. Titel och ordning ändras på sidan Agenda.",
    )
    if count := len(draft().points):
        told = swedish.counted(count, "punkt", "punkter")
        link = Markup('<p class="lb-note"><a href="./mote" target="_self">Agendan</a> har {}.</p>')
        render(link.format(told))
    notice.tell(_FULL)


def _add(title: str, page: StreamlitPage) -> None:
    choices = address.all_but(_OWN)
    view = (
        f"{page.url_path}?{urlencode(choices)}" if choices or not page.url_path else page.url_path
    )
    kept = draft()
    point = Point(" ".join(title.split())[: meetings.LONGEST_TITLE], view)
    if faults := keep(replace(kept, points=(*kept.points, point))):
        notice.later(_FULL, Kind.FAULT, "Vyn gick inte att lägga till.", *faults)


# The agenda that the reader puts together


def key() -> str:
    """What the server knows the reader's agenda by: the same in every window of the browser. It is
    the hash of a secret that the browser keeps from scripts and addresses, so who sees it in an
    address can follow the agenda, not change it."""
    if _KEY not in st.session_state:
        known = str(st.context.cookies.get(COOKIE, ""))
        secret = known if SECRET.fullmatch(known) else secrets.token_urlsafe()
        st.session_state[_KEY] = hashlib.sha256(secret.encode()).hexdigest()[:32]
    return st.session_state[_KEY]


def draft() -> Draft:
    """The agenda that the reader puts together."""
    return data.drafts().get(key(), Draft())


def keep(changed: Draft) -> list[str]:
    """Let this be the agenda that the reader puts together; the reasons why it can't be, and then
    it isn't."""
    faults = meetings.faults("Agendan", changed.name, changed.points)
    if not faults:
        data.keep_draft(key(), changed)
    return [str(fault) for fault in faults]


# Going through an agenda


def address_of(point: Point) -> str:
    """The view as a link from any page of the app."""
    return f"./{point.adress}"


def start(points: Sequence[Point], saved_as: str) -> str:
    """The address of the first of these points of the reader's agenda in meeting mode, or of the
    agenda saved so."""
    return _step(points, saved_as or key(), 1)


def _step(points: Sequence[Point], agenda_key: str, number: int) -> str:
    view = address_of(points[number - 1])
    where = urlencode([(_MODE, "true"), (_AGENDA, agenda_key), (_NUMBER, number)])
    return f"{view}{'&' if '?' in view else '?'}{where}"


def _steps() -> None:
    """Where in the agenda we are, and the ways to the points before and after; nothing outside an
    agenda."""
    key, number = address.word(_AGENDA), address.word(_NUMBER)
    own = data.drafts().get(key)
    points = own.points if own else data.ask(meetings.points, key)
    if not points:
        address.left_out(_AGENDA, "Agenda", "ingen")
        return
    if not (
        number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS and int(number)
    ):
        address.left_out(_NUMBER, "Punkt i agendan", "ingen")
        return
    here = min(int(number), len(points))  # points may have been removed during the meeting
    before = _arrow(points, key, here - 1, "←", "Föregående") if here > 1 else NOTHING
    after = _arrow(points, key, here + 1, "→", "Nästa") if here < len(points) else NOTHING
    told = Markup("<span><b>{} av {}</b> · {}</span>").format(
        here, len(points), points[here - 1].titel
    )
    render(
        Markup('<nav class="lb-steps" aria-label="Agenda">{}{}{}</nav>').format(before, after, told)
    )


def _arrow(points: Sequence[Point], key: str, number: int, sign: str, word: str) -> Markup:
    name, kind = f"{word}: {points[number - 1].titel}", "before" if sign == "←" else "after"
    link = Markup('<a class="{0}" href="{1}" target="_self" aria-label="{2}" title="{2}">{3}</a>')
    return link.format(kind, _step(points, key, number), name, sign)


def _leave() -> None:
    st.session_state[_MODE] = False
    for name in (_AGENDA, _NUMBER):
        address.drop(name)
