"""Reported crimes: over time, whether a change is more than chance, and by type."""

from collections.abc import Callable, Iterator

from briefing.asked import Asked, filled, findings
from briefing.content import Block, Chart, Charts, Gap, Point, Table
from lagesbild_data import crime_trends, crimes, queries, shown, swedish
from lagesbild_data.public.answer import Caveat, CrimesChanged, Finding
from lagesbild_data.public.sentences import crimes_title


def reported(ask: Asked) -> Iterator[Block]:
    """All crimes by year and quarter, and what is unusual in them."""
    last = ask.choice.filter.year
    rows = [row for row in queries.reported_crimes(ask.store) if last is None or row.ar <= last]
    if not rows:
        yield Gap("", ask.basis([]), "Anmälda brott är inte publicerade för de valda åren.")
    years = [row for row in rows if row.kvartal is None]
    quarters = [row for row in rows if row.kvartal is not None]
    if years:
        changed = (it.values for it in ask.picture.findings if isinstance(it.values, CrimesChanged))
        title = next(map(crimes_title, changed), f"Anmälda brott i {years[0].omrade}")
        yield _crime_chart(ask, title, "Anmälda brott per år", years, "år")
    if quarters:
        now = quarters[-1]
        preliminary = " (preliminärt)" if now.preliminar else ""
        title = f"Kvartal {now.kvartal} {now.ar}: {swedish.number(now.antal)} anmälda brott{preliminary}"
        yield _crime_chart(ask, title, "Anmälda brott per kvartal", quarters, "kvartal")
    yield from _unusual_crimes(ask)


def _unusual_crimes(ask: Asked) -> Iterator[Block]:
    """Whether the own kommun's changes are more than chance, and the types of the latest chosen year."""
    areas, kinds, people = shown.areas(ask.store), shown.types(ask.store), shown.populations(ask.store)
    if not kinds or not areas["own"].any():
        return
    omrade_id, name = areas.loc[areas["own"], ["omrade_id", "namn"]].iloc[0]
    counts = crimes.counts(ask.store)
    counts = counts[counts["omrade_id"] == omrade_id].assign(dold=False)  # a kommun's own counts are never hidden
    frames = {
        step: crime_trends.series(counts, people, omrade_id, kinds[0].brottstyp_id, step)
        for step in crime_trends.JUDGED
    }
    year = ask.choice.filter.latest(crime_trends.known_years(frames["ar"]))
    if year is None:
        return
    within = crime_trends.remarks_within(counts, kinds, kinds[0], omrade_id, year)
    found = crime_trends.findings(frames["ar"], "ar", kinds[0], name, year, within)
    found += crime_trends.findings(frames["kvartal"], "kvartal", kinds[0], name, ask.choice.filter.year)
    if found:
        unusual = ask.picture.unusual
        answer = Finding(unusual, found[0].table, found[0].kallor)
        yield findings(ask, f"Är ändringen ovanlig? {unusual.answer.value}", [answer, *found])
    table = crime_trends.by_type(counts, people, kinds, omrade_id, year, True)
    rows = counts[(counts["omrade_id"] == omrade_id) & (counts["ar"] == year)]
    basis = ask.basis(crime_trends.sources([rows]), f"{name}, {year} mot {year - 1}")
    gaps = dict.fromkeys(table.columns, "–") | {"Anmärkning": ""}
    yield Table(f"Anmälda brott i {name} {year}, per brottstyp", basis, filled(table), gaps, _LOOKS)


def _percent(value: float) -> str:
    return f"{swedish.signed(value, 1)} %"


_LOOKS: dict[str, Callable[[float], str]] = {"Förändring": swedish.signed, "Förändring i procent": _percent}


def _crime_chart(ask: Asked, title: str, name: str, rows, unit: str) -> Charts:
    points = tuple(
        Point(f"K{row.kvartal} {row.ar}" if row.kvartal else str(row.ar), row.antal, swedish.number(row.antal),
              row.preliminar)
        for row in rows
    )  # fmt: skip
    remarks = [Caveat.remark(row.anmarkning, str(row.ar)) for row in rows if row.anmarkning]
    hatched = ["Streckade staplar är preliminära."] if any(row.preliminar for row in rows) else []
    basis = ask.basis([row.kalla_id for row in rows], f"hela kommunen, {len(rows)} {unit}", [*remarks, *hatched])
    return Charts(title, basis, (Chart(name, "antal", points),))
