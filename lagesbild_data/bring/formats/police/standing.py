"""What an extract does to counts that stand in the store: those that become 0, and months that it
has too little of."""

from collections.abc import Mapping

from lagesbild_data.model.checked import Row, Rows
from lagesbild_data.model.periods import ALL_CRIMES
from lagesbild_data.model.tables import BY_NAME
from lagesbild_data.words import swedish
from lagesbild_data.words.problems import Problem

_MANY = 10
"""So many crimes in a month that they don't become half as many when the month is counted anew."""


def no_longer(
    rows: list[Row], known: Rows, kommun_of: Mapping[str, str]
) -> list[tuple[Row, int | None]]:
    """Rows with 0 for what the store has counted, and the extract has not, in months that the
    extract has: or a part would be left that is larger than its whole. Each with what stood there,
    None where it isn't shown. Areas are touched only when the extract tells of any."""
    key = BY_NAME["brott_per_manad"].key
    counted = {tuple(row[name] for name in key) for row in rows}
    months = {(row["omrade_id"], row["ar"], row["manad"]): row for row in rows}
    tells_areas = any(kommun_of.get(row["omrade_id"]) != row["omrade_id"] for row in rows)
    gone = []
    for row in known["brott_per_manad"]:
        area = row["omrade_id"]
        month = months.get((kommun_of.get(area, area), row["ar"], row["manad"]))
        is_touched = tells_areas or kommun_of.get(area) == area
        if month and is_touched and tuple(row[name] for name in key) not in counted:
            stated = {"preliminar": month["preliminar"], "kalla_id": month["kalla_id"]}
            gone.append((row | {"antal": 0} | stated, row["antal"]))
    return gone


def told_of_gone(were: list[int | None]) -> list[str]:
    """What to tell of counts that become 0, or that are written as 0 whatever they are, for they
    aren't shown."""
    shown, unseen = sum(bool(count) for count in were), were.count(None)
    why = (
        "för uttaget har inga sådana brott i månaden. Läs inte in uttaget om det bara har vissa"
        " brott eller områden."
    )
    told = [f"{swedish.number(shown)} antal i lagret blir 0, {why}"] if shown else []
    over = f"{swedish.number(unseen)} antal som inte visas skrivs som 0, vad som än står där, {why}"
    return [*told, over] if unseen else told


def too_few(
    place: str, rows: list[Row], known: Rows, kommun_of: Mapping[str, str]
) -> list[Problem]:
    """Months of a kommun in which the extract has far fewer crimes than is shown of the store: it
    isn't a whole one."""
    names = {row["omrade_id"]: row["namn"] for row in known["omraden"]}
    counted = {
        (row["omrade_id"], row["ar"], row["manad"]): row["antal"]
        for row in rows
        if row["brottstyp_id"] == ALL_CRIMES
    }
    faults = []
    for row in known["brott_per_manad"]:
        area, before = row["omrade_id"], row["antal"]
        now = counted.get((area, row["ar"], row["manad"])) if kommun_of.get(area) == area else None
        if (
            row["brottstyp_id"] == ALL_CRIMES
            and (before or 0) >= _MANY
            and now is not None
            and now * 2 < before
        ):
            message = (
                f"{names[area]} har {now} brott {row['ar']}-{row['manad']:02} i uttaget men"
                f" {before} i lagret"
            )
            faults.append(
                Problem(
                    place, f"{message}; läs in ett uttag med alla brott i kommunen hela månaden"
                )
            )
    return faults
