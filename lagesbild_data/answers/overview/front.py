"""What is met first: how everything stands in a sentence, what to raise, four figures with their
trend, and the areas side by side."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.crimes.series import known_years, records
from lagesbild_data.answers.dialogues.counts import latest_dialogues
from lagesbild_data.answers.indicators import measurements
from lagesbild_data.answers.indicators.measurements import moved
from lagesbild_data.answers.indicators.problemindex import area_change
from lagesbild_data.answers.overview.facts import Ask, Facts, now_and_before
from lagesbild_data.answers.overview.key_figures import (
    activities,
    area_index,
    crime_figure,
    dialogues,
    kommun_beside,
    municipal_index,
)
from lagesbild_data.answers.overview.lagesbild import Lagesbild
from lagesbild_data.answers.overview.raised import raised
from lagesbild_data.answers.promises import follow_ups
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import INDEX
from lagesbild_data.public import reference
from lagesbild_data.public.answer import (
    ActivitiesStand,
    Change,
    Gap,
    IndicatorAlone,
    IndicatorMoved,
    KeyFigure,
    Number,
    Value,
    Words,
)
from lagesbild_data.public.headline import front_title
from lagesbild_data.public.raised import Raised
from lagesbild_data.public.words import tertial_words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

Trend = tuple[tuple[str, float | None], ...]
"""Times in words and their values, oldest first; None where nothing is published."""
_MOST_YEARS = 12


@dataclass(frozen=True)
class Tile:
    """A figure with its trend, drawn as a curve where it is measured and as columns where it is
    counted, or with the statuses that it counts."""

    label: str
    figure: KeyFigure
    trend: Trend = ()
    statuses: tuple[str, ...] = ()
    is_measured: bool = False
    beside: str = ""
    """What the figure is to be read beside: the kommun's, or each tertial's."""


@dataclass(frozen=True)
class AreaRow:
    """An area in short, or the whole kommun to compare with."""

    omrade_id: str
    name: str
    index: Value
    trend: Trend
    change: Change | None
    rate: Value
    """Reported crimes per 1 000 inhabitants."""
    statuses: tuple[str, ...] | str
    """Of the activities that concern it, or why there are none."""
    dialogue: Value
    """When the latest was held, in words."""
    own: bool = False
    """Whether it is the whole kommun."""


@dataclass(frozen=True)
class Front:
    """What is met first, for one filter."""

    title: str
    raised: tuple[Raised, ...]
    tiles: tuple[Tile, ...]
    areas: tuple[AreaRow, ...]
    rate_year: int | None
    """The year of the rates; None where there are none."""
    fresh: tuple[tuple[str, str], ...]
    """Each subject and of when it is shown."""


def front(store: Store, filter: Filter, ask: Ask, picture: Lagesbild, today: dt.date) -> Front:
    """What is met first; `picture` is the lägesbild of the same filter."""
    facts = Facts(store, filter, ask)
    place = ""
    if len(filter.areas) == 1:
        place = reference.neighbourhoods(store).get(filter.areas[0], "")
    stands = None
    if facts.tertial and facts.latest_status:
        stands = ActivitiesStand(facts.tertial, tuple(row.status for row in facts.latest_status))
    told_of = _told_of(facts, place)
    index = picture.moved if len(filter.areas) > 1 else _index(facts, place)
    everywhere = "hela kommunen" if told_of and told_of.own and filter.areas else ""
    rates = {each.omrade_id: _rate(facts, each.omrade_id) for each in facts.every_area_with_crimes}
    rate_year = max((year for year, _ in rates.values() if year), default=None)
    return Front(
        front_title(index, stands, told_of.unusual if told_of else None, place, everywhere),
        tuple(raised(facts, today)),
        tuple(_tiles(facts, place, told_of)),
        tuple(_rows(facts, picture, rates, rate_year)),
        rate_year,
        tuple(_fresh(facts)),
    )


def _index(facts: Facts, place: str) -> IndicatorMoved | IndicatorAlone | None:
    """What the problemindex did in the chosen place, else in the kommun."""
    if place:
        if not facts.index:
            return None
        [row] = facts.index
        value = None if row.varde is None else Number(row.varde, row.decimaler)
        if change := area_change(row):
            return IndicatorMoved(INDEX, "Problemindex", row.omrade, row.ar, value, change)
        return IndicatorAlone("Problemindex", row.omrade, row.ar, value) if value else None
    now, before = now_and_before(facts.index_history, facts.filter)
    if now is None:
        return None
    if (found := moved(now, before)) or now.varde is None:
        return found
    return IndicatorAlone(now.indikator, now.omrade, now.ar, Number(now.varde, now.decimaler))


def _told_of(facts: Facts, place: str) -> AreaCrimes | None:
    """The reported crimes that the sentence and the tile tell of: the chosen place's where it has
    any, else the kommun's."""
    own = facts.areas_with_crimes
    return own[0] if place and own else facts.kommun


# Tiles


def _tiles(facts: Facts, place: str, told_of: AreaCrimes | None) -> Iterator[Tile]:
    index = area_index(facts) if place else municipal_index(facts)
    of = facts.filter.areas[0] if place else None
    beside = index.detail if place else ""
    yield Tile("Problemindex", index, _index_trend(facts, of), beside=beside, is_measured=True)
    statuses = tuple(row.status for row in facts.latest_status)
    yield Tile("Aktiviteter", activities(facts), statuses=statuses)
    figure = crime_figure(facts, "Anmälda brott", told_of, "")
    trend = _crime_trend(facts, told_of) if told_of else ()
    beside = "hela kommunen" if facts.filter.areas else ""
    if told_of and not told_of.own and facts.kommun:
        beside = kommun_beside(facts.kommun)
    yield Tile("Anmälda brott", figure, trend, beside=beside)
    by_tertial = {row.tertial: float(row.antal) for row in facts.dialogues if row.tertial}
    numbers = range(1, max(by_tertial, default=0) + 1)
    held = tuple((f"tertial {number}", by_tertial.get(number)) for number in numbers)
    counts = ("–" if count is None else swedish.number(count) for _, count in held)
    beside = f"{' · '.join(counts)} per tertial" if held else ""
    yield Tile("Dialoger", dialogues(facts), held, beside=beside)


def _index_trend(facts: Facts, omrade_id: str | None) -> Trend:
    """The problemindex of an area, or of the kommun, until the chosen years."""
    found = {
        ar: value
        for area, ar, value in _index_values(facts)
        if area == omrade_id or (omrade_id is None and area == OWN)
    }
    return _every_year(found)


def _index_values(facts: Facts) -> Iterator[tuple[str, int, float | None]]:
    """Area (OWN for the kommun), year and problemindex, until the chosen years."""
    rows = facts.ask(measurements.series, INDEX, Filter())
    last = facts.filter.year
    for row in rows[rows["grupp"] == "totalt"].itertuples():
        if last is None or row.ar <= last:
            value = None if pd.isna(row.varde) else float(row.varde)
            yield OWN if row.egen else str(row.omrade_id), int(row.ar), value


OWN = "egen"
"""Instead of the own kommun's id."""


def _every_year(values: Mapping[int, float | None]) -> Trend:
    """A value per year from the first to the last, the latest of very many."""
    if not values:
        return ()
    years = range(max(min(values), max(values) - _MOST_YEARS + 1), max(values) + 1)
    return tuple((str(year), values.get(year)) for year in years)


def _crime_trend(facts: Facts, crimes: AreaCrimes) -> Trend:
    last = facts.filter.year
    values = {
        period.year: None if pd.isna(row["antal"]) else float(row["antal"])
        for period, row in records(facts.crime_years(crimes.omrade_id))
        if last is None or period.year <= last
    }
    return _every_year(values)


# Areas


def _rate(facts: Facts, omrade_id: str) -> tuple[int | None, Value]:
    """The year and the rate per 1 000 inhabitants of the latest chosen year with a count."""
    years = facts.crime_years(omrade_id)
    year = facts.filter.latest(known_years(years))
    row = dict(records(years)).get(pd.Period(str(year), freq="Y")) if year else None
    if row is None:
        return None, Gap.NOT_PUBLISHED
    if row["dold"]:
        return year, Gap.HIDDEN
    if pd.isna(row["per_100k"]):
        return year, Gap.NOT_PUBLISHED
    return year, Number(row["per_100k"] / 100, 1)


_NO_RATE: tuple[int | None, Value] = (None, Gap.NOT_PUBLISHED)


def _rows(
    facts: Facts,
    picture: Lagesbild,
    rates: Mapping[str, tuple[int | None, Value]],
    rate_year: int | None,
) -> Iterator[AreaRow]:
    """The areas in Swedish order, those prioritised last first, and the kommun."""
    values: dict[str, dict[int, float | None]] = {}
    for area, year, value in _index_values(facts):
        values.setdefault(area, {})[year] = value
    held = latest_dialogues(facts.store, facts.filter)
    in_order = picture.areas.fillna({"prioriterat_ar": 0}).sort_values(
        "prioriterat_ar", ascending=False, kind="stable"
    )
    for row in in_order.to_dict("records"):
        omrade_id = str(row["omrade_id"])
        of, rate = rates.get(omrade_id, _NO_RATE)
        yield AreaRow(
            omrade_id,
            str(row["namn"]),
            Gap.NOT_PUBLISHED if pd.isna(row["varde"]) else Number(row["varde"], picture.decimals),
            _every_year(values.get(omrade_id, {})),
            row["andring"],
            rate if of == rate_year else Gap.NOT_PUBLISHED,
            picture.gap("aktiviteter") if pd.isna(row["aktiviteter"]) else row["statusar"],
            Words(held[omrade_id]) if omrade_id in held else Gap(picture.gap("dialoger")),
        )
    index, kommun = municipal_index(facts), facts.kommun
    everything = follow_ups.activity_status(
        facts.store, Filter(), facts.promise_year, facts.tertial
    )
    of, rate = rates.get(kommun.omrade_id, _NO_RATE) if kommun else _NO_RATE
    yield AreaRow(
        "",
        "Hela kommunen",
        index.value,
        _every_year(values.get(OWN, {})),
        index.change,
        rate if of == rate_year else Gap.NOT_PUBLISHED,
        tuple(row.status for row in everything) or picture.gap("aktiviteter"),
        Words(""),
        own=True,
    )


def _fresh(facts: Facts) -> Iterator[tuple[str, str]]:
    """Of when each subject is shown; those that nothing is published of are left out."""
    index = facts.periods["index"]
    if index.published:
        yield "index", str(index.year)
    if facts.tertial:
        yield "löfte", tertial_words(facts.tertial)
    if facts.kommun and facts.kommun.compared:
        yield "brott", facts.kommun.compared.when
    dialogues = facts.periods["dialoger"]
    if dialogues.published:
        yield "dialoger", str(dialogues.year)
