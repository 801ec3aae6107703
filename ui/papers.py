"""Parts of the page Mötesunderlag: what the document is to hold, its making, and what it then looks
like."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from briefing import choice_file, files
from briefing.blocks import Choice, NotPossible
from briefing.files import Files
from briefing.occasions import OCCASIONS
from briefing.parts import PARTS
from briefing.pptx import template
from lagesbild_data.model.filter import Filter
from lagesbild_data.words import spreadsheet
from lagesbild_data.words.problems import InvalidStore
from ui.frame import address, data
from ui.frame.html import render
from ui.frame.shell import mark
from ui.parts import notice, prose, reorder
from ui.parts.notice import Kind

_LAST = "kallor"
_PARTS, _OCCASION, _HEADING, _MADE = "delar", "tillfalle", "rubrik", "underlag"
_HERE, _FILE = "underlag", "underlagsfil"
_LARGEST = 50
"""Megabytes of a template."""
_BUTTONS = {
    ".pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ".pdf": ("PDF", "application/pdf"),
    ".xlsx": ("Excel", spreadsheet.XLSX_TYPE),
}


@dataclass(frozen=True)
class Order:
    """What a document is made of; two that are equal give the same files."""

    choice: Choice
    template: tuple[str, bytes] | None
    """Name and content of an organisation's own template."""
    version: str
    made: dt.date


def choose(chosen: Filter) -> Choice:
    """Let the reader choose occasion, parts and their order, heading and comments."""
    occasion = address.choose(
        st.selectbox,
        "Tillfälle",
        list(OCCASIONS),
        key=_OCCASION,
        format_func=lambda key: OCCASIONS[key].name,
        on_change=_take_parts_of_occasion,
    )
    keys = address.choose(
        st.multiselect,
        "Delar, i den ordning de ska komma",
        [key for key in PARTS if key != _LAST],
        key=_PARTS,
        format_func=lambda key: PARTS[key].name,
        default=_parts_of(occasion),
        select_all=False,
        wrap=True,
        placeholder="Tillfällets egna delar",
        help="Källor och metod kommer alltid sist.",
    )
    _order(keys or _parts_of(occasion))
    heading = address.text(
        "Rubrik",
        key=_HEADING,
        placeholder=OCCASIONS[occasion].name,
        max_chars=choice_file.LONGEST_HEADING,
    )
    prose.note(f"Områden och år väljs i vänsterspalten. Nu: {prose.choice(chosen)}.")
    comments = _comments(keys or _parts_of(occasion))
    return Choice(occasion, chosen, tuple(keys), heading.strip(), comments)


def _parts_of(occasion: str) -> list[str]:
    return [key for key in OCCASIONS[occasion].parts if key != _LAST]


def _take_parts_of_occasion() -> None:
    st.session_state[_PARTS] = _parts_of(st.session_state[_OCCASION])
    st.session_state[_HEADING] = ""


def _order(keys: list[str]) -> None:
    """The parts in order, each with buttons that move it."""

    def name(number: int) -> None:
        render(
            Markup('<p class="lb-point">{}. {}</p>').format(number + 1, PARTS[keys[number]].name)
        )

    with st.expander("Delarnas ordning"):
        reorder.rows("del", keys, name, _put_in_order, key=keys.__getitem__)


def _put_in_order(keys: Sequence[str]) -> None:
    st.session_state[_PARTS] = list(keys)


def _comments(keys: list[str]) -> dict[str, str]:
    """What the reader has written on each part."""
    with st.expander("Egna kommentarer"):
        written = {
            key: st.text_area(
                PARTS[key].name,
                key=_comment(key),
                persist_state="session",
                height=80,
                max_chars=choice_file.LONGEST_COMMENT,
            )
            for key in keys
        }
    return {key: text.strip() for key, text in written.items() if text.strip()}


def _comment(key: str) -> str:
    return f"kommentar_{key}"


# The choice as a file


def keep(choice: Choice) -> None:
    """Save the choice as a file, or open one that was saved: comments live only as long as the
    page."""
    with st.expander("Spara eller öppna underlaget", expanded=notice.waits(_HERE)):
        notice.tell(_HERE)
        st.download_button(
            "Spara underlaget som fil",
            lambda: choice_file.to_file(data.store(), choice),
            "underlag.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        st.file_uploader(
            "Öppna underlag (.json)", type="json", key=_FILE, max_upload_size=1, on_change=_open
        )
        prose.note(
            "Kommentarerna finns bara kvar så länge sidan är öppen. Filen har dem och alla val utom"
            " mallen."
        )


def _open() -> None:
    if file := st.session_state[_FILE]:
        try:
            choice = choice_file.from_file(data.store(), file.name, file.getvalue())
        except InvalidStore as invalid:
            notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
            return
        st.session_state[_OCCASION], st.session_state[_HEADING] = choice.occasion, choice.heading
        st.session_state[_PARTS] = list(choice.parts)
        st.session_state["omrade"] = list(choice.filter.areas)
        st.session_state["ar"] = list(choice.filter.years)
        for key in PARTS:
            st.session_state[_comment(key)] = choice.comments.get(key, "")
        notice.later(_HERE, Kind.DONE, f"Underlaget {file.name} är öppnat.")


def with_template(choice: Choice) -> Order:
    """The choice with the template that the reader brings, to be made today."""
    return Order(choice, _template(), data.version(), dt.date.today())


def _template() -> tuple[str, bytes] | None:
    with st.expander("Egen PowerPoint-mall"):
        file = st.file_uploader(
            "Organisationens mall (.pptx, .potx, .ppsx)",
            type=["pptx", "potx", "ppsx"],
            key="mall",
            max_upload_size=_LARGEST,
        )
        prose.note("Mallen används bara för det här underlaget och sparas inte.")
    return (file.name, file.getvalue()) if file else None


def make(order: Order) -> Files | str | None:
    """A button that makes the files; they, or the reason why they can't be made, are kept until
    something else is chosen. None until then."""
    if st.button("Gör underlaget", type="primary", icon=":material/description:"):
        bar = st.progress(0.0, "Underlaget görs")
        st.session_state[_MADE] = (order, _made(order, bar))
        bar.empty()
    before, made = st.session_state.get(_MADE) or (None, None)
    return made if before == order else None


def _made(order: Order, bar: DeltaGenerator) -> Files | str:
    def tell(part: str, done: int, total: int) -> None:
        bar.progress(done / total, part)

    try:
        look = template.given(order.template[1], order.template[0]) if order.template else None
        return files.make_all(data.store(), order.choice, order.made, look, tell)
    except NotPossible as impossible:
        return str(impossible)


def result(made: Files | str | None, order: Order) -> None:
    """The files to download and the pages of the PDF, or what is to be done first."""
    if made is None:
        again = (
            "Valet har ändrats. Gör underlaget igen."
            if st.session_state.get(_MADE)
            else "Välj och gör underlaget."
        )
        prose.empty(
            f"{again} Här visas det då sida för sida, och kan laddas ner som PowerPoint, PDF och"
            " Excel."
        )
    elif isinstance(made, str):
        notice.show(Kind.FAULT, made)
    else:
        _downloads(made, order)
        _preview(made)


def _preview(made: Files) -> None:
    """The pages of the PDF."""
    count = len(made.pages)
    prose.note(
        f"PDF-filens {count} sidor. PowerPoint har samma delar som bilder, Excel samma tabeller och"
        " tal."
    )
    with st.container(height=820, key="forhandsvisning"):
        for number, page in enumerate(made.pages, 1):
            st.image(
                page,
                width="stretch",
                alt=f"Sida {number} av {count}. Texten kan läsas upp i PDF-filen.",
            )


def _downloads(made: Files, order: Order) -> None:
    name = f"underlag-{order.choice.occasion}-{order.made}{'-pahittade-data' if mark() else ''}"
    with st.container(horizontal=True):
        for ending, (label, kind) in _BUTTONS.items():
            if ending in made.by_ending:
                st.download_button(
                    f"Ladda ner {label}",
                    partial(made.by_ending.__getitem__, ending),
                    f"{name}{ending}",
                    kind,
                    icon=":material/download:",
                    on_click="ignore",
                )
