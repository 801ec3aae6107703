"""What is met first: the sentence that answers, what to raise, four figures, and the areas side by
side."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from markupsafe import Markup

from charts import spark, theme
from lagesbild_data.answers.overview.front import AreaRow, Front, Tile, Trend, front
from lagesbild_data.model.filter import Filter
from lagesbild_data.public import signs
from lagesbild_data.public.answer import Change, Gap, Number, Value
from lagesbild_data.public.raised import Raised
from lagesbild_data.public.words import (
    change_text,
    count_words,
    difference_text,
    in_order,
    value_text,
)
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish
from ui.frame import data
from ui.frame.html import NOTHING, join, render
from ui.frame.shell import palette
from ui.overview import on_map
from ui.parts import prose
from ui.parts.cards import arrow

_MOST_RAISED = 4
_LEAST_TOP = 3.0
"""The common axis of the areas' problemindex goes at least so high."""


def answers(chosen: Filter) -> Front:
    """What is met first of the choice."""
    return data.ask(_front, chosen, dt.date.today())


def _front(store: Store, chosen: Filter, today: dt.date) -> Front:
    return front(store, chosen, data.ask, on_map.picture(chosen), today)


def heading(chosen: Filter) -> tuple[str, str]:
    """The answer in a sentence, and of when each subject is shown."""
    found = answers(chosen)
    return found.title, " · ".join(f"{subject} {when}" for subject, when in found.fresh)


# Att ta upp


def raised(found: Front, chosen: Filter) -> None:
    """What to raise, each leading to its place with the filter kept; what weighs least behind a
    word to open."""
    if not found.raised:
        render(
            Markup('<section class="lb-raised"><h2>Att ta upp</h2><p>{}</p></section>').format(
                "Inget av det som är publicerat för det valda är försenat, ovanligt eller nytt,"
                " eller rör sig åt fel håll."
            )
        )
        return
    rows = [_raised(each, chosen) for each in found.raised]
    first, rest = rows[:_MOST_RAISED], rows[_MOST_RAISED:]
    more = NOTHING
    if rest:
        fold = Markup("<details><summary>{} till</summary><ul>{}</ul></details>")
        more = fold.format(len(rest), join(rest))
    whole = Markup('<section class="lb-raised"><h2>Att ta upp</h2><ul>{}</ul>{}</section>')
    render(whole.format(join(first), more))


def _raised(each: Raised, chosen: Filter) -> Markup:
    line = Markup(
        '<li><a href="{}" target="_self"><b>{}</b><span>{}</span><small>{}</small>'
        '<i aria-hidden="true">→</i></a></li>'
    )
    asked = urlencode([*each.choices, *prose.kept(chosen)])
    address = f"{each.page}?{asked}" if asked else each.page
    return line.format(address, each.label, each.what, each.when)


# Tiles


def tiles(found: Front, chosen: Filter) -> None:
    """Four figures, each with what its change is worth, its trend, and its table and sources behind
    a sign."""
    titles, link = prose.source_titles(), prose.table_links(chosen)
    render(
        Markup('<div class="lb-tiles">{}</div>').format(
            join(_tile(each, titles, link) for each in found.tiles)
        )
    )


def _tile(tile: Tile, titles: dict[str, str], link: prose.Links) -> Markup:
    figure = tile.figure
    sources = swedish.enumerate_words(titles[kalla] for kalla in figure.kallor)
    source = Markup('<span class="lb-i" title="{}">i</span>').format(
        f"Källa: {sources}. Öppna tabellen." if sources else "Öppna tabellen."
    )
    kind = "missing" if isinstance(figure.value, Gap) else "value"
    whole = Markup(
        '<section class="lb-tile"><h3>{}{}</h3><div><span class="{}">{}</span>{}</div>{}</section>'
    )
    value = value_text(figure.value)
    return whole.format(
        tile.label, link(figure.table, source), kind, value, _trend(tile), _under(tile)
    )


def _trend(tile: Tile) -> Markup:
    if tile.statuses:
        return _statuses_bar(tile.statuses)
    if tile.is_measured:
        return spark.line(tile.trend, palette(), _top([tile.trend]))
    return spark.bars(tile.trend, palette())


def _under(tile: Tile) -> Markup:
    """What the change is worth, or what the figure holds; and of when it is."""
    figure, change = tile.figure, tile.figure.change
    worth = NOTHING
    if change:
        worth = Markup("<p>{}{}</p>").format(arrow(change), change.verdict.value)
    elif tile.statuses:
        worth = Markup('<p title="{}">{}</p>').format(
            count_words(tile.statuses), _counted(tile.statuses)
        )
    moved = difference_text(change) if change else ""
    told = filter(None, (figure.period, moved, tile.beside))
    return worth + Markup('<p class="small">{}</p>').format(" · ".join(told))


def _statuses_bar(statuses: tuple[str, ...]) -> Markup:
    part = Markup('<i style="flex:{};background:{}"></i>')
    counts = [(status, statuses.count(status)) for status in signs.STATUSES if status in statuses]
    bar = join(
        part.format(count, theme.STATUS_COLOURS.get(status, "transparent"))
        for status, count in counts
    )
    return Markup('<span class="lb-bar" role="img" aria-label="{}">{}</span>').format(
        count_words(statuses), bar
    )


def _counted(statuses: tuple[str, ...]) -> str:
    """`⚠ 1 ▶ 10`, what deviates first."""
    return " ".join(
        f"{signs.STATUSES.get(each, '·')} {count}" for each, count in in_order(statuses)
    )


def _top(trends: Iterable[Trend]) -> float:
    known = [value for trend in trends for _, value in trend if value is not None]
    return max([_LEAST_TOP, *known])


# Areas


def areas(found: Front, chosen: Filter) -> None:
    """The areas, a row each, and the kommun to compare with; each leads to its page."""
    top = _top(row.trend for row in found.areas)
    with_rates = any(isinstance(row.rate, Number) for row in found.areas if not row.own)
    headings = ["Område", "Problemindex", "Ändring"]
    headings += [f"Brott per 1 000 inv. {found.rate_year}"] if with_rates else []
    headings += ["Aktiviteter", "Senaste dialog"]
    kinds = {headings[-1]: "wide", headings[-2]: "statuses", headings[2]: "change"}
    head = join(
        Markup('<th scope="col" class="{}">{}</th>').format(kinds.get(each, ""), each)
        for each in headings
    )
    rows = join(_row(row, top, with_rates, chosen) for row in found.areas)
    whole = Markup(
        '<div class="lb-areas" role="region" aria-label="Områden i korthet" tabindex="0"><table>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    )
    render(whole.format(head, rows))


def _row(row: AreaRow, top: float, with_rates: bool, chosen: Filter) -> Markup:
    name: Markup | str = row.name
    if not row.own:
        asked = [("plats", row.name), *prose.kept(Filter((), chosen.years))]
        name = prose.to(f"omrade?{urlencode(asked)}", row.name)
    rate = value_text(row.rate) if row.rate is not Gap.HIDDEN else "för få"
    cells = [
        Markup('<td class="index">{}{}</td>').format(
            spark.line(row.trend, palette(), top), _value(row.index)
        ),
        Markup('<td class="change">{}</td>').format(_change(row.change)),
        *([Markup('<td class="number">{}</td>').format(rate)] if with_rates else []),
        Markup('<td class="statuses">{}</td>').format(_statuses(row.statuses)),
        Markup('<td class="wide">{}</td>').format(_value(row.dialogue)),
    ]
    line = Markup('<tr class="{}"><th scope="row">{}</th>{}</tr>')
    return line.format("own" if row.own else "", name, join(cells))


def _value(value: Value) -> Markup:
    kind = "missing" if isinstance(value, Gap) else "value"
    return Markup('<span class="{}">{}</span>').format(kind, value_text(value))


def _change(change: Change | None) -> Markup:
    if change is None:
        return NOTHING
    return arrow(change) + Markup("<span>{}</span>").format(change_text(change))


def _statuses(statuses: tuple[str, ...] | str) -> Markup:
    """A sign per activity, what deviates first."""
    if isinstance(statuses, str):
        return Markup('<span class="missing">{}</span>').format(statuses)
    told = " ".join(
        signs.STATUSES.get(each, "·") for each, n in in_order(statuses) for _ in range(n)
    )
    words = count_words(statuses)
    return Markup('<span role="img" aria-label="{}" title="{}">{}</span>').format(
        words, words, told
    )


def sources(found: Front) -> None:
    """All that the page's first screen rests on, in one line."""
    prose.sources(kalla for tile in found.tiles for kalla in tile.figure.kallor)
