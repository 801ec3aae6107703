"""What stands around every page: the menu, the shared filter, the heading, the meeting mode, and
what shows a failure."""

import base64
import logging
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import StreamlitPage

from charts import theme
from lagesbild_data.answers.overview import subject_years
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.pages import PAGES
from lagesbild_data.public import reference
from lagesbild_data.words import swedish
from lagesbild_data.words.commands import visible
from lagesbild_data.words.problems import InvalidStore, Problem
from ui.frame import address, data, glossary, meeting
from ui.frame.html import bullets, items, markdown, own, render

_log = logging.getLogger("lagesbild")
_HERE = Path(__file__).parent
_CSS = own(_HERE / "style.css")
_SCRIPT = own(_HERE / "shell.js")
_FAVICON = _HERE / "favicon.svg"
_FAVICON_URL = f"data:image/svg+xml;base64,{base64.b64encode(_FAVICON.read_bytes()).decode()}"
PLACE = "plats"
"""What the one area of the page Område is called in an address."""
AREAS, YEARS = "omrade", "ar"
"""What the shared filter's choices are called in an address."""
_ADDRESS = "sidans_adress"
_SEEN = "plats_sedd"
"""The area of the last run, and what the address then said."""

_READING = Markup("""\
<style>@media screen {{
  :root[data-lb-read]:not([data-lb-read~="{0}"]) .lb-reading {{ display: block !important; }}
  :root[data-lb-read~="{0}"] [data-testid]:has(> * > .lb-reading) {{ display: none; }}
}}</style>
<section style="display: none" class="lb-reading" data-page="{0}" aria-label="Så läser du sidan">
<p class="lb-reading-title">Så läser du sidan</p><ul>{1}</ul>
<button type="button">Visa inte igen</button>
</section>""")


def run(pages: Sequence[StreamlitPage] | Mapping[str, Sequence[StreamlitPage]]) -> None:
    """Show the chosen one of the pages, which may stand in groups; a store with faults shows them
    and nothing else; a failure shows an id found in the log."""
    st.set_page_config(page_icon=str(_FAVICON), layout="wide")
    _dress()
    try:
        data.look_at_store()
        data.store()
        page = st.navigation(pages)
        st.set_page_config(_tab(page))
        address.begin(page.title)
        glossary.begin()
        st.session_state[_ADDRESS] = page.url_path
        _filter_widgets()
        meeting.show(page, _about(page).sentence(area_names()))
        page.run()
        data.settle_memory()
    except InvalidStore as invalid:
        problems = invalid.problems
        faults = st.Page(lambda: _faults(problems), title="Fel i data", url_path="fel")
        st.navigation([faults], position="hidden").run()
    except Exception:
        error_id = uuid.uuid4().hex[:8]
        _log.error("Fel %s\n%s", error_id, _traceback())
        st.error(
            f"Något gick fel när sidan skulle visas. Fel-id **{error_id}** står i programmets logg."
        )


def _tab(page: StreamlitPage) -> str:
    """What the browser's tab says of a page; the first page's name is the product's."""
    return sender() if not page.url_path else f"{page.title} · {sender()}"


def _traceback() -> str:
    """The traceback of the failure for the log, indented, so that no text from data in it looks
    like an entry."""
    return "\n".join(f"    {visible(line)}" for line in traceback.format_exc().split("\n"))


def _dress() -> None:
    """Our styles in the page's colours, and what Streamlit's own parts lack."""
    colours = palette()
    names = {
        "line": colours.line,
        "muted": colours.muted,
        "accent": colours.accent,
        "page": colours.background,
        "surface": colours.surface,
        "favicon": f"url({_FAVICON_URL})",
    }
    variables = " ".join(f"--lb-{name}: {colour};" for name, colour in names.items())
    style = Markup("<style>{} :root {{ {} }}</style>").format(_CSS, variables)
    render(style + Markup("<script>{}</script>").format(_SCRIPT), javascript=True)


def dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"


def palette() -> theme.Palette:
    """The colours of the reader's page."""
    return theme.palette(dark())


def _faults(problems: list[Problem]) -> None:
    st.title("Data kan inte visas")
    st.write(f"{len(problems)} fel hittades. Rätta dem i filerna och ladda om sidan.")
    render(bullets(problems))


def _filter_widgets() -> None:
    names = area_names()
    with st.sidebar:
        address.choose(
            st.multiselect,
            "Områden",
            sorted(names, key=lambda area: swedish.sort_key(names[area])),
            key=AREAS,
            format_func=names.__getitem__,
            placeholder="Alla områden",
            select_all=False,
        )
        years = data.ask(subject_years.published_years)["alla"]
        address.choose(
            st.multiselect, "År", years[::-1], key=YEARS, placeholder="Alla år", select_all=False
        )


def without_filter(*keys: str) -> None:
    """Don't show these choices of the filter, which do nothing on this page; what is chosen stays
    chosen on the others."""
    hidden = [f".st-key-{key}" for key in keys]
    hidden += [".lb-sentence"] if {AREAS, YEARS} <= {*keys} else []
    render(Markup("<style>{} {{ display: none; }}</style>").format(", ".join(hidden)))


def current_filter() -> Filter:
    """What the reader has chosen in the sidebar."""
    return Filter(tuple(sorted(st.session_state[AREAS])), tuple(sorted(st.session_state[YEARS])))


def places(chosen: Filter) -> list[str]:
    """The neighbourhoods by id: those in the filter first, then those prioritised last."""
    names = area_names()
    years = data.ask(reference.areas).set_index("omrade_id")["prioriterat_ar"].fillna(0)
    return sorted(
        names,
        key=lambda area: (area not in chosen.areas, -years[area], swedish.sort_key(names[area])),
    )


def _about(page: StreamlitPage) -> Filter:
    """What a page is about: the filter's choice, but on Område the filter's years of the area that
    is open."""
    chosen, known = current_filter(), {name: area for area, name in area_names().items()}
    if page.title != "Område" or not known:
        return chosen
    area, asked = st.session_state.get(PLACE), address.word(PLACE)
    area_before, asked_before = st.session_state.get(_SEEN, (None, ""))
    # New here, or back or forward in the browser's history.
    if area is None or (area == area_before and asked != asked_before):
        area = known.get(asked, places(chosen)[0])
    return Filter((area,), chosen.years)


def area_names() -> dict[str, str]:
    """Names of the neighbourhoods by id."""
    return data.ask(reference.neighbourhoods)


def sender() -> str:
    """The product's and the own kommun's name."""
    return data.ask(reference.sender)


def mark() -> str:
    """What is to be said of the data wherever they are shown or saved; "" when there is nothing to
    say."""
    return data.ask(reference.mark)


def header(
    question: str,
    choose: Callable[[Filter], str | None] | None = None,
    answer: Callable[[Filter], tuple[str, str]] | None = None,
) -> Filter:
    """Write the page's question and the choice in words, under the mark on the data, and give the
    choice. Where the page has an answer in a sentence, that is the heading, under its question, and
    how fresh it is stands beside the choice.

    The choice is the filter's, or its years of the one area that `choose` lets the reader choose
    under the heading; the area's name stands for {} in the question.
    """
    chosen, names = current_filter(), area_names()
    render(Markup('<p class="lb-sender"><span>{}</span></p>').format(sender()))
    if mark():
        _known(Markup("<b>{}.</b> De säger inget om någon verklig plats.").format(mark()))
    for line in data.told():
        _known(line)
    heading, place = st.container(), "området"
    if choose and (area := choose(chosen)):
        st.session_state[_SEEN] = (area, address.word(PLACE))
        chosen, place = Filter((area,), chosen.years), names[area]
    with heading:
        sentence = Markup('<p class="lb-sentence">{}</p>').format(chosen.sentence(names))
        if answer:
            title, fresh = answer(chosen)
            render(Markup('<p class="lb-question">{}</p>').format(question))
            st.title(markdown(title), anchor=False)
            beside = Markup('<div class="lb-choice">{}<p class="lb-fresh">{}</p></div>')
            render(beside.format(sentence, fresh))
        else:
            st.title(question.format(markdown(place)), anchor=False)
            render(sentence)
        address.place()
        _reading()
    return chosen


def _reading() -> None:
    """How the page is read, until the reader's browser remembers that it was put away; not in a
    meeting."""
    page = PAGES.get(st.session_state[_ADDRESS])
    if page and not meeting.is_on():
        render(_READING.format(page.file, items(page.reading)))


def _known(line: str) -> None:
    """What is to be known of the data before they are read."""
    render(Markup('<p class="lb-mark" role="note">{}</p>').format(line))
