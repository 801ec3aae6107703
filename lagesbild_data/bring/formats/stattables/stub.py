"""What the rows of a table are divided by, and the codes that stand there."""

import re
from collections.abc import Callable

from lagesbild_data.bring.formats.stattables.grid import Grid
from lagesbild_data.bring.formats.stattables.roles import (
    CODED_REGION,
    MEASURES,
    NYCKELTAL,
    PLACES,
)
from lagesbild_data.bring.formats.stattables.series import has_own_code
from lagesbild_data.bring.formats.stattables.table import (
    GEO,
    METRIC,
    TIME,
    Dimension,
)
from lagesbild_data.bring.formats.words import (
    YEAR_HEADINGS,
)

_KPI = re.compile(r"[NU]\d{5}")
_KPI_HEADINGS = frozenset({"nyckeltals-id", "nyckeltalsid", "nyckeltal id", "id", "kpi", "kod"})


def stub_of(
    grid: Grid, start: int
) -> tuple[list[Dimension], Callable[[list[str]], tuple[str, ...]]]:
    """The dimensions that the rows are divided by, and what gives a row's codes: those before a
    region's name, and those of a key figure in a column of its own or in brackets."""
    found = [_stub_dimension(grid, column) for column in range(start)]
    pairs = [_pair(found, METRIC, _holds_kpis), _pair(found, GEO, _holds_codes)]
    coding = dict(pair for pair in pairs if pair)
    kept = [column for column in range(start) if column not in coding.values()]
    codes: list[dict[str, str]] = []
    dimensions: list[Dimension] = []
    for column in kept:
        dimension = found[column]
        beside = (
            {fields[column]: fields[coding[column]] for _, fields in grid.body}
            if column in coding
            else {}
        )
        coded = {
            text: _code(dimension, text, beside.get(text, "")) for text in dimension.categories
        }
        codes.append({text: code for text, (code, _) in coded.items()})
        dimensions.append(
            Dimension(dimension.id, dimension.label, dict(coded.values()), dimension.role)
        )

    def codes_of(fields: list[str]) -> tuple[str, ...]:
        return tuple(code_of[fields[column]] for column, code_of in zip(kept, codes, strict=True))

    return dimensions, codes_of


def _stub_dimension(grid: Grid, column: int) -> Dimension:
    called = grid.called(column)
    name, folded = called or f"kolumn {column + 1}", called.casefold()
    texts = dict.fromkeys(fields[column] for _, fields in grid.body)
    is_place = folded in PLACES or (not called and all(CODED_REGION.match(text) for text in texts))
    role = (
        GEO
        if is_place
        else (
            METRIC
            if folded in MEASURES or folded == NYCKELTAL
            else TIME
            if folded in YEAR_HEADINGS
            else ""
        )
    )
    return Dimension(name, name, {text: text for text in texts}, role)


def _code(dimension: Dimension, text: str, beside: str) -> tuple[str, str]:
    """The code and the label of a category."""
    if dimension.role == GEO and beside:
        return _with_nought(beside), text
    if dimension.role == GEO:
        if parted := CODED_REGION.match(text):
            return parted[1], text[parted.end() :].strip()
        return _with_nought(text), _with_nought(text)
    if dimension.role == METRIC and dimension.label.casefold() == NYCKELTAL:
        kpi = _KPI.search(text)
        return (
            beside or (kpi[0] if kpi else text),
            re.sub(r"\s*\([NU]\d{5}\)|^[NU]\d{5}[\s:]+", "", text) or text,
        )
    return text, text


def _with_nought(code: str) -> str:
    """A region's code; a spreadsheet takes 0680 for a number."""
    return f"0{code}" if re.fullmatch(r"\d{3}", code) else code


def _pair(
    found: list[Dimension], role: str, holds_codes: Callable[[Dimension], bool]
) -> tuple[int, int] | None:
    """The columns of a role that has one for its names and another for its codes; None where it
    hasn't."""
    coded = [column for column, dimension in enumerate(found) if holds_codes(dimension)]
    named = [
        column
        for column, dimension in enumerate(found)
        if dimension.role == role and column not in coded
    ]
    return (named[0], coded[0]) if len(named) == len(coded) == 1 else None


def _holds_codes(dimension: Dimension) -> bool:
    return dimension.role == GEO and all(
        re.fullmatch(r"\d{2,4}|\d{4}[A-Z]\w+|G\d+", text) for text in dimension.categories
    )


def _holds_kpis(dimension: Dimension) -> bool:
    return dimension.label.casefold() in _KPI_HEADINGS and all(
        map(_KPI.fullmatch, dimension.categories)
    )


def is_code(text: str) -> bool:
    """Whether a text is a code of SCB's or Kolada's own."""
    return has_own_code("scb", text) or bool(_KPI.fullmatch(text))
