"""Parts that pages are composed of: key figures, findings, tables with their downloads."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from charts import looks, theme
from geo.area_map import TINT
from lagesbild_data.answers import queries
from lagesbild_data.answers.overview import Looks
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME, LONGEST_NAME
from lagesbild_data.public.answer import MISSING, Caveat, Change, Finding, Gap, KeyFigure, Number
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import change_text, value_text
from lagesbild_data.words import spreadsheet, swedish
from ui import data, meeting
from ui.html import NOTHING, items, join, render
from ui.shell import area_names, mark, palette

_WRITER = "skribent"
_PROJECTED = 18
"""Size of a figure's text on a projector."""


def source_titles() -> dict[str, str]:
    """Titles of the sources by id."""
    return data.ask(queries.names)["kallor"]


Links = Callable[[str, str], Markup]
"""Makes a link to a table from its name and the text to show."""


def table_links(chosen: Filter) -> Links:
    """Links to tables on the page Data och källor, with the same filter."""
    names = area_names()
    kept = [("omrade", names[area]) for area in chosen.areas] + [("ar", str(year)) for year in chosen.years]

    def link(table: str, text: str) -> Markup:
        return to(f"data?{urlencode([('tabell', BY_NAME[table].label), *kept])}", text)

    return link


def to(address: str, text: str) -> Markup:
    """A link to another page of the app."""
    return Markup('<a href="{}" target="_self">{}</a>').format(address, text)


def key_figure_cards(figures: Iterable[KeyFigure], chosen: Filter) -> None:
    """The figures as cards, each with its year, source and a link to its table."""
    titles, link = source_titles(), table_links(chosen)
    cards = join(_card(figure, titles, link) for figure in figures)
    render(Markup('<div class="lb-cards">{}</div>').format(cards))


def _card(figure: KeyFigure, titles: dict[str, str], link: Links) -> Markup:
    kind = "value" if isinstance(figure.value, Number) else "value text"
    kind = "missing" if figure.value is Gap.NOT_PUBLISHED else kind
    parts = [
        Markup("<h3>{}</h3>").format(f"{figure.label} {figure.period}".strip()),
        Markup('<div class="{}">{}</div>').format(kind, value_text(figure.value)),
    ]
    if figure.change:
        parts.append(Markup("<p>{}{}</p>").format(_arrow(figure.change), change_text(figure.change)))
    if figure.detail:
        parts.append(Markup("<p>{}</p>").format(figure.detail))
    parts.append(_caveats(figure.caveats))
    several = f"{len(figure.kallor)} källor" if len(figure.kallor) > 1 else ""
    source = several or "".join(titles[kalla] for kalla in figure.kallor)
    parts.append(Markup('<p class="source">{}</p>').format(link(figure.table, source or "Tabell")))
    return Markup('<section class="lb-card">{}</section>').format(join(parts))


def _caveats(caveats: Iterable[Caveat]) -> Markup:
    """The caveats behind a word to open; nothing where there are none."""
    told = items(caveat.text for caveat in caveats)
    if not told:
        return NOTHING
    return fold("Förbehåll", told)


def fold(label: str, told: Markup) -> Markup:
    """A list's items behind a word to open, within a text; what stands on its own is `folded`."""
    return Markup('<details class="lb-fold"><summary>{}</summary><ul>{}</ul></details>').format(label, told)


def _arrow(change: Change) -> Markup:
    """The direction on the colour that such a change has on the map."""
    colours = palette()
    pattern, fill = looks.changed(change.verdict, theme.leaning(change, colours), colours)
    look = f"background:{fill};color:{theme.on(fill)}"
    if pattern == "tonad":
        look = f"background:{theme.tint(fill, TINT)}"
    arrow = Markup('<span class="lb-arrow {}" style="{}" aria-hidden="true">{}</span>')
    return arrow.format(pattern, look, theme.arrow(change))


def findings(found: list[Finding], chosen: Filter) -> None:
    """The sentences as a list, each ending in its source."""
    if not found:
        note("Inget är publicerat att jämföra med för det valda.")
        return
    titles, link = source_titles(), table_links(chosen)
    line, lines = Markup('{} <span class="source">({})</span>{}'), []
    for finding in found:
        source = link(finding.table, swedish.enumerate_words(titles[kalla] for kalla in finding.kallor))
        lines.append(line.format(told(finding), source, _caveats(finding.caveats)))
    listed(lines)


def listed(texts: Iterable[object]) -> None:
    """The texts as a list; those that are markup as they stand."""
    render(Markup('<ul class="lb-findings">{}</ul>').format(items(texts)))


def area_links(areas: Iterable[str]) -> None:
    """Links to the pages of these areas; nothing when there is none."""
    names = area_names()
    links = [to(f"omrade?{urlencode([('plats', names[area])])}", names[area]) for area in areas]
    if links:
        named = Markup(swedish.enumerate_words(links))  # noqa: S704 - the words between the links are ours
        note(Markup("Allt om ett område på en sida: {}").format(named))


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
    render(Markup('<p class="lb-note">{}</p>').format(text))


def finding(text: str) -> None:
    """A line in bold over what it says."""
    render(Markup('<p class="lb-finding">{}</p>').format(text))


def answer(word: str, why: str) -> None:
    """A page's answer to its question, and why, in a line."""
    render(Markup('<p class="lb-answer"><strong>{}</strong> {}</p>').format(word, why))


def choice(chosen: Filter) -> str:
    """What is chosen, in words."""
    return chosen.sentence(area_names())


def empty(message: str) -> None:
    """What stands where there is nothing to show: why, and how it gets there."""
    render(Markup('<p class="lb-empty" role="status">{}</p>').format(message))


def legend(signs: Iterable[tuple[Markup, str]]) -> None:
    """What signs mean: each sign and its text."""
    told = items(Markup("{} {}").format(sign, text) for sign, text in signs)
    render(Markup('<ul class="lb-legend" aria-label="Teckenförklaring">{}</ul>').format(told))


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
    head = join(heads([name], "number" if name in numeric else "") for name in frame.columns)
    columns = [_cells(name, frame[name], gaps.get(name, MISSING), written.get(name)) for name in frame.columns]
    rows = join(Markup("<tr>{}</tr>").format(join(cells)) for cells in zip(*columns, strict=True))
    letters = sum(max(len(str(text)) for text in (name, *frame[name])) for name in frame.columns)
    stacked = " stacked" if len(frame.columns) > _SIDE_BY_SIDE or letters > _LONG_ROW else ""
    scrolled(f"lb-table{stacked}", caption, head, rows)


def scrolled(kind: str, caption: str, heads: Markup, rows: Markup, style: str = "") -> None:
    """A table made of its headings and rows, which can be scrolled where it is wider than the page."""
    whole = Markup(
        '<div class="{}" role="region" aria-label="{}" tabindex="0"><table style="{}">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    )
    render(whole.format(kind, caption, style, heads, rows))


def heads(names: Iterable[object], kind: str = "") -> Markup:
    """Headings of columns of one kind."""
    return join(Markup('<th scope="col" class="{}">{}</th>').format(kind, name) for name in names)


def _decimals(numbers: pd.Series) -> int:
    """How many decimals the numbers have, two at most."""
    known = [float(number) for number in numbers.dropna()]
    return next((places for places in (0, 1) if all(round(n, places) == round(n, 2) for n in known)), 2)


def _cells(heading: str, values: pd.Series, gap: str, written: Callable[[Any], str] | None) -> Iterator[Markup]:
    """A column's cells; how they are `written` of numbers, None for anything else."""
    begun, kind = Markup('<td class="{}" data-label="{}">'), "" if written is None else "number"
    missing = begun.format(f"missing {kind}{' none' if gap in ('', '–') else ''}", heading) + gap + _CELL_ENDS
    begun = begun.format(kind, heading)
    for value in values:
        if pd.isna(value):
            yield missing
        else:
            yield begun + (written or _in_words)(value) + _CELL_ENDS


_CELL_ENDS = Markup("</td>")


def _in_words(value: Any) -> str:
    return swedish.date(value) if isinstance(value, dt.date) else str(value)


def shaded(value: float, most: float) -> Markup:
    """A number as a cell of a heat table, darker the nearer it is to `most`; empty where it is missing."""
    if pd.isna(value):
        return Markup('<td class="empty"></td>')
    colour = theme.ramp_colour(palette(), value, 0, most)
    cell = Markup('<td style="background:{};color:{}">{}</td>')
    return cell.format(colour, theme.on(colour), swedish.counted_number(value))


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
    name = spreadsheet.file_name(f"{name}-pahittade-data" if invented else name)
    notes = [
        f"Urval: {selection}",
        *(f"Källa: {titles[kalla]}" for kalla in dict.fromkeys(kallor)),
        f"Dataversion: {data.version()}",
        f"Uttaget: {swedish.date(dt.date.today())}",
    ]
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner CSV", lambda: spreadsheet.csv_bytes(frame, invented), f"{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Ladda ner Excel", lambda: spreadsheet.xlsx_bytes(frame, title, notes, invented), f"{name}.xlsx",
            spreadsheet.XLSX_TYPE, icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
        if calendar:
            st.download_button(
                "Ladda ner kalender", lambda: calendar(invented), f"{name}.ics", "text/calendar",
                icon=":material/calendar_month:", on_click="ignore",
            )  # fmt: skip
