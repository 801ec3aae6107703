"""Dialogues, meetings and other events: which are chosen, how many there are, in words, and as a
calendar.

Years and areas are those of the shared filter; an event belongs to the year it begins. What is
counted are dialogues and meetings that were held: what was only planned is counted as planned, and
serious events are counted by themselves.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import icalendar
import pandas as pd
import sqlalchemy as sa
from babel.dates import get_month_names
from icalendar import STATUS, TRANSP

from lagesbild_data.answers.queries import DIALOGUE, SERIOUS, held_dialogue
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import WHOLE, event_tertial, event_year
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables.dialogues import HANDELSETYPER
from lagesbild_data.public.answer import Gap, KeyFigure, Number, Words
from lagesbild_data.store.stores import Store
from lagesbild_data.words import swedish

MONTHS: dict[int, str] = dict(get_month_names("wide", locale="sv_SE"))
SHORT_MONTHS = dict(
    enumerate(
        ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"), 1
    )
)
UNKNOWN_MONTH = "okänd"
NO_AREA, NO_THEME, NO_PLACE = "Utan område", "Utan tema", "Plats ej angiven"
NONE = Gap.NOT_IN_LIST.value
_COUNTED = {
    DIALOGUE: ("dialog", "dialoger"),
    "krogar mot knark": ("träff inom krogar mot knark", "träffar inom krogar mot knark"),
    "strategiskt råd": ("möte i strategiskt råd", "möten i strategiskt råd"),
    "ssg-möte": ("SSG-möte", "SSG-möten"),
    SERIOUS: ("allvarlig händelse", "allvarliga händelser"),
    "övrigt": ("annan träff", "andra träffar"),
}
"""What one and several events of a type are called after their number."""

_area = SQL_TABLES["omraden"].c
_event = SQL_TABLES["handelser"].c
_month = sa.cast(sa.extract("month", _event.datum_fran), sa.Integer)
_last_month = sa.cast(sa.extract("month", _event.datum_till), sa.Integer)
_same_year = event_year == sa.cast(sa.extract("year", _event.datum_till), sa.Integer)
_dated = _event.precision == "dag"
_known_month = sa.case((_dated | (_same_year & (_month == _last_month)), _month))


@dataclass(frozen=True)
class EventFilter(Filter):
    """The shared filter, and chosen types or themes of events; an event belongs when one of them is
    its own."""

    topics: tuple[str, ...] = ()

    def sentence(self, names: dict[str, str]) -> str:
        """What is chosen, in words: "Råslätt · 2024 · Gängsnacket eller Trygghet"."""
        topics = swedish.enumerate_words(map(capitalised, self.topics), "eller")
        return " · ".join(part for part in (super().sentence(names), topics) if part)

    @property
    def only_serious(self) -> bool:
        """Whether nothing but serious events are chosen; only then are they what is counted."""
        return self.topics == (SERIOUS,)

    @property
    def counted(self) -> sa.ColumnElement[bool]:
        """Condition: the event was held and is a dialogue or meeting; a serious one where only such
        are chosen."""
        wanted = _event.typ == SERIOUS if self.only_serious else _event.typ != SERIOUS
        return _event.genomford & wanted


def capitalised(text: str) -> str:
    """The text with a capital first letter, and SSG in capitals."""
    return text.replace("ssg", "SSG", 1) if text.startswith("ssg") else swedish.capital(text)


# Themes


def topics(store: Store) -> list[str]:
    """Types of events in the store as declared, then their themes in Swedish order."""
    used = {row.typ for row in store.rows(sa.select(_event.typ).distinct())}
    types = [typ for typ in HANDELSETYPER if typ in used]
    themes = {theme for parts in _themes(store).values() for theme in parts}
    return types + sorted(
        (theme for theme in themes if theme.casefold() not in types), key=swedish.sort_key
    )


def split_theme(tema: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The themes that a text names: "A och b" is A and B when one of them is a theme of its own
    elsewhere.

    `known` gives the spelling of every theme by its casefolded text.
    """
    parts = re.split(r", | och ", tema)
    if len(parts) == 1 or not any(part.casefold() in known for part in parts):
        return (tema,)
    return tuple(known.get(part.casefold(), capitalised(part)) for part in parts)


def _themes(store: Store) -> dict[str, tuple[str, ...]]:
    """The themes of every text in the column tema."""
    query = sa.select(_event.tema).where(_event.tema.is_not(None)).distinct().order_by(_event.tema)
    texts = [row.tema for row in store.rows(query)]
    known = {text.casefold(): text for text in texts}
    return {text: split_theme(text, known) for text in texts}


# Choices and counts


def _chosen(store: Store, choice: EventFilter) -> sa.ColumnElement[bool]:
    """Condition: the event begins in a chosen year, at a chosen area, with a chosen type or
    theme."""
    return _of_years_and_topics(store, choice) & choice.in_areas(_event.omrade_id)


def _of_years_and_topics(store: Store, choice: EventFilter) -> sa.ColumnElement[bool]:
    if not choice.topics:
        return choice.in_years(event_year)
    wanted = {topic.casefold() for topic in choice.topics}
    texts = [
        text
        for text, parts in _themes(store).items()
        if wanted & {part.casefold() for part in parts}
    ]
    return choice.in_years(event_year) & (_event.typ.in_(wanted) | _event.tema.in_(texts))


def chosen_events(store: Store, choice: EventFilter) -> pd.DataFrame:
    """The chosen events in order of time: the columns of handelser, omrade (its name) and teman
    (separated)."""
    frame = store.frame(
        sa.select(SQL_TABLES["handelser"], _area.namn.label("omrade"))
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(_chosen(store, choice))
        .order_by(_event.datum_fran, _event.datum_till, _event.handelse_id)
    )
    themes = {text: ", ".join(parts) for text, parts in _themes(store).items()}
    return frame.assign(teman=frame["tema"].map(themes))


@dataclass(frozen=True)
class Tally:
    """How many events a choice has, of any type, held or planned."""

    events: int
    undated: int
    """Known only to a period."""
    hidden: int
    """Without an area, and therefore left out when areas are chosen."""


def tally(store: Store, choice: EventFilter) -> Tally:
    """How many events the choice has, and how many of them a calendar or a map can't show."""

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    chosen = choice.in_areas(_event.omrade_id)
    hidden = count(_event.omrade_id.is_(None)) if choice.areas else sa.literal(0)
    counts = sa.select(count(chosen), count(chosen & sa.not_(_dated)), hidden)
    return Tally(*store.rows(counts.where(_of_years_and_topics(store, choice)))[0])


def held_by_area(store: Store, choice: EventFilter) -> pd.DataFrame:
    """One row per chosen neighbourhood: omrade_id, namn, antal and typer (with commas) of what was
    held there, allvarliga (count of serious events); NA where none is listed."""
    chosen = _chosen(store, choice)
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
        .where(_chosen(store, choice), choice.counted)
        .where(_event.omrade_id.is_(None) | _event.omrade_id.not_in(drawn))
        .group_by(place)
    )
    themes = _themes(store)
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
        .where(_chosen(store, choice), choice.counted)
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
        *((text, part) for text, parts in _themes(store).items() for part in parts),
    ]
    split = (
        sa.values(sa.column("text", sa.Text), sa.column("tema", sa.Text), name="teman")
        .data(pairs)
        .cte("teman")
    )
    counts = store.rows(
        sa.select(split.c.tema, _known_month.label("manad"), sa.func.count())
        .join(split, split.c.text == sa.func.coalesce(_event.tema, ""))
        .where(_chosen(store, choice), choice.counted)
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


def headline(store: Store, choice: EventFilter) -> str:
    """What was held in a sentence: "26 dialoger 2024, flest i november (6)"."""
    rows = store.rows(
        sa.select(
            event_year.label("ar"),
            _known_month.label("manad"),
            _event.typ,
            sa.func.count().label("antal"),
        )
        .where(_chosen(store, choice), choice.counted)
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
    text = f"{_said(by_type)} {year_words(years)}"
    mixed = len(by_type) > 1 and DIALOGUE in by_type
    if mixed:
        text += f", varav {_count(by_type[DIALOGUE], DIALOGUE)}"
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


def _said(by_type: Mapping[str, int]) -> str:
    """How many there are, called what they are: "4 dialoger", "7 dialoger och möten"."""
    total = sum(by_type.values())
    return _count(total, *by_type) if len(by_type) == 1 else f"{total} dialoger och möten"


def _count(count: int, typ: str) -> str:
    return f"{count} {_COUNTED[typ][count != 1]}"


def year_words(years: list[int]) -> str:
    """Years in order, unbroken ones as a span: "2020 och 2023–2024"."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return swedish.enumerate_words(
        str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans
    )


def total_words(types: str) -> str:
    """`medborgardialog,medborgardialog` → "2 dialoger"; "3 dialoger och möten" when the types
    differ."""
    return _said(Counter(types.split(",")))


def count_types(types: str) -> str:
    """`ssg-möte,ssg-möte,medborgardialog` → "2 SSG-möten, 1 dialog"."""
    return ", ".join(_count(count, typ) for typ, count in Counter(types.split(",")).most_common())


def serious_words(count: int) -> str:
    """What is said of serious events beside the count of the others."""
    return f"Dessutom {_count(count, SERIOUS)}"


# Key figures


def key_figures(store: Store, choice: EventFilter) -> list[KeyFigure]:
    """At most five figures about the chosen events."""
    if choice.only_serious:
        return [_serious(store, choice)]
    return [
        _dialogues(store, choice),
        _areas_reached(store, choice),
        _per_tertial(store, choice),
        _other_meetings(store, choice),
        _planned(store, choice),
    ]


def _figure(label: str, value: int | Words, rows, detail: str = "") -> KeyFigure:
    """A key figure, of which no count is a gap, that rests on rows with ar and kalla_id."""
    years = year_words(sorted({row.ar for row in rows}))
    kallor = tuple(dict.fromkeys(row.kalla_id for row in rows))
    shown = value if isinstance(value, Words) else Number(value) if value else Gap.NOT_IN_LIST
    return KeyFigure(label, shown, years, "handelser", kallor, detail=detail)


def _counts(store: Store, condition: sa.ColumnElement[bool], *columns: sa.ColumnElement):
    """How many events meet the condition: ar, kalla_id, the columns, antal."""
    count = sa.func.count().label("antal")
    query = (
        sa.select(event_year.label("ar"), _event.kalla_id, *columns, count)
        .outerjoin(SQL_TABLES["omraden"], _area.omrade_id == _event.omrade_id)
        .where(condition)
        .group_by(event_year, _event.kalla_id, *columns)
    )
    return store.rows(query.order_by(event_year, *columns, _event.kalla_id))


def _dialogues(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, _chosen(store, choice) & held_dialogue, _event.precision)
    undated = sum(row.antal for row in rows if row.precision != "dag")
    detail = f"varav {undated} utan känd dag" if undated else ""
    return _figure("Hållna dialoger", sum(row.antal for row in rows), rows, detail)


def _areas_reached(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, _chosen(store, choice) & held_dialogue, _area.namn)
    without = sum(row.antal for row in rows if row.namn is None)
    areas = {row.namn for row in rows} - {None}
    detail = f"{_count(without, DIALOGUE)} utan område" if without else ""
    return _figure("Områden med dialog", len(areas), rows, detail)


def _per_tertial(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(
        store,
        _chosen(store, choice) & held_dialogue & event_tertial.is_not(None),
        event_tertial.label("tertial"),
    )
    latest = [row for row in rows if row.ar == rows[-1].ar]
    if not latest:
        return _figure("Dialoger per tertial", 0, latest)
    counts: Counter[int] = Counter()
    for row in latest:
        counts[row.tertial] += row.antal
    value = " · ".join(str(counts[tertial] or "–") for tertial in (1, 2, 3))
    return _figure("Dialoger per tertial", Words(value), latest, "tertial 1, 2 och 3")


def _other_meetings(store: Store, choice: EventFilter) -> KeyFigure:
    others = _event.genomford & _event.typ.not_in((DIALOGUE, SERIOUS))
    rows = _counts(store, _chosen(store, choice) & others, _event.typ)
    types = ",".join(row.typ for row in rows for _ in range(row.antal))
    return _figure(
        "Andra möten", sum(row.antal for row in rows), rows, count_types(types) if rows else ""
    )


def _serious(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, _chosen(store, choice) & choice.counted)
    return _figure("Allvarliga händelser", sum(row.antal for row in rows), rows)


def _planned(store: Store, choice: EventFilter) -> KeyFigure:
    rows = _counts(store, _chosen(store, choice) & sa.not_(_event.genomford), _event.typ)
    detail = "källan säger inte om de hölls" if rows else ""
    return _figure("Planerade, ej bekräftade", sum(row.antal for row in rows), rows, detail)


# Words


def when(first: dt.date, last: dt.date, precision: str = "dag", held: bool = True) -> str:
    """The time of an event: "28 maj 2024", "15–16 april 2024", "september–november 2023 (någon
    dag)"."""
    whole_months = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    if precision == "period" and whole_months:
        text = _span(
            first,
            last,
            f"{MONTHS[first.month]}",
            f"{MONTHS[last.month]}",
            first.month == last.month,
        )
    else:
        text = _span(
            first,
            last,
            f"{first.day} {MONTHS[first.month]}",
            f"{last.day} {MONTHS[last.month]}",
            first == last,
        )
        if first != last and (first.year, first.month) == (last.year, last.month):
            text = f"{first.day}–{last.day} {MONTHS[last.month]} {last.year}"
    notes = [
        note
        for note, told in (("någon dag", precision == "period"), ("planerat", not held))
        if told
    ]
    return f"{text} ({', '.join(notes)})" if notes else text


def _span(first: dt.date, last: dt.date, start: str, end: str, same: bool) -> str:
    if first.year != last.year:
        return f"{start} {first.year}–{end} {last.year}"
    return f"{end} {last.year}" if same else f"{start}–{end} {last.year}"


def times(rows: pd.DataFrame) -> pd.Series:
    """The time of each event in words."""
    columns = (rows["datum_fran"], rows["datum_till"], rows["precision"], rows["genomford"])
    return pd.Series([when(*row) for row in zip(*columns, strict=True)], rows.index, dtype="str")


def _participants(row) -> str | None:
    if pd.isna(row.deltagare):
        return None
    exact = pd.isna(row.deltagare_jamforelse) or row.deltagare_jamforelse == "exakt"
    number = swedish.number(row.deltagare)
    return number if exact else f"{row.deltagare_jamforelse} {number}"


def _unbroken(time: str) -> str:
    """The time with no-break spaces, save before its remark."""
    return time.replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}(", " (")


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """The events as a table for readers: Datum, Typ, Tema, Plats, Område, Arrangör, Deltagare,
    Anmärkning."""
    return pd.DataFrame(
        {
            "Datum": times(rows).map(_unbroken),
            "Typ": rows["typ"].map(capitalised),
            "Tema": rows["teman"],
            "Plats": rows["plats"],
            "Område": rows["omrade"],
            "Arrangör": rows["arrangor"],
            "Deltagare": pd.Series(
                [_participants(row) for row in rows.itertuples()], rows.index, dtype="object"
            ),
            "Anmärkning": rows["anmarkning"],
        }
    )


# Calendar


def calendar(
    rows: pd.DataFrame, titles: Mapping[str, str], made: dt.datetime, mark: str = ""
) -> bytes:
    """The events (as chosen_events) that have a date as an iCalendar file of all-day events, made
    at a time in UTC.

    An event that was only planned is TENTATIVE. Events known only to a period are left out. A mark
    on the data stands in the calendar's name and first in each description.
    """
    dated = rows[rows["precision"] == "dag"]
    entries = [
        _entry(row, titles, made, mark)
        for row in dated.astype(object).where(dated.notna(), None).itertuples()
    ]
    name = " – ".join(filter(None, ("Dialoger och händelser", mark)))
    made_by = "-//Lägesbild Jönköping//Dialoger och händelser//SV"
    file = icalendar.Calendar.new(prodid=made_by, name=name, language="sv", subcomponents=entries)
    del file["UID"]  # A new one each time: the same choice gives the same file.
    return file.to_ical()


def _entry(row, titles: Mapping[str, str], made: dt.datetime, mark: str) -> icalendar.Event:
    themes = row.teman.split(", ") if row.teman else []
    facts = [
        mark,
        row.anmarkning,
        f"Arrangör: {row.arrangor}" if row.arrangor else None,
        f"Deltagare: {_participants(row)}" if row.deltagare is not None else None,
        "" if row.genomford else "Planerad; källan säger inte om den hölls.",
        f"Källa: {titles[row.kalla_id]}",
    ]
    return icalendar.Event.new(
        uid=f"{row.handelse_id}@handelser.lagesbild",
        stamp=made,
        start=row.datum_fran,
        end=row.datum_till + dt.timedelta(days=1),
        summary=": ".join([capitalised(row.typ), *([row.tema] if row.tema else [])]),
        location=", ".join(dict.fromkeys(part for part in (row.plats, row.omrade) if part)) or None,
        categories=[capitalised(row.typ), *themes],
        description="\n".join(fact for fact in facts if fact),
        status=STATUS.CONFIRMED if row.genomford else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,
    )
