"""Parts of the page Anmälda brott: the choices, the series, the control chart, the types and the
comparison."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from charts import crimes as figures
from lagesbild_data.answers.crimes import by_area, by_type, reported
from lagesbild_data.answers.crimes import comparison as crime_comparison
from lagesbild_data.answers.crimes import control as crime_control
from lagesbild_data.answers.crimes import series as crime_series
from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.crimes.comparison import Compared
from lagesbild_data.answers.crimes.reported import CrimeType
from lagesbild_data.answers.crimes.series import Step
from lagesbild_data.model import settings
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Finding, Gap
from lagesbild_data.public.sentences import told
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.shell import area_names, palette
from ui.parts import cards, plots, prose, tables

_FOLLOWED = "brott_omraden"
"""The filter's areas when the page last followed them."""
_MEASURES_OF = {
    "ar": ("antal", "per_100k", "index_100"),
    "kvartal": ("antal",),
    "rullande": ("antal", "index_100"),
}
_STEPS: dict[Step, str] = {"ar": "År", "kvartal": "Kvartal", "rullande": "Fyra kvartal i taget"}
_TOO_SMALL = (
    "Antalen är för små för att visas, eller så är året inte helt. Prova hela år, eller en bredare"
    " brottstyp."
)
_METHOD = """
- **Svaret.** *Ja* när årets ändring är större än slumpen. *Nej* när den inte är det. *Delvis* när
  ett av årets kvartal, eller ett senare, ändå ligger utanför det vanliga spannet, eller åtta
  kvartal i rad ligger på samma sida av mitten. *Går inte att säga* när serien är bruten, talet före
  är under {base}, eller det inte finns två år att jämföra.
- **Slumpen.** Två antal jämförs med 2 · (√nu − √före). Gränsen är 3, så som slumpen rör små antal,
  gånger så mycket mer som serien brukar röra sig: spridningen i dess egna tidigare ändringar, när
  det finns minst fem. Stora antal rör sig mer än slumpen ensam, eftersom anmälningar inte kommer
  oberoende av varandra. Även utan verklig ändring passeras gränsen i 3–4 fall av 100, oftare när
  talen är små. Metod: Anscombe 1948; Wheeler 2016; McCullagh och Nelder.
- **Procent** skrivs inte när talet före är under {base}.
- **Per 100 000** är antalet delat med årets medelfolkmängd: medelvärdet av folkmängden vid årets
  början och slut, som hos Brå. Där källan har publicerat en kvot visas den.
- **Det vanliga spannet** för kvartal är medelvärdet ± 2,66 gånger den genomsnittliga skillnaden
  mellan kvartal i följd, med varje kvartals säsong inräknad (XmR-diagram, Wheeler: Understanding
  Variation). Det bygger på kvartalen före det år som bedöms, så att årets kvartal och senare kan
  jämföras med tiden före. Åtta kvartal i rad på samma sida av mitten kan vara en ny nivå.
- **Index** är 100 för den första perioden utan brott i serien.
- **Bruten serie.** Källan säger att räknesättet har ett brott det året, men inte exakt var.
  Ändringar till och från det året bedöms inte.
- **Övrigt** är det som ingen av raderna räknar: det bredare antalet minus de smalare.
- **Dolt.** Under kommunnivå döljs antal under {threshold}, och de antal som skulle röja dem. Alla
  kvartal ett år döljs om något av dem är för litet. Kvartal visas när året är helt: när alla fyra
  finns, för varje område och brottstyp som har kvartal. Innan det fjärde finns visas inte heller
  året. Annars kunde det som redan har visats röja det som kommer.
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


def broadest(omrade_id: str) -> CrimeType | None:
    """The broadest type; None where no count of the area is known."""
    kinds, areas = data.ask(reported.types), data.ask(reported.areas)
    return kinds[0] if kinds and omrade_id in set(areas["omrade_id"]) else None


def series(choice: Choice, step: Step) -> pd.DataFrame:
    """The chosen area's and type's counts by year, quarter or four quarters."""
    return data.ask(crime_series.series_of, choice.omrade_id, choice.kind.brottstyp_id, step)


def latest_year(choice: Choice, step: Step, chosen: Filter) -> int | None:
    """The latest chosen year of the series for which something is published; None where
    nothing is."""
    return chosen.latest(crime_series.known_years(series(choice, step)))


def answer(choice: Choice, chosen: Filter) -> None:
    """The page's answer in a word, and why in a line."""
    years, quarters = (series(choice, step) for step in crime_comparison.JUDGED)
    found = crime_control.unusual(years, quarters, chosen)
    about = f"{choice.area}: " if len(chosen.areas) > 1 else ""
    prose.answer(found.answer.value, f"{about}{told(Finding(found, 'anmalda_brott', ()))}")


def compared(choice: Choice, chosen: Filter) -> Compared | None:
    """The period that the page speaks of; None where it is hidden, or there is none."""
    if choice.step == "ar":
        return Compared.latest(series(choice, "ar"), series(choice, "kvartal"), chosen)
    year = latest_year(choice, choice.step, chosen)
    return None if year is None else Compared.of(series(choice, choice.step), choice.step, year)


def change(choice: Choice, chosen: Filter) -> None:
    """What the latest chosen period says against the same time the year before, in words and as
    cards."""
    its, year = compared(choice, chosen), latest_year(choice, choice.step, chosen)
    if its is None and year is None:
        prose.empty(f"Anmälda brott är inte publicerade för {choice.area} och de valda åren.")
        return
    within = (
        crime_comparison.remarks_within(
            data.ask(reported.counts, choice.omrade_id),
            data.ask(reported.types),
            choice.kind,
            choice.omrade_id,
            its.year,
        )
        if its
        else []
    )
    if its:
        prose.findings(crime_comparison.findings(its, choice.kind, choice.area, within), chosen)
    cards.key_figure_cards(crime_comparison.key_figures(its, Gap.HIDDEN, str(year)), chosen)


def _standing(choice: Choice, own: bool, chosen: Filter) -> AreaCrimes:
    """An area's crimes as the page speaks of them."""
    its, year = compared(choice, chosen), latest_year(choice, choice.step, chosen)
    years, quarters = (series(choice, step) for step in crime_comparison.JUDGED)
    unusual = crime_control.unusual(years, quarters, chosen)
    return AreaCrimes(choice.omrade_id, choice.area, own, its, None if its else year, unusual)


def side_by_side(choice: Choice, chosen: Filter) -> None:
    """Several chosen areas and the kommun, a row each; nothing where fewer than two have counts."""
    areas = data.ask(reported.areas)
    wanted = areas[areas["omrade_id"].isin(chosen.areas) | areas["own"]]
    if wanted["omrade_id"].isin(chosen.areas).sum() < 2:
        return
    st.subheader("De valda områdena", anchor=False)
    found = [
        _standing(replace(choice, omrade_id=omrade_id, area=name), own, chosen)
        for omrade_id, name, own in wanted[["omrade_id", "namn", "own"]].itertuples(index=False)
    ]
    caption = f"{choice.kind.label} i de valda områdena och kommunen"
    tables.table(by_area.side_by_side(found), caption, {"Tid": "–", "Ändring": "–"})
    prose.sources(kalla for each in found for kalla in each.kallor)
    prose.note(
        f"Svaret och resten av sidan gäller {choice.area}; välj ett annat under Område. Sist"
        " jämförs alla per invånare."
    )


def rate_differences(choice: Choice, chosen: Filter) -> None:
    """Published rates that are not what count and population give; nothing where all are."""
    if found := crime_comparison.rate_findings(series(choice, choice.step)):
        prose.findings(found, chosen)


def development(choice: Choice, chosen: Filter) -> None:
    """The series as a figure with the latest chosen year marked, as a table and as files."""
    frame = series(choice, choice.step)
    marked = latest_year(choice, choice.step, chosen) if chosen.years else None
    if frame["antal"].isna().all():
        nothing = f"Inget är publicerat för {choice.area}, {choice.kind.name}."
        prose.empty(_TOO_SMALL if frame["dold"].any() else nothing)
        return
    drawn = figures.development(frame, choice.step, choice.measure, palette(), marked)
    heading = crime_series.headline(frame, choice.step, choice.measure, choice.kind, choice.area)
    table = crime_series.table(frame, choice.step)
    kallor = crime_series.sources([frame])
    gaps = {"Antal": crime_series.HIDDEN, "Per 100 000": "–", "Index": "–"}
    plots.figure("brott", drawn, heading, table, heading, kallor, gaps)
    _signs(frame, choice)
    tables.downloads(
        table,
        f"anmalda-brott-{choice.step}-{choice.file}",
        "Anmälda brott",
        choice.sentence,
        kallor,
    )


def _signs(frame: pd.DataFrame, choice: Choice) -> None:
    """What the marks of the figure mean, those that are in it."""
    signs = []
    if frame["preliminar"].any():
        mark = "Snedrandig stapel" if choice.step == "ar" else "Ofylld punkt"
        signs.append(f"{mark}: preliminärt, talet rör sig tills det fastställs.")
    if frame["tidsseriebrott"].any():
        signs.append(
            "Streckad linje: serien är bruten; tal på var sida om den kan inte säkert jämföras."
        )
    if frame["dold"].any():
        hidden = (
            f"antal under {settings.threshold()}, ett antal som skulle röja ett sådant, eller ett"
            " år som inte är helt"
        )
        signs.append(f"Dolt: {hidden}; kvartal visas när alla fyra finns.")
    if signs:
        prose.note(" ".join(signs))


def control(choice: Choice, chosen: Filter) -> None:
    """The control chart of the chosen area's quarters until the chosen years, and what stands
    outside it in words."""
    quarters = series(choice, "kvartal")
    chart = crime_control.control(quarters, chosen, latest_year(choice, "ar", chosen))
    if chart is None:
        short = (
            "Det behövs minst två hela års kvartal i följd före året för att säga vad som är"
            " vanligt."
        )
        prose.note(_TOO_SMALL if quarters["dold"].any() else short)
        return
    kallor = crime_series.sources([quarters])
    plots.figure(
        "spann",
        figures.control(chart, palette()),
        chart.headline(),
        chart.table(),
        chart.headline(),
        kallor,
    )
    for sentence in chart.words():
        prose.note(sentence)
    prose.note(
        "Bandet är det vanliga spannet, med årets säsonger; det bygger på kvartalen till och med"
        f" kvartal {chart.until.quarter} {chart.until.year} (lodrät linje). Romb: utanför. Ofylld"
        " punkt: preliminärt."
    )


def types(choice: Choice, year: int) -> None:
    """The types of the chosen area in a year, with change and chance."""
    table = data.ask(by_type.types_of, choice.omrade_id, year)
    readable = table.assign(
        **{
            "Förändring": table["Förändring"].map(swedish.signed, na_action="ignore"),
            "Förändring i procent": (
                table["Förändring i procent"].map(swedish.signed_percent, na_action="ignore")
            ),
        }
    )
    gaps = dict.fromkeys(table.columns, "–") | {"Antal": crime_series.HIDDEN, "Anmärkning": ""}
    tables.table(readable, f"Brottstyper i {choice.area} {year}", gaps)
    rows = data.ask(reported.counts, choice.omrade_id)
    kallor = crime_series.sources([rows[rows["ar"] == year]])
    prose.sources(kallor)
    selection = f"Alla brottstyper · {choice.area} · {year}, förändring mot {year - 1}"
    tables.downloads(
        table, f"brottstyper-{year}-{choice.omrade_id}", "Brottstyper", selection, kallor
    )


def comparison(choice: Choice, chosen: Filter) -> None:
    """Rates of kommuner and riket beside the chosen areas', where the data has them."""
    areas = data.ask(reported.areas)
    areas = areas[areas["whole"] | areas["omrade_id"].isin([choice.omrade_id, *chosen.areas])]
    frame = data.ask(crime_series.rates_of, tuple(areas["omrade_id"]), choice.kind.brottstyp_id)
    if frame["omrade_id"].nunique() < 2:
        prose.empty(
            "Bara ett område har publicerad kvot för brottstypen. Fler kommuner och riket visas när"
            " de läggs till i anmalda_brott.csv med per_100k, eller med folkmängd i folkmangd.csv."
        )
        return
    table = frame.pivot(index="ar", columns="omrade", values="per_100k").iloc[::-1].astype("Int64")
    table = table.reset_index().rename(columns={"ar": "År"})
    alt = f"{choice.kind.label} per 100 000 invånare, i jämförelse"
    drawn = figures.comparison(frame, choice.omrade_id, palette())
    kallor = crime_series.sources([frame])
    plots.figure("jamforelse", drawn, alt, table, alt, kallor, looks={"År": swedish.year})


def method() -> None:
    """How everything on the page is worked out."""
    method = _METHOD.format(threshold=settings.threshold(), base=settings.smallest_base())
    prose.folded("metod", "Så är det räknat", lambda: st.markdown(method))
