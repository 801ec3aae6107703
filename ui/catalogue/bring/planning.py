"""What a file would change, worked out when something else is chosen and not else."""

import time
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.bring.importing import planning
from lagesbild_data.bring.importing.plan import Plan
from lagesbild_data.words.progress import in_words
from ui.catalogue.bring.questions import Name
from ui.frame import data
from ui.frame.html import markdown

PLANS = "inlasningsplaner"


def plan_of(
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
    plans = st.session_state.setdefault(PLANS, {})
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
