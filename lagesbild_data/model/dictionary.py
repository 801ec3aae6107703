"""The data dictionary for readers: a table's columns explained, its rows with Swedish headings, its
sources."""

from collections.abc import Mapping

import pandas as pd

from lagesbild_data.model.filter import Filter
from lagesbild_data.model.tables import BY_NAME, TABLES
from lagesbild_data.model.tables.crimes import REPORTS
from lagesbild_data.model.tables.declaration import Table
from lagesbild_data.model.tables.places import SURFACES
from lagesbild_data.words import swedish


def readable(
    rows: pd.DataFrame, table: Table, names: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """The rows with the declared Swedish headings, ja/nej, and names (per table and id) instead of
    references."""
    frame = rows.copy()
    for column in table.columns:
        if column.references:
            frame[column.name] = frame[column.name].map(
                names[column.references], na_action="ignore"
            )
        elif column.type == "ja/nej":
            frame[column.name] = frame[column.name].map({True: "ja", False: "nej"})
        elif column.type == "heltal":
            frame[column.name] = frame[column.name].astype("Int64")
    return frame.rename(columns={column.name: column.label for column in table.columns})


def columns(table: Table) -> pd.DataFrame:
    """One row per column: Kolumn (file name), Rubrik, Typ, Enhet, Krävs, Tillåtet, Betydelse."""
    return pd.DataFrame(
        {
            "Kolumn": column.name,
            "Rubrik": column.label,
            "Typ": column.type,
            "Enhet": column.unit,
            "Krävs": "ja" if column.required else "nej",
            "Tillåtet": _allowed(column),
            "Betydelse": column.help,
        }
        for column in table.columns
    )


def _allowed(column) -> str:
    if column.references:
        return f"finns i {BY_NAME[column.references].label}"
    if column.allowed:
        return ", ".join(column.allowed)
    if column.type == "text":
        return f"högst {swedish.number(column.longest)} tecken"
    low, high = swedish.plain_number(column.minimum), swedish.plain_number(column.maximum)
    return f"{low}–{high}" if low and high else f"minst {low}" if low else ""


def extent(chosen: Filter, used: Filter) -> str:
    """What stays in a table's rows whatever areas are chosen, and what of the choice it can't use;
    "" when nothing."""
    stays = (
        "Rader för hela kommuner och riket och rader utan område står också med."
        if used.areas
        else ""
    )
    unused = [
        word
        for word, part, use in (
            ("område", chosen.areas, used.areas),
            ("år", chosen.years, used.years),
        )
        if part and not use
    ]
    left = (
        f"Tabellen går inte att välja efter {swedish.enumerate_words(unused, 'eller')}."
        if unused
        else ""
    )
    return f"{stays} {left}".strip()


def source_table(sources: pd.DataFrame) -> pd.DataFrame:
    """The sources for readers: Källa, Utgivare, Publicerad (or None), Licens and Förbehåll (""
    where none)."""
    headings = {
        "titel": "Källa",
        "utgivare": "Utgivare",
        "publicerad": "Publicerad",
        "licens": "Licens",
        "forbehall": "Förbehåll",
    }
    return sources[list(headings)].rename(columns=headings).fillna({"Licens": "", "Förbehåll": ""})


def sources_of(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The sources that the rows rest on, as source_table, and Rader."""
    counts = rows["kalla_id"].value_counts()
    return source_table(sources.loc[counts.index]).assign(Rader=counts)


def markdown() -> str:
    """The whole dictionary as a Markdown document in Swedish."""
    parts = [
        "# Datakatalog",
        "Skapad ur deklarationerna i `lagesbild_data/model/tables/`; ändra där, inte här.",
    ]
    for table in (*TABLES, SURFACES, REPORTS):
        key = f" Nyckel: {', '.join(table.key)}." if table.key else ""
        parts.append(f"## {table.label} (`{table.name}`)\n\n{table.help}{key}")
        frame = columns(table)
        lines = ["| " + " | ".join(frame.columns) + " |", "|" + "---|" * len(frame.columns)]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in frame.itertuples(index=False)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
