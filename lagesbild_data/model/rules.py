"""Rules that need more than one cell."""

import datetime as dt
from collections.abc import Callable

from lagesbild_data.model.cells import span
from lagesbild_data.model.checked import Checked, Row
from lagesbild_data.model.pages import address_fault
from lagesbild_data.words import swedish

CHOSEN_BY_NAME = (
    ("omraden", ""),
    ("indikatorer", ""),
    ("brottstyper", ""),
    ("loften", ""),
    ("aktiviteter", "lofte_id"),
)
"""Tables whose rows users choose by name, and the column within which no two may have the same."""
Fault = tuple[str, str] | None
Rule = Callable[[Row, Checked], Fault]


def _own_code(row: Row, checked: Checked) -> Fault:
    """Two kommuner with one code: which of them an area is part of couldn't be told."""
    if row["typ"] != "kommun" or row["kommunkod"] is None:
        return None
    first = checked["omraden"].kommuner[row["kommunkod"]]
    if first is not row:
        return "kommunkod", f'"{row["kommunkod"]}" har redan {first["omrade_id"]}'
    return None


def _part_of_a_kommun(row: Row, checked: Checked) -> Fault:
    """Counts of an area in no known kommun: it couldn't be told what they are part of, so neither
    what would give them away."""
    area = checked["omraden"].find(row["omrade_id"])
    if area is None or area["typ"] == "riket" or checked["omraden"].problems:
        return None
    if area["typ"] != "kommun" and area["kommunkod"] not in checked["omraden"].kommuner:
        return "omrade_id", f'"{row["omrade_id"]}" har en kommunkod som ingen kommun i omraden har'
    return None


def _within_scale(row: Row, checked: Checked) -> Fault:
    indicator, value = checked["indikatorer"].find(row["indikator_id"]), row["varde"]
    if indicator is None or value is None:
        return None
    low, high = indicator["minimum"], indicator["maximum"]
    if (low is not None and value < low) or (high is not None and value > high):
        name = indicator["namn"] or row["indikator_id"]
        return (
            "varde",
            f'"{swedish.plain_number(value)}" är utanför skalan {span(low, high)} för {name}',
        )
    return None


def _says_something(row: Row, checked: Checked) -> Fault:
    if row["varde"] is None and row["riktning"] is None:
        return "varde", "raden har varken värde eller riktning"
    return None


def _direction_agrees(row: Row, checked: Checked) -> Fault:
    """A stated direction must not contradict the published number of the year before."""
    if row["varde"] is None or row["riktning"] is None or row["ar"] is None:
        return None
    previous = checked["indikatorvarden"].find(
        row["indikator_id"], row["omrade_id"], row["ar"] - 1, row["grupp"]
    )
    if previous is None or previous["varde"] is None:
        return None
    difference = row["varde"] - previous["varde"]
    actual = "höjt" if difference > 0 else "sänkt" if difference < 0 else "oförändrat"
    if actual != row["riktning"]:
        was, now = swedish.plain_number(previous["varde"]), swedish.plain_number(row["varde"])
        return (
            "riktning",
            f'"{row["riktning"]}" men värdet gick från {was} ({previous["ar"]}) till {now}',
        )
    return None


def _ordered(first: str, last: str) -> Rule:
    def rule(row: Row, checked: Checked) -> Fault:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            return last, f'"{row[last]}" är före {first} "{row[first]}"'
        return None

    return rule


def _scale_has_a_length(row: Row, checked: Checked) -> Fault:
    low, high = row["minimum"], row["maximum"]
    if low is not None and high is not None and high <= low:
        shown = swedish.plain_number(high), swedish.plain_number(low)
        return "maximum", '"{}" är inte större än minimum "{}"'.format(*shown)
    return None


def _within_promise(row: Row, checked: Checked) -> Fault:
    activity = checked["aktiviteter"].find(row["aktivitet_id"])
    promise = activity and checked["loften"].find(activity["lofte_id"])
    if not promise or None in (row["ar"], promise["ar_fran"], promise["ar_till"]):
        return None
    if not promise["ar_fran"] <= row["ar"] <= promise["ar_till"]:
        return (
            "ar",
            f'"{row["ar"]}" är utanför löftets tid {promise["ar_fran"]}–{promise["ar_till"]}',
        )
    return None


def _no_cycle(row: Row, checked: Checked) -> Fault:
    seen: set[str] = set()
    above: str | None = row["over_id"]
    while above is not None and above not in seen:
        if above == row["brottstyp_id"]:
            return "over_id", f'"{row["over_id"]}" leder tillbaka till {above}'
        seen.add(above)
        found = checked["brottstyper"].find(above)
        above = found["over_id"] if found else None
    return None


def _local(row: Row, checked: Checked) -> Fault:
    fault = address_fault(row["adress"])
    return ("adress", fault) if fault else None


def _chosen_exists(row: Row, checked: Checked) -> Fault:
    table = checked.get(row["tabell"])  # none for an answer to a question
    if table and table.complete and row["vald_id"] is not None and not table.find(row["vald_id"]):
        return "vald_id", f'"{row["vald_id"]}" finns inte i {row["tabell"]}'
    return None


def _has_ended(row: Row, checked: Checked) -> Fault:
    """People are counted on 31 December: a year that hasn't had it has no number of them."""
    if row["ar"] < dt.date.today().year:
        return None
    return (
        "ar",
        (
            f'"{row["ar"]}" är inte slut än; folkmängden räknas den 31 december, och en prognos är'
            " ingen folkmängd"
        ),
    )


def _has_come(row: Row, checked: Checked) -> Fault:
    if row["ar"] <= dt.date.today().year:
        return None
    return (
        "ar",
        (
            f'"{row["ar"]}" har inte varit än; här står bara det som har räknats eller mätts, inga'
            " prognoser"
        ),
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("folkmangd", _has_ended),
    ("indikatorvarden", _has_come),
    ("storningar", _has_come),
    ("anmalda_brott", _has_come),
    ("brott_per_manad", _has_come),
    ("omraden", _own_code),
    ("indikatorer", _scale_has_a_length),
    ("indikatorvarden", _within_scale),
    ("indikatorvarden", _says_something),
    ("indikatorvarden", _direction_agrees),
    ("brottstyper", _no_cycle),
    ("anmalda_brott", _part_of_a_kommun),
    ("brott_per_manad", _part_of_a_kommun),
    ("loften", _ordered("ar_fran", "ar_till")),
    ("uppfoljningar", _within_promise),
    ("utfall", _within_promise),
    ("handelser", _ordered("datum_fran", "datum_till")),
    ("agendapunkter", _local),
    ("namnval", _chosen_exists),
)
