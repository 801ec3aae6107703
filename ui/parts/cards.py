"""Cards, and key figures as such."""

from collections.abc import Iterable

from markupsafe import Markup

from charts import looks, theme
from geo.area_map import TINT
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Change, Gap, KeyFigure, Number
from lagesbild_data.public.words import change_text, value_text
from ui.frame.glossary import explained
from ui.frame.html import join, render
from ui.frame.shell import palette
from ui.parts import prose


def key_figure_cards(figures: Iterable[KeyFigure], chosen: Filter) -> None:
    """The figures as cards, each with its year, source and a link to its table."""
    titles, link = prose.source_titles(), prose.table_links(chosen)
    shown = join(_key_figure(figure, titles, link) for figure in figures)
    render(explained(Markup('<div class="lb-cards">{}</div>').format(shown)))


def card(heading: str, *parts: Markup) -> Markup:
    """What stands in a frame under a heading."""
    return Markup('<section class="lb-card"><h3>{}</h3>{}</section>').format(heading, join(parts))


def _key_figure(figure: KeyFigure, titles: dict[str, str], link: prose.Links) -> Markup:
    kind = "value" if isinstance(figure.value, Number) else "value text"
    kind = "missing" if figure.value is Gap.NOT_PUBLISHED else kind
    parts = [Markup('<div class="{}">{}</div>').format(kind, value_text(figure.value))]
    if figure.change:
        parts.append(Markup("<p>{}{}</p>").format(arrow(figure.change), change_text(figure.change)))
    if figure.detail:
        parts.append(Markup("<p>{}</p>").format(figure.detail))
    parts.append(prose.caveats(figure.caveats))
    several = f"{len(figure.kallor)} källor" if len(figure.kallor) > 1 else ""
    source = several or "".join(titles[kalla] for kalla in figure.kallor)
    parts.append(Markup('<p class="source">{}</p>').format(link(figure.table, source or "Tabell")))
    return card(f"{figure.label} {figure.period}".strip(), *parts)


def arrow(change: Change) -> Markup:
    """The direction on the colour that such a change has on the map."""
    colours = palette()
    pattern, fill = looks.changed(change.verdict, theme.leaning(change, colours), colours)
    look = f"background:{fill};color:{theme.on(fill)}"
    if pattern == "tonad":
        look = f"background:{theme.tint(fill, TINT)}"
    arrow = Markup('<span class="lb-arrow {}" style="{}" aria-hidden="true">{}</span>')
    return arrow.format(pattern, look, signs.arrow(change))
