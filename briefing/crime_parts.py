"""Reported crimes: over time, whether a change is more than chance, and by type."""

from collections.abc import Callable, Iterator

from briefing.asked import Asked, filled, findings, on_rate
from briefing.content import Block, Chart, Charts, Gap, Point, Table
from lagesbild_data import crime_trends, crimes, queries, shown, swedish


def reported(ask: Asked) -> Iterator[Block]:
    """All crimes by year and quarter, and what is unusual in them."""
    last = ask.choice.filter.year
    rows = [row for row in queries.reported_crimes(ask.store) if last is None or row.ar <= last]
    if not rows:
        yield Gap("", ask.basis([]), "Anmälda brott är inte publicerade för de valda åren.")
    years = [row for row in rows if row.kvartal is None]
    quarters = [row for row in rows if row.kvartal is not None]
    if years:
        told = (finding.text for finding in ask.picture.findings if finding.table == "anmalda_brott")
        title = next(told, f"Anmälda brott i {years[0].omrade}").rstrip(".")
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
    said = counts.assign(anmarkning=counts["anmarkning"].mask(counts["anmarkning"].map(on_rate)))  # no rate is told
    frames = {step: crime_trends.series(said, people, omrade_id, kinds[0].brottstyp_id, step) for step in _STEPS}
    year = ask.choice.filter.latest(crime_trends.known_years(frames["ar"]))
    if year is None:
        return
    within = crime_trends.remarks_within(said, kinds, kinds[0], omrade_id, year)
    told = crime_trends.findings(frames["ar"], "ar", kinds[0], name, year, within)
    told += crime_trends.findings(frames["kvartal"], "kvartal", kinds[0], name, ask.choice.filter.year)
    if told:
        yield findings(ask, "Är ändringen ovanlig?", told)
    table = crime_trends.by_type(counts, people, kinds, omrade_id, year, whole=True)
    rows = counts[(counts["omrade_id"] == omrade_id) & (counts["ar"] == year)]
    basis = ask.basis(crime_trends.sources([rows]), f"{name}, {year} mot {year - 1}")
    gaps = dict.fromkeys(table.columns, "–") | {"Anmärkning": ""}
    yield Table(f"Anmälda brott i {name} {year}, per brottstyp", basis, filled(table), gaps, _LOOKS)


def _percent(value: float) -> str:
    return f"{swedish.signed(value, 1)} %"


_LOOKS: dict[str, Callable[[float], str]] = {"Förändring": swedish.signed, "Förändring i procent": _percent}


_STEPS: tuple[crime_trends.Step, ...] = ("ar", "kvartal")


def _crime_chart(ask: Asked, title: str, name: str, rows, unit: str) -> Charts:
    points = tuple(
        Point(f"K{row.kvartal} {row.ar}" if row.kvartal else str(row.ar), row.antal, swedish.number(row.antal),
              row.preliminar)
        for row in rows
    )  # fmt: skip
    remarks = [f"{row.ar}: {row.anmarkning}" for row in rows if row.anmarkning and not on_rate(row.anmarkning)]
    hatched = ["Streckade staplar är preliminära."] if any(row.preliminar for row in rows) else []
    basis = ask.basis([row.kalla_id for row in rows], f"hela kommunen, {len(rows)} {unit}", [*remarks, *hatched])
    return Charts(title, basis, (Chart(name, "antal", points),))
