"""Parts of the page Område: the choice of area, its activities, targets and dialogues, and
everything on a timeline."""

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts import theme
from lagesbild_data.answers import area as known
from lagesbild_data.answers import crime_trends, indicators, promises
from lagesbild_data.answers import dialogues as events
from lagesbild_data.answers.queries import INDEX
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import tertial_words
from lagesbild_data.words import swedish
from ui import indicators as indicator_parts
from ui import overview
from ui.crimes.choice import Choice, broadest
from ui.crimes.development import development
from ui.crimes.series import compared
from ui.frame import address, data
from ui.frame.html import NOTHING, items, join, render
from ui.frame.shell import PLACE, area_names, places
from ui.parts import prose, tables
from ui.promises.results import results
from ui.promises.status import badge


def choose(chosen: Filter) -> str | None:
    """Let the reader choose one area; None when the store has none."""
    names = area_names()
    if not names:
        prose.empty("Inga områden finns i underlaget. De läggs till i omraden.csv.")
        return None
    return address.choose(
        st.selectbox, "Område", places(chosen), key=PLACE, format_func=names.__getitem__
    )


def now(omrade_id: str, chosen: Filter) -> None:
    """Which follow-up is the latest in the data; in print also of which area, when, and of which
    data."""
    latest = data.ask(known.latest_follow_up, chosen.years)
    told = f"Senaste uppföljning: {tertial_words(latest)}." if latest else _NO_FOLLOW_UP
    head = (
        area_names()[omrade_id],
        f"utskrivet {swedish.date(dt.date.today())}",
        f"dataversion {data.version()}",
    )
    render(
        Markup('<p class="lb-print">{}</p><p class="lb-note">{}</p>').format(" · ".join(head), told)
    )


_NO_FOLLOW_UP = "Ingen uppföljning av medborgarlöftet är publicerad för de valda åren."


def where(omrade_id: str, chosen: Filter) -> None:
    """The map of the area among the others; a click on another opens it."""
    overview.show_map("niva", Filter((omrade_id,), chosen.years), _open, surroundings=True)
    render(Markup('<p class="lb-note lb-screen">Klicka på ett annat område för att öppna det.</p>'))


def _open(omrade_id: str) -> None:
    st.session_state[PLACE] = omrade_id


def activities(omrade_id: str, chosen: Filter) -> None:
    """The latest promises' activities that concern the area with their latest status, and earlier
    ones behind a word."""
    rows, name = data.ask(known.activities, omrade_id, chosen.years), area_names()[omrade_id]
    latest, earlier = rows[rows["nu"]], rows[~rows["nu"]]
    if latest.empty:
        named = swedish.enumerate_words(data.ask(known.latest_promises, chosen.years).values())
        where = f"i {named} är knuten till {name}" if named else "är publicerad för de valda åren"
        prose.empty(
            f"Ingen aktivitet {where}. Aktiviteter knyts till områden i aktivitetsomraden.csv."
        )
    told = data.ask(known.follow_ups, omrade_id, chosen.years)
    if len(latest):
        render(_by_promise(latest, told))
    if len(earlier):
        word = "aktivitet" if len(earlier) == 1 else "aktiviteter"
        label = f"Tidigare löften ({len(earlier)} {word})"
        prose.folded("tidigare", label, lambda: render(_by_promise(earlier, told)))
    prose.sources(rows["kalla_id"])


def _by_promise(rows: pd.DataFrame, told: pd.DataFrame) -> Markup:
    """The activities under the names of their promises."""
    promise = Markup('<p class="lb-finding">{}</p><ul class="lb-findings">{}</ul>')
    return join(
        promise.format(
            name,
            items(
                _activity(row, told[told["aktivitet_id"] == row["aktivitet_id"]]) for row in part
            ),
        )
        for name, part in (
            (name, part.to_dict("records")) for name, part in rows.groupby("lofte", sort=False)
        )
    )


def _activity(row: dict, told: pd.DataFrame) -> Markup:
    """One activity, what it concerns, its latest report, and those before it behind a word."""
    name, about = row["aktivitet"], row["gemensam"]
    if told.empty:
        gap = ", ".join(filter(None, (about, "uppföljning saknas i underlaget")))
        return Markup('<b>{}</b> <span class="source">{}</span>').format(name, gap)
    source = ", ".join(filter(None, (row["tertial"], about)))
    before = items(map(_before, told.iloc[1:].to_dict("records")))
    if before:
        before = prose.fold("Tidigare uppföljningar", before)
    text = Markup("<br>{}").format(row["text"]) if isinstance(row["text"], str) else NOTHING
    line = Markup('<b>{}</b> {} <span class="source">{}</span>{}{}')
    return line.format(name, badge(row["status"]), source, text, before)


def _before(row: dict) -> str:
    when = tertial_words((row["ar"], row["tertial"])).capitalize()
    told = [f"{when}, {row['status']}", *([row["text"]] if isinstance(row["text"], str) else [])]
    return ": ".join(told)


def targets(omrade_id: str, chosen: Filter) -> None:
    """The targets that concern the area against their counted results."""
    found = data.ask(known.targets, omrade_id, chosen.years)
    if not found:
        prose.empty(
            f"Inget mål {_of(chosen)}är knutet till {area_names()[omrade_id]}. De knyts i"
            " malomraden.csv."
        )
        return
    gaps = {"Utfall": "utfall ej publicerat", "Läge": "–", "Anmärkning": ""}
    for promise, table in known.targets_table(found).groupby("Löfte", sort=False):
        prose.finding(str(promise))
        empty = [name for name in ("Läge", "Anmärkning") if table[name].isna().all()]
        shown = table.drop(columns=["Löfte", *empty])
        if "Läge" in shown:
            shown["Läge"] = shown["Läge"].map(theme.signed_light, na_action="ignore")
        tables.table(shown, f"Mål för {area_names()[omrade_id]} i {promise}", gaps)
    prose.sources(target.result.kalla_id for target in found)


def _of(chosen: Filter) -> str:
    return "de valda åren " if chosen.years else ""


def dialogues(omrade_id: str, chosen: Filter) -> None:
    """The area's dialogues in words and as a list."""
    rows = data.ask(known.dialogues, omrade_id, chosen.years)
    found = data.ask(known.dialogue_findings, omrade_id, chosen.years)
    if rows.empty:
        prose.empty(told(found[0]))
        return
    prose.listed(map(told, found))
    table = events.listed(rows).drop(columns=["Typ", "Område"]).dropna(axis="columns", how="all")
    tables.table(
        table,
        f"Dialoger i {area_names()[omrade_id]}",
        dict.fromkeys(table.columns, "–") | {"Anmärkning": ""},
    )
    prose.sources(rows["kalla_id"])


def index(omrade_id: str, chosen: Filter) -> None:
    """The area's problemindex beside the kommun's."""
    about = next(
        (row for row in data.ask(indicators.indicators) if row.indikator_id == INDEX), None
    )
    frame = data.ask(indicators.series, INDEX, Filter((omrade_id,)))
    if about is None or omrade_id not in set(frame["omrade_id"]):
        prose.empty("Problemindex är inte publicerat för området.")
        return
    year = chosen.latest(frame["ar"]) or int(frame["ar"].max())
    told = indicators.headline(frame, about, (omrade_id,))
    indicator_parts.curves(frame, about, year, told)


def reported(omrade_id: str, chosen: Filter) -> None:
    """The area's reported crimes by year and what its latest change is worth, where counts below
    kommun level exist."""
    kind = broadest(omrade_id)
    if kind is None:
        prose.empty("Anmälda brott är inte publicerade för området, bara för hela kommunen.")
        return
    choice = Choice(kind, omrade_id, area_names()[omrade_id], "ar", "antal")
    prose.findings(
        crime_trends.findings(compared(choice, chosen), choice.kind, choice.area), chosen
    )
    development(choice, chosen)


def period(chosen: Filter) -> None:
    """That the curves show every year though some are chosen."""
    if chosen.years:
        years = swedish.enumerate_words(map(str, chosen.years))
        prose.note(
            "Kurvorna visar alla år i underlaget, så att ändringar syns. Räknade resultat gäller"
            f" {years}."
        )


def counted(omrade_id: str, chosen: Filter) -> None:
    """Results counted in the area itself."""
    frame = _results(omrade_id, chosen)
    own = frame[frame["omrade"] != promises.UNDIVIDED]
    if own.empty:
        prose.empty("Inga resultat är räknade mer än en gång för bara det här området.")
    else:
        results(own)


def shared(omrade_id: str, chosen: Filter) -> None:
    """Results that are counted for several areas or the whole kommun together, under a heading;
    nothing where there are none."""
    frame = _results(omrade_id, chosen)
    together = frame[frame["omrade"] == promises.UNDIVIDED]
    if together.empty:
        return
    st.subheader("Gemensamt för flera områden", anchor=False)
    name = area_names()[omrade_id]
    prose.note(
        "Talen är räknade för flera områden eller hela kommunen tillsammans. Källan säger inte hur"
        f" mycket som är i {name}, så de visar inte utvecklingen där."
    )
    results(together, "utfall-delat")


def _results(omrade_id: str, chosen: Filter) -> pd.DataFrame:
    return data.ask(promises.results_over_time, Filter((omrade_id,), chosen.years))


def timeline(omrade_id: str, chosen: Filter) -> None:
    """Everything that is dated about the area, year by year, the latest first."""
    rows = data.ask(known.timeline, omrade_id, chosen.years)
    if rows.empty:
        prose.empty("Inget i underlaget är daterat för området och de valda åren.")
        return
    years = join(
        Markup("<section><h3>{}</h3><ul>{}</ul></section>").format(
            year, items(map(_dated, part.to_dict("records")))
        )
        for year, part in rows.groupby("ar", sort=False)
    )
    render(Markup('<div class="lb-years">{}</div>').format(years))
    prose.sources(rows["kalla_id"])


def _dated(row: dict[Any, Any]) -> Markup:
    line = Markup('<span class="when">{}</span><span class="kind">{}</span><span>{}</span>')
    return line.format(row["nar"], row["slag"], row["vad"])


def open_questions(omrade_id: str, chosen: Filter) -> None:
    """What is not known of the area."""
    has_surface = omrade_id in set(data.area_surfaces()["omrade_id"])
    questions = data.ask(known.open_questions, omrade_id, has_surface, chosen.years)
    if not questions:
        prose.note("Inget av det som sidan visar saknas.")
        return
    prose.listed(questions)
