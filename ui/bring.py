"""Bringing files in: what each was taken for, what it would change, what must be answered first,
and doing it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lagesbild_data.answers import changelog, queries
from lagesbild_data.bring import templates
from lagesbild_data.bring.formats import FORMATS
from lagesbild_data.bring.formats.names import Unmatched, plain
from lagesbild_data.bring.formats.reading import Question
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning, standing, telling, writing
from lagesbild_data.bring.importing.plan import Plan, TableChange
from lagesbild_data.model import dictionary
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import FIRST_YEAR, LAST_YEAR
from lagesbild_data.store import editing
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words import spreadsheet, swedish
from lagesbild_data.words.problems import InvalidStore, reason
from lagesbild_data.words.progress import in_words
from ui.frame import data
from ui.frame.html import markdown
from ui.parts import notice, prose, tables
from ui.parts.notice import Kind

_HERE = "inläsning"
_FOLDER, _PLANS, _ANSWERS = "inlasta_filer", "inlasningsplaner", "namnsvar"
_READ = "inlast_ur_filer"
_LARGEST = 300
"""Megabytes of a file that a browser may bring; larger ones are read by the command."""
_MOST_KEPT = 5 * 2**20
"""Bytes of a file whose cells are kept while it is asked about; those of a larger one are read at
each answer."""
_MOST_SHOWN = 200
_ASKED = 20
"""Names that are asked about at a time."""
_LEAVE_OUT = ""
_UNSEEN = "Skrivs, visas inte"
Name = tuple[str, str]
"""A table and a plain name."""


def files() -> None:
    """Choose files, see what they would change, answer what they ask, and read them in."""
    if refusal := editing.can_edit(data.store()):
        prose.empty(refusal)
        return
    brought = st.file_uploader(
        "Filer att läsa in",
        accept_multiple_files=True,
        key="filer",
        max_upload_size=_LARGEST,
        help=f"Högst {_LARGEST} MB var. Större filer läses in med kommandot import.",
    )
    notice.tell(_HERE)
    uploads = [_kept(file) for file in brought]
    _forget_others(uploads)
    if not uploads:
        prose.empty(
            "Lägg filer här: från Brå, polisen, Kolada, SCB, kartor eller programmets mallar. Inget"
            " ändras förrän du har sett vad de innehåller."
        )
        _kinds()
        return
    who = prose.writer()
    for upload in uploads:
        with st.container(border=True):
            _file(upload, [other for other in uploads if other is not upload], who)


def _kinds() -> None:
    with st.expander("Filer som kan läsas in"):
        frame = pd.DataFrame(
            [(found.label, found.help) for found in FORMATS.values()], columns=["Slag", "Innehåll"]
        )
        tables.table(frame, "Filer som kan läsas in")


def _kept(file: UploadedFile) -> Upload:
    """The file on the disk of the server, for as long as the reader's page is open, with what has
    been read of it."""
    if _FOLDER not in st.session_state:
        st.session_state[_FOLDER] = Workplace()
    path = Path(st.session_state[_FOLDER].name) / file.file_id
    if not path.exists():
        path.write_bytes(file.getbuffer())
    is_kept = path.stat().st_size <= _MOST_KEPT
    read = st.session_state.setdefault(_READ, {}).setdefault(file.file_id, {}) if is_kept else None
    return Upload.of(path, file.name, read)


def _forget_others(uploads: Sequence[Upload]) -> None:
    """Let go of what has been read of files that have been taken away, and of the files."""
    brought = {upload.path.name for upload in uploads}
    plans = st.session_state.get(_PLANS, {})
    for gone in plans.keys() - brought:
        del plans[gone]
        st.session_state.get(_READ, {}).pop(gone, None)
        (Path(st.session_state[_FOLDER].name) / gone).unlink(missing_ok=True)


def _file(upload: Upload, others: Sequence[Upload], who: str) -> None:
    st.markdown(f"**{markdown(upload.name)}**")
    key = upload.path.name
    place = st.container()
    planned = _plan(upload, others, _chosen_kind(key), _answered(key), _answers())
    with place:
        _kind(planned, key)
    for question in planned.reading.questions.values():
        _answer(question, planned.reading.answers.get(question.key), key)
    _questions(planned, key)
    _problems(planned)
    for note in (*planned.reading.notes, *telling.told_of_names(planned)):
        prose.note(note)
    if planned.is_ready and (planned.changes or planned.surfaces):
        _changes(planned)
        if not who.strip():
            prose.note("Skriv ditt namn överst för att kunna läsa in filen.")
        st.button(
            "Läs in",
            key=f"las_{key}",
            type="primary",
            on_click=_carry_out,
            args=(planned, who),
            disabled=not who.strip() or not (planned.changes_something or planned.choices),
        )


def _chosen_kind(key: str) -> str:
    return st.session_state.get(f"slag_{key}") or ""


def _kind(planned: Plan, key: str) -> None:
    """What the file was taken for, to be overruled."""
    names = list(FORMATS)
    found = names.index(planned.format.name) if planned.format else None
    st.selectbox(
        "Filen är",
        names,
        found,
        lambda name: FORMATS[name].label,
        key=f"slag_{key}",
        placeholder="Välj slag",
        help="Läses ur innehållet. Välj ett annat slag om det blev fel.",
    )


def _answered(key: str) -> dict[str, str]:
    """What the reader has answered about this file, by the questions' keys."""
    return st.session_state.setdefault(f"svar_{key}", {})


def _answer(question: Question, answer: str | None, key: str) -> None:
    """A question about the file as a whole, with its answer so far."""
    widget = f"svar_{key}_{question.key}"

    def keep() -> None:
        _answered(key)[question.key] = str(st.session_state[widget] or "")

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


def _answers() -> dict[Name, str]:
    """What the reader has chosen for names, in all the files."""
    return st.session_state.setdefault(_ANSWERS, {})


@dataclass
class _Question:
    """A name in a file that must be chosen for, or has been: what it may mean, the choice before,
    and its widget."""

    unmatched: Unmatched
    chosen: str | None
    widget: str


def _questions(planned: Plan, key: str) -> None:
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
        _answers()[name] = st.session_state[asked[name].widget] = _LEAVE_OUT


def _ask(name: Name, question: _Question) -> None:
    unmatched, key = question.unmatched, question.widget
    called = data.ask(queries.names)[unmatched.table]
    others = sorted(
        called.keys() - set(unmatched.suggestions),
        key=lambda known: swedish.sort_key(called[known]),
    )
    options = [*unmatched.suggestions, _LEAVE_OUT, *others]

    def keep() -> None:
        _answers()[name] = st.session_state[key]

    st.selectbox(
        f"Vad är ”{markdown(unmatched.name)}” i {BY_NAME[unmatched.table].label}?",
        options,
        None if question.chosen is None else options.index(question.chosen),
        lambda known: called[known] if known else "Lämna utanför",
        key=key,
        on_change=keep,
        placeholder="Välj; valet kommer ihåg till nästa gång",
    )


def _problems(planned: Plan) -> None:
    told = telling.told_problems(planned)
    if not told:
        return
    notice.show(Kind.FAULT, "Filen läses inte in. Rätta den, eller välj ett annat slag.")
    prose.listed(told)


def _changes(planned: Plan) -> None:
    """What is new, changed and the same, per table, and the rows themselves."""
    if not planned.changes_something:
        prose.finding("Inget ändras: allt står redan i lagret.")
    rows = [
        (
            BY_NAME[name].label,
            len(change.new),
            len(change.changed),
            change.same,
            change.kept,
            len(change.unseen),
        )
        for name, change in planned.changes.items()
    ]
    if planned.surfaces:
        new = [area for area, before in planned.surfaces.items() if before is None]
        rows.append(("Områdesytor", len(new), len(planned.surfaces) - len(new), 0, 0, 0))
        prose.note(telling.told_of_surfaces(planned, data.ask(queries.names)["omraden"]))
    frame = pd.DataFrame(
        rows, columns=["Tabell", "Nya rader", "Ändrade", "Lika", "Slutliga tal står kvar", _UNSEEN]
    )
    frame = frame.drop(columns=[name for name in frame.columns[-2:] if not frame[name].any()])
    tables.table(frame, f"Vad {planned.upload.name} ändrar")
    if _UNSEEN in frame:
        prose.note(
            "Antal som inte visas skrivs som filen säger, vad som än står i lagret. Om de då ändras"
            " sägs inte, för det kan röja små antal. Källan blir filens, och en anmärkning om det"
            " gamla talet tas bort."
        )
    for name, change in planned.changes.items():
        if change.new or change.changed:
            _rows(name, change, _names(planned))


def _names(planned: Plan) -> dict[str, dict[str, str]]:
    """Names by id per table, those that the file brings too."""
    names = data.ask(queries.names)
    brought = {
        name: {row[BY_NAME[name].key[0]]: row[BY_NAME[name].called] for row in change.new}
        for name, change in planned.changes.items()
        if name in names
    }
    return {name: known | brought.get(name, {}) for name, known in names.items()}


def _rows(name: str, change: TableChange, names: dict[str, dict[str, str]]) -> None:
    declared = BY_NAME[name]
    with st.expander(f"Granska raderna i {declared.label}"):
        if change.changed:
            prose.finding("Ändrade")
            moves = [
                (
                    changelog.key_in_words(declared, after, names),
                    changelog.moves(declared, before, after, names),
                )
                for before, after in change.changed[:_MOST_SHOWN]
            ]
            tables.table(
                pd.DataFrame(moves, columns=["Rad", "Före → efter"]),
                f"Ändrade rader i {declared.label}",
            )
        if change.new:
            prose.finding("Nya")
            frame = dictionary.readable(pd.DataFrame(change.new[:_MOST_SHOWN]), declared, names)
            st.dataframe(
                frame, hide_index=True, placeholder="–", alt=f"Nya rader i {declared.label}"
            )
        if max(len(change.new), len(change.changed)) > _MOST_SHOWN:
            prose.note(f"De första {_MOST_SHOWN} raderna visas.")


def _plan(
    upload: Upload,
    others: Sequence[Upload],
    kind: str,
    answers: Mapping[str, str],
    choices: Mapping[Name, str],
) -> Plan:
    """What the file would change; asked again only when something else is chosen or the store has
    changed. What has been read of it is kept until nothing more is asked."""
    order = (
        data.fingerprint(),
        kind,
        tuple(answers.items()),
        tuple(choices.items()),
        tuple(other.path.name for other in others),
    )
    plans = st.session_state.setdefault(_PLANS, {})
    known_order, planned = plans.get(upload.path.name, (None, None))
    if order != known_order:
        with st.spinner(f"Läser {markdown(upload.name)} …", show_time=True):
            bar = st.empty()
            planned = planning.plan(
                data.store(),
                upload,
                format_name=kind,
                answers=answers,
                choices=choices,
                companions=others,
                progress=_progress(bar.progress),
            )
            bar.empty()
        plans[upload.path.name] = (order, planned)
        if upload.kept and (planned.problems or planned.is_understood):
            upload.kept.clear()
    return planned


def _progress(show: Callable[[float, str], object]) -> Callable[[int, float], None]:
    start = time.monotonic()
    shown = 0.0

    def tell(rows: int, part: float) -> None:
        nonlocal shown
        spent = time.monotonic() - start
        if spent - shown > 0.3:
            shown = spent
            show(part, in_words(spent, rows, part))

    return tell


def _carry_out(planned: Plan, who: str) -> None:
    try:
        writing.carry_out(data.store(), planned, st.session_state.get("vem") or who)
    except InvalidStore as invalid:
        notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
    except OSError as error:
        fault = f"{planned.upload.name}: {reason(error, 'kunde inte läsas in')}"
        notice.later(_HERE, Kind.FAULT, fault)
    else:
        notice.later(_HERE, Kind.DONE, f"{planned.upload.name} är inläst.")


def template_choice() -> None:
    """Choose tables and get a template to fill in."""
    labels = {name: BY_NAME[name].label for name in templates.TABLES}
    chosen = st.multiselect(
        "Tabeller i mallen",
        templates.TABLES,
        format_func=labels.__getitem__,
        key="malltabeller",
        placeholder="Välj en eller flera",
        select_all=False,
    )
    if not chosen:
        return
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner mall (Excel)",
            lambda: templates.xlsx_bytes(chosen, known=standing.all_rows(data.store())),
            f"mall-{'-'.join(chosen[:3])}.xlsx",
            spreadsheet.XLSX_TYPE,
            icon=":material/download:",
            on_click="ignore",
        )
        if len(chosen) == 1:
            st.download_button(
                "Ladda ner mall (CSV)",
                lambda: templates.csv_bytes(chosen[0], known=standing.all_rows(data.store())),
                f"mall-{chosen[0]}.csv",
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
