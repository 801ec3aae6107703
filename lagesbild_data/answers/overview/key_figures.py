"""The key figures of the lägesbild, in the order they are read."""

from collections.abc import Callable, Iterator

from lagesbild_data.answers.crimes.by_area import AreaCrimes
from lagesbild_data.answers.indicators import problemindex
from lagesbild_data.answers.indicators.problemindex import area_change, index_figure
from lagesbild_data.answers.overview.facts import Facts, crime_caveats, crime_counts, now_and_before
from lagesbild_data.model.filter import FEW_AREAS
from lagesbild_data.public import reference
from lagesbild_data.public.answer import Gap, KeyFigure, Number, Words, percentage
from lagesbild_data.public.grounds import remarks_on, sources_of
from lagesbild_data.public.words import count_words, value_text
from lagesbild_data.words import swedish


def municipal_index(facts: Facts) -> KeyFigure:
    """The kommun's problemindex."""
    label, table = "Kommunens problemindex", "indikatorvarden"
    now, before = now_and_before(facts.index_history, facts.filter)
    return facts.gap(label, table) if now is None else index_figure(label, now, before)


def area_index(facts: Facts) -> KeyFigure:
    """One chosen area's index against the kommun's; of several areas the highest."""
    name = (
        reference.neighbourhoods(facts.store).get(facts.filter.areas[0])
        if len(facts.filter.areas) == 1
        else None
    )
    if name is None:
        return _highest_index(facts)
    label = f"Problemindex i {name}"
    if not facts.index:
        return facts.gap(label, "indikatorvarden")
    [now] = facts.index
    value = Gap.NOT_PUBLISHED if now.varde is None else Number(now.varde, now.decimaler)
    return KeyFigure(
        label,
        value,
        str(now.ar),
        "indikatorvarden",
        (now.kalla_id,),
        area_change(now),
        _kommun_index(facts, now.ar),
        remarks_on([now]),
    )


def _kommun_index(facts: Facts, year: int) -> str:
    """The kommun's index of a year, beside an area's."""
    for row in facts.index_history:
        if row.ar == year and row.varde is not None:
            return f"Hela kommunen: {value_text(Number(row.varde, row.decimaler))}"
    return ""


def _highest_index(facts: Facts) -> KeyFigure:
    label, table = "Högst problemindex", "indikatorvarden"
    numbers = [row for row in facts.index if row.varde is not None]
    if not numbers and facts.filter.areas and facts.index:
        return _directions(facts)
    if not numbers:
        return facts.gap(label, table)
    top = max(numbers, key=lambda row: row.varde)
    unpublished = len(facts.index) - len(numbers)
    without = "1 område" if unpublished == 1 else f"{unpublished} områden"
    detail = f"{without} saknar publicerat tal" if unpublished else ""
    value = Words(f"{top.omrade} {value_text(Number(top.varde, top.decimaler))}")
    return KeyFigure(
        label,
        value,
        str(facts.periods["index"].year),
        table,
        (top.kalla_id,),
        area_change(top),
        detail,
        remarks_on([top]),
    )


def _directions(facts: Facts) -> KeyFigure:
    """What is known of the chosen areas' index where none of them has a number."""
    words = swedish.enumerate_words(f"{row.omrade} {row.riktning}" for row in facts.index)
    year = str(facts.periods["index"].year)
    return KeyFigure(
        "Problemindex i valda områden",
        Words(words),
        year,
        "indikatorvarden",
        sources_of(facts.index),
        detail="talet är inte publicerat",
        caveats=remarks_on(facts.index),
    )


def _response_rate(facts: Facts) -> KeyFigure:
    label, table = "Svarsfrekvens", "undersokningar"
    now, _ = now_and_before(problemindex.response_rates(facts.store), facts.filter)
    if now is None or now.svarsfrekvens is None:
        return facts.gap(label, table)
    sent = "" if now.utskick is None else f", {swedish.number(now.utskick)} utskick"
    return KeyFigure(
        label,
        percentage(now.svarsfrekvens),
        str(now.ar),
        table,
        (now.kalla_id,),
        detail=f"{now.namn}{sent}",
        caveats=remarks_on([now]),
    )


def activities(facts: Facts) -> KeyFigure:
    """How many activities there are, and how they stand in the latest tertial."""
    label, table, when = "Aktiviteter", "uppfoljningar", facts.periods["aktiviteter"]
    status = facts.latest_status
    if not when.published:
        return facts.gap(label, table)
    if not status:
        return KeyFigure(
            label, Gap.NONE_TIED, str(when.year), table, detail="till de valda områdena"
        )
    shown, detail = f"{when.year}", "Uppföljningen ingår inte i underlaget"
    if facts.tertial:
        shown = f"{facts.tertial[0]}, tertial {facts.tertial[1]}"
        detail = count_words(row.status for row in status)
    return KeyFigure(label, Number(len(status)), shown, table, sources_of(status), detail=detail)


def dialogues(facts: Facts) -> KeyFigure:
    """How many dialogues were held."""
    label, table, when = "Hållna dialoger", "handelser", facts.periods["dialoger"]
    if not when.published:
        return facts.gap(label, table)
    if not facts.dialogues:
        return KeyFigure(
            label, Gap.NOT_IN_LIST, str(when.year), table, detail="med de valda områdena som plats"
        )
    counts = (
        (f"tertial {row.tertial}" if row.tertial else "okänt tertial", row.antal)
        for row in facts.dialogues
    )
    detail = " · ".join(f"{when}: {count}" for when, count in counts)
    total = sum(row.antal for row in facts.dialogues)
    return KeyFigure(
        label, Number(total), str(when.year), table, sources_of(facts.dialogues), detail=detail
    )


def reported_crimes(facts: Facts) -> Iterator[KeyFigure]:
    """The chosen areas' reported crimes with the kommun's beside; the kommun's where they have
    none, and where they are many, with theirs beside."""
    areas, kommun = facts.areas_with_crimes, facts.kommun
    if 0 < len(areas) <= FEW_AREAS:
        beside = kommun_beside(kommun) if kommun else ""
        yield from (crime_figure(facts, f"{_CRIMES} i {each.area}", each, beside) for each in areas)
    else:
        yield crime_figure(facts, _CRIMES, kommun, f"Hela kommunen{_of_areas(facts)}")


_CRIMES = "Anmälda brott"


def crime_figure(facts: Facts, label: str, crimes: AreaCrimes | None, detail: str) -> KeyFigure:
    """Reported crimes of an area or of the kommun, with its change."""
    if crimes is None or crimes.compared is None:
        hidden = crimes and crimes.hidden
        return (
            KeyFigure(label, Gap.HIDDEN, str(hidden), _TABLE, detail=detail)
            if hidden
            else facts.gap(label, _TABLE)
        )
    its = crimes.compared
    return KeyFigure(
        label,
        Number(its.count),
        its.when,
        _TABLE,
        its.kallor,
        its.change,
        detail,
        crime_caveats(facts, crimes),
    )


_TABLE = "anmalda_brott"


def kommun_beside(kommun: AreaCrimes) -> str:
    """The kommun's count, beside an area's."""
    return (
        f"Hela kommunen {kommun.compared.when}: {value_text(kommun.value)}"
        if kommun.compared
        else ""
    )


def _of_areas(facts: Facts) -> str:
    """Many chosen areas' counts, or that they have none, after the kommun's."""
    if facts.areas_with_crimes:
        return ". " + ", ".join(" ".join(counted) for counted in crime_counts(facts))
    return "; inte publicerat per område" if facts.filter.areas else ""


def _one(figure: Callable[[Facts], KeyFigure]) -> Callable[[Facts], Iterator[KeyFigure]]:
    return lambda facts: iter((figure(facts),))


KEY_FIGURES: tuple[Callable[[Facts], Iterator[KeyFigure]], ...] = (
    *map(_one, (municipal_index, area_index, _response_rate, activities, dialogues)),
    reported_crimes,
)
