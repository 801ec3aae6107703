"""Writing follow-ups under the chosen activity: the forms, what two people wrote at once, and the
change log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lagesbild_data.answers import changelog, promises, queries
from lagesbild_data.model.checked import Row
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import JAMFORELSER
from lagesbild_data.model.tables.promises import STATUSAR
from lagesbild_data.store import editing
from lagesbild_data.store.editing import OWN_SOURCE, Conflict
from lagesbild_data.store.stores import as_text
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import InvalidStore
from ui.frame import data
from ui.frame.html import join, render
from ui.parts import notice, prose
from ui.parts.notice import Kind

_DRAFTS, _HERE = "utkast", "redigering"
_TIDIGARE = "raden har ändrats eller tagits bort sedan dess. Ångra den senare ändringen först."
_MANY_AREAS = "Flera områden tillsammans"


@dataclass
class _Draft:
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


def follow_ups(aktivitet_id: str, lofte_id: str, latest: list[tuple[int, int]]) -> None:
    """Forms for an activity's follow-up and counted results in a tertial, and its latest
    changes."""
    with st.expander("Skriv uppföljning", icon=":material/edit:"):
        if refusal := editing.can_edit(data.store()):
            prose.empty(refusal)
            return
        notice.tell(_HERE)
        tertial, who = _choose(lofte_id, latest)
        key = {"aktivitet_id": aktivitet_id, "ar": tertial[0], "tertial": tertial[1]}
        written, counted, log = st.tabs(["Uppföljning", "Räknade resultat", "Ändringar"])
        with written:
            _show(_draft("uppfoljningar", key), who, _follow_up_fields)
        with counted:
            _show(
                _unsettled("utfall", key) or _draft("utfall", key | _choose_result(key)),
                who,
                _result_fields,
            )
        with log:
            _changes(aktivitet_id, who)


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
    names = data.ask(queries.names)["omraden"]
    labels = {"": "Nytt resultat"}
    rows = {"": {"matt": None, "omrade_id": None}}
    for row in stored:
        choice = f"{row['matt']}\n{row['omrade_id'] or ''}"
        labels[choice] = f"{row['matt']}, {names.get(row['omrade_id'], _MANY_AREAS)}"
        rows[choice] = {"matt": row["matt"], "omrade_id": row["omrade_id"]}
    chosen = st.selectbox(
        "Resultat",
        list(rows),
        format_func=labels.__getitem__,
        key=f"valt_resultat_{key['aktivitet_id']}_{key['ar']}_{key['tertial']}",
    )
    return rows[chosen]


def _draft(table: str, key: Row) -> _Draft:
    """The draft of this row; a new one, with the row as it stands now, when another row was chosen
    before."""
    drafts = st.session_state.setdefault(_DRAFTS, {})
    draft = drafts.get(table)
    if draft is None or draft.key != key:
        number = st.session_state["utkast_nummer"] = st.session_state.get("utkast_nummer", 0) + 1
        drafts[table] = draft = _Draft(table, key, editing.find(data.store(), table, key), number)
    return draft


def _unsettled(table: str, key: Row) -> _Draft | None:
    """A draft in conflict, of a row that may be gone from the choices."""
    draft = st.session_state.get(_DRAFTS, {}).get(table)
    return draft if draft and draft.in_conflict and key.items() <= draft.key.items() else None


Fields = Callable[[_Draft], Callable[[], dict[str, str]]]
"""Draws the fields of a form, and gives what reads them."""


def _show(draft: _Draft, who: str, fields: Fields) -> None:
    if draft.in_conflict:
        _both_versions(draft, who)
        return
    notice.show(Kind.FAULT, *draft.faults)
    with st.form(draft.key_of("form"), border=False):
        read = fields(draft)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Spara", on_click=lambda: _save(draft, read(), who), type="primary"
            )
            if draft.seen is not None:
                st.form_submit_button("Ta bort", on_click=lambda: _save(draft, None, who))


def _follow_up_fields(draft: _Draft) -> Callable[[], dict[str, str]]:
    rules = "\n".join(f"- **{status}**: {rule}" for status, rule in promises.STATUS_RULES.items())
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


def _result_fields(draft: _Draft) -> Callable[[], dict[str, str]]:
    known = data.ask(editing.units_by_measure, draft.key["aktivitet_id"])
    areas = data.ask(queries.names)["omraden"]
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
            lambda area: areas.get(area, _MANY_AREAS),
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


def _longest(draft: _Draft, column: str) -> int:
    """How many letters may be written; the field counts them."""
    return BY_NAME[draft.table].column(column).longest


def _units(known: dict[str, str]) -> str:
    return f"till exempel {next(iter(known.values()))}" if any(known.values()) else ""


def _choice(
    draft: _Draft, column: str, label: str, allowed: tuple[str, ...], otherwise: str
) -> None:
    stored = draft.stands(column) or otherwise
    st.selectbox(label, allowed, allowed.index(stored), key=draft.key_of(column))


def _source(draft: _Draft) -> None:
    titles = {OWN_SOURCE["kalla_id"]: OWN_SOURCE["titel"], **prose.source_titles()}
    own, *others = titles
    ids = [own, *sorted(others, key=lambda kalla: swedish.sort_key(titles[kalla]))]
    stored = draft.stands("kalla_id") or own
    st.selectbox("Källa", ids, ids.index(stored), titles.__getitem__, key=draft.key_of("kalla_id"))


def _typed(draft: _Draft, *columns: str) -> dict[str, str]:
    """What the reader has typed, with the columns that the draft is about."""
    fixed = {name: str(draft.key[name]) for name in ("aktivitet_id", "ar", "tertial")}
    return fixed | {name: st.session_state.get(draft.key_of(name)) or "" for name in columns}


def _save(draft: _Draft, wanted: dict[str, str] | None, who: str) -> None:
    """Save the draft, or keep it with the reason why it could not be saved."""
    draft.faults, draft.wanted = [], wanted
    try:
        number = editing.save(
            data.store(), draft.table, wanted, draft.seen, st.session_state.get("vem") or who
        )
    except Conflict as conflict:
        draft.in_conflict, draft.theirs = True, conflict.current
    except InvalidStore as invalid:
        draft.faults, draft.in_conflict = [str(problem) for problem in invalid.problems], False
    else:
        _drop(draft)
        word = (
            "Inget var ändrat." if number is None else "Borttaget." if wanted is None else "Sparat."
        )
        notice.later(_HERE, Kind.DONE, word)


def _drop(draft: _Draft) -> None:
    st.session_state[_DRAFTS].pop(draft.table, None)


def _save_mine(draft: _Draft, who: str) -> None:
    draft.seen = draft.theirs
    if draft.wanted is None and draft.theirs is None:
        _drop(draft)
        notice.later(_HERE, Kind.DONE, "Redan borttaget.")
    else:
        _save(draft, draft.wanted, who)


def _both_versions(draft: _Draft, who: str) -> None:
    """Both versions side by side, and the choice between them; nothing is saved before it."""
    notice.show(
        Kind.WARNING,
        "Någon annan har ändrat samma sak medan du skrev. Inget är sparat än. Välj vad som ska"
        " stå.",
    )
    mine = None if draft.wanted is None else draft.wanted
    left, right = st.columns(2)
    with left:
        _version("Den andras version, sparad", draft.theirs, draft)
        st.button("Behåll den andras", on_click=_drop, args=(draft,), key=draft.key_of("deras"))
    with right:
        _version("Din version, inte sparad", mine, draft)
        st.button(
            "Spara min",
            on_click=_save_mine,
            args=(draft, who),
            key=draft.key_of("min"),
            type="primary",
        )


def _version(title: str, row: dict[str, Any] | None, draft: _Draft) -> None:
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
            line.format(column.label, changelog.in_words(column, row.get(column.name), _names()))
            for column in shown
        )
    render(Markup('<section class="lb-card"><h3>{}</h3>{}</section>').format(title, body))


def _changes(aktivitet_id: str, who: str) -> None:
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
        editing.undo(data.store(), andring_id, st.session_state.get("vem") or who)
    except Conflict:
        notice.later(_HERE, Kind.FAULT, f"Ändringen kunde inte ångras: {_TIDIGARE}")
    except InvalidStore as invalid:
        notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
    else:
        st.session_state[_DRAFTS] = {}
        notice.later(_HERE, Kind.DONE, "Ändringen är ångrad.")


def _in_words(change: Mapping[Any, Any]) -> Markup:
    """When, who and what: before → after."""
    table, key = BY_NAME[change["tabell"]], change["nyckel"]
    before, after = change["fore"] or {}, change["efter"] or {}
    names = _names()
    what = f"{key.get('matt') or 'Uppföljning'}, tertial {key['tertial']} {key['ar']}"
    if key.get("omrade_id"):
        what += f", {names['omraden'].get(key['omrade_id'], key['omrade_id'])}"
    kind = "ny" if not before else "borttagen" if not after else "ändrad"
    undone = "" if pd.isna(change["angrar"]) else ", ångrar en tidigare ändring"
    moves = changelog.moves(table, before, after, names)
    told = Markup("<b>{} · {}</b><br>{} ({}{})<br>{}")
    return told.format(changelog.local(change["tid"]), change["vem"], what, kind, undone, moves)


def _names() -> dict[str, dict[str, str]]:
    """Names by id per table, with our own source also before it is used."""
    names = data.ask(queries.names)
    return {**names, "kallor": {OWN_SOURCE["kalla_id"]: OWN_SOURCE["titel"], **names["kallor"]}}
