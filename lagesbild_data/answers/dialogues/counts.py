"""How many dialogues and meetings were held: by area, place, month, theme and tertial."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from lagesbild_data.answers.dialogues.events import (
    EventFilter,
    held_dialogue,
    is_chosen,
    is_dated,
    themes_by_text,
)
from lagesbild_data.answers.dialogues.wording import (
    MONTHS,
    capitalised,
    counted_events,
    days,
    events_said,
)
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import DIALOGUE, SERIOUS, WHOLE, event_tertial, event_year
from lagesbild_data.model.schema import SEPARATOR, SQL_TABLES
from lagesbild_data.public.answer import Gap
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

_event = SQL_TABLES["handelser"].c
_area = SQL_TABLES["omraden"].c


SHORT_MONTHS = dict(
    enumerate(
        ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"), 1
    )
)
UNKNOWN_MONTH = "okänd"
NO_AREA, NO_THEME, NO_PLACE = "Utan område", "Utan tema", "Plats ej angiven"
NONE = Gap.NOT_IN_LIST.value
NOTHING_HELD = "ingen"
"""Of dialogues and meetings together."""
_month = sa.cast(sa.extract("month", _event.datum_fran), sa.Integer)
_last_month = sa.cast(sa.extract("month", _event.datum_till), sa.Integer)
_same_year = event_year == sa.cast(sa.extract("year", _event.datum_till), sa.Integer)
_known_month = sa.case((is_dated | (_same_year & (_month == _last_month)), _month))


def latest_dialogues(store: Store, filter: Filter) -> dict[str, str]:
    """When the latest dialogue of each area in the chosen years was held, in words."""
    newest = sa.func.row_number().over(
        partition_by=_event.omrade_id,
        order_by=(_event.datum_fran.desc(), _event.datum_till.desc(), _event.handelse_id),
    )
    columns = (_event.omrade_id, _event.datum_fran, _event.datum_till, _event.precision)
    held = sa.select(*columns, newest.label("nummer")).where(
        held_dialogue, filter.in_years(event_year), _event.omrade_id.is_not(None)
    )
    latest = held.subquery("dialoger")
    return {
        row.omrade_id: days(row.datum_fran, row.datum_till, row.precision)
        for row in store.rows(sa.select(latest).where(latest.c.nummer == 1))
    }


def held_by_area(store: Store, choice: EventFilter) -> pd.DataFrame:
    """One row per chosen neighbourhood: omrade_id, namn, antal and typer (with commas) of what was
    held there, allvarliga (count of serious events); NA where none is listed."""
    chosen = is_chosen(store, choice)
    held = (
        sa.select(
            _event.omrade_id,
            sa.func.count().label("antal"),
            sa.func.aggregate_strings(_event.typ, ",").label("typer"),
        )
        .where(chosen, choice.counted)
        .group_by(_event.omrade_id)
        .subquery("hallna")
    )
    serious = (
        sa.select(_event.omrade_id, sa.func.count().label("allvarliga"))
        .where(chosen, _event.typ == SERIOUS)
        .group_by(_event.omrade_id)
        .subquery("allvarliga_handelser")
    )
    frame = store.frame(
        sa.select(_area.omrade_id, _area.namn, held.c.antal, held.c.typer, serious.c.allvarliga)
        .outerjoin(held, held.c.omrade_id == _area.omrade_id)
        .outerjoin(serious, serious.c.omrade_id == _area.omrade_id)
        .where(_area.typ.not_in(WHOLE), choice.in_areas(_area.omrade_id))
    )
    return frame.sort_values(
        "namn", key=lambda names: names.map(swedish.sort_key), ignore_index=True
    )


def held_outside(store: Store, choice: EventFilter, drawn: tuple[str, ...]) -> pd.DataFrame:
    """Events held where no area of `drawn` is, one row per place: Plats, Antal, Tema; most
    first."""
    place = sa.func.coalesce(_event.plats, _area.namn, NO_PLACE).label("Plats")
    theme = sa.func.coalesce(_event.tema, _event.typ)
    frame = store.frame(
        sa.select(
            place,
            sa.func.count().label("Antal"),
            sa.func.aggregate_strings(theme, "\n").label("Tema"),
        )
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(is_chosen(store, choice), choice.counted)
        .where(_event.omrade_id.is_(None) | _event.omrade_id.not_in(drawn))
        .group_by(place)
    )
    themes = themes_by_text(store)
    named = frame["Tema"].map(
        lambda texts: {
            capitalised(part) for text in texts.split("\n") for part in themes.get(text, (text,))
        }
    )
    frame["Tema"] = named.map(_few)
    order = sorted(
        frame.index,
        key=lambda row: (
            frame["Plats"][row] == NO_PLACE,
            -frame["Antal"][row],
            swedish.sort_key(frame["Plats"][row]),
        ),
    )
    return frame.loc[order].reset_index(drop=True)


def _few(texts: set[str]) -> str:
    """The texts in Swedish order; the first three and how many more when they are many."""
    named = sorted(texts, key=swedish.sort_key)
    return (
        ", ".join(named) if len(named) <= 4 else f"{', '.join(named[:3])} och {len(named) - 3} till"
    )


def held_by_area_and_month(store: Store, choice: EventFilter) -> pd.DataFrame:
    """Events held, as by_month: a row per chosen neighbourhood in Swedish order, and last those
    without an area."""
    counts = store.rows(
        sa.select(
            sa.func.coalesce(_area.namn, NO_AREA), _known_month.label("manad"), sa.func.count()
        )
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(is_chosen(store, choice), choice.counted)
        .group_by(sa.func.coalesce(_area.namn, NO_AREA), _known_month)
    )
    areas = store.rows(
        sa.select(_area.namn).where(_area.typ.not_in(WHOLE), choice.in_areas(_area.omrade_id))
    )
    names = {row.namn for row in areas} | {name for name, _, _ in counts}
    order = sorted(names - {NO_AREA}, key=swedish.sort_key) + [NO_AREA] * (NO_AREA in names)
    return _by_month("Område", order, counts)


def held_by_theme_and_month(store: Store, choice: EventFilter) -> pd.DataFrame:
    """Events held, as by_month: a row per theme, the most common first; an event with two themes
    counts in both."""
    pairs = [
        ("", NO_THEME),
        *((text, part) for text, parts in themes_by_text(store).items() for part in parts),
    ]
    split = (
        sa.values(sa.column("text", sa.Text), sa.column("tema", sa.Text), name="teman")
        .data(pairs)
        .cte("teman")
    )
    counts = store.rows(
        sa.select(split.c.tema, _known_month.label("manad"), sa.func.count())
        .join(split, split.c.text == sa.func.coalesce(_event.tema, ""))
        .where(is_chosen(store, choice), choice.counted)
        .group_by(split.c.tema, _known_month)
    )
    totals: Counter[str] = Counter()
    for theme, _, count in counts:
        totals[theme] += count
    return _by_month(
        "Tema",
        sorted(totals, key=lambda t: (t == NO_THEME, -totals[t], swedish.sort_key(t))),
        counts,
    )


def _by_month(heading: str, order: list[str], counts) -> pd.DataFrame:
    """Counts as a table: the heading's column, a column per month (NA where none is listed),
    "okänd" for events whose month isn't known, and Summa."""
    found = {(name, SHORT_MONTHS.get(month, UNKNOWN_MONTH)): count for name, month, count in counts}
    months = [
        *SHORT_MONTHS.values(),
        *([UNKNOWN_MONTH] if any(month is None for _, month, _ in counts) else []),
    ]
    frame = pd.DataFrame(
        {month: [found.get((name, month)) for name in order] for month in months}, dtype="Int64"
    )
    frame.insert(0, heading, pd.Series(order, dtype="str"))
    total = frame[months].sum(axis=1).astype("Int64")
    return frame.assign(Summa=total.mask(total == 0))


def dialogues_by_tertial(store: Store, filter: Filter, year: int | None) -> Sequence[sa.Row]:
    """Dialogues held in the chosen areas (anywhere when none is chosen) that began in a year:
    tertial (None for those whose tertial isn't known, last), antal, utan_omrade (how many of them
    have no area), kalla_id (all of them, with SEPARATOR between)."""
    tertial = event_tertial.label("tertial")
    return store.rows(
        sa.select(
            tertial,
            sa.func.count().label("antal"),
            (sa.func.count() - sa.func.count(_event.omrade_id)).label("utan_omrade"),
            sa.func.aggregate_strings(_event.kalla_id, SEPARATOR).label("kalla_id"),
        )
        .where(held_dialogue, event_year == year, filter.in_areas(_event.omrade_id))
        .group_by(tertial)
        .order_by(tertial.is_(None), tertial)
    )


def headline(store: Store, choice: EventFilter) -> str:
    """What was held in a sentence: "26 dialoger 2024, flest i november (6)"."""
    rows = store.rows(
        sa.select(
            event_year.label("ar"),
            _known_month.label("manad"),
            _event.typ,
            sa.func.count().label("antal"),
        )
        .where(is_chosen(store, choice), choice.counted)
        .group_by(event_year, _known_month, _event.typ)
    )
    if not rows:
        return "Ingen dialog och inget möte i det valda är bekräftat"
    by_type: Counter[str] = Counter()
    months: Counter[tuple[int, int]] = Counter()
    for row in rows:
        by_type[row.typ] += row.antal
        if row.manad:
            months[row.ar, row.manad] += row.antal
    years = sorted({row.ar for row in rows})
    text = f"{events_said(by_type)} {swedish.year_spans(years)}"
    mixed = len(by_type) > 1 and DIALOGUE in by_type
    if mixed:
        text += f", varav {counted_events(by_type[DIALOGUE], DIALOGUE)}"
    most = max(months.values(), default=0)
    top = sorted(month for month in months if months[month] == most)
    if most < 2 or len(top) > 2:
        return text
    named = swedish.enumerate_words(
        f"{MONTHS[m]} {year}" if len(years) > 1 else MONTHS[m] for year, m in top
    )
    return f"{text}{';' if mixed else ','} flest i {named} ({most}{' var' if len(top) > 1 else ''})"


def most_common(table: pd.DataFrame) -> str:
    """The row (or two) of a month table with most events, in words: "Flest i Råslätt: 5 händelser";
    "" when none stands out."""
    heading = table.columns[0]
    named = table[~table[heading].isin([NO_AREA, NO_THEME])].dropna(subset="Summa")
    top = named[named["Summa"] == named["Summa"].max()]
    if not 0 < len(top) <= 2 or len(named) <= len(top):
        return ""
    word = "Flest i" if heading == "Område" else "Vanligast är"
    each = " var" if len(top) > 1 else ""
    return f"{word} {swedish.enumerate_words(top[heading])}: {top['Summa'].iloc[0]}{each}"
