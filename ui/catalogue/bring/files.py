"""The files to bring in, each in a frame of its own, and the reading in of one."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lagesbild_data.bring.formats import FORMATS
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import telling, writing
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.public.table import Table
from lagesbild_data.store import editing
from lagesbild_data.store.workplace import Workplace
from lagesbild_data.words.problems import InvalidStore, reason
from ui.catalogue.bring.changes import changes
from ui.catalogue.bring.planning import PLANS, plan_of
from ui.catalogue.bring.questions import about_file, about_names, answers_of, chosen_names
from ui.frame import data
from ui.frame.html import markdown
from ui.parts import notice, prose, tables
from ui.parts.notice import Kind

_HERE = "inläsning"
SECTION = "Läs in filer"
"""What the section of the page is called."""
_FOLDER = "inlasta_filer"
_READ = "inlast_ur_filer"
_LARGEST = 300
"""Megabytes of a file that a browser may bring; larger ones are read by the command."""
_MOST_KEPT = 5 * 2**20
"""Bytes of a file whose cells are kept while it is asked about; those of a larger one are read at
each answer."""


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
        tables.table(Table(frame), "Filer som kan läsas in")


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
    plans = st.session_state.get(PLANS, {})
    for gone in plans.keys() - brought:
        del plans[gone]
        st.session_state.get(_READ, {}).pop(gone, None)
        (Path(st.session_state[_FOLDER].name) / gone).unlink(missing_ok=True)


def _file(upload: Upload, others: Sequence[Upload], who: str) -> None:
    st.markdown(f"**{markdown(upload.name)}**")
    key = upload.path.name
    place = st.container()
    planned = plan_of(upload, others, _chosen_kind(key), answers_of(key), chosen_names())
    with place:
        _kind(planned, key)
    for question in planned.reading.questions.values():
        about_file(question, planned.reading.answers.get(question.key), key)
    about_names(planned, key)
    _problems(planned)
    for note in (*planned.reading.notes, *telling.told_of_names(planned)):
        prose.note(note)
    if planned.is_ready and (planned.changes or planned.surfaces):
        changes(planned)
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


def _problems(planned: Plan) -> None:
    told = telling.told_problems(planned)
    if not told:
        return
    notice.show(Kind.FAULT, "Filen läses inte in. Rätta den, eller välj ett annat slag.")
    prose.listed(told)


def _carry_out(planned: Plan, who: str) -> None:
    try:
        writing.carry_out(data.store(), planned, prose.writer_at_click(who))
    except InvalidStore as invalid:
        notice.later(_HERE, Kind.FAULT, *map(str, invalid.problems))
    except OSError as error:
        fault = f"{planned.upload.name}: {reason(error, 'kunde inte läsas in')}"
        notice.later(_HERE, Kind.FAULT, fault)
    else:
        notice.later(_HERE, Kind.DONE, f"{planned.upload.name} är inläst.")
