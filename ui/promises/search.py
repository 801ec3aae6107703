"""Search in all follow-ups."""

from urllib.parse import urlencode

from markupsafe import Markup

from lagesbild_data.answers.promises.search import Hit
from lagesbild_data.words import swedish
from ui.frame import address, data
from ui.frame.html import join
from ui.parts import prose

_SEARCHED = (
    " Sökningen gäller aktiviteternas namn och beskrivning, uppföljningarnas text och händelsernas"
    " teman."
)
_LONGEST_SEARCH = 200


def search() -> None:
    """Search all published follow-ups; what matches is marked."""
    words = address.text(
        "Sök i alla uppföljningar",
        key="sok",
        max_chars=_LONGEST_SEARCH,
        placeholder="till exempel fotpatrull",
    )
    if words:
        hits, found = data.follow_up_index().search(words)
        count = f"{swedish.counted(found, 'uppföljning', 'uppföljningar')} innehåller orden."
        if found > len(hits):
            count += f" De {len(hits)} senaste visas."
        prose.note(count if hits else count + _SEARCHED)
        prose.listed(map(_hit, hits))


def _hit(hit: Hit) -> Markup:
    marked = join(
        Markup("<mark>{}</mark>").format(text) if i % 2 else text
        for i, text in enumerate(hit.parts)
    )
    when = f"tertial {hit.tertial} {hit.ar}"
    choices = urlencode([("lofte", hit.lofte), ("aktivitet", hit.aktivitet)])
    link = prose.to(f"loften?{choices}", hit.aktivitet)
    return Markup("<b>{}</b>, {} ({}). {}").format(link, when, hit.status, marked)
