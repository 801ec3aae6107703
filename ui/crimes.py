"""Parts of the page Anmälda brott: the choices, the series, the control chart, the types and the comparison."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from charts import crimes as figures
from lagesbild_data import crime_trends
from lagesbild_data.crime_trends import CrimeType, Step
from lagesbild_data.filter import Filter
from ui import data, parts
from ui.shell import palette

_STEPS: dict[Step, str] = {"ar": "År", "kvartal": "Kvartal", "rullande": "Fyra kvartal i taget"}
_METHOD = """
- **Slumpen.** Två antal jämförs med 2 · (√nu − √före). Är skillnaden större än 3 brukar slumpen inte räcka som
  förklaring. Metod: Anscombe 1948; för brott Wheeler 2016. Anmälningar kommer inte helt oberoende av varandra, så
  gränsen är en första sållning och inget bevis.
- **Procent** skrivs inte när talet före är under 20.
- **Per 100 000** är antalet delat med årets medelfolkmängd: medelvärdet av folkmängden vid årets början och slut, som
  hos Brå. Där källan har publicerat en kvot visas den.
- **Det väntade spannet** för kvartal är medelvärdet ± 2,66 gånger den genomsnittliga skillnaden mellan kvartal i följd,
  med varje kvartals säsong inräknad (XmR-diagram, Wheeler: Understanding Variation). Det bygger på alla kvartal utom de
  fyra senaste, så att de kan jämföras med tiden före.
- **Index** är 100 för den första perioden utan tidsseriebrott.
- **Dolt.** Under kommunnivå döljs antal under {threshold}, och de antal som skulle röja dem. Alla kvartal ett år döljs
  om något av dem är för litet.
- En kurva visar vad som har anmälts. Den visar inte allt som har hänt, och inte varför.
"""


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see of reported crimes."""

    kind: CrimeType
    omrade_id: str
    area: str
    step: Step
    measure: str


def choose(chosen: Filter) -> Choice | None:
    """Let the reader choose type, area, step and measure; None when the store has no counts."""
    kinds = {kind.brottstyp_id: kind for kind in data.ask(crime_trends.types)}
    areas = data.ask(crime_trends.areas)
    if not kinds:
        parts.empty("Inga anmälda brott är publicerade. De läggs till i anmalda_brott.csv eller brott_per_manad.csv.")
        return None
    names = dict(zip(areas["omrade_id"], areas["namn"], strict=True))
    first, second, third = st.columns([3, 2, 3])
    with first:
        kind = st.selectbox(
            "Brottstyp", list(kinds), key="brottstyp", bind="query-params",
            format_func=lambda brottstyp_id: f"{'– ' * kinds[brottstyp_id].depth}{kinds[brottstyp_id].label}",
        )  # fmt: skip
    with second:
        wanted = [area for area in names if area in chosen.areas]
        start = list(names).index(wanted[0]) if wanted else 0
        area = st.selectbox("Område", list(names), start, names.__getitem__, key="brottsomrade", bind="query-params")
    with third:
        step = st.segmented_control(
            "Tid", list(_STEPS), default="ar", required=True, key="steg", bind="query-params",
            format_func=_STEPS.__getitem__,
        )  # fmt: skip
    measures = {name: label for name, label in figures.MEASURES.items() if step == "ar" or name != "per_100k"}
    measure = st.segmented_control(
        "Visa", list(measures), default="antal", required=True, key=f"visa_{step}", format_func=measures.__getitem__,
    )  # fmt: skip
    return Choice(kinds[kind], area, names[area], step, measure)


def counts() -> pd.DataFrame:
    """Every count that may be shown."""
    return data.ask(crime_trends.shown_counts, data.threshold())


def series(choice: Choice, step: Step) -> pd.DataFrame:
    """The chosen area's and type's counts by year, quarter or four quarters."""
    people = data.ask(crime_trends.populations)
    return crime_trends.series(counts(), people, choice.omrade_id, choice.kind.brottstyp_id, step)


def development(frame: pd.DataFrame, choice: Choice, chosen: Filter) -> None:
    """The series as a figure, as a table and as files."""
    if frame["antal"].isna().all():
        hidden = " Antalen är för små för att visas." if frame["dold"].any() else ""
        parts.empty(f"Inget är publicerat för {choice.area}, {choice.kind.name}.{hidden}")
        return
    drawn = figures.development(frame, choice.step, choice.measure, palette(), chosen.year)
    heading = crime_trends.headline(frame, choice.step, choice.measure, choice.kind, choice.area)
    table = crime_trends.table(frame, choice.step)
    kallor = crime_trends.sources([frame])
    parts.figure(
        drawn, heading, table, heading, kallor, {"Antal": crime_trends.HIDDEN, "Per 100 000": "–", "Index": "–"}
    )
    _signs(frame, choice)
    parts.downloads(table, f"anmalda-brott-{choice.kind.brottstyp_id}", "Anmälda brott", chosen, kallor)


def _signs(frame: pd.DataFrame, choice: Choice) -> None:
    """What the marks of the figure mean, those that are in it."""
    signs = []
    if frame["preliminar"].any():
        mark = "Streckad stapel" if choice.step == "ar" else "Ofylld punkt"
        signs.append(f"{mark}: preliminärt, talet rör sig tills det fastställs.")
    if frame["tidsseriebrott"].any():
        signs.append("Streckad linje: tidsseriebrott; talet kan inte säkert jämföras med åren före.")
    if frame["dold"].any():
        signs.append(f"Dolt: antal under {data.threshold()}, eller ett antal som skulle röja ett sådant.")
    if signs:
        parts.note(" ".join(signs))


def control(choice: Choice) -> None:
    """The control chart of the chosen area's quarters, and what stands outside it in words."""
    quarters = series(choice, "kvartal")
    chart = crime_trends.control(quarters)
    if chart is None:
        parts.note("Det behövs minst två hela års kvartal i följd före de fyra senaste för att säga vad som är väntat.")
        return
    table = pd.DataFrame({"Utanför det väntade": chart.words()})
    parts.figure(
        figures.control(chart, palette()), chart.headline(), table, chart.headline(), crime_trends.sources([quarters])
    )
    for sentence in chart.words():
        parts.note(sentence)
    parts.note(
        f"Bandet är det väntade, med årets säsonger; det bygger på kvartalen till och med kvartal "
        f"{chart.until.quarter} {chart.until.year} (lodrät linje). Romb: utanför. Ofylld punkt: preliminärt."
    )


def types(choice: Choice, year: int, chosen: Filter) -> None:
    """The types of the chosen area in a year, with change and chance."""
    kinds = data.ask(crime_trends.types)
    table = crime_trends.by_type(counts(), kinds, choice.omrade_id, year)
    gaps = dict.fromkeys(table.columns, "–")
    parts.table(table, f"Brottstyper i {choice.area} {year}", gaps)
    rows = counts()
    kallor = crime_trends.sources([rows[(rows["omrade_id"] == choice.omrade_id) & (rows["ar"] == year)]])
    parts.sources(kallor)
    parts.downloads(table, f"brottstyper-{year}", "Brottstyper", chosen, kallor)


def comparison(choice: Choice) -> None:
    """Rates of kommuner and riket beside the chosen area's, where the data has them."""
    areas = data.ask(crime_trends.areas)
    areas = areas[areas["whole"] | (areas["omrade_id"] == choice.omrade_id)]
    names = dict(zip(areas["omrade_id"], areas["namn"], strict=True))
    frame = crime_trends.rates(counts(), data.ask(crime_trends.populations), names, choice.kind.brottstyp_id)
    if frame["omrade_id"].nunique() < 2:
        parts.empty(
            "Bara ett område har publicerad kvot för brottstypen. Fler kommuner och riket visas när de läggs till i "
            "anmalda_brott.csv med per_100k, eller med folkmängd i folkmangd.csv."
        )
        return
    table = frame.pivot(index="ar", columns="omrade", values="per_100k").iloc[::-1].astype("Int64")
    table = table.reset_index().rename(columns={"ar": "År"})
    alt = f"{choice.kind.label} per 100 000 invånare, i jämförelse"
    parts.figure(figures.comparison(frame, choice.omrade_id, palette()), alt, table, alt, crime_trends.sources([frame]))


def method() -> None:
    """How everything on the page is worked out."""
    with st.expander("Så är det räknat"):
        st.markdown(_METHOD.format(threshold=data.threshold()))
