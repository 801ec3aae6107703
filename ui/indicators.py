"""Parts of the page Problemindex: the choice of indicator, its curves, the ranking of a year, and
disturbances."""

import pandas as pd
import sqlalchemy as sa
import streamlit as st
from markupsafe import Markup

from charts import indicators as trends
from charts import multiples
from lagesbild_data.answers.crimes import reported as reported_crimes
from lagesbild_data.answers.crimes import series
from lagesbild_data.answers.indicators import measurements
from lagesbild_data.model.filter import FEW_AREAS, Filter
from lagesbild_data.model.periods import ALL_CRIMES, INDEX
from lagesbild_data.public.table import Column, Table
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.html import join, markdown
from ui.frame.shell import palette
from ui.parts import plots, prose, tables

_LEVEL_NAMES = 6
"""Names of areas that have room beside each other over the columns."""
_BANDS = (
    "Banden låg, måttlig, förhöjd och hög är Lägesbilds egna. Polisen har inte publicerat någon"
    " sådan indelning."
)


def choose() -> sa.Row | None:
    """Let the reader choose an indicator; None when the store has none."""
    found = {row.indikator_id: row for row in data.ask(measurements.indicators)}
    if not found:
        prose.empty(
            "Inget mått är publicerat. Värden läggs till i indikatorer.csv och indikatorvarden.csv."
        )
        return None
    chosen = address.choose(
        st.segmented_control,
        "Mått",
        list(found),
        key="matt",
        default=next(iter(found)),
        required=True,
        format_func=lambda indikator_id: markdown(found[indikator_id].namn),
    )
    prose.note(measurements.explained(found[chosen]))
    return found[chosen]


def missing(frame: pd.DataFrame, about: sa.Row, chosen: Filter) -> None:
    """That the indicator has nothing of what is chosen, and where it has."""
    if chosen.years and len(frame):
        prose.not_in(about.namn, chosen.years, frame["ar"])
    else:
        prose.empty(f"{about.namn} är inte publicerat för det valda.")


def certainty(about: sa.Row, year: int) -> None:
    """What is known of how sure the numbers are, behind a click."""
    told = data.ask(measurements.survey_meaning, about.indikator_id, year)
    if told:
        prose.folded("sakerhet", "Hur säkra är talen?", lambda: prose.note(told))


def curves(frame: pd.DataFrame, about: sa.Row, year: int, headline: str) -> None:
    """The indicator's curves under what they show, with the choice of axis."""
    has_numbers = frame["varde"].notna().any()
    if has_numbers and about.maximum is not None:
        address.switch(
            "Zooma in axeln", key="zooma", help="Visa bara den del av skalan där det finns tal."
        )
    zoomed = bool(has_numbers and st.session_state.get("zooma"))
    if multiples.lines(frame) > multiples.MOST_LINES:
        small_curves(frame, about, year, headline, zoomed)
    else:
        figure = trends.indicator(frame, about, palette(), year, zoomed)
        alt, table = _alt(about, headline), measurements.series_table(frame, about)
        plots.figure("matt", figure, alt, table, headline, frame["kalla_id"])
        if has_numbers and about.indikator_id == INDEX and not zoomed:
            prose.note(_BANDS)
    if zoomed:
        prose.note(
            "Axeln är inzoomad: den visar inte hela skalan, och skillnader ser större ut än de är."
        )


def small_curves(
    frame: pd.DataFrame, about: sa.Row, year: int, headline: str, zoomed: bool = False
) -> None:
    """The indicator's curves as small drawings under what they show."""
    drawn = multiples.indicator(frame, about, palette(), year, zoomed)
    table = measurements.series_table(frame, about)
    plots.multiples("matt", drawn, _alt(about, headline), table, headline, frame["kalla_id"])
    _one_axis(frame, about, zoomed)


def _alt(about: sa.Row, headline: str) -> str:
    return f"{about.namn} över åren. {headline}"


def _one_axis(frame: pd.DataFrame, about: sa.Row, zoomed: bool) -> None:
    """What is the same in all small drawings."""
    top, told = multiples.top(frame, about), "Alla har samma axel."
    if not zoomed and top is not None and top < about.maximum:
        told = (
            f"Alla har samma axel, som slutar vid {swedish.number(top)}; skalan går till"
            f" {swedish.number(about.maximum)}."
        )
    prose.note(f"{told} Den grå linjen bakom är den egna kommunen.")


def ranking(frame: pd.DataFrame, about: sa.Row, year: int, chosen: Filter) -> None:
    """The areas of a year, with change and uncertainty, and the same as files."""
    table = measurements.ranking(frame, about, year)
    tables.table(table, f"{about.namn} per område {year}")
    prose.note(
        "Ordnat efter publicerat tal; områden utan tal står sist. En skillnad mellan områden säger"
        " inget om orsaken."
    )
    used = frame[frame["ar"] == year]["kalla_id"]
    prose.sources(used)
    tables.downloads(
        table,
        f"{about.indikator_id}-{year}",
        about.namn,
        f"{about.namn} · {year} · {prose.choice(chosen)}",
        used,
    )


def beside_crimes(frame: pd.DataFrame, about: sa.Row, chosen: Filter) -> None:
    """What the inhabitants of the few chosen areas that have both, else of the own kommun, perceive
    and what is reported there, on a scale each."""
    totals = frame[(frame["grupp"] == "totalt") & frame["varde"].notna()]
    areas = data.ask(reported_crimes.areas)
    both = areas[areas["omrade_id"].isin(totals["omrade_id"])]
    few = both[both["omrade_id"].isin(chosen.areas)] if len(chosen.areas) <= FEW_AREAS else both[:0]
    drawn = False
    for wanted in (few, both[both["own"]]):
        for omrade_id, own in wanted[["omrade_id", "own"]].itertuples(index=False):
            drawn |= _beside(totals, about, omrade_id, own)
        if drawn:
            break
    if drawn:
        prose.note(
            "Det ena är vad de svarande upplever, det andra vad som har anmälts. De kan röra sig åt"
            " olika håll, och kurvorna visar inte vad som beror på vad."
        )
    else:
        prose.empty(
            "Både mått och anmälda brott behöver vara publicerade för kommunen för att kunna"
            " ställas bredvid varandra."
        )


def _beside(totals: pd.DataFrame, about: sa.Row, omrade_id: str, own: bool) -> bool:
    """The figure of an area, and whether there is one: some of its counts must be published and not
    hidden."""
    perceived = totals[totals["omrade_id"] == omrade_id]
    years = data.ask(series.series_of, omrade_id, ALL_CRIMES, "ar")
    reported = years[years["antal"].notna()]
    reported = reported.assign(ar=[period.year for period, _ in series.records(reported)])
    if reported.empty:
        return False
    table = (
        reported[["ar", "antal"]].merge(perceived[["ar", "varde"]], on="ar", how="outer").iloc[::-1]
    )
    table = table.rename(columns={"ar": "År", "antal": "Anmälda brott", "varde": about.namn})
    name = perceived["omrade"].iloc[0]
    alt = f"{about.namn} och anmälda brott i {name}, i var sitt diagram"
    kallor = [*perceived["kalla_id"], *series.sources([reported])]
    figure = "upplevt" if own else f"upplevt-{omrade_id}"
    drawn = trends.beside(perceived, about, reported, palette())
    value = Column(about.namn, decimals=about.decimaler or 0)
    shown = Table.of(table, Column("År", grouped=False), value)
    plots.figure(figure, drawn, alt, shown, name, kallor)
    return True


def disturbances(chosen: Filter) -> None:
    """Disturbances by area as a heat map, or how the table is filled."""
    frame = data.ask(measurements.disturbances, chosen)
    if frame.empty:
        prose.empty(
            "Ingen nedbrytning på störningar är publicerad för det valda. Den visas här när"
            " tabellen störningar är fylld: storningar.csv, eller tabellen storningar i en databas."
        )
        return
    year, areas = frame["ar"].iloc[0], list(dict.fromkeys(frame["omrade"]))
    values = frame.pivot(index=["grupp", "storning"], columns="omrade", values="varde")[areas]
    decimals = 0 if (frame["varde"].dropna() % 1 == 0).all() else 1
    line, rows = Markup('<tr><th scope="rowgroup" colspan="{}">{}</th></tr>'), []
    for group, part in values.sort_values(areas[0], ascending=False).groupby(level="grupp"):
        rows.append(line.format(len(areas) + 1, str(group).capitalize()))
        part = part.droplevel("grupp")
        rows += [_disturbance(name, row, decimals) for name, row in part.iterrows()]
    caption, width = f"Störningar per område {year}", f"min-width:{14 + 3 * len(areas)}rem"
    kind = "lb-table lb-heat upright" if len(areas) > _LEVEL_NAMES else "lb-table lb-heat"
    tables.scrolled(kind, caption, tables.heads([year, *areas]), join(rows), width)
    prose.note(
        "0 är i stort sett inget problem, 6 är ett mycket allvarligt problem. Inom varje grupp står"
        f" det som är störst i {areas[0]} först. Tom ruta: ej publicerat."
    )
    prose.sources(frame["kalla_id"])


def _disturbance(name: object, row: pd.Series, decimals: int) -> Markup:
    line = Markup('<tr><th scope="row">{}</th>{}</tr>')
    return line.format(name, join(tables.shaded(value, 6, decimals) for value in row))
