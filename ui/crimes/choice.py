"""What the reader chooses of reported crimes: type, area, step and measure."""

from dataclasses import dataclass

import streamlit as st

from charts import crimes as figures
from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.crimes.reported import CrimeType
from lagesbild_data.answers.crimes.series import Step
from lagesbild_data.model.filter import Filter
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.shell import area_names
from ui.parts import prose

_FOLLOWED = "brott_omraden"
"""The filter's areas when the page last followed them."""
_MEASURES_OF = {
    "ar": ("antal", "per_100k", "index_100"),
    "kvartal": ("antal",),
    "rullande": ("antal", "index_100"),
}
_STEPS: dict[Step, str] = {"ar": "År", "kvartal": "Kvartal", "rullande": "Fyra kvartal i taget"}


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see of reported crimes."""

    kind: CrimeType
    omrade_id: str
    area: str
    step: Step
    measure: str

    @property
    def sentence(self) -> str:
        """What is shown, in words."""
        return f"{self.kind.label} · {self.area} · {_STEPS[self.step].lower()}"

    @property
    def file(self) -> str:
        """What is shown, as part of a file's name."""
        return f"{self.kind.brottstyp_id}-{self.omrade_id}"


def choose(chosen: Filter) -> Choice | None:
    """Let the reader choose type, area, step and measure; None when the store has no counts."""
    kinds = {kind.brottstyp_id: kind for kind in data.ask(reported.types)}
    if not kinds:
        prose.empty(
            "Inga anmälda brott är publicerade. De läggs till i anmalda_brott.csv eller"
            " brott_per_manad.csv."
        )
        return None
    first, second, third = st.columns([3, 2, 3])
    with first:
        kind = address.choose(
            st.selectbox,
            "Brottstyp",
            list(kinds),
            key="brottstyp",
            format_func=lambda brottstyp_id: (
                f"{'– ' * kinds[brottstyp_id].depth}{kinds[brottstyp_id].label}"
            ),
        )
    with second:
        omrade_id, area = _choose_area(chosen)
    with third:
        step = address.choose(
            st.segmented_control,
            "Tid",
            list(_STEPS),
            key="steg",
            format_func=_STEPS.__getitem__,
            default="ar",
            required=True,
        )
    measures = [name for name in figures.MEASURES if name in _MEASURES_OF[step]]
    measure = (
        st.segmented_control(
            "Visa",
            measures,
            default="antal",
            required=True,
            key=f"visa_{step}",
            format_func=figures.MEASURES.__getitem__,
        )
        if len(measures) > 1
        else measures[0]
    )
    return Choice(kinds[kind], omrade_id, area, step, measure)


def _choose_area(chosen: Filter) -> tuple[str, str]:
    """The area to show and its name: the filter's, or another that has counts; says so when a
    chosen area has none."""
    areas = data.ask(reported.areas)
    names = dict(zip(areas["omrade_id"], areas["namn"], strict=True))
    wanted = [area for area in names if area in chosen.areas]
    if (
        st.session_state.get(_FOLLOWED, ()) != chosen.areas
        and wanted
        and "brottsomrade" in st.session_state
    ):
        st.session_state["brottsomrade"] = wanted[0]
    st.session_state[_FOLLOWED] = chosen.areas
    start = list(names).index(wanted[0]) if wanted else 0
    area = address.choose(
        st.selectbox,
        "Område",
        list(names),
        key="brottsomrade",
        format_func=names.__getitem__,
        index=start,
    )
    without = swedish.enumerate_words(
        area_names()[area] for area in chosen.areas if area not in names
    )
    if without:
        prose.note(f"Anmälda brott är inte publicerade för {without}. Här visas {names[area]}.")
    return area, names[area]
