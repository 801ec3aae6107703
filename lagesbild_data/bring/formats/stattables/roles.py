"""Which dimension is the place, the time, what is measured and the sex, by what the file says or by
known codes."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from lagesbild_data.bring.formats.periods import period_of
from lagesbild_data.bring.formats.stattables.table import (
    GEO,
    METRIC,
    SEX,
    TIME,
    Dimension,
    StatTable,
)
from lagesbild_data.bring.formats.words import YEAR_HEADINGS

PLACES = frozenset(
    {
        "region",
        "regioner",
        "kommun",
        "kommuner",
        "område",
        "area",
        "municipality",
        "regionkod",
        "kommun/region",
        "kommun och region",
        "regso",
        "deso",
        "kommuner och regioner",
        "kommunkod",
        "kommun-id",
        "kommun id",
        "kommunid",
        "regionskod",
    }
)
NYCKELTAL = "nyckeltal"
"""What Kolada calls the column of what is measured."""
MEASURES = frozenset(
    {
        "contentscode",
        "tabellinnehåll",
        "innehåll",
        "contents",
        "observations",
        "mått",
        "measure",
        "statistikvariabel",
        "variabel",
    }
)
SEXES = {
    "män": "män",
    "man": "män",
    "men": "män",
    "males": "män",
    "male": "män",
    "kvinnor": "kvinnor",
    "kvinna": "kvinnor",
    "women": "kvinnor",
    "females": "kvinnor",
    "female": "kvinnor",
    "totalt": "totalt",
    "total": "totalt",
    "tot": "totalt",
    "båda": "totalt",
}
_BOTH = re.compile(
    r"totalt?|samtliga|alla|båda könen|both sexes|(kön )?totalt|totalt kön|"
    r"(totalt[, ]+)?(samtliga )?(män och kvinnor|kvinnor och män)",
    re.IGNORECASE,
)
_SEX_CODES = {"1": "män", "2": "kvinnor", "1+2": "totalt"}
"""SCB's; other authorities have others."""
_SEX_NAMES = frozenset({"kon", "kön", "sex", "gender"})
CODED_REGION = re.compile(r"(\d{4}[A-Z]\w+|\d{4}|\d{2})[\s:]+(?=[A-ZÅÄÖ(])")
"""A region's code before its name."""
_REGION = re.compile(r"\d{2}|\d{4}|\d{4}(R\d{3}|[A-Z]\d{4})(_[A-Za-z]+\d{4})?")


@dataclass(frozen=True)
class Roles:
    """The dimensions by what they are; None where there is none, or several could be it."""

    place: Dimension | None
    time: Dimension | None
    metric: Dimension | None
    sex: Dimension | None
    rest: tuple[Dimension, ...]


def roles_of(table: StatTable, *, is_scb: bool) -> Roles:
    """What each dimension is."""
    free = list(table.dimensions)
    metric = _taken(
        free, METRIC, MEASURES, lambda dimension: "konfidensintervall" in dimension.label.casefold()
    )
    time = _taken(free, TIME, YEAR_HEADINGS, _is_time)
    sex = _taken(free, SEX, (), lambda dimension: bool(sexes_in(dimension, is_scb=is_scb)))
    place = _taken(free, GEO, PLACES, _is_place)
    return Roles(place, time, metric, sex, tuple(free))


def sexes_in(dimension: Dimension, *, is_scb: bool) -> Mapping[str, str]:
    """The group of each code where all of them are sexes; else nothing."""
    named = {dimension.id.casefold(), dimension.label.casefold()} & _SEX_NAMES
    groups = {
        code: _sex(code, label, is_scb=is_scb) for code, label in dimension.categories.items()
    }
    is_sex = all(groups.values()) and (named or {"män", "kvinnor"} & set(groups.values()))
    return groups if is_sex else {}


def _sex(code: str, label: str, *, is_scb: bool) -> str:
    """The group by what it is called, and only by SCB's code where it isn't called anything; "" for
    no sex."""
    if label and label != code:
        text = re.sub(r"^[\d+]+\s+", "", label).casefold()
        return SEXES.get(text) or ("totalt" if _BOTH.fullmatch(text) else "")
    return SEXES.get(code.casefold()) or (_SEX_CODES.get(code, "") if is_scb else "")


def _taken(
    free: list[Dimension], role: str, names: Collection[str], is_it: Callable[[Dimension], bool]
) -> Dimension | None:
    """The dimension of a role, taken out of those that are free: said to be it, else called so,
    else the only one that looks like it."""
    unsaid = [dimension for dimension in free if not dimension.role]
    for found in (
        [dimension for dimension in free if dimension.role == role],
        [
            dimension
            for dimension in unsaid
            if {dimension.id.casefold(), dimension.label.casefold()} & set(names)
        ],
        [dimension for dimension in unsaid if is_it(dimension)],
    ):
        if len(found) == 1:
            free.remove(found[0])
            return found[0]
        if found:
            return None
    return None


def _is_time(dimension: Dimension) -> bool:
    """Whether all categories are years; a kommun's code can look like one, but isn't called
    by it."""
    return all(period_of(code, label) for code, label in dimension.categories.items())


def _is_place(dimension: Dimension) -> bool:
    """Whether all codes are those of regions, each called something, and not only numbers such as
    any list has."""
    named = all(
        _REGION.fullmatch(code) and re.search(r"[^\W\d_]{3}", label)
        for code, label in dimension.categories.items()
    )
    return named and any(
        len(code) > 2 or re.search(r"\blän$|^riket", label.casefold())
        for code, label in dimension.categories.items()
    )
