"""What pages say in words: sentences with their sources, notes, gaps, links, and what is folded."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.model.tables.declaration import LONGEST_NAME
from lagesbild_data.public import reference
from lagesbild_data.public.answer import Caveat, Finding
from lagesbild_data.public.sentences import told
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.glossary import explained
from ui.frame.html import NOTHING, bullets, items, render
from ui.frame.shell import area_names

_WRITER, _FIELD = "skribent", "vem"


def source_titles() -> dict[str, str]:
    """Titles of the sources by id."""
    return data.ask(reference.names)["kallor"]


Links = Callable[[str, str], Markup]
"""Makes a link to a table from its name and the text to show."""


def kept(chosen: Filter) -> list[tuple[str, str]]:
    """The filter as choices of an address."""
    names = area_names()
    return [
        *(("omrade", names[area]) for area in chosen.areas),
        *(("ar", str(year)) for year in chosen.years),
    ]


def table_links(chosen: Filter) -> Links:
    """Links to tables on the page Data och källor, with the same filter."""

    def link(table: str, text: str) -> Markup:
        asked = [("tabell", BY_NAME[table].label), *kept(chosen)]
        return to(f"data?{urlencode(asked)}", text)

    return link


def to(address: str, text: str) -> Markup:
    """A link to another page of the app."""
    return Markup('<a href="{}" target="_self">{}</a>').format(address, text)


def caveats(caveats: Iterable[Caveat]) -> Markup:
    """The caveats behind a word to open; nothing where there are none."""
    told = items(caveat.text for caveat in caveats)
    if not told:
        return NOTHING
    return fold("Förbehåll", told)


def fold(label: str, told: Markup) -> Markup:
    """A list's items behind a word to open, within a text; what stands on its own is `folded`."""
    return Markup('<details class="lb-fold"><summary>{}</summary><ul>{}</ul></details>').format(
        label, told
    )


def findings(found: list[Finding], chosen: Filter) -> None:
    """The sentences as a list, each ending in its source."""
    if not found:
        note("Inget är publicerat att jämföra med för det valda.")
        return
    titles, link = source_titles(), table_links(chosen)
    line, lines = Markup('{} <span class="source">({})</span>{}'), []
    for finding in found:
        source = link(
            finding.table, swedish.enumerate_words(titles[kalla] for kalla in finding.kallor)
        )
        lines.append(line.format(told(finding), source, caveats(finding.caveats)))
    listed(lines)


def listed(texts: Iterable[object]) -> None:
    """The texts as a list; those that are markup as they stand."""
    render(explained(bullets(texts)))


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
    st.session_state.setdefault(_FIELD, st.session_state.get(_WRITER, ""))
    st.session_state[_WRITER] = st.text_input(
        "Ditt namn",
        key=_FIELD,
        help="Namnet står vid dina ändringar i loggen.",
        max_chars=LONGEST_NAME,
    )
    return st.session_state[_WRITER]


def writer_at_click(who: str) -> str:
    """Who writes what a click saves: what the field for it has by then, else who was drawn with."""
    return st.session_state.get(_FIELD) or who


def note(text: str) -> None:
    """A quiet line under what it explains."""
    render(explained(Markup('<p class="lb-note">{}</p>').format(text)))


def finding(text: str) -> None:
    """A line in bold over what it says."""
    render(explained(Markup('<p class="lb-finding">{}</p>').format(text)))


def answer(word: str, why: str) -> None:
    """A page's answer to its question, and why, in a line."""
    render(explained(Markup('<p class="lb-answer"><strong>{}</strong> {}</p>').format(word, why)))


def choice(chosen: Filter) -> str:
    """What is chosen, in words."""
    return chosen.sentence(area_names())


def empty(message: str) -> None:
    """What stands where there is nothing to show: why, and how it gets there."""
    render(explained(Markup('<p class="lb-empty" role="status">{}</p>').format(message)))


def not_in(what: str, years: Iterable[int], published: Iterable[int]) -> None:
    """That something isn't published for the chosen years, and a link to the latest year before
    them, or after, that has it; the rest of the choice is kept."""
    known, last = sorted(published), max(years)
    latest = max((year for year in known if year <= last), default=known[0])
    query = urlencode([*address.all_but(("ar",)), ("ar", str(latest))])
    link = Markup('<a href="?{}" target="_self">visa {}</a>').format(query, latest)
    named = swedish.enumerate_words(map(str, sorted(years)))
    near = "Senaste" if latest <= last else "Första"
    empty(Markup("{} finns inte för {}. {}: {} – {}").format(what, named, near, latest, link))


def legend(signs: Iterable[tuple[Markup, str]]) -> None:
    """What signs mean: each sign and its text."""
    told = items(Markup("{} {}").format(sign, text) for sign, text in signs)
    render(Markup('<ul class="lb-legend" aria-label="Teckenförklaring">{}</ul>').format(told))


@st.fragment
def folded(name: str, label: str, write: Callable[[], object]) -> None:
    """A label that is written under when the reader opens it, and not before; its name is the
    page's own for it."""
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
