"""The one place where findings become Swedish: a sentence of each kind, and titles that say the
same in short."""

from collections.abc import Sequence
from functools import singledispatch

from lagesbild_data.public import answer
from lagesbild_data.public.answer import Chance, Change, Finding, Unusual
from lagesbild_data.public.words import (
    CHANCE,
    VERBS,
    beside_interval,
    certainty,
    change_text,
    difference_words,
    in_order,
    measure_name,
    tertial_words,
    value_text,
    value_words,
)
from lagesbild_data.words import swedish

CRIMES_MOVED = {
    "höjt": ("ökade", "Ökningen"),
    "sänkt": ("minskade", "Minskningen"),
    "oförändrat": ("var oförändrade", ""),
}
_NOT_JUDGED = (Chance.BROKEN, Chance.SMALL)
STATUS_SAID = {
    "försenad": ("är", "försenad", "försenade"),
    "ej genomförd": ("är", "inte genomförd", "inte genomförda"),
    "ej rapporterad": ("saknar", "rapport", "rapport"),
    "uppföljning saknas": ("saknar", "uppföljning", "uppföljning"),
    "planerad": ("är", "planerad", "planerade"),
    "pågår": ("pågår", "", ""),
    "genomförd": ("är", "genomförd", "genomförda"),
    "sägs inte i källan": ("har", "ingen status i källan", "ingen status i källan"),
}
MOST_NAMED, _MOST_YEARS = 4, 3


def told(finding: Finding) -> str:
    """The finding in words, one sentence or a few."""
    return _told(finding.values)


@singledispatch
def _told(values: object) -> str:
    raise TypeError(type(values).__name__)


@_told.register
def _(it: answer.IndicatorMoved) -> str:
    name = measure_name(it.indicator)
    moved, before = f"{name} {VERBS[it.change.direction]} i {it.area}", it.change.before
    if it.value is None:
        return f"{moved} {it.year} mot mätningen före; talet är inte publicerat."
    if before is None:
        return (
            f"{moved} till {value_words(it.value)} ({it.year}) mot mätningen före. Om ändringen är"
            " säker går inte att säga: talet före är inte publicerat."
        )
    was = f"{value_words(before)} ({it.change.against})"
    now = f"{value_words(it.value)} ({it.year})"
    return f"{moved} från {was} till {now}. {_certain(it.change, it.value.decimals)}"


def _certain(change: Change, decimals: int) -> str:
    if change.interval is None:
        return "Om ändringen är säker går inte att säga: osäkerheten är inte publicerad."
    return f"Ändringen är {beside_interval(change.interval, decimals)}."


@_told.register
def _(it: answer.IndicatorAlone) -> str:
    value = f"var {value_words(it.value)} i {it.area} {it.year}"
    return f"{measure_name(it.indicator)} {value}. Det finns inget tidigare tal att jämföra med."


@_told.register
def _(it: answer.AreasMoved) -> str:
    return f"{areas_title(it)}."


def areas_title(it: answer.AreasMoved, most: int = 99) -> str:
    """`Problemindex 2023 sjönk i Råslätt och steg i 5 områden`, and how sure that is."""
    return (
        f"Problemindex {it.year} {moves_words(it.moves, most)};"
        f" {certainty(move.verdict for move in it.moves)}"
    )


def moves_words(found: Sequence[answer.AreaMove], most: int) -> str:
    """Where the index rose and fell: "sjönk i Råslätt och steg i 5 områden"; at most `most` names
    in a row."""
    words = []
    for direction in ("sänkt", "höjt", "oförändrat"):
        names = sorted(
            (move.area for move in found if move.direction == direction), key=swedish.sort_key
        )
        if names:
            where = (
                swedish.enumerate_words(names) if len(names) <= most else f"{len(names)} områden"
            )
            words.append(f"{VERBS[direction]} i {where}")
    return swedish.enumerate_words(words)


@_told.register
def _(it: answer.IndexStands) -> str:
    return " ".join(
        filter(None, (_told(it.kommun), _told(it.areas) if it.areas else "", _unmeasured(it)))
    )


def index_title(it: answer.IndexStands) -> str:
    """`Problemindex 2023: 1,27, ned från 1,42; ändringen är inte säker`, and the year that has no
    measurement."""
    kommun, gap = it.kommun, _unmeasured(it)
    title = f"Problemindex {kommun.year}: {value_text(kommun.value) if kommun.value else ''}"
    if isinstance(kommun, answer.IndicatorMoved) and (before := kommun.change.before):
        way = {"höjt": "upp från", "sänkt": "ned från", "oförändrat": "samma som"}[
            kommun.change.direction
        ]
        title += f", {way} {value_text(before)}; {certainty([kommun.change.verdict])}"
    return f"{title}. {gap}" if gap else title


def _unmeasured(it: answer.IndexStands) -> str:
    return f"Ingen mätning {it.unmeasured} är publicerad." if it.unmeasured else ""


@_told.register
def _(it: answer.SurveyAnswers) -> str:
    sent = [] if it.sent is None else [f"{swedish.number(it.sent)} utskick"]
    answered = [] if it.rate is None else [f"{value_words(answer.percentage(it.rate))} svarade"]
    return f"{it.survey}: {', '.join([*sent, *answered])}."


@_told.register
def _(it: answer.NotPublished) -> str:
    years = swedish.enumerate_words(map(str, it.years), "eller")
    names = swedish.enumerate_words(f"{name} (senast {latest})" for name, latest in it.indicators)
    return f"Inte publicerat för {years}: {names}."


@_told.register
def _(it: answer.FollowUpsUntil) -> str:
    text = f"Senaste uppföljning i underlaget: {tertial_words(it.tertial)}."
    if not it.without:
        return text
    return f"{text} Ingen uppföljning är publicerad för {missing_years(it)}."


def missing_years(it: answer.FollowUpsUntil) -> str:
    """The years without a follow-up: `2025 och 2026`, `2021–2026`."""
    if len(it.without) > _MOST_YEARS:
        return f"{it.without[0]}–{it.without[-1]}"
    return swedish.enumerate_words(map(str, it.without))


@_told.register
def _(it: answer.NoFollowUps) -> str:
    if it.of_chosen:
        return (
            f"Löftet har {_activities(it.activities)}. Ingen uppföljning är publicerad för de valda"
            " åren."
        )
    return f"Löftet har {_activities(it.activities)}. Uppföljningen ingår inte i underlaget."


def _activities(count: int) -> str:
    return swedish.counted(count, "aktivitet", "aktiviteter")


@_told.register
def _(it: answer.Deviating) -> str:
    names = swedish.enumerate_some((f"”{name}”" for name in it.activities), MOST_NAMED)
    return f"{it.status.capitalize()}: {names}.{it.why and f' {it.why}'}"


@_told.register
def _(it: answer.ActivitiesStand) -> str:
    text = f"{_standing(it)} ({tertial_words(it.tertial)})."
    text = f"{it.part}: {text[0].lower()}{text[1:]}" if it.part else text
    return f"{text} {_told(it.late)}" if it.late else text


def _standing(it: answer.ActivitiesStand) -> str:
    """`Av de 11 aktiviteterna är 1 försenad och 10 pågår`."""
    about, total = f" som gäller {it.place}" if it.place else "", len(it.statuses)
    words: list[str] = []
    for status, count in in_order(it.statuses):
        verb, one, several = STATUS_SAID.get(status, ("är", status, status))
        what = one if count == 1 else several
        if count == total:
            all_of = {1: "Aktiviteten", 2: "Båda aktiviteterna"}.get(
                count, f"Alla {count} aktiviteter"
            )
            return f"{all_of}{about} {verb} {what}".rstrip()
        words.append((f"{count} {verb} {what}" if words else f"{verb} {count} {what}").rstrip())
    them = f"{total} aktiviteter{about}" if about else f"de {total} aktiviteterna"
    return f"Av {them} {swedish.enumerate_words(words)}"


@_told.register
def _(it: answer.StatusesChanged) -> str:
    when = f"mellan {tertial_words(it.before)} och {tertial_words(it.now)}"
    if it.before[0] == it.now[0]:
        when = f"mellan tertial {it.before[1]} och {it.now[1]} {it.now[0]}"
    if not it.compared:
        return f"Ingen aktivitets status kan jämföras {when}."
    unknown = (
        f" {it.activities - it.compared} kan inte jämföras." if it.compared < it.activities else ""
    )
    if not it.moves:
        none = (
            "Aktiviteten bytte inte"
            if it.compared == 1
            else f"Ingen av {it.compared} aktiviteter bytte"
        )
        return f"{none} status {when}.{unknown}"
    words = (f"”{name}” från {was} till {status}" for name, was, status in it.moves)
    changed = f"{len(it.moves)} av {_activities(it.compared)} bytte status {when}"
    return f"{changed}: {swedish.enumerate_some(words, MOST_NAMED)}.{unknown}"


@_told.register
def _(it: answer.ReportsMissing) -> str:
    return (
        f"För {tertial_words(it.tertial)} saknar {it.missing} av {_activities(it.activities)}"
        " rapport."
    )


@_told.register
def _(it: answer.DialoguesHeld) -> str:
    held = f"{it.held} {'dialog' if it.held == 1 else 'dialoger'} hölls {tertial_words(it.tertial)}"
    against = "lika många som" if it.before == it.held else f"mot {it.before}"
    return f"{held}, {against} tertialet före, enligt källans lista."


@_told.register
def _(it: answer.AreaDialogues) -> str:
    if not it.held:
        chosen = " de valda åren" if it.of_chosen else ""
        return f"Ingen hållen dialog i listan är knuten till {it.area}{chosen}."
    return (
        f"{it.held} hållna dialoger {it.span}, senast {it.last}."
        if it.held > 1
        else f"1 hållen dialog, {it.last}."
    )


@_told.register
def _(it: answer.DialogueThemes) -> str:
    return (
        "Teman:"
        f" {swedish.enumerate_words(f'{name} ({n})' if n > 1 else name for name, n in it.themes)}."
    )


@_told.register
def _(it: answer.NoDialogue) -> str:
    unplaced = (
        f"; {it.unplaced} av tertialets {it.held} dialoger har inget område i källan"
        if it.unplaced
        else ""
    )
    return f"Ingen dialog i {it.area} {tertial_words(it.tertial)}{unplaced}."


@_told.register
def _(it: answer.CrimesChanged) -> str:
    before = value_words(it.change.before) if it.change.before else ""
    verb, difference = CRIMES_MOVED[it.change.direction]
    told = (
        f"Anmälda brott{it.type and f' ({it.type})'} i {it.area} {verb} från {before}"
        f" ({it.change.against}) till {swedish.number(it.count)} ({it.when}),"
        f" {difference_words(it.change)}."
    )
    if it.chance and difference:
        told += f" {difference} {'' if it.chance in _NOT_JUDGED else 'är '}{CHANCE[it.chance]}."
    if it.unusual and it.unusual.answer is Unusual.PARTLY and it.unusual.quarters:
        told += f" Men {quarter_words(it.unusual.quarters)}."
    return told


@_told.register
def _(it: answer.CrimesByArea) -> str:
    counts = swedish.enumerate_words(f"{area} {count}" for area, count in it.areas)
    return f"Anmälda brott per område ({it.when}): {counts}."


def crimes_title(it: answer.CrimesChanged, where: str = "") -> str:
    """`Anmälda brott 2025: 14 468, −795 (−5,2 %) mot 2024 · ingen säker ändring`."""
    return f"Anmälda brott{where} {it.when}: {swedish.number(it.count)}, {change_text(it.change)}"


@_told.register
def _(it: answer.CrimesUnusual) -> str:
    if it.answer is Unusual.UNKNOWN or it.chance is None:
        if not it.year:
            return "Inget helt år är publicerat för det valda."
        return (
            f"Ändringen {it.year}"
            f" {CHANCE[it.chance] if it.chance else 'bedöms inte: året före är okänt'}."
        )
    if it.answer is Unusual.YES:
        quarters = (
            f", och {quarter_words(it.quarters)}"
            if it.quarters and not it.quarters.are_quiet
            else ""
        )
        return (
            f"{CRIMES_MOVED[it.direction or 'höjt'][1]} {it.year} är {CHANCE[it.chance]}{quarters}."
        )
    year = f"Året {it.year} är inom det vanliga"
    if not it.quarters:
        return f"{year}. Kvartalen är för få för att bedömas, eller dolda."
    return f"{year}, {'och' if it.quarters.are_quiet else 'men'} {quarter_words(it.quarters)}."


def side_words(it: answer.Quarters) -> str:
    """On which side of the usual span the quarters outside it are."""
    return "utanför" if bool(it.above) == bool(it.below) else "över" if it.above else "under"


def quarter_words(it: answer.Quarters) -> str:
    """`3 av 4 kvartal (kvartal 1–4 2025) ligger över det vanliga spannet`."""
    if it.run and not it.above + it.below:
        return f"{it.run} kvartal i rad ligger {it.side} mitten: nivån kan ha ändrats"
    where = side_words(it)
    (year, quarter), (last_year, last) = it.first, it.last
    span = (
        f"kvartal {quarter}–{last} {year}"
        if year == last_year
        else f"kvartal {quarter} {year}–kvartal {last} {last_year}"
    )
    return (
        f"{it.above + it.below or 'inget'} av {it.count} kvartal ({span}) ligger {where} det"
        " vanliga spannet"
    )


@_told.register
def _(it: answer.CrimesAlone) -> str:
    return (
        f"{swedish.capital(it.when)} kan inte jämföras: antalet ett år före är inte"
        " publicerat, eller dolt."
    )


@_told.register
def _(it: answer.RateDiffers) -> str:
    published, own = swedish.number(it.published), swedish.number(it.own)
    return (
        f"{it.year}: publicerad kvot är {published}; antal delat med årets medelfolkmängd ger"
        f" {own}."
    )


@_told.register
def _(it: answer.OnPoliceList) -> str:
    same = [str(year) for year, klass in it.earlier if klass == it.klass]
    since = f", som {swedish.enumerate_words(same)}" if same else ""
    others = "".join(f" {year}: {klass}." for year, klass in it.earlier if klass != it.klass)
    stands = "står" if it.is_latest else "stod"
    return (
        f"{it.area} {stands} på polisens lista över utsatta områden {it.year}"
        f" ({it.klass}){since}.{others}"
    )


@_told.register
def _(it: answer.BecamePrioritised) -> str:
    before = f"igen {it.year}, senast {it.last}" if it.last else f"{it.year}"
    first = "" if it.last else "; inget tidigare år finns i underlaget"
    return f"{it.area} är prioriterat i medborgarlöftet {before}{first}."
