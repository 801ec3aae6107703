"""What a file asks: about itself, and about names in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lagesbild_data.bring.formats.names import Unmatched, plain
from lagesbild_data.bring.formats.reading import Question
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import FIRST_YEAR, LAST_YEAR
from lagesbild_data.public import reference
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import markdown
from ui.parts import prose

_ANSWERS = "namnsvar"
_ASKED = 20
"""Names that are asked about at a time."""
_LEAVE_OUT = ""
Name = tuple[str, str]
"""A table and a plain name."""


def answers_of(key: str) -> dict[str, str]:
    """What the reader has answered about this file, by the questions' keys."""
    return st.session_state.setdefault(f"svar_{key}", {})


def about_file(question: Question, answer: str | None, key: str) -> None:
    """A question about the file as a whole, with its answer so far."""
    widget = f"svar_{key}_{question.key}"

    def keep() -> None:
        answers_of(key)[question.key] = str(st.session_state[widget] or "")

    label = markdown(question.text)
    if not question.options:
        st.number_input(
            label,
            FIRST_YEAR,
            LAST_YEAR,
            int(answer) if answer else None,
            key=widget,
            on_change=keep,
            placeholder="Skriv året",
        )
        return
    options = list(question.options)
    st.selectbox(
        label,
        options,
        options.index(answer) if answer else None,
        question.options.__getitem__,
        key=widget,
        on_change=keep,
        placeholder="Välj",
    )


def chosen_names() -> dict[Name, str]:
    """What the reader has chosen for names, in all the files."""
    return st.session_state.setdefault(_ANSWERS, {})


@dataclass
class _Question:
    """A name in a file that must be chosen for, or has been: what it may mean, the choice before,
    and its widget."""

    unmatched: Unmatched
    chosen: str | None
    widget: str


def about_names(planned: Plan, key: str) -> None:
    """Each name that must be chosen for, and those that have been, now or before, with what they
    may mean."""
    asked: dict[Name, _Question] = st.session_state.setdefault(f"fragor_{key}", {})
    now: dict[Name, tuple[Unmatched, str | None]] = {}
    now |= {(name.table, plain(name.name)): (name, None) for name in planned.unmatched}
    now |= {
        (name.table, plain(name.name)): (
            Unmatched(name.table, name.name, (name.chosen,) if name.chosen else ()),
            name.chosen,
        )
        for name in planned.remembered
    }
    for name, (unmatched, chosen) in now.items():
        asked.setdefault(name, _Question(unmatched, chosen, f"namn_{key}_{len(asked)}"))
    visible = {
        name: question
        for name, question in asked.items()
        if name in now or st.session_state.get(question.widget) is not None
    }
    fresh = {name: question for name, question in visible.items() if question.chosen is None}
    waiting = [name for name in fresh if name in now]
    for name, question in [*fresh.items()][:_ASKED]:
        _ask(name, question)
    if len(fresh) > _ASKED:
        prose.note(f"Och {swedish.number(len(fresh) - _ASKED)} namn till.")
    if len(waiting) > 1:
        st.button(
            f"Lämna alla {swedish.number(len(waiting))} namn utanför",
            key=f"resten_{key}",
            on_click=_leave_out,
            args=(waiting, asked),
        )
    before = {name: question for name, question in visible.items() if question.chosen is not None}
    if before:
        with st.expander(f"Namn enligt tidigare val ({len(before)})"):
            for name, question in [*before.items()][:_ASKED]:
                _ask(name, question)


def _leave_out(names: Sequence[Name], asked: Mapping[Name, _Question]) -> None:
    for name in names:
        chosen_names()[name] = st.session_state[asked[name].widget] = _LEAVE_OUT


def _ask(name: Name, question: _Question) -> None:
    unmatched, key = question.unmatched, question.widget
    called = data.ask(reference.names)[unmatched.table]
    others = sorted(
        called.keys() - set(unmatched.suggestions),
        key=lambda known: swedish.sort_key(called[known]),
    )
    options = [*unmatched.suggestions, _LEAVE_OUT, *others]

    def keep() -> None:
        chosen_names()[name] = st.session_state[key]

    st.selectbox(
        f"Vad är ”{markdown(unmatched.name)}” i {BY_NAME[unmatched.table].label}?",
        options,
        None if question.chosen is None else options.index(question.chosen),
        lambda known: called[known] if known else "Lämna utanför",
        key=key,
        on_change=keep,
        placeholder="Välj; valet kommer ihåg till nästa gång",
    )
