"""Parts that pages are composed of: key figures, findings, tables with their downloads."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts import looks, theme
from geo.area_map import TINT
from lagesbild_data import export, queries, swedish
from lagesbild_data.filter import Filter
from lagesbild_data.public.answer import MISSING, Caveat, Change, Finding, Gap, KeyFigure, Number
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import change_text, value_text
from lagesbild_data.situation import Looks
from lagesbild_data.tables import BY_NAME, LONGEST_NAME
from ui import data, meeting
from ui.html import escape, render
from ui.shell import area_names, mark, palette

_WRITER = "skribent"
_PROJECTED = 18
"""Size of a figure's text on a projector."""


def source_titles() -> dict[str, str]:
    """Titles of the sources by id."""
    return data.ask(queries.names)["kallor"]


Links = Callable[[str, str], str]
"""Makes a link to a table from its name and the text to show."""


def table_links(chosen: Filter) -> Links:
    """Links to tables on the page Data och källor, with the same filter."""
    names = area_names()
    kept = [("omrade", names[area]) for area in chosen.areas] + [("ar", str(year)) for year in chosen.years]

    def link(table: str, text: str) -> str:
        address = urlencode([("tabell", BY_NAME[table].label), *kept])
        return f'<a href="data?{escape(address)}" target="_self">{escape(text)}</a>'

    return link


def key_figure_cards(figures: Iterable[KeyFigure], chosen: Filter) -> None:
    """The figures as cards, each with its year, source and a link to its table."""
    titles, link = source_titles(), table_links(chosen)
    render(f'<div class="lb-cards">{"".join(_card(figure, titles, link) for figure in figures)}</div>')


def _card(figure: KeyFigure, titles: dict[str, str], link: Links) -> str:
    kind = "value" if isinstance(figure.value, Number) else "value text"
    kind = "missing" if figure.value is Gap.NOT_PUBLISHED else kind
    parts = [
        f"<h3>{escape(f'{figure.label} {figure.period}'.strip())}</h3>",
        f'<div class="{kind}">{escape(value_text(figure.value))}</div>',
    ]
    if figure.change:
        parts.append(f"<p>{_arrow(figure.change)}{escape(change_text(figure.change))}</p>")
    if figure.detail:
        parts.append(f"<p>{escape(figure.detail)}</p>")
    parts.append(_caveats(figure.caveats))
    several = f"{len(figure.kallor)} källor" if len(figure.kallor) > 1 else ""
    source = several or "".join(titles[kalla] for kalla in figure.kallor)
    parts.append(f'<p class="source">{link(figure.table, source or "Tabell")}</p>')
    return f'<section class="lb-card">{"".join(parts)}</section>'


def _caveats(caveats: Iterable[Caveat]) -> str:
    """The caveats behind a word to open; nothing where there are none."""
    items = "".join(f"<li>{escape(caveat.text)}</li>" for caveat in caveats)
    if not items:
        return ""
    return f'<details class="lb-caveats"><summary>Förbehåll</summary><ul>{items}</ul></details>'


def _arrow(change: Change) -> str:
    """The direction on the colour that such a change has on the map."""
    colours = palette()
    pattern, fill = looks.changed(change.verdict, theme.leaning(change, colours), colours)
    look = f"background:{fill};color:{theme.on(fill)}"
    if pattern == "tonad":
        look = f"background:{theme.tint(fill, TINT)}"
    return f'<span class="lb-arrow {pattern}" style="{look}" aria-hidden="true">{theme.arrow(change)}</span>'


def findings(items: list[Finding], chosen: Filter) -> None:
    """The sentences as a list, each ending in its source."""
    if not items:
        render('<p class="lb-note">Inget är publicerat att jämföra med för det valda.</p>')
        return
    titles, link = source_titles(), table_links(chosen)
    lines = []
    for finding in items:
        source = link(finding.table, swedish.enumerate_words(titles[kalla] for kalla in finding.kallor))
        lines.append(
            f'<li>{escape(told(finding))} <span class="source">({source})</span>{_caveats(finding.caveats)}</li>'
        )
    render(f'<ul class="lb-findings">{"".join(lines)}</ul>')


def area_links(areas: Iterable[str]) -> None:
    """Links to the pages of these areas; nothing when there is none."""
    names = area_names()
    links = [f'<a href="omrade?{escape(urlencode([("plats", names[area])]))}" target="_self">{escape(names[area])}</a>'
             for area in areas]  # fmt: skip
    if links:
        render(f'<p class="lb-note">Allt om ett område på en sida: {swedish.enumerate_words(links)}</p>')


def writer() -> str:
    """Who writes what is written here: who is signed in or set for the app, else asked for."""
    if who := data.who():
        note(f"Ändringar skrivs i loggen som {who}.")
        return who
    st.session_state.setdefault("vem", st.session_state.get(_WRITER, ""))
    st.session_state[_WRITER] = st.text_input(
        "Ditt namn", key="vem", help="Namnet står vid dina ändringar i loggen.", max_chars=LONGEST_NAME
    )
    return st.session_state[_WRITER]


def note(text: str) -> None:
    """A quiet line under what it explains."""
    render(f'<p class="lb-note">{escape(text)}</p>')


def finding(text: str) -> None:
    """A line in bold over what it says."""
    render(f'<p class="lb-finding">{escape(text)}</p>')


def answer(word: str, why: str) -> None:
    """A page's answer to its question, and why, in a line."""
    render(f'<p class="lb-answer"><strong>{escape(word)}</strong> {escape(why)}</p>')


def choice(chosen: Filter) -> str:
    """What is chosen, in words."""
    return chosen.sentence(area_names())


def empty(message: str) -> None:
    """What stands where there is nothing to show: why, and how it gets there."""
    render(f'<p class="lb-empty" role="status">{escape(message)}</p>')


_SIDE_BY_SIDE = 4
"""On a narrow screen a table with more columns has each row's cells under each other."""
_AS_THEY_ARE: Looks = MappingProxyType({})
_LONG_ROW = 42
"""Letters of a row with which a table is stacked on a narrow screen, however few its columns are."""


def table(frame: pd.DataFrame, caption: str, gaps: Mapping[str, str] = {}, looks: Looks = _AS_THEY_ARE) -> None:
    """A small table as real HTML; numbers as `looks` says per heading, else with a space between thousands and the
    decimals that their column has, two at most; empty cells as `gaps` says per heading, else "ej publicerat"."""
    numeric = {name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])}
    written: Looks = {**{name: partial(swedish.number, decimals=_decimals(frame[name])) for name in numeric}, **looks}
    missing = {name: gaps.get(name, MISSING) for name in frame.columns}
    heads = "".join(f'<th scope="col"{_class("number", name in numeric)}>{escape(name)}</th>' for name in frame.columns)
    rows = "".join(
        f"<tr>{''.join(_cell(name, value, missing[name], written.get(name)) for name, value in row)}</tr>"
        for row in (zip(frame.columns, values, strict=True) for values in frame.itertuples(index=False))
    )
    letters = sum(max(len(str(text)) for text in (name, *frame[name])) for name in frame.columns)
    stacked = " stacked" if len(frame.columns) > _SIDE_BY_SIDE or letters > _LONG_ROW else ""
    render(
        f'<div class="lb-table{stacked}" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _class(name: str, use: bool) -> str:
    return f' class="{name}"' if use else ""


def _decimals(numbers: pd.Series) -> int:
    """How many decimals the numbers have, two at most."""
    known = [float(number) for number in numbers.dropna()]
    return next((places for places in (0, 1) if all(round(n, places) == round(n, 2) for n in known)), 2)


def _cell(heading: str, value: Any, gap: str, written: Callable[[Any], str] | None) -> str:
    """One cell; how it is `written` of a number, None for anything else."""
    number, label = written is not None, f' data-label="{escape(heading)}"'
    if pd.isna(value):
        kind = f"missing{' number' if number else ''}{' none' if gap in ('', '–') else ''}"
        return f'<td class="{kind}"{label}>{escape(gap)}</td>'
    if written is not None:
        value = written(value)
    elif isinstance(value, dt.date):
        value = swedish.date(value)
    return f"<td{_class('number', number)}{label}>{escape(value)}</td>"


def shaded(value: float, most: float) -> str:
    """A number as a cell of a heat table, darker the nearer it is to `most`; empty where it is missing."""
    if pd.isna(value):
        return '<td class="empty"></td>'
    colour = theme.ramp_colour(palette(), value, 0, most)
    return f'<td style="background:{colour};color:{theme.on(colour)}">{swedish.counted_number(value)}</td>'


def figure(
    name: str, drawn: go.Figure, alt: str, frame: pd.DataFrame, title: str = "", kallor: Iterable[str] = (),
    gaps: Mapping[str, str] = {}, looks: Looks = _AS_THEY_ARE,
) -> None:  # fmt: skip
    """The page's figure of this name under the finding it shows, with its description for those who can't see it, its
    sources (ids) and its table behind a click."""
    alt = ". ".join(filter(None, (mark(), alt)))
    if title:
        finding(title)
    if meeting.is_on():
        drawn.update_layout(font_size=_PROJECTED).update_annotations(font_size=_PROJECTED)
        drawn.update_traces(textfont_size=_PROJECTED)
    st.plotly_chart(drawn, theme=None, config={"displayModeBar": False, "typesetMath": False}, alt=alt)
    sources(kallor)
    folded(name, "Visa som tabell", lambda: table(frame, alt, gaps, looks))


@st.fragment
def folded(name: str, label: str, write: Callable[[], object]) -> None:
    """A label that is written under when the reader opens it, and not before; its name is the page's own for it."""
    fold = st.expander(label, key=f"fold-{name}", on_change="rerun")
    if fold.open:
        with fold:
            write()


def sources(kallor: Iterable[str]) -> None:
    """The titles of the sources with these ids, each once."""
    titles = source_titles()
    named = swedish.enumerate_words(titles[kalla] for kalla in dict.fromkeys(kallor))
    if named:
        note(f"Källa: {named}")


def downloads(
    frame: pd.DataFrame, name: str, title: str, selection: str, kallor: Iterable[str],
    calendar: Callable[[str], bytes] | None = None,
) -> None:  # fmt: skip
    """Buttons that give the frame as CSV for Swedish Excel and as XLSX with the selection in words, sources and date,
    and its dates as iCalendar where there is a `calendar` to make (from the mark on the data)."""
    titles, invented = source_titles(), mark()
    name = export.file_name(f"{name}-pahittade-data" if invented else name)
    notes = [
        f"Urval: {selection}",
        *(f"Källa: {titles[kalla]}" for kalla in dict.fromkeys(kallor)),
        f"Dataversion: {data.version()}",
        f"Uttaget: {swedish.date(dt.date.today())}",
    ]
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner CSV", lambda: export.csv_bytes(frame, invented), f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Ladda ner Excel", lambda: export.xlsx_bytes(frame, title, notes, invented), f"{name}.xlsx",
            export.XLSX_TYPE, icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
        if calendar:
            st.download_button(
                "Ladda ner kalender", lambda: calendar(invented), f"{name}.ics", "text/calendar",
                icon=":material/calendar_month:", on_click="ignore",
            )  # fmt: skip
