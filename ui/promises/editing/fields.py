"""The fields of the forms, and what is typed in them."""

from collections.abc import Callable

import streamlit as st

from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import JAMFORELSER
from lagesbild_data.model.tables.promises import STATUSAR
from lagesbild_data.public import reference
from lagesbild_data.store import editing
from lagesbild_data.store.editing import OWN_SOURCE
from lagesbild_data.words import swedish
from ui.frame import data
from ui.promises.editing.draft import Draft
from ui.promises.editing.names import MANY_AREAS, names_by_id

Fields = Callable[[Draft], Callable[[], dict[str, str]]]
"""Draws the fields of a form, and gives what reads them."""


def follow_up_fields(draft: Draft) -> Callable[[], dict[str, str]]:
    """The fields of a follow-up: status, text and source."""
    rules = "\n".join(f"- **{status}**: {rule}" for status, rule in follow_ups.STATUS_RULES.items())
    stored = draft.stands("status")
    st.selectbox(
        "Status",
        STATUSAR,
        STATUSAR.index(stored) if stored in STATUSAR else None,
        key=draft.key_of("status"),
        help=rules,
        placeholder="Välj status",
    )
    st.text_area(
        "Uppföljning i egna korta ord",
        draft.stands("text"),
        max_chars=_longest(draft, "text"),
        key=draft.key_of("text"),
        height=140,
    )
    _source(draft)
    st.checkbox(
        "Statusen är utläst ur källans text (tolkning)",
        draft.stands("status_grund") == "tolkning",
        key=draft.key_of("tolkning"),
        help=(
            "Gäller när du återger en annan källa. I Egen uppföljning skriver den som ansvarar"
            " själv vad läget är, och statusens grund är då alltid källa."
        ),
    )

    def read() -> dict[str, str]:
        texts = _typed(draft, "status", "text", "kalla_id")
        reading = (
            st.session_state[draft.key_of("tolkning")]
            and texts["kalla_id"] != OWN_SOURCE["kalla_id"]
        )
        return texts | {"status_grund": "tolkning" if reading else "källa"}

    return read


def result_fields(draft: Draft) -> Callable[[], dict[str, str]]:
    """The fields of a counted result; measure and area only of a new one."""
    known = data.ask(editing.units_by_measure, draft.key["aktivitet_id"])
    areas = data.ask(reference.names)["omraden"]
    fixed = draft.seen is not None
    left, right = st.columns(2)
    with left:
        stored = draft.stands("matt")
        st.selectbox(
            "Mått",
            list(known),
            list(known).index(stored) if fixed else None,
            key=draft.key_of("matt"),
            disabled=fixed,
            accept_new_options=True,
            placeholder="Välj, eller skriv ett nytt mått",
        )
        _choice(draft, "jamforelse", "Talet är", JAMFORELSER, "exakt")
        st.text_input("Värde", draft.stands("varde").replace(".", ","), key=draft.key_of("varde"))
        st.text_input(
            "Enhet",
            draft.stands("enhet"),
            max_chars=_longest(draft, "enhet"),
            key=draft.key_of("enhet"),
            placeholder=_units(known),
        )
    with right:
        ids = ["", *sorted(areas, key=lambda area: swedish.sort_key(areas[area]))]
        st.selectbox(
            "Område",
            ids,
            ids.index(draft.stands("omrade_id")),
            lambda area: areas.get(area, MANY_AREAS),
            key=draft.key_of("omrade_id"),
            disabled=fixed,
        )
        _choice(draft, "avser", "Avser", BY_NAME["utfall"].column("avser").allowed, "tertialet")
        _source(draft)
        st.text_input(
            "Anmärkning",
            draft.stands("anmarkning"),
            max_chars=_longest(draft, "anmarkning"),
            key=draft.key_of("anmarkning"),
        )
    return lambda: _typed(
        draft,
        "matt",
        "jamforelse",
        "varde",
        "enhet",
        "omrade_id",
        "avser",
        "kalla_id",
        "anmarkning",
    )


def _longest(draft: Draft, column: str) -> int:
    """How many letters may be written; the field counts them."""
    return BY_NAME[draft.table].column(column).longest


def _units(known: dict[str, str]) -> str:
    return f"till exempel {next(iter(known.values()))}" if any(known.values()) else ""


def _choice(
    draft: Draft, column: str, label: str, allowed: tuple[str, ...], otherwise: str
) -> None:
    stored = draft.stands(column) or otherwise
    st.selectbox(label, allowed, allowed.index(stored), key=draft.key_of(column))


def _source(draft: Draft) -> None:
    titles = names_by_id()["kallor"]
    own, *others = titles
    ids = [own, *sorted(others, key=lambda kalla: swedish.sort_key(titles[kalla]))]
    stored = draft.stands("kalla_id") or own
    st.selectbox("Källa", ids, ids.index(stored), titles.__getitem__, key=draft.key_of("kalla_id"))


def _typed(draft: Draft, *columns: str) -> dict[str, str]:
    """What the reader has typed, with the columns that the draft is about."""
    fixed = {name: str(draft.key[name]) for name in ("aktivitet_id", "ar", "tertial")}
    return fixed | {name: st.session_state.get(draft.key_of(name)) or "" for name in columns}
