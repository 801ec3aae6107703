"""How certain the data are: what an analyst should know before resting on them.

Nothing here is worked out of a count below kommun level.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa

from lagesbild_data.answers.crimes import reported
from lagesbild_data.answers.promises import targets
from lagesbild_data.answers.promises.promised import years_of_promises
from lagesbild_data.model.filter import Filter
from lagesbild_data.model.periods import NOT_REPORTED, WHOLE, is_prioritised, of_month
from lagesbild_data.model.schema import SQL_TABLES
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.public.reader import COUNTED
from lagesbild_data.store.stores import Store
from lagesbild_data.words import measures, swedish

_area = SQL_TABLES["omraden"].c
_role = SQL_TABLES["omradesroller"].c
_value = SQL_TABLES["indikatorvarden"].c
_indicator = SQL_TABLES["indikatorer"].c
_type = SQL_TABLES["brottstyper"].c
_crime = SQL_TABLES["anmalda_brott"].c
_month = SQL_TABLES["brott_per_manad"].c
_people = SQL_TABLES["folkmangd"].c
_promise = SQL_TABLES["loften"].c
_activity = SQL_TABLES["aktiviteter"].c
_follow_up = SQL_TABLES["uppfoljningar"].c
_event = SQL_TABLES["handelser"].c
_source = SQL_TABLES["kallor"].c

_MOST_NAMED = 6


@dataclass(frozen=True)
class Finding:
    """One sentence made from data, the table that it is about, and how many of its rows it is true
    of, or lacks."""

    text: str
    table: str
    rows: int


# What an analyst should know


def findings(store: Store) -> list[Finding]:
    """What to know of the data before resting on them, what matters most for a decision first; only
    what there is."""
    return [finding for part in _FINDINGS for finding in part(store) if finding.rows]


def _counted(store: Store, table: str, *conditions: sa.ColumnElement[bool]) -> int:
    """How many of the table's rows meet the conditions."""
    [(count,)] = store.rows(
        sa.select(sa.func.count()).select_from(SQL_TABLES[table]).where(*conditions)
    )
    return count


def _of(count: int, total: int, one: str, many: str) -> str:
    """`1 av 1 rad`, `2 av 1 200 rader`."""
    return f"{swedish.number(count)} av {swedish.number(total)} {one if total == 1 else many}"


def _listed(words: Iterable[str]) -> str:
    return swedish.enumerate_some(words, _MOST_NAMED)


def _with_years(rows: Iterable[sa.Row | tuple[str, int]]) -> list[str]:
    """Names and years as "Norrby (2022 och 2024)", in Swedish order."""
    ordered = sorted(
        ((name, year) for name, year in rows), key=lambda row: (swedish.sort_key(row[0]), row)
    )
    return [
        f"{name} ({swedish.year_spans(year for _, year in group)})"
        for name, group in groupby(ordered, key=lambda row: row[0])
    ]


def _names(names: Iterable[str]) -> str:
    return _listed(sorted(names, key=swedish.sort_key))


def _cases(count: int) -> str:
    return f"{swedish.number(count)} fall"


def _quarters_of_years(store: Store) -> Iterator[Finding]:
    """Years of whole kommuner and riket whose four quarters add up to something else."""
    quarter, table = sa.alias(SQL_TABLES["anmalda_brott"], "kvartal"), "anmalda_brott"
    same = sa.and_(
        *(quarter.c[name] == _crime[name] for name in ("omrade_id", "ar", "brottstyp_id"))
    )
    total = sa.func.sum(quarter.c.antal)
    rows = store.rows(
        sa.select(
            _area.namn, _type.namn.label("brottstyp"), _crime.ar, _crime.antal, total.label("summa")
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _crime.omrade_id)
        .join(SQL_TABLES["brottstyper"], _type.brottstyp_id == _crime.brottstyp_id)
        .join(quarter, same & quarter.c.kvartal.is_not(None))
        .where(_crime.kvartal.is_(None), _area.typ.in_(WHOLE))
        .group_by(_area.namn, _type.namn, _crime.ar, _crime.antal)
        .having(sa.func.count() == 4, total != _crime.antal)
        .order_by(_crime.ar.desc(), _area.namn, _type.namn)
    )
    told = (
        f"{row.namn} {row.ar}, {row.brottstyp} ({swedish.number(row.antal)} för året, "
        f"{swedish.number(row.summa)} i kvartalen)"
        for row in rows
    )
    yield Finding(
        f"Fyra kvartal ger inte årets antal i {_cases(len(rows))}: {_listed(told)}.",
        table,
        len(rows),
    )


def _rates(store: Store) -> Iterator[Finding]:
    """Published rates of whole kommuner and riket that count and mean population don't give, by
    more than rounding."""
    before, now = (sa.alias(SQL_TABLES["folkmangd"], name).c for name in ("fore", "nu"))
    rows = store.rows(
        sa.select(
            _area.namn,
            _type.namn.label("brottstyp"),
            _crime.ar,
            _crime.antal,
            _crime.per_100k,
            before.antal.label("fore"),
            now.antal.label("nu"),
        )
        .join(SQL_TABLES["omraden"], _area.omrade_id == _crime.omrade_id)
        .join(SQL_TABLES["brottstyper"], _type.brottstyp_id == _crime.brottstyp_id)
        .join(
            before.omrade_id.table,
            (before.omrade_id == _crime.omrade_id) & (before.ar == _crime.ar - 1),
        )
        .join(now.omrade_id.table, (now.omrade_id == _crime.omrade_id) & (now.ar == _crime.ar))
        .where(_crime.kvartal.is_(None), _crime.per_100k.is_not(None), _area.typ.in_(WHOLE))
        .order_by(_crime.ar.desc(), _area.namn, _type.namn)
    )
    told = []
    for row in rows:
        own = measures.per_100k(row.antal, measures.mean_population(row.fore, row.nu))
        if own is not None and abs(row.per_100k - round(own)) > 1:
            told.append(
                f"{row.namn} {row.ar}, {row.brottstyp} ({swedish.number(row.per_100k)} publicerat, "
                f"{swedish.number(own)} uträknat)"
            )
    yield Finding(
        "Publicerad kvot per 100 000 skiljer sig mer än 1 från antalet delat med årets"
        f" medelfolkmängd i {_cases(len(told))}: {_listed(told)}.",
        "anmalda_brott",
        len(told),
    )


def _preliminary(store: Store) -> Iterator[Finding]:
    for name in COUNTED:
        columns = SQL_TABLES[name].c
        years = store.rows(
            sa.select(columns.ar, sa.func.count()).where(columns.preliminar).group_by(columns.ar)
        )
        count = sum(rows for _, rows in years)
        told = (
            f"{_of(count, _counted(store, name), 'rad', 'rader')} i {BY_NAME[name].label} har"
            " preliminära tal"
        )
        yield Finding(
            f"{told} ({swedish.year_spans(year for year, _ in years)}), som kan ändras.",
            name,
            count,
        )


def _waiting(store: Store) -> Iterator[Finding]:
    """Years in which an area and type below kommun level has some but not all four quarters."""
    whole = {
        row.omrade_id for row in store.rows(sa.select(_area.omrade_id).where(_area.typ.in_(WHOLE)))
    }
    frame = reported.counts(store)
    quarters = frame[frame["kvartal"].notna() & ~frame["omrade_id"].isin(whole)]
    of_series = quarters.groupby(["ar", "omrade_id", "brottstyp_id"]).size()
    years = of_series[of_series < 4].index.get_level_values("ar")
    told = (
        "kvartal för något område och någon brottstyp; då visas inga kvartal under kommunnivå i den"
        " kommunen"
    )
    yield Finding(
        f"Under {swedish.year_spans(years)} saknas {told}, och utan det fjärde inte heller årets"
        " antal.",
        "anmalda_brott",
        len(years),
    )


def _breaks(store: Store) -> Iterator[Finding]:
    years = store.rows(
        sa.select(_crime.ar, sa.func.count()).where(_crime.tidsseriebrott).group_by(_crime.ar)
    )
    count = sum(rows for _, rows in years)
    told = (
        f"{_of(count, _counted(store, 'anmalda_brott'), 'rad', 'rader')} i Anmälda brott har en"
        " bruten serie"
    )
    yield Finding(
        f"{told} ({swedish.year_spans(year for year, _ in years)}) och kan inte säkert jämföras med"
        " åren före.",
        "anmalda_brott",
        count,
    )


def _unchecked_types(store: Store) -> Iterator[Finding]:
    names = [row.namn for row in store.rows(sa.select(_type.namn).where(~_type.kontrollerad))]
    of = _of(len(names), _counted(store, "brottstyper"), "brottstyp", "brottstyper")
    text = f"Etiketten är inte kontrollerad för {of}: {_names(names)}."
    yield Finding(text, "brottstyper", len(names))


def _directions(store: Store) -> Iterator[Finding]:
    """Indicator values without a number."""
    rows = store.rows(
        sa.select(_indicator.namn, sa.func.count().label("antal"))
        .join(SQL_TABLES["indikatorvarden"], _value.indikator_id == _indicator.indikator_id)
        .where(_value.varde.is_(None))
        .group_by(_indicator.namn)
        .order_by(sa.func.count().desc(), _indicator.namn)
    )
    count = sum(row.antal for row in rows)
    of = _of(count, _counted(store, "indikatorvarden"), "indikatorvärde", "indikatorvärden")
    told = _listed(f"{row.namn} ({row.antal})" for row in rows)
    yield Finding(f"{of} säger bara riktningen, inte talet: {told}.", "indikatorvarden", count)


def _uncertain(store: Store) -> Iterator[Finding]:
    number = _value.varde.is_not(None)
    count = _counted(
        store, "indikatorvarden", number, _value.antal_svar.is_(None), _value.standardfel.is_(None)
    )
    of = _of(count, _counted(store, "indikatorvarden", number), "indikatorvärde", "indikatorvärden")
    text = (
        f"{of} med tal har varken antal svar eller standardfel; hur säkert talet är går inte att"
        " räkna ut."
    )
    yield Finding(text, "indikatorvarden", count)


def _unmeasured(store: Store) -> Iterator[Finding]:
    """Prioritised areas in years of which no indicator says anything of them."""
    measured = sa.exists().where(_value.omrade_id == _role.omrade_id, _value.ar == _role.ar)
    rows = store.rows(
        sa.select(_area.namn, _role.ar)
        .join(SQL_TABLES["omradesroller"], _role.omrade_id == _area.omrade_id)
        .where(is_prioritised, ~measured)
    )
    total = _counted(store, "omradesroller", is_prioritised)
    of = _of(
        len(rows),
        total,
        "år som ett område har varit prioriterat",
        "år som områden har varit prioriterade",
    )
    text = f"För {of} finns inget indikatorvärde om området: {_listed(_with_years(rows))}."
    yield Finding(text, "omradesroller", len(rows))


def _missing_years(rows: Sequence[sa.Row]) -> tuple[int, list[tuple[str, int]]]:
    """How many series (by namn) lack years between their first and last, and these years; rows by
    namn, ar."""
    missing: list[tuple[str, int]] = []
    for name, group in groupby(rows, key=attrgetter("namn")):
        years = {row.ar for row in group}
        missing += [(name, year) for year in range(min(years), max(years)) if year not in years]
    return len({name for name, _ in missing}), missing


def _gaps(store: Store) -> Iterator[Finding]:
    """Years without rows within a series: of an indicator in an area, and of reported crimes in an
    area."""
    series = (_indicator.namn + " – " + _area.namn).label("namn")
    values = (
        sa.select(series, _value.ar)
        .distinct()
        .join(SQL_TABLES["indikatorer"], _indicator.indikator_id == _value.indikator_id)
        .join(SQL_TABLES["omraden"], _area.omrade_id == _value.omrade_id)
    )
    counted = sa.union(
        sa.select(_crime.omrade_id, _crime.ar), sa.select(_month.omrade_id, _month.ar)
    ).subquery()
    crimes = sa.select(_area.namn, counted.c.ar).join(
        counted, counted.c.omrade_id == _area.omrade_id
    )
    for table, what, query in (
        ("indikatorvarden", "indikatorvärden", values),
        ("anmalda_brott", "anmälda brott", crimes),
    ):
        count, missing = _missing_years(store.rows(query.order_by("namn", "ar")))
        series_words = "1 serie" if count == 1 else f"{count} serier"
        text = f"{len(missing)} år saknas mellan första och sista året i {series_words} av {what}: "
        yield Finding(f"{text}{_listed(_with_years(missing))}.", table, len(missing))


def _without_people(store: Store) -> Iterator[Finding]:
    known = _area.omrade_id.in_(sa.select(_people.omrade_id))
    names = [
        row.namn for row in store.rows(sa.select(_area.namn).where(_area.typ != "riket", ~known))
    ]
    total = _counted(store, "omraden", _area.typ != "riket")
    of = _of(len(names), total, "kommun eller område", "kommuner och områden")
    yield Finding(f"{of} saknar folkmängd: {_names(names)}.", "omraden", len(names))


def _without_results(store: Store) -> Iterator[Finding]:
    """Targets with a number that no counted result is told of."""
    lights = [
        target.light
        for row in store.rows(sa.select(_promise.lofte_id))
        for target in targets.targets(store, row.lofte_id, Filter())
    ]
    count = lights.count("utfall ej publicerat")
    total = len(lights) - lights.count("följs inte med tal")
    yield Finding(
        f"{_of(count, total, 'mål', 'mål')} med måltal saknar räknat utfall.", "mal", count
    )


def _without_follow_up(store: Store) -> Iterator[Finding]:
    """Tertials that have ended, of promises with activities, in which no activity is followed
    up."""
    today = dt.date.today()
    years = years_of_promises()
    tertial = sa.union_all(
        *(sa.select(sa.literal(number).label("tertial")) for number in (1, 2, 3))
    ).subquery()
    ended = years.c.ar * 3 + tertial.c.tertial <= today.year * 3 + of_month(today.month) - 1
    followed = (
        sa.exists()
        .where(
            _follow_up.aktivitet_id == _activity.aktivitet_id,
            _activity.lofte_id == _promise.lofte_id,
            _follow_up.ar == years.c.ar,
            _follow_up.tertial == tertial.c.tertial,
        )
        .correlate(SQL_TABLES["loften"], years, tertial)
    )
    rows = store.rows(
        sa.select(_promise.namn, years.c.ar, tertial.c.tertial, followed.label("foljs"))
        .join(years, years.c.lofte_id == _promise.lofte_id)
        .join(tertial, ended)
        .where(_promise.lofte_id.in_(sa.select(_activity.lofte_id)))
        .order_by(years.c.ar.desc(), _promise.namn, tertial.c.tertial)
    )
    missing = [row for row in rows if not row.foljs]
    told = []
    for (name, year), group in groupby(missing, key=lambda row: (row.namn, row.ar)):
        told.append(f"{name} ({year}: tertial {swedish.year_spans(row.tertial for row in group)})")
    text = (
        f"{_of(len(missing), len(rows), 'tertial', 'tertial')} i löften med aktiviteter har ingen"
        " uppföljning: "
    )
    yield Finding(f"{text}{_listed(told)}.", "uppfoljningar", len(missing))


def _not_reported(store: Store) -> Iterator[Finding]:
    count = _counted(store, "uppfoljningar", _follow_up.status == NOT_REPORTED)
    of = _of(count, _counted(store, "uppfoljningar"), "uppföljning", "uppföljningar")
    text = (
        f"{of} har status ej rapporterad: källan säger inget, vilket inte betyder att inget har"
        " hänt."
    )
    yield Finding(text, "uppfoljningar", count)


def _read_status(store: Store) -> Iterator[Finding]:
    count = _counted(store, "uppfoljningar", _follow_up.status_grund == "tolkning")
    of = _of(count, _counted(store, "uppfoljningar"), "uppföljning", "uppföljningar")
    text = (
        f"{of} har en status som är utläst ur källans text enligt en skriven regel; källan säger"
        " den inte."
    )
    yield Finding(text, "uppfoljningar", count)


def _without_area(store: Store) -> Iterator[Finding]:
    count = _counted(store, "handelser", _event.omrade_id.is_(None))
    of = _of(count, _counted(store, "handelser"), "dialog eller händelse", "dialoger och händelser")
    yield Finding(f"{of} saknar område.", "handelser", count)


def _sources(store: Store) -> Iterator[Finding]:
    total = _counted(store, "kallor")
    for column, what in ((_source.publicerad, "datum"), (_source.licens, "uppgift om licens")):
        count = _counted(store, "kallor", column.is_(None))
        yield Finding(f"{_of(count, total, 'källa', 'källor')} saknar {what}.", "kallor", count)


def _remarks(store: Store) -> Iterator[Finding]:
    counts = {
        table.name: _counted(store, table.name, SQL_TABLES[table.name].c.anmarkning.is_not(None))
        for table in TABLES
        if "anmarkning" in table.column_names
    }
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        most = max(counts, key=counts.__getitem__)
        told = swedish.enumerate_words(
            f"{BY_NAME[name].label} ({count})" for name, count in counts.items()
        )
        yield Finding(
            f"Rader med en anmärkning att läsa med uppgiften: {told}.", most, sum(counts.values())
        )


_FINDINGS: tuple[Callable[[Store], Iterator[Finding]], ...] = (
    _quarters_of_years,
    _rates,
    _preliminary,
    _waiting,
    _breaks,
    _unchecked_types,
    _directions,
    _uncertain,
    _unmeasured,
    _gaps,
    _without_results,
    _without_follow_up,
    _not_reported,
    _read_status,
    _without_people,
    _without_area,
    _sources,
    _remarks,
)
